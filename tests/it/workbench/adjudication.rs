//! Adjudication: all readings of a difference with their keys, names, times and notes, in two orders.

use std::sync::Arc;

use serde_json::json;
use tawsim::edit::ItemRef;
use tawsim::gold::merge::{ANNOTATORS, CLASS, MergeRule, combine, difference_of};
use tawsim::gold::{Annotation, LabelSet, Status, json as gold_json};
use tawsim::lang::Lang;
use tawsim::view::{Depth, Theme};
use tawsim::workbench::{
    Action, Adjudication, DifferenceOrder, Document, Effect, Keymap, Model, Mouse, MouseKind, Names, Settings, update,
};

use super::screens::{assert_screen, drawn, dump, press};

const TEXT: &str = "زار الوزير سامي النجار حي السلام في باريس أمس، وقال أحمد خالد إن الزيارة ناجحة ومهمة للبلدين.";

/// A version of the article: entities as words and label, the kind of the quote, and a note on the first entity.
fn version(entities: &[(&str, &str)], kind: &str, note: Option<&str>) -> Annotation {
    let place = |words: &str| {
        let start = TEXT.split(words).next().unwrap().chars().count();
        (start, start + words.chars().count())
    };
    let entity = |(number, (words, label)): (usize, &(&str, &str))| {
        let (start, end) = place(words);
        let mut entity = json!({"id": format!("e{}", number + 1), "start": start, "end": end, "label": label,
            "verdict": "added", "at": "2026-11-29T10:20:30Z"});
        if let (0, Some(note)) = (number, note) {
            entity["note"] = note.into();
        }
        entity
    };
    let part = |words: &str| {
        let (start, end) = place(words);
        json!({"start": start, "end": end})
    };
    let entities: Vec<_> = entities.iter().enumerate().map(entity).collect();
    let quote = json!({"id": "q1", "kind": kind, "content": [part("الزيارة ناجحة ومهمة للبلدين")], "cue": part("وقال"),
        "speaker": part("أحمد خالد"), "verdict": "added"});
    let line = json!({"id": "a", "text": TEXT, "status": "done", "entities": entities, "quotes": [quote]});
    gold_json::read(&line.to_string()).unwrap().1
}

fn model(annotators: usize, lang: Lang, size: (u16, u16), (order, names): (DifferenceOrder, Names)) -> Model {
    let versions = [
        ("sara9", version(&[("سامي النجار", "PER"), ("حي السلام", "LOC"), ("باريس", "LOC")], "indirect", None)),
        ("ali9", version(&[("سامي", "PER"), ("حي السلام", "ORG"), ("باريس", "LOC")], "mixed", Some("بلا اللقب؟"))),
        ("huda9", version(&[("سامي", "PER"), ("باريس", "LOC"), ("أحمد خالد", "PER")], "indirect", None)),
    ];
    let versions: Vec<(String, &Annotation)> =
        versions.iter().take(annotators).map(|(name, version)| ((*name).to_owned(), version)).collect();
    let (article, _) = gold_json::read(&json!({"id": "a", "text": TEXT}).to_string()).unwrap();
    let mut combined = combine(&article.text, &versions, &MergeRule::Unanimous).annotation;
    let all: Vec<&str> = versions.iter().map(|(name, _)| name.as_str()).collect();
    combined.extra.insert(ANNOTATORS.to_owned(), all.into());
    // In the order of the text: the name, the district, the second name and the quote's kind.
    let classes = [("d1", "boundary"), ("d2", "label"), ("d3", "missed"), ("d4", "kind")];
    let with_class = |suggestion: &tawsim::gold::Suggestion| {
        let class = classes.iter().find(|(name, _)| difference_of(suggestion) == Some(name)).map(|(_, class)| *class);
        let mut suggestion = suggestion.clone();
        suggestion.extra.extend(class.map(|class| (CLASS.to_owned(), class.into())));
        suggestion
    };
    combined.pending = combined.pending.iter().map(with_class).collect();
    let adjudication = Some(Adjudication { order, names });
    let settings = Settings { lang, adjudication, ..Settings::default() };
    Model::new(settings, vec![Document::new(Arc::new(article), Some(combined))], Vec::new(), size).unwrap()
}

fn screen(model: &Model) -> String {
    dump(&drawn(model, &Theme::new(Depth::Mono, LabelSet::default())))
}

const BY_PLACE: (DifferenceOrder, Names) = (DifferenceOrder::Place, Names::Shown);

#[test]
fn adjudication_screens_match_their_snapshots() {
    for (name, annotators, lang, size, keys) in [
        ("adjudication", 2, Lang::En, (80, 24), "t"),
        ("adjudication_three", 3, Lang::En, (80, 24), "t"),
        ("adjudication_three_wide", 3, Lang::En, (120, 40), "t W Tab"),
        ("ar_adjudication", 3, Lang::Ar, (80, 24), ""),
    ] {
        let mut model = model(annotators, lang, size, BY_PLACE);
        press(&mut model, keys);
        assert_screen(name, &screen(&model));
    }
}

/// Names and times are hidden; letters, notes and keys are not.
#[test]
fn hidden_names_are_nowhere_on_the_screen() {
    let mut model = model(3, Lang::En, (120, 40), (DifferenceOrder::Place, Names::Hidden));
    for key in ["Tab", "Tab", "Tab", "Tab"] {
        press(&mut model, key);
        let screen = screen(&model);
        for hidden in ["sara9", "ali9", "huda9", "2026"] {
            assert!(!screen.contains(hidden), "{hidden} after {key}:\n{screen}");
        }
        assert!(screen.contains("A"), "{screen}");
    }
}

/// One key for each difference takes A's reading; the order of the focus is that of the differences.
#[test]
fn differences_come_by_place_or_by_class() {
    for (order, expected) in
        [(DifferenceOrder::Place, ["d1", "d2", "d3", "d4"]), (DifferenceOrder::Class, ["d1", "d4", "d2", "d3"])]
    {
        let mut model = model(3, Lang::En, (80, 24), (order, Names::Shown));
        let mut seen = Vec::new();
        press(&mut model, "Home Tab");
        while let Some(document) = model.document().filter(|document| document.differences().0 > 0) {
            let focus = document.focus.clone().unwrap();
            let (_, suggestion) = document.body(&focus).unwrap();
            seen.push(difference_of(suggestion.unwrap()).unwrap().to_owned());
            assert!(seen.len() <= 4, "{seen:?}");
            press(&mut model, "W");
        }
        assert_eq!(model.document().unwrap().differences(), (0, 4));
        let first = seen.iter().position(|name| name == "d1").unwrap();
        seen.rotate_left(first);
        assert_eq!(seen, expected);
    }
}

/// Two articles with one difference each. The last verdict marks the first one done, in the same step of undo, and opens the
/// second.
#[test]
fn the_last_verdict_ends_the_article() {
    for key in ["W", "G", "a", "O"] {
        let mut model = two_articles();
        press(&mut model, key);
        assert_eq!(model.current, 1, "{key}");
        let first = model.documents.get(0).unwrap();
        assert_eq!((first.annotation.status, first.annotation.pending.len()), (Status::Done, 0), "{key}");
        let notice = model.notice().unwrap().text.clone();
        assert!(notice.contains("p u"), "{notice}");
        press(&mut model, "p u");
        let first = model.document().unwrap();
        assert_eq!(
            (model.current, first.annotation.status, first.annotation.pending.len()),
            (0, Status::InProgress, 2)
        );
    }
}

/// A count does not reach into an article that nobody has seen. A change of a reading may need more keys, so it does not end the
/// article; the key that says "right, go on" does.
#[test]
fn only_a_verdict_ends_an_article() {
    let mut model = two_articles();
    press(&mut model, "0 3 W");
    assert_eq!((model.current, model.documents.get(1).unwrap().annotation.pending.len()), (1, 2));

    let mut model = two_articles();
    press(&mut model, "4");
    let first = model.document().unwrap();
    assert_eq!((model.current, first.annotation.status, first.annotation.pending.len()), (0, Status::InProgress, 0));
    // What is put right when nothing is pending does not end it either.
    press(&mut model, "x");
    assert_eq!((model.current, model.document().unwrap().annotation.gold.len()), (0, 0));
    press(&mut model, "u a");
    assert_eq!(model.current, 1);
    assert_eq!(model.documents.get(0).unwrap().annotation.status, Status::Done);
}

/// Outside of an adjudication a verdict does not end an article.
#[test]
fn a_verdict_in_annotate_does_not_end_an_article() {
    let mut model = two_articles();
    model.settings.adjudication = None;
    press(&mut model, "W");
    assert_eq!((model.current, model.document().unwrap().annotation.status), (0, Status::InProgress));
}

/// A counted verdict that ends an article is one step of undo, as any counted verdict.
#[test]
fn a_counted_verdict_that_ends_an_article_is_one_step_of_undo() {
    let mut model = two_articles_with(&[(0, 3), (4, 9), (10, 13)], &[]);
    press(&mut model, "0 3");
    let effects = update(&mut model, Action::Key("W".parse().unwrap()));
    assert_eq!((model.current, model.documents.get(0).unwrap().annotation.pending.len()), (1, 0));
    let entries = effects.iter().filter_map(|effect| match effect {
        Effect::Save { entries, .. } => Some(entries.len()),
        _ => None,
    });
    assert_eq!(entries.collect::<Vec<_>>(), [1], "{effects:?}");
    press(&mut model, "p u");
    let first = model.document().unwrap();
    assert_eq!((model.current, first.annotation.status, first.annotation.pending.len()), (0, Status::InProgress, 6));
}

/// The last verdict accepts an item that crosses another one. The article stays open, so the warning is seen.
#[test]
fn a_verdict_on_an_item_with_a_problem_does_not_end_the_article() {
    let crossing = json!({"id": "e1", "start": 6, "end": 13, "label": "LOC", "verdict": "added"});
    let mut model = two_articles_with(&[(4, 9)], &[crossing]);
    press(&mut model, "W");
    let first = model.document().unwrap();
    assert_eq!((model.current, first.annotation.status, first.annotation.pending.len()), (0, Status::InProgress, 0));
    let notice = model.notice().unwrap();
    assert!(notice.bad && notice.text.contains("cross"), "{}", notice.text);
    press(&mut model, "a");
    assert_eq!((model.current, model.documents.get(0).unwrap().annotation.status), (1, Status::Done));
}

/// An item that is in two readings: `accept` takes the first of them, so only that one shows its key.
#[test]
fn the_key_of_accept_is_shown_only_at_the_reading_that_it_takes() {
    let reading = |id: &str, start: usize, end: usize, by: &[&str]| {
        json!({"id": id, "start": start, "end": end, "label": "LOC", "source": by.join("+"), "annotators": by,
            "difference": "d1"})
    };
    let pending =
        [reading("s-1", 0, 9, &["sara"]), reading("s-2", 0, 3, &["ali", "huda"]), reading("s-3", 4, 9, &["ali"])];
    let line = json!({"id": "a", "text": "زار باريس أمس", "annotators": ["sara", "ali", "huda"], "pending": pending});
    let (article, annotation) = gold_json::read(&line.to_string()).unwrap();
    let keymap = Keymap::from_toml("[keys]\ntake-reading = [\"W\"]\naccept = [\"F5\"]").unwrap();
    let settings = Settings { adjudication: Some(Adjudication::default()), keymap, ..Settings::default() };
    let document = Document::new(Arc::new(article), Some(annotation));
    let mut model = Model::new(settings, vec![document], Vec::new(), (80, 24)).unwrap();
    model.documents[0].focus = Some(ItemRef::Pending("s-2".to_owned()));
    update(&mut model, Action::Resize(80, 24));
    let screen = screen(&model);
    let key_of = |name: &str| {
        let line =
            screen.lines().find(|line| line.contains(&format!("{name}: "))).unwrap_or_else(|| panic!("{screen}"));
        line.split(name)
            .next()
            .unwrap()
            .split_whitespace()
            .rev()
            .nth(1)
            .unwrap()
            .trim_start_matches(['├', '└', '▸'])
            .to_owned()
    };
    assert_eq!([key_of("ali"), key_of("huda")], ["F5", "w"], "{screen}");
}

fn two_articles() -> Model {
    two_articles_with(&[(4, 9)], &[])
}

/// Two articles with a difference at each of these places, and with these entities.
fn two_articles_with(places: &[(usize, usize)], entities: &[serde_json::Value]) -> Model {
    // The work begins in the first one, which is in progress.
    let article = |id: &str, status: &str| {
        let reading = |number: usize, (start, end): (usize, usize), label: &str, by: &str| {
            json!({"id": format!("s-{number}-{by}"), "start": start, "end": end, "label": label, "source": by,
                "annotators": [by], "difference": format!("d{number}")})
        };
        let pending: Vec<_> = (1..)
            .zip(places)
            .flat_map(|(number, place)| [reading(number, *place, "LOC", "sara"), reading(number, *place, "PER", "ali")])
            .collect();
        let line = json!({"id": id, "text": "زار باريس أمس", "status": status, "annotators": ["sara", "ali"],
            "entities": entities, "pending": pending});
        let (article, annotation) = gold_json::read(&line.to_string()).unwrap();
        Document::new(Arc::new(article), Some(annotation))
    };
    let settings = Settings { adjudication: Some(Adjudication::default()), ..Settings::default() };
    Model::new(settings, vec![article("a", "in_progress"), article("b", "suggested")], Vec::new(), (80, 24)).unwrap()
}

/// Any number of annotators have a key: nine have one or two keys each, all are in a list. After Z come AA and AB.
#[test]
fn many_annotators_have_letters_and_keys() {
    const COUNT: usize = 28;
    let labels = ["PER", "LOC", "ORG", "MISC", "DATE"];
    let model = || {
        let names: Vec<String> = (0..COUNT).map(|number| format!("reader{number}")).collect();
        let reading = |number: usize| {
            let (start, end) = [(0, 3), (4, 9), (10, 13), (0, 9), (4, 13), (0, 13)][number / labels.len()];
            json!({"id": format!("s-{number}"), "start": start, "end": end, "label": labels[number % labels.len()],
                "source": names[number], "annotators": [names[number]], "difference": "d1"})
        };
        let pending: Vec<_> = (0..COUNT).map(reading).collect();
        let line = json!({"id": "a", "text": "زار باريس أمس", "annotators": names, "pending": pending});
        let (article, annotation) = gold_json::read(&line.to_string()).unwrap();
        let settings = Settings { adjudication: Some(Adjudication::default()), ..Settings::default() };
        Model::new(settings, vec![Document::new(Arc::new(article), Some(annotation))], Vec::new(), (80, 24)).unwrap()
    };
    let taken = |model: &Model| {
        let gold = &model.document().unwrap().annotation.gold;
        gold.iter().map(|item| item.suggestion.as_ref().unwrap().id.clone()).collect::<Vec<_>>()
    };
    for (keys, expected) in [("W", "s-0"), ("_", "s-4"), ("; 6", "s-5"), ("; 9", "s-8")] {
        let mut model = model();
        press(&mut model, keys);
        assert_eq!(taken(&model), [expected], "{keys}");
    }
    let mut model = model();
    press(&mut model, "; w");
    for letter in "AB".chars() {
        press(&mut model, &letter.to_string());
    }
    let screen = screen(&model);
    assert!(screen.contains("AB reader27"), "{screen}");
    press(&mut model, "Enter");
    assert_eq!(taken(&model), ["s-27"]);
}

/// With the mouse, a press on a reading on the page gives it the focus; lines below the readings keep their words.
#[test]
fn a_press_on_a_reading_gives_it_the_focus() {
    let mut model = model(2, Lang::En, (80, 24), BY_PLACE);
    model.settings.mouse = true;
    press(&mut model, "Home Tab");
    let stack = model.reading_stack().unwrap();
    let page = model.panes().unwrap().page;
    let other = stack.difference.readings.iter().find_map(|reading| {
        let id = reading.items.first()?;
        (model.document()?.focus != Some(ItemRef::Pending(id.clone()))).then(|| id.clone())
    });
    let number =
        stack.rows.iter().position(|row| stack.difference.readings[row.reading()].items.first() == other.as_ref());
    let row = page.y + u16::try_from(stack.after + number.unwrap()).unwrap();
    update(&mut model, Action::Mouse(Mouse { kind: MouseKind::Press, column: page.x + 5, row }));
    assert_eq!(model.document().unwrap().focus, other.map(ItemRef::Pending));
}
