//! The points of a learning curve.

/// A point of a learning curve: what a model reaches that is trained with a share of the articles.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvePoint {
    /// The number of articles that it was trained with.
    pub articles: usize,
    /// The F1, from 0 to 1.
    pub f1: f64,
}
