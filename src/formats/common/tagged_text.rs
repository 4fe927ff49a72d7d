//! Builds an article from tokens and tags, for files that hold no text.

use crate::formats::import::{ImportProblem, Imported};
use crate::text::Unit;

use super::article_builder::ArticleBuilder;
use super::tokens::spans_of_tags;

/// The tokens of an article and their tags, in the order of the file.
#[derive(Default)]
pub(crate) struct TaggedText {
    text: String,
    /// The start and end of each token, in bytes.
    tokens: Vec<(usize, usize)>,
    tags: Vec<String>,
}

impl TaggedText {
    pub(crate) const fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Appends a token, after a space.
    pub(crate) fn push(&mut self, token: &str, tag: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(token);
        self.tokens.push((start, self.text.len()));
        self.tags.push(tag.to_owned());
    }

    pub(crate) fn finish(self, id: String) -> Result<Imported, ImportProblem> {
        let mut builder = ArticleBuilder::new(id, self.text);
        for (range, label) in spans_of_tags(self.tags.iter().map(String::as_str)) {
            let first = self.tokens.get(range.start);
            let last = range.end.checked_sub(1).and_then(|last| self.tokens.get(last));
            let (Some((start, _)), Some((_, end))) = (first, last) else { continue };
            let label = canonical_label(label);
            let span = builder.span(*start, *end, Unit::Bytes, label).map_err(|error| {
                ImportProblem::new(None, format!("an entity with the label {label}: {error}; correct the file"))
            })?;
            builder.add_entity(span, label);
        }
        Ok(builder.finish())
    }
}

/// ANERcorp writes `PERS` (Benajiba et al. 2007).
pub(crate) fn canonical_label(label: &str) -> &str {
    if label == "PERS" { "PER" } else { label }
}
