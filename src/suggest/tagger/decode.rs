//! The best row of tags for a line, and how sure it is.

use super::tags::{NONE, Tag, may_follow};

/// Scores of going from one tag to the next; row `tags` holds those of beginning a line.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Steps {
    pub(super) tags: usize,
    pub(super) scores: Vec<f32>,
}

impl Steps {
    /// All zero.
    pub(super) fn new(tags: usize) -> Self {
        Self { tags, scores: vec![0.0; (tags + 1) * tags] }
    }

    /// Where the step between two tags lies; `before` is `tags` at the beginning of a line.
    pub(super) const fn place(&self, before: usize, tag: Tag) -> usize {
        before * self.tags + tag
    }

    fn row(&self, before: usize) -> &[f32] {
        self.scores.get(before * self.tags..(before + 1) * self.tags).unwrap_or_default()
    }
}

/// Room for decoding, kept between lines.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    best: Vec<f32>,
    next: Vec<f32>,
    back: Vec<u8>,
}

impl Decoder {
    /// The best row of tags (Viterbi), into `tags`. `scores` holds each token's scores by tag, one token after the other;
    /// `allowed` says for each token which tags it may have (bits), or is empty.
    pub(super) fn best(&mut self, steps: &Steps, scores: &[f32], allowed: &[u64], tags: &mut Vec<Tag>) {
        let width = steps.tags;
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
            let may = allowed.get(at).copied().unwrap_or(u64::MAX);
            if at == 0 {
                for (tag, slot) in self.next.iter_mut().enumerate() {
                    let free = may >> tag & 1 == 1 && may_follow(NONE, tag);
                    let step = steps.row(width).get(tag).copied().unwrap_or(0.0);
                    *slot = if free { own.get(tag).copied().unwrap_or(0.0) + step } else { f32::NEG_INFINITY };
                }
            } else {
                self.next.fill(f32::NEG_INFINITY);
                for (before, base) in self.best.iter().enumerate() {
                    if *base == f32::NEG_INFINITY {
                        continue;
                    }
                    let entries = steps.row(before).iter().zip(self.next.iter_mut()).zip(back.iter_mut());
                    for (tag, ((step, slot), from)) in entries.enumerate() {
                        let score = base + step;
                        if score > *slot && may_follow(before, tag) {
                            *slot = score;
                            *from = u8::try_from(before).unwrap_or(0);
                        }
                    }
                }
                for (tag, (slot, own)) in self.next.iter_mut().zip(own).enumerate() {
                    *slot = if may >> tag & 1 == 1 { *slot + own } else { f32::NEG_INFINITY };
                }
            }
            std::mem::swap(&mut self.best, &mut self.next);
        }
        let last = self.best.iter().enumerate().fold((NONE, f32::NEG_INFINITY), |best, (tag, score)| {
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
