//! The formats of other tools, to and from gold values. One small file each.
//!
//! For: [`Format`], which makes an [`Export`] that writes one article at a time to a [`Sink`], and [`import`], which
//! reads articles one at a time out of bytes; what is chosen of the gold ([`Selection`], [`Split`]); what a format
//! cannot carry, as values ([`Loss`]).
//!
//! May use: [`crate::text`], [`crate::gold`]. Must never know: the terminal, the disk, who asked.
//!
//! Invariants:
//! - nothing of the selected gold is dropped without a [`Loss`] that names article, span and reason;
//! - each format counts in its own unit, and it is converted by [`Text`](crate::text::Text) alone;
//! - memory does not grow with the number of articles;
//! - no input makes an importer panic: what is wrong is a [`Fault`] with its line.

mod annotated;
mod brat;
mod build;
mod casjson;
mod citron;
mod conll;
mod doccano;
mod fault;
mod format;
mod graph;
mod hf;
mod jsonl;
mod labelstudio;
mod lines;
mod prodigy;
mod reading;
mod select;
mod sink;
mod spacy;
mod tokens;
mod uima;
mod values;
mod w3c;
mod webanno;
mod xmi;

pub use annotated::Annotated;
pub use fault::{Fault, Loss};
pub use format::{Beside, ExportOptions, Format, Shape, import, import_bytes};
pub use select::{Part, Selection, Split};
pub use sink::{Each, Export, Framing, Imported, Sink, Source};
pub use tokens::{Scheme, TokenRule};
