//! The verbs: what the command line says, and one small file for each verb.
//!
//! May use: everything. Data goes to standard output, talk to standard error; exit status 0 is fine, 1 findings, 2 a
//! usage or input error.

mod annotate;
mod check;
mod display_options;
mod export;
mod import;
mod lanes;
mod licences;
mod out;
mod outcome;
mod output;
mod progress;
mod report_format;
mod score;
mod selection;
mod show;
mod suggest;
mod suggesters;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    annotate: annotate::AnnotateArgs,
}

#[derive(Subcommand)]
enum Verb {
    /// Open the workbench on articles
    Annotate(annotate::AnnotateArgs),
    /// Propose entities and quotes: articles in, one JSON line per article out
    Suggest(suggest::SuggestArgs),
    /// Print the page as the workbench draws it, in visual order
    Show(show::ShowArgs),
    /// Look through gold files: schema, offsets, edges, crossing spans, labels, and what is unlike the rest of the corpus
    #[command(after_help = check::kinds_help())]
    Check(check::CheckArgs),
    /// Write gold in the format of another tool
    #[command(after_help = export::formats_help())]
    Export(export::ExportArgs),
    /// Read the files of another tool, as gold or as suggestions
    #[command(after_help = export::formats_help())]
    Import(import::ImportArgs),
    /// Precision, recall and F1 of a prediction against the gold
    Score(score::ScoreArgs),
    /// Learn from gold: make a model for the tagger
    Train(train::TrainArgs),
    /// Print the licences of the program and of the data inside it
    #[command(alias = "licenses")]
    Licences,
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
        Some(Verb::Licences) => licences::run(),
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        // The reader of our output has closed it, as `tawsim suggest … | head` does.
        Err(error) if out::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            out::talk(&format!("tawsim: {error:#}"));
            ExitCode::from(2)
        }
    }
}
