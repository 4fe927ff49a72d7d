//! `tawsim train`: gold in, a model for the tagger out.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use crate::gold::{Annotation, Article};
use crate::store::{self, Problem};
use crate::suggest::RULES;
use crate::suggest::tagger::{CrossValidation, Example, TrainOptions, TrainProgress, cross_validate, train};

use super::out::talk;
use super::outcome::Outcome;

#[derive(Args)]
pub(super) struct TrainArgs {
    /// Gold: .json or .jsonl files, folders of these, or - for gold lines on standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
    /// Where the model goes
    #[arg(short, long, value_name = "MODEL")]
    out: PathBuf,
    /// The order of articles: the same gold and seed give the same bytes
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Parts of the gold that are held back in turn, for scores and what they mean; 0 for none
    #[arg(long, value_name = "N", default_value_t = 4)]
    parts: usize,
    /// How often to go through the articles
    #[arg(long, value_name = "N", default_value_t = 12)]
    epochs: usize,
    /// How many models with other seeds are averaged into one: slower, and a little better
    #[arg(long, value_name = "N", default_value_t = 1)]
    voters: usize,
}

pub(super) fn run(args: &TrainArgs) -> anyhow::Result<Outcome> {
    let (examples, bad) = read(&args.paths)?;
    let options = TrainOptions {
        seed: args.seed,
        epochs: args.epochs.max(1),
        voters: args.voters.max(1),
        ..TrainOptions::default()
    };
    let words: usize = examples.iter().map(|example| example.text.words().len()).sum();
    let entities: usize = examples.iter().map(|example| example.spans.len()).sum();
    talk(&format!("{} articles, {words} words, {entities} entities", examples.len()));
    let mut calibration = Vec::new();
    if args.parts > 1 {
        let report = cross_validate(&examples, RULES, &options, args.parts, &mut teller("held back"))?;
        tell(&report, examples.iter().filter(|example| example.is_gold()).count());
        calibration = report.calibration();
    }
    let bytes = train(&examples, RULES, &TrainOptions { calibration, ..options }, &mut teller("training"))?;
    store::write_file(&args.out, &bytes)
        .with_context(|| format!("{}: cannot be written; name another file", store::printable(args.out.as_os_str())))?;
    talk(&format!("{}: {} bytes", store::printable(args.out.as_os_str()), bytes.len()));
    Ok(if bad > 0 { Outcome::BadInput } else { Outcome::Fine })
}

/// Shows how far training is, on a terminal only.
fn teller(what: &'static str) -> impl FnMut(TrainProgress) {
    let shown = io::stderr().is_terminal();
    move |progress: TrainProgress| {
        if shown {
            let end = if progress.done >= progress.all { '\n' } else { '\r' };
            let mut out = io::stderr().lock();
            let _ = write!(out, "{what}: round {} of {}{end}", progress.done, progress.all).and_then(|()| out.flush());
        }
    }
}

/// Scores from fewer articles say little.
const FEW: usize = 20;

/// The scores on what was held back, as a table; or why there are none.
fn tell(report: &CrossValidation, articles: usize) {
    let all = report.all();
    if all.right + all.missed + all.wrong == 0 {
        talk(&format!(
            "too few articles to hold any back ({articles}): there are no scores, and all were learned from"
        ));
        return;
    }
    talk("held back, exact span and label (proclitics aside):");
    let row = |name: &str, tally: crate::suggest::tagger::Tally| {
        let hundred = |share: f64| share * 100.0;
        talk(&format!(
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
        talk(&format!("{articles} articles are few: these scores say little"));
    }
}

/// Reads the gold; how many files or lines could not be read comes back, too.
fn read(paths: &[PathBuf]) -> anyhow::Result<(Vec<Example>, usize)> {
    let (mut examples, mut bad) = (Vec::new(), 0_usize);
    let mut each = |found: Result<(Article, Annotation), Problem>| match found {
        Ok((article, annotation)) => examples.extend(Example::of(&article, &annotation)),
        Err(problem) => {
            bad += 1;
            talk(&format!("tawsim: {problem}"));
        }
    };
    for path in paths {
        if path.as_path() == Path::new("-") {
            store::each_gold_line(path, store::unpack_stream(io::stdin()), &mut |found| {
                each(found);
                Ok(())
            })?;
        } else {
            store::each_gold(std::slice::from_ref(path), &mut |_, found| {
                each(found);
                Ok(())
            })?;
        }
    }
    if examples.is_empty() {
        bail!("no gold among these; name gold files, their folder, or - for standard input");
    }
    Ok((examples, bad))
}
