//! The result of examining a gold object: what is correct in it, and what is wrong.

use super::error::JsonError;
use crate::gold::{Annotation, Article};

/// The content of a gold object, as far as it is correct, and everything that is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// The article.
    pub article: Article,
    /// The annotation, without the items that are wrong and were not repaired.
    pub annotation: Annotation,
    /// The problems, in the order of the file.
    pub problems: Vec<JsonProblem>,
    /// The keys that every gold file should have and this one lacks.
    pub lacks: Vec<&'static str>,
    /// The schema in the file, if it is an older one.
    pub older: Option<String>,
}

/// One problem of a gold object.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonProblem {
    /// The problem.
    pub error: JsonError,
    /// The repair, if the right value is certain.
    pub repaired: Option<&'static str>,
}

/// The treatment of a wrong value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leniency {
    /// Report it.
    Strict,
    /// Report it, and repair it where the right value is certain.
    Repair,
}
