//! About which stretches of an article our own machine was asked.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::text::Text;

/// So many stretches of an article have suggestions at a time, four megabytes of it; more where the screen has been.
const ROOM: usize = 32;

/// The stretches ([`Text::stretches`]) that were asked about, by their first bytes.
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// With what the machine had learnt by then.
    asked: BTreeMap<usize, u64>,
    answered: BTreeSet<usize>,
}

impl Asking {
    /// Was anything asked yet?
    pub(super) fn has_begun(&self) -> bool {
        !self.asked.is_empty()
    }

    /// Is there an answer to everything that was asked?
    pub(super) fn is_answered(&self) -> bool {
        !self.answered.is_empty() && self.asked.keys().all(|start| self.answered.contains(start))
    }

    /// How many stretches there are answers for.
    pub(super) fn answers(&self) -> usize {
        self.answered.len()
    }

    /// The stretch that begins there was answered for. Is the answer still wanted?
    pub(super) fn answer(&mut self, start: usize) -> bool {
        let wanted = !self.has_begun() || self.asked.contains_key(&start);
        if wanted {
            self.answered.insert(start);
        }
        wanted
    }

    /// The stretch that begins there counts as never asked about.
    pub(super) fn forget(&mut self, start: usize) {
        self.asked.remove(&start);
        self.answered.remove(&start);
    }

    /// What to ask about now: the stretch of a place, the next one and the one before, unless they were asked about
    /// and nothing was learnt since.
    pub(super) fn near(&mut self, text: &Text, place: usize, learnt: u64) -> Vec<Range<usize>> {
        let here = text.stretch_of(place);
        let behind = Some(text.stretch_of(here.end)).filter(|behind| behind.start > here.start);
        let before = here.start.checked_sub(1).map(|last| text.stretch_of(last));
        let near = [Some(here), behind, before].into_iter().flatten();
        near.filter(|stretch| self.asked.insert(stretch.start, learnt) != Some(learnt)).collect()
    }

    /// What to ask about when nothing else is to be done and everything was answered: the nearest stretch that was not
    /// asked about, behind a place rather than before it, as far as there is room.
    pub(super) fn further(&mut self, text: &Text, place: usize, learnt: u64) -> Option<Range<usize>> {
        if !self.has_begun() || !self.is_answered() || self.asked.len() >= ROOM {
            return None;
        }
        let next =
            |stretch: &Range<usize>| Some(text.stretch_of(stretch.end)).filter(|next| next.start > stretch.start);
        let previous = |stretch: &Range<usize>| Some(text.stretch_of(stretch.start.checked_sub(1)?));
        let new = |stretch: &Range<usize>| !self.asked.contains_key(&stretch.start);
        let here = text.stretch_of(place);
        // At most as many are passed over as were asked about.
        let mut behind = std::iter::successors(Some(here.clone()), next);
        let found = behind.find(new).or_else(|| std::iter::successors(Some(here), previous).find(new))?;
        self.asked.insert(found.start, learnt);
        Some(found)
    }

    /// The stretch that is farthest from some places, if there are more than there is room for; it counts as never asked
    /// about.
    pub(super) fn let_go(&mut self, places: [usize; 2]) -> Option<usize> {
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
    fn what_is_near_is_asked_first_then_the_rest_as_far_as_there_is_room() {
        let text = Text::new("قال سامي نعم.\n".repeat(250_000));
        let stretches: Vec<_> = text.stretches().collect();
        assert!(stretches.len() > ROOM + 10);
        let mut asking = Asking::default();
        let place = stretches[4].start + 5;
        assert_eq!(asking.near(&text, place, 0), [stretches[4].clone(), stretches[5].clone(), stretches[3].clone()]);
        assert!(asking.near(&text, place, 0).is_empty());
        assert_eq!(asking.near(&text, place, 1).len(), 3, "something was learnt");
        assert_eq!(asking.further(&text, place, 1), None, "answers are awaited");
        for stretch in &stretches[3..6] {
            asking.answer(stretch.start);
        }
        let mut asked = Vec::new();
        while let Some(stretch) = asking.further(&text, place, 1) {
            asking.answer(stretch.start);
            asked.push(stretch);
        }
        assert_eq!(asked.first(), Some(&stretches[6]));
        assert_eq!(asked.len(), ROOM - 3);

        let far = stretches.last().unwrap().start;
        assert_eq!(
            asking.near(&text, far, 1),
            [stretches[stretches.len() - 1].clone(), stretches[stretches.len() - 2].clone()]
        );
        let between = asking.let_go([place, far]).unwrap();
        assert!(stretches[8].start < between && between < stretches[stretches.len() - 8].start, "{between}");
        assert_eq!(asking.let_go([far, far]), Some(stretches[3].start));
        assert_eq!(asking.let_go([far, far]), None);
        assert_eq!(asking.near(&text, place, 1), [stretches[3].clone()], "it is asked about again");
    }

    #[test]
    fn a_short_article_is_asked_about_once() {
        let text = Text::new("قال سامي نعم.");
        let mut asking = Asking::default();
        assert!(!asking.is_answered());
        assert_eq!(asking.near(&text, 7, 0).as_slice(), std::slice::from_ref(&(0..text.len())));
        asking.answer(0);
        assert!(asking.is_answered());
        assert_eq!((asking.further(&text, 7, 0), asking.let_go([7, 7])), (None, None));
    }
}
