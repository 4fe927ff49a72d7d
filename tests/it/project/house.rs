//! Which room may use which. The module documentation of each folder under `src/` says it in one paragraph, `May use:`;
//! these tests read the sources and hold them to it.
//!
//! `May use:` names rooms by their path under `src` (`text`, `suggest/candidate`) and the restricted outside names
//! ([`RESTRICTED`]). A folder without the paragraph has that of the folder around it. What a folder does not name it may not
//! use, its own files and sub-folders excepted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Outside crates and parts of the standard library that only some rooms may use: those that reach the terminal, the
/// disk, the clock, the environment or other threads, and those that one room wraps for the others.
const RESTRICTED: &[&str] = &[
    "anyhow",
    "clap",
    "crossterm",
    "etcetera",
    "fastrand",
    "icu_segmenter",
    "jiff",
    "nucleo_matcher",
    "ratatui",
    "rustix",
    "signal_hook",
    "std::env",
    "std::fs",
    "std::thread",
    "std::time",
    "tempfile",
    "toml_edit",
    "unicode_bidi",
    "ureq",
];

/// The modules of the crate by path under `src`, without `mod` and `.rs`: `text/search`, `text` for its `mod.rs`.
struct Sources {
    modules: BTreeMap<String, Module>,
}

struct Module {
    file: PathBuf,
    /// The code without comments and unit tests.
    code: String,
    /// The module documentation.
    doc: String,
    is_folder: bool,
    /// What each name that the file imports or re-exports stands for: an absolute path inside the crate.
    imports: BTreeMap<String, Vec<String>>,
}

impl Sources {
    fn read() -> Self {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        collect(&src, &mut files);
        let mut modules = BTreeMap::new();
        for file in files {
            let inside = file.strip_prefix(&src).unwrap().with_extension("");
            let path: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
            let (path, is_folder) = match path.as_slice() {
                ["lib"] | ["main"] => (String::new(), true),
                [folder @ .., "mod"] => (folder.join("/"), true),
                path => (path.join("/"), false),
            };
            if path.is_empty() && file.ends_with("main.rs") {
                continue;
            }
            let raw = fs::read_to_string(&file).unwrap();
            let doc =
                raw.lines().take_while(|line| line.starts_with("//!")).map(|line| line[3..].trim()).collect::<Vec<_>>();
            let module = Module {
                code: code(&raw),
                doc: doc.join("\n"),
                file: file.clone(),
                is_folder,
                imports: BTreeMap::new(),
            };
            modules.insert(path, module);
        }
        let tests: Vec<String> = modules.keys().filter(|path| is_unit_test(path, &modules)).cloned().collect();
        for path in tests {
            modules.remove(&path);
        }
        let mut sources = Self { modules };
        let imports: Vec<(String, BTreeMap<String, Vec<String>>)> =
            sources.modules.iter().map(|(path, module)| (path.clone(), sources.imports(path, module))).collect();
        for (path, found) in imports {
            sources.modules.get_mut(&path).unwrap().imports = found;
        }
        sources
    }

    fn imports(&self, path: &str, module: &Module) -> BTreeMap<String, Vec<String>> {
        let mut found = BTreeMap::new();
        for import in uses(&module.code) {
            let (target, name) = import.split_once(" as ").unwrap_or((&import, ""));
            let Some(absolute) = self.absolute(path, target) else { continue };
            let name =
                if name.is_empty() { absolute.last().cloned().unwrap_or_default() } else { name.trim().to_owned() };
            found.insert(name, absolute);
        }
        found
    }

    /// A path as the crate's root sees it, if it stays inside the crate.
    fn absolute(&self, module: &str, path: &str) -> Option<Vec<String>> {
        let parts: Vec<&str> = path.split("::").map(str::trim).filter(|part| !part.is_empty()).collect();
        let mut here: Vec<&str> = module.split('/').filter(|part| !part.is_empty()).collect();
        let rest = match *parts.first()? {
            "crate" => {
                here.clear();
                &parts[1..]
            }
            "self" => &parts[1..],
            "super" => {
                let ups = parts.iter().take_while(|part| **part == "super").count();
                here.truncate(here.len().saturating_sub(ups));
                &parts[ups..]
            }
            first => {
                let child = here.iter().copied().chain([first]).collect::<Vec<_>>().join("/");
                if !self.modules.contains_key(&child) {
                    return None;
                }
                &parts[..]
            }
        };
        Some(here.into_iter().chain(rest.iter().copied()).map(str::to_owned).collect())
    }

    /// The module in which the last name of an absolute path is defined; re-exports are followed.
    fn target(&self, absolute: &[String], depth: usize) -> String {
        let mut module = String::new();
        let mut rest = absolute;
        while let Some((first, behind)) = rest.split_first() {
            let child = if module.is_empty() { first.clone() } else { format!("{module}/{first}") };
            if !self.modules.contains_key(&child) {
                break;
            }
            (module, rest) = (child, behind);
        }
        let exported = rest.first().and_then(|name| self.modules.get(&module)?.imports.get(name));
        match exported {
            Some(exported) if depth < 8 && exported != absolute => {
                let path: Vec<String> = exported.iter().chain(&rest[1..]).cloned().collect();
                self.target(&path, depth + 1)
            }
            _ => module,
        }
    }

    /// The modules that a module uses. A `mod.rs` is not said to use what it only re-exports.
    fn used_by(&self, path: &str) -> BTreeSet<String> {
        let module = &self.modules[path];
        let mut used = BTreeSet::new();
        let mut body = String::new();
        for (is_use, public, statement) in statements(&module.code) {
            if !is_use {
                body.push_str(statement);
            } else if !(public && module.is_folder) {
                for import in expand(statement) {
                    let import = import.split(" as ").next().unwrap();
                    used.extend(self.absolute(path, import).map(|absolute| self.target(&absolute, 0)));
                }
            }
        }
        for written in qualified(&body) {
            let first = written.split("::").next().unwrap();
            let absolute = match module.imports.get(first) {
                Some(import) => Some(
                    import.iter().cloned().chain(written.split("::").skip(1).map(str::to_owned)).collect::<Vec<_>>(),
                ),
                None => self.absolute(path, &written),
            };
            used.extend(absolute.map(|absolute| self.target(&absolute, 0)));
        }
        used.remove(path);
        used
    }

    /// The names in the paragraph `May use:` of the folder that a module lies in, or of the nearest one around it, and
    /// that folder.
    fn rule(&self, module: &str) -> (String, Vec<String>) {
        let mut folder = module.to_owned();
        loop {
            if let Some(module) = self.modules.get(&folder).filter(|module| module.is_folder)
                && let Some(names) = may_use(&module.doc)
            {
                return (folder, names);
            }
            let Some((around, _)) = folder.rsplit_once('/') else { panic!("{module}: no folder says what it may use") };
            folder = around.to_owned();
        }
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file: no comments (documentation may show anything), no unit tests (which may set a stage).
fn code(raw: &str) -> String {
    let tests = raw.find("#[cfg(test)]\nmod tests {").unwrap_or(raw.len());
    let lines = raw[..tests].lines().filter(|line| !line.trim_start().starts_with("//"));
    // `pub(in crate::room)` says who may use a thing, not what it uses.
    lines.map(without_visibility).collect::<Vec<_>>().join("\n")
}

fn without_visibility(line: &str) -> String {
    match line.split_once("pub(in ").and_then(|(before, rest)| Some((before, rest.split_once(')')?.1))) {
        Some((before, behind)) => format!("{before}pub{behind}"),
        None => line.to_owned(),
    }
}

/// True for a module that `#[cfg(test)]` keeps out of the program, and for the modules inside it.
fn is_unit_test(path: &str, modules: &BTreeMap<String, Module>) -> bool {
    let Some((parent, name)) = path.rsplit_once('/') else { return false };
    let declared = modules.get(parent).is_some_and(|parent| {
        let raw = fs::read_to_string(&parent.file).unwrap();
        ["", "pub(crate) ", "pub(super) "]
            .iter()
            .any(|public| raw.contains(&format!("#[cfg(test)]\n{public}mod {name};")))
    });
    declared || is_unit_test(parent, modules)
}

/// The statements of a file: whether it is a `use`, whether it is public, the text behind `use`.
fn statements(code: &str) -> Vec<(bool, bool, &str)> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some((before, public, behind)) = next_use(rest) {
        found.push((false, false, before));
        let end = behind.find(';').unwrap_or(behind.len());
        found.push((true, public, &behind[..end]));
        rest = behind.get(end..).unwrap_or("");
    }
    found.push((false, false, rest));
    found
}

/// The text before the next `use`, whether it is public, and the text behind the keyword.
fn next_use(code: &str) -> Option<(&str, bool, &str)> {
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let text = line.trim_start();
        let public = text.starts_with("pub");
        let text = if public { text.split_once(' ').map_or("", |(_, text)| text) } else { text };
        if let Some(path) = text.strip_prefix("use ") {
            let at = start + line.len() - path.len();
            return Some((&code[..start], public, &code[at..]));
        }
        start += line.len();
    }
    None
}

fn uses(code: &str) -> Vec<String> {
    statements(code).into_iter().filter(|(is_use, ..)| *is_use).flat_map(|(_, _, path)| expand(path)).collect()
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expand(path: &str) -> Vec<String> {
    let path = path.trim();
    let Some((before, inside)) = path.split_once('{') else { return vec![path.to_owned()] };
    let inside = inside.strip_suffix('}').unwrap_or(inside);
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in inside.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(c);
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty()).flat_map(|part| expand(part));
    parts
        .map(|part| if part == "self" { before.trim_end_matches(':').to_owned() } else { format!("{before}{part}") })
        .collect()
}

/// The paths with `::` in a text that begin with a lower-case letter, such as `super::name::Kind` and `tags::split`.
fn qualified(code: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for part in code.split(|c: char| !is_word(c) && c != ':') {
        let part = part.trim_matches(':');
        if part.contains("::") && part.starts_with(|c: char| c.is_lowercase()) {
            found.push(part.to_owned());
        }
    }
    found
}

/// The names in backticks of the paragraph that begins `May use:`.
fn may_use(doc: &str) -> Option<Vec<String>> {
    let paragraph = doc.split("\n\n").find(|paragraph| paragraph.starts_with("May use:"))?;
    let names = paragraph.split('`').skip(1).step_by(2);
    Some(names.map(|name| name.trim_start_matches("crate::").to_owned()).collect())
}

/// True if the folder of the rule holds the module, or the rule names the module or a folder around it.
fn allows(folder: &str, names: &[String], module: &str) -> bool {
    let within = |place: &str| module == place || module.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
    within(folder) || names.iter().any(|name| within(name))
}

#[test]
fn every_room_uses_only_what_it_says() {
    let sources = Sources::read();
    let mut wrong = BTreeSet::new();
    for (path, module) in sources.modules.iter().filter(|(path, _)| !path.is_empty()) {
        let (folder, names) = sources.rule(path);
        for used in sources.used_by(path) {
            if !used.is_empty() && !allows(&folder, &names, &used) {
                wrong.insert(format!("{}: `{folder}` does not say that it may use `{used}`", module.file.display()));
            }
        }
        for outside in RESTRICTED.iter().filter(|outside| !names.iter().any(|name| name == *outside)) {
            let path = format!("{outside}::");
            let plain = format!("use {outside};");
            let found = module.code.match_indices(&path).any(|(at, _)| {
                !module.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '"')
            });
            if found || module.code.contains(&plain) {
                wrong.insert(format!("{}: `{folder}` does not say that it may use `{outside}`", module.file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a room may use is real: a room or a restricted name, spelled right.
#[test]
fn what_rooms_may_use_exists() {
    let sources = Sources::read();
    let mut unknown = Vec::new();
    for (path, module) in sources.modules.iter().filter(|(path, module)| module.is_folder && !path.is_empty()) {
        let names = may_use(&module.doc).unwrap_or_default();
        let names =
            names.iter().filter(|name| !sources.modules.contains_key(*name) && !RESTRICTED.contains(&name.as_str()));
        unknown.extend(names.map(|name| format!("src/{path}/mod.rs: May use `{name}`: there is no such room")));
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

/// Files that use each other in a circle can only be read together.
#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = Sources::read();
    let uses: BTreeMap<String, BTreeSet<String>> =
        sources.modules.keys().map(|path| (path.clone(), sources.used_by(path))).collect();
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        uses.keys().map(|path| (path.as_str(), reachable(path, &uses))).collect();
    let mut circle = Vec::new();
    for (path, found) in &reached {
        let back: Vec<&&str> = uses[*path]
            .iter()
            .filter_map(|used| found.get(used.as_str()))
            .filter(|used| reached[**used].contains(path))
            .collect();
        if !back.is_empty() {
            circle.push(format!("{path} -> {back:?}"));
        }
    }
    assert!(circle.is_empty(), "{circle:#?}");
}

/// The modules that a module uses, directly or through others.
fn reachable<'u>(path: &str, uses: &'u BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'u str> {
    let mut found = BTreeSet::new();
    let mut open = vec![path];
    while let Some(path) = open.pop() {
        for used in uses.get(path).into_iter().flatten() {
            if found.insert(used.as_str()) {
                open.push(used);
            }
        }
    }
    found
}

/// A file that no `mod` names is not compiled: a leftover that only looks alive.
#[test]
fn every_file_is_compiled() {
    let sources = Sources::read();
    for (path, module) in sources.modules.iter().filter(|(path, _)| !path.is_empty()) {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        let declared = &fs::read_to_string(&sources.modules[parent].file).unwrap();
        assert!(declared.contains(&format!("mod {name};")), "no mod names {}", module.file.display());
    }
}

#[test]
fn folders_say_what_they_are_for() {
    let sources = Sources::read();
    for (path, module) in sources.modules.iter().filter(|(path, module)| module.is_folder && !path.is_empty()) {
        assert!(module.doc.len() > 40, "src/{path}/mod.rs needs a module doc");
        let is_room = !path.contains('/');
        assert!(
            !is_room || may_use(&module.doc).is_some(),
            "src/{path}/mod.rs: a paragraph that begins `May use:` is missing"
        );
    }
}

/// A file has one subject, and a reader can hold it in the head.
#[test]
fn no_file_is_longer_than_400_lines() {
    let sources = Sources::read();
    for module in sources.modules.values() {
        let lines = fs::read_to_string(&module.file).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines", module.file.display());
    }
}

/// Files are read by `store/input` alone: it refuses pipes and devices, which would block, and files of any size. The disk
/// opens what tawsim itself writes, and folders, after it has asked what they are.
#[test]
fn one_room_opens_what_is_read() {
    let sources = Sources::read();
    let calls = ["fs::read(", "fs::read_to_string(", "File::open(", "fs::read_link(", "File::options("];
    let mut wrong = Vec::new();
    for (path, module) in &sources.modules {
        // The folder that is synced after a rename; files and folders that are locked and not read.
        let allowed =
            path.starts_with("store/input/") || ["store/disk/real", "store/gold/lock"].contains(&path.as_str());
        let calls_it = |call: &&&str| {
            let before = |at: usize| module.code[..at].chars().next_back();
            module.code.match_indices(**call).any(|(at, _)| !before(at).is_some_and(char::is_alphanumeric))
        };
        for call in calls.iter().filter(calls_it) {
            if !allowed {
                wrong.push(format!("{}: {call}…): open it with store::open_input", module.file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The words and letters by which quotes are found are data (`assets/quotes/`) or have names (`src/words/letters.rs`), so that
/// people who know Arabic and no Rust can read and change them.
#[test]
fn rules_for_quotes_name_no_arabic_word() {
    let sources = Sources::read();
    let is_arabic_letter = |c: char| matches!(c, '\u{620}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' | '\u{750}'..='\u{77F}');
    let rules = sources.modules.iter().filter(|(path, _)| path.starts_with("suggest/quote"));
    for (path, module) in rules.filter(|(path, _)| !is_unit_test(path, &sources.modules)) {
        for line in module.code.lines() {
            let before_comment = line.split("//").next().unwrap_or(line);
            assert!(
                !before_comment.contains(is_arabic_letter),
                "{path}: {line}\nPut the word in a class of assets/quotes/, or use a letter of src/words/letters.rs"
            );
        }
    }
}

/// The root holds what the customer fixed, and what cargo, git, CI and the Rust ecosystem expect.
#[test]
fn the_root_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let expected = [
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
        "pyproject.toml",
        "python",
        "rust-toolchain.toml",
        "rustfmt.toml",
        "sample_articles",
        "scripts",
        "src",
        "target",
        "tests",
        "training",
    ];
    // What a user's own work leaves here is ignored by git.
    let work = ["gold"];
    for entry in fs::read_dir(root).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = name.starts_with('.') || expected.contains(&name.as_str()) || work.contains(&name.as_str());
        assert!(known, "{name} does not belong in the root");
    }
}
