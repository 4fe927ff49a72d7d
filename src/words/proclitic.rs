//! Proclitics: the ways to divide a written word into proclitics and a word (و, ف, then ب, ل, ك).

use std::borrow::Cow;

/// One way to divide a written word: some letters are proclitics, and the rest is the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ProcliticSplit<'a> {
    /// Proclitic length: how many folded letters are proclitics.
    pub(crate) proclitic: usize,
    /// The alef that the article loses in لل, else empty. `restored` and `rest` together are the word without
    /// proclitics.
    pub(crate) restored: &'static str,
    /// The folded letters after the proclitics.
    pub(crate) rest: &'a str,
}

impl<'a> ProcliticSplit<'a> {
    /// The word without proclitics.
    pub(crate) fn word(&self) -> Cow<'a, str> {
        if self.restored.is_empty() {
            Cow::Borrowed(self.rest)
        } else {
            Cow::Owned([self.restored, self.rest].concat())
        }
    }
}

/// All ways to divide a folded word, the undivided word first. At least two letters remain after the proclitics.
pub(crate) fn proclitic_splits(word: &str) -> impl Iterator<Item = ProcliticSplit<'_>> {
    let whole = ProcliticSplit { proclitic: 0, restored: "", rest: word };
    let mut found = [Some(whole), None, None, None, None];
    let mut next = 1;
    let mut base = (0, word);
    for wanted in [&['و', 'ف'][..], &['ب', 'ل', 'ك']] {
        let Some(rest) = base.1.strip_prefix(wanted) else { continue };
        if rest.chars().nth(1).is_none() {
            continue;
        }
        let proclitic = base.0 + 1;
        for split in [
            Some(ProcliticSplit { proclitic, restored: "", rest }),
            (base.1.starts_with("لل")).then_some(ProcliticSplit { proclitic, restored: "ا", rest }),
        ] {
            if let (Some(slot), Some(split)) = (found.get_mut(next), split) {
                *slot = Some(split);
                next += 1;
            }
        }
        base = (proclitic, rest);
    }
    found.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_give_their_possible_stems() {
        for (word, expected) in [
            ("وللامم", vec!["وللامم", "للامم", "لامم", "الامم"]),
            ("لبنان", vec!["لبنان", "بنان"]),
            ("بل", vec!["بل"]),
            ("في", vec!["في"]),
        ] {
            let found: Vec<String> = proclitic_splits(word).map(|split| split.word().into_owned()).collect();
            assert_eq!(found, expected, "{word}");
        }
    }
}
