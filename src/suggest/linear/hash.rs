//! Hashes of words and features. They are the same on every machine and in every run, because model files contain them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The multiplier of the mixing step (from splitmix64).
const MULTIPLIER: u64 = 0xBF58_476D_1CE4_E5B9;

/// The golden ratio in 64 bits. Hashes begin with it, and random numbers step by it (splitmix64).
pub(in crate::suggest) const GOLDEN_RATIO: u64 = 0x9E37_79B9_7F4A_7C15;

/// Adds a value to a hash.
#[inline]
pub(in crate::suggest) const fn mix(hash: u64, value: u64) -> u64 {
    let mixed = (hash ^ value).wrapping_mul(MULTIPLIER);
    mixed ^ (mixed >> 29)
}

/// Finishes a hash, so that each of its bits depends on every value.
#[inline]
pub(in crate::suggest) const fn finish(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The hash of a word: of its letters in their order.
#[inline]
pub(in crate::suggest) fn hash_word(letters: impl IntoIterator<Item = char>) -> u64 {
    letters.into_iter().fold(GOLDEN_RATIO, |hash, letter| mix(hash, u64::from(u32::from(letter))))
}

/// The finished hash in 32 bits, never 0: the attribute 0 means "none".
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
pub(in crate::suggest) const fn to_attribute(hash: u64) -> u32 {
    let half = finish(hash) as u32;
    if half < 16 { half + 16 } else { half }
}

/// A pseudo-random number generator (splitmix64). One seed gives the same numbers on every machine.
#[derive(Debug, Clone)]
pub(in crate::suggest) struct Random(u64);

impl Random {
    pub(in crate::suggest) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN_RATIO);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(MULTIPLIER);
        finish(mixed ^ (mixed >> 27))
    }

    /// Shuffles a list.
    pub(in crate::suggest) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = usize::try_from(self.next() % (last as u64 + 1)).unwrap_or(0);
            list.swap(last, other);
        }
    }
}

/// A map whose keys are hashes already.
pub(in crate::suggest) type HashKeyMap<V> = HashMap<u64, V, BuildHasherDefault<KeyIsHash>>;

/// A hasher that uses a `u64` key as the hash.
#[derive(Debug, Default)]
pub(in crate::suggest) struct KeyIsHash(u64);

impl Hasher for KeyIsHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0, u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
