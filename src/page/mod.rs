//! Text to cells: what stands in which column of which line, and back.
//!
//! For: paragraphs and their direction, bidi levels, line wrapping, reordering, mirroring, shaping, stand-ins for what
//! terminals draw each in its own way, and the map between bytes and cells.
//!
//! May use: `text` and the Unicode libraries. Must never know: the widget library, the terminal, disk, what a span
//! means (it is given bare offsets at which edges are to be seen).
//!
//! A page is laid out where it is asked for, a paragraph at a time; nothing here reads a whole text, but for who asks for
//! all of its lines. So a line has no number: any byte in it names it, and it is known by its first one.
//!
//! Invariants:
//! - every cluster of a line is drawn once, in cells without gaps; only spaces at a line's end may hang over the edge;
//! - no line is wider than the page, whatever the splits, and no split changes where lines are wrapped;
//! - every offset has a place and every column a cluster; nothing here can fail;
//! - no control or format character is in any symbol;
//! - a new width wraps anew, and nothing else; a line costs its own length, not its paragraph's.

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
    /// What was found out on the way.
    cache: RefCell<LayoutCache>,
}

impl Page {
    /// A text (of less than 4 GiB) on a page of some width in cells; a page is two cells wide at least.
    #[must_use]
    pub fn new(text: &Text, options: PageOptions, width: u16) -> Self {
        Self { text: text.clone(), options, width: width.max(2), cache: RefCell::default() }
    }

    /// Gives the page another width; what was found out about the text stays.
    pub fn wrap(&mut self, width: u16) {
        self.width = width.max(2);
    }

    /// How many cells wide the page is.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// The first byte of the line that holds an offset (in bytes): the name of that line. A line end belongs to the line
    /// that it ends, an offset at a soft wrap to the later line; past the text's end it is the last line.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.at(offset).range().start
    }

    /// The bytes of the line that holds an offset, without the character that ends it.
    #[must_use]
    pub fn line_range(&self, offset: usize) -> Range<usize> {
        self.at(offset).range()
    }

    /// Does the paragraph of the line that holds an offset run from right to left?
    #[must_use]
    pub fn line_is_rtl(&self, offset: usize) -> bool {
        self.at(offset).level().is_rtl()
    }

    /// The lines (see [`Page::line_of`]) from the one that holds an offset to the last one. Each paragraph is laid out when
    /// its first line is come to.
    pub fn lines_from(&self, offset: usize) -> impl Iterator<Item = usize> {
        let below =
            |line: &LineInParagraph| line.next().or_else(|| Some(self.at(self.next_paragraph(line.paragraph())?)));
        std::iter::successors(Some(self.at(offset)), below).map(|line| line.range().start)
    }

    /// The lines from the one that holds an offset back to the first one.
    pub fn lines_back_from(&self, offset: usize) -> impl Iterator<Item = usize> {
        let above = |line: &LineInParagraph| {
            // What stands before a paragraph is the line end of the one above.
            line.previous().or_else(|| Some(self.at(line.paragraph().range.start.checked_sub(1)?)))
        };
        std::iter::successors(Some(self.at(offset)), above).map(|line| line.range().start)
    }

    /// The line so many lines below the one that holds an offset, or the last one.
    #[must_use]
    pub fn below(&self, offset: usize, lines: usize) -> usize {
        self.lines_from(offset).take(lines.saturating_add(1)).last().unwrap_or_default()
    }

    /// The line so many lines above the one that holds an offset, or the first one.
    #[must_use]
    pub fn above(&self, offset: usize, lines: usize) -> usize {
        self.lines_back_from(offset).take(lines.saturating_add(1)).last().unwrap_or_default()
    }

    /// May a line begin at this offset (in bytes), as UAX #14 has it? No offset inside a cluster is such a place, nor is
    /// the start of a paragraph, where a line begins anyway.
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

    /// The line that holds an offset; its paragraph is laid out now, unless it was.
    fn at(&self, offset: usize) -> LineInParagraph {
        let offset = offset.min(self.text.len());
        let raw = self.text.as_str();
        let mut known = self.cache.borrow_mut();
        // The last paragraph holds the end of the text.
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
