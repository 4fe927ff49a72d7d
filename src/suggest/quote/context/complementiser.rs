//! Complementisers: the particles that open a reported clause (قال **إن** الأمر انتهى, صرح **بأنه** سيعود).

use super::letters::written;
use super::tables::Context;
use crate::words::letters;
use crate::words::lexicon::class::Class;

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
        let is_after_ba = self.is(at, Class::BaComplementiser) || self.is(at, Class::BaPronounComplementiser);
        // ب, or و and ب.
        let proclitic = usize::from(is_after_ba) * (1 + usize::from(self.word(at).starts_with(letters::WAW)));
        if self.is(at, Class::Complementiser) || self.is(at, Class::BaComplementiser) {
            // آن is a name, or a time.
            let is_name = proclitic == 0 && written(self.tokens(), at).starts_with(letters::WRITTEN_ALEF_MADDA);
            return (!is_name).then_some(Complementiser { proclitic, has_pronoun: false });
        }
        if self.is(at, Class::NegatedComplementiser) {
            return Some(Complementiser { proclitic: 0, has_pronoun: true });
        }
        (is_after_ba || self.is(at, Class::PronounComplementiser))
            .then_some(Complementiser { proclitic, has_pronoun: true })
    }
}
