//! Recognises the format of a file from its name and its beginning.

use std::path::Path;

use serde_json::{Map, Value};

use super::common::encoding::decode_bytes;
use super::common::raw_spans::is_span;
use super::common::token_list::is_token_list;
use super::format::Format;
use super::{brat, casjson, citron, conll, doccano, hf, inline, jsonl, labelstudio, prodigy, spacy, w3c, webanno, xmi};

/// A format that was recognised, and the sign of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The format.
    pub format: &'static Format,
    /// The sign of it, for a message: "its first line is …".
    pub why: String,
}

/// The format of a file that begins so; `None` if no format has such a beginning.
///
/// ```
/// # use std::path::Path;
/// let found = tawsim::formats::recognise(Path::new("a.txt"), "زار O\nباراك B-PER\n".as_bytes()).unwrap();
/// assert_eq!(found.format.name, "conll");
/// ```
#[must_use]
pub fn recognise(path: &Path, head: &[u8]) -> Option<Recognised> {
    // Their readers say what to do.
    match head {
        [b'P', b'A', b'R', b'1', ..] => {
            return Some(Recognised { format: &hf::FORMAT, why: "it is Parquet".to_owned() });
        }
        [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..] if path.extension().is_some_and(|it| it == "spacy") => {
            return Some(Recognised { format: &spacy::FORMAT, why: "it is a DocBin".to_owned() });
        }
        _ => {}
    }
    let decoded = decode_bytes(head).map(|(words, _)| words);
    let head = decoded.unwrap_or_else(|| String::from_utf8_lossy(head).into_owned());
    let head = head.trim_start_matches('\u{FEFF}');
    let found = |format: &'static Format, why: &str| Some(Recognised { format, why: why.to_owned() });
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let first = head.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if head.starts_with("#FORMAT=WebAnno TSV") {
        return found(&webanno::FORMAT, "its first line is that of WebAnno TSV 3");
    }
    let comment = first.trim_start();
    if comment.starts_with("# webanno.custom.") || comment.starts_with("# de.tudarmstadt.ukp.dkpro.") {
        return found(&webanno::FORMAT, "its first line is that of WebAnno TSV 2");
    }
    if head.contains("http://www.omg.org/XMI") {
        return found(&xmi::FORMAT, "it has the namespace of XMI");
    }
    if head.contains("\"%FEATURE_STRUCTURES\"") || head.contains("\"%TYPES\"") {
        return found(&casjson::FORMAT, "it has the keys of UIMA CAS JSON");
    }
    if let Some(value) = first_value(head) {
        let found = first_record(value).as_ref().and_then(of_json);
        return found.map(|(format, why)| Recognised { format, why: why.to_owned() });
    }
    // Broken JSON is no table, whatever commas it has.
    if is_json_like(path, head) {
        return None;
    }
    if extension == "ann" || is_standoff(first) {
        return found(&brat::FORMAT, "it has the lines of brat's standoff");
    }
    if first.starts_with("=== ") {
        return found(&inline::FORMAT, "its first line is === and an id");
    }
    // The last line may be cut.
    let lines: Vec<&str> = head.lines().collect();
    let whole = lines.get(..lines.len().saturating_sub(usize::from(!head.ends_with('\n') && lines.len() > 1)));
    conll::describe_lines(whole.unwrap_or_default()).and_then(|why| found(&conll::FORMAT, why))
}

/// The fault of a file that looks like JSON and is none: its line, counted from 1, and the message.
///
/// ```
/// # use std::path::Path;
/// let (line, what) = tawsim::formats::broken_json(Path::new("a.jsonl"), br#"{"text":"a","tags":["O"],}"#).unwrap();
/// assert!(line == 1 && what.starts_with("is not JSON: "));
/// assert_eq!(tawsim::formats::broken_json(Path::new("a.conll"), "[ O\n".as_bytes()), None);
/// ```
#[must_use]
pub fn broken_json(path: &Path, head: &[u8]) -> Option<(usize, String)> {
    let decoded = decode_bytes(head).map(|(words, _)| words);
    let head = decoded.unwrap_or_else(|| String::from_utf8_lossy(head).into_owned());
    let head = head.trim_start_matches('\u{FEFF}');
    if !is_json_like(path, head) {
        return None;
    }
    let error = serde_json::Deserializer::from_str(head).into_iter::<Value>().next()?.err()?;
    (!error.is_eof()).then(|| (error.line(), format!("is not JSON: {error}; correct the file")))
}

/// True for a file that is named as JSON, or begins with an object or a list.
fn is_json_like(path: &Path, head: &str) -> bool {
    let is_named = path.extension().is_some_and(|it| it == "json" || it == "jsonl" || it == "ndjson");
    let mut signs = head.chars().filter(|c| !c.is_whitespace());
    let is_value = |c: char| matches!(c, '{' | '[' | '"' | '}' | ']' | '-') || c.is_ascii_digit();
    is_named || matches!(signs.next(), Some('{' | '[')) && signs.next().is_some_and(is_value)
}

/// True for a line of brat: `T1`, a tab, a label and two offsets.
fn is_standoff(line: &str) -> bool {
    let mut fields = line.split('\t');
    let name = fields.next().unwrap_or_default();
    let number =
        name.strip_prefix('T').is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()));
    number && fields.next().is_some_and(|place| place.split(' ').count() >= 3)
}

/// The first value of a JSON file, or what can be read of it where it is cut; `None` for other files.
fn first_value(head: &str) -> Option<Value> {
    if !head.trim_start().starts_with(['{', '[']) {
        return None;
    }
    match serde_json::Deserializer::from_str(head).into_iter::<Value>().next()? {
        Ok(value) => Some(value),
        // The head ends within the value.
        Err(error) if error.is_eof() => serde_json::from_str(&closed(head)?).ok(),
        Err(_) => None,
    }
}

/// A cut JSON value without its unfinished part, and with the brackets that close it.
fn closed(head: &str) -> Option<String> {
    let (mut open, mut whole) = (Vec::new(), None);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, c) in head.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                whole = Some((at + 1, open.clone()));
            }
            '}' | ']' => {
                open.pop();
                whole = Some((at + 1, open.clone()));
            }
            ',' => whole = Some((at, open.clone())),
            _ => {}
        }
    }
    let (end, brackets) = whole?;
    let brackets: String = brackets.into_iter().rev().collect();
    Some(format!("{}{brackets}", head.get(..end)?))
}

/// The first record of a JSON value: of a list, its first item.
fn first_record(value: Value) -> Option<Value> {
    match value {
        Value::Array(items) if !matches!(items.as_slice(), [Value::String(_), _]) => items.into_iter().next(),
        record => Some(record),
    }
}

/// True for the target of a web annotation.
fn has_selector(target: &Value) -> bool {
    let one = target.as_array().map_or(Some(target), |list| list.first());
    one.is_some_and(|target| target.get("selector").is_some())
}

fn of_json(record: &Value) -> Option<(&'static Format, &'static str)> {
    let keys = match record {
        Value::Object(keys) => keys,
        Value::Array(items) if is_token_list(items) => {
            return Some((&spacy::FORMAT, "its records are lists of tokens with tags"));
        }
        Value::Array(items) if matches!(items.as_slice(), [Value::String(_), Value::Object(_) | Value::Array(_)]) => {
            return Some((&spacy::FORMAT, "its records are pairs of a text and annotations"));
        }
        _ => return None,
    };
    let is = |key: &str, test: fn(&Value) -> bool| keys.get(key).is_some_and(test);
    let spans = |key: &str| keys.get(key).and_then(Value::as_array).and_then(|list| list.first());
    let any = |names: &[&str]| names.iter().any(|name| keys.contains_key(*name));
    Some(if any(&["offset_unit"]) || is("schema", |it| it.as_str().is_some_and(|it| it.starts_with("tawsim"))) {
        (&jsonl::FORMAT, "it is gold JSON")
    } else if any(&["@context"]) {
        (&w3c::FORMAT, "it has a JSON-LD context")
    } else if any(&["body", "bodies", "type", "uri"]) && is("target", has_selector) {
        (&w3c::FORMAT, "its records are annotations with a target and a selector")
    } else if spans("rows").and_then(|row| row.get("target")).is_some_and(has_selector) {
        (&w3c::FORMAT, "its rows are annotations with a target and a selector")
    } else if is("data", Value::is_object) && any(&["annotations", "predictions", "completions"])
        || any(&["annotation_id", "lead_time"])
    {
        (&labelstudio::FORMAT, "its records are tasks of Label Studio")
    } else if any(&["_task_hash", "_input_hash", "_session_id", "_view_id"])
        || spans("spans").is_some_and(|span| span.get("token_start").is_some())
        || any(&["answer"]) && any(&["spans"])
    {
        (&prodigy::FORMAT, "its records are tasks of Prodigy")
    } else if any(&["tokens"]) && any(&["ner_tags"])
        || any(&["tokens"]) && !any(&["text", "ents"]) && any(&["tags", "labels"])
    {
        (&hf::FORMAT, "its records have tokens and their tags")
    } else if any(&["quotes"]) && any(&["text"]) && !any(&["entities"]) {
        (&citron::FORMAT, "it has the quotes of Citron")
    } else if any(&["ents", "paragraphs", "classes", "cats"]) || is("spans", Value::is_object) {
        (&spacy::FORMAT, "its records have the keys of spaCy")
    } else if ["label", "labels", "entities", "annotations"].iter().any(|key| spans(key).is_some_and(is_span))
        || any(&["annotation_approver", "Comments", "relations", "rasa_nlu_data", "examples"])
        || any(&["text", "data", "content", "document", "fields"])
    {
        (&doccano::FORMAT, "its records are a text with labelled spans")
    } else {
        return container(keys).and_then(of_json);
    })
}

/// The first record in the only list of records that an object has.
fn container(keys: &Map<String, Value>) -> Option<&Value> {
    let is_record = |value: &&Value| value.is_object() || value.is_array();
    let mut records = keys.values().filter_map(|value| value.as_array()?.iter().find(is_record));
    let first = records.next()?;
    records.next().is_none().then_some(first)
}
