//! The rows of the side list.

use super::Model;
use crate::workbench::document::list_top;

impl Model {
    /// The rows of a side list with `rows` rows: the number of each row, from the top, and the index of its item. While
    /// the filter is on, the first row is the list's title and is left out here.
    #[must_use]
    pub fn side_list_rows(&self, rows: u16) -> Vec<(u16, usize)> {
        let Some(document) = self.document() else { return Vec::new() };
        let filter = &self.search.filter;
        if !filter.is_on() {
            let top = document.list_top(usize::from(rows));
            return (0..rows).zip(top..document.items().len()).collect();
        }
        let items = document.items().iter().enumerate();
        let shown: Vec<usize> = items.filter(|(_, item)| filter.shows(item)).map(|(index, _)| index).collect();
        let rows = rows.saturating_sub(1);
        let height = usize::from(rows);
        let focus = shown.partition_point(|index| Some(*index) < document.focus_index());
        let top = list_top(focus, shown.len(), height);
        (1..=rows).zip(shown.into_iter().skip(top)).collect()
    }
}
