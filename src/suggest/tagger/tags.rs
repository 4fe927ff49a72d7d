//! Labels as tags of single tokens: O for none, B-X for the first token of an X, I-X for its others.

use crate::gold::Label;

/// A tag: 0 is O, `2k + 1` begins label number k, `2k + 2` goes on with it.
pub(super) type Tag = usize;

/// O.
pub(super) const NONE: Tag = 0;

/// More labels than this a model does not take: sets of tags are bits of a `u64`.
pub(super) const MOST_LABELS: usize = 31;

/// How many tags so many labels make.
pub(super) const fn count(labels: usize) -> usize {
    2 * labels + 1
}

/// The tag that begins a label.
pub(super) const fn begin(label: usize) -> Tag {
    2 * label + 1
}

/// The tag that goes on with a label.
pub(super) const fn inside(label: usize) -> Tag {
    2 * label + 2
}

/// Which label a tag belongs to.
pub(super) const fn label(tag: Tag) -> Option<usize> {
    if tag == NONE { None } else { Some((tag - 1) / 2) }
}

/// Does it begin a label?
pub(super) const fn begins(tag: Tag) -> bool {
    tag % 2 == 1
}

/// May a tag stand behind another? I-X only behind B-X and I-X; nothing at the beginning of a row is `NONE`.
pub(super) const fn may_follow(before: Tag, tag: Tag) -> bool {
    tag == NONE || begins(tag) || before == tag || before + 1 == tag
}

/// The labels of a model, in the order of their tags.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Labels(pub(super) Vec<Label>);

impl Labels {
    /// Where a label stands.
    pub(super) fn index(&self, label: &Label) -> Option<usize> {
        self.0.iter().position(|known| known == label)
    }

    /// How many tags they make.
    pub(super) fn tags(&self) -> usize {
        count(self.0.len())
    }
}

/// A stretch of tokens with one label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::suggest) struct TaggedSpan {
    /// First token.
    pub(in crate::suggest) from: usize,
    /// One past the last.
    pub(in crate::suggest) to: usize,
    /// Number of the label.
    pub(in crate::suggest) label: usize,
}

/// The stretches that a row of tags spells.
pub(super) fn stretches(tags: &[Tag]) -> Vec<TaggedSpan> {
    let mut found: Vec<TaggedSpan> = Vec::new();
    for (at, tag) in tags.iter().copied().enumerate() {
        let Some(label) = label(tag) else { continue };
        match found.last_mut() {
            Some(last) if !begins(tag) && last.to == at && last.label == label => last.to = at + 1,
            _ => found.push(TaggedSpan { from: at, to: at + 1, label }),
        }
    }
    found
}
