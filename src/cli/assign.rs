//! `tawsim assign`: who annotates what.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use crate::assignment::{Plan, PlanOptions};
use crate::gold::Label;
use crate::measure::{Row, Table, Value};
use crate::store;

use super::assign_files::{AssignFiles, AssignedWork, Corpus, Preparation};
use super::force::ForceArgs;
use super::inputs::is_stdin;
use super::label_hints::label_set_for;
use super::messages::write_line;
use super::outcome::Outcome;
use super::stats_output::write_tables;

#[derive(Args)]
pub(super) struct AssignArgs {
    /// The articles: .txt, .jsonl (also .gz, .zst) or .json files, folders of these, or - for standard input. Suggestions in
    /// them are kept
    #[arg(required = true, value_name = "ARTICLES")]
    paths: Vec<PathBuf>,
    /// The names of the annotators: sara,ali,huda
    #[arg(long, required = true, value_name = "NAMES", value_delimiter = ',')]
    annotators: Vec<String>,
    /// The share of the articles that several annotators get: 20% or 0.2
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = share)]
    overlap: f64,
    /// How many annotators get each of these
    #[arg(long, value_name = "N", default_value_t = 2)]
    overlap_annotators: usize,
    /// The share of each annotator's articles that come without suggestions
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = share)]
    blind: f64,
    /// The share of each annotator's articles whose suggestions carry seeded errors: a wrong label, a moved edge, an
    /// invented entity, a missing suggestion
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = share)]
    seeded_errors: f64,
    /// The label set, for wrong labels [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// The seed of all random choices: the same articles and seed give the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The folder of the annotators' files, NAME.jsonl each
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// The file that says who got what. Only the lead should have it [default: key.jsonl in DIR]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn run(args: &AssignArgs) -> anyhow::Result<Outcome> {
    check(args)?;
    let labels: Vec<Label> =
        label_set_for(args.labels.as_deref(), &[])?.iter().map(|definition| definition.label.clone()).collect();
    let key = args.key.clone().unwrap_or_else(|| args.out.join("key.jsonl"));
    let (corpus, facts, mut bad) = Corpus::read(&args.paths);
    if facts.is_empty() {
        bail!("no article among these; name files with articles, or their folder");
    }
    if args.seeded_errors > 0.0 && !facts.iter().any(|article| article.can_be_seeded) {
        bail!(
            "--seeded-errors: no article has suggestions of entities; make them first with tawsim suggest ARTICLES \
             -o suggested.jsonl, and assign that file"
        );
    }
    let options = PlanOptions {
        annotators: args.annotators.len(),
        overlap: args.overlap,
        overlap_annotators: args.overlap_annotators,
        blind: args.blind,
        seeded: args.seeded_errors,
        seed: args.seed,
    };
    let plan = Plan::new(&facts, &options);
    let is_experiment = args.blind + args.seeded_errors > 0.0;
    let preparation =
        Preparation { labels, seed: args.seed, keeps_all: is_experiment && corpus.has_suggestions(), is_experiment };
    let mut files =
        AssignFiles::create(&args.paths, args.labels.as_ref(), &args.out, &key, &args.annotators, args.force)?;
    let work = files.write(&corpus, &plan, &preparation, &mut bad)?;
    files.finish(bad)?;
    print_result(args, &key, &work)?;
    Ok(if bad > 0 { Outcome::BadInput } else { Outcome::Fine })
}

/// Fails if the options cannot be meant.
fn check(args: &AssignArgs) -> anyhow::Result<()> {
    if args.paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        bail!("- is there twice; standard input can be read once");
    }
    let mut known = BTreeSet::new();
    for name in &args.annotators {
        if name.trim().is_empty() || name.trim() != name {
            bail!("--annotators: {name:?} is no name; write sara,ali without spaces");
        }
        // Some disks do not tell upper from lower case.
        if !known.insert(name.to_lowercase()) {
            bail!("--annotators: {name:?} is there twice; give each annotator a name of their own");
        }
        if args.key.is_none() && name.to_lowercase() == "key" {
            bail!("--annotators: key.jsonl is the file of the lead; write another name, or name the file with --key");
        }
    }
    let annotators = args.annotators.len();
    if args.overlap > 0.0 && annotators < 2 {
        bail!("--overlap needs at least two annotators");
    }
    if args.overlap > 0.0 && !(2..=annotators).contains(&args.overlap_annotators) {
        bail!("--overlap-annotators {}: write a number from 2 to {annotators}", args.overlap_annotators);
    }
    if args.blind + args.seeded_errors > 1.0 {
        bail!("--blind and --seeded-errors are more than all articles together; write smaller shares");
    }
    Ok(())
}

/// Prints what everybody got, and what to do with it.
fn print_result(args: &AssignArgs, key: &Path, work: &[AssignedWork]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    write_tables(&[table(&args.annotators, work)], io::stdout().is_terminal(), &mut out)?;
    write_line(&mut out, "")?;
    for (name, work) in args.annotators.iter().zip(work) {
        let (file, gold) = (quoted(&store::printable(work.path.as_os_str())), quoted(&format!("gold-{name}")));
        write_line(&mut out, &format!("  tawsim annotate {file} --gold {gold} --annotator {}", quoted(name)))?;
    }
    write_line(&mut out, "")?;
    let key = store::printable(key.as_os_str());
    write_line(&mut out, &format!("Who got what is in {key}; do not give it to the annotators. Afterwards:"))?;
    write_line(&mut out, &format!("  tawsim stats gold-… --key {}", quoted(&key)))?;
    out.flush()
}

fn table(annotators: &[String], work: &[AssignedWork]) -> Table {
    let row = |(name, work): (&String, &AssignedWork)| Row {
        keys: vec![name.clone()],
        values: [work.articles, work.words, work.shared, work.blind, work.seeded, work.errors]
            .map(Value::Count)
            .to_vec(),
    };
    Table {
        name: "assignment",
        title: "Articles by annotator",
        keys: &["annotator"],
        values: &["articles", "words", "shared", "blind", "seeded", "errors"],
        bar: Some(1),
        is_for_people: true,
        rows: annotators.iter().zip(work).map(row).collect(),
    }
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | '…');
    if word.chars().all(is_plain) && !word.is_empty() {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Parses a share: `20%` or `0.2`.
fn share(word: &str) -> Result<f64, String> {
    let number = match word.strip_suffix('%') {
        Some(hundredths) => hundredths.trim().parse().ok().map(|number: f64| number / 100.0),
        None => word.parse().ok(),
    };
    number.filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| format!("{word:?} is no share; write 20% or 0.2"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_percentages_or_decimals() {
        for (word, found) in [("20%", Some(0.2)), ("0.2", Some(0.2)), ("0", Some(0.0)), ("100%", Some(1.0))] {
            assert_eq!(share(word).ok(), found, "{word}");
        }
        for word in ["20", "101%", "-1%", "", "%", "NaN", "many"] {
            assert!(share(word).is_err(), "{word}");
        }
    }

    #[test]
    fn words_for_the_shell_are_quoted() {
        assert_eq!(["sara", "سارة", "a b", "it's"].map(quoted), ["sara", "سارة", "'a b'", "'it'\\''s'"]);
    }
}
