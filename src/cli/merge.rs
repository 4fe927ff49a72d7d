//! `tawsim merge`: one gold of the gold of several annotators.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::bail;
use clap::Args;

use crate::formats::Annotated;
use crate::gold::Annotation;
use crate::gold::merge::{ANNOTATORS, Combined, MergeRule, combine};
use crate::store::Problem;

use super::difference_classes::add_classes;
use super::export_notices::counted;
use super::force::ForceArgs;
use super::gold_target::GoldTarget;
use super::inputs::NO_GOLD;
use super::joined_input::{Annotators, JoinOptions, JoinedArticle, read_joined};
use super::messages::{print_message, print_note};
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct MergeArgs {
    /// The gold of one annotator each: gold files, folders of these, or JSON Lines. A single one holds the gold of several
    /// annotators, told apart by "annotator"
    #[arg(required = true, value_name = "GOLD")]
    golds: Vec<PathBuf>,
    /// What becomes gold: unanimous (what all have), majority (what more than half have), annotator=NAME (what this one has),
    /// or union (nothing: everything is a suggestion). The rest stays pending
    #[arg(long, value_name = "RULE", default_value = "unanimous")]
    rule: Rule,
    /// Merge articles in any state [default: only those marked as done]
    #[arg(long)]
    any_status: bool,
    /// A file of lines (.jsonl), or a gold folder [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    out: Option<PathBuf>,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    force: ForceArgs,
}

#[derive(Clone)]
struct Rule(MergeRule);

impl FromStr for Rule {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Ok(Self(match word.split_once('=') {
            Some(("annotator", name)) if !name.is_empty() => MergeRule::Annotator(name.to_owned()),
            None if word == "unanimous" => MergeRule::Unanimous,
            None if word == "majority" => MergeRule::Majority,
            None if word == "union" => MergeRule::Union,
            _ => return Err("write unanimous, majority, union or annotator=NAME".to_owned()),
        }))
    }
}

/// What was merged.
#[derive(Default)]
struct Sums {
    articles: usize,
    single: usize,
    agreed: usize,
    decided: usize,
    pending: usize,
    bad: usize,
}

pub(super) fn run(args: &MergeArgs) -> anyhow::Result<Outcome> {
    let mut target = GoldTarget::open(args.out.as_deref(), &args.golds, args.force)?;
    let join = JoinOptions {
        golds: &args.golds,
        any_status: args.any_status,
        selection: args.selection.selection(),
        keep: |annotated: Annotated| annotated.annotation,
        see: None,
    };
    let mut sums = Sums::default();
    progress::begin(
        &args.golds,
        Amount::Files,
        if args.out.is_some() { Results::AtTheEnd } else { Results::AsTheyCome },
    );
    let (annotators, coverage) = read_joined(&join, &mut |annotators, joined| {
        if let Err(problem) = sums.add(annotators, &joined, &args.rule.0, &mut target) {
            sums.bad += 1;
            print_message(&format!("tawsim: {problem}"));
        }
    })?;
    if let MergeRule::Annotator(name) = &args.rule.0
        && !annotators.names().contains(name)
    {
        let names = annotators.names().join(", ");
        bail!("--rule annotator={name}: no gold is of this annotator; the annotators are {names}");
    }
    let bad = sums.bad + coverage.bad;
    let left_out: usize = coverage.not_done.iter().sum();
    anyhow::ensure!(sums.articles + left_out + bad > 0, NO_GOLD);
    target.finish(bad)?;
    args.selection.warn_unmatched();
    print_note(&sums.summary(left_out));
    Ok(match (bad, sums.pending) {
        (1.., _) => Outcome::BadInput,
        (0, 1..) => Outcome::Findings,
        (0, 0) => Outcome::Fine,
    })
}

impl Sums {
    fn add(
        &mut self,
        annotators: &Annotators,
        joined: &JoinedArticle<Annotation>,
        rule: &MergeRule,
        target: &mut GoldTarget,
    ) -> Result<(), Problem> {
        let combined = combined(annotators, joined, rule);
        self.articles += 1;
        self.single += usize::from(joined.readings.len() == 1);
        self.agreed += combined.agreed;
        self.decided += combined.decided;
        self.pending += combined.pending;
        target.write(&joined.article, &combined.annotation)
    }

    fn summary(&self, left_out: usize) -> String {
        let Self { articles, single, agreed, decided, pending, .. } = self;
        let (articles, decided) = (counted(*articles, "article"), counted(*decided, "difference"));
        let agreed = if *agreed == 1 { "1 item agrees".to_owned() } else { format!("{agreed} items agree") };
        let pending = match pending {
            1 => "1 difference is pending".to_owned(),
            _ => format!("{pending} differences are pending"),
        };
        let mut words =
            format!("tawsim: {articles} ({single} of one annotator): {agreed}, the rule decided {decided}, {pending}");
        match left_out {
            0 => {}
            1 => words += "; 1 annotation that is not done is left out, --any-status takes it",
            _ => words += &format!("; {left_out} annotations that are not done are left out, --any-status takes them"),
        }
        words
    }
}

/// The combined annotation of one article. What the first annotator has beside the items (unknown keys) stays, and the names of
/// all annotators are beside it.
pub(super) fn combined(annotators: &Annotators, joined: &JoinedArticle<Annotation>, rule: &MergeRule) -> Combined {
    let readings = joined.readings.iter().map(|(number, annotation)| (annotators.name(*number).to_owned(), annotation));
    let readings: Vec<(String, &Annotation)> = readings.collect();
    let mut combined = combine(&joined.article.text, &readings, rule);
    let names: Vec<String> = readings.iter().map(|(name, _)| name.clone()).collect();
    combined.annotation.annotator = Some(names.join(", "));
    if let Some((_, first)) = readings.first() {
        combined.annotation.extra = first.extra.clone();
        combined.annotation.forget_keys_pressed();
    }
    combined.annotation.extra.insert(ANNOTATORS.to_owned(), names.into());
    add_classes(&joined.article.text, &mut combined.annotation);
    combined
}
