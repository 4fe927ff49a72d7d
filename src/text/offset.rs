//! Checked offsets: a [`Span`] is a range of a [`Text`](super::Text) on grapheme-cluster edges.

use std::fmt;
use std::ops::Range;

/// The unit of an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// UTF-8 bytes: the unit inside the program.
    Bytes,
    /// Unicode code points (scalar values): the unit of gold JSON, of Python strings and of W3C Web Annotation.
    CodePoints,
    /// UTF-16 code units: the unit of Java, JavaScript and UIMA.
    Utf16,
    /// Grapheme clusters (UAX #29): what a reader sees as one letter. doccano's interface can count them.
    Graphemes,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes => "bytes",
            Self::CodePoints => "code points",
            Self::Utf16 => "UTF-16 units",
            Self::Graphemes => "grapheme clusters",
        })
    }
}

/// The reason for refusing a pair of offsets as a span of a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OffsetError {
    /// An edge is past the end of the text.
    #[error("{offset} is past the end of the text ({length} {unit})")]
    PastEnd {
        /// The edge, in `unit`.
        offset: usize,
        /// The length of the text, in `unit`.
        length: usize,
        /// The unit of both numbers.
        unit: Unit,
    },
    /// The start is not before the end.
    #[error("start {start} is not before end {end}")]
    Empty {
        /// The start in the input.
        start: usize,
        /// The end in the input.
        end: usize,
    },
    /// An edge is inside a character (in bytes or UTF-16 units) or inside a grapheme cluster.
    #[error("{offset} ({unit}) is inside a letter with its diacritics (the cluster {cluster:?})")]
    InsideCluster {
        /// The edge, in `unit`.
        offset: usize,
        /// The unit of the edge.
        unit: Unit,
        /// The cluster that the edge would cut.
        cluster: String,
    },
}

/// A non-empty, half-open range of a [`Text`](super::Text), in bytes. Both edges are on grapheme-cluster edges (UAX
/// #29).
///
/// Only a text makes spans, so slicing the text with its own span cannot fail.
///
/// ```
/// use tawsim::text::Text;
/// let text = Text::new("قال شكري نعم");
/// let (first, second) = (text.span(0, 15)?, text.span(7, 22)?);
/// assert!(first.crosses(second) && !first.covers(second));
/// assert_eq!(text.slice(first.hull(second)), text.as_str());
/// # Ok::<(), tawsim::text::OffsetError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// Makes a span without a check, for edges that are known to be cluster edges.
    pub(super) const fn trusted(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Makes a span again whose bytes were kept as numbers. They must be those of a span of the same text; `None` if they are not
    /// inside this one.
    pub(crate) const fn kept(self, start: usize, end: usize) -> Option<Self> {
        if self.start <= start && start < end && end <= self.end { Some(Self { start, end }) } else { None }
    }

    /// The first byte.
    #[must_use]
    pub const fn start(self) -> usize {
        self.start
    }

    /// One past the last byte.
    #[must_use]
    pub const fn end(self) -> usize {
        self.end
    }

    /// The bytes that it covers.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns true if the byte at `offset` is inside.
    #[must_use]
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Returns true if all of `other` is inside.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns true if the two spans share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns true if the two spans overlap and neither covers the other.
    #[must_use]
    pub const fn crosses(self, other: Self) -> bool {
        self.overlaps(other) && !self.covers(other) && !other.covers(self)
    }

    /// Returns the smallest span that covers both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the span from the start of `other` to the end of this one, if that is not empty.
    #[must_use]
    pub fn with_start_of(self, other: Self) -> Option<Self> {
        (other.start < self.end).then_some(Self { start: other.start, end: self.end })
    }

    /// Returns the span from the start of this one to the end of `other`, if that is not empty.
    #[must_use]
    pub fn with_end_of(self, other: Self) -> Option<Self> {
        (self.start < other.end).then_some(Self { start: self.start, end: other.end })
    }
}
