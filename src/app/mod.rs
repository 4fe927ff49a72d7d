//! The running program around the model: the event loop, the threads beside it, the suggesters, signals.
//!
//! For: [`run`] takes the terminal and runs the workbench until the user leaves it; [`Opening`] opens a corpus while it is
//! being indexed; [`Ensemble`] makes the suggesters that a user asks for; [`Signals`] ends a long output cleanly.
//!
//! May use: `lang`, `text`, `page`, `gold`, `edit`, `suggest`, `store`, `workbench`, `view`, `view/terminal`, `std::fs`,
//! `std::thread`, `std::time`, `std::env`, `anyhow`, `rustix`, `signal_hook`, `jiff`, `crossterm`.
//!
//! Must never know: the command line.
//!
//! Invariants: whatever way the program ends or stops (quit, error, panic, SIGTERM, SIGHUP, Ctrl-Z), the terminal is given
//! back as it was; the drawing thread never waits for the disk or a suggester.

mod ensemble;
mod jobs;
mod matches;
mod opening;
mod program;
mod run;
mod signals;
mod suggesters;

pub use ensemble::{Ensemble, SuggesterName, SuggesterOptions};
pub use opening::{Opened, Opening};
pub use run::{Ending, Services, run};
pub use signals::{Signals, Stopping};
