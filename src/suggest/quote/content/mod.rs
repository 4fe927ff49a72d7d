//! Reported content: its start after a verb, its end, and its kind.
//!
//! - `start`: the first thing after a speaker with which content can begin.
//! - `quotation`: speech or a name in quotation marks, and quotations that continue in the next paragraph.
//! - `end`: the end of content without quotation marks.
//! - `next_report`: the words that open the next report, before which content ends.
//! - `turn`: the speaker or the writer continues with something else (…، لكنه رفض).
//! - `attribution_cue`: phrases and clauses that cite a source (وفقا لـ, كما قال).
//! - `reported`: a whole content, its kind and its parts.
//! - `prepare`: decides doubtful verbs, and works out the ends of contents once for every token.
//!
//! May use: `gold`, `words`, `suggest/quote/context`, `suggest/quote/quotation_marks`, `suggest/quote/frame_candidate`, and the
//! rules of `suggest/quote/phrase`, which are methods of the context.
//!
//! Must never know: constructions and speakers, which use contents.

mod attribution_cue;
mod end;
mod next_report;
mod prepare;
mod quotation;
mod reported;
mod start;
mod turn;

pub(crate) use attribution_cue::AttributionCue;
pub(crate) use prepare::{decide_doubtful_verbs, prepare};
pub(crate) use start::{CONTENT_REACH, ContentStart};
