//! What things on a list hang on that stands elsewhere: of a quote its speaker, and the entity that one is linked to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::Range;

/// What a thing hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerLink<'a, Id> {
    /// Where that stands, in bytes.
    pub place: Range<usize>,
    /// The id of the thing that it is linked to.
    pub to: Option<&'a Id>,
}

/// The speaker links of all things, to be found by place and by whom they go to.
#[derive(Debug)]
pub(super) struct SpeakerLinks<Id> {
    /// By its first byte: its end, and whose it is.
    places: BTreeMap<usize, BTreeSet<(usize, Id)>>,
    links: HashMap<Id, BTreeSet<Id>>,
    /// None that ever was here is longer.
    longest: usize,
}

impl<Id> Default for SpeakerLinks<Id> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), links: HashMap::new(), longest: 0 }
    }
}

impl<Id: Clone + Ord + Hash> SpeakerLinks<Id> {
    pub(super) fn add(&mut self, whose: &Id, speaker_link: &SpeakerLink<'_, Id>) {
        let Range { start, end } = speaker_link.place;
        self.places.entry(start).or_default().insert((end, whose.clone()));
        self.longest = self.longest.max(end.saturating_sub(start));
        if let Some(to) = speaker_link.to {
            self.links.entry(to.clone()).or_default().insert(whose.clone());
        }
    }

    pub(super) fn remove(&mut self, whose: &Id, speaker_link: &SpeakerLink<'_, Id>) {
        let Range { start, end } = speaker_link.place;
        if let Some(here) = self.places.get_mut(&start) {
            here.remove(&(end, whose.clone()));
            if here.is_empty() {
                self.places.remove(&start);
            }
        }
        if let Some(to) = speaker_link.to
            && let Some(linked) = self.links.get_mut(to)
        {
            linked.remove(whose);
            if linked.is_empty() {
                self.links.remove(to);
            }
        }
    }

    /// Whose speaker link covers a range. Looks at those that begin no further before it than the longest is long.
    pub(super) fn around(&self, range: &Range<usize>) -> impl Iterator<Item = &Id> {
        let Range { start, end } = *range;
        let near = self.places.range(start.saturating_sub(self.longest)..=start).flat_map(|(_, here)| here);
        near.filter(move |(to, _)| *to >= end).map(|(_, whose)| whose)
    }

    /// Whose speaker link goes to a thing.
    pub(super) fn to(&self, id: &Id) -> impl Iterator<Item = &Id> {
        self.links.get(id).into_iter().flatten()
    }
}
