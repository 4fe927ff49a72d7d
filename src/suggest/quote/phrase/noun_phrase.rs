//! The end of a noun phrase: title, name, apposition.
//!
//! ```text
//! [الوزير سامي الخطيب] في مؤتمر صحفي
//! [المتحدثة باسم الشركة، نجلاء الصقلي]، أن
//! [منظمة «آبار بلا حدود»] إن
//! ```

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;
use crate::words::word::NameStrength;

use super::super::context::{Context, count_step};

/// The most tokens that a noun phrase has.
const LONGEST_PHRASE: usize = 24;

/// The most words of a name in quotation marks.
const LONGEST_QUOTED_NAME: usize = 3;

impl Context<'_> {
    /// One past the noun phrase that begins at a token. Gives the token itself if none begins there. It stops before relative
    /// clauses, prepositions (except those inside a title: المتحدث باسم, منسقة في), times, verbs and quotations.
    pub(crate) fn phrase_end(&self, from: usize) -> usize {
        self.phrase_end_or_find(from, || self.find_phrase_end(from))
    }

    fn find_phrase_end(&self, from: usize) -> usize {
        let mut at = from;
        while at < from + LONGEST_PHRASE && at < self.len() {
            count_step();
            match self.next_of_phrase(at, from) {
                PhraseStep::At(next) => at = next,
                PhraseStep::EndAt(end) => {
                    at = end;
                    break;
                }
            }
        }
        while at > from && matches!(self.kind(at - 1), TokenKind::Punctuation('،' | ',' | '-')) {
            at -= 1;
        }
        at
    }

    /// One step along a noun phrase that began at `from`.
    fn next_of_phrase(&self, at: usize, from: usize) -> PhraseStep {
        let tokens = self.tokens();
        let is_letter = self.is_word(at) && self.word(at).chars().count() < 2;
        // د. أحمد
        if is_letter && tokens.is_punctuation(at + 1, '.') && !self.ends_sentence(at + 1) {
            return PhraseStep::At(at + 2);
        }
        if self.is_addressee(at) || is_letter {
            return PhraseStep::EndAt(at);
        }
        if let Some(end) = self.entity_end(at) {
            return self.step_over_entity(at, end, from);
        }
        match tokens.kind(at) {
            // شاهد يدعى معلم آدم: a clause that names.
            TokenKind::Word
                if at > from
                    && self.is(at, Class::IsCalled)
                    && self.reporting_verb(at).is_none()
                    && self.is_word(at + 1) =>
            {
                PhraseStep::At(at + 1)
            }
            TokenKind::Word if self.breaks_phrase(at, from) => PhraseStep::EndAt(at),
            TokenKind::Word | TokenKind::Foreign => PhraseStep::At(at + 1),
            // ب(AFP): a short name in brackets belongs to it.
            TokenKind::Punctuation('(') if at > from => {
                self.end_of_bracketed_name(at).map_or(PhraseStep::EndAt(at), PhraseStep::At)
            }
            TokenKind::Punctuation('-') if at > from && tokens.get(at).is_some_and(|token| token.glued) => {
                PhraseStep::At(at + 1)
            }
            TokenKind::Punctuation('،' | ',')
                if at > from && (self.opens_apposition(at + 1) || self.opens_office(at + 1, from)) =>
            {
                PhraseStep::At(at + 1)
            }
            TokenKind::QuotationMark if at == from => PhraseStep::EndAt(self.end_of_quoted_subject(at).unwrap_or(at)),
            TokenKind::QuotationMark => self.end_of_quoted_name(at, from).map_or(PhraseStep::EndAt(at), PhraseStep::At),
            _ => PhraseStep::EndAt(at),
        }
    }

    /// Steps over an entity. After the name of a person, the phrase continues only with an unknown part of the name, a title or
    /// another person (طالب أنان | إسرائيل).
    fn step_over_entity(&self, at: usize, end: usize, from: usize) -> PhraseStep {
        let is_person = self.is_person_at(at);
        let strength = self.words.readings(end).first().map(|reading| self.words.name_strength(end, reading));
        let is_family_name = is_person
            && (self.is_nisba(end) && self.word(end).ends_with(letters::YA)
                || self.is(end, Class::Ala) && !self.is_preposition(end)
                || self.is_unknown(end)
                || self.words.is_definite(end, 0) && self.is_word(end - 1) && end == from + 1);
        let goes_on = is_family_name
            || self.words.has_role(end, Roles::TITLE)
            || strength >= Some(NameStrength::Medium) && self.entity_end(end).is_none();
        let is_other =
            is_person && self.is_word(end) && !goes_on && !self.joins_name(end, from) && !self.joins_person(end);
        if is_other { PhraseStep::EndAt(end) } else { PhraseStep::At(end) }
    }

    /// One past a short name in brackets: (AFP), (سانا). Ages, which hold a number, are none.
    fn end_of_bracketed_name(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens();
        let close = (at + 2..at + 5).find(|at| tokens.is_punctuation(*at, ')'))?;
        (at + 1..close).all(|at| matches!(tokens.kind(at), TokenKind::Word | TokenKind::Foreign)).then_some(close + 1)
    }

    /// One past a name in quotation marks that is the whole phrase, before a complementiser: "موندو ديبورتيفو" أن, "وول ستريت
    /// جورنال" إلى أن.
    fn end_of_quoted_subject(&self, at: usize) -> Option<usize> {
        let quoted = self.quotation_marks.opened_at(at)?;
        let after = quoted.after();
        let reports = self.complementiser(after).is_some()
            || self.complementiser(after + 1).is_some()
                && (self.is_preposition(after) || self.is(after, Class::An) || self.is(after, Class::Min));
        (quoted.is_closed && quoted.words <= LONGEST_QUOTED_NAME && reports).then_some(after)
    }

    /// One past a name in quotation marks after its head noun (منظمة «آبار بلا حدود»). Speech would have a comma or a colon
    /// before it.
    fn end_of_quoted_name(&self, at: usize, from: usize) -> Option<usize> {
        let quoted = self.quotation_marks.opened_at(at)?;
        if !quoted.is_closed || quoted.words > LONGEST_QUOTED_NAME {
            return None;
        }
        let (inside, after) = (quoted.inside().from, quoted.after());
        // كتلة "النهج الوطني": a noun without the article before a noun with the article.
        let is_construct = self.words.is_definite(inside, 0)
            && !self.words.is_definite(at - 1, 0)
            && self.is_word(at - 1)
            && !self.is_person_at(at - 1)
            && !(at > from + 1
                && [letters::MY, letters::NISBA_FEMININE].iter().any(|end| self.word(at - 1).ends_with(end)))
            && (self.is_word(after) || self.is_comma(after));
        // حلف شمال الأطلسي "الناتو" ينس ستولتنبرغ
        let before_person = quoted.words <= 2 && self.is_person_at(after);
        // موقع "والا" العبري
        let after_medium = self.is(at - 1, Class::NamedThing);
        let head = Roles::BODY.union(Roles::FACILITY).union(Roles::WORK);
        let is_name = is_construct || before_person || after_medium || self.words.find_role(at - 1, head).is_some();
        is_name.then_some(after)
    }
}

/// A step along a noun phrase.
enum PhraseStep {
    /// The phrase continues at this token.
    At(usize),
    /// The phrase ends before this token.
    EndAt(usize),
}
