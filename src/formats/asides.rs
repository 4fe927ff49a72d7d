//! What a format has no place for beside the gold items: rejected and pending suggestions, notes and flags.

use crate::gold::{Layer, RemarkTarget, Status};

use super::annotated::Annotated;
use super::format::Format;

/// Numbers of things beside the gold items that an export leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asides {
    /// Rejected suggestions.
    pub rejected: usize,
    /// Notes on articles and items.
    pub notes: usize,
    /// Flags on articles and items.
    pub flags: usize,
    /// Pending suggestions of articles that are neither done nor skipped.
    pub pending: usize,
    /// The articles that have these pending suggestions.
    pub unfinished: usize,
    /// Pending suggestions of articles that are done or skipped.
    pub left: usize,
    /// Articles whose status is not done, and is left out.
    pub states: usize,
    /// Keys of gold items that are unknown to tawsim: other programs wrote them.
    pub keys: usize,
    /// Articles that have metadata.
    pub metadata: usize,
}

/// What a format carries beside the gold items.
#[derive(Clone, Copy, Default)]
struct Carried {
    everything: bool,
    pending: bool,
    rejected: Rejections,
    /// The notes of gold items.
    notes: bool,
    /// The flags of gold items.
    flags: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Rejections {
    #[default]
    None,
    /// With `--negatives`.
    Negatives,
    /// Those of entities, with `--negatives`.
    EntityNegatives,
    All,
}

impl Carried {
    fn by(format: &str) -> Self {
        match format {
            "jsonl" => Self { everything: true, ..Self::default() },
            "prodigy" => {
                Self { pending: true, rejected: Rejections::Negatives, notes: true, flags: true, ..Self::default() }
            }
            "labelstudio" => {
                Self { pending: true, rejected: Rejections::All, notes: true, flags: true, ..Self::default() }
            }
            "spacy" => Self { rejected: Rejections::EntityNegatives, ..Self::default() },
            "brat" | "w3c" => Self { notes: true, ..Self::default() },
            _ => Self::default(),
        }
    }
}

impl Asides {
    /// What an export of one article to a format leaves out.
    #[must_use]
    pub fn dropped_by(format: &Format, negatives: bool, annotated: &Annotated) -> Self {
        let carried = Carried::by(format.name);
        let annotation = &annotated.annotation;
        let mut dropped = Self::default();
        if carried.everything {
            return dropped;
        }
        let is_carried = |layer: Layer| match carried.rejected {
            Rejections::None => false,
            Rejections::Negatives => negatives,
            Rejections::EntityNegatives => negatives && layer == Layer::Entity,
            Rejections::All => true,
        };
        // These have neither a status nor metadata.
        let is_bare = matches!(format.name, "conll" | "brat" | "webanno" | "xmi" | "casjson");
        dropped.states = usize::from(is_bare && annotation.status != Status::Done);
        dropped.metadata = usize::from(is_bare && !annotated.article.meta.is_empty());
        if !matches!(format.name, "prodigy" | "labelstudio") {
            dropped.keys = annotated.gold_items().map(|item| item.extra.len()).sum();
        }
        dropped.rejected =
            annotated.rejected().filter(|rejected| !is_carried(rejected.suggestion.body.layer())).count();
        if annotation.status.is_over() && format.name != "labelstudio" {
            dropped.left = annotated.pending().count();
        }
        if !annotation.status.is_over() && !carried.pending {
            dropped.pending = annotated.pending().count();
            dropped.unfinished = usize::from(dropped.pending > 0);
        }
        if annotation.remarks.is_empty() {
            return dropped;
        }
        let mut add = |target: &RemarkTarget, notes: bool, flags: bool| {
            let remark = annotation.remarks.of(target);
            dropped.notes += usize::from(!notes && remark.note.is_some());
            dropped.flags += if flags { 0 } else { remark.flags.len() };
        };
        add(&RemarkTarget::Article, false, false);
        annotated.gold_items().for_each(|item| add(&item.remark_target(), carried.notes, carried.flags));
        let undecided = annotated.pending().chain(annotated.rejected().map(|rejected| &rejected.suggestion));
        undecided.for_each(|suggestion| add(&RemarkTarget::Suggestion(suggestion.id.clone()), false, false));
        dropped
    }

    /// Adds what another article leaves out.
    pub const fn add(&mut self, other: Self) {
        self.rejected += other.rejected;
        self.notes += other.notes;
        self.flags += other.flags;
        self.pending += other.pending;
        self.unfinished += other.unfinished;
        self.left += other.left;
        self.states += other.states;
        self.keys += other.keys;
        self.metadata += other.metadata;
    }
}
