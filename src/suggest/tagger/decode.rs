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

/// How likely stretches of a line are, by the forward-backward algorithm: scores, divided by a temperature, are taken for
/// logarithms.
#[derive(Debug, Default)]
pub(super) struct Chances {
    width: usize,
    /// `exp` of the tokens' scores.
    own: Vec<f32>,
    /// `exp` of the steps' scores, 0 for those that cannot be.
    steps: Vec<f32>,
    /// What leads up to each token and tag, scaled so that each token's sum is 1.
    forward: Vec<f32>,
    /// What follows, scaled likewise.
    backward: Vec<f32>,
}

impl Chances {
    /// Sets out the steps of a model.
    pub(super) fn new(steps: &Steps, temperature: f32) -> Self {
        let width = steps.tags;
        let mut table = Vec::with_capacity(steps.scores.len());
        for (place, score) in steps.scores.iter().enumerate() {
            let (before, tag) = (place / width.max(1), place % width.max(1));
            let may = may_follow(if before == width { NONE } else { before }, tag);
            table.push(if may { (score / temperature).exp() } else { 0.0 });
        }
        Self { width, steps: table, ..Self::default() }
    }

    fn row(&self, before: usize) -> &[f32] {
        self.steps.get(before * self.width..(before + 1) * self.width).unwrap_or_default()
    }

    /// Goes through a line.
    pub(super) fn read(&mut self, scores: &[f32], temperature: f32) {
        let width = self.width.max(1);
        self.own.clear();
        for own in scores.chunks_exact(width) {
            let most = own.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.own.extend(own.iter().map(|score| ((score - most) / temperature).exp()));
        }
        let mut next = vec![0.0_f32; width];
        self.forward.clear();
        for (at, own) in self.own.chunks_exact(width).enumerate() {
            if at == 0 {
                next.copy_from_slice(self.steps.get(width * width..).unwrap_or_default());
            } else {
                next.fill(0.0);
                let before = self.forward.get((at - 1) * width..at * width).unwrap_or_default();
                for (tag, mass) in before.iter().enumerate() {
                    for (slot, step) in next.iter_mut().zip(self.row(tag)) {
                        *slot += mass * step;
                    }
                }
            }
            next.iter_mut().zip(own).for_each(|(slot, own)| *slot *= own);
            level(&mut next);
            self.forward.extend(&next);
        }
        self.backward.clear();
        self.backward.resize(self.own.len(), 1.0);
        let length = self.own.len() / width;
        for at in (0..length.saturating_sub(1)).rev() {
            let mut ahead = self.own.get((at + 1) * width..(at + 2) * width).unwrap_or_default().to_vec();
            let behind = self.backward.get((at + 1) * width..(at + 2) * width).unwrap_or_default();
            ahead.iter_mut().zip(behind).for_each(|(own, behind)| *own *= behind);
            for (tag, slot) in next.iter_mut().enumerate() {
                *slot = self.row(tag).iter().zip(&ahead).map(|(step, mass)| step * mass).sum();
            }
            level(&mut next);
            if let Some(row) = self.backward.get_mut(at * width..(at + 1) * width) {
                row.copy_from_slice(&next);
            }
        }
    }

    /// How likely each tag of a token is, into `chances`.
    pub(super) fn token(&self, at: usize, chances: &mut Vec<f32>) {
        let place = at * self.width..(at + 1) * self.width;
        chances.clear();
        let (forward, backward) = (self.forward.get(place.clone()), self.backward.get(place));
        chances.extend(forward.unwrap_or_default().iter().zip(backward.unwrap_or_default()).map(|(a, b)| a * b));
        level(chances);
    }

    /// How likely each step into a token is, by the tag before and the tag, into `chances`. For the first token of a line
    /// the only row is that of the beginning.
    pub(super) fn step(&self, at: usize, chances: &mut Vec<f32>) {
        let width = self.width;
        chances.clear();
        let Some(before) = at.checked_sub(1) else { return self.token(at, chances) };
        let place = at * width..(at + 1) * width;
        let own = self.own.get(place.clone()).unwrap_or_default();
        let behind = self.backward.get(place).unwrap_or_default();
        for (tag, mass) in self.forward.get(before * width..at * width).unwrap_or_default().iter().enumerate() {
            let row = self.row(tag).iter().zip(own).zip(behind);
            chances.extend(row.map(|((step, own), behind)| mass * step * own * behind));
        }
        level(chances);
    }

    /// How likely a stretch of the line is, edges and label exactly.
    pub(super) fn of(&self, from: usize, to: usize, begin: Tag) -> f32 {
        let width = self.width;
        let at = |list: &[f32], token: usize, tag: Tag| list.get(token * width + tag).copied().unwrap_or(0.0);
        let inside = begin + 1;
        let mut chance = 1.0;
        for token in from..to {
            let tag = if token == from { begin } else { inside };
            let all: f32 = (0..width).map(|tag| at(&self.forward, token, tag) * at(&self.backward, token, tag)).sum();
            if token == from {
                chance = at(&self.forward, token, tag) * at(&self.backward, token, tag) / all;
                continue;
            }
            // Given its beginning, that it goes on here, and how.
            let before = if token == from + 1 { begin } else { inside };
            let step = |tag: Tag| {
                self.row(before).get(tag).copied().unwrap_or(0.0)
                    * at(&self.own, token, tag)
                    * at(&self.backward, token, tag)
            };
            let sum: f32 = (0..width).map(step).sum();
            chance *= step(tag) / sum;
        }
        if to * width < self.own.len() {
            let before = if to == from + 1 { begin } else { inside };
            let step = |tag: Tag| {
                self.row(before).get(tag).copied().unwrap_or(0.0) * at(&self.own, to, tag) * at(&self.backward, to, tag)
            };
            let sum: f32 = (0..width).map(step).sum();
            chance *= 1.0 - step(inside) / sum;
        }
        if chance.is_finite() { chance.clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// Divides numbers so that their sum is 1.
fn level(numbers: &mut [f32]) {
    let sum: f32 = numbers.iter().sum();
    if sum > 0.0 {
        numbers.iter_mut().for_each(|number| *number /= sum);
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
