//! The reasons for refusing a JSON object as an article or as gold.

use super::schema::{RELATIONS_SCHEMA, SCHEMA};
use crate::gold::readable::ReadableWords;
use crate::text::OffsetError;

/// The reason for refusing a JSON object as an article or as gold. The message says what is wrong and what to do.
/// Callers that read files put the file and the line before the message.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JsonError {
    /// It is not JSON, or a key has the wrong type.
    #[error("{message}; fix or remove it")]
    Syntax {
        /// The message of the parser, without its line and column.
        message: String,
        /// The line in the JSON text, from 1.
        line: usize,
    },
    /// The schema belongs to another program or to a later version.
    #[error(
        "schema {0:?} is not {SCHEMA:?} or {RELATIONS_SCHEMA:?}, which this version reads; use a newer tawsim, or convert the file"
    )]
    Schema(String),
    /// The offsets do not count code points.
    #[error("offset_unit {0:?} is not \"codepoint\"; convert the offsets to code points")]
    Unit(String),
    /// A required key is missing or empty.
    #[error("{0:?} is missing or empty; add it")]
    Missing(&'static str),
    /// The hash does not match the text.
    #[error("text_sha256 does not match the text: the text was changed after it was annotated; restore the text")]
    Hash,
    /// Two offsets that are not a span of the text.
    #[error("{place}: {error}; fix the offsets or drop the span")]
    Offset {
        /// The span in question: `entities[2] (e3)`.
        place: String,
        /// The reason.
        error: OffsetError,
    },
    /// The text at the offsets differs from the `text` key beside them.
    #[error(
        "{place}: the text at {start}..{end} is {:?}, not {:?} (offsets are code points, half-open); fix the offsets or \
         drop the span",
        ReadableWords(found.clone()),
        ReadableWords(expected.clone())
    )]
    Words {
        /// The span in question.
        place: String,
        /// Its start, in code points.
        start: usize,
        /// Its end, in code points.
        end: usize,
        /// The words in the article.
        found: String,
        /// The words in the file.
        expected: String,
    },
    /// A value that is not allowed.
    #[error("{place}: {message}; correct it")]
    Value {
        /// The key in question.
        place: String,
        /// The reason.
        message: String,
    },
    /// Two gold items have the same id.
    #[error("the id {0:?} occurs twice; change one")]
    Twice(String),
}

impl JsonError {
    /// The error with the name of a place instead of a line and a column.
    pub(super) fn without_line(self, place: &str) -> Self {
        match self {
            Self::Syntax { message, .. } => {
                let message = message.rsplit_once(" (column ").map_or(message.as_str(), |(message, _)| message);
                Self::Value { place: place.to_owned(), message: message.to_owned() }
            }
            other => other,
        }
    }
}

/// The error of the JSON parser, with its line but without the words for line and column.
pub(super) fn syntax_error(error: &serde_json::Error) -> JsonError {
    syntax_error_at(error, error.line(), error.column())
}

/// The error of the JSON parser in a part of a JSON text. `part` is a slice of `json`.
pub(super) fn syntax_error_in(json: &str, part: &str, error: &serde_json::Error) -> JsonError {
    let start = (part.as_ptr() as usize).saturating_sub(json.as_ptr() as usize);
    let before = json.as_bytes().get(..start).unwrap_or_default();
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    // The first line of the part begins inside a line of the text.
    let column = match error.line() {
        1 => before.iter().rev().take_while(|byte| **byte != b'\n').count() + error.column(),
        _ => error.column(),
    };
    syntax_error_at(error, lines + error.line(), column)
}

fn syntax_error_at(error: &serde_json::Error, line: usize, column: usize) -> JsonError {
    let full = error.to_string();
    let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
    // At the end of a line the parser gives no column.
    let message = match column {
        0 => message.to_owned(),
        column => format!("{message} (column {column})"),
    };
    JsonError::Syntax { message, line }
}
