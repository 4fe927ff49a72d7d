//! The time that annotators spent, from the times of their verdicts.

use std::collections::BTreeMap;

use crate::gold::{Annotation, Timestamp};

use super::verdicts::VerdictCounts;

/// A pause between two verdicts that is longer than this, in seconds, is no work.
pub(super) const LONGEST_PAUSE: i64 = 300;

/// The work of one annotator on one day.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Work {
    /// Articles with a verdict on this day.
    pub(super) articles: usize,
    /// Articles that are done; they count on the day of their last verdict.
    pub(super) done: usize,
    pub(super) verdicts: VerdictCounts,
    /// The seconds between verdicts of one article, without pauses.
    pub(super) seconds: i64,
    /// The number of verdicts that have such a time.
    pub(super) timed: usize,
    /// The keys of articles for which they were counted, on the day of the last verdict; and the verdicts on these articles.
    pub(super) keys: u64,
    pub(super) counted: usize,
    /// Articles with such times, and articles with such keys.
    pub(super) timed_articles: usize,
    pub(super) keyed_articles: usize,
}

impl Work {
    pub(super) fn add(&mut self, other: &Self) {
        let Self { articles, done, verdicts, seconds, timed, keys, counted, timed_articles, keyed_articles } = other;
        self.articles += articles;
        self.done += done;
        self.verdicts.accepted += verdicts.accepted;
        self.verdicts.fixed += verdicts.fixed;
        self.verdicts.added += verdicts.added;
        self.verdicts.rejected += verdicts.rejected;
        self.seconds += seconds;
        self.timed += timed;
        self.keys += keys;
        self.counted += counted;
        self.timed_articles += timed_articles;
        self.keyed_articles += keyed_articles;
    }

    /// Keys for an article, of those for which keys were counted.
    pub(super) fn keys_per_article(&self) -> Option<f64> {
        (self.keyed_articles > 0).then(|| self.keys as f64 / self.keyed_articles as f64)
    }

    /// Seconds for an article, of those with two verdicts or more that have a time.
    pub(super) fn seconds_per_article(&self) -> Option<f64> {
        (self.timed_articles > 0).then(|| self.seconds as f64 / self.timed_articles as f64)
    }

    /// Keys for a verdict, in articles for which keys were counted.
    pub(super) fn keys_per_verdict(&self) -> Option<f64> {
        (self.counted > 0).then(|| self.keys as f64 / self.counted as f64)
    }

    /// Seconds for a verdict: the mean of the times between two verdicts.
    pub(super) fn seconds_per_verdict(&self) -> Option<f64> {
        (self.timed > 0).then(|| self.seconds as f64 / self.timed as f64)
    }
}

/// The work on one article by day, and the seconds from its first verdict to its last one without pauses. There are no
/// seconds if fewer than two verdicts have a time. A day is `YYYY-MM-DD` in UTC, and empty for verdicts without a time.
pub(super) fn work_on(annotation: &Annotation, is_done: bool) -> (BTreeMap<String, Work>, Option<i64>) {
    let mut days: BTreeMap<String, Work> = BTreeMap::new();
    let mut times = Vec::new();
    let mut day_of = |at: Option<&Timestamp>| match at.and_then(time_of) {
        Some(time) => {
            times.push(time);
            day_name(time)
        }
        None => String::new(),
    };
    for item in &annotation.gold {
        days.entry(day_of(item.at.as_ref())).or_default().verdicts.count(item.verdict);
    }
    for rejected in &annotation.rejected {
        days.entry(day_of(rejected.at.as_ref())).or_default().verdicts.rejected += 1;
    }
    if days.is_empty() && is_done {
        days.insert(String::new(), Work::default());
    }
    days.values_mut().for_each(|day| day.articles = 1);
    if is_done && let Some(mut last) = days.last_entry() {
        last.get_mut().done = 1;
    }
    if let Some(keys) = annotation.keys_pressed() {
        let counted = days.values().map(|day| day.verdicts.verdicts()).sum();
        if let Some(mut last) = days.last_entry() {
            (last.get_mut().keys, last.get_mut().counted, last.get_mut().keyed_articles) = (keys, counted, 1);
        }
    }
    times.sort_unstable();
    for (before, after) in times.iter().zip(times.iter().skip(1)) {
        let pause = after.duration_since(*before).as_secs();
        if pause <= LONGEST_PAUSE
            && let Some(day) = days.get_mut(&day_name(*after))
        {
            day.seconds += pause;
            (day.timed, day.timed_articles) = (day.timed + 1, 1);
        }
    }
    let seconds = days.values().map(|day| day.seconds).sum();
    (days, (times.len() > 1).then_some(seconds))
}

fn time_of(at: &Timestamp) -> Option<jiff::Timestamp> {
    at.0.parse().ok()
}

/// The day of a time, in UTC.
fn day_name(time: jiff::Timestamp) -> String {
    let mut name = time.to_string();
    name.truncate(name.find('T').unwrap_or(name.len()));
    name
}
