//! Output to the terminal: held keys do not queue frames, and an idle workbench neither writes nor wakes up.

use crate::terminal::{Terminal, folder, given};

/// Keys that arrive faster than frames are drawn all take effect, and only a few frames are written.
#[test]
fn held_keys_do_not_queue_frames() {
    let folder = folder();
    given(folder.path());
    let mut terminal = Terminal::start(folder.path(), &["visit.jsonl", "--suggester", "none"], &[], (200, 60));
    terminal.wait("4? 0✓ 0✗  new");
    let frames = |terminal: &Terminal| terminal.bytes().matches("\x1b[?2026h").count();
    let before = frames(&terminal);
    // Presses a thousand keys at once, down the list and up again, and gives one verdict at the end.
    terminal.press(&"\x1b[B\x1b[A".repeat(500));
    terminal.press("a");
    terminal.wait("3? 1✓ 0✗");
    let drawn = frames(&terminal) - before;
    assert!(drawn < 250, "{drawn} frames for a thousand keys");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

/// The number of voluntary context switches of all threads of a process. Each wake-up ends with one.
#[cfg(target_os = "linux")]
fn sleeps(process: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).unwrap().flatten();
    let count = |status: String| -> Option<u64> {
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    };
    tasks.filter_map(|task| count(std::fs::read_to_string(task.path().join("status")).ok()?)).sum()
}

/// When everything is drawn and saved, no thread wakes up before the next key: nothing polls.
#[cfg(target_os = "linux")]
#[test]
fn an_idle_workbench_does_not_wake_up() {
    use std::thread;
    use std::time::{Duration, Instant};
    let folder = folder();
    given(folder.path());
    // The built-in suggester runs too, with its thread.
    let mut terminal = Terminal::start(folder.path(), &["visit.jsonl"], &[], (100, 30));
    terminal.wait("visit");
    terminal.press("a");
    terminal.wait("saved");
    let process = terminal.child.process_id().unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut before = sleeps(process);
    loop {
        thread::sleep(Duration::from_millis(1200));
        let now = sleeps(process);
        if now == before {
            break;
        }
        assert!(Instant::now() < deadline, "its threads wake up again and again");
        before = now;
    }
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}
