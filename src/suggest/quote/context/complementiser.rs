//! Complementisers: the particles that open a reported clause (قال **إن** الأمر انتهى, صرح **بأنه** سيعود).

use super::letters::written;
use super::tables::Context;

/// A complementiser with what is written onto it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Complementiser {
    /// Length of the preposition before it, in folded letters: 1 in بأنه, 2 in وبأنه.
    pub(crate) proclitic: usize,
    /// A pronoun is written onto it (أنه): then it is the first word of the content.
    pub(crate) has_pronoun: bool,
}

impl Context<'_> {
    /// The complementiser that a token is.
    ///
    /// أن and بأن have no pronoun; أنه, بأنها and أننا have one. بألا ("that … not") counts as one with a pronoun, because its
    /// second half belongs to the content.
    pub(crate) fn complementiser(&self, at: usize) -> Option<Complementiser> {
        if !self.is_word(at) {
            return None;
        }
        let word = self.word(at);
        // آن is a name, or a time.
        if word == "ان" && written(self.tokens(), at).starts_with('آ') {
            return None;
        }
        let (proclitic, rest) = match word.strip_prefix('ب').or_else(|| word.strip_prefix("وب")) {
            Some(rest) if rest.starts_with("ان") || rest == "الا" => {
                (word.chars().count() - rest.chars().count(), rest)
            }
            _ => (0, word),
        };
        match rest {
            "ان" => Some(Complementiser { proclitic, has_pronoun: false }),
            "الا" if proclitic > 0 || word == "بالا" => Some(Complementiser { proclitic: 0, has_pronoun: true }),
            "انه" | "انها" | "انهم" | "انهما" | "انهن" | "اننا" | "انني" | "اني" | "انك" | "انكم" => {
                Some(Complementiser { proclitic, has_pronoun: true })
            }
            _ => None,
        }
    }
}
