//! The style of an article's lines, and their rows on the screen.

use crate::lang::Lang;
use crate::workbench::Rect;

use super::theme::Theme;

/// The rows of tags: one under each line of an article, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagRows {
    /// Each line takes two rows: the line and its tags.
    Shown,
    /// Each line takes one row.
    Hidden,
}

impl TagRows {
    /// Returns [`Self::Shown`] if `shown` is true.
    #[must_use]
    pub const fn shown_if(shown: bool) -> Self {
        if shown { Self::Shown } else { Self::Hidden }
    }

    /// Returns the number of rows that a line takes.
    #[must_use]
    pub const fn rows_per_line(self) -> u16 {
        match self {
            Self::Shown => 2,
            Self::Hidden => 1,
        }
    }

    /// Returns the first row of each line in a rectangle.
    pub(super) fn line_rows(self, rect: Rect) -> impl Iterator<Item = u16> {
        (rect.y..rect.y + rect.height).step_by(usize::from(self.rows_per_line()))
    }

    /// Returns the number of lines that fit.
    pub(super) fn line_count(self, height: u16) -> usize {
        match self {
            Self::Shown => usize::from((height / 2).max(1)),
            Self::Hidden => usize::from(height),
        }
    }
}

/// The style of an article's lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct ArticleStyle<'a> {
    pub(super) theme: &'a Theme,
    pub(super) tag_rows: TagRows,
    /// The language of the tags of quotes.
    pub(super) lang: Lang,
}
