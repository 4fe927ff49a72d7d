//! The proclitics of a name's first word.
//!
//! The model finds the words of a name. Whether the و of the first word is a proclitic or a letter of the name is decided
//! here, by the readings of the word and by the other words of the article.

use hashbrown::{HashMap, HashSet};

use crate::gold::Label;
use crate::suggest::candidate::ChosenEntity;
use crate::words::gazetteer::GazetteerEntry;
use crate::words::lexicon::entities::Roles;
use crate::words::word::{NameStrength, WordReading, Words};

use super::tags::Guess;

/// The weight of another reader's opinion.
const OTHER_READER: f32 = 6.0;

/// Sets the proclitic length of each guess.
///
/// `others` are the opinions of another reader about each token, with their probabilities; empty without one.
pub(super) fn set_proclitics(
    words: &Words<'_>,
    rules: &[ChosenEntity],
    others: &[(u8, f32)],
    labels: &[Label],
    guesses: &mut [Guess],
) {
    if guesses.is_empty() {
        return;
    }
    let tokens = words.tokens();
    let by_rule: HashMap<usize, usize> =
        rules.iter().map(|entity| (entity.candidate.tokens.from, entity.candidate.tokens.proclitic)).collect();
    let words_of_article = (0..tokens.len()).filter(|at| tokens.is_word(*at)).map(|at| tokens.folded(at));
    let whole: HashSet<&str> = words_of_article.collect();
    let mut last = (0, usize::MAX);
    for guess in guesses {
        let (at, label) = (guess.tokens.from, guess.label);
        // Directly after a name with the same label, و joins the two names.
        let joined = last == (at, label);
        last = (guess.tokens.to, label);
        let label = labels.get(label).map_or("", Label::as_str);
        let long = guess.tokens.to - at > 1;
        let set_apart = tokens.proclitic_before_tatweel(at);
        if set_apart > 0 {
            guess.tokens.proclitic = set_apart;
            continue;
        }
        let mut best = (0, f32::NEG_INFINITY);
        for reading in words.readings(at) {
            let mut worth = likelihood(words, at, reading, label, long);
            if reading.proclitic > 0 && whole.contains(&*words.bare_word(at, reading)) {
                worth += 2.0;
            }
            if by_rule.get(&at) == Some(&reading.proclitic) {
                worth += 3.0;
            }
            if let Some((letters, chance)) = others.get(at)
                && usize::from(*letters) == reading.proclitic
            {
                worth += OTHER_READER * chance;
            }
            if joined && reading.proclitic > 0 && tokens.folded(at).starts_with('و') {
                worth += 1.5;
            }
            if worth > best.1 {
                best = (reading.proclitic, worth);
            }
        }
        guess.tokens.proclitic = best.0;
    }
}

/// Returns a score: how well a reading fits as the first word of a name with the label. `long` is true for a name of
/// several words.
fn likelihood(words: &Words<'_>, at: usize, reading: &WordReading, label: &str, long: bool) -> f32 {
    let entry = reading.entry;
    let head =
        Roles::BODY.union(Roles::BODY_WEAK).union(Roles::BODY_DEFINITE).union(Roles::FACILITY).union(Roles::NATURE);
    let mut worth = 0.0;
    if entry.is_known_place() || entry.is_body() || entry.is_misc() || entry.is_country() {
        worth += 4.0;
    } else if (label == "PER" && entry.is_unit()) || (label == "LOC" && entry.is_place()) {
        worth += if words.name_strength(at, reading) >= NameStrength::Medium || label == "LOC" { 3.0 } else { 2.0 };
    } else if entry.is_unit() || entry.is_place() {
        worth += 1.0;
    }
    if reading.roles.intersects(head)
        || long && reading.roles.intersects(Roles::FIELD.union(Roles::OPENER).union(Roles::PARTICLE))
    {
        worth += 3.0;
    }
    if reading.statistics().is_some() {
        worth += 0.7;
    }
    if reading.proclitic > 0 {
        // The article after a proclitic is a certain sign, if the rest is known.
        let preposition = !words.tokens().folded(at).starts_with(['و', 'ف']) || reading.proclitic > 1;
        let known =
            reading.statistics().is_some() || entry != GazetteerEntry::default() || reading.roles != Roles::default();
        worth += match (words.is_definite(at, reading.proclitic), preposition) {
            (true, _) if known => 2.5,
            (true, _) => 0.5,
            (false, false) => -0.6,
            (false, true) => -1.2,
        };
        // ك is rare before names: كوادو, كالابريا.
        if words.tokens().folded(at).chars().nth(reading.proclitic - 1) == Some('ك') {
            worth -= 1.0;
        }
        if !words.may_have_proclitic(at, reading) {
            worth -= 1.0;
        }
        if words.tokens().folded(at).chars().count() < reading.proclitic + 3 {
            worth -= 2.0;
        }
    }
    worth
}
