//! Where sentences and reported contents begin and end, and the words that open reports.

use std::cell::Cell;

use crate::words::token::{TokenKind, Tokens};
use crate::words::word::{NameStrength, WordReading, Words};

use super::bounds::Bounds;
use super::content::Start;
use super::marks::Marks;
use crate::words::lexicon::reporting::{ReportingLexicon, VerbForm};
use crate::words::morphology::{Gender, Number, VerbShape};

/// What every rule about quotes reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) marks: &'a Marks,
    /// For each token, one past the entity that begins there; 0 for none.
    pub(super) entities: &'a [usize],
    /// For each token, whether a person's name begins there.
    pub(super) people: &'a [bool],
    pub(super) lexicon: &'a ReportingLexicon,
    /// For each token, the reporting verb that it is: letters of و or ف before it, and its form.
    pub(super) verbs: &'a [Option<(usize, VerbForm)>],
    pub(super) bounds: &'a Bounds,
    /// For each token, one past the noun phrase that begins there, once that was asked.
    pub(super) phrases: &'a [Cell<Option<u32>>],
}

/// A complementiser and what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct That {
    /// Folded letters before its own (ب in بأنه).
    pub(super) proclitic: usize,
    /// It carries a pronoun.
    pub(super) pronoun: bool,
}

/// The reporting verbs of an article, by token. Doubtful forms are decided from the end backwards, so that each looks at
/// words that are decided already.
pub(super) fn verbs(
    words: &Words<'_>,
    marks: &Marks,
    entities: &[usize],
    people: &[bool],
    lexicon: &ReportingLexicon,
    bounds: &Bounds,
    phrases: &[Cell<Option<u32>>],
) -> Vec<Option<(usize, VerbForm)>> {
    let tokens = words.tokens();
    let look = |at| {
        let found = if tokens.is_word(at) { lexicon.find_verb(tokens.folded(at)) } else { None };
        // وهو ما عدّه القيادي "محاولة مكشوفة"
        let what =
            found.is_none() && at > 1 && tokens.folded(at - 1) == "ما" && matches!(tokens.folded(at - 2), "وهو" | "هو");
        let judged = lexicon.find_verb_behind_ma(tokens.folded(at)).filter(|form| what && lexicon.verb(*form).object);
        let found = found.or_else(|| judged.map(|form| (0, VerbForm { doubtful: false, ..form })));
        found.filter(|(proclitic, form)| !is_noun_here(tokens, at, *proclitic, *form))
    };
    let mut verbs: Vec<Option<(usize, VerbForm)>> = (0..tokens.len()).map(look).collect();
    for at in (0..verbs.len()).rev() {
        let Some(Some((_, form))) = verbs.get(at).copied() else { continue };
        let page = Page { words, marks, entities, people, lexicon, verbs: &verbs, bounds, phrases };
        if form.doubtful
            && !page.confirms(at, form)
            && let Some(verb) = verbs.get_mut(at)
        {
            *verb = None;
        }
    }
    verbs
}

/// Is the letters' other reading meant: a verbal noun behind a preposition (عدم ذكر اسمه, في رد على), or the passive
/// يدعى, he is called?
fn is_noun_here(tokens: &Tokens<'_>, at: usize, proclitic: usize, form: VerbForm) -> bool {
    let word = tokens.folded(at);
    if matches!(word, "يدعي" | "تدعي" | "ويدعي" | "وتدعي") {
        return tokens.text().get(tokens.start(at)..tokens.end_before(at + 1)).ends_with('ى');
    }
    // دعوة is no دعوه.
    let raw = tokens.text().get(tokens.start(at)..tokens.end_before(at + 1));
    if form.pronoun && raw.ends_with('ة') {
        return true;
    }
    let nominal = form.number == Number::Singular || word.starts_with('ت') && word.ends_with('ا');
    let bare = form.shape == VerbShape::Finite && nominal && !word.starts_with(['ي', 'س']);
    // ما يسمى: so called by whoever.
    if matches!(word, "يسمي" | "تسمي") && matches!(tokens.folded(at.saturating_sub(1)), "ما" | "بما" | "مما" | "لما")
    {
        return true;
    }
    // …، عبر قناته على تلغرام، أن
    let comma = at > 0 && tokens.is_comma(at - 1);
    if comma && proclitic == 0 && word == "عبر" && !(at + 1..at + 8).any(|at| tokens.folded(at) == "عن") {
        return true;
    }
    let Some(before) = at.checked_sub(1).filter(|before| bare && proclitic == 0 && tokens.is_word(*before)) else {
        return false;
    };
    // روى ends in ى; روي is a name.
    let weak = form.shape == VerbShape::Finite && form.gender == Gender::Masculine && form.number == Number::Singular;
    let present = word.strip_prefix(['و', 'ف', 'س']).unwrap_or(word).starts_with(['ي', 'ت', 'س']);
    if weak && raw.ends_with('ي') && !present {
        return true;
    }
    // بين الطرفين, عقب اجتماع: prepositions inside a clause.
    let opens =
        matches!(tokens.folded(before), "كما" | "قد" | "وقد" | "فقد" | "الذي" | "فيما" | "حيث" | "كان" | "وكان");
    if matches!(word, "بين" | "عقب") && !opens {
        return true;
    }
    // يحمل تخوفا: a noun, and not two who fear.
    let two = form.number == Number::Plural && word.starts_with('ت') && word.ends_with('ا') && !word.ends_with("وا");
    if two && !opens && !tokens.folded(before).ends_with("ان") {
        return true;
    }
    // ما سمي: the passive of سمّى.
    if word == "سمي" {
        return true;
    }
    // وتبين أن: it became clear.
    if word == "تبين" && tokens.folded(at + 1).starts_with("ان") {
        return true;
    }
    // عبر منصة إكس: a preposition, but for عبر … عن.
    if word == "عبر" && !(at + 1..at + 8).any(|at| tokens.folded(at) == "عن") {
        return true;
    }
    // لافتات كتب عليها
    if matches!(word, "كتب" | "كتبت") && matches!(tokens.folded(at + 1), "عليها" | "عليه") {
        return true;
    }
    if form.doubtful && matches!(tokens.folded(before), "ما" | "مما" | "الذي" | "التي") {
        return true;
    }
    // A feminine past is no noun, but for a few; يـ is never one.
    let noun_like = form.gender == Gender::Masculine || word.starts_with('ت');
    noun_like
        && (tokens.is_preposition(before)
            || matches!(
                tokens.folded(before),
                "عدم"
                    | "في"
                    | "من"
                    | "عن"
                    | "دون"
                    | "بدون"
                    | "حول"
                    | "بعد"
                    | "قبل"
                    | "مع"
                    | "كل"
                    | "اي"
                    | "خلال"
                    | "عند"
                    | "سوي"
                    | "غير"
                    | "او"
                    | "رغم"
                    | "وفق"
                    | "بحسب"
                    | "هذا"
                    | "حسب"
                    | "بين"
                    | "ضد"
                    | "بشان"
                    | "لدي"
                    | "رفض"
                    | "رفضت"
                    | "رفضوا"
                    | "فضل"
                    | "فضلت"
                    | "طالبا"
                    | "طالبه"
                    | "شريطه"
            ))
}

impl Page<'_> {
    /// Is a word that is more often something else a verb of saying here: is its content announced at once, or behind a
    /// subject that can speak?
    fn confirms(&self, at: usize, form: VerbForm) -> bool {
        // وبين سنتي 1900 و1910: said only of what stands behind أن.
        if self.word(at).ends_with("بين") && form.shape == VerbShape::Finite {
            let end = self.phrase_end(at + 1);
            return self.find_content(end, form).is_some_and(|(_, start)| matches!(start, Start::That(_)));
        }
        if self.announces(at + 1, form) {
            return true;
        }
        // …، مشبهة القيود ب"…"
        let comma = at.checked_sub(1).is_some_and(|before| self.words.tokens().is_comma(before));
        if form.shape == VerbShape::Participle && comma && self.lexicon.verb(form).object {
            let found = self.find_content(at + 1, form);
            return found.is_some_and(|(found, start)| found <= at + 7 && !matches!(start, Start::Colon));
        }
        let loose =
            |at| self.lexicon.verb(form).verbal && self.governed(at, form).is_some_and(|(_, proclitic)| proclitic == 0);
        if loose(at + 1) || self.noun_at(at + 1, form) {
            return true;
        }
        let by = (at + 1..at + 7)
            .take_while(|at| !self.ends_sentence(*at))
            .find_map(|at| self.that(at))
            .is_some_and(|that| that.proclitic > 0);
        if by {
            return true;
        }
        let from = self.behind_media(at + 1);
        let end = self.phrase_end(from);
        let found = || {
            self.find_content(end, form)
                .is_some_and(|(found, start)| found < end + 8 && !matches!(start, Start::Noun(_)))
        };
        form.shape != VerbShape::Participle
            && end > from
            && self.can_speak(from, end)
            && (loose(end) || self.noun_at(end, form) || found())
    }

    /// The folded word at an index.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.tokens().folded(at)
    }

    /// The kind of token.
    pub(super) fn kind(&self, at: usize) -> TokenKind {
        self.words.tokens().kind(at)
    }

    /// Is it إلى or على? علي is على in papers that write ي for ى, but for a name that goes on behind it.
    pub(super) fn is_preposition(&self, at: usize) -> bool {
        let tokens = self.words.tokens();
        let name = || {
            let part = |at: usize| self.people.get(at).copied().unwrap_or(false);
            let next = self.words.readings(at + 1).first();
            part(at) && self.entities.get(at).is_some_and(|end| *end > at + 1)
                || at > 0 && part(at - 1)
                || next.is_some_and(|next| self.words.name_strength(at + 1, next) >= NameStrength::Medium)
        };
        tokens.is_preposition(at) || self.bounds.is_dotted() && matches!(self.word(at), "علي" | "وعلي") && !name()
    }

    /// The reporting verb that a token is: letters of و or ف before it, and its form.
    pub(super) fn verb(&self, at: usize) -> Option<(usize, VerbForm)> {
        self.verbs.get(at).copied().flatten()
    }

    /// The complementiser that a token is.
    pub(super) fn that(&self, at: usize) -> Option<That> {
        if !self.words.tokens().is_word(at) {
            return None;
        }
        let word = self.word(at);
        // آن is a name, or a time.
        if word == "ان"
            && self
                .words
                .tokens()
                .text()
                .get(self.words.tokens().start(at)..self.words.tokens().end_before(at + 1))
                .starts_with('آ')
        {
            return None;
        }
        let (proclitic, rest) = match word.strip_prefix('ب').or_else(|| word.strip_prefix("وب")) {
            Some(rest) if rest.starts_with("ان") || rest == "الا" => {
                (word.chars().count() - rest.chars().count(), rest)
            }
            _ => (0, word),
        };
        match rest {
            "ان" => Some(That { proclitic, pronoun: false }),
            "الا" if proclitic > 0 || word == "بالا" => Some(That { proclitic: 0, pronoun: true }),
            "انه" | "انها" | "انهم" | "انهما" | "انهن" | "اننا" | "انني" | "اني" | "انا" | "انك" | "انكم"
                if rest != "انا" =>
            {
                Some(That { proclitic, pronoun: true })
            }
            _ => None,
        }
    }

    /// Does a preposition that a verb governs stand here? The token behind it, and whether it is written onto the
    /// next word (then the same token, and the letter is to be taken off).
    pub(super) fn governed(&self, at: usize, form: VerbForm) -> Option<(usize, usize)> {
        let verb = self.lexicon.verb(form);
        let word = self.word(at);
        for preposition in &verb.prepositions {
            if preposition == "ب" {
                if word == "ب" {
                    return Some((at + 1, 0));
                }
                let known = || {
                    let noun = |known: &WordReading| known.proclitic == 1 && known.statistics().is_some();
                    (self.words.readings(at).iter().any(noun) || self.is_verbal_noun(at, 1))
                        && !self.is_source(at, 0)
                        && !self.lexicon.is_adverb(word)
                        || word.starts_with("بال") && !self.lexicon.is_adverb(word)
                };
                if word.starts_with('ب') && (word.chars().count() > 3 && known() || self.that(at).is_some()) {
                    return Some((at, 1));
                }
            } else if preposition == "ل" {
                if word.starts_with('ل') && word.chars().count() > 3 && self.is_verbal_noun(at, 1) {
                    return Some((at, 1));
                }
            } else if word == preposition && (word != "علي" || self.is_preposition(at)) {
                return Some((at + 1, 0));
            }
        }
        None
    }

    /// Is it a colon, and not the one of a time (20:30)?
    pub(super) fn is_colon(&self, at: usize) -> bool {
        let clock = at > 0 && self.kind(at - 1) == TokenKind::Number && self.kind(at + 1) == TokenKind::Number;
        self.words.tokens().is_punctuation(at, ':') && !clock
    }

    /// Does a verbal noun behind the verb's preposition stand right here (طالبت بإعادة …)?
    pub(super) fn noun_at(&self, at: usize, form: VerbForm) -> bool {
        self.lexicon.verb(form).verbal
            && self.governed(at, form).is_some_and(|(behind, proclitic)| self.is_verbal_noun(behind, proclitic))
    }

    /// Does reported content begin right here: a complementiser, a colon, a marked stretch, a governed أن?
    pub(super) fn announces(&self, at: usize, form: VerbForm) -> bool {
        let direct = |at: usize| self.that(at).is_some() || self.is_colon(at) || self.marks.opened_at(at).is_some();
        let at = if matches!(self.word(at), "بالقول" | "بقوله" | "بقولها") { at + 1 } else { at };
        direct(at) || self.governed(at, form).is_some_and(|(behind, _)| direct(behind))
    }

    /// A subject, and content behind it?
    pub(super) fn subject_then(&self, at: usize, form: VerbForm) -> bool {
        let end = self.phrase_end(at);
        let near = || {
            self.find_content(end, form)
                .is_some_and(|(found, start)| found <= end + if matches!(start, Start::Noun(_)) { 1 } else { 6 })
        };
        end > at && (self.announces(end, form) || near())
    }
}
