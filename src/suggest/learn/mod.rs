//! Learning for suggestions: the user's own names, the memory of verdicts, and the training of the tagger.
//!
//! Everything learned is a sum over articles. The same verdicts give the same suggestions in any order, and an undone
//! verdict is forgotten. Nothing learned is written to disk: gold is the only record, and it is read again at the start.
//!
//! May use: `text`, `gold`, `words`, `suggest/builtin`, `suggest/candidate`, `suggest/encoder`, `suggest/label_map`, `suggest/merge`, `suggest/quote`,
//! `suggest/source`, `suggest/suggester`, `suggest/tagger`.
//!
//! Must never know: the rules for entities, the disk, threads, the terminal.

mod learner;
mod memory;
mod name_map;
mod training_set;
mod user_names;

pub use learner::{Learner, ReadPart};
pub use training_set::TrainingJob;
pub use user_names::UserNames;
