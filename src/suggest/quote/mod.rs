//! Quotes: what was said, the cue that says so, and the speaker.
//!
//! Finds direct, indirect and mixed quote frames by the grammar of news Arabic: verb, speaker, and content in quotation
//! marks or after a complementiser; quotations before their verb; participles that continue; attribution cues; relays.
//!
//! - `finder`: the whole search, step by step.
//! - `quotation_marks`, `quotation_side`, `quotation_style`: pairs of quotation marks.
//! - `context/`: the tokens with what is worked out once for each.
//! - `phrase/`: noun phrases and subjects.
//! - `content/`: where reported content begins and ends.
//! - `construction/`: one file for each construction, with its example.
//! - `speaker/`: the speaker of a frame that names none.
//! - `frame_candidate`: a frame in tokens, its pattern and its score.
//! - `gold_frame`: found frames beside those that people confirmed, for training.
//! - `careful`: the frames of the rules, joined with what the careful reader found.
//! - `choice/`: learned choices between frames and between ends.
//! - `priors`: what verdicts teach about patterns.
//! - `explain`: what the finder sees in a text, for people who add words and rules.
//! - `assist`: cues, subjects and quotations for someone who builds a frame by hand.
//!
//! Every frame has content; nothing inside a quotation opens a frame; a text is read a constant number of times, and what
//! a rule looks ahead has a bound.
//!
//! May use: `text`, `gold`, `words`, `suggest/calibration`, `suggest/candidate`, `suggest/encoder`,
//! `suggest/linear`, `suggest/source`.
//!
//! Must never know: the tagger and how entities are found, the disk, the terminal, the workbench.

mod agreement;
mod assist;
mod careful;
mod choice;
mod construction;
mod content;
mod context;
mod explain;
mod finder;
mod frame_candidate;
mod gold_frame;
mod phrase;
mod priors;
mod quotation_marks;
mod quotation_side;
mod quotation_style;
mod speaker;
#[cfg(test)]
mod tests;

pub use assist::{cues, is_participle, quotations, subjects};
pub use choice::{ChoiceModel, ChoiceModelError, is_choice_model};
pub(crate) use choice::{QuoteChoices, SpeakerChoices};
pub use explain::{Attempt, AttemptOutcome, ExplainedFrame, ExplainedSentence, ExplainedToken};
pub(crate) use finder::QuoteFinder;
pub use priors::{Construction, Judgement, PatternPriors, QuotePattern};
pub use quotation_style::QuotationStyle;
