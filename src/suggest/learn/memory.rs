//! The memory of verdicts: which words were accepted with which label, and which were rejected.
//!
//! Words are remembered at once, for all articles. The memory is a sum over articles, so the order of verdicts does not
//! matter, and a verdict that is undone is forgotten.

use std::collections::{BTreeMap, HashMap};

use crate::gold::{Annotation, Body, Label, Suggestion};
use crate::text::{Span, Text};

use crate::suggest::merge::lay_over;
use crate::suggest::source::source;
use crate::words::word::Words;

use super::name_map::{NameHit, NameMap, span_key};

/// The number of times that words were accepted with a label, and the number of times that they were rejected with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct VerdictCount {
    accepted: u32,
    rejected: u32,
}

impl VerdictCount {
    /// The number of verdicts that accepted, minus the number of those that rejected.
    fn balance(self) -> i64 {
        i64::from(self.accepted) - i64::from(self.rejected)
    }
}

/// The verdicts on some words, by label.
type LabelCounts = BTreeMap<Label, VerdictCount>;

/// A verdict on words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct WordVerdict {
    /// The key of the words ([`span_key`]).
    key: String,
    label: Label,
    decision: Decision,
}

/// A decision about words and a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Accepted,
    Rejected,
}

/// The weight of a suggestion's own score, in verdicts. One rejection of words that were never accepted brings the score
/// below 0.5.
const OWN_WEIGHT: f64 = 0.5;
/// The score of words that were accepted elsewhere, before verdicts are counted.
const AGAIN_SCORE: f64 = 0.6;
/// The same for a single word that is frequent in the language.
const AGAIN_COMMON_SCORE: f64 = 0.2;

/// Verdicts on words, over all articles.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    articles: HashMap<String, Vec<WordVerdict>>,
    words: NameMap<LabelCounts>,
}

impl Memory {
    /// Replaces what an article taught before. Returns true if that changed anything.
    pub(super) fn learn(&mut self, article: &str, text: &Text, annotation: &Annotation) -> bool {
        let verdicts = verdicts_of(text, annotation);
        let known = self.articles.get(article).map_or(&[][..], Vec::as_slice);
        if known == verdicts.as_slice() {
            return false;
        }
        for verdict in self.articles.remove(article).unwrap_or_default() {
            self.count(&verdict, u32::saturating_sub);
        }
        for verdict in &verdicts {
            self.count(verdict, u32::saturating_add);
        }
        self.articles.insert(article.to_owned(), verdicts);
        true
    }

    fn count(&mut self, verdict: &WordVerdict, step: fn(u32, u32) -> u32) {
        let counts = self.words.entry(&verdict.key);
        let count = counts.entry(verdict.label.clone()).or_default();
        let side = match verdict.decision {
            Decision::Accepted => &mut count.accepted,
            Decision::Rejected => &mut count.rejected,
        };
        *side = step(*side, 1);
        counts.retain(|_, count| *count != VerdictCount::default());
        if counts.is_empty() {
            self.words.remove(&verdict.key);
        }
    }

    /// True if nothing is remembered.
    fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Applies the verdicts to built-in suggestions: changes their scores, suggests accepted words everywhere in the
    /// text, and gives words that were accepted with another label that label.
    pub(super) fn apply(&self, words: &Words<'_>, suggestions: Vec<Suggestion>) -> Vec<Suggestion> {
        if self.is_empty() {
            return suggestions;
        }
        let text = words.tokens().text();
        let rescored = suggestions.into_iter().map(|suggestion| self.rescored(text, suggestion)).collect();
        let again = self.words.find(words).into_iter().filter_map(|hit| suggest_again(text, &hit)).collect();
        lay_over(rescored, again)
    }

    /// A suggestion with the score that the verdicts on its words give it.
    fn rescored(&self, text: &Text, suggestion: Suggestion) -> Suggestion {
        let Body::Entity { span, label } = &suggestion.body else { return suggestion };
        let verdicts = self.words.get(&span_key(text, *span));
        let Some(count) = verdicts.and_then(|verdicts| verdicts.get(label)) else { return suggestion };
        let score = suggestion.score.map(|score| rate(score, OWN_WEIGHT, *count));
        Suggestion { score, source: format!("{}+{}", suggestion.source, source("memory")), ..suggestion }
    }
}

/// The share of accepting verdicts, where `score` counts as `weight` further verdicts. Rounded to three digits.
fn rate(score: f64, weight: f64, count: VerdictCount) -> f64 {
    let (accepted, rejected) = (f64::from(count.accepted), f64::from(count.rejected));
    let rate = weight.mul_add(score, accepted) / (weight + accepted + rejected);
    (rate * 1000.0).round() / 1000.0
}

/// Suggests words that were accepted more often than rejected.
fn suggest_again(text: &Text, hit: &NameHit<'_, LabelCounts>) -> Option<Suggestion> {
    let (label, count) = hit.value.iter().max_by_key(|(_, count)| (count.balance(), count.accepted))?;
    if count.balance() <= 0 {
        return None;
    }
    let score = if hit.common { AGAIN_COMMON_SCORE } else { AGAIN_SCORE };
    let body = Body::Entity { span: hit.span, label: label.clone() };
    Some(Suggestion::new(text, source("memory"), rate(score, 1.0, *count), body))
}

/// The verdicts of an article: its gold items are accepted; rejected suggestions, and the words and labels of suggestions
/// that were fixed, are rejected.
fn verdicts_of(text: &Text, annotation: &Annotation) -> Vec<WordVerdict> {
    let mut verdicts = Vec::new();
    let mut add = |span: Span, label: &Label, decision: Decision| {
        let key = span_key(text, span);
        if key.chars().count() > 1 {
            verdicts.push(WordVerdict { key, label: label.clone(), decision });
        }
    };
    for item in &annotation.gold {
        let Body::Entity { span, label } = &item.body else { continue };
        add(*span, label, Decision::Accepted);
        let before = item.suggestion.as_ref().map(|suggestion| &suggestion.body);
        if let Some(Body::Entity { span: old_span, label: old_label }) = before
            && (old_span, old_label) != (span, label)
        {
            add(*old_span, old_label, Decision::Rejected);
        }
    }
    for rejected in &annotation.rejected {
        if let Body::Entity { span, label } = &rejected.suggestion.body {
            add(*span, label, Decision::Rejected);
        }
    }
    verdicts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Attributes, Extra, GoldItem, Rejected, Verdict};
    use crate::words::token::Tokens;

    fn entity(text: &Text, words: &str, label: &str) -> Suggestion {
        let at = text.as_str().find(words).unwrap();
        let span = text.span_around(at, at + words.len()).unwrap();
        Suggestion::new(text, "gazetteer@1", 0.8, Body::Entity { span, label: Label::new(label) })
    }

    /// An annotation with accepted and rejected entities.
    fn decided(text: &Text, marks: &[(&str, &str)], rejected: &[(&str, &str)]) -> Annotation {
        let mark = |(index, (words, label)): (usize, &(&str, &str))| GoldItem {
            id: format!("e{index}"),
            body: entity(text, words, label).body,
            parts: Vec::new(),
            attributes: Attributes::default(),
            verdict: Verdict::Added,
            suggestion: None,
            at: None,
            extra: Extra::new(),
        };
        let refused = |(words, label): &(&str, &str)| Rejected { suggestion: entity(text, words, label), at: None };
        Annotation {
            gold: marks.iter().enumerate().map(mark).collect::<Vec<_>>().into(),
            rejected: rejected.iter().map(refused).collect::<Vec<_>>().into(),
            ..Annotation::default()
        }
    }

    fn shown(memory: &Memory, text: &Text, suggestions: Vec<Suggestion>) -> Vec<(String, String, f64)> {
        let show = |one: Suggestion| {
            let words = text.slice(one.body.span().unwrap()).to_owned();
            (words, one.body.label().to_owned(), one.score.unwrap())
        };
        memory.apply(&Words::new(&Tokens::new(text)), suggestions).into_iter().map(show).collect()
    }

    #[test]
    fn accepted_names_are_proposed_elsewhere_also_behind_proclitics() {
        let first = Text::new("مصنع السنابل الحديثة");
        let mut memory = Memory::default();
        memory.learn("a", &first, &decided(&first, &[("السنابل الحديثة", "ORG")], &[]));
        let second = Text::new("وللسنابل الحديثه فرع آخر");
        assert_eq!(shown(&memory, &second, Vec::new()), [("لسنابل الحديثه".into(), "ORG".into(), 0.8)]);
    }

    #[test]
    fn rejected_names_lose_score_and_relabelled_names_change_their_label() {
        let first = Text::new("زار الواحة ثم مالي");
        let mut memory = Memory::default();
        memory.learn("a", &first, &decided(&first, &[("الواحة", "ORG")], &[("مالي", "LOC"), ("الواحة", "LOC")]));
        let second = Text::new("عجز مالي في الواحة");
        let own = vec![entity(&second, "مالي", "LOC"), entity(&second, "الواحة", "LOC")];
        assert_eq!(
            shown(&memory, &second, own),
            [("مالي".into(), "LOC".into(), 0.267), ("الواحة".into(), "ORG".into(), 0.6)]
        );
    }

    #[test]
    fn the_order_of_verdicts_does_not_matter_and_undone_verdicts_are_forgotten() {
        let texts = [Text::new("مالي والواحة"), Text::new("الواحة في مالي"), Text::new("عجز مالي")];
        let gold = [
            decided(&texts[0], &[("مالي", "LOC")], &[("الواحة", "LOC")]),
            decided(&texts[1], &[("الواحة", "ORG"), ("مالي", "LOC")], &[]),
            decided(&texts[2], &[], &[("مالي", "LOC")]),
        ];
        let learnt = |order: &[usize]| {
            let mut memory = Memory::default();
            for index in order {
                memory.learn(&index.to_string(), &texts[*index], &gold[*index]);
            }
            memory
        };
        let say = |memory: &Memory| {
            texts.iter().map(|text| shown(memory, text, vec![entity(text, "مالي", "LOC")])).collect::<Vec<_>>()
        };
        let [one, other] = [learnt(&[0, 1, 2]), learnt(&[2, 0, 1])];
        assert_eq!(say(&one), say(&other));
        let mut undone = learnt(&[0, 1, 2]);
        assert!(undone.learn("2", &texts[2], &Annotation::default()));
        assert!(!undone.learn("2", &texts[2], &Annotation::default()));
        assert_eq!(say(&undone), say(&learnt(&[1, 0])));
        assert_ne!(say(&undone), say(&one));
    }
}
