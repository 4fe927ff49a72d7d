//! A difference between two annotators, and its class.

use crate::gold::Layer;
use crate::measure::LabelledRange;

/// The class of a difference, as the guidelines of an annotation name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceClass {
    /// Only the first annotator has the item.
    Missed,
    /// Only the second annotator has the item.
    Extra,
    /// The edges differ. For a quote: those of its content.
    Boundary,
    /// The labels differ.
    Label,
    /// Edges and labels differ.
    BoundaryAndLabel,
    /// One span of the first annotator is several of the second.
    Split,
    /// Several spans of the first annotator are one of the second.
    Merged,
    /// The kinds of a quote differ.
    Kind,
    /// The cues differ.
    Cue,
    /// The speakers differ.
    Speaker,
    /// One annotator takes the speaker for implied.
    Implied,
    /// The attributes of an item that both have.
    Attribute,
    /// The parts of an entity that both have.
    Parts,
    /// The entities that the speaker of a quote is linked to.
    Link,
    /// Only the first annotator has the relation.
    RelationMissed,
    /// Only the second annotator has the relation.
    RelationExtra,
}

impl DifferenceClass {
    /// All classes.
    pub const ALL: [Self; 16] = [
        Self::Missed,
        Self::Extra,
        Self::Boundary,
        Self::Label,
        Self::BoundaryAndLabel,
        Self::Split,
        Self::Merged,
        Self::Kind,
        Self::Cue,
        Self::Speaker,
        Self::Implied,
        Self::Attribute,
        Self::Parts,
        Self::Link,
        Self::RelationMissed,
        Self::RelationExtra,
    ];

    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Extra => "extra",
            Self::Boundary => "boundary",
            Self::Label => "label",
            Self::BoundaryAndLabel => "boundary and label",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Kind => "kind",
            Self::Cue => "cue",
            Self::Speaker => "speaker",
            Self::Implied => "implied",
            Self::Attribute => "attribute",
            Self::Parts => "parts",
            Self::Link => "link",
            Self::RelationMissed => "relation missed",
            Self::RelationExtra => "relation extra",
        }
    }
}

/// A difference between two annotators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The layer.
    pub layer: Layer,
    /// The class.
    pub class: DifferenceClass,
    /// What the first annotator says: ranges with a label, a kind or a role.
    pub first: Vec<LabelledRange>,
    /// What the second annotator says.
    pub second: Vec<LabelledRange>,
}

impl Difference {
    /// The first character of all that it is about.
    #[must_use]
    pub fn start(&self) -> usize {
        self.first.iter().chain(&self.second).map(|range| range.start).min().unwrap_or(0)
    }
}
