//! The licences tell the truth: what is embedded in the binary is named in NOTICE, and all places agree.

use std::fs;
use std::path::Path;

use crate::common;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The files below `assets/` that the sources embed.
fn embedded(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            embedded(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let code = fs::read_to_string(path).unwrap();
            for include in ["include_bytes!(\"", "include_str!(\""] {
                let files = code.split(include).skip(1).filter_map(|rest| rest.split_once('"')).map(|(file, _)| file);
                found.extend(files.filter_map(|file| Some(format!("assets/{}", file.split_once("assets/")?.1))));
            }
        }
    }
}

#[test]
fn every_embedded_data_file_is_in_the_notice() {
    let mut files = Vec::new();
    embedded(&root().join("src"), &mut files);
    assert!(files.len() > 5, "{files:?}");
    let notice = read("NOTICE");
    for file in files {
        assert!(notice.lines().any(|line| line.starts_with(&file)), "NOTICE does not name {file}");
    }
}

#[test]
fn the_licence_is_the_same_everywhere() {
    let manifest = read("Cargo.toml");
    let line = manifest.lines().find(|line| line.starts_with("license = \"")).unwrap();
    let expression = line.split('"').nth(1).unwrap();
    assert!(read("NOTICE").contains(expression), "NOTICE does not say {expression}");
    assert!(read("pyproject.toml").contains(line), "pyproject.toml does not say {expression}");
    let readme = read("README.md");
    let (_, section) = readme.split_once("## Licence\n").unwrap();
    for licence in ["MIT", "Apache-2.0", "CC BY-SA 4.0", "NOTICE"] {
        assert!(section.contains(licence), "the README's section on the licence does not name {licence}");
    }
}

/// What `deny.toml` allows beside the permissive licences asks for its text, or for its source, in NOTICE.
#[test]
fn the_notice_names_libraries_with_conditions() {
    let (notice, lock) = (read("NOTICE"), read("Cargo.lock"));
    for (library, licence) in [("webpki-roots", "CDLA-Permissive-2.0"), ("nucleo-matcher", "MPL-2.0")] {
        assert!(lock.contains(&format!("name = \"{library}\"")), "{library} is gone: take it out of NOTICE");
        let entry = notice.lines().skip_while(|line| !line.starts_with(&format!("- {library} "))).take(5);
        let entry = entry.collect::<Vec<_>>().join(" ");
        assert!(entry.contains(licence), "NOTICE does not say that {library} is under {licence}");
        assert!(entry.contains("https://"), "NOTICE does not name the source of {library}");
    }
}

#[test]
fn the_program_prints_the_notice() {
    for verb in ["licences", "licenses"] {
        let output = common::run(root(), &[verb], "");
        assert_eq!(output.status.code(), Some(0));
        assert!(common::text(&output.stdout).ends_with(&read("NOTICE")));
    }
}
