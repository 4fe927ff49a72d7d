//! Turns: the frames before a frame, with their speakers.

use std::ops::Range;

use crate::words::token::TokenSpan;

use super::super::frame_candidate::FramePattern;
use super::mentions::TextPlace;

/// A frame with its speaker.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) place: usize,
    pub(super) at: TextPlace,
    pub(super) content: Range<usize>,
    pub(super) speaker: Option<TokenSpan>,
    /// The key of the speaker among mentions; 0 for none.
    pub(super) key: u64,
    pub(super) is_implied: bool,
    /// Its cue is inside the words of another speaker.
    pub(super) is_nested: bool,
    pub(super) pattern: FramePattern,
}

/// The most turns that are looked at.
const MOST: usize = 12;

/// The frames before a frame, in reading order.
#[derive(Debug, Default)]
pub(super) struct Turns(Vec<Turn>);

impl Turns {
    pub(super) fn push(&mut self, turn: Turn) {
        self.0.push(turn);
    }

    /// The last turns, the latest first.
    pub(super) fn last(&self, count: usize) -> impl Iterator<Item = &Turn> {
        self.0.iter().rev().take(count)
    }

    /// The number of turns since the last one of a speaker, from 1; 0 if there is none.
    pub(super) fn since(&self, key: u64) -> usize {
        self.last(MOST).position(|turn| turn.key == key).map_or(0, |back| back + 1)
    }

    /// The last turn that is not inside the words of another speaker.
    pub(super) fn last_outer(&self) -> Option<&Turn> {
        self.last(MOST).find(|turn| !turn.is_nested)
    }

    /// The number of turns of a speaker among the last ones.
    pub(super) fn count(&self, key: u64) -> usize {
        self.last(MOST).filter(|turn| turn.key == key).count()
    }

    /// The turn whose content contains a token.
    pub(super) fn around(&self, at: usize) -> Option<(usize, &Turn)> {
        self.last(MOST).enumerate().find(|(_, turn)| turn.content.contains(&at))
    }
}
