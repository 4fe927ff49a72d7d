//! Labels, and the label set of the user (`labels.toml`).

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

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
    defs: Vec<LabelDef>,
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelTable {
    name: String,
    digit: Option<u8>,
    color: Option<String>,
    #[serde(default)]
    description: String,
    description_ar: Option<String>,
    #[serde(default)]
    examples: Vec<String>,
}

/// Colours for labels that have none: the set of Okabe and Ito, which colour-blind people can tell apart.
const COLORS: [[u8; 3]; 7] = [
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
        set.unwrap_or(Self { defs: Vec::new(), guidelines: String::new(), guidelines_ar: None })
    }
}

impl LabelSet {
    /// Reads a `labels.toml`. Each `[[label]]` table has a `name` and may have `digit`, `color` (`#RRGGBB`),
    /// `description`, `description_ar` and `examples` (the words that get the label are in square brackets). Before the
    /// tables, the file may have `guidelines` and `guidelines_ar` for the whole set. Labels without a digit get the
    /// free digits, in order.
    ///
    /// # Errors
    /// Returns a [`LabelError`] for a file that cannot be used.
    pub fn from_toml(toml: &str) -> Result<Self, LabelError> {
        let file: LabelFile = toml::from_str(toml).map_err(|error| LabelError::Toml(error.to_string()))?;
        if file.label.is_empty() {
            return Err(LabelError::Empty);
        }
        let mut digits = HashSet::new();
        let mut names = HashSet::new();
        for entry in &file.label {
            let unfit = |c: char| c.is_control() || c.is_whitespace();
            if entry.name.is_empty() || entry.name.contains(unfit) || !names.insert(entry.name.clone()) {
                return Err(LabelError::Name(entry.name.clone()));
            }
            if let Some(digit) = entry.digit
                && (!(1..=9).contains(&digit) || !digits.insert(digit))
            {
                return Err(LabelError::Digit { label: entry.name.clone(), digit });
            }
        }
        let mut free = (1..=9).filter(|digit| !digits.contains(digit)).collect::<Vec<u8>>().into_iter();
        let mut defs = Vec::new();
        for (index, entry) in file.label.into_iter().enumerate() {
            let color = match &entry.color {
                Some(color) => parse_color(color)
                    .ok_or_else(|| LabelError::Color { label: entry.name.clone(), color: color.clone() })?,
                None => COLORS.get(index % COLORS.len()).copied().unwrap_or_default(),
            };
            let digit = entry.digit.or_else(|| free.next());
            let LabelTable { description, description_ar, examples, .. } = entry;
            if let Some(example) = examples.iter().find(|example| !example.contains('[') || !example.contains(']')) {
                return Err(LabelError::Example { label: entry.name, example: example.clone() });
            }
            defs.push(LabelDef { label: Label::new(&entry.name), digit, color, description, description_ar, examples });
        }
        Ok(Self { defs, guidelines: file.guidelines, guidelines_ar: file.guidelines_ar })
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

    /// Returns the definition of a label, or `None` if the set does not contain it.
    #[must_use]
    pub fn get(&self, label: &str) -> Option<&LabelDef> {
        self.defs.iter().find(|def| def.label.as_str() == label)
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
            "[[label]]\nname = \"A\"\nexamples = [\"nothing\"]",
        ] {
            assert!(LabelSet::from_toml(toml).is_err(), "{toml}");
        }
    }
}
