//! Tokens of a text and their tags, for the formats that count in tokens.

use std::cmp::Reverse;
use std::ops::Range;

use clap::ValueEnum;

use crate::formats::loss::Loss;
use crate::gold::{Article, Layer};
use crate::text::{Span, Text, sentences};

use super::graph::{Graph, Node};

/// The way in which proclitics that are written onto a word (و ف ب ل ك س) become tokens.
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

/// The scheme for writing spans as tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TagScheme {
    /// B- on the first token, I- on the others
    #[default]
    Iob2,
    /// Also L- on the last token, U- on a span of one token
    Bilou,
}

/// The tokens of a text. [`TokenRule::Proclitics`] also ends a token at each edge of a span.
pub(crate) fn split_tokens(text: &Text, rule: TokenRule, spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let words = text.tokens();
    if rule == TokenRule::Words {
        return words;
    }
    let mut edges: Vec<usize> = spans.flat_map(|span| [span.start(), span.end()]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut tokens = Vec::with_capacity(words.len());
    for word in words {
        let first = edges.partition_point(|edge| *edge <= word.start());
        let inside = edges.get(first..).unwrap_or_default().iter().take_while(|edge| **edge < word.end());
        let mut start = word.start();
        for end in inside.copied().chain([word.end()]) {
            tokens.extend(text.span(start, end));
            start = end;
        }
    }
    tokens
}

/// The range of the tokens that overlap a span.
pub(crate) fn token_range(tokens: &[Span], span: Span) -> Range<usize> {
    let first = tokens.partition_point(|token| token.end() <= span.start());
    let end = tokens.partition_point(|token| token.start() < span.end());
    first..end.max(first)
}

/// True if a span overlaps at least one token and covers each token that it overlaps.
pub(crate) fn is_on_tokens(tokens: &[Span], span: Span) -> bool {
    let tokens = tokens.get(token_range(tokens, span)).unwrap_or_default();
    // Tokens do not overlap, so those in the middle are covered.
    !tokens.is_empty() && tokens.first().into_iter().chain(tokens.last()).all(|token| span.covers(*token))
}

/// Reports each span of a graph that begins or ends inside a token.
pub(crate) fn report_edges_inside_tokens(
    graph: &Graph<'_>,
    tokens: &[Span],
    article: &Article,
    why: &str,
    lost: &mut dyn FnMut(Loss),
) {
    for node in graph.nodes.iter().filter(|node| !is_on_tokens(tokens, node.span)) {
        lost(Loss::at(article, node.span, graph.describe(node), why));
    }
}

/// A span with the label of its tags.
pub(crate) struct LabelledSpan<'a> {
    pub(crate) span: Span,
    pub(crate) label: &'a str,
    /// The id and label of its item, for a [`Loss`].
    item: String,
}

/// The spans of a layer in reading order: entities with their labels, the parts of quotes with their roles.
pub(crate) fn labelled_spans<'a>(graph: &Graph<'a>, layer: Layer) -> Vec<LabelledSpan<'a>> {
    let nodes = graph.nodes.iter().filter(|node| graph.is_entity(node) == (layer == Layer::Entity));
    let labelled = |node: &Node<'a>| LabelledSpan { span: node.span, label: node.label, item: graph.describe(node) };
    let mut spans: Vec<LabelledSpan<'a>> = nodes.map(labelled).collect();
    spans.sort_by_key(|labelled| (labelled.span.start(), Reverse(labelled.span.end())));
    spans
}

/// Tokens with one tag each, and the ends of sentences.
pub(crate) struct TaggedTokens {
    pub(crate) tokens: Vec<Span>,
    pub(crate) tags: Vec<String>,
    /// True for a token that ends a sentence.
    pub(crate) sentence_ends: Vec<bool>,
}

/// The tokens of a text and the ends of its sentences. No sentence ends inside a span of the graph.
pub(crate) fn tokens_in_sentences(article: &Article, graph: &Graph<'_>, rule: TokenRule) -> TaggedTokens {
    let spans = graph.nodes.iter().map(|node| LabelledSpan { span: node.span, label: "", item: String::new() });
    tag_tokens(article, &spans.collect::<Vec<_>>(), rule, TagScheme::Iob2, &mut |_| {})
}

/// Tags the tokens of a text. A token has one tag: of spans that overlap, the first is tagged, and the others are lost.
pub(crate) fn tag_tokens(
    article: &Article,
    spans: &[LabelledSpan<'_>],
    rule: TokenRule,
    scheme: TagScheme,
    lost: &mut dyn FnMut(Loss),
) -> TaggedTokens {
    let text = &article.text;
    let tokens = split_tokens(text, rule, spans.iter().map(|labelled| labelled.span));
    let mut tags = vec!["O".to_owned(); tokens.len()];
    let mut continues = vec![false; tokens.len()];
    let mut last_end = 0;
    let mut last: Option<&LabelledSpan<'_>> = None;
    for labelled in spans {
        let range = token_range(&tokens, labelled.span);
        let mut lose = |why: String| lost(Loss::at(article, labelled.span, &labelled.item, why));
        if range.is_empty() {
            lose("contains no token; left out".to_owned());
            continue;
        }
        if range.start < last_end {
            let (how, other) = last.map_or(("crosses", ""), |last| {
                (if last.span.covers(labelled.span) { "lies in" } else { "crosses" }, last.item.as_str())
            });
            lose(format!("{how} {other}, and a token has one tag; left out"));
            continue;
        }
        if rule == TokenRule::Words && !is_on_tokens(&tokens, labelled.span) {
            lose("begins or ends inside a word; widened to whole words".to_owned());
        }
        last_end = range.end;
        last = Some(labelled);
        for at in range.clone() {
            let position = match (scheme, at == range.start, at + 1 == range.end) {
                (TagScheme::Bilou, true, true) => 'U',
                (TagScheme::Bilou, false, true) => 'L',
                (_, true, _) => 'B',
                (_, false, _) => 'I',
            };
            if let (Some(tag), Some(continues)) = (tags.get_mut(at), continues.get_mut(at)) {
                *tag = format!("{position}-{}", labelled.label);
                *continues = at != range.start;
            }
        }
    }
    let sentence_ends = sentence_ends(text, &tokens, &continues);
    TaggedTokens { tokens, tags, sentence_ends }
}

/// Sentences end where the text says, but never before a token that continues a span.
fn sentence_ends(text: &Text, tokens: &[Span], continues: &[bool]) -> Vec<bool> {
    let mut ends = vec![false; tokens.len()];
    for sentence in sentences(text.as_str()) {
        let next = tokens.partition_point(|token| token.start() < sentence.end);
        let is_inside_span = continues.get(next).copied().unwrap_or(false);
        if !is_inside_span && let Some(end) = next.checked_sub(1).and_then(|last| ends.get_mut(last)) {
            *end = true;
        }
    }
    if let Some(end) = ends.last_mut() {
        *end = true;
    }
    ends
}

/// The spans that tags describe, as ranges of tokens with their labels. Reads IOB1, IOB2, BILOU and BIOES alike, as seqeval
/// does by default: a span begins at `B`, `U` and `S`, where the label changes, and where no span is open; it ends after
/// `L`, `E`, `U` and `S`.
pub(crate) fn spans_of_tags<'a>(tags: impl Iterator<Item = &'a str>) -> Vec<(Range<usize>, &'a str)> {
    let mut spans: Vec<(Range<usize>, &str)> = Vec::new();
    let mut open = false;
    for (at, tag) in tags.enumerate() {
        let Some((position, label)) = split_tag(tag) else {
            open = false;
            continue;
        };
        match spans.last_mut().filter(|(_, last)| open && *last == label && !matches!(position, 'B' | 'U' | 'S')) {
            Some((range, _)) => range.end = at + 1,
            None => spans.push((at..at + 1, label)),
        }
        open = !matches!(position, 'L' | 'E' | 'U' | 'S');
    }
    spans
}

/// The position and the label of a tag such as `B-PER`; `None` for `O` and for a word that is not a tag.
pub(crate) fn split_tag(tag: &str) -> Option<(char, &str)> {
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
            assert_eq!(spans_of_tags(tags.split(' ')), [(1..3, "A"), (4..5, "A")], "{tags}");
        }
        assert_eq!(spans_of_tags("I-A B-A I-B".split(' ')), [(0..1, "A"), (1..2, "A"), (2..3, "B")]);
        assert_eq!(spans_of_tags("U-A I-A".split(' ')), [(0..1, "A"), (1..2, "A")]);
    }

    #[test]
    fn tokens_end_at_span_edges() {
        let text = Text::new("قال لأوباما");
        let span = text.span(9, text.len()).unwrap();
        let words = |rule| -> Vec<String> {
            split_tokens(&text, rule, [span].into_iter()).iter().map(|token| text.slice(*token).to_owned()).collect()
        };
        assert_eq!(words(TokenRule::Words), ["قال", "لأوباما"]);
        assert_eq!(words(TokenRule::Proclitics), ["قال", "ل", "أوباما"]);
    }
}
