//! The subject before a verb.
//!
//! ```text
//! كان [الوزير] قد قال · أما [الوزير] فقال · [الوزير] قال · [الوزير] الذي قال · لكن [ماركو ريتشي]، الذي يدير مقهى، يرى
//! ```

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;

use super::super::context::Context;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number};
use crate::words::token::TokenSpan;

/// The most tokens between an opening word (كان, أما) and its verb with قد.
const REACH_BEFORE_PARTICLE: usize = 24;

/// The same for a verb without قد.
const REACH_BEFORE_VERB: usize = 14;

/// The most tokens of a noun phrase directly before its verb.
const LONGEST_TOPIC: usize = 12;

/// The most tokens between the head of a sentence and its verb, if a description is between them.
const LONGEST_FAR_TOPIC: usize = 24;

/// The most tokens before a participle that are searched for the subject of its sentence.
const LONGEST_SENTENCE_HEAD: usize = 80;

impl Context<'_> {
    /// True for كان and its like, which are before a subject, also after و and ف.
    fn is_auxiliary(&self, at: usize) -> bool {
        let word = self.word(at);
        let bare = word.strip_prefix([letters::WAW, letters::FA]).unwrap_or(word);
        self.lexicon.has_class(bare, Class::Auxiliary)
    }

    /// The subject before a verb: كان فلان قد قال, أن فلانا قال, أما فلان فقال, الوزير قال, الوزير الذي قال.
    pub(crate) fn subject_before(&self, at: usize, proclitic: usize, form: VerbForm) -> Option<TokenSpan> {
        // كان فلان قد قال, أما فلان فقد قال
        let particle = at.checked_sub(1).filter(|before| self.is_qad(*before));
        let verb = at - usize::from(particle.is_some());
        let is_after_qad = particle.is_some_and(|particle| self.is(particle, Class::Qad));
        let proclitic = if particle.is_some() && !is_after_qad { 1 } else { proclitic };
        let reach = if particle.is_some() { REACH_BEFORE_PARTICLE } else { REACH_BEFORE_VERB };
        let opening = (verb.saturating_sub(reach)..verb)
            .rev()
            .take_while(|from| !self.ends_sentence(*from))
            .find(|from| self.opens_subject(*from, proclitic));
        opening
            .and_then(|opening| self.subject_after_opening(opening, verb, is_after_qad, form))
            .or_else(|| self.topic(verb, proclitic, form))
    }

    /// True for a word after which the subject of a later verb begins: كان and أن before a verb, أما before ف and a verb.
    fn opens_subject(&self, at: usize, proclitic: usize) -> bool {
        if self.is(at, Class::AsFor) {
            return proclitic == 1;
        }
        let opens = self.is(at, Class::Was)
            || self.is(at, Class::But)
            || self.complementiser(at).is_some_and(|found| !found.has_pronoun);
        opens && proclitic == 0
    }

    /// The noun phrase after an opening word, if it is the subject of the verb. `after_qad` says that قد is before
    /// the verb.
    fn subject_after_opening(&self, opening: usize, verb: usize, after_qad: bool, form: VerbForm) -> Option<TokenSpan> {
        let from = opening + 1;
        let end = self.phrase_end(from);
        // وكانت المحكمة، اعتبرت; وكانت فرنسا، التي وزعت المشروع، قد قالت
        let comma = usize::from(self.is_comma(end));
        let is_far = after_qad
            && self.word(opening).ends_with([letters::NOON, letters::TA])
            && (self.gender_of(from) == form.gender || form.number == Number::Plural);
        if end > from && (end + comma == verb || is_far && end < verb) {
            return Some(TokenSpan::whole(from, end));
        }
        // أما الطبيبتان رنا الخطيب وسهى مراد فقالتا: all words between أما and the verb are the subject, up to a comma.
        let is_about = self.is(opening, Class::AsFor);
        if is_about && end > from && self.can_speak(from, end) {
            let is_stop =
                |at: &usize| self.is_comma(*at) || self.kind(*at) != TokenKind::Word || self.is_relative_pronoun(*at);
            let stop = (from..verb).find(is_stop);
            return Some(TokenSpan::whole(from, stop.unwrap_or(verb).max(end.min(verb))));
        }
        None
    }

    /// The subject of a sentence that begins with it (الوزير قال, أردوغان يؤكد), or the noun before a relative pronoun.
    fn topic(&self, verb: usize, proclitic: usize, form: VerbForm) -> Option<TokenSpan> {
        // تصريحه الذي قال فيه
        let is_within = (verb + 1..verb + 3).any(|at| self.is_in_it(at));
        let is_singular = |at: usize| self.is(at, Class::RelativeMasculine) || self.is(at, Class::RelativeFeminine);
        if proclitic > 0 || is_within && verb > 0 && is_singular(verb - 1) {
            return None;
        }
        let is_relative =
            verb.checked_sub(1).is_some_and(|at| self.is_relative_pronoun(at) || self.is(at, Class::RelativeDual));
        let end = if is_relative { self.end_of_antecedent(verb - 1, form)? } else { verb };
        let mut found = None;
        for from in (end.saturating_sub(LONGEST_TOPIC)..end).rev() {
            if self.ends_sentence(from) {
                break;
            }
            let clause = TopicClause { end, is_relative, is_first: found.is_none() };
            if self.is_topic(from, &clause, form) {
                found = Some(from);
            }
        }
        if found.is_none()
            && let Some(span) = self.topic_after_proclitic(end)
        {
            return Some(span);
        }
        let from = found.or_else(|| self.far_topic(verb, form))?;
        let end = if found.is_some() { end } else { self.phrase_end(from) };
        let is_after_and = self.word(from).starts_with(letters::WAW)
            && self.words.readings(from).first().is_some_and(|whole| whole.statistics().is_none());
        let agrees =
            self.gender_of(from) == form.gender || form.number == Number::Plural || !self.words.is_definite(from, 0);
        (agrees || is_relative).then(|| TokenSpan::new(from, usize::from(is_after_and), end))
    }

    /// The end of the noun before a relative pronoun. `None` if the verb is not of its gender (الفجوة التي قال إنها كبيرة: the
    /// gap does not speak).
    fn end_of_antecedent(&self, pronoun: usize, form: VerbForm) -> Option<usize> {
        let gender = if self.is(pronoun, Class::RelativeMasculine) {
            Some(Gender::Masculine)
        } else {
            self.is(pronoun, Class::RelativeFeminine).then_some(Gender::Feminine)
        };
        if gender.is_some_and(|gender| gender != form.gender) {
            return None;
        }
        Some(if self.is_after_comma(pronoun) { pronoun - 1 } else { pronoun })
    }

    /// True if the noun phrase that begins at a token is the topic of a clause.
    fn is_topic(&self, from: usize, clause: &TopicClause, form: VerbForm) -> bool {
        let TopicClause { end, is_relative, is_first } = *clause;
        if !self.is_word(from) || self.reporting_verb(from).is_some() || !self.opens_topic(from, is_relative) {
            return false;
        }
        // قرار المحكمة التي اعتبرت: the noun that agrees with the pronoun.
        let agrees = !is_relative
            || form.number == Number::Plural
            || self.has_person(from, end)
            || self.gender_of(from) == form.gender;
        // وتوافقه الرأي جارته سعاد التي تقول: a word that looks like a verb begins no phrase.
        let bare = self.word(from).strip_prefix(letters::WAW).unwrap_or_else(|| self.word(from));
        let is_head = !is_relative
            || is_first
            || !bare.starts_with([letters::YA, letters::TA])
            || self.is_source(from, 0)
            || self.has_person(from, from + 1)
            || self.words.find_role(from, Roles::TITLE.union(Roles::BODY).union(Roles::BODY_DEFINITE)).is_some();
        is_head
            && agrees
            && !self.is_auxiliary(from)
            && self.phrase_end(from) == end
            && (self.can_speak(from, end) || is_relative && is_first && !form.doubtful && !self.is_thing(from))
    }

    /// True if a topic may begin at a token, by what is before it.
    fn opens_topic(&self, from: usize, is_relative: bool) -> bool {
        let Some(before) = from.checked_sub(1) else { return true };
        self.ends_sentence(before)
            || self.is_comma(before)
            || matches!(self.kind(before), TokenKind::Punctuation('-' | '–' | '—' | '؛' | ':' | '*' | '|' | '('))
            || self.is(before, Class::BeforeTopic)
            || is_relative
                && (self.reporting_verb(before).is_some()
                    || self.is_word(before) && !self.words.is_definite(before, 0)
                    || self.is_owned(from)
                    || self.is_preposition(before)
                    || !self.is_word(before)
                    || self.is(before, Class::BeforeAntecedent))
    }

    /// A source after a proclitic, directly before the verb: مستشهدا بعاملة إغاثة قالت له.
    fn topic_after_proclitic(&self, end: usize) -> Option<TokenSpan> {
        let is_source_after_proclitic = |from: &usize| {
            self.word(*from).starts_with([letters::BA, letters::LAM])
                && self.is_source(*from, 1)
                && !self.is_source(*from, 0)
                && !self.words.is_definite(*from, 1)
                && self.phrase_end(*from) >= end
        };
        let from = (end.saturating_sub(3)..end).find(is_source_after_proclitic)?;
        self.quotation_marks.opened_at(end).is_none().then(|| TokenSpan::new(from, 1, end))
    }

    /// A subject at the head of the sentence, with a description before the verb (لكن ماركو ريتشي، الذي يدير مقهى، يرى).
    fn far_topic(&self, verb: usize, form: VerbForm) -> Option<usize> {
        let start = self.sentence_start(verb);
        // إلا أن الطبيبة، التي …، تحذر
        let is_but_that = self.is(start, Class::Except) && self.complementiser(start + 1).is_some();
        let start = if is_but_that { start + 2 } else { start };
        let is_joined =
            [Class::But, Class::AsFor, Class::As, Class::While].into_iter().any(|class| self.is(start, class));
        let from = start + usize::from(is_joined);
        if verb > from + LONGEST_FAR_TOPIC
            || verb <= from + 1
            || self.reporting_verb(from).is_some()
            || self.is_auxiliary(from)
        {
            return None;
        }
        let end = self.phrase_end(from);
        let is_comma = self.is_comma(end);
        let goes_on =
            is_comma || self.is_relative_pronoun(end) || self.is(end, Class::Fi) || self.words.is_definite(end, 0);
        let is_relative = is_comma && self.is_relative_pronoun(end + 1);
        let is_told = is_relative && self.is_comma(verb - 1);
        let announces_nothing =
            |at: usize| is_told && self.reporting_verb(at).is_none_or(|(_, form)| !self.announces(at + 1, form));
        let is_quiet = |at: usize| {
            self.reporting_verb(at).is_none()
                && self.quotation_marks.opened_at(at).is_none_or(|quoted| quoted.words < 5)
        };
        let nobody_speaks = (end..verb).all(announces_nothing) || (end..verb).all(is_quiet);
        let agrees = self.gender_of(from) == form.gender || form.number == Number::Plural;
        let can_speak = is_relative || self.can_speak(from, end);
        (end > from && goes_on && nobody_speaks && agrees && can_speak).then_some(from)
    }

    /// The first person in a sentence: the subject of a participle where no verb of saying is before it.
    pub(crate) fn subject_of_sentence(&self, start: usize, before: usize) -> Option<TokenSpan> {
        let start = start.max(before.saturating_sub(LONGEST_SENTENCE_HEAD));
        let named = (start..before).find(|at| self.is_person_at(*at))?;
        let mut from = named;
        while from > start && from + 4 > named && self.words.has_role(from - 1, Roles::TITLE) {
            from -= 1;
        }
        let end = self.phrase_end(from);
        (end > from && end <= before).then(|| TokenSpan::whole(from, end))
    }
}

/// The clause of a verb whose topic is searched.
struct TopicClause {
    /// The token before which the topic must end.
    end: usize,
    /// The verb is after a relative pronoun.
    is_relative: bool,
    /// No nearer topic was found.
    is_first: bool,
}
