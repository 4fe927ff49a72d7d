//! The results of `tawsim agree`, as tables, as a paragraph for a paper, and as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::measure::agreement::{
    AgreementMeasure, FrameAgreement, GroupReport, Interval, LabelAgreement, LayerReport, RelationAgreement,
    RelationCounts,
};
use crate::store::escape_controls;

use super::agree_differences::{Differences, ListedDifference};
use super::agree_paragraph::paragraph;
use super::agree_results::{LAYER_NAMES, Report};
use super::export_notices::counted;
use super::joined_input::Coverage;
use super::messages::write_line;

/// Writes coverage, the tables of each group, the counts of differences, and the paragraph.
pub(super) fn write_table(
    report: &Report<'_>,
    differences: &Differences,
    with_list: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_coverage(report, out)?;
    for group in report.groups {
        write_line(out, "")?;
        write_line(out, &format!("{}: {}", report.names(group), counted(group.articles, "article")))?;
        for layer in &group.layers {
            write_layer(layer, report, out)?;
        }
        if group.frames.first + group.frames.second > 0 {
            write_frames(&group.frames, out)?;
        }
        if group.relations.exact.f1().is_some() {
            write_relations(&group.relations, out)?;
        }
        write_classes(group, out)?;
    }
    if with_list {
        write_line(out, "")?;
        differences.kept.iter().try_for_each(|difference| write_line(out, &difference.to_line()))?;
        if differences.count > differences.kept.len() {
            let more = differences.count - differences.kept.len();
            write_line(out, &format!("… and {more} more; --differences FILE writes all of them"))?;
        }
    }
    write_line(out, "")?;
    write_line(out, "For a data paper:")?;
    write_line(out, &paragraph(report))
}

fn write_coverage(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Coverage { articles, not_done, by_annotators, .. } = report.coverage;
    write_line(out, "Coverage")?;
    for (at, name) in report.annotators.names().iter().enumerate() {
        let [articles, left_out] = [articles, not_done].map(|list| list.get(at).copied().unwrap_or(0));
        let left_out = if left_out > 0 { format!(", {left_out} not done and left out") } else { String::new() };
        write_line(out, &format!("  {name}: {}{left_out}", counted(articles, "article")))?;
    }
    for (annotators, count) in by_annotators {
        let (annotators, articles) = (counted(*annotators, "annotator"), counted(*count, "article"));
        write_line(out, &format!("  by {annotators}: {articles}"))?;
    }
    Ok(())
}

fn write_layer(layer: &LayerReport, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = LAYER_NAMES.into_iter().find(|(one, _)| *one == layer.layer).map_or("", |(_, name)| name);
    write_line(out, "")?;
    write_line(out, &format!("  {name:<24} value    95 % interval     (units: {})", report.units()))?;
    for (measure, value, interval) in layer.values.iter().filter(|(_, value, _)| value.is_some()) {
        let title = measure.title();
        write_line(out, &format!("  {title:<22} {:>8}    {}", number(*value), interval_words(*interval)))?;
    }
    if layer.without_gamma > 0 {
        let left_out = counted(layer.without_gamma, "article");
        write_line(out, &format!("  γ is without {left_out} with too many spans near each other"))?;
    }
    write_line(out, "")?;
    write_line(out, "  label            first second   F1     partial  κ        α        α_u      γ")?;
    for label in &layer.labels {
        let LabelAgreement { label, first, second, f1, partial_f1, kappa, alpha, alpha_u, gamma } = label;
        let name = escape_controls(label);
        let scores = [Some(*f1), Some(*partial_f1), *kappa, *alpha, *alpha_u, *gamma]
            .map(|value| format!("{:>8}", number(value)));
        write_line(out, &format!("  {name:<16} {first:>5} {second:>6} {}", scores.join(" ")))?;
    }
    let (exact, partial) = layer.macro_f1;
    write_line(out, &format!("  {:<29} {exact:>8.4} {partial:>8.4}", "mean over the labels"))
}

fn write_frames(frames: &FrameAgreement, out: &mut dyn Write) -> io::Result<()> {
    write_line(out, "")?;
    let (first, second) = (frames.first, frames.second);
    write_line(out, &format!("  quote frames             pairs   F1       ({first} and {second} frames)"))?;
    for (name, agreed) in frames.parts() {
        let name = name.replace('_', ", ");
        write_line(out, &format!("  {name:<22} {agreed:>7} {:>8}", number(frames.f1(agreed))))?;
    }
    Ok(())
}

fn write_relations(relations: &RelationAgreement, out: &mut dyn Write) -> io::Result<()> {
    write_line(out, "")?;
    write_line(out, "  relations        first second agreed   F1")?;
    let labels = relations.labels.iter().map(|(label, counts)| (label.as_str(), *counts));
    for (label, counts) in [("all", relations.exact), ("the ends alone", relations.ends)].into_iter().chain(labels) {
        let RelationCounts { first, second, agreed } = counts;
        let name = escape_controls(label);
        write_line(out, &format!("  {name:<16} {first:>5} {second:>6} {agreed:>6} {:>8}", number(counts.f1())))?;
    }
    Ok(())
}

fn relations_value(relations: &RelationAgreement) -> Value {
    let counts = |counts: &RelationCounts| json!({"first": counts.first, "second": counts.second, "agreed": counts.agreed, "f1": counts.f1()});
    let labels: Map<String, Value> =
        relations.labels.iter().map(|(label, found)| (label.clone(), counts(found))).collect();
    let mut value = counts(&relations.exact);
    value["ends"] = counts(&relations.ends);
    value["labels"] = Value::Object(labels);
    value
}

fn write_classes(group: &GroupReport, out: &mut dyn Write) -> io::Result<()> {
    write_line(out, "")?;
    let count: usize = group.classes.iter().map(|(.., count)| count).sum();
    let agreed = if group.agreed == 1 { "1 item agrees".to_owned() } else { format!("{} items agree", group.agreed) };
    write_line(out, &format!("  {}, {agreed}", counted(count, "difference")))?;
    for (layer, class, count) in &group.classes {
        write_line(out, &format!("  {:<29} {count:>7}", format!("{layer}, {}", class.name())))?;
    }
    Ok(())
}

pub(super) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"))
}

fn interval_words(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |(low, high)| format!("{low:.4} to {high:.4}"))
}

/// All numbers and all differences.
pub(super) fn json_report(report: &Report<'_>, differences: &Differences) -> Value {
    let Coverage { articles, not_done, by_annotators, bad } = report.coverage;
    let count = |list: &[usize], at: usize| list.get(at).copied().unwrap_or(0);
    let annotators: Vec<Value> = report
        .annotators
        .names()
        .iter()
        .enumerate()
        .map(|(at, name)| json!({"name": name, "articles": count(articles, at), "not_done": count(not_done, at)}))
        .collect();
    let by_annotators: Map<String, Value> =
        by_annotators.iter().map(|(annotators, count)| (annotators.to_string(), (*count).into())).collect();
    let list: Vec<Value> = differences.kept.iter().map(ListedDifference::to_json).collect();
    json!({
        "annotators": annotators,
        "coverage": {
            "articles": report.coverage.by_at_least(1), "doubly_annotated": report.coverage.by_at_least(2),
            "by_annotators": by_annotators, "bad": bad,
        },
        "units": report.units(), "seed": report.options.seed, "bootstrap": report.options.replicates,
        "gamma_samples": report.options.gamma_samples,
        "groups": report.groups.iter().map(|group| group_value(report, group)).collect::<Vec<_>>(),
        "paragraph": paragraph(report),
        "difference_count": differences.count, "differences_left_out": differences.left_out(),
        "differences": list,
    })
}

fn group_value(report: &Report<'_>, group: &GroupReport) -> Value {
    let names: Vec<&str> = group.members.iter().map(|member| report.annotators.name(*member)).collect();
    let mut value = json!({"annotators": names, "articles": group.articles});
    for layer in &group.layers {
        if let Some((_, name)) = LAYER_NAMES.into_iter().find(|(one, _)| *one == layer.layer) {
            value[name] = layer_value(layer);
        }
    }
    let frames = &group.frames;
    let mut parts = json!({"first": frames.first, "second": frames.second});
    for (name, agreed) in frames.parts() {
        parts[name] = json!({"pairs": agreed, "f1": frames.f1(agreed)});
    }
    value["frames"] = parts;
    if group.relations.exact.f1().is_some() {
        value["relations"] = relations_value(&group.relations);
    }
    value["agreed"] = group.agreed.into();
    value["adjudication_rate"] = group.adjudication_rate().into();
    let mut classes = json!({});
    for (layer, class, count) in &group.classes {
        classes[layer.to_string()][class.name()] = (*count).into();
    }
    value["differences"] = classes;
    value
}

fn layer_value(layer: &LayerReport) -> Value {
    let mut value = Map::new();
    for measure in AgreementMeasure::ALL {
        let Some(found) = layer.value(measure) else { continue };
        let mut one = json!({"value": found});
        if let Some((low, high)) = layer.interval(measure) {
            one["low"] = low.into();
            one["high"] = high.into();
        }
        value.insert(measure.name().to_owned(), one);
    }
    let (f1, partial_f1) = layer.macro_f1;
    value.insert("macro".to_owned(), json!({"f1": f1, "partial_f1": partial_f1}));
    let (observed, expected) = layer.disorders;
    let disorders = json!({
        "observed": observed, "expected": expected, "articles": layer.gamma_articles,
        "articles_without": layer.without_gamma,
    });
    value.insert("gamma_disorders".to_owned(), disorders);
    let labels = layer.labels.iter().map(|label| {
        let LabelAgreement { label, first, second, f1, partial_f1, kappa, alpha, alpha_u, gamma } = label;
        let scores = json!({
            "first": first, "second": second, "f1": f1, "partial_f1": partial_f1, "kappa": kappa, "alpha": alpha,
            "alpha_u": alpha_u, "gamma": gamma,
        });
        (label.clone(), scores)
    });
    value.insert("labels".to_owned(), Value::Object(labels.collect()));
    Value::Object(value)
}
