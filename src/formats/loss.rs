//! Losses: parts of an article that a format cannot carry, or that an import cannot take over.

use std::fmt;
use std::ops::Range;

use crate::gold::{Article, Body};
use crate::text::Span;

/// A part of an article that a format changes or leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The article's id.
    pub article: String,
    /// Its place in the text, in code points, and the text there (at most 40 code points).
    pub place: Option<(Range<usize>, String)>,
    /// The name of the lost part: the id and label of a gold item, a relation, a layer.
    pub what: String,
    /// The reason, and the consequence: left out, widened, moved.
    pub why: String,
    /// True if nothing is lost: the file has the part in another form beside, from which it comes back. Callers count such
    /// parts and tell the reason once.
    pub is_kept: bool,
    /// The line of the file, counted from 1, if it is known.
    pub line: Option<usize>,
}

impl Loss {
    /// A loss at a span.
    pub(super) fn at(article: &Article, span: Span, what: impl Into<String>, why: impl Into<String>) -> Self {
        let mut words: String = article.text.slice(span).chars().take(40).collect();
        if words.len() < article.text.slice(span).len() {
            words.push('…');
        }
        let place = Some((article.text.code_points(span), words));
        Self { place, ..Self::of(article, what, why) }
    }

    /// A loss without a span.
    pub(super) fn of(article: &Article, what: impl Into<String>, why: impl Into<String>) -> Self {
        let (what, why) = (what.into(), why.into());
        Self { article: article.id.clone(), place: None, what, why, line: None, is_kept: false }
    }

    /// The same as something that is told, but not lost.
    #[must_use]
    pub(super) fn kept(self) -> Self {
        Self { is_kept: true, ..self }
    }
}

impl Loss {
    /// A repair or a choice by which nothing is lost.
    #[must_use]
    pub fn note(article: &Article, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { is_kept: true, ..Self::of(article, what, why) }
    }

    /// Its place for a list: the article, the line of the file or the offsets in the text.
    #[must_use]
    pub fn at_place(&self) -> String {
        match (self.line, &self.place) {
            (Some(line), _) => format!("line {line}"),
            (None, Some((range, _))) => format!("{} {}..{}", self.article, range.start, range.end),
            (None, None) => self.article.clone(),
        }
    }
}

/// The name of an item in a loss: its id and label, as in `e1 (PER)`.
pub(super) fn describe_item(id: &str, body: &Body) -> String {
    format!("{id} ({})", body.label())
}

impl Loss {
    /// The article, the place and the lost part, without the reason.
    #[must_use]
    pub fn place_and_name(&self) -> String {
        let place = self.place.as_ref();
        let place = place.map(|(range, words)| format!("{}..{} \"{words}\": ", range.start, range.end));
        let line = self.line.map(|line| format!("line {line}: "));
        format!("{}: {}{}{}", self.article, line.unwrap_or_default(), place.unwrap_or_default(), self.what)
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place_and_name(), self.why)
    }
}
