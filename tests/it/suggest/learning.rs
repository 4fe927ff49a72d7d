//! Learning: how verdicts on some articles change the suggestions for the next, measured on the annotated articles
//! here.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tawsim::formats::Format;
use tawsim::gold::{Annotation, Article, Body, Rejected, Status, Suggestion, json};
use tawsim::suggest::tagger::Tagger;
use tawsim::suggest::{Builtin, Learner, RULES, Suggester, UserNames};

/// The first articles of a newspaper that no model has seen: those of the writer `w7` of the corpus, in their order.
fn stream(count: usize) -> Vec<(Article, Annotation)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/corpus/held");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("w7-")));
    paths.sort();
    let inline: &Format = "inline".parse().unwrap();
    let articles = paths.iter().flat_map(|path| inline.import_bytes(&std::fs::read(path).unwrap(), None));
    let articles = articles.map(|found| found.map(|(one, _)| (one.article, one.annotation)).unwrap());
    articles.take(count).collect()
}

type Key = (usize, usize, String);

fn keys<'a>(bodies: impl Iterator<Item = &'a Body>) -> BTreeSet<Key> {
    let key = |body: &Body| match body {
        Body::Entity { span, label } => Some((span.start(), span.end(), label.as_str().to_owned())),
        Body::Quote(_) => None,
    };
    bodies.filter_map(key).collect()
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Tally {
    fn add(&mut self, gold: &BTreeSet<Key>, found: &BTreeSet<Key>) {
        let right = gold.intersection(found).count();
        self.right += right;
        self.wrong += found.len() - right;
        self.missed += gold.len() - right;
    }

    fn f1(self) -> f64 {
        200.0 * self.right as f64 / (2 * self.right + self.wrong + self.missed) as f64
    }

    /// The keys: one for each verdict, four for each missing item.
    fn keys(self) -> usize {
        self.right + self.wrong + 4 * self.missed
    }
}

/// What a session learns from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Learning {
    Nothing,
    /// The memory of surface forms.
    Words,
    /// The memory, and a training after every so many articles.
    Training(usize),
}

/// The articles whose scores are counted together: up to the 5th, the 10th, the 20th, the 40th, and the rest.
const BLOCKS: [usize; 5] = [5, 10, 20, 40, usize::MAX];

/// Goes through articles in their order: suggestions, verdicts on all, done. Gives the tally of each block, and the duration
/// of the longest training in seconds.
fn simulate(
    articles: &[(Article, Annotation)],
    suggester: &Builtin,
    learning: Learning,
) -> ([Tally; BLOCKS.len()], f64) {
    let mut learner = Learner::new(Some(suggester.clone()), UserNames::default());
    let (mut tallies, mut longest) = ([Tally::default(); BLOCKS.len()], 0.0_f64);
    for (index, (article, annotation)) in articles.iter().enumerate() {
        let found = learner.suggest(article);
        let gold = keys(annotation.gold.iter().map(|item| &item.body));
        let block = BLOCKS.iter().position(|end| index < *end).unwrap();
        tallies[block].add(&gold, &keys(found.iter().map(|one| &one.body)));
        if learning == Learning::Nothing {
            continue;
        }
        let wrong =
            |one: &&Suggestion| one.body.span().is_some() && keys(std::iter::once(&one.body)).is_disjoint(&gold);
        let rejected: Vec<_> =
            found.iter().filter(wrong).map(|one| Rejected { suggestion: one.clone(), at: None }).collect();
        let decided = Annotation { rejected: rejected.into(), status: Status::Done, ..annotation.clone() };
        learner.learn(article, &decided);
        if let Learning::Training(every) = learning
            && (index + 1) % every == 0
            && let Some(job) = learner.training_job()
        {
            let start = Instant::now();
            learner.set_adaptation(job.run());
            longest = longest.max(start.elapsed().as_secs_f64());
        }
    }
    (tallies, longest)
}

/// The articles, the suggester and the interval of trainings. Without variables: 48 articles, a training after every eighth.
struct Setting {
    articles: Vec<(Article, Annotation)>,
    suggester: Builtin,
    every: usize,
}

impl Setting {
    fn of_environment() -> Self {
        let file = |variable: &str| std::env::var_os(variable).map(|path| std::fs::read(path).unwrap());
        let full = std::env::var_os("TAWSIM_LEARNING").is_some();
        let (count, every) = if full { (usize::MAX, 1) } else { (48, 8) };
        let articles = file("TAWSIM_LEARNING_GOLD").map_or_else(
            || stream(count),
            |lines| String::from_utf8(lines).unwrap().lines().map(|line| json::read(line).unwrap()).collect(),
        );
        let suggester = file("TAWSIM_LEARNING_MODEL").map_or_else(Builtin::new, |bytes| {
            Builtin::new().with_tagger(Arc::new(Tagger::from_bytes(bytes, RULES).unwrap()))
        });
        Self { articles, suggester, every }
    }
}

/// Prints what learning brings on an unseen newspaper, block after block. With `TAWSIM_LEARNING` it trains after every
/// article; `TAWSIM_LEARNING_GOLD` names other gold lines, and `TAWSIM_LEARNING_MODEL` a model that has not seen them:
/// `TAWSIM_LEARNING=1 cargo test --release --test it learning -- --nocapture`.
///
/// The articles of the corpus have invented names that do not come again, so there is hardly anything to learn from one
/// article for the next. The test holds that learning costs next to nothing there.
#[test]
fn verdicts_on_unrelated_articles_cost_next_to_nothing() {
    let Setting { articles, suggester, every } = Setting::of_environment();
    let mut all = Vec::new();
    for learning in [Learning::Nothing, Learning::Words, Learning::Training(every)] {
        let (tallies, longest) = simulate(&articles, &suggester, learning);
        let shown = |tally: &Tally| format!("F1 {:.1}, {} keys", tally.f1(), tally.keys());
        let blocks: Vec<String> = tallies.iter().map(shown).collect();
        let keys: usize = tallies.iter().map(|tally| tally.keys()).sum();
        println!("{learning:?}: {} | {keys} keys, longest training {longest:.2} s", blocks.join(" | "));
        all.push(keys);
    }
    assert!(all[2] * 100 <= all[0] * 102, "keys without learning, with words, with training: {all:?}");
}
