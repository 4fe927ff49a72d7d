//! The margin beside a line of the article.

use std::ops::Range;

use ratatui::buffer::Buffer;

use crate::text::Span;
use crate::workbench::{Document, Item, ItemState};

use super::cells::put_cell;
use super::signs::{DECIDED_QUOTE, FOCUS, PENDING_QUOTE, remark_sign, state_sign};
use super::theme::{ScreenElement, Theme};

/// The margin of the page.
pub(super) struct Margin<'a> {
    pub(super) document: &'a Document,
    pub(super) theme: &'a Theme,
    /// The items on the screen.
    pub(super) items: &'a [&'a Item],
    /// The span that has the focus.
    pub(super) focus: Option<Span>,
}

impl Margin<'_> {
    /// Draws the three cells beside a line; `line` is its range of bytes. The first shows a flag or a note. The second shows
    /// where the focus begins, or that a pending item begins in the line. The third is a bar along the content of quotes.
    pub(super) fn draw_beside(&self, line: &Range<usize>, (x, y): (u16, u16), buffer: &mut Buffer) {
        let key = self.theme.style(ScreenElement::Key);
        let begins = |span: Span| line.contains(&span.start());
        let on_line = |item: &&&Item| item.span.start() < line.end && line.start < item.span.end();
        let beginning = || self.items.iter().filter(on_line).filter(|item| begins(item.span));
        let sign = if self.focus.is_some_and(begins) {
            FOCUS
        } else if beginning().any(|item| item.state == ItemState::Pending) {
            state_sign(ItemState::Pending)
        } else {
            " "
        };
        put_cell(buffer, x + 1, y, 1, sign, key);
        let (flagged, noted) = (beginning().any(|item| item.flagged), beginning().any(|item| item.noted));
        if let Some(sign) = remark_sign(flagged, noted) {
            put_cell(buffer, x, y, 1, sign, key);
        }
        put_cell(buffer, x + 2, y, 1, self.quote_bar(line), self.theme.style(ScreenElement::Quiet));
    }

    /// Returns the bar for the quotes whose content is on a line. A decided quote has precedence over a pending one.
    fn quote_bar(&self, line: &Range<usize>) -> &'static str {
        let overlaps = |span: &Span| span.start() < line.end && line.start < span.end();
        let has_content = |item: &&&Item| {
            let frame = self.document.body(&item.at).and_then(|(body, _)| body.frame());
            frame.is_some_and(|frame| frame.content.iter().any(overlaps))
        };
        let live = self.items.iter().filter(|item| overlaps(&item.span) && item.state != ItemState::Rejected);
        match live.filter(has_content).map(|item| item.state != ItemState::Pending).reduce(|a, b| a || b) {
            Some(true) => DECIDED_QUOTE,
            Some(false) => PENDING_QUOTE,
            None => " ",
        }
    }
}
