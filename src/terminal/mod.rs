//! The real terminal: entering and leaving it, its colours, its events, and the loop that lets the model run.
//!
//! May use: everything below, crossterm, threads, the clock. Invariants: whatever way the program ends or stops (quit,
//! error, panic, SIGTERM, SIGHUP, Ctrl-Z), the terminal is given back as it was; the drawing thread never waits for
//! the disk or a suggester; a frame is one buffered write.

mod depth;
mod jobs;
mod keys;
mod run;
mod screen;
mod switches;

pub use depth::{NoTerminal, depth, usable};
pub use run::{Ending, Services, run};
pub use switches::Switches;
