//! Scores of the built-in suggester for quotes on passages of news (`tests/passages/`). The test prints them and holds
//! the held-out passages (`held/`) to a floor: `cargo test --test it passages -- --nocapture`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::quote_score::{Reliability, Score};
use tawsim::gold::{Annotation, Article, Body, Frame, LabelSet, json, lint};
use tawsim::suggest::{Builtin, Suggester};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passages").join(name)
}

/// The passages of a folder with their annotation. Each is checked: by [`json::read`], that the file is written as the
/// program writes it, and that it has no finding.
fn passages(name: &str) -> Vec<(Article, Annotation)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let raw = fs::read_to_string(path).unwrap();
        let (article, annotation) = json::read(&raw).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(json::write(&article, &annotation), raw, "{}", path.display());
        let findings = lint(&article.text, &annotation, &LabelSet::default());
        assert!(findings.is_empty(), "{}: {findings:#?}", path.display());
        assert_eq!(Some(article.id.as_str()), path.file_stem().and_then(|stem| stem.to_str()));
        (article, annotation)
    };
    paths.iter().map(read).collect()
}

fn frames<'a>(bodies: impl Iterator<Item = &'a Body>) -> Vec<Frame> {
    let quote = |body: &Body| match body {
        Body::Quote(frame) => Some(Frame::clone(frame)),
        Body::Entity { .. } => None,
    };
    bodies.filter_map(quote).collect()
}

fn score(passages: &[(Article, Annotation)]) -> (Score, Reliability) {
    let (mut score, mut reliability) = (Score::default(), Reliability::default());
    for (article, annotation) in passages {
        let found = Builtin::new().suggest(article);
        let gold = frames(annotation.gold.iter().map(|item| &item.body));
        score.add(&article.text, &gold, &frames(found.iter().map(|suggestion| &suggestion.body)));
        reliability.add(&article.text, &gold, &found);
    }
    (score, reliability)
}

/// Prints the table that CI shows, and fails if a score on `held` is below the floor. Whoever improves the suggester
/// raises the floor to the printed figures and reads only the passages of `dev`. Figures *of found* have no floor:
/// finding more, and harder, quotes may lower it.
#[test]
fn quote_scores_on_passages_stay_above_the_floor() {
    let ((dev, trusted), (held, reliability)) = (score(&passages("dev")), score(&passages("held")));
    let (dev, held) = (dev.figures(), held.figures());
    let floors: toml::Table = fs::read_to_string(folder("floor.toml")).unwrap().parse().unwrap();
    let mut table = format!("quotes on tests/passages, per cent\n{:36}{:>8}{:>8}{:>8}\n", "", "dev", "held", "floor");
    let mut below = Vec::new();
    for ((name, dev), (_, held)) in dev.iter().zip(&held) {
        let floor = floors.get(*name).map(|floor| floor.as_float().unwrap());
        let shown = floor.map_or(String::from("-"), |floor| format!("{floor:.2}"));
        let _ = writeln!(table, "{name:36}{dev:8.2}{held:8.2}{shown:>8}");
        if floor.is_some_and(|floor| *held < floor) {
            below.push(*name);
        }
    }
    println!("{table}\n{}", shown(&trusted, &reliability));
    let floored = held.iter().filter(|(name, _)| !name.ends_with("of found"));
    assert!(floored.clone().all(|(name, _)| floors.contains_key(*name)) && floored.count() == floors.len());
    assert!(below.is_empty(), "below the floor on held passages: {below:?}\n{table}");
}

/// Suggestions by score: how many, their mean score, the percentage that is right.
fn shown(dev: &Reliability, held: &Reliability) -> String {
    let mut table =
        format!("scores of suggested quotes, per cent\n{:12}{:>8}{:>8}{:>8}", "", "count", "score", "right");
    for (name, reliability) in [("dev", dev), ("held", held)] {
        for (count, score, right) in reliability.rows() {
            let _ = write!(table, "\n{name:12}{count:8}{score:8.1}{right:8.1}");
        }
    }
    table
}

/// `held` is independent of `dev`: no person and no run of seven words is in both.
#[test]
fn held_out_passages_share_nothing_with_the_others() {
    let (dev, held) = (passages("dev"), passages("held"));
    assert!(dev.len() >= 32 && held.len() >= 16, "{} and {}", dev.len(), held.len());
    let runs = |passages: &[(Article, Annotation)]| -> BTreeSet<Vec<String>> {
        let words = |article: &Article| -> Vec<String> {
            article.text.as_str().split_whitespace().map(str::to_owned).collect()
        };
        passages
            .iter()
            .flat_map(|(article, _)| words(article).windows(7).map(<[_]>::to_vec).collect::<Vec<_>>())
            .collect()
    };
    assert_eq!(runs(&dev).intersection(&runs(&held)).next(), None);
    let people = |passages: &[(Article, Annotation)]| -> BTreeSet<String> {
        let named = |(article, annotation): &(Article, Annotation)| -> Vec<String> {
            let people = annotation.gold.iter().filter(|item| item.body.label() == "PER");
            people.filter_map(|item| Some(article.text.slice(item.body.span()?).to_owned())).collect()
        };
        passages.iter().flat_map(named).collect()
    };
    assert_eq!(people(&dev).intersection(&people(&held)).next(), None);
}
