//! An article put together from tokens and their tags, where a file has no text.

use crate::text::Unit;

use super::article_builder::ArticleBuilder;
use super::tokens::spans_of;
use crate::formats::import::{ImportProblem, Imported};

/// The tokens of an article and their tags, as they are read.
#[derive(Default)]
pub(in crate::formats) struct TaggedText {
    text: String,
    /// Start and end in bytes.
    tokens: Vec<(usize, usize)>,
    tags: Vec<String>,
    /// The next token begins a sentence.
    sentence: bool,
    /// A line of it could not be read.
    pub(in crate::formats) spoilt: bool,
}

impl TaggedText {
    pub(in crate::formats) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(in crate::formats) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The next token begins a sentence.
    pub(in crate::formats) const fn end_sentence(&mut self) {
        self.sentence = true;
    }

    pub(in crate::formats) fn token(&mut self, token: &str, tag: &str) {
        if !self.text.is_empty() {
            self.text.push(if self.sentence { '\n' } else { ' ' });
        }
        self.sentence = false;
        let start = self.text.len();
        self.text.push_str(token);
        self.tokens.push((start, self.text.len()));
        self.tags.push(tag.to_owned());
    }

    pub(in crate::formats) fn done(self, id: String) -> Result<Imported, ImportProblem> {
        let mut build = ArticleBuilder::new(id, self.text);
        for (range, label) in spans_of(self.tags.iter().map(String::as_str)) {
            let first = self.tokens.get(range.start);
            let last = range.end.checked_sub(1).and_then(|last| self.tokens.get(last));
            let (Some((start, _)), Some((_, end))) = (first, last) else { continue };
            let label = canonical(label);
            let span = build
                .span(*start, *end, Unit::Bytes, label)
                .map_err(|error| ImportProblem::new(None, format!("an entity of {label}: {error}; mend the file")))?;
            build.entity(None, span, label);
        }
        Ok(build.done())
    }
}

/// ANERcorp writes `PERS` (Benajiba et al. 2007).
fn canonical(label: &str) -> &str {
    if label == "PERS" { "PER" } else { label }
}
