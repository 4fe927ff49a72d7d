//! Keeps the focus on the screen.

use crate::page::Page;
use crate::text::Span;

use super::{Mode, Model};

impl Model {
    /// Lays the page out for the window, and scrolls so that the focus or the selection is on the screen.
    pub(in crate::workbench) fn lay_out_and_scroll(&mut self) {
        let Some(panes) = self.panes() else { return };
        let options = self.settings.page;
        // The focus comes onto the screen together with the readings of its difference.
        let height = if self.viewport.adrift {
            self.lines_shown()
        } else {
            self.lines_beside(self.reading_rows().map_or(0, |(_, rows)| rows.len()))
        };
        let selected = match &self.mode {
            Mode::Select(selection) => Some(selection.span),
            _ => None,
        };
        let found = self.followed_match();
        let (adrift, edge) = (self.viewport.adrift, self.viewport.edge);
        let covered = !matches!(self.mode, Mode::Review | Mode::Select(_) | Mode::ChooseRole(_) | Mode::Finish);
        let Some(document) = self.document_mut() else { return };
        let target = selected.or(found).or_else(|| document.focused().map(|item| item.span));
        let top = document.top;
        let page = document.page(options, panes.page.width);
        let top = match (edge, target.filter(|_| !adrift)) {
            (Some(edge), _) => with_edge_in_view(page, top, edge, height),
            (None, None) => top,
            (None, Some(span)) => with_in_view(page, top, span, height),
        };
        document.top = top;
        document.fill(height);
        // The page may follow a match, and the readings are then not on it.
        let shown = self.lines_shown();
        if let Some(document) = self.document_mut().filter(|_| !covered) {
            document.record_shown(shown);
        }
    }

    /// The match that the screen follows: the current one, until the focus moves.
    fn followed_match(&mut self) -> Option<Span> {
        let focus = self.documents.get(self.current)?.focus.clone();
        let find = self.search.find.as_mut()?;
        find.screen_follows &= find.focus == focus;
        find.followed()
    }
}

/// The top line, moved as little as possible so that the line of an edge is on a screen of `height` lines, with two lines
/// of context.
fn with_edge_in_view(page: &Page, top: usize, edge: usize, height: usize) -> usize {
    let line = page.line_of(edge);
    let context = 2.min(height.saturating_sub(1) / 2);
    let lowest = page.above(page.below(line, context), height.saturating_sub(1));
    page.line_of(top).min(page.above(line, context)).max(lowest)
}

/// The top line, moved as little as possible so that a span is on a screen of `height` lines: the whole span where it
/// fits, else its beginning, with two lines of context.
fn with_in_view(page: &Page, top: usize, span: Span, height: usize) -> usize {
    let first = page.line_of(span.start());
    let lines = page.lines_from(first).take(height).take_while(|line| *line < span.end()).count().max(1);
    let context = 2.min(height.saturating_sub(lines) / 2);
    let lowest = page.above(page.below(first, lines - 1 + context), height.saturating_sub(1));
    page.line_of(top).min(page.above(first, context)).max(lowest)
}
