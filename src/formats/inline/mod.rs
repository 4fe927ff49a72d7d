//! `inline`: the annotation as marks inside the text, for people who write annotated text in an editor.
//!
//! ```text
//! === harbour-03
//! # country: Egypt
//!
//! {u1 قال} {s1 مدير [LOC ميناء نويبع] [PER سمير نصار]} إن {c1:i:1 السفينة غادرت}، و{u2 أضاف}: «{c2:d:1! لم يتأخر أحد}».
//! ```
//!
//! - A line `=== ID` begins an article. A file without such a line is one article, named after the file.
//! - Lines `# key: value` directly after it are metadata. After an empty line comes the text.
//! - `[LABEL words]` is an entity. `{s1 words}` is a speaker, with a number.
//! - `{c1:KIND:SPEAKER words}` is content: the number of its frame, `d` direct, `i` indirect or `m` mixed, and the number of
//!   the speaker, with `!` after it if the speaker is implied; 0 for no speaker. Contents with one number are the parts of
//!   one frame. `{u1 words}` is the cue of frame 1.
//! - `\[`, `\]`, `\{`, `\}`, `\\`, `\=` are the characters themselves. `\n` and `\r` are line ends that would be read
//!   otherwise: those at the edges of the text, and carriage returns.
//!
//! White space at the edges of a mark belongs to the text around it. Marks may be nested, but not cross.

mod crossing;
mod marks;
mod read;
mod write;

use super::format::{Format, Shape};
use super::signature::Signature;

/// The format `inline`.
pub(super) static FORMAT: Format = Format {
    name: "inline",
    description: "text with the annotation as marks in it",
    unit: "none",
    carries: "entities and quotes that do not cross",
    omits: "ids, links of speakers to entities, crossing spans",
    shape: Shape::Stream("txt"),
    extensions: &["txt"],
    signatures: &[("", Signature::Begins("=== "))],
    negatives: false,
    takes_unit: false,
    export: |_| Box::new(write::Inline),
    import: read::import,
};
