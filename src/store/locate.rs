//! Finding the line of an error in a file.

use std::collections::HashMap;
use std::str::Utf8Error;

use serde_json::value::RawValue;

use crate::gold::json::JsonError;
use crate::text::advise_utf8_conversion;

/// The byte order mark. At the beginning of a JSON file it belongs to no value.
pub(crate) const BOM: &str = "\u{FEFF}";

/// The line, from 1, of the value that an error names; `None` if the value is missing.
pub(crate) fn line_of(json: &str, error: &JsonError) -> Option<usize> {
    let (key, index) = match error {
        JsonError::Syntax { line, .. } => return Some(*line),
        JsonError::Schema(_) => ("schema", None),
        JsonError::Unit(_) => ("offset_unit", None),
        JsonError::Hash => ("text_sha256", None),
        JsonError::Missing(key) => (*key, None),
        JsonError::Offset { place, .. } | JsonError::Words { place, .. } | JsonError::Value { place, .. } => {
            key_of(place)
        }
        JsonError::Twice(_) => return None,
    };
    let keys: HashMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    let mut value = (*keys.get(key)?).get();
    if let Some(index) = index {
        value = serde_json::from_str::<Vec<&RawValue>>(value).ok()?.get(index)?.get();
    }
    // `value` borrows from `json`, so the distance of their pointers is the offset of the value.
    let before = json.get(..(value.as_ptr() as usize).checked_sub(json.as_ptr() as usize)?)?;
    Some(1 + before.bytes().filter(|byte| *byte == b'\n').count())
}

/// Splits the place of an error: `entities[2] (e3).suggestion` gives the key `entities` and the element 2.
fn key_of(place: &str) -> (&str, Option<usize>) {
    match place.split_once('[') {
        Some((key, rest)) => (key, rest.split(']').next().and_then(|index| index.parse().ok())),
        None => (place, None),
    }
}

/// The line, from 1, of the first bytes that are not UTF-8, and the message about them.
pub(crate) fn not_utf8(bytes: &[u8], error: Utf8Error) -> (usize, String) {
    let (before, after) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
    let byte = after.first().copied().unwrap_or_default();
    let what = format!(
        "is not UTF-8: byte {column} of the line (0x{byte:02X}, after {} bytes of the file) fits no character; {}",
        before.len(),
        advise_utf8_conversion(bytes),
    );
    (line, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    #[test]
    fn each_fault_is_located_at_its_line() {
        let json = r#"{"schema": "tawsim/1",
"id": "a",
"text":
  "\u0628 [x]\n",
"status": "done",
"entities": [{"start": 0, "end": 1, "label": "A"},

{"start": 0, "end": 1,
 "label": "B"}]}"#;
        assert!(json::read(json).is_ok());
        for (from, to, line) in [
            ("tawsim/1", "x", Some(1)),
            ("\"a\"", "\"\"", Some(2)),
            ("\"id\"", "\"di\"", None),
            ("\\u0628 [x]\\n", " ", Some(4)),
            ("done", "over", Some(5)),
            ("\"end\": 1, \"label\"", "\"end\": 0, \"label\"", Some(6)),
            ("\n \"label\": \"B\"", "\n \"text\": \"y\", \"label\": \"B\"", Some(8)),
            ("\n \"label\": \"B\"", "\n \"label\": \"\"", Some(8)),
            ("\n \"label\" ", "\n \"label\" ", None),
            ("\"B\"}", "\"B\"", Some(9)),
        ] {
            let broken = json.replacen(from, to, 1);
            let found = json::read(&broken).err().and_then(|error| line_of(&broken, &error));
            assert_eq!(found, line, "{from} → {to}");
        }
    }
}
