//! `tawsim stats`: what a corpus of gold consists of, and how the work on it goes.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::formats::{Annotated, Selection};
use crate::measure::{Statistics, anchoring_tables, tables};

use super::assignment_key::KeyedGold;
use super::inputs::{each_gold, no_gold};
use super::messages::print_message;
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::selection::SelectionArgs;
use super::stats_output::{json_report, write_csv, write_tables};

#[derive(Args)]
pub(super) struct StatsArgs {
    /// Gold: .json or .jsonl files, folders of these, or - for gold lines on standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
    /// Print tables (with bars on a terminal), JSON, or CSV with one value a line
    #[arg(long, value_enum, default_value = "text")]
    format: StatsFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Only articles that are done
    #[arg(long)]
    done: bool,
    /// The key of tawsim assign: adds what became of seeded errors, and how gold without suggestions differs
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    selection: SelectionArgs,
}

/// The form of the printed statistics.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatsFormat {
    Text,
    Json,
    Csv,
}

pub(super) fn run(args: &StatsArgs) -> anyhow::Result<Outcome> {
    let selection = Selection { done: args.done, ..args.selection.selection() };
    progress::begin(&args.paths, Amount::Files, Results::AtTheEnd);
    let (mut statistics, mut bad) = (Statistics::default(), 0_usize);
    let mut keyed = args.key.as_deref().map(KeyedGold::read).transpose()?;
    each_gold(&args.paths, &mut |_, gold| {
        match gold.map(|annotated| selection.apply(annotated)) {
            Ok(Some(Annotated { article, annotation })) => {
                statistics.add(&article, &annotation);
                if let Some(Err(problem)) = keyed.as_mut().map(|keyed| keyed.add(&article, &annotation)) {
                    bad += 1;
                    print_message(&format!("tawsim: {problem}"));
                }
            }
            Ok(None) => {}
            Err(problem) => {
                bad += 1;
                print_message(&format!("tawsim: {problem}"));
            }
        }
        Ok(())
    })?;
    if statistics.articles() == 0 {
        return no_gold(bad);
    }
    progress::end();
    args.selection.warn_unmatched();
    let mut tables = tables(&statistics);
    if let Some(keyed) = &keyed {
        keyed.report();
        tables.extend(anchoring_tables(&keyed.anchoring));
    }
    let has_bars = io::stdout().is_terminal();
    let mut out = BufWriter::new(io::stdout().lock());
    match if args.json { StatsFormat::Json } else { args.format } {
        StatsFormat::Text => write_tables(&tables, has_bars, &mut out)?,
        StatsFormat::Json => writeln!(out, "{:#}", json_report(&tables))?,
        StatsFormat::Csv => write_csv(&tables, &mut out)?,
    }
    out.flush()?;
    Ok(if bad > 0 { Outcome::BadInput } else { Outcome::Fine })
}
