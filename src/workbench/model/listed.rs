//! What the side list shows.

use super::Model;

impl Model {
    /// What the side list shows in so many rows: for each row, from the top, the index of its item. While the filter
    /// hides something the first row is the list's title.
    #[must_use]
    pub fn listed(&self, rows: u16) -> Vec<(u16, usize)> {
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
        let top = focus.saturating_sub(height / 2).min(shown.len().saturating_sub(height));
        (1..=rows).zip(shown.into_iter().skip(top)).collect()
    }
}
