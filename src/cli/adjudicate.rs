//! `tawsim adjudicate`: the workbench on the articles in which annotators differ.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use serde_json::Value;

use crate::formats::{Annotated, Selection};
use crate::gold::merge::{MergeRule, difference_of};
use crate::gold::{Annotation, Article, Suggestion, json};
use crate::store::{GoldFolder, Inputs, LockError, OutputFile, OutputKind, Outputs, Problem};

use super::annotate::{self, AnnotateArgs, OrderName, user_name};
use super::display_options::DisplayArgs;
use super::joined_input::{Annotators, Coverage, JoinOptions, JoinedArticle, read_joined};
use super::merge::combined;
use super::messages::print_message;
use super::outcome::Outcome;
use super::suggesters::SuggesterArgs;

#[derive(Args)]
pub(super) struct AdjudicateArgs {
    /// The gold of one annotator each: gold files, folders of these, or JSON Lines
    #[arg(required = true, value_name = "GOLD")]
    golds: Vec<PathBuf>,
    /// The folder of the adjudicated gold. If it has an article already, the work on it goes on
    #[arg(long, value_name = "DIR")]
    gold: PathBuf,
    /// Hide the names of the annotators: their readings are numbered, in another order for each article
    #[arg(long)]
    blind: bool,
    /// Adjudicate articles in any state [default: only those that every annotator marked as done]
    #[arg(long)]
    any_status: bool,
    /// The name of the adjudicator [default: the user's name]
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// The label set with digits and colours [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Your own keys: [keys], then lines like accept = ["a"] [default: tawsim/keymap.toml in the config folder]
    #[arg(long, value_name = "FILE")]
    keymap: Option<PathBuf>,
    #[command(flatten)]
    display: DisplayArgs,
}

/// The gold that the adjudication begins with.
struct Preparation<'a> {
    args: &'a AdjudicateArgs,
    folder: GoldFolder,
    adjudicator: Option<String>,
    /// The texts of the articles that differ. The workbench reads them from here.
    texts: OutputFile,
    /// The number of articles that differ.
    open: usize,
    /// The first of them, if the work begins now. It is written last, because the workbench opens the newest file first.
    first: Option<(Article, Annotation)>,
    agreed: usize,
    single: usize,
    differences: usize,
    bad: usize,
}

/// What the annotators' gold has.
struct Found {
    open: usize,
    agreed: usize,
    single: usize,
    differences: usize,
    bad: usize,
}

pub(super) fn run(args: AdjudicateArgs) -> anyhow::Result<Outcome> {
    let adjudicator = args.annotator.clone().or_else(user_name);
    let texts = std::env::temp_dir().join(format!("tawsim-adjudicate-{}.jsonl", std::process::id()));
    let outcome = adjudicate(args, adjudicator, &texts);
    // It is made anew from the annotators' gold each time.
    let _ = fs::remove_file(&texts);
    outcome
}

fn adjudicate(args: AdjudicateArgs, adjudicator: Option<String>, texts: &Path) -> anyhow::Result<Outcome> {
    let Found { open, agreed, single, differences, bad } = prepare(&args, adjudicator.clone(), texts)?;
    print_message(&format!(
        "tawsim: {differences} differences in {open} articles; {agreed} articles agree and are written as they are; {single} \
         articles of one annotator are left out"
    ));
    if bad > 0 {
        return Ok(Outcome::BadInput);
    }
    if open == 0 {
        return Ok(Outcome::Fine);
    }
    annotate::run(AnnotateArgs {
        paths: vec![texts.to_owned()],
        gold: args.gold,
        annotator: adjudicator,
        labels: args.labels,
        suggesters: SuggesterArgs::none(),
        order: OrderName::Given,
        seed: 1,
        no_learning: true,
        keymap: args.keymap,
        display: args.display,
    })
}

/// Writes the gold of every article that the folder does not have yet: what all agree on, and the differing readings as pending
/// suggestions.
fn prepare(args: &AdjudicateArgs, adjudicator: Option<String>, texts: &Path) -> anyhow::Result<Found> {
    let same = |gold: &PathBuf| matches!((gold.canonicalize(), args.gold.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if args.golds.iter().any(same) {
        bail!("--gold names the gold of an annotator; name a folder of its own for the adjudicated gold");
    }
    let folder = GoldFolder::new(args.gold.clone());
    let lock = folder.lock().map_err(|error| match error {
        LockError::Held { by } => anyhow::anyhow!("{by} has the gold folder open; close that program first"),
        LockError::Io(problem) => problem.into(),
    })?;
    let join = JoinOptions {
        golds: &args.golds,
        any_status: args.any_status,
        selection: Selection::default(),
        keep: |annotated: Annotated| annotated.annotation,
    };
    let kind = OutputKind { refusal: "exists already; remove it", is_one: &|_| Ok(true) };
    let texts = Outputs::new(Inputs::new(&[], |_| false), false).create(texts, &kind)?;
    let mut preparation = Preparation {
        args,
        folder,
        adjudicator,
        texts,
        open: 0,
        first: None,
        agreed: 0,
        single: 0,
        differences: 0,
        bad: 0,
    };
    let (annotators, coverage) = read_joined(&join, &mut |annotators, joined| {
        if let Err(problem) = preparation.add(annotators, joined) {
            preparation.bad += 1;
            print_message(&format!("tawsim: {problem}"));
        }
    })?;
    let Preparation { texts, open, first, agreed, single, differences, bad, folder, .. } = preparation;
    if let Some((article, annotation)) = first {
        folder.save(&article, &annotation)?;
    }
    drop(lock);
    let found = Found { open, agreed, single, differences, bad: bad + coverage.bad };
    refuse_nothing(&found, &annotators, &coverage)?;
    texts.finish()?;
    Ok(found)
}

/// Fails if no article has two annotators, and says why.
fn refuse_nothing(found: &Found, annotators: &Annotators, coverage: &Coverage) -> anyhow::Result<()> {
    if found.open + found.agreed + found.bad > 0 {
        return Ok(());
    }
    if annotators.names().len() < 2 {
        bail!("there is the gold of one annotator only; name the gold of another one, too");
    }
    if coverage.not_done.iter().sum::<usize>() > 0 {
        bail!("no article is marked as done by two annotators; add --any-status to adjudicate articles in any state");
    }
    bail!("no article was annotated by two annotators; articles are the same if their ids and texts are equal");
}

impl Preparation<'_> {
    fn add(&mut self, annotators: &Annotators, joined: JoinedArticle<Annotation>) -> Result<(), Problem> {
        if joined.readings.len() < 2 {
            self.single += 1;
            return Ok(());
        }
        let combined = combined(annotators, &joined, &MergeRule::Unanimous);
        let article = Article { suggestions: Vec::new(), ..joined.article };
        let path = self.folder.file_of(&article.id);
        let is_open = combined.pending > 0;
        self.differences += combined.pending;
        if is_open {
            self.open += 1;
            let text = json::write_line(&article, &Annotation::default());
            self.texts.write_all(text.as_bytes()).map_err(|error| {
                Problem::new(&self.args.gold, None, format!("the texts cannot be kept beside it: {error}"))
            })?;
        } else {
            self.agreed += 1;
        }
        if is_there(&path) {
            return Ok(());
        }
        let mut annotation = combined.annotation;
        if self.args.blind {
            hide_names(&article.id, &mut annotation);
        }
        annotation.annotator.clone_from(&self.adjudicator);
        if let Some(name) = &self.adjudicator {
            annotation.extra.insert("adjudicator".to_owned(), Value::String(name.clone()));
        }
        if is_open && self.open == 1 {
            self.first = Some((article, annotation));
            return Ok(());
        }
        self.folder.save(&article, &annotation)
    }
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Numbers the readings of a difference in an order that depends on the article. Who reads it so stays in the file, under
/// `"annotators"`, and is not shown.
fn hide_names(id: &str, annotation: &mut Annotation) {
    let mut sources: Vec<String> = annotation.pending.iter().map(|one| one.source.clone()).collect();
    sources.sort_by_key(|source| json::sha256(&format!("{id}\n{source}")));
    sources.dedup();
    let hidden = annotation.pending.iter().map(|one| {
        let number = sources.iter().position(|source| *source == one.source).map_or(0, |at| at + 1);
        let is_reading = difference_of(one).is_some();
        let source = if is_reading { format!("reading {number}") } else { one.source.clone() };
        Suggestion { source, ..one.clone() }
    });
    annotation.pending = hidden.collect();
}
