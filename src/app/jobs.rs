//! The threads beside the drawing one: reading keys, articles, matching, signals. Each sends what it has to the loop.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Instant;

use crossterm::event::{self, Event};

use crate::gold::{Catalogue, Suggestion};
use crate::store::{LibraryReport, OpenedArticle, Opener, Problem, SaveReport};
use crate::text::{Needle, Span, Text};
use crate::view::terminal::{HELD, Late};

use super::matches::Matching;

/// What reaches the loop.
pub(super) enum Message {
    /// From the terminal.
    Input(Event),
    /// The terminal is gone.
    InputClosed,
    /// From the index.
    News(LibraryReport),
    /// An article was read, or cannot be.
    Opened { index: usize, found: Box<Result<OpenedArticle, Problem>> },
    /// What fits what was typed.
    Matched { query: String, shown: Vec<u32>, all: bool },
    /// What stands in a long article.
    Sought { index: usize, query: String, matches: Vec<Span> },
    /// Where words stand in all open articles.
    Everywhere { needle: Needle, found: Vec<(usize, Vec<Span>)> },
    /// A machine answered: our own, or a program.
    Suggested { index: usize, suggestions: Vec<Suggestion>, own: Option<usize> },
    /// Our own machine would answer otherwise now.
    Learnt,
    /// What went wrong with another's program; the work goes on without its answer.
    Trouble(String),
    /// The suggester failed on an article (its id); the work goes on without its answer.
    SuggesterFailed(String),
    /// From the disk.
    Report(SaveReport),
    /// A signal asks to leave: its number.
    #[cfg(unix)]
    Terminate(i32),
    /// A signal asks to stop, as Ctrl-Z does in other programs.
    #[cfg(unix)]
    Stop,
    /// The program was stopped and goes on.
    #[cfg(unix)]
    Continued,
}

/// Sleeps until there is something to do, then takes all that has come: so held keys never queue frames, of which there
/// is one for all of these. `None` when nobody can send any more.
pub(super) fn wait(messages: &Receiver<Message>) -> Option<Vec<Message>> {
    let first = messages.recv().ok()?;
    Some(std::iter::once(first).chain(messages.try_iter()).collect())
}

/// A thread that reads the terminal, and keeps answers that are late from being taken for keys. It ends with the
/// program.
pub(super) fn read_input(to: Sender<Message>, mut late: Late) -> std::io::Result<()> {
    let read = move || {
        loop {
            let events = if late.holds() && !event::poll(HELD).unwrap_or(true) {
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

/// A thread that reads articles, one after the other.
pub(super) fn open(opener: Arc<Opener>, to: Sender<Message>) -> std::io::Result<Sender<usize>> {
    let (jobs, waiting) = channel::<usize>();
    let work = move || {
        for index in waiting {
            let found = Box::new(opener.open(index));
            if to.send(Message::Opened { index, found }).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("open".to_owned()).spawn(work)?;
    Ok(jobs)
}

/// A thread that hands on what the index tells.
pub(super) fn hand_on(news: Receiver<LibraryReport>, to: Sender<Message>) -> std::io::Result<()> {
    let work = move || news.into_iter().all(|news| to.send(Message::News(news)).is_ok());
    thread::Builder::new().name("news".to_owned()).spawn(work).map(|_| ())
}

/// A thread for work of which only the newest counts: what is older is given up.
pub(super) struct Newest<T> {
    jobs: Sender<(usize, T)>,
    /// The number of the newest job.
    newest: Arc<AtomicUsize>,
}

impl<T: Send + 'static> Newest<T> {
    /// `work` asks now and then whether its answer is still wanted, and may tell a part of it before. Should it panic, `sorry`
    /// is the answer: nobody waits for ever.
    fn spawn(
        name: &str,
        to: Sender<Message>,
        sorry: fn(&T) -> Message,
        mut work: impl FnMut(T, &(dyn Fn() -> bool + Sync), &Sender<Message>) -> Option<Message> + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, waiting) = channel::<(usize, T)>();
        let newest = Arc::new(AtomicUsize::new(0));
        let current = Arc::clone(&newest);
        let work = move || {
            for (job, what) in waiting {
                let go_on = || current.load(Ordering::Relaxed) == job;
                if !go_on() {
                    continue;
                }
                let sorry = sorry(&what);
                let answer = catch_unwind(AssertUnwindSafe(|| work(what, &go_on, &to))).unwrap_or(Some(sorry));
                if let Some(answer) = answer.filter(|_| go_on())
                    && to.send(answer).is_err()
                {
                    return;
                }
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(work)?;
        Ok(Self { jobs, newest })
    }

    pub(super) fn give(&self, what: T) {
        let job = self.newest.fetch_add(1, Ordering::Relaxed) + 1;
        // The thread ends only with this sender.
        let _ = self.jobs.send((job, what));
    }
}

/// Finds the articles that fit what was typed.
pub(super) type Matches = Newest<(String, Catalogue)>;

pub(super) fn matches(to: Sender<Message>) -> std::io::Result<Matches> {
    let mut matching = Matching::default();
    let sorry =
        |(query, _): &(String, Catalogue)| Message::Matched { query: query.clone(), shown: Vec::new(), all: true };
    Newest::spawn("match", to, sorry, move |(query, catalogue): (String, Catalogue), go_on, to| {
        let mut early = |shown| {
            // Should nobody listen any more, the whole answer is in vain as well.
            let _ = to.send(Message::Matched { query: query.clone(), shown, all: false });
        };
        let shown = matching.find(&catalogue, &query, go_on, &mut early)?;
        Some(Message::Matched { query, shown, all: true })
    })
}

/// Finds words in a long article.
pub(super) type Finds = Newest<(usize, String, Text)>;

pub(super) fn finds(to: Sender<Message>) -> std::io::Result<Finds> {
    let sorry = |(index, query, _): &(usize, String, Text)| Message::Sought {
        index: *index,
        query: query.clone(),
        matches: Vec::new(),
    };
    Newest::spawn("find", to, sorry, |(index, query, text): (usize, String, Text), go_on, _| {
        let matches = match Needle::new(&query) {
            Some(needle) => needle.find_while(&text, go_on)?,
            None => Vec::new(),
        };
        Some(Message::Sought { index, query, matches })
    })
}

/// Finds words in all open articles.
pub(super) type Everywhere = Newest<(Needle, Vec<(usize, Text)>)>;

pub(super) fn everywhere(to: Sender<Message>) -> std::io::Result<Everywhere> {
    let sorry =
        |(needle, _): &(Needle, Vec<(usize, Text)>)| Message::Everywhere { needle: needle.clone(), found: Vec::new() };
    Newest::spawn("everywhere", to, sorry, |(needle, texts): (Needle, Vec<(usize, Text)>), go_on, _| {
        let find = |(index, text): (usize, Text)| Some((index, needle.find_while(&text, go_on)?));
        let found = texts.into_iter().map(find).collect::<Option<Vec<_>>>()?;
        Some(Message::Everywhere { needle, found })
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_come_is_taken_at_once_and_in_order() {
        let (to, messages) = channel();
        let numbers = |come: Option<Vec<Message>>| -> Vec<usize> {
            let number = |message| match message {
                Message::Opened { index, .. } => index,
                _ => usize::MAX,
            };
            come.into_iter().flatten().map(number).collect()
        };
        let send = |index| {
            let found = Box::new(Err(Problem { path: "-".into(), line: None, what: String::new(), arabic: None }));
            to.send(Message::Opened { index, found }).unwrap();
        };
        (0..500).for_each(send);
        assert_eq!(numbers(wait(&messages)), (0..500).collect::<Vec<usize>>());
        send(7);
        assert_eq!(numbers(wait(&messages)), [7]);
        drop(to);
        assert!(wait(&messages).is_none());
    }
}
