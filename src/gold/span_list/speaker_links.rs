//! The index of speaker links: where the speakers of quotes are, and which entities they are linked to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::Range;

/// The speaker of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerLink<'a, Id> {
    /// The span of the speaker, in bytes.
    pub place: Range<usize>,
    /// The id of the entity that the speaker is linked to.
    pub to: Option<&'a Id>,
}

/// The speaker links of all values of a list, indexed by place and by entity.
#[derive(Debug)]
pub(super) struct SpeakerLinks<Id> {
    /// For the first byte of a speaker: its end, and the id of its quote.
    places: BTreeMap<usize, BTreeSet<(usize, Id)>>,
    links: HashMap<Id, BTreeSet<Id>>,
    /// The length in bytes of the longest speaker that was ever added.
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

    /// Returns the ids of the quotes whose speaker covers a range. Looks only at speakers that begin at most `longest`
    /// bytes before it.
    pub(super) fn around(&self, range: &Range<usize>) -> impl Iterator<Item = &Id> {
        let Range { start, end } = *range;
        let near = self.places.range(start.saturating_sub(self.longest)..=start).flat_map(|(_, here)| here);
        near.filter(move |(to, _)| *to >= end).map(|(_, whose)| whose)
    }

    /// Returns the ids of the quotes whose speaker is linked to an item.
    pub(super) fn to(&self, id: &Id) -> impl Iterator<Item = &Id> {
        self.links.get(id).into_iter().flatten()
    }
}
