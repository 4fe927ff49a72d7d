//! The tables of `tawsim score` about single spans: which labels are confused, and every span that differs.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::gold::Layer;
use crate::measure::{ComparedSpans, Confusion, LabelledRange, SpanError};
use crate::store;
use crate::text::Text;

use super::messages::write_line;
use super::score_report::LAYERS;

/// The name of no span in a table.
const NOTHING: &str = "–";

/// The differences of all articles, as far as they are asked for.
pub(super) struct Differences {
    with_confusion: bool,
    with_errors: bool,
    confusions: [Confusion; 2],
    errors: Vec<FoundError>,
}

/// A difference with its article and its words.
struct FoundError {
    article: String,
    layer: &'static str,
    error: SpanError,
    /// The words of both spans; `None` if the text was not read.
    words: [Option<String>; 2],
}

impl Differences {
    pub(super) fn new(with_confusion: bool, with_errors: bool) -> Self {
        Self { with_confusion, with_errors, confusions: Default::default(), errors: Vec::new() }
    }

    /// Compares two annotations of an article.
    pub(super) fn add(&mut self, id: &str, text: Option<&Text>, gold: &ComparedSpans, predicted: &ComparedSpans) {
        if !self.with_confusion && !self.with_errors {
            return;
        }
        let words = |span: Option<&LabelledRange>| {
            let span = span?;
            let span = text?.span_of_code_points(span.start, span.end).ok()?;
            Some(text?.slice(span).to_owned())
        };
        for (confusion, (layer, name)) in self.confusions.iter_mut().zip(LAYERS) {
            let errors = confusion.add(gold.layer(layer), predicted.layer(layer));
            if self.with_errors {
                self.errors.extend(errors.into_iter().map(|error| FoundError {
                    article: id.to_owned(),
                    layer: name,
                    words: [words(error.gold.as_ref()), words(error.predicted.as_ref())],
                    error,
                }));
            }
        }
    }

    /// Writes the tables that were asked for.
    pub(super) fn write_tables(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.with_confusion {
            for (confusion, (layer, name)) in self.confusions.iter().zip(LAYERS) {
                write_confusion(confusion, layer, name, out)?;
            }
        }
        if self.with_errors {
            write_line(out, "")?;
            for found in &self.errors {
                write_line(out, &found.line())?;
            }
        }
        Ok(())
    }

    /// Adds the keys `confusion` and `errors` that were asked for.
    pub(super) fn add_to(&self, report: &mut Value) {
        if self.with_confusion {
            let tables = self.confusions.iter().zip(LAYERS).map(|(confusion, (_, name))| {
                let counts = pairs(confusion)
                    .into_iter()
                    .map(|(gold, predicted, count)| json!({"gold": gold, "predicted": predicted, "count": count}));
                (name.to_owned(), counts.collect())
            });
            report["confusion"] = Value::Object(tables.collect::<Map<_, _>>());
        }
        if self.with_errors {
            report["errors"] = self.errors.iter().map(FoundError::json).collect();
        }
    }
}

/// All pairs of labels that occur, with their counts.
fn pairs(confusion: &Confusion) -> Vec<(Option<&str>, Option<&str>, usize)> {
    let labels: Vec<Option<&str>> = confusion.labels().into_iter().map(Some).chain([None]).collect();
    let all = labels.iter().flat_map(|gold| labels.iter().map(move |predicted| (*gold, *predicted)));
    let counted = all.map(|(gold, predicted)| (gold, predicted, confusion.count(gold, predicted)));
    counted.filter(|(.., count)| *count > 0).collect()
}

/// A row for each label of the gold, a column for each predicted one.
fn write_confusion(confusion: &Confusion, layer: Layer, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let labels = confusion.labels();
    if labels.is_empty() {
        return Ok(());
    }
    let unit = if layer == Layer::Entity { "label" } else { "role" };
    write_line(out, "")?;
    write_line(
        out,
        &format!("{name}: rows are the {unit} in the gold, columns the predicted {unit}, {NOTHING} is no span"),
    )?;
    let all = || labels.iter().map(|label| Some(*label)).chain([None]);
    let shown = |label: Option<&str>| store::escape_controls(label.unwrap_or(NOTHING));
    let width = |label: Option<&str>| shown(label).chars().count().max(6);
    let head: String = all().map(|label| format!(" {:>width$}", shown(label), width = width(label))).collect();
    write_line(out, &format!("{:<12}{head}", ""))?;
    for gold in all() {
        let cells = all().map(|predicted| match (gold, predicted) {
            (None, None) => String::new(),
            _ => format!(" {:>width$}", confusion.count(gold, predicted), width = width(predicted)),
        });
        write_line(out, &format!("{:<12}{}", shown(gold), cells.collect::<String>()))?;
    }
    Ok(())
}

impl FoundError {
    /// `id: missed: PER 4..9 "words"`, and for a pair ` → LOC 4..9 "words"`.
    fn line(&self) -> String {
        let side = |span: Option<&LabelledRange>, words: Option<&String>| {
            let LabelledRange { start, end, label } = span?;
            let words = words.map(|words| format!(" \"{words}\"")).unwrap_or_default();
            Some(format!("{label} {start}..{end}{}", store::escape_controls(&words)))
        };
        let [gold, predicted] = &self.words;
        let sides =
            [side(self.error.gold.as_ref(), gold.as_ref()), side(self.error.predicted.as_ref(), predicted.as_ref())];
        let sides: Vec<String> = sides.into_iter().flatten().collect();
        format!("{}: {}: {}", self.article, self.error.kind.name(), sides.join(" → "))
    }

    fn json(&self) -> Value {
        let side = |span: Option<&LabelledRange>, words: &Option<String>| {
            span.map(|span| json!({"start": span.start, "end": span.end, "label": span.label, "text": words}))
        };
        let [gold, predicted] = &self.words;
        json!({
            "article": self.article, "layer": self.layer, "kind": self.error.kind.name(),
            "gold": side(self.error.gold.as_ref(), gold), "predicted": side(self.error.predicted.as_ref(), predicted),
        })
    }
}
