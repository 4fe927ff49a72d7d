//! The counts over a corpus, article by article.

use std::collections::BTreeMap;

use crate::gold::{Annotation, Article, Consistency, Layer, Status, Suggestion};

use super::verdicts::{SuggestionCounts, VerdictCounts};
use super::work::{Work, work_on};

/// A layer and the name of a label or of a kind of quote.
pub(super) type LabelKey = (Layer, String);

/// Everything that is counted over a corpus.
///
/// ```
/// use tawsim::gold::json;
/// use tawsim::measure::{Statistics, tables};
/// let mut statistics = Statistics::default();
/// let (article, annotation) = json::read(r#"{"id": "a", "text": "زار سامي دمشق", "status": "done", "entities": [
///     {"id": "e1", "start": 4, "end": 8, "label": "PER", "verdict": "added"}]}"#)?;
/// statistics.add(&article, &annotation);
/// let spans = tables(&statistics).into_iter().find(|table| table.name == "spans").unwrap();
/// assert_eq!(spans.rows[0].keys, ["entity", "PER"]);
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    /// Articles by status, in the order of the work.
    pub(super) statuses: [usize; STATUSES.len()],
    /// The length of each article in code points, and in words between white space.
    pub(super) code_points: Vec<u32>,
    pub(super) words: Vec<u32>,
    /// The seconds spent on each article for which they are known.
    pub(super) seconds: Vec<u32>,
    /// The keys of each article for which they were counted.
    pub(super) keys: Vec<u32>,
    /// Under the label that they have now; rejected and pending ones under the suggested label.
    pub(super) spans: BTreeMap<LabelKey, VerdictCounts>,
    /// Under the suggested label and the score band: tenths from 0 to 9, `None` without a score.
    pub(super) suggestions: BTreeMap<(LabelKey, Option<u8>), SuggestionCounts>,
    /// By annotator, then by day.
    pub(super) work: BTreeMap<Option<String>, BTreeMap<String, Work>>,
    /// The number of different articles of each annotator.
    pub(super) annotated: BTreeMap<Option<String>, usize>,
    /// The number of articles of each annotator whose verdicts have times. The work by day counts an article on each of its days.
    pub(super) timed: BTreeMap<Option<String>, usize>,
    pub(super) forms: Consistency<()>,
    /// Notes on articles and spans, and what is flagged for discussion.
    pub(super) flagged_articles: usize,
}

pub(super) const STATUSES: [Status; 4] = [Status::Suggested, Status::InProgress, Status::Done, Status::Skipped];

impl Statistics {
    /// Counts one article. Suggestions that are still in the article count as pending, as those of the annotation do.
    pub fn add(&mut self, article: &Article, annotation: &Annotation) {
        for (count, status) in self.statuses.iter_mut().zip(STATUSES) {
            *count += usize::from(status == annotation.status);
        }
        let text = article.text.as_str();
        self.code_points.push(small(article.text.code_point_len()));
        self.words.push(small(text.split_whitespace().count()));
        self.flagged_articles += usize::from(annotation.remarks.any_flagged());
        self.add_spans(article, annotation);
        self.add_work(annotation);
        self.forms.add(&(), &article.text, annotation);
    }

    /// The number of articles.
    #[must_use]
    pub const fn articles(&self) -> usize {
        self.words.len()
    }

    fn add_spans(&mut self, article: &Article, annotation: &Annotation) {
        for item in &annotation.gold {
            let key = (item.body.layer(), item.body.label().to_owned());
            self.spans.entry(key).or_default().count(item.verdict);
            if let Some(suggestion) = &item.suggestion {
                self.of_suggestion(suggestion).count_gold(&suggestion.body, &item.body);
            }
        }
        for rejected in &annotation.rejected {
            self.spans.entry(label_of(&rejected.suggestion)).or_default().rejected += 1;
            self.of_suggestion(&rejected.suggestion).rejected += 1;
        }
        for suggestion in annotation.pending.iter().chain(&article.suggestions) {
            self.spans.entry(label_of(suggestion)).or_default().pending += 1;
            self.of_suggestion(suggestion).pending += 1;
        }
    }

    fn of_suggestion(&mut self, suggestion: &Suggestion) -> &mut SuggestionCounts {
        self.suggestions.entry((label_of(suggestion), suggestion.score.map(band_of))).or_default()
    }

    fn add_work(&mut self, annotation: &Annotation) {
        let (days, seconds) = work_on(annotation, annotation.status == Status::Done);
        self.seconds.extend(seconds.map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX)));
        self.keys.extend(annotation.keys_pressed().map(|keys| u32::try_from(keys).unwrap_or(u32::MAX)));
        if days.is_empty() {
            return;
        }
        *self.annotated.entry(annotation.annotator.clone()).or_default() += 1;
        let is_timed = days.values().any(|day| day.timed > 0);
        *self.timed.entry(annotation.annotator.clone()).or_default() += usize::from(is_timed);
        let by_day = self.work.entry(annotation.annotator.clone()).or_default();
        for (day, work) in days {
            by_day.entry(day).or_default().add(&work);
        }
    }
}

fn label_of(suggestion: &Suggestion) -> LabelKey {
    (suggestion.body.layer(), suggestion.body.label().to_owned())
}

/// The tenth in which a score lies. A score of 1 is in the highest one.
fn band_of(score: f64) -> u8 {
    // The score is between 0 and 1, and a cast of another number stops at the ends.
    ((score * 10.0).floor().max(0.0) as u8).min(9)
}

/// A length that fits; a longer one counts as the longest.
fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
