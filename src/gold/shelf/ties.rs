//! What things on a shelf hang on that stands elsewhere: of a quote its speaker, and the entity that one is linked to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::Range;

/// What a thing hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie<'a, Id> {
    /// Where that stands, in bytes.
    pub place: Range<usize>,
    /// The id of the thing that it is linked to.
    pub to: Option<&'a Id>,
}

/// The ties of all things, to be found by place and by whom they go to.
#[derive(Debug)]
pub(super) struct Ties<Id> {
    /// By its first byte: its end, and whose it is.
    places: BTreeMap<usize, BTreeSet<(usize, Id)>>,
    links: HashMap<Id, BTreeSet<Id>>,
    /// None that ever was here is longer.
    longest: usize,
}

impl<Id> Default for Ties<Id> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), links: HashMap::new(), longest: 0 }
    }
}

impl<Id: Clone + Ord + Hash> Ties<Id> {
    pub(super) fn add(&mut self, whose: &Id, tie: &Tie<'_, Id>) {
        let Range { start, end } = tie.place;
        self.places.entry(start).or_default().insert((end, whose.clone()));
        self.longest = self.longest.max(end.saturating_sub(start));
        if let Some(to) = tie.to {
            self.links.entry(to.clone()).or_default().insert(whose.clone());
        }
    }

    pub(super) fn remove(&mut self, whose: &Id, tie: &Tie<'_, Id>) {
        let Range { start, end } = tie.place;
        if let Some(here) = self.places.get_mut(&start) {
            here.remove(&(end, whose.clone()));
            if here.is_empty() {
                self.places.remove(&start);
            }
        }
        if let Some(to) = tie.to
            && let Some(linked) = self.links.get_mut(to)
        {
            linked.remove(whose);
            if linked.is_empty() {
                self.links.remove(to);
            }
        }
    }

    /// Whose tie covers a range. Looks at those that begin no further before it than the longest is long.
    pub(super) fn around(&self, range: &Range<usize>) -> impl Iterator<Item = &Id> {
        let Range { start, end } = *range;
        let near = self.places.range(start.saturating_sub(self.longest)..=start).flat_map(|(_, here)| here);
        near.filter(move |(to, _)| *to >= end).map(|(_, whose)| whose)
    }

    /// Whose tie goes to a thing.
    pub(super) fn to(&self, id: &Id) -> impl Iterator<Item = &Id> {
        self.links.get(id).into_iter().flatten()
    }
}
