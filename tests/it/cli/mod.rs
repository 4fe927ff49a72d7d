//! The verbs as a script, a git hook or CI uses them: arguments in; output, messages and exit status out.

mod assign;
mod check;
mod conversion;
mod exchange;
#[cfg(unix)]
mod external_suggesters;
mod git_merge;
mod honest_exports;
mod imports;
mod inputs;
mod journals;
mod language_model;
mod messages;
mod outputs;
mod realign;
mod report;
mod score_details;
mod stats;
mod suggest;
mod suggester_protocol;
mod teams;
mod train;
mod verbs;
mod within_reach;

use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder with its bytes.
fn listing(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.clone(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
