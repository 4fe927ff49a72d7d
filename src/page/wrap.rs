//! Where lines are wrapped: greedily, in logical order, by cells.

use super::analysis::{Cluster, Paragraph, as_u32};

/// A line of the page: a stretch of its paragraph's clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrappedLine {
    /// Its first cluster.
    pub(super) first: u32,
    /// One past its last cluster.
    pub(super) end: u32,
}

/// Wraps a paragraph to a width in cells (2 at least). It gives one line or more.
///
/// A line takes clusters as long as they fit. Spaces always fit: those at the end of a line hang over the edge (UAX
/// #14, section 5.1), so that the text before and behind them stands at the margins. Where no opportunity fits, a word
/// is cut between two clusters. Lam and alef count as two cells even where one will show them: the line then never
/// grows too wide when a span's edge parts the two.
pub(super) fn wrap(paragraph: &Paragraph, width: u16) -> Vec<WrappedLine> {
    let clusters: &[Cluster] = &paragraph.clusters;
    let width = u32::from(width);
    let mut rows = Vec::new();
    let row = |first, end| WrappedLine { first: as_u32(first), end: as_u32(end) };
    // The line so far: its first cluster, its cells, and the last place where it may be wrapped.
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
            // What stands behind the opportunity is measured anew: less than a line, and spaces.
            (first, cells, at) = (end, 0, end);
            continue;
        }
        // After a space over the edge nothing fits any more.
        cells = if needed > width { width } else { needed };
        at += 1;
    }
    rows.push(row(first, clusters.len()));
    rows
}
