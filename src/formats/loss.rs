//! What a format could not carry.

use std::fmt;
use std::ops::Range;

use crate::gold::Article;
use crate::text::Span;

/// Something of an article that a format could not carry as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The article's id.
    pub article: String,
    /// Where it stands, in code points, with its words.
    pub place: Option<(Range<usize>, String)>,
    /// What it is: the id and label of a mark.
    pub what: String,
    /// Why it is not carried, or how it was changed.
    pub why: String,
}

impl Loss {
    /// Of a span.
    pub(super) fn at(article: &Article, span: Span, what: impl Into<String>, why: impl Into<String>) -> Self {
        let mut words: String = article.text.slice(span).chars().take(40).collect();
        if words.len() < article.text.slice(span).len() {
            words.push('…');
        }
        let place = Some((article.text.code_points(span), words));
        Self { article: article.id.clone(), place, what: what.into(), why: why.into() }
    }

    /// Of the article as a whole.
    pub(super) fn of(article: &Article, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { article: article.id.clone(), place: None, what: what.into(), why: why.into() }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.article)?;
        if let Some((range, words)) = &self.place {
            write!(f, "{}..{} \"{words}\": ", range.start, range.end)?;
        }
        write!(f, "{}: {}", self.what, self.why)
    }
}
