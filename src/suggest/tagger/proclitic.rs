//! Where inside its first word a name begins: behind the proclitics.
//!
//! The model says which words are a name; whether the و of a word is a proclitic or a letter of the name is decided here,
//! by what the rest is known as, and by what the article itself shows.

use std::collections::HashMap;

use crate::gold::Label;
use crate::suggest::entity::Found;
use crate::words::lexicon::entities::Roles;
use crate::words::word::{NameStrength, WordReading, Words};

use super::Guess;

/// Sets the proclitics of what was found.
pub(super) fn proclitics(words: &Words<'_>, rules: &[Found], labels: &[Label], guesses: &mut [Guess]) {
    let tokens = words.tokens();
    let by_rule: HashMap<usize, usize> =
        rules.iter().map(|found| (found.candidate.from, found.candidate.proclitic)).collect();
    let mut whole: HashMap<&str, usize> = HashMap::new();
    for at in (0..tokens.len()).filter(|at| tokens.is_word(*at)) {
        *whole.entry(tokens.folded(at)).or_default() += 1;
    }
    let mut last = (0, usize::MAX);
    for guess in guesses {
        let (at, label) = (guess.stretch.from, guess.stretch.label);
        // A name right behind another of its kind is joined to it by و.
        let joined = last == (at, label);
        last = (guess.stretch.to, label);
        let label = labels.get(label).map_or("", Label::as_str);
        let long = guess.stretch.to - at > 1;
        let mut best = (0, f32::NEG_INFINITY);
        for known in words.readings(at) {
            let mut worth = likelihood(words, at, known, label, long);
            if known.proclitic > 0 && whole.get(words.bare_word(at, known).as_str()).is_some_and(|count| *count > 0) {
                worth += 2.0;
            }
            if by_rule.get(&at) == Some(&known.proclitic) {
                worth += 3.0;
            }
            if joined && known.proclitic > 0 && tokens.folded(at).starts_with('و') {
                worth += 1.5;
            }
            if worth > best.1 {
                best = (known.proclitic, worth);
            }
        }
        guess.proclitic = best.0;
    }
}

/// How well a reading begins a name of the label.
fn likelihood(words: &Words<'_>, at: usize, known: &WordReading, label: &str, long: bool) -> f32 {
    let entry = known.entry;
    let head =
        Roles::BODY.union(Roles::BODY_WEAK).union(Roles::BODY_DEFINITE).union(Roles::FACILITY).union(Roles::NATURE);
    let mut worth = 0.0;
    if entry.is_known_place() || entry.is_body() || entry.is_misc() || entry.is_country() {
        worth += 4.0;
    } else if (label == "PER" && entry.is_unit()) || (label == "LOC" && entry.is_place()) {
        worth += if words.name_strength(at, known) >= NameStrength::Medium || label == "LOC" { 3.0 } else { 2.0 };
    } else if entry.is_unit() || entry.is_place() {
        worth += 1.0;
    }
    if known.roles.intersects(head)
        || long && known.roles.intersects(Roles::FIELD.union(Roles::OPENER).union(Roles::PARTICLE))
    {
        worth += 3.0;
    }
    if known.statistics().is_some() {
        worth += 0.7;
    }
    if known.proclitic > 0 {
        // The article behind it is a certain sign.
        let preposition = !words.tokens().folded(at).starts_with(['و', 'ف']) || known.proclitic > 1;
        worth += match (words.is_definite(at, known.proclitic), preposition) {
            (true, _) => 2.5,
            (false, false) => -0.6,
            (false, true) => -1.2,
        };
        if !words.may_have_proclitic(at, known) {
            worth -= 1.0;
        }
        if words.tokens().folded(at).chars().count() < known.proclitic + 3 {
            worth -= 2.0;
        }
    }
    worth
}
