//! The layout cache: the paragraphs that were laid out and are kept for the next time.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use unicode_bidi::Level;

use super::analysis::Paragraph;
use super::wrap::{WrappedLine, wrap};

/// The number of clusters in each of the two generations. 2,000,000 clusters take 16 MB.
const GENERATION_CLUSTERS: usize = 2_000_000;

/// A paragraph and its lines for one width of the page. Clones are cheap.
#[derive(Debug, Clone)]
pub(super) struct WrappedParagraph {
    pub(super) paragraph: Rc<Paragraph>,
    width: u16,
    lines: Rc<[WrappedLine]>,
}

impl WrappedParagraph {
    pub(super) fn new(paragraph: Rc<Paragraph>, width: u16) -> Self {
        let lines = wrap(&paragraph, width).into();
        Self { paragraph, width, lines }
    }

    /// Returns the line that contains a byte of the paragraph or of its line end.
    pub(super) fn line_at(self, offset: usize) -> LineInParagraph {
        let edge = |line: &WrappedLine| self.paragraph.edge(line.first as usize);
        let index = self.lines.partition_point(|line| edge(line) <= offset).saturating_sub(1);
        LineInParagraph { wrapped: self, index }
    }
}

/// A line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct LineInParagraph {
    wrapped: WrappedParagraph,
    index: usize,
}

impl LineInParagraph {
    /// Its clusters, as indices into the clusters of the paragraph.
    pub(super) fn clusters(&self) -> WrappedLine {
        debug_assert!(self.index < self.wrapped.lines.len(), "every line is one of its paragraph");
        let nothing = WrappedLine { first: 0, end: 0 };
        self.wrapped.lines.get(self.index).copied().unwrap_or(nothing)
    }

    pub(super) fn paragraph(&self) -> &Paragraph {
        &self.wrapped.paragraph
    }

    /// Its bytes in the text, without the line end.
    pub(super) fn range(&self) -> Range<usize> {
        let line = self.clusters();
        self.paragraph().edge(line.first as usize)..self.paragraph().edge(line.end as usize)
    }

    /// The base level of its paragraph.
    pub(super) fn level(&self) -> Level {
        self.paragraph().level
    }

    /// The next line of the paragraph.
    pub(super) fn next(&self) -> Option<Self> {
        let index = self.index + 1;
        (index < self.wrapped.lines.len()).then(|| Self { wrapped: self.wrapped.clone(), index })
    }

    /// The line before it in the paragraph.
    pub(super) fn previous(&self) -> Option<Self> {
        Some(Self { wrapped: self.wrapped.clone(), index: self.index.checked_sub(1)? })
    }
}

/// The paragraphs that were laid out, by their first byte, in two generations. When the young generation is full, it
/// becomes the old one, and the old one is dropped. A paragraph that is used becomes young again.
#[derive(Debug, Clone, Default)]
pub(super) struct LayoutCache {
    young: BTreeMap<usize, WrappedParagraph>,
    old: BTreeMap<usize, WrappedParagraph>,
    /// The number of clusters in the young generation.
    size: usize,
}

impl LayoutCache {
    /// Returns the paragraph that contains a byte, if it is in the cache. `until` returns where the next paragraph
    /// begins.
    pub(super) fn find(
        &mut self,
        offset: usize,
        width: u16,
        until: impl Fn(&Range<usize>) -> usize,
    ) -> Option<WrappedParagraph> {
        let holds = |(start, wrapped): (&usize, &WrappedParagraph)| {
            (offset < until(&wrapped.paragraph.range)).then_some(*start)
        };
        if let Some(start) = self.young.range(..=offset).next_back().and_then(holds) {
            let wrapped = self.young.get_mut(&start)?;
            if wrapped.width != width {
                *wrapped = WrappedParagraph::new(Rc::clone(&wrapped.paragraph), width);
            }
            return Some(wrapped.clone());
        }
        let start = self.old.range(..=offset).next_back().and_then(holds)?;
        let wrapped = self.old.remove(&start)?;
        Some(self.add(if wrapped.width == width { wrapped } else { WrappedParagraph::new(wrapped.paragraph, width) }))
    }

    /// Adds a paragraph.
    pub(super) fn add(&mut self, wrapped: WrappedParagraph) -> WrappedParagraph {
        if self.size >= GENERATION_CLUSTERS {
            self.old = std::mem::take(&mut self.young);
            self.size = 0;
        }
        // An empty paragraph takes memory, too.
        self.size += wrapped.paragraph.clusters.len() + 16;
        self.young.insert(wrapped.paragraph.range.start, wrapped.clone());
        wrapped
    }
}
