//! The results of `tawsim agree`, for the tables, the paragraph and the bounds.

use crate::gold::Layer;
use crate::measure::agreement::{AgreementOptions, GroupReport, UnitKind};

use super::joined_input::{Annotators, Coverage};

/// The layers with their names in the results.
pub(super) const LAYER_NAMES: [(Layer, &str); 2] = [(Layer::Entity, "entities"), (Layer::Quote, "quotes")];

/// Everything that is reported, without the list of differences.
pub(super) struct Report<'a> {
    pub(super) annotators: &'a Annotators,
    pub(super) coverage: &'a Coverage,
    pub(super) groups: &'a [GroupReport],
    pub(super) options: &'a AgreementOptions,
}

impl Report<'_> {
    /// The group of all annotators, or the only pair.
    pub(super) fn main_group(&self) -> Option<&GroupReport> {
        self.groups.iter().max_by_key(|group| (group.members.len(), std::cmp::Reverse(group.members.clone())))
    }

    pub(super) fn names(&self, group: &GroupReport) -> String {
        let names: Vec<&str> = group.members.iter().map(|member| self.annotators.name(*member)).collect();
        names.join(" and ")
    }

    pub(super) const fn units(&self) -> &'static str {
        match self.options.units {
            UnitKind::Words => "words",
            UnitKind::Characters => "characters",
        }
    }
}
