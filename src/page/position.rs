//! Finds the cell of a byte offset, and the text of a cell. Every offset has a cell, and every column has a cluster.

use std::ops::Range;

use super::Page;

/// The position of the cell that shows an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPosition {
    /// The line, by its first byte.
    pub line: usize,
    /// The column on the page, from 0 at the left.
    pub column: u16,
    /// The width in cells: 1 or 2.
    pub width: u8,
}

/// The text in a column of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitTest {
    /// The bytes of the cluster, or of both letters of a lam-alef. Empty for a line without cells.
    pub range: Range<usize>,
    /// False if the column is before the first or after the last cell of the line.
    pub inside: bool,
}

impl Page {
    /// Returns the position of the cluster that contains a byte offset, with these `splits` (see [`Page::line`]).
    ///
    /// The end of a line has the next column on the side to which its paragraph runs: left of a right-to-left line,
    /// right of any other line. The same is true for spaces that hang over the edge of the page. If the line fills the
    /// page, it is the last column of the page on that side.
    ///
    /// ```
    /// use tawsim::page::{Page, PageOptions, CellPosition};
    /// use tawsim::text::Text;
    /// let page = Page::new(&Text::new("قال BBC"), PageOptions::default(), 10);
    /// assert_eq!(page.position_of(0, &[]), CellPosition { line: 0, column: 9, width: 1 }); // ق
    /// assert_eq!(page.position_of(7, &[]), CellPosition { line: 0, column: 3, width: 1 }); // B
    /// assert_eq!(page.position_of(10, &[]), CellPosition { line: 0, column: 2, width: 1 }); // the end
    /// ```
    #[must_use]
    pub fn position_of(&self, offset: usize, splits: &[usize]) -> CellPosition {
        let line = self.at(offset);
        let layout = self.layout(&line, splits);
        let shown = layout.cells.iter().find(|cell| cell.range().contains(&offset));
        let (column, width) = match shown {
            Some(cell) => (cell.column, cell.width()),
            None if line.level().is_rtl() => (layout.indent.saturating_sub(1), 1),
            None => (layout.width.min(self.width - 1), 1),
        };
        CellPosition { line: line.range().start, column, width }
    }

    /// Returns the text in a column of the line that contains a byte offset, with these `splits` (see [`Page::line`]).
    /// A column before the first or after the last cell gives the nearest cell.
    ///
    /// ```
    /// use tawsim::page::{HitTest, Page, PageOptions};
    /// use tawsim::text::Text;
    /// let page = Page::new(&Text::new("قال BBC"), PageOptions::default(), 10);
    /// assert_eq!(page.hit_test(0, 9, &[]), HitTest { range: 0..2, inside: true });
    /// assert_eq!(page.hit_test(0, 0, &[]), HitTest { range: 7..8, inside: false });
    /// ```
    #[must_use]
    pub fn hit_test(&self, offset: usize, column: u16, splits: &[usize]) -> HitTest {
        let line = self.at(offset);
        let layout = self.layout(&line, splits);
        let after = layout.cells.partition_point(|cell| cell.column <= column);
        let Some(cell) = layout.cells.get(after.saturating_sub(1)) else {
            let start = line.range().start;
            return HitTest { range: start..start, inside: false };
        };
        let inside = column >= cell.column && column - cell.column < u16::from(cell.width());
        HitTest { range: cell.range(), inside }
    }
}
