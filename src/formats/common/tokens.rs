//! Tokens of a text and what they are tagged with: shared by all formats that count in tokens.

use clap::ValueEnum;

use crate::gold::{Article, Body, GoldItem, Layer};
use crate::text::{Span, Text, sentences};

use crate::formats::annotated::Annotated;
use crate::formats::loss::Loss;

/// How proclitics that are written onto a word (و ف ب ل ك س) become tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TokenRule {
    /// A token of their own
    ///
    /// A token ends wherever an exported span begins or ends.
    #[default]
    Proclitics,
    /// Part of the word; the span then covers the whole word
    Words,
}

/// How spans are written as tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TagScheme {
    /// B- on the first token, I- on the others
    #[default]
    Iob2,
    /// Also L- on the last token, U- on a span of one token
    Bilou,
}

/// The tokens of a text, cut at the edges of some spans if the rule wants it.
pub(in crate::formats) fn tokens(text: &Text, rule: TokenRule, spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let words = text.tokens();
    if rule == TokenRule::Words {
        return words;
    }
    let mut edges: Vec<usize> = spans.flat_map(|span| [span.start(), span.end()]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut cut = Vec::with_capacity(words.len());
    for word in words {
        let first = edges.partition_point(|edge| *edge <= word.start());
        let inside = edges.get(first..).unwrap_or_default().iter().take_while(|edge| **edge < word.end());
        let mut start = word.start();
        for end in inside.copied().chain([word.end()]) {
            cut.extend(text.span(start, end));
            start = end;
        }
    }
    cut
}

/// Which tokens share a letter with a span: the first, and the one behind the last.
pub(in crate::formats) fn cover(tokens: &[Span], span: Span) -> std::ops::Range<usize> {
    let first = tokens.partition_point(|token| token.end() <= span.start());
    let end = tokens.partition_point(|token| token.start() < span.end());
    first..end.max(first)
}

/// Does a span hold its tokens whole?
pub(in crate::formats) fn fits(tokens: &[Span], span: Span) -> bool {
    let range = cover(tokens, span);
    let tokens = tokens.get(range).unwrap_or_default();
    !tokens.is_empty() && tokens.iter().all(|token| span.covers(*token))
}

/// A span with a label that may be tagged.
pub(in crate::formats) struct Labelled {
    pub(in crate::formats) span: Span,
    pub(in crate::formats) label: String,
    /// The mark's id and label, for [`Loss`].
    pub(in crate::formats) what: String,
}

/// The id and label of a mark, as losses name it.
pub(in crate::formats) fn what(mark: &GoldItem) -> String {
    format!("{} ({})", mark.id, mark.body.label())
}

/// What is to be tagged of a layer, in reading order: entities by their labels, the parts of quotes by their roles.
pub(in crate::formats) fn labelled(one: &Annotated, layer: Layer) -> Vec<Labelled> {
    let mut found = Vec::new();
    for mark in one.gold_items().filter(|mark| mark.body.layer() == layer) {
        let mut add = |span, label: &str| found.push(Labelled { span, label: label.to_owned(), what: what(mark) });
        match &mark.body {
            Body::Entity { span, label } => add(*span, label.as_str()),
            Body::Quote(frame) => {
                frame.content.iter().for_each(|part| add(*part, "CONTENT"));
                frame.cue.iter().for_each(|cue| add(*cue, "CUE"));
                frame.speaker.iter().for_each(|speaker| add(speaker.span, "SPEAKER"));
            }
        }
    }
    found.sort_by_key(|one| (one.span.start(), std::cmp::Reverse(one.span.end())));
    found
}

/// Tokens with one tag each, and where sentences end.
pub(in crate::formats) struct Tagged {
    pub(in crate::formats) tokens: Vec<Span>,
    pub(in crate::formats) tags: Vec<String>,
    /// Does a sentence end behind the token?
    pub(in crate::formats) ends: Vec<bool>,
}

/// Tags tokens. A token has one tag, so of spans that share one the outer, else the first, is kept.
pub(in crate::formats) fn tag(
    article: &Article,
    labelled: &[Labelled],
    rule: TokenRule,
    scheme: TagScheme,
    lost: &mut dyn FnMut(Loss),
) -> Tagged {
    let text = &article.text;
    let tokens = tokens(text, rule, labelled.iter().map(|one| one.span));
    let mut tags = vec!["O".to_owned(); tokens.len()];
    let mut inner = vec![false; tokens.len()];
    let mut free = 0;
    let mut last: Option<&Labelled> = None;
    for one in labelled {
        let range = cover(&tokens, one.span);
        if range.is_empty() {
            lost(Loss::at(article, one.span, &one.what, "holds nothing that is a token; left out"));
            continue;
        }
        if range.start < free {
            let (how, other) = last.map_or(("crosses", ""), |last| {
                (if last.span.covers(one.span) { "lies in" } else { "crosses" }, last.what.as_str())
            });
            lost(Loss::at(article, one.span, &one.what, format!("{how} {other}, and a token has one tag; left out")));
            continue;
        }
        if rule == TokenRule::Words && !fits(&tokens, one.span) {
            lost(Loss::at(article, one.span, &one.what, "begins or ends inside a word; widened to whole words"));
        }
        free = range.end;
        last = Some(one);
        let end = range.end - 1;
        for at in range.clone() {
            let position = match (scheme, at == range.start, at == end) {
                (TagScheme::Bilou, true, true) => 'U',
                (TagScheme::Bilou, false, true) => 'L',
                (_, true, _) => 'B',
                (_, false, _) => 'I',
            };
            if let Some(tag) = tags.get_mut(at) {
                *tag = format!("{position}-{}", one.label);
            }
            if let Some(inner) = inner.get_mut(at) {
                *inner = at != range.start;
            }
        }
    }
    let ends = sentence_ends(text, &tokens, &inner);
    Tagged { tokens, tags, ends }
}

/// Sentences end where the text says, but never inside a tagged span.
fn sentence_ends(text: &Text, tokens: &[Span], inner: &[bool]) -> Vec<bool> {
    let mut ends = vec![false; tokens.len()];
    for sentence in sentences(text.as_str()) {
        let next = tokens.partition_point(|token| token.start() < sentence.end);
        let cuts = inner.get(next).copied().unwrap_or(false);
        if !cuts && let Some(end) = next.checked_sub(1).and_then(|last| ends.get_mut(last)) {
            *end = true;
        }
    }
    if let Some(end) = ends.last_mut() {
        *end = true;
    }
    ends
}

/// Spans out of tags, as ranges of tokens with their labels. Reads IOB1, IOB2, BILOU and BIOES alike: a span begins at
/// `B U S`, and where the label changes or none is open; it ends behind `L E U S`. This is seqeval's default reading.
pub(in crate::formats) fn spans_of<'a>(tags: impl Iterator<Item = &'a str>) -> Vec<(std::ops::Range<usize>, &'a str)> {
    let mut found: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
    let mut open = false;
    for (at, tag) in tags.enumerate() {
        let Some((position, label)) = split_tag(tag) else {
            open = false;
            continue;
        };
        match found.last_mut().filter(|(_, last)| open && *last == label && !matches!(position, 'B' | 'U' | 'S')) {
            Some((range, _)) => range.end = at + 1,
            None => found.push((at..at + 1, label)),
        }
        open = !matches!(position, 'L' | 'E' | 'U' | 'S');
    }
    found
}

/// A tag's position and label; `None` for `O`, and for what is no tag.
pub(in crate::formats) fn split_tag(tag: &str) -> Option<(char, &str)> {
    let (position, label) = tag.split_once('-')?;
    let mut letters = position.chars();
    let letter = letters.next().filter(|c| matches!(c, 'B' | 'I' | 'L' | 'U' | 'E' | 'S'))?;
    (letters.next().is_none() && !label.is_empty()).then_some((letter, label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_schemes_are_read() {
        for tags in ["O B-A I-A O B-A", "O I-A I-A O I-A", "O B-A L-A O U-A", "O B-A E-A O S-A"] {
            assert_eq!(spans_of(tags.split(' ')), [(1..3, "A"), (4..5, "A")], "{tags}");
        }
        assert_eq!(spans_of("I-A B-A I-B".split(' ')), [(0..1, "A"), (1..2, "A"), (2..3, "B")]);
        assert_eq!(spans_of("U-A I-A".split(' ')), [(0..1, "A"), (1..2, "A")]);
    }

    #[test]
    fn tokens_end_where_marks_do() {
        let text = Text::new("قال لأوباما");
        let span = text.span(9, text.len()).unwrap();
        let words = |rule| -> Vec<String> {
            tokens(&text, rule, [span].into_iter()).iter().map(|token| text.slice(*token).to_owned()).collect()
        };
        assert_eq!(words(TokenRule::Words), ["قال", "لأوباما"]);
        assert_eq!(words(TokenRule::Proclitics), ["قال", "ل", "أوباما"]);
    }
}
