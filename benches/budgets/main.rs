//! Every budget in one table, measured on the machine at hand: `cargo bench --bench budgets`, a few minutes.
//!
//! With `-- --big` a million articles (2 GB, also compressed), a folder of 100,000 files and a text of 100 MB are made in
//! the target folder and opened too; with `-- --only-big` nothing else is. What is not installed (FriBidi, valgrind, strip,
//! zstd) or not told by the system (memory and processor time of other processes, outside Linux) is left out with a note.
//! Times of our own code are processor times of one thread, so that other programs cost little; of whole programs both
//! that and the clock's time are told.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark that cannot be set up stops")]

mod big;
mod counted;
mod inside;
mod measure;
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
    inside::keys();
    inside::first_frames();
    inside::layout(&folder);
    inside::find();
    inside::saving();
    counted::rows();
    programs::start(&folder);
    let suggested = programs::suggest(&folder);
    programs::formats(&folder, &suggested);
    if env::args().any(|argument| argument == "--big") {
        big::rows(&folder);
    } else {
        row("a million articles, a folder of 100,000 files, 100 MB of text", "≤ 1 s, ≤ 200 MB", "left out; `-- --big`");
    }
}
