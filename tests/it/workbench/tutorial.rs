//! The tutorial: a learner who does what each step says reaches the end, in both languages.

use std::sync::Arc;

use tawsim::edit::ItemRef;
use tawsim::gold::json;
use tawsim::lang::Lang;
use tawsim::workbench::tutorial::{ARTICLE, STEPS};
use tawsim::workbench::{Action, Document, Keymap, Mode, Model, Settings, update};

use super::answer;

fn begun(settings: Settings) -> Model {
    let (article, _) = json::read(ARTICLE).unwrap();
    let mut model = Model::new(settings, vec![Document::new(Arc::new(article), None)], Vec::new(), (80, 24)).unwrap();
    model.begin_tutorial();
    update(&mut model, Action::Start);
    answer(&mut model, 0, Vec::new());
    model
}

fn press(model: &mut Model, keys: &str) {
    for key in keys.split_whitespace() {
        update(model, Action::Key(key.parse().unwrap()));
    }
}

/// Goes to the item with these words.
fn go_to(model: &mut Model, words: &str) {
    let is_there = |model: &Model| {
        let document = model.document().unwrap();
        document.focused().is_some_and(|item| document.article.text.slice(item.span) == words)
    };
    (0..30).for_each(|_| {
        if !is_there(model) {
            press(model, "Down");
        }
    });
    assert!(is_there(model), "{words}");
}

/// Selects a word by the arrows: first the last line, then the words of it.
fn select(model: &mut Model, words: &str) {
    press(model, "v");
    for key in ["Down"; 9].into_iter().chain(["End"]).chain(["Right"; 20]) {
        let Mode::Select(selection) = &model.mode else { panic!("nothing is selected") };
        if model.document().unwrap().article.text.slice(selection.span).trim_end_matches(['.', '،']) == words {
            return;
        }
        press(model, key);
    }
    panic!("{words} was not reached");
}

#[test]
fn a_learner_reaches_the_end() {
    for lang in Lang::ALL {
        let mut model = begun(Settings { lang, ..Settings::default() });
        let step = |model: &Model| model.lesson().unwrap().0;
        for (expected, what) in (1..).zip([
            "a",
            "a",
            "x",
            "u",
            "Ctrl-r",
            "سامي h",
            "quote",
            "مارس L d a Enter",
            "النخيل l 3",
            "للبنان i",
            "select بيروت 2",
            "select وطرابلس i 2",
            "/ ا ل م ك ت ب ه Enter",
            "Esc :",
            "Esc ?",
            "Esc finish",
        ]) {
            assert_eq!(step(&model), expected, "{what}");
            assert_eq!(model.lesson().unwrap().1, STEPS.len());
            // Nothing else ends a step.
            press(&mut model, "t t");
            assert_eq!(step(&model), expected, "{what}");
            let (first, rest) = what.split_once(' ').unwrap_or((what, ""));
            match first {
                "quote" => {
                    go_to(&mut model, "سنفتتح المكتبة الجديدة في الربيع");
                    press(&mut model, "s 1");
                    if matches!(model.document().unwrap().focus, Some(ItemRef::Pending(_))) {
                        press(&mut model, "a");
                    }
                }
                "select" => {
                    let (words, keys) = rest.split_once(' ').unwrap();
                    select(&mut model, words);
                    press(&mut model, keys);
                }
                "سامي" | "مارس" | "النخيل" | "للبنان" => {
                    go_to(&mut model, first);
                    press(&mut model, rest);
                }
                "Esc" if rest == "finish" => {
                    press(&mut model, "Esc d");
                    if model.mode == Mode::Finish {
                        press(&mut model, "Alt-x");
                    }
                }
                _ => press(&mut model, what),
            }
        }
        assert_eq!(step(&model), STEPS.len(), "{lang:?}");
    }
}

/// The lesson names the keys that the learner has.
#[test]
fn the_lesson_names_the_learners_keys() {
    let keymap = Keymap::from_toml("[keys]\naccept = ['F5']").unwrap();
    let model = begun(Settings { keymap, ..Settings::default() });
    let (_, _, title, text) = model.lesson().unwrap();
    assert_eq!(title, "Accept");
    assert!(text.contains("press F5") && !text.contains('{'), "{text}");
}
