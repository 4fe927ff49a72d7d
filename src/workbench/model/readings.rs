//! The readings of the focused difference between annotators: who says what, and the rows of the page that show them.

use crate::edit::{ItemRef, OpenDifference, OpenReading};
use crate::gold::{Layer, RemarkTarget, Suggestion};
use crate::page::Page;
use crate::workbench::document::Document;

use super::{Model, Names};

/// On a page of at least this many columns, the words of a quote are in the row of its reading.
const WIDE: u16 = 72;

/// The rows that show the readings of the focused difference, between two lines of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingStack {
    /// The difference.
    pub difference: OpenDifference,
    /// The number of lines on the screen that are above the rows.
    pub after: usize,
    /// The rows, from above.
    pub rows: Vec<ReadingRow>,
}

/// A row of the readings. Each has the number of its reading in [`OpenDifference::readings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingRow {
    /// The key, the annotators, the label and the time; the words if there is room.
    Reading(usize),
    /// The words of a quote.
    Words(usize),
    /// The note.
    Note(usize),
}

impl ReadingRow {
    /// The number of the reading.
    #[must_use]
    pub const fn reading(self) -> usize {
        match self {
            Self::Reading(number) | Self::Words(number) | Self::Note(number) => number,
        }
    }
}

/// The letters of some annotators, such as `A+C`. After Z come AA, AB and so on.
///
/// ```
/// use tawsim::workbench::reader_letters;
/// assert_eq!(reader_letters(&[0, 2]), "A+C");
/// assert_eq!(reader_letters(&[25, 26, 27]), "Z+AA+AB");
/// ```
#[must_use]
pub fn reader_letters(numbers: &[usize]) -> String {
    let letters: Vec<String> = numbers.iter().map(|number| letters_of(*number)).collect();
    letters.join("+")
}

fn letters_of(number: usize) -> String {
    let last = u8::try_from(number % 26).map_or('?', |letter| char::from(b'A' + letter));
    match (number / 26).checked_sub(1) {
        Some(before) => format!("{}{last}", letters_of(before)),
        None => last.to_string(),
    }
}

/// The pending suggestions of a reading.
fn items<'a>(document: &'a Document, reading: &'a OpenReading) -> impl Iterator<Item = &'a Suggestion> {
    reading.items.iter().filter_map(|id| document.annotation.pending(id))
}

impl Model {
    /// The letters and the names of the annotators of a reading; only the letters if the names are hidden.
    #[must_use]
    pub fn who_reads(&self, difference: &OpenDifference, reading: &OpenReading) -> String {
        let letters = reader_letters(&reading.by);
        let name = |number: &usize| difference.annotators.get(*number).map(String::as_str);
        let names: Vec<&str> = reading.by.iter().filter_map(name).collect();
        let source = self.document().and_then(|document| items(document, reading).next()).map(|item| &item.source);
        match source {
            _ if self.hides_names() => letters,
            Some(source) if letters.is_empty() => source.clone(),
            _ => format!("{letters} {}", names.join("+")),
        }
    }

    /// True if the names of the annotators are hidden, and with them everything that tells one from the other.
    #[must_use]
    pub fn hides_names(&self) -> bool {
        self.settings.adjudication.is_some_and(|adjudication| adjudication.names == Names::Hidden)
    }

    /// The readings of the focused difference, and their rows on the page. `None` if no difference has the focus, or if its line
    /// is not on the screen.
    #[must_use]
    pub fn reading_stack(&self) -> Option<ReadingStack> {
        let (difference, rows) = self.reading_rows()?;
        let document = self.document()?;
        let line = first_line(document, document.laid_out()?)?;
        let page = document.laid_out()?;
        let shown = self.lines_beside(rows.len());
        let after = 1 + page.lines_from(document.top).take(shown).position(|one| one == line)?;
        Some(ReadingStack { difference, after, rows })
    }

    /// The readings of the focused difference, and the rows that they take, wherever the difference is. At least two lines are left
    /// for the article.
    pub(super) fn reading_rows(&self) -> Option<(OpenDifference, Vec<ReadingRow>)> {
        let document = self.document()?;
        let ItemRef::Pending(id) = document.focus.as_ref()? else { return None };
        let difference = OpenDifference::at(&document.annotation, id)?;
        let page = self.panes()?.page;
        let mut rows = Vec::new();
        for (number, reading) in difference.readings.iter().enumerate() {
            rows.push(ReadingRow::Reading(number));
            if page.width < WIDE && items(document, reading).any(|item| item.body.layer() == Layer::Quote) {
                rows.push(ReadingRow::Words(number));
            }
            let remark = |item: &Suggestion| document.annotation.remark(&RemarkTarget::Suggestion(item.id.clone()));
            if items(document, reading).any(|item| remark(item).note.is_some()) {
                rows.push(ReadingRow::Note(number));
            }
        }
        // If there is little room, the first rows of the readings matter most; at least two lines are left for the article.
        let most = usize::from(page.height).saturating_sub(2 * self.rows_per_line());
        if rows.len() > most {
            rows.retain(|row| matches!(row, ReadingRow::Reading(_)));
            rows.truncate(most);
        }
        Some((difference, rows))
    }

    /// The number of the line, from the top of the page, to which a row of the page belongs. Rows of readings belong to the line
    /// above them.
    pub(in crate::workbench) fn line_at_row(&self, row: usize) -> usize {
        let row = match self.reading_stack() {
            Some(stack) if row >= stack.after * self.rows_per_line() => {
                let above = stack.after * self.rows_per_line();
                row.saturating_sub(stack.rows.len()).max(above.saturating_sub(1))
            }
            _ => row,
        };
        row / self.rows_per_line()
    }

    /// If a row of the page shows a reading: its first item, or `None` if its annotators have nothing there.
    pub(in crate::workbench) fn item_of_row(&self, row: usize) -> Option<Option<ItemRef>> {
        let stack = self.reading_stack()?;
        let number = row.checked_sub(stack.after * self.rows_per_line())?;
        let reading = stack.difference.readings.get(stack.rows.get(number)?.reading())?;
        Some(reading.items.first().map(|id| ItemRef::Pending(id.clone())))
    }

    /// The rows that a line of the article takes.
    const fn rows_per_line(&self) -> usize {
        if self.settings.tags { 2 } else { 1 }
    }

    /// The number of lines of the article that are on the page beside so many other rows.
    pub(super) fn lines_beside(&self, others: usize) -> usize {
        let rows = self.panes().map_or(1, |panes| usize::from(panes.page.height));
        (rows.saturating_sub(others) / self.rows_per_line()).max(1)
    }
}

/// The line in which the focused item begins.
fn first_line(document: &Document, page: &Page) -> Option<usize> {
    Some(page.line_of(document.focused()?.span.start()))
}
