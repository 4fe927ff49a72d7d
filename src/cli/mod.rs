//! The verbs of the command line. Each verb is a file with its flags and its `run`; [`main`] chooses the verb.
//!
//! Data goes to standard output, messages go to standard error. The exit status is 0 when all is well, 1 for findings, 2 for
//! a wrong command line or input that cannot be read.
//!
//! May use: `lang`, `text`, `page`, `gold`, `assignment`, `edit`, `words`, `suggest`, `formats`, `measure`, `report`, `store`,
//! `workbench`, `view`, `app`, `clap`, `anyhow`, `toml_edit`, `tempfile`, `ratatui`, `fastrand`, `std::fs`, `std::env`, `std::thread`,
//! `std::time`.
//!
//! Must never know: how a suggestion is found, how a file of gold is written. A verb calls the rooms and prints.

mod adjudicate;
mod agree;
mod agree_differences;
mod agree_paragraph;
mod agree_report;
mod agree_results;
mod annotate;
mod assign;
mod assign_files;
mod assignment_key;
mod check;
mod completers;
mod completions;
mod convert;
mod difference_classes;
mod display_options;
mod doctor;
mod doctor_fonts;
mod doctor_terminals;
mod expected_requests;
mod explain;
mod export;
mod export_notices;
mod export_output;
mod first_start;
mod force;
mod gold_lock;
mod gold_target;
mod help;
mod import;
mod inputs;
mod joined_input;
mod label_hints;
mod labels;
mod licences;
mod limits;
mod man;
mod merge;
mod merge_driver;
mod messages;
mod model_args;
mod outcome;
mod pipeline;
mod progress;
mod realign;
mod report;
mod report_format;
mod sample;
mod score;
mod score_errors;
mod score_input;
mod score_report;
mod selection;
mod show;
mod show_input;
mod stats;
mod stats_output;
mod suggest;
mod suggest_output;
mod suggester_check;
mod suggesters;
mod train;
mod train_curve;
mod train_report;
mod tutorial;
mod verb_hint;
mod waiting_file;

use std::panic;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

/// Annotate Arabic text in the terminal, keyboard first.
#[derive(Parser)]
#[command(
    name = "tawsim",
    version,
    about,
    args_conflicts_with_subcommands = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  tawsim sample_articles                    open the workbench (the same as tawsim annotate …)\n  \
                  tawsim annotate news.jsonl --gold gold    keep the verdicts in this folder\n  \
                  tawsim suggest news.txt | jq .entities    print the suggestions\n  \
                  tawsim show news.txt --width 60           print the page as plain lines\n  \
                  tawsim check gold                         check the gold files\n  \
                  tawsim export --to conll gold --layer entity  write training data for other tools\n\n\
                  Exit status: 0 all is well, 1 findings, 2 a wrong command line or input that cannot be read."
)]
struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    annotate: annotate::AnnotateArgs,
    #[command(flatten)]
    limits: limits::LimitArgs,
    #[command(flatten)]
    messages: progress::MessageArgs,
}

#[derive(Subcommand)]
enum Verb {
    /// Open the workbench on articles
    Annotate(annotate::AnnotateArgs),
    /// Learn the workbench in ten minutes, on an article made for it
    Tutorial(tutorial::TutorialArgs),
    /// Suggest entities and quotes: articles in, one JSON line per article out
    Suggest(suggest::SuggestArgs),
    /// Print the page as the workbench draws it, in visual order
    Show(show::ShowArgs),
    /// Check gold files: schema, offsets, edges, crossing spans, labels, and differences from the rest of the corpus
    #[command(after_help = check::kinds_help())]
    Check(check::CheckArgs),
    /// Write gold in the format of another tool
    #[command(after_help = export::formats_help())]
    Export(export::ExportArgs),
    /// Read the files of another tool, as gold or as suggestions
    #[command(after_help = export::formats_help())]
    Import(import::ImportArgs),
    /// Turn the files of one tool into those of another, in one step
    #[command(after_help = export::formats_help())]
    Convert(convert::ConvertArgs),
    /// Move annotations onto a corrected text
    Realign(realign::RealignArgs),
    /// Make a label set of the labels that gold has
    Labels(labels::LabelsArgs),
    /// Compute precision, recall and F1 of a prediction against the gold
    Score(score::ScoreArgs),
    /// Divide articles among annotators, with an overlap, blind items and seeded errors
    Assign(assign::AssignArgs),
    /// Compute how well annotators agree, and list every difference
    Agree(agree::AgreeArgs),
    /// Decide between annotators: open the workbench on the articles in which their gold differs
    Adjudicate(adjudicate::AdjudicateArgs),
    /// Make one gold of the gold of several annotators, by a rule
    Merge(merge::MergeArgs),
    /// Merge two versions of a gold file, as a merge driver of Git
    MergeDriver(merge_driver::MergeDriverArgs),
    /// Count articles, spans, verdicts, accepted suggestions and time
    Stats(stats::StatsArgs),
    /// Write gold as an HTML report to read, print and search
    Report(report::ReportArgs),
    /// Train a model for the tagger from gold
    Train(train::TrainArgs),
    /// Try a program that suggests ('cmd: PROGRAM ARGS') with hard inputs, and say what is wrong with its answers
    SuggesterCheck(suggester_check::SuggesterCheckArgs),
    /// Write the sample articles, and open the workbench on them
    Sample(sample::SampleArgs),
    /// Report what the workbench finds here (terminal, locale, files of the user), and what to change
    Doctor(doctor::DoctorArgs),
    /// Print a script with which a shell completes the command line
    Completions(completions::CompletionsArgs),
    /// Print a page of the manual, or write all pages
    Man(man::ManArgs),
    /// Print the licences of the program and of the data inside it
    #[command(alias = "licenses")]
    Licences,
}

/// Reads the command line and does what it says.
#[must_use]
pub fn main() -> ExitCode {
    report_panics();
    if completers::answer_shell(Cli::command) {
        return ExitCode::SUCCESS;
    }
    if std::env::args_os().len() <= 1 {
        return first_start::run().into();
    }
    let arguments: Vec<_> = std::env::args_os().collect();
    let mut program = help::with_examples(Cli::command());
    let parsed = program.try_get_matches_from_mut(&arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        // The help or the version was asked for.
        Err(shown) if !shown.use_stderr() => shown.exit(),
        // It quotes the arguments, so it goes the way of all messages.
        Err(error) => {
            messages::print_text(&help::describe(&error, &arguments));
            return ExitCode::from(2);
        }
    };
    cli.limits.set();
    cli.messages.set();
    let outcome = match cli.verb {
        None => match verb_hint::unknown_verb(cli.annotate.paths(), &Cli::command()) {
            Some(words) => Err(anyhow::Error::msg(words)),
            None => annotate::run(cli.annotate),
        },
        Some(Verb::Annotate(args)) => annotate::run(args),
        Some(Verb::Tutorial(args)) => tutorial::run(args),
        Some(Verb::Suggest(args)) => suggest::run(&args),
        Some(Verb::Show(args)) => show::run(&args),
        Some(Verb::Check(args)) => check::run(&args),
        Some(Verb::Export(args)) => export::run(&args),
        Some(Verb::Train(args)) => train::run(&args),
        Some(Verb::Import(args)) => import::run(&args),
        Some(Verb::Convert(args)) => convert::run(&args),
        Some(Verb::Realign(args)) => realign::run(&args),
        Some(Verb::Labels(args)) => labels::run(&args),
        Some(Verb::Score(args)) => score::run(&args),
        Some(Verb::SuggesterCheck(args)) => suggester_check::run(&args),
        Some(Verb::Sample(args)) => sample::run(&args),
        Some(Verb::Doctor(args)) => doctor::run(&args),
        Some(Verb::Completions(args)) => completions::run(&args, Cli::command()),
        Some(Verb::Man(args)) => man::run(&args, Cli::command()),
        Some(Verb::Adjudicate(args)) => adjudicate::run(args),
        Some(Verb::Merge(args)) => merge::run(&args),
        Some(Verb::MergeDriver(args)) => merge_driver::run(&args),
        Some(Verb::Assign(args)) => assign::run(&args),
        Some(Verb::Agree(args)) => agree::run(&args),
        Some(Verb::Report(args)) => report::run(&args),
        Some(Verb::Stats(args)) => stats::run(&args),
        Some(Verb::Licences) => licences::run(),
    };
    progress::end();
    match outcome {
        Ok(outcome) => outcome.into(),
        // The reader of our output has closed it, as `tawsim suggest … | head` does.
        Err(error) if messages::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages::print_message(&format!("tawsim: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// A panic is a fault of tawsim. Its message may quote an article, so it goes the way of all messages.
fn report_panics() {
    panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let words = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
        let words = words.unwrap_or("no reason was given");
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        messages::print_message(&format!(
            "tawsim: this is a fault of tawsim; please report it with these words: {words} ({place})"
        ));
    }));
}
