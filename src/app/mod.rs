//! The running program around the model: the event loop, the threads beside it, the suggesters, signals.
//!
//! [`run`] takes the terminal and runs the workbench until the user leaves it. [`CorpusOpening`] opens a corpus while it is being
//! indexed. [`Ensemble`] makes the suggesters that a user asks for. [`Signals`] lets a command that prints end cleanly.
//!
//! There is one way into the model: each thread sends an action to the loop (`event.rs`), and the loop calls
//! `workbench::update`. The few events that are no actions (a resize, a signal) are handled by the loop itself.
//!
//! May use: `lang`, `text`, `gold`, `words`, `suggest`, `store`, `workbench`, `view`, `view/terminal`, `std::fs`,
//! `std::thread`, `std::time`, `std::env`, `anyhow`, `rustix`, `signal_hook`, `jiff`, `ureq`.
//!
//! Must never know: the command line, and how the terminal is spoken to.
//!
//! Invariants: the drawing thread never waits for the disk or a suggester; a thread that fails costs its own result and no
//! more; everything decided is saved before [`run`] returns.

mod clipboard;
mod ensemble;
mod estimates;
mod event;
mod event_loop;
mod external_program;
mod labels_file;
mod language_model;
mod learner_thread;
mod mapped_labels;
mod opening;
mod program_channel;
mod program_group;
mod program_line;
mod program_process;
mod program_session;
mod program_thread;
mod run;
mod searches;
mod signals;
mod store_reports;
mod suggester_check;
mod suggester_threads;
mod threads;
mod title_matcher;
mod write_to;

pub use ensemble::{Ensemble, SuggesterName, SuggesterOptions};
pub use language_model::{ExamplePassage, LanguageModel, ModelName, ModelOptions, Price, Prompt, examples_of};
pub use opening::{CorpusOpening, OpenedCorpus};
pub use run::{Ending, Services, run};
pub use signals::{Signals, StoppableWriter};
pub use suggester_check::{CheckedPoint, check_program};
