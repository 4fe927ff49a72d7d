//! `tawsim agree`: how well annotators agree with each other.

use std::cell::RefCell;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::bail;
use clap::Args;

use crate::formats::Annotated;
use crate::measure::agreement::{
    Agreement, AgreementMeasure, AgreementOptions, AnnotatedArticle, GroupReport, Reading, UnitKind,
};
use crate::measure::anchoring_tables;

use super::agree_differences::DifferenceList;
use super::agree_report::{json_report, write_table};
use super::agree_results::{LAYER_NAMES, Report};
use super::assignment_key::KeyedGold;
use super::force::ForceArgs;
use super::joined_input::{Annotators, Coverage, JoinOptions, read_joined};
use super::messages::print_message;
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::report_format::ReportFormat;
use super::selection::SelectionArgs;
use super::stats_output::{self, write_tables};

#[derive(Args)]
pub(super) struct AgreeArgs {
    /// The gold of one annotator each: gold files, folders of these, or JSON Lines. A single one holds the gold of several
    /// annotators, told apart by "annotator"
    #[arg(required = true, value_name = "GOLD")]
    golds: Vec<PathBuf>,
    /// Compare articles in any state [default: only those that every annotator marked as done]
    #[arg(long)]
    any_status: bool,
    /// The units of κ, α and AC1
    #[arg(long, value_enum, default_value = "words")]
    units: UnitKind,
    /// Print a table, or JSON with every number and every difference
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Print every difference after the table
    #[arg(long)]
    list: bool,
    /// Write every difference into this file, as JSON Lines
    #[arg(long, value_name = "FILE")]
    differences: Option<PathBuf>,
    /// Exit with status 1 if a measure is lower: α=0.8, F1=0.9, entities.gamma=0.7. May be repeated
    #[arg(long, value_name = "[LAYER.]MEASURE=NUMBER")]
    min: Vec<Minimum>,
    /// Replicates of the bootstrap for the 95 % confidence intervals; 0 for none
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    bootstrap: u32,
    /// Random annotations for γ, for each article
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    gamma_samples: u32,
    /// The seed of all random numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The key of tawsim assign: adds what became of seeded errors, and how gold without suggestions differs
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    force: ForceArgs,
}

/// A lower bound for a measure of one layer, or of every layer that has spans.
#[derive(Debug, Clone, PartialEq)]
struct Minimum {
    layer: Option<&'static str>,
    measure: AgreementMeasure,
    bound: f64,
}

impl FromStr for Minimum {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let (name, number) = word.split_once('=').ok_or("write MEASURE=NUMBER, such as α=0.8")?;
        let bound: f64 = number.parse().map_err(|_| format!("{number:?} is not a number; write one such as 0.8"))?;
        if !(-1.0..=1.0).contains(&bound) {
            return Err(format!("{number} is no agreement; write a number from -1 to 1"));
        }
        let (layer, measure) = match name.split_once('.') {
            Some((layer, measure)) => {
                let known = LAYER_NAMES.into_iter().map(|(_, name)| name).find(|name| *name == layer);
                (Some(known.ok_or_else(|| format!("{layer:?} is no layer; write entities or quotes"))?), measure)
            }
            None => (None, name),
        };
        Ok(Self { layer, measure: measure.parse()?, bound })
    }
}

pub(super) fn run(args: &AgreeArgs) -> anyhow::Result<Outcome> {
    let options = AgreementOptions {
        units: args.units,
        gamma_samples: args.gamma_samples as usize,
        replicates: args.bootstrap as usize,
        seed: args.seed,
    };
    let keyed = args.key.as_deref().map(KeyedGold::read).transpose()?.map(RefCell::new);
    let see = |annotated: &Annotated| {
        // The key is about the articles of each annotator, so an article counts even if nobody else annotated it.
        let Some(keyed) = &keyed else { return };
        if let Err(problem) = keyed.borrow_mut().add(&annotated.article, &annotated.annotation) {
            print_message(&format!("tawsim: {problem}"));
        }
    };
    let mut list = DifferenceList::new(args.differences.as_deref(), &args.golds, args.force)?;
    list.keep(args.list || args.format.or_json(args.json) == ReportFormat::Json);
    let mut agreement: Option<Agreement> = None;
    let mut failed = None;
    let join = JoinOptions {
        golds: &args.golds,
        any_status: args.any_status,
        selection: args.selection.selection(),
        keep: |annotated| Reading::of_annotation(&annotated.article.text, &annotated.annotation),
        see: Some(&see),
    };
    progress::begin(&args.golds, Amount::Files, Results::AtTheEnd);
    let (annotators, coverage) = read_joined(&join, &mut |annotators, joined| {
        if joined.readings.len() < 2 {
            return;
        }
        let (id, text) = (joined.article.id, joined.article.text.as_str().to_owned());
        let article = AnnotatedArticle { id, text, readings: joined.readings };
        let agreement = agreement.get_or_insert_with(|| Agreement::new(annotators.names().len(), options));
        agreement.add(&article, &mut |first, second, found| {
            let names = [first, second].map(|at| annotators.name(at).to_owned());
            if let Err(error) = list.add(&article, names, found) {
                failed.get_or_insert(error);
            }
        });
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let reports = agreement.as_ref().map(Agreement::reports).unwrap_or_default();
    refuse_nothing(&annotators, &coverage, &reports)?;
    let differences = list.finish(coverage.bad)?;
    let report = Report { annotators: &annotators, coverage: &coverage, groups: &reports, options: &options };
    progress::end();
    args.selection.warn_unmatched();
    let keyed = keyed.as_ref().map(|keyed| {
        keyed.borrow().report();
        anchoring_tables(&keyed.borrow().anchoring)
    });
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format.or_json(args.json) {
        ReportFormat::Text => {
            write_table(&report, &differences, args.list, &mut out)?;
            if let Some(tables) = &keyed {
                writeln!(out)?;
                write_tables(tables, io::stdout().is_terminal(), &mut out)?;
            }
        }
        ReportFormat::Json => {
            differences.report_left_out();
            let mut json = json_report(&report, &differences);
            if let (Some(tables), Some(object)) = (&keyed, json.as_object_mut()) {
                object.insert("assignment".to_owned(), stats_output::json_report(tables));
            }
            writeln!(out, "{json:#}")?;
        }
    }
    out.flush()?;
    let is_low = report_low_values(args, &report)?;
    Ok(match (coverage.bad, is_low) {
        (1.., _) => Outcome::BadInput,
        (0, true) => Outcome::Findings,
        (0, false) => Outcome::Fine,
    })
}

/// Fails if there is nothing to compare, and says why.
fn refuse_nothing(annotators: &Annotators, coverage: &Coverage, reports: &[GroupReport]) -> anyhow::Result<()> {
    if !reports.is_empty() || coverage.bad > 0 {
        return Ok(());
    }
    if annotators.names().len() < 2 {
        bail!("there is the gold of one annotator only; name the gold of another one, too");
    }
    if coverage.not_done.iter().sum::<usize>() > 0 {
        bail!("no article is marked as done by two annotators; add --any-status to compare articles in any state");
    }
    bail!("no article was annotated by two annotators; articles are the same if their ids and texts are equal");
}

/// Prints each value that is below its bound. True if there is one.
fn report_low_values(args: &AgreeArgs, report: &Report<'_>) -> anyhow::Result<bool> {
    let Some(group) = report.main_group() else { return Ok(false) };
    let mut is_low = false;
    for minimum in &args.min {
        let mut is_known = false;
        for (layer, name) in LAYER_NAMES.into_iter().filter(|(_, name)| minimum.layer.is_none_or(|it| it == *name)) {
            let Some(found) = group.layers.iter().find(|found| found.layer == layer) else { continue };
            // κ means that of Fleiss if there are more than two annotators.
            let measure = match minimum.measure {
                AgreementMeasure::CohenKappa if group.members.len() > 2 => AgreementMeasure::FleissKappa,
                measure => measure,
            };
            is_known = true;
            match found.value(measure) {
                Some(value) if value >= minimum.bound => {}
                Some(value) => {
                    is_low = true;
                    let (title, bound) = (measure.title(), minimum.bound);
                    print_message(&format!("tawsim: {name}: {title} {value:.4} is below {bound}"));
                }
                None => {
                    is_low = true;
                    print_message(&format!("tawsim: {name}: {} is not defined for this gold", measure.title()));
                }
            }
        }
        if !is_known {
            bail!("--min {}: the annotators have no spans of this layer", minimum.measure.name());
        }
    }
    Ok(is_low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_name_a_layer_and_a_measure() {
        for (word, layer, measure) in [
            ("α=0.8", None, AgreementMeasure::Alpha),
            ("alpha_u=0.8", None, AgreementMeasure::AlphaU),
            ("α_u=0.8", None, AgreementMeasure::AlphaU),
            ("quotes.γ=0.8", Some("quotes"), AgreementMeasure::Gamma),
            ("F1=0.8", None, AgreementMeasure::F1),
            ("entities.κ=0.8", Some("entities"), AgreementMeasure::CohenKappa),
            ("γ-cat=0.8", None, AgreementMeasure::GammaCat),
        ] {
            assert_eq!(word.parse(), Ok(Minimum { layer, measure, bound: 0.8 }), "{word}");
        }
        for word in ["0.8", "α=x", "α=2", "PER.α=0.8", "beta=0.5"] {
            assert!(word.parse::<Minimum>().is_err(), "{word}");
        }
    }
}
