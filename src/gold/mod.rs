//! What annotation is made of, as plain values: articles, labels, entities, quotes, suggestions, verdicts, and the
//! gold JSON that holds them.
//!
//! May use: [`crate::text`]. Must never know: layout, terminal, disk, who decides and how.
//!
//! Invariants: a [`Suggestion`] is never edited, only decided; a [`GoldItem`] that came from one carries it unchanged, so
//! that what the machine said and what the person made of it both survive; ids are unique within an annotation;
//! marks and pending suggestions stand in reading order.

mod annotation;
mod article;
mod body;
mod catalogue;
mod consistency;
pub mod json;
mod label;
mod layer;
pub mod lint;
mod remark;
mod span_list;
mod suggestion;
mod trim;

pub use annotation::{Annotation, GoldItem, Rejected, Status, Timestamp, Verdict};
pub use article::{Article, title_of};
pub use body::{Body, Frame, QuoteKind, Speaker};
pub use catalogue::{ArticleSummary, Catalogue, Heading, Headings};
pub use consistency::Consistency;
pub use label::{Label, LabelDef, LabelError, LabelSet};
pub use layer::Layer;
pub use lint::{Finding, lint};
pub use remark::{DISCUSS, Remark, RemarkTarget, Remarks};
pub use span_list::{Iter, Listed, ReadingKey, SpanList, SpeakerLink};
pub use suggestion::{Suggestion, stable_id};
pub use trim::{trim_edges, trim_stray};

/// Keys of a JSON object that this program does not know; they survive a load and save.
pub type Extra = serde_json::Map<String, serde_json::Value>;
