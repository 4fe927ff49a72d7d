//! Programs that suggest, in the workbench.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::terminal::Terminal;

/// Speaks the suggester protocol, keeps what it reads in the file `seen`, and does not answer for the articles a0 and a1.
const PROGRAM: &str = r#"echo '{"protocol": "tawsim-suggester/1", "name": "slow"}'
while read -r line; do
  printf '%s\n' "$line" >> seen
  case "$line" in
    '{"cancel"'*|*'"id":"a0"'*|*'"id":"a1"'*) ;;
    *) id=$(expr "$line" : '.*"id":"\([^"]*\)"')
      printf '{"id": "%s", "entities": [{"text": "باريس", "label": "LOC"}]}\n' "$id" ;;
  esac
done
"#;

#[test]
fn leaving_an_article_cancels_what_a_program_works_on() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("slow.sh"), PROGRAM).unwrap();
    let lines = (0..4).map(|number| format!("{{\"id\": \"a{number}\", \"text\": \"زار سامي باريس {number}\"}}\n"));
    fs::write(folder.path().join("articles.jsonl"), lines.collect::<String>()).unwrap();
    // Without the cancelling, the second article would be asked about after an hour.
    let arguments = ["articles.jsonl", "--suggester", "cmd: sh slow.sh", "--suggester-timeout", "3600"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("? help");
    let until = Instant::now() + Duration::from_secs(60);
    let seen = |words: &str| {
        while !fs::read_to_string(folder.path().join("seen")).unwrap_or_default().contains(words) {
            assert!(Instant::now() < until, "{words} was not sent");
            thread::sleep(Duration::from_millis(20));
        }
    };
    seen("\"id\":\"a");
    terminal.press("n");
    seen("\"id\":\"a1\"");
    terminal.press("n");
    seen("{\"cancel\":\"a1\"}");
    terminal.wait("1?");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}
