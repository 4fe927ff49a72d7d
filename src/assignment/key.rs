//! The key of an assignment: JSON Lines that the lead keeps.

use std::collections::HashMap;
use std::io::BufRead;

use serde::{Deserialize, Serialize};

use crate::gold::json::{ItemRecord, JsonError, sha256};
use crate::gold::{Article, Suggestion};
use crate::text::Text;

use super::{Condition, SeededError};

/// The schema in the first line of a key.
const SCHEMA: &str = "tawsim-assignment/1";

/// The form in which one annotator got an article: with which suggestions, and with which errors in them.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyReading {
    /// The name of the annotator.
    pub annotator: String,
    /// How the suggestions were shown to the annotator.
    pub condition: Condition,
    /// The errors in the suggestions.
    pub errors: Vec<SeededError>,
    /// The suggestions that the annotator did not see.
    pub withheld: Vec<Suggestion>,
}

/// The reason for refusing a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The first line is not that of a key.
    #[error("is no key of an assignment; name the key.jsonl that tawsim assign wrote")]
    NoKey,
    /// A line is broken.
    #[error("{message}; make the assignment again with the same seed")]
    Line {
        /// The number of the line, from 1.
        line: usize,
        /// The fault, such as a missing key.
        message: String,
    },
}

impl KeyError {
    /// The number of the line that is wrong, from 1.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::Line { line, .. } => Some(*line),
            Self::Io(_) | Self::NoKey => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct HeaderRecord {
    schema: String,
    annotators: Vec<String>,
    seed: u64,
}

#[derive(Serialize, Deserialize)]
struct LineRecord<Reading> {
    id: String,
    text_sha256: String,
    readings: Vec<Reading>,
}

#[derive(Serialize, Deserialize)]
struct ReadingRecord {
    annotator: String,
    suggestions: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<ItemRecord>,
}

#[derive(Serialize, Deserialize)]
struct ErrorRecord {
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shown: Option<ItemRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instead_of: Option<ItemRecord>,
}

/// The first line of a key, with a newline at the end.
#[must_use]
pub fn key_header(annotators: &[String], seed: u64) -> String {
    line(&HeaderRecord { schema: SCHEMA.to_owned(), annotators: annotators.to_vec(), seed })
}

/// The line of an article in a key, with a newline at the end.
#[must_use]
pub fn key_line(article: &Article, readings: &[KeyReading]) -> String {
    let text = &article.text;
    let item = |suggestion: &Suggestion| ItemRecord::of_suggestion(text, suggestion);
    let error = |error: &SeededError| ErrorRecord {
        kind: error.kind.name().to_owned(),
        shown: error.shown.as_ref().map(item),
        instead_of: error.instead_of.as_ref().map(item),
    };
    let reading = |reading: &KeyReading| ReadingRecord {
        annotator: reading.annotator.clone(),
        suggestions: reading.condition.name().to_owned(),
        errors: reading.errors.iter().map(error).collect(),
        withheld: reading.withheld.iter().map(item).collect(),
    };
    let readings = readings.iter().map(reading).collect();
    line(&LineRecord { id: article.id.clone(), text_sha256: sha256(text.as_str()), readings })
}

/// Strings, numbers and lists can always be written.
fn line(record: &impl Serialize) -> String {
    let mut json = serde_json::to_string(record).unwrap_or_default();
    json.push('\n');
    json
}

/// The key of an assignment. Of articles that everybody sees as they are it keeps the names only.
#[derive(Debug, Clone, Default)]
pub struct Key {
    annotators: Vec<String>,
    articles: HashMap<String, KeptArticle>,
}

#[derive(Debug, Clone)]
struct KeptArticle {
    text_sha256: String,
    /// The readings as JSON: they are few, and their offsets need the text.
    readings: Vec<(String, Box<str>)>,
}

impl Key {
    /// Reads a key.
    ///
    /// # Errors
    /// If it cannot be read, is no key, or has a broken line.
    pub fn read(lines: impl BufRead) -> Result<Self, KeyError> {
        let mut key = Self::default();
        for (number, json) in (1..).zip(lines.lines()) {
            let json = json?;
            if number == 1 {
                let header: HeaderRecord = serde_json::from_str(&json).map_err(|_| KeyError::NoKey)?;
                if header.schema != SCHEMA {
                    return Err(KeyError::NoKey);
                }
                key.annotators = header.annotators;
                continue;
            }
            let broken = |message: String| KeyError::Line { line: number, message };
            let record: LineRecord<serde_json::Value> =
                serde_json::from_str(&json).map_err(|error| broken(error.to_string()))?;
            let mut readings = Vec::new();
            for reading in record.readings {
                let annotator = reading.get("annotator").and_then(|name| name.as_str());
                let annotator = annotator.ok_or_else(|| broken("a reading has no \"annotator\"".to_owned()))?;
                readings.push((annotator.to_owned(), reading.to_string().into_boxed_str()));
            }
            key.articles.insert(record.id, KeptArticle { text_sha256: record.text_sha256, readings });
        }
        if key.annotators.is_empty() { Err(KeyError::NoKey) } else { Ok(key) }
    }

    /// The names of the annotators.
    #[must_use]
    pub fn annotators(&self) -> &[String] {
        &self.annotators
    }

    /// What an annotator got of an article; `None` if the article is not in the key, has another text, or is of another
    /// annotator.
    ///
    /// # Errors
    /// If the key does not fit the text.
    pub fn reading(&self, article: &Article, annotator: &str) -> Result<Option<KeyReading>, JsonError> {
        let Some(kept) = self.articles.get(&article.id) else { return Ok(None) };
        let Some((_, json)) = kept.readings.iter().find(|(name, _)| name == annotator) else { return Ok(None) };
        if kept.text_sha256 != sha256(article.text.as_str()) {
            return Ok(None);
        }
        read_reading(json, &article.text).map(Some)
    }
}

fn read_reading(json: &str, text: &Text) -> Result<KeyReading, JsonError> {
    let value = |message: String| JsonError::Value { place: "a reading in the key".to_owned(), message };
    let record: ReadingRecord = serde_json::from_str(json).map_err(|error| value(error.to_string()))?;
    let condition = record.suggestions.parse().map_err(value)?;
    let error = |error: ErrorRecord| -> Result<SeededError, JsonError> {
        Ok(SeededError {
            kind: error.kind.parse().map_err(value)?,
            shown: error.shown.map(|item| item.suggestion(text)).transpose()?,
            instead_of: error.instead_of.map(|item| item.suggestion(text)).transpose()?,
        })
    };
    Ok(KeyReading {
        annotator: record.annotator,
        condition,
        errors: record.errors.into_iter().map(error).collect::<Result<_, _>>()?,
        withheld: record.withheld.into_iter().map(|item| item.suggestion(text)).collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assignment::{SeededErrorKind, seed_errors};
    use crate::gold::{Extra, Label, json};

    fn article() -> Article {
        let line = r#"{"id":"a","text":"زار سامي باريس ثم بيروت","entities":[
            {"id":"s-1","start":4,"end":8,"label":"PER","source":"m@1","score":0.5},
            {"id":"s-2","start":9,"end":14,"label":"LOC","source":"m@1","score":0.9}]}"#;
        json::read(&line.replace('\n', " ")).unwrap().0
    }

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let article = article();
        let mut suggestions = article.suggestions.clone();
        let labels = ["PER", "LOC", "ORG"].map(Label::new);
        let errors = seed_errors(&article.text, &mut suggestions, &labels, &mut fastrand::Rng::with_seed(2));
        assert!(!errors.is_empty() && SeededErrorKind::ALL.contains(&errors[0].kind));
        let seeded =
            KeyReading { annotator: "sara".into(), condition: Condition::Seeded, errors, withheld: Vec::new() };
        let withheld = article.suggestions.clone();
        let blind =
            KeyReading { annotator: "ali".into(), condition: Condition::Withheld, errors: Vec::new(), withheld };
        let names = ["sara".to_owned(), "ali".to_owned()];
        let written = key_header(&names, 7) + &key_line(&article, &[seeded.clone(), blind.clone()]);
        let key = Key::read(written.as_bytes()).unwrap();
        assert_eq!(key.annotators(), names);
        assert_eq!(key.reading(&article, "sara"), Ok(Some(seeded)));
        assert_eq!(key.reading(&article, "ali"), Ok(Some(blind)));
        assert_eq!(key.reading(&article, "huda"), Ok(None));
        let other = Article { text: Text::new("نص آخر"), meta: Extra::new(), ..article };
        assert_eq!(key.reading(&other, "sara"), Ok(None));
    }

    #[test]
    fn what_is_no_key_is_refused_with_its_line() {
        for (file, message) in [
            ("", "is no key"),
            ("{\"id\":\"a\",\"text\":\"x\"}\n", "is no key"),
            ("{\"schema\":\"tawsim-assignment/2\",\"annotators\":[\"a\"],\"seed\":1}\n", "is no key"),
        ] {
            assert!(Key::read(file.as_bytes()).unwrap_err().to_string().contains(message), "{file}");
        }
        let broken = key_header(&["sara".to_owned()], 1) + "{\"id\":\"a\"\n";
        assert_eq!(Key::read(broken.as_bytes()).unwrap_err().line(), Some(2));
    }
}
