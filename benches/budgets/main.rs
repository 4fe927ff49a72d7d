//! Measures every budget on this machine and prints one table: `cargo bench --bench budgets`, a few minutes.
//!
//! With `-- --bytes` it only reports the bytes that keys send.
//!
//! With `-- --big` it also makes and opens a million articles (2 GB, also compressed), a folder of 100,000 files and a
//! text of 100 MB in the target folder; with `-- --only-big` it does only that. With `-- --linear` it only compares hostile
//! inputs of two sizes; with `-- --memory` it only measures the memory of long articles. Tools that are not installed (FriBidi,
//! valgrind, strip, zstd) and figures that the system does not report (memory and processor time outside Linux) are
//! left out with a note. Times inside this process are processor times of one thread, so that other programs affect
//! them little. For whole programs both processor time and elapsed time are printed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_macros,
    missing_docs,
    reason = "a benchmark that cannot be set up stops"
)]

mod big;
mod bytes;
mod counted;
mod inside;
mod linear;
mod measure;
mod memory;
mod programs;
mod screen;
#[path = "../support/mod.rs"]
mod support;

use std::env;
use std::fs;
use std::path::Path;

use measure::row;

const TAWSIM: &str = env!("CARGO_BIN_EXE_tawsim");

fn main() {
    if counted::asked() {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("budgets");
    fs::create_dir_all(&folder).unwrap();
    println!("| what | budget | measured |\n|---|---|---|");
    if env::args().any(|argument| argument == "--only-big") {
        return big::rows(&folder);
    }
    if env::args().any(|argument| argument == "--linear") {
        return linear::rows(&folder);
    }
    if env::args().any(|argument| argument == "--memory") {
        return memory::rows(&folder);
    }
    if env::args().any(|argument| argument == "--bytes") {
        return bytes::rows();
    }
    inside::keys();
    bytes::rows();
    inside::first_frames();
    inside::layout(&folder);
    inside::find();
    inside::saving();
    counted::rows();
    programs::start(&folder);
    let suggested = programs::suggest(&folder);
    programs::suggest_news(&folder);
    programs::formats(&folder, &suggested);
    linear::rows(&folder);
    if env::args().any(|argument| argument == "--big") {
        big::rows(&folder);
    } else {
        row("a million articles, a folder of 100,000 files, 100 MB of text", "≤ 1 s, ≤ 200 MB", "left out; `-- --big`");
    }
}
