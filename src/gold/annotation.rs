//! The state of one article's annotation: what was decided, what was rejected, what is pending.

use std::collections::HashSet;
use std::fmt;

use super::{Body, Extra, Layer, Listed, ReadingKey, Remark, RemarkTarget, Remarks, SpanList, SpeakerLink, Suggestion};

/// When a verdict was given: RFC 3339 in UTC, as text. Values without a clock keep it as they got it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub String);

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Status {
    /// Machine output that no person has looked at.
    #[default]
    Suggested,
    /// A person has begun.
    InProgress,
    /// A person says it is complete.
    Done,
    /// A person set it aside.
    Skipped,
}

impl Status {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Suggested, "suggested"),
        (Self::InProgress, "in_progress"),
        (Self::Done, "done"),
        (Self::Skipped, "skipped"),
    ];

    /// Is the article done or skipped? Then it gets no suggestions.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Skipped)
    }

    /// The word in JSON.
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

/// What a person did with a suggestion, or that there was none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Taken as proposed.
    Accepted,
    /// Taken with other edges, another label or other roles.
    Fixed,
    /// No machine proposed it.
    Added,
}

impl Verdict {
    /// The word in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Fixed => "fixed",
            Self::Added => "added",
        }
    }

    /// What a mark's body amounts to, given what was proposed.
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

/// A span or quote that stands after a verdict: part of the gold.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldItem {
    /// Unique in the article: `e3`, `q1`.
    pub id: String,
    /// What it says now.
    pub body: Body,
    /// How it came to stand.
    pub verdict: Verdict,
    /// What the machine had proposed, unchanged.
    pub suggestion: Option<Suggestion>,
    /// When the verdict was given.
    pub at: Option<Timestamp>,
    /// Unknown keys.
    pub extra: Extra,
}

/// A suggestion that a person refused. Training data too.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// What was refused.
    pub suggestion: Suggestion,
    /// When.
    pub at: Option<Timestamp>,
}

impl GoldItem {
    /// What a remark on it is about.
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

    /// A quote's speaker, and the entity inside it.
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
    /// How far it is.
    pub status: Status,
    /// Who decided.
    pub annotator: Option<String>,
    /// The gold, in reading order.
    pub gold: SpanList<GoldItem>,
    /// The refused, in reading order.
    pub rejected: SpanList<Rejected>,
    /// What waits for a verdict, in reading order.
    pub pending: SpanList<Suggestion>,
    /// Notes and flags, on the article and on what stands in the three lists.
    pub remarks: Remarks,
    /// Unknown keys of the file.
    pub extra: Extra,
}

impl Annotation {
    /// The mark with an id.
    #[must_use]
    pub fn gold_item(&self, id: &str) -> Option<&GoldItem> {
        self.gold.find(id)
    }

    /// The pending suggestion with an id.
    #[must_use]
    pub fn pending(&self, id: &str) -> Option<&Suggestion> {
        self.pending.find(id)
    }

    /// The refused suggestion with an id.
    #[must_use]
    pub fn rejected(&self, id: &str) -> Option<&Rejected> {
        self.rejected.find(id)
    }

    /// What is noted about something.
    #[must_use]
    pub fn remark(&self, subject: &RemarkTarget) -> Remark {
        self.remarks.of(subject)
    }

    /// The ids of the suggestions that a person has decided on.
    #[must_use]
    pub fn decided(&self) -> HashSet<&str> {
        let of_gold_items = self.gold.iter().filter_map(|item| item.suggestion.as_ref());
        let rejected = self.rejected.iter().map(|rejected| &rejected.suggestion);
        of_gold_items.chain(rejected).map(|suggestion| suggestion.id.as_str()).collect()
    }

    /// Does a mark say this already?
    #[must_use]
    pub fn says(&self, body: &Body) -> bool {
        let Some(span) = body.span() else { return false };
        self.gold.overlapping(span.range()).any(|item| item.body.agrees_with(body))
    }

    /// Was this refused, under whatever id?
    #[must_use]
    pub fn refuses(&self, body: &Body) -> bool {
        let Some(span) = body.span() else { return false };
        self.rejected.overlapping(span.range()).any(|rejected| rejected.suggestion.body.agrees_with(body))
    }

    /// An id for a new mark of a layer: `e` or `q` and one more than the highest number in use.
    #[must_use]
    pub fn free_id(&self, layer: Layer) -> String {
        let letter = match layer {
            Layer::Entity => 'e',
            Layer::Quote => 'q',
        };
        format!("{letter}{}", self.gold.highest_number(letter).saturating_add(1))
    }
}
