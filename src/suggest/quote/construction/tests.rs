//! The examples at the head of each construction are found as they are marked.

use super::{CONSTRUCTIONS, Construction};
use crate::gold::{Article, Extra, Frame};
use crate::suggest::{Builtin, Suggester};
use crate::text::{Span, Text};

/// The spans of a marked text: content, cue and speaker, in bytes of the text without its marks.
#[derive(Debug, Default, PartialEq)]
struct Marked {
    text: String,
    content: Vec<(usize, usize)>,
    cue: Option<(usize, usize)>,
    speaker: Option<(usize, usize)>,
}

/// Reads `[cue: قال] [speaker: الوزير] إن [content: …]`.
fn parse(after: &str) -> Marked {
    let mut marked = Marked::default();
    let mut rest = after;
    while let Some((before, opened)) = rest.split_once('[') {
        marked.text.push_str(before);
        let (name, following) = opened.split_once(": ").unwrap();
        let (inside, following) = following.split_once(']').unwrap();
        let start = marked.text.len();
        marked.text.push_str(inside);
        let span = (start, marked.text.len());
        match name {
            "content" => marked.content.push(span),
            "cue" => marked.cue = Some(span),
            "speaker" => marked.speaker = Some(span),
            _ => panic!("{name}: no part of a frame"),
        }
        rest = following;
    }
    marked.text.push_str(rest);
    marked
}

fn marked(text: &Text, frame: &Frame) -> Marked {
    let bytes = |span: Span| (span.start(), span.end());
    Marked {
        text: text.as_str().to_owned(),
        content: frame.content.iter().copied().map(bytes).collect(),
        cue: frame.cue.map(bytes),
        speaker: frame.speaker.as_ref().map(|speaker| bytes(speaker.span)),
    }
}

#[test]
fn examples_are_found_as_they_are_marked() {
    for Construction { name: file, source, .. } in CONSTRUCTIONS {
        let lines = |head: &str| -> Vec<String> {
            let lines = source.lines().filter_map(|line| line.strip_prefix("//! ")?.strip_prefix(head));
            lines.map(|line| line.trim().to_owned()).collect()
        };
        let (before, after) = (lines("before:"), lines("after:"));
        assert!(!before.is_empty() && before.len() == after.len(), "{file}: an example is missing");
        for (before, after) in before.iter().zip(&after) {
            let expected = parse(after);
            assert_eq!(&expected.text, before, "{file}: the marked text is another one");
            let text = Text::new(before.clone());
            let article =
                Article { id: (*file).into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
            let found = Builtin::new().suggest(&article);
            let frames: Vec<(Marked, &str)> =
                found.iter().filter_map(|one| Some((marked(&text, one.body.frame()?), one.source.as_str()))).collect();
            let own = frames.iter().find(|(frame, _)| frame == &expected);
            let (_, source) = own.unwrap_or_else(|| panic!("{file}: {after}\n{frames:#?}"));
            assert!(source.starts_with(&format!("quote-rule:{file}@")), "{file}: {after} is found by {source}");
        }
    }
}
