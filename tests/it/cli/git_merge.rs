//! A real `git merge` with the driver, as the guide sets it up.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tawsim::gold::{Annotation, json};

use crate::common::{isolate, text};

const TEXT: &str = "زار سامي باريس ثم عاد إلى حي السلام وقال أحمد نعم أمس";

fn gold(entities: &[(&str, &str)]) -> String {
    let entity = |(number, (words, label)): (usize, &(&str, &str))| {
        let start = TEXT.split(words).next().unwrap().chars().count();
        let end = start + words.chars().count();
        format!(r#"{{"id":"e{}","start":{start},"end":{end},"label":"{label}","verdict":"added"}}"#, number + 1)
    };
    let entities: Vec<String> = entities.iter().enumerate().map(entity).collect();
    let line = format!(r#"{{"id":"a","text":"{TEXT}","status":"in_progress","entities":[{}]}}"#, entities.join(","));
    let (article, annotation) = json::read(&line).unwrap();
    json::write(&article, &annotation)
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("git");
    isolate(&mut command, folder);
    let own = Path::new(env!("CARGO_BIN_EXE_tawsim")).parent().unwrap().to_owned();
    let paths = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect::<Vec<_>>();
    command.env("PATH", std::env::join_paths(std::iter::once(own).chain(paths)).unwrap());
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments).output().unwrap()
}

/// Two branches change the gold file of one article; the second is merged into the first.
fn merge(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> (Output, Annotation) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/guide/teams.md")).unwrap();
    let attributes = guide.split_once("```text\n").unwrap().1.split_once("```").unwrap().0;
    let config = guide.lines().find_map(|line| line.strip_prefix("git config merge.tawsim.driver ")).unwrap();
    git(path, &["init", "-q", "-b", "main"]);
    git(path, &["config", "merge.tawsim.driver", config.trim_matches('\'')]);
    fs::create_dir(path.join("gold")).unwrap();
    let commit = |content: &str| {
        fs::write(path.join("gold/a.json"), content).unwrap();
        git(path, &["add", "."]);
        let output = git(path, &["commit", "-q", "-m", "x"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    };
    fs::write(path.join(".gitattributes"), attributes).unwrap();
    commit(&gold(&[("سامي", "PER")]));
    git(path, &["checkout", "-q", "-b", "theirs"]);
    commit(&gold(theirs));
    git(path, &["checkout", "-q", "main"]);
    commit(&gold(ours));
    let output = git(path, &["merge", "-q", "-m", "merged", "theirs"]);
    let merged = fs::read_to_string(path.join("gold/a.json")).unwrap();
    (output, json::read(&merged).unwrap_or_else(|error| panic!("{error}: {merged}")).1)
}

fn words(annotation: &Annotation) -> Vec<String> {
    let (article, _) = json::read(&gold(&[])).unwrap();
    let gold = annotation.gold.iter().filter_map(|item| item.body.span());
    gold.map(|span| article.text.slice(span).to_owned()).collect()
}

/// The spans are beside each other, so a merge of lines would conflict.
#[test]
fn git_merges_two_branches_without_lost_spans() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("left out: there is no git");
        return;
    }
    let (output, merged) = merge(
        &[("سامي", "PER"), ("باريس", "LOC"), ("أمس", "DATE")],
        &[("سامي", "PER"), ("حي السلام", "LOC"), ("أحمد", "PER")],
    );
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(words(&merged), ["سامي", "باريس", "حي السلام", "أحمد", "أمس"]);
    assert!(merged.pending.is_empty());
    // Readings that exclude each other are pending, and Git says that the file is in conflict.
    let (output, merged) = merge(
        &[("سامي", "PER"), ("حي السلام", "LOC"), ("أمس", "DATE")],
        &[("سامي", "PER"), ("السلام", "LOC"), ("أحمد", "PER")],
    );
    assert!(!output.status.success());
    assert!(text(&output.stdout).contains("CONFLICT"), "{}", text(&output.stdout));
    assert_eq!((words(&merged), merged.pending.len()), (["سامي", "أحمد", "أمس"].map(str::to_owned).to_vec(), 2));
}
