//! What is reported: where it begins behind a speaker, its kind, its stretches.

use crate::gold::QuoteKind;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;

use super::bounds::step;
use super::clause::{Page, That};
use super::marks::Marked;
use super::quoted::kind_of;
use super::{Pattern, TokenSpan};
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::VerbShape;

/// Content begins at most so many tokens behind the speaker.
pub(super) const REACH: usize = 20;

/// Behind an object verb (وصف) a complementiser further off belongs to another verb.
const OBJECT_REACH: usize = 7;

/// What is reported behind a speaker: its kind, the pattern and the stretches.
pub(super) fn content(
    page: &Page<'_>,
    from: usize,
    form: VerbForm,
    relay: bool,
) -> Option<(QuoteKind, Pattern, Vec<TokenSpan>)> {
    let (at, what) = page.find_content(from, form)?;
    match what {
        Start::That(that) => {
            let (kind, content) = page.behind_that(at, that)?;
            let (kind, content) = page.before_turn(kind, content, form);
            let pattern = if kind == QuoteKind::Direct { Pattern::ThatMarked } else { Pattern::That };
            Some((kind, pattern, content))
        }
        Start::Marked if page.marks.opened_at(at).is_some_and(|marked| marked.words == 0) => None,
        // نشر محفوظ "أصداء السيرة الذاتية": a title.
        Start::Marked if form.doubtful && page.is_title(at, form) => None,
        Start::Marked => Some((QuoteKind::Direct, Pattern::Marked, page.quotation(at)?)),
        Start::Colon if form.doubtful && page.lexicon.verb(form).object => None,
        Start::Colon if !relay => {
            let to = page.content_end(at);
            (to > at + 1).then(|| (QuoteKind::Indirect, Pattern::Colon, vec![TokenSpan::new(at, 0, to)]))
        }
        Start::Noun(proclitic) if !relay => {
            let to = page.content_end(at);
            let to = (at + 1..to).find(|at| page.adds_to_noun(*at)).map_or(to, |at| at - 1);
            (to > at).then(|| (kind_of(page, at, to), Pattern::Noun, vec![TokenSpan::new(at, proclitic, to)]))
        }
        Start::Colon | Start::Noun(_) => None,
    }
}

/// How reported content begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Start {
    /// At this complementiser.
    That(That),
    /// At this opening mark.
    Marked,
    /// Behind a colon, without marks.
    Colon,
    /// With a verbal noun, so many letters into the word.
    Noun(usize),
}

impl Page<'_> {
    /// The first thing behind a speaker that content can begin with, in the same sentence.
    pub(super) fn find_content(&self, from: usize, form: VerbForm) -> Option<(usize, Start)> {
        let tokens = self.words.tokens();
        let verb = self.lexicon.verb(form);
        let mut at = from;
        while at < from + REACH && !self.ends_sentence(at) {
            step();
            let that = self.that(at).filter(|that| {
                let governed = verb.prepositions.iter().any(|word| word == self.word(at - usize::from(at > 0)));
                !verb.object
                    || that.proclitic > 0
                    || governed
                    || at < from + OBJECT_REACH
                    || tokens.is_comma(at - usize::from(at > 0))
            });
            if let Some(that) = that.filter(|_| at == from || !self.is_other_that(at, form)) {
                return Some((at, Start::That(that)));
            }
            // سأل عما إذا كان, تساءل كيف: an indirect question.
            if self.word(at) == "عما" && self.word(at + 1) == "اذا" {
                return Some((at + 1, Start::Noun(0)));
            }
            let asks = matches!(verb.lemma.as_str(), "تساءل" | "سال" | "استفسر" | "استوضح");
            let how = self.word(at) == "كيف" && matches!(verb.lemma.as_str(), "روي" | "حكي" | "شرح" | "اوضح" | "ذكر");
            if how {
                return Some((at, Start::Noun(0)));
            }
            if asks && matches!(self.word(at), "لماذا" | "كيف" | "متي" | "ماذا" | "هل" | "اين" | "لم")
            {
                return Some((at, Start::Noun(0)));
            }
            if self.is_colon(at) {
                // The quotation may stand in the next line.
                if let Some(that) = self.that(at + 1) {
                    return Some((at + 1, Start::That(that)));
                }
                let behind = (at + 1..at + 4).find(|at| self.kind(*at) != TokenKind::LineEnd).unwrap_or(at + 1);
                return Some(match self.marks.opened_at(behind) {
                    Some(_) => (behind, Start::Marked),
                    None => (at + 1, Start::Colon),
                });
            }
            // المسؤول في "جامعة آستون": "…": a name before the colon.
            if let Some(marked) = self.marks.opened_at(at).filter(|marked| self.is_before_colon(marked)) {
                at = marked.after().max(at + 1);
                continue;
            }
            if let Some(marked) = self.marks.opened_at(at) {
                // لـ "سي ان ان": who is spoken to.
                let medium = self.word(at - usize::from(at > 0)) == "ل";
                let near = at <= from + 1 || tokens.is_comma(at - 1);
                let judged =
                    verb.object && marked.words == 2 && matches!(verb.lemma.as_str(), "عد" | "اعتبر" | "وصف" | "سمي");
                // Farther off it may be a name, if the report comes behind it.
                let alone = || {
                    !(marked.after()..marked.after() + 12)
                        .take_while(|at| !self.ends_sentence(*at) && self.verb(*at).is_none())
                        .any(|at| self.that(at).is_some() || tokens.is_punctuation(at, ':'))
                };
                if (marked.words >= 3 && (near || marked.words >= 5 || alone()) || judged) && !medium && !self.names(at)
                {
                    return Some((at, Start::Marked));
                }
                at = marked.after().max(at + 1);
                continue;
            }
            // أعرب عن أمله في أن …, جدد تأكيده أن …
            if let Some(start) = self.opinion(at) {
                return Some(start);
            }
            if let Some((behind, proclitic)) = self.governed(at, form) {
                if let Some(start) = self.opinion(behind).filter(|_| proclitic == 0) {
                    return Some(start);
                }
                if self.that(behind).is_some() && proclitic == 0 {
                    at = behind;
                    continue;
                }
                if let Some(marked) = self.marks.opened_at(behind) {
                    let goes_on = verb.verbal && self.goes_on(marked.after());
                    if goes_on && marked.closed && !self.names(behind) {
                        return Some((behind, Start::Noun(0)));
                    }
                    // أشاد ب"روح لا تشترى": what is praised in so many words.
                    let judged = verb.verbal || verb.object || self.is_quoted(behind);
                    if marked.words >= 3 || !self.names(behind) && judged {
                        return Some((behind, Start::Marked));
                    }
                }
                let owned = at > from
                    && !self.words.is_definite(at - 1, 0)
                    && ["ه", "ها", "هم", "هما"].iter().any(|end| self.word(at - 1).ends_with(end))
                    && proclitic == 0;
                let clear = verb.object || at == from || tokens.is_comma(at - 1) || !self.is_plain_noun(from) && !owned;
                let stated = verb.object
                    || verb.lemma == "تساءل" && !self.words.has_role(behind, Roles::STOP)
                    || verb.prepositions.iter().any(|word| word == "من")
                    || self.is_verbal_noun(behind, proclitic) && !(verb.indefinite && self.is_vague(behind, proclitic));
                let noun = self.kind(behind) == TokenKind::Word || self.kind(behind) == TokenKind::Number;
                if (verb.verbal || verb.lemma == "تساءل") && clear && noun && stated {
                    // أفاد الديوان بالسياحة … بأن: what it says comes behind أن.
                    let that = (behind + 1..behind + 8)
                        .take_while(|at| tokens.is_word(*at) && self.verb(*at).is_none() && self.word(*at) != "اذا")
                        .find_map(|at| Some((at, self.that(at).filter(|that| that.proclitic == 1)?)));
                    if let Some((at, that)) = that.filter(|_| proclitic == 1 && self.words.is_definite(behind, 1)) {
                        return Some((at, Start::That(that)));
                    }
                    let voiced = verb.prepositions.iter().any(|word| word == "عن");
                    let felt = voiced && self.lexicon.is_feeling(self.word(behind));
                    return if felt { self.opinion(behind) } else { Some((behind, Start::Noun(proclitic))) };
                }
            }
            let behind_comma = at > from && tokens.is_comma(at - 1) && self.lexicon.is_listed_noun(self.word(at)) && {
                let rest = (at + 1..at + REACH).take_while(|at| !self.ends_sentence(*at));
                !rest.into_iter().any(|at| self.that(at).is_some() || self.marks.opened_at(at).is_some())
            };
            let masdar =
                verb.masdar && (at == from || verb.object || at == from + 1 && tokens.is_comma(from) || behind_comma);
            // ناشدت العائلة السلطات الكشف عن مصيره: behind an object also with the article.
            let bare = !self.words.is_definite(at, 0)
                || verb.object && at > from && self.lexicon.is_listed_noun(self.word(at));
            if masdar && bare && self.is_verbal_noun(at, 0) {
                return Some((at, Start::Noun(0)));
            }
            // Another report begins before any content was found.
            if at > from
                && let Some((proclitic, other)) = self.verb(at)
            {
                // أردف فلان قائلا: one report.
                let says = other.shape == VerbShape::Participle && self.lexicon.verb(other).lemma == "قال";
                if !(says && at <= from + 3) && (proclitic == 1 || self.announces(at + 1, other)) {
                    return None;
                }
            }
            at += 1;
        }
        None
    }

    /// Content of an opinion that someone holds: أمله في أن …, ثقتها بأن …, أمله في التوصل إلى ….
    fn opinion(&self, at: usize) -> Option<(usize, Start)> {
        let tokens = self.words.tokens();
        if !self.lexicon.is_own_opinion(self.word(at)) {
            return None;
        }
        let near = (at + 1..at + 5).take_while(|at| tokens.is_word(*at) && self.verb(*at).is_none());
        if let Some(that) = near.clone().find_map(|at| Some((at, Start::That(self.that(at)?)))) {
            return Some(that);
        }
        let hope = self.word(at).strip_prefix("امل").is_some_and(|end| end.chars().count() < 4);
        let noun = near.last().filter(|_| hope && self.word(at + 1) == "في" && self.is_verbal_noun(at + 2, 0));
        noun.map(|_| (at + 2, Start::Noun(0)))
    }

    /// Are a few words in marks, which no colon announces, what a verb that is mostly another does to a work?
    fn is_title(&self, open: usize, form: VerbForm) -> bool {
        let announced = open.checked_sub(1).is_some_and(|before| self.is_colon(before) || self.that(before).is_some());
        !announced
            && self.lexicon.verb(form).prepositions.is_empty()
            && !self.lexicon.verb(form).object
            && self.marks.opened_at(open).is_some_and(|marked| marked.words <= 4)
    }

    /// Do a colon and another quotation follow a few words in marks?
    fn is_before_colon(&self, marked: &Marked) -> bool {
        let after = marked.after();
        let colon = (after..after + 5).take_while(|at| !self.ends_sentence(*at)).find(|at| self.is_colon(*at));
        marked.words <= 4
            && !marked.open.checked_sub(1).is_some_and(|before| self.is_colon(before))
            && colon.is_some_and(|colon| self.marks.opened_at(colon + 1).is_some())
    }

    /// Does a verbal noun only point at something: الاتفاق, تقرير سابق?
    fn is_vague(&self, at: usize, proclitic: usize) -> bool {
        self.words.is_definite(at, proclitic)
            || self.is_source(at, proclitic)
            || self.lexicon.is_occasion(self.word(at))
    }

    /// The first complementiser or quotation behind a document's name.
    pub(super) fn find_marked_or_that(&self, from: usize) -> Option<(usize, Start)> {
        let tokens = self.words.tokens();
        let mut at = from;
        while at < from + REACH && !self.ends_sentence(at) {
            if let Some(that) = self.that(at) {
                return Some((at, Start::That(that)));
            }
            if let Some(marked) = self.marks.opened_at(at) {
                if marked.words >= 3 || marked.words > 0 && self.is_colon(at - usize::from(at > 0)) {
                    return Some((at, Start::Marked));
                }
                at = marked.after().max(at + 1);
                continue;
            }
            if at > from
                && self.verb(at).is_some_and(|(proclitic, form)| proclitic == 1 || self.announces(at + 1, form))
            {
                return None;
            }
            at += 1;
            if tokens.is_punctuation(at - 1, ':') && self.marks.opened_at(at).is_none() {
                return None;
            }
        }
        None
    }

    /// Is it a verbal noun, behind letters of a proclitic?
    pub(super) fn is_verbal_noun(&self, at: usize, proclitic: usize) -> bool {
        let tokens = self.words.tokens();
        let word = self.word(at);
        // محاميه looks like مفاعلة, إيران and انيبال كافاكو like إفعال.
        let person = |at: usize| self.people.get(at).copied().unwrap_or(false);
        let name = person(at) || self.is_unknown(at) && (person(at + 1) || self.is_unknown(at + 1));
        if proclitic == 0 && (self.is_owned(at) || name || self.entity_end(at).is_some()) {
            return false;
        }
        let bare = word.char_indices().nth(proclitic).and_then(|(byte, _)| word.get(byte..)).unwrap_or_default();
        let raw = tokens.text().get(tokens.start_behind_proclitic(at, proclitic)..tokens.end_before(at + 1));
        // للمشاركة: the article has lost its alef.
        if let Some(noun) = bare.strip_prefix('ل').filter(|_| proclitic == 1 && word.starts_with("لل")) {
            return self.lexicon.is_verbal_noun(noun, false);
        }
        self.lexicon.is_verbal_noun(bare, raw.starts_with('أ'))
    }

    /// Is it a noun of the sentence, an object perhaps: no preposition, time or mark?
    fn is_plain_noun(&self, at: usize) -> bool {
        self.words.tokens().is_word(at)
            && !self.words.is_definite(at, 0)
            && !self.is_preposition(at)
            && !self.words.has_role(at, Roles::STOP.union(Roles::WEEKDAY))
            && !self.is_medium(at)
            && !matches!(
                self.word(at),
                "عقب" | "امام" | "خلال" | "عبر" | "اثناء" | "لدي" | "ايضا" | "مجددا" | "رسميا" | "يوم"
            )
            && !self.word(at).starts_with('ل')
    }

    /// Does a complementiser belong to a word before it that the verb does not govern: بعد أن, إلى أن, يجب أن?
    fn is_other_that(&self, at: usize, form: VerbForm) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let word = self.word(before);
        if self.lexicon.verb(form).prepositions.iter().any(|governed| governed == word) {
            return false;
        }
        self.that(at).is_some_and(|that| that.proclitic == 0)
            && (self.is_preposition(before)
                || matches!(
                    word,
                    "بعد"
                        | "قبل"
                        | "منذ"
                        | "دون"
                        | "الا"
                        | "غير"
                        | "كما"
                        | "حتي"
                        | "بد"
                        | "يمكن"
                        | "يجب"
                        | "ينبغي"
                        | "شانه"
                        | "شانها"
                        | "لولا"
                        | "بمجرد"
                        | "رغم"
                        | "عن"
                        | "من"
                        | "في"
                        | "سوي"
                        | "لدرجه"
                        | "قبيل"
                        | "شرط"
                        | "يكاد"
                        | "كاد"
                        | "عسي"
                        | "الرغم"
                        | "حين"
                        | "الي"
                        | "ريثما"
                        | "اما"
                        | "لدي"
                        | "يستطيع"
                        | "تستطيع"
                        | "يريد"
                        | "تريد"
                ))
    }

    /// Content behind a complementiser.
    pub(super) fn behind_that(&self, at: usize, that: That) -> Option<(QuoteKind, Vec<TokenSpan>)> {
        let tokens = self.words.tokens();
        if let Some(marked) = self.marks.opened_at(at + 1)
            && !self.goes_on(marked.after())
            && (marked.words > 2 || self.ends_sentence(marked.after()) || self.opens_next(marked.after()))
        {
            return Some((QuoteKind::Direct, self.quotation(at + 1)?));
        }
        let from = if that.pronoun { at } else { at + 1 };
        let to = self.content_end(at + 1);
        if to < at + 2 || tokens.is_comma(at + 1) {
            return None;
        }
        let proclitic = if that.pronoun { that.proclitic } else { 0 };
        Some((kind_of(self, at + 1, to), vec![TokenSpan::new(from, proclitic, to)]))
    }

    /// Does another report begin behind a comma?
    fn opens_next(&self, at: usize) -> bool {
        let at = at + usize::from(self.words.tokens().is_comma(at));
        self.verb(at).is_some() || self.opens_report(at)
    }

    /// Does content without marks go on behind a quotation?
    fn goes_on(&self, at: usize) -> bool {
        let next = self.kind(at);
        !self.ends_sentence(at)
            && matches!(next, TokenKind::Word | TokenKind::Number)
            && self.content_end(at) > at + 1
            && !self.opens_report(at)
            && self.verb(at).is_none()
    }
}

impl Page<'_> {}

/// The letter و that joins a sentence to the one before it stays outside of content: ولن, وستسير; not of وصل, وزير.
pub(super) fn opening_cut(page: &Page<'_>, at: usize) -> usize {
    let rest = page.word(at).strip_prefix('و').filter(|rest| rest.chars().count() >= 2);
    let Some(rest) = rest else { return 0 };
    let readings = page.words.readings(at);
    let whole = readings.first().and_then(crate::words::word::WordReading::statistics);
    let proclitic = readings.iter().find(|known| known.proclitic == 1);
    let particle =
        matches!(rest, "لن" | "لا" | "لم" | "قد" | "في" | "من" | "هو" | "هي" | "ان" | "كان" | "كانت" | "على" | "ما");
    let known = proclitic.is_some_and(|known| {
        page.words.may_have_proclitic(at, known) && (known.statistics().is_some() || known.entry.is_place())
    });
    usize::from(particle || whole.is_none() && rest.chars().count() > 2 || known)
}
