//! The scope of a note or a flag: an item or an article.

/// The scope of a note or a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemarkScope {
    /// The focused item.
    Item,
    /// The article.
    Article,
}
