//! Reads gold JSON.

use super::error::JsonError;
use super::examined::{Examined, Leniency};
use super::migrate::{self, ParsedArticle};
use super::read_record::read_record;
use crate::gold::{Annotation, Article};

/// Reads an article and its annotation.
///
/// ```
/// let line = r#"{"id": "a", "text": "زار باريس", "entities": [{"start": 4, "end": 9, "label": "LOC", "score": 0.8}]}"#;
/// let (article, annotation) = tawsim::gold::json::read(line)?;
/// assert_eq!(article.text.slice(article.suggestions[0].body.span().unwrap()), "باريس");
/// assert!(annotation.gold.is_empty());
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
///
/// # Errors
/// Returns the first [`JsonError`].
pub fn read(json: &str) -> Result<(Article, Annotation), JsonError> {
    let found = read_object(json, Leniency::Strict)?;
    match found.problems.into_iter().next() {
        Some(problem) => Err(problem.error),
        None => Ok((found.article, found.annotation)),
    }
}

/// Reads a gold object and continues after problems. Repairs only what is certain: offsets that count UTF-16 units or
/// bytes if the words beside them show it, and the id of a second gold item if nothing is linked to that id.
///
/// ```
/// let line = r#"{"id": "a", "text": "😀 زار باريس", "entities": [
///     {"id": "e1", "start": 7, "end": 12, "text": "باريس", "label": "LOC", "verdict": "added"}]}"#;
/// let found = tawsim::gold::json::examine(line)?;
/// assert_eq!(found.problems[0].repaired, Some("counted in UTF-16 units, as the words beside them say"));
/// assert_eq!(found.annotation.gold.len(), 1);
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
///
/// # Errors
/// Returns a [`JsonError`] if there is no article at all: no JSON, a newer schema, no id or no text.
pub fn examine(json: &str) -> Result<Examined, JsonError> {
    read_object(json, Leniency::Repair)
}

fn read_object(json: &str, leniency: Leniency) -> Result<Examined, JsonError> {
    match migrate::parse(json)? {
        ParsedArticle::Present(record) => read_record(json, *record, leniency),
        ParsedArticle::Older { json, schema } => {
            let found = migrate::parse_present(&json).and_then(|record| read_record(&json, record, leniency));
            // The converted object has other lines than the file.
            let found = found.map_err(|error| error.without_line(&format!("the object in schema {schema:?}")))?;
            Ok(Examined { older: Some(schema), ..found })
        }
    }
}
