//! The label set of a verb, and what an annotator should know about it at the start.

use std::path::{Path, PathBuf};

use crate::gold::LabelSet;
use crate::lang::{Lang, say};

use super::messages::read_label_set;
use crate::suggest::BUILTIN_LABELS;

/// The file of the label set: the given one, or `labels.toml` in the gold folder, which new labels go into.
pub(super) fn labels_file(given: Option<&Path>, gold: &Path) -> PathBuf {
    given.map_or_else(|| gold.join("labels.toml"), Path::to_owned)
}

/// The label set of a file, or of the first of these folders with a `labels.toml`, or the default one.
///
/// # Errors
/// If the file cannot be read or is no label set.
pub(super) fn label_set_for(given: Option<&Path>, folders: &[PathBuf]) -> anyhow::Result<LabelSet> {
    let mut of_folders = folders.iter().map(|folder| folder.join("labels.toml"));
    let found = if given.is_none() { of_folders.find(|file| file.is_file()) } else { None };
    read_label_set(given.or(found.as_deref()))
}

/// A hint: which labels of the suggester are not in the set, or else which labels have no digit, or which keys of labels begin
/// the name of a label. `None` if all is well.
/// `suggests` is true if the built-in suggester is asked; `list` is the key that lists all labels.
pub(super) fn hint(
    labels: &LabelSet,
    map: &[(String, String)],
    suggests: bool,
    list: &str,
    lang: Lang,
) -> Option<String> {
    let in_set = |label: &str| {
        let own = map.iter().rev().find(|(from, _)| from == label).map_or(label, |(_, to)| to.as_str());
        labels.get(own).is_some()
    };
    let unknown: Vec<&str> = BUILTIN_LABELS.into_iter().filter(|label| suggests && !in_set(label)).collect();
    if let Some(first) = unknown.first() {
        let own = labels.iter().next().map_or("X", |def| def.label.as_str());
        return Some(say::labels_unknown(lang, &unknown.join(" "), &format!("--map {first}={own}")));
    }
    let without: Vec<&str> = labels.without_digit().map(|def| def.label.as_str()).collect();
    if !without.is_empty() {
        return Some(say::labels_without_digit(lang, &without.join(" "), list));
    }
    let waiting: Vec<&str> = labels.keys_in_names().collect();
    (!waiting.is_empty()).then(|| say::keys_in_names(lang, &waiting.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(count: usize) -> LabelSet {
        let file: String = (0..count).map(|index| format!("[[label]]\nname = \"L{index}\"\n")).collect();
        LabelSet::from_toml(&file).unwrap()
    }

    #[test]
    fn labels_that_nobody_can_reach_or_knows_are_named() {
        let hint = |labels: &LabelSet, map: &[(&str, &str)], suggests| {
            let map: Vec<(String, String)> = map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            hint(labels, &map, suggests, "L", Lang::En)
        };
        assert_eq!(hint(&LabelSet::default(), &[], true), None);
        assert_eq!(hint(&set(9), &[], false), None);
        let eleven = hint(&set(11), &[], false).unwrap();
        assert!(eleven.contains("L9 L10") && !eleven.contains("L8"), "{eleven}");
        let keys =
            "[[label]]\nname = \"PER\"\n[[label]]\nname = \"GUN\"\nkey = \"p\"\n[[label]]\nname = \"LOC\"\nkey = \"z\"";
        let waiting = hint(&LabelSet::from_toml(keys).unwrap(), &[], false).unwrap();
        assert!(waiting.ends_with(": p"), "{waiting}");
        let unknown = hint(&set(2), &[("PER", "L0"), ("LOC", "L1"), ("DATE", "L1")], true).unwrap();
        assert!(unknown.contains("ORG MISC") && unknown.contains("--map ORG=L0"), "{unknown}");
    }
}
