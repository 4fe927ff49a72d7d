//! `labelstudio`: a JSON list of Label Studio's tasks. Code points.
//!
//! All suggestions are `predictions`, one for each source. The verdicts are an annotation; `origin` says how each of its
//! regions came to be: `prediction` (accepted), `prediction-changed` (fixed), `manual` (added). The parts of quotes are
//! regions with relations; the kind of a quote is a choice on its region. The labelling interface that goes with it is
//! `assets/labelstudio.xml`.

mod read;
mod regions;
mod text;

use std::collections::BTreeMap;
use std::io;

use serde_json::{Map, Value, json};

use crate::gold::{Extra, GoldItem, Status, Suggestion, Verdict};
use crate::text::Text;

use super::annotated::Annotated;
use super::common::graph::{Graph, report_ambiguous_items, short_words};
use super::export::{Export, ExportOptions, Framing, Sink};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::loss::Loss;
use super::signature::Signature;

/// The format `labelstudio`.
pub(super) static FORMAT: Format = Format {
    name: "labelstudio",
    description: "tasks of Label Studio: predictions, annotations, relations",
    unit: "code points",
    carries: "entities, quotes, relations, attributes, all suggestions as predictions, `origin`",
    omits: "–",
    shape: Shape::Stream("json"),
    extensions: &["json", "jsonl"],
    signatures: &[("", Signature::Json(&["data", "predictions"], &[]))],
    negatives: true,
    takes_unit: true,
    export: |options| Box::new(LabelStudio { options }),
    import: read::import,
};

struct LabelStudio {
    options: ExportOptions,
}

impl Export for LabelStudio {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let Annotated { article, annotation } = annotated;
        let mut data = json!({"text": article.text.as_str(), "id": article.id, "status": annotation.status.name()});
        if let Some(name) = &annotation.annotator {
            data["annotator"] = json!(name);
        }
        if !article.meta.is_empty() {
            data["meta"] = json!(article.meta);
        }
        let mut task = json!({"data": data, "predictions": predictions(annotated, &self.options)});
        if annotation.status != Status::Suggested || !annotation.gold.is_empty() {
            let items: Vec<&GoldItem> = annotated.gold_items().collect();
            let result = regions(&article.text, &Graph::of_gold(annotated), &self.options, &|item| {
                items.get(item).map_or_else(Map::new, |item| verdict_keys(annotated, item))
            });
            let skipped = annotation.status == Status::Skipped;
            task["annotations"] = json!([{"was_cancelled": skipped, "ground_truth": false, "result": result}]);
        }
        sink.append(task.to_string().as_bytes())
    }

    fn extras(&self) -> Extras {
        Extras { relation_attributes: false, ..Extras::ALL }
    }

    fn framing(&self) -> Framing {
        Framing { open: "[\n", between: ",\n", close: "\n]\n" }
    }
}

/// The keys of a region that hold the verdict, the note and the decided suggestion of its gold item.
fn verdict_keys(annotated: &Annotated, item: &GoldItem) -> Extra {
    let origin = match item.verdict {
        Verdict::Accepted => "prediction",
        Verdict::Fixed => "prediction-changed",
        Verdict::Added => "manual",
    };
    let mut meta = annotated.extra_keys(item);
    if let Some(note) = meta.shift_remove("note") {
        meta.insert("text".to_owned(), json!([note]));
    }
    if let Some(suggestion) = &item.suggestion {
        meta.insert("suggestion".to_owned(), json!(suggestion.id));
    }
    let mut keys = Extra::new();
    keys.insert("origin".to_owned(), json!(origin));
    if !meta.is_empty() {
        keys.insert("meta".to_owned(), json!(meta));
    }
    keys
}

/// A suggestion, and its state if no gold item contains it: pending or rejected.
type StatedSuggestion<'a> = (&'a Suggestion, Option<&'a str>);

/// All suggestions, as one prediction for each source.
fn predictions(annotated: &Annotated, options: &ExportOptions) -> Vec<Value> {
    let mut sources: BTreeMap<&str, Vec<StatedSuggestion<'_>>> = BTreeMap::new();
    let decided = annotated.gold_items().filter_map(|item| Some((item.suggestion.as_ref()?, None)));
    let pending = annotated.pending().map(|suggestion| (suggestion, Some("pending")));
    let rejected = annotated.rejected().map(|rejected| (&rejected.suggestion, Some("rejected")));
    for stated in decided.chain(pending).chain(rejected) {
        sources.entry(&stated.0.source).or_default().push(stated);
    }
    let prediction = |(source, suggestions): (&str, Vec<StatedSuggestion<'_>>)| {
        let graph = Graph::of(suggestions.iter().map(|(suggestion, _)| (suggestion.id.as_str(), &suggestion.body)));
        let result = regions(&annotated.article.text, &graph, options, &|item| {
            let Some((suggestion, state)) = suggestions.get(item) else { return Map::new() };
            let mut keys = Map::new();
            keys.extend(suggestion.score.map(|score| ("score".to_owned(), json!(score))));
            keys.extend(state.map(|state| ("meta".to_owned(), json!({"verdict": state}))));
            keys
        });
        let scores: Vec<f64> = suggestions.iter().filter_map(|(suggestion, _)| suggestion.score).collect();
        let mut prediction = json!({"model_version": source, "result": result});
        if !scores.is_empty() {
            let count = u32::try_from(scores.len()).unwrap_or(u32::MAX);
            prediction["score"] = json!(scores.iter().sum::<f64>() / f64::from(count));
        }
        prediction
    };
    sources.into_iter().map(prediction).collect()
}

/// The regions and relations of a graph. `more` gives further keys for an item, by its number.
fn regions(text: &Text, graph: &Graph<'_>, options: &ExportOptions, more: &dyn Fn(usize) -> Extra) -> Vec<Value> {
    let mut result = Vec::new();
    for node in &graph.nodes {
        let range = options.range(text, node.span);
        let region = |from: &str, kind: &str, key: &str, value: &str| {
            let mut value = json!({"start": range.start, "end": range.end, key: [value]});
            if let Some(words) = short_words(text, node.span) {
                value["text"] = json!(words);
            }
            json!({"id": node.id, "from_name": from, "to_name": "text", "type": kind, "value": value})
        };
        let mut labels = region("label", "labels", "labels", node.label);
        if let Some(labels) = labels.as_object_mut() {
            labels.extend(more(node.item));
        }
        result.push(labels);
        result.extend(node.kind.map(|kind| region("kind", "choices", "choices", kind.name())));
    }
    let id = |at: usize| graph.nodes.get(at).map(|node| node.id.as_str());
    result.extend(graph.edges.iter().map(|edge| {
        json!({"type": "relation", "from_id": id(edge.from), "to_id": id(edge.to), "direction": "right", "labels": [edge.label]})
    }));
    result
}
