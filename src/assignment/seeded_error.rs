//! Putting errors into the suggestions of an article.

use std::collections::HashSet;

use crate::gold::{Body, Extra, Frame, Label, Layer, QuoteKind, Suggestion, stable_id};
use crate::text::{Span, Text};

/// One suggestion in this many gets an error; in an article with fewer, one does.
const ONE_IN: usize = 5;

/// The kind of a seeded error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeededErrorKind {
    /// Another label, or another kind of quote.
    Label,
    /// An edge of an entity is a word too far out or in.
    Edge,
    /// An entity where the suggester found none.
    Invented,
    /// A suggestion is missing.
    Removed,
}

impl SeededErrorKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Label, Self::Edge, Self::Invented, Self::Removed];

    /// The word in the key file and in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Edge => "edge",
            Self::Invented => "invented",
            Self::Removed => "removed",
        }
    }
}

impl std::str::FromStr for SeededErrorKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == word);
        found.ok_or_else(|| format!("error {word:?} is none of label, edge, invented, removed"))
    }
}

/// An error that was put into the suggestions of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct SeededError {
    /// Its kind.
    pub kind: SeededErrorKind,
    /// The wrong suggestion that is shown; `None` if one was removed.
    pub shown: Option<Suggestion>,
    /// The suggestion of the suggester; `None` if there was none.
    pub instead_of: Option<Suggestion>,
}

/// True if errors can be put into these suggestions: one of them is an entity.
#[must_use]
pub fn can_be_seeded(suggestions: &[Suggestion]) -> bool {
    suggestions.iter().any(|one| one.body.layer() == Layer::Entity)
}

/// Puts errors into suggestions: into one of five, and into one at least. The kinds take turns, in a random order. A wrong
/// suggestion looks like the others: it has a source and a score that another suggestion of the article has. An entity that
/// the speaker of a quote is linked to gets no error.
///
/// Returns the errors. There are none if the suggestions leave no room for any.
pub fn seed_errors(
    text: &Text,
    suggestions: &mut Vec<Suggestion>,
    labels: &[Label],
    random: &mut fastrand::Rng,
) -> Vec<SeededError> {
    if !can_be_seeded(suggestions) {
        return Vec::new();
    }
    let wanted = (suggestions.len() / ONE_IN).max(1);
    let mut seeding = Seeding::new(text, suggestions, labels);
    let mut kinds = SeededErrorKind::ALL.to_vec();
    random.shuffle(&mut kinds);
    let (mut errors, mut failures) = (Vec::new(), 0);
    for kind in kinds.iter().cycle() {
        if errors.len() >= wanted || failures == kinds.len() {
            break;
        }
        match seeding.make(*kind, random) {
            Some(error) => {
                errors.push(error);
                failures = 0;
            }
            None => failures += 1,
        }
    }
    suggestions.sort_by_key(|one| one.body.reading_key());
    errors
}

/// The suggestions of an article while errors are put into them.
struct Seeding<'a> {
    text: &'a Text,
    suggestions: &'a mut Vec<Suggestion>,
    labels: &'a [Label],
    words: Vec<Span>,
    /// The places of all entities of the suggester and of all errors.
    taken: Vec<Span>,
    /// The ids of suggestions that are errors, or that a quote is linked to.
    fixed: HashSet<String>,
}

impl<'a> Seeding<'a> {
    fn new(text: &'a Text, suggestions: &'a mut Vec<Suggestion>, labels: &'a [Label]) -> Self {
        let entities = suggestions.iter().filter(|one| one.body.layer() == Layer::Entity);
        let taken = entities.filter_map(|one| one.body.span()).collect();
        let frames = suggestions.iter().filter_map(|one| one.body.frame());
        let linked = frames.filter_map(|frame| frame.speaker.as_ref()?.entity.clone()).collect();
        Self { text, suggestions, labels, words: text.words(), taken, fixed: linked }
    }

    fn make(&mut self, kind: SeededErrorKind, random: &mut fastrand::Rng) -> Option<SeededError> {
        match kind {
            SeededErrorKind::Invented => self.invent(random),
            SeededErrorKind::Removed => {
                // The last entity stays: what is invented later looks like it.
                let is_last = |one: &Suggestion, all: &[Suggestion]| {
                    one.body.layer() == Layer::Entity
                        && all.iter().filter(|one| one.body.layer() == Layer::Entity).count() < 2
                };
                let places = self.free_places(random);
                let place = places
                    .into_iter()
                    .find(|place| self.suggestions.get(*place).is_some_and(|one| !is_last(one, self.suggestions)))?;
                Some(SeededError { kind, shown: None, instead_of: Some(self.suggestions.remove(place)) })
            }
            SeededErrorKind::Label | SeededErrorKind::Edge => {
                let (place, body) = self.free_places(random).into_iter().find_map(|place| {
                    let before = &self.suggestions.get(place)?.body;
                    let after = match kind {
                        SeededErrorKind::Label => self.with_other_label(before, random),
                        _ => self.with_moved_edge(before, random),
                    };
                    Some((place, after?))
                })?;
                let before = self.suggestions.get(place)?.clone();
                let after = changed(self.text, &before, body);
                if self.suggestions.iter().any(|one| one.id == after.id && one.id != before.id) {
                    return None;
                }
                self.fixed.insert(after.id.clone());
                self.taken.extend(after.body.span());
                *self.suggestions.get_mut(place)? = after.clone();
                Some(SeededError { kind, shown: Some(after), instead_of: Some(before) })
            }
        }
    }

    /// The places of the suggestions without an error, in a random order.
    fn free_places(&self, random: &mut fastrand::Rng) -> Vec<usize> {
        let is_free = |place: &usize| self.suggestions.get(*place).is_some_and(|one| !self.fixed.contains(&one.id));
        let mut places: Vec<usize> = (0..self.suggestions.len()).filter(is_free).collect();
        random.shuffle(&mut places);
        places
    }

    fn with_other_label(&self, body: &Body, random: &mut fastrand::Rng) -> Option<Body> {
        let other = match body {
            Body::Entity { span, label } => {
                let others: Vec<&Label> = self.labels.iter().filter(|other| *other != label).collect();
                Body::Entity { span: *span, label: (*others.get(random.usize(0..others.len().max(1)))?).clone() }
            }
            Body::Quote(frame) => {
                let others = QuoteKind::ALL.into_iter().filter(|kind| *kind != frame.kind);
                let others: Vec<QuoteKind> = others.collect();
                let kind = *others.get(random.usize(0..others.len().max(1)))?;
                Body::Quote(Box::new(Frame { kind, ..Frame::clone(frame) }))
            }
        };
        self.suggestions.iter().all(|one| !one.body.agrees_with(&other)).then_some(other)
    }

    /// The entity with an edge that is one word further out or in. It crosses no other entity.
    fn with_moved_edge(&self, body: &Body, random: &mut fastrand::Rng) -> Option<Body> {
        let Body::Entity { span, label } = body else { return None };
        let inside: Vec<Span> = self.words.iter().copied().filter(|word| word.overlaps(*span)).collect();
        let before = self.words.iter().rev().find(|word| word.end() <= span.start());
        let behind = self.words.iter().find(|word| word.start() >= span.end());
        let is_near = |from: usize, to: usize| self.text.get(from..to) == " ";
        let before = before.filter(|word| is_near(word.end(), span.start())).map(|word| (word.start(), span.end()));
        let behind = behind.filter(|word| is_near(span.end(), word.start())).map(|word| (span.start(), word.end()));
        let mut moved: Vec<(usize, usize)> = before.into_iter().chain(behind).collect();
        if let [_, second, ..] = inside.as_slice() {
            moved.push((second.start(), span.end()));
        }
        if let [.., last_but_one, _] = inside.as_slice() {
            moved.push((span.start(), last_but_one.end()));
        }
        random.shuffle(&mut moved);
        moved.into_iter().find_map(|(start, end)| {
            let moved = self.text.span(start, end).ok()?;
            let is_free = |other: &Span| *other == *span || *other != moved && !other.crosses(moved);
            self.taken.iter().all(is_free).then(|| Body::Entity { span: moved, label: label.clone() })
        })
    }

    /// Adds an entity on a word that belongs to none.
    fn invent(&mut self, random: &mut fastrand::Rng) -> Option<SeededError> {
        let is_name_like = |word: &Span| {
            let letters = self.text.slice(*word);
            letters.chars().count() > 2 && letters.chars().all(char::is_alphabetic)
        };
        let is_free = |word: &Span| self.taken.iter().all(|taken| !taken.overlaps(*word));
        let free: Vec<Span> = self.words.iter().copied().filter(|word| is_name_like(word) && is_free(word)).collect();
        let span = *free.get(random.usize(0..free.len().max(1)))?;
        let label = self.labels.get(random.usize(0..self.labels.len().max(1)))?.clone();
        let entities: Vec<&Suggestion> =
            self.suggestions.iter().filter(|one| one.body.layer() == Layer::Entity).collect();
        let model = *entities.get(random.usize(0..entities.len().max(1)))?;
        let body = Body::Entity { span, label };
        let id = stable_id(self.text, &body);
        let invented = Suggestion { id, body, extra: Extra::new(), ..model.clone() };
        if self.suggestions.iter().any(|one| one.id == invented.id) {
            return None;
        }
        self.fixed.insert(invented.id.clone());
        self.taken.push(span);
        self.suggestions.push(invented.clone());
        Some(SeededError { kind: SeededErrorKind::Invented, shown: Some(invented), instead_of: None })
    }
}

/// A suggestion with another body. An id that follows from the body follows from the new one; another id stays.
fn changed(text: &Text, suggestion: &Suggestion, body: Body) -> Suggestion {
    let id = match suggestion.id == stable_id(text, &suggestion.body) {
        true => stable_id(text, &body),
        false => suggestion.id.clone(),
    };
    Suggestion { id, body, ..suggestion.clone() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const WORDS: &str = "زار الوزير سامي حداد باريس أمس ثم عاد إلى بيروت وقال أحمد نعم قبل سفره إلى القاهرة غدا";

    fn entity(text: &Text, words: &str, label: &str, score: f64) -> Suggestion {
        let start = text.as_str().find(words).unwrap();
        let body = Body::Entity { span: text.span(start, start + words.len()).unwrap(), label: Label::new(label) };
        Suggestion::new(text, "rules@1", score, body)
    }

    fn suggestions(text: &Text) -> Vec<Suggestion> {
        let found = [("سامي حداد", "PER"), ("باريس", "LOC"), ("بيروت", "LOC"), ("أحمد", "PER"), ("القاهرة", "LOC")];
        found
            .iter()
            .zip(1_u8..)
            .map(|((words, label), nth)| entity(text, words, label, f64::from(nth) / 10.0))
            .collect()
    }

    fn labels() -> Vec<Label> {
        ["PER", "LOC", "ORG"].map(Label::new).to_vec()
    }

    proptest! {
        /// Each error is one: what is shown is not what the suggester said anywhere. Nothing else changes.
        #[test]
        fn errors_are_errors_and_the_rest_stays(seed in 0_u64..500) {
            let text = Text::new(WORDS);
            let before = suggestions(&text);
            let mut after = before.clone();
            let mut random = fastrand::Rng::with_seed(seed);
            let errors = seed_errors(&text, &mut after, &labels(), &mut random);
            prop_assert_eq!(errors.len(), 1);
            let error = &errors[0];
            let shown = error.shown.as_ref();
            prop_assert!(shown.is_none_or(|shown| before.iter().all(|one| !one.body.agrees_with(&shown.body))));
            prop_assert!(shown.is_none_or(|shown| after.contains(shown)));
            let scores: Vec<Option<f64>> = before.iter().map(|one| one.score).collect();
            prop_assert!(after.iter().all(|one| one.source == "rules@1" && scores.contains(&one.score)));
            prop_assert!(after.iter().all(|one| one.id == stable_id(&text, &one.body)));
            let lost: Vec<&Suggestion> = before.iter().filter(|one| !after.contains(one)).collect();
            prop_assert_eq!(lost, error.instead_of.iter().collect::<Vec<_>>());
            prop_assert!(after.is_sorted_by_key(|one| one.body.reading_key()));
        }
    }

    #[test]
    fn all_kinds_occur_and_one_in_five_suggestions_is_wrong() {
        let mut kinds = BTreeSet::new();
        for seed in 0..40 {
            let text = Text::new([WORDS; 5].join(". "));
            let mut all = suggestions(&text);
            // The same names further on.
            for (at, _) in text.as_str().match_indices("باريس").skip(1) {
                let span = text.span(at, at + "باريس".len()).unwrap();
                all.push(Suggestion::new(&text, "rules@1", 0.9, Body::Entity { span, label: Label::new("LOC") }));
            }
            let wanted = all.len() / ONE_IN;
            let errors = seed_errors(&text, &mut all, &labels(), &mut fastrand::Rng::with_seed(seed));
            assert_eq!(errors.len(), wanted);
            kinds.extend(errors.iter().map(|error| error.kind));
        }
        assert_eq!(kinds, SeededErrorKind::ALL.into_iter().collect());
    }

    #[test]
    fn a_linked_speaker_and_an_article_without_entities_stay_as_they_are() {
        let text = Text::new("قال سامي");
        let person = entity(&text, "سامي", "PER", 0.5);
        let line = r#"{"id":"a","text":"قال سامي","entities":[{"id":"s","start":4,"end":8,"label":"PER","source":"m@1","score":0.5}],
            "quotes":[{"id":"q","kind":"direct","content":[{"start":0,"end":3}],"source":"m@1","score":0.5,
            "speaker":{"start":4,"end":8,"entity":"s"}}]}"#;
        let (article, _) = crate::gold::json::read(line).unwrap();
        for seed in 0..40 {
            let mut all = article.suggestions.clone();
            seed_errors(&text, &mut all, &labels(), &mut fastrand::Rng::with_seed(seed));
            assert!(all.iter().any(|one| one.id == "s" && one.body.agrees_with(&person.body)), "{all:?}");
        }
        let mut none = Vec::new();
        assert_eq!(seed_errors(&text, &mut none, &labels(), &mut fastrand::Rng::with_seed(1)), []);
    }
}
