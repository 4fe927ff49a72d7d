//! Adjudication: all readings of a difference with their keys, names, times and notes, in two orders.

use std::sync::Arc;

use serde_json::json;
use tawsim::gold::merge::{ANNOTATORS, CLASS, MergeRule, combine, difference_of};
use tawsim::gold::{Annotation, LabelSet, json as gold_json};
use tawsim::lang::Lang;
use tawsim::view::{Depth, Theme};
use tawsim::workbench::{Adjudication, DifferenceOrder, Document, Model, Names, Settings};

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
    let annotators = u16::try_from(annotators).unwrap();
    let adjudication = Some(Adjudication { annotators, order, names });
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
