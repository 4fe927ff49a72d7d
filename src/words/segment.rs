//! Cuts proclitics off written words by rule, as Farasa and the segmentation of the ATB do: a function of the word alone.
//!
//! Of all divisions that [`proclitic_edges`] allows, the most probable one wins. The probability of a division is that of
//! its proclitics times that of the rest. Probabilities come from ranks (Zipf's law: the n-th most frequent word has a
//! probability in inverse proportion to n), so the logarithm of a rank is a cost.

use crate::text::{Fold, proclitic_edges};

use super::gazetteer::{Gazetteer, GazetteerEntry, WordStatistics};
use super::lexicon::entities::{EntityLexicon, Roles};
use super::proclitic::ProcliticSplit;

/// The cost of a written word that is in no list. It is higher than that of an unknown rest: most unknown words that begin
/// with و are و and a rare name.
const UNKNOWN_WORD: u64 = 24;

/// The cost of a rest that is in no list.
const UNKNOWN_REST: u64 = 21;

/// The cost of a rest with the article that is in no list: after the article almost every noun is possible.
const UNKNOWN_WITH_ARTICLE: u64 = 15;

/// The cost of a name that is not among the frequent words.
const NAME: u64 = 17;

/// A rest of at most three letters must be more frequent than this.
const RARE: u64 = 14;

/// The bytes of a written word at which a proclitic ends, in order: at most two. Diacritics and tatweel stay with their
/// letter. A letter that the writer set apart with a tatweel (بـ) is a proclitic.
///
/// The word itself decides, not its place in a text or an annotation.
pub(crate) fn proclitic_ends(word: &str) -> Vec<usize> {
    let mut edges = proclitic_edges(word);
    if edges.is_empty() {
        return edges;
    }
    for edge in &mut edges {
        *edge += word.get(*edge..).map_or(0, |rest| rest.len() - rest.trim_start_matches(TATWEEL).len());
    }
    edges.dedup();
    edges.retain(|edge| *edge < word.len());
    let is_set_apart = |edge: usize| word.get(..edge).is_some_and(|before| before.ends_with(TATWEEL));
    let folded = word.fold();
    let is_father = is_form_of_father(&folded);
    let is_whole = is_father || EntityLexicon::builtin().roles(&folded).intersects(Roles::STOP);
    let mut best = (if is_whole { 0 } else { cost_of(&folded, UNKNOWN_WORD) }, 0);
    let mut cost = 0;
    let mut letters = folded.chars();
    for (index, edge) in edges.iter().enumerate() {
        let Some(letter) = letters.next() else { break };
        let rest = letters.as_str();
        cost += proclitic_cost(letter, rest, index == 0);
        if is_set_apart(*edge) {
            best = (0, index + 1);
            continue;
        }
        let rest_cost = cost_of_rest(letter, rest);
        if rest.chars().count() <= 3 && rest_cost > RARE {
            continue;
        }
        let (sum, is_frequent) = (cost + rest_cost, rest_cost < NAME);
        // و before a frequent word, however frequent the two together are.
        let is_and = letter == 'و' && index == 0 && rest_cost <= FREQUENT && rest.chars().count() > 3;
        if is_and && !is_father {
            best = (sum.min(best.0), 1);
        } else if sum < best.0 || (sum == best.0 && is_frequent) {
            best = (sum, index + 1);
        }
    }
    edges.truncate(best.1);
    edges
}

/// A word with at most this cost is frequent.
const FREQUENT: u64 = 12;

const TATWEEL: char = '\u{640}';

/// The cost of a proclitic before a rest: about the logarithm of how rare it is in news.
fn proclitic_cost(letter: char, rest: &str, is_first: bool) -> u64 {
    let has_article = rest.starts_with("ال");
    let is_present_tense = rest.starts_with(['ي', 'ت', 'ن', 'ا']) && !has_article;
    match letter {
        'و' => 1,
        // Hardly a word begins with لل unless its article has lost its alef.
        'ل' if rest.starts_with('ل') && cost_of(&format!("ا{rest}"), UNKNOWN_REST) < NAME => 0,
        'ل' | 'ب' if !is_first || has_article => 2,
        'ل' | 'ب' => 3,
        // The س of the future stands only before a verb.
        'س' if is_present_tense && cost_of(rest, UNKNOWN_REST) < NAME => 6,
        'س' => 99,
        'ف' => 4,
        _ => 6,
    }
}

/// The cost of a rest. After ل the article has lost its alef.
fn cost_of_rest(letter: char, rest: &str) -> u64 {
    let cost = cost_of(rest, UNKNOWN_REST);
    if letter == 'ل' && rest.starts_with('ل') { cost.min(cost_of(&format!("ا{rest}"), UNKNOWN_REST)) } else { cost }
}

/// The cost of a folded word: the logarithm of its rank.
fn cost_of(word: &str, unknown: u64) -> u64 {
    let gazetteer = Gazetteer::builtin();
    let rank = |word: &str| gazetteer.statistics(word).map(WordStatistics::rank_bits);
    let is_name = || {
        let split = ProcliticSplit { proclitic: 0, restored: "", rest: word };
        gazetteer.probe(split).0 != GazetteerEntry::default()
    };
    let alone = rank(word).unwrap_or_else(|| if is_name() { NAME } else { unknown });
    match word.strip_prefix("ال").filter(|bare| bare.chars().count() > 2) {
        Some(bare) => alone.min(rank(bare).unwrap_or(UNKNOWN_WITH_ARTICLE)).min(UNKNOWN_WITH_ARTICLE),
        None => alone,
    }
}

/// True for words in which the letters after و look like the article: والد, والدة and their forms.
fn is_form_of_father(folded: &str) -> bool {
    folded.strip_prefix("والد").is_some_and(|rest| {
        ["", "ه", "ي", "ها", "هم", "ته", "تها", "تهم", "تي", "ين", "ان", "يه", "يها", "اه", "اها"].contains(&rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(word: &str) -> String {
        let mut parts = Vec::new();
        let mut start = 0;
        for end in proclitic_ends(word).into_iter().chain([word.len()]) {
            parts.push(word.get(start..end).unwrap());
            start = end;
        }
        parts.join("+")
    }

    #[test]
    fn proclitics_are_cut_off_every_word() {
        for (word, expected) in [
            ("لأوباما", "ل+أوباما"),
            ("وقال", "و+قال"),
            ("وبالقاهرة", "و+ب+القاهرة"),
            ("للأمم", "ل+لأمم"),
            ("وَلِلرِّيَاضِ", "وَ+لِ+لرِّيَاضِ"),
            ("بباريس", "ب+باريس"),
            ("والزعتريين", "و+الزعتريين"),
            ("سيقول", "س+يقول"),
            ("فقال", "ف+قال"),
            ("بـحي", "بـ+حي"),
            ("وبـالأقصر", "و+بـ+الأقصر"),
        ] {
            assert_eq!(cut(word), expected);
        }
    }

    #[test]
    fn letters_of_a_word_are_no_proclitics() {
        for word in [
            "باريس",
            "لبنان",
            "وزير",
            "كان",
            "بعد",
            "سوريا",
            "والد",
            "والدته",
            "فرنسا",
            "كما",
            "ليس",
            "وكالة",
            "وزارة",
            "واحدة",
            "وسائل",
            "في",
            "بل",
            "",
        ] {
            assert_eq!(cut(word), word);
        }
    }
}
