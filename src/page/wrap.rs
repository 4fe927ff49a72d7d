//! Where lines are wrapped: greedily, in logical order, by cells.

use super::analysis::{Analysis, Paragraph, as_u32};

/// A line of the page: a stretch of a paragraph's clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The paragraph it belongs to.
    pub(super) paragraph: u32,
    /// Its first cluster.
    pub(super) first: u32,
    /// One past its last cluster.
    pub(super) end: u32,
}

/// Wraps all paragraphs to a width in cells (2 at least). Each gives one line or more.
pub(super) fn wrap(analysis: &Analysis, width: u16) -> Vec<Row> {
    let mut rows = Vec::with_capacity(analysis.paragraphs.len() + analysis.clusters.len() / usize::from(width.max(1)));
    for (index, paragraph) in analysis.paragraphs.iter().enumerate() {
        wrap_paragraph(analysis, as_u32(index), paragraph, u32::from(width), &mut rows);
    }
    rows
}

/// A line takes clusters as long as they fit. Spaces always fit: those at the end of a line hang over the edge (UAX
/// #14, section 5.1), so that the text before and behind them stands at the margins. Where no opportunity fits, a word
/// is cut between two clusters. Lam and alef count as two cells even where one will show them: the line then never
/// grows too wide when a span's edge parts the two.
fn wrap_paragraph(analysis: &Analysis, index: u32, paragraph: &Paragraph, width: u32, rows: &mut Vec<Row>) {
    let clusters = analysis.clusters.get(paragraph.clusters.clone()).unwrap_or_default();
    let base = paragraph.clusters.start;
    let row = |first, end| Row { paragraph: index, first: as_u32(base + first), end: as_u32(base + end) };
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
}
