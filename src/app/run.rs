//! Runs the workbench: takes the terminal, starts the threads and the loop, and gives everything back.

use std::io;
use std::panic;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use crate::lang::{Lang, Rendered, say};
use crate::store::{GoldFolder, LibraryReport, Lock, Opener, SaveReport, UserFolder, Writer};
use crate::view::terminal::{Bidi, Screen, TakenTerminal, TerminalHint, TerminalInfo, give_back};
use crate::view::{Background, Theme};
use crate::workbench::{Action, Model, update};

use super::clipboard::Clipboard;
use super::ensemble::Ensemble;
use super::event::{Event, EventSender};
use super::event_loop::{EventLoop, Workers};
use super::labels_file::LabelsFile;
use super::searches::{start_article_search, start_everywhere_search, start_title_search};
use super::signals::start_signals;
use super::store_reports::action_of_save_report;
use super::suggester_threads::{ReadAhead, SuggesterThreads};
use super::threads::{start_input, start_library_reports, start_opener};
use super::write_to::FileWriter;

/// Everything that the workbench needs besides the model.
pub struct Services {
    /// The suggesters.
    pub suggesters: Ensemble,
    /// The folder where gold is saved.
    pub folder: GoldFolder,
    /// The lock of that folder, if this process has it.
    pub lock: Option<Lock>,
    /// Opens articles with their gold.
    pub opener: Arc<Opener>,
    /// The reports of the library, which is still being indexed.
    pub library_reports: Receiver<LibraryReport>,
    /// The file that new labels are written into; it need not exist.
    pub labels_file: PathBuf,
    /// The styles, for a dark background.
    pub theme: Theme,
    /// The terminal's background, if the user or the environment has named it. Otherwise the terminal is asked.
    pub background: Option<Background>,
    /// The program that puts letters into visual order: tawsim or the terminal.
    pub bidi: Bidi,
    /// The folder that remembers which hints were shown; `None` shows a hint every time.
    pub user: Option<UserFolder>,
}

/// The end of the workbench.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The problems with saving that were left at the end.
    pub unsaved: Option<String>,
    /// Other messages for the end: each names a conflict file that has work of this session, or a file elsewhere that could
    /// not be written.
    pub notices: Vec<String>,
    /// The signal that has ended it.
    pub signal: Option<i32>,
}

/// Runs the workbench until the user leaves it, or a signal ends it. Everything decided is saved before this returns, also
/// after an error. Returns the model in its last state.
///
/// # Errors
/// If the terminal cannot be taken or written to, or if a thread cannot be started.
pub fn run(mut model: Model, mut services: Services) -> io::Result<(Model, Ending)> {
    let (sender, events) = channel();
    let to = EventSender::new(sender);
    give_back_on_panic();
    let gold = services.folder.dir().to_owned();
    let (folder, opener) = (services.folder.clone(), Arc::clone(&services.opener));
    let writer = start_writer(folder, services.lock.take(), opener, model.lang(), to.clone())?;
    // Before the terminal is taken, so that a signal during the probe waits for the loop.
    start_signals(to.clone())?;
    let outcome = Screen::take(services.bidi)
        .and_then(|terminal| run_in_terminal(&mut model, services, terminal, &writer, gold, to, &events));
    // The terminal is given back by now, in every case. Save what was decided before the program ends.
    writer.finish();
    let mut notices = Vec::new();
    for event in events.try_iter() {
        match event {
            Event::Action(action @ (Action::Saved { .. } | Action::SavedAside { .. } | Action::SaveFailed { .. })) => {
                drop(update(&mut model, action));
            }
            Event::Action(Action::WriteToFailed { problem }) => {
                notices.push(say::not_written_to(model.lang(), Rendered(problem)));
            }
            _ => {}
        }
    }
    let unsaved = Some(model.save_errors().join("; ")).filter(|errors| !errors.is_empty());
    notices.extend(model.conflicts().into_iter().map(str::to_owned));
    let signal = outcome?;
    Ok((model, Ending { unsaved, notices, signal }))
}

/// Starts the threads and runs the loop. Returns the signal that has ended it.
fn run_in_terminal(
    model: &mut Model,
    services: Services,
    terminal: TakenTerminal,
    writer: &Writer,
    gold: PathBuf,
    to: EventSender,
    events: &Receiver<Event>,
) -> io::Result<Option<i32>> {
    let TakenTerminal { screen, info, input } = terminal;
    let lang = model.lang();
    let (columns, rows) = screen.size();
    update(model, Action::Resize(columns, rows));
    show_hint_once(model, &info, services.user.as_ref());
    let theme = match services.background.or(info.background) {
        Some(background) => services.theme.on(background),
        None => services.theme.on_unknown_background(),
    };
    let order = model.settings.order;
    let ahead = order.estimates().then(|| ReadAhead { order, opener: Arc::clone(&services.opener) });
    let suggesters = SuggesterThreads::start(services.suggesters, gold, ahead, &to)?;
    start_input(input, to.clone())?;
    let workers = Workers {
        writer,
        suggesters,
        opener: start_opener(services.opener, lang, to.clone())?,
        labels: LabelsFile::new(services.labels_file, lang, to.clone()),
        clipboard: Clipboard::default(),
        title_search: start_title_search(to.clone())?,
        article_search: start_article_search(to.clone())?,
        everywhere_search: start_everywhere_search(to.clone())?,
        files: FileWriter::new(services.folder, lang, to.clone()),
    };
    start_library_reports(services.library_reports, lang, to)?;
    EventLoop::new(model, screen, theme, workers).run(events)
}

/// Starts the thread that saves.
fn start_writer(
    folder: GoldFolder,
    lock: Option<Lock>,
    opener: Arc<Opener>,
    lang: Lang,
    to: EventSender,
) -> io::Result<Writer> {
    Writer::spawn_with_lock(folder, lock, move |report| {
        if let SaveReport::Moved { folder, .. } = &report {
            opener.switch_folder(folder.clone());
        }
        // If the loop has ended, only the last reports matter, and they are read after it.
        let _ = to.send_action(action_of_save_report(report, lang));
    })
}

/// Shows the hint for this terminal, unless it was shown before or another message is there.
fn show_hint_once(model: &mut Model, info: &TerminalInfo, user: Option<&UserFolder>) {
    if model.notice().is_none()
        && let Some(hint) = TerminalHint::find(info, |name| std::env::var(name).ok())
        && user.is_none_or(|user| user.record_first_time(hint.name()))
    {
        let hint = hint.text(model.lang());
        update(model, Action::HintGiven(hint));
    }
}

/// Lets a panic of the drawing thread give the terminal back before its message is printed. A panic of another thread is
/// caught there and shown on the status line; its message must not be printed over the page.
fn give_back_on_panic() {
    let drawing = thread::current().id();
    let print_message = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing {
            give_back();
            print_message(info);
        }
    }));
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::{Read, Write};

    /// The test below runs this test in a pseudo-terminal of its own.
    #[test]
    #[ignore = "takes the terminal and panics: only for the test that runs it"]
    fn panics_with_the_terminal_taken() {
        give_back_on_panic();
        let _terminal = Screen::take(Bidi::Auto).unwrap();
        panic!("the worst has happened");
    }

    #[test]
    fn a_panic_restores_the_terminal_and_shows_its_message() {
        // The reply about mode 8, and whether the mode is set again.
        for (reply, restored) in [("", true), ("\x1b[8;1$y", true), ("\x1b[8;2$y", false), ("\x1b[8;0$y", false)] {
            let pair = native_pty_system().openpty(PtySize::default()).unwrap();
            let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
            command.args(["--exact", "app::run::tests::panics_with_the_terminal_taken", "--ignored", "--nocapture"]);
            command.env("TERM", "xterm-256color");
            let mut child = pair.slave.spawn_command(command).unwrap();
            drop(pair.slave);
            pair.master.take_writer().unwrap().write_all(format!("{reply}\x1b[?62;c").as_bytes()).unwrap();
            let mut bytes = Vec::new();
            // Reading ends with an error on Linux once the other side is closed.
            let _ = pair.master.try_clone_reader().unwrap().read_to_end(&mut bytes);
            assert!(!child.wait().unwrap().success());
            let written = String::from_utf8_lossy(&bytes);
            let at = |part: &str| written.find(part).unwrap_or_else(|| panic!("no {part:?} in {written:?}"));
            assert!(at("\x1b[8$p") < at("\x1b[8l") && at("\x1b[8l") < at("\x1b[?1049h"));
            assert!(at("\x1b[?1049h") < at("\x1b[?1049l"));
            assert!(
                at("\x1b[?1049l") < at("the worst has happened"),
                "the message comes after the terminal was given back"
            );
            assert_eq!(written.matches("\x1b[?1049l").count(), 1, "the terminal is given back once");
            assert_eq!(written.contains("\x1b[8h"), restored, "{reply:?}");
            if restored {
                assert!(at("\x1b[?1049l") < at("\x1b[8h") && at("\x1b[8h") < at("the worst has happened"));
            }
        }
    }
}
