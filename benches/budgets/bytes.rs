//! The bytes that each key sends to the terminal: over ssh, they count.
//!
//! The keys are those of the replay that `docs/src/guide/comparison.md` has: a player who knows the reference annotates the
//! sample articles.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tawsim::gold::{Article, Body, LabelSet, json};
use tawsim::view::terminal::Canvas;
use tawsim::view::{Depth, Theme, draw};
use tawsim::workbench::{Action, Document, Model, Settings, update};

use crate::measure::row;
use player::Suggested;

#[allow(dead_code, reason = "the tests use the rest of it")]
#[path = "../../tests/it/workbench/effort/fewer.rs"]
mod fewer;
#[allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "the tests use the rest of it; a bench that cannot be set up stops"
)]
#[path = "../../tests/it/workbench/effort/player.rs"]
mod player;

pub(crate) fn rows() {
    for size in [(120, 40), (200, 60)] {
        let mut sent: Vec<usize> =
            articles().into_iter().flat_map(|(article, gold)| replay(article, &gold, size)).collect();
        sent.sort_unstable();
        let share = |hundredths: usize| sent[(sent.len() - 1) * hundredths / 100];
        let measured = format!("p50 {}, p99 {}, most {}", share(50), share(99), share(100));
        row(&format!("bytes a key, replay, {}x{}", size.0, size.1), "p50 ≤ 600", &measured);
    }
    row("bytes of a frame in which nothing has changed", "0", &idle().to_string());
}

/// The sample articles with their references.
fn articles() -> Vec<(Article, Vec<Body>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let (article, reference) = json::read(&fs::read_to_string(path).unwrap()).unwrap();
        let gold = reference.gold.iter().map(|item| item.body.clone()).collect();
        (Article { suggestions: Vec::new(), ..article }, gold)
    };
    paths.iter().map(read).collect()
}

/// The bytes of each key of the player, in order. The first frame is not among them.
fn replay(article: Article, gold: &[Body], size: (u16, u16)) -> Vec<usize> {
    let suggested = Suggested::by_rules(&article);
    let mut player = player::Player::sized(article.clone(), &suggested, fewer::Style::FEWER, size);
    player.play(player::plans(gold, &suggested.found));
    let mut model = model(article, &suggested, size);
    let mut canvas = Canvas::new(size.0, size.1, Vec::new());
    let theme = Theme::new(Depth::Indexed, LabelSet::default());
    canvas.draw(|buffer| draw(&model, &theme, buffer)).unwrap();
    let mut bytes = Vec::new();
    for key in &player.pressed {
        let before = canvas.out().len();
        update(&mut model, Action::Key(key.parse().unwrap()));
        canvas.draw(|buffer| draw(&model, &theme, buffer)).unwrap();
        bytes.push(canvas.out().len() - before);
    }
    bytes
}

fn model(article: Article, suggested: &Suggested, size: (u16, u16)) -> Model {
    let documents = vec![Document::new(Arc::new(article), None)];
    let settings = Settings { annotator: Some("reference".to_owned()), ..Settings::default() };
    let mut model = Model::new(settings, documents, Vec::new(), size).unwrap();
    suggested.give(&mut model);
    model
}

/// The bytes of a second frame of the same model.
fn idle() -> usize {
    let (article, _) = articles().into_iter().next().unwrap();
    let suggested = Suggested::by_rules(&article);
    let model = model(article, &suggested, (120, 40));
    let mut canvas = Canvas::new(120, 40, Vec::new());
    let theme = Theme::new(Depth::Indexed, LabelSet::default());
    canvas.draw(|buffer| draw(&model, &theme, buffer)).unwrap();
    let before = canvas.out().len();
    canvas.draw(|buffer| draw(&model, &theme, buffer)).unwrap();
    canvas.out().len() - before
}
