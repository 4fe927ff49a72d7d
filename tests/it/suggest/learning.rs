//! Learning: how verdicts on some articles change the suggestions for the next, measured on the annotated articles
//! here.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use tawsim::gold::{Annotation, Article, Body, Rejected, Status, Suggestion, json};
use tawsim::suggest::{Builtin, Learner, Suggester, UserNames};

fn stream(folder: &str) -> Vec<(Article, Annotation)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "json"));
    paths.sort();
    let read = |path: &std::path::PathBuf| json::read(&std::fs::read_to_string(path).unwrap()).unwrap();
    paths.iter().map(read).collect()
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

/// Goes through articles in an order: suggestions, verdicts on all, done. Trains after every `every` articles, or
/// never. Also returns the duration of the longest training in seconds.
fn simulate(articles: &[&(Article, Annotation)], every: Option<usize>) -> (Tally, f64) {
    let mut learner = Learner::new(Some(Builtin::new()), UserNames::default());
    let (mut tally, mut longest) = (Tally::default(), 0.0_f64);
    for (index, (article, annotation)) in articles.iter().enumerate() {
        let found = learner.suggest(article);
        let gold = keys(annotation.gold.iter().map(|item| &item.body));
        tally.add(&gold, &keys(found.iter().map(|one| &one.body)));
        let wrong =
            |one: &&Suggestion| one.body.span().is_some() && keys(std::iter::once(&one.body)).is_disjoint(&gold);
        let rejected: Vec<_> =
            found.iter().filter(wrong).map(|one| Rejected { suggestion: one.clone(), at: None }).collect();
        let decided = Annotation { rejected: rejected.into(), status: Status::Done, ..annotation.clone() };
        learner.learn(article, &decided);
        if every.is_some_and(|every| (index + 1) % every == 0)
            && let Some(job) = learner.training_job()
        {
            let start = Instant::now();
            learner.set_adaptation(job.run());
            longest = longest.max(start.elapsed().as_secs_f64());
        }
    }
    (tally, longest)
}

/// The keys that training saves beyond the memory of surface forms. With the variable it trains after every article, in
/// three orders: `TAWSIM_LEARNING=1 cargo test --release --test it learning -- --nocapture`.
#[test]
fn training_on_earlier_articles_saves_keys() {
    let full = std::env::var_os("TAWSIM_LEARNING").is_some();
    let (orders, every) = if full { (3, 1) } else { (1, 8) };
    for folder in ["tests/passages/dev", "tests/reference"] {
        let articles = stream(folder);
        let (mut before, mut after) = (0, 0);
        for seed in 0..orders {
            let mut order: Vec<_> = articles.iter().collect();
            let count = order.len();
            (0..if seed > 0 { count } else { 0 }).for_each(|at| order.swap(at, (at * 7919 * seed + seed * 31) % count));
            let (without, _) = simulate(&order, None);
            let (with, longest) = simulate(&order, Some(every));
            let shown = |tally: Tally| format!("F1 {:.1}, {} keys, {tally:?}", tally.f1(), tally.keys());
            println!("{folder}, order {seed}: {} -> {}, {longest:.2} s", shown(without), shown(with));
            before += without.keys();
            after += with.keys();
        }
        assert!(after <= before, "{folder}: {after} keys with training, {before} without");
    }
}
