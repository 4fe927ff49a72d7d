//! Where letters stand.
//!
//! For: checked offsets and their conversion (bytes, code points, UTF-16 units), grapheme clusters, words and
//! proclitics, sentences, folding for search with a map back, and the width of one cluster in cells.
//!
//! May use: the Unicode libraries. Must never know: layout, terminal, disk, what a span means.
//!
//! Invariants: an article's text is never modified; every [`Span`] lies on grapheme-cluster edges of the text that
//! made it; offsets inside the program are bytes.

mod character;
mod chunk;
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

pub use character::{is_arabic_diacritic, is_bidi_control};
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
