//! Tests of the library and of the program, by subject: each folder is a room or what users see of several.
//!
//! `cargo test --test it stories` runs the tests whose path contains "stories". Tests that need a process of their own
//! are beside this folder: `pty` (a pseudo-terminal), `fuzz` (random input, memory is counted), `journal` (random keys and
//! cut files), `beyond` (Spark and GNU parallel). The contributor's guide has a table of what is tested where.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking; some print figures"
)]

mod cli;
#[path = "../common/mod.rs"]
mod common;
mod formats;
mod page;
mod project;
mod store;
mod suggest;
mod workbench;
