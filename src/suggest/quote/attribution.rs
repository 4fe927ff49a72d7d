//! Attributive cues: content، بحسب وزير الأمن · وفقا للأمم المتحدة، content · content، كما أعلن الوزير.

use crate::gold::QuoteKind;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;

use super::bounds::LONGEST;
use super::clause::Page;
use super::content::opening_cut;
use super::quoted::kind_of;
use super::{Draft, Pattern, TokenSpan};
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number, VerbShape};

/// An attributive cue: بحسب, وفقا لما ذكرته.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    /// One past its last word.
    pub(super) behind: usize,
    /// Letters of a conjunction before it.
    pub(super) proclitic: usize,
    /// The verb that is its last word.
    pub(super) form: Option<VerbForm>,
}

/// The frame whose attributive cue begins at a token.
pub(super) fn at(page: &Page<'_>, at: usize) -> Option<Draft> {
    let Cue { behind, proclitic, form } = page.attributive(at)?;
    let word = page.word(at);
    let takes_lam = form.is_none() && (word.ends_with("وفقا") || word.ends_with("طبقا") || word.ends_with("تبعا"));
    let lam = usize::from(takes_lam);
    if takes_lam && !page.word(behind).starts_with('ل') {
        return None;
    }
    if behind > at && page.is_own_word(behind - 1) {
        return own_word(page, at, proclitic, behind);
    }
    let cue = Some(TokenSpan::new(at, proclitic, behind));
    let behind = if form.is_some() { page.behind_media(behind) } else { behind };
    let object = form.is_some_and(|form| page.lexicon.verb(form).object);
    let end = if object { page.subject_end(behind) } else { page.phrase_end(behind) };
    let named = end > behind
        && (page.speaks(behind, end, lam)
            || lam == 0 && page.can_speak(behind, end)
            || page.can_be_source(behind, lam)
            || form.is_some()
            || lam == 0
                && at == page.sentence_start(at)
                && !page.lexicon.is_measure(page.word(behind))
                && [end, end + usize::from(page.words.tokens().is_comma(end))]
                    .iter()
                    .any(|at| matches!(page.word(*at), "فان" | "فانه" | "فانها")));
    // كما تقول: whoever spoke last.
    // وفقا لقرار مجلس الأمن: what something goes by.
    let first = page.word(behind).strip_prefix('ل').filter(|_| lam == 1).unwrap_or_else(|| page.word(behind));
    if page.is_thing(behind) || form.is_none() && page.lexicon.is_measure(first) {
        return None;
    }
    if !named && (form.is_none() || end > behind) {
        return None;
    }
    let speaker = named.then(|| TokenSpan::new(behind, lam, end));
    let agreement = match form {
        Some(form) => (form.gender, form.number),
        None => (page.gender_of(behind), Number::Singular),
    };
    let draft = |kind, content| Some(Draft::new((kind, Pattern::Attributive, content), cue, speaker, agreement));
    // نقلا عن فلان أن …
    if let Some((from, that)) = (end..end + 3).find_map(|at| Some((at, page.that(at)?))) {
        let (kind, content) = page.behind_that(from, that)?;
        return draft(kind, content);
    }
    let start = page.sentence_start(at);
    if at > start + LONGEST {
        return None;
    }
    if start == at {
        // At the head of the sentence: the content follows the comma behind the speaker.
        let then = |at: usize| matches!(page.word(at), "فان" | "فقد" | "فانه" | "فانها");
        let comma = (end..end + 24)
            .take_while(|at| !page.ends_sentence(*at))
            .find(|at| page.words.tokens().is_comma(*at) || then(*at))?;
        let comma = if then(comma) { comma - 1 } else { comma };
        let from = comma + 1 + usize::from(matches!(page.word(comma + 1), "فان" | "ان"));
        let proclitic = usize::from(then(from));
        if let Some(marked) = page.marks.opened_at(from).filter(|marked| marked.words > 2) {
            return draft(QuoteKind::Direct, vec![marked.inside()]);
        }
        let to = page.content_end(from);
        return if to > from + 1 {
            draft(kind_of(page, from, to), vec![TokenSpan::new(from, proclitic, to)])
        } else {
            None
        };
    }
    let comma = page.words.tokens().is_comma(at - 1);
    let to = at - usize::from(comma);
    if let Some(marked) =
        to.checked_sub(1).and_then(|last| page.marks.closed_at(last)).filter(|marked| marked.words > 1)
        && (page.starts(marked.open) || marked.open.checked_sub(1).is_some_and(|at| page.word(at).chars().count() == 1))
    {
        return draft(QuoteKind::Direct, vec![marked.inside()]);
    }
    let from = if comma { page.behind_adverb(page.behind_dateline(start), to) } else { page.clause_start(start, to) };
    // نسبة المشاركة تجاوزت، وفق النقابة، 85 في المئة
    let to = if comma && page.is_parenthesis(end) { page.content_end(end + 1) } else { to };
    let reported = (from..to)
        .any(|at| !page.is_inside_marks(at) && page.verb(at).is_some_and(|(_, form)| page.announces(at + 1, form)));
    if reported || to < from + 3 {
        return None;
    }
    draft(kind_of(page, from, to), vec![TokenSpan::new(from, opening_cut(page, from), to)])
}

/// …، على حد تعبيره: words without a report before them, of whoever spoke last.
fn own_word(page: &Page<'_>, at: usize, proclitic: usize, behind: usize) -> Option<Draft> {
    let start = page.sentence_start(at);
    let comma = at.checked_sub(1).is_some_and(|before| page.words.tokens().is_comma(before));
    let to = at - usize::from(comma);
    // … إلى "أجمل جمهور في أفريقيا"، بحسب تعبيره: the words in marks.
    let gender = if page.word(behind - 1).ends_with("ها") { Gender::Feminine } else { Gender::Masculine };
    let cue = Some(TokenSpan::new(at, proclitic, behind));
    if let Some(marked) =
        to.checked_sub(1).and_then(|last| page.marks.closed_at(last)).filter(|marked| marked.words > 1)
    {
        let said = (QuoteKind::Direct, Pattern::Attributive, vec![marked.inside()]);
        return Some(Draft::new(said, cue, None, (gender, Number::Singular)));
    }
    if to < start + 3 || to > start + LONGEST || (start..to).any(|at| page.verb(at).is_some()) {
        return None;
    }
    let from = page.behind_dateline(start);
    let marked = page.marks.opened_at(from).filter(|marked| marked.after() == to);
    let (kind, content) = match marked {
        Some(marked) => (QuoteKind::Direct, marked.inside()),
        None => (kind_of(page, from, to), TokenSpan::new(from, opening_cut(page, from), to)),
    };
    let said = (kind, Pattern::Attributive, vec![content]);
    Some(Draft::new(said, cue, None, (gender, Number::Singular)))
}

impl Page<'_> {
    /// The attributive cue that begins at a token.
    pub(super) fn attributive(&self, at: usize) -> Option<Cue> {
        let word = self.word(at);
        for (proclitic, word) in [(0, Some(word)), (1, word.strip_prefix('و'))] {
            let Some(word) = word else { continue };
            for row in self.lexicon.attributive_cues(word) {
                let rest = row.iter().skip(1).enumerate().all(|(step, row)| self.word(at + 1 + step) == row);
                if !rest {
                    continue;
                }
                let end = at + row.len();
                let clause =
                    matches!(row.last().map(String::as_str), Some("كما" | "حسبما" | "بحسبما" | "ما" | "لما" | "وفقما"));
                if clause {
                    let Some(form) = self.verb_of_cue(end, word == "كما") else { continue };
                    // At the head of a sentence كما adds: كما استعرض الاجتماع تقريرا.
                    if word == "كما" && self.starts(at) {
                        continue;
                    }
                    return Some(Cue { behind: end + 1, proclitic, form: Some(form) });
                }
                return Some(Cue { behind: end, proclitic, form: None });
            }
        }
        None
    }

    /// The verb of a clause that cites: كما قال, حسبما ذكر, لما أوردته; but كما أضاف أن opens a new report.
    fn verb_of_cue(&self, at: usize, also: bool) -> Option<VerbForm> {
        let (proclitic, form) = match self.verb(at) {
            Some(found) => found,
            None => (0, self.lexicon.find_verb_behind_ma(self.word(at))?),
        };
        let reports = self.announces(at + 1, form) || also && self.reports_on(at, form);
        (proclitic == 0 && form.shape == VerbShape::Finite && !reports).then_some(form)
    }

    /// Does content follow the verb's subject (كما أكد الوزير أن …)?
    fn reports_on(&self, at: usize, form: VerbForm) -> bool {
        let end = self.phrase_end(at + 1);
        self.find_content(end, form).is_some_and(|(found, _)| found <= end + 8)
    }

    /// Does a cue end in the pronoun of whoever spoke (تعبيره, رأيها)?
    fn is_own_word(&self, at: usize) -> bool {
        let word = self.word(at);
        let noun = word.strip_suffix("ها").or_else(|| word.strip_suffix('ه')).unwrap_or_default();
        matches!(noun, "قول" | "تعبير" | "وصف" | "زعم" | "راي" | "براي" | "نظر")
    }

    /// Behind what only says when, or that more was said (وفي 2020، ميدانيا، من جهة أخرى، جدير بالذكر أن).
    fn behind_adverb(&self, start: usize, to: usize) -> usize {
        let tokens = self.words.tokens();
        let noted = (start..start + 4).find(|at| self.that(*at).is_some_and(|that| !that.pronoun));
        let notes = (start..start + 3)
            .any(|at| matches!(self.word(at), "بالذكر" | "يذكر" | "الاشاره" | "بالاشاره" | "المعلوم" | "المعروف"));
        if let Some(that) = noted.filter(|_| notes) {
            return that + 1;
        }
        let Some(comma) = (start + 1..start + 5).find(|at| tokens.is_comma(*at)).filter(|comma| *comma + 2 < to) else {
            return start;
        };
        let word = self.word(start);
        let number = (start..comma).any(|at| tokens.kind(at) == TokenKind::Number);
        let manner = comma == start + 1 && word.ends_with('ا') && word.chars().count() > 4;
        let also = matches!(
            self.word(start + 1),
            "جهه" | "ناحيه" | "المقابل" | "ذلك" | "غضون" | "سياق" | "السياق" | "الاثناء" | "جانب"
        );
        let preposition = matches!(word, "في" | "وفي" | "من" | "ومن" | "الي" | "والي" | "علي" | "وعلي");
        if manner || preposition && (number || also) { comma + 1 } else { start }
    }

    /// Does the sentence go on behind the comma after an attributive cue and its source, as with a number or an object?
    fn is_parenthesis(&self, comma: usize) -> bool {
        let tokens = self.words.tokens();
        tokens.is_comma(comma) && tokens.kind(comma + 1) == TokenKind::Number
    }

    /// Behind the last comma before a token, no further back than `start`.
    fn clause_start(&self, start: usize, to: usize) -> usize {
        (start..to).rev().find(|at| self.words.tokens().is_comma(*at)).map_or(start, |comma| comma + 1)
    }

    /// Could a definite noun behind بحسب be who says it, and no measure (بحسب القانون)?
    fn can_be_source(&self, at: usize, proclitic: usize) -> bool {
        let word = self.word(at);
        let bare = word.char_indices().nth(proclitic).and_then(|(byte, _)| word.get(byte..)).unwrap_or_default();
        let whole = if proclitic > 0 { format!("ا{bare}") } else { bare.to_owned() };
        let known = self.lexicon.is_measure(&whole) || self.lexicon.is_measure(bare);
        let plural = bare.ends_with("ين") && bare.chars().count() > 4;
        (self.words.is_definite(at, proclitic) || plural) && !known
    }

    /// Whether a phrase can speak: a person, a body, a title, a source. بحسب القانون names none.
    pub(super) fn speaks(&self, from: usize, to: usize, proclitic: usize) -> bool {
        let role = Roles::TITLE.union(Roles::BODY).union(Roles::BODY_DEFINITE);
        let named = self.entities.get(from..to).is_some_and(|ends| ends.iter().any(|end| *end > 0));
        named || self.words.find_role(from, role).is_some() || self.is_source(from, proclitic)
    }

    /// The gender of a noun phrase by its first word: ta marbuta makes it feminine.
    pub(super) fn gender_of(&self, at: usize) -> Gender {
        // الأمم المتحدة: by its adjective.
        let adjective =
            self.words.is_definite(at, 0) && self.words.is_definite(at + 1, 0) && self.word(at + 1).ends_with('ه');
        if adjective {
            return Gender::Feminine;
        }
        // منافسه is his rival, منافسة a woman.
        let stem =
            self.word(at).strip_suffix('ه').filter(|_| self.is_owned(at) && !self.lexicon.is_honorific(self.word(at)));
        stem.map_or_else(|| self.lexicon.gender(self.word(at)), |stem| self.lexicon.gender_before_pronoun(stem))
    }
}
