//! Words and letters beside others, in reading order and on the screen.

use crate::page::Page;
use crate::text::{Span, Text, next_grapheme, previous_grapheme, proclitic_edges};

use super::direction::{ReadingDirection, Side};

/// The word at a byte, else the next one after it, else the last one before it; `None` in a text without words.
pub(super) fn word_at(text: &Text, offset: usize) -> Option<Span> {
    text.words_from(offset).next().or_else(|| text.words_back_from(offset).next())
}

/// The whole words of a match; proclitics that the match leaves out stay outside.
pub(super) fn whole_words(text: &Text, found: Span) -> Span {
    let first = text.words_from(found.start()).next();
    let start = match first.filter(|word| word.start() < found.start()) {
        Some(word) => {
            let inside = found.start() - word.start();
            if proclitic_edges(text.slice(word)).contains(&inside) { found.start() } else { word.start() }
        }
        None => found.start(),
    };
    let last = text.words_from(found.end().saturating_sub(1)).next();
    let end = last.filter(|word| word.start() < found.end()).map_or(found.end(), |word| word.end().max(found.end()));
    text.span(start, end).unwrap_or(found)
}

/// The span with the same number of letters, one letter forward or back; `None` at the ends of the text.
pub(super) fn shifted_by_letter(text: &Text, span: Span, direction: ReadingDirection) -> Option<Span> {
    let raw = text.as_str();
    let (start, end) = match direction {
        ReadingDirection::Forward => (next_grapheme(raw, span.start()), next_grapheme(raw, span.end())),
        ReadingDirection::Back => (previous_grapheme(raw, span.start()), previous_grapheme(raw, span.end())),
    };
    let moved = start != span.start() && end != span.end();
    text.span(start, end).ok().filter(|_| moved)
}

/// The word after (or before) a selection.
pub(super) fn next_word(text: &Text, from: Span, direction: ReadingDirection) -> Option<Span> {
    match direction {
        ReadingDirection::Forward => text.words_from(from.end()).find(|word| word.start() >= from.end()),
        ReadingDirection::Back => text.words_back_from(from.start()).find(|word| word.end() <= from.start()),
    }
}

/// The word nearest to a selection's first letter on the line below (or above).
pub(super) fn word_on_next_line(text: &Text, page: &Page, from: Span, direction: ReadingDirection) -> Option<Span> {
    let place = page.position_of(from.start(), &[]);
    let line = match direction {
        ReadingDirection::Forward => page.lines_from(place.line).nth(1),
        ReadingDirection::Back => page.lines_back_from(place.line).nth(1),
    }?;
    let hit = page.hit_test(line, place.column, &[]);
    word_at(text, hit.range.start)
}

/// A span without white space at its edges; the span itself if nothing would be left.
pub(super) fn without_space(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let from = words.len() - words.trim_start().len();
    let to = words.trim_end().len();
    text.span(span.start() + from.min(to), span.start() + to).unwrap_or(span)
}

/// The letters of a line from left to right, lam and alef apart: the first byte of each, and its column.
fn letters(text: &Text, page: &Page, line: usize) -> Vec<(usize, u16)> {
    let range = page.line_range(line);
    let mut edges = vec![range.start];
    while let Some(last) = edges.last().copied().filter(|last| *last < range.end) {
        edges.push(next_grapheme(text.as_str(), last));
    }
    let mut letters: Vec<(usize, u16)> =
        page.line(line, &edges).cells.iter().map(|cell| (cell.range.start, cell.column)).collect();
    letters.sort_by_key(|(_, column)| *column);
    letters
}

/// The direction in which a reader leaves a line over this side.
fn reading_direction_towards(page: &Page, line: usize, side: Side) -> ReadingDirection {
    match page.line_is_rtl(line) == (side == Side::Left) {
        true => ReadingDirection::Forward,
        false => ReadingDirection::Back,
    }
}

/// Returns the nearest thing on the lines after (or before) a line. Of a later line it is the thing that is read first,
/// of an earlier line the thing that is read last. `things_of` returns the things on a line from left to right; a line
/// without things is skipped.
fn nearest_on_other_lines<T: Copy>(
    page: &Page,
    from: usize,
    direction: ReadingDirection,
    things_of: impl Fn(usize) -> Vec<T>,
) -> Option<T> {
    let first = |line| {
        let things = things_of(line);
        let at_right = (direction == ReadingDirection::Forward) == page.line_is_rtl(line);
        if at_right { things.last() } else { things.first() }.copied()
    };
    match direction {
        ReadingDirection::Forward => page.lines_from(from).skip(1).find_map(first),
        ReadingDirection::Back => page.lines_back_from(from).skip(1).find_map(first),
    }
}

/// The first byte of the letter beside another on the screen. If the other letter is at the edge of its line, the
/// result is the first letter of the next line, or the last letter of the line before, in reading order.
pub(super) fn letter_beside(text: &Text, page: &Page, offset: usize, side: Side) -> Option<usize> {
    let line = page.line_of(offset);
    let here = letters(text, page, line);
    let at = here.iter().rposition(|(start, _)| *start == offset)?;
    let next = if side == Side::Left { at.checked_sub(1) } else { Some(at + 1) };
    if let Some((start, _)) = next.and_then(|next| here.get(next)) {
        return Some(*start);
    }
    nearest_on_other_lines(page, line, reading_direction_towards(page, line, side), |line| letters(text, page, line))
        .map(|(start, _)| start)
}

/// The words of a line from left to right, by the place of their leftmost letter.
fn words_left_to_right(text: &Text, page: &Page, line: usize) -> Vec<Span> {
    let range = page.line_range(line);
    let letters = letters(text, page, line);
    let mut seen: Vec<(u16, Span)> = text
        .words_from(range.start)
        .skip_while(|word| word.start() < range.start)
        .take_while(|word| word.start() < range.end)
        .filter_map(|word| {
            let columns = letters.iter().filter(|(start, _)| word.contains(*start)).map(|(_, column)| *column);
            Some((columns.min()?, word))
        })
        .collect();
    seen.sort_by_key(|(column, _)| *column);
    seen.into_iter().map(|(_, word)| word).collect()
}

/// The word beside a selection on the screen. At the edge of a line it is found in the next line or the line before, as
/// [`letter_beside`] does.
pub(super) fn word_beside(text: &Text, page: &Page, from: Span, side: Side) -> Option<Span> {
    // The line on which the selection ends on that side.
    let mut line = page.line_of(from.start());
    if reading_direction_towards(page, line, side) == ReadingDirection::Forward {
        line = page.line_of(from.end().saturating_sub(1));
    }
    let here = words_left_to_right(text, page, line);
    let selected = |word: &Span| word.overlaps(from);
    let next = match side {
        Side::Left => here.iter().position(selected).map(|at| at.checked_sub(1)),
        Side::Right => here.iter().rposition(selected).map(|at| Some(at + 1)),
    };
    match next {
        // Only a sign between words is selected: the word is found in reading order.
        None => return next_word(text, from, reading_direction_towards(page, line, side)),
        Some(next) => {
            if let Some(word) = next.and_then(|next| here.get(next)) {
                return Some(*word);
            }
        }
    }
    nearest_on_other_lines(page, line, reading_direction_towards(page, line, side), |line| {
        words_left_to_right(text, page, line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::PageOptions;
    use std::collections::BTreeSet;

    const TEXT: &str =
        "زار باراك أوباما (Barack Obama) العاصمة باريس في 13 نوفمبر 2015، وقالَ: لا Paris ولا لندن.\nالسلام عليكم";

    /// Going left from the first letter passes every drawn letter once, and going right passes them all in the opposite
    /// order; the same holds for words.
    #[test]
    fn steps_visit_every_letter_and_word_once_in_each_direction() {
        let text = Text::new(TEXT);
        for width in [12, 31, 90] {
            let page = Page::new(&text, PageOptions::default(), width);
            let drawn: usize = page.lines_from(0).map(|line| letters(&text, &page, line).len()).sum();
            let walk = |from: usize, side| {
                std::iter::successors(Some(from), |at| letter_beside(&text, &page, *at, side))
                    .take(500)
                    .collect::<Vec<_>>()
            };
            let there = walk(0, Side::Left);
            assert_eq!((there.len(), there.iter().collect::<BTreeSet<_>>().len()), (drawn, drawn), "{width}");
            let mut back = walk(*there.last().unwrap(), Side::Right);
            back.reverse();
            assert_eq!(there, back, "{width}");

            let walk = |from: Span, side| {
                std::iter::successors(Some(from), |at| word_beside(&text, &page, *at, side))
                    .take(500)
                    .collect::<Vec<_>>()
            };
            let there = walk(text.words()[0], Side::Left);
            let all: BTreeSet<Span> = text.words().into_iter().collect();
            assert_eq!((there.len(), there.iter().copied().collect::<BTreeSet<_>>()), (all.len(), all), "{width}");
            let mut back = walk(*there.last().unwrap(), Side::Right);
            back.reverse();
            assert_eq!(there, back, "{width}");
        }
    }

    #[test]
    fn a_match_is_widened_to_words_without_proclitics() {
        let text = Text::new("وصل لباماكو والمدينة");
        for (start, end, expected) in [
            (5, 8, "باماكو"),
            (13, 16, "المدينة"),
            (14, 16, "والمدينة"),
            (12, 20, "والمدينة"),
            (0, 3, "وصل"),
            (2, 7, "وصل لباماكو"),
        ] {
            let found = text.span_of_code_points(start, end).unwrap();
            assert_eq!(text.slice(whole_words(&text, found)), expected);
        }
    }
}
