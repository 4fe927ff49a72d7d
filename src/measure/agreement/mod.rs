//! Agreement between annotators, none of whom is right by definition.
//!
//! One file for each formula, with the paper that it comes from and a worked example:
//!
//! - [`cohen_kappa`], [`fleiss_kappa`], [`krippendorff_alpha`], [`gwet_ac1`]: chance-corrected agreement on units
//!   ([`UnitKind`]): words between white space, or characters. Units depend on the text alone, never on the annotations;
//! - [`Unitizing`]: Krippendorff's α for unitizing, on the edges of spans;
//! - [`gamma`]: Mathet's γ, on the best alignment of spans;
//! - [`differences`]: every difference of two annotators with its class;
//! - [`Agreement`]: all of it over many articles, with confidence intervals.

mod alpha;
mod bootstrap;
mod cell;
mod cohen;
mod detail_differences;
mod details;
mod difference;
mod difference_class;
mod fleiss;
mod frames;
mod gamma;
mod group;
mod gwet;
mod options;
mod ratings;
mod reading;
mod relations;
mod results;
mod unitizing;
mod units;
mod values;

pub use alpha::krippendorff_alpha;
pub use cohen::cohen_kappa;
pub use difference::differences;
pub use difference_class::{Difference, DifferenceClass};
pub use fleiss::fleiss_kappa;
pub use frames::FrameAgreement;
pub use gamma::{Alignment, GammaSums, GammaUnit, best_alignment, gamma};
pub use group::AnnotatedArticle;
pub use gwet::gwet_ac1;
pub use options::AgreementOptions;
pub use ratings::Rated;
pub use reading::Reading;
pub use relations::{RelationAgreement, RelationCounts};
pub use results::{Agreement, GroupReport, Interval, LabelAgreement, LayerReport};
pub use unitizing::Unitizing;
pub use units::UnitKind;
pub use values::AgreementMeasure;
