//! Reported content: where it begins behind a verb, where it ends, of which kind it is.
//!
//! - `government`: prepositions that a verb governs (دعا **إلى**), and whether content is announced at once.
//! - `start`: the first thing behind a speaker with which content can begin.
//! - `quotation`: whether a quotation is speech or a name, and where it goes on in the next paragraph.
//! - `end`: where content without quotation marks ends.
//! - `next_report`: the words that open the next report, before which content ends.
//! - `turn`: where the speaker or the writer goes on with something else (…، لكنه رفض).
//! - `attribution_cue`: وفقا لـ, كما قال: what cites a source.
//! - `reported`: a whole content, its kind and its parts.
//! - `prepare`: decides doubtful verbs and works out the ends of contents, once for every token.
//!
//! May use: `gold`, `words`, `suggest/quote`.
//!
//! Must never know: constructions and speakers, which are built on it.

mod attribution_cue;
mod end;
mod government;
mod next_report;
mod prepare;
mod quotation;
mod reported;
mod start;
mod turn;

pub(crate) use attribution_cue::AttributionCue;
pub(crate) use prepare::{decide_doubtful_verbs, prepare};
pub(crate) use start::{CONTENT_REACH, ContentStart};
