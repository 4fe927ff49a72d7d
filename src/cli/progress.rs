//! The progress of a long run, in one line that overwrites itself.

use std::time::{Duration, Instant};

use super::messages::print_overwriting;

/// The time between two displays.
const EVERY: Duration = Duration::from_millis(500);

/// The progress of a run.
pub(super) struct Progress {
    shown: bool,
    /// The bytes of all input files, if known.
    total: Option<u64>,
    begun: Instant,
    last: Instant,
    articles: u64,
    bytes: u64,
    /// True if the line is on the screen.
    is_on_screen: bool,
}

impl Progress {
    pub(super) fn new(total: Option<u64>) -> Self {
        let begun = Instant::now();
        Self { shown: true, total, begun, last: begun, articles: 0, bytes: 0, is_on_screen: false }
    }

    /// A progress that is never displayed.
    pub(super) fn silent() -> Self {
        Self { shown: false, ..Self::new(None) }
    }

    /// Counts an article with this many bytes of text.
    pub(super) const fn add(&mut self, bytes: usize) {
        self.articles += 1;
        self.bytes += bytes as u64;
    }

    /// Displays the line, at most twice a second.
    pub(super) fn show(&mut self) {
        if self.shown && self.last.elapsed() >= EVERY {
            self.last = Instant::now();
            self.is_on_screen = true;
            print_overwriting(&line(self.articles, self.bytes, self.total, self.begun.elapsed()));
        }
    }

    /// Removes the line.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.is_on_screen) {
            print_overwriting("");
        }
    }
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
            let left = Duration::from_secs_f64(((number(total) - number(bytes)) / rate).max(0.0)).as_secs();
            let words = if left < 60 { format!("{left} s") } else { format!("{} min {} s", left / 60, left % 60) };
            line.push_str(&format!(", {words} left"));
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
    }
}
