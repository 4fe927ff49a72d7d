//! One line's cells: rules L1 to L4 of UAX #9, and the letters' shapes.

use std::ops::Range;

use compact_str::CompactString;
use unicode_bidi::{BidiInfo, Level};
use unicode_bidi_mirroring::get_mirrored;

use super::Page;
use super::cluster::draw;
use super::options::Shape;
use super::shape::{form, ligature};
use super::wrap::Row;

/// A line of the page, as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its bytes in the text, without the line end.
    pub range: Range<usize>,
    /// Does its paragraph run from right to left?
    pub rtl: bool,
    /// Its cells in visual order, left to right, without gaps.
    pub cells: Vec<Cell>,
    /// The column of its first cell: lines that run from right to left stand at the right edge of the page.
    pub indent: u16,
    /// How many cells wide it is.
    pub width: u16,
}

/// A cell of a line: one grapheme cluster, or lam and alef together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What to send to the terminal: a base and its marks, or a stand-in; never a control or format character.
    pub symbol: CompactString,
    /// The bytes of the text that it shows.
    pub range: Range<usize>,
    /// Its column in the page, the line's indent included.
    pub column: u16,
    /// Cells: 1 or 2.
    pub width: u8,
    /// Does it belong to a right-to-left run (an odd level)?
    pub rtl: bool,
    /// Is something drawn that is not what stands in the text (a control, a mark without a letter, an emoji that
    /// terminals disagree on)?
    pub stand_in: bool,
}

/// A cell before it has a symbol: where it stands and what it shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// Its first cluster.
    pub(super) cluster: usize,
    /// Does it show the alef after it, too?
    pub(super) pair: bool,
    level: Level,
    pub(super) column: u16,
    pub(super) width: u8,
}

/// The slots of a line in visual order.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub(super) slots: Vec<Slot>,
    pub(super) indent: u16,
    pub(super) width: u16,
}

impl Page {
    /// The line's cells in visual order, left to right.
    ///
    /// `splits` are the byte offsets, sorted, at which edges are to be seen (of spans, of the caret): a lam and alef
    /// with such an edge between them are drawn as two joined cells, otherwise as one ligature. They never change
    /// where lines are wrapped. A line past the last is the last.
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
    pub fn line(&self, index: usize, splits: &[usize]) -> Line {
        let row = self.row(index);
        let layout = self.layout(row, splits);
        Line {
            range: self.row_range(row),
            rtl: self.level_of(row).is_rtl(),
            cells: layout.slots.iter().map(|slot| self.cell(row, slot)).collect(),
            indent: layout.indent,
            width: layout.width,
        }
    }

    /// Where the cells of a row stand.
    pub(super) fn layout(&self, row: Row, splits: &[usize]) -> Layout {
        let base = self.level_of(row);
        let (mut slots, width) = self.slots(row, splits);
        // L1: white space and separators at the line's end, and white space before separators, are at the
        // paragraph's level. What hangs over the edge is such white space, so the rest is at the line's end, too.
        let mut at_end = true;
        for slot in slots.iter_mut().rev() {
            if let Some(cluster) = self.analysis.clusters.get(slot.cluster) {
                at_end = cluster.is_separator() || at_end && cluster.is_white();
                slot.level = if at_end { base } else { cluster.level };
            }
        }
        // L2: reversed by levels.
        let levels: Vec<Level> = slots.iter().map(|slot| slot.level).collect();
        let order = BidiInfo::reorder_visual(&levels);
        let indent = if base.is_rtl() { self.width.saturating_sub(width) } else { 0 };
        let mut column = indent;
        let slots = order
            .into_iter()
            .filter_map(|index| {
                let slot = Slot { column, ..*slots.get(index)? };
                column = column.saturating_add(u16::from(slot.width));
                Some(slot)
            })
            .collect();
        Layout { slots, indent, width }
    }

    /// What of a row is on the page, in logical order, with its width in cells: all but the spaces at its end that do
    /// not fit.
    fn slots(&self, row: Row, splits: &[usize]) -> (Vec<Slot>, u16) {
        let (first, end) = (row.first as usize, row.end as usize);
        let mut slots = Vec::with_capacity((end - first).min(usize::from(self.width)));
        let mut width = 0;
        let mut at = first;
        while at < end
            && let Some(cluster) = self.analysis.clusters.get(at)
            && width + u16::from(cluster.width()) <= self.width
        {
            let pair = cluster.is_lam_of_pair() && at + 1 < end && !self.is_split(at + 1, splits);
            slots.push(Slot { cluster: at, pair, level: cluster.level, column: 0, width: cluster.width() });
            width += u16::from(cluster.width());
            at += 1 + usize::from(pair);
        }
        (slots, width)
    }

    /// Is an edge to be seen before this cluster?
    fn is_split(&self, cluster: usize, splits: &[usize]) -> bool {
        let start = self.analysis.clusters.get(cluster).map(|cluster| cluster.start as usize);
        start.is_some_and(|start| splits.binary_search(&start).is_ok())
    }

    /// The bytes that a slot shows.
    pub(super) fn slot_range(&self, row: Row, slot: &Slot) -> Range<usize> {
        self.bytes(row, slot.cluster..slot.cluster + 1 + usize::from(slot.pair))
    }

    fn cell(&self, row: Row, slot: &Slot) -> Cell {
        let mut symbol = CompactString::default();
        let range = self.slot_range(row, slot);
        let first = self.text.get(self.bytes(row, slot.cluster..slot.cluster + 1));
        let stand_in = if slot.pair {
            let second = self.text.get(self.bytes(row, slot.cluster + 1..slot.cluster + 2));
            let joined = self.joins(slot.cluster).previous;
            let pair = second.chars().next().and_then(|alef| ligature(alef, joined));
            // The marks of the lam, then those of the alef.
            let lam = self.draw(first, |_| pair, &mut symbol);
            let alef = self.draw(second, |_| None, &mut symbol);
            lam || alef
        } else {
            self.draw(first, |c| Some(self.letter(slot, c)), &mut symbol)
        };
        Cell { symbol, range, column: slot.column, width: slot.width, rtl: slot.level.is_rtl(), stand_in }
    }

    /// Draws a cluster; is it a stand-in?
    fn draw(&self, cluster: &str, glyph: impl Fn(char) -> Option<char>, symbol: &mut CompactString) -> bool {
        draw(cluster, self.options.tashkeel, glyph, |c| symbol.push(c)).stand_in
    }

    /// How a base character is drawn: mirrored at odd levels (L4), in the form that its place in the word asks for.
    fn letter(&self, slot: &Slot, c: char) -> char {
        if slot.level.is_rtl()
            && let Some(mirrored) = get_mirrored(c)
        {
            return mirrored;
        }
        match self.options.shape {
            Shape::Forms => form(c, self.joins(slot.cluster)),
            Shape::Base => c,
        }
    }
}
