//! Possible entities: the values that the rules, the tagger and the quotes exchange.

use crate::text::Span;
use crate::words::token::TokenSpan;
use crate::words::word::Words;

use super::evidence::Evidence;

/// The types of entity that the rules find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum EntityType {
    Person,
    Location,
    Organisation,
    Misc,
    Date,
    /// A type of a trained model that the rules do not have.
    Other,
}

impl EntityType {
    /// The types that have a label.
    pub(super) const LABELLED: [Self; 5] = [Self::Person, Self::Location, Self::Organisation, Self::Misc, Self::Date];

    /// The name of the type's label; empty for [`EntityType::Other`].
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Location => "LOC",
            Self::Organisation => "ORG",
            Self::Misc => "MISC",
            Self::Date => "DATE",
            Self::Other => "",
        }
    }

    /// The type of a label.
    pub(super) fn of_label(label: &str) -> Self {
        Self::LABELLED.into_iter().find(|entity_type| entity_type.label() == label).unwrap_or(Self::Other)
    }
}

/// Tokens that may be an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) tokens: TokenSpan,
    pub(super) entity_type: EntityType,
    pub(super) evidence: Evidence,
}

impl Candidate {
    pub(super) const fn new(tokens: TokenSpan, entity_type: EntityType, evidence: Evidence) -> Self {
        Self { tokens, entity_type, evidence }
    }

    /// The number of tokens.
    pub(super) const fn len(&self) -> usize {
        self.tokens.to - self.tokens.from
    }
}

/// A candidate that was chosen: it overlaps no other chosen one.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChosenEntity {
    pub(super) span: Span,
    pub(super) candidate: Candidate,
    /// The tagger's opinion; `None` if only the rules found the entity.
    pub(super) tagger: Option<TaggerOpinion>,
}

/// The opinion of the tagger about a chosen entity.
#[derive(Debug, Clone, Copy)]
pub(super) struct TaggerOpinion {
    /// The index of its label in the tagger's labels.
    pub(super) label: usize,
    /// The probability that span and label are right, from 0 to 1.
    pub(super) score: f64,
    /// True if a rule found the same tokens with the same type.
    pub(super) rules_agree: bool,
}

/// The rules for entities, as a value. The tagger uses what they find as evidence, but does not know them.
#[derive(Debug, Clone, Copy)]
pub struct Rules(fn(&Words<'_>) -> Vec<ChosenEntity>);

impl Rules {
    pub(super) const fn new(find: fn(&Words<'_>) -> Vec<ChosenEntity>) -> Self {
        Self(find)
    }

    /// Finds the entities of an article by rule, in reading order and without overlaps.
    pub(super) fn find(self, words: &Words<'_>) -> Vec<ChosenEntity> {
        (self.0)(words)
    }
}

/// What is wanted at each place of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The best entity or quote.
    Best,
    /// Also what else the words may be.
    BestAndOthers,
}
