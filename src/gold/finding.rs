//! A finding of `check`.

/// Something in an annotation that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the gold item.
    pub id: String,
    /// The id of the other gold item, if the finding is about two.
    pub other: Option<String>,
    /// The kind of finding, in a few words.
    pub what: &'static str,
    /// The reason, with the words in question.
    pub why: String,
}
