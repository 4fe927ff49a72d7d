//! Shortens strings to a number of cells.

use std::borrow::Cow;

use crate::lang::{END_ISOLATE, ISOLATE};
use crate::text::{cell_width, next_grapheme, previous_grapheme};

/// Returns the beginning of a string that fits into so many cells, with … after it if something was removed. It may remove a
/// letter too many: a lam-alef that will be one cell is counted as two.
pub(super) fn shorten(text: &str, width: u16) -> Cow<'_, str> {
    let width = usize::from(width);
    // No character before U+1100 is wider than one cell, and none is wider than two.
    let max_width = |c: char| if c < '\u{1100}' { 1 } else { 2 };
    if text.chars().filter(|c| !is_isolate(*c)).map(max_width).sum::<usize>() <= width {
        return Cow::Borrowed(text);
    }
    let (mut end, mut used, mut fits) = (0, 0, 0);
    while end < text.len() {
        let next = next_grapheme(text, end);
        let cluster = slice(text, end, next);
        // A stand-in takes one cell, also for a character to which the width tables give none.
        used += if cluster.starts_with(is_isolate) { 0 } else { cell_width(cluster).max(1) };
        if used > width {
            let kept = slice(text, 0, fits).trim_end();
            let is_open = kept.matches(ISOLATE).count() > kept.matches(END_ISOLATE).count();
            let close = if is_open { END_ISOLATE.to_string() } else { String::new() };
            return Cow::Owned(format!("{kept}{close}…"));
        }
        end = next;
        if used < width {
            fits = end;
        }
    }
    Cow::Borrowed(text)
}

/// Returns a string with its middle replaced by …, if it is too long for so many cells.
pub(super) fn keep_both_ends(text: &str, width: u16) -> String {
    let width = usize::from(width);
    if width < 12 || cell_width(text) <= width {
        return text.to_owned();
    }
    let half = (width - 1) / 2;
    let (mut first, mut used) = (0, 0);
    while used < half && first < text.len() {
        let next = next_grapheme(text, first);
        used += cell_width(slice(text, first, next)).max(1);
        first = next;
    }
    let (mut last, mut used) = (text.len(), 0);
    while used + 1 < half && last > first {
        let before = previous_grapheme(text, last);
        used += cell_width(slice(text, before, last)).max(1);
        last = before;
    }
    format!("{}…{}", slice(text, 0, first), slice(text, last, text.len()))
}

/// Returns a part of a string between two edges of grapheme clusters.
fn slice(text: &str, start: usize, end: usize) -> &str {
    debug_assert!(text.get(start..end).is_some(), "{start}..{end} is not on edges of clusters");
    text.get(start..end).unwrap_or_default()
}

/// Returns true for the two characters that enclose what is foreign to a message.
const fn is_isolate(c: char) -> bool {
    matches!(c, ISOLATE | END_ISOLATE)
}
