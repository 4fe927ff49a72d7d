//! The real binary in a real pseudo-terminal: started, used, resized, stopped, ended; what is on the screen, what is on
//! disk, and what the terminal is left as.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod faults;
mod kill;
mod output;
mod session;
mod switches;
mod terminal;
