//! Text to cells: what stands in which column of which line, and back.
//!
//! For: paragraphs and their direction, bidi levels, line wrapping, reordering, mirroring, shaping, stand-ins for what
//! terminals draw each in its own way, and the map between bytes and cells.
//!
//! May use: `text` and the Unicode libraries. Must never know: the widget library, the terminal, disk, what a span
//! means (it is given bare offsets at which edges are to be seen).
//!
//! Invariants:
//! - every cluster of a line is drawn once, in cells without gaps; only spaces at a line's end may hang over the edge;
//! - no line is wider than the page, whatever the splits, and no split changes where lines are wrapped;
//! - every offset has a place and every column a cluster; nothing here can fail;
//! - no control or format character is in any symbol;
//! - a new width wraps anew, and nothing else; a line costs its own length, not its paragraph's.

mod analysis;
mod cluster;
mod line;
mod map;
mod options;
#[cfg(test)]
mod properties;
mod shape;
#[cfg(test)]
mod stories;
mod wrap;

use std::ops::Range;

use unicode_bidi::Level;

use self::analysis::Analysis;
pub use self::cluster::is_tashkeel;
pub use self::line::{Cell, Line};
pub use self::map::{Hit, Place};
pub use self::options::{BaseDirection, Order, PageOptions, Shape, TashkeelView};
use self::wrap::{Row, wrap};
use crate::text::Text;

/// A text laid out for a width in cells.
///
/// ```
/// use tawsim::page::{Page, PageOptions};
/// use tawsim::text::Text;
/// let page = Page::new(&Text::new("قال وزير الخارجية\nBBC News"), PageOptions::default(), 10);
/// let line = page.line(0, &[]);
/// assert_eq!((page.line_count(), line.rtl, line.width, line.indent), (3, true, 9, 1));
/// let symbols: String = line.cells.iter().map(|cell| cell.symbol.as_str()).collect();
/// assert_eq!(symbols, " ﺮﻳﺯﻭ ﻝﺎﻗ"); // in the order in which a terminal is sent them: the first letter is rightmost
/// ```
#[derive(Debug, Clone)]
pub struct Page {
    text: Text,
    options: PageOptions,
    analysis: Analysis,
    width: u16,
    rows: Vec<Row>,
}

impl Page {
    /// Lays out a text (of less than 4 GiB) for a width in cells; a page is two cells wide at least.
    #[must_use]
    pub fn new(text: &Text, options: PageOptions, width: u16) -> Self {
        let analysis = Analysis::new(text.as_str(), options);
        let mut page = Self { text: text.clone(), options, analysis, width: 0, rows: Vec::new() };
        page.wrap(width);
        page
    }

    /// Wraps the lines to another width; what was found out about the text stays.
    pub fn wrap(&mut self, width: u16) {
        let width = width.max(2);
        if self.width != width {
            self.width = width;
            self.rows = wrap(&self.analysis, width);
        }
    }

    /// How many cells wide the page is.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// How many lines it has: one at least.
    #[must_use]
    pub const fn line_count(&self) -> usize {
        self.rows.len()
    }

    /// The bytes of a line, without the character that ends it. A line past the last is the last.
    #[must_use]
    pub fn line_range(&self, index: usize) -> Range<usize> {
        self.row_range(self.row(index))
    }

    /// Does the line's paragraph run from right to left?
    #[must_use]
    pub fn line_is_rtl(&self, index: usize) -> bool {
        self.level_of(self.row(index)).is_rtl()
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
        let clusters = &self.analysis.clusters;
        clusters
            .binary_search_by_key(&offset, |cluster| cluster.start as usize)
            .is_ok_and(|index| clusters.get(index).is_some_and(|cluster| cluster.may_wrap()))
    }

    /// A row; the last one for a number too large.
    fn row(&self, index: usize) -> Row {
        let nothing = Row { paragraph: 0, first: 0, end: 0 };
        self.rows.get(index).or(self.rows.last()).copied().unwrap_or(nothing)
    }

    fn row_range(&self, row: Row) -> Range<usize> {
        let Some(paragraph) = self.analysis.paragraphs.get(row.paragraph as usize) else { return 0..0 };
        paragraph.edge(&self.analysis, row.first as usize)..paragraph.edge(&self.analysis, row.end as usize)
    }

    fn level_of(&self, row: Row) -> Level {
        self.analysis.paragraphs.get(row.paragraph as usize).map_or(Level::ltr(), |paragraph| paragraph.level)
    }
}
