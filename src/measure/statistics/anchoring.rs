//! How much suggestions anchor annotators, from articles without suggestions and with seeded errors.

use std::collections::BTreeMap;

use crate::assignment::{Condition, KeyReading, SeededError, SeededErrorKind};
use crate::gold::{Annotation, Article, Body, Status, Suggestion};

use super::work::work_on;

/// What became of seeded errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ErrorCounts {
    /// The error is in the gold; a removed suggestion is missing there.
    pub(super) accepted: usize,
    /// The gold has another entity or quote in this place.
    pub(super) fixed: usize,
    /// The wrong suggestion was rejected.
    pub(super) rejected: usize,
    /// Nobody decided.
    pub(super) pending: usize,
    /// Of those that are not accepted: the gold has exactly what the suggester had.
    pub(super) restored: usize,
}

impl ErrorCounts {
    pub(super) const fn all(&self) -> usize {
        self.decided() + self.pending
    }

    pub(super) const fn decided(&self) -> usize {
        self.accepted + self.fixed + self.rejected
    }

    pub(super) const fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.fixed += other.fixed;
        self.rejected += other.rejected;
        self.pending += other.pending;
        self.restored += other.restored;
    }
}

/// The work of an annotator on the articles of one condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ConditionCounts {
    pub(super) articles: usize,
    pub(super) words: usize,
    pub(super) items: usize,
    /// The seconds between verdicts, and the words of the articles for which they are known.
    pub(super) seconds: i64,
    pub(super) timed_words: usize,
    /// The suggestions that were shown, or that were withheld and are in the key.
    pub(super) suggestions: usize,
    /// The gold items of the articles with such suggestions, and how many of them are equal to one.
    pub(super) compared_items: usize,
    pub(super) equal: usize,
}

impl ConditionCounts {
    /// F1 of the gold and the suggestions; `None` without suggestions.
    pub(super) fn f1(&self) -> Option<f64> {
        (self.suggestions > 0).then(|| 2.0 * self.equal as f64 / (self.suggestions + self.compared_items) as f64)
    }
}

/// What suggestions do to annotators: what became of seeded errors, and how the gold of articles without suggestions differs
/// from that of the others. Only articles that are done count.
#[derive(Debug, Clone, Default)]
pub struct Anchoring {
    pub(super) errors: BTreeMap<(String, SeededErrorKind), ErrorCounts>,
    pub(super) conditions: BTreeMap<(String, Condition), ConditionCounts>,
    /// Articles that are not done.
    pub(super) open: usize,
}

impl Anchoring {
    /// Counts the gold of an article. `reading` is what the annotator got of it.
    pub fn add(&mut self, article: &Article, annotation: &Annotation, reading: &KeyReading) {
        if annotation.status != Status::Done {
            self.open += 1;
            return;
        }
        for error in &reading.errors {
            let counts = self.errors.entry((reading.annotator.clone(), error.kind)).or_default();
            counts.add(&outcome(annotation, error));
        }
        let counts = self.conditions.entry((reading.annotator.clone(), reading.condition)).or_default();
        let words = article.text.as_str().split_whitespace().count();
        counts.articles += 1;
        counts.words += words;
        counts.items += annotation.gold.len();
        if let (_, Some(seconds)) = work_on(annotation, true) {
            counts.seconds += seconds;
            counts.timed_words += words;
        }
        let suggested: Vec<&Body> = match reading.condition {
            Condition::Withheld => reading.withheld.iter().map(|one| &one.body).collect(),
            Condition::Shown => offered(article, annotation).map(|one| &one.body).collect(),
            Condition::Seeded => Vec::new(),
        };
        if !suggested.is_empty() {
            counts.suggestions += suggested.len();
            counts.compared_items += annotation.gold.len();
            counts.equal += suggested.into_iter().filter(|body| annotation.says(body)).count();
        }
    }

    /// The number of articles that are in the key and not done.
    #[must_use]
    pub const fn open(&self) -> usize {
        self.open
    }

    /// The number of articles that were counted.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.conditions.values().map(|counts| counts.articles).sum()
    }
}

/// All suggestions that the annotator had: those with a verdict and those without.
fn offered<'a>(article: &'a Article, annotation: &'a Annotation) -> impl Iterator<Item = &'a Suggestion> {
    let of_gold = annotation.gold.iter().filter_map(|item| item.suggestion.as_ref());
    let rejected = annotation.rejected.iter().map(|rejected| &rejected.suggestion);
    of_gold.chain(rejected).chain(annotation.pending.iter()).chain(&article.suggestions)
}

fn outcome(annotation: &Annotation, error: &SeededError) -> ErrorCounts {
    let mut counts = ErrorCounts::default();
    let original = error.instead_of.as_ref().map(|one| &one.body);
    let is_restored = original.is_some_and(|body| annotation.says(body));
    let has_other = original.is_some_and(|body| {
        let range = body.span().map(crate::text::Span::range);
        range.is_some_and(|range| annotation.gold.overlapping(range).any(|item| item.body.layer() == body.layer()))
    });
    match &error.shown {
        None if is_restored || has_other => counts.fixed = 1,
        None => counts.accepted = 1,
        Some(shown) if annotation.says(&shown.body) => counts.accepted = 1,
        Some(shown) => {
            let is_gold =
                annotation.gold.iter().any(|item| item.suggestion.as_ref().is_some_and(|it| it.id == shown.id));
            if is_gold || is_restored {
                counts.fixed = 1;
            } else if annotation.rejected(&shown.id).is_some() || annotation.refuses(&shown.body) {
                counts.rejected = 1;
            } else {
                counts.pending = 1;
            }
        }
    }
    counts.restored = usize::from(is_restored && counts.accepted == 0);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    const TEXT: &str = "زار سامي باريس ثم بيروت";

    /// An article that is done, with gold at these places.
    fn gold(items: &str, rejected: &str) -> (Article, Annotation) {
        let line = format!(
            r#"{{"id":"a","text":"{TEXT}","status":"done","annotator":"sara","entities":[{items}],"rejected":[{rejected}]}}"#
        );
        json::read(&line).unwrap()
    }

    fn error(kind: &str, shown: Option<(usize, usize, &str)>, instead: Option<(usize, usize, &str)>) -> SeededError {
        let suggestion = |(start, end, label): (usize, usize, &str)| {
            let line = format!(
                r#"{{"id":"a","text":"{TEXT}","entities":[{{"id":"s-1","start":{start},"end":{end},"label":"{label}","source":"m@1","score":0.5}}]}}"#
            );
            json::read(&line).unwrap().0.suggestions.remove(0)
        };
        SeededError { kind: kind.parse().unwrap(), shown: shown.map(suggestion), instead_of: instead.map(suggestion) }
    }

    #[test]
    fn each_outcome_of_a_seeded_error_is_counted_as_itself() {
        let loc = r#"{"id":"e1","start":9,"end":14,"label":"LOC","verdict":"added"}"#;
        let org = r#"{"id":"e1","start":9,"end":14,"label":"ORG","verdict":"accepted","suggestion":{"id":"s-1","source":"m@1","score":0.5,"start":9,"end":14,"label":"ORG"}}"#;
        let misc = r#"{"id":"e1","start":9,"end":14,"label":"MISC","verdict":"fixed","suggestion":{"id":"s-1","source":"m@1","score":0.5,"start":9,"end":14,"label":"ORG"}}"#;
        let no = r#"{"layer":"entity","id":"s-1","source":"m@1","score":0.5,"start":9,"end":14,"label":"ORG"}"#;
        let (right, wrong) = (Some((9, 14, "LOC")), Some((9, 14, "ORG")));
        for (items, rejected, kind, shown, expected) in [
            (org, "", "label", wrong, [1, 0, 0, 0, 0]),
            (misc, "", "label", wrong, [0, 1, 0, 0, 0]),
            (loc, "", "label", wrong, [0, 1, 0, 0, 1]),
            (loc, no, "label", wrong, [0, 1, 0, 0, 1]),
            ("", no, "label", wrong, [0, 0, 1, 0, 0]),
            ("", "", "label", wrong, [0, 0, 0, 1, 0]),
            ("", "", "removed", None, [1, 0, 0, 0, 0]),
            (loc, "", "removed", None, [0, 1, 0, 0, 1]),
            (misc, "", "removed", None, [0, 1, 0, 0, 0]),
        ] {
            let (_, annotation) = gold(items, rejected);
            let found = outcome(&annotation, &error(kind, shown, right));
            let found = [found.accepted, found.fixed, found.rejected, found.pending, found.restored];
            assert_eq!(found, expected, "{kind} {items} {rejected}");
        }
    }

    #[test]
    fn gold_is_compared_with_suggestions_that_were_shown_and_with_those_that_were_not() {
        let shown = r#"{"id":"e1","start":4,"end":8,"label":"PER","verdict":"accepted","suggestion":{"id":"s-1","source":"m@1","score":0.5,"start":4,"end":8,"label":"PER"}}"#;
        let own = r#"{"id":"e1","start":4,"end":8,"label":"ORG","verdict":"added"}"#;
        let reading =
            |condition, withheld| KeyReading { annotator: "sara".to_owned(), condition, errors: Vec::new(), withheld };
        let mut anchoring = Anchoring::default();
        let (article, annotation) = gold(shown, "");
        anchoring.add(&article, &annotation, &reading(Condition::Shown, Vec::new()));
        let withheld = error("label", Some((4, 8, "PER")), None).shown.unwrap();
        let (article, annotation) = gold(own, "");
        anchoring.add(&article, &annotation, &reading(Condition::Withheld, vec![withheld]));
        let f1 = |condition| anchoring.conditions[&("sara".to_owned(), condition)].f1();
        assert_eq!((f1(Condition::Shown), f1(Condition::Withheld)), (Some(1.0), Some(0.0)));
    }
}
