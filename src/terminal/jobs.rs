//! The threads beside the drawing one: reading keys, suggesting, signals. Each sends what it has to the loop.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Instant;

use crossterm::event::{self, Event};

use crate::gold::{Article, Suggestion};
use crate::store::Report;
use crate::suggest::Suggester;

use super::late::{HELD, Late};

/// What reaches the loop.
pub(super) enum Message {
    /// From the terminal.
    Input(Event),
    /// The terminal is gone.
    InputClosed,
    /// The suggesters answered.
    Suggested { index: usize, suggestions: Vec<Suggestion> },
    /// The suggester failed on an article (its id); the work goes on without its answer.
    SuggesterFailed(String),
    /// From the disk.
    Report(Report),
    /// A signal asks to leave: its number.
    Terminate(i32),
    /// A signal asks to stop, as Ctrl-Z does in other programs.
    #[cfg(unix)]
    Stop,
    /// The program was stopped and goes on.
    #[cfg(unix)]
    Continued,
}

/// A thread that reads the terminal, and keeps answers that are late from being taken for keys. It ends with the
/// program.
pub(super) fn read_input(to: Sender<Message>, mut late: Late) -> std::io::Result<()> {
    let read = move || {
        loop {
            let events = if late.holds_esc() && !event::poll(HELD).unwrap_or(true) {
                vec![late.release()]
            } else {
                let Ok(event) = event::read() else { break };
                late.take(event, Instant::now())
            };
            if events.into_iter().any(|event| to.send(Message::Input(event)).is_err()) {
                return;
            }
        }
        let _ = to.send(Message::InputClosed);
    };
    thread::Builder::new().name("input".to_owned()).spawn(read).map(|_| ())
}

/// A thread that suggests, one article after the other. A suggester that panics costs only its own answer.
pub(super) fn suggest(
    suggester: Arc<dyn Suggester>,
    to: Sender<Message>,
) -> std::io::Result<Sender<(usize, Arc<Article>)>> {
    let (jobs, waiting) = channel::<(usize, Arc<Article>)>();
    let work = move || {
        for (index, article) in waiting {
            // Found here, where nobody waits for it: selecting and moving edges need the words.
            let _ = article.text.words();
            let answer = catch_unwind(AssertUnwindSafe(|| suggester.suggest(&article)));
            let failed = answer.is_err();
            // An answer, if only an empty one, so that the page does not say "reading" for ever.
            let message = Message::Suggested { index, suggestions: answer.unwrap_or_default() };
            if to.send(message).is_err() {
                return;
            }
            if failed && to.send(Message::SuggesterFailed(article.id.clone())).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("suggest".to_owned()).spawn(work)?;
    Ok(jobs)
}

/// A thread that waits for signals.
#[cfg(unix)]
pub(super) fn watch_signals(to: Sender<Message>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    let watch = move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continued,
                other => Message::Terminate(other),
            };
            if to.send(message).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(watch).map(|_| ())
}

/// Elsewhere the console ends the program itself.
#[cfg(not(unix))]
pub(super) fn watch_signals(_to: Sender<Message>) -> std::io::Result<()> {
    Ok(())
}
