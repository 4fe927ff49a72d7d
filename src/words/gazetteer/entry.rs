//! Values of the maps: the entry of a name and the statistics of a frequent word, each packed into a number.

/// The kinds of name that a name is, and how often it opens and closes full names of persons.
///
/// One name can be of several kinds: تونس is a country and a city, هادي a given name and a family name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct GazetteerEntry(pub(super) u64);

impl GazetteerEntry {
    pub(super) const COUNTRY: u64 = 1;
    pub(super) const CITY: u64 = 1 << 1;
    pub(super) const TOWN: u64 = 1 << 2;
    pub(super) const UNIT: u64 = 1 << 3;
    pub(super) const PLACE: u64 = 1 << 4;
    pub(super) const BODY: u64 = 1 << 5;
    pub(super) const MISC: u64 = 1 << 6;
    // The first bits of two counts, as logarithms: how many full names a unit opens, and how many it closes.
    pub(super) const GIVEN: u32 = 8;
    pub(super) const FAMILY: u32 = 12;

    // The kinds of the lists in `assets/gazetteers/listed`.
    pub(super) const LISTED: u32 = 16;

    const fn has(self, bits: u64) -> bool {
        self.0 & bits != 0
    }

    /// True for a place of the hand-written list: it is a place in every context.
    pub(crate) const fn is_known_place(self) -> bool {
        self.has(Self::PLACE)
    }

    /// True for a country or territory (CLDR, ISO 3166).
    pub(crate) const fn is_country(self) -> bool {
        self.has(Self::COUNTRY)
    }

    /// True for a city of 15,000 inhabitants or more, or one of the CLDR.
    pub(crate) const fn is_city(self) -> bool {
        self.has(Self::CITY)
    }

    /// True for any place.
    pub(crate) const fn is_place(self) -> bool {
        self.has(Self::PLACE | Self::COUNTRY | Self::CITY | Self::TOWN)
    }

    /// True for a known organisation.
    pub(crate) const fn is_body(self) -> bool {
        self.has(Self::BODY)
    }

    /// True for another known name.
    pub(crate) const fn is_misc(self) -> bool {
        self.has(Self::MISC)
    }

    /// True for a part of persons' names.
    pub(crate) const fn is_unit(self) -> bool {
        self.has(Self::UNIT)
    }

    /// The kinds of the lists in `assets/gazetteers/listed` that have the name, one bit each ([`super::LISTS`]). A listed name
    /// may be another word in another context.
    pub(crate) const fn lists(self) -> u64 {
        self.0 >> Self::LISTED
    }

    /// The number of full names that the word opens: 0 for none, n for about 2ⁿ⁻¹.
    pub(crate) const fn given(self) -> u64 {
        (self.0 >> Self::GIVEN) & 15
    }

    /// The number of full names that the word closes, in the same way.
    pub(crate) const fn family(self) -> u64 {
        (self.0 >> Self::FAMILY) & 15
    }

    /// The entry without the parts that are not wanted. `None` if no part is wanted. A part is what one of the three maps says
    /// (the hand-written list, the compiled names, the lists of names).
    pub(crate) fn wanted_parts(self, wanted: impl Fn(Self) -> bool) -> Option<Self> {
        const KNOWN: u64 = GazetteerEntry::PLACE | GazetteerEntry::BODY | GazetteerEntry::MISC;
        const LISTED: u64 = !0 << GazetteerEntry::LISTED;
        let parts = [KNOWN, LISTED, !(KNOWN | LISTED)].map(|bits| Self(self.0 & bits));
        parts.into_iter().filter(|part| wanted(*part)).reduce(Self::and)
    }

    /// The kinds and counts of both entries. Only one of them may have counts.
    #[must_use]
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The frequency of a word, and its frequency in names. The numbers are rounded, so that the map stays small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordStatistics(pub(super) u64);

impl WordStatistics {
    pub(super) fn new(rank: usize, person: f64, place: f64) -> Self {
        Self(u64::from(usize::BITS - rank.leading_zeros()) << 8 | sixteenths(person) << 4 | sixteenths(place))
    }

    /// The number of bits of the word's rank by frequency: 10 for the ranks 512 to 1023, 16 for the rarest words.
    pub(crate) const fn rank_bits(self) -> u64 {
        self.0 >> 8
    }

    /// The share of uses of the word, or of a word used like it, in a person's name, in percent.
    pub(crate) const fn person_percent(self) -> u64 {
        ((self.0 >> 4) & 15) * 100 / 15
    }

    /// The share of uses of the word, or of a word used like it, in a place's name, in percent.
    pub(crate) const fn place_percent(self) -> u64 {
        (self.0 & 15) * 100 / 15
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1 is 0 to 15")]
fn sixteenths(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * 15.0).round() as u64
}
