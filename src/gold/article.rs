//! A text to annotate.

use crate::text::Text;

use super::{Extra, Suggestion};

/// A text with its id, its metadata and the suggestions that came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Unique among the articles of one run. The gold file has this name.
    pub id: String,
    /// The exact text. It is never modified.
    pub text: Text,
    /// The metadata of the input: source, date, title, language.
    pub meta: Extra,
    /// The suggestions of the input.
    pub suggestions: Vec<Suggestion>,
}

/// The key of the metadata that says where suggestions come from, and its value for articles that no suggester is asked
/// about.
const SUGGESTIONS: (&str, &str) = ("suggestions", "given");

impl Article {
    /// True if the article has exactly the suggestions that came with it: the workbench asks no suggester about it. Its
    /// metadata has `"suggestions": "given"`.
    #[must_use]
    pub fn has_given_suggestions(&self) -> bool {
        self.meta.get(SUGGESTIONS.0).is_some_and(|value| value == SUGGESTIONS.1)
    }

    /// Records that no suggester is asked about the article.
    pub fn give_suggestions(&mut self) {
        self.meta.insert(SUGGESTIONS.0.to_owned(), SUGGESTIONS.1.into());
    }

    /// Returns the name of the article in lists: `meta.title`, or else the first line of the text that is not blank.
    #[must_use]
    pub fn title(&self) -> &str {
        self.meta.get("title").and_then(|title| title.as_str()).unwrap_or_else(|| title_of(self.text.as_str()))
    }
}

/// Returns the first line that is not blank, without the white space around it, cut to about 200 bytes.
#[must_use]
pub fn title_of(text: &str) -> &str {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let end = crate::text::floor_grapheme(line, 200);
    line.get(..end).unwrap_or_default()
}
