//! Suggestions with a low score are hidden, and come back when the bound is lowered.

use std::sync::Arc;

use tawsim::gold::{Article, Body, Extra, Label, Suggestion};
use tawsim::text::Text;
use tawsim::workbench::{Action, Document, Key, KeyCode, Model, Settings, update};

use super::{answer, answer_of_program};

fn suggestion(text: &Text, words: &str, source: &str, score: f64) -> Suggestion {
    let at = text.as_str().find(words).unwrap();
    let span = text.span_around(at, at + words.len()).unwrap();
    Suggestion::new(text, source, score, Body::Entity { span, label: Label::new("PER") })
}

fn pending(model: &Model) -> Vec<&str> {
    let document = model.document().unwrap();
    document.annotation.pending.iter().map(|one| document.article.text.slice(one.body.span().unwrap())).collect()
}

fn press(model: &mut Model, keys: &str) {
    for c in keys.chars().filter(|c| *c != ' ') {
        update(model, Action::Key(Key::plain(KeyCode::Char(c))));
    }
}

#[test]
fn low_scores_of_the_builtin_suggester_are_hidden() {
    let text = Text::new("سامي وليلى وعمر");
    let ours = vec![suggestion(&text, "سامي", "tagger@1", 0.9), suggestion(&text, "ليلى", "tagger@1", 0.3)];
    let theirs = vec![suggestion(&text, "عمر", "spacy@1", 0.1)];
    let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
    let settings = Settings { threshold: 0.32, ..Settings::default() };
    let documents = vec![Document::new(Arc::new(article), None)];
    let mut model = Model::new(settings, documents, Vec::new(), (80, 24)).unwrap();
    answer(&mut model, 0, ours.clone());
    answer_of_program(&mut model, 0, theirs);
    assert_eq!(pending(&model), ["سامي", "عمر"]);
    press(&mut model, r"\ - ");
    assert_eq!(pending(&model), ["سامي", "ليلى", "عمر"], "the bound is 0.27 now");
    press(&mut model, r"\ + ");
    assert_eq!(pending(&model), ["سامي", "عمر"]);
    // The built-in suggester answers again; suggestions of others stay.
    answer(&mut model, 0, ours[1..].to_vec());
    assert_eq!(pending(&model), ["سامي", "عمر"], "what has the focus stays, too");
    press(&mut model, "a");
    assert_eq!(pending(&model), ["عمر"]);
}

/// A hidden suggestion may be proposed again by another suggester. It stays one suggestion at any bound.
#[test]
fn a_hidden_suggestion_that_is_proposed_again_stays_one_suggestion() {
    let text = Text::new("لندن ثم لندن");
    let second = text.words()[2];
    let hidden = Suggestion::new(&text, "tagger@1", 0.3, Body::Entity { span: second, label: Label::new("PER") });
    let ours = vec![suggestion(&text, "لندن", "tagger@1", 0.9), hidden];
    let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
    let settings = Settings { threshold: 0.62, ..Settings::default() };
    let documents = vec![Document::new(Arc::new(article), None)];
    let mut model = Model::new(settings, documents, Vec::new(), (80, 24)).unwrap();
    answer(&mut model, 0, ours);
    assert_eq!(pending(&model), ["لندن"]);
    press(&mut model, "P");
    update(&mut model, Action::Key(Key::plain(KeyCode::Enter)));
    assert_eq!(pending(&model), ["لندن", "لندن"]);
    for _ in 0..20 {
        press(&mut model, r"\ -");
    }
    assert_eq!(pending(&model), ["لندن", "لندن"]);
    press(&mut model, "a a");
    assert!(pending(&model).is_empty() && model.documents[0].annotation.gold.len() == 2);
}
