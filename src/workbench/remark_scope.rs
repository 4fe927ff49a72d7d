//! What a note or a flag is about.

/// What a note or a flag is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemarkScope {
    /// The focused item.
    Item,
    /// The article.
    Article,
}
