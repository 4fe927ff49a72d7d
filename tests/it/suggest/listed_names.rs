//! The lists of names: the compiled map is made from them, and they are in order.
//!
//! `UPDATE_ASSETS=1 cargo test --test it listed_names` sorts the lists and writes the map.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tawsim::words::gazetteer::{LISTS, compile_lists, names};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/gazetteers")
}

fn read(list: &str) -> String {
    let path = folder().join("listed").join(format!("{list}.txt"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The comments of a list, then its names in order, each line once.
fn in_order(text: &str) -> String {
    let (comments, mut lines): (Vec<&str>, Vec<&str>) =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).partition(|line| line.starts_with('#'));
    lines.sort_unstable();
    lines.dedup();
    [comments, lines].concat().join("\n") + "\n"
}

#[test]
fn listed_names_are_compiled() {
    let update = std::env::var_os("UPDATE_ASSETS").is_some();
    for list in LISTS {
        let text = read(list);
        if update {
            fs::write(folder().join("listed").join(format!("{list}.txt")), in_order(&text)).unwrap();
        } else {
            assert_eq!(text, in_order(&text), "{list}.txt: run UPDATE_ASSETS=1 cargo test --test it listed_names");
        }
        assert!(text.starts_with('#'), "{list}.txt begins with its source");
    }
    let map = compile_lists(&LISTS.map(read)).unwrap();
    let path = folder().join("listed.fst");
    if update {
        fs::write(path, map).unwrap();
        return;
    }
    assert!(fs::read(path).unwrap() == map, "run UPDATE_ASSETS=1 cargo test --test it listed_names");
}

/// Prints how many names each list has.
#[test]
fn listed_names_are_many() {
    let counts: BTreeMap<&str, usize> = LISTS.iter().map(|list| (*list, names(&read(list)).count())).collect();
    let all: usize = counts.values().sum();
    println!("{all} names: {counts:?}");
    assert!(all > 10_000, "{counts:?}");
}
