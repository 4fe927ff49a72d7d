//! Hashes of words and features: the same on every machine and in every run, since model files are keyed by them.

/// Multiplier of the mixing step (splitmix64's).
const MULTIPLIER: u64 = 0xBF58_476D_1CE4_E5B9;

/// Joins a value to a hash.
#[inline]
pub(super) const fn mix(hash: u64, value: u64) -> u64 {
    let mixed = (hash ^ value).wrapping_mul(MULTIPLIER);
    mixed ^ (mixed >> 29)
}

/// Ends a hash, so that all of its bits depend on all that was joined.
#[inline]
pub(super) const fn finish(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The hash of a word: of its letters, in order.
#[inline]
pub(super) fn word(letters: impl IntoIterator<Item = char>) -> u64 {
    letters.into_iter().fold(0x9E37_79B9_7F4A_7C15, |hash, letter| mix(hash, u64::from(u32::from(letter))))
}

/// Its lower half, never zero: zero says that there is nothing.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
pub(super) const fn short(hash: u64) -> u32 {
    let half = finish(hash) as u32;
    if half < 16 { half + 16 } else { half }
}

/// A small generator of numbers that look random (splitmix64): the same seed, the same numbers, on every machine.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(MULTIPLIER);
        finish(mixed ^ (mixed >> 27))
    }

    /// Puts a list into another order.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = usize::try_from(self.next() % (last as u64 + 1)).unwrap_or(0);
            list.swap(last, other);
        }
    }
}
