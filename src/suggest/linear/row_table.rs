//! A table of rows of bytes, found by a 64-bit hash. It is used where its bytes are: it needs no time at the start, and a
//! lookup reads two or three cache lines.
//!
//! The layout is little-endian: the number of rows and the bytes of a row (u32 each); a directory of `buckets + 1` numbers
//! (u32) that gives the first key of each bucket; the keys (u32), sorted; the rows. The upper half of a hash chooses the
//! bucket, the lower half is the key. A bucket has four keys on average.

use std::ops::Range;

/// The number of hashes that are looked up together.
const ROUND: usize = 64;

/// The average number of keys in a bucket.
const FILL: usize = 4;

/// The number of keys that are compared at once. Few buckets have more.
const BLOCK: usize = 8;

/// The places of a table's parts in the bytes that contain it.
#[derive(Debug, Clone, Default)]
pub(in crate::suggest) struct RowTable {
    buckets: usize,
    width: usize,
    /// For each bucket, a bit for the lowest five bits of each of its keys. So most hashes without a row are recognised
    /// without a look at the directory and the keys.
    filter: Vec<u32>,
    directory: Range<usize>,
    keys: Range<usize>,
    rows: Range<usize>,
}

impl RowTable {
    /// Finds a table at the start of `bytes[from..]` and its end. `None` if there is no valid table.
    pub(in crate::suggest) fn at(bytes: &[u8], from: usize) -> Option<(Self, usize)> {
        let (count, width) = (number(bytes, from)? as usize, number(bytes, from.checked_add(4)?)? as usize);
        let buckets = buckets(count);
        let directory = from + 8..(from + 8).checked_add((buckets + 1).checked_mul(4)?)?;
        let keys = directory.end..directory.end.checked_add(count.checked_mul(4)?)?;
        let rows = keys.end..keys.end.checked_add(count.checked_mul(width)?)?;
        let end = rows.end;
        let filter = filter(bytes.get(directory.clone())?, bytes.get(keys.clone())?)?;
        (end <= bytes.len()).then_some((Self { buckets, width, filter, directory, keys, rows }, end))
    }

    /// False for most hashes that have no row.
    #[inline]
    pub(in crate::suggest) fn may_contain(&self, hash: u64) -> bool {
        self.filter.get(bucket(hash, self.buckets)).is_some_and(|bits| bits & filter_bit(key(hash)) != 0)
    }

    /// The number of rows.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.keys.len() / 4
    }

    /// The number of bytes of a row.
    pub(in crate::suggest) const fn width(&self) -> usize {
        self.width
    }

    /// The row of a hash.
    #[inline]
    pub(in crate::suggest) fn find<'a>(&self, bytes: &'a [u8], hash: u64) -> Option<&'a [u8]> {
        if !self.may_contain(hash) {
            return None;
        }
        let directory = bytes.get(self.directory.clone())?;
        let index = self.index(bytes.get(self.keys.clone())?, self.bounds(directory, hash), hash)?;
        bytes.get(self.rows.clone())?.get(index * self.width..(index + 1) * self.width)
    }

    /// Calls `found` with the row of each hash that has one and with all bytes after the row, in order. The work is done in three rounds, so that the
    /// processor waits for the memory of many hashes at once.
    #[inline]
    pub(in crate::suggest) fn for_each_row(&self, bytes: &[u8], hashes: &[u64], mut found: impl FnMut(&[u8])) {
        let part = |range: &Range<usize>| bytes.get(range.clone()).unwrap_or_default();
        let (directory, keys, rows) = (part(&self.directory), part(&self.keys), part(&self.rows));
        for hashes in hashes.chunks(ROUND) {
            let mut places = [(0, 0); ROUND];
            for (place, hash) in places.iter_mut().zip(hashes) {
                *place = self.bounds(directory, *hash);
            }
            for (place, hash) in places.iter_mut().zip(hashes) {
                place.0 = self.index(keys, *place, *hash).unwrap_or(usize::MAX);
            }
            for (index, _) in places.iter().take(hashes.len()).filter(|(index, _)| *index != usize::MAX) {
                found(rows.get(index * self.width..).unwrap_or_default());
            }
        }
    }

    /// The range of keys in the bucket of a hash.
    #[inline]
    fn bounds(&self, directory: &[u8], hash: u64) -> (usize, usize) {
        let at = bucket(hash, self.buckets) * 4;
        let bounds = directory.get(at..).and_then(|rest| rest.first_chunk::<8>());
        match bounds.map(|bounds| bounds.as_chunks().0) {
            Some([first, end]) => (u32::from_le_bytes(*first) as usize, u32::from_le_bytes(*end) as usize),
            _ => (0, 0),
        }
    }

    /// The index of a hash's key, within the range of its bucket.
    #[inline]
    fn index(&self, keys: &[u8], (first, end): (usize, usize), hash: u64) -> Option<usize> {
        let (wanted, count) = (key(hash), end.checked_sub(first)?);
        let keys = keys.get(first.checked_mul(4)?..)?;
        if let (Some(block), true) = (keys.first_chunk::<{ 4 * BLOCK }>(), count <= BLOCK) {
            // All bits of a byte for each key that is equal, so that the processor compares all keys of the block at once.
            let mut equal = [0; BLOCK];
            for (equal, key) in equal.iter_mut().zip(block.as_chunks().0) {
                *equal = if u32::from_le_bytes(*key) == wanted { u8::MAX } else { 0 };
            }
            let place = u64::from_le_bytes(equal).trailing_zeros() as usize / 8;
            return (place < count).then(|| first + place);
        }
        let keys = keys.get(..count.checked_mul(4)?)?;
        Some(first + keys.chunks_exact(4).position(|key| *key == wanted.to_le_bytes())?)
    }
}

/// The bit of a key in the filter of its bucket.
#[inline]
const fn filter_bit(key: u32) -> u32 {
    1 << (key % u32::BITS)
}

/// The filters of all buckets. `None` if the buckets do not divide the keys.
fn filter(directory: &[u8], keys: &[u8]) -> Option<Vec<u32>> {
    let mut firsts = directory.as_chunks().0.iter().map(|first| u32::from_le_bytes(*first) as usize);
    let keys = keys.as_chunks().0;
    let mut first = firsts.next().filter(|first| *first == 0)?;
    let mut filters = Vec::with_capacity(firsts.len());
    for end in firsts {
        let bits = keys.get(first..end)?.iter().map(|key| filter_bit(u32::from_le_bytes(*key)));
        filters.push(bits.fold(0, |all, bit| all | bit));
        first = end;
    }
    (first == keys.len()).then_some(filters)
}

/// Writes a table of rows of `width` bytes. Of two rows with the same bucket and key the first is written.
pub(in crate::suggest) fn write(mut rows: Vec<(u64, Vec<u8>)>, width: usize, out: &mut Vec<u8>) {
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

/// The little-endian number at a byte.
#[inline]
pub(in crate::suggest) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::linear::hash::mix;

    #[test]
    fn only_written_rows_are_found() {
        for count in [0_u64, 1, 5, 3000] {
            let rows = (0..count).map(|n| (mix(1, n), n.to_le_bytes()[..3].to_vec())).collect();
            let mut bytes = vec![9; 5];
            write(rows, 3, &mut bytes);
            let (table, end) = RowTable::at(&bytes, 5).unwrap();
            assert_eq!((table.len() as u64, end), (count, bytes.len()));
            for n in 0..count {
                assert_eq!(table.find(&bytes, mix(1, n)), Some(&n.to_le_bytes()[..3]));
            }
            assert!((count..count + 1000).all(|n| table.find(&bytes, mix(1, n)).is_none()));
            let hashes: Vec<u64> = (0..count + 1000).map(|n| mix(1, n)).collect();
            assert!(hashes.iter().take(count as usize).all(|hash| table.may_contain(*hash)));
            let mut found = Vec::new();
            table.for_each_row(&bytes, &hashes, |row| found.push(row[..3].to_vec()));
            let expected: Vec<Vec<u8>> = (0..count).map(|n| n.to_le_bytes()[..3].to_vec()).collect();
            assert_eq!(found, expected);
            assert!(RowTable::at(&bytes[..end - 1], 5).is_none() || count == 0);
        }
    }

    #[test]
    fn buckets_that_do_not_divide_the_keys_are_refused() {
        let rows = (0..40).map(|n| (mix(1, n), vec![7])).collect();
        let mut bytes = Vec::new();
        write(rows, 1, &mut bytes);
        assert!(RowTable::at(&bytes, 0).is_some());
        let buckets = buckets(40);
        for place in [0, 5, buckets] {
            let mut damaged = bytes.clone();
            damaged[8 + 4 * place] ^= 0x80;
            assert!(RowTable::at(&damaged, 0).is_none(), "{place}");
        }
    }
}
