//! Programs that speak the suggester protocol, and answers in other shapes, with the real binary.
#![cfg(unix)]

use std::path::Path;

use serde_json::{Value, json};

use crate::common::{run, text};

/// Runs `tawsim suggest` with a program as the only suggester: output lines, standard error, exit status.
fn suggest(texts: &[&str], program: &str, flags: &[&str]) -> (Vec<Value>, String, i32) {
    let folder = tempfile::tempdir().unwrap();
    suggest_in(folder.path(), texts, program, flags)
}

fn suggest_in(folder: &Path, texts: &[&str], program: &str, flags: &[&str]) -> (Vec<Value>, String, i32) {
    let lines = texts.iter().enumerate().map(|(index, text)| json!({"id": format!("a{index}"), "text": text}));
    std::fs::write(folder.join("in.jsonl"), lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let output = run(folder, &[&["suggest", "in.jsonl", "--suggester", program], flags].concat(), "");
    let lines = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, text(&output.stderr), output.status.code().unwrap())
}

fn words(line: &Value) -> Vec<&str> {
    line["entities"].as_array().unwrap().iter().map(|entity| entity["text"].as_str().unwrap()).collect()
}

/// A shell program that shakes hands and then runs `body` for each line, with the id in `$id`.
fn speaking(handshake: &str, body: &str) -> String {
    format!(
        r#"cmd: echo '{{"protocol": "tawsim-suggester/1", "name": "shell", "version": "3"{handshake}}}'
        while read -r line; do id=$(expr "$line" : '.*"id":"\([^"]*\)"'); {body}; done"#
    )
}

const ANSWER: &str = r#"printf '{"id": "%s", "entities": [{"text": "سامي", "label": "PER"}]}\n' "$id""#;

#[test]
fn a_program_that_shakes_hands_names_its_suggestions() {
    let (lines, messages, code) = suggest(&["سامي هنا", "هنا سامي", "لا أحد"], &speaking("", ANSWER), &[]);
    assert_eq!((words(&lines[0]), words(&lines[1]), words(&lines[2])), (vec!["سامي"], vec!["سامي"], vec![]));
    assert_eq!(lines[0]["entities"][0]["source"], "shell@3");
    assert!(messages.contains("a2: 1 of 1 items are left out") && code == 1, "{messages}");
    assert!(!messages.contains("a0") && !messages.contains("a1"), "{messages}");
}

#[test]
fn several_requests_are_in_flight_and_answered_in_any_order() {
    // It answers when it has read four lines, the last one first.
    let body =
        format!(r#"ids="$id $ids"; n=$((n+1)); [ $((n % 4)) = 0 ] && {{ for id in $ids; do {ANSWER}; done; ids=; }}"#);
    let texts = ["سامي", "سامي ب", "سامي ت", "سامي ث", "سامي ج", "سامي ح", "سامي خ", "سامي د"];
    let (lines, messages, code) = suggest(&texts, &speaking(", \"in_flight\": 4", &body), &["--jobs", "4"]);
    assert_eq!((messages.as_str(), code), ("", 0));
    assert!(lines.iter().all(|line| words(line) == ["سامي"]));
}

#[test]
fn copies_of_a_program_without_a_handshake_run_at_the_same_time() {
    // From the second article on, a copy waits until another one runs.
    let folder = tempfile::tempdir().unwrap();
    let wait = "n=0; while [ $(sort -u pids | wc -l) -lt 2 ] && [ $n -lt 50 ]; do n=$((n+1)); sleep 0.1; done";
    let program = format!(
        r#"cmd: while read -r line; do id=$(expr "$line" : '.*"id":"\([^"]*\)"')
        echo $$ >> pids; [ $id = a0 ] || {{ {wait}; }}; {ANSWER}; done"#
    );
    let (lines, messages, code) = suggest_in(folder.path(), &["سامي"; 5], &program, &["--jobs", "3"]);
    assert_eq!((lines.len(), messages.as_str(), code), (5, "", 0));
    let pids = std::fs::read_to_string(folder.path().join("pids")).unwrap();
    let pids: std::collections::BTreeSet<&str> = pids.lines().collect();
    assert!((2..=3).contains(&pids.len()), "{pids:?}");
}

#[test]
fn batches_progress_errors_and_cancelling() {
    // Every line is kept, so that the test sees what was sent.
    let folder = tempfile::tempdir().unwrap();
    let body = r#"printf '%s\n' "$line" >> seen
        case "$line" in
          '{"cancel"'*) ;;
          *slow*) for i in 1 2 3 4; do sleep 0.4; printf '{"id": "%s", "progress": 0.%s}\n' "$id" $i; done
            printf '{"id": "%s", "entities": []}\n' "$id" ;;
          *never*) ;;
          *broken*) printf '{"id": "%s", "error": "out of memory"}\n' "$id" ;;
          *) printf '{"id": "%s", "entities": [{"start": 0, "end": 2, "label": "X"}]}\n' "$id" ;;
        esac"#;
    let texts = ["نص slow", "نص never", "نص broken", "نص"];
    let program = speaking("", body);
    let (lines, messages, code) = suggest_in(folder.path(), &texts, &program, &["--suggester-timeout", "1"]);
    assert_eq!((words(&lines[3]), code), (vec!["نص"], 1));
    assert!(!messages.contains("a0:") && messages.contains("a1: no answer in 1 s"), "{messages}");
    assert!(messages.contains("a2: out of memory"), "{messages}");
    let seen = std::fs::read_to_string(folder.path().join("seen")).unwrap();
    assert!(seen.contains("{\"cancel\":\"a1\"}"), "{seen}");
}

#[test]
fn articles_that_wait_together_come_as_one_line() {
    let folder = tempfile::tempdir().unwrap();
    // Each line is slow, so that other articles wait.
    let body = r#"printf '%s\n' "$line" >> seen; sleep 0.5
        ids=$(printf '%s' "$line" | tr ',' '\n' | sed -n 's/.*"id":"\([^"]*\)".*/\1/p'); sep=
        printf '['; for id in $ids; do printf '%s{"id": "%s", "entities": []}' "$sep" "$id"; sep=,; done; echo ']'"#;
    let program = speaking(", \"batch\": 8", body);
    let (lines, messages, code) = suggest_in(folder.path(), &["نص"; 9], &program, &["--jobs", "8"]);
    assert_eq!((lines.len(), messages.as_str(), code), (9, "", 0));
    let seen = std::fs::read_to_string(folder.path().join("seen")).unwrap();
    assert!(seen.lines().any(|line| line.starts_with("[{")), "{seen}");
    assert_eq!(seen.matches("\"id\":").count(), 9, "{seen}");
}

#[test]
fn a_line_of_a_library_and_a_bad_span_cost_no_article() {
    let program = r#"cmd: echo 'Loading checkpoint shards: 100%'; while read -r line; do echo '[INFO] reading'
        echo '[{"entity_group": "PER", "score": 0.9, "word": "ــ", "start": 0, "end": 4},
               {"entity_group": "PER", "score": 0.9, "word": "ــ", "start": 0, "end": 400}]' | tr -d '\n'; echo; done"#;
    let (lines, messages, code) = suggest(&["سامي هنا", "ليلى هناك", "نديم جاء", "وفاء غابت"], program, &[]);
    assert_eq!(lines.iter().flat_map(words).collect::<Vec<_>>(), ["سامي", "ليلى", "نديم", "وفاء"]);
    assert_eq!((messages.matches("1 of 2 items are left out").count(), code), (4, 1), "{messages}");
    assert!(messages.contains("they are skipped: Loading checkpoint"), "{messages}");
    assert!(!messages.contains("in a row"), "{messages}");
}

#[test]
fn an_error_without_a_handshake_is_reported() {
    let program = r#"cmd: while read -r line; do id=$(expr "$line" : '.*"id":"\([^"]*\)"')
        printf '{"id": "%s", "error": "out of memory"}\n' "$id"; done"#;
    let (_, messages, code) = suggest(&["سامي"], program, &[]);
    assert!(messages.contains("a0: out of memory") && code == 1, "{messages}");
}

#[test]
fn a_handshake_of_another_version_is_refused() {
    let program = r#"cmd: while read -r line; do echo '{"protocol": "tawsim-suggester/9"}'; done"#;
    let (_, messages, code) = suggest(&["نص"], program, &[]);
    assert!(messages.contains("tawsim-suggester/9") && messages.contains("speaks tawsim-suggester/1"), "{messages}");
    assert_eq!(code, 1);
}

/// The program ends in the middle; a fresh one answers the next articles.
#[test]
fn a_program_that_ends_is_started_again() {
    let body = format!(r#"case "$line" in *fatal*) exit 7 ;; *) {ANSWER} ;; esac"#);
    let (lines, messages, code) = suggest(&["سامي", "سامي fatal", "سامي"], &speaking("", &body), &[]);
    let found: Vec<usize> = lines.iter().map(|line| words(line).len()).collect();
    assert_eq!((found, code), (vec![1, 0, 1], 1), "{messages}");
    assert!(messages.contains("a1: it ended (exit status: 7)"), "{messages}");
}

/// With four requests in flight, only the article at which the program ends has no answer. The others are asked about alone.
#[test]
fn the_end_of_a_program_with_many_requests_costs_one_article() {
    let folder = tempfile::tempdir().unwrap();
    // It keeps the first lines until it has three, and ends when one of them is fatal. Later processes answer at once.
    let body = format!(
        r#"ids="$id $ids"; n=$((n+1)); all="$all$line"; [ $n -ge 3 ] || [ -e later ] && {{
        : > later; case "$all" in *fatal*) exit 7 ;; esac; for id in $ids; do {ANSWER}; done; ids=; all=; }}"#
    );
    let texts = ["سامي", "سامي fatal", "سامي", "سامي", "سامي", "سامي", "سامي", "سامي"];
    let program = speaking(", \"in_flight\": 3", &body);
    let (lines, messages, code) = suggest_in(folder.path(), &texts, &program, &["--jobs", "3"]);
    let found: Vec<usize> = lines.iter().map(|line| words(line).len()).collect();
    assert_eq!((found, code), (vec![1, 0, 1, 1, 1, 1, 1, 1], 1), "{messages}");
    assert!(messages.contains("while it had 3 articles; they are asked about again, one by one"), "{messages}");
    assert!(messages.contains("a1: it ended (exit status: 7)") && !messages.contains("in a row"), "{messages}");
}

#[test]
fn suggester_check_tries_a_program_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let check = |program: &str| {
        let output = run(folder.path(), &["suggester-check", program, "--suggester-timeout", "5"], "");
        (text(&output.stdout), output.status.code().unwrap())
    };
    let sed = r#"sed -un -e '1i {"protocol": "tawsim-suggester/1", "name": "sed", "in_flight": 4}' -e 's/^.*"id":\("\([^"\\]\|\\.\)*"\).*$/{"id": \1, "entities": []}/p'"#;
    let (report, code) = check(&format!("cmd: {sed}"));
    assert!(code == 0 && report.contains("all well"), "{report}");
    assert!(
        report.contains("sed, labels any, 4 in flight") && report.contains("ok    4 requests in flight"),
        "{report}"
    );
    for (program, words) in [
        ("cmd: exit 3", "it ended (exit status: 3)"),
        (
            "cmd: echo '{\"protocol\": \"tawsim-suggester/1\"}'; while read -r line; do echo '{\"entities\": []}'; done",
            "it has no \"id\"",
        ),
        (
            "cmd: while read -r line; do echo '{\"entities\": [{\"start\": 0, \"end\": 1, \"label\": \"X\", \"score\": 7}]}'; done",
            "the score 7 is not a number from 0 to 1",
        ),
        ("cmd: while read -r line; do echo '{\"id\": \"plain\", \"entities\": []}'; done", "its \"id\" is \"plain\""),
        (
            "cmd: while read -r line; do echo '{\"entities\": [{\"start\": 0, \"end\": 30, \"label\": \"X\"}]}'; done",
            "past the end",
        ),
        ("cmd: while read -r line; do echo '{\"entities\": []'; done", "no JSON object"),
    ] {
        let (report, code) = check(program);
        assert!(code == 1 && report.contains(words) && report.contains("points are wrong"), "{program}: {report}");
    }
    // Without a handshake an answer needs no id.
    let (report, code) = check("cmd: while read -r line; do echo '{\"entities\": []}'; done");
    assert!(code == 0 && report.contains("all well"), "{report}");
    // A program that dies at one input is tried with the others.
    let ill =
        r#"cmd: while read -r line; do case "$line" in *'"emoji"'*) exit 7;; esac; echo '{"entities": []}'; done"#;
    let (report, code) = check(ill);
    assert!(code == 1 && report.contains("it ended (exit status: 7)"), "{report}");
    assert!(report.contains("ok    100 KB") && report.contains("ok    the same article again"), "{report}");
    assert!(report.contains("\n1 of "), "{report}");
    let (report, _) = check("cmd: exit 3");
    assert!(report.contains("failed 3 times in a row"), "{report}");
    let output = run(folder.path(), &["suggester-check", "fast"], "");
    assert!(output.status.code() == Some(2) && text(&output.stderr).contains("cmd: PROGRAM ARGS"));
}
