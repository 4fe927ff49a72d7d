//! The README says what is true: its table of keys is the command table, its JSON loads, its verbs exist.

use crate::common;
use std::fs;
use std::path::Path;

use tawsim::formats::markdown_table;
use tawsim::gold::{LabelSet, json, lint};
use tawsim::workbench::{COMMANDS, CommandName, Group, Keymap, PROMPT_KEYS};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

fn table() -> String {
    let mut table = String::from("\n| key | does | name |\n|---|---|---|\n");
    for group in Group::ALL {
        table.push_str(&format!("| | **{}** | |\n", group.title().en));
        for info in COMMANDS.iter().filter(|info| info.group == group) {
            let keys = match info.keys {
                [first, .., last] if info.keys.len() > 3 => format!("`{first}` … `{last}`"),
                keys => keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" "),
            };
            table.push_str(&format!("| {keys} | {} | `{}` |\n", info.help.en, info.name));
        }
    }
    table.push_str("| | **While a line is typed, all keys are text but these** | |\n");
    for (keys, about) in PROMPT_KEYS {
        let about = about.en;
        let keys = keys.split(' ').map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ");
        table.push_str(&format!("| {keys} | {about} | |\n"));
    }
    table.push('\n');
    table
}

#[test]
fn the_keys_are_those_of_the_command_table() {
    let readme = readme();
    let (before, rest) = readme.split_once("writes it anew -->\n").unwrap();
    let (found, after) = rest.split_once("<!-- end of keys -->").unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        let new = format!("{before}writes it anew -->\n{}<!-- end of keys -->{after}", table());
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), new).unwrap();
        return;
    }
    assert_eq!(found, table(), "run UPDATE_README=1 cargo test --test it documents");
}

#[test]
fn the_keymap_of_the_example_is_sound() {
    let readme = readme();
    let (_, rest) = readme.split_once("```toml\n[keys]").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let keymap = Keymap::from_toml(&format!("[keys]{example}")).unwrap();
    assert_eq!(keymap.shown(CommandName::ACCEPT), "y Enter");
}

#[test]
fn the_gold_of_the_example_is_sound() {
    let readme = readme();
    let (_, rest) = readme.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let (article, annotation) = json::read(example).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(lint(&article.text, &annotation, &LabelSet::default()), []);
    assert_eq!(annotation.gold.len(), 3);
}

#[test]
fn every_verb_and_flag_that_it_names_exists() {
    let run = |arguments: &[&str]| {
        let output = common::run(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, "");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        common::text(&output.stdout)
    };
    assert!(run(&["--version"]).starts_with(concat!("tawsim ", env!("CARGO_PKG_VERSION"))));
    let help = run(&["--help"]);
    let readme = readme();
    for verb in ["annotate", "suggest", "show", "check"] {
        assert!(help.contains(verb) && readme.contains(&format!("`tawsim {verb} ")));
        let help = run(&[verb, "--help"]);
        let (_, row) = readme.split_once(&format!("`tawsim {verb} ")).unwrap();
        let row = row.lines().next().unwrap();
        for flag in row.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| word.starts_with("--")) {
            assert!(help.contains(flag), "{verb} has no {flag}");
        }
    }
}

#[test]
fn the_table_of_formats_is_made_from_their_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/guide/formats.md");
    let guide = fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once("writes it anew -->\n").unwrap();
    let (found, after) = rest.split_once("<!-- end of formats -->").unwrap();
    let table = format!("\n{}", markdown_table());
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(path, format!("{before}writes it anew -->\n{table}<!-- end of formats -->{after}")).unwrap();
        return;
    }
    assert_eq!(found, table, "run UPDATE_README=1 cargo test --test it documents");
}
