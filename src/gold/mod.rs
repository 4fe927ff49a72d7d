//! The values that annotation consists of (articles, labels, entities, quotes, suggestions, verdicts), and gold JSON.
//!
//! May use: `text`, `clap` (only to name the layers on the command line).
//!
//! Must never know: layout, the terminal, the disk, who decides and how.
//!
//! Invariants: a [`Suggestion`] never changes. A [`GoldItem`] that came from a suggestion carries it unchanged, so that
//! both the suggestion and the result survive. Ids are unique within an annotation. Gold items and pending suggestions
//! are in reading order.

mod annotation;
mod article;
mod attribute;
mod body;
mod catalogue;
mod consistency;
mod covering;
mod effort;
mod extra;
mod finding;
pub mod json;
mod label;
mod label_new;
mod layer;
mod letter_counts;
pub mod lint;
mod lint_places;
mod lint_relations;
pub mod merge;
mod parts;
mod readable;
mod realign;
mod relation;
mod relation_def;
mod remark;
mod span_list;
mod suggestion;
mod trim;
mod unique_ids;

pub use annotation::{Annotation, GoldItem, Rejected, Status, Timestamp, Verdict};
pub use article::{Article, title_of};
pub use attribute::{Attributes, REFERENCE, attribute_words};
pub use body::{Body, Frame, QuoteKind, Speaker};
pub use catalogue::{ArticleSummary, Catalogue, Heading, Headings};
pub use consistency::Consistency;
pub use extra::Extra;
pub use finding::Finding;
pub use label::{FIRST_PLACE_NUMBER, Label, LabelDef, LabelError, LabelSet};
pub use layer::Layer;
pub use lint::lint;
pub(crate) use parts::fit_parts;
pub use parts::{are_parts_of, join_parts};
pub use realign::{Realigned, Unmoved, realign};
pub use relation::{Relation, Relations};
pub use relation_def::{AttributeDef, RelationDef};
pub use remark::{DISCUSS, Remark, RemarkTarget, Remarks};
pub use span_list::{IntoIter, Iter, Listed, ReadingKey, SpanList, SpeakerLink};
pub use suggestion::{Suggestion, stable_id};
pub use trim::{trim_edges, trim_stray};
pub use unique_ids::UniqueIds;
