//! `tawsim train`: gold in, a model for the tagger out.

use std::io::{self, BufRead as _, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use crate::formats::Annotated;
use crate::store::{self, Inputs, OutputFile, OutputKind, Outputs};
use crate::suggest::tagger::{
    CURVE_SHARES, CrossValidation, Example, TrainOptions, TrainProgress, cross_validate, is_model, learning_curve,
    train,
};
use crate::suggest::{RULES, is_choice_model, train_quotes};
use crate::text::sentences;

use super::force::{ForceArgs, refusal};
use super::inputs::{NO_GOLD, each_gold};
use super::messages::{print_message, print_note};
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::report_format::ReportFormat;
use super::train_curve::print_curve;
use super::train_report::TrainReport;

#[derive(Args)]
pub(super) struct TrainArgs {
    /// Gold: .json or .jsonl files, folders of these, or - for gold lines on standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
    /// The file of the model
    #[arg(short, long, value_name = "MODEL", required_unless_present = "curve")]
    out: Option<PathBuf>,
    /// Make no model, but print how good models are that learn from 25, 50, 75 and 100 % of the gold, and what more gold would
    /// do
    #[arg(long, conflicts_with = "out")]
    curve: bool,
    /// Print the curve as a table (with bars on a terminal), which is the default, or as JSON
    #[arg(long, value_enum)]
    format: Option<ReportFormat>,
    /// Print the size of the gold, the scores and the model as JSON; with --curve, the same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    force: ForceArgs,
    /// What the model is for: entities (the tagger), or quotes (the choices between frames and between ends)
    #[arg(long, value_enum, value_name = "LAYER", default_value_t = TrainedLayer::Entity)]
    layer: TrainedLayer,
    /// The seed of the random order: the same gold and seed give the same model, byte for byte
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Divide the gold into N parts and hold each back in turn, to score the model and calibrate its scores; 0 for none
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(0..=1000))]
    parts: u16,
    /// The number of passes through the articles
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=1000))]
    epochs: u16,
    /// Average N models with different seeds: slower, and a little better
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    voters: u16,
}

/// The layer that a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum TrainedLayer {
    Entity,
    Quote,
}

pub(super) fn run(args: &TrainArgs) -> anyhow::Result<Outcome> {
    let Some(path) = args.out.as_deref() else { return run_curve(args) };
    if args.format.is_some() {
        bail!("--format is the form of the curve; add --curve and leave --out out");
    }
    // Training takes long, so the output is checked before it.
    let kind = OutputKind { refusal: &refusal("a model"), is_one: &has_model };
    let mut out = Outputs::new(Inputs::gold(&args.paths), args.force.force).create(path, &kind)?;
    progress::begin(&args.paths, Amount::Files, Results::AtTheEnd);
    if args.layer == TrainedLayer::Quote {
        return train_choices(args, path, out);
    }
    let (examples, bad) = read_examples(&args.paths)?;
    out.refuse_incomplete(bad)?;
    let options = args.options();
    print_size(&examples);
    let mut facts = TrainReport::default();
    facts.add_size(&examples);
    let mut calibration = Vec::new();
    if args.parts > 1 {
        let report =
            cross_validate(&examples, RULES, &options, usize::from(args.parts), &mut progress_printer("held back"))?;
        print_scores(&report, examples.iter().filter(|example| example.is_gold()).count());
        warn_of_single_sentences(&examples);
        facts.add_scores(&report);
        calibration = report.calibration();
    }
    let bytes = train(&examples, RULES, &TrainOptions { calibration, ..options }, &mut progress_printer("training"))?;
    out.write_all(&bytes)?;
    out.finish()?;
    progress::end();
    print_note(&format!("{}: {} bytes", store::printable(path.as_os_str()), bytes.len()));
    if args.json {
        facts.print(path, bytes.len())?;
    }
    Ok(if bad > 0 { Outcome::BadInput } else { Outcome::Fine })
}

impl TrainArgs {
    fn options(&self) -> TrainOptions {
        TrainOptions {
            seed: self.seed,
            epochs: usize::from(self.epochs),
            voters: usize::from(self.voters),
            ..TrainOptions::default()
        }
    }
}

fn print_size(examples: &[Example]) {
    let words: usize = examples.iter().map(|example| example.text.words().len()).sum();
    let entities: usize = examples.iter().map(|example| example.spans.len()).sum();
    print_note(&format!("{} articles, {words} words, {entities} entities", examples.len()));
}

/// Prints the learning curve.
fn run_curve(args: &TrainArgs) -> anyhow::Result<Outcome> {
    if args.layer == TrainedLayer::Quote {
        bail!("--curve is about entities; leave --layer quote out");
    }
    let parts = usize::from(args.parts);
    if parts < 2 {
        bail!("--curve scores models on articles that are held back: write --parts 2 or more");
    }
    progress::begin(&args.paths, Amount::Files, Results::AtTheEnd);
    let (examples, bad) = read_examples(&args.paths)?;
    let articles = examples.iter().filter(|example| example.is_gold()).count();
    if articles < parts.max(FEWEST) {
        bail!("--curve needs at least {} articles of gold, and these are {articles}", parts.max(FEWEST));
    }
    print_size(&examples);
    let points = learning_curve(&examples, RULES, &args.options(), parts, &mut curve_progress(parts))?;
    progress::end();
    if articles < FEW {
        print_message(&format!("{articles} articles are few: these scores say little"));
    }
    warn_of_single_sentences(&examples);
    print_curve(&points, args.format.unwrap_or(ReportFormat::Text).or_json(args.json))?;
    Ok(if bad > 0 { Outcome::BadInput } else { Outcome::Fine })
}

/// Trains the choices between quotes.
fn train_choices(args: &TrainArgs, path: &Path, mut out: OutputFile) -> anyhow::Result<Outcome> {
    let mut examples = Vec::new();
    let bad = for_each_annotated(&args.paths, &mut |annotated| {
        examples.push((annotated.article, annotated.annotation));
    })?;
    out.refuse_incomplete(bad)?;
    let (bytes, used) = train_quotes(&examples);
    progress::end();
    if used == 0 {
        bail!("no finished article among these: quotes are learned from articles that are done");
    }
    print_note(&format!("{used} finished articles of {}", examples.len()));
    out.write_all(&bytes)?;
    out.finish()?;
    print_note(&format!("{}: {} bytes", store::printable(path.as_os_str()), bytes.len()));
    if args.json {
        let mut facts = TrainReport::default();
        facts.add_articles(examples.len(), used);
        facts.print(path, bytes.len())?;
    }
    Ok(if bad > 0 { Outcome::BadInput } else { Outcome::Fine })
}

/// True if a file is a model.
fn has_model(path: &Path) -> io::Result<bool> {
    let mut file = store::open_regular(path)?;
    let beginning = file.fill_buf()?;
    Ok(is_model(beginning) || is_choice_model(beginning))
}

/// Shows the progress of training.
fn progress_printer(what: &'static str) -> impl FnMut(TrainProgress) {
    move |progress: TrainProgress| progress::show_rounds(what, progress.done, progress.all)
}

/// A curve needs this many articles.
const FEWEST: usize = 8;

/// Shows the progress of the many trainings of a curve, by models.
fn curve_progress(parts: usize) -> impl FnMut(TrainProgress) {
    let all = parts * CURVE_SHARES.len();
    let mut done = 0;
    move |progress: TrainProgress| {
        done += usize::from(progress.done >= progress.all);
        progress::show_rounds("models", done, all);
    }
}

/// Scores of fewer articles than this are not reliable.
const FEW: usize = 20;

/// Prints the scores on the parts that were held back, or why there are none.
fn print_scores(report: &CrossValidation, articles: usize) {
    let all = report.all();
    if all.right + all.missed + all.wrong == 0 {
        print_note(&format!(
            "too few articles to hold any back ({articles}): there are no scores, and all were learned from"
        ));
        return;
    }
    print_note("held back, exact span and label (proclitics aside):");
    let row = |name: &str, tally: crate::suggest::tagger::Tally| {
        let hundred = |share: f64| share * 100.0;
        print_note(&format!(
            "  {name:8} P {:5.1}  R {:5.1}  F {:5.1}  of {}",
            hundred(tally.precision()),
            hundred(tally.recall()),
            hundred(tally.f1()),
            tally.right + tally.missed,
        ));
    };
    for (label, tally) in &report.labels {
        row(label, *tally);
    }
    row("all", all);
    if articles < FEW {
        print_note(&format!("{articles} articles are few: these scores say little"));
    }
}

/// Warns if most articles are single sentences of unknown documents. Neighbouring sentences of a document share names, so
/// such scores are better than those on other documents.
fn warn_of_single_sentences(examples: &[Example]) {
    let is_loose = |example: &&Example| {
        example.is_gold() && example.document.is_none() && sentences(example.text.as_str()).nth(1).is_none()
    };
    let loose = examples.iter().filter(is_loose).count();
    if loose >= FEW && loose * 2 > examples.len() {
        print_message(&format!(
            "{loose} of {} articles are single sentences, and sentences of one document may be on both sides: these scores \
             flatter. Import whole documents as articles, or name the document of each sentence in meta.document",
            examples.len()
        ));
    }
}

/// Reads the gold. Gives the examples, and the number of files or lines that could not be read.
fn read_examples(paths: &[PathBuf]) -> anyhow::Result<(Vec<Example>, usize)> {
    let mut examples = Vec::new();
    let bad = for_each_annotated(paths, &mut |annotated| {
        examples.extend(Example::of(&annotated.article, &annotated.annotation));
    })?;
    if examples.is_empty() {
        bail!(NO_GOLD);
    }
    Ok((examples, bad))
}

/// Reads the gold. Gives the number of files or lines that could not be read.
fn for_each_annotated(paths: &[PathBuf], found: &mut dyn FnMut(Annotated)) -> anyhow::Result<usize> {
    let mut bad = 0;
    each_gold(paths, &mut |_, gold| {
        match gold {
            Ok(annotated) => found(annotated),
            Err(problem) => {
                bad += 1;
                print_message(&format!("tawsim: {problem}"));
            }
        }
        Ok(())
    })?;
    Ok(bad)
}
