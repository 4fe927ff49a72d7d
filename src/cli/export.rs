//! `tawsim export`: gold into the formats of other tools, one article at a time.

use std::fmt;
use std::io;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use crate::formats::{
    Annotated, Export, ExportOptions, FORMATS, Format, Loss, Selection, Split, SplitPart, TagScheme, TokenRule,
};
use crate::store::{self, Inputs, Outputs};

use super::export_output::ExportOutput;
use super::force::ForceArgs;
use super::inputs::{each_gold, is_stdin};
use super::messages::{print_message, read_label_set};
use super::outcome::Outcome;
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ExportArgs {
    /// The format, one of the list below
    #[arg(long, value_name = "FORMAT")]
    to: &'static Format,
    /// Write to this file, or to this folder if the format or --split needs several files [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Divide the articles into train, dev and test files by a hash of their ids, such as 80/10/10
    #[arg(long, value_name = "TRAIN/DEV/TEST")]
    split: Option<Split>,
    /// Export only articles that are marked done
    #[arg(long)]
    done: bool,
    #[command(flatten)]
    selection: SelectionArgs,
    /// How proclitics (و ف ب ل ك س) before a span become tokens
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
    labels: Option<PathBuf>,
    /// Exit with status 0 even if the format cannot carry everything
    #[arg(long)]
    lossy: bool,
    #[command(flatten)]
    force: ForceArgs,
    /// Gold files, folders of these, or - for gold lines on standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
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

struct ExportRun<'a> {
    args: &'a ExportArgs,
    selection: Selection,
    export: Box<dyn Export>,
    output: ExportOutput,
    tally: Tally,
}

pub(super) fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    if args.negatives && !args.to.negatives {
        let able: Vec<&str> = FORMATS.iter().filter(|format| format.negatives).map(|format| format.name).collect();
        bail!("{} cannot hold negative examples; --negatives goes with {}", args.to, able.join(", "));
    }
    let selection = Selection { done: args.done, ..args.selection.selection() };
    let options = ExportOptions {
        layer: selection.layer,
        tokens: args.tokens,
        scheme: args.scheme,
        negatives: args.negatives,
        labels: read_label_set(args.labels.as_deref())?.iter().map(|def| def.label.to_string()).collect(),
    };
    let export = args.to.export(options);
    let inputs = Inputs::gold(&args.paths).and(args.labels.clone());
    let outputs = Outputs::new(inputs, args.force.force);
    let output = ExportOutput::new(args.to, export.framing(), args.out.as_deref(), args.split, outputs)?;
    let mut run = ExportRun { args, selection, export, output, tally: Tally::default() };
    each_gold(&args.paths, &mut |path, gold| {
        run.output.next_article(path);
        match gold {
            Ok(annotated) => run.export_article(annotated),
            Err(problem) => {
                run.report_problem(&problem);
                Ok(())
            }
        }
    })?;
    run.finish()
}

impl ExportRun<'_> {
    fn report_problem(&mut self, problem: &dyn fmt::Display) {
        self.tally.bad += 1;
        print_message(&format!("tawsim: {problem}"));
    }

    fn export_article(&mut self, annotated: Annotated) -> io::Result<()> {
        self.tally.read += 1;
        let Some(annotated) = self.selection.apply(annotated) else { return Ok(()) };
        self.output.set_part(self.args.split.map(|split| split.part(&annotated.article.id)));
        let lost = &mut self.tally.lost;
        let done = self.export.write(&annotated, &mut self.output, &mut |loss: Loss| {
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

    fn finish(self) -> anyhow::Result<Outcome> {
        let Self { args, mut export, mut output, tally, .. } = self;
        let named = args.paths.iter().any(|path| !is_stdin(path));
        if tally.read + tally.bad == 0 && named {
            bail!("no gold file among these; name gold files or their folder");
        }
        output.set_part(None);
        export.finish(&mut output)?;
        output.close(if args.split.is_some() { &SplitPart::ALL } else { &[] }, tally.bad)?;
        if tally.lost > 0 {
            let (format, remedy) = (args.to, if args.lossy { "" } else { "; add --lossy to accept this" });
            let losses = if tally.lost == 1 { "1 loss".to_owned() } else { format!("{} losses", tally.lost) };
            print_message(&format!("tawsim: {losses}: {format} cannot carry everything{remedy}"));
        }
        if tally.read > 0 && tally.written == 0 {
            print_message(&format!("tawsim: none of {} articles is marked done", tally.read));
        }
        Ok(match (tally.bad, tally.lost) {
            (1.., _) => Outcome::BadInput,
            (0, 1..) if !args.lossy => Outcome::Findings,
            _ => Outcome::Fine,
        })
    }
}
