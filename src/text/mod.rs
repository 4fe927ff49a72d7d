//! The text of an article: offsets, clusters, words, sentences, folding and search.
//!
//! It checks and converts offsets (bytes, code points, UTF-16 units), finds grapheme clusters, words, proclitics,
//! sentences and paragraphs, folds text for search with a map back to the original, and measures the width of a cluster
//! in cells.
//!
//! May use: no other room; only the Unicode libraries.
//!
//! Must never know: layout, the terminal, the disk, what a span means.
//!
//! Invariants: the text of an article never changes. Every [`Span`] is on grapheme-cluster edges of the text that made
//! it. Offsets inside the program are bytes.

mod beginning;
mod character;
mod chunk;
mod cluster_edges;
mod encoding;
mod exact_text;
mod fold;
mod grapheme;
mod offset;
mod proclitic;
mod quotation;
mod search;
mod sentence;
mod text_chunks;
mod word;

pub use beginning::beginning;
pub use character::{is_arabic_diacritic, is_bidi_control, is_control_or_format};
pub use encoding::advise_utf8_conversion;
pub use exact_text::Text;
pub use fold::{Fold, Folded, fold_char};
pub use grapheme::{ceil_grapheme, cell_width, floor_grapheme, next_grapheme, previous_grapheme};
pub use offset::{OffsetError, Span, Unit};
pub use proclitic::{proclitic_edges, strip_proclitics};
pub use quotation::{QuotationMark, quotation_mark};
pub use search::Needle;
pub use sentence::{is_line_end, next_paragraph, paragraph_at, paragraphs, paragraphs_from, sentences, sentences_from};
pub use word::words;
