//! What verdicts have taught: which words were taken as which label, and which were refused.
//!
//! A surface form is remembered at once, over all articles. The memory is a sum over articles of what stands in each, so
//! the order of verdicts leaves no trace, and a verdict taken back is unlearnt.

use std::collections::{BTreeMap, HashMap};

use crate::gold::{Annotation, Body, Label, Suggestion};
use crate::text::{Span, Text};

use super::names::{Hit, Names, key_of, lay_over};
use crate::words::word::Words;

/// How often words were taken as a label, and how often refused as it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    yes: u32,
    no: u32,
}

/// The verdicts on some words, by label.
type Verdicts = BTreeMap<Label, Count>;

/// What one article teaches: words, label, taken or refused.
type Lesson = Vec<(String, Label, bool)>;

/// How many verdicts the machine's own score weighs as much as: one refusal of words that nobody has taken brings a
/// suggestion under a half.
const MACHINE: f64 = 0.5;
/// How sure it is that words that were taken elsewhere are a name here, too, before any verdict on them; less for
/// single words that are frequent in the language.
const AGAIN: f64 = 0.6;
const AGAIN_COMMON: f64 = 0.2;

/// Verdicts on surface forms, over articles.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    lessons: HashMap<String, Lesson>,
    words: Names<Verdicts>,
}

impl Memory {
    /// Takes in what stands in an article now, in place of what stood there before. Did that change anything?
    pub(super) fn learn(&mut self, article: &str, text: &Text, annotation: &Annotation) -> bool {
        let lesson = lesson(text, annotation);
        let known = self.lessons.get(article).map_or(&[][..], Vec::as_slice);
        if known == lesson.as_slice() {
            return false;
        }
        for (key, label, taken) in self.lessons.remove(article).unwrap_or_default() {
            self.count(&key, &label, taken, u32::saturating_sub);
        }
        for (key, label, taken) in &lesson {
            self.count(key, label, *taken, u32::saturating_add);
        }
        self.lessons.insert(article.to_owned(), lesson);
        true
    }

    fn count(&mut self, key: &str, label: &Label, taken: bool, step: fn(u32, u32) -> u32) {
        let verdicts = self.words.entry(key);
        let count = verdicts.entry(label.clone()).or_default();
        let side = if taken { &mut count.yes } else { &mut count.no };
        *side = step(*side, 1);
        verdicts.retain(|_, count| *count != Count::default());
        if verdicts.is_empty() {
            self.words.remove(key);
        }
    }

    /// Is nothing remembered?
    fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Suggestions of our own machines in the light of the verdicts: scores follow them, words that were taken as another
    /// label get that one, and words that were taken are proposed wherever they stand.
    pub(super) fn apply(&self, words: &Words<'_>, suggestions: Vec<Suggestion>) -> Vec<Suggestion> {
        if self.is_empty() {
            return suggestions;
        }
        let text = words.tokens().text();
        let rated = suggestions.into_iter().map(|suggestion| self.rated(text, suggestion)).collect();
        let again = self.words.find(words).into_iter().filter_map(|hit| again(text, &hit)).collect();
        lay_over(rated, again)
    }

    /// A suggestion with the score that verdicts on its words give it.
    fn rated(&self, text: &Text, suggestion: Suggestion) -> Suggestion {
        let Body::Entity { span, label } = &suggestion.body else { return suggestion };
        let verdicts = self.words.get(&key_of(text, *span));
        let Some(count) = verdicts.and_then(|verdicts| verdicts.get(label)) else { return suggestion };
        let score = suggestion.score.map(|score| rate(score, MACHINE, *count));
        Suggestion { score, source: format!("{}+{}", suggestion.source, super::source("memory")), ..suggestion }
    }
}

/// The share of yes among verdicts, with the machine's own guess as so many more.
fn rate(guess: f64, weight: f64, count: Count) -> f64 {
    let (yes, no) = (f64::from(count.yes), f64::from(count.no));
    let rate = weight.mul_add(guess, yes) / (weight + yes + no);
    (rate * 1000.0).round() / 1000.0
}

/// Words that were taken more often than refused, proposed again.
fn again(text: &Text, hit: &Hit<'_, Verdicts>) -> Option<Suggestion> {
    let (label, count) =
        hit.value.iter().max_by_key(|(_, count)| (i64::from(count.yes) - i64::from(count.no), count.yes))?;
    if count.yes <= count.no {
        return None;
    }
    let guess = if hit.common { AGAIN_COMMON } else { AGAIN };
    let body = Body::Entity { span: hit.span, label: label.clone() };
    Some(Suggestion::new(text, super::source("memory"), rate(guess, 1.0, *count), body))
}

/// What an article teaches: its marks are taken, its rejected suggestions refused, and so is what a mark was before it
/// was fixed.
fn lesson(text: &Text, annotation: &Annotation) -> Lesson {
    let mut lesson = Lesson::new();
    let mut learn = |span: Span, label: &Label, taken: bool| {
        let key = key_of(text, span);
        if key.chars().count() > 1 {
            lesson.push((key, label.clone(), taken));
        }
    };
    for mark in &annotation.gold {
        let Body::Entity { span, label } = &mark.body else { continue };
        learn(*span, label, true);
        let before = mark.suggestion.as_ref().map(|suggestion| &suggestion.body);
        if let Some(Body::Entity { span: old_span, label: old_label }) = before
            && (old_span, old_label) != (span, label)
        {
            learn(*old_span, old_label, false);
        }
    }
    for rejected in &annotation.rejected {
        if let Body::Entity { span, label } = &rejected.suggestion.body {
            learn(*span, label, false);
        }
    }
    lesson
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Extra, GoldItem, Rejected, Verdict};
    use crate::words::token::Tokens;

    fn entity(text: &Text, words: &str, label: &str) -> Suggestion {
        let at = text.as_str().find(words).unwrap();
        let span = text.span_around(at, at + words.len()).unwrap();
        Suggestion::new(text, "gazetteer@1", 0.8, Body::Entity { span, label: Label::new(label) })
    }

    /// Marks and rejected ones of an article.
    fn decided(text: &Text, marks: &[(&str, &str)], rejected: &[(&str, &str)]) -> Annotation {
        let mark = |(index, (words, label)): (usize, &(&str, &str))| GoldItem {
            id: format!("e{index}"),
            body: entity(text, words, label).body,
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
    fn what_was_taken_is_proposed_elsewhere_behind_proclitics_too() {
        let first = Text::new("مصنع السنابل الحديثة");
        let mut memory = Memory::default();
        memory.learn("a", &first, &decided(&first, &[("السنابل الحديثة", "ORG")], &[]));
        let second = Text::new("وللسنابل الحديثه فرع آخر");
        assert_eq!(shown(&memory, &second, Vec::new()), [("لسنابل الحديثه".into(), "ORG".into(), 0.8)]);
    }

    #[test]
    fn what_was_refused_sinks_and_what_was_relabelled_changes() {
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
    fn the_order_of_verdicts_leaves_no_trace_and_what_is_taken_back_is_unlearnt() {
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
