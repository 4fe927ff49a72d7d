//! The results of `tawsim score`, as a table and as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::gold::Layer;
use crate::measure::{Counts, Criterion, LabelCounts, Measure, Score};
use crate::store;

use super::messages::write_line;

/// The layers with their names in the results.
pub(super) const LAYERS: [(Layer, &str); 2] = [(Layer::Entity, "entities"), (Layer::Quote, "quotes")];

/// Writes the table: a line for each label and role, by the criteria `match` and `partial`.
pub(super) fn write_table(measure: &Measure, out: &mut dyn Write) -> io::Result<()> {
    let articles = measure.articles();
    write_line(out, &format!("{articles} {}", if articles == 1 { "article" } else { "articles" }))?;
    for (layer, title) in LAYERS {
        let all = measure.all(layer);
        if all.counts(Criterion::Match).gold() + all.counts(Criterion::Match).predicted() == 0 {
            continue;
        }
        write_line(out, "")?;
        let columns = "match P      R     F1   partial P      R     F1";
        write_line(out, &format!("{title:<12} {:>6} {:>6}   {columns}", "gold", "pred"))?;
        for (label, counts) in measure.labels(layer) {
            write_row(&store::escape_controls(label), counts, out)?;
        }
        write_row("all", all, out)?;
        if layer == Layer::Quote {
            for (name, counts) in measure.frames() {
                let (gold, predicted) = (counts.gold(), counts.predicted());
                let score = four_digits(counts.score());
                write_line(out, &format!("{name:<12} {gold:>6} {predicted:>6}    {score}"))?;
            }
        }
    }
    Ok(())
}

fn write_row(name: &str, label: &LabelCounts, out: &mut dyn Write) -> io::Result<()> {
    let counts = label.counts(Criterion::Match);
    let (gold, predicted) = (counts.gold(), counts.predicted());
    let (exact, partial) = (four_digits(counts.score()), four_digits(label.score(Criterion::Partial)));
    write_line(out, &format!("{name:<12} {gold:>6} {predicted:>6}    {exact}      {partial}"))
}

/// Precision, recall and F1.
fn four_digits(Score { precision, recall, f1 }: Score) -> String {
    format!("{precision:.4} {recall:.4} {f1:.4}")
}

/// All counts and scores.
pub(super) fn json_report(measure: &Measure) -> Value {
    let layer = |layer: Layer| {
        let labels = measure.labels(layer).map(|(label, counts)| (label.to_owned(), label_value(counts)));
        let (mean, weighted) = measure.means(layer, Criterion::Match);
        json!({
            "all": label_value(measure.all(layer)), "labels": labels.collect::<Map<_, _>>(),
            "macro": score_value(mean), "weighted": score_value(weighted),
        })
    };
    let mut quotes = layer(Layer::Quote);
    quotes["wholes"] = measure.frames().map(|(name, counts)| (name.to_owned(), counts_value(counts))).collect();
    json!({"articles": measure.articles(), "entities": layer(Layer::Entity), "quotes": quotes})
}

fn label_value(label: &LabelCounts) -> Value {
    let counts = label.counts(Criterion::Match);
    let mut value = json!({"gold": counts.gold(), "predicted": counts.predicted()});
    for criterion in Criterion::ALL {
        value[criterion.name()] = counts_value(label.counts(criterion));
    }
    value
}

fn counts_value(counts: Counts) -> Value {
    let Score { precision, recall, f1 } = counts.score();
    let Counts { correct, incorrect, partial, missed, spurious } = counts;
    json!({
        "precision": precision, "recall": recall, "f1": f1, "correct": correct, "incorrect": incorrect,
        "partial": partial, "missed": missed, "spurious": spurious,
    })
}

fn score_value(Score { precision, recall, f1 }: Score) -> Value {
    json!({"precision": precision, "recall": recall, "f1": f1})
}
