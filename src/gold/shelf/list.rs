//! What a shelf has in common with any list: made of values, compared, gone through.

use std::fmt;
use std::iter::FlatMap;
use std::slice;
use std::sync::{Arc, OnceLock};

use super::{CHUNK, Chunk, Shelf, Shelved};

/// The values of a shelf, in reading order.
#[derive(Clone)]
pub struct Iter<'a, T>(Chunks<'a, T>);

type Chunks<'a, T> = FlatMap<slice::Iter<'a, Chunk<T>>, slice::Iter<'a, T>, fn(&'a Chunk<T>) -> slice::Iter<'a, T>>;

impl<'a, T> Iter<'a, T> {
    pub(super) fn over(chunks: &'a [Chunk<T>]) -> Self {
        Self(chunks.iter().flat_map(Chunk::values))
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.0.next()
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back()
    }
}

impl<T: Shelved> Default for Shelf<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0, index: OnceLock::new() }
    }
}

impl<T: Shelved> Clone for Shelf<T> {
    fn clone(&self) -> Self {
        Self { chunks: self.chunks.clone(), len: self.len, index: OnceLock::new() }
    }
}

impl<T: Shelved + PartialEq> PartialEq for Shelf<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<T: Shelved + fmt::Debug> fmt::Debug for Shelf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Shelved> From<Vec<T>> for Shelf<T> {
    fn from(mut values: Vec<T>) -> Self {
        values.sort_by(|a, b| (a.place(), a.id()).cmp(&(b.place(), b.id())));
        let len = values.len();
        let mut values = values.into_iter();
        let next = || Some(values.by_ref().take(CHUNK / 2).collect::<Vec<T>>()).filter(|chunk| !chunk.is_empty());
        Self { chunks: std::iter::from_fn(next).map(Chunk::new).collect(), len, index: OnceLock::new() }
    }
}

impl<T: Shelved> FromIterator<T> for Shelf<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::from(values.into_iter().collect::<Vec<T>>())
    }
}

impl<T: Shelved> Extend<T> for Shelf<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.insert(value));
    }
}

impl<'a, T: Shelved> IntoIterator for &'a Shelf<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T: Shelved> IntoIterator for Shelf<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> std::vec::IntoIter<T> {
        let mut values = Vec::with_capacity(self.len);
        self.chunks.into_iter().for_each(|chunk| values.extend(Arc::unwrap_or_clone(chunk.values)));
        values.into_iter()
    }
}
