//! A text to annotate.

use crate::text::Text;

use super::{Extra, Suggestion};

/// A text with its id and metadata, and what other machines already said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Unique among the articles that are open together; the gold file is named after it.
    pub id: String,
    /// Exact; never modified.
    pub text: Text,
    /// Whatever came with it: source, date, title, language.
    pub meta: Extra,
    /// Suggestions that came with it.
    pub suggestions: Vec<Suggestion>,
}

impl Article {
    /// What to call it in a list: `meta.title`, else the first line of the text that has words.
    #[must_use]
    pub fn title(&self) -> &str {
        self.meta.get("title").and_then(|title| title.as_str()).unwrap_or_else(|| title_of(self.text.as_str()))
    }
}

/// The first line with something in it, at most its first 200 bytes or so.
#[must_use]
pub fn title_of(text: &str) -> &str {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let end = crate::text::floor_grapheme(line, 200);
    line.get(..end).unwrap_or_default()
}
