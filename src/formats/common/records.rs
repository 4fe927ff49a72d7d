//! Reads records of a text with labelled spans, in all the shapes that tools give them in JSON: doccano of any version,
//! spaCy (`Doc.to_json`, training pairs), Dataturks, Argilla, and lines of one's own.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};

use crate::formats::import::Imported;
use crate::gold::{Body, Extra, Label, QuoteKind, Status, Suggestion};
use crate::text::Unit;

use super::article_builder::ArticleBuilder;
use super::graph::{ItemIds, Link, Piece, assemble_items};
use super::json_fields::{Fields, safe_keys, words_of};
use super::offset_repair::SpanClaim;
use super::raw_spans::{RawSpan, holds_places, is_span, read_spans, spans_of_object};
use super::record_people::{divide, take_answers, take_status, unfold_argilla};
use super::record_relations::RelationEnds;
use super::token_list::{is_token, is_token_list, read_token_list};
use super::training_json::read_paragraphs;

/// What a format says about its records.
#[derive(Clone, Copy)]
pub(crate) struct RecordStyle {
    /// The unit of the offsets.
    pub(crate) unit: Unit,
    /// The source of suggestions that name none.
    pub(crate) source: &'static str,
}

/// The articles of a JSON value. A container gives several.
pub(crate) type Found = Result<Vec<Result<Imported, String>>, String>;

/// The keys that hold the text.
const TEXTS: [&str; 10] =
    ["text", "data", "content", "sentence", "document", "body", "article", "raw_text", "raw", "example"];
/// The keys that hold lists of spans.
const SPANS: [&str; 11] = [
    "entities",
    "ents",
    "label",
    "labels",
    "annotations",
    "annotation",
    "spans",
    "named_entities",
    "denotations",
    "ner",
    "tags",
];
/// The keys that repeat the text in pieces.
const REPEATED: [&str; 5] = ["tokens", "words", "spaces", "sents", "token_map"];

/// Reads the articles of a value: a record, a pair of a text and its annotations, or a container of these.
pub(crate) fn read_records(value: Value, name: &str, number: usize, style: RecordStyle) -> Found {
    read_value(value, &format!("{name}-{number}"), name, style)
}

fn read_value(value: Value, fallback_id: &str, name: &str, style: RecordStyle) -> Found {
    match value {
        Value::Array(mut items)
            if matches!(items.as_slice(), [Value::String(_), Value::Object(_) | Value::Array(_)]) =>
        {
            let (Some(annotations), Some(Value::String(text))) = (items.pop(), items.pop()) else {
                return Ok(Vec::new());
            };
            let mut keys = match annotations {
                Value::Object(keys) => Extra::from(keys),
                list => Extra::from_iter([("entities".to_owned(), list)]),
            };
            keys.insert("text".to_owned(), Value::String(text));
            Ok(vec![read_record(Fields(keys), fallback_id, name, style)])
        }
        Value::Array(items) => read_container(items, fallback_id, name, style),
        Value::Object(keys) => read_object(Fields(keys.into()), fallback_id, name, style),
        other => Err(format!("is {}, not an object with a text and its spans; correct it", kind_of(&other))),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text in quotation marks",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn read_container(items: Vec<Value>, fallback_id: &str, name: &str, style: RecordStyle) -> Found {
    let mut articles = Vec::new();
    if items
        .iter()
        .any(|item| item.get("entity_group").is_some() || item.get("entity").is_some() && item.get("word").is_some())
    {
        return Err(pipeline_output());
    }
    if is_token_list(&items) {
        return Ok(vec![read_token_list(&items, fallback_id.to_owned())]);
    }
    for (number, item) in items.into_iter().enumerate().filter(|(_, item)| !item.is_null()) {
        articles.extend(read_value(item, &format!("{fallback_id}.{}", number + 1), name, style)?);
    }
    Ok(articles)
}

fn pipeline_output() -> String {
    "is the output of a Hugging Face pipeline, which lacks the text; write {\"text\": …, \"entities\": […]} on each line"
        .to_owned()
}

fn read_object(mut keys: Fields, fallback_id: &str, name: &str, style: RecordStyle) -> Found {
    let is = |keys: &Fields, key: &str, test: fn(&Value) -> bool| keys.0.get(key).is_some_and(test);
    let has_text = TEXTS.iter().any(|key| is(&keys, key, Value::is_string));
    if is(&keys, "data", Value::is_object) && keys.has(&["annotations", "predictions", "completions"]) {
        return Err("is a task of Label Studio; read it with --from labelstudio".to_owned());
    }
    if keys.0.contains_key("%FEATURE_STRUCTURES") {
        return Err("is UIMA CAS JSON; read it with --from casjson".to_owned());
    }
    if is(&keys, "schema", |it| it.as_str().is_some_and(|it| it.starts_with("tawsim/"))) {
        return Err("is gold JSON; read it with --from jsonl".to_owned());
    }
    if let Some(paragraphs) = keys.take_list(&["paragraphs"]) {
        return Ok(read_paragraphs(paragraphs, fallback_id));
    }
    if is_token(&keys.0) {
        return Err("is a token with its tag, not a text; put the tokens of each sentence into a list".to_owned());
    }
    if has_text || is(&keys, "fields", Value::is_object) {
        let read = |(at, (annotator, keys)): (usize, (Option<String>, Fields))| {
            let id = if at == 0 { fallback_id.to_owned() } else { format!("{fallback_id}.{}", at + 1) };
            read_record(keys, &id, name, style).map(|(mut one, losses)| {
                one.annotation.annotator = one.annotation.annotator.or(annotator);
                (one, losses)
            })
        };
        return Ok(divide(keys).into_iter().enumerate().map(read).collect());
    }
    if keys.has(&["entity_group"]) {
        return Err(pipeline_output());
    }
    if keys.has(&["tokens"]) && keys.has(&["ner_tags", "tags", "labels", "ner"]) {
        return Err("holds tokens and tags without a text; read it with --from hf".to_owned());
    }
    // An object around a container, as Rasa has it.
    if keys.0.len() == 1
        && let Some((_, Value::Object(inner))) = keys.0.iter().next()
    {
        return read_object(Fields(inner.clone().into()), fallback_id, name, style);
    }
    let names: Vec<String> = keys.0.keys().take(8).cloned().collect();
    // A container: the only list of objects or pairs.
    let is_records = |value: &Value| {
        let holds_records = |list: &Vec<Value>| list.iter().any(|item| item.is_object() || item.is_array());
        value.as_array().is_some_and(holds_records)
    };
    let lists: Vec<String> = keys.0.iter().filter(|(_, value)| is_records(value)).map(|(key, _)| key.clone()).collect();
    if let ([key], false) = (lists.as_slice(), keys.has(&["image", "audio", "video", "pixels"]))
        && let Some(Value::Array(items)) = keys.0.shift_remove(key)
        && !items.iter().all(is_span)
    {
        return read_container(items, fallback_id, name, style);
    }
    if names.is_empty() {
        return Err("is an empty object; remove it".to_owned());
    }
    Err(format!("holds no text, only {}; \"text\" is missing or empty; add it", names.join(", ")))
}

fn read_record(mut keys: Fields, fallback_id: &str, name: &str, style: RecordStyle) -> Result<Imported, String> {
    let mut text = keys.take_text(&TEXTS);
    let mut field_rest = Extra::new();
    if let (None, Some(fields)) = (&text, keys.take(&["fields"]).and_then(Fields::of)) {
        let mut fields = fields;
        text = fields.take_text(&TEXTS).or_else(|| {
            let key = fields.0.iter().find(|(_, value)| value.is_string()).map(|(key, _)| key.clone())?;
            fields.take_text(&[&key])
        });
        field_rest = fields.rest();
    }
    let id = match keys.take(&["id", "_id"]) {
        Some(Value::Number(id)) => Some(format!("{name}-{id}")),
        Some(id) => words_of(&id),
        None => None,
    };
    let mut builder = ArticleBuilder::of_record(id, fallback_id.to_owned(), text)?;
    let status = take_status(&mut keys, &mut builder);
    unfold_argilla(&mut keys);
    // A word under such a key, such as the tag of a token, says nothing about spans.
    let has_keys = SPANS
        .iter()
        .chain(&["responses"])
        .any(|key| keys.0.get(*key).is_some_and(|it| it.is_array() || it.is_object()));
    let spans = take_spans(&mut keys)?;
    let relations = keys.take_list(&["relations"]).unwrap_or_default();
    let incorrect = read_spans(keys.take_list(&["incorrect_spans"]).unwrap_or_default(), "incorrect_spans")?;
    let suggested = take_suggested(&mut keys)?;
    note_repeated(&mut keys, &mut builder);
    if !has_keys && spans.is_empty() && suggested.is_empty() {
        builder.annotation().status = Status::Suggested;
    }
    let is_label = |key: &&str| keys.0.get(*key).is_some_and(is_text_label);
    if spans.is_empty() && ["label", "labels", "cats", "tags"].iter().any(is_label) {
        builder.note("labels of the whole text", "gold has labels of spans only; kept as metadata");
        builder.annotation().status = Status::Suggested;
    }
    if let Some(meta) = keys.take_if(&["meta", "metadata"], Value::is_object).and_then(Fields::of) {
        builder.meta().extend(meta.0);
    }
    let rest = keys.rest();
    let is_empty = spans.is_empty() && suggested.is_empty();
    let is_unread = |(key, value): &(&String, &Value)| {
        let is_meant = SPANS.contains(&key.as_str()) && value.as_object().is_some_and(|keys| !keys.is_empty());
        holds_places(value) || is_meant && !is_text_label(value)
    };
    let unread: Vec<&String> = rest.iter().chain(&field_rest).filter(is_unread).map(|(key, _)| key).collect();
    for key in &unread {
        let why = "holds annotations that are not read as spans; kept as metadata";
        if is_empty { builder.lose(key, why) } else { builder.note(key, why) }
    }
    let lacks_spans = is_empty && !unread.is_empty();
    builder.meta().extend(field_rest.into_iter().chain(rest));
    add_spans(spans, relations, &mut builder, style);
    for span in incorrect {
        if let Some((body, _)) = entity(&span, &mut builder, style.unit) {
            let suggestion =
                builder.new_suggestion(None, span.source.as_deref().unwrap_or(style.source), span.score, body);
            builder.add_rejected(Suggestion { extra: safe_keys(&span.extra), ..suggestion });
        }
    }
    for span in suggested {
        add_suggestion(&span, &mut builder, style);
    }
    builder.annotation().status = status.unwrap_or(builder.annotation().status);
    if lacks_spans {
        builder.annotation().status = Status::InProgress;
    }
    Ok(builder.finish())
}

/// True for labels of the whole text: words, or numbers for each label.
fn is_text_label(value: &Value) -> bool {
    match value {
        Value::Array(list) => !list.iter().any(|item| item.is_array() || item.is_object()),
        Value::Object(keys) => keys.values().all(|value| value.is_number() || value.is_boolean()),
        other => !other.is_null(),
    }
}

/// The spans of all keys that hold some, each once.
fn take_spans(keys: &mut Fields) -> Result<Vec<RawSpan>, String> {
    let mut spans: Vec<RawSpan> = Vec::new();
    let mut known = HashMap::new();
    let mut add = |found: Vec<RawSpan>| {
        for span in found {
            let first = known.entry((span.start, span.end, span.label.clone()));
            match first {
                Entry::Occupied(first) if span.id.is_none() => {
                    let keys = spans.get_mut(*first.get()).map(|first: &mut RawSpan| &mut first.extra);
                    keys.into_iter().for_each(|keys| keys.extend(span.extra.clone()));
                    continue;
                }
                first => drop(first.or_insert(spans.len())),
            }
            spans.push(span);
        }
    };
    if let Some(Value::Object(groups)) = keys.take_if(&["spans"], Value::is_object) {
        for (group, list) in groups {
            match list {
                Value::Array(list) => {
                    let mut spans = read_spans(list, &format!("spans.{group}"))?;
                    // "sc" is the name that everybody uses.
                    for span in spans.iter_mut().filter(|_| group != "sc") {
                        span.extra.insert("group".to_owned(), group.as_str().into());
                    }
                    add(spans);
                }
                _ => return Err(format!("spans.{group} is no list of spans; correct it")),
            }
        }
    }
    for key in SPANS {
        if let Some(list) = keys.0.get(key).and_then(spans_of_object) {
            keys.skip(&[key]);
            add(read_spans(list, key)?);
        }
        let Some(list) = keys.0.get(key).and_then(Value::as_array) else { continue };
        // Words are labels of the whole text. A list or an object is meant as a span.
        let is_word = |item: &Value| !item.is_array() && !item.is_object();
        let are_text_labels = matches!(key, "label" | "labels" | "tags" | "ner") && list.iter().all(is_word);
        if are_text_labels && !list.is_empty() {
            continue;
        }
        if list.iter().any(|item| item.get("result").is_some()) {
            return Err("is a task of Label Studio; read it with --from labelstudio".to_owned());
        }
        let Some(list) = keys.take_list(&[key]) else { continue };
        add(read_spans(list, key)?);
    }
    // Argilla: {"responses": {"spans": [{"value": [{"start": …}]}]}}, or a list of these.
    let mut answers = Vec::new();
    take_answers(keys, "responses", &mut answers);
    add(read_spans(answers, "responses")?);
    Ok(spans)
}

/// The spans that a model proposed: Argilla's `prediction` and `suggestions`.
fn take_suggested(keys: &mut Fields) -> Result<Vec<RawSpan>, String> {
    let list = keys.take_if(&["prediction"], |value| value.as_array().is_some_and(|list| list.iter().all(is_span)));
    let mut spans = match list {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    take_answers(keys, "suggestions", &mut spans);
    take_answers(keys, "suggestion", &mut spans);
    read_spans(spans, "suggestions")
}

/// Leaves out the tokens, which repeat the text, and says so where they have more than a place.
fn note_repeated(keys: &mut Fields, builder: &mut ArticleBuilder) {
    let is_plain =
        |key: &String| matches!(key.as_str(), "id" | "start" | "end" | "text" | "ws" | "token_start" | "token_end");
    let tokens = keys.0.get("tokens").and_then(Value::as_array);
    let of_tokens = tokens.into_iter().flatten().filter_map(Value::as_object).flat_map(Map::keys);
    let more: BTreeSet<&str> = of_tokens.filter(|key| !is_plain(key)).map(String::as_str).collect();
    let more: Vec<&str> = more.into_iter().collect();
    if !more.is_empty() {
        builder.note(&format!("tokens: {}", more.join(", ")), "gold has no layer of tokens; left out");
    }
    keys.skip(&REPEATED);
}

/// The entity of a span, and the span's place among the gold items.
fn entity(span: &RawSpan, builder: &mut ArticleBuilder, unit: Unit) -> Option<(Body, crate::text::Span)> {
    let claim = SpanClaim { start: span.start, end: span.end, unit, words: span.words.as_deref() };
    let place = builder.find_span(claim, &span.label, None)?;
    Some((Body::Entity { span: place, label: Label::new(&span.label) }, place))
}

fn add_suggestion(span: &RawSpan, builder: &mut ArticleBuilder, style: RecordStyle) {
    if let Some((body, _)) = entity(span, builder, style.unit) {
        let source = span.source.as_deref().unwrap_or(style.source);
        if builder.annotation().says(&body) {
            return;
        }
        let suggestion = builder.new_suggestion(None, source, span.score, body);
        builder.add_pending(Suggestion { extra: safe_keys(&span.extra), ..suggestion });
        let has_gold = !builder.annotation().gold.is_empty();
        builder.annotation().status = if has_gold { Status::InProgress } else { Status::Suggested };
    }
}

/// Adds the items that spans and relations describe. A span with a score is a suggestion.
fn add_spans(spans: Vec<RawSpan>, relations: Vec<Value>, builder: &mut ArticleBuilder, style: RecordStyle) {
    let is_named = |span: &RawSpan| span.id.as_deref().is_some_and(|id| !id.chars().all(|c| c.is_ascii_digit()));
    let ids = if spans.iter().all(is_named) { ItemIds::Keep } else { ItemIds::Number };
    if spans.iter().any(|span| span.has_label_number) {
        let why = "the file has the numbers of labels, not their names; name them, for example with --map 8=PER";
        builder.note("labels", why);
    }
    let (mut pieces, mut extras) = (Vec::new(), Vec::new());
    for (at, span) in spans.iter().enumerate() {
        if span.score.is_some() && relations.is_empty() {
            add_suggestion(span, builder, style);
            continue;
        }
        let Some((_, place)) = entity(span, builder, style.unit) else { continue };
        let kind = span.kind.as_deref().and_then(|kind| kind.parse::<QuoteKind>().ok());
        let id = span.id.clone().unwrap_or_else(|| format!("#{at}"));
        pieces.push(Piece { id, span: place, label: span.label.clone(), kind });
        extras.push(span.kept_keys(kind.is_some()));
    }
    let ends = RelationEnds::new(&spans);
    let links: Vec<Link> = relations.into_iter().filter_map(|relation| ends.read(relation, builder)).collect();
    let mut taken = HashSet::new();
    for (id, body, at) in assemble_items(&pieces, &links, ids, builder) {
        taken.insert(at);
        builder.add_decided_item(Some(&id), body, None, extras.get(at).cloned().unwrap_or_default());
    }
    builder.report_left_keys(&extras, &taken);
}
