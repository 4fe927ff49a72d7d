//! The real terminal: asking what it is, taking it and giving it back, its colours and its keys.
//!
//! May use: `lang`, `workbench`, `view/theme`, `crossterm`, `ratatui`, `rustix`, `std::env`, `std::time`.
//!
//! Must never know: disk, threads, the event loop, and what the model means.
//!
//! Invariants: however the program ends, [`give_back`] leaves the terminal as it was; a frame is one write; no reply of the
//! terminal is taken for a key, and no key for a reply.

mod canvas;
mod depth;
pub(crate) mod hints;
pub(crate) mod keys;
mod late;
mod probe;
#[cfg(unix)]
mod replies;
mod screen;
mod switches;

pub use canvas::Canvas;
pub use depth::{NoTerminal, depth, ground, usable};
pub(crate) use late::{HELD, Late};
pub use probe::Answers;
pub use screen::mark_letters;
pub(crate) use screen::{Screen, give_back};
pub use switches::{Bidi, Switches};
