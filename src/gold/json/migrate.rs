//! Converts the schemas of older versions to the present one, step by step.
//!
//! The key `schema` says which one a file has. An article of another program may have none; it is read as the present
//! schema. A newer schema is rejected, because its meaning is unknown and writing the file would lose it. An older one
//! is converted in memory. The file itself changes only with the first verdict; then `store` keeps a copy of the old
//! file.
//!
//! `tawsim/0` was the draft before the first release. It differs in three ways: the content of a quote is one span
//! instead of a list, a fixed suggestion has the verdict `corrected`, and `offset_unit` is missing (the offsets are
//! code points).
//!
//! `tawsim/2` has relations, attributes and entities in parts. Everything else is as in `tawsim/1`, so no step leads from one
//! to the other: a file is written as `tawsim/2` if it holds one of these, and else as `tawsim/1`.

use serde_json::Value;

use super::error::{JsonError, syntax_error};
use super::record::{JsonArticle, RawItems};
use super::schema::{SCHEMA, UNIT, is_present};
use crate::gold::Extra;

type MigrationStep = fn(&mut Extra);

/// For each schema, the step that leads to the next one, the oldest first. The last step leads to [`SCHEMA`].
const STEPS: &[(&str, MigrationStep)] = &[("tawsim/0", migrate_from_0)];

/// An object of a file.
pub(super) enum ParsedArticle<'a> {
    /// It is in the present schema. Its lists are not parsed yet.
    Present(Box<JsonArticle<String, RawItems<'a>>>),
    /// It was in an older schema.
    Older {
        /// The object in the present schema.
        json: String,
        /// The schema in the file.
        schema: String,
    },
}

/// An object may have this number of values, and one more for each [`BYTES_PER_VALUE`] bytes. A value takes up to a hundred
/// bytes of memory, and as little as two bytes in the file. In gold it takes more than 12.
const MOST_VALUES: usize = 500_000;
/// See [`MOST_VALUES`].
const BYTES_PER_VALUE: usize = 12;

/// Returns an error for an object with more values than memory should hold. Each value but the first follows a comma or
/// a bracket. A short object needs no count.
fn check_values(json: &str) -> Result<(), JsonError> {
    let most = MOST_VALUES + json.len() / BYTES_PER_VALUE;
    if json.len() <= most {
        return Ok(());
    }
    let (mut values, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b',' | b'[' | b'{' if !in_string => values += 1,
            _ => {}
        }
    }
    if values <= most {
        return Ok(());
    }
    let message = format!("it has {values} values, more than {most}; split it");
    Err(JsonError::Value { place: "the object".to_owned(), message })
}

pub(super) fn parse(json: &str) -> Result<ParsedArticle<'_>, JsonError> {
    check_values(json)?;
    // Only objects in another schema are parsed a second time: they may not fit the record.
    let parsed = parse_present(json);
    if let Ok(record) = parsed
        && record.schema.as_deref().is_none_or(is_present)
    {
        return Ok(ParsedArticle::Present(Box::new(record)));
    }
    let mut object: Extra = serde_json::from_str(json).map_err(|error| syntax_error(&error))?;
    let schema = object.get("schema").and_then(Value::as_str).unwrap_or(SCHEMA).to_owned();
    let Some(first) = STEPS.iter().position(|(from, _)| *from == schema) else {
        if !is_present(&schema) {
            return Err(JsonError::Schema(schema));
        }
        // Only the error of the first attempt knows the line.
        return Err(parse_present(json).err().unwrap_or(JsonError::Schema(schema)));
    };
    for (_, step) in STEPS.iter().skip(first) {
        step(&mut object);
    }
    object.insert("schema".to_owned(), SCHEMA.into());
    Ok(ParsedArticle::Older { json: Value::from(object).to_string(), schema })
}

/// Parses an object in the present schema, without its lists of items.
pub(super) fn parse_present(json: &str) -> Result<JsonArticle<String, RawItems<'_>>, JsonError> {
    serde_json::from_str(json).map_err(|error| syntax_error(&error))
}

fn migrate_from_0(object: &mut Extra) {
    object.entry("offset_unit").or_insert_with(|| UNIT.into());
    for list in ["entities", "quotes", "pending", "rejected"] {
        for item in object.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            migrate_item_from_0(item);
            if let Some(suggestion) = item.get_mut("suggestion") {
                migrate_item_from_0(suggestion);
            }
        }
    }
}

fn migrate_item_from_0(item: &mut Value) {
    if let Some(content) = item.get_mut("content").filter(|content| content.is_object()) {
        *content = Value::Array(vec![content.take()]);
    }
    if item.get("verdict").is_some_and(|verdict| verdict == "corrected")
        && let Some(verdict) = item.get_mut("verdict")
    {
        *verdict = "fixed".into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;
    use crate::gold::json::record::JsonItem;

    const OLD: &str = r#"{"schema":"tawsim/0","id":"a","text":"قال سامي: «نعم»","by":"x",
        "entities":[{"id":"e1","start":4,"end":8,"label":"PER","verdict":"corrected","note":1,
                     "suggestion":{"id":"s","source":"m@1","start":0,"end":8,"label":"PER"}}],
        "quotes":[{"id":"q1","kind":"direct","content":{"start":11,"end":14,"text":"نعم"},"verdict":"added"}]}"#;

    #[test]
    fn an_older_schema_is_read_as_the_present_one() {
        let (article, annotation) = json::read(OLD).unwrap();
        let new = OLD
            .replace("tawsim/0", "tawsim/1")
            .replace("corrected", "fixed")
            .replace(r#"{"start":11,"end":14,"text":"نعم"}"#, r#"[{"start":11,"end":14,"text":"نعم"}]"#);
        assert_eq!(json::read(&new).unwrap(), (article.clone(), annotation.clone()));
        assert_eq!(json::examine(OLD).unwrap().older.as_deref(), Some("tawsim/0"));
        assert_eq!(json::examine(&new).unwrap().older, None);
        // The written file has the present schema and the same content.
        let written = json::write(&article, &annotation);
        assert!(written.contains("\"schema\": \"tawsim/1\"") && written.contains("\"note\": 1"));
        assert_eq!(json::read(&written).unwrap(), (article, annotation));
    }

    #[test]
    fn a_newer_or_foreign_schema_is_refused() {
        for schema in ["tawsim/3", "tawsim/10", "tawsim/", "tawsim/1.1", "other/1", "tawsim/00"] {
            // A newer schema may have any other keys.
            for rest in [r#""text":"b""#, r#""text":{"lines":["b"]}"#] {
                let error = json::read(&format!(r#"{{"schema":"{schema}","id":"a",{rest}}}"#)).unwrap_err();
                assert_eq!(error, JsonError::Schema(schema.to_owned()));
                assert!(error.to_string().contains("use a newer tawsim"), "{error}");
            }
        }
        assert!(matches!(json::read(r#"{"schema":3,"id":"a","text":"b"}"#), Err(JsonError::Syntax { .. })));
    }

    /// A converted object has other lines than the file.
    #[test]
    fn an_error_in_an_older_schema_has_no_line() {
        let old = OLD.replace(r#""end":8"#, r#""end":"8""#);
        let found = json::read(&old).unwrap_err().to_string();
        assert_eq!(found, "the object in schema \"tawsim/0\": invalid type: string \"8\", expected usize; correct it");
        let old = OLD.replace(r#""id":"a""#, r#""id":7"#);
        let found = json::read(&old).unwrap_err().to_string();
        assert!(found.starts_with("the object in schema \"tawsim/0\": invalid type") && !found.contains("column"));
    }

    /// The lists of items are parsed after the rest of the object. An error in them has its place in the whole text.
    #[test]
    fn an_error_in_a_list_has_its_line_and_column() {
        let syntax = |json: &str| match json::read(json).unwrap_err() {
            JsonError::Syntax { message, line } => (message, line),
            other => panic!("{other}"),
        };
        let whole = |json: &str| {
            let error = serde_json::from_str::<JsonArticle<String, Vec<JsonItem>>>(json).err().unwrap();
            match syntax_error(&error) {
                JsonError::Syntax { message, line } => (message, line),
                other => panic!("{other}"),
            }
        };
        let item = r#"{"start":0,"end":1,"label":"A"}"#;
        for json in [
            r#"{"id":"a","text":"b","entities":5}"#.to_owned(),
            r#"{"id":"a","text":"b","pending":null}"#.to_owned(),
            r#"{"id":"a","text":"b","rejected":{"a":1}}"#.to_owned(),
            format!(r#"{{"id":"a","text":"b","entities":[{item},{{"start":"x"}}]}}"#),
            format!(
                "{{\"id\":\"a\",\n \"text\":\"ب\",\n \"ي\":1, \"quotes\":[{item},\n {item},\n {{\"start\":\"x\"}}]}}"
            ),
            format!("{{\"id\":\"a\",\n \"text\":\"b\", \"pending\":[{item}, 7]}}"),
        ] {
            assert_eq!(syntax(&json), whole(&json), "{json}");
        }
    }
}
