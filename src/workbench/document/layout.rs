//! The layout of an open article, and scrolling.

use std::ops::Range;

use crate::page::{Page, PageOptions};
use crate::workbench::direction::ReadingDirection;

use super::Document;

impl Document {
    /// The text laid out on a page of this width. Paragraphs that are laid out are kept.
    pub fn page(&mut self, options: PageOptions, width: u16) -> &Page {
        if self.page.as_ref().is_none_or(|(known, _)| *known != options) {
            self.page = None;
        }
        let text = &self.article.text;
        let (_, page) = self.page.get_or_insert_with(|| (options, Page::new(text, options, width)));
        page.wrap(width);
        page
    }

    /// Frees the layout; it is made again when it is needed.
    pub(in crate::workbench) fn drop_layout(&mut self) {
        self.page = None;
    }

    /// The page as it was last asked for.
    #[must_use]
    pub fn laid_out(&self) -> Option<&Page> {
        self.page.as_ref().map(|(_, page)| page)
    }

    /// Scrolls by `lines` lines; the screen has `height` lines.
    pub(in crate::workbench) fn scroll(&mut self, direction: ReadingDirection, lines: usize, height: usize) {
        let Some(page) = self.laid_out() else { return };
        self.top = match direction {
            ReadingDirection::Forward => page.below(self.top, lines),
            ReadingDirection::Back => page.above(self.top, lines),
        };
        self.fill(height);
    }

    /// Scrolls back if the screen of `height` lines would reach past the end of the text.
    pub(in crate::workbench) fn fill(&mut self, height: usize) {
        let Some(page) = self.laid_out() else { return };
        let shown = page.lines_from(self.top).take(height).count();
        if shown < height {
            self.top = page.above(self.top, height - shown);
        }
    }

    /// The bytes of the `height` lines on the screen.
    #[must_use]
    pub fn shown(&self, height: usize) -> Range<usize> {
        let Some(page) = self.laid_out() else { return 0..self.article.text.len() };
        let first = page.line_range(self.top);
        // An empty line at the end of the text has a place, too.
        first.start..page.line_range(page.below(first.start, height.saturating_sub(1))).end.max(1)
    }
}
