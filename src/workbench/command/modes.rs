//! Sets of modes.

use bitflags::bitflags;

bitflags! {
    /// The modes in which a command can ever be valid. Two commands without a mode in common may share a key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Modes: u8 {
        /// The user decides on suggestions and moves about.
        const REVIEW = 1;
        /// Words are selected.
        const SELECT = 1 << 1;
        /// A part of a quote is chosen.
        const CHOOSE_ROLE = 1 << 2;
        /// Other places of the same words are shown.
        const PREVIEW = 1 << 3;
        /// The article is to be marked done while suggestions are pending.
        const FINISH = 1 << 4;
        /// The help page, the guidelines or the list of problems is open.
        const SHEET = 1 << 5;
    }
}
