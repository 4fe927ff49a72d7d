//! `tawsim adjudicate`: the workbench on the articles in which annotators differ.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::formats::{Annotated, Selection};
use crate::gold::merge::{ANNOTATORS, MergeRule, annotators_of, difference_of};
use crate::gold::{Annotation, Article, GoldItem, Rejected, Suggestion, json};
use crate::store::{GoldFolder, Inputs, OutputFile, OutputKind, Outputs, Problem};
use crate::workbench::{Adjudication, DifferenceOrder, Names};

use super::annotate::{self, AnnotateArgs, OrderName, user_name};
use super::display_options::DisplayArgs;
use super::gold_lock;
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
    /// Hide the names of the annotators: their readings have letters, in another order for each article
    #[arg(long)]
    blind: bool,
    /// The order of the differences of an article: by place, or those of one class after each other
    #[arg(long, value_name = "ORDER", default_value = "place")]
    order: Order,
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

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    Place,
    Class,
}

/// The gold that the adjudication begins with.
struct Preparation<'a> {
    args: &'a AdjudicateArgs,
    folder: GoldFolder,
    adjudicator: Option<String>,
    /// The texts of the articles that differ. The workbench reads them from here.
    texts: OutputFile,
    /// The first of them, if the work begins now. It is written last, because the workbench opens the newest file first.
    first: Option<(Article, Annotation)>,
    found: Found,
}

/// What the annotators' gold has.
#[derive(Default)]
struct Found {
    /// The number of articles that differ.
    open: usize,
    /// The number of articles in which all annotators agree.
    agreed: usize,
    /// The number of articles of one annotator.
    single: usize,
    differences: usize,
    annotators: usize,
    bad: usize,
}

pub(super) fn run(args: AdjudicateArgs) -> anyhow::Result<Outcome> {
    let adjudicator = args.annotator.clone().or_else(user_name);
    // The texts are made anew from the annotators' gold each time.
    let folder = tempfile::tempdir().context("no temporary folder can be made for the texts")?;
    let texts = folder.path().join("articles.jsonl");
    let Found { open, agreed, single, differences, bad, .. } = prepare(&args, adjudicator.clone(), &texts)?;
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
    let order = match args.order {
        Order::Place => DifferenceOrder::Place,
        Order::Class => DifferenceOrder::Class,
    };
    let names = if args.blind { Names::Hidden } else { Names::Shown };
    annotate::run(AnnotateArgs {
        paths: vec![texts],
        gold: args.gold,
        annotator: adjudicator,
        labels: args.labels,
        suggesters: SuggesterArgs::none(),
        order: OrderName::Given,
        seed: 1,
        no_learning: true,
        keymap: args.keymap,
        display: args.display,
        adjudication: Some(Adjudication { order, names }),
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
    let lock = gold_lock::lock(&folder)?;
    let join = JoinOptions {
        golds: &args.golds,
        any_status: args.any_status,
        selection: Selection::default(),
        keep: |annotated: Annotated| annotated.annotation,
        see: None,
    };
    let kind = OutputKind { refusal: "exists already; remove it", is_one: &|_| Ok(true) };
    let texts = Outputs::new(Inputs::gold(&args.golds), false).create(texts, &kind)?;
    let mut preparation = Preparation { args, folder, adjudicator, texts, first: None, found: Found::default() };
    let (annotators, coverage) = read_joined(&join, &mut |annotators, joined| {
        if let Err(problem) = preparation.add(annotators, joined) {
            preparation.found.bad += 1;
            print_message(&format!("tawsim: {problem}"));
        }
    })?;
    let Preparation { texts, first, mut found, folder, .. } = preparation;
    if let Some((article, annotation)) = first {
        folder.save(&article, &annotation)?;
    }
    drop(lock);
    found.bad += coverage.bad;
    found.annotators = annotators.names().len();
    refuse_nothing(&found, &coverage)?;
    texts.finish()?;
    Ok(found)
}

/// Fails if no article has two annotators, and says why.
fn refuse_nothing(found: &Found, coverage: &Coverage) -> anyhow::Result<()> {
    if found.open + found.agreed + found.bad > 0 {
        return Ok(());
    }
    if found.annotators < 2 {
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
            self.found.single += 1;
            return Ok(());
        }
        let combined = combined(annotators, &joined, &MergeRule::Unanimous);
        let article = Article { suggestions: Vec::new(), ..joined.article };
        let path = self.folder.file_of(&article.id);
        let is_open = combined.pending > 0;
        self.found.differences += combined.pending;
        if is_open {
            self.found.open += 1;
            let text = json::write_line(&article, &Annotation::default());
            self.texts.write_all(text.as_bytes()).map_err(|error| {
                Problem::new(&self.args.gold, None, format!("the texts cannot be kept beside it: {error}"))
            })?;
        } else {
            self.found.agreed += 1;
        }
        if path.symlink_metadata().is_ok() {
            return Ok(());
        }
        let mut annotation = combined.annotation;
        if self.args.blind {
            hide_names(&article.id, &mut annotation);
        }
        // The adjudicator has decided nothing yet: the work begins at the first difference.
        annotation.gold = annotation.gold.iter().map(|item| GoldItem { at: None, ..item.clone() }).collect();
        annotation.rejected = annotation.rejected.iter().map(|one| Rejected { at: None, ..one.clone() }).collect();
        annotation.annotator.clone_from(&self.adjudicator);
        if let Some(name) = &self.adjudicator {
            annotation.extra.insert("adjudicator".to_owned(), Value::String(name.clone()));
        }
        if is_open && self.found.open == 1 {
            self.first = Some((article, annotation));
            return Ok(());
        }
        self.folder.save(&article, &annotation)
    }
}

/// Puts the annotators into an order that depends on the article, so that a letter is not the same person everywhere, and takes
/// their names out of the sources, which the workbench shows. Who reads it so stays under `"annotators"`.
fn hide_names(id: &str, annotation: &mut Annotation) {
    let mut names: Vec<String> = annotators_of(&annotation.extra).into_iter().map(str::to_owned).collect();
    names.sort_by_key(|name| json::sha256(&format!("{id}\n{name}")));
    annotation.extra.insert(ANNOTATORS.to_owned(), names.into());
    let hidden = annotation.pending.iter().map(|one| {
        let source = if difference_of(one).is_some() { "reading".to_owned() } else { one.source.clone() };
        Suggestion { source, ..one.clone() }
    });
    annotation.pending = hidden.collect();
}
