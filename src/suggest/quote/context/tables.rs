//! The tokens of a text, with tables of what is known of each.

use crate::words::lexicon::class::Class;
use std::cell::Cell;

use crate::words::lexicon::reporting::{ReportingLexicon, VerbForm};
use crate::words::reporting_facts::{NounTraits, ReportingFacts};
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::{NameStrength, Words};

use super::super::quotation_marks::QuotationMarks;
use super::classes::TokenClasses;
use super::entities::EntityEdges;
use super::reporting_verbs;
use super::sentences::{self, SentenceEdges};
use super::token_traits::TokenTraits;

/// The tokens of a text with what is worked out once for each of them.
///
/// Rules are methods of this type, grouped by subject in `phrase/`, `content/`, `construction/` and `speaker/`. A rule
/// takes the index of a token; indices past the end are allowed and find nothing.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) words: &'a Words<'a>,
    pub(crate) lexicon: &'a ReportingLexicon,
    pub(crate) quotation_marks: QuotationMarks,
    pub(crate) entities: EntityEdges,
    /// What the lexicon says of each token.
    facts: Vec<ReportingFacts>,
    /// The classes of each token.
    pub(super) classes: TokenClasses,
    sentences: SentenceEdges,
    /// For each token, the reporting verb that it is: the length of its proclitic in letters, and its form.
    reporting_verbs: Vec<Option<(usize, VerbForm)>>,
    /// For each token, the place where content that contains it ends at the latest. Empty until
    /// [`Context::set_latest_content_ends`].
    latest_content_ends: Vec<u32>,
    /// For each token, one past the noun phrase that begins there, once a rule has asked for it.
    phrase_ends: Vec<Cell<Option<u32>>>,
    /// The traits of each token, once a choice has asked for them.
    traits: Vec<Cell<Option<TokenTraits>>>,
    /// The text writes ي for ى (إلي, علي), as papers of the Nile valley do.
    writes_ya_for_alef_maqsura: bool,
}

impl<'a> Context<'a> {
    /// The context of a text. Doubtful reporting verbs are not decided, and the ends of contents are not known yet.
    pub(crate) fn new(
        words: &'a Words<'a>,
        lexicon: &'a ReportingLexicon,
        quotation_marks: QuotationMarks,
        entities: EntityEdges,
    ) -> Self {
        let tokens = words.tokens();
        let facts = ReportingFacts::of_tokens(lexicon, tokens);
        let classes = TokenClasses::new(tokens, &facts);
        Self {
            words,
            lexicon,
            sentences: SentenceEdges::new(tokens, &classes, &quotation_marks),
            quotation_marks,
            entities,
            reporting_verbs: reporting_verbs::find(tokens, &classes, &facts, lexicon),
            latest_content_ends: Vec::new(),
            phrase_ends: vec![Cell::new(None); tokens.len()],
            traits: vec![Cell::new(None); tokens.len()],
            writes_ya_for_alef_maqsura: reporting_verbs::writes_ya_for_alef_maqsura(tokens, &classes),
            classes,
            facts,
        }
    }

    /// The tokens of the text.
    pub(crate) fn tokens(&self) -> &'a Tokens<'a> {
        self.words.tokens()
    }

    /// The number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.tokens().len()
    }

    /// The folded word at a token; empty for what is no word.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens().folded(at)
    }

    /// The kind of a token.
    pub(crate) fn kind(&self, at: usize) -> TokenKind {
        self.tokens().kind(at)
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.tokens().is_word(at)
    }

    pub(crate) fn is_comma(&self, at: usize) -> bool {
        self.tokens().is_comma(at)
    }

    /// True for a token after a comma.
    pub(crate) fn is_after_comma(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.is_comma(before))
    }

    /// True for a colon, but not for the one of a time (20:30).
    pub(crate) fn is_colon(&self, at: usize) -> bool {
        let clock = at > 0 && self.kind(at - 1) == TokenKind::Number && self.kind(at + 1) == TokenKind::Number;
        self.tokens().is_punctuation(at, ':') && !clock
    }

    /// True for إلى and على. In papers that write ي for ى, علي is على unless it is a part of a name.
    pub(crate) fn is_preposition(&self, at: usize) -> bool {
        let is_name = || {
            let next = self.words.readings(at + 1).first();
            self.is_person_at(at) && self.entity_end(at).is_some_and(|end| end > at + 1)
                || at > 0 && self.is_person_at(at - 1)
                || next.is_some_and(|next| self.words.name_strength(at + 1, next) >= NameStrength::Medium)
        };
        self.tokens().is_preposition(at)
            || self.writes_ya_for_alef_maqsura && (self.is(at, Class::Ala) || self.is(at, Class::WaAla)) && !is_name()
    }

    /// One past the entity that begins at a token. Dates do not count as entities here.
    pub(crate) fn entity_end(&self, at: usize) -> Option<usize> {
        self.entities.end(at)
    }

    /// True if the name of a person begins at a token.
    pub(crate) fn is_person_at(&self, at: usize) -> bool {
        self.entities.is_person_at(at)
    }

    /// True if the name of a person begins at one of the tokens.
    pub(crate) fn has_person(&self, from: usize, to: usize) -> bool {
        self.entities.has_person(from, to)
    }

    /// The reporting verb that a token is: the length of its proclitic in letters, and its form.
    pub(crate) fn reporting_verb(&self, at: usize) -> Option<(usize, VerbForm)> {
        self.reporting_verbs.get(at).copied().flatten()
    }

    /// The form of a verb of the lexicon that the letters of a token may be, even if it is another word here: the length of
    /// its proclitic in letters, and the form.
    pub(crate) fn verb_by_letters(&self, at: usize) -> Option<(usize, VerbForm)> {
        self.facts.get(at).and_then(|facts| facts.verb)
    }

    /// What the lexicon says of a token; `None` past the end.
    pub(crate) fn facts(&self, at: usize) -> Option<&ReportingFacts> {
        self.facts.get(at)
    }

    /// True if the letters of a token may be a noun with a trait.
    pub(crate) fn is_noun(&self, at: usize, noun: NounTraits) -> bool {
        self.facts.get(at).is_some_and(|facts| facts.noun.contains(noun))
    }

    /// Decides that a token is no reporting verb.
    pub(crate) fn reject_verb(&mut self, at: usize) {
        if let Some(verb) = self.reporting_verbs.get_mut(at) {
            *verb = None;
        }
    }

    /// True if a sentence ends with this token.
    pub(crate) fn ends_sentence(&self, at: usize) -> bool {
        sentences::ends_sentence(self.tokens(), &self.classes, at)
    }

    /// The first token of the sentence of a token. A quoted span inside it counts as one token.
    pub(crate) fn sentence_start(&self, at: usize) -> usize {
        self.sentences.start(at)
    }

    /// True for the first token of a sentence or of a line, also inside a quoted span.
    pub(crate) fn starts_sentence(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.ends_sentence(before))
    }

    /// True for a token inside quotation marks.
    pub(crate) fn is_quoted_token(&self, at: usize) -> bool {
        self.quotation_marks.around(at).is_some()
    }

    /// The place where content that contains a token ends at the latest: the end of the sentence, or the start of the
    /// next report.
    pub(crate) fn latest_content_end(&self, at: usize) -> usize {
        self.latest_content_ends.get(at).or(self.latest_content_ends.last()).map_or(at, |end| *end as usize)
    }

    /// Stores these places for each token and for the end of the text.
    pub(crate) fn set_latest_content_ends(&mut self, ends: Vec<u32>) {
        self.latest_content_ends = ends;
    }

    /// The traits of a token; `find` works them out at the first call.
    pub(crate) fn traits_or_find(&self, at: usize, find: impl FnOnce() -> TokenTraits) -> TokenTraits {
        let Some(known) = self.traits.get(at) else { return find() };
        let traits = known.get().unwrap_or_else(find);
        known.set(Some(traits));
        traits
    }

    /// One past the noun phrase that begins at a token; `find` works it out at the first call.
    pub(crate) fn phrase_end_or_find(&self, at: usize, find: impl FnOnce() -> usize) -> usize {
        let Some(known) = self.phrase_ends.get(at) else { return at };
        if let Some(known) = known.get() {
            return known as usize;
        }
        let end = find();
        known.set(u32::try_from(end).ok());
        end
    }
}
