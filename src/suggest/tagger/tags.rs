//! Tags of tokens (BIO): O for no entity, B-X for the first token of an X, I-X for its other tokens.

use crate::gold::Label;
use crate::words::token::TokenSpan;

/// A tag: 0 is O, `2k + 1` is B of the label with index k, `2k + 2` is I of it.
pub(super) type Tag = usize;

/// The tag O.
pub(super) const NONE: Tag = 0;

/// The largest number of labels of a model: sets of tags are the bits of a `u64`.
pub(super) const MAX_LABELS: usize = 31;

/// The number of tags for a number of labels.
pub(super) const fn count(labels: usize) -> usize {
    2 * labels + 1
}

/// The tag B of a label.
pub(super) const fn begin(label: usize) -> Tag {
    2 * label + 1
}

/// The tag I of a label.
pub(super) const fn inside(label: usize) -> Tag {
    2 * label + 2
}

/// The label of a tag; `None` for O.
pub(super) const fn label(tag: Tag) -> Option<usize> {
    if tag == NONE { None } else { Some((tag - 1) / 2) }
}

/// True for a tag B.
pub(super) const fn begins(tag: Tag) -> bool {
    tag % 2 == 1
}

/// True if a tag may be after another: I-X occurs only after B-X and I-X. Before the first tag of a line is `NONE`.
pub(super) const fn may_follow(before: Tag, tag: Tag) -> bool {
    tag == NONE || begins(tag) || before == tag || before + 1 == tag
}

/// The labels of a model, in the order of their indices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Labels(pub(super) Vec<Label>);

impl Labels {
    /// The index of a label.
    pub(super) fn index(&self, label: &Label) -> Option<usize> {
        self.0.iter().position(|known| known == label)
    }

    /// The number of tags.
    pub(super) fn tags(&self) -> usize {
        count(self.0.len())
    }
}

/// A run of tokens with one label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct LabelledRun {
    /// The first token.
    pub(super) from: usize,
    /// The token after the last one.
    pub(super) to: usize,
    /// The index of the label.
    pub(super) label: usize,
}

/// The runs that a row of tags describes.
pub(super) fn find_runs(tags: &[Tag]) -> Vec<LabelledRun> {
    let mut found: Vec<LabelledRun> = Vec::new();
    for (at, tag) in tags.iter().copied().enumerate() {
        let Some(label) = label(tag) else { continue };
        match found.last_mut() {
            Some(last) if !begins(tag) && last.to == at && last.label == label => last.to = at + 1,
            _ => found.push(LabelledRun { from: at, to: at + 1, label }),
        }
    }
    found
}

/// Tokens with a label, as the tagger found them.
#[derive(Debug, Clone, Copy)]
pub(in crate::suggest) struct Guess {
    pub(in crate::suggest) tokens: TokenSpan,
    /// The index of the label in the tagger's labels.
    pub(in crate::suggest) label: usize,
    /// The probability that tokens and label are right, from 0 to 1.
    pub(in crate::suggest) score: f64,
}

/// The guesses of a tagger about the words of an article.
#[derive(Debug, Default)]
pub(in crate::suggest) struct Guesses {
    /// In reading order, without overlaps.
    pub(in crate::suggest) best: Vec<Guess>,
    /// What else the words of these may be, if that is wanted: other edges and other labels.
    pub(in crate::suggest) others: Vec<Guess>,
}
