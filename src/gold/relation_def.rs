//! The relations and attributes that a label set lists.

use serde::Deserialize;

/// One relation of a label set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationDef {
    /// The label.
    pub name: String,
    /// When to use the label, in a sentence.
    #[serde(default)]
    pub description: String,
    /// The same in Arabic, if the file has it.
    pub description_ar: Option<String>,
}

/// One attribute of a label set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeDef {
    /// The name.
    pub name: String,
    /// The values that it may have. Empty: any.
    #[serde(default)]
    pub values: Vec<String>,
    /// When to use it, in a sentence.
    #[serde(default)]
    pub description: String,
    /// The same in Arabic, if the file has it.
    pub description_ar: Option<String>,
}

/// The first name that is empty, occurs twice, or contains control characters or white space.
pub(super) fn unfit_name<'a>(names: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let mut seen = std::collections::HashSet::new();
    let unfit = |c: char| c.is_control() || c.is_whitespace();
    names.into_iter().find(|name| name.is_empty() || name.contains(unfit) || !seen.insert(*name))
}
