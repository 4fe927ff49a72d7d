//! Tests of all suggestions: properties of any text, and what is found in texts of news (marked text in, marked text out).

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::gold::{Article, Body, Extra, Label, Suggestion};
use crate::text::{Span, Text};

fn suggest(text: &str) -> (Text, Vec<Suggestion>) {
    suggest_with(&Builtin::new(), text)
}

fn suggest_with(suggester: &Builtin, text: &str) -> (Text, Vec<Suggestion>) {
    let text = Text::new(text);
    let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
    (text, suggester.suggest(&article))
}

/// The text with the entities of some labels marked, as `⟦LOC:باريس⟧`.
fn marked(plain: &str, labels: &[&str]) -> String {
    let (text, found) = suggest(plain);
    let mut out = String::new();
    let mut last = 0;
    for suggestion in &found {
        let Body::Entity { span, label } = &suggestion.body else { continue };
        if labels.contains(&label.as_str()) {
            out.push_str(text.get(last..span.start()));
            out.push_str(&format!("⟦{label}:{}⟧", text.slice(*span)));
            last = span.end();
        }
    }
    out.push_str(text.get(last..text.len()));
    out
}

fn plain(marked: &str) -> String {
    let mut plain = String::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        plain.push_str(before);
        let (_, after) = after.split_once(':').unwrap();
        let (name, after) = after.split_once('⟧').unwrap();
        plain.push_str(name);
        rest = after;
    }
    plain + rest
}

/// Checks lines of marked text: all marked entities of the labels are found, and no others.
fn check_marked_text(table: &str, labels: &[&str]) {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let found = lines.map(|line| (marked(&plain(line), labels), line));
    let wrong: Vec<String> =
        found.filter(|(found, line)| found != line).map(|(found, line)| format!("{found}\n     is {line}")).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn entities_are_found_as_they_are_marked() {
    check_marked_text(include_str!("../../tests/suggest/entities.txt"), &["PER", "LOC", "ORG", "MISC", "DATE"]);
}

#[test]
fn dates_are_found_as_they_are_marked() {
    check_marked_text(include_str!("../../tests/suggest/dates.txt"), &["DATE"]);
}

/// One frame as a line: `kind | content … content | cue | speaker (implied)`. The rules choose the speakers, not the model.
fn frames(plain: &str) -> Vec<String> {
    let rules = Builtin::new().with_choices(Arc::new(ChoiceModel::builtin().without_speakers()));
    let (text, found) = suggest_with(&rules, plain);
    let line = |suggestion: &Suggestion| {
        let frame = suggestion.body.frame()?;
        let content: Vec<&str> = frame.content.iter().map(|span| text.slice(*span)).collect();
        let cue = frame.cue.map_or("-", |cue| text.slice(cue));
        let speaker = frame.speaker.as_ref().map_or("-".to_owned(), |speaker| {
            format!("{}{}", text.slice(speaker.span), if speaker.implied { " (implied)" } else { "" })
        });
        Some(format!("{} | {} | {cue} | {speaker}", frame.kind.name(), content.join(" … ")))
    };
    found.iter().filter_map(line).collect()
}

#[test]
fn quotes_of_news_are_found() {
    let table = include_str!("../../tests/suggest/quotes.txt");
    let mut wrong = Vec::new();
    for block in table.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let mut lines = block.lines().filter(|line| !line.starts_with('#'));
        let text = lines.next().unwrap_or_default().replace('⏎', "\n");
        let (found, expected) = (frames(&text), lines.collect::<Vec<_>>());
        if found != expected {
            wrong.push(format!("{text}\n found {}\n not   {}", found.join("\n       "), expected.join("\n       ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn entities(found: &[Suggestion]) -> Vec<Span> {
    found.iter().filter(|suggestion| suggestion.body.frame().is_none()).filter_map(|s| s.body.span()).collect()
}

/// Pieces of unusual text: quotation marks of every kind, verbs, names, half words, control characters, astral letters.
const PIECES: [&str; 58] = [
    "قال",
    "وقالت",
    " إن ",
    " أنها ",
    "«",
    "»",
    "“",
    "”",
    "\"",
    "‘",
    "’",
    ":",
    "،",
    ".",
    "؟",
    "\n",
    " ",
    "\r\n",
    "(",
    ")",
    "بحسب ",
    "وفقا ل",
    "كما أعلن ",
    "نقلت ",
    " عن ",
    " قوله ",
    "مشيرا إلى ",
    "الرئيس ",
    "وزارة ",
    "للأمم المتحدة",
    " باريس",
    "لأوباما",
    "محمد ",
    "عبد ",
    "الله",
    "بن ",
    "12",
    "/",
    "3",
    "2024",
    "نوفمبر/تشرين الثاني",
    "مارس ",
    "آذار",
    "عام ",
    "ﷺ",
    "ﻻ",
    "\u{64e}",
    "\u{640}",
    "\u{200f}",
    "\u{200d}",
    "\u{202e}",
    "😀",
    "e\u{301}",
    "\u{600}",
    "\0",
    "\u{1b}[31m",
    "-",
    "شركة \"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_valid_suggestions(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..120)) {
        let raw = pieces.concat();
        let (text, found) = suggest(&raw);
        let (_, again) = suggest(&raw);
        prop_assert_eq!(&found, &again);
        for suggestion in &found {
            let mut spans: Vec<Span> = suggestion.body.span().into_iter().collect();
            if let Some(frame) = suggestion.body.frame() {
                prop_assert!(!frame.content.is_empty());
                spans.extend(frame.content.iter().copied().chain(frame.cue));
                spans.extend(frame.speaker.as_ref().map(|speaker| speaker.span));
            }
            for span in spans {
                prop_assert_eq!(text.span(span.start(), span.end()), Ok(span));
            }
            prop_assert!(suggestion.score.is_some_and(|score| (0.0..=1.0).contains(&score)));
            prop_assert!(is_builtin(&suggestion.source), "{}", suggestion.source);
        }
        for pair in entities(&found).windows(2) {
            prop_assert!(pair[0].end() <= pair[1].start());
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].body.reading_key() <= pair[1].body.reading_key());
        }
    }

    #[test]
    fn any_characters_give_entities_that_do_not_overlap(raw in "[ا-ي«»\"“” .،:\n0-9a-z\\PC]{0,80}") {
        let (_, found) = suggest(&raw);
        prop_assert!(entities(&found).windows(2).all(|pair| pair[0].end() <= pair[1].start()));
    }
}

#[test]
fn merging_joins_equal_suggestions() {
    let text = Text::new("زار أوباما باريس.");
    let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
    let found = Builtin::rules().suggest(&article);
    let mut other = found.clone();
    for suggestion in &mut other {
        suggestion.source = "spacy@3.8".into();
        suggestion.score = Some(0.99);
    }
    let both = merge(vec![found.clone(), other.clone(), found.clone()]);
    assert_eq!(both.len(), found.len(), "{}", text.as_str());
    for (one, merged) in found.iter().zip(&both) {
        assert_eq!((merged.source.clone(), merged.score), (format!("{}+spacy@3.8", one.source), Some(0.99)));
    }
    assert_eq!(merge(vec![found.clone()]), found);
}

/// A merged list does not change when it is merged with parts of itself.
#[test]
fn merging_again_changes_nothing() {
    let text = Text::new("زار أوباما باريس");
    let entity = |source: &str, index: usize| {
        let body = Body::Entity { span: text.words()[index], label: Label::new("X") };
        Suggestion::new(&text, source, 0.5, body)
    };
    let merged =
        super::merge(vec![vec![entity("wire@1", 1)], vec![entity("gazetteer+trigger@0.1.0", 1), entity("b@1", 2)]]);
    assert_eq!(merged[0].source, "wire@1+gazetteer+trigger@0.1.0");
    for part in [entity("wire@1", 1), entity("gazetteer+trigger@0.1.0", 1), entity("b@1", 2)] {
        assert_eq!(super::merge(vec![merged.clone(), vec![part]]), merged);
    }
}
