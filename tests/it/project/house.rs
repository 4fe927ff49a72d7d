//! Who may know whom. Reads the sources and fails when a room reaches where it may not, so that the arrows of
//! ARCHITECTURE.md stay true.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("lang", &[]),
    ("text", &[]),
    ("page", &["text"]),
    ("gold", &["text"]),
    ("words", &["text"]),
    ("edit", &["text", "gold"]),
    ("suggest", &["text", "gold", "words"]),
    ("formats", &["text", "gold"]),
    ("measure", &["text", "gold"]),
    ("store", &["lang", "text", "gold", "edit"]),
    ("workbench", &["lang", "text", "page", "gold", "edit", "suggest"]),
    ("view", &["lang", "text", "page", "gold", "edit", "workbench"]),
    ("app", &["lang", "text", "page", "gold", "edit", "words", "suggest", "store", "workbench", "view"]),
    (
        "cli",
        &[
            "lang",
            "text",
            "page",
            "gold",
            "edit",
            "words",
            "suggest",
            "formats",
            "measure",
            "store",
            "workbench",
            "view",
            "app",
        ],
    ),
];

/// What may only be known in some rooms.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("crossterm", &["view"]),
    ("ratatui", &["view", "cli"]),
    ("signal_hook", &["app"]),
    ("rustix", &["view", "app"]),
    ("etcetera", &["store"]),
    ("std::thread", &["app", "store", "cli"]),
    ("std::fs", &["store", "app", "cli"]),
    ("std::env", &["view", "app", "cli", "store"]),
    ("std::time", &["store", "view", "app", "cli"]),
    ("jiff", &["app"]),
    ("clap", &["cli", "gold", "formats", "measure", "page", "lang", "view"]), // outside of cli: the names of values
    ("anyhow", &["app", "cli"]),
    ("tempfile", &["store"]),
    ("nucleo_matcher", &["workbench"]),
    ("unicode_bidi", &["page"]),
    ("icu_segmenter", &["page"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file: no comments (documentation may show anything), no unit tests (which may set a stage).
fn code(raw: &str) -> String {
    let tests = raw.find("#[cfg(test)]\nmod ").unwrap_or(raw.len());
    let body = raw.get(..tests).unwrap();
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Does the path occur as a whole word: `crate::page::`, `use ratatui::`?
fn reaches(code: &str, path: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(path).any(|(at, _)| {
        let before = code.get(..at).unwrap().chars().next_back();
        let after = code.get(at + path.len()..).unwrap();
        let qualifies = after.starts_with("::") || after.starts_with(';') || after.starts_with(" as ");
        qualifies && !before.is_some_and(|c| is_word(c) || c == ':' || c == '"')
    })
}

#[test]
fn every_room_keeps_to_its_neighbours() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    sources(&src, &mut files);
    for path in files {
        let inside = path.strip_prefix(&src).unwrap();
        let room = inside.components().next().unwrap().as_os_str().to_str().unwrap().to_owned();
        if inside.components().count() == 1 {
            assert!(room == "lib.rs" || room == "main.rs", "{room} stands outside of every room");
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            panic!("{room} is a room that this test does not know: say what it may use");
        };
        let code = code(&fs::read_to_string(&path).unwrap());
        // `use crate::{a, b}` would hide the names.
        assert!(!code.contains("crate::{"), "{}: write one `use crate::room::…` a line", inside.display());
        for (other, _) in ROOMS.iter().filter(|(other, _)| *other != room && !allowed.contains(other)) {
            if reaches(&code, &format!("crate::{other}")) {
                wrong.push(format!("{}: {room} must not know {other}", inside.display()));
            }
        }
        for (outside, rooms) in OUTSIDE.iter().filter(|(_, rooms)| !rooms.contains(&room.as_str())) {
            if reaches(&code, outside) {
                wrong.push(format!("{}: only {rooms:?} may know {outside}", inside.display()));
            }
        }
        seen.insert(room);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen.len(), ROOMS.len(), "rooms without a file: {seen:?}");
}

/// A file that no `mod` names is not compiled: a leftover that only looks alive.
#[test]
fn every_file_is_lived_in() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    for path in files {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let folder = path.parent().unwrap();
        let (name, parent) = match stem.as_str() {
            "lib" | "main" => continue,
            "mod" => (folder.file_name().unwrap().to_str().unwrap().to_owned(), folder.parent().unwrap()),
            _ => (stem, folder),
        };
        let parent = if parent == src { src.join("lib.rs") } else { parent.join("mod.rs") };
        let declared = fs::read_to_string(&parent).unwrap();
        assert!(declared.contains(&format!("mod {name};")), "no mod names {}", path.display());
    }
}

#[test]
fn rooms_say_what_they_are_for() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (room, _) in ROOMS {
        let doc = fs::read_to_string(src.join(room).join("mod.rs")).unwrap();
        let head: String = doc.lines().take_while(|line| line.starts_with("//!")).collect();
        assert!(head.contains("May use:") && head.len() > 200, "src/{room}/mod.rs needs a module doc: {head}");
    }
}

/// The root holds what the customer fixed, and what cargo, git and CI expect.
#[test]
fn the_root_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let expected = [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "NOTICE",
        "README.md",
        "assets",
        "benches",
        "clippy.toml",
        "deny.toml",
        "docs",
        "fuzz",
        "rust-toolchain.toml",
        "rustfmt.toml",
        "sample_articles",
        "src",
        "target",
        "tests",
    ];
    // What a user's own work leaves here is ignored by git.
    let work = ["gold"];
    for entry in fs::read_dir(root).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = name.starts_with('.') || expected.contains(&name.as_str()) || work.contains(&name.as_str());
        assert!(known, "{name} does not belong in the root");
    }
}
