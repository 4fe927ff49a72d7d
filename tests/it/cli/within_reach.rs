//! What helps a person to begin: the start without arguments, the sample articles, completions, the manual, the doctor.

use std::fs;

use serde_json::Value;

use crate::common::{run, tawsim, text};

fn output(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), arguments, "");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn a_start_without_arguments_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let output = run::<&str>(folder.path(), &[], "");
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
        text(&output.stderr)
    };
    assert!(start().contains("tawsim tutorial"));
    assert!(start().contains("tawsim sample") && !start().contains("tawsim . "));
    fs::write(folder.path().join("a.txt"), "نص").unwrap();
    fs::write(folder.path().join("b.jsonl"), "").unwrap();
    assert!(start().contains("annotate the 2 article files in this folder"));
}

/// What a newcomer types wrong: the message says what to do, and no table of nothing follows.
#[test]
fn common_mistakes_name_the_next_command() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("a.txt"), "نص").unwrap();
    fs::copy("tests/reference/city-council.json", folder.path().join("gold.json")).unwrap();
    for (arguments, expected) in [
        (&["exprot", "gold"][..], "did you mean tawsim export?"),
        (&["xyzzy"], "is no verb, and no file or folder; tawsim --help lists the verbs"),
        (&["nothere.txt"], "nothere.txt: does not exist; check the path"),
        (&["empty"], "contains no .txt, .jsonl or .json file; give another folder or a file"),
        (&["annotate", "a.txt"], "use `tawsim show`"),
        (&["check", "a.txt"], "name the folder in which tawsim annotate keeps it"),
        (&["stats", "a.txt"], "name the folder in which tawsim annotate keeps it"),
        (&["stats", "empty"], "contains no .txt, .jsonl or .json file"),
        (&["score", "gold.json", "nothere"], "nothere: does not exist; check the path"),
        (&["export", "--to", "conl", "gold.json"], "the formats are jsonl, prodigy"),
        (&["import", "a.txt"], "name it with --from FORMAT"),
        (&["suggest", "a.txt", "--suggester", "careful.bin"], "--suggester takes careful, fast"),
        (&["suggest", "a.txt", "--suggester", "openai: m @ localhost:80"], "write http://HOST:PORT/v1"),
        (&["suggester-check", "ner.py"], "write 'cmd: PROGRAM ARGS'"),
        (&["merge", "gold.json", "--map", "PER"], "write FROM=TO"),
    ] {
        let output = run(folder.path(), arguments, "");
        let (said, printed) = (text(&output.stderr), text(&output.stdout));
        assert_eq!((output.status.code(), printed.as_str()), (Some(2), ""), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

/// `--quiet` leaves out what nobody must act on. Problems stay, and progress is in no pipe unless it is asked for.
#[test]
fn quiet_and_progress_mean_the_same_in_every_verb() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("tests/reference/city-council.json", folder.path().join("gold.json")).unwrap();
    fs::write(folder.path().join("bad.json"), "{").unwrap();
    let said = |arguments: &[&str]| {
        let output = run(folder.path(), arguments, "");
        assert!(output.status.code() < Some(3), "{arguments:?}");
        text(&output.stderr)
    };
    for arguments in [
        &["merge", "gold.json", "-o", "m.jsonl", "--force"][..],
        &["report", "gold.json", "-o", "r.html"],
        &["train", "gold.json", "-o", "m.tawsim", "--parts", "0", "--epochs", "1"],
    ] {
        assert!(!said(arguments).is_empty(), "{arguments:?}");
        assert_eq!(said(&[arguments, &["--quiet"]].concat()), "", "{arguments:?}");
        assert!(!said(arguments).contains('\r'), "{arguments:?}");
    }
    for verb in ["check", "stats", "labels", "merge"] {
        assert!(
            said(&[verb, "bad.json", "--quiet"]).len() + said(&[verb, "bad.json", "-q"]).len() > 0 || verb == "check"
        );
    }
    for verb in [&["check"][..], &["stats"], &["agree", "--any-status", "gold.json"], &["score", "gold.json"]] {
        let json = |flags: &[&str]| text(&run(folder.path(), &[verb, flags, &["gold.json"]].concat(), "").stdout);
        assert_eq!(json(&["--json"]), json(&["--format", "json"]), "{verb:?}");
    }
}

#[test]
fn the_sample_articles_are_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let sample = || {
        let output = run(folder.path(), &["sample"], "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    assert!(sample().contains("tawsim tawsim-sample/articles --gold tawsim-sample/gold"));
    let article = folder.path().join("tawsim-sample/articles/city-council.txt");
    assert_eq!(fs::read(&article).unwrap(), fs::read("sample_articles/city-council.txt").unwrap());
    let count = |path: &str| fs::read_dir(path).unwrap().count();
    assert_eq!(count(folder.path().join("tawsim-sample/articles").to_str().unwrap()), count("sample_articles"));
    fs::write(&article, "مقال آخر").unwrap();
    sample();
    assert_eq!(fs::read_to_string(&article).unwrap(), "مقال آخر", "what is there stays");
}

#[test]
fn completions_know_verbs_flags_and_formats() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = output(&["completions", shell]);
        assert!(script.contains("TAWSIM_COMPLETE") && script.contains("tawsim"), "{shell}: {script}");
    }
    let script = output(&["completions", "nushell"]);
    for word in ["suggester-check", "annotate", "suggester-timeout", "labelstudio", "careful"] {
        assert!(script.contains(word), "nushell: {word}");
    }
}

/// The answers to a shell: the words with which a line can go on.
#[test]
fn a_shell_asks_for_completions() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("news/gold")).unwrap();
    for name in ["a.txt", "b.jsonl", "c.pdf", "d.tawsim", "e.json"] {
        fs::write(folder.path().join("news").join(name), "").unwrap();
    }
    fs::write(folder.path().join("mine.toml"), "[[label]]\nname = \"SHIP\"\n").unwrap();
    let ask = |words: &[&str]| -> Vec<String> {
        let mut command = tawsim(folder.path());
        let output = command.env("TAWSIM_COMPLETE", "fish").arg("--").arg("tawsim").args(words).output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{words:?}");
        text(&output.stdout).lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
    };
    assert_eq!(ask(&["suggester"]), ["suggester-check"]);
    assert_eq!(ask(&["export", "--to", "la"]), ["labelstudio"]);
    assert_eq!(ask(&["convert", "--from", "c", "--to", ""]).len(), ask(&["export", "--to", ""]).len());
    assert_eq!(ask(&["annotate", "news/"]), ["news/a.txt", "news/b.jsonl", "news/e.json", "news/gold/"]);
    assert_eq!(ask(&["news/"]), ask(&["annotate", "news/"]), "without a verb");
    assert_eq!(ask(&["check", "news/"]), ["news/b.jsonl", "news/e.json", "news/gold/"]);
    assert_eq!(ask(&["suggest", "news/a.txt", "--suggester", "c"]), ["careful"]);
    assert_eq!(ask(&["suggest", "news/a.txt", "--suggester", "news/"]), ["news/d.tawsim", "news/gold/"]);
    assert_eq!(ask(&["export", "--map", "PER=M"]), ["PER=MISC"]);
    assert_eq!(ask(&["annotate", "--labels", "mine.toml", "--map", ""]), ["SHIP="]);
    assert_eq!(ask(&["man", "key"]), ["keymap"]);
    assert_eq!(ask(&["merge", "--gold", "no-such-flag", "--ru"]), ["--rule"]);
}

#[test]
fn every_verb_has_a_page_of_the_manual() {
    let folder = tempfile::tempdir().unwrap();
    let written = run(folder.path(), &["man", "--dir", "."], "");
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    let help = output(&["--help"]);
    let (_, verbs) = help.split_once("Commands:\n").unwrap();
    let verbs = verbs.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    for verb in verbs.filter_map(|line| line.split_whitespace().next()).filter(|verb| *verb != "help") {
        let page = fs::read_to_string(folder.path().join(format!("man1/tawsim-{verb}.1"))).unwrap();
        assert_eq!(page, output(&["man", verb]));
        for section in ["SYNOPSIS", "EXAMPLES", "\"EXIT STATUS\"", "\"SEE ALSO\""] {
            assert!(page.contains(&format!("\n.SH {section}\n")), "{verb} has no {section}");
        }
        // Each flag of the help is on the page.
        let help = output(&[verb, "--help"]);
        for flag in help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 3) {
            let flag: String = flag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            assert!(page.contains(&flag.replace('-', "\\-")), "{verb}: {flag}");
        }
    }
    for page in ["gold", "keymap"] {
        let page = output(&["man", page]);
        assert!(page.contains(" 5 ") && page.contains(".SH DESCRIPTION"), "{page}");
    }
    let missing = run(folder.path(), &["man", "nothing"], "");
    assert!(missing.status.code() == Some(2) && text(&missing.stderr).contains("keymap"));
}

#[test]
fn the_doctor_reports_and_shows_no_key() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("no-config/tawsim")).unwrap();
    fs::write(folder.path().join("no-config/tawsim/keymap.toml"), "[keys]\nno-such-command = [\"a\"]\n").unwrap();
    let output = tawsim(folder.path()).args(["doctor", "--json"]).env("TAWSIM_API_KEY", "sk-7").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let report = text(&output.stdout);
    let points: Vec<Value> = report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let point = |name: &str| points.iter().find(|point| point["point"] == name).unwrap();
    assert!(point("keymap")["advice"].as_str().unwrap().contains("no-such-command"), "{report}");
    assert!(point("API key")["found"] == "TAWSIM_API_KEY" && !report.contains("sk-7"));
    assert!(point("locale")["advice"].is_null());
}

/// Terminals are known by their variables, fonts by `fc-list`; without a terminal there is no word about its size.
#[cfg(unix)]
#[test]
fn the_doctor_knows_terminals_and_fonts() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("fc-list");
    let variables =
        ["TMUX", "STY", "TERM", "TERM_PROGRAM", "KITTY_WINDOW_ID", "VTE_VERSION", "SSH_CONNECTION", "SSH_TTY"];
    let report = |set: &[(&str, &str)]| {
        let mut command = tawsim(folder.path());
        for name in variables {
            command.env_remove(name);
        }
        let output = command.args(["doctor", "--json"]).env("PATH", folder.path()).envs(set.iter().copied());
        text(&output.output().unwrap().stdout)
    };
    let point = |report: &str, name: &str| -> Value {
        let points = report.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        points.into_iter().find(|point| point["point"] == name).unwrap_or_default()
    };
    let found = report(&[("ALACRITTY_WINDOW_ID", "1")]);
    assert!(point(&found, "setting")["advice"].as_str().unwrap().contains("--marks hide"), "{found}");
    assert_eq!(point(&found, "window"), Value::Null, "{found}");
    assert!(point(&found, "font")["found"].as_str().unwrap().contains("no fc-list"), "{found}");
    let found = report(&[("KONSOLE_VERSION", "221203")]);
    assert_eq!(point(&found, "setting")["found"], "Konsole needs none for Arabic");
    for (families, words, advised) in [
        ("echo 'DejaVu Sans Mono'", "in one width: DejaVu Sans Mono", false),
        ("case $1 in *spacing*) ;; *) echo Amiri ;; esac", "of other widths: Amiri", true),
        ("true", "no font of this machine", true),
    ] {
        fs::write(&list, format!("#!/bin/sh\n{families}\n")).unwrap();
        fs::set_permissions(&list, fs::Permissions::from_mode(0o755)).unwrap();
        let font = point(&report(&[]), "font");
        assert!(font["found"].as_str().unwrap().contains(words), "{font}");
        assert_eq!(font["advice"].is_string(), advised, "{font}");
    }
}
