//! A list of spans in reading order that stays fast when it is long.

mod iter;
mod speaker_links;

pub use iter::{IntoIter, Iter};
pub use speaker_links::SpeakerLink;

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::Range;
use std::slice;
use std::sync::{Arc, OnceLock};

use super::layer::Layer;
use speaker_links::SpeakerLinks;

/// The sort key for reading order: by start, longer spans first, entities before quotes. The numbers are byte offsets.
pub type ReadingKey = (usize, Reverse<usize>, Layer);

/// A value with an id and a place in the text, which can be kept in a [`SpanList`].
pub trait Listed: Clone {
    /// The type of the ids. No two values of a list have the same id.
    type Id: Clone + Ord + Hash;

    /// The id.
    fn id(&self) -> &Self::Id;

    /// The place in the text. Values with equal places are sorted by their ids.
    fn place(&self) -> ReadingKey;

    /// The letter and the number of a numbered id: `('e', 3)` for `e3`. `None` for other ids.
    fn number(&self) -> Option<(char, u64)> {
        None
    }

    /// The speaker of a quote and the entity it is linked to. `None` for other values.
    fn speaker_link(&self) -> Option<SpeakerLink<'_, Self::Id>> {
        None
    }

    /// The name of the group that the value belongs to, such as the difference that a reading is one of. `None` for most values.
    fn group(&self) -> Option<&str> {
        None
    }
}

/// Values in reading order, which can be found by id, by position in the list and by place in the text.
///
/// The values are kept in blocks that clones share. A clone copies one pointer for each block. A change copies one
/// block. A search takes the logarithm of the length, or looks at each block once. So an article with ten thousand
/// spans is changed, and cloned for the thread that saves it, in a few microseconds.
///
/// ```
/// use tawsim::gold::{Body, Label, SpanList, Suggestion};
/// use tawsim::text::Text;
/// let text = Text::new("زار أوباما باريس");
/// let entity = |index: usize| Body::Entity { span: text.words()[index], label: Label::new("X") };
/// let list: SpanList<Suggestion> = [2, 1].map(|index| Suggestion::new(&text, "m@1", 0.5, entity(index))).into_iter().collect();
/// let words: Vec<&str> = list.iter().filter_map(|one| Some(text.slice(one.body.span()?))).collect();
/// assert_eq!(words, ["أوباما", "باريس"]);
/// ```
pub struct SpanList<T: Listed> {
    /// No block is empty.
    blocks: Vec<Block<T>>,
    len: usize,
    /// Made by the first search for an id, then kept up to date. A clone starts without it.
    index: OnceLock<SpanIndex<T::Id>>,
}

#[derive(Clone)]
struct Block<T> {
    values: Arc<Vec<T>>,
    /// The largest end of its values, in bytes.
    reach: usize,
}

struct SpanIndex<Id> {
    places: HashMap<Id, ReadingKey>,
    numbers: BTreeSet<(char, u64)>,
    speaker_links: SpeakerLinks<Id>,
    groups: HashMap<String, BTreeSet<Id>>,
}

/// The most values of a block. A block that would hold more is split into two.
const BLOCK_VALUES: usize = 128;

impl<T: Listed> Block<T> {
    fn new(values: Vec<T>) -> Self {
        let reach = reach(&values);
        Self { values: Arc::new(values), reach }
    }
}

impl<T> Block<T> {
    fn values(&self) -> slice::Iter<'_, T> {
        self.values.iter()
    }
}

fn reach<T: Listed>(values: &[T]) -> usize {
    values.iter().map(|value| value.place().1.0).max().unwrap_or(0)
}

impl<Id: Clone + Ord + Hash> SpanIndex<Id> {
    fn add<T: Listed<Id = Id>>(&mut self, value: &T) {
        self.places.insert(value.id().clone(), value.place());
        self.numbers.extend(value.number());
        if let Some(speaker_link) = value.speaker_link() {
            self.speaker_links.add(value.id(), &speaker_link);
        }
        if let Some(group) = value.group() {
            self.groups.entry(group.to_owned()).or_default().insert(value.id().clone());
        }
    }
}

impl<T: Listed> SpanList<T> {
    /// Returns the number of values.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Returns true if the list has no values.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Iterates over all values, in reading order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter::over(&self.blocks)
    }

    /// The first value.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.blocks.first()?.values.first()
    }

    /// The last value.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.blocks.last()?.values.last()
    }

    /// The value at a position in the list, from 0.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&T> {
        self.iter_from(number).next()
    }

    /// Iterates over the values from a position on.
    pub fn iter_from(&self, number: usize) -> impl Iterator<Item = &T> {
        let (block, skip) = self.block_of(number);
        self.blocks.get(block..).unwrap_or_default().iter().flat_map(Block::values).skip(skip)
    }

    /// Returns the value with this id.
    #[must_use]
    pub fn find<Q>(&self, id: &Q) -> Option<&T>
    where
        T::Id: Borrow<Q>,
        Q: Ord + Hash + ?Sized,
    {
        let (block, at) = self.search(id)?;
        self.blocks.get(block)?.values.get(at)
    }

    /// Returns the position of the value with this id.
    #[must_use]
    pub fn number_of<Q>(&self, id: &Q) -> Option<usize>
    where
        T::Id: Borrow<Q>,
        Q: Ord + Hash + ?Sized,
    {
        let (block, at) = self.search(id)?;
        Some(self.before(block) + at)
    }

    /// Returns the number of values at the front for which `holds` is true. It must be true for all values before the
    /// first one for which it is false, and for none after it.
    pub fn partition_point(&self, holds: impl Fn(&T) -> bool) -> usize {
        let (block, at) = self.find_partition(holds);
        self.before(block) + at
    }

    /// Iterates over the values that share a byte with this range of the text, in reading order.
    pub fn overlapping(&self, range: Range<usize>) -> impl Iterator<Item = &T> {
        let Range { start, end } = range;
        let blocks = self.blocks.partition_point(|block| block.values.first().is_some_and(|it| it.place().0 < end));
        let blocks = self.blocks.get(..blocks).unwrap_or_default();
        let values = blocks.iter().filter(move |block| block.reach > start).flat_map(Block::values);
        values.filter(move |value| value.place().0 < end && value.place().1.0 > start)
    }

    /// Iterates over the values with exactly this place in the text, however many others lie around it.
    pub fn at_place(&self, place: ReadingKey) -> impl Iterator<Item = &T> {
        let (block, skip) = self.find_partition(|value| value.place() < place);
        let values = self.blocks.get(block..).unwrap_or_default().iter().flat_map(Block::values).skip(skip);
        values.take_while(move |value| value.place() == place)
    }

    /// Iterates over the values whose speaker covers this range of the text (bytes), in any order.
    pub fn linked_around(&self, range: &Range<usize>) -> impl Iterator<Item = &T> {
        self.index().speaker_links.around(range).filter_map(|id| self.find(id))
    }

    /// Iterates over the values whose speaker is linked to the item with this id, in any order.
    pub fn linked_to(&self, id: &T::Id) -> impl Iterator<Item = &T> {
        self.index().speaker_links.to(id).filter_map(|id| self.find(id))
    }

    /// Returns the values of a group ([`Listed::group`]), in reading order.
    #[must_use]
    pub fn in_group(&self, group: &str) -> Vec<&T> {
        let ids = self.index().groups.get(group).into_iter().flatten();
        let mut values: Vec<&T> = ids.filter_map(|id| self.find(id)).collect();
        values.sort_by_key(|value| (value.place(), value.id()));
        values
    }

    /// Returns the highest number among the numbered ids with this letter, or 0 if there is none.
    #[must_use]
    pub fn highest_number(&self, letter: char) -> u64 {
        let numbers = &self.index().numbers;
        numbers.range((letter, 0)..=(letter, u64::MAX)).next_back().map_or(0, |(_, number)| *number)
    }

    /// Inserts a value at its place in reading order. Replaces the value with the same id.
    pub fn insert(&mut self, value: T) {
        self.remove(value.id());
        self.insert_new(value);
    }

    /// Inserts a value at its place in reading order. No value of the list may have its id. Unlike [`SpanList::insert`], it
    /// makes no index of the ids, so a list that is only read needs less memory.
    pub fn insert_new(&mut self, value: T) {
        if let Some(index) = self.index.get_mut() {
            index.add(&value);
        }
        self.len += 1;
        let (at, place) = self.find_partition(|other| (other.place(), other.id()) < (value.place(), value.id()));
        // A value after all others goes into the last block.
        let (at, place) = match self.blocks.get(at) {
            Some(_) => (at, place),
            None => (at.saturating_sub(1), self.blocks.last().map_or(0, |last| last.values.len())),
        };
        let Some(block) = self.blocks.get_mut(at) else {
            self.blocks.push(Block::new(vec![value]));
            return;
        };
        // Values that come in reading order fill one block after the other.
        if block.values.len() == BLOCK_VALUES && place == BLOCK_VALUES {
            self.blocks.push(Block::new(vec![value]));
            return;
        }
        block.reach = block.reach.max(value.place().1.0);
        let values = Arc::make_mut(&mut block.values);
        if values.len() < BLOCK_VALUES {
            values.insert(place, value);
            return;
        }
        let mut second = values.split_off(BLOCK_VALUES / 2);
        if let Some(place) = place.checked_sub(values.len()) {
            second.insert(place, value);
        } else {
            values.insert(place, value);
        }
        block.reach = reach(values);
        self.blocks.insert(at + 1, Block::new(second));
    }

    /// Removes the value with this id and returns it.
    pub fn remove<Q>(&mut self, id: &Q) -> Option<T>
    where
        T::Id: Borrow<Q>,
        Q: Ord + Hash + ?Sized,
    {
        let (at, place) = self.search(id)?;
        let block = self.blocks.get_mut(at)?;
        let values = Arc::make_mut(&mut block.values);
        let value = values.remove(place);
        if values.is_empty() {
            self.blocks.remove(at);
        } else if value.place().1.0 == block.reach {
            block.reach = reach(values);
        }
        self.len -= 1;
        if let Some(index) = self.index.get_mut() {
            index.places.remove(id);
            if let Some(number) = value.number() {
                index.numbers.remove(&number);
            }
            if let Some(speaker_link) = value.speaker_link() {
                index.speaker_links.remove(value.id(), &speaker_link);
            }
            if let Some(group) = value.group()
                && let Some(members) = index.groups.get_mut(group)
            {
                members.remove(id);
                if members.is_empty() {
                    index.groups.remove(group);
                }
            }
        }
        Some(value)
    }

    fn index(&self) -> &SpanIndex<T::Id> {
        self.index.get_or_init(|| {
            let mut index = SpanIndex {
                places: HashMap::with_capacity(self.len),
                numbers: BTreeSet::new(),
                speaker_links: SpeakerLinks::default(),
                groups: HashMap::new(),
            };
            self.iter().for_each(|value| index.add(value));
            index
        })
    }

    /// Returns the block of the value with this id, and its index in the block.
    fn search<Q>(&self, id: &Q) -> Option<(usize, usize)>
    where
        T::Id: Borrow<Q>,
        Q: Ord + Hash + ?Sized,
    {
        let place = *self.index().places.get(id)?;
        let (block, at) = self.find_partition(|other| (other.place(), other.id().borrow()) < (place, id));
        let found = self.blocks.get(block)?.values.get(at)?;
        (found.id().borrow() == id).then_some((block, at))
    }

    /// Returns the first position for which `holds` is false: the block and the index in it.
    fn find_partition(&self, holds: impl Fn(&T) -> bool) -> (usize, usize) {
        let block = self.blocks.partition_point(|block| block.values.last().is_some_and(&holds));
        (block, self.blocks.get(block).map_or(0, |block| block.values.partition_point(holds)))
    }

    fn block_of(&self, number: usize) -> (usize, usize) {
        let mut left = number;
        for (at, block) in self.blocks.iter().enumerate() {
            match left.checked_sub(block.values.len()) {
                Some(rest) => left = rest,
                None => return (at, left),
            }
        }
        (self.blocks.len(), 0)
    }

    /// Returns the number of values before a block.
    fn before(&self, block: usize) -> usize {
        self.blocks.iter().take(block).map(|block| block.values.len()).sum()
    }
}

#[cfg(test)]
mod tests;
