//! `tawsim export`: gold into the formats of other tools, one article at a time.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use crate::formats::{
    Annotated, Export, ExportOptions, FORMATS, Format, Loss, OffsetUnit, Selection, Split, SplitPart, TagScheme,
    TokenRule,
};
use crate::store::{self, Inputs, Outputs};

use super::export_notices::ExportNotices;
use super::export_output::ExportOutput;
use super::force::ForceArgs;
use super::inputs::{NO_GOLD, each_gold, is_stdin};
use super::messages::{print_message, read_label_set};
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    format: ExportFormatArgs,
    /// Write to this file, or to this folder if the format or --split needs several files [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Export only articles that are marked done
    #[arg(long)]
    done: bool,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Exit with status 0 even if the format cannot carry everything
    #[arg(long)]
    lossy: bool,
    #[command(flatten)]
    force: ForceArgs,
    /// Gold files, folders of these, or - for gold lines on standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
}

/// The flags of an export that say what is written: `export` and `convert` have them.
#[derive(Args)]
pub(super) struct ExportFormatArgs {
    /// The format, one of the list below
    #[arg(long, value_name = "FORMAT")]
    pub(super) to: &'static Format,
    /// Divide the articles into train, dev and test files by a hash of their ids, such as 80/10/10
    #[arg(long, value_name = "TRAIN/DEV/TEST")]
    split: Option<Split>,
    /// What a token is, in formats with tokens; always a function of the text alone
    #[arg(long, value_enum, default_value = "proclitics")]
    tokens: TokenRule,
    /// How tags are written (conll, hf)
    #[arg(long, value_enum, default_value = "iob2")]
    scheme: TagScheme,
    /// Write rejected suggestions as negative examples (jsonl, prodigy, spacy, labelstudio)
    #[arg(long)]
    negatives: bool,
    /// The label set, whose order hf and brat keep [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    pub(super) labels: Option<PathBuf>,
    /// Count the offsets in this unit (doccano, spacy, prodigy, labelstudio, w3c, brat) [default: codepoint]
    #[arg(id = "written_unit", long = "unit", value_enum, value_name = "UNIT")]
    unit: Option<OffsetUnit>,
    /// Do not warn of pending suggestions in articles that are not done
    #[arg(long)]
    allow_unfinished: bool,
}

/// The list of the formats, for the end of the help.
pub(super) fn formats_help() -> String {
    let lines = FORMATS.iter().map(|format| format!("  {:<12} {}\n", format.name, format.description));
    format!("Formats:\n{}", lines.collect::<String>())
}

/// Counts of articles and losses.
#[derive(Default)]
struct Tally {
    read: usize,
    written: usize,
    lost: usize,
    bad: usize,
}

/// An export that is being written, one article at a time.
pub(super) struct ExportRun<'a> {
    args: &'a ExportFormatArgs,
    selection: Selection,
    lossy: bool,
    export: Box<dyn Export>,
    notices: ExportNotices,
    output: ExportOutput,
    tally: Tally,
}

pub(super) fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let selection = Selection { done: args.done, ..args.selection.selection() };
    let outputs = Outputs::new(Inputs::gold(&args.paths).and(args.format.labels.clone()), args.force.force);
    let mut run = ExportRun::new(&args.format, selection, args.lossy, args.out.as_deref(), outputs)?;
    progress::begin(
        &args.paths,
        Amount::Files,
        if args.out.is_some() { Results::AtTheEnd } else { Results::AsTheyCome },
    );
    each_gold(&args.paths, &mut |path, gold| match gold {
        Ok(annotated) => run.add(path, annotated),
        Err(problem) => {
            run.report_problem(&problem);
            Ok(())
        }
    })?;
    if run.tally.read + run.tally.bad == 0 && args.paths.iter().any(|path| !is_stdin(path)) {
        bail!(NO_GOLD);
    }
    let outcome = run.finish()?;
    args.selection.warn_unmatched();
    Ok(outcome)
}

impl<'a> ExportRun<'a> {
    /// Checks the flags and the output. `outputs` knows the inputs.
    pub(super) fn new(
        args: &'a ExportFormatArgs,
        selection: Selection,
        lossy: bool,
        out: Option<&Path>,
        outputs: Outputs,
    ) -> anyhow::Result<Self> {
        if args.negatives && !args.to.negatives {
            let able: Vec<&str> = FORMATS.iter().filter(|format| format.negatives).map(|format| format.name).collect();
            bail!("{} cannot hold negative examples; --negatives goes with {}", args.to, able.join(", "));
        }
        if args.unit.is_some() && !args.to.takes_unit {
            let able: Vec<&str> = FORMATS.iter().filter(|it| it.takes_unit).map(|it| it.name).collect();
            bail!("{} counts in {}; another unit goes with {}", args.to, args.to.unit, able.join(", "));
        }
        let options = ExportOptions {
            unit: args.unit,
            layer: selection.layer,
            tokens: args.tokens,
            scheme: args.scheme,
            negatives: args.negatives,
            labels: read_label_set(args.labels.as_deref())?.iter().map(|def| def.label.to_string()).collect(),
        };
        let export = args.to.export(options);
        let output = ExportOutput::new(args.to, export.framing(), out, args.split, outputs)?;
        let notices = ExportNotices::new(args.to, args.negatives);
        Ok(Self { args, selection, lossy, export, notices, output, tally: Tally::default() })
    }

    /// Counts an input that cannot be read, and says why.
    pub(super) fn report_problem(&mut self, problem: &dyn fmt::Display) {
        self.tally.bad += 1;
        print_message(&format!("tawsim: {problem}"));
    }

    /// Counts inputs that could not be read. The reader has said why.
    pub(super) const fn count_bad(&mut self, bad: usize) {
        self.tally.bad += bad;
    }

    /// Writes the selected parts of an article of a file.
    pub(super) fn add(&mut self, path: &Path, annotated: Annotated) -> io::Result<()> {
        self.output.next_article(path);
        self.tally.read += 1;
        let Some(annotated) = self.selection.apply(annotated) else { return Ok(()) };
        self.output.set_part(self.args.split.map(|split| split.part(&annotated.article.id)));
        let (lost, notices) = (&mut self.tally.lost, &mut self.notices);
        notices.count_asides(&annotated);
        let done = self.export.write(&annotated, &mut self.output, &mut |loss: Loss| {
            if loss.is_kept {
                return notices.count_kept(&loss);
            }
            *lost += 1;
            print_message(&store::escape_controls(&loss.to_string()));
        });
        match done {
            // Another article has the same id, and so the same file. The export goes on with the others.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.report_problem(&error),
            done => {
                self.tally.written += 1;
                return done;
            }
        }
        Ok(())
    }

    /// Ends the output, and tells what was counted.
    pub(super) fn finish(self) -> anyhow::Result<Outcome> {
        let Self { args, lossy, mut export, mut output, notices, tally, .. } = self;
        output.set_part(None);
        export.finish(&mut output)?;
        output.close(if args.split.is_some() { &SplitPart::ALL } else { &[] }, tally.bad)?;
        notices.print(args.allow_unfinished);
        if tally.lost > 0 {
            let (format, remedy) = (args.to, if lossy { "" } else { "; add --lossy to accept this" });
            print_message(&format!("tawsim: {}: {format} cannot carry everything{remedy}", losses(tally.lost)));
        }
        if tally.read > 0 && tally.written == 0 && tally.bad == 0 {
            print_message(&format!("tawsim: none of {} articles is marked done", tally.read));
        }
        Ok(match (tally.bad, tally.lost) {
            (1.., _) => Outcome::BadInput,
            (0, 1..) if !lossy => Outcome::Findings,
            _ => Outcome::Fine,
        })
    }
}

/// `1 loss`, `2 losses`.
fn losses(count: usize) -> String {
    if count == 1 { "1 loss".to_owned() } else { format!("{count} losses") }
}
