//! Selecting words to add.

use crate::edit::ItemRef;
use crate::page::Page;
use crate::text::{Span, Text};

/// What is selected, and what had the focus when selecting began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The words.
    pub span: Span,
    /// What had the focus: `s` and `e` give this quote its speaker and cue.
    pub from: Option<ItemRef>,
}

/// The word at a byte offset, or the next one after it, or the last one; `None` in a text without words.
pub(super) fn word_at(text: &Text, offset: usize) -> Option<Span> {
    let index = text.word_at_or_after(offset).or_else(|| text.words().len().checked_sub(1))?;
    text.words().get(index).copied()
}

/// The word after (or before) a selection.
pub(super) fn next_word(text: &Text, from: Span, forward: bool) -> Option<Span> {
    let words = text.words();
    let index = match forward {
        true => words.partition_point(|word| word.start() < from.end()),
        false => words.partition_point(|word| word.end() <= from.start()).checked_sub(1)?,
    };
    words.get(index).copied()
}

/// The word nearest to a selection's first letter on the line below (or above).
pub(super) fn word_on_next_line(text: &Text, page: &Page, from: Span, down: bool) -> Option<Span> {
    let place = page.place(from.start(), &[]);
    let line = if down { place.line + 1 } else { place.line.checked_sub(1)? };
    if line >= page.line_count() {
        return None;
    }
    let hit = page.hit(line, place.column, &[]);
    word_at(text, hit.range.start)
}

/// A span without the characters at its edges that do not belong there; the span itself if nothing would be left.
pub(super) fn trimmed(text: &Text, span: Span, stray: impl Fn(char) -> bool) -> Span {
    let words = text.slice(span);
    let from = words.len() - words.trim_start_matches(&stray).len();
    let to = words.trim_end_matches(&stray).len();
    text.span(span.start() + from.min(to), span.start() + to).unwrap_or(span)
}
