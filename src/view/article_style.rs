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
}

/// The rows of a rectangle, and the lines of the article in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineRows {
    pub(super) rect: Rect,
    pub(super) tag_rows: TagRows,
    /// Rows between two lines that show something else: the number of lines above them, and their number.
    pub(super) gap: Option<(usize, u16)>,
}

impl LineRows {
    /// Returns the first row of each line.
    pub(super) fn first_rows(self) -> impl Iterator<Item = u16> {
        let (above, gap) = self.gap.unwrap_or((usize::MAX, 0));
        let rows = (self.rect.y..self.rect.y + self.rect.height).step_by(usize::from(self.tag_rows.rows_per_line()));
        rows.enumerate().map(move |(line, row)| if line < above { row } else { row + gap }).take(self.count())
    }

    /// Returns the number of lines that fit.
    pub(super) fn count(self) -> usize {
        let free = self.rect.height.saturating_sub(self.gap.map_or(0, |(_, rows)| rows));
        usize::from((free / self.tag_rows.rows_per_line()).max(1))
    }

    /// Returns the rows between two lines.
    pub(super) fn between_lines(self) -> Option<Rect> {
        let (above, height) = self.gap?;
        let above = u16::try_from(above).ok()?.saturating_mul(self.tag_rows.rows_per_line());
        let height = height.min(self.rect.height.saturating_sub(above));
        Some(Rect { y: self.rect.y + above, height, ..self.rect })
    }
}

/// The style of an article's lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct ArticleStyle<'a> {
    pub(super) theme: &'a Theme,
    pub(super) lines: LineRows,
    /// The language of the tags of quotes.
    pub(super) lang: Lang,
}
