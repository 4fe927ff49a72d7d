//! What people change in suggestions that they do not accept as they are.

use crate::gold::Body;

/// The number of fixed suggestions in which each part was changed. A suggestion may count in several parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Edits {
    /// The start or the end of an entity.
    pub(super) edges: usize,
    /// The label of an entity.
    pub(super) label: usize,
    /// Direct, indirect, mixed.
    pub(super) kind: usize,
    /// The spans of the content.
    pub(super) content: usize,
    /// The cue, or whether there is one.
    pub(super) cue: usize,
    /// The speaker, whether there is one, or whether it is implied.
    pub(super) speaker: usize,
}

impl Edits {
    /// Counts what differs between a suggestion and what a person made of it.
    pub(super) fn count(&mut self, suggested: &Body, body: &Body) {
        match (suggested, body) {
            (Body::Quote(before), Body::Quote(after)) => {
                let speaker = |frame: &crate::gold::Frame| frame.speaker.as_ref().map(|it| (it.span, it.implied));
                self.kind += usize::from(before.kind != after.kind);
                self.content += usize::from(before.content != after.content);
                self.cue += usize::from(before.cue != after.cue);
                self.speaker += usize::from(speaker(before) != speaker(after));
            }
            _ => {
                self.edges += usize::from(suggested.span() != body.span());
                self.label += usize::from(suggested.label() != body.label());
            }
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.edges += other.edges;
        self.label += other.label;
        self.kind += other.kind;
        self.content += other.content;
        self.cue += other.cue;
        self.speaker += other.speaker;
    }
}
