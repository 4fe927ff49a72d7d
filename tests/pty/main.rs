//! The real binary in a pseudo-terminal: start, use, resize, stop and end. The tests check the screen, the disk, and
//! the state in which the terminal is left.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod faults;
mod kill;
mod output;
mod programs;
mod session;
mod soak;
mod switches;
mod terminal;
