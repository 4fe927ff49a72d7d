//! Counts of verdicts: on the spans of a label, and on the suggestions of a label and score.

use crate::gold::{Body, Verdict};

use super::edits::Edits;

/// The spans or frames of one label, by verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct VerdictCounts {
    pub(super) accepted: usize,
    pub(super) fixed: usize,
    pub(super) added: usize,
    pub(super) rejected: usize,
    pub(super) pending: usize,
}

impl VerdictCounts {
    pub(super) fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Accepted => self.accepted += 1,
            Verdict::Fixed => self.fixed += 1,
            Verdict::Added => self.added += 1,
        }
    }

    /// The number of gold items.
    pub(super) const fn gold(&self) -> usize {
        self.accepted + self.fixed + self.added
    }

    /// The number of verdicts.
    pub(super) const fn verdicts(&self) -> usize {
        self.gold() + self.rejected
    }
}

/// What became of the suggestions of one label or of one score band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct SuggestionCounts {
    pub(super) accepted: usize,
    pub(super) fixed: usize,
    pub(super) rejected: usize,
    pub(super) pending: usize,
    pub(super) edits: Edits,
}

impl SuggestionCounts {
    /// Counts a suggestion that is in the gold now, with the body that it got.
    pub(super) fn count_gold(&mut self, suggested: &Body, body: &Body) {
        if suggested.agrees_with(body) {
            self.accepted += 1;
        } else {
            self.fixed += 1;
            self.edits.count(suggested, body);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.fixed += other.fixed;
        self.rejected += other.rejected;
        self.pending += other.pending;
        self.edits.add(&other.edits);
    }

    pub(super) const fn decided(&self) -> usize {
        self.accepted + self.fixed + self.rejected
    }

    /// The share of the decided suggestions that were accepted as they were.
    pub(super) fn acceptance(&self) -> Option<f64> {
        share(self.accepted, self.decided())
    }
}

/// `part` of `whole`; nothing of nothing is no share.
pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
