//! Nothing that a verb prints for people controls the terminal, whatever is in the files that it reads.

use std::fs;
use std::path::Path;
use std::process::Output;

use tawsim::text::is_control_or_format;

use crate::common::{run, text};

/// An escape sequence, a C1 control, an override, a tag, a zero-width space and a carriage return.
const HOSTILE: &str = "x\u{1b}[2J\u{9b}31m\u{202e}\u{e0041}\u{200b}\r";

fn json(words: &str) -> String {
    serde_json::to_string(words).unwrap()
}

/// A hostile workplace: the id, the label, the source and an unknown value of its gold, the names of its files, and its
/// settings contain such characters.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let id = json(HOSTILE);
    let gold = format!(
        "{{\"schema\":\"tawsim/1\",\"id\":{id},\"text\":\"زار باريس ثم لندن\",\"offset_unit\":\"codepoint\",\
         \"status\":\"done\",\"annotator\":{id},\"entities\":[{{\"id\":{id},\"start\":3,\"end\":9,\"label\":{id},\
         \"verdict\":\"added\",\"note\":{id}}},{{\"id\":\"e2\",\"start\":4,\"end\":9,\"label\":\"LOC\",\
         \"verdict\":\"added\"}}]}}\n"
    );
    fs::write(path.join("gold.jsonl"), gold.clone() + &gold.replace("\"id\":\"x", "\"id\":\"y")).unwrap();
    fs::write(path.join("other.jsonl"), gold.replace("زار", "غاب")).unwrap();
    fs::write(path.join("broken.jsonl"), gold.replace("\"start\":3", "\"start\":300")).unwrap();
    fs::write(path.join("in.jsonl"), format!("{{\"id\":{id},\"text\":\"زار باريس\"}}\n").repeat(2)).unwrap();
    fs::write(path.join("color.toml"), format!("[[label]]\nname = \"LOC\"\ncolor = {id}\n")).unwrap();
    fs::write(path.join("name.toml"), format!("[[label]]\nname = {id}\n")).unwrap();
    fs::write(path.join("syntax.toml"), format!("[[label]]\nname = {HOSTILE}\n")).unwrap();
    fs::write(path.join("keys.toml"), format!("[keys]\n{id} = [{id}]\n")).unwrap();
    fs::write(path.join("lexicon.toml"), format!("{id} = {id}\n")).unwrap();
    fs::write(path.join("prodigy.jsonl"), format!("{{\"text\":\"زار\",\"spans\":[{{\"label\":{id}}}],{id}:1}}\n"))
        .unwrap();
    folder
}

fn check_output(arguments: &[&str], output: &Output) {
    for bytes in [&output.stdout, &output.stderr] {
        let printed = text(bytes);
        let unsafe_char = printed.chars().find(|c| is_control_or_format(*c) && *c != '\n');
        assert_eq!(unsafe_char, None, "{arguments:?}: {printed:?}");
    }
}

fn check_all(folder: &Path, runs: &[&[&str]]) {
    for arguments in runs {
        let output = run(folder, arguments, "");
        check_output(arguments, &output);
        assert!(!output.stderr.is_empty() || !output.stdout.is_empty(), "{arguments:?}: nothing was tried");
    }
}

#[test]
fn no_message_controls_the_terminal() {
    let folder = workplace();
    check_all(
        folder.path(),
        &[
            &["check", "gold.jsonl"],
            &["check", "broken.jsonl"],
            &["score", "gold.jsonl", "gold.jsonl"],
            &["score", "gold.jsonl", "other.jsonl"],
            &["export", "--to", "conll", "gold.jsonl", "--out", "out.conll"],
            &["export", "--to", "brat", "gold.jsonl", "--out", "brat"],
            &["export", "--to", "jsonl", "broken.jsonl", "--out", "x.jsonl"],
            &["train", "gold.jsonl", "--parts", "2", "--epochs", "1", "-o", "m.tawsim"],
            &["import", "--from", "prodigy", "prodigy.jsonl", "-o", "p.jsonl"],
            &["import", "--from", "jsonl", "gold.jsonl", "gold.jsonl", "--gold", "new"],
            &["show", "in.jsonl", "--labels", "color.toml"],
            &["check", "gold.jsonl", "--labels", "name.toml"],
            &["check", "gold.jsonl", "--labels", "syntax.toml"],
            &["show", "in.jsonl", "--suggest", "--lexicon", "lexicon.toml"],
            &["annotate", "in.jsonl", "--keymap", "keys.toml"],
            &["check", "--fix", "gold.jsonl"],
            // Arguments are quoted in messages.
            &["export", "--to", HOSTILE, "gold.jsonl"],
            &["check", HOSTILE],
            &["check", "gold.jsonl", "--ignore", HOSTILE],
            &[HOSTILE, HOSTILE],
            &["suggest", "in.jsonl", "--suggester", HOSTILE],
            &["export", "--to", "jsonl", "gold.jsonl", "-o", &format!("{HOSTILE}/x.jsonl")],
        ],
    );
}

/// An external program that fails: its own words are in the message, and so is the article's id.
#[cfg(unix)]
#[test]
fn a_failing_program_does_not_control_the_terminal() {
    let folder = workplace();
    fs::write(folder.path().join("words"), HOSTILE).unwrap();
    for command in ["cmd: cat words >&2; exit 1", "cmd: cat words; echo", "cmd: echo '{\"id\":\"z\"}'"] {
        let arguments = ["suggest", "in.jsonl", "--suggester", command, "-o", "s.jsonl", "--force"];
        let output = run(folder.path(), &arguments, "");
        assert!(!output.stderr.is_empty(), "{command}");
        check_output(&arguments, &output);
    }
}

/// Arguments out of range are refused before anything is done.
#[test]
fn arguments_have_ranges() {
    let folder = workplace();
    for arguments in [
        &["suggest", "in.jsonl", "--suggester-timeout", "1e19"][..],
        &["suggest", "in.jsonl", "--suggester-timeout", "86401"],
        &["suggest", "in.jsonl", "--suggester-timeout", "0"],
        &["suggest", "in.jsonl", "--suggester-timeout", "1e-300"],
        &["suggest", "in.jsonl", "--suggester-timeout", "NaN"],
        &["suggest", "in.jsonl", "-j", "30000"],
        &["suggest", "in.jsonl", "-j", "0"],
        &["suggest", "in.jsonl", "--threshold", "1e9"],
        &["train", "gold.jsonl", "-o", "m", "--epochs", "18446744073709551615"],
        &["train", "gold.jsonl", "-o", "m", "--epochs", "0"],
        &["train", "gold.jsonl", "-o", "m", "--voters", "100000"],
        &["train", "gold.jsonl", "-o", "m", "--parts", "1000000"],
        &["show", "in.jsonl", "--width", "65535"],
        &["agree", "gold.jsonl", "gold.jsonl", "--bootstrap", "4294967295"],
        &["agree", "gold.jsonl", "gold.jsonl", "--gamma-samples", "4294967295"],
    ] {
        let output = run(folder.path(), arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("invalid value"), "{arguments:?}: {}", text(&output.stderr));
    }
    let output = run(folder.path(), &["suggest", "in.jsonl", "-j", "1024", "--suggester", "none"], "");
    assert_eq!(text(&output.stdout).lines().count(), 2, "{}", text(&output.stderr));
}
