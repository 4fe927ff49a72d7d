//! What the maps say of a name and of a word, packed into numbers.

/// What a name is known as. Several at once: تونس is a country and a city, هادي a given name and a family name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::suggest) struct Entry(pub(super) u64);

impl Entry {
    pub(super) const COUNTRY: u64 = 1;
    pub(super) const CITY: u64 = 1 << 1;
    pub(super) const TOWN: u64 = 1 << 2;
    pub(super) const UNIT: u64 = 1 << 3;
    pub(super) const PLACE: u64 = 1 << 4;
    pub(super) const BODY: u64 = 1 << 5;
    pub(super) const MISC: u64 = 1 << 6;
    /// Where the two counts begin: how many full names a unit opens, and how many it closes (as logarithms).
    pub(super) const GIVEN: u32 = 8;
    pub(super) const FAMILY: u32 = 12;

    const fn has(self, bits: u64) -> bool {
        self.0 & bits != 0
    }

    /// A place of the lists written for this project: a place wherever it stands.
    pub(in crate::suggest) const fn is_known_place(self) -> bool {
        self.has(Self::PLACE)
    }

    /// A country or territory (CLDR, ISO 3166).
    pub(in crate::suggest) const fn is_country(self) -> bool {
        self.has(Self::COUNTRY)
    }

    /// A city of 15,000 or more, or one of the CLDR.
    pub(in crate::suggest) const fn is_city(self) -> bool {
        self.has(Self::CITY)
    }

    /// Any place.
    pub(in crate::suggest) const fn is_place(self) -> bool {
        self.has(Self::PLACE | Self::COUNTRY | Self::CITY | Self::TOWN)
    }

    /// A known organisation.
    pub(in crate::suggest) const fn is_body(self) -> bool {
        self.has(Self::BODY)
    }

    /// Another known name.
    pub(in crate::suggest) const fn is_misc(self) -> bool {
        self.has(Self::MISC)
    }

    /// A part of persons' names.
    pub(in crate::suggest) const fn is_unit(self) -> bool {
        self.has(Self::UNIT)
    }

    /// How many full names it opens: 0 for none, n for about 2ⁿ⁻¹.
    pub(in crate::suggest) const fn given(self) -> u64 {
        (self.0 >> Self::GIVEN) & 15
    }

    /// How many full names it closes, likewise.
    pub(in crate::suggest) const fn family(self) -> u64 {
        (self.0 >> Self::FAMILY) & 15
    }

    /// Both together.
    #[must_use]
    pub(in crate::suggest) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Where a word stands among the frequent words, and what keeps it company. Rounded, so that the map stays small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::suggest) struct Rank(pub(super) u64);

impl Rank {
    pub(super) fn new(rank: usize, person: f64, place: f64) -> Self {
        Self(u64::from(usize::BITS - rank.leading_zeros()) << 8 | sixteenths(person) << 4 | sixteenths(place))
    }

    /// The number of bits of its place in the order of frequency: 10 for the words 512 to 1023, 16 for the rarest.
    pub(in crate::suggest) const fn bits(self) -> u64 {
        self.0 >> 8
    }

    /// How often it, or a word used like it, is a part of a person's name, in hundredths.
    pub(in crate::suggest) const fn person(self) -> u64 {
        ((self.0 >> 4) & 15) * 100 / 15
    }

    /// Likewise, of a place's name.
    pub(in crate::suggest) const fn place(self) -> u64 {
        (self.0 & 15) * 100 / 15
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1 is 0 to 15")]
fn sixteenths(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * 15.0).round() as u64
}
