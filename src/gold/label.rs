//! Labels, and the label set of the user (`labels.toml`).

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use super::relation_def::{AttributeDef, RelationDef, unfit_name};

/// An entity label, such as `PER`. Clones are cheap.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(Arc<str>);

impl Label {
    /// Makes a label of any name. A [`LabelSet`] lists the known ones.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One label of a label set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelDef {
    /// The label.
    pub label: Label,
    /// The digit key that gives it, 1 to 9.
    pub digit: Option<u8>,
    /// The letters that give it after the key of the list of labels: one or two, of any script.
    pub key: Option<String>,
    /// The colour: red, green and blue, 0 to 255 each.
    pub color: [u8; 3],
    /// When to use the label, in a sentence.
    pub description: String,
    /// The same in Arabic, if the file has it.
    pub description_ar: Option<String>,
    /// Example texts. The words that get the label are in square brackets: `وصل إلى [باماكو] أمس`.
    pub examples: Vec<String>,
}

impl LabelDef {
    /// Returns the description: the Arabic one if `arabic` is true and the file has it.
    #[must_use]
    pub fn about(&self, arabic: bool) -> &str {
        self.description_ar.as_deref().filter(|_| arabic).unwrap_or(&self.description)
    }
}

/// The labels that an annotator can give.
///
/// ```
/// use tawsim::gold::LabelSet;
/// let set = LabelSet::from_toml("[[label]]\nname = \"PER\"\n[[label]]\nname = \"FAC\"\ndigit = 7").unwrap();
/// assert_eq!(set.by_digit(1).unwrap().label.as_str(), "PER");
/// assert_eq!(set.by_digit(7).unwrap().label.as_str(), "FAC");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelSet {
    pub(super) defs: Vec<LabelDef>,
    relations: Vec<RelationDef>,
    attributes: Vec<AttributeDef>,
    guidelines: String,
    guidelines_ar: Option<String>,
}

/// The reason for refusing a `labels.toml`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// It is not TOML, or it has other keys.
    #[error("{0}")]
    Toml(String),
    /// It contains no label.
    #[error("it has no [[label]] with a name; add one")]
    Empty,
    /// A name is empty, occurs twice, or contains control characters or white space.
    #[error("the label name {0:?} is empty, occurs twice, or contains white space or control characters; change it")]
    Name(String),
    /// A digit is not between 1 and 9, or occurs twice.
    #[error("digit {digit} of label {label} is in use or not between 1 and 9; choose another")]
    Digit {
        /// The label.
        label: String,
        /// The digit as given.
        digit: u8,
    },
    /// A key has more than two letters, has white space, or is the beginning of another key or the same.
    #[error(
        "the key {key:?} of label {label} is not one or two letters or digits, or another key begins with it or is the same; choose another"
    )]
    Key {
        /// The label.
        label: String,
        /// The key as given.
        key: String,
    },
    /// A colour is not written `#RRGGBB`.
    #[error("color {color:?} of label {label} is not written #RRGGBB")]
    Color {
        /// The label.
        label: String,
        /// The colour as given.
        color: String,
    },
    /// An example has no words in square brackets.
    #[error("the example {example:?} of label {label} has no brackets; put the words that get the label in [ ]")]
    Example {
        /// The label.
        label: String,
        /// The example as given.
        example: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelFile {
    #[serde(default)]
    guidelines: String,
    guidelines_ar: Option<String>,
    #[serde(default)]
    label: Vec<LabelTable>,
    #[serde(default)]
    relation: Vec<RelationDef>,
    #[serde(default)]
    attribute: Vec<AttributeDef>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelTable {
    name: String,
    digit: Option<u8>,
    key: Option<String>,
    color: Option<String>,
    #[serde(default)]
    description: String,
    description_ar: Option<String>,
    #[serde(default)]
    examples: Vec<String>,
}

/// Colours for labels that have none: the set of Okabe and Ito, which colour-blind people can tell apart.
pub(super) const COLORS: [[u8; 3]; 7] = [
    [0x56, 0xB4, 0xE9],
    [0x00, 0x9E, 0x73],
    [0xE6, 0x9F, 0x00],
    [0xCC, 0x79, 0xA7],
    [0xF0, 0xE4, 0x42],
    [0xD5, 0x5E, 0x00],
    [0x00, 0x72, 0xB2],
];

const DEFAULT: &str = include_str!("../../assets/labels.toml");

impl Default for LabelSet {
    /// PER, LOC, ORG, MISC and DATE, as `assets/labels.toml` describes them.
    fn default() -> Self {
        let set = Self::from_toml(DEFAULT);
        debug_assert!(set.is_ok(), "{set:?}");
        set.unwrap_or(Self {
            defs: Vec::new(),
            relations: Vec::new(),
            attributes: Vec::new(),
            guidelines: String::new(),
            guidelines_ar: None,
        })
    }
}

impl LabelSet {
    /// Reads a `labels.toml`. Each `[[label]]` table has a `name` and may have `digit`, `key` (one or two letters, typed in
    /// the list of labels), `color` (`#RRGGBB`), `description`, `description_ar` and `examples` (the words that get the label
    /// are in square brackets). Before the tables, the file may have `guidelines` and `guidelines_ar` for the whole set.
    /// `[[relation]]` tables have a `name`, `[[attribute]]` tables a `name` and maybe `values`; both may have descriptions.
    /// Labels without a digit get the free digits, in order; those that come after the ninth have none.
    ///
    /// # Errors
    /// Returns a [`LabelError`] for a file that cannot be used.
    pub fn from_toml(toml: &str) -> Result<Self, LabelError> {
        let mut file: LabelFile = toml::from_str(toml).map_err(|error| LabelError::Toml(error.to_string()))?;
        if file.label.is_empty() {
            return Err(LabelError::Empty);
        }
        let of_relations = unfit_name(file.relation.iter().map(|it| &it.name));
        if let Some(name) = of_relations.or_else(|| unfit_name(file.attribute.iter().map(|it| &it.name))) {
            return Err(LabelError::Name(name.clone()));
        }
        let mut digits = HashSet::new();
        let mut names = HashSet::new();
        for entry in &file.label {
            if !is_name(&entry.name) || !names.insert(entry.name.clone()) {
                return Err(LabelError::Name(entry.name.clone()));
            }
            if let Some(digit) = entry.digit
                && (!(1..=9).contains(&digit) || !digits.insert(digit))
            {
                return Err(LabelError::Digit { label: entry.name.clone(), digit });
            }
        }
        check_keys(&file.label)?;
        let mut free = (1..=9).filter(|digit| !digits.contains(digit)).collect::<Vec<u8>>().into_iter();
        let mut defs = Vec::new();
        for (index, entry) in std::mem::take(&mut file.label).into_iter().enumerate() {
            let color = match &entry.color {
                Some(color) => parse_color(color)
                    .ok_or_else(|| LabelError::Color { label: entry.name.clone(), color: color.clone() })?,
                None => COLORS.get(index % COLORS.len()).copied().unwrap_or_default(),
            };
            let digit = entry.digit.or_else(|| free.next());
            let LabelTable { key, description, description_ar, examples, .. } = entry;
            if let Some(example) = examples.iter().find(|example| !example.contains('[') || !example.contains(']')) {
                return Err(LabelError::Example { label: entry.name, example: example.clone() });
            }
            let label = Label::new(&entry.name);
            defs.push(LabelDef { label, digit, key, color, description, description_ar, examples });
        }
        let LabelFile { guidelines, guidelines_ar, relation: relations, attribute: attributes, .. } = file;
        Ok(Self { defs, relations, attributes, guidelines, guidelines_ar })
    }

    /// Iterates over the labels, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &LabelDef> {
        self.defs.iter()
    }

    /// Returns true if the labels are the usual ones, which the conventions of the guide are about.
    #[must_use]
    pub fn has_usual_names(&self) -> bool {
        const USUAL: [&str; 5] = ["PER", "LOC", "ORG", "MISC", "DATE"];
        self.defs.iter().all(|def| USUAL.contains(&def.label.as_str()))
    }

    /// Returns the guidelines for all labels: the Arabic ones if `arabic` is true and the file has them. Empty if the
    /// file has none.
    #[must_use]
    pub fn guidelines(&self, arabic: bool) -> &str {
        self.guidelines_ar.as_deref().filter(|_| arabic).unwrap_or(&self.guidelines)
    }

    /// Returns the label with this digit key.
    #[must_use]
    pub fn by_digit(&self, digit: u8) -> Option<&LabelDef> {
        self.defs.iter().find(|def| def.digit == Some(digit))
    }

    /// Returns the label with this number: 1 to 9 are the digit keys, [`FIRST_PLACE_NUMBER`] is the first label of the file.
    /// So a number names every label, also one without a digit.
    ///
    /// ```
    /// let set = tawsim::gold::LabelSet::default();
    /// assert_eq!(set.by_number(1).unwrap().label.as_str(), "PER");
    /// assert_eq!(set.by_number(12).unwrap().label.as_str(), "ORG");
    /// ```
    #[must_use]
    pub fn by_number(&self, number: u16) -> Option<&LabelDef> {
        match number.checked_sub(FIRST_PLACE_NUMBER) {
            Some(place) => self.defs.get(usize::from(place)),
            None => self.by_digit(u8::try_from(number).ok()?),
        }
    }

    /// Iterates over the labels, each with a number for [`LabelSet::by_number`]: its digit where it has one.
    pub fn numbered(&self) -> impl Iterator<Item = (u16, &LabelDef)> {
        (FIRST_PLACE_NUMBER..).zip(&self.defs).map(|(place, def)| (def.digit.map_or(place, u16::from), def))
    }

    /// Returns the labels without a digit.
    pub fn without_digit(&self) -> impl Iterator<Item = &LabelDef> {
        self.defs.iter().filter(|def| def.digit.is_none())
    }

    /// The file of the default set.
    #[must_use]
    pub const fn default_toml() -> &'static str {
        DEFAULT
    }

    /// Returns the definition of a label, or `None` if the set does not contain it.
    #[must_use]
    pub fn get(&self, label: &str) -> Option<&LabelDef> {
        self.defs.iter().find(|def| def.label.as_str() == label)
    }
}

/// The number of the first label: [`LabelSet::by_number`].
pub const FIRST_PLACE_NUMBER: u16 = 10;

/// True for words that can be the name of a label.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_control() || c.is_whitespace())
}

/// Checks the keys of all labels: none is the beginning of another, so that each acts as soon as it is typed.
fn check_keys(labels: &[LabelTable]) -> Result<(), LabelError> {
    let keys: Vec<(usize, &str)> =
        labels.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.key.as_deref()?))).collect();
    for (index, key) in &keys {
        let is_short = (1..=2).contains(&key.chars().count()) && key.chars().all(char::is_alphanumeric);
        let clashes = keys.iter().any(|(other, longer)| other != index && longer.starts_with(key));
        if !is_short || clashes {
            let label = labels.get(*index).map_or_else(String::new, |entry| entry.name.clone());
            return Err(LabelError::Key { label, key: (*key).to_owned() });
        }
    }
    Ok(())
}

impl LabelSet {
    /// The relations that the set lists. Empty: any label of a relation is good.
    #[must_use]
    pub fn relations(&self) -> &[RelationDef] {
        &self.relations
    }

    /// Returns the definition of a relation.
    #[must_use]
    pub fn relation(&self, name: &str) -> Option<&RelationDef> {
        self.relations.iter().find(|def| def.name == name)
    }

    /// The attributes that the set lists. Empty: any attribute is good.
    #[must_use]
    pub fn attributes(&self) -> &[AttributeDef] {
        &self.attributes
    }

    /// Returns the definition of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&AttributeDef> {
        self.attributes.iter().find(|def| def.name == name)
    }
}

fn parse_color(color: &str) -> Option<[u8; 3]> {
    let hex = color.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    Some([byte(0)?, byte(2)?, byte(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_set_has_five_labels() {
        let names: Vec<String> = LabelSet::default().iter().map(|def| def.label.to_string()).collect();
        assert_eq!(names, ["PER", "LOC", "ORG", "MISC", "DATE"]);
    }

    #[test]
    fn invalid_label_sets_are_refused() {
        for toml in [
            "",
            "[[label]]\nname = \"A B\"",
            "[[label]]\nname = \"A\"\n[[label]]\nname = \"A\"",
            "[[label]]\nname = \"A\"\ndigit = 0",
            "[[label]]\nname = \"A\"\ncolor = \"blue\"",
            "[[label]]\nname = \"A\"\nshape = 1",
            "[[label]]\nname = \"A\"\nkey = \"abc\"",
            "[[label]]\nname = \"A\"\nkey = \" \"",
            "[[label]]\nname = \"A\"\nkey = \"a\"\n[[label]]\nname = \"B\"\nkey = \"a\"",
            "[[label]]\nname = \"A\"\nkey = \"ab\"\n[[label]]\nname = \"B\"\nkey = \"a\"",
            "[[label]]\nname = \"A\"\nexamples = [\"nothing\"]",
        ] {
            assert!(LabelSet::from_toml(toml).is_err(), "{toml}");
        }
    }
}
