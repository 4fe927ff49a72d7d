//! From bytes to cells and back. Both ways are total: every offset has a place, every column a cluster.

use std::ops::Range;

use super::Page;

/// The cell that shows an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPosition {
    /// The line of the page, by its first byte.
    pub line: usize,
    /// The column of the page.
    pub column: u16,
    /// Cells: 1 or 2.
    pub width: u8,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitTest {
    /// The bytes of the cluster, or of both letters of a lam-alef. Empty on a line without cells.
    pub range: Range<usize>,
    /// Is the column inside the line, not before its first or behind its last cell?
    pub inside: bool,
}

impl Page {
    /// Where the cluster at an offset (in bytes) is drawn, with these `splits` (see [`Page::line`]).
    ///
    /// An offset inside a cluster is that cluster. At a line's end it is the column past the line on the side to which
    /// its paragraph runs: left of a right-to-left line, right of any other; so it is for spaces that hang over the
    /// page's edge. Where the line fills the page, it is the page's last column on that side.
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

    /// What stands in a column of the line that holds an offset (in bytes), with these `splits` (see [`Page::line`]). A
    /// column before the line's first or behind its last cell gives the nearest one.
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
