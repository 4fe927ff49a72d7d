//! Evidence: why an entity is suggested, and how often that is right.

/// The reason for a suggestion.
///
/// The score of a reason is the share of its suggestions that were right (exact span and label) on development text,
/// rounded. `assets/entities/README.md` has the counts. The tagger's features contain the order of the reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// A name that is a place in every context.
    KnownPlace,
    /// A country whose name is an everyday word (مالي), after a word like في or من.
    CountryBehind,
    /// A larger city whose name is not an everyday word.
    City,
    /// A larger city whose name is a common word or a person's, after a word like في or من.
    CityBehind,
    /// A small place after a generic head (قرية).
    TownBehind,
    /// An unknown name after قرية, جزيرة.
    Settlement,
    /// A facility or a piece of nature with its head noun.
    PlaceHead,
    /// An organisation of the list.
    KnownBody,
    /// A head noun of organisations with a name in quotation marks or in foreign letters.
    BodyMarked,
    /// A short name in brackets after an organisation.
    Acronym,
    /// A strong head noun with the words that belong to it.
    BodyHead,
    /// A weak head noun with a field, an adjective or a known name.
    BodyHeadWeak,
    /// A definite head noun with its adjectives.
    BodyDefinite,
    /// A row of names after a title.
    TitledName,
    /// A row of two or more names that are hardly ever other words.
    FullName,
    /// A row of names that may be other words.
    LikelyName,
    /// One name after a title.
    TitledUnit,
    /// One name that is hardly ever another word.
    SingleUnit,
    /// Unknown words after a title.
    TitledUnknown,
    /// A part of a name that occurs in full elsewhere in the article.
    NameAgain,
    /// Another name of the list.
    KnownMisc,
    /// The title of a work in quotation marks.
    Work,
    /// A calendar date.
    Date,
    /// A bare year.
    Year,
    /// The tagger alone found it.
    Tagger,
    /// A head noun with a day or a month: ثورة 25 يناير.
    DatedName,
}

impl Evidence {
    /// The names of the suggesters that a suggestion gives as its source.
    pub(super) const fn suggester(self) -> &'static str {
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
            | Self::BodyDefinite
            | Self::DatedName => "trigger",
            Self::TitledUnknown | Self::Work => "trigger",
            Self::NameAgain => "gazetteer+article",
            Self::Date | Self::Year => "date-rule",
            Self::Tagger => "tagger",
        }
    }

    /// The share of suggestions with this evidence that are right, from 0 to 1.
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
            Self::DatedName => 0.72,
        }
    }
}
