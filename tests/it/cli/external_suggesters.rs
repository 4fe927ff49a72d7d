//! External suggesters with the real binary: programs behind `cmd:`, and the user's own names.

use serde_json::{Value, json};

use crate::common::{run, text};

/// Runs `tawsim suggest` with these flags: output lines, standard error, exit status.
fn suggest(texts: &[&str], flags: &[&str]) -> (Vec<Value>, String, i32) {
    let folder = tempfile::tempdir().unwrap();
    let lines = texts.iter().enumerate().map(|(index, text)| json!({"id": format!("a{index}"), "text": text}));
    std::fs::write(folder.path().join("in.jsonl"), lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let output = run(folder.path(), &[&["suggest", "in.jsonl"], flags].concat(), "");
    let lines = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, text(&output.stderr), output.status.code().unwrap())
}

/// The words, label and source of each entity of an article.
fn entities(line: &Value) -> Vec<(&str, &str, &str)> {
    let list = line["entities"].as_array().unwrap();
    list.iter()
        .map(|entity| {
            (entity["text"].as_str().unwrap(), entity["label"].as_str().unwrap(), entity["source"].as_str().unwrap())
        })
        .collect()
}

/// A shell program that suggests the first four letters of each article.
const MARKER: &str = r#"cmd: while read line; do echo '{"entities": [{"start": 0, "end": 4, "label": "PER"}]}'; done"#;
/// The same, but it answers only at the end of its input.
const LATE_MARKER: &str = r#"cmd: awk '{print "{\"entities\": [{\"start\": 0, \"end\": 4, \"label\": \"PER\"}]}"}'"#;

#[test]
fn a_program_suggests_for_each_article_and_is_named_as_the_source() {
    let (lines, messages, code) = suggest(&["سامي هنا", "ليلى هناك"], &["--suggester", MARKER]);
    assert_eq!((messages.as_str(), code, lines.len()), ("", 0, 2));
    assert_eq!(entities(&lines[0]), [("سامي", "PER", "while")]);
    assert_eq!(entities(&lines[1]), [("ليلى", "PER", "while")]);
}

#[test]
fn a_mistyped_suggester_is_told_from_a_missing_model() {
    for (name, meant) in [
        ("fastt", "did you mean fast?"),
        ("carful", "did you mean careful?"),
        ("opneai: llama3.2", "did you mean openai:?"),
        ("news.tawsim", ""),
    ] {
        let (_, messages, code) = suggest(&["سامي هنا"], &["--suggester", name]);
        assert!(code == 2 && messages.contains(&format!("{name}: cannot be read; {meant}")), "{messages}");
        assert_eq!(messages.contains("did you mean"), !meant.is_empty(), "{messages}");
    }
}

/// Also a label that the built-in suggester does not have.
#[test]
fn labels_of_a_program_are_mapped_to_the_annotators() {
    let (lines, _, _) = suggest(&["سامي هنا"], &["--suggester", MARKER, "--map", "PER=شخص"]);
    assert_eq!(entities(&lines[0]), [("سامي", "شخص", "while")]);
    let person = MARKER.replace("PER", "person");
    let (lines, messages, code) = suggest(&["سامي هنا"], &["--suggester", &person, "--map", "person=PER"]);
    assert_eq!((entities(&lines[0]), code), (vec![("سامي", "PER", "while")], 0), "{messages}");
    let (_, messages, code) = suggest(&["سامي هنا"], &["--suggester", "fast", "--map", "person=PER"]);
    assert!(code == 2 && messages.contains("\"person\" is no label of the built-in suggester"), "{messages}");
}

#[test]
fn a_program_and_the_builtin_suggester_that_agree_give_one_suggestion() {
    let program = MARKER.replace("4, \"label\": \"PER\"", "7, \"label\": \"LOC\"");
    let flags = ["--suggester", "builtin", "--suggester", &program];
    let (lines, _, code) = suggest(&["القاهرة أولا"], &flags);
    let found = entities(&lines[0]);
    assert_eq!((found.len(), code), (1, 0), "{found:?}");
    assert!(found[0].2.starts_with("gazetteer") && found[0].2.ends_with("+while"), "{found:?}");
}

#[test]
fn answers_at_the_end_of_the_input_are_used_and_reported() {
    let flags = ["--suggester", LATE_MARKER, "--suggester-timeout", "1"];
    let (lines, messages, code) = suggest(&["سامي هنا", "ليلى هناك"], &flags);
    assert_eq!(entities(&lines[1]), [("ليلى", "PER", "awk")]);
    assert!(messages.contains("flush") && code == 1, "{messages}");
}

#[test]
fn suggest_does_not_wait_for_a_program_that_closed_its_output() {
    let flags = ["--suggester", "cmd: exec 1>&-; exec sleep 1000"];
    let (lines, messages, code) = suggest(&["سامي هنا"], &flags);
    assert_eq!((lines.len(), code), (1, 1));
    assert!(messages.contains("closed its output"), "{messages}");
}

#[test]
fn a_failing_program_is_reported_and_the_run_continues() {
    for (command, words) in [
        ("cmd: exit 3", "it ended (exit status: 3)"),
        ("cmd: echo broken >&2; exit 1", "it ended (exit status: 1): broken"),
        ("cmd: no-such-program-anywhere", "not found"),
        ("cmd: while read line; do echo no json; done", "no JSON object"),
        ("cmd: while read line; do echo '{\"id\": \"other\"}'; done", "another id"),
        ("cmd: while read line; do echo '{\"entities\": 7}'; done", "is no list"),
        ("cmd: sleep 60", "no answer in 0.2 s"),
    ] {
        let limit = if command.contains("sleep") || command.contains("no json") { "0.2" } else { "30" };
        let flags = ["--suggester", "builtin", "--suggester", command, "--suggester-timeout", limit];
        let (lines, messages, code) = suggest(&["القاهرة", "بيروت", "دمشق", "تونس"], &flags);
        let found: Vec<usize> = lines.iter().map(|line| entities(line).len()).collect();
        assert_eq!((found, code), (vec![1, 1, 1, 1], 1), "{command}: {messages}");
        assert!(messages.contains(words) && messages.contains("a0"), "{command}: {messages}");
        assert!(messages.contains("3 times in a row") && !messages.contains("a3"), "{command}: {messages}");
    }
}

/// A program that suggests the first four letters, with the id of the article, and does something else for some articles.
fn with_id(more: &str) -> String {
    format!(
        r#"cmd: while read line; do id=$(expr "$line" : '.*"id":"\([^"]*\)"'); {more}
        printf '{{"id": "%s", "entities": [{{"start": 0, "end": 4, "label": "PER"}}]}}\n' "$id"; done"#
    )
}

#[test]
fn a_line_too_many_shifts_no_answer_and_is_reported() {
    let texts = ["سامي هنا", "ليلى هناك", "نديم جاء", "وفاء غابت"];
    // Before the answer, behind it, with ids and without.
    let late = MARKER.replace("; done", "; echo '{\"entities\": []}'; done");
    let early = MARKER.replace("do echo", "do echo '{\"entities\": []}'; echo");
    let start = MARKER.replace("cmd: ", "cmd: echo '{\"entities\": []}'; ");
    for (program, found) in [
        (with_id(""), 4),
        (with_id("[ $id = a1 ] && echo '{\"id\": \"a0\"}';"), 3),
        (with_id("[ $id = a1 ] && echo '{\"entities\": []}';"), 3),
        (late, 0),
        (early, 0),
        (start, 0),
    ] {
        let flags = ["--suggester", "none", "--suggester", &program];
        let (lines, messages, code) = suggest(&texts, &flags);
        let right = lines.iter().filter(|line| entities(line).len() == 1).count();
        let empty = lines.iter().filter(|line| entities(line).is_empty()).count();
        assert_eq!((right, right + empty), (found, 4), "{program}: {messages}");
        let told = messages.contains("answers no article") || messages.contains("too many");
        assert_eq!((told, code), (found < 4, i32::from(found < 4)), "{program}: {messages}");
    }
}

/// The program waits until its line is taken, so what it writes does not fill the memory.
#[test]
fn a_program_that_writes_without_end_is_stopped() {
    for (program, words) in [
        ("cmd: yes", "its answer is no JSON object: expected value at line 1 column 1: y"),
        ("cmd: yes | tr -d '\\n'", "its answer is longer than 5 MiB"),
        ("cmd: yes '{\"entities\": []}'", "it wrote a line that answers no article"),
        ("cmd: yes ''", "no answer in 0.5 s"),
    ] {
        let flags = ["--suggester", "none", "--suggester", program, "--suggester-timeout", "0.5"];
        let (lines, messages, code) = suggest(&["سامي", "ليلى", "نديم", "وفاء"], &flags);
        assert_eq!((lines.len(), code), (4, 1), "{messages}");
        assert!(messages.contains(words) && messages.contains("3 times in a row"), "{program}: {messages}");
    }
}

/// A program leaves a mark while it runs. It and what it has started end with tawsim, also after SIGKILL.
#[cfg(unix)]
#[test]
fn a_program_does_not_outlive_tawsim() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.jsonl"), "{\"id\": \"a\", \"text\": \"نص\"}\n").unwrap();
    for signal in ["KILL", "TERM"] {
        // The pipe stays open as long as one process of the program lives.
        let pipe = folder.path().join(signal);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let program =
            format!("cmd: (trap '' INT HUP; sleep 1000 & echo started; wait) >'{}' | cat; exit", pipe.display());
        let mut tawsim = crate::common::tawsim(folder.path());
        tawsim.args(["suggest", "in.jsonl", "--suggester", &program, "--suggester-timeout", "1000"]);
        let mut tawsim = tawsim.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(std::fs::File::open(&pipe).unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "started");
        let killed = std::process::Command::new("kill").arg(format!("-{signal}")).arg(tawsim.id().to_string()).status();
        assert!(killed.unwrap().success());
        tawsim.wait().unwrap();
        assert!(lines.next().is_none(), "{signal}");
    }
}

#[test]
fn user_names_are_read_from_files_and_folders() {
    let folder = tempfile::tempdir().unwrap();
    let lists = folder.path().join("lists");
    std::fs::create_dir(&lists).unwrap();
    std::fs::write(lists.join("FAC.txt"), "\u{FEFF}# ours\nجسر الورد\n").unwrap();
    let file = folder.path().join("bodies.txt");
    std::fs::write(&file, "لجنة النخيل\r\n").unwrap();
    let list = format!("ORG={}", file.display());
    let flags = ["--gazetteer", lists.to_str().unwrap(), "--gazetteer", &list, "--suggester", "none"];
    let (lines, messages, code) = suggest(&["عبرت لجنة النخيل وبجسر الورد"], &flags);
    assert_eq!((messages.as_str(), code), ("", 0));
    let found: Vec<(&str, &str)> = entities(&lines[0]).into_iter().map(|(words, label, _)| (words, label)).collect();
    assert_eq!(found, [("لجنة النخيل", "ORG"), ("جسر الورد", "FAC")]);

    std::fs::write(&file, "\n# nothing\n").unwrap();
    for (list, words) in
        [(list.as_str(), "holds no name"), ("ORG=/nowhere.txt", "cannot be read"), ("=x", "cannot be read")]
    {
        let (_, messages, code) = suggest(&["نص"], &["--gazetteer", list]);
        assert!(messages.contains(words) && code == 2, "{list}: {messages}");
    }
}
