//! Reads an article and its annotation from an object whose lists of items are not parsed yet.

use std::cell::LazyCell;
use std::collections::HashSet;

use super::error::JsonError;
use super::examined::{Examined, Leniency};
use super::item_reader::{Reader, layer_of, wrong_value};
use super::record::{JsonArticle, RawItems};
use super::relations;
use super::schema::{RELATIONS_SCHEMA, UNANSWERED, UNIT, sha256};
use crate::gold::{Annotation, Article, Extra, Layer, Relations, Remark, RemarkTarget, Suggestion};
use crate::text::Text;

type RawArticle<'a> = JsonArticle<String, RawItems<'a>>;

/// Reads the record of the object `json`. One item at a time is in memory as a record and as a value.
pub(super) fn read_record(json: &str, mut record: RawArticle<'_>, leniency: Leniency) -> Result<Examined, JsonError> {
    if let Some(unit) = record.offset_unit.as_deref()
        && unit != UNIT
    {
        return Err(JsonError::Unit(unit.to_owned()));
    }
    let lacks = missing_keys(&record);
    let id = record.id.take().filter(|id| !id.trim().is_empty()).ok_or(JsonError::Missing("id"))?;
    let raw = record.text.take().filter(|text| !text.trim().is_empty()).ok_or(JsonError::Missing("text"))?;
    let other_text = record.text_sha256.take().is_some_and(|hash| !hash.eq_ignore_ascii_case(&sha256(&raw)));
    let mut reader = Reader::new(Text::new(raw));
    reader.leniency = leniency;
    if other_text {
        reader.report(JsonError::Hash);
    }
    let mut annotation = read_head(&mut record, &mut reader);
    let relations = read_relations(&mut record, &mut reader, &mut annotation);
    let suggestions = read_items(json, &record, &relations, &mut reader, &mut annotation)?;
    read_pending_and_rejected(json, &record, &mut reader, &mut annotation)?;
    annotation.relations = relations;
    let article = Article { id, text: reader.text, meta: record.meta, suggestions };
    Ok(Examined { article, annotation, problems: reader.problems, lacks, older: None })
}

/// The keys of gold that an object lacks.
fn missing_keys(record: &RawArticle<'_>) -> Vec<&'static str> {
    let keys = [
        ("schema", record.schema.is_some()),
        ("text_sha256", record.text_sha256.is_some()),
        ("offset_unit", record.offset_unit.is_some()),
    ];
    keys.into_iter().filter(|(_, there)| !there).map(|(key, _)| key).collect()
}

/// Reads what is said about the article as a whole.
fn read_head(record: &mut RawArticle<'_>, reader: &mut Reader) -> Annotation {
    let (annotator, mut extra) = (record.annotator.take(), std::mem::take(&mut record.extra));
    // It says something about a run of `suggest`, and nothing about the gold.
    extra.shift_remove(UNANSWERED);
    let mut annotation = Annotation { annotator, extra, ..Annotation::default() };
    let said = [("note", record.note.take()), ("flags", record.flags.take())];
    let mut said: Extra = said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    annotation.remarks.set(RemarkTarget::Article, Remark::take(&mut said));
    annotation.extra.extend(said);
    if let Some(status) = record.status.take() {
        match status.parse() {
            Ok(status) => annotation.status = status,
            Err(message) => reader.report(wrong_value("status", message)),
        }
    }
    annotation
}

/// Reads the relations. A value of another program under their key stays an unknown key.
fn read_relations(record: &mut RawArticle<'_>, reader: &mut Reader, annotation: &mut Annotation) -> Relations {
    let is_gold = record.schema.as_deref() == Some(RELATIONS_SCHEMA);
    match record.relations.take().map(|value| relations::read(value, is_gold)) {
        None => {}
        Some(Ok((read, problems))) => {
            problems.into_iter().for_each(|problem| reader.report(problem));
            return read;
        }
        Some(Err(unknown)) => drop(annotation.extra.insert("relations".to_owned(), unknown)),
    }
    Relations::default()
}

/// Reads the entities and quotes: gold items into the annotation. Returns those without a verdict.
fn read_items(
    json: &str,
    record: &RawArticle<'_>,
    relations: &Relations,
    reader: &mut Reader,
    annotation: &mut Annotation,
) -> Result<Vec<Suggestion>, JsonError> {
    // Nobody asks for it unless an id occurs twice.
    let linked = LazyCell::new(|| {
        let ends = relations.iter().flat_map(|relation| [relation.from.clone(), relation.to.clone()]);
        let mut linked: HashSet<String> = ends.collect();
        // An error is reported when the quotes are read.
        let _ = record.quotes.each(json, |_, item| linked.extend(item.linked()));
        linked
    });
    let is_linked = |id: &str| linked.contains(id);
    let mut suggestions = Vec::new();
    for (list, layer, items) in [("entities", Layer::Entity, record.entities), ("quotes", Layer::Quote, record.quotes)]
    {
        items.each(json, |index, item| {
            let place = place_of(list, index, item.id.as_deref());
            if matches!(item.verdict.as_deref(), None | Some("pending")) {
                suggestions.extend(reader.try_to(|reader| reader.suggestion(&place, layer, item)));
            } else {
                reader.read_gold_item(&place, layer, item, &is_linked, annotation);
            }
        })?;
    }
    suggestions.shrink_to_fit();
    Ok(suggestions)
}

fn read_pending_and_rejected(
    json: &str,
    record: &RawArticle<'_>,
    reader: &mut Reader,
    annotation: &mut Annotation,
) -> Result<(), JsonError> {
    record.pending.each(json, |index, mut item| {
        let place = place_of("pending", index, item.id.as_deref());
        let layer = layer_of(&item);
        let remark = Remark::take(&mut item.extra);
        if let Some(suggestion) = reader.try_to(|reader| reader.suggestion(&place, layer, item)) {
            annotation.remarks.set(RemarkTarget::Suggestion(suggestion.id.clone()), remark);
            annotation.pending.insert_new(suggestion);
        }
    })?;
    record.rejected.each(json, |index, mut item| {
        let place = place_of("rejected", index, item.id.as_deref());
        let remark = Remark::take(&mut item.extra);
        if let Some(rejected) = reader.try_to(|reader| reader.rejected(&place, item)) {
            annotation.remarks.set(RemarkTarget::Suggestion(rejected.suggestion.id.clone()), remark);
            annotation.rejected.insert_new(rejected);
        }
    })
}

fn place_of(list: &str, index: usize, id: Option<&str>) -> String {
    id.map_or_else(|| format!("{list}[{index}]"), |id| format!("{list}[{index}] ({id})"))
}
