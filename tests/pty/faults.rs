//! Faults of disks and terminals with the real binary: writes that fail, folders that vanish, a terminal that hangs up.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::terminal::{Terminal, folder, given, gold};

const ARGUMENTS: [&str; 3] = ["visit.jsonl", "--suggester", "none"];

fn entities(folder: &Path) -> usize {
    gold(folder, "visit")["entities"].as_array().map_or(0, Vec::len)
}

/// A workbench that shows the four suggestions of the given article, and its folder.
fn started() -> (tempfile::TempDir, Terminal) {
    let folder = folder();
    given(folder.path());
    let terminal = Terminal::start(folder.path(), &ARGUMENTS, &[], (100, 30));
    terminal.wait("4? 0✓");
    (folder, terminal)
}

#[test]
fn closing_the_terminal_loses_no_verdict() {
    let (folder, mut terminal) = started();
    terminal.press("aax");
    terminal.wait("1? 2✓ 1✗");
    // The window closes, and the pseudo-terminal with it.
    terminal.close();
    assert_eq!((entities(folder.path()), gold(folder.path(), "visit")["rejected"].as_array().unwrap().len()), (2, 1));
}

/// A file replaces the gold folder. The verdicts stay in memory, the status line says that they are not saved, and
/// `:save-as` saves them in another folder, where the work goes on.
#[test]
fn unsaved_verdicts_are_kept_and_saved_in_another_folder() {
    let (folder, mut terminal) = started();
    let path = folder.path().join("gold");
    terminal.press("a");
    terminal.wait("saved");
    fs::remove_dir_all(&path).unwrap();
    fs::write(&path, "in the way").unwrap();
    terminal.press("a");
    terminal.wait("not saved");
    terminal.press("q");
    terminal.wait("again quits without saving");
    terminal.press(":write-to\r");
    terminal.wait("write to file");
    terminal.press("elsewhere.jsonl\r");
    terminal.wait("1 article written to elsewhere.jsonl");
    let elsewhere: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("elsewhere.jsonl")).unwrap()).unwrap();
    assert_eq!(elsewhere["entities"].as_array().unwrap().len(), 2);
    terminal.press(":save-as\r");
    terminal.wait("save in folder");
    terminal.press("rescued/gold\r");
    terminal.wait("1 article saved in rescued/gold; work continues there");
    terminal.press("x");
    terminal.wait("1? 2✓ 1✗");
    terminal.press("q");
    let (status, bytes) = terminal.end();
    assert_eq!(status, 0);
    assert!(bytes.contains("the gold is in rescued/gold"), "{bytes}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "in the way");
    let gold: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("rescued/gold/visit.json")).unwrap()).unwrap();
    assert_eq!((gold["entities"].as_array().unwrap().len(), gold["rejected"].as_array().unwrap().len()), (2, 1));

    let arguments = [&ARGUMENTS[..], &["--gold", "rescued/gold"]].concat();
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("1? 2✓ 1✗");
    terminal.press("uuu");
    terminal.wait("4? 0✓ 0✗");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

/// When the folder comes back, the unsaved verdicts are saved without another key.
#[test]
fn unsaved_verdicts_are_saved_when_the_folder_can_be_written() {
    let (folder, mut terminal) = started();
    let path = folder.path().join("gold");
    fs::remove_dir_all(&path).unwrap();
    fs::write(&path, "in the way").unwrap();
    terminal.press("a");
    terminal.wait("not saved");
    fs::remove_file(&path).unwrap();
    terminal.wait_until("the save", |screen| {
        let contents = screen.contents();
        contents.contains("saved") && !contents.contains("not saved")
    });
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(entities(folder.path()), 1);
}

/// No file may grow (`ulimit -f 0`), as on a full disk.
#[test]
fn a_full_disk_is_reported() {
    let folder = folder();
    given(folder.path());
    let command = format!("trap '' XFSZ; ulimit -f 0; exec {} \"$@\"", env!("CARGO_BIN_EXE_tawsim"));
    let arguments = [&["-c", &command, "sh"], &ARGUMENTS[..]].concat();
    let mut terminal = Terminal::running("/bin/sh", folder.path(), &arguments, (100, 30));
    terminal.wait("4? 0✓");
    // The program waits for writes under way, however soon the user leaves.
    terminal.press("aq");
    terminal.wait("again quits without saving");
    terminal.press("q");
    let (status, bytes) = terminal.end();
    assert_eq!(status, 2);
    assert!(bytes.contains("the last verdicts are not saved on the disk"), "{bytes}");
    assert!(!folder.path().join("gold/visit.json").exists());
}

/// The lock of a killed process does not keep a new one out, and a second workbench says who holds the folder.
#[test]
fn the_lock_of_a_dead_process_has_no_effect() {
    let (folder, mut first) = started();
    first.press("a");
    first.wait("saved");
    let id = first.child.process_id().unwrap();
    let mut second = Terminal::start(folder.path(), &ARGUMENTS, &[], (100, 30));
    second.wait(&format!("(process {id}"));
    second.press("q");
    assert_eq!(second.end().0, 0);
    first.signal("KILL");
    first.child.wait().unwrap();
    let mut third = Terminal::start(folder.path(), &ARGUMENTS, &[], (100, 30));
    third.wait("3? 1✓");
    third.press("a");
    third.wait("2? 2✓");
    third.press("q");
    assert_eq!(third.end().0, 0);
    assert_eq!(entities(folder.path()), 2);
}

/// The process ends without a chance to do anything: SIGKILL, and the abort that follows when the system has no memory left.
#[test]
fn the_terminal_is_given_back_after_a_kill_and_an_abort() {
    for signal in ["KILL", "ABRT"] {
        let (folder, mut terminal) = started();
        terminal.press("a");
        terminal.wait("saved");
        assert!(!terminal.bytes().contains("\x1b[?1049l"));
        terminal.signal(signal);
        let (_, bytes) = terminal.end();
        assert_eq!(bytes.matches("\x1b[?1049l").count(), 1, "{signal}");
        assert!(bytes.contains("\x1b[?25h") && bytes.contains("\x1b[?2004l"), "{signal}");
        let exported = std::process::Command::new(env!("CARGO_BIN_EXE_tawsim"))
            .args(["check", "gold"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&exported.stderr).into_owned();
        assert!(!stderr.contains("is being worked on"), "{stderr}");
    }
}

/// Another program takes one item out of the gold file while the workbench goes on; `:merge` joins both: what the other program
/// removed is gone, and the new verdict is there. The conflict file and its base are in the folder of journals afterwards.
#[test]
fn a_conflict_file_is_merged_with_its_base() {
    let (folder, mut terminal) = started();
    let dir = folder.path().join("gold");
    terminal.press("aa");
    terminal.wait("2? 2✓");
    let file = dir.join("visit.json");
    terminal.wait_until("the gold file", |_| file.exists() && entities(folder.path()) == 2);
    let mut other = gold(folder.path(), "visit");
    other["entities"].as_array_mut().unwrap().remove(0);
    fs::write(&file, other.to_string()).unwrap();
    terminal.press("a");
    terminal.wait("1? 3✓");
    let conflict = dir.join("visit.conflict-1.json");
    terminal.wait_until("the conflict file", |_| conflict.exists());
    terminal.wait("saved beside");
    terminal.press(";m");
    terminal.wait("1 item removed");
    terminal.wait_until("the end of the merge", |_| !conflict.exists());
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(entities(folder.path()), 2);
    let names: Vec<String> = fs::read_dir(dir.join(".journal"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let has = |part: &str| names.iter().any(|name| name.contains(part));
    assert!(has("visit.conflict-1.json.merged-1") && has("visit.json.base-"), "{names:?}");
}
