//! The cells of one line: rules L1 to L4 of UAX #9, and the forms of the letters.

use std::ops::Range;

use compact_str::CompactString;
use unicode_bidi::{BidiInfo, Level};
use unicode_bidi_mirroring::get_mirrored;

use super::Page;
use super::analysis::{Cluster, as_u32};
use super::cluster::{DrawStyle, draw_cluster};
use super::layout_cache::LineInParagraph;
use super::options::Shape;
use super::shape::{composed_letter, form, ligature};

/// A line of the page, as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its bytes in the text, without the line end.
    pub range: Range<usize>,
    /// True if its paragraph runs from right to left.
    pub rtl: bool,
    /// Its cells in visual order, from left to right, without gaps.
    pub cells: Vec<Cell>,
    /// The column of its first cell. A line of a right-to-left paragraph ends at the right edge of the page.
    pub indent: u16,
    /// Its width in cells.
    pub width: u16,
}

/// A cell of a line: one grapheme cluster, or lam and alef together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The characters for the terminal: a base with its diacritics, or a stand-in. Never a control or format character.
    pub symbol: CompactString,
    /// The bytes of the text that it shows.
    pub range: Range<usize>,
    /// Its column on the page, with the indent of the line.
    pub column: u16,
    /// Its width in cells: 1 or 2.
    pub width: u8,
    /// True if it belongs to a right-to-left run (an odd embedding level).
    pub rtl: bool,
    /// True if it shows a stand-in: for a control character, a diacritic without a letter, an emoji on which terminals
    /// disagree.
    pub stand_in: bool,
}

/// A cell without its symbol: where it is and which clusters it shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedCell {
    cluster: Cluster,
    /// The first byte of the alef, if the cell shows lam and alef.
    alef: Option<u32>,
    /// One past its last byte.
    end: u32,
    /// Its embedding level after rule L1.
    level: Level,
    pub(super) column: u16,
}

impl PlacedCell {
    /// The bytes of the text that it shows.
    pub(super) const fn range(&self) -> Range<usize> {
        self.cluster.start as usize..self.end as usize
    }

    /// Its width in cells: 1 or 2.
    pub(super) const fn width(&self) -> u8 {
        self.cluster.width()
    }
}

/// The cells of a line in visual order, without symbols.
#[derive(Debug, Clone, Default)]
pub(super) struct LineLayout {
    pub(super) cells: Vec<PlacedCell>,
    pub(super) indent: u16,
    pub(super) width: u16,
}

impl Page {
    /// Returns the line that contains a byte offset. Its cells are in visual order, from left to right.
    ///
    /// `splits` are sorted byte offsets of edges that must be visible (of spans, of the caret). If such an edge is
    /// between a lam and an alef, they are drawn as two joined cells, otherwise as one ligature. Splits never change
    /// where lines end.
    ///
    /// ```
    /// use tawsim::page::{Page, PageOptions};
    /// use tawsim::text::Text;
    /// let page = Page::new(&Text::new("لأوباما (BBC)"), PageOptions::default(), 20);
    /// let symbols = |splits| page.line(0, splits).cells.iter().map(|cell| cell.symbol.as_str()).collect::<String>();
    /// assert_eq!(symbols(&[]), "(BBC) ﺎﻣﺎﺑﻭﻷ");
    /// assert_eq!(symbols(&[2]), "(BBC) ﺎﻣﺎﺑﻭﺄﻟ"); // the edge of the proclitic is seen
    /// ```
    #[must_use]
    pub fn line(&self, offset: usize, splits: &[usize]) -> Line {
        let line = self.at(offset);
        let layout = self.layout(&line, splits);
        Line {
            range: line.range(),
            rtl: line.level().is_rtl(),
            cells: layout.cells.iter().map(|cell| self.cell(cell)).collect(),
            indent: layout.indent,
            width: layout.width,
        }
    }

    /// Places the cells of a line.
    pub(super) fn layout(&self, line: &LineInParagraph, splits: &[usize]) -> LineLayout {
        let base = line.level();
        let (mut placed, width) = self.place_cells(line, splits);
        // L1: white space and separators at the end of the line, and white space before separators, get the level of
        // the paragraph. The spaces that hang over the edge are of this kind, so the cells before them are at the end,
        // too.
        let mut at_end = true;
        for cell in placed.iter_mut().rev() {
            at_end = cell.cluster.is_separator() || at_end && cell.cluster.is_white();
            cell.level = if at_end { base } else { cell.cluster.level };
        }
        // L2: the cells are reversed by levels.
        let levels: Vec<Level> = placed.iter().map(|cell| cell.level).collect();
        let order = BidiInfo::reorder_visual(&levels);
        let indent = if base.is_rtl() { self.width - width } else { 0 };
        let mut column = indent;
        let mut visual = Vec::with_capacity(placed.len());
        for cell in order.iter().filter_map(|index| placed.get(*index)) {
            visual.push(PlacedCell { column, ..*cell });
            column = column.saturating_add(u16::from(cell.width()));
        }
        LineLayout { cells: visual, indent, width }
    }

    /// Returns the cells of a line in logical order, and their width. Spaces at the end of the line that do not fit get
    /// no cell.
    fn place_cells(&self, line: &LineInParagraph, splits: &[usize]) -> (Vec<PlacedCell>, u16) {
        let row = line.clusters();
        let clusters = line.paragraph().clusters.get(row.first as usize..row.end as usize).unwrap_or_default();
        let line_end = as_u32(line.range().end);
        let mut placed = Vec::with_capacity(clusters.len().min(usize::from(self.width)));
        let mut room = self.width;
        let mut rest = clusters.iter().copied().peekable();
        while let Some(cluster) = rest.next()
            && let Some(left) = room.checked_sub(u16::from(cluster.width()))
        {
            let is_split = |alef: &Cluster| splits.binary_search(&(alef.start as usize)).is_ok();
            let alef = if cluster.is_lam_of_pair() { rest.next_if(|alef| !is_split(alef)) } else { None };
            let alef = alef.map(|alef| alef.start);
            let end = rest.peek().map_or(line_end, |next| next.start);
            placed.push(PlacedCell { cluster, alef, end, level: cluster.level, column: 0 });
            room = left;
        }
        (placed, self.width - room)
    }

    fn cell(&self, cell: &PlacedCell) -> Cell {
        let mut symbol = CompactString::default();
        let range = cell.range();
        let stand_in = match cell.alef {
            None => self.draw(cell, range.clone(), |c| Some(self.letter(cell, c)), &mut symbol),
            Some(alef) => {
                let joined = cell.cluster.joins();
                let second = alef as usize..range.end;
                let mut chars = self.text.get(second.clone()).chars();
                let letter =
                    chars.next().map(|letter| chars.find_map(|c| composed_letter(letter, c)).unwrap_or(letter));
                // The ligature, then the diacritics of the lam, then those of the alef.
                let lam = self.draw(cell, range.start..second.start, |_| ligature(letter?, joined), &mut symbol);
                lam | self.draw(cell, second, |_| None, &mut symbol)
            }
        };
        Cell { symbol, range, column: cell.column, width: cell.width(), rtl: cell.level.is_rtl(), stand_in }
    }

    /// Draws the cluster of these bytes. Returns true if it is a stand-in.
    fn draw(
        &self,
        cell: &PlacedCell,
        cluster: Range<usize>,
        glyph: impl Fn(char) -> Option<char>,
        symbol: &mut CompactString,
    ) -> bool {
        let style = DrawStyle { diacritics: self.options.diacritics, rtl: cell.level.is_rtl() };
        draw_cluster(self.text.get(cluster), style, glyph, |c| symbol.push(c)).stand_in
    }

    /// Returns the character for a base letter: in the form for its place in the word, or mirrored at odd levels (rule
    /// L4).
    fn letter(&self, cell: &PlacedCell, c: char) -> char {
        let shaped = match self.options.shape {
            Shape::Forms => form(c, cell.cluster.joins()),
            Shape::Base => None,
        };
        // Most characters without forms are white space, digits and Latin letters. They are not looked up.
        let mirrors = cell.level.is_rtl() && c != ' ' && !c.is_ascii_alphanumeric();
        shaped.or_else(|| mirrors.then(|| get_mirrored(c)).flatten()).unwrap_or(c)
    }
}
