//! Moves one edge of a span by a word, a proclitic or a grapheme cluster.

use crate::text::{Span, Text, is_line_end, next_grapheme, previous_grapheme, proclitic_edges, quotation_mark};

/// One of the two edges of a span, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    /// The first edge in reading order: the right edge of Arabic.
    Start,
    /// The last edge in reading order: the left edge of Arabic.
    End,
}

/// The direction in which an edge moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// The span grows.
    Outward,
    /// The span shrinks. It never becomes empty.
    Inward,
}

/// The distance that an edge moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// To the next word edge on that side (words of UAX #29).
    Word,
    /// At the start: to the next place in the written word where a proclitic may end. At the end: the same as `Word`.
    Proclitic,
    /// By one grapheme cluster.
    Grapheme,
}

/// Returns the span with one edge moved, or `None` if the edge cannot move in that direction.
///
/// ```
/// use tawsim::edit::{Edge, Move, Step, move_edge};
/// use tawsim::text::Text;
/// let text = Text::new("قرب وباماكو اليوم");
/// let span = text.span_of_code_points(4, 11).unwrap();
/// let fixed = move_edge(&text, span, Edge::Start, Move::Inward, Step::Grapheme).unwrap();
/// assert_eq!(text.slice(fixed), "باماكو");
/// ```
#[must_use]
pub fn move_edge(text: &Text, span: Span, edge: Edge, way: Move, step: Step) -> Option<Span> {
    let (start, end) = (span.start(), span.end());
    let moved = match (edge, way, step) {
        (Edge::Start, Move::Outward, Step::Grapheme) => (previous_grapheme(text.as_str(), start), end),
        (Edge::Start, Move::Inward, Step::Grapheme) => (next_grapheme(text.as_str(), start), end),
        (Edge::End, Move::Outward, Step::Grapheme) => (start, next_grapheme(text.as_str(), end)),
        (Edge::End, Move::Inward, Step::Grapheme) => (start, previous_grapheme(text.as_str(), end)),
        (Edge::Start, way, Step::Proclitic) => (proclitic_edge(text, start, way)?, end),
        (Edge::End, way, Step::Proclitic) => return move_edge(text, span, edge, way, Step::Word),
        (Edge::Start, Move::Outward, Step::Word) => {
            let before = text.words_back_from(start).next()?;
            (same_line(text, before.start(), start)?, end)
        }
        (Edge::Start, Move::Inward, Step::Word) => {
            let after = text.words_from(start).find(|word| word.start() > start)?;
            (after.start(), end)
        }
        (Edge::End, Move::Outward, Step::Word) => {
            let to = text.words_from(end).next()?.end();
            same_line(text, end, to)?;
            (start, with_closing_partner(text, start, to))
        }
        (Edge::End, Move::Inward, Step::Word) => {
            let before = text.words_back_from(end).find(|word| word.end() < end)?;
            (start, before.end())
        }
    };
    text.span(moved.0, moved.1).ok().filter(|moved| *moved != span)
}

/// Returns `from` if no line ends between the two byte offsets. Names do not continue in the next paragraph, and a key
/// that is held down should not carry an edge into it.
fn same_line(text: &Text, from: usize, to: usize) -> Option<usize> {
    (!text.get(from..to).contains(is_line_end)).then_some(from)
}

/// Returns the byte offset after the closing quotation mark or bracket at `end`, if its partner is open inside the
/// span. Otherwise returns `end`. For example, when the span «المدينة grows by the word للجميع in `«المدينة للجميع»`,
/// it takes the closing » with it.
fn with_closing_partner(text: &Text, start: usize, end: usize) -> usize {
    let Some(closing) = text.get(end..text.len()).chars().next() else { return end };
    let inside = text.get(start..end);
    let open = match (closing, quotation_mark(closing)) {
        (')', _) => inside.matches('(').count() > inside.matches(')').count(),
        (']', _) => inside.matches('[').count() > inside.matches(']').count(),
        (_, Some(_)) => inside.chars().filter(|c| quotation_mark(*c).is_some()).count() % 2 == 1,
        _ => false,
    };
    if open { end + closing.len_utf8() } else { end }
}

/// Returns the byte offset at which the span starts with one proclitic less (inward) or more (outward).
fn proclitic_edge(text: &Text, start: usize, way: Move) -> Option<usize> {
    let word = text.words_from(start).next()?;
    let mut edges = vec![word.start()];
    edges.extend(proclitic_edges(text.slice(word)).into_iter().map(|edge| word.start() + edge));
    match way {
        Move::Inward => edges.into_iter().find(|edge| *edge > start),
        Move::Outward => edges.into_iter().rev().find(|edge| *edge < start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each case: the text with the span in ⟦⟧, edge, direction, step, and the text with the moved span.
    #[test]
    fn edges_move_by_letters_and_words() {
        use {Edge::*, Move::*, Step::*};
        for (before, edge, way, step, after) in [
            ("في ⟦وكالة⟧ فرانس برس.", End, Outward, Word, "في ⟦وكالة فرانس⟧ برس."),
            ("في وكالة ⟦فرانس⟧ برس.", Start, Outward, Word, "في ⟦وكالة فرانس⟧ برس."),
            ("في ⟦وكالة فرانس برس⟧.", Start, Inward, Word, "في وكالة ⟦فرانس برس⟧."),
            ("في ⟦وكالة فرانس برس⟧.", End, Inward, Word, "في ⟦وكالة فرانس⟧ برس."),
            ("قال، ⟦سامي،⟧ نعم", End, Inward, Word, "قال، ⟦سامي⟧، نعم"),
            ("ل⟦أوباما⟧", Start, Outward, Word, "⟦لأوباما⟧"),
            ("⟦لأوباما⟧", Start, Inward, Grapheme, "ل⟦أوباما⟧"),
            ("قَ⟦الَ⟧", Start, Outward, Grapheme, "⟦قَالَ⟧"),
            ("⟦قَالَ⟧", End, Inward, Grapheme, "⟦قَا⟧لَ"),
            ("⟦نعم⟧", End, Outward, Word, "-"),
            ("⟦نعم⟧", Start, Inward, Word, "-"),
            ("⟦ن⟧عم", End, Inward, Grapheme, "-"),
            ("⟦نعم⟧!", End, Outward, Grapheme, "⟦نعم!⟧"),
            ("⟦لائحة «المدينة⟧ للجميع» اليوم", End, Outward, Word, "⟦لائحة «المدينة للجميع»⟧ اليوم"),
            ("قال «⟦نعم⟧ جدا» اليوم", End, Outward, Word, "قال «⟦نعم جدا⟧» اليوم"),
            ("⟦شركة⟧ (ABC) هنا", End, Outward, Word, "⟦شركة (ABC)⟧ هنا"),
            ("⟦نعم⟧.\nثم", End, Outward, Word, "-"),
            ("نعم.\n⟦ثم⟧", Start, Outward, Word, "-"),
            ("⟦نعم⟧\u{B}ثم", End, Outward, Word, "-"),
            ("⟦وللأمم⟧ هنا", Start, Inward, Proclitic, "و⟦للأمم⟧ هنا"),
            ("و⟦للأمم⟧ هنا", Start, Inward, Proclitic, "ول⟦لأمم⟧ هنا"),
            ("ول⟦لأمم⟧ هنا", Start, Inward, Proclitic, "-"),
            ("ول⟦لأمم⟧ هنا", Start, Outward, Proclitic, "و⟦للأمم⟧ هنا"),
            ("وَ⟦بَارِيسَ⟧", Start, Outward, Proclitic, "⟦وَبَارِيسَ⟧"),
            ("⟦في⟧", Start, Inward, Proclitic, "-"),
        ] {
            let plain = before.replace(['⟦', '⟧'], "");
            let start = before.find('⟦').unwrap();
            let end = before.find('⟧').unwrap() - '⟦'.len_utf8();
            let text = Text::new(plain.clone());
            let found =
                move_edge(&text, text.span(start, end).unwrap(), edge, way, step).map_or("-".to_owned(), |span| {
                    let part = |from, to| text.get(from..to);
                    format!("{}⟦{}⟧{}", part(0, span.start()), text.slice(span), part(span.end(), text.len()))
                });
            assert_eq!(found, after, "{before} {edge:?} {way:?} {step:?}");
        }
    }
}
