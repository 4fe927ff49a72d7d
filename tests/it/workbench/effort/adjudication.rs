//! Counts the keys for each difference of an adjudication: an adjudicator who knows the right annotation decides all of them
//! with the keys of the workbench, through the real `update`.
//!
//! The annotators' versions of the sample articles are the reference with seeded errors. Other articles:
//! `TAWSIM_ADJUDICATE=truth.jsonl,sara.jsonl,ali.jsonl cargo test --test it the_keys_of_an_adjudication -- --nocapture`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use tawsim::edit::{Decider, Edge, ItemRef, Move, OpenDifference, Step, Taken, move_edge};
use tawsim::gold::merge::{ANNOTATORS, MergeRule, combine};
use tawsim::gold::{Annotation, Article, Attributes, Body, Extra, GoldItem, Label, QuoteKind, Status, Verdict, json};
use tawsim::text::Text;
use tawsim::workbench::{Adjudication, Document, Item, ItemState};

use super::fewer::Style;
use super::player::{Plan, Player};

/// What an adjudication costs.
#[derive(Debug, Default)]
struct Cost {
    articles: usize,
    differences: usize,
    /// Differences that one key decided.
    at_once: usize,
    keys: usize,
    /// Articles that took a key of their own to end.
    ended: usize,
    /// The keys for going back to an article that ended too early, and on again.
    returns: usize,
}

impl Cost {
    fn per_difference(&self) -> f64 {
        self.keys as f64 / self.differences.max(1) as f64
    }
}

/// Numbers that look random and are the same in every run.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count.max(1)
    }
}

/// The items with errors: one in twenty is missed, and as many have other edges, another label or kind, or no speaker or cue.
fn with_errors(text: &Text, truth: &[Body], seed: u64) -> Vec<Body> {
    // Without this, neighbouring seeds begin with the same numbers.
    let mut random = Seeded(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let labels = ["PER", "LOC", "ORG", "MISC", "DATE"];
    truth
        .iter()
        .filter_map(|body| {
            let mut body = body.without_link().into_owned();
            match (random.below(20), &mut body) {
                _ if seed == 0 => {}
                (0, _) => return None,
                (1, Body::Entity { span, .. }) => {
                    *span = move_edge(text, *span, Edge::End, Move::Outward, Step::Word).unwrap_or(*span);
                }
                (2, Body::Entity { label, .. }) => *label = Label::new(labels[random.below(labels.len())]),
                (1, Body::Quote(frame)) => frame.kind = QuoteKind::Mixed,
                (2, Body::Quote(frame)) => frame.speaker = None,
                (3, Body::Quote(frame)) => frame.cue = None,
                _ => {}
            }
            Some(body)
        })
        .collect()
}

fn annotation(bodies: Vec<Body>) -> Annotation {
    let mut annotation = Annotation::default();
    for body in bodies {
        let id = annotation.free_id(body.layer());
        let (parts, attributes, extra) = (Vec::new(), Attributes::default(), Extra::new());
        annotation.gold.insert(GoldItem {
            id,
            body,
            parts,
            attributes,
            verdict: Verdict::Added,
            suggestion: None,
            at: None,
            extra,
        });
    }
    annotation
}

fn bodies(annotation: &Annotation) -> Vec<Body> {
    annotation.gold.iter().map(|item| item.body.without_link().into_owned()).collect()
}

/// The adjudicator of one article.
struct Adjudicator {
    player: Player,
    truth: Vec<Body>,
    cost: Cost,
}

impl Adjudicator {
    fn new(article: &Article, truth: Vec<Body>, versions: &[(String, &Annotation)]) -> Self {
        let mut combined = combine(&article.text, versions, &MergeRule::Unanimous);
        let names: Vec<&str> = versions.iter().map(|(name, _)| name.as_str()).collect();
        combined.annotation.extra.insert(ANNOTATORS.to_owned(), names.into());
        let article = Article { suggestions: Vec::new(), ..article.clone() };
        let document = Document::new(Arc::new(article), Some(combined.annotation));
        let cost = Cost { articles: 1, differences: combined.pending, ..Cost::default() };
        let adjudication = Some(Adjudication::default());
        Self { player: Player::on(document, Style::PLAIN, (120, 40), adjudication), truth, cost }
    }

    fn annotation(&self) -> &Annotation {
        &self.player.document().annotation
    }

    fn decide_all(&mut self) {
        while let Some(here) = self.player.reviewed() {
            let before = self.player.pressed.len();
            let open = self.annotation().pending.len();
            self.decide(&here);
            assert!(self.annotation().pending.len() < open, "nothing was decided at {here:?}");
            self.cost.at_once += usize::from(self.player.pressed.len() == before + 1);
        }
        if self.annotation().status != Status::Done {
            // The last difference was put right by a change: `d` says that all is right now, and opens the next article.
            assert_eq!(self.cost.differences == 0, self.player.pressed.is_empty());
            if self.cost.differences > 0 {
                self.player.press("d");
                self.cost.ended = 1;
                assert_eq!(self.annotation().status, Status::Done);
            }
        }
        self.cost.keys = self.player.pressed.len() + self.cost.returns;
    }

    /// Decides the difference that has the focus.
    fn decide(&mut self, here: &Item) {
        let ItemRef::Pending(id) = &here.at else { panic!("a pending item") };
        let difference = OpenDifference::at(self.annotation(), id).unwrap();
        let wanted = self.wanted(&difference);
        if let Some(key) = self.key_for(here, &difference, &wanted) {
            return self.player.press(&key);
        }
        // No reading is right: one is put right, which rejects the others, and the rest is added.
        let focused = self.player.document().body(&here.at).unwrap().0.clone();
        let shared = |body: &&Body| match (focused.span(), body.span()) {
            (Some(one), Some(other)) if one.overlaps(other) => {
                one.end().min(other.end()) - one.start().max(other.start())
            }
            _ => 0,
        };
        let nearest = wanted.iter().max_by_key(shared).cloned();
        self.player.made = nearest.clone().map(|body| (id.clone(), body)).into_iter().collect::<BTreeMap<_, _>>();
        self.player.decide(here);
        let (is_done, pressed) = (self.annotation().status == Status::Done, self.player.pressed.len());
        self.repair(&difference, wanted.into_iter().filter(|body| Some(body) != nearest.as_ref()).collect());
        if is_done && self.player.pressed.len() > pressed {
            // The last verdict opened the next article, although something is missing in this one: back to it, and on again.
            self.cost.returns += 2;
        }
    }

    /// Rejects what else was accepted, and accepts or adds what is missing.
    fn repair(&mut self, difference: &OpenDifference, missing: Vec<Body>) {
        let items: Vec<&String> = difference.readings.iter().flat_map(|reading| &reading.items).collect();
        let of_difference = |item: &&GoldItem| item.suggestion.as_ref().is_some_and(|one| items.contains(&&one.id));
        let is_wrong = |item: &&GoldItem| !self.truth.iter().any(|body| body.agrees_with(&item.body));
        let wrong: Vec<String> =
            self.annotation().gold.iter().filter(of_difference).filter(is_wrong).map(|item| item.id.clone()).collect();
        for id in wrong {
            self.player.go_to(&ItemRef::GoldItem(id));
            self.player.press("x");
        }
        for body in missing {
            if self.annotation().says(&body) {
                continue;
            }
            let mut rejected = self.annotation().rejected.iter();
            match rejected.find(|one| one.suggestion.body.agrees_with(&body)).map(|one| one.suggestion.id.clone()) {
                Some(id) => {
                    self.player.go_to(&ItemRef::Rejected(id));
                    self.player.press("a");
                }
                None => {
                    self.player.added = vec![Plan { gold: body.clone(), of: None }];
                    self.player.add(&body);
                }
            }
        }
    }

    /// What is right at the place of a difference, and is not gold yet.
    fn wanted(&self, difference: &OpenDifference) -> Vec<Body> {
        let items = difference.readings.iter().flat_map(|reading| &reading.items);
        let items: Vec<&Body> = items.map(|id| &self.annotation().pending(id).unwrap().body).collect();
        let overlaps = |one: &Body, other: &Body| match (one, other) {
            (Body::Quote(frame), Body::Quote(other)) => {
                frame.content.iter().any(|part| other.content.iter().any(|it| part.overlaps(*it)))
            }
            (Body::Entity { span, .. }, Body::Entity { span: other, .. }) => span.overlaps(*other),
            _ => false,
        };
        let is_here = |body: &&Body| items.iter().any(|item| overlaps(body, item)) && !self.annotation().says(body);
        let others = |body: &&Body| {
            // Another difference has exactly this.
            items.iter().any(|item| item.agrees_with(body))
                || !self.annotation().pending.iter().any(|one| one.body.agrees_with(body))
        };
        self.truth.iter().filter(is_here).filter(others).cloned().collect()
    }

    /// The key that decides the difference rightly, if there is one.
    fn key_for(&self, here: &Item, difference: &OpenDifference, wanted: &[Body]) -> Option<String> {
        let keys = ["W", "G", "Q", "=", "_"];
        let takes = (0..difference.annotators.len()).map(|number| (keys[number], Taken::Annotator(number)));
        let mut takes = [("a", Taken::Focused)].into_iter().chain(takes).chain([("O", Taken::None)]);
        let is_right = |which: Taken| {
            let decider = Decider { annotation: self.annotation(), at: None };
            let Some(edit) = decider.take_reading(&here.at, which) else { return false };
            let mut after = self.annotation().clone();
            edit.apply(&mut after);
            wanted.iter().all(|body| after.says(body))
                && after.gold.len() == self.annotation().gold.len() + wanted.len()
        };
        takes.find(|(_, which)| is_right(*which)).map(|(key, _)| key.to_owned())
    }

    /// What is right and somebody had, is gold; what is wrong is not, unless all had it.
    fn check(&self, id: &str, versions: &[(String, &Annotation)]) {
        let has = |body: &Body, annotation: &Annotation| annotation.says(body);
        for body in &self.truth {
            let somebody = versions.iter().any(|(_, version)| has(body, version));
            assert!(!somebody || has(body, self.annotation()), "{id} lacks {body:?}");
        }
        for body in bodies(self.annotation()) {
            let is_right = self.truth.iter().any(|one| one.agrees_with(&body));
            assert!(is_right || versions.iter().all(|(_, version)| has(&body, version)), "{id} has {body:?}");
        }
        let is_pending = |item: &Item| item.state == ItemState::Pending;
        assert!(!self.player.document().items().iter().any(is_pending), "{id}");
    }
}

fn adjudicate(article: &Article, truth: Vec<Body>, versions: &[(String, &Annotation)]) -> Cost {
    let mut adjudicator = Adjudicator::new(article, truth, versions);
    adjudicator.decide_all();
    adjudicator.check(&article.id, versions);
    adjudicator.cost
}

/// The sample articles, read by annotators with these seeds of their errors. Seed 0 makes none.
fn of_the_samples(annotators: &[u64]) -> Cost {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let played = |path: &std::path::PathBuf| {
        let (article, reference) = json::read(&fs::read_to_string(path).unwrap()).unwrap();
        let truth = bodies(&reference);
        let versions: Vec<Annotation> =
            annotators.iter().map(|seed| annotation(with_errors(&article.text, &truth, *seed))).collect();
        let names = versions.iter().enumerate().map(|(number, version)| (format!("annotator-{number}"), version));
        adjudicate(&article, truth, &names.collect::<Vec<_>>())
    };
    thread::scope(|scope| {
        let running: Vec<_> = paths.iter().map(|path| scope.spawn(move || played(path))).collect();
        running.into_iter().map(|one| one.join().unwrap()).fold(Cost::default(), Cost::and)
    })
}

/// Articles from files: the truth, then each annotator's version.
fn of_files(files: &str) -> Cost {
    let read = |file: &str| -> BTreeMap<String, (Article, Annotation)> {
        let lines = fs::read_to_string(file).unwrap();
        lines.lines().map(|line| json::read(line).unwrap()).map(|one| (one.0.id.clone(), one)).collect()
    };
    let files: Vec<(&str, _)> = files.split(',').map(|file| (file, read(file))).collect();
    let (truth, versions) = files.split_first().unwrap();
    let costs = truth.1.iter().map(|(id, (article, truth))| {
        let versions: Vec<(String, &Annotation)> =
            versions.iter().map(|(name, articles)| ((*name).to_owned(), &articles[id].1)).collect();
        adjudicate(article, bodies(truth), &versions)
    });
    costs.fold(Cost::default(), Cost::and)
}

impl Cost {
    fn and(self, other: Self) -> Self {
        Self {
            articles: self.articles + other.articles,
            differences: self.differences + other.differences,
            at_once: self.at_once + other.at_once,
            keys: self.keys + other.keys,
            ended: self.ended + other.ended,
            returns: self.returns + other.returns,
        }
    }
}

/// One annotator with errors against one without: each difference costs one key. Where two or three make errors, sometimes
/// nobody is right, and the adjudicator puts it right himself.
#[test]
fn the_keys_of_an_adjudication() {
    let mut costs =
        vec![(of_the_samples(&[0, 7]), 1.05), (of_the_samples(&[7, 8]), 1.2), (of_the_samples(&[7, 8, 9]), 1.2)];
    costs.extend(std::env::var("TAWSIM_ADJUDICATE").ok().map(|files| (of_files(&files), 1.2)));
    for (cost, _) in &costs {
        println!("{cost:?}: {:.3} keys per difference", cost.per_difference());
    }
    for (cost, most) in costs {
        assert!(cost.differences > 50 && cost.per_difference() <= most, "{cost:?}");
    }
}
