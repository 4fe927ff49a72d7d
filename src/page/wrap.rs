//! Wraps the lines of a paragraph: greedily, in logical order, by cells.

use super::analysis::{Cluster, Paragraph, as_u32};

/// A line of the page: a range of the clusters of its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrappedLine {
    /// Its first cluster.
    pub(super) first: u32,
    /// One past its last cluster.
    pub(super) end: u32,
}

/// Wraps a paragraph to a width in cells (at least 2). The result has at least one line.
///
/// A line takes clusters as long as they fit. Spaces always fit: at the end of a line they hang over the edge (UAX #14,
/// section 5.1), so that the text before and after them is at the margins. If a line has no place for a break, a word
/// is cut between two clusters. Lam and alef count as two cells even if one cell shows both, so no line becomes too
/// wide when the edge of a span separates them.
pub(super) fn wrap(paragraph: &Paragraph, width: u16) -> Vec<WrappedLine> {
    let clusters: &[Cluster] = &paragraph.clusters;
    let width = u32::from(width);
    let mut rows = Vec::new();
    let row = |first, end| WrappedLine { first: as_u32(first), end: as_u32(end) };
    // The line so far: its first cluster, its cells, and the last place at which it may end.
    let (mut first, mut cells) = (0, 0);
    let mut opportunity = None;
    let mut at = 0;
    while let Some(cluster) = clusters.get(at) {
        if cluster.may_wrap() && at > first {
            opportunity = Some(at);
        }
        let needed = cells + u32::from(cluster.width());
        if needed > width && !cluster.hangs() && at > first {
            let end = opportunity.take().unwrap_or(at);
            rows.push(row(first, end));
            // The clusters after that place are measured again. They are less than a line, and spaces.
            (first, cells, at) = (end, 0, end);
            continue;
        }
        // After a space over the edge nothing fits.
        cells = if needed > width { width } else { needed };
        at += 1;
    }
    rows.push(row(first, clusters.len()));
    rows
}
