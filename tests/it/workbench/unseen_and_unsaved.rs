//! No verdict on an item that is not on the screen, and no loss without a message.

use std::sync::Arc;

use serde_json::json;
use tawsim::edit::ItemRef;
use tawsim::gold::{Annotation, Article, Body, Extra, Label, Suggestion, json as gold_json};
use tawsim::text::Text;
use tawsim::workbench::{Action, COMMANDS, Document, Effect, Key, Model, Saving, Settings, update};

use super::answer_of_program;

/// Articles with many lines and a suggestion in the first and the last.
fn model(ids: &[&str]) -> Model {
    let text = Text::new(format!("{}\n{}{}", "باريس", "نص طويل\n".repeat(80), "لندن"));
    let last = text.words().len() - 1;
    let document = |id: &&str| {
        let entity = |index: usize| Body::Entity { span: text.words()[index], label: Label::new("LOC") };
        let suggestions = [0, last].map(|index| Suggestion::new(&text, "m@1", 0.5, entity(index))).to_vec();
        let article = Article { id: (*id).to_owned(), text: text.clone(), meta: Extra::new(), suggestions };
        Document::new(Arc::new(article), None)
    };
    Model::new(Settings::default(), ids.iter().map(document).collect(), Vec::new(), (80, 24)).unwrap()
}

fn press(model: &mut Model, key: &str) -> Vec<Effect> {
    update(model, Action::Key(key.parse::<Key>().unwrap()))
}

fn annotations(model: &Model) -> Vec<Annotation> {
    model.documents.iter().map(|document| document.annotation.clone()).collect()
}

/// An article that is saved does not hide another that is not, and leaving asks once.
#[test]
fn an_unsaved_article_is_reported_until_it_is_saved() {
    let mut model = model(&["a", "b"]);
    press(&mut model, "a");
    press(&mut model, "n");
    press(&mut model, "a");
    update(&mut model, Action::SaveFailed { id: "a".to_owned(), problem: "the disk is full".to_owned() });
    let revision = model.documents[1].revision();
    update(&mut model, Action::Saved { id: "b".to_owned(), revision });
    assert_eq!(model.saving(), Saving::Failed);
    assert_eq!(press(&mut model, "q"), []);
    assert!(model.notice().unwrap().text.contains("the disk is full"));
    assert_eq!(press(&mut model, "q"), [Effect::Quit]);
    let revision = model.documents[0].revision();
    update(&mut model, Action::Saved { id: "a".to_owned(), revision });
    assert_eq!(model.saving(), Saving::Saved);
}

/// A conflict loses nothing: the message names the file with the work as a whole, and leaving asks for nothing.
#[test]
fn a_conflict_is_called_saved_and_names_its_file() {
    let mut model = model(&["a", "b"]);
    press(&mut model, "a");
    let (revision, problem) = (model.documents[0].revision(), "gold/a.conflict-1.json: has the work".to_owned());
    for _ in 0..2 {
        let action = Action::SavedAside { id: "a".to_owned(), revision, problem: problem.clone() };
        assert_eq!(update(&mut model, action), []);
    }
    assert_eq!(model.saving(), Saving::Aside);
    assert_eq!(model.notice().unwrap().text, problem);
    assert_eq!(model.problems(), [problem.as_str()], "once");
    assert_eq!(model.conflicts(), [problem.as_str()]);
    assert_eq!(press(&mut model, "q"), [Effect::Quit]);
    update(&mut model, Action::Saved { id: "a".to_owned(), revision });
    assert_eq!(model.saving(), Saving::Saved);
}

/// Leaving waits for saves under way, and the program stays when one fails.
#[test]
fn quitting_waits_for_the_disk() {
    let mut left = model(&["a", "b"]);
    press(&mut left, "a");
    let (revision, id) = (left.documents[0].revision(), "a".to_owned());
    assert_eq!(press(&mut left, "q"), []);
    assert_eq!(update(&mut left, Action::Saved { id, revision }), [Effect::Quit]);

    let mut stays = model(&["a", "b"]);
    press(&mut stays, "a");
    assert_eq!(press(&mut stays, "q"), []);
    assert_eq!(
        update(&mut stays, Action::SaveFailed { id: "a".to_owned(), problem: "the disk is full".to_owned() }),
        []
    );
    assert!(stays.notice().unwrap().text.contains("again quits without saving, "));
    let message = &stays.notice().unwrap().text;
    assert!(
        message.contains("Ctrl-o keeps the work in a file elsewhere") && message.ends_with("the disk is full"),
        "{message}"
    );
    assert_eq!(press(&mut stays, "q"), [Effect::Quit]);

    // Another key cancels leaving.
    let mut back = model(&["a", "b"]);
    press(&mut back, "a");
    press(&mut back, "q");
    press(&mut back, "Tab");
    assert_eq!(update(&mut back, Action::Saved { id: "a".to_owned(), revision }), []);
}

/// In a window that is too small, and while the focus is off the screen, no key of any command
/// changes an annotation. (Adding a selection needs more than one key.)
#[test]
fn items_off_the_screen_get_no_verdict() {
    for info in COMMANDS {
        for key in info.keys.iter().filter(|key| !key.contains(' ')) {
            let mut small = model(&["a"]);
            update(&mut small, Action::Resize(30, 8));
            let before = annotations(&small);
            press(&mut small, key);
            assert_eq!(annotations(&small), before, "{key} in a small window");

            // The status and the history of an article do not depend on the focus.
            if matches!(info.name.as_str(), "done" | "skip" | "undo" | "redo") {
                continue;
            }
            let mut scrolled = model(&["a"]);
            press(&mut scrolled, "a");
            press(&mut scrolled, "Home");
            press(&mut scrolled, "PageDown");
            press(&mut scrolled, "PageDown");
            let before = annotations(&scrolled);
            press(&mut scrolled, key);
            assert_eq!(annotations(&scrolled), before, "{key} with the focus off the screen");
        }
    }
}

/// What is not accepted, because another suggestion for its words is, is not counted either.
#[test]
fn accepting_the_rest_counts_what_was_never_shown_among_the_accepted() {
    let mut model = model(&["a"]);
    let text = model.documents[0].article.text.clone();
    let body = Body::Entity { span: *text.words().last().unwrap(), label: Label::new("PER") };
    let suggestions = vec![Suggestion::new(&text, "m@2", 0.4, body)];
    answer_of_program(&mut model, 0, suggestions);
    assert_eq!(annotations(&model)[0].pending.len(), 3);
    press(&mut model, "D");
    let message = &model.notice().unwrap().text;
    assert!(message.contains("accepted 2, 1 of them never on the screen"), "{message}");
}

/// The page follows a match far from the focused difference, so it shows no readings and more lines of the article. The items
/// of these lines have been shown too.
#[test]
fn items_beside_a_match_are_shown_also_while_a_difference_has_the_focus() {
    let line = |number: usize| match number {
        0 => "باريس\n",
        40 => "قمر\n",
        44 => "لندن\n",
        _ => "نص طويل\n",
    };
    let text: String = (0..90).map(line).collect();
    let london = text.split("لندن").next().unwrap().chars().count();
    let reading = |id: &str, label: &str| json!({"id": id, "start": 0, "end": 5, "label": label, "source": id, "annotators": [id], "difference": "d1"});
    let last = json!({"id": "s-3", "start": london, "end": london + 4, "label": "LOC", "source": "m@1"});
    let gold = json!({"id": "a", "text": text, "annotators": ["sara", "ali"],
        "pending": [reading("sara", "LOC"), reading("ali", "PER"), last]});
    let (article, annotation) = gold_json::read(&gold.to_string()).unwrap();
    let document = Document::new(Arc::new(article), Some(annotation));
    let mut model = Model::new(Settings::default(), vec![document], Vec::new(), (80, 24)).unwrap();
    press(&mut model, "Home");
    assert_eq!(model.reading_stack().map(|stack| stack.rows.len()), Some(2));
    for key in ["/", "ق", "م", "ر", "Enter"] {
        press(&mut model, key);
    }
    let document = model.document().unwrap();
    assert_eq!(model.reading_stack(), None);
    let place = document.body(&ItemRef::Pending("s-3".to_owned())).unwrap().0.span().unwrap().start();
    assert!(document.shown(model.lines_shown()).contains(&place), "it is on the screen");
    assert!(document.was_shown("s-3"));
}
