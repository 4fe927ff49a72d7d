//! Who was spoken of last, where nobody that agrees has spoken: the one a nearby sentence is about, whatever its verb
//! (خرجت سلمى إدريس من المحكمة. وقالت: «…»).

use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;

use super::TokenSpan;
use super::clause::Page;
use crate::words::morphology::{Gender, Number};

/// Sentences that are looked at, the verb's own among them.
const SENTENCES: usize = 4;

/// Tokens that are looked at.
const REACH: usize = 120;

/// Plurals of people that no ending tells.
const PEOPLE: [&str; 18] = [
    "سكان",
    "اهالي",
    "خبراء",
    "عمال",
    "نشطاء",
    "طلاب",
    "طلبه",
    "اطباء",
    "علماء",
    "شهود",
    "نواب",
    "وزراء",
    "قضاه",
    "تجار",
    "ركاب",
    "رجال",
    "نساء",
    "اعضاء",
];

impl Page<'_> {
    /// The nearest sentence's first noun phrase before a token that can speak and agrees with a verb. Tokens of
    /// `reported`, what someone else says, name nobody.
    pub(super) fn mentioned(
        &self,
        place: usize,
        agreement: (Gender, Number),
        reported: (usize, usize),
    ) -> Option<TokenSpan> {
        let lowest = place.saturating_sub(REACH);
        let mut to = place;
        let mut seen = 0;
        while to > lowest && seen < SENTENCES {
            let start = self.sentence_start(to - 1).max(lowest);
            if let Some(found) = self.first_in(start, to, agreement, reported) {
                return Some(found);
            }
            seen += usize::from(to > start + 2);
            to = start.min(to - 1);
        }
        None
    }

    /// Where the paragraph of a token begins.
    pub(super) fn paragraph_start(&self, place: usize) -> usize {
        let lowest = place.saturating_sub(REACH);
        (lowest..place).rev().find(|at| self.words.tokens().kind(*at) == TokenKind::LineEnd).map_or(lowest, |at| at + 1)
    }

    /// The person whom the sentence before one that begins at `to` names, in a paragraph.
    pub(super) fn introduced(
        &self,
        paragraph: usize,
        to: usize,
        agreement: (Gender, Number),
        reported: (usize, usize),
    ) -> Option<TokenSpan> {
        let before = to.checked_sub(1).filter(|before| *before > paragraph)?;
        let start = self.sentence_start(before).max(paragraph);
        let found = self.first_in(start, to, agreement, reported)?;
        self.is_person(found.from, found.to).then_some(found)
    }

    fn first_in(
        &self,
        start: usize,
        to: usize,
        (gender, number): (Gender, Number),
        reported: (usize, usize),
    ) -> Option<TokenSpan> {
        let mut at = start;
        while at < to {
            let spoken = reported.0 <= at && at < reported.1 || self.is_inside_marks(at);
            let Some(proclitic) = self.heads(at).filter(|_| !spoken) else {
                at += 1;
                continue;
            };
            let end = self.subject_end(at).max(at + 1);
            if end <= to && self.gender_number(at, proclitic) == (gender, number) {
                return Some(TokenSpan::new(at, proclitic, end));
            }
            at = end;
        }
        None
    }

    /// Does a person's name, a title or a body begin at a token, behind so many letters of a proclitic?
    fn heads(&self, at: usize) -> Option<usize> {
        let tokens = self.words.tokens();
        // الأمين | العام: an adjective, though it is a title elsewhere.
        if at > 0 && self.words.is_definite(at, 0) && self.words.is_definite(at - 1, 0) && !self.is_source(at, 0) {
            return None;
        }
        if !tokens.is_word(at) || self.verb(at).is_some() || self.is_preposition(at) || self.is_thing(at) {
            return None;
        }
        let own = self.people.get(at).copied().unwrap_or(false)
            || self.words.has_role(at, Roles::TITLE)
                && !self.words.has_role(at, Roles::PARTICLE)
                && !matches!(self.word(at), "العام" | "العامه")
            || self.is_source(at, 0)
            || self.people_of(at).is_some();
        if own {
            return Some(0);
        }
        // اجتمع بالوزيرة, سلم الجائزة للعالمة
        (self.word(at).starts_with(['ب', 'ل']) && self.is_source(at, 1)).then_some(1)
    }

    /// معلمو المنطقة: a plural in the construct state.
    fn people_of(&self, at: usize) -> Option<()> {
        let stem = self.word(at).strip_suffix('و')?;
        (stem.chars().count() > 2 && self.lexicon.is_source(stem)).then_some(())
    }

    fn gender_number(&self, at: usize, proclitic: usize) -> (Gender, Number) {
        let word = self.word(at);
        let bare = word.char_indices().nth(proclitic).and_then(|(byte, _)| word.get(byte..)).unwrap_or_default();
        let bare =
            bare.strip_prefix("ال").or_else(|| bare.strip_prefix('ل').filter(|_| proclitic == 1)).unwrap_or(bare);
        let person = self.people.get(at).copied().unwrap_or(false);
        let ends = ["ون", "ين", "ان"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or_default();
        let several = !person
            && (self.people_of(at).is_some()
                || PEOPLE.contains(&bare)
                || ends.chars().count() > 2 && (self.lexicon.is_source(ends) || bare.ends_with("ون")));
        if several {
            return (Gender::Masculine, Number::Plural);
        }
        // خرجت سلمى: the verb before a name tells more than the name.
        let before = at.checked_sub(1).map(|before| self.word(before)).unwrap_or_default();
        let verb = before.ends_with('ت') && !before.ends_with("ات") && before.chars().count() > 3;
        let feminine =
            person && verb || self.lexicon.gender(bare) == Gender::Feminine || self.gender_of(at) == Gender::Feminine;
        (if feminine { Gender::Feminine } else { Gender::Masculine }, Number::Singular)
    }
}
