//! Single marks and suggestions as gold writes them, for who keeps them outside of a gold file.

use serde::{Deserialize, Serialize};

use super::error::JsonError;
use super::read::Reader;
use super::record::JsonItem;
use super::write::{gold_item, rejected_item, with_layer};
use crate::gold::{GoldItem, Rejected, Suggestion};
use crate::text::Text;

/// A mark, a suggestion or a refused one in the shape it has in a gold file: offsets in code points, the words beside
/// them. Reading one back checks both against the text.
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
    /// As it stands in `entities` or `quotes`.
    #[must_use]
    pub fn of_gold_item(text: &Text, item: &GoldItem) -> Self {
        Self(gold_item(text, item))
    }

    /// As it stands in `pending`.
    #[must_use]
    pub fn of_suggestion(text: &Text, suggestion: &Suggestion) -> Self {
        Self(with_layer(text, suggestion))
    }

    /// As it stands in `rejected`.
    #[must_use]
    pub fn of_rejected(text: &Text, rejected: &Rejected) -> Self {
        Self(rejected_item(text, rejected))
    }

    /// The mark that this is.
    ///
    /// # Errors
    /// When it is none, or does not fit the text.
    pub fn gold_item(self, text: &Text) -> Result<GoldItem, JsonError> {
        Reader::new(text.clone()).whole_gold_item(self.0)
    }

    /// The suggestion that this is.
    ///
    /// # Errors
    /// When it is none, or does not fit the text.
    pub fn suggestion(self, text: &Text) -> Result<Suggestion, JsonError> {
        Reader::new(text.clone()).whole_suggestion(self.0)
    }

    /// The refused suggestion that this is.
    ///
    /// # Errors
    /// When it is none, or does not fit the text.
    pub fn rejected(self, text: &Text) -> Result<Rejected, JsonError> {
        Reader::new(text.clone()).whole_rejected(self.0)
    }
}
