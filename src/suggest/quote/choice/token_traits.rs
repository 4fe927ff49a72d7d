//! What the features know of a token: its letters, its clusters, and a few facts.

use crate::suggest::linear::choice::{FeatureName, Features};
use crate::suggest::linear::clusters::Clusters;
use crate::suggest::linear::hash::hash_word;
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::morphology::VerbShape;
use crate::words::token::TokenKind;

use super::super::context::{Context, TokenTraits};

/// A number for a name, as a value of a feature.
pub(in super::super) fn code(name: &str) -> u64 {
    hash_word(name.chars())
}

/// A length in steps that grow: 0, 1, 2, 3, 4, 6, 9, 13, 19, 28, 42, 63.
pub(in super::super) fn size(length: usize) -> u64 {
    [1, 2, 3, 4, 6, 9, 13, 19, 28, 42, 63].into_iter().filter(|step| length >= *step).count() as u64
}

impl TokenTraits {
    /// The traits of a token, which are worked out once.
    pub(in super::super) fn of(context: &Context<'_>, at: usize) -> Self {
        context.traits_or_find(at, || Self::find(context, at))
    }

    fn find(context: &Context<'_>, at: usize) -> Self {
        let word = context.word(at);
        let clusters = || {
            let find = |word: &str| Clusters::builtin().find(hash_word(word.chars()));
            let without = word.strip_prefix([letters::WAW, letters::FA]);
            find(word)
                .or_else(|| without.and_then(find))
                .map_or([0, 0], |[small, middle, _]| [1 + u64::from(small), 1 + u64::from(middle)])
        };
        let clusters = if context.is_word(at) { clusters() } else { [0, 0] };
        Self { word: code(word), clusters, kind: kind(context, at), facts: facts(context, at) }
    }

    /// Adds the features of the token under a name, each together with a value.
    pub(super) fn describe(&self, features: &mut Features, names: &TraitNames, with: u64) {
        features.add(names.word, &[self.word, with]);
        features.add(names.cluster, &[1, self.clusters[0], with]);
        features.add(names.cluster, &[2, self.clusters[1], with]);
        features.add(names.facts, &[self.facts, self.kind, with]);
        let mut facts = self.facts;
        while facts != 0 {
            features.add(names.fact, &[u64::from(facts.trailing_zeros()), with]);
            facts &= facts - 1;
        }
    }
}

/// The names of the features of a token.
#[derive(Debug)]
pub(super) struct TraitNames {
    word: FeatureName,
    cluster: FeatureName,
    facts: FeatureName,
    fact: FeatureName,
}

impl TraitNames {
    pub(super) const fn new(word: &str, cluster: &str, facts: &str, fact: &str) -> Self {
        Self {
            word: FeatureName::new(word),
            cluster: FeatureName::new(cluster),
            facts: FeatureName::new(facts),
            fact: FeatureName::new(fact),
        }
    }
}

/// The kind of a token.
fn kind(context: &Context<'_>, at: usize) -> u64 {
    match context.kind(at) {
        TokenKind::Word => 1,
        TokenKind::Foreign => 2,
        TokenKind::Number => 3,
        TokenKind::QuotationMark => 4 + u64::from(context.quotation_marks.opened_at(at).is_some()),
        TokenKind::LineEnd => 6,
        TokenKind::Punctuation(mark) => 16 + u64::from(u32::from(mark)),
    }
}

fn facts(context: &Context<'_>, at: usize) -> u64 {
    if !context.is_word(at) {
        return 0;
    }
    let word = context.word(at);
    let verb = context.reporting_verb(at).map(|(_, form)| form);
    let is_a = |shape: VerbShape| verb.is_some_and(|form| form.shape == shape);
    let facts = [
        context.words.is_definite(at, 0),
        context.is_verbal_noun(at, 0),
        word.starts_with([letters::BA, letters::LAM]) && context.is_verbal_noun(at, 1),
        context.entity_end(at).is_some(),
        context.is_person_at(at),
        context.words.has_role(at, Roles::STOP),
        context.is_preposition(at) || context.is(at, Class::LeadingPreposition),
        is_a(VerbShape::Finite),
        is_a(VerbShape::Participle),
        context.complementiser(at).is_some(),
        context.is_relative_pronoun(at),
        word.ends_with(letters::ALEF) && word.chars().count() > 3,
        word.ends_with(letters::HA),
        word.ends_with(letters::TA),
        word.starts_with(letters::WAW),
        word.starts_with(letters::FA),
        word.starts_with([letters::YA, letters::TA]),
        context.is_source(at, 0),
    ];
    facts.into_iter().enumerate().fold(1, |sum, (bit, fact)| sum | u64::from(fact) << (bit + 1))
}
