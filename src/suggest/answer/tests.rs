//! Answers in all their shapes.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Answer, Quotation, locate, read_answer};
use crate::gold::Body;
use crate::text::Text;

const TEXT: &str = "زار سامي باريس. وقال سامي الراوي: «نعم، سنعود إلى باريس». ثم غادرها أُسامة 😀 بباريس";

fn answer(text: &str, said: Value) -> Answer {
    read_answer(said, &Text::new(text), "m").unwrap()
}

/// The words and labels of the entities.
fn entities(text: &str, said: Value) -> Vec<(String, String, usize)> {
    let whole = Text::new(text);
    let found = answer(text, said).suggestions;
    found
        .iter()
        .filter_map(|suggestion| match &suggestion.body {
            Body::Entity { span, label } => {
                Some((whole.slice(*span).to_owned(), label.to_string(), whole.code_points(*span).start))
            }
            Body::Quote(_) => None,
        })
        .collect()
}

fn located(words: &str, more: Quotation<'_>) -> Result<usize, String> {
    let text = Text::new(TEXT);
    let span = locate(&text, &Quotation { words, ..more }).map_err(|error| error.to_string())?;
    Ok(text.code_points(span).start)
}

#[test]
fn quoted_words_are_found_exactly_then_folded_then_by_their_surroundings() {
    let none = Quotation::default();
    assert_eq!(located("الراوي", none), Ok(26));
    assert_eq!(located("اسامه", none), Ok(68), "another spelling");
    assert_eq!(located("«سامي الراوي».", none), Ok(21), "other punctuation");
    assert_eq!(located("لندن", none), Err("\"لندن\" is not in the text".to_owned()));
    assert!(located("باريس", none).unwrap_err().contains("3 times"));
    assert_eq!(located("باريس", Quotation { nth: Some(3), ..none }), Ok(78));
    assert!(located("باريس", Quotation { nth: Some(4), ..none }).unwrap_err().contains("\"nth\" is 4"));
    assert_eq!(located("باريس", Quotation { context: Some("سنعود الى باريس"), ..none }), Ok(50));
    assert_eq!(located("باريس", Quotation { context: Some("وقال إنه سنعود حتما إلى باريس"), ..none }), Ok(50));
    assert_eq!(located("باريس", Quotation { before: Some("سامي"), ..none }), Ok(9));
    assert_eq!(located("سامي", Quotation { after: Some("الراوي"), ..none }), Ok(21));
    assert_eq!(located("باريس", Quotation { before: Some("أُسامة 😀"), ..none }), Ok(78), "a proclitic between");
    assert_eq!(located("سام", none).unwrap_err(), "\"سام\" is in the text 3 times; add \"nth\" or \"context\"");
}

#[test]
fn words_that_are_quoted_as_often_as_they_occur_are_taken_in_order() {
    let said =
        json!([{"text": "باريس", "label": "A"}, {"text": "باريس", "label": "B"}, {"text": "باريس", "label": "C"}]);
    let found: Vec<(String, usize)> = entities(TEXT, said).into_iter().map(|(_, label, at)| (label, at)).collect();
    assert_eq!(found, [("A".into(), 9), ("B".into(), 50), ("C".into(), 78)]);
    let one = answer(TEXT, json!([{"text": "باريس", "label": "A"}]));
    assert_eq!((one.suggestions.len(), one.dropped), (0, 1));
    let four = json!([{"text": "سامي", "label": "A"}, {"text": "سامي", "label": "A"}, {"text": "سامي", "label": "A"}]);
    let four = answer(TEXT, four);
    assert_eq!((four.suggestions.len(), four.dropped), (2, 1), "{:?}", four.problems);
}

#[test]
fn a_context_that_decides_nothing_leaves_the_order() {
    let text = "سافر من باريس إلى ليون ثم عاد إلى باريس أمس";
    for (one, other) in [
        (json!({"context": ""}), json!({"context": " "})),
        (json!({"context": text}), json!({"context": text})),
        (json!({"context": "عاد إلى باريس أمس"}), json!({})),
        (json!({}), json!({"context": "سافر من باريس"})),
    ] {
        let item = |mut hints: Value, label: &str| {
            hints["text"] = "باريس".into();
            hints["label"] = label.into();
            hints
        };
        let mut found = entities(text, json!([item(one.clone(), "A"), item(other.clone(), "B")]));
        found.sort_by_key(|(_, _, start)| *start);
        let starts: Vec<usize> = found.iter().map(|(_, _, start)| *start).collect();
        assert_eq!(starts, [8, 34], "{one} {other}");
    }
}

#[test]
fn the_outputs_of_common_libraries_are_read() {
    for said in [
        json!({"entities": [{"start": 4, "end": 8, "label": "PER"}]}),
        json!([{"entity_group": "PER", "score": 0.9, "word": "##سامى", "start": 4, "end": 8}]),
        json!([[{"entity_group": "PER", "score": 0.9, "word": "سامي", "start": 4, "end": 8}]]),
        json!([
            {"entity": "B-PER", "score": 0.9, "index": 1, "word": "سا", "start": 4, "end": 6},
            {"entity": "I-PER", "score": 0.7, "index": 2, "word": "##مي", "start": 6, "end": 8},
        ]),
        json!({"ents": [{"start": 4, "end": 8, "label": "PER"}], "text": TEXT, "tokens": []}),
        json!([{"text": "سامي", "type": "PER", "start_char": 4, "end_char": 8}]),
        json!([{"text": "سامي", "label": "PER", "start": 4.0, "end": 8.0, "score": 0.5}]),
        json!([{"entity_type": "PER", "start": 4, "end": 8, "score": 0.5, "analysis_explanation": null}]),
        json!({"offset_unit": "byte", "entities": [{"start": 7, "end": 15, "label": "PER"}]}),
        json!([{"text": "سامي", "label": "PER", "nth": 1, "start": null, "end": null}]),
    ] {
        let found = entities(TEXT, said.clone());
        assert_eq!(found, [("سامي".to_owned(), "PER".to_owned(), 4)], "{said} {:?}", answer(TEXT, said.clone()));
    }
    assert_eq!(answer(TEXT, json!([])), Answer::default());
    let utf16 = json!({"offset_unit": "utf16", "entities": [{"start": 79, "end": 84, "label": "LOC"}]});
    assert_eq!(entities(TEXT, utf16), [("باريس".to_owned(), "LOC".to_owned(), 78)]);
}

#[test]
fn a_bad_item_costs_only_itself() {
    let said = json!({"entities": [
        {"start": 0, "end": 999, "label": "X"},
        {"start": 4, "end": 8, "label": "PER"},
        {"start": 4, "end": 8},
        {"start": "4", "end": 8, "label": "X"},
        {"start": 4, "end": 8, "text": "باريس", "label": "X"},
        {"text": "نص آخر", "label": "X"},
        {"text": "سامي", "label": "X", "nth": 0},
        7, null, "سامي",
        {"start": 4, "end": 8, "label": "PER"},
    ]});
    let answer = answer(TEXT, said);
    assert_eq!((answer.suggestions.len(), answer.items, answer.dropped), (1, 11, 9), "{:?}", answer.problems);
    assert!(answer.summary().unwrap().starts_with("9 of 11 items are left out: entities[0]: 999 is past the end"));
}

#[test]
fn quotes_are_found_by_their_words() {
    let text = Text::new(TEXT);
    for said in [
        json!({"quotes": [{"content": "نعم، سنعود إلى باريس", "cue": "وقال", "speaker": "سامي الراوي"}]}),
        json!([{"quote": "نعم سنعود إلى باريس", "cue": {"text": "قال"}, "speaker": {"text": "سامي الراوي"}}]),
        json!({"quotes": [{"content": [{"text": "نعم، سنعود إلى باريس"}], "cue": "قال", "speaker": "سامي"}]}),
    ] {
        let answer = answer(TEXT, said.clone());
        let Some(frame) = answer.suggestions.first().and_then(|found| found.body.frame()) else {
            // Without the comma the words are not in the text.
            assert!(said.to_string().contains("نعم سنعود"), "{said} {answer:?}");
            continue;
        };
        let words = |span| text.slice(span);
        assert_eq!(words(frame.content[0]), "نعم، سنعود إلى باريس");
        assert!(words(frame.cue.unwrap()).ends_with("قال"));
        let speaker = frame.speaker.as_ref().unwrap();
        assert_eq!(text.code_points(speaker.span).start, 21);
    }
    let said = json!({"quotes": [{"content": "سنعود", "cue": "أعلن", "speaker": null}]});
    let answer = answer(TEXT, said);
    assert_eq!((answer.suggestions.len(), answer.dropped, answer.problems.len()), (1, 0, 1));
    assert!(answer.summary().unwrap().contains("quotes[0].cue"));
}

#[test]
fn answers_of_no_known_shape_are_refused() {
    for said in [
        json!(7),
        json!("x"),
        json!({"entities": 7}),
        json!([[1], [2]]),
        json!({"id": "a", "entites": []}),
        json!({"id": "a", "LOC": ["باريس"]}),
    ] {
        assert!(read_answer(said.clone(), &Text::new(TEXT), "m").is_err(), "{said}");
    }
}

proptest! {
    /// Every suggestion for quoted words has these words, folded, whatever is asked.
    #[test]
    fn what_is_found_has_the_words_that_are_quoted(
        text in "[اأبسى\u{64E}ـ «.😀]{1,40}",
        words in "[اأبسى\u{64E} .]{1,6}",
        context in proptest::option::of("[اأبس ]{1,12}"),
        nth in proptest::option::of(0_usize..4),
    ) {
        use crate::text::Fold;
        let text = Text::new(text);
        let quotation = Quotation { words: &words, context: context.as_deref(), nth, ..Quotation::default() };
        if let Ok(span) = locate(&text, &quotation) {
            let letters = |words: &str| words.fold().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(text.slice(span)), letters(&words));
        }
    }

    /// No answer makes the reader fail, and every item is kept, dropped or said twice.
    #[test]
    fn no_answer_fails(numbers in proptest::collection::vec((0_i64..30, -3_i64..30, "[A-C ]{0,2}"), 0..8)) {
        let items: Vec<Value> =
            numbers.iter().map(|(start, end, label)| json!({"start": start, "end": end, "label": label})).collect();
        let found = answer(TEXT, Value::Array(items));
        prop_assert!(found.suggestions.len() + found.dropped <= found.items);
        prop_assert_eq!(found.dropped, found.problems.len());
    }
}
