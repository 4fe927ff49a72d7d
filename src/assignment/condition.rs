//! How the suggestions of an article are shown to an annotator: as they are, not at all, or with errors.

/// How the suggestions of an article are shown to an annotator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// The suggestions as they are.
    Shown,
    /// No suggestions: a blind item.
    Withheld,
    /// The suggestions with errors that tawsim put in.
    Seeded,
}

impl Condition {
    /// All conditions, in the order of the tables.
    pub const ALL: [Self; 3] = [Self::Shown, Self::Withheld, Self::Seeded];

    /// The word in the key file and in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Withheld => "withheld",
            Self::Seeded => "seeded",
        }
    }
}

impl std::str::FromStr for Condition {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|condition| condition.name() == word);
        found.ok_or_else(|| format!("suggestions {word:?} is none of shown, withheld, seeded"))
    }
}
