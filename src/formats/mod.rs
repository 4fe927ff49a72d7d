//! The formats of other annotation tools: each turns gold into the tool's files and reads them back.
//!
//! Each format is a [`Format`] value at the top of its own file: its name, the shape of its files, what it carries, how to
//! export and how to import. [`FORMATS`] lists them. Files that several formats share are in `common/`.
//!
//! [`Format::export`] gives an [`Export`], which writes one article at a time to a [`Sink`]. [`Format::import`] reads one
//! article at a time. A [`Selection`] chooses what of the gold is exported, a [`Split`] puts articles into the training,
//! development or test part. What a format cannot carry is reported as a [`Loss`].
//!
//! May use: `text`, `gold`, `words`, `clap` (only to name the values of options).
//!
//! Must never know: the terminal, the disk, who asked. File names and error output are the caller's work.
//!
//! Invariants:
//! - nothing of the selected gold is dropped without a [`Loss`] that names the article, the span and the reason;
//! - each format counts in its own unit, and only [`Text`](crate::text::Text) converts offsets;
//! - memory does not grow with the number of articles;
//! - no input makes an importer panic: an input that cannot be read gives an [`ImportProblem`] with its line.

mod all;
mod annotated;
mod asides;
mod brat;
mod casjson;
mod citron;
mod common;
mod conll;
mod doccano;
mod export;
mod extras;
mod foreign;
mod format;
mod hf;
mod import;
mod import_options;
mod inline;
mod jsonl;
mod labelstudio;
mod loss;
mod omissions;
mod prodigy;
mod recognise;
mod restore;
mod selection;
mod signature;
mod spacy;
mod split;
mod w3c;
mod webanno;
mod xmi;

pub use all::{FORMATS, markdown_table};
pub use annotated::Annotated;
pub use asides::Asides;
pub use common::offset_unit::OffsetUnit;
pub use common::tokens::{TagScheme, TokenRule};
pub use conll::{ColumnChoice, Grouping};
pub use export::{Export, ExportOptions, Framing, Sink};
pub use extras::Extras;
pub use foreign::{ForeignFile, refuse_foreign};
pub use format::{Companion, Format, OpenFile, Shape};
pub use import::{EachArticle, ImportProblem, Imported, Source};
pub use import_options::ImportOptions;
pub use loss::Loss;
pub use omissions::lost_by_suggestions;
pub use recognise::{Recognised, broken_json, recognise};
pub use selection::{SeenLabels, Selection};
pub use signature::{GOLD_LINES, Signature};
pub use split::{Split, SplitPart};
