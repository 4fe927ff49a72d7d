//! A pending reading carries the attributes, parts, relations and speaker links of its item.
//!
//! They are keys of the suggestion, so journals, undo and lists keep them. When an annotator accepts the reading, `edit` gives them
//! to the gold item.

use serde_json::{Map, Value};

use super::{ANNOTATORS, DIFFERENCE};
use crate::gold::json::RelationRecord;
use crate::gold::{Attributes, Body, Extra, Relation, Suggestion};
use crate::text::Span;

const ATTRIBUTES: &str = "attributes";
const RELATIONS: &str = "relations";
const LINKS: &str = "links";

/// The parts in memory, as bytes. A gold file has them under `"parts"`, in code points. No key of a file is equal to this one.
const PARTS: &str = "\u{0}reading parts";

/// True for the keys of a suggestion that is a reading of an annotator. Only a reading carries something.
#[must_use]
pub fn is_reading(keys: &Extra) -> bool {
    keys.contains_key(DIFFERENCE) || keys.contains_key(ANNOTATORS)
}

/// The attributes that a reading carries.
#[must_use]
pub fn carried_attributes(reading: &Suggestion) -> Attributes {
    let value = reading.extra.get(ATTRIBUTES).filter(|_| is_reading(&reading.extra));
    value.and_then(Attributes::of).unwrap_or_default()
}

/// The parts of the entity that a reading carries.
#[must_use]
pub fn carried_parts(reading: &Suggestion) -> Vec<Span> {
    let Body::Entity { span, .. } = &reading.body else { return Vec::new() };
    let number = |value: Option<&Value>| value.and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    let part = |part: &Value| span.kept(number(part.get(0))?, number(part.get(1))?);
    reading.extra.get(PARTS).and_then(Value::as_array).into_iter().flatten().filter_map(part).collect()
}

/// The relations that a reading carries. An end is named by the id of a gold item or of a suggestion.
#[must_use]
pub fn carried_relations(reading: &Suggestion) -> Vec<Relation> {
    let records = reading.extra.get(RELATIONS).filter(|_| is_reading(&reading.extra)).and_then(Value::as_array);
    let record = |value: &Value| serde_json::from_value::<RelationRecord>(value.clone()).ok();
    records.into_iter().flatten().filter_map(record).map(RelationRecord::relation).collect()
}

/// The speaker links that a reading carries: the quote and the entity, named as the ends of relations are.
#[must_use]
pub fn carried_links(reading: &Suggestion) -> Vec<(String, String)> {
    let links = reading.extra.get(LINKS).filter(|_| is_reading(&reading.extra)).and_then(Value::as_array);
    let link = |link: &Value| Some((link.get("from")?.as_str()?.to_owned(), link.get("to")?.as_str()?.to_owned()));
    links.into_iter().flatten().filter_map(link).collect()
}

/// True if a reading says that its speaker is linked to nobody, because another reading of the same words has a link.
#[must_use]
pub fn carries_no_link(reading: &Suggestion) -> bool {
    let links = reading.extra.get(LINKS).filter(|_| is_reading(&reading.extra)).and_then(Value::as_array);
    links.is_some_and(Vec::is_empty)
}

pub(super) fn carry_no_link(keys: &mut Extra) {
    keys.insert(LINKS.to_owned(), Value::Array(Vec::new()));
}

pub(super) fn carry_attributes(keys: &mut Extra, attributes: &Attributes) {
    if let Some(value) = attributes.to_json() {
        keys.insert(ATTRIBUTES.to_owned(), value);
    }
}

/// Puts the parts of an entity among the keys of a reading. Parts that were there are removed.
pub(in crate::gold) fn carry_parts(keys: &mut Extra, parts: &[Span]) {
    keys.shift_remove(PARTS);
    if !parts.is_empty() {
        let parts = parts.iter().map(|part| Value::from(vec![part.start(), part.end()]));
        keys.insert(PARTS.to_owned(), parts.collect());
    }
}

pub(super) fn carry_relation(keys: &mut Extra, relation: &Relation) {
    push(keys, RELATIONS, serde_json::to_value(RelationRecord::of(relation)).ok());
}

pub(super) fn carry_link(keys: &mut Extra, quote: &str, entity: &str) {
    let link = [("from", quote), ("to", entity)].map(|(key, id)| (key.to_owned(), id.into()));
    push(keys, LINKS, Some(Value::Object(Map::from_iter(link))));
}

/// Gives the ends of the relations and links that a reading carries other names. An end may become several.
pub(super) fn rename_ends(keys: &mut Extra, reading: &Suggestion, names: impl Fn(&str) -> Vec<String>) {
    let (relations, links) = (carried_relations(reading), carried_links(reading));
    for (list, is_used) in [(RELATIONS, !relations.is_empty()), (LINKS, !links.is_empty())] {
        if is_used {
            keys.insert(list.to_owned(), Value::Array(Vec::new()));
        }
    }
    for relation in relations {
        for from in names(&relation.from) {
            for to in names(&relation.to) {
                carry_relation(keys, &Relation { from: from.clone(), to, ..relation.clone() });
            }
        }
    }
    for (quote, entity) in links {
        for quote in names(&quote) {
            names(&entity).iter().for_each(|entity| carry_link(keys, &quote, entity));
        }
    }
}

fn push(keys: &mut Extra, list: &str, value: Option<Value>) {
    let Some(value) = value else { return };
    match keys.get_mut(list) {
        Some(Value::Array(values)) if values.contains(&value) => {}
        Some(Value::Array(values)) => values.push(value),
        _ => drop(keys.insert(list.to_owned(), Value::Array(vec![value]))),
    }
}
