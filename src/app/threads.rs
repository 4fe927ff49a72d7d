//! The threads that read: keys, articles, and the reports of the library.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::lang::Lang;
use crate::store::{LibraryReport, Opener};
use crate::view::terminal::{Input, InputReader};
use crate::workbench::{Action, Reload};

use super::event::{Event, EventSender};
use super::store_reports::{action_of_conflicts, action_of_library_report, action_of_opened, action_of_reloaded};

/// Starts a thread with a name.
///
/// # Errors
/// If the system gives no thread.
pub(super) fn start_thread(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// Starts the thread that reads the terminal. It ends with the program.
pub(super) fn start_input(mut input: InputReader, to: EventSender) -> io::Result<()> {
    start_thread("input", move || {
        loop {
            let event = match input.read() {
                Ok(Input::Key(key)) => Event::Action(Action::Key(key)),
                Ok(Input::Paste(text)) => Event::Action(Action::Paste(text)),
                Ok(Input::Mouse(mouse)) => Event::Action(Action::Mouse(mouse)),
                Ok(Input::Resize(columns, rows)) => Event::Resized(columns, rows),
                Err(_) => Event::TerminalClosed,
            };
            let closed = matches!(event, Event::TerminalClosed);
            if to.send_event(event).is_err() || closed {
                return;
            }
        }
    })
}

/// A request to the thread that opens articles.
pub(super) enum OpenRequest {
    /// To open the article with this number.
    Open(usize),
    /// To read it again.
    Reload(usize, Reload),
    /// To read its conflict files.
    Conflicts(usize),
}

/// Starts the thread that opens articles, one after the other.
pub(super) fn start_opener(opener: Arc<Opener>, lang: Lang, to: EventSender) -> io::Result<Sender<OpenRequest>> {
    let (requests, waiting) = channel();
    start_thread("open", move || {
        for request in waiting {
            let action = match request {
                OpenRequest::Open(index) => action_of_opened(index, opener.open(index), lang),
                OpenRequest::Reload(index, why @ Reload::Asked) => {
                    action_of_reloaded(index, why, opener.open(index).map(Some), lang)
                }
                OpenRequest::Conflicts(index) => action_of_conflicts(index, opener.open_conflicts(index), lang),
                OpenRequest::Reload(index, why @ Reload::IfChanged) => {
                    action_of_reloaded(index, why, opener.open_if_changed(index), lang)
                }
            };
            if to.send_action(action).is_err() {
                return;
            }
        }
    })?;
    Ok(requests)
}

/// Starts the thread that passes the reports of the library on to the loop.
pub(super) fn start_library_reports(reports: Receiver<LibraryReport>, lang: Lang, to: EventSender) -> io::Result<()> {
    start_thread("library", move || {
        for action in reports.into_iter().filter_map(|report| action_of_library_report(report, lang)) {
            if to.send_action(action).is_err() {
                return;
            }
        }
    })
}
