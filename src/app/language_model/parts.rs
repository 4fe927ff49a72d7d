//! The parts of an article that are sent one by one: whole paragraphs, sentences of a very long one, or words of a very long sentence.

use std::ops::Range;

use crate::gold::{Body, Frame, Speaker, Suggestion, stable_id};
use crate::text::{Span, Text, paragraphs, sentences};

/// A part has at most this many bytes, unless one word has more: some 1,000 Arabic words, which fit into the window of a
/// small model together with the prompt.
pub(super) const PART_BYTES: usize = 8_000;

/// Returns the parts of a text that have words in them.
pub(super) fn parts(text: &str, most: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for paragraph in paragraphs(text) {
        let long = paragraph.len() > most;
        let words = text.get(paragraph.clone()).unwrap_or_default();
        let pieces: Vec<Range<usize>> = if long {
            let sentences = sentences(words).map(|it| it.start + paragraph.start..it.end + paragraph.start);
            sentences.flat_map(|sentence| at_words(text, sentence, most)).collect()
        } else {
            vec![paragraph]
        };
        for piece in pieces {
            match found.last_mut() {
                Some(last) if piece.end - last.start <= most => last.end = piece.end,
                _ => found.push(piece),
            }
        }
    }
    found.retain(|part| text.get(part.clone()).is_some_and(|words| !words.trim().is_empty()));
    found
}

/// Divides a sentence that is too long, behind spaces.
fn at_words(text: &str, sentence: Range<usize>, most: usize) -> Vec<Range<usize>> {
    if sentence.len() <= most {
        return vec![sentence];
    }
    let mut at = sentence.start;
    let words = text.get(sentence).unwrap_or_default().split_inclusive(char::is_whitespace);
    words
        .map(|word| {
            let start = at;
            at += word.len();
            start..at
        })
        .collect()
}

/// A suggestion for a part of a text as one for the whole text. The part begins at this byte.
pub(super) fn moved(found: Suggestion, whole: &Text, start: usize) -> Option<Suggestion> {
    let shift = |span: Span| whole.span(span.start() + start, span.end() + start).ok();
    let body = match found.body {
        Body::Entity { span, label } => Body::Entity { span: shift(span)?, label },
        Body::Quote(frame) => {
            let Frame { kind, content, cue, speaker } = *frame;
            Body::Quote(Box::new(Frame {
                kind,
                content: content.into_iter().map(shift).collect::<Option<_>>()?,
                cue: cue.and_then(shift),
                speaker: speaker.and_then(|speaker| Some(Speaker { span: shift(speaker.span)?, ..speaker })),
            }))
        }
    };
    Some(Suggestion { id: stable_id(whole, &body), body, ..found })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_hold_all_words_and_are_short(text in "([اب ]{1,6}[.\n]?){0,30}", most in 8_usize..60) {
            let parts = parts(&text, most);
            prop_assert!(parts.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let kept: String = parts.iter().map(|part| text.get(part.clone()).unwrap()).collect();
            let words = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(words(&kept), words(&text));
            for part in parts.iter().filter(|part| part.len() > most) {
                prop_assert!(text.get(part.clone()).unwrap().split_whitespace().count() <= 1);
            }
        }
    }
}
