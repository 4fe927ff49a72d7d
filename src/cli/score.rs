//! `tawsim score`: how well a prediction agrees with the gold.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::bail;
use clap::Args;

use crate::formats::{Annotated, Selection};
use crate::gold::Layer;
use crate::gold::json::sha256;
use crate::measure::{ComparedSpans, Criterion, EdgeRule, LabelCounts, Measure};
use crate::store::{self, Problem};

use super::inputs::is_stdin;
use super::messages::print_message;
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::report_format::ReportFormat;
use super::score_errors::Differences;
use super::score_input::{GoldArticles, IdSet, read_ahead};
use super::score_report::{LAYERS, json_report, write_table};
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ScoreArgs {
    /// The correct annotation: gold files, a folder of these, or - for lines on standard input
    gold: PathBuf,
    /// The annotation to score: the same, or lines of `tawsim suggest`. Pending suggestions count as predicted
    predicted: PathBuf,
    /// Print a table, or JSON with every count
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Exit with status 1 if an F1 is lower: 0.8 (both layers), PER=0.9, CUE=0.7. May be repeated
    #[arg(long, value_name = "[NAME=]F1")]
    min: Vec<MinimumF1>,
    /// The F1 that --min means
    #[arg(long, value_enum, default_value = "match")]
    by: Criterion,
    /// Which edges count as equal; for a corpus whose tokens carry proclitics: proclitics-aside
    #[arg(long, value_enum, default_value = "exact")]
    tokens: EdgeRule,
    /// Print also how often each label was predicted as each other one
    #[arg(long)]
    confusion: bool,
    /// Print also each span that differs, with its article and its words
    #[arg(long)]
    errors: bool,
    #[command(flatten)]
    selection: SelectionArgs,
}

/// A lower bound for the F1 of both layers, or of one layer, label or role.
#[derive(Clone)]
struct MinimumF1 {
    name: Option<String>,
    f1: f64,
}

impl FromStr for MinimumF1 {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let (name, number) =
            word.rsplit_once('=').map_or((None, word), |(name, number)| (Some(name.to_owned()), number));
        match number.parse::<f64>() {
            Ok(f1) if (0.0..=1.0).contains(&f1) => Ok(Self { name, f1 }),
            _ => Err(format!("{number:?} is not an F1; write a number from 0 to 1")),
        }
    }
}

pub(super) fn run(args: &ScoreArgs) -> anyhow::Result<Outcome> {
    if is_stdin(&args.gold) && is_stdin(&args.predicted) {
        bail!("GOLD and PREDICTED cannot both be standard input; name a file for one of them");
    }
    let sides = [args.gold.clone(), args.predicted.clone()];
    progress::begin(&sides, Amount::Files, Results::AtTheEnd);
    let mut comparison = Comparison::new(args)?;
    for predicted in read_ahead(args.predicted.clone())? {
        comparison.add(predicted);
    }
    if comparison.predicted == 0 && comparison.bad > 0 {
        // PREDICTED cannot be read: a table of zeros would look like a bad prediction.
        return Ok(Outcome::BadInput);
    }
    let (measure, differences, bad) = comparison.finish(args)?;
    progress::end();
    args.selection.warn_unmatched();
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format.or_json(args.json) {
        ReportFormat::Text => {
            write_table(&measure, &mut out)?;
            differences.write_tables(&mut out)?;
        }
        ReportFormat::Json => {
            let mut report = json_report(&measure);
            differences.add_to(&mut report);
            writeln!(out, "{report:#}")?;
        }
    }
    out.flush()?;
    let is_low = report_low_scores(args, &measure)?;
    Ok(match (bad, is_low) {
        (1.., _) => Outcome::BadInput,
        (0, true) => Outcome::Findings,
        (0, false) => Outcome::Fine,
    })
}

/// The state of a comparison while the predictions are read.
struct Comparison {
    gold: GoldArticles,
    selection: Selection,
    measure: Measure,
    differences: Differences,
    edges: EdgeRule,
    /// The ids of the articles that were compared.
    compared: IdSet,
    not_in_gold: usize,
    /// The articles of the prediction that could be read.
    predicted: usize,
    bad: usize,
}

impl Comparison {
    fn new(args: &ScoreArgs) -> io::Result<Self> {
        Ok(Self {
            gold: GoldArticles::read(args.gold.clone(), args.selection.selection(), args.tokens)?,
            selection: args.selection.selection(),
            measure: Measure::default(),
            differences: Differences::new(args.confusion, args.errors),
            edges: args.tokens,
            compared: IdSet::default(),
            not_in_gold: 0,
            predicted: 0,
            bad: 0,
        })
    }

    /// Compares one article of the prediction with its gold.
    fn add(&mut self, predicted: Result<(PathBuf, Annotated), Problem>) {
        self.predicted += usize::from(predicted.is_ok());
        let compared = predicted.and_then(|(path, annotated)| match self.selection.apply(annotated) {
            Some(annotated) => self.compare(&annotated).map_err(|what| Problem::new(&path, None, what)),
            None => Ok(()),
        });
        if let Err(problem) = compared {
            self.bad += 1;
            print_message(&format!("tawsim: {problem}"));
        }
    }

    fn compare(&mut self, annotated: &Annotated) -> Result<(), String> {
        let id = &annotated.article.id;
        if self.compared.contains(id) {
            return Err(format!("the article {id:?} is there twice; leave one out"));
        }
        let Some(gold) = self.gold.take(id) else {
            self.not_in_gold += 1;
            return Ok(());
        };
        if gold.hash != sha256(annotated.article.text.as_str()) {
            self.gold.put_back(id, gold);
            return Err(format!("the text of {id:?} is not that of the gold; compare annotations of one text"));
        }
        let pending = annotated.pending().map(|suggestion| &suggestion.body);
        let bodies = annotated.gold_items().map(|item| &item.body).chain(pending);
        let predicted = ComparedSpans::of(&annotated.article.text, bodies, self.edges);
        self.measure.add(&gold.spans, &predicted);
        self.differences.add(id, Some(&annotated.article.text), &gold.spans, &predicted);
        self.compared.insert(id);
        Ok(())
    }

    /// Counts the gold without a prediction. Gives the measure and the number of articles that could not be read.
    fn finish(mut self, args: &ScoreArgs) -> anyhow::Result<(Measure, Differences, usize)> {
        let (measure, differences) = (&mut self.measure, &mut self.differences);
        let missing = self.gold.take_rest(|id, gold| {
            measure.add(&gold.spans, &ComparedSpans::default());
            differences.add(id, None, &gold.spans, &ComparedSpans::default());
        });
        let count = self.gold.count();
        let bad = self.bad + self.gold.bad;
        if missing > 0 {
            print_message(&format!(
                "tawsim: {missing} of {count} articles of the gold are not in PREDICTED; their spans count as missed"
            ));
        }
        if self.not_in_gold > 0 {
            print_message(&format!(
                "tawsim: {} articles of PREDICTED are not in the gold, and are left out",
                self.not_in_gold
            ));
        }
        if count == 0 && bad == 0 {
            bail!("{}: contains no gold", store::printable(args.gold.as_os_str()));
        }
        Ok((self.measure, self.differences, bad))
    }
}

/// Prints each F1 that is below its bound. True if there is one.
fn report_low_scores(args: &ScoreArgs, measure: &Measure) -> anyhow::Result<bool> {
    let mut is_low = false;
    for minimum in &args.min {
        for (name, counts) in scored_counts(minimum, args.by, measure)? {
            let f1 = counts.score(args.by).f1;
            if f1 < minimum.f1 {
                is_low = true;
                print_message(&format!("tawsim: {name}: F1 {f1:.4} is below {}", minimum.f1));
            }
        }
    }
    Ok(is_low)
}

/// The counts to which a bound applies, with their names.
fn scored_counts<'a>(
    minimum: &'a MinimumF1,
    criterion: Criterion,
    measure: &'a Measure,
) -> anyhow::Result<Vec<(&'a str, &'a LabelCounts)>> {
    let layers = LAYERS.into_iter().map(|(layer, name)| (name, measure.all(layer)));
    let Some(name) = minimum.name.as_deref() else {
        // A layer that neither side has is not scored.
        let has_spans = |counts: &LabelCounts| {
            let counts = counts.counts(criterion);
            counts.gold() + counts.predicted() > 0
        };
        return Ok(layers.filter(|(_, counts)| has_spans(counts)).collect());
    };
    let mut labels = [Layer::Entity, Layer::Quote].into_iter().flat_map(|layer| measure.labels(layer));
    let of_layer = layers.into_iter().find(|(layer, _)| *layer == name);
    match of_layer.or_else(|| labels.find(|(label, _)| *label == name)) {
        Some(counts) => Ok(vec![counts]),
        None => bail!("--min {name}: neither side has this label or role"),
    }
}
