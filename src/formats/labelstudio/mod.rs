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

use serde::Serialize;
use serde_json::{Value, json};

use crate::gold::{Extra, GoldItem, Status, Suggestion, Verdict};
use crate::text::Text;

use super::annotated::Annotated;
use super::common::graph::{Edge, Graph, Node, report_ambiguous_items, short_words};
use super::common::lazy_list::LazyList;
use super::export::{Export, ExportOptions, Framing, Sink, append_json};
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
        let predictions = predictions(annotated);
        let graph = Graph::of_gold(annotated);
        let items: Vec<&GoldItem> = annotated.gold_items().collect();
        let keys_of_item = |item: usize| items.get(item).map_or_else(Extra::new, |item| verdict_keys(annotated, item));
        let has_annotation = annotation.status != Status::Suggested || !annotation.gold.is_empty();
        let task = Task {
            data,
            predictions: LazyList(|| predictions.iter().map(|it| it.to_json(&article.text, &self.options))),
            annotations: has_annotation.then(|| {
                [TaskAnnotation {
                    was_cancelled: annotation.status == Status::Skipped,
                    ground_truth: false,
                    result: LazyList(|| regions(&article.text, &graph, &self.options, keys_of_item)),
                }]
            }),
        };
        append_json(sink, &task, "")
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

/// The suggestions of one source.
struct SourceSuggestions<'a> {
    source: &'a str,
    suggestions: Vec<StatedSuggestion<'a>>,
    graph: Graph<'a>,
}

impl SourceSuggestions<'_> {
    fn to_json<'a>(&'a self, text: &'a Text, options: &'a ExportOptions) -> impl Serialize + 'a {
        let keys_of_item = |item: usize| {
            let mut keys = Extra::new();
            let Some((suggestion, state)) = self.suggestions.get(item) else { return keys };
            keys.extend(suggestion.score.map(|score| ("score".to_owned(), json!(score))));
            keys.extend(state.map(|state| ("meta".to_owned(), json!({"verdict": state}))));
            keys
        };
        let scores: Vec<f64> = self.suggestions.iter().filter_map(|(suggestion, _)| suggestion.score).collect();
        let count = u32::try_from(scores.len()).unwrap_or(u32::MAX);
        Prediction {
            model_version: self.source,
            result: LazyList(move || regions(text, &self.graph, options, keys_of_item)),
            score: (count > 0).then(|| scores.iter().sum::<f64>() / f64::from(count)),
        }
    }
}

/// A task, in the order of its keys.
#[derive(Serialize)]
struct Task<Predictions, Regions> {
    data: Value,
    predictions: Predictions,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<[TaskAnnotation<Regions>; 1]>,
}

#[derive(Serialize)]
struct TaskAnnotation<Regions> {
    was_cancelled: bool,
    ground_truth: bool,
    result: Regions,
}

#[derive(Serialize)]
struct Prediction<'a, Regions> {
    model_version: &'a str,
    result: Regions,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

/// All suggestions, by their sources.
fn predictions<'a>(annotated: &'a Annotated) -> Vec<SourceSuggestions<'a>> {
    let mut sources: BTreeMap<&str, Vec<StatedSuggestion<'a>>> = BTreeMap::new();
    let decided = annotated.gold_items().filter_map(|item| Some((item.suggestion.as_ref()?, None)));
    let pending = annotated.pending().map(|suggestion| (suggestion, Some("pending")));
    let rejected = annotated.rejected().map(|rejected| (&rejected.suggestion, Some("rejected")));
    for stated in decided.chain(pending).chain(rejected) {
        sources.entry(&stated.0.source).or_default().push(stated);
    }
    let of_source = |(source, suggestions): (&'a str, Vec<StatedSuggestion<'a>>)| {
        let graph = Graph::of(suggestions.iter().map(|(suggestion, _)| (suggestion.id.as_str(), &suggestion.body)));
        SourceSuggestions { source, suggestions, graph }
    };
    sources.into_iter().map(of_source).collect()
}

/// The regions and relations of a graph. `more` gives further keys for an item, by its number.
fn regions<'a>(
    text: &'a Text,
    graph: &'a Graph<'_>,
    options: &'a ExportOptions,
    more: impl Fn(usize) -> Extra + 'a,
) -> impl Iterator<Item = Value> + 'a {
    let of_node = move |node: &Node<'_>| {
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
        let kind = node.kind.map(|kind| region("kind", "choices", "choices", kind.name()));
        std::iter::once(labels).chain(kind)
    };
    let id = |at: usize| graph.nodes.get(at).map(|node| node.id.as_str());
    let of_edge = move |edge: &Edge<'_>| {
        let (from, to) = (id(edge.from), id(edge.to));
        json!({"type": "relation", "from_id": from, "to_id": to, "direction": "right", "labels": [edge.label]})
    };
    graph.nodes.iter().flat_map(of_node).chain(graph.edges.iter().map(of_edge))
}
