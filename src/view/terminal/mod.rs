//! The real terminal: asks what it is, takes it and gives it back, reads its keys, and sends frames to it.
//!
//! May use: `lang`, `text`, `workbench`, `view/theme`, `crossterm`, `ratatui`, `rustix`, `clap`, `std::env`, `std::time`.
//!
//! Must never know: disk, threads, the event loop, and what an annotation means.
//!
//! Invariants: however the program ends, [`give_back`] leaves the terminal as it was; a frame is one write; replies from the
//! terminal are never treated as key presses, and key presses are never lost while replies are read.

mod canvas;
mod cell_style;
mod environment;
mod frame_bytes;
#[cfg(unix)]
mod guard;
mod hint;
mod input;
mod keys;
mod late;
mod printed_rows;
mod probe;
#[cfg(unix)]
mod replies;
mod screen;
mod switches;

pub use canvas::Canvas;
pub use environment::{NoTerminal, background, check_terminal, color_depth};
pub use hint::TerminalHint;
pub use input::{Input, InputReader};
pub use printed_rows::{PrintColors, print_row, terminal_columns};
pub use probe::TerminalInfo;
pub use screen::{MouseCapture, Screen, TakenTerminal, add_lrm_after_letters, give_back};
pub use switches::{Bidi, BidiSwitches};
