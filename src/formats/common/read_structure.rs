//! A feature structure of a CAS that is read.

use std::collections::BTreeMap;

use crate::formats::import_options::ImportOptions;

/// The features that usually hold the label of a layer.
const LABEL_FEATURES: [&str; 10] =
    ["role", "value", "label", "entity", "type", "category", "tag", "class", "entityType", "name"];

/// The features of the spans of a chain.
pub(super) const CHAIN_FEATURES: [&str; 4] = ["next", "@next", "referenceType", "referenceRelation"];

/// A feature structure that is read: the full name of its type, its features as strings.
#[derive(Debug, Default)]
pub(crate) struct ReadStructure {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) features: BTreeMap<String, String>,
}

impl ReadStructure {
    /// The first feature with one of the names that is not empty.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.features.get(*name)).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The features that a tool of annotation made, with their values.
    pub(super) fn own_features(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_own = |key: &&str| !matches!(*key, "begin" | "end" | "sofa" | "@sofa") && !key.starts_with('%');
        let all = self.features.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        all.filter(move |(key, value)| is_own(key) && !value.is_empty())
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
        let is_value = |key: &str| !key.starts_with('@') && !CHAIN_FEATURES.contains(&key);
        let found = found.or_else(|| self.chain_label());
        found.or_else(|| self.own_features().find(|(key, _)| is_value(key))).or_else(|| {
            let has_features = self.own_features().next().is_some();
            (!has_features && self.local_kind() != "NamedEntity").then(|| ("", self.local_kind()))
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
            return self.kind == *layer || self.local_kind() == layer;
        }
        let is_custom = self.kind.starts_with("webanno.custom.") || self.kind.starts_with("custom.");
        is_custom || self.kind.contains(".coref.type.") || self.local_kind() == "NamedEntity"
    }
}
