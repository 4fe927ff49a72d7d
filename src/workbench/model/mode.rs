//! Modes.

use crate::workbench::command::modes::Modes;
use crate::workbench::role::RoleChoice;
use crate::workbench::search::propagation::Preview;
use crate::workbench::selection::Selection;

/// The mode: it decides which commands the keys call.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Mode {
    /// The user decides on suggestions and moves about.
    #[default]
    Review,
    /// Words are selected, to be added.
    Select(Selection),
    /// A part of a quote is chosen among numbered candidates.
    ChooseRole(RoleChoice),
    /// Other places of the same words are shown, to be proposed or not.
    Preview(Preview),
    /// The article is to be marked done while suggestions are pending: the next key decides about them.
    Finish,
    /// The help page is open.
    Help {
        /// The first row shown.
        top: usize,
        /// The mode that it was opened from.
        under: Box<Mode>,
    },
    /// The guidelines of the label set are open.
    Guidelines {
        /// The first row shown.
        top: usize,
        /// The mode that they were opened from.
        under: Box<Mode>,
    },
    /// The list of problems is open.
    Problems {
        /// The first row shown.
        top: usize,
    },
}

impl Mode {
    /// The mode as a set of one, to compare with the modes of a command.
    #[must_use]
    pub const fn as_set(&self) -> Modes {
        match self {
            Self::Review => Modes::REVIEW,
            Self::Select(_) => Modes::SELECT,
            Self::ChooseRole(_) => Modes::CHOOSE_ROLE,
            Self::Preview(_) => Modes::PREVIEW,
            Self::Finish => Modes::FINISH,
            Self::Help { .. } | Self::Guidelines { .. } | Self::Problems { .. } => Modes::SHEET,
        }
    }
}
