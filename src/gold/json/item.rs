//! Single gold items and suggestions in the shape of gold JSON. Journals keep them.

use serde::{Deserialize, Serialize};

use super::error::JsonError;
use super::item_reader::Reader;
use super::record::JsonItem;
use super::write::{gold_item, rejected_item, with_layer};
use crate::gold::{GoldItem, Rejected, Suggestion};
use crate::text::Text;

/// A gold item, a suggestion or a rejected suggestion as in a gold file: with offsets in code points and the words
/// beside them. Reading it back checks both against the text.
///
/// ```
/// use tawsim::gold::{Body, Label, Suggestion, json::ItemRecord};
/// use tawsim::text::Text;
///
/// let text = Text::new("زار باريس");
/// let body = Body::Entity { span: text.words()[1], label: Label::new("LOC") };
/// let suggestion = Suggestion::new(&text, "m@1", 0.5, body);
/// let json = serde_json::to_string(&ItemRecord::of_suggestion(&text, &suggestion)).unwrap();
/// let read: ItemRecord = serde_json::from_str(&json).unwrap();
/// assert_eq!(read.suggestion(&text), Ok(suggestion));
/// ```
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemRecord(JsonItem);

impl ItemRecord {
    /// The shape in `entities` or `quotes`.
    #[must_use]
    pub fn of_gold_item(text: &Text, item: &GoldItem) -> Self {
        Self(gold_item(text, item))
    }

    /// The shape in `pending`.
    #[must_use]
    pub fn of_suggestion(text: &Text, suggestion: &Suggestion) -> Self {
        Self(with_layer(text, suggestion))
    }

    /// The shape in `rejected`.
    #[must_use]
    pub fn of_rejected(text: &Text, rejected: &Rejected) -> Self {
        Self(rejected_item(text, rejected))
    }

    /// Reads it as a gold item.
    ///
    /// # Errors
    /// Returns a [`JsonError`] if it is not a gold item or does not match the text.
    pub fn gold_item(self, text: &Text) -> Result<GoldItem, JsonError> {
        Reader::new(text.clone()).whole_gold_item(self.0)
    }

    /// Reads it as a pending suggestion.
    ///
    /// # Errors
    /// Returns a [`JsonError`] if it is not a suggestion or does not match the text.
    pub fn suggestion(self, text: &Text) -> Result<Suggestion, JsonError> {
        Reader::new(text.clone()).whole_suggestion(self.0)
    }

    /// Reads it as a rejected suggestion.
    ///
    /// # Errors
    /// Returns a [`JsonError`] if it is not a suggestion or does not match the text.
    pub fn rejected(self, text: &Text) -> Result<Rejected, JsonError> {
        Reader::new(text.clone()).whole_rejected(self.0)
    }
}
