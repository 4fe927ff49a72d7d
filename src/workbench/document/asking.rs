//! The chunks of an article that the built-in suggester was asked about.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::text::Text;

/// The number of chunks of an article that have suggestions at a time: four megabytes of text.
const ROOM: usize = 32;

/// The chunks ([`Text::chunks`]) that were asked about, by their first bytes.
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// The chunks that were asked about, each with the number of lessons that the suggester had learnt by then.
    asked: BTreeMap<usize, u64>,
    answered: BTreeSet<usize>,
}

impl Asking {
    /// True once anything was asked.
    pub(super) fn has_begun(&self) -> bool {
        !self.asked.is_empty()
    }

    /// True if every question has an answer.
    pub(super) fn is_answered(&self) -> bool {
        !self.answered.is_empty() && self.asked.keys().all(|start| self.answered.contains(start))
    }

    /// The number of chunks that have answers.
    pub(super) fn answers(&self) -> usize {
        self.answered.len()
    }

    /// True if there was an answer for a chunk before.
    pub(super) fn has_answer(&self, start: usize) -> bool {
        self.answered.contains(&start)
    }

    /// Records the answer for a chunk. Returns false if the answer is no longer wanted.
    pub(super) fn record_answer(&mut self, start: usize) -> bool {
        let wanted = !self.has_begun() || self.asked.contains_key(&start);
        if wanted {
            self.answered.insert(start);
        }
        wanted
    }

    /// Makes a chunk count as never asked about.
    pub(super) fn forget(&mut self, start: usize) {
        self.asked.remove(&start);
        self.answered.remove(&start);
    }

    /// The chunks to ask about now: that of a place, the next one and the one before. Chunks that were
    /// asked about after the suggester last learnt something are left out.
    pub(super) fn ask_near(&mut self, text: &Text, place: usize, learnt: u64) -> Vec<Range<usize>> {
        let here = text.chunk_of(place);
        let next = Some(text.chunk_of(here.end)).filter(|next| next.start > here.start);
        let before = here.start.checked_sub(1).map(|last| text.chunk_of(last));
        let near = [Some(here), next, before].into_iter().flatten();
        near.filter(|chunk| self.asked.insert(chunk.start, learnt) != Some(learnt)).collect()
    }

    /// The chunk to ask about when everything has been answered: the nearest one that was not asked about, first after
    /// a place, then before it. `None` when there is no room for more.
    pub(super) fn ask_further(&mut self, text: &Text, place: usize, learnt: u64) -> Option<Range<usize>> {
        if !self.has_begun() || !self.is_answered() || self.asked.len() >= ROOM {
            return None;
        }
        let next = |chunk: &Range<usize>| Some(text.chunk_of(chunk.end)).filter(|next| next.start > chunk.start);
        let previous = |chunk: &Range<usize>| Some(text.chunk_of(chunk.start.checked_sub(1)?));
        let new = |chunk: &Range<usize>| !self.asked.contains_key(&chunk.start);
        let here = text.chunk_of(place);
        // This passes over at most as many chunks as were asked about.
        let mut following = std::iter::successors(Some(here.clone()), next);
        let found = following.find(new).or_else(|| std::iter::successors(Some(here), previous).find(new))?;
        self.asked.insert(found.start, learnt);
        Some(found)
    }

    /// Forgets the chunk that is farthest from the given places, if there are more chunks than there is room for.
    pub(super) fn forget_farthest(&mut self, places: [usize; 2]) -> Option<usize> {
        if self.asked.len() <= ROOM {
            return None;
        }
        let distance = |start: &usize| places.map(|place| start.abs_diff(place)).into_iter().min();
        let farthest = self.asked.keys().copied().max_by_key(distance)?;
        self.forget(farthest);
        Some(farthest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_chunks_are_requested_first_and_others_while_there_is_room() {
        let text = Text::new("قال سامي نعم.\n".repeat(250_000));
        let chunks: Vec<_> = text.chunks().collect();
        assert!(chunks.len() > ROOM + 10);
        let mut asking = Asking::default();
        let place = chunks[4].start + 5;
        assert_eq!(asking.ask_near(&text, place, 0), [chunks[4].clone(), chunks[5].clone(), chunks[3].clone()]);
        assert!(asking.ask_near(&text, place, 0).is_empty());
        assert_eq!(asking.ask_near(&text, place, 1).len(), 3, "something was learnt");
        assert_eq!(asking.ask_further(&text, place, 1), None, "answers are awaited");
        for chunk in &chunks[3..6] {
            asking.record_answer(chunk.start);
        }
        let mut asked = Vec::new();
        while let Some(chunk) = asking.ask_further(&text, place, 1) {
            asking.record_answer(chunk.start);
            asked.push(chunk);
        }
        assert_eq!(asked.first(), Some(&chunks[6]));
        assert_eq!(asked.len(), ROOM - 3);

        let far = chunks.last().unwrap().start;
        assert_eq!(
            asking.ask_near(&text, far, 1),
            [chunks[chunks.len() - 1].clone(), chunks[chunks.len() - 2].clone()]
        );
        let between = asking.forget_farthest([place, far]).unwrap();
        assert!(chunks[8].start < between && between < chunks[chunks.len() - 8].start, "{between}");
        assert_eq!(asking.forget_farthest([far, far]), Some(chunks[3].start));
        assert_eq!(asking.forget_farthest([far, far]), None);
        assert_eq!(asking.ask_near(&text, place, 1), [chunks[3].clone()], "it is asked about again");
    }

    #[test]
    fn a_short_article_is_requested_once() {
        let text = Text::new("قال سامي نعم.");
        let mut asking = Asking::default();
        assert!(!asking.is_answered());
        assert_eq!(asking.ask_near(&text, 7, 0).as_slice(), std::slice::from_ref(&(0..text.len())));
        asking.record_answer(0);
        assert!(asking.is_answered());
        assert_eq!((asking.ask_further(&text, 7, 0), asking.forget_farthest([7, 7])), (None, None));
    }
}
