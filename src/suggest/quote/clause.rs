//! Where sentences and reported contents begin and end, and the words that open reports.

use crate::suggest::token::Kind;
use crate::suggest::word::Words;

use super::marks::Marks;
use super::verbs::{Form, Shape, Vocabulary};

/// Sentences and contents are followed for at most so many tokens, a marked stretch counting as one: text without
/// full stops must not cost more than its length.
const LONGEST_SENTENCE: usize = 300;

/// What every rule about quotes reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) marks: &'a Marks,
    /// For each token, one past the entity that begins there; 0 for none.
    pub(super) entities: &'a [usize],
    /// For each token, whether a person's name begins there.
    pub(super) people: &'a [bool],
}

/// A complementiser and what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct That {
    /// Folded letters before its own (ب in بأنه).
    pub(super) cut: usize,
    /// It carries a pronoun.
    pub(super) pronoun: bool,
}

impl Page<'_> {
    /// The folded word at an index.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.tokens().folded(at)
    }

    /// The kind of token.
    pub(super) fn kind(&self, at: usize) -> Kind {
        self.words.tokens().kind(at)
    }

    /// Does a sentence end with this token?
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        let tokens = self.words.tokens();
        match tokens.kind(at) {
            Kind::Break | Kind::Mark('؟' | '?' | '!' | '…' | '۔') => true,
            Kind::Mark('.') => {
                let next = tokens.get(at + 1);
                next.is_none_or(|next| {
                    !next.glued || !matches!(next.kind, Kind::Foreign | Kind::Number | Kind::Mark(_))
                })
            }
            _ => false,
        }
    }

    /// The reporting verb that a token is: letters of و or ف before it, and its form.
    pub(super) fn verb(&self, at: usize) -> Option<(usize, Form)> {
        let vocabulary = Vocabulary::builtin();
        let word = self.word(at);
        if !self.words.tokens().is_word(at) {
            return None;
        }
        if let Some(form) = vocabulary.form(word) {
            return Some((0, form));
        }
        let rest = word.strip_prefix(['و', 'ف'])?;
        vocabulary.form(rest).map(|form| (1, form))
    }

    /// The complementiser that a token is.
    pub(super) fn that(&self, at: usize) -> Option<That> {
        if !self.words.tokens().is_word(at) {
            return None;
        }
        let word = self.word(at);
        let (cut, rest) = match word.strip_prefix('ب').or_else(|| word.strip_prefix("وب")) {
            Some(rest) if rest.starts_with("ان") => (word.chars().count() - rest.chars().count(), rest),
            _ => (0, word),
        };
        match rest {
            "ان" => Some(That { cut, pronoun: false }),
            "انه" | "انها" | "انهم" | "انهما" | "انهن" | "اننا" | "انني" | "اني" | "انا" | "انك" | "انكم"
                if rest != "انا" =>
            {
                Some(That { cut, pronoun: true })
            }
            _ => None,
        }
    }

    /// Does a preposition that a verb governs stand here? The token behind it, and whether it is written onto the
    /// next word (then the same token, and the letter is to be taken off).
    pub(super) fn governed(&self, at: usize, form: Form) -> Option<(usize, usize)> {
        let verb = Vocabulary::builtin().verb(form)?;
        let word = self.word(at);
        for preposition in &verb.prepositions {
            if preposition == "ب" {
                if word.starts_with('ب') && word.chars().count() > 3 {
                    return Some((at, 1));
                }
            } else if word == preposition {
                return Some((at + 1, 0));
            }
        }
        None
    }

    /// Where a sentence begins: just behind the last end before `at`, marked stretches skipped.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        let mut at = at;
        for _ in 0..LONGEST_SENTENCE {
            let Some(before) = at.checked_sub(1) else { break };
            if let Some(marked) = self.marks.closed_at(before) {
                // A quotation that ends a sentence of its own ends it here as well.
                if marked.close.checked_sub(1).is_some_and(|last| self.ends_sentence(last)) && self.starts(marked.open)
                {
                    return at;
                }
                at = marked.open;
                continue;
            }
            if self.ends_sentence(before) {
                return at;
            }
            at = before;
        }
        at
    }

    /// Is nothing but the start of a line or sentence before this token?
    pub(super) fn starts(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.ends_sentence(before))
    }

    /// Where a sentence ends: the token that ends it, or the first past the text.
    pub(super) fn sentence_end(&self, from: usize) -> usize {
        let tokens = self.words.tokens();
        let mut at = from;
        for _ in 0..LONGEST_SENTENCE {
            if self.ends_sentence(at) {
                break;
            }
            at = self.marks.opened_at(at).map_or(at + 1, |marked| marked.after().max(at + 1));
        }
        at.min(tokens.len())
    }

    /// Where reported content without marks around it ends: at the sentence's end, or before what opens the next
    /// report (a participle; a verb of saying behind و, ف or a comma; an attributive cue behind a comma).
    pub(super) fn content_end(&self, from: usize) -> usize {
        let tokens = self.words.tokens();
        let mut at = from;
        let mut end = from;
        for _ in 0..LONGEST_SENTENCE {
            if at >= tokens.len() || self.ends_sentence(at) || at > from && self.opens_report(at) {
                break;
            }
            at = self.marks.opened_at(at).map_or(at + 1, |marked| marked.after().max(at + 1));
            end = at;
        }
        // No comma, dash or conjunction stays behind.
        while end > from && matches!(self.kind(end - 1), Kind::Mark('،' | ',' | '؛' | ';' | '-' | '–' | '—' | ':'))
        {
            end -= 1;
        }
        end
    }

    fn opens_report(&self, at: usize) -> bool {
        let tokens = self.words.tokens();
        let comma = at.checked_sub(1).is_some_and(|before| tokens.is_comma(before));
        if comma
            && (self.attributive(at).is_some()
                || matches!(self.word(at), "لكنه" | "لكنها" | "ولكنه" | "ولكنها") && self.verb(at + 1).is_some())
        {
            return true;
        }
        // غير أن فلانا قال …
        if comma && self.word(at) == "غير" && self.that(at + 1).is_some() {
            return (at + 2..at + 10).take_while(|at| !self.ends_sentence(*at)).any(|at| self.verb(at).is_some());
        }
        let Some((and, form)) = self.verb(at) else { return false };
        let content = self.announces(at + 1, form);
        match form.shape {
            Shape::Participle => content || comma && self.find_content(at + 1, form).is_some(),
            Shape::Finite | Shape::Relay if content => comma || and == 1,
            Shape::Finite | Shape::Relay => {
                comma && and == 1 && (self.subject_then(at + 1, form) || self.noun_at(at + 1, form))
            }
        }
    }

    /// Does a verbal noun behind the verb's preposition stand right here (طالبت بإعادة …)?
    fn noun_at(&self, at: usize, form: Form) -> bool {
        self.governed(at, form).is_some() && Vocabulary::builtin().verb(form).is_some_and(|verb| verb.noun)
    }

    /// Does reported content begin right here: a complementiser, a colon, a marked stretch, a governed أن?
    pub(super) fn announces(&self, at: usize, form: Form) -> bool {
        let direct = |at: usize| {
            self.that(at).is_some() || self.words.tokens().is_mark(at, ':') || self.marks.opened_at(at).is_some()
        };
        direct(at) || self.governed(at, form).is_some_and(|(behind, _)| direct(behind))
    }

    /// A subject, and content behind it?
    fn subject_then(&self, at: usize, form: Form) -> bool {
        let end = self.phrase_end(at);
        end > at && self.announces(end, form)
    }

    /// The attributive cue that begins at a token: one past it, and whether a verb is its last word.
    pub(super) fn attributive(&self, at: usize) -> Option<(usize, usize)> {
        let vocabulary = Vocabulary::builtin();
        let word = self.word(at);
        for (cut, word) in [(0, Some(word)), (1, word.strip_prefix('و'))] {
            let Some(word) = word else { continue };
            for row in &vocabulary.attributive {
                if row.first().map(String::as_str) != Some(word) {
                    continue;
                }
                let rest = row.iter().skip(1).enumerate().all(|(step, row)| self.word(at + 1 + step) == row);
                if !rest {
                    continue;
                }
                let end = at + row.len();
                if matches!(word, "كما" | "حسبما" | "بحسبما") {
                    // كما قال, حسبما ذكر; but كما أضاف opens a new report.
                    let Some((0, form)) = self.verb(end) else { continue };
                    if form.shape != Shape::Finite || self.announces(end + 1, form) {
                        continue;
                    }
                    return Some((end + 1, cut));
                }
                return Some((end, cut));
            }
        }
        None
    }
}
