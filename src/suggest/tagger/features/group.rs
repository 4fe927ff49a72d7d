//! Groups of features: what each is about, and which are in use.

/// What a group of features is about. Groups can be left out in training, to see what each brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Words and pairs of words.
    Words,
    /// First and last letters.
    Affixes,
    /// Stems without proclitics, shapes.
    Stems,
    /// Head nouns, titles and other lists of words.
    Triggers,
    /// Names of the gazetteers, frequencies.
    Gazetteers,
    /// What the rules suggest.
    Rules,
    /// Word clusters.
    Clusters,
}

impl Group {
    /// All groups, in the order in which the documentation adds them up.
    pub const ALL: [Self; 7] =
        [Self::Words, Self::Affixes, Self::Stems, Self::Triggers, Self::Gazetteers, Self::Rules, Self::Clusters];
}

/// Which groups are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Groups(u32);

impl Default for Groups {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl Groups {
    /// Without one group.
    #[must_use]
    pub const fn without(self, group: Group) -> Self {
        Self(self.0 & !(1 << group as u32))
    }

    pub(super) const fn has(self, group: Group) -> bool {
        self.0 & (1 << group as u32) != 0
    }
}
