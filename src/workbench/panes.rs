//! The division of the screen into panes, in cells. Nothing is drawn here.

/// The width in columns of the smallest window that the workbench works in.
pub const MIN_COLUMNS: u16 = 40;
/// The height in rows of the smallest window that the workbench works in.
pub const MIN_ROWS: u16 = 12;

/// The longest line of the page, in columns: in longer lines the eye does not find the next line.
const MAX_MEASURE: u16 = 96;

const MARGIN: u16 = 3;

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// The number of columns.
    pub width: u16,
    /// The number of rows.
    pub height: u16,
}

/// The panes of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    /// The header with the article, its position and its progress: one row.
    pub header: Rect,
    /// The list of items in reading order: on the left in English, on the right in Arabic. `None` in narrow windows.
    pub list: Option<Rect>,
    /// The lesson of the tutorial, below the header.
    pub lesson: Option<Rect>,
    /// The text of the article.
    pub page: Rect,
    /// Three columns right of the text: a gap, and signs for the items of each line.
    pub margin: Rect,
    /// The focused item; the first row is a rule where there is room.
    pub details: Rect,
    /// The status line: messages, and whether all is saved.
    pub status: Rect,
    /// The footer with the keys that are valid now: one row.
    pub footer: Rect,
}

impl Panes {
    /// Divides a window; `None` when it is smaller than [`MIN_COLUMNS`] × [`MIN_ROWS`].
    #[must_use]
    pub fn of(columns: u16, rows: u16) -> Option<Self> {
        if columns < MIN_COLUMNS || rows < MIN_ROWS {
            return None;
        }
        let row = |y, height| Rect { x: 0, y, width: columns, height };
        let details_height = match rows {
            0..18 => 2,
            18..30 => 4,
            _ => 5,
        };
        let body = rows - 3 - details_height;
        let list_width = match columns {
            0..76 => 0,
            76..110 => 27,
            110..150 => 36,
            _ => 48,
        };
        // One column stays free between the list and the text.
        let left = if list_width == 0 { 0 } else { list_width + 1 };
        let width = (columns - left - MARGIN - 1).min(MAX_MEASURE);
        let x = columns - MARGIN - width;
        Some(Self {
            header: row(0, 1),
            list: (list_width > 0).then_some(Rect { x: 0, y: 1, width: list_width, height: body }),
            lesson: None,
            page: Rect { x, y: 1, width, height: body },
            margin: Rect { x: columns - MARGIN, y: 1, width: MARGIN, height: body },
            details: row(1 + body, details_height),
            status: row(rows - 2, 1),
            footer: row(rows - 1, 1),
        })
    }
}

impl Panes {
    /// The same panes with room for the lesson of the tutorial, which the page and the list give up.
    #[must_use]
    pub(super) fn with_lesson(self) -> Self {
        // The title, the text of the longest step, and a rule.
        let rows = match self.header.width {
            100.. => 5,
            76.. => 6,
            _ => 7,
        };
        let rows = rows.min(self.page.height.saturating_sub(3));
        let lower = |rect: Rect| Rect { y: rect.y + rows, height: rect.height - rows, ..rect };
        Self {
            lesson: Some(Rect { height: rows, y: self.page.y, ..self.header }),
            page: lower(self.page),
            margin: lower(self.margin),
            list: self.list.map(lower),
            ..self
        }
    }

    /// The same panes with the list on the right, for a window with `columns` columns. The margin stays at the right
    /// edge of the text, where Arabic lines begin.
    #[must_use]
    pub(super) fn mirrored(self, columns: u16) -> Self {
        let Some(list) = self.list else { return self };
        let list = Rect { x: columns - list.width, ..list };
        // One column for the rule between the list and the margin.
        let margin = Rect { x: list.x - 1 - self.margin.width, ..self.margin };
        let page = Rect { x: margin.x - self.page.width, ..self.page };
        Self { list: Some(list), margin, page, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_fill_the_rows_and_never_overlap() {
        for columns in MIN_COLUMNS..220 {
            for rows in MIN_ROWS..70 {
                let panes = Panes::of(columns, rows).unwrap();
                let heights =
                    [panes.header, panes.page, panes.details, panes.status, panes.footer].map(|rect| rect.height);
                assert_eq!(heights.iter().sum::<u16>(), rows);
                assert_eq!(panes.margin.x + panes.margin.width, columns);
                assert_eq!(panes.page.x + panes.page.width, panes.margin.x);
                assert!(panes.list.is_none_or(|list| list.x + list.width < panes.page.x));
                assert!(panes.page.width >= 30 && panes.page.height >= 7);
                let mirrored = panes.mirrored(columns);
                assert_eq!(mirrored.page.x + mirrored.page.width, mirrored.margin.x);
                assert!(mirrored.margin.x + mirrored.margin.width <= columns);
                assert!(mirrored.list.is_none_or(|list| mirrored.margin.x + mirrored.margin.width < list.x));
            }
        }
        assert!(Panes::of(39, 40).is_none() && Panes::of(80, 11).is_none());
    }
}
