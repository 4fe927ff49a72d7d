//! What an edit did.

use std::fmt;

macro_rules! names {
    ($($(#[$about:meta])* $name:ident = $word:literal;)*) => {
        /// What an edit did, for messages; its word stands in journals.
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
            /// What this version does not do: it stands in the journal of another one.
            Other(String),
        }

        impl EditKind {
            /// The word in journals, which is the English message too.
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
    /// A suggestion was taken.
    Accepted = "accepted";
    /// It was refused.
    Rejected = "rejected";
    /// A mark that no machine proposed was taken away.
    Removed = "removed";
    /// A verdict was taken back, or an article is worked on again.
    Reopened = "reopened";
    /// A mark came that no machine proposed.
    Added = "added";
    /// A label, or a quote's kind, was given.
    Labelled = "labelled";
    /// An edge was moved.
    MovedEdge = "moved an edge";
    /// A quote's content got a part.
    AddedPart = "added a part";
    /// A quote's speaker was set or cleared.
    SetSpeaker = "set the speaker";
    /// A quote's cue was set or cleared.
    SetCue = "set the cue";
    /// A speaker was linked to an entity, or no longer.
    LinkedSpeaker = "linked the speaker";
    /// A speaker was said to be implied, or not to be.
    ImpliedSpeaker = "set whether the speaker is implied";
    /// A note was written.
    Noted = "noted";
    /// A note was taken away.
    RemovedNote = "removed the note";
    /// Something was flagged for discussion.
    Flagged = "flagged";
    /// A flag was taken away.
    TookFlag = "took the flag away";
    /// Suggestions were put up for review.
    Proposed = "proposed";
    /// The article was marked done.
    MarkedDone = "marked done";
    /// The article was set aside.
    Skipped = "skipped";
}

impl fmt::Display for EditKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
