//! A file of reporting vocabulary: its keys and its errors.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::class::Class;

/// The contents of a file of reporting vocabulary; `assets/quotes/*.toml` explain the keys.
#[derive(Debug, Default)]
pub(super) struct VocabularyFile {
    pub(super) verb: Vec<VerbEntry>,
    pub(super) relay: Vec<VerbEntry>,
    pub(super) not_verbs: Vec<String>,
    pub(super) without: Vec<String>,
    pub(super) attributive: Vec<String>,
    /// The words and phrases of classes.
    pub(super) classes: Vec<(Class, Vec<toml::Spanned<String>>)>,
}

/// A key of the file.
enum VocabularyKey {
    Verb,
    Relay,
    NotVerbs,
    Without,
    Attributive,
    Class(Class),
}

impl<'de> Deserialize<'de> for VocabularyKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Ok(match key.as_str() {
            "verb" => Self::Verb,
            "relay" => Self::Relay,
            "not_verbs" => Self::NotVerbs,
            "without" => Self::Without,
            "attributive" => Self::Attributive,
            _ => Self::Class(Class::by_key(&key).ok_or_else(|| {
                D::Error::custom(format!("there is no key `{key}`; the keys are those of {FILES_WITH_KEYS}"))
            })?),
        })
    }
}

/// Where a user finds the keys of a file.
const FILES_WITH_KEYS: &str = "assets/quotes/lexicon.toml and assets/quotes/classes.toml";

impl<'de> Deserialize<'de> for VocabularyFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FileVisitor)
    }
}

/// Reads the keys of a file one after the other.
struct FileVisitor;

impl<'de> Visitor<'de> for FileVisitor {
    type Value = VocabularyFile;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("lists of verbs and words")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<VocabularyFile, A::Error> {
        let mut file = VocabularyFile::default();
        while let Some(key) = map.next_key()? {
            match key {
                VocabularyKey::Verb => file.verb = map.next_value()?,
                VocabularyKey::Relay => file.relay = map.next_value()?,
                VocabularyKey::NotVerbs => file.not_verbs = map.next_value()?,
                VocabularyKey::Without => file.without = map.next_value()?,
                VocabularyKey::Attributive => file.attributive = map.next_value()?,
                VocabularyKey::Class(class) => file.classes.push((class, map.next_value()?)),
            }
        }
        Ok(file)
    }
}

/// A verb of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VerbEntry {
    pub(super) past: toml::Spanned<String>,
    pub(super) form: u8,
    pub(super) present: Option<String>,
    pub(super) participle: Option<String>,
    pub(super) noun: Option<String>,
    #[serde(default)]
    pub(super) prepositions: Vec<String>,
    #[serde(default)]
    pub(super) verbal: bool,
    #[serde(default)]
    pub(super) indefinite: bool,
    #[serde(default)]
    pub(super) object: bool,
    #[serde(default)]
    pub(super) doubtful: bool,
    #[serde(default)]
    pub(super) masdar: bool,
    #[serde(default)]
    pub(super) impersonal: bool,
    #[serde(default)]
    pub(super) hedge: bool,
    #[serde(default)]
    pub(super) says: bool,
    #[serde(default)]
    pub(super) asks: bool,
    #[serde(default)]
    pub(super) wonders: bool,
    #[serde(default)]
    pub(super) narrates: bool,
    #[serde(default)]
    pub(super) names_judgement: bool,
    #[serde(default)]
    pub(super) accuses: bool,
    #[serde(default)]
    pub(super) trails: bool,
    #[serde(default)]
    pub(super) only_that: bool,
}

impl VocabularyFile {
    /// Reads a file.
    pub(super) fn parse(source: &str) -> Result<Self, LexiconError> {
        toml::from_str(source).map_err(|error| LexiconError {
            line: line_of(source, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })
    }

    /// The classes of the file, each with its words.
    ///
    /// # Errors
    /// Returns an error for an empty entry, and for a phrase in a class of single words.
    pub(super) fn class_words(&self, source: &str) -> Result<Vec<(Class, &str)>, LexiconError> {
        let mut found = Vec::new();
        for (class, entries) in &self.classes {
            for entry in entries {
                let words = entry.get_ref().split_whitespace().count();
                if words == 0 || words > 1 && !class.may_have_phrases() {
                    return Err(LexiconError {
                        line: line_of(source, entry.span().start),
                        message: format!("\"{}\": this list takes single words", entry.get_ref()),
                    });
                }
                found.push((*class, entry.get_ref().as_str()));
            }
        }
        Ok(found)
    }
}

/// The reason for refusing a file of reporting vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct LexiconError {
    /// The line, from 1.
    pub line: usize,
    /// The mistake and its remedy.
    pub message: String,
}

/// The line of a byte of a file, from 1.
pub(super) fn line_of(source: &str, byte: usize) -> usize {
    1 + source.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}
