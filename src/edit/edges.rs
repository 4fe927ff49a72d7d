//! Moving one edge of a span by a word, a proclitic or a grapheme cluster.

use crate::text::{Span, Text, is_line_end, next_grapheme, previous_grapheme, proclitic_edges, quotation_mark};

/// Which edge, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Where reading begins: the right edge of Arabic.
    Start,
    /// Where it ends.
    End,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// The span grows.
    Outward,
    /// It shrinks; never to nothing.
    Inward,
}

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// To the next edge of a word (UAX #29) on that side.
    Word,
    /// At the start: to the next place in the written word where its proclitics may end; at the end, as a word.
    Proclitic,
    /// By one grapheme cluster.
    Grapheme,
}

/// The span with one edge moved; `None` where it cannot move that way.
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
            (start, with_closing_mark(text, start, to))
        }
        (Edge::End, Move::Inward, Step::Word) => {
            let before = text.words_back_from(end).find(|word| word.end() < end)?;
            (start, before.end())
        }
    };
    text.span(moved.0, moved.1).ok().filter(|moved| *moved != span)
}

/// The first offset, if no line ends between the two: names do not go on in the next paragraph, and who holds a key
/// down should not run into it.
fn same_line(text: &Text, from: usize, to: usize) -> Option<usize> {
    (!text.get(from..to).contains(is_line_end)).then_some(from)
}

/// Behind the closing quotation mark or bracket at `end`, if its opening one lies inside and is still open: لائحة
/// «المدينة للجميع» takes its second mark along with the last word.
fn with_closing_mark(text: &Text, start: usize, end: usize) -> usize {
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

/// The place in the word around `start` where one proclitic less (inward) or more (outward) lies inside.
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

    /// Text with the span in ⟦⟧, edge, way, step, text with the span after.
    #[test]
    fn edges_move() {
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
