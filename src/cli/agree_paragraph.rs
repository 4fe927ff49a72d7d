//! The paragraph on agreement that a paper about a data set needs.

use crate::measure::agreement::{AgreementMeasure, GroupReport, LayerReport};

use super::agree_results::{LAYER_NAMES, Report};
use super::export_notices::counted;

/// Says in sentences how much was annotated twice, how well the annotators agree, and how much they differ on.
pub(super) fn paragraph(report: &Report<'_>) -> String {
    let (all, twice) = (report.coverage.by_at_least(1), report.coverage.by_at_least(2));
    let annotators = report.annotators.names().len();
    let mut sentences = vec![format!(
        "{} annotated {}; {twice} of these ({}) {} annotated independently by two or more.",
        counted(annotators, "annotator"),
        counted(all, "article"),
        percent(twice, all),
        was_or_were(twice)
    )];
    let Some(group) = report.main_group() else { return sentences.concat() };
    for layer in &group.layers {
        sentences.extend(layer_sentences(layer, report, group));
    }
    if let Some(f1) = group.frames.f1(group.frames.whole) {
        let content = group.frames.f1(group.frames.content).unwrap_or(0.0);
        sentences
            .push(format!("For quote frames, the F1 of exact contents is {content:.3}, and of whole frames {f1:.3}."));
    }
    if let Some(f1) = group.relations.exact.f1() {
        let ends = group.relations.ends.f1().unwrap_or(0.0);
        sentences.push(format!("For relations, the F1 is {f1:.3}, and {ends:.3} whatever their labels."));
    }
    let differences = group.differences();
    sentences.push(format!(
        "Of {}, {differences} {} adjudication: an adjudication rate of {}.",
        counted(group.agreed + differences, "compared item"),
        if differences == 1 { "differs and needs" } else { "differ and need" },
        percent(differences, group.agreed + differences)
    ));
    if report.options.replicates > 0 {
        sentences.push(format!(
            "Intervals are 95 % percentile bootstrap intervals over articles ({} replicates).",
            report.options.replicates
        ));
    }
    sentences.join(" ")
}

fn layer_sentences(layer: &LayerReport, report: &Report<'_>, group: &GroupReport) -> Vec<String> {
    let name = LAYER_NAMES.into_iter().find(|(one, _)| *one == layer.layer).map_or("", |(_, name)| name);
    let name = if name == "quotes" { "the parts of quotes" } else { name };
    let value = |measure: AgreementMeasure| {
        let value = layer.value(measure)?;
        Some(match layer.interval(measure) {
            Some((low, high)) => format!("{value:.3} [{low:.3}, {high:.3}]"),
            None => format!("{value:.3}"),
        })
    };
    let list = |measures: &[(AgreementMeasure, &str)]| {
        let parts = measures.iter().filter_map(|(measure, name)| Some(format!("{name} {}", value(*measure)?)));
        parts.collect::<Vec<_>>().join(", ")
    };
    let labels: Vec<String> =
        layer.labels.iter().map(|label| format!("{} {:.3}/{:.3}", label.label, label.f1, label.partial_f1)).collect();
    let pairwise = if group.members.len() > 2 { " (over all pairs)" } else { "" };
    let chance = list(&[
        (AgreementMeasure::CohenKappa, "Cohen's κ is"),
        (AgreementMeasure::FleissKappa, "Fleiss' κ is"),
        (AgreementMeasure::Alpha, "Krippendorff's α"),
        (AgreementMeasure::Ac1, "Gwet's AC1"),
    ]);
    let labelled = list(&[
        (AgreementMeasure::CohenKappaLabelled, "κ is"),
        (AgreementMeasure::FleissKappaLabelled, "κ is"),
        (AgreementMeasure::AlphaLabelled, "α"),
    ]);
    let spans = list(&[
        (AgreementMeasure::AlphaU, "α for unitizing is"),
        (AgreementMeasure::Gamma, "Mathet's γ"),
        (AgreementMeasure::GammaCat, "γ-cat"),
    ]);
    let f1 = list(&[(AgreementMeasure::F1, "exact F1 is"), (AgreementMeasure::PartialF1, "partial F1")]);
    let mut sentences = vec![
        format!("For {name}, pairwise {f1}{pairwise}; by label (exact/partial): {}.", labels.join(", ")),
        format!(
            "On {} of the text, {chance}{}.",
            report.units(),
            if labelled.is_empty() {
                String::new()
            } else {
                format!("; on those that at least one annotator labelled, {labelled}")
            }
        ),
    ];
    if !spans.is_empty() {
        sentences.push(format!("On spans, {spans}."));
    }
    if layer.value(AgreementMeasure::Gamma).is_some() || layer.without_gamma > 0 {
        sentences.push(gamma_articles(layer, group));
    }
    sentences
}

/// Says on how many articles γ rests, and why others are left out.
fn gamma_articles(layer: &LayerReport, group: &GroupReport) -> String {
    let (found, given_up) = (layer.gamma_articles, layer.without_gamma);
    let without = match given_up {
        0 => String::new(),
        _ => format!(
            "; {given_up} {} left out because too many spans are near each other for the search of the best alignment",
            was_or_were(given_up)
        ),
    };
    let who = if group.members.len() > 2 { "all of them" } else { "both" };
    let articles = counted(found + given_up, "article");
    format!("γ rests on {found} of {articles} with spans that {who} annotated{without}.")
}

const fn was_or_were(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

fn percent(part: usize, whole: usize) -> String {
    let [part, whole] = [part, whole].map(|count| f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    format!("{:.1} %", if whole > 0.0 { 100.0 * part / whole } else { 0.0 })
}
