//! The progress of a long run: one line on standard error that overwrites itself, and the flags that say what is printed there.
//!
//! There is one progress in the program. A verb begins it ([`begin`]), whatever reads articles counts them ([`count`]), and the verb
//! ends it ([`end`]) before it prints results. It is shown where people see it at once: never in a pipe.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::store;

use super::messages::{be_quiet, is_quiet, messages_are_on_terminal, print_message, print_overwriting};

/// The flags that say what is printed on standard error. Every verb has them.
#[derive(Args)]
pub(super) struct MessageArgs {
    /// Print problems alone on standard error: no progress, no sums, no notes
    #[arg(short, long, global = true)]
    quiet: bool,
    /// When to print the progress of a long run on standard error: on a terminal (auto, the default),
    /// also elsewhere, with a line every ten seconds (always), or never
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    progress: Option<ShowProgress>,
}

/// When the progress is printed.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ShowProgress {
    // These are no documentation: with it, clap would print the long form of each help text.
    // On a terminal, unless results are printed there as they come.
    #[default]
    Auto,
    // Where standard error is no terminal, a line every ten seconds.
    Always,
    Never,
}

impl MessageArgs {
    /// Makes them the choice for this run.
    pub(super) fn set(&self) {
        if self.quiet {
            be_quiet();
        }
        state().when = self.progress.unwrap_or_default();
    }
}

/// Where the results of a verb go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Results {
    /// To standard output while the verb works: on a terminal they are progress enough.
    AsTheyCome,
    /// To a file, or to standard output at the end.
    AtTheEnd,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// The texts of the articles that are finished. Reading may be far ahead of the work.
    Texts,
    /// What was read of the files.
    Files,
}

/// The time between two displays that overwrite each other.
const EVERY: Duration = Duration::from_millis(500);
/// The time between two lines.
const LINE_EVERY: Duration = Duration::from_secs(10);

struct State {
    when: ShowProgress,
    running: Option<Progress>,
}

/// The progress of a run.
struct Progress {
    /// The time between two displays, and whether they overwrite each other.
    every: Duration,
    overwrites: bool,
    /// The bytes of all input files, if known.
    total: Option<u64>,
    amount: Amount,
    /// The bytes that were read from files before.
    read_before: u64,
    begun: Instant,
    last: Instant,
    articles: u64,
    bytes: u64,
}

static STATE: Mutex<State> = Mutex::new(State { when: ShowProgress::Auto, running: None });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins the progress of a run over some paths, if one is to be shown.
pub(super) fn begin(paths: &[PathBuf], amount: Amount, results: Results) {
    let mut state = state();
    if is_quiet() {
        return;
    }
    let on_terminal = messages_are_on_terminal();
    let is_shown = match state.when {
        ShowProgress::Never => false,
        ShowProgress::Always => true,
        ShowProgress::Auto => on_terminal && (results == Results::AtTheEnd || !io::stdout().is_terminal()),
    };
    state.running = is_shown.then(|| {
        let begun = Instant::now();
        let every = if on_terminal { EVERY } else { LINE_EVERY };
        let total = match amount {
            Amount::Texts => store::total_bytes(paths),
            Amount::Files => store::bytes_to_read(paths),
        };
        let read_before = store::bytes_read();
        let (articles, bytes, overwrites) = (0, 0, on_terminal);
        Progress { every, overwrites, total, amount, read_before, begun, last: begun, articles, bytes }
    });
}

/// Counts an article with this many bytes of text, and shows the progress from time to time.
pub(super) fn count(bytes: usize) {
    let mut state = state();
    let Some(progress) = state.running.as_mut() else { return };
    progress.articles += 1;
    progress.bytes += bytes as u64;
    progress.show(|progress| {
        let bytes = match progress.amount {
            Amount::Texts => progress.bytes,
            Amount::Files => store::bytes_read() - progress.read_before,
        };
        line(progress.articles, bytes, progress.total, progress.begun.elapsed())
    });
}

/// Shows how far a work is that is no reading: `training: round 3 of 12, 40 s left`.
pub(super) fn show_rounds(what: &str, done: usize, all: usize) {
    let mut state = state();
    let Some(progress) = state.running.as_mut() else { return };
    if done <= 1 {
        // The first round begins the time.
        progress.begun = Instant::now();
    }
    progress.show(|progress| rounds(what, done, all, progress.begun.elapsed()));
}

/// Ends the progress and removes its line.
pub(super) fn end() {
    if let Some(progress) = state().running.take()
        && progress.overwrites
    {
        print_overwriting("");
    }
}

impl Progress {
    /// Shows words if the last display was long enough ago.
    fn show(&mut self, words: impl FnOnce(&Self) -> String) {
        if self.last.elapsed() < self.every {
            return;
        }
        self.last = Instant::now();
        let words = words(self);
        if self.overwrites { print_overwriting(&words) } else { print_message(&format!("tawsim: {words}")) }
    }
}

/// `training: round 3 of 12, 40 s left`.
fn rounds(what: &str, done: usize, all: usize, elapsed: Duration) -> String {
    let words = format!("{what}: round {done} of {all}");
    // The first round began the time.
    let (Ok(over @ 1..), Ok(left)) = (u32::try_from(done.saturating_sub(1)), u32::try_from(all.saturating_sub(done)))
    else {
        return words;
    };
    format!("{words}, {} left", remaining(elapsed / over * left))
}

/// `15 s`, `8 min 15 s`.
fn remaining(left: Duration) -> String {
    let left = left.as_secs();
    if left < 60 { format!("{left} s") } else { format!("{} min {} s", left / 60, left % 60) }
}

/// `12345 articles, 810 a second, 4.2 MB/s, 31 %, 2 min 10 s left`.
fn line(articles: u64, bytes: u64, total: Option<u64>, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    let number = |count: u64| f64::from(u32::try_from(count / 1024).unwrap_or(u32::MAX)) * 1024.0;
    let rate = number(bytes) / seconds;
    let a_second = f64::from(u32::try_from(articles).unwrap_or(u32::MAX)) / seconds;
    let mut line = format!("{articles} articles, {a_second:.0} a second, {:.1} MB/s", rate / 1e6);
    if let Some(total) = total.filter(|total| *total > 0) {
        // The texts are a little shorter than the files, so the end stays at 99 %.
        let part = (number(bytes) / number(total).max(1.0)).min(0.99);
        line.push_str(&format!(", {:.0} %", part * 100.0));
        if rate > 0.0 {
            let left = Duration::from_secs_f64(((number(total) - number(bytes)) / rate).max(0.0));
            line.push_str(&format!(", {} left", remaining(left)));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_shows_the_rate_and_the_remaining_time() {
        let mega = 1024 * 1024;
        let shown = line(500, 10 * mega, Some(40 * mega), Duration::from_secs(5));
        assert_eq!(shown, "500 articles, 100 a second, 2.1 MB/s, 25 %, 15 s left");
        let shown = line(500, 10 * mega, Some(1000 * mega), Duration::from_secs(5));
        assert!(shown.ends_with("1 %, 8 min 15 s left"), "{shown}");
        assert_eq!(line(0, 0, None, Duration::ZERO), "0 articles, 0 a second, 0.0 MB/s");
        assert_eq!(rounds("training", 1, 12, Duration::ZERO), "training: round 1 of 12");
        assert_eq!(rounds("training", 4, 12, Duration::from_secs(30)), "training: round 4 of 12, 1 min 20 s left");
        assert_eq!(rounds("training", 12, 12, Duration::from_secs(30)), "training: round 12 of 12, 0 s left");
    }
}
