//! Peeking: reading only what is needed of a gold file or a journal.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::gold::{Annotation, ArticleSummary, DISCUSS, Timestamp, json};
use crate::store::input::{InputKind, open_input, read_input, read_text_input};
use crate::store::locate::BOM;

use super::journal::gold_line::is_at_rest;

/// The number of bytes at the end of a journal in which its last line is looked for.
const TAIL_BYTES: u64 = 4096;

/// The string at a key of a JSON object; `None` if there is none. The JSON after the key is not read, so errors there
/// are not noticed.
pub(crate) fn peek_string(key: &str, json: &[u8]) -> Option<String> {
    struct UntilKey<'a> {
        key: &'a str,
        value: &'a mut Option<String>,
    }
    impl<'de> Visitor<'de> for UntilKey<'_> {
        type Value = ();

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                if key == self.key {
                    *self.value = map.next_value()?;
                    return Ok(());
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }
    let mut value = None;
    // Stopping before the end of the object is an error for the reader, and is meant here.
    let _ = serde_json::Deserializer::from_slice(json).deserialize_map(UntilKey { key, value: &mut value });
    value
}

/// Returns true if the bytes are a gold file: a JSON object with a `tawsim/…` schema. This program writes that key first.
pub(crate) fn is_gold(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
    peek_string("schema", bytes).is_some_and(|schema| schema.starts_with("tawsim/"))
}

/// The status of a gold file, and whether anything in it has the flag `discuss`. Its spans are not read: that would take
/// a hundred times as long.
pub(crate) fn peek_summary(path: &Path) -> Option<ArticleSummary> {
    let bytes = read_input(path, InputKind::Article).ok()?;
    let status = peek_string("status", &bytes);
    Some(ArticleSummary { status: status?.parse().ok()?, flagged: has_discuss_flag(&bytes) })
}

/// Returns true if the article or an item in it has the flag `discuss`.
fn has_discuss_flag(mut gold: &[u8]) -> bool {
    const KEY: &[u8] = b"\"flags\"";
    while let Some(at) = gold.windows(KEY.len()).position(|part| part == KEY) {
        gold = gold.get(at + KEY.len()..).unwrap_or_default();
        // In a string the quotation marks are escaped. So this is a key if a colon follows.
        let Some(value) = gold.trim_ascii_start().strip_prefix(b":") else { continue };
        let flags = serde_json::Deserializer::from_slice(value).into_iter::<Vec<String>>().next();
        if flags.and_then(Result::ok).is_some_and(|flags| flags.iter().any(|flag| flag == DISCUSS)) {
            return true;
        }
    }
    false
}

/// The time of the newest verdict in a gold file. Reads the whole file.
pub(crate) fn newest_verdict(path: &Path) -> Option<Timestamp> {
    let (_, Annotation { gold, rejected, .. }) = json::read(&read_text_input(path, InputKind::Article).ok()?).ok()?;
    let gold = gold.iter().filter_map(|item| item.at.clone());
    gold.chain(rejected.iter().filter_map(|rejected| rejected.at.clone())).max()
}

/// Returns true if nothing happened since the gold file was written. The last line of the journal then names one content
/// twice.
pub(crate) fn journal_is_at_rest(journal: &Path) -> bool {
    let tail = || -> io::Result<Vec<u8>> {
        let mut file = open_input(journal)?;
        let len = file.metadata()?.len();
        file.seek(SeekFrom::Start(len.saturating_sub(TAIL_BYTES)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let Ok(tail) = tail() else { return false };
    let Some(lines) = tail.strip_suffix(b"\n") else { return false };
    lines.rsplit(|byte| *byte == b'\n').next().is_some_and(is_at_rest)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::gold::Status;

    #[test]
    fn the_summary_is_found_without_reading_spans() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        for (json, status) in [
            (
                r#"{"id": "a", "text": "\"flags\": \"status\": \"done\"", "meta": {"status": "x"}, "status": "skipped", "entities": [broken"#,
                Some((Status::Skipped, false)),
            ),
            (r#"{"status": "done", "entities": [{"flags": ["discuss"]}]}"#, Some((Status::Done, true))),
            (
                r#"{"status": "done", "flags": [], "entities": [{"flags" : ["a\"b", "discuss"]}]}"#,
                Some((Status::Done, true)),
            ),
            (r#"{"status": "done", "flags": [], "entities": [{"flags": ["urgent"]}]}"#, Some((Status::Done, false))),
            (
                r#"{"status": "done", "flags": "discuss", "text": "\"flags\": [\"discuss\"]"}"#,
                Some((Status::Done, false)),
            ),
            (r#"{"id": "a", "text": "x"}"#, None),
            (r#"{"status": 7}"#, None),
            ("", None),
        ] {
            fs::write(&path, json).unwrap();
            let found = peek_summary(&path).map(|summary| (summary.status, summary.flagged));
            assert_eq!(found, status, "{json}");
        }
        assert_eq!(peek_summary(&folder.path().join("none.json")), None);
    }
}
