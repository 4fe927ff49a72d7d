//! Checked offsets: a [`Span`] is a range of a [`Text`](super::Text) on grapheme-cluster edges.

use std::fmt;
use std::ops::Range;

/// What an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// UTF-8 bytes: the unit inside the program.
    Bytes,
    /// Unicode scalar values: the unit of gold JSON, Python strings and W3C Web Annotation.
    CodePoints,
    /// UTF-16 code units: the unit of Java, JavaScript and UIMA.
    Utf16,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes => "bytes",
            Self::CodePoints => "code points",
            Self::Utf16 => "UTF-16 units",
        })
    }
}

/// Why a pair of numbers is no span of a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OffsetError {
    /// An edge lies beyond the text.
    #[error("{offset} lies past the end of the text ({length} {unit})")]
    PastEnd {
        /// The edge, in `unit`.
        offset: usize,
        /// The text's length, in `unit`.
        length: usize,
        /// What both count.
        unit: Unit,
    },
    /// Start and end are equal, or the wrong way round.
    #[error("start {start} is not before end {end}")]
    Empty {
        /// The start as given.
        start: usize,
        /// The end as given.
        end: usize,
    },
    /// An edge falls inside a character (bytes, UTF-16) or inside a grapheme cluster.
    #[error("{offset} ({unit}) falls inside a letter and its marks (the cluster {cluster:?})")]
    InsideCluster {
        /// The edge, in `unit`.
        offset: usize,
        /// What it counts.
        unit: Unit,
        /// The cluster that the edge would cut.
        cluster: String,
    },
}

/// A non-empty half-open range of a [`Text`](super::Text), in bytes, both edges on grapheme-cluster edges (UAX #29).
///
/// Only a text makes one, so holding a span of a text means that slicing it cannot fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// For the rooms' own use, where the edges are known to lie on clusters.
    pub(super) const fn trusted(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// First byte.
    #[must_use]
    pub const fn start(self) -> usize {
        self.start
    }

    /// One past the last byte.
    #[must_use]
    pub const fn end(self) -> usize {
        self.end
    }

    /// The bytes it covers.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Does it hold the byte at `offset`?
    #[must_use]
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Does it hold the whole of `other`?
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Do the two share a byte?
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Do they overlap with neither inside the other?
    #[must_use]
    pub const fn crosses(self, other: Self) -> bool {
        self.overlaps(other) && !self.covers(other) && !other.covers(self)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
