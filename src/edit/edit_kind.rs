//! The kinds of edits, and their words in journals.

use std::fmt;

macro_rules! names {
    ($($(#[$about:meta])* $name:ident = $word:literal;)*) => {
        /// The kind of an edit. Messages and undo name it; journals contain its word.
        ///
        /// ```
        /// use tawsim::edit::EditKind;
        /// assert_eq!(EditKind::MovedEdge.as_str(), "moved an edge");
        /// assert_eq!(EditKind::from("moved an edge"), EditKind::MovedEdge);
        /// assert_eq!(EditKind::from("merged"), EditKind::Other("merged".to_owned()), "another version's");
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum EditKind {
            $($(#[$about])* $name,)*
            /// A kind that this version does not know. It comes from the journal of another version.
            Other(String),
        }

        impl EditKind {
            /// The word in journals.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $word,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for EditKind {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$name,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
    };
}

names! {
    /// A suggestion was accepted.
    Accepted = "accepted";
    /// A suggestion was rejected.
    Rejected = "rejected";
    /// A gold item that no suggester proposed was removed.
    Removed = "removed";
    /// A verdict was undone, or a finished article was reopened.
    Reopened = "reopened";
    /// A gold item was added that no suggester proposed.
    Added = "added";
    /// The label of an entity, or the kind of a quote, was set.
    Labelled = "labelled";
    /// An item was changed to what else a suggester thinks of its words.
    Alternative = "took an alternative";
    /// An edge of a span was moved.
    MovedEdge = "moved an edge";
    /// A part was added to the content of a quote.
    AddedPart = "added a part";
    /// The speaker of a quote was set or cleared.
    SetSpeaker = "set the speaker";
    /// The cue of a quote was set or cleared.
    SetCue = "set the cue";
    /// A speaker was linked to an entity, or the link was removed.
    LinkedSpeaker = "linked the speaker";
    /// A speaker was marked as implied or as explicit.
    ImpliedSpeaker = "set whether the speaker is implied";
    /// A note was written.
    Noted = "noted";
    /// A note was removed.
    RemovedNote = "removed the note";
    /// An item or an article was flagged for discussion.
    Flagged = "flagged";
    /// A flag was removed.
    TookFlag = "took the flag away";
    /// A relation was added.
    Related = "related";
    /// A relation was removed.
    RemovedRelation = "removed a relation";
    /// The label of a relation was changed.
    RelabelledRelation = "labelled a relation";
    /// An attribute of an item got a value.
    SetAttribute = "set an attribute";
    /// An attribute of an item was removed.
    RemovedAttribute = "removed an attribute";
    /// Suggestions were added to the pending list.
    Proposed = "proposed";
    /// Another version of the article was merged into it.
    Merged = "merged another version";
    /// The article was marked as done.
    MarkedDone = "marked done";
    /// The article was skipped.
    Skipped = "skipped";
}

impl fmt::Display for EditKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
