//! The verbs: what the command line says, and one small file for each verb.
//!
//! May use: everything. Data goes to standard output, talk to standard error; exit status 0 is fine, 1 findings, 2 a
//! usage or input error.

mod annotate;
mod check;
mod export;
mod import;
mod lanes;
mod look;
mod machines;
mod opening;
mod out;
mod output;
mod program;
mod progress;
mod score;
mod show;
mod suggest;
mod train;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use self::look::LookArgs;
use self::machines::MachineArgs;

/// Annotate Arabic text in the terminal, keyboard first.
#[derive(Parser)]
#[command(
    name = "tawsim",
    version,
    about,
    args_conflicts_with_subcommands = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  tawsim sample_articles                    open the workbench (the same as tawsim annotate …)\n  \
                  tawsim annotate news.jsonl --gold gold    where the verdicts go\n  \
                  tawsim suggest news.txt | jq .entities    what the machine proposes\n  \
                  tawsim show news.txt --width 60           the page in plain lines\n  \
                  tawsim check gold                         are the gold files in order?\n  \
                  tawsim export --to conll gold --layer entity  training data for other tools\n\n\
                  Exit status: 0 fine, 1 findings, 2 a usage or input error."
)]
struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    annotate: AnnotateArgs,
}

#[derive(Subcommand)]
enum Verb {
    /// Open the workbench on articles
    Annotate(AnnotateArgs),
    /// Propose entities and quotes: articles in, one JSON line per article out
    Suggest(SuggestArgs),
    /// Print the page as the workbench draws it, in visual order
    Show(ShowArgs),
    /// Look through gold files: schema, offsets, edges, crossing spans, labels, and what is unlike the rest of the corpus
    #[command(after_help = check::kinds_help())]
    Check(CheckArgs),
    /// Write gold in the format of another tool
    #[command(after_help = export::formats())]
    Export(export::ExportArgs),
    /// Read the files of another tool, as gold or as suggestions
    #[command(after_help = export::formats())]
    Import(import::ImportArgs),
    /// Precision, recall and F1 of a prediction against the gold
    Score(score::ScoreArgs),
    /// Learn from gold: make a model for the tagger
    Train(train::TrainArgs),
}

#[derive(Args)]
struct AnnotateArgs {
    /// .txt, .jsonl (also .gz, .zst) or .json files, or folders of these
    #[arg(required_unless_present = "save_settings", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where gold files are kept, one ARTICLE-ID.json each
    #[arg(long, value_name = "DIR", default_value = "gold")]
    gold: PathBuf,
    /// Who decides [default: the user's name]
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// The labels, digits and colours [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    #[command(flatten)]
    machines: MachineArgs,
    /// Do not learn from verdicts: suggest for every article as for the first
    #[arg(long)]
    no_learning: bool,
    /// Keys of your own: [keys], then lines like accept = ["a"] [default: tawsim/keymap.toml in the config folder]
    #[arg(long, value_name = "FILE")]
    keymap: Option<PathBuf>,
    #[command(flatten)]
    look: LookArgs,
}

#[derive(Args)]
struct SuggestArgs {
    /// .txt, .jsonl (also .gz, .zst) or .json files, folders of these, or - for article JSONL on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the lines to a new file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on with the file of a run that was cut off: what it has already is not suggested again
    #[arg(long, requires = "output")]
    resume: bool,
    /// How many articles are worked on at a time [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    machines: MachineArgs,
}

#[derive(Args)]
struct ShowArgs {
    /// .txt, .jsonl (also .gz, .zst) or .json files, folders of these, or - for lines on standard input
    #[arg(required_unless_present = "save_settings", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Columns of the page [default: the terminal's, at most 96; 80 in a pipe]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=4096))]
    width: Option<u16>,
    /// Colours: always, never, or when standard output is a terminal
    #[arg(long, value_enum, default_value = "auto")]
    color: ColorArg,
    /// Mark what the gold files of this folder hold
    #[arg(long, value_name = "DIR", conflicts_with = "suggest")]
    gold: Option<PathBuf>,
    /// Mark what the machine proposes
    #[arg(long)]
    suggest: bool,
    #[command(flatten)]
    machines: MachineArgs,
    /// The labels and their colours
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    #[command(flatten)]
    look: LookArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Args)]
struct CheckArgs {
    /// Gold files, folders of these, or - for standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
    /// The labels that may occur [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// How findings are written: lines `file: id: what: why`, or JSON, one object a line
    #[arg(long, value_enum, default_value = "text")]
    format: CheckFormat,
    /// Put right what is certain: stray edges, offsets in another unit, ids given twice, a missing or older schema
    #[arg(long)]
    fix: bool,
    /// Leave out findings of this kind (may be repeated)
    #[arg(long, value_name = "WHAT")]
    ignore: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Json,
}

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Fine,
    /// There are findings.
    Findings,
    /// Some input could not be read.
    BadInput,
    /// A signal ended it.
    Signal(i32),
}

/// Reads the command line and does what it says.
#[must_use]
pub fn main() -> ExitCode {
    // clap prints its own usage errors and exits with 2.
    let cli = Cli::parse();
    let outcome = match cli.verb {
        None => annotate::run(cli.annotate),
        Some(Verb::Annotate(args)) => annotate::run(args),
        Some(Verb::Suggest(args)) => suggest::run(&args),
        Some(Verb::Show(args)) => show::run(&args),
        Some(Verb::Check(args)) => check::run(&args),
        Some(Verb::Export(args)) => export::run(&args),
        Some(Verb::Train(args)) => train::run(&args),
        Some(Verb::Import(args)) => import::run(&args),
        Some(Verb::Score(args)) => score::run(&args),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::BadInput) => ExitCode::from(2),
        // As shells report a program that a signal ended.
        Ok(Outcome::Signal(signal)) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(2)),
        // Whoever read our output has enough of it: `tawsim suggest … | head`.
        Err(error) if out::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            out::talk(&format!("tawsim: {error:#}"));
            ExitCode::from(2)
        }
    }
}
