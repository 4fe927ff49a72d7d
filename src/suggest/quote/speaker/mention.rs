//! The last mention, for a verb with which no earlier speaker agrees: the person or organisation that a nearby sentence is
//! about, whatever its verb (خرجت سلمى إدريس من المحكمة. وقالت: «…»).

use crate::words::letters;
use crate::words::lexicon::class::Class;
use std::ops::Range;

use crate::words::lexicon::entities::Roles;
use crate::words::morphology::{Gender, Number};
use crate::words::token::TokenSpan;

use super::super::agreement::Agreement;
use super::super::context::{Context, without_proclitic};

/// Sentences that are looked at, that of the verb among them.
const SENTENCES: usize = 4;

/// Tokens that are looked at.
const REACH: usize = 120;

impl Context<'_> {
    /// The first noun phrase of the nearest sentence before a token that can speak and agrees with a verb. The tokens of
    /// `reported` are said by someone else, so they are skipped.
    pub(super) fn last_mentioned(
        &self,
        place: usize,
        agreement: Agreement,
        reported: &Range<usize>,
    ) -> Option<TokenSpan> {
        let lowest = place.saturating_sub(REACH);
        let mut to = place;
        let mut seen = 0;
        while to > lowest && seen < SENTENCES {
            let start = self.sentence_start(to - 1).max(lowest);
            if let Some(found) = self.first_mentioned(start, to, agreement, reported) {
                return Some(found);
            }
            seen += usize::from(to > start + 2);
            to = start.min(to - 1);
        }
        None
    }

    /// The person that the sentence before one that begins at `to` names, in the same paragraph.
    pub(super) fn person_in_sentence_before(
        &self,
        paragraph: usize,
        to: usize,
        agreement: Agreement,
        reported: &Range<usize>,
    ) -> Option<TokenSpan> {
        let before = to.checked_sub(1).filter(|before| *before > paragraph)?;
        let start = self.sentence_start(before).max(paragraph);
        let found = self.first_mentioned(start, to, agreement, reported)?;
        self.has_person(found.from, found.to).then_some(found)
    }

    fn first_mentioned(
        &self,
        start: usize,
        to: usize,
        agreement: Agreement,
        reported: &Range<usize>,
    ) -> Option<TokenSpan> {
        let mut at = start;
        while at < to {
            let is_said = reported.contains(&at) || self.is_quoted_token(at);
            let Some(proclitic) = self.begins_mention(at).filter(|_| !is_said) else {
                at += 1;
                continue;
            };
            let end = self.subject_end(at).max(at + 1);
            if end <= to && self.agreement_of_mention(at, proclitic) == agreement {
                return Some(TokenSpan::new(at, proclitic, end));
            }
            at = end;
        }
        None
    }

    /// The letters of the proclitic before a name, a title or a source that begins at a token; `None` for any other word.
    pub(super) fn begins_mention(&self, at: usize) -> Option<usize> {
        // الأمين | العام: an adjective, though it is a title elsewhere.
        let is_adjective =
            at > 0 && self.words.is_definite(at, 0) && self.words.is_definite(at - 1, 0) && !self.is_source(at, 0);
        if is_adjective
            || !self.is_word(at)
            || self.reporting_verb(at).is_some()
            || self.is_preposition(at)
            || self.is_thing(at)
        {
            return None;
        }
        let is_title = self.words.has_role(at, Roles::TITLE)
            && !self.words.has_role(at, Roles::PARTICLE)
            && !self.is(at, Class::General);
        if self.is_person_at(at) || is_title || self.is_source(at, 0) || self.is_plural_construct(at) {
            return Some(0);
        }
        // اجتمع بالوزيرة, سلم الجائزة للعالمة
        (self.word(at).starts_with([letters::BA, letters::LAM]) && self.is_source(at, 1)).then_some(1)
    }

    /// True for a plural before its genitive: معلمو المنطقة.
    pub(super) fn is_plural_construct(&self, at: usize) -> bool {
        self.word(at)
            .strip_suffix(letters::WAW)
            .is_some_and(|stem| stem.chars().count() > 2 && self.lexicon.is_source(stem))
    }

    pub(super) fn agreement_of_mention(&self, at: usize, proclitic: usize) -> Agreement {
        let bare = without_proclitic(self.word(at), proclitic);
        let bare = bare
            .strip_prefix(letters::ARTICLE)
            .or_else(|| bare.strip_prefix(letters::LAM).filter(|_| proclitic == 1))
            .unwrap_or(bare);
        let is_person = self.is_person_at(at);
        let stem = [letters::PLURAL_UN, letters::PLURAL_IN, letters::DUAL]
            .iter()
            .find_map(|ending| bare.strip_suffix(ending))
            .unwrap_or_default();
        let is_plural = !is_person
            && (self.is_plural_construct(at)
                || self.lexicon.has_class(bare, Class::PluralOfPeople)
                || stem.chars().count() > 2 && (self.lexicon.is_source(stem) || bare.ends_with(letters::PLURAL_UN)));
        if is_plural {
            return Agreement::new(Gender::Masculine, Number::Plural);
        }
        // خرجت سلمى: the verb before a name shows more than the name.
        let before = at.checked_sub(1).map(|before| self.word(before)).unwrap_or_default();
        let is_after_feminine_verb =
            before.ends_with(letters::TA) && !before.ends_with(letters::FEMININE_PLURAL) && before.chars().count() > 3;
        let is_feminine = is_person && is_after_feminine_verb
            || self.lexicon.gender(bare) == Gender::Feminine
            || self.gender_of(at) == Gender::Feminine;
        Agreement::singular(if is_feminine { Gender::Feminine } else { Gender::Masculine })
    }
}
