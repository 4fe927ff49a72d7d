//! Turns text into cells of a page, and finds the cell of a byte offset and the text of a cell.
//!
//! It finds paragraphs and their base direction, computes embedding levels (UAX #9), wraps lines (UAX #14), shapes and
//! reorders letters, mirrors brackets, and replaces what terminals draw differently by stand-ins.
//!
//! May use: `text`, `unicode_bidi`, `icu_segmenter`, `clap` (only to name the values of options).
//!
//! Must never know: the widget library, the terminal, the disk, what a span means. (It gets plain byte offsets at which
//! edges must be visible.)
//!
//! A paragraph is laid out when one of its lines is asked for. Only a caller that asks for all lines reads the whole
//! text. So lines have no numbers: any byte in a line identifies it, and its first byte is its name.
//!
//! Invariants:
//! - Every cluster of a line is drawn once, in cells without gaps. Only spaces at the end of a line may hang over the
//!   edge of the page.
//! - No line is wider than the page, with any splits. No split changes where lines end.
//! - Every offset has a position and every column a cluster. Nothing here can fail.
//! - No symbol contains a control or format character.
//! - A new width only wraps lines anew. A line costs its own length, not the length of its paragraph.

mod analysis;
mod cluster;
mod layout_cache;
mod line;
mod options;
mod position;
#[cfg(test)]
mod properties;
mod shape;
#[cfg(test)]
mod stories;
mod wrap;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use self::analysis::Paragraph;
pub use self::cluster::is_optional_diacritic;
use self::layout_cache::{LayoutCache, LineInParagraph, WrappedParagraph};
pub use self::line::{Cell, Line};
pub use self::options::{BaseDirection, DiacriticsView, Order, PageOptions, Shape};
pub use self::position::{CellPosition, HitTest};
use crate::text::{Text, next_paragraph, paragraph_at};

/// A text laid out for a width in cells.
///
/// ```
/// use tawsim::page::{Page, PageOptions};
/// use tawsim::text::Text;
/// let page = Page::new(&Text::new("قال وزير الخارجية\nBBC News"), PageOptions::default(), 10);
/// let line = page.line(0, &[]);
/// assert_eq!((line.rtl, line.width, line.indent), (true, 9, 1));
/// let symbols: String = line.cells.iter().map(|cell| cell.symbol.as_str()).collect();
/// assert_eq!(symbols, " ﺮﻳﺯﻭ ﻝﺎﻗ"); // in the order in which a terminal is sent them: the first letter is rightmost
/// assert_eq!(page.lines_from(0).collect::<Vec<_>>(), [0, 16, 33]); // bytes
/// ```
#[derive(Debug, Clone)]
pub struct Page {
    text: Text,
    options: PageOptions,
    width: u16,
    /// The paragraphs that were laid out.
    cache: RefCell<LayoutCache>,
}

impl Page {
    /// Makes a page of a text of less than 4 GiB, with a width in cells. The least width is 2.
    #[must_use]
    pub fn new(text: &Text, options: PageOptions, width: u16) -> Self {
        Self { text: text.clone(), options, width: width.max(2), cache: RefCell::default() }
    }

    /// Changes the width of the page. The analysis of the paragraphs is kept.
    pub fn wrap(&mut self, width: u16) {
        self.width = width.max(2);
    }

    /// The width of the page in cells.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Returns the first byte of the line that contains a byte offset: the name of the line. A line end belongs to the
    /// line that it ends. An offset where a long line is wrapped belongs to the later line. An offset past the end of
    /// the text belongs to the last line.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.at(offset).range().start
    }

    /// Returns the bytes of the line that contains an offset, without its line end.
    #[must_use]
    pub fn line_range(&self, offset: usize) -> Range<usize> {
        self.at(offset).range()
    }

    /// Returns true if the paragraph of this line runs from right to left.
    #[must_use]
    pub fn line_is_rtl(&self, offset: usize) -> bool {
        self.at(offset).level().is_rtl()
    }

    /// Returns the lines (see [`Page::line_of`]) from the one that contains an offset to the last one. Each paragraph
    /// is laid out when the iteration reaches it.
    pub fn lines_from(&self, offset: usize) -> impl Iterator<Item = usize> {
        let below =
            |line: &LineInParagraph| line.next().or_else(|| Some(self.at(self.next_paragraph(line.paragraph())?)));
        std::iter::successors(Some(self.at(offset)), below).map(|line| line.range().start)
    }

    /// Returns the lines from the one that contains an offset back to the first one.
    pub fn lines_back_from(&self, offset: usize) -> impl Iterator<Item = usize> {
        let above = |line: &LineInParagraph| {
            // Before a paragraph is the line end of the paragraph above.
            line.previous().or_else(|| Some(self.at(line.paragraph().range.start.checked_sub(1)?)))
        };
        std::iter::successors(Some(self.at(offset)), above).map(|line| line.range().start)
    }

    /// Returns the line that is `lines` lines below the one that contains an offset, or the last line.
    #[must_use]
    pub fn below(&self, offset: usize, lines: usize) -> usize {
        self.lines_from(offset).take(lines.saturating_add(1)).last().unwrap_or_default()
    }

    /// Returns the line that is `lines` lines above the one that contains an offset, or the first line.
    #[must_use]
    pub fn above(&self, offset: usize, lines: usize) -> usize {
        self.lines_back_from(offset).take(lines.saturating_add(1)).last().unwrap_or_default()
    }

    /// Returns true if UAX #14 allows a line to begin at this byte offset. False inside a cluster, and at the start of
    /// a paragraph, where a line begins anyway.
    ///
    /// ```
    /// use tawsim::page::{Page, PageOptions};
    /// use tawsim::text::Text;
    /// let page = Page::new(&Text::new("قال نعم"), PageOptions::default(), 10);
    /// assert!(page.may_wrap_at(7) && !page.may_wrap_at(6));
    /// ```
    #[must_use]
    pub fn may_wrap_at(&self, offset: usize) -> bool {
        let line = self.at(offset);
        let clusters = &line.paragraph().clusters;
        clusters
            .binary_search_by_key(&offset, |cluster| cluster.start as usize)
            .is_ok_and(|index| clusters.get(index).is_some_and(|cluster| cluster.may_wrap()))
    }

    /// Returns the line that contains an offset. Lays out its paragraph if it is not in the cache.
    fn at(&self, offset: usize) -> LineInParagraph {
        let offset = offset.min(self.text.len());
        let raw = self.text.as_str();
        let mut known = self.cache.borrow_mut();
        // The last paragraph contains the end of the text.
        let until = |range: &Range<usize>| next_paragraph(raw, range.end).unwrap_or(usize::MAX);
        let laid = known.find(offset, self.width, until).unwrap_or_else(|| {
            let paragraph = Paragraph::new(raw, paragraph_at(raw, offset), self.options);
            known.add(WrappedParagraph::new(Rc::new(paragraph), self.width))
        });
        laid.line_at(offset)
    }

    fn next_paragraph(&self, paragraph: &Paragraph) -> Option<usize> {
        next_paragraph(self.text.as_str(), paragraph.range.end)
    }
}
