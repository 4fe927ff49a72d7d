//! The documents say what is true: the table of keys is the command table, the help texts are those of the program, examples
//! load, and every flag that is named exists. `UPDATE_DOCS=1 cargo test --test it documents` writes what is generated.

use crate::common;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use tawsim::formats::{Format, markdown_table};
use tawsim::gold::{LabelSet, json, lint};
use tawsim::workbench::{COMMANDS, CommandName, Group, Keymap, PROMPT_KEYS};

fn path(document: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(document)
}

fn read(document: &str) -> String {
    fs::read_to_string(path(document)).unwrap_or_else(|error| panic!("{document}: {error}"))
}

/// The pages of a folder, by their paths in the project.
fn pages(folder: &str) -> Vec<String> {
    let names = fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".md")).map(|name| format!("{folder}/{name}")).collect()
}

/// Compares the part of a document between two markers with what the program says, or writes it.
fn hold(document: &str, begin: &str, end: &str, generated: &str) {
    let text = read(document);
    let (before, rest) = text.split_once(begin).unwrap_or_else(|| panic!("{document} has no {begin}"));
    let (found, after) = rest.split_once(end).unwrap_or_else(|| panic!("{document} has no {end}"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path(document), format!("{before}{begin}{generated}{end}{after}")).unwrap();
        return;
    }
    assert_eq!(found, generated, "run UPDATE_DOCS=1 cargo test --test it documents");
}

/// What `tawsim` prints with these arguments.
fn output(arguments: &[&str]) -> String {
    let output = common::run(&path(""), arguments, "");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    common::text(&output.stdout)
}

/// The verbs that the help names.
fn verbs() -> Vec<String> {
    let help = output(&["--help"]);
    let (_, rest) = help.split_once("Commands:\n").unwrap();
    let (list, _) = rest.split_once("\n\n").unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|verb| verb != "help").collect()
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
    hold("docs/src/guide/keys.md", "writes it anew -->\n", "<!-- end of keys -->", &table());
}

#[test]
fn the_keymap_of_the_example_is_sound() {
    let page = read("docs/src/guide/keys.md");
    let (_, rest) = page.split_once("```toml\n[keys]").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let keymap = Keymap::from_toml(&format!("[keys]{example}")).unwrap();
    assert_eq!(keymap.shown(CommandName::ACCEPT), "y Enter");
}

#[test]
fn the_gold_of_the_example_is_sound() {
    let page = read("docs/src/guide/gold-json.md");
    let (_, rest) = page.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let (article, annotation) = json::read(example).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(lint(&article.text, &annotation, &LabelSet::default()), []);
    assert_eq!(annotation.gold.len(), 3);
}

#[test]
fn the_help_texts_are_those_of_the_program() {
    assert!(output(&["--version"]).starts_with(concat!("tawsim ", env!("CARGO_PKG_VERSION"))));
    for verb in verbs() {
        let help = format!("\n\n```text\n{}\n```\n\n", output(&[&verb, "--help"]).trim());
        let (begin, end) = (format!("<!-- help {verb} -->"), format!("<!-- end of help {verb} -->"));
        hold("docs/src/guide/command-line.md", &begin, &end, &help);
    }
}

#[test]
fn every_verb_and_flag_that_they_name_exists() {
    let help = |verb: &str| output(&[verb, "--help"]);
    let helps: HashMap<String, String> = verbs().into_iter().map(|verb| (verb.clone(), help(&verb))).collect();
    let whole = output(&["--help"]) + &helps.values().cloned().collect::<String>();
    let flags = |words: &str| {
        let words = words.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        words.filter(|word| word.len() > 2 && word.starts_with("--")).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut named = 0;
    for document in [vec!["README.md".to_owned()], pages("docs/src/guide")].concat() {
        for line in read(&document).lines() {
            // `tawsim VERB --flag …`, in code and in blocks of commands.
            for call in line.split("tawsim ").skip(1) {
                let call = call.split(['`', '|', '#']).next().unwrap();
                let verb = call.split_whitespace().next().unwrap_or_default();
                let known = helps.get(verb).or(helps.get("annotate")).unwrap();
                for flag in flags(call) {
                    assert!(known.contains(&flag), "{document}: tawsim {call}: there is no {flag}");
                    named += 1;
                }
            }
            // `--flag VALUE` alone.
            for code in line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("--")) {
                for flag in flags(code) {
                    assert!(whole.contains(&flag), "{document}: `{code}`: there is no {flag}");
                    named += 1;
                }
            }
        }
    }
    assert!(named > 50, "{named} flags are named");
}

#[test]
fn the_readme_is_short_and_has_its_two_commands() {
    let readme = read("README.md");
    assert!(readme.len() <= 6000, "README.md has {} bytes", readme.len());
    assert!(readme.contains("cargo run --release -- sample_articles") && readme.contains("cargo test"));
}

/// Every link from one page to another leads to a file, and every page is in the table of contents.
#[test]
fn links_lead_somewhere() {
    let contents = read("docs/src/SUMMARY.md");
    let root = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned).to_vec();
    let folders = ["docs/src", "docs/src/guide", "docs/src/contributing"];
    for page in [root, folders.into_iter().flat_map(pages).collect()].concat() {
        if let Some(inside) = page.strip_prefix("docs/src/").filter(|inside| *inside != "SUMMARY.md") {
            assert!(contents.contains(&format!("({inside})")), "SUMMARY.md does not have {inside}");
        }
        for rest in read(&page).split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap();
            if !target.is_empty() && !target.contains("://") && !target.contains(char::is_whitespace) {
                let leads = path(&page).parent().unwrap().join(target);
                assert!(leads.exists(), "{page}: the link to {target} leads nowhere");
            }
        }
    }
}

/// Every source file and folder that a page for contributors names exists.
#[test]
fn the_source_files_that_they_name_exist() {
    for page in pages("docs/src/contributing") {
        for code in read(&page).split('`').skip(1).step_by(2).filter(|code| code.starts_with("src/")) {
            // `NAME.rs` stands for any file.
            let is_path = code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "/_.".contains(c));
            assert!(!is_path || path(code).exists(), "{page}: there is no {code}");
        }
    }
}

/// No table of the architecture says two things of one subject: each row begins with another cell.
#[test]
fn the_architecture_names_each_subject_once() {
    let page = read("docs/src/contributing/architecture.md");
    let mut subjects = HashSet::new();
    for row in page.lines() {
        match row.strip_prefix("| ").and_then(|row| row.split_once(" |")) {
            Some((subject, _)) => assert!(subjects.insert(subject), "two rows begin with {subject}"),
            None => subjects.clear(),
        }
    }
}

/// The examples of the conventions are marked as the format `inline` demands, and their entities have the usual labels.
#[test]
fn the_examples_of_the_conventions_can_be_read() {
    let page = read("docs/src/guide/conventions.md");
    let inline: &Format = "inline".parse().unwrap();
    let mut examples = 0;
    for (number, row) in page.lines().enumerate().filter(|(_, line)| line.starts_with("| ")) {
        let example = row.rsplit(" | ").next().unwrap().trim_end_matches(" |");
        for code in example.split('`').skip(1).step_by(2) {
            examples += 1;
            let found = inline.import_bytes(code.as_bytes(), None);
            let (one, _) = found[0].as_ref().unwrap_or_else(|fault| panic!("line {}: {code}: {fault:?}", number + 1));
            for item in one.gold_items() {
                let label = item.body.label();
                let known = ["PER", "LOC", "ORG", "MISC", "DATE", "direct", "indirect", "mixed"];
                assert!(known.contains(&label), "line {}: {label}", number + 1);
            }
        }
    }
    assert!(examples > 150, "{examples} examples");
}

#[test]
fn the_table_of_formats_is_made_from_their_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/guide/formats.md");
    let guide = fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once("writes it anew -->\n").unwrap();
    let (found, after) = rest.split_once("<!-- end of formats -->").unwrap();
    let table = format!("\n{}", markdown_table());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, format!("{before}writes it anew -->\n{table}<!-- end of formats -->{after}")).unwrap();
        return;
    }
    assert_eq!(found, table, "run UPDATE_DOCS=1 cargo test --test it documents");
}
