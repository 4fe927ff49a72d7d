//! What reaches the terminal and when: held keys make no queue of frames, and who does nothing costs nothing.

use crate::terminal::{Terminal, folder, given};

/// Keys that come faster than frames are drawn: all of them count, and few frames are.
#[test]
fn held_keys_queue_no_frames() {
    let folder = folder();
    given(folder.path());
    let mut terminal = Terminal::start(folder.path(), &["visit.jsonl", "--suggester", "none"], &[], (200, 60));
    terminal.wait("4? 0✓ 0✗  new");
    let frames = |terminal: &Terminal| terminal.bytes().matches("\x1b[?2026h").count();
    let before = frames(&terminal);
    // A thousand keys at once, down the list and up again, and one verdict at the end.
    terminal.press(&"\x1b[B\x1b[A".repeat(500));
    terminal.press("a");
    terminal.wait("3? 1✓ 0✗");
    let drawn = frames(&terminal) - before;
    assert!(drawn < 250, "{drawn} frames for a thousand keys");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

/// How often the threads of a process have gone to sleep by themselves: as often as they were woken.
#[cfg(target_os = "linux")]
fn sleeps(process: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).unwrap().flatten();
    let count = |status: String| -> Option<u64> {
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    };
    tasks.filter_map(|task| count(std::fs::read_to_string(task.path().join("status")).ok()?)).sum()
}

/// Once all is drawn and saved no thread wakes up again before a key comes: nothing asks, in a circle, whether there is
/// something to do.
#[cfg(target_os = "linux")]
#[test]
fn who_does_nothing_costs_nothing() {
    use std::thread;
    use std::time::{Duration, Instant};
    let folder = folder();
    given(folder.path());
    // With our suggester, whose thread is there too.
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
