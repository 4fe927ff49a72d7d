//! Fuzz targets for libFuzzer. Each target is a reader of `tests/fuzz/readers.rs`; `tests/fuzz` tries the same readers
//! without libFuzzer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a target fails by panicking")]

use std::cell::OnceCell;
use std::env::temp_dir;
use std::process::id;

#[allow(dead_code, reason = "what only `tests/fuzz` uses")]
#[path = "../../tests/fuzz/readers.rs"]
mod readers;

pub use libfuzzer_sys;

/// Gives these bytes to the reader of this name. A process has one reader.
///
/// # Panics
///
/// If no reader has the name, or the reader fails.
pub fn read(name: &str, bytes: &[u8]) {
    thread_local! {
        static READER: OnceCell<readers::Read> = const { OnceCell::new() };
    }
    READER.with(|reader| {
        let folder = temp_dir().join(format!("tawsim-fuzz-{}", id()));
        reader.get_or_init(|| readers::reader(name, &folder).unwrap())(bytes);
    });
}

/// A fuzz target: the program of this reader.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::read($name, bytes));
    };
}
