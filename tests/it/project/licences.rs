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

/// The files below `assets/` that the sources embed, those of the crates below `assets/` included.
fn embedded(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            embedded(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let code = fs::read_to_string(&path).unwrap();
            for include in ["include_bytes!(\"", "include_str!(\""] {
                let files = code.split(include).skip(1).filter_map(|rest| rest.split_once('"')).map(|(file, _)| file);
                found.extend(files.filter_map(|file| below_assets(&path, file)));
            }
        }
    }
}

/// The path of an embedded file, as NOTICE writes it.
fn below_assets(source: &Path, file: &str) -> Option<String> {
    if let Some((_, inside)) = file.split_once("assets/") {
        return Some(format!("assets/{inside}"));
    }
    let inside = source.parent()?.strip_prefix(root().join("assets")).ok()?;
    Some(format!("assets/{}/{file}", inside.to_str()?.replace('\\', "/")))
}

#[test]
fn every_embedded_data_file_is_in_the_notice() {
    let mut files = Vec::new();
    embedded(&root().join("src"), &mut files);
    embedded(&root().join("assets/models"), &mut files);
    assert!(files.len() > 5, "{files:?}");
    assert!(files.contains(&"assets/models/careful-2/weights.bin".to_owned()), "{files:?}");
    let notice = read("NOTICE");
    for file in files {
        assert!(notice.lines().any(|line| line.starts_with(&file)), "NOTICE does not name {file}");
    }
}

/// The crates of weights are passed on alone, so each has the sources that NOTICE has.
#[test]
fn the_crates_of_weights_name_their_sources() {
    let notice = read("NOTICE");
    let (_, rest) = notice.split_once("assets/models/careful-2/weights.bin").unwrap();
    let section = rest.split("\n\n").next().unwrap();
    let sources: Vec<&str> =
        section.lines().filter_map(|line| line.trim().strip_prefix("- ")?.split([',', ' ']).next()).collect();
    assert!(sources.len() > 3, "{sources:?}");
    for number in [1, 2] {
        let own = read(&format!("assets/models/careful-{number}/NOTICE"));
        for source in &sources {
            assert!(own.contains(&format!("- {source}")), "careful-{number}/NOTICE does not name {source}");
        }
        assert!(own.contains("CC BY-SA 4.0"));
        assert!(read(&format!("assets/models/careful-{number}/Cargo.toml")).contains("license = \"CC-BY-SA-4.0\""));
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
