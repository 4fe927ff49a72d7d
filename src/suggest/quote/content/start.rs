//! The start of content after a speaker.
//!
//! ```text
//! قال الوزير | إن …        a complementiser
//! قال الوزير: | «…»        a quotation
//! وقال الوزير: | …         a colon and words
//! دعا الوزير إلى | وقف …    a verbal noun after a preposition
//! سأل الوزير عما | إذا …   an indirect question
//! ```

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::lexicon::verb::Preposition;
use crate::words::reporting_facts::NounTraits;
use crate::words::token::TokenKind;

use super::super::context::{Complementiser, Context, count_step};
use super::super::quotation_marks::QuotedSpan;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::lexicon::verb::ReportingVerb;
use crate::words::morphology::VerbShape;

/// The most tokens between a speaker and its content.
pub(crate) const CONTENT_REACH: usize = 20;

/// After a verb with an object (وصف), a complementiser farther away than this belongs to another verb.
const COMPLEMENTISER_REACH_BEHIND_OBJECT: usize = 7;

/// The ways in which content begins.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ContentStart {
    /// At this complementiser.
    Complementiser(Complementiser),
    /// At an opening quotation mark.
    Quotation,
    /// After a colon, without quotation marks.
    Colon,
    /// With a verbal noun or a question word. The length of its proclitic is given in letters.
    VerbalNoun { proclitic: usize },
}

impl ContentStart {
    /// A word without a proclitic.
    const WORD: Self = Self::VerbalNoun { proclitic: 0 };
}

/// One step of the search for the start of content.
enum SearchStep {
    /// Content begins here.
    Found(usize, ContentStart),
    /// Nothing begins before this token.
    SkipTo(usize),
    /// This verb has no content.
    Stop,
}

/// The search for the content of one verb.
struct ContentSearch<'a> {
    /// One past the speaker.
    from: usize,
    form: VerbForm,
    verb: &'a ReportingVerb,
}

/// A step of the search for the start of content: what begins at a token, if anything does.
type Step<'a> = for<'c, 's, 'v> fn(&'c Context<'a>, &'s ContentSearch<'v>, usize) -> Option<SearchStep>;

impl<'a> Context<'a> {
    /// What content can begin with, in the order in which each token is asked.
    const STEPS: [Step<'a>; 8] = [
        Self::at_complementiser,
        Self::at_question_word,
        Self::at_colon,
        Self::at_quotation,
        Self::at_opinion,
        Self::at_governed_preposition,
        Self::at_verbal_noun,
        Self::at_other_verb,
    ];

    /// The first thing after a speaker with which content can begin, in the same sentence.
    pub(crate) fn find_content(&self, from: usize, form: VerbForm) -> Option<(usize, ContentStart)> {
        let search = ContentSearch { from, form, verb: self.lexicon.verb(form) };
        let mut at = from;
        while at < from + CONTENT_REACH && !self.ends_sentence(at) {
            count_step();
            match Self::STEPS.iter().find_map(|step| step(self, &search, at)) {
                Some(SearchStep::Found(found, start)) => return Some((found, start)),
                Some(SearchStep::SkipTo(next)) => at = next,
                Some(SearchStep::Stop) => return None,
                None => at += 1,
            }
        }
        None
    }

    /// قال إن …: a complementiser of this verb.
    fn at_complementiser(&self, search: &ContentSearch<'_>, at: usize) -> Option<SearchStep> {
        let ContentSearch { from, form, verb } = *search;
        let found = self.complementiser(at)?;
        let before = at - usize::from(at > 0);
        let is_near = !verb.object
            || found.proclitic > 0
            || verb.governs_word(self.word(before))
            || at < from + COMPLEMENTISER_REACH_BEHIND_OBJECT
            || self.is_comma(before);
        let is_own = is_near && (at == from || !self.is_complementiser_of_another_word(at, form));
        is_own.then_some(SearchStep::Found(at, ContentStart::Complementiser(found)))
    }

    /// سأل عما إذا كان, تساءل كيف: an indirect question.
    fn at_question_word(&self, search: &ContentSearch<'_>, at: usize) -> Option<SearchStep> {
        if self.is(at, Class::AboutWhat) && self.is(at + 1, Class::Whether) {
            return Some(SearchStep::Found(at + 1, ContentStart::WORD));
        }
        let tells_how = search.verb.narrates && self.is(at, Class::How);
        let asks = search.verb.asks && self.is(at, Class::QuestionWord);
        (tells_how || asks).then_some(SearchStep::Found(at, ContentStart::WORD))
    }

    /// قال: …: the words after the colon, also in the next line.
    fn at_colon(&self, _: &ContentSearch<'_>, at: usize) -> Option<SearchStep> {
        if !self.is_colon(at) {
            return None;
        }
        if let Some(found) = self.complementiser(at + 1) {
            return Some(SearchStep::Found(at + 1, ContentStart::Complementiser(found)));
        }
        let following = (at + 1..at + 4).find(|at| self.kind(*at) != TokenKind::LineEnd).unwrap_or(at + 1);
        Some(match self.quotation_marks.opened_at(following) {
            Some(_) => SearchStep::Found(following, ContentStart::Quotation),
            None => SearchStep::Found(at + 1, ContentStart::Colon),
        })
    }

    /// قال فلان «…»: a quotation that is speech. Names are skipped.
    fn at_quotation(&self, search: &ContentSearch<'_>, at: usize) -> Option<SearchStep> {
        let ContentSearch { from, verb, .. } = *search;
        let quoted = self.quotation_marks.opened_at(at)?;
        let skip = SearchStep::SkipTo(quoted.after().max(at + 1));
        // المسؤول في "جامعة آستون": "…": a name before the colon.
        if self.is_name_before_colon(quoted) {
            return Some(skip);
        }
        // لـ "سي ان ان": the listener.
        let is_addressee = self.is(at - usize::from(at > 0), Class::Lam);
        let is_near = at <= from + 1 || self.is_comma(at - 1);
        // وصفه بـ"الخطير جدا"
        let is_judgement = verb.object && quoted.words == 2 && verb.names_judgement;
        // Farther away it may be a name, if the report comes after it.
        let is_alone = || {
            !(quoted.after()..quoted.after() + 12)
                .take_while(|at| !self.ends_sentence(*at) && self.reporting_verb(*at).is_none())
                .any(|at| self.complementiser(at).is_some() || self.tokens().is_punctuation(at, ':'))
        };
        let is_speech = quoted.words >= 3 && (is_near || quoted.words >= 5 || is_alone());
        if (is_speech || is_judgement) && !is_addressee && !self.is_title_after_head(at) {
            return Some(SearchStep::Found(at, ContentStart::Quotation));
        }
        Some(skip)
    }

    /// أعرب عن أمله في أن …, جدد تأكيده أن …: an opinion that someone holds.
    fn at_opinion(&self, _: &ContentSearch<'_>, at: usize) -> Option<SearchStep> {
        self.opinion_content(at).map(|(found, start)| SearchStep::Found(found, start))
    }

    /// دعا إلى وقف …, أشاد ب"…": a noun or quotation after a preposition that the verb governs.
    fn at_governed_preposition(&self, search: &ContentSearch<'_>, at: usize) -> Option<SearchStep> {
        let ContentSearch { form, verb, .. } = *search;
        let (following, proclitic) = self.governed(at, form)?;
        if proclitic == 0
            && let Some(step) = self.at_opinion(search, following)
        {
            return Some(step);
        }
        if self.complementiser(following).is_some() && proclitic == 0 {
            return Some(SearchStep::SkipTo(following));
        }
        if let Some(quoted) = self.quotation_marks.opened_at(following) {
            let goes_on = verb.verbal && self.content_goes_on(quoted.after());
            if goes_on && quoted.is_closed && !self.is_title_after_head(following) {
                return Some(SearchStep::Found(following, ContentStart::WORD));
            }
            // أشاد ب"روح لا تشترى": praise in quoted words.
            let judges = verb.verbal || verb.object || self.is_speech(following);
            if quoted.words >= 3 || !self.is_title_after_head(following) && judges {
                return Some(SearchStep::Found(following, ContentStart::Quotation));
            }
        }
        let is_noun = matches!(self.kind(following), TokenKind::Word | TokenKind::Number);
        if !(verb.verbal || verb.wonders)
            || !is_noun
            || !self.is_object_clear(search, at, proclitic)
            || !self.is_statement(verb, following, proclitic)
        {
            return None;
        }
        if let Some((at, found)) = self.complementiser_after_topic(following, proclitic) {
            return Some(SearchStep::Found(at, ContentStart::Complementiser(found)));
        }
        let is_voiced = verb.governs(&Preposition::An);
        if is_voiced && self.lexicon.is_feeling(self.word(following)) {
            return Some(self.at_opinion(search, following).unwrap_or(SearchStep::Stop));
        }
        Some(SearchStep::Found(following, ContentStart::VerbalNoun { proclitic }))
    }

    /// True if no other noun is between the verb and its preposition, so that the preposition is the verb's own.
    fn is_object_clear(&self, search: &ContentSearch<'_>, at: usize, proclitic: usize) -> bool {
        let is_owned = at > search.from
            && !self.words.is_definite(at - 1, 0)
            && [letters::HIS, letters::HER, letters::THEIR, letters::OF_TWO]
                .iter()
                .any(|pronoun| self.word(at - 1).ends_with(pronoun))
            && proclitic == 0;
        search.verb.object
            || at == search.from
            || self.is_comma(at - 1)
            || !self.is_plain_noun(search.from) && !is_owned
    }

    /// True if the noun after a governed preposition says something (إلى وقف القتال), and does not only point at something
    /// (إلى الاتفاق).
    fn is_statement(&self, verb: &ReportingVerb, following: usize, proclitic: usize) -> bool {
        verb.object
            || verb.wonders && !self.words.has_role(following, Roles::STOP)
            || verb.governs(&Preposition::Min)
            || self.is_verbal_noun(following, proclitic)
                && !(verb.indefinite && self.is_vague_noun(following, proclitic))
    }

    /// أفاد الديوان بالسياحة … بأن: the content comes after بأن, not after the first ب.
    fn complementiser_after_topic(&self, following: usize, proclitic: usize) -> Option<(usize, Complementiser)> {
        if proclitic != 1 || !self.words.is_definite(following, 1) {
            return None;
        }
        (following + 1..following + 8)
            .take_while(|at| self.is_word(*at) && self.reporting_verb(*at).is_none() && !self.is(*at, Class::Whether))
            .find_map(|at| Some((at, self.complementiser(at).filter(|found| found.proclitic == 1)?)))
    }

    /// نفى وجود …, توقع ارتفاع …: a verbal noun that is the object.
    fn at_verbal_noun(&self, search: &ContentSearch<'_>, at: usize) -> Option<SearchStep> {
        let ContentSearch { from, verb, .. } = *search;
        let announces_nothing = || {
            let rest = (at + 1..at + CONTENT_REACH).take_while(|at| !self.ends_sentence(*at));
            !rest
                .into_iter()
                .any(|at| self.complementiser(at).is_some() || self.quotation_marks.opened_at(at).is_some())
        };
        let after_comma =
            || at > from && self.is_comma(at - 1) && self.lexicon.is_listed_noun(self.word(at)) && announces_nothing();
        let may_begin = verb.masdar
            && (at == from
                || verb.object
                || at == from + 1 && self.is_comma(from)
                || self.is_only_circumstance(from, at) && announces_nothing()
                || after_comma());
        // ناشدت العائلة السلطات الكشف عن مصيره: after an object also with the article.
        let is_bare =
            !self.is_definite_noun(at, 0) || verb.object && at > from && self.lexicon.is_listed_noun(self.word(at));
        (may_begin && is_bare && self.is_verbal_noun(at, 0)).then_some(SearchStep::Found(at, ContentStart::WORD))
    }

    /// True if nothing but times, occasions and commas is between a speaker and a verbal noun: أعلنت الشركة الخميس | وصول …;
    /// وأكد المحافظ، في رسالة، | إلغاء ….
    fn is_only_circumstance(&self, from: usize, to: usize) -> bool {
        let mut at = from;
        while at < to {
            let is_occasion = self.is(at, Class::Fi) && self.is_noun(at + 1, NounTraits::OCCASION);
            let next = if is_occasion { self.phrase_end(at + 1).max(at + 2).min(to) } else { at + 1 };
            let is_time = self.is_comma(at)
                || self.is(at, Class::BetweenWord)
                || self.words.has_role(at, Roles::WEEKDAY)
                || self.words.has_role(at, Roles::RELATIVE);
            if !is_occasion && !is_time {
                return false;
            }
            at = next;
        }
        true
    }

    /// A verb of another report, before any content of this one was found. أردف فلان قائلا is one report.
    fn at_other_verb(&self, search: &ContentSearch<'_>, at: usize) -> Option<SearchStep> {
        let (proclitic, other) = self.reporting_verb(at).filter(|_| at > search.from)?;
        let is_saying = other.shape == VerbShape::Participle && self.lexicon.verb(other).says;
        let is_other = !(is_saying && at <= search.from + 3) && (proclitic == 1 || self.announces(at + 1, other));
        is_other.then_some(SearchStep::Stop)
    }

    /// The content of an opinion that someone holds: أمله في أن …, ثقتها بأن …, أمله في التوصل إلى ….
    fn opinion_content(&self, at: usize) -> Option<(usize, ContentStart)> {
        if !self.is_noun(at, NounTraits::OWN_OPINION) {
            return None;
        }
        let near = (at + 1..at + 5).take_while(|at| self.is_word(*at) && self.reporting_verb(*at).is_none());
        let found = near.clone().find_map(|at| Some((at, ContentStart::Complementiser(self.complementiser(at)?))));
        if found.is_some() {
            return found;
        }
        let is_hope = self.lexicon.is_own_hope(self.word(at));
        let has_noun = is_hope && self.is(at + 1, Class::Fi) && self.is_verbal_noun(at + 2, 0);
        near.last().filter(|_| has_noun).map(|_| (at + 2, ContentStart::WORD))
    }

    /// True if a colon and another quotation follow a few words in quotation marks, which then are a name.
    fn is_name_before_colon(&self, quoted: &QuotedSpan) -> bool {
        let after = quoted.after();
        let colon = (after..after + 5).take_while(|at| !self.ends_sentence(*at)).find(|at| self.is_colon(*at));
        quoted.words <= 4
            && !quoted.open.checked_sub(1).is_some_and(|before| self.is_colon(before))
            && colon.is_some_and(|colon| self.quotation_marks.opened_at(colon + 1).is_some())
    }

    /// The first complementiser or quotation after the name of a document.
    pub(crate) fn find_content_of_document(&self, from: usize) -> Option<(usize, ContentStart)> {
        let mut at = from;
        while at < from + CONTENT_REACH && !self.ends_sentence(at) {
            if let Some(found) = self.complementiser(at) {
                return Some((at, ContentStart::Complementiser(found)));
            }
            if let Some(quoted) = self.quotation_marks.opened_at(at) {
                if quoted.words >= 3 || quoted.words > 0 && self.is_colon(at - usize::from(at > 0)) {
                    return Some((at, ContentStart::Quotation));
                }
                at = quoted.after().max(at + 1);
                continue;
            }
            let is_other_report = at > from
                && self
                    .reporting_verb(at)
                    .is_some_and(|(proclitic, form)| proclitic == 1 || self.announces(at + 1, form));
            at += 1;
            if is_other_report
                || self.tokens().is_punctuation(at - 1, ':') && self.quotation_marks.opened_at(at).is_none()
            {
                return None;
            }
        }
        None
    }
}
