//! Tokens of a text and their tags, for the formats that count in tokens.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use clap::ValueEnum;

use crate::formats::loss::Loss;
use crate::gold::{Article, Layer};
use crate::text::{Span, Text, is_arabic_diacritic, sentences};
use crate::words::segment::proclitic_ends;

use super::graph::{Graph, Node};

/// What a token is. Every rule looks at the text alone, never at the annotation: so two annotations of one text have the
/// same tokens, and a model that is trained on them meets the same tokens in a text without annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TokenRule {
    /// Proclitics (و ف ب ل ك س) are tokens of their own, cut off every word by rule
    #[default]
    Proclitics,
    /// The same, and a proclitic is marked with + in conll and hf: ل+
    MarkedProclitics,
    /// Words stay whole, with their proclitics
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

/// The tokens of a text.
pub(crate) fn split_tokens(text: &Text, rule: TokenRule) -> Vec<Span> {
    let words = text.tokens();
    if rule == TokenRule::Words {
        return words;
    }
    let mut tokens = Vec::with_capacity(words.len() + words.len() / 4);
    for word in words {
        let mut start = word.start();
        for end in proclitic_ends(text.slice(word)).into_iter().map(|end| word.start() + end).chain([word.end()]) {
            tokens.extend(text.span(start, end));
            start = end;
        }
    }
    tokens
}

/// The words of each token as a file of tokens has them: a proclitic with its mark, if the rule has one.
pub(crate) fn token_words<'a>(text: &'a Text, tokens: &[Span], rule: TokenRule) -> Vec<Cow<'a, str>> {
    let is_letter = |c: char| c.is_alphanumeric() || is_arabic_diacritic(c) || c == '\u{640}';
    let words = tokens.iter().enumerate().map(|(at, token)| {
        let words = text.slice(*token);
        let goes_on = tokens.get(at + 1).is_some_and(|next| next.start() == token.end());
        let is_proclitic = rule == TokenRule::MarkedProclitics
            && goes_on
            && words.starts_with(['و', 'ف', 'ب', 'ل', 'ك', 'س'])
            && words.chars().filter(|c| c.is_alphanumeric()).count() <= 2
            && text.get(token.end()..text.len()).starts_with(is_letter);
        if is_proclitic { Cow::Owned(format!("{words}+")) } else { Cow::Borrowed(words) }
    });
    words.collect()
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

/// Tells each span of a graph that begins or ends inside a token. Its characters are exact, so nothing is lost.
pub(crate) fn report_edges_inside_tokens(
    graph: &Graph<'_>,
    tokens: &[Span],
    article: &Article,
    why: &'static str,
    lost: &mut dyn FnMut(Loss),
) {
    for node in graph.nodes.iter().filter(|node| !is_on_tokens(tokens, node.span)) {
        lost(Loss::at(article, node.span, graph.describe(node), why).kept());
    }
}

/// A span with the label of its tags.
pub(crate) struct LabelledSpan<'a> {
    pub(crate) span: Span,
    pub(crate) label: Cow<'a, str>,
    /// The id and label of its item, for a [`Loss`].
    pub(crate) item: String,
}

/// The spans of a layer in reading order: entities with their labels, the parts of quotes with their roles.
pub(crate) fn labelled_spans<'a>(graph: &Graph<'a>, layer: Layer) -> Vec<LabelledSpan<'a>> {
    let nodes = graph.nodes.iter().filter(|node| graph.is_entity(node) == (layer == Layer::Entity));
    let labelled = |node: &Node<'a>| LabelledSpan {
        span: node.span,
        label: Cow::Borrowed(node.label),
        item: graph.describe(node),
    };
    let mut spans: Vec<LabelledSpan<'a>> = nodes.map(labelled).collect();
    spans.sort_by_key(|labelled| (labelled.span.start(), Reverse(labelled.span.end())));
    spans
}

/// What happens to a span with an edge inside a token, where a format has only tokens.
pub(crate) const WIDENED: &str = "begins or ends inside a token; widened to whole tokens";

/// Tokens with one tag each, and the ends of sentences.
pub(crate) struct TaggedTokens {
    pub(crate) tokens: Vec<Span>,
    pub(crate) tags: Vec<String>,
    /// True for a token that ends a sentence.
    pub(crate) sentence_ends: Vec<bool>,
}

/// The tokens of a text and the ends of its sentences. No sentence ends inside a span of the graph.
pub(crate) fn tokens_in_sentences(article: &Article, graph: &Graph<'_>, rule: TokenRule) -> TaggedTokens {
    in_sentences(article, graph, split_tokens(&article.text, rule))
}

/// The same, and a token also ends at each edge of a span of the graph: for a format that holds spans only on tokens, and
/// from which nobody trains.
pub(crate) fn tokens_cut_in_sentences(article: &Article, graph: &Graph<'_>, rule: TokenRule) -> TaggedTokens {
    let mut edges: Vec<usize> = graph.nodes.iter().flat_map(|node| [node.span.start(), node.span.end()]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut tokens = Vec::new();
    for token in split_tokens(&article.text, rule) {
        let first = edges.partition_point(|edge| *edge <= token.start());
        let inside = edges.get(first..).unwrap_or_default().iter().take_while(|edge| **edge < token.end());
        let mut start = token.start();
        for end in inside.copied().chain([token.end()]) {
            tokens.extend(article.text.span(start, end));
            start = end;
        }
    }
    in_sentences(article, graph, tokens)
}

/// The ends of sentences behind tokens.
fn in_sentences(article: &Article, graph: &Graph<'_>, tokens: Vec<Span>) -> TaggedTokens {
    let mut continues = vec![false; tokens.len()];
    // Of spans that begin together the longest decides, and of a part of one nothing is new: each token is visited once.
    let mut spans: Vec<Span> = graph.nodes.iter().map(|node| node.span).collect();
    spans.sort_by_key(|span| (span.start(), Reverse(span.end())));
    let mut done = 0;
    for span in spans {
        let range = token_range(&tokens, span);
        let first = if range.start < done { done } else { range.start + 1 };
        for continued in continues.get_mut(first..range.end).into_iter().flatten() {
            *continued = true;
        }
        done = done.max(range.end);
    }
    let sentence_ends = sentence_ends(&article.text, &tokens, &continues);
    TaggedTokens { tokens, tags: Vec::new(), sentence_ends }
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
    let tokens = split_tokens(text, rule);
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
        if !is_on_tokens(&tokens, labelled.span) {
            lose(WIDENED.to_owned());
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
    fn tokens_follow_from_the_text_alone() {
        let text = Text::new("قال لأوباما في باريس");
        let words = |rule| -> Vec<String> {
            let tokens = split_tokens(&text, rule);
            token_words(&text, &tokens, rule).into_iter().map(Cow::into_owned).collect()
        };
        assert_eq!(words(TokenRule::Words), ["قال", "لأوباما", "في", "باريس"]);
        assert_eq!(words(TokenRule::Proclitics), ["قال", "ل", "أوباما", "في", "باريس"]);
        assert_eq!(words(TokenRule::MarkedProclitics), ["قال", "ل+", "أوباما", "في", "باريس"]);
    }
}
