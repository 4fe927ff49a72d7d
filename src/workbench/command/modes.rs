//! In which modes a command can ever be valid.

use super::super::Mode;
use super::Command;

/// In which modes a command can ever be valid: two commands that have none in common may share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes(u8);

impl Modes {
    const REVIEW: Self = Self(1);
    const SELECT: Self = Self(2);
    const PICK: Self = Self(4);
    const PREVIEW: Self = Self(8);
    const FINISH: Self = Self(16);
    const SHEET: Self = Self(32);
    const ALL: Self = Self(63);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Is there a mode that is in both?
    #[must_use]
    pub const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Is the mode among them?
    #[must_use]
    pub const fn hold(self, mode: &Mode) -> bool {
        self.meet(match mode {
            Mode::Review => Self::REVIEW,
            Mode::Select(_) => Self::SELECT,
            Mode::Pick(_) => Self::PICK,
            Mode::Preview(_) => Self::PREVIEW,
            Mode::Finish => Self::FINISH,
            Mode::Help { .. } | Mode::Guidelines { .. } | Mode::Problems { .. } => Self::SHEET,
        })
    }
}

impl Command {
    /// In which modes it can be valid; a test holds the table's `valid` to it.
    #[must_use]
    pub const fn modes(self) -> Modes {
        match self {
            Self::AddQuote
            | Self::AddPart
            | Self::SelectSentence
            | Self::SelectQuotation
            | Self::Exact
            | Self::LetterTo(_)
            | Self::Letter(_)
            | Self::Word(_)
            | Self::LineEnd(_) => Modes::SELECT,
            Self::MoveEdge(..)
            | Self::SetSpeaker
            | Self::SetCue
            | Self::NextItem
            | Self::PreviousItem
            | Self::GoLeft
            | Self::GoRight
            | Self::Tags
            | Self::Mouse
            | Self::Palette => Modes::REVIEW.and(Modes::SELECT),
            Self::Label => Modes::REVIEW.and(Modes::SELECT).and(Modes::PICK),
            Self::Select | Self::Reopen => Modes::REVIEW.and(Modes::PICK),
            Self::Accept => Modes::REVIEW.and(Modes::FINISH).and(Modes::PREVIEW),
            Self::Reject | Self::Done => Modes::REVIEW.and(Modes::FINISH),
            Self::PageDown | Self::PageUp | Self::Back | Self::Help | Self::Guidelines | Self::Quit | Self::Suspend => {
                Modes::ALL
            }
            _ => Modes::REVIEW,
        }
    }
}
