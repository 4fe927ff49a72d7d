//! Reads labelled spans in all the shapes that tools give them in JSON.

use serde_json::Value;

use crate::gold::Extra;

use super::json_fields::{Fields, safe_keys, whole_number, words_of};

/// A labelled span as a file describes it.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawSpan {
    pub(crate) id: Option<String>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) label: String,
    /// True if the file gives the number of a label, not its name.
    pub(crate) has_label_number: bool,
    pub(crate) words: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) score: Option<f64>,
    pub(crate) source: Option<String>,
    /// The keys that were not read.
    pub(crate) extra: Extra,
}

impl RawSpan {
    /// The keys for which a gold item has no place of its own: the unknown ones, and the score and the source of a span that
    /// is no suggestion. `has_kind` is true if its kind became that of a quote.
    pub(super) fn kept_keys(&self, has_kind: bool) -> Extra {
        let mut keys = self.extra.clone();
        keys.extend(self.score.map(|score| ("score".to_owned(), score.into())));
        keys.extend(self.source.as_deref().map(|source| ("source".to_owned(), source.into())));
        keys.extend(self.kind.as_deref().filter(|_| !has_kind).map(|kind| ("kind".to_owned(), kind.into())));
        safe_keys(&keys)
    }
}

/// The keys of a start, and of an end, in the order in which they are looked for.
const STARTS: [&str; 9] =
    ["start_offset", "start", "begin", "beginOffset", "start_char", "startOffset", "char_start", "from", "offset"];
const ENDS: [&str; 8] = ["end_offset", "end", "stop", "end_char", "endOffset", "char_end", "to", "finish"];
const LABELS: [&str; 10] =
    ["label", "labels", "entity_group", "tag", "type", "entity_type", "entity", "class", "category", "obj"];
const WORDS: [&str; 7] = ["text", "word", "value", "words", "surface", "mention", "text_snippet"];

/// The spans of a list; the error says which one cannot be read.
pub(crate) fn read_spans(list: Vec<Value>, of: &str) -> Result<Vec<RawSpan>, String> {
    let mut spans = Vec::new();
    for (number, value) in list.into_iter().enumerate() {
        let found = read_span(value).ok_or_else(|| {
            format!(
                "{of}[{number}] is not a labelled span; it needs a start, an end and a label, such as [4, 8, \"PER\"]"
            )
        })?;
        spans.extend(found);
    }
    Ok(spans)
}

/// The spans of an object: each under a name of its own, or pairs of offsets under their label. `None` for another object.
pub(super) fn spans_of_object(value: &Value) -> Option<Vec<Value>> {
    let keys = value.as_object().filter(|keys| !keys.is_empty())?;
    if keys.values().all(is_span) {
        return Some(keys.values().cloned().collect());
    }
    let mut spans = Vec::new();
    for (label, list) in keys {
        for pair in list.as_array()? {
            let [start, end] = pair.as_array()?.as_slice() else { return None };
            (whole_number(start)? < whole_number(end)?).then_some(())?;
            spans.push(Value::Array(vec![start.clone(), end.clone(), label.clone().into()]));
        }
    }
    Some(spans)
}

/// True for a value that is a labelled span.
pub(crate) fn is_span(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_)) && read_span(value.clone()).is_some()
}

/// True for a value that has, at any depth, a start and an end: as keys, or in a list with a label.
pub(crate) fn holds_places(value: &Value) -> bool {
    match value {
        Value::Array(list) => {
            let has_label = list.iter().take(3).filter(|item| item.is_string()).count() == 1;
            has_label && read_tuple(list).is_some_and(|span| span.start < span.end) || list.iter().any(holds_places)
        }
        Value::Object(keys) => {
            let has = |names: &[&str]| names.iter().any(|name| keys.get(*name).is_some_and(Value::is_number));
            has(&STARTS) && has(&ENDS) || keys.values().any(holds_places)
        }
        _ => false,
    }
}

/// The spans of one value: several if it has several labels or places.
fn read_span(value: Value) -> Option<Vec<RawSpan>> {
    match value {
        Value::Array(items) => read_tuple(&items).map(|span| vec![span]),
        Value::Object(keys) => read_object(Fields(keys.into())),
        _ => None,
    }
}

/// `[start, end, label]` or `[label, start, end]`; a score may follow.
fn read_tuple(items: &[Value]) -> Option<RawSpan> {
    let (start, end, label, rest) = match items {
        [Value::String(label), start @ Value::Number(_), end, rest @ ..] => (start, end, label.clone(), rest),
        [start, end, label, rest @ ..] => (start, end, label_of(label)?.0, rest),
        _ => return None,
    };
    let has_label_number = items.get(2).is_some_and(Value::is_number) && items.first().is_some_and(Value::is_number);
    let (start, end) = (whole_number(start)?, whole_number(end)?);
    let score = rest.first().and_then(Value::as_f64);
    let more = if score.is_some() { rest.get(1..).unwrap_or_default() } else { rest };
    let extra = (!more.is_empty()).then(|| ("more".to_owned(), Value::Array(more.to_vec()))).into_iter().collect();
    Some(RawSpan { start, end, label, has_label_number, score, extra, ..RawSpan::default() })
}

/// The name of a label, and true if it is a number.
fn label_of(value: &Value) -> Option<(String, bool)> {
    match value {
        Value::Number(number) => Some((number.to_string(), true)),
        Value::String(words) if !words.trim().is_empty() => Some((words.clone(), false)),
        Value::Array(list) => match list.as_slice() {
            [one] => label_of(one),
            _ => None,
        },
        Value::Object(keys) => ["name", "text", "label", "title"].iter().find_map(|key| label_of(keys.get(*key)?)),
        _ => None,
    }
}

fn read_object(mut keys: Fields) -> Option<Vec<RawSpan>> {
    let id = keys.take(&["id", "span_id", "_id"]).as_ref().and_then(words_of);
    // Dataturks: {"label": ["PER"], "points": [{"start": 5, "end": 7, "text": "…"}]}.
    if let Some(points) = keys.take_list(&["points"]) {
        let labels = labels_of(&keys.take(&LABELS)?);
        let mut spans = Vec::new();
        for point in points {
            let mut point = Fields::of(point)?;
            let (start, end) = (point.take_number(&STARTS)?, point.take_number(&ENDS)?);
            let words = point.take_text(&WORDS);
            spans.extend(labels.iter().map(|label| RawSpan {
                start,
                end,
                label: label.clone(),
                words: words.clone(),
                ..RawSpan::default()
            }));
        }
        return Some(spans);
    }
    // PubAnnotation: {"span": {"begin": 5, "end": 8}, "obj": "PER"}.
    if let Some(place) = keys.take_if(&["span"], Value::is_object).and_then(Fields::of) {
        keys.0.extend(place.0);
    }
    let start = keys.take_number(&STARTS)?;
    let end = match keys.take_number(&ENDS) {
        Some(end) => end,
        None => start.saturating_add(keys.take_number(&["length", "len"])?),
    };
    let has_label = |value: &Value| label_of(value).is_some() || !labels_of(value).is_empty();
    let label = keys.take_if(&LABELS, has_label)?;
    let base = RawSpan {
        start,
        end,
        words: keys.take_text(&WORDS),
        kind: keys.take_text(&["kind"]),
        score: keys.take_if(&["score", "confidence", "probability"], Value::is_number).and_then(|it| it.as_f64()),
        source: keys.take_text(&["source"]),
        ..RawSpan::default()
    };
    let extra = keys.rest();
    Some(match label_of(&label) {
        Some((label, has_label_number)) => vec![RawSpan { id, label, has_label_number, extra, ..base }],
        None => {
            labels_of(&label).into_iter().map(|label| RawSpan { label, extra: extra.clone(), ..base.clone() }).collect()
        }
    })
}

/// The names in a list of labels.
fn labels_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(|one| Some(label_of(one)?.0)).collect(),
        one => label_of(one).map(|(label, _)| label).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn spans_are_read_in_all_shapes() {
        for value in [
            json!([5, 8, "PER"]),
            json!(["PER", 5, 8]),
            json!(["PER", 5, 8, 0.7]),
            json!([5, 8, ["PER"]]),
            json!({"start_offset": 5, "end_offset": 8, "label": "PER", "id": 3, "user": 1}),
            json!({"start": 5, "end": 8, "labels": ["PER"], "text": "ريم"}),
            json!({"start_char": 5, "end_char": 8, "type": "PER"}),
            json!({"entity_group": "PER", "score": 0.9, "word": "ريم", "start": 5, "end": 8}),
            json!({"offset": 5, "length": 3, "category": "PER"}),
            json!({"label": ["PER"], "points": [{"start": 5, "end": 8, "text": "ريم"}]}),
            json!({"id": "T1", "span": {"begin": 5, "end": 8}, "obj": "PER"}),
            json!({"start": "5", "end": 8.0, "label": {"name": "PER"}}),
        ] {
            let spans = read_spans(vec![value.clone()], "spans").unwrap();
            let found: Vec<(usize, usize, &str)> =
                spans.iter().map(|it| (it.start, it.end, it.label.as_str())).collect();
            assert_eq!(found, [(5, 8, "PER")], "{value}");
        }
        let number = read_spans(vec![json!({"label": 8, "start_offset": 4, "end_offset": 15})], "annotations").unwrap();
        assert!(number[0].has_label_number && number[0].label == "8");
        for wrong in [json!("PER"), json!([5, 8]), json!({"start": 5, "label": "PER"}), json!({"start": 5, "end": 8})] {
            assert!(read_spans(vec![wrong.clone()], "spans").is_err(), "{wrong}");
        }
    }
}
