//! The regions of an annotation or a prediction of Label Studio.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::formats::common::article_builder::ArticleBuilder;
use crate::formats::common::graph::{ItemIds, Link, Piece, assemble_items};
use crate::formats::common::json_fields::{Fields, whole_number, words_of};
use crate::formats::common::offset_repair::SpanClaim;
use crate::gold::{Body, Extra, QuoteKind};
use crate::text::Unit;

use super::text::Evidence;

/// The keys of a value that hold the labels of a span.
const LABELS: [&str; 4] = ["labels", "hypertextlabels", "paragraphlabels", "textlabels"];

/// A region of a result.
pub(super) struct Region {
    id: Option<String>,
    kind: String,
    from_name: String,
    to_name: Option<String>,
    value: Fields,
    score: Option<f64>,
    pub(super) meta: Extra,
    /// The keys that were not read.
    rest: Fields,
}

/// How a text was made of the data of a task.
pub(super) struct RegionText {
    pub(super) unit: Unit,
    /// For a dialogue, the place where each turn begins.
    pub(super) turns: Vec<usize>,
    /// The names of the elements that show another text of the task.
    pub(super) others: Vec<String>,
}

/// An item that regions describe.
pub(super) struct RegionItem {
    pub(super) id: String,
    pub(super) body: Body,
    pub(super) score: Option<f64>,
    pub(super) meta: Extra,
}

impl Region {
    pub(super) fn read(value: Value) -> Option<Self> {
        let mut keys = Fields::of(value)?;
        Some(Self {
            id: keys.take(&["id"]).as_ref().and_then(words_of),
            kind: keys.take_text(&["type"]).unwrap_or_default(),
            from_name: keys.take_text(&["from_name"]).unwrap_or_default(),
            to_name: keys.take_text(&["to_name"]),
            value: keys.take(&["value"]).and_then(Fields::of).unwrap_or_default(),
            score: keys.take(&["score"]).and_then(|score| score.as_f64()),
            meta: keys.take(&["meta"]).and_then(Fields::of).unwrap_or_default().0,
            rest: {
                // How the region came to be, and how it is shown.
                keys.skip(&["origin", "readonly", "hidden", "original_length"]);
                keys
            },
        })
    }

    /// A region of JSON-MIN: the value without what surrounds it.
    pub(super) fn of_value(value: &Value) -> Option<Self> {
        let mut keys = Fields::of(value.clone())?;
        let place = keys.has(&["start", "startOffset", "globalOffsets"]) || keys.0.contains_key("start");
        let id = keys.take(&["id"]).as_ref().and_then(words_of);
        let (from_name, rest) = (String::new(), Fields::default());
        (place && keys.has(&LABELS)).then_some(Self {
            id,
            kind: "labels".to_owned(),
            from_name,
            to_name: None,
            value: keys,
            score: None,
            meta: Extra::new(),
            rest,
        })
    }

    /// The `meta` of a span, with the keys that are not read.
    fn kept_keys(&self) -> Extra {
        let mut keys = self.meta.clone();
        let mut value = self.value.clone();
        value.skip(&LABELS);
        value.skip(&["start", "end", "startOffset", "endOffset", "globalOffsets", "text"]);
        for (key, value) in value.rest().into_iter().chain(self.rest.clone().rest()) {
            keys.entry(key).or_insert(value);
        }
        keys
    }

    fn labels(&self) -> Vec<String> {
        let values = LABELS.iter().filter_map(|key| self.value.0.get(*key));
        values
            .flat_map(|value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]))
            .filter_map(|it| words_of(&it))
            .collect()
    }

    fn is_span(&self) -> bool {
        LABELS.iter().any(|key| self.kind == *key || self.value.0.contains_key(*key))
    }

    fn words(&self) -> Option<&str> {
        self.value.0.get("text").and_then(Value::as_str)
    }

    /// The answer of a region that is no span: a choice, a comment, a rating.
    fn answer(&self) -> Option<&Value> {
        let answer = self.value.0.get(&self.kind).or_else(|| self.value.0.get("text").filter(|it| it.is_array()));
        answer.filter(|_| !self.from_name.is_empty())
    }

    /// The place in code points of the text, in turn number `start` of a dialogue.
    fn place(&self, turns: &[usize]) -> Option<(usize, usize)> {
        let number = |key: &str| self.value.0.get(key).and_then(whole_number);
        if !turns.is_empty() {
            let at = |key: &str, offset: &str| Some(turns.get(number(key)?)?.saturating_add(number(offset)?));
            return Some((at("start", "startOffset")?, at("end", "endOffset")?));
        }
        if let Some(offsets) = self.value.0.get("globalOffsets") {
            return Some((offsets.get("start").and_then(whole_number)?, offsets.get("end").and_then(whole_number)?));
        }
        let pair = |start: &str, end: &str| Some((number(start)?, number(end)?));
        pair("start", "end").or_else(|| pair("startOffset", "endOffset"))
    }

    pub(super) fn evidence(&self) -> Option<Evidence<'_>> {
        self.is_span().then(|| Evidence {
            to_name: self.to_name.as_deref(),
            place: self.place(&[]),
            words: self.words(),
        })
    }

    /// True for a span in HTML, and for a span in a dialogue.
    pub(super) fn is_of(&self, kind: &str) -> bool {
        self.kind == kind || self.value.0.contains_key(kind)
    }
}

/// The entities and quotes of a result. Regions that are none go into the metadata or are reported.
pub(super) fn read_regions(regions: &[Region], text: &RegionText, builder: &mut ArticleBuilder) -> Vec<RegionItem> {
    let (mut pieces, mut region_of_piece, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let spans: HashSet<&str> =
        regions.iter().filter(|region| region.is_span()).filter_map(|region| region.id.as_deref()).collect();
    let kinds: HashMap<&str, QuoteKind> = regions
        .iter()
        .filter(|region| region.kind == "choices")
        .filter_map(|region| Some((region.id.as_deref()?, region)))
        .filter(|(id, _)| spans.contains(id))
        .filter_map(|(id, region)| match choices(region).as_slice() {
            [kind] => Some((id, kind.parse().ok()?)),
            _ => None,
        })
        .collect();
    let mut keys: Vec<Extra> = Vec::new();
    let mut answers: HashMap<&str, Extra> = HashMap::new();
    let mut used_ids = crate::gold::UniqueIds::default();
    for (at, region) in regions.iter().enumerate() {
        if region.kind == "relation" {
            links.extend(read_links(&region.rest));
            report_link(&region.rest, builder);
            let mut rest = region.rest.clone();
            rest.skip(&["from_id", "to_id", "direction", "labels"]);
            builder.report_rest("relation", &rest.rest());
            builder.report_rest("relation.meta", &region.meta);
            continue;
        }
        if !region.is_span() {
            let of = region.id.as_deref().filter(|id| spans.contains(id) && !kinds.contains_key(id));
            match (of, region.answer()) {
                (Some(id), Some(answer)) => add_answer(answers.entry(id).or_default(), &region.from_name, answer),
                _ => report_other(region, &kinds, builder),
            }
            continue;
        }
        let labels = region.labels();
        if let Some(name) = region.to_name.as_ref().filter(|name| text.others.contains(name)) {
            let words = region.words().map_or_else(String::new, |words| format!(" {words:?}"));
            let why = "it is in another text of the task, and an article has one; left out";
            builder.refuse(&format!("a region of {name}{words} ({})", labels.join(", ")), why);
            continue;
        }
        LABELS.iter().for_each(|key| report_other_labels(region.value.0.get(*key), builder));
        let Some(place) = region.place(&text.turns) else {
            builder.lose(&format!("a region ({})", labels.join(", ")), "it has no start and end; left out");
            continue;
        };
        if labels.is_empty() {
            builder.lose("a region without a label", "an entity needs a label; left out");
        }
        for label in labels {
            let claim = SpanClaim { start: place.0, end: place.1, unit: text.unit, words: region.words() };
            let Some(span) = builder.find_span(claim, &label, None) else { continue };
            let id = region.id.clone().unwrap_or_else(|| format!("region-{at}"));
            let kind = kinds.get(id.as_str()).copied();
            // A region with several labels is several items; relations lead to the first.
            pieces.push(Piece { id: used_ids.claim(id), span, label, kind });
            keys.push(region.kept_keys());
            region_of_piece.push(region);
        }
    }
    for (kept, region) in keys.iter_mut().zip(&region_of_piece) {
        let answers = region.id.as_deref().and_then(|id| answers.get(id));
        kept.extend(answers.cloned().into_iter().flatten());
    }
    let items = assemble_items(&pieces, &links, ItemIds::Keep, builder).into_iter();
    let mut taken = HashSet::new();
    let item = |(id, body, at): (String, Body, usize)| {
        let region = region_of_piece.get(at)?;
        taken.insert(at);
        Some(RegionItem { id, body, score: region.score, meta: keys.get(at).cloned()? })
    };
    let items = items.filter_map(item).collect();
    builder.report_left_keys(&keys, &taken);
    items
}

fn choices(region: &Region) -> Vec<String> {
    let list = region.value.0.get("choices").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(words_of).collect()
}

/// The relations of a region: one for each of its labels.
fn read_links(keys: &Fields) -> Vec<Link> {
    let word = |key: &str| keys.0.get(key).and_then(words_of).unwrap_or_default();
    let (mut from, mut to) = (word("from_id"), word("to_id"));
    if word("direction") == "left" {
        std::mem::swap(&mut from, &mut to);
    }
    let labels = keys.0.get("labels").and_then(Value::as_array);
    let mut labels: Vec<String> = labels.into_iter().flatten().filter_map(words_of).collect();
    if labels.is_empty() {
        labels.push(String::new());
    }
    labels.into_iter().map(|label| Link { from: from.clone(), to: to.clone(), label }).collect()
}

/// Reports what a relation has and gold has not: a second direction, and labels that are no words.
fn report_link(keys: &Fields, builder: &mut ArticleBuilder) {
    let direction = keys.0.get("direction").and_then(Value::as_str).unwrap_or("right");
    if !matches!(direction, "right" | "left") {
        builder.lose(&format!("direction {direction:?} of a relation"), "relations lead one way; read as right");
    }
    report_other_labels(keys.0.get("labels"), builder);
}

/// Reports the labels in a list that are no words.
fn report_other_labels(labels: Option<&Value>, builder: &mut ArticleBuilder) {
    let labels = labels.and_then(Value::as_array).into_iter().flatten();
    for label in labels.filter(|label| words_of(label).is_none()) {
        builder.lose(&format!("label {label}"), "a label is a word; left out");
    }
}

/// Adds an answer under its name. A second answer of the same name makes a list.
fn add_answer(keys: &mut Extra, name: &str, answer: &Value) {
    match keys.get_mut(name) {
        None => {
            keys.insert(name.to_owned(), answer.clone());
        }
        Some(Value::Array(list)) => match answer {
            Value::Array(more) => list.extend(more.iter().cloned()),
            one => list.push(one.clone()),
        },
        Some(one) => *one = Value::Array(vec![one.take(), answer.clone()]),
    }
}

/// A region that is no labelled span: an answer about the whole text becomes metadata, all else is reported.
fn report_other(region: &Region, kinds: &HashMap<&str, QuoteKind>, builder: &mut ArticleBuilder) {
    let is_kind = region.kind == "choices" && region.id.as_deref().is_some_and(|id| kinds.contains_key(id));
    let is_placed = region.value.0.contains_key("start") || region.value.0.contains_key("globalOffsets");
    if is_kind && is_placed {
        report_other_labels(region.value.0.get("choices"), builder);
        let mut value = region.value.clone();
        value.skip(&["start", "end", "text", "choices"]);
        builder.report_rest("choices.value", &value.rest());
        builder.report_rest("choices", &region.rest.clone().rest());
        return;
    }
    if let (Some(answer), false) = (region.answer(), is_placed) {
        add_answer(builder.meta(), &region.from_name, answer);
        builder.note(
            &format!("{} ({})", region.from_name, region.kind),
            "an answer about the whole text; kept as metadata",
        );
        return;
    }
    let of = if is_placed { " of a span" } else { "" };
    builder.lose(&format!("{} ({}{of})", region.from_name, region.kind), "it is not a labelled span; left out");
}
