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
    ["", "ا", "يا", "ه", "ال"].iter().any(|end| {
        let place = if *end == "ال" { format!("ال{stem}") } else { format!("{stem}{end}") };
        let entry = Gazetteer::builtin().certain_entry(&place);
        entry.is_known_place() || entry.is_country()
    })
}
