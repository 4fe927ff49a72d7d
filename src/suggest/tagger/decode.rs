//! Decoding: the best row of tags for a line (Viterbi).

use super::tags::{NONE, Tag, may_follow};

/// The scores of the transitions from each tag to the next. The row with the index `tags` has those of a line's first tag.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Transitions {
    pub(super) tags: usize,
    pub(super) scores: Vec<f32>,
}

impl Transitions {
    /// Transitions with the score 0.
    pub(super) fn new(tags: usize) -> Self {
        Self { tags, scores: vec![0.0; (tags + 1) * tags] }
    }

    /// The scores of the transitions from a tag.
    fn row(&self, before: usize) -> &[f32] {
        debug_assert!(before <= self.tags, "{before} is not a tag");
        self.scores.get(before * self.tags..(before + 1) * self.tags).unwrap_or_default()
    }
}

/// A decoder. It keeps its buffers from one line to the next.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    best: Vec<f32>,
    next: Vec<f32>,
    back: Vec<u8>,
}

impl Decoder {
    /// Writes the best row of tags into `tags`. `scores` has each token's scores by tag, one token after the other.
    pub(super) fn decode(&mut self, transitions: &Transitions, scores: &[f32], tags: &mut Vec<Tag>) {
        let width = transitions.tags;
        debug_assert_eq!(scores.len() % width, 0, "every token has a score for every tag");
        let length = scores.len() / width;
        tags.clear();
        self.back.clear();
        self.back.resize(scores.len(), 0);
        self.best.clear();
        self.best.resize(width, f32::NEG_INFINITY);
        self.next.resize(width, 0.0);
        for at in 0..length {
            let own = scores.get(at * width..(at + 1) * width).unwrap_or_default();
            let back = self.back.get_mut(at * width..(at + 1) * width).unwrap_or_default();
            if at == 0 {
                for (tag, slot) in self.next.iter_mut().enumerate() {
                    let free = may_follow(NONE, tag);
                    let step = transitions.row(width).get(tag).copied().unwrap_or(0.0);
                    *slot = if free { own.get(tag).copied().unwrap_or(0.0) + step } else { f32::NEG_INFINITY };
                }
            } else {
                self.next.fill(f32::NEG_INFINITY);
                for (before, base) in self.best.iter().enumerate() {
                    if *base == f32::NEG_INFINITY {
                        continue;
                    }
                    let entries = transitions.row(before).iter().zip(self.next.iter_mut()).zip(back.iter_mut());
                    for (tag, ((step, slot), from)) in entries.enumerate() {
                        let score = base + step;
                        if score > *slot && may_follow(before, tag) {
                            *slot = score;
                            *from = u8::try_from(before).unwrap_or(0);
                        }
                    }
                }
                self.next.iter_mut().zip(own).for_each(|(slot, own)| *slot += own);
            }
            std::mem::swap(&mut self.best, &mut self.next);
        }
        let last =
            self.best.iter().enumerate().fold((NONE, f32::NEG_INFINITY), |best, (tag, score)| {
                if *score > best.1 { (tag, *score) } else { best }
            });
        let mut tag = last.0;
        for at in (0..length).rev() {
            tags.push(tag);
            tag = self.back.get(at * width + tag).copied().map_or(NONE, Tag::from);
        }
        tags.reverse();
    }
}
