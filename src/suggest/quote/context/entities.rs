//! The edges of entities, by token. Dates are left out: they are no part of a speaker.

use crate::suggest::candidate::{ChosenEntity, EntityType};
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::token::Tokens;

use super::letters::written;
use crate::words::lexicon::reporting::ReportingLexicon;
use crate::words::morphology::VerbShape;

/// The edges of the entities of a text.
#[derive(Debug, Default)]
pub(crate) struct EntityEdges {
    /// For each token, one past the entity that begins there; 0 for none. Empty if no entities are known.
    ends: Vec<usize>,
    /// For each token, the type of the entity that begins there.
    types: Vec<Option<EntityType>>,
}

impl EntityEdges {
    /// The edges of found entities. A name ends before a verb that looks like a part of it (أما سليم عطوي فرأى), and
    /// before فإن (مروان فإن is no Dutch name).
    pub(crate) fn new(tokens: &Tokens<'_>, entities: &[ChosenEntity], lexicon: &ReportingLexicon) -> Self {
        let mut edges = Self { ends: vec![0; tokens.len()], types: vec![None; tokens.len()] };
        let is_verb = |at: usize| {
            lexicon.find_verb(tokens.folded(at)).is_some_and(|(proclitic, form)| {
                !form.doubtful && (proclitic == 1 || form.shape == VerbShape::Participle)
            })
        };
        let is_fa_inna = |at: usize| {
            lexicon.has_class(tokens.folded(at), Class::So)
                && written(tokens, at).contains(letters::WRITTEN_HAMZA_BELOW)
        };
        let ends_name = |at: &usize| is_verb(*at) || lexicon.is_medium(tokens.folded(*at)) || is_fa_inna(*at);
        for found in entities.iter().filter(|found| found.candidate.entity_type != EntityType::Date) {
            let (from, to) = (found.candidate.tokens.from, found.candidate.tokens.to);
            if let Some(end) = edges.ends.get_mut(from) {
                *end = (from + 1..to).find(ends_name).unwrap_or(to);
            }
            if let Some(slot) = edges.types.get_mut(from) {
                *slot = Some(found.candidate.entity_type);
            }
        }
        edges
    }

    /// One past the entity that begins at a token.
    pub(crate) fn end(&self, at: usize) -> Option<usize> {
        self.ends.get(at).copied().filter(|end| *end > at)
    }

    /// True if entities are known and none begins at a token.
    pub(crate) fn is_free(&self, at: usize) -> bool {
        self.ends.get(at) == Some(&0)
    }

    /// True if an entity begins at one of the tokens.
    pub(crate) fn has_any(&self, from: usize, to: usize) -> bool {
        self.ends.get(from..to).is_some_and(|ends| ends.iter().any(|end| *end > 0))
    }

    /// The type of the entity that begins at a token.
    pub(crate) fn type_at(&self, at: usize) -> Option<EntityType> {
        self.types.get(at).copied().flatten()
    }

    /// True if the name of a person begins at a token.
    pub(crate) fn is_person_at(&self, at: usize) -> bool {
        self.type_at(at) == Some(EntityType::Person)
    }

    /// True if the name of a person begins at one of the tokens.
    pub(crate) fn has_person(&self, from: usize, to: usize) -> bool {
        self.types.get(from..to).is_some_and(|types| types.contains(&Some(EntityType::Person)))
    }
}
