//! The chunks of an article that the built-in suggester was asked about.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::Text;

/// The number of chunks of an article that have suggestions at a time: four megabytes of text.
const ROOM: usize = 32;

/// The chunks ([`Text::chunks`]) that were asked about, by their first bytes.
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// The chunks that were asked about, each with the number of lessons that the suggester had learnt by then.
    asked: BTreeMap<usize, u64>,
    answered: BTreeMap<usize, Answered>,
}

/// How far a chunk was read for its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Answered {
    /// The byte after the part that was read.
    end: usize,
    /// True if the whole chunk was read.
    is_whole: bool,
}

impl Asking {
    /// True once anything was asked.
    pub(super) fn has_begun(&self) -> bool {
        !self.asked.is_empty()
    }

    /// True if every question has an answer for its whole chunk.
    pub(super) fn is_answered(&self) -> bool {
        let is_whole = |start| self.answered.get(start).is_some_and(|answered| answered.is_whole);
        self.has_answers() && !self.is_read_in_part() && self.asked.keys().all(is_whole)
    }

    /// True while only the beginning of a chunk has an answer.
    pub(super) fn is_read_in_part(&self) -> bool {
        self.answered.values().any(|answered| !answered.is_whole)
    }

    /// True once there is an answer for a chunk or for its beginning.
    pub(super) fn has_answers(&self) -> bool {
        !self.answered.is_empty()
    }

    /// The number of chunks with an answer for the whole chunk.
    pub(super) fn answers(&self) -> usize {
        self.answered.values().filter(|answered| answered.is_whole).count()
    }

    /// The end of the part of a chunk that had answers before. `None` if there was no answer.
    pub(super) fn read_to(&self, start: usize) -> Option<usize> {
        self.answered.get(&start).map(|answered| answered.end)
    }

    /// Records the answer for a chunk or for its beginning. Returns false if the answer is no longer wanted.
    pub(super) fn record_answer(&mut self, read: &Range<usize>, chunk: &Range<usize>) -> bool {
        let wanted = !self.has_begun() || self.asked.contains_key(&chunk.start);
        if wanted {
            let answered = Answered { end: read.end, is_whole: read.end >= chunk.end };
            // An answer for a shorter part does not replace one for a longer part.
            let known = self.answered.entry(chunk.start).or_insert(answered);
            if answered.end > known.end {
                *known = answered;
            }
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
            asking.record_answer(chunk, chunk);
        }
        let mut asked = Vec::new();
        while let Some(chunk) = asking.ask_further(&text, place, 1) {
            asking.record_answer(&chunk, &chunk);
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
        asking.record_answer(&(0..5), &(0..text.len()));
        assert!(!asking.is_answered(), "only the beginning is read");
        asking.record_answer(&(0..text.len()), &(0..text.len()));
        assert!(asking.is_answered());
        asking.record_answer(&(0..5), &(0..text.len()));
        assert_eq!((asking.read_to(0), asking.answers()), (Some(text.len()), 1));
        assert_eq!((asking.ask_further(&text, 7, 0), asking.forget_farthest([7, 7])), (None, None));
    }
}
