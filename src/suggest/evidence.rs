//! Why something is suggested, and how often such a reason is right.

/// The reason for a suggestion. Its score is the share of suggestions of that kind which were right (exact span and
/// label for entities, overlap of one half for quotes) on development text, rounded; `assets/entities/README.md`
/// has the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// A place that is one wherever it stands.
    KnownPlace,
    /// A country whose name is an everyday word (مالي), behind a word that places follow.
    CountryBehind,
    /// A larger city whose name is no everyday word.
    City,
    /// A larger city whose name is a common word or a person's, behind a word that places follow.
    CityBehind,
    /// A small place behind a generic head (قرية).
    TownBehind,
    /// A facility or piece of nature by its head noun.
    PlaceHead,
    /// An organisation of the list.
    KnownBody,
    /// A head noun of organisations with a name in quotation marks or in foreign letters.
    BodyMarked,
    /// A strong head noun and what belongs to it.
    BodyHead,
    /// A weak head noun and a field, an adjective or a known name.
    BodyHeadWeak,
    /// A definite head noun and its adjectives.
    BodyDefinite,
    /// A row of names behind a title.
    TitledName,
    /// A row of two names or more that are hardly anything else.
    FullName,
    /// A row of names that may be other words.
    LikelyName,
    /// One name behind a title.
    TitledUnit,
    /// One name alone that is hardly anything else.
    SingleUnit,
    /// Words that nobody knows behind a title.
    TitledUnknown,
    /// A part of a name that stands in full elsewhere in the article.
    NameAgain,
    /// Another name of the list.
    KnownMisc,
    /// The title of a work, in marks.
    Work,
    /// An event by its head noun.
    Event,
    /// A calendar date.
    Date,
    /// A bare year.
    Year,
}

impl Evidence {
    /// Which machine says so.
    pub(super) const fn machine(self) -> &'static str {
        match self {
            Self::KnownPlace | Self::City | Self::KnownBody | Self::KnownMisc | Self::FullName | Self::LikelyName => {
                "gazetteer"
            }
            Self::SingleUnit => "gazetteer",
            Self::CountryBehind | Self::CityBehind | Self::TownBehind | Self::TitledName | Self::TitledUnit => {
                "gazetteer+trigger"
            }
            Self::PlaceHead | Self::BodyMarked | Self::BodyHead | Self::BodyHeadWeak | Self::BodyDefinite => "trigger",
            Self::TitledUnknown | Self::Work | Self::Event => "trigger",
            Self::NameAgain => "gazetteer+article",
            Self::Date | Self::Year => "date-rule",
        }
    }

    /// How often it is right, from 0 to 1.
    pub(super) const fn score(self) -> f64 {
        match self {
            Self::KnownPlace | Self::Date => 0.92,
            Self::City => 0.8,
            Self::CountryBehind => 0.75,
            Self::CityBehind => 0.7,
            Self::TownBehind => 0.6,
            Self::PlaceHead => 0.6,
            Self::KnownBody => 0.9,
            Self::BodyMarked => 0.85,
            Self::BodyHead => 0.7,
            Self::BodyHeadWeak => 0.55,
            Self::BodyDefinite => 0.6,
            Self::TitledName => 0.85,
            Self::FullName => 0.8,
            Self::LikelyName => 0.6,
            Self::TitledUnit => 0.7,
            Self::SingleUnit => 0.5,
            Self::TitledUnknown => 0.5,
            Self::NameAgain => 0.8,
            Self::KnownMisc => 0.7,
            Self::Work => 0.7,
            Self::Event => 0.5,
            Self::Year => 0.85,
        }
    }
}
