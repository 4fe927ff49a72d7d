//! A table of byte rows found by a 64-bit hash, read where its bytes lie: no start-up cost, two or three cache lines a
//! lookup.
//!
//! Layout, little-endian: the number of rows and the bytes of a row (u32 each); a directory of `buckets + 1` numbers
//! (u32) that says where each bucket's keys begin; the keys (u32), sorted; the rows. A hash's upper half chooses the
//! bucket, its lower half is the key. A bucket holds four keys on average.

use std::ops::Range;

/// Keys in a bucket, on average.
const FILL: usize = 4;

/// Where the parts of a table lie in the bytes it was found in.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    buckets: usize,
    width: usize,
    directory: Range<usize>,
    keys: Range<usize>,
    rows: Range<usize>,
}

impl Table {
    /// Finds a table at the start of `bytes[from..]`; its end comes back, too. `None` for what is no table.
    pub(super) fn at(bytes: &[u8], from: usize) -> Option<(Self, usize)> {
        let (count, width) = (number(bytes, from)? as usize, number(bytes, from.checked_add(4)?)? as usize);
        let buckets = buckets(count);
        let directory = from + 8..(from + 8).checked_add((buckets + 1).checked_mul(4)?)?;
        let keys = directory.end..directory.end.checked_add(count.checked_mul(4)?)?;
        let rows = keys.end..keys.end.checked_add(count.checked_mul(width)?)?;
        let end = rows.end;
        (end <= bytes.len()).then_some((Self { buckets, width, directory, keys, rows }, end))
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len() / 4
    }

    /// The bytes of a row.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// The row of a hash.
    #[inline]
    pub(super) fn find<'a>(&self, bytes: &'a [u8], hash: u64) -> Option<&'a [u8]> {
        let bucket = bucket(hash, self.buckets);
        let at = self.directory.start + bucket * 4;
        let bounds = bytes.get(at..at + 8)?;
        let (first, end) = (number(bounds, 0)? as usize, number(bounds, 4)? as usize);
        let keys = bytes.get(self.keys.clone())?.get(first * 4..end * 4)?;
        let wanted = key(hash).to_le_bytes();
        let index = first + keys.chunks_exact(4).position(|key| *key == wanted)?;
        bytes.get(self.rows.clone())?.get(index * self.width..(index + 1) * self.width)
    }
}

/// Writes a table of rows, all of `width` bytes. Of two rows whose hashes fall together the first stays.
pub(super) fn write(mut rows: Vec<(u64, Vec<u8>)>, width: usize, out: &mut Vec<u8>) {
    let place = |hash: u64, count: usize| (bucket(hash, buckets(count)), key(hash));
    let mut count = rows.len();
    loop {
        rows.sort_by_key(|(hash, _)| place(*hash, count));
        rows.dedup_by_key(|(hash, _)| place(*hash, count));
        if rows.len() == count {
            break;
        }
        count = rows.len();
    }
    let mut put = |value: usize| out.extend(u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
    put(count);
    put(width);
    let mut next = 0;
    for of in 0..=buckets(count) {
        while rows.get(next).is_some_and(|(hash, _)| bucket(*hash, buckets(count)) < of) {
            next += 1;
        }
        put(next);
    }
    for (hash, _) in &rows {
        out.extend(key(*hash).to_le_bytes());
    }
    for (_, row) in &rows {
        out.extend(row.iter().copied().chain(std::iter::repeat(0)).take(width));
    }
}

fn buckets(count: usize) -> usize {
    count.div_ceil(FILL).max(1)
}

fn bucket(hash: u64, buckets: usize) -> usize {
    (((hash >> 32) * buckets as u64) >> 32) as usize
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
const fn key(hash: u64) -> u32 {
    hash as u32
}

/// The little-endian number at a place.
#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::tagger::hash::mix;

    #[test]
    fn what_was_written_is_found_and_nothing_else() {
        for count in [0_u64, 1, 5, 3000] {
            let rows = (0..count).map(|n| (mix(1, n), n.to_le_bytes()[..3].to_vec())).collect();
            let mut bytes = vec![9; 5];
            write(rows, 3, &mut bytes);
            let (table, end) = Table::at(&bytes, 5).unwrap();
            assert_eq!((table.len() as u64, end), (count, bytes.len()));
            for n in 0..count {
                assert_eq!(table.find(&bytes, mix(1, n)), Some(&n.to_le_bytes()[..3]));
            }
            assert!((count..count + 1000).all(|n| table.find(&bytes, mix(1, n)).is_none()));
            assert!(Table::at(&bytes[..end - 1], 5).is_none() || count == 0);
        }
    }
}
