//! The standard traits of a span list: iteration, construction, comparison.

use std::fmt;
use std::iter::FlatMap;
use std::slice;
use std::sync::{Arc, OnceLock};
use std::vec;

use super::{BLOCK_VALUES, Block, Listed, SpanList};

/// Iterates over the values of a span list, in reading order.
#[derive(Clone)]
pub struct Iter<'a, T>(Blocks<'a, T>);

type Blocks<'a, T> = FlatMap<slice::Iter<'a, Block<T>>, slice::Iter<'a, T>, fn(&'a Block<T>) -> slice::Iter<'a, T>>;

/// Gives the values of a span list, in reading order. Each block is freed after its last value.
pub struct IntoIter<T> {
    blocks: vec::IntoIter<Block<T>>,
    /// The rest of the present block.
    values: vec::IntoIter<T>,
}

impl<T: Clone> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        loop {
            if let Some(value) = self.values.next() {
                return Some(value);
            }
            self.values = Arc::unwrap_or_clone(self.blocks.next()?.values).into_iter();
        }
    }
}

impl<'a, T> Iter<'a, T> {
    pub(super) fn over(blocks: &'a [Block<T>]) -> Self {
        Self(blocks.iter().flat_map(Block::values))
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

impl<T: Listed> Default for SpanList<T> {
    fn default() -> Self {
        Self { blocks: Vec::new(), len: 0, index: OnceLock::new() }
    }
}

impl<T: Listed> Clone for SpanList<T> {
    fn clone(&self) -> Self {
        Self { blocks: self.blocks.clone(), len: self.len, index: OnceLock::new() }
    }
}

impl<T: Listed + PartialEq> PartialEq for SpanList<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<T: Listed + fmt::Debug> fmt::Debug for SpanList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Listed> From<Vec<T>> for SpanList<T> {
    fn from(mut values: Vec<T>) -> Self {
        values.sort_by(|a, b| (a.place(), a.id()).cmp(&(b.place(), b.id())));
        let len = values.len();
        let mut values = values.into_iter();
        let next =
            || Some(values.by_ref().take(BLOCK_VALUES / 2).collect::<Vec<T>>()).filter(|block| !block.is_empty());
        Self { blocks: std::iter::from_fn(next).map(Block::new).collect(), len, index: OnceLock::new() }
    }
}

impl<T: Listed> FromIterator<T> for SpanList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::from(values.into_iter().collect::<Vec<T>>())
    }
}

impl<T: Listed> Extend<T> for SpanList<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.insert(value));
    }
}

impl<'a, T: Listed> IntoIterator for &'a SpanList<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T: Listed> IntoIterator for SpanList<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { blocks: self.blocks.into_iter(), values: Vec::new().into_iter() }
    }
}
