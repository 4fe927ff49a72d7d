//! Reads the relations of a record: between ids, numbers or places of its spans.

use std::collections::HashMap;

use serde_json::Value;

use crate::text::beginning;

use super::article_builder::ArticleBuilder;
use super::graph::Link;
use super::json_fields::{Fields, whole_number, words_of};
use super::raw_spans::RawSpan;

const LABELS: [&str; 8] = ["type", "label", "name", "relation", "pred", "relationLabel", "rel_type", "relation_type"];
/// The keys of the ends, in the order in which they are looked for. The value is an id, the number of a span, or the span itself.
/// `source` is the last, because it may name the program that found the relation.
const FROM: [&str; 12] = [
    "head_span",
    "from_id",
    "source_id",
    "head_id",
    "subj",
    "from",
    "head",
    "subject",
    "arg1",
    "Arg1",
    "start",
    "source",
];
const TO: [&str; 15] = [
    "child_span",
    "tail_span",
    "to_id",
    "target_id",
    "child_id",
    "tail_id",
    "obj",
    "to",
    "child",
    "tail",
    "object",
    "arg2",
    "Arg2",
    "end",
    "target",
];

/// The spans of a record as ends of relations.
pub(super) struct RelationEnds<'a> {
    spans: &'a [RawSpan],
    ids: HashMap<&'a str, usize>,
    places: HashMap<(usize, usize), usize>,
    /// The spans by their first tokens, where the file numbers these (UBIAI).
    tokens: HashMap<usize, usize>,
    /// True if an id is a number. Then no number is a place in the list of spans.
    has_numbers: bool,
}

impl<'a> RelationEnds<'a> {
    pub(super) fn new(spans: &'a [RawSpan]) -> Self {
        let is_number = |id: &String| id.bytes().all(|byte| byte.is_ascii_digit());
        let has_numbers = spans.iter().filter_map(|span| span.id.as_ref()).any(is_number);
        let (ids, places, tokens) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut ends = Self { spans, ids, places, tokens, has_numbers };
        for (at, span) in spans.iter().enumerate() {
            ends.places.entry((span.start, span.end)).or_insert(at);
            if let Some(id) = &span.id {
                ends.ids.entry(id).or_insert(at);
            }
            if let Some(token) = span.extra.get("token_start").and_then(whole_number) {
                ends.tokens.entry(token).or_insert(at);
            }
        }
        ends
    }

    /// A relation as an object, or as a list of its label and its ends. Reports one whose ends are not named.
    pub(super) fn read(&self, relation: Value, builder: &mut ArticleBuilder) -> Option<Link> {
        let shown = relation.to_string();
        let link = match relation {
            Value::Array(items) => self.of_list(&items),
            other => self.of_object(Fields::of(other).unwrap_or_default(), builder),
        };
        if link.is_none() {
            builder.lose(&format!("relation {}", beginning(&shown, 60)), "its ends are not named; left out");
        }
        link
    }

    /// `[0, 1, "in"]` or `["in", 0, 1]`.
    fn of_list(&self, items: &[Value]) -> Option<Link> {
        let (from, to, label) = match items {
            [from, to, label @ Value::String(_)] if !from.is_string() || to.is_string() => (from, to, label),
            [label @ Value::String(_), from, to] => (from, to, label),
            _ => return None,
        };
        Some(Link { from: self.name_of(from)?, to: self.name_of(to)?, label: words_of(label).unwrap_or_default() })
    }

    fn of_object(&self, mut keys: Fields, builder: &mut ArticleBuilder) -> Option<Link> {
        let label = keys.take_text(&LABELS).unwrap_or_default();
        let from = self.take_end(&mut keys, &FROM)?;
        let to = self.take_end(&mut keys, &TO)?;
        keys.skip(&["id", "color"]);
        builder.report_rest("relation", &keys.rest());
        Some(Link { from, to, label })
    }

    /// Takes an end, with the keys that say it again: Prodigy has the token of an end beside its span.
    fn take_end(&self, keys: &mut Fields, names: &[&str]) -> Option<String> {
        let end_at = |keys: &Fields, name: &str| self.name_of(keys.0.get(name)?);
        let (used, end) = names.iter().find_map(|name| Some((*name, end_at(keys, name)?)))?;
        for name in names {
            if used.strip_suffix("_span") == Some(name) || end_at(keys, name).as_ref() == Some(&end) {
                keys.skip(&[name]);
            }
        }
        Some(end)
    }

    /// The name of a span: its id, else its number in the list. An id that no span has stays, so that it is reported.
    fn name_of(&self, end: &Value) -> Option<String> {
        let name = |at: usize| self.spans.get(at).map(|span| span.id.clone().unwrap_or_else(|| format!("#{at}")));
        if let Value::Object(keys) = end {
            let mut keys = Fields(keys.clone().into());
            if let Some(id) = keys.take(&["id", "span_id"]).as_ref().and_then(words_of) {
                return Some(id);
            }
            let place = (keys.take_number(&["start", "start_offset"])?, keys.take_number(&["end", "end_offset"])?);
            return name(*self.places.get(&place)?);
        }
        let id = words_of(end)?;
        if self.ids.contains_key(id.as_str()) {
            return Some(id);
        }
        let number = whole_number(end).filter(|_| end.is_number());
        let found = number.and_then(|number| match self.tokens.is_empty() {
            true => name(number).filter(|_| !self.has_numbers),
            false => name(*self.tokens.get(&number)?),
        });
        Some(found.unwrap_or(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn spans(ids: [Option<&str>; 2]) -> Vec<RawSpan> {
        let places = [(5, 8), (9, 13)];
        let span = |(id, (start, end)): (Option<&str>, (usize, usize))| RawSpan {
            id: id.map(str::to_owned),
            start,
            end,
            label: "PER".to_owned(),
            ..RawSpan::default()
        };
        ids.into_iter().zip(places).map(span).collect()
    }

    fn read(spans: &[RawSpan], relation: Value) -> Option<(String, String, String)> {
        let mut builder = ArticleBuilder::new("a", "زارت ريم طبرق");
        RelationEnds::new(spans).read(relation, &mut builder).map(|link| (link.from, link.to, link.label))
    }

    #[test]
    fn ends_are_ids_numbers_or_places() {
        let (named, bare) = (spans([Some("a"), Some("b")]), spans([None, None]));
        let expected = |from: &str, to: &str| Some((from.to_owned(), to.to_owned(), "in".to_owned()));
        for relation in [
            json!({"from_id": "a", "to_id": "b", "type": "in"}),
            json!({"head": "a", "tail": "b", "label": "in"}),
            json!({"source": {"id": "a"}, "target": {"id": "b"}, "relation": "in"}),
            json!({"subj": "a", "obj": "b", "pred": "in"}),
            json!(["a", "b", "in"]),
            json!({"from": 0, "to": 1, "label": "in"}),
        ] {
            assert_eq!(read(&named, relation.clone()), expected("a", "b"), "{relation}");
        }
        for relation in [
            json!([0, 1, "in"]),
            json!(["in", 0, 1]),
            json!({"head": 0, "child": 1, "label": "in"}),
            json!({"head": 4, "child": 9, "head_span": {"start": 5, "end": 8}, "child_span": {"start": 9, "end": 13}, "label": "in"}),
        ] {
            assert_eq!(read(&bare, relation.clone()), expected("#0", "#1"), "{relation}");
        }
        // A key such as "source" may name a program.
        let link = json!({"head": "a", "tail": "b", "source": "rebel", "label": "in"});
        assert_eq!(read(&named, link), expected("a", "b"));
        assert_eq!(read(&bare, json!({"start": 0, "end": 1, "label": "in"})), expected("#0", "#1"));
        assert_eq!(read(&bare, json!({"from_id": 7, "to_id": 8, "type": "in"})), expected("7", "8"));
        // Where ids are numbers, no number is a place in the list.
        let numbered = spans([Some("5"), Some("6")]);
        assert_eq!(read(&numbered, json!({"from_id": 1, "to_id": 6, "type": "in"})), expected("1", "6"));
        assert_eq!(read(&bare, json!({"type": "in"})), None);
    }

    #[test]
    fn keys_that_name_no_end_are_reported() {
        for (keys, lost) in [
            (json!({"from_id": "a", "to_id": "b", "source": "model-x"}), vec!["relation.source"]),
            (json!({"head_id": "a", "tail_id": "b", "head": "ريم", "to": "b"}), vec!["relation.head"]),
            (json!({"head": 4, "child": 9, "head_span": "a", "child_span": "b", "color": "red", "id": 1}), vec![]),
        ] {
            let mut builder = ArticleBuilder::new("a", "زارت ريم طبرق");
            RelationEnds::new(&spans([Some("a"), Some("b")])).read(keys.clone(), &mut builder).unwrap();
            let (_, losses) = builder.finish();
            assert_eq!(losses.iter().map(|loss| loss.what.as_str()).collect::<Vec<_>>(), lost, "{keys}");
        }
    }
}
