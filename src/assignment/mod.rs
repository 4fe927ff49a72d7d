//! Who annotates what: dividing a corpus among annotators, and measuring what suggestions do to them.
//!
//! [`Plan`] divides articles among annotators. [`seed_errors`] puts errors into the suggestions of an article. [`Key`] is the
//! file that the lead keeps: it says which annotator got which article, in which [`Condition`], and what the errors are. The
//! files of the annotators do not say it.
//!
//! May use: `text`, `gold`, `fastrand`.
//!
//! Must never know: the disk, the terminal, the formats, how the results are measured and shown.
//!
//! Invariants: the same articles, options and seed give the same plan and the same errors on every machine. Only numbers of
//! articles are kept in memory, never texts.

mod condition;
mod key;
mod plan;
mod seeded_error;

pub use condition::Condition;
pub use key::{Key, KeyError, KeyReading, key_header, key_line};
pub use plan::{ArticleFacts, Plan, PlanOptions, PlannedReading};
pub use seeded_error::{SeededError, SeededErrorKind, can_be_seeded, seed_errors};
