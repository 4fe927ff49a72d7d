//! Why something is suggested, and how often such a reason is right.

/// The reason for a suggestion. Its score is the share of suggestions of that kind which were right (exact span and
/// label) on development text, rounded; `assets/entities/README.md`
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
    /// A name that nobody knows behind قرية, جزيرة.
    Settlement,
    /// A facility or piece of nature by its head noun.
    PlaceHead,
    /// An organisation of the list.
    KnownBody,
    /// A head noun of organisations with a name in quotation marks or in foreign letters.
    BodyMarked,
    /// A short name in brackets behind an organisation.
    Acronym,
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
    /// A calendar date.
    Date,
    /// A bare year.
    Year,
    /// The tagger alone says so.
    Tagger,
}

impl Evidence {
    /// Which machine says so.
    pub(super) const fn machine(self) -> &'static str {
        match self {
            Self::KnownPlace | Self::City | Self::KnownBody | Self::KnownMisc | Self::FullName | Self::LikelyName => {
                "gazetteer"
            }
            Self::CountryBehind
            | Self::CityBehind
            | Self::TownBehind
            | Self::SingleUnit
            | Self::TitledName
            | Self::TitledUnit => "gazetteer+trigger",
            Self::PlaceHead
            | Self::Settlement
            | Self::Acronym
            | Self::BodyMarked
            | Self::BodyHead
            | Self::BodyHeadWeak
            | Self::BodyDefinite => "trigger",
            Self::TitledUnknown | Self::Work => "trigger",
            Self::NameAgain => "gazetteer+article",
            Self::Date | Self::Year => "date-rule",
            Self::Tagger => "tagger",
        }
    }

    /// How often it is right, from 0 to 1.
    pub(super) const fn score(self) -> f64 {
        match self {
            Self::KnownPlace => 0.91,
            Self::CountryBehind => 0.82,
            Self::City => 0.5,
            Self::CityBehind => 0.7,
            Self::TownBehind => 0.62,
            Self::Settlement => 0.85,
            Self::PlaceHead => 0.6,
            Self::KnownBody => 0.88,
            Self::BodyMarked => 0.86,
            Self::Acronym => 0.83,
            Self::BodyHead => 0.8,
            Self::BodyHeadWeak => 0.61,
            Self::BodyDefinite => 0.64,
            Self::TitledName => 0.89,
            Self::FullName => 0.79,
            Self::LikelyName => 0.63,
            Self::TitledUnit => 0.55,
            Self::SingleUnit => 0.68,
            Self::TitledUnknown => 0.57,
            Self::NameAgain => 0.81,
            Self::KnownMisc => 0.65,
            Self::Work => 0.72,
            Self::Date => 0.93,
            Self::Year => 0.92,
            Self::Tagger => 0.5,
        }
    }
}
