//! Prints the learning curve of `tawsim train --curve`.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use serde_json::{Value as Json, json};

use crate::suggest::tagger::{CurvePoint, Slope, Tally, label_curves, slope};

use super::messages::write_line;
use super::report_format::ReportFormat;
use super::stats_output::{bar, sparkline};

/// Prints the curve on standard output.
pub(super) fn print_curve(points: &[CurvePoint], format: ReportFormat) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        ReportFormat::Text => write_curve(points, io::stdout().is_terminal(), &mut out)?,
        ReportFormat::Json => writeln!(out, "{:#}", json_curve(points))?,
    }
    out.flush()
}

/// Writes the table for people, with bars and sparklines if there is a terminal.
fn write_curve(points: &[CurvePoint], has_bars: bool, out: &mut dyn Write) -> io::Result<()> {
    write_line(out, "Scores on articles that were held back, by the share of the others that was learned from")?;
    write_line(out, "  share  articles  entities      P      R     F1")?;
    for point in points {
        let (all, bar) = (point.scores.all(), if has_bars { bar(point.scores.all().f1(), 1.0) } else { String::new() });
        let [precision, recall, f1] = [all.precision(), all.recall(), all.f1()].map(|share| share * 100.0);
        let CurvePoint { share, articles, entities, .. } = point;
        let row = format!(
            "  {share:>4}%  {articles:>8.1}  {entities:>8.1}  {precision:>5.1}  {recall:>5.1}  {f1:>5.1}  {bar}"
        );
        write_line(out, row.trim_end())?;
    }
    let labels = label_curves(points);
    let width = labels.keys().map(|label| label.chars().count()).max().unwrap_or_default().max(5);
    write_line(out, "")?;
    write_line(out, "F1 by label")?;
    let heads: String = points.iter().map(|point| format!("  {:>4}%", point.share)).collect();
    write_line(out, &format!("  {:<width$}{heads}  entities", "label"))?;
    for (label, tallies) in &labels {
        let shares: Vec<f64> = tallies.iter().map(|tally| tally.f1()).collect();
        let cells: String = shares.iter().map(|share| format!("  {:>5.1}", share * 100.0)).collect();
        let line = if has_bars { sparkline(&shares) } else { String::new() };
        let row = format!("  {label:<width$}{cells}  {:>8}  {line}", entities(tallies));
        write_line(out, row.trim_end())?;
    }
    if let Some(slope) = slope(points) {
        write_line(out, "")?;
        write_line(out, &verdict(slope))?;
    }
    Ok(())
}

/// The entities in the gold of a label.
fn entities(tallies: &[Tally]) -> usize {
    tallies.last().map_or(0, |tally| tally.right + tally.missed)
}

/// True if the difference is larger than chance makes it: two standard errors.
fn is_certain(slope: Slope) -> bool {
    slope.standard_error.is_some_and(|error| slope.difference.abs() > 2.0 * error)
}

/// What more data would do, in words.
fn verdict(slope: Slope) -> String {
    let points = slope.difference * 100.0;
    let error =
        slope.standard_error.map_or_else(String::new, |error| format!(" (standard error {:.1})", error * 100.0));
    let what = match is_certain(slope) {
        true if points > 0.0 => "more data will help",
        true => "more data of this kind makes it worse: look at the newest articles",
        false => "it is not certain that more data will help",
    };
    format!("{what}: {points:+.1} F1 by the last quarter{error}")
}

/// `tawsim report --curve` reads the shares, articles and F1 of this.
fn json_curve(points: &[CurvePoint]) -> Json {
    let score = |tally: Tally| json!({"precision": tally.precision(), "recall": tally.recall(), "f1": tally.f1()});
    let point = |point: &CurvePoint| {
        let (all, labels) = (point.scores.all(), point.scores.labels.iter());
        json!({
            "share": point.share as f64 / 100.0,
            "articles": point.articles,
            "entities": point.entities,
            "precision": all.precision(),
            "recall": all.recall(),
            "f1": all.f1(),
            "labels": labels.map(|(label, tally)| (label.clone(), score(*tally))).collect::<serde_json::Map<_, _>>(),
            "f1_of_parts": point.part_f1,
        })
    };
    let slope = slope(points).map(
        |slope| json!({"f1": slope.difference, "standard_error": slope.standard_error, "certain": is_certain(slope)}),
    );
    json!({"curve": points.iter().map(point).collect::<Vec<_>>(), "slope": slope})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_is_told_with_its_certainty() {
        let slope = |difference, error| Slope { difference, standard_error: Some(error) };
        assert_eq!(
            verdict(slope(0.018, 0.004)),
            "more data will help: +1.8 F1 by the last quarter (standard error 0.4)"
        );
        assert!(verdict(slope(0.018, 0.02)).starts_with("it is not certain"));
        assert!(verdict(slope(-0.05, 0.01)).contains("makes it worse: look at the newest articles: -5.0 F1"));
        assert!(verdict(Slope { difference: 0.1, standard_error: None }).starts_with("it is not certain"));
    }
}
