//! Nationalities: adjectives of known places.

use super::gazetteer::Gazetteer;
use super::word::Words;

impl Words<'_> {
    /// True for the adjective of a known place, with the article: السنغالية, الأردني.
    pub(crate) fn is_nationality(&self, at: usize) -> bool {
        self.tokens().folded(at).strip_prefix("ال").is_some_and(is_adjective_of_place)
    }
}

/// True for the folded adjective of a known place, without the article: مغربي, سنغالية.
pub(crate) fn is_adjective_of_place(word: &str) -> bool {
    let Some(stem) = ["يه", "يين", "يون", "ي"].iter().find_map(|end| word.strip_suffix(end)) else {
        return false;
    };
    if stem.chars().count() < 3 {
        return false;
    }
    ["", "ا", "يا", "ه", "ال"].iter().any(|end| {
        let place = if *end == "ال" { format!("ال{stem}") } else { format!("{stem}{end}") };
        let entry = Gazetteer::builtin().entry(&place);
        entry.is_known_place() || entry.is_country()
    })
}
