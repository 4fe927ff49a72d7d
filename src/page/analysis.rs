//! The analysis of a paragraph, which does not depend on the width of the page: clusters, embedding levels, joins, and
//! where a line may begin. A cluster takes eight bytes and no string, so a paragraph of 1 MB takes one allocation of 5
//! MB.

use std::ops::Range;

use bitflags::bitflags;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed, options::LineBreakOptions};
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo};
use unicode_segmentation::UnicodeSegmentation;

use super::cluster::{DrawStyle, draw_cluster};
use super::options::{BaseDirection, Order, PageOptions, Shape};
use super::shape::{JoinedSides, Joiner, LAM, joins_lam};

bitflags! {
    /// The properties of a cluster that the layout needs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    struct ClusterFlags: u8 {
        /// Its letter joins to the next one (to its left).
        const JOINS_NEXT = 1;
        /// Its letter joins to the one before it (to its right).
        const JOINS_PREVIOUS = 1 << 1;
        /// It is a lam that makes a ligature with the alef after it.
        const LAM_ALEF = 1 << 2;
        /// A line may begin here (UAX #14).
        const MAY_WRAP = 1 << 3;
        /// White space or a control that rule L1 of UAX #9 puts at the paragraph's level at the end of a line.
        const WHITE = 1 << 4;
        /// A segment separator (rule L1 of UAX #9).
        const SEPARATOR = 1 << 5;
        /// A space that needs no cell at the end of a line.
        const HANGS = 1 << 6;
        /// It fills two cells.
        const WIDE = 1 << 7;
    }
}

/// A grapheme cluster: eight bytes, no string.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    /// Its first byte in the text.
    pub(super) start: u32,
    /// Its embedding level after the rules up to I2 of UAX #9. L1 is applied to each line.
    pub(super) level: Level,
    flags: ClusterFlags,
}

impl Cluster {
    /// The sides on which its letter joins.
    pub(super) const fn joins(self) -> JoinedSides {
        JoinedSides {
            next: self.flags.contains(ClusterFlags::JOINS_NEXT),
            previous: self.flags.contains(ClusterFlags::JOINS_PREVIOUS),
        }
    }

    /// True for a lam that makes a ligature with the alef after it.
    pub(super) const fn is_lam_of_pair(self) -> bool {
        self.flags.contains(ClusterFlags::LAM_ALEF)
    }

    /// True if a line may begin here (UAX #14).
    pub(super) const fn may_wrap(self) -> bool {
        self.flags.contains(ClusterFlags::MAY_WRAP)
    }

    /// True for white space and controls that rule L1 puts at the paragraph's level at the end of a line.
    pub(super) const fn is_white(self) -> bool {
        self.flags.contains(ClusterFlags::WHITE)
    }

    /// True for a segment separator (rule L1).
    pub(super) const fn is_separator(self) -> bool {
        self.flags.contains(ClusterFlags::SEPARATOR)
    }

    /// True for a space that needs no cell at the end of a line.
    pub(super) const fn hangs(self) -> bool {
        self.flags.contains(ClusterFlags::HANGS)
    }

    /// Its width in cells: 1 or 2.
    pub(super) const fn width(self) -> u8 {
        if self.flags.contains(ClusterFlags::WIDE) { 2 } else { 1 }
    }
}

/// A paragraph: the text between two line ends. Rules P1 to I2 of UAX #9 read nothing else.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// Its bytes in the text, without the line end.
    pub(super) range: Range<usize>,
    pub(super) clusters: Vec<Cluster>,
    /// Its base level: odd if it runs from right to left.
    pub(super) level: Level,
}

/// Line breaking by UAX #14, without the dictionaries for Thai, Lao, Khmer and Burmese: they are larger than the rest
/// of the program.
const LINES: LineSegmenterBorrowed<'static> = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

impl Paragraph {
    /// Analyses these bytes of a text of less than 4 GiB.
    pub(super) fn new(text: &str, range: Range<usize>, options: PageOptions) -> Self {
        debug_assert!(text.get(range.clone()).is_some(), "a paragraph begins and ends between characters");
        let body = text.get(range.clone()).unwrap_or_default();
        let base = match options.base {
            BaseDirection::Auto => None,
            BaseDirection::Rtl => Some(Level::rtl()),
            BaseDirection::Ltr => Some(Level::ltr()),
        };
        let bidi = ParagraphBidiInfo::new(body, base);
        let mut clusters = clusters(body, range.start, &bidi);
        if options.shape == Shape::Forms {
            shape(body, range.start, &mut clusters);
        }
        let mut level = bidi.paragraph_level;
        if options.order == Order::Logical {
            // The letters join as always, but the clusters stay in the order of the text.
            level = Level::ltr();
            clusters.iter_mut().for_each(|cluster| cluster.level = level);
        }
        Self { range, clusters, level }
    }

    /// Returns the byte at which a cluster begins. For an index past the last cluster, returns the end of the
    /// paragraph.
    pub(super) fn edge(&self, cluster: usize) -> usize {
        self.clusters.get(cluster).map_or(self.range.end, |cluster| cluster.start as usize)
    }
}

fn clusters(body: &str, offset: usize, bidi: &ParagraphBidiInfo<'_>) -> Vec<Cluster> {
    // Arabic text has almost two bytes for each cluster.
    let mut clusters = Vec::with_capacity(body.len() / 2);
    let mut wraps = LINES.segment_str(body).skip(1).peekable();
    for (at, cluster) in body.grapheme_indices(true) {
        let drawn = draw_cluster(cluster, DrawStyle::default(), Some, |_| ());
        let mut flags = ClusterFlags::empty();
        // UAX #14 may allow a break inside a cluster, between a space and its diacritic. It is taken at the end of the
        // cluster.
        while wraps.next_if(|wrap| *wrap <= at).is_some() {
            flags |= ClusterFlags::MAY_WRAP;
        }
        if drawn.width == 2 {
            flags |= ClusterFlags::WIDE;
        }
        if drawn.blank && hangs(cluster) {
            flags |= ClusterFlags::HANGS;
        }
        match bidi.original_classes.get(at) {
            Some(BidiClass::S | BidiClass::B) => flags |= ClusterFlags::SEPARATOR,
            Some(&class) if is_white(class) && all_white(bidi, at, cluster) => flags |= ClusterFlags::WHITE,
            _ => {}
        }
        // The level of the base character. A sign that is prepended to it may have another level.
        let level = bidi.levels.get(at + drawn.base).copied().unwrap_or(bidi.paragraph_level);
        clusters.push(Cluster { start: as_u32(offset + at), level, flags });
    }
    clusters.shrink_to_fit();
    clusters
}

fn all_white(bidi: &ParagraphBidiInfo<'_>, at: usize, cluster: &str) -> bool {
    cluster.char_indices().all(|(index, _)| bidi.original_classes.get(at + index).is_some_and(|&class| is_white(class)))
}

/// Returns true for the classes that rule L1 resets at the end of a line, and for the classes that rule X9 removes.
const fn is_white(class: BidiClass) -> bool {
    use BidiClass::{BN, FSI, LRE, LRI, LRO, PDF, PDI, RLE, RLI, RLO, WS};
    matches!(class, WS | FSI | LRI | RLI | PDI | BN | LRE | RLE | LRO | RLO | PDF)
}

/// Returns true for spaces that need no cell at the end of a line: all except no-break spaces.
fn hangs(cluster: &str) -> bool {
    !cluster.starts_with(['\u{A0}', '\u{2007}', '\u{202F}'])
}

/// Finds the letters that join, one directional run after the other, and sets the flags of their clusters.
fn shape(body: &str, offset: usize, clusters: &mut [Cluster]) {
    let mut from = 0;
    while let Some(level) = clusters.get(from).map(|cluster| cluster.level) {
        let to = from + clusters.iter().skip(from).take_while(|cluster| cluster.level == level).count();
        let mut joiner = Joiner::default();
        for step in 0..to - from {
            // In a run that an override lays out from left to right, the letters are seen in reverse.
            let index = if level.is_rtl() { from + step } else { to - 1 - step };
            let cluster = text_of(body, offset, clusters, index);
            let mut take = |c| {
                if let Some(join) = joiner.step(index, c) {
                    set(clusters, join.right, ClusterFlags::JOINS_NEXT);
                    set(clusters, join.left, ClusterFlags::JOINS_PREVIOUS);
                    if join.lam_alef && is_plain_pair(body, offset, clusters, join.right, join.left) {
                        set(clusters, join.right, ClusterFlags::LAM_ALEF);
                    }
                }
            };
            if level.is_rtl() { cluster.chars().for_each(&mut take) } else { cluster.chars().rev().for_each(&mut take) }
        }
        from = to;
    }
}

/// Returns true if both clusters begin with their letter. A letter with a sign prepended to it makes no ligature.
fn is_plain_pair(body: &str, offset: usize, clusters: &[Cluster], lam: Option<usize>, alef: Option<usize>) -> bool {
    let first = |index: Option<usize>| index.and_then(|index| text_of(body, offset, clusters, index).chars().next());
    first(lam) == Some(LAM) && first(alef).is_some_and(joins_lam)
}

fn set(clusters: &mut [Cluster], index: Option<usize>, flag: ClusterFlags) {
    if let Some(cluster) = index.and_then(|index| clusters.get_mut(index)) {
        cluster.flags |= flag;
    }
}

/// Returns the text of one cluster. `offset` is the first byte of the paragraph.
fn text_of<'a>(body: &'a str, offset: usize, clusters: &[Cluster], index: usize) -> &'a str {
    let start = clusters.get(index).map_or(body.len(), |cluster| cluster.start as usize - offset);
    let end = clusters.get(index + 1).map_or(body.len(), |cluster| cluster.start as usize - offset);
    debug_assert!(body.get(start..end).is_some(), "clusters begin and end between characters");
    body.get(start..end).unwrap_or_default()
}

/// Converts a byte offset or an index to the type in which it is kept. Texts are shorter than 4 GiB.
pub(super) fn as_u32(byte: usize) -> u32 {
    debug_assert!(u32::try_from(byte).is_ok(), "a text of 4 GiB or more");
    u32::try_from(byte).unwrap_or(u32::MAX)
}
