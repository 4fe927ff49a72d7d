//! Suggestions: entities and quotes that are found in a text.
//!
//! A [`Suggester`] suggests for an article. [`Builtin`] has rules, a tagger and quote rules; [`Learner`] adds the user's own
//! names and what verdicts taught. [`merge()`] joins the lists of several suggesters.
//!
//! Suggesting never fails, and the same article always gives the same suggestions with the same ids. Time is linear in the
//! length of the text. What is found in a chunk of the text depends on this chunk alone
//! ([`Text::chunks`](crate::text::Text::chunks)).
//!
//! May use: `text`, `gold`, `words`, and the data in the folder assets, which is compiled in.
//!
//! Must never know: the workbench, edits, the layout, the disk, threads, the terminal.

mod answer;
mod builtin;
mod calibration;
mod candidate;
mod combine;
mod encoder;
mod entity;
mod estimate;
mod evidence;
mod label_map;
mod learn;
mod linear;
mod links;
mod merge;
mod possible_names;
mod quote;
mod quote_training;
mod source;
mod suggester;
pub mod tagger;
#[cfg(test)]
mod tests;

pub use answer::{Answer, NotLocated, Quotation, label_of, locate, read_answer};
pub use builtin::{Builtin, builtin_tagger};
pub use candidate::Rules;
pub use encoder::{CarefulReader, NoModel, is_careful_model};
pub use entity::RULES;
pub use estimate::{disagreement, uncertainty};
pub use label_map::{BUILTIN_LABELS, LabelMap};
pub use learn::{Learner, ReadPart, TrainingJob, UserNames};
pub use merge::{keep_from_score, merge};
pub use possible_names::{PossibleName, possible_names};
pub use quote::{
    Attempt, AttemptOutcome, ChoiceModel, ChoiceModelError, Construction, ExplainedFrame, ExplainedSentence,
    ExplainedToken, Judgement, PatternPriors, QuotationStyle, QuotePattern, cues, is_choice_model, is_participle,
    quotations, subjects,
};
pub use quote_training::train_quotes;
pub use source::is_builtin;
pub use suggester::{Cancellation, ExpectedRequests, Suggested, Suggester};
