//! In a selection the arrow keys reach every word of an article from every other, and go back the same way.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use tawsim::gold::{Article, json};
use tawsim::text::{Span, Text};
use tawsim::workbench::{Action, Document, Mode, Model, Selection, Settings, update};

fn workbench(article: Article, size: (u16, u16)) -> Model {
    Model::new(Settings::default(), vec![Document::new(Arc::new(article), None)], Vec::new(), size).unwrap()
}

/// The selection after a key press.
fn pressed(model: &mut Model, from: Span, key: &str) -> Span {
    model.mode = Mode::Select(Selection { span: from, from: None, exact: false });
    update(model, Action::Key(key.parse().unwrap()));
    match &model.mode {
        Mode::Select(selection) => selection.span,
        other => panic!("{key} leads to {other:?}"),
    }
}

/// The words that a key selects one after the other, until it stays.
fn walk(model: &mut Model, from: Span, key: &str) -> Vec<Span> {
    let mut way = vec![from];
    while let Some(last) = way.last().copied() {
        let next = pressed(model, last, key);
        if next == last {
            break;
        }
        assert!(
            !way.contains(&next),
            "{key} goes round in a circle at {next:?} of {:?}",
            model.documents[0].article.id
        );
        way.push(next);
    }
    way
}

/// In an article with one direction, `Left` goes through all words from one end to the other, and `Right` goes back.
fn all_are_passed(article: Article, size: (u16, u16)) {
    let (id, words): (String, BTreeSet<Span>) = (article.id.clone(), article.text.words().iter().copied().collect());
    let Some(first) = words.first().copied() else { return };
    let mut model = workbench(article, size);
    let right = walk(&mut model, first, "Right");
    let left = walk(&mut model, *right.last().unwrap(), "Left");
    let text = &model.documents[0].article.text;
    let missed: Vec<&str> = words.iter().filter(|word| !left.contains(word)).map(|word| text.slice(*word)).collect();
    assert_eq!(missed, Vec::<&str>::new(), "{id} at {size:?}");
    assert_eq!(left.len(), words.len(), "{id} at {size:?}: what is passed is words, each once");
    let mut back = walk(&mut model, *left.last().unwrap(), "Right");
    back.reverse();
    assert_eq!(left, back, "{id} at {size:?}: the way back is another");
}

#[test]
fn arrows_reach_every_word_of_the_samples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    for entry in fs::read_dir(folder).unwrap() {
        let article = json::read(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap().0;
        for size in [(80, 24), (47, 15)] {
            all_are_passed(article.clone(), size);
        }
    }
}

fn words() -> impl Strategy<Value = String> {
    let pieces = [
        "قال",
        "وقالَ",
        "لأوباما",
        "(Barack",
        "Obama)",
        "13",
        "2015،",
        "3.5%",
        "«نعم",
        "لا»",
        "\"BBC",
        "News\"",
        "/",
        "\n",
        "a",
        "١٢٣",
        "-",
        "…",
        "\u{200F}",
        "https://x.org/a-b_c?d=e",
        "Ω",
        "שלום",
        "ـ",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every word is reached from every other, although `Left` goes forward in one paragraph and back in another.
    #[test]
    fn arrows_reach_every_word_of_any_text(text in words(), width in 40..100_u16) {
        let line = format!(r#"{{"id":"a","text":{}}}"#, serde_json::to_string(&format!("{text} a")).unwrap());
        let article = json::read(&line).unwrap().0;
        let words = article.text.words().to_vec();
        let mut model = workbench(article, (width, 20));
        let steps: Vec<(Span, Span)> = words
            .iter()
            .flat_map(|word| ["Left", "Right"].map(|key| (*word, pressed(&mut model, *word, key))))
            .collect();
        // From the first word every word is reached, and from every word the first one.
        for turned in [false, true] {
            let mut reached = BTreeSet::from([words[0]]);
            let mut next = vec![words[0]];
            while let Some(from) = next.pop() {
                let steps = steps.iter().map(|(a, b)| if turned { (*b, *a) } else { (*a, *b) });
                next.extend(steps.filter(|(a, _)| *a == from).map(|(_, b)| b).filter(|b| reached.insert(*b)));
            }
            let missed: Vec<Span> = words.iter().filter(|word| !reached.contains(word)).copied().collect();
            prop_assert_eq!(missed, Vec::new());
        }
    }

    /// From any selection a key selects a word, or changes nothing at the ends of the article.
    #[test]
    fn arrows_select_a_word_from_any_selection(text in words(), a in 0..200_usize, b in 0..200_usize) {
        let line = format!(r#"{{"id":"a","text":{}}}"#, serde_json::to_string(&format!("{text} a")).unwrap());
        let article = json::read(&line).unwrap().0;
        let letters = article.text.as_str().chars().count();
        let (from, to) = (a.min(b).min(letters), a.max(b).min(letters));
        let Ok(span) = article.text.span_of_code_points(from, to) else { return Ok(()) };
        let text: Text = article.text.clone();
        let mut model = workbench(article, (80, 20));
        for key in ["Left", "Right"] {
            let next = pressed(&mut model, span, key);
            prop_assert!(next == span || text.words().contains(&next), "{key} from {:?}", text.slice(span));
        }
    }
}
