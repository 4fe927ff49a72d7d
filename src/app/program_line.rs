//! The lines of a program that suggests: its handshake, its answers, and what is neither.
//!
//! The specification is `docs/src/guide/suggester-protocol.md`.

use std::ffi::OsStr;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::store::printable;

/// The name of the protocol, without its version.
const PROTOCOL: &str = "tawsim-suggester/";
/// The version of the protocol that this program speaks.
pub(super) const VERSION: &str = "1";
/// The variable that tells a program which versions are spoken.
pub(super) const VERSION_VARIABLE: &str = "TAWSIM_SUGGESTER_PROTOCOL";
/// The most requests that a program may have in flight, and the most articles in a batch.
const MOST: usize = 256;
/// The number of code points of a line that a message shows.
const SHOWN_LETTERS: usize = 60;

/// The first line of a program that speaks the protocol.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Handshake {
    /// `tawsim-suggester/1`.
    protocol: String,
    /// The name of the suggester.
    pub(super) name: Option<String>,
    /// The version of the suggester or its model.
    pub(super) version: Option<String>,
    /// The labels that it gives; none if it does not say.
    #[serde(default)]
    pub(super) labels: Vec<String>,
    /// How many requests it takes before it has answered the first.
    #[serde(default)]
    in_flight: usize,
    /// How many articles it takes on one line.
    #[serde(default)]
    batch: usize,
}

impl Handshake {
    /// The source of its suggestions: `name@version`. `fallback` is the name of its command.
    pub(super) fn source(&self, fallback: &str) -> String {
        let name = self.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(fallback);
        match self.version.as_deref().filter(|version| !version.trim().is_empty()) {
            Some(version) => format!("{name}@{version}"),
            None => name.to_owned(),
        }
    }

    /// The number of requests that may be in flight.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.max(self.batch).clamp(1, MOST)
    }

    /// The number of articles that may be on one line.
    pub(super) fn batch(&self) -> usize {
        self.batch.clamp(1, MOST)
    }
}

/// One line of the output of a program.
#[derive(Debug, PartialEq)]
pub(super) enum ProgramLine {
    /// No JSON object and no array: something that a library printed.
    Noise,
    /// The program says that it speaks the protocol.
    Handshake(Handshake),
    /// An object or an array.
    Json(Value),
    /// An object that is cut off, or a handshake that cannot be used: why.
    Bad(String),
}

/// Reads a line of a program.
pub(super) fn parse_line(line: &str) -> ProgramLine {
    let trimmed = line.trim_start_matches('\u{FEFF}').trim();
    let is_array = trimmed.starts_with('[');
    if !is_array && !trimmed.starts_with('{') {
        return ProgramLine::Noise;
    }
    match serde_json::from_str::<Value>(trimmed) {
        // Logging libraries begin their lines with a bracket: [INFO] loaded.
        Err(_) if is_array => ProgramLine::Noise,
        Ok(Value::Array(items)) if items.iter().any(|item| !item.is_object() && !item.is_array()) => ProgramLine::Noise,
        Err(error) => ProgramLine::Bad(format!("its answer is no JSON object: {error}: {}", beginning_of(line))),
        Ok(Value::Object(object)) if object.contains_key("protocol") => parse_handshake(object),
        Ok(value) => ProgramLine::Json(value),
    }
}

fn parse_handshake(object: Map<String, Value>) -> ProgramLine {
    let handshake: Handshake = match serde_json::from_value(Value::Object(object)) {
        Ok(handshake) => handshake,
        Err(error) => return ProgramLine::Bad(format!("its handshake cannot be read: {error}")),
    };
    match handshake.protocol.strip_prefix(PROTOCOL) {
        Some(VERSION) => ProgramLine::Handshake(handshake),
        _ => ProgramLine::Bad(format!(
            "it speaks {:?}, and this version of tawsim speaks {PROTOCOL}{VERSION}; choose the version that \
             {VERSION_VARIABLE} names",
            handshake.protocol
        )),
    }
}

/// The reason that an answer gives for having no suggestions, if it gives one.
pub(super) fn reported_error(answer: &Value) -> Option<String> {
    match answer.get("error")? {
        Value::Null => None,
        Value::String(what) => Some(what.clone()),
        what => Some(what.to_string()),
    }
}

/// Returns the words of a message about a line that is no JSON.
pub(super) fn no_json(line: &str) -> String {
    let error = serde_json::from_str::<Value>(line).err().map_or_else(|| "it is none".to_owned(), |e| e.to_string());
    format!("its answer is no JSON object: {error}: {}", beginning_of(line))
}

/// Returns the first code points of a line, for a message.
pub(super) fn beginning_of(line: &str) -> String {
    let shown: String = line.trim().chars().take(SHOWN_LETTERS).collect();
    let cut = if shown.len() < line.trim().len() { "…" } else { "" };
    format!("{}{cut}", printable(OsStr::new(&shown)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        for line in ["", "Loading model…", "[INFO] ready", "12", "[1, 2]", "null", "\"x\""] {
            assert_eq!(parse_line(line), ProgramLine::Noise, "{line}");
        }
        for line in ["{}", "[]", "[[]]", " {\"id\": \"a\"}\r\n", "\u{FEFF}{\"entities\": []}"] {
            assert!(matches!(parse_line(line), ProgramLine::Json(_)), "{line}");
        }
        for line in ["{\"id\": ", "{\"protocol\": 7}", "{\"protocol\": \"tawsim-suggester/2\"}"] {
            assert!(matches!(parse_line(line), ProgramLine::Bad(_)), "{line}");
        }
    }

    #[test]
    fn a_handshake_has_defaults_and_limits() {
        let shake = |line: &str| match parse_line(line) {
            ProgramLine::Handshake(shake) => shake,
            other => panic!("{other:?}"),
        };
        let least = shake(r#"{"protocol": "tawsim-suggester/1"}"#);
        assert_eq!((least.source("ner"), least.in_flight(), least.batch()), ("ner".to_owned(), 1, 1));
        let most = shake(
            r#"{"protocol": "tawsim-suggester/1", "name": "m", "version": "2", "in_flight": 9999, "batch": 4, "new": 1}"#,
        );
        assert_eq!((most.source("ner"), most.in_flight(), most.batch()), ("m@2".to_owned(), 256, 4));
    }
}
