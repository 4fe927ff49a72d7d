//! Why a JSON object cannot be read as an article or as gold.

use super::schema::SCHEMA;
use crate::gold::lint::ReadableWords;
use crate::text::OffsetError;

/// Why a JSON object is no article or gold. The message says what is wrong and what to do; who reads files puts the
/// file and the line before it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or a key of the wrong type.
    #[error("{message}; mend or remove it")]
    Syntax {
        /// What the parser says, without its own line and column.
        message: String,
        /// The line inside the text that was parsed, from 1.
        line: usize,
    },
    /// The schema is of another program or a later version.
    #[error("schema {0:?} is not {SCHEMA:?}, the one this version reads; use a newer tawsim, or convert the file")]
    Schema(String),
    /// The offsets count something else.
    #[error("offset_unit {0:?} is not \"codepoint\"; convert the offsets to code points")]
    Unit(String),
    /// A key that must be there is missing or empty.
    #[error("{0:?} is missing or empty; add it")]
    Missing(&'static str),
    /// The hash is not that of the text.
    #[error("text_sha256 is not that of the text: the text was changed after it was annotated; restore the text")]
    Hash,
    /// A span that is none.
    #[error("{place}: {error}; fix the offsets or drop the span")]
    Offset {
        /// Which span: `entities[2] (e3)`.
        place: String,
        /// What is wrong with it.
        error: OffsetError,
    },
    /// The text at the offsets is not the text that stands beside them.
    #[error(
        "{place}: the text at {start}..{end} is {:?}, not {:?} (offsets are code points, half-open); fix the offsets or \
         drop the span",
        ReadableWords(found.clone()),
        ReadableWords(expected.clone())
    )]
    Words {
        /// Which span.
        place: String,
        /// Its start in code points.
        start: usize,
        /// Its end in code points.
        end: usize,
        /// What stands there.
        found: String,
        /// What the file says.
        expected: String,
    },
    /// A value that is not allowed.
    #[error("{place}: {message}; correct it")]
    Value {
        /// Which key.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// Two marks with one id.
    #[error("the id {0:?} is given twice; change one")]
    Twice(String),
}

/// The error of the JSON parser, with its line but without the words for line and column.
pub(super) fn syntax_error(error: &serde_json::Error) -> JsonError {
    let full = error.to_string();
    let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
    // The end of a line has no column.
    let message = match error.column() {
        0 => message.to_owned(),
        column => format!("{message} (column {column})"),
    };
    JsonError::Syntax { message, line: error.line() }
}
