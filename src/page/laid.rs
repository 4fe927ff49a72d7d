//! Which paragraphs are laid out: those that were asked for, as far as there is room.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use unicode_bidi::Level;

use super::analysis::Paragraph;
use super::wrap::{Row, wrap};

/// So many clusters are kept of paragraphs that were asked for lately, and as many of those before them: 16 MB each.
const ROOM: usize = 2_000_000;

/// A paragraph and its lines on a page of some width. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    pub(super) paragraph: Rc<Paragraph>,
    width: u16,
    rows: Rc<[Row]>,
}

impl Laid {
    pub(super) fn new(paragraph: Rc<Paragraph>, width: u16) -> Self {
        let rows = wrap(&paragraph, width).into();
        Self { paragraph, width, rows }
    }

    /// The line that holds a byte of the paragraph or of its line end.
    pub(super) fn line_at(self, offset: usize) -> LineAt {
        let edge = |row: &Row| self.paragraph.edge(row.first as usize);
        let index = self.rows.partition_point(|row| edge(row) <= offset).saturating_sub(1);
        LineAt { laid: self, index }
    }
}

/// A line in its paragraph.
#[derive(Debug, Clone)]
pub(super) struct LineAt {
    laid: Laid,
    index: usize,
}

impl LineAt {
    /// Its clusters, by their number in the paragraph.
    pub(super) fn row(&self) -> Row {
        let nothing = Row { first: 0, end: 0 };
        self.laid.rows.get(self.index).copied().unwrap_or(nothing)
    }

    pub(super) fn paragraph(&self) -> &Paragraph {
        &self.laid.paragraph
    }

    /// Its bytes in the text, without the line end.
    pub(super) fn range(&self) -> Range<usize> {
        let row = self.row();
        self.paragraph().edge(row.first as usize)..self.paragraph().edge(row.end as usize)
    }

    /// The base level of its paragraph.
    pub(super) fn level(&self) -> Level {
        self.paragraph().level
    }

    /// The next line of the paragraph.
    pub(super) fn next(&self) -> Option<Self> {
        let index = self.index + 1;
        (index < self.laid.rows.len()).then(|| Self { laid: self.laid.clone(), index })
    }

    /// The line before it in the paragraph.
    pub(super) fn previous(&self) -> Option<Self> {
        Some(Self { laid: self.laid.clone(), index: self.index.checked_sub(1)? })
    }
}

/// The paragraphs that are laid out, by their first bytes, in two generations: when the young have filled their room they
/// become the old, and the old ones are let go. Whatever is asked for is young again.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraphs {
    young: BTreeMap<usize, Laid>,
    old: BTreeMap<usize, Laid>,
    /// Clusters of the young.
    size: usize,
}

impl Paragraphs {
    /// The paragraph that holds a byte, if it is known; `until` says where the next one begins.
    pub(super) fn find(&mut self, offset: usize, width: u16, until: impl Fn(&Range<usize>) -> usize) -> Option<Laid> {
        let holds = |(start, laid): (&usize, &Laid)| (offset < until(&laid.paragraph.range)).then_some(*start);
        if let Some(start) = self.young.range(..=offset).next_back().and_then(holds) {
            let laid = self.young.get_mut(&start)?;
            if laid.width != width {
                *laid = Laid::new(Rc::clone(&laid.paragraph), width);
            }
            return Some(laid.clone());
        }
        let start = self.old.range(..=offset).next_back().and_then(holds)?;
        let laid = self.old.remove(&start)?;
        Some(self.add(if laid.width == width { laid } else { Laid::new(laid.paragraph, width) }))
    }

    /// Takes one in.
    pub(super) fn add(&mut self, laid: Laid) -> Laid {
        if self.size >= ROOM {
            self.old = std::mem::take(&mut self.young);
            self.size = 0;
        }
        // An empty paragraph takes room, too.
        self.size += laid.paragraph.clusters.len() + 16;
        self.young.insert(laid.paragraph.range.start, laid.clone());
        laid
    }
}
