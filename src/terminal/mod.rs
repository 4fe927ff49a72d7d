//! The real terminal: entering and leaving it, its colours, its events, and the loop that lets the model run.
//!
//! May use: everything below, crossterm, threads, the clock. Invariants: whatever way the program ends or stops (quit,
//! error, panic, SIGTERM, SIGHUP, Ctrl-Z), the terminal is given back as it was; the drawing thread never waits for
//! the disk or a suggester; a frame is one buffered write; no answer of the terminal is taken for a key, and no key for
//! an answer.

mod canvas;
mod depth;
mod hints;
mod interrupts;
mod jobs;
mod keys;
mod late;
mod machines;
mod matches;
mod probe;
#[cfg(unix)]
mod replies;
mod run;
mod screen;
mod switches;

pub use canvas::Canvas;
pub use depth::{NoTerminal, depth, ground, usable};
pub use interrupts::Interrupts;
pub use machines::Machines;
pub use probe::Answers;
pub use run::{Ending, Services, run};
pub use screen::mark_letters;
pub use switches::{Bidi, Switches};
