//! Nationalities: adjectives of known places.

use super::gazetteer::Gazetteer;

/// True for the folded adjective of a known place, without the article: مغربي, سنغالية.
pub(super) fn is_adjective_of_place(word: &str) -> bool {
    let Some(stem) = ["يه", "يين", "يون", "ي"].iter().find_map(|end| word.strip_suffix(end)) else {
        return false;
    };
    if stem.chars().count() < 3 {
        return false;
    }
    let gazetteer = Gazetteer::builtin();
    gazetteer.has_certain_place("", stem, &["", "ا", "يا", "ه"]) || gazetteer.has_certain_place("ال", stem, &[""])
}
