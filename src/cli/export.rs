//! `tawsim export`: gold into the formats of other tools, one article at a time.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use crate::formats::{
    Annotated, Export, ExportOptions, FORMATS, Format, JSONL, Loss, Selection, Source, Split, SplitPart, TagScheme,
    TokenRule,
};
use crate::store;

use super::out::{labels, talk};
use super::outcome::Outcome;
use super::output::Output;
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ExportArgs {
    /// The format: see the list below
    #[arg(long, value_name = "FORMAT")]
    to: &'static Format,
    /// Where to: a file, or a folder where the format or --split has several [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Share articles out to train, dev and test files by a hash of their ids, such as 80/10/10
    #[arg(long, value_name = "TRAIN/DEV/TEST")]
    split: Option<Split>,
    /// Only articles that are marked done
    #[arg(long)]
    done: bool,
    #[command(flatten)]
    selection: SelectionArgs,
    /// What becomes of و ف ب ل ك س before a marked word
    #[arg(long, value_enum, default_value = "proclitics")]
    tokens: TokenRule,
    /// How tags are written (conll, hf)
    #[arg(long, value_enum, default_value = "iob2")]
    scheme: TagScheme,
    /// Write refused suggestions as negative examples
    #[arg(long)]
    negatives: bool,
    /// The labels that may come, in order (hf, brat, labelstudio) [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// What the format cannot carry may be lost: exit 0 then
    #[arg(long)]
    lossy: bool,
    /// Gold files, folders of these, or - for gold lines on standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
}

/// The formats, for the end of the help.
pub(super) fn formats_help() -> String {
    let lines = FORMATS.iter().map(|format| format!("  {:<12} {}\n", format.name, format.description));
    format!("Formats:\n{}", lines.collect::<String>())
}

/// What an export has met.
#[derive(Default)]
struct Tally {
    read: usize,
    written: usize,
    lost: usize,
    bad: usize,
}

struct Run<'a> {
    args: &'a ExportArgs,
    selection: Selection,
    export: Box<dyn Export>,
    output: Output,
    tally: Tally,
}

pub(super) fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    if args.negatives && !args.to.negatives {
        let able: Vec<&str> = FORMATS.iter().filter(|format| format.negatives).map(|format| format.name).collect();
        bail!("{} cannot say that something is no entity; --negatives goes with {}", args.to, able.join(", "));
    }
    refuse_own_input(args)?;
    let selection = Selection { done: args.done, ..args.selection.selection() };
    let options = ExportOptions {
        layer: selection.layer,
        tokens: args.tokens,
        scheme: args.scheme,
        negatives: args.negatives,
        labels: labels(args.labels.as_deref())?.iter().map(|def| def.label.to_string()).collect(),
    };
    let export = args.to.export(options);
    let output = Output::new(args.to, export.framing(), args.out.as_deref(), args.split.is_some())?;
    let mut run = Run { args, selection, export, output, tally: Tally::default() };
    for path in &args.paths {
        run.path(path)?;
    }
    run.end()
}

/// A file cannot be written while it is read.
fn refuse_own_input(args: &ExportArgs) -> anyhow::Result<()> {
    let Some(out) = args.out.as_ref().and_then(|out| out.canonicalize().ok()) else { return Ok(()) };
    if out.is_file() && args.paths.iter().any(|path| path.canonicalize().is_ok_and(|path| path == out)) {
        bail!("{}: is read and written at once; name another file", store::printable(out.as_os_str()));
    }
    Ok(())
}

impl Run<'_> {
    fn path(&mut self, path: &Path) -> io::Result<()> {
        if path == Path::new("-") {
            let source = Source { name: "-", main: &mut store::unpack_stream(io::stdin()), companion: None };
            return JSONL.import(source, &mut |found| match found {
                Ok((one, _)) => self.article(one),
                Err(fault) => {
                    let problem = store::Problem::new("-", fault.line, fault.what);
                    self.problem(&problem);
                    Ok(())
                }
            });
        }
        store::each_gold(&[path.to_owned()], &mut |_, found| match found {
            Ok((article, annotation)) => self.article(Annotated::new(article, annotation)),
            Err(problem) => {
                self.problem(&problem);
                Ok(())
            }
        })
    }

    fn problem(&mut self, problem: &store::Problem) {
        self.tally.bad += 1;
        talk(&format!("tawsim: {problem}"));
    }

    fn article(&mut self, one: Annotated) -> io::Result<()> {
        self.tally.read += 1;
        let Some(one) = self.selection.apply(one) else { return Ok(()) };
        self.tally.written += 1;
        self.output.turn_to(self.args.split.map(|split| split.part(&one.article.id)));
        let lost = &mut self.tally.lost;
        self.export.write(&one, &mut self.output, &mut |loss: Loss| {
            *lost += 1;
            talk(&store::escape_controls(&loss.to_string()));
        })
    }

    fn end(self) -> anyhow::Result<Outcome> {
        let Self { args, mut export, mut output, tally, .. } = self;
        output.turn_to(None);
        export.finish(&mut output)?;
        output.close(if args.split.is_some() { &SplitPart::ALL } else { &[] })?;
        if tally.lost > 0 {
            let (format, meant) = (args.to, if args.lossy { "" } else { "; --lossy says that this is meant" });
            talk(&format!("tawsim: {} could not be carried whole by {format}{meant}", things(tally.lost)));
        }
        let named = args.paths.iter().any(|path| path != Path::new("-"));
        if tally.read + tally.bad == 0 && named {
            bail!("no gold file among these; name gold files or their folder");
        }
        if tally.read > 0 && tally.written == 0 {
            talk(&format!("tawsim: none of {} articles is marked done", tally.read));
        }
        Ok(match (tally.bad, tally.lost) {
            (1.., _) => Outcome::BadInput,
            (0, 1..) if !args.lossy => Outcome::Findings,
            _ => Outcome::Fine,
        })
    }
}

fn things(count: usize) -> String {
    if count == 1 { "1 thing".to_owned() } else { format!("{count} things") }
}
