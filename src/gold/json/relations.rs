//! Relations, attributes and the parts of entities in gold JSON.
//!
//! Other programs may use these keys for something else. A value that has not the shape of this format stays an unknown key,
//! except in a file whose schema says that the shape must be this one.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::JsonError;
use super::record::{JsonItem, JsonSpan};
use super::schema::{RELATIONS_SCHEMA, SCHEMA};
use crate::gold::{Annotation, Attributes, Extra, Relation, Relations, UniqueIds};

/// A relation as in a gold file. Journals keep it.
///
/// ```
/// use tawsim::gold::{Relation, json::RelationRecord};
/// let relation = Relation::new("r1", "born_in", "e1", "e2");
/// let json = serde_json::to_string(&RelationRecord::of(&relation)).unwrap();
/// assert_eq!(json, r#"{"id":"r1","label":"born_in","from":"e1","to":"e2"}"#);
/// assert_eq!(serde_json::from_str::<RelationRecord>(&json).unwrap().relation(), relation);
/// ```
#[derive(Serialize, Deserialize)]
pub struct RelationRecord {
    id: String,
    label: String,
    from: String,
    to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attributes: Option<Value>,
    #[serde(flatten)]
    extra: Extra,
}

impl RelationRecord {
    /// The shape in `relations`.
    #[must_use]
    pub fn of(relation: &Relation) -> Self {
        let Relation { id, label, from, to, attributes, extra } = relation.clone();
        let attributes = attributes.to_json();
        let extra = extra.into_iter().filter(|(key, _)| key != "attributes" || attributes.is_none()).collect();
        Self { id, label, from, to, attributes, extra }
    }

    /// Reads it as a relation. Whether its ends exist is a question for `check`.
    #[must_use]
    pub fn relation(mut self) -> Relation {
        let attributes = take_attributes(&mut self.attributes);
        self.extra.extend(self.attributes.map(|value| ("attributes".to_owned(), value)));
        let Self { id, label, from, to, extra, .. } = self;
        Relation { id, label, from, to, attributes, extra }
    }

    fn is_whole(&self) -> bool {
        [&self.id, &self.label, &self.from, &self.to].iter().all(|word| !word.trim().is_empty())
    }
}

/// Reads the relations of an article, with the problems of those that cannot be read. Returns the value if it is something
/// else, which only a file that is not `is_gold` may have.
pub(super) fn read(value: Value, is_gold: bool) -> Result<(Relations, Vec<JsonError>), Value> {
    let Some(list) = value.as_array() else {
        return if is_gold {
            Ok((Relations::default(), vec![wrong("relations", "it is not a list")]))
        } else {
            Err(value)
        };
    };
    let (mut relations, mut problems, mut ids) = (Relations::default(), Vec::new(), UniqueIds::default());
    for (index, one) in list.iter().enumerate() {
        let place = format!("relations[{index}]");
        match serde_json::from_value::<RelationRecord>(one.clone()).ok().filter(RelationRecord::is_whole) {
            Some(record) if ids.insert(record.id.clone()) => relations.insert(record.relation()),
            Some(record) => problems.push(JsonError::Twice(record.id)),
            None => {
                problems.push(wrong(&place, "a relation needs \"id\", \"label\", \"from\" and \"to\", all strings"));
            }
        }
    }
    let is_other = relations.is_empty() && !is_gold;
    if is_other { Err(value) } else { Ok((relations, problems)) }
}

fn wrong(place: &str, message: &str) -> JsonError {
    JsonError::Value { place: place.to_owned(), message: message.to_owned() }
}

/// The value of `relations`. `None` without relations.
pub(super) fn write(relations: &Relations) -> Option<Value> {
    let list: Vec<Value> =
        relations.iter().filter_map(|relation| serde_json::to_value(RelationRecord::of(relation)).ok()).collect();
    (!list.is_empty()).then_some(Value::Array(list))
}

/// The schema that an annotation needs.
pub(super) fn schema_of(annotation: &Annotation) -> &'static str {
    let needs = |item: &crate::gold::GoldItem| !item.parts.is_empty() || !item.attributes.is_empty();
    let has_more = !annotation.relations.is_empty() || annotation.gold.iter().any(needs);
    if has_more { RELATIONS_SCHEMA } else { SCHEMA }
}

/// Takes the attributes out of a value that has their shape. Another value stays.
pub(super) fn take_attributes(value: &mut Option<Value>) -> Attributes {
    let attributes = value.as_ref().and_then(Attributes::of);
    if attributes.is_some() {
        *value = None;
    }
    attributes.unwrap_or_default()
}

/// While an item is in memory, the unknown keys of its parts are kept among its own, as for the parts of a quote.
const PART_KEYS: &str = "\u{0}entity parts";

/// Takes the parts out of an item, if the value under this key has their shape.
pub(super) fn take_parts(item: &mut JsonItem) -> Option<Vec<JsonSpan>> {
    item.extra.shift_remove(PART_KEYS);
    let mut parts: Vec<JsonSpan> = serde_json::from_value(item.parts.clone()?).ok()?;
    item.parts = None;
    let keys: Vec<Value> = parts.iter_mut().map(|part| Value::from(std::mem::take(&mut part.extra))).collect();
    if keys.iter().any(|keys| keys.as_object().is_some_and(|keys| !keys.is_empty())) {
        item.extra.insert(PART_KEYS.to_owned(), Value::Array(keys));
    }
    Some(parts)
}

/// Puts the parts into an item, with their unknown keys. The opposite of [`take_parts`].
pub(super) fn put_parts(item: &mut JsonItem, mut parts: Vec<JsonSpan>) {
    let keys = item.extra.shift_remove(PART_KEYS);
    if parts.is_empty() {
        return;
    }
    if let Some(Value::Array(keys)) = keys {
        for (part, keys) in parts.iter_mut().zip(keys) {
            if let Value::Object(keys) = keys {
                part.extra = keys.into();
            }
        }
    }
    item.parts = serde_json::to_value(parts).ok();
}

#[cfg(test)]
mod tests {
    use crate::gold::json::{examine, read, write};

    const GOLD: &str = r#"{
 "schema": "tawsim/2",
 "id": "a",
 "text": "شمال وجنوب السودان",
 "text_sha256": "HASH",
 "offset_unit": "codepoint",
 "meta": {},
 "status": "in_progress",
 "entities": [
  {
   "id": "e1",
   "start": 0,
   "end": 18,
   "text": "شمال وجنوب السودان",
   "parts": [
    {
     "start": 0,
     "end": 4,
     "text": "شمال"
    },
    {
     "start": 11,
     "end": 18,
     "text": "السودان",
     "head": true
    }
   ],
   "label": "LOC",
   "attributes": {
    "Reference": [
     "Wikidata:Q1049",
     "GeoNames:366755"
    ],
    "Sure": true
   },
   "verdict": "added"
  },
  {
   "id": "e2",
   "start": 6,
   "end": 18,
   "text": "جنوب السودان",
   "label": "LOC",
   "verdict": "added"
  }
 ],
 "quotes": [],
 "relations": [
  {
   "id": "r1",
   "label": "near",
   "from": "e1",
   "to": "e2",
   "attributes": {
    "Since": 2011
   },
   "by": "x"
  }
 ],
 "rejected": [],
 "pending": []
}
"#;

    fn gold() -> String {
        GOLD.replace("HASH", &super::super::sha256("شمال وجنوب السودان"))
    }

    #[test]
    fn relations_attributes_and_parts_survive_byte_for_byte() {
        let (article, annotation) = read(&gold()).unwrap();
        assert_eq!(annotation.relations.find("r1").unwrap().attributes.get("Since"), Some(&2011.into()));
        assert_eq!(annotation.gold_item("e1").unwrap().parts.len(), 2);
        assert_eq!(write(&article, &annotation), gold());
    }

    /// Without them the file is what an earlier version writes.
    #[test]
    fn the_schema_is_the_lowest_that_is_true() {
        let (article, annotation) = read(&gold()).unwrap();
        let mut plain = annotation.clone();
        plain.relations.remove("r1");
        assert!(write(&article, &plain).contains("tawsim/2"), "it has parts");
        let mut item = plain.gold_item("e1").unwrap().clone();
        (item.parts, item.attributes) = (Vec::new(), crate::gold::Attributes::default());
        plain.gold.remove("e1");
        plain.gold.insert(item);
        let written = write(&article, &plain);
        assert!(written.contains("tawsim/1") && !written.contains("relations"), "{written}");
    }

    #[test]
    fn what_cannot_be_read_is_a_problem() {
        for (from, to, message) in [
            ("\"end\": 4", "\"end\": 3", "entities[0] (e1).parts[0]: the text at 0..3"),
            ("\"start\": 11", "\"start\": 12", "parts[1]: the text at 12..18"),
            ("    {\n     \"start\": 0,\n     \"end\": 4,\n     \"text\": \"شمال\"\n    },\n", "", "two or more spans"),
            ("\"to\": \"e2\"", "\"to\": 2", "relations[0]: a relation needs"),
            ("\"label\": \"near\",", "", "relations[0]: a relation needs"),
        ] {
            let broken = gold().replacen(from, to, 1);
            assert_ne!(broken, gold());
            let error = read(&broken).unwrap_err().to_string();
            assert!(error.contains(message), "{from} → {to}: {error}");
            assert_eq!(examine(&broken).unwrap().problems.len(), 1);
        }
    }

    /// Files of other programs may have anything under these keys.
    #[test]
    fn foreign_values_stay_unknown_keys() {
        let line = r#"{"id":"a","text":"شمال","entities":[{"id":"e1","start":0,"end":4,"parts":["x"],"attributes":[1],
            "label":"LOC","verdict":"added"},{"start":0,"end":4,"label":"X","attributes":{"a":1},"parts":[]}],
            "relations":[{"id":7,"from_id":1}]}"#;
        let (article, annotation) = read(line).unwrap();
        assert_eq!(annotation.extra["relations"][0]["id"], 7);
        let item = annotation.gold_item("e1").unwrap();
        assert_eq!((item.extra["parts"].clone(), item.extra["attributes"].clone()), (["x"].into(), [1].into()));
        assert_eq!(article.suggestions[0].extra["attributes"]["a"], 1);
        let written = write(&article, &annotation);
        assert!(written.contains("tawsim/1"));
        assert_eq!(read(&written).unwrap().1, annotation);
    }
}
