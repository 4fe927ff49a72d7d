//! A feature structure of a CAS that is read.

use std::collections::HashSet;
use std::rc::Rc;

use compact_str::CompactString;

use crate::formats::import_options::ImportOptions;

/// The features that usually hold the label of a layer.
const LABEL_FEATURES: [&str; 10] =
    ["role", "value", "label", "entity", "type", "category", "tag", "class", "entityType", "name"];

/// The features of the spans of a chain.
pub(super) const CHAIN_FEATURES: [&str; 4] = ["next", "@next", "referenceType", "referenceRelation"];

/// Features with their values, in the order of their names. A document has millions of them, so they are small: three of a token
/// take a fifth of the memory of a map of strings.
#[derive(Debug, Default)]
pub(crate) struct Features(Vec<(CompactString, CompactString)>);

impl Features {
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(key, _)| key.as_str().cmp(name))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.place(name).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value.as_str())
    }

    /// Sets a value and returns the old one. Features that are all known at once are collected instead.
    pub(crate) fn insert(&mut self, name: &str, value: &str) -> Option<CompactString> {
        match self.place(name) {
            Ok(at) => self.0.get_mut(at).map(|(_, old)| std::mem::replace(old, value.into())),
            Err(at) => {
                self.0.insert(at, (name.into(), value.into()));
                None
            }
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl<K: Into<CompactString>, V: Into<CompactString>> FromIterator<(K, V)> for Features {
    /// Of equal names the last value stays.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut pairs: Vec<(CompactString, CompactString)> =
            pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        pairs.dedup_by(|(name, value), (kept, old)| {
            let is_same = name == kept;
            if is_same {
                std::mem::swap(value, old);
            }
            is_same
        });
        pairs.shrink_to_fit();
        Self(pairs)
    }
}

/// The names of the types of a document. Its structures share them.
#[derive(Debug, Default)]
pub(crate) struct Kinds(HashSet<Rc<str>>);

impl Kinds {
    /// The same name for all structures of a type.
    pub(crate) fn share(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let kind: Rc<str> = name.into();
        self.0.insert(kind.clone());
        kind
    }
}

/// A feature structure that is read: the full name of its type, its features as strings.
#[derive(Debug, Default)]
pub(crate) struct ReadStructure {
    pub(crate) id: CompactString,
    /// [`Kinds`] lets the structures of a large file share it.
    pub(crate) kind: Rc<str>,
    pub(crate) features: Features,
    /// True if the file says that its type is a kind of `NamedEntity`.
    pub(crate) is_named_entity: bool,
}

impl ReadStructure {
    /// The first feature with one of the names that is not empty.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.features.get(name).filter(|value| !value.is_empty()))
    }

    /// The features that a tool of annotation made, with their values.
    pub(super) fn own_features(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_own = |key: &&str| !matches!(*key, "begin" | "end" | "sofa" | "@sofa") && !key.starts_with('%');
        self.features.iter().filter(move |(key, value)| is_own(key) && !value.is_empty())
    }

    /// The feature that holds the label: the one that the user names, a usual one, or the first. A layer without features
    /// gives its own name.
    pub(super) fn label<'a>(&'a self, options: &'a ImportOptions) -> Option<(&'a str, &'a str)> {
        if let Some(feature) = &options.feature {
            return self.get(&[feature]).map(|value| (feature.as_str(), value));
        }
        let is_quote = self.kind.ends_with(".Quote");
        let usual = LABEL_FEATURES.iter().filter(|name| !is_quote || **name != "entity");
        let found = usual.into_iter().find_map(|name| Some((*name, self.get(&[name])?)));
        // An entry of a knowledge base is no label of an entity.
        let is_entry = |key: &str| key == "identifier" && self.is_entity();
        let is_value = |key: &str| !key.starts_with('@') && !CHAIN_FEATURES.contains(&key) && !is_entry(key);
        // XMI writes references to structures as their numbers.
        let is_word = |value: &str| !value.split_whitespace().all(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
        let found = found.or_else(|| self.chain_label());
        found.or_else(|| self.own_features().find(|(key, value)| is_value(key) && is_word(value))).or_else(|| {
            let is_named = self.local_kind() != "NamedEntity" || self.own_features().next().is_some();
            is_named.then(|| ("", self.local_kind()))
        })
    }

    /// The label of a span of a chain: its type, or the name of the chain.
    fn chain_label(&self) -> Option<(&'static str, &str)> {
        let name = self.local_kind().strip_suffix("Link")?;
        let is_link = self.kind.contains(".coref.") || self.get(&CHAIN_FEATURES).is_some();
        let label = self.get(&["referenceType"]).map(|label| ("referenceType", label));
        is_link.then(|| label.unwrap_or(("", name)))
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.get(&[name])?.parse().ok()
    }

    /// The name of its type without the package.
    pub(super) fn local_kind(&self) -> &str {
        self.kind.rsplit('.').next().unwrap_or(&self.kind)
    }

    /// True for the layers that are read: the one that the user names, else entities and custom layers.
    pub(super) fn is_labelled_span(&self, options: &ImportOptions) -> bool {
        if let Some(layer) = &options.layer_name {
            return *self.kind == **layer || self.local_kind() == layer;
        }
        let is_custom = self.kind.starts_with("webanno.custom.") || self.kind.starts_with("custom.");
        is_custom || self.kind.contains(".coref.type.") || self.is_entity()
    }

    /// True for DKPro's `NamedEntity`, and for its kinds: `Person`, `Location`.
    pub(super) fn is_entity(&self) -> bool {
        self.local_kind() == "NamedEntity" || self.is_named_entity || self.kind.contains(".ner.type.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_equal_names_the_last_value_stays() {
        let features = Features::from_iter([("b", "1"), ("a", "2"), ("b", "3")]);
        assert_eq!(features.iter().collect::<Vec<_>>(), [("a", "2"), ("b", "3")]);
    }

    #[test]
    fn an_empty_value_gives_way_to_the_next_name() {
        let it = ReadStructure { features: Features::from_iter([("a", ""), ("b", "x")]), ..ReadStructure::default() };
        assert_eq!((it.get(&["a", "b"]), it.get(&["a"])), (Some("x"), None));
    }
}
