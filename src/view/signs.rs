//! The signs on the screen, and the words for states and kinds. Each sign has its only place here; the help page explains the
//! signs of [`EXPLAINED_SIGNS`].

use crate::gold::{QuoteKind, Verdict};
use crate::lang::{self, Lang, Wording};
use crate::workbench::ItemState;

/// The sign of an item that is flagged for discussion.
pub(super) const FLAG: &str = "⚑";
/// The sign of an item that has a note.
pub(super) const NOTE: &str = "✎";
/// The sign of the focus in the margin: it points at the line in which the focus begins.
pub(super) const FOCUS: &str = "◂";
/// The bar in the margin along the content of a quote that is decided.
pub(super) const DECIDED_QUOTE: &str = "┃";
/// The bar in the margin along the content of a pending quote.
pub(super) const PENDING_QUOTE: &str = "┊";
/// The sign of a quote in the side list.
pub(super) const QUOTE: &str = "❝";
/// The sign of the filter.
pub(super) const FILTER: &str = "▽";

/// The rows of the help page that explain signs.
pub(super) const EXPLAINED_SIGNS: [(&str, Wording); 6] = [
    ("?", lang::SIGN_PENDING),
    ("✓ ~ +", lang::SIGN_DECIDED),
    ("✗", lang::SIGN_REJECTED),
    ("⚑ ✎", lang::SIGN_FLAG),
    ("⇄", lang::SIGN_RELATION),
    ("┊ ┃", lang::SIGN_QUOTE),
];

/// Returns the sign of a state: in the side list, in the margin and in the details.
pub(super) const fn state_sign(state: ItemState) -> &'static str {
    match state {
        ItemState::Pending => "?",
        ItemState::Decided(Verdict::Accepted) => "✓",
        ItemState::Decided(Verdict::Fixed) => "~",
        ItemState::Decided(Verdict::Added) => "+",
        ItemState::Rejected => "✗",
    }
}

/// Returns the sign of an item with a flag or a note. If it has both, the flag is shown.
pub(super) const fn remark_sign(flagged: bool, noted: bool) -> Option<&'static str> {
    match (flagged, noted) {
        (true, _) => Some(FLAG),
        (false, true) => Some(NOTE),
        (false, false) => None,
    }
}

/// Returns the sign that points into a row from its beginning.
pub(super) const fn pointer(lang: Lang) -> &'static str {
    if lang.is_rtl() { "◂" } else { "▸" }
}

/// Returns the word for a state.
pub(super) const fn state_word(state: ItemState) -> Wording {
    match state {
        ItemState::Pending => lang::PENDING,
        ItemState::Decided(Verdict::Accepted) => lang::ACCEPTED,
        ItemState::Decided(Verdict::Fixed) => lang::FIXED,
        ItemState::Decided(Verdict::Added) => lang::ADDED,
        ItemState::Rejected => lang::REJECTED,
    }
}

/// Returns the word for a kind of quote.
pub(super) const fn kind_word(kind: QuoteKind) -> Wording {
    match kind {
        QuoteKind::Direct => lang::DIRECT,
        QuoteKind::Indirect => lang::INDIRECT,
        QuoteKind::Mixed => lang::MIXED,
    }
}
