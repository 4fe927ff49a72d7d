//! The annotation of one article: its gold items, rejected and pending suggestions, status and remarks.

use std::collections::HashSet;
use std::fmt;

use super::{
    Attributes, Body, Extra, Layer, Listed, ReadingKey, Relations, Remark, RemarkTarget, Remarks, SpanList,
    SpeakerLink, Suggestion,
};
use crate::text::Span;

/// The time of a verdict, as text: RFC 3339, in UTC. It is kept as it was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub String);

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The progress of the work on an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Status {
    /// The article has suggestions, and no person has decided on any of them.
    #[default]
    Suggested,
    /// A person has given verdicts.
    InProgress,
    /// A person says that the annotation is complete.
    Done,
    /// A person has put the article aside.
    Skipped,
}

impl Status {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Suggested, "suggested"),
        (Self::InProgress, "in_progress"),
        (Self::Done, "done"),
        (Self::Skipped, "skipped"),
    ];

    /// Returns true if the article is done or skipped. Such an article gets no suggestions.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Skipped)
    }

    /// The value of `status` in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suggested => "suggested",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Skipped => "skipped",
        }
    }
}

impl std::str::FromStr for Status {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::NAMES.iter().find(|(_, name)| *name == word);
        known
            .map(|(status, _)| *status)
            .ok_or_else(|| format!("status {word:?} is none of suggested, in_progress, done, skipped"))
    }
}

/// The verdict that made a gold item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// A suggestion was accepted as it was.
    Accepted,
    /// A suggestion was accepted with other edges, another label or other roles.
    Fixed,
    /// No suggester proposed it.
    Added,
}

impl Verdict {
    /// The value of `verdict` in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Fixed => "fixed",
            Self::Added => "added",
        }
    }

    /// Returns the verdict that follows from the body of a gold item and the suggestion that it comes from.
    #[must_use]
    pub fn of(body: &Body, suggestion: Option<&Suggestion>) -> Self {
        match suggestion {
            None => Self::Added,
            Some(suggestion) if suggestion.body.agrees_with(body) => Self::Accepted,
            Some(_) => Self::Fixed,
        }
    }
}

impl std::str::FromStr for Verdict {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Accepted, Self::Fixed, Self::Added]
            .into_iter()
            .find(|verdict| verdict.name() == word)
            .ok_or_else(|| format!("verdict {word:?} is none of accepted, fixed, added"))
    }
}

/// An entity or a quote frame that is part of the gold after a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldItem {
    /// Unique in the article: `e3`, `q1`.
    pub id: String,
    /// The entity or the quote frame, as it is now.
    pub body: Body,
    /// The parts of an entity that is not one piece, in reading order; its span reaches from the first to the last. Empty
    /// for an entity in one piece and for quotes.
    pub parts: Vec<Span>,
    /// The attributes of the item.
    pub attributes: Attributes,
    /// The verdict that made it.
    pub verdict: Verdict,
    /// The suggestion that it comes from, unchanged.
    pub suggestion: Option<Suggestion>,
    /// The time of the verdict.
    pub at: Option<Timestamp>,
    /// Unknown keys.
    pub extra: Extra,
}

/// A suggestion that a person rejected. It is training data, too.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// The suggestion, unchanged.
    pub suggestion: Suggestion,
    /// The time of the verdict.
    pub at: Option<Timestamp>,
}

/// The key of gold JSON for an item that was accepted as one of many. It is kept among the unknown keys, so every reader
/// keeps it.
const BATCH: &str = "batch";

impl GoldItem {
    /// True if it was accepted together with others, by one key, and not changed since.
    #[must_use]
    pub fn is_batch(&self) -> bool {
        self.extra.get(BATCH).is_some_and(|value| *value == true)
    }

    /// Records whether it was accepted together with others.
    pub fn set_batch(&mut self, batch: bool) {
        if batch {
            self.extra.insert(BATCH.to_owned(), true.into());
        } else if self.is_batch() {
            self.extra.shift_remove(BATCH);
        }
    }

    /// The spans that belong to the item: its parts, its content, or its one span.
    #[must_use]
    pub fn pieces(&self) -> Vec<Span> {
        match &self.body {
            Body::Quote(frame) => frame.content.clone(),
            Body::Entity { span, .. } if self.parts.is_empty() => vec![*span],
            Body::Entity { .. } => self.parts.clone(),
        }
    }

    /// The target of a remark on this item.
    #[must_use]
    pub fn remark_target(&self) -> RemarkTarget {
        match &self.suggestion {
            Some(suggestion) => RemarkTarget::Suggestion(suggestion.id.clone()),
            None => RemarkTarget::GoldItem(self.id.clone()),
        }
    }
}

impl Listed for GoldItem {
    type Id = String;

    fn id(&self) -> &String {
        &self.id
    }

    fn place(&self) -> ReadingKey {
        self.body.reading_key()
    }

    fn number(&self) -> Option<(char, u64)> {
        let mut digits = self.id.chars();
        Some((digits.next()?, digits.as_str().parse().ok()?))
    }

    /// The speaker of a quote, and the entity that it is linked to.
    fn speaker_link(&self) -> Option<SpeakerLink<'_, String>> {
        let speaker = self.body.frame()?.speaker.as_ref()?;
        Some(SpeakerLink { place: speaker.span.range(), to: speaker.entity.as_ref() })
    }
}

impl Listed for Rejected {
    type Id = String;

    fn id(&self) -> &String {
        &self.suggestion.id
    }

    fn place(&self) -> ReadingKey {
        self.suggestion.body.reading_key()
    }
}

/// The annotation of one article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Annotation {
    /// The progress of the work.
    pub status: Status,
    /// The name of the annotator.
    pub annotator: Option<String>,
    /// The gold items, in reading order.
    pub gold: SpanList<GoldItem>,
    /// The relations between gold items.
    pub relations: Relations,
    /// The rejected suggestions, in reading order.
    pub rejected: SpanList<Rejected>,
    /// The suggestions without a verdict, in reading order.
    pub pending: SpanList<Suggestion>,
    /// Notes and flags on the article and on the items of the three lists.
    pub remarks: Remarks,
    /// Unknown keys of the file.
    pub extra: Extra,
}

impl Annotation {
    /// Returns the gold item with this id.
    #[must_use]
    pub fn gold_item(&self, id: &str) -> Option<&GoldItem> {
        self.gold.find(id)
    }

    /// Returns the pending suggestion with this id.
    #[must_use]
    pub fn pending(&self, id: &str) -> Option<&Suggestion> {
        self.pending.find(id)
    }

    /// Returns the rejected suggestion with this id.
    #[must_use]
    pub fn rejected(&self, id: &str) -> Option<&Rejected> {
        self.rejected.find(id)
    }

    /// Returns the remark on this target. It is empty if there is none.
    #[must_use]
    pub fn remark(&self, subject: &RemarkTarget) -> Remark {
        self.remarks.of(subject)
    }

    /// Returns the ids of all suggestions that have a verdict.
    #[must_use]
    pub fn decided(&self) -> HashSet<&str> {
        let of_gold_items = self.gold.iter().filter_map(|item| item.suggestion.as_ref());
        let rejected = self.rejected.iter().map(|rejected| &rejected.suggestion);
        of_gold_items.chain(rejected).map(|suggestion| suggestion.id.as_str()).collect()
    }

    /// Returns true if a gold item has this body already.
    #[must_use]
    pub fn says(&self, body: &Body) -> bool {
        self.gold.at_place(body.reading_key()).any(|item| item.body.agrees_with(body))
    }

    /// Returns true if a suggestion with this body was rejected, under any id.
    #[must_use]
    pub fn refuses(&self, body: &Body) -> bool {
        self.rejected.at_place(body.reading_key()).any(|rejected| rejected.suggestion.body.agrees_with(body))
    }

    /// Returns an id for a new gold item: `e` or `q`, then one more than the highest number in use.
    #[must_use]
    pub fn free_id(&self, layer: Layer) -> String {
        let letter = match layer {
            Layer::Entity => 'e',
            Layer::Quote => 'q',
        };
        format!("{letter}{}", self.gold.highest_number(letter).saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An article may have hundreds of thousands of items, and a line of a file gives one for each hundred bytes.
    #[test]
    fn items_are_small() {
        assert!(size_of::<Body>() <= 32, "{}", size_of::<Body>());
        assert!(size_of::<Suggestion>() <= 104, "{}", size_of::<Suggestion>());
        assert!(size_of::<GoldItem>() <= 232, "{}", size_of::<GoldItem>());
    }
}
