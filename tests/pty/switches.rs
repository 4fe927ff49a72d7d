//! How the program queries the terminal, takes it and gives it back, for each kind of terminal and each way to end.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::common;
use crate::terminal::{ATTRIBUTES, QUESTIONS, Terminal, folder, given, gold};

#[test]
fn switches_are_sent_in_the_order_that_terminals_need() {
    let folder = folder();
    for (variables, off, on) in [
        (&[][..], "\x1b[8l", "\x1b[8h"),
        (&[("KONSOLE_VERSION", "221203")], "BidiRenderingEnabled=false", "BidiRenderingEnabled=true"),
        (&[("MLTERM", "3.9.0")], "use_ctl=false", "use_ctl=true"),
        (&[("TMUX", "/tmp/x,1,0")], "\x1b\x1b[24;1H\x1b\x1b[8l", "\x1b\x1b[24;1H\x1b\x1b[8h"),
    ] {
        let mut terminal = Terminal::start(folder.path(), &["visit.txt"], variables, (80, 24));
        terminal.wait("visit");
        terminal.press("q");
        let (status, bytes) = terminal.end();
        assert_eq!(status, 0);
        let at = |part: &str| bytes.find(part).unwrap_or_else(|| panic!("{part:?} was never sent"));
        assert!(at("\x1b[8l") < at("\x1b[?1049h") && at("\x1b[?1049h") < at("\x1b[2J"));
        assert!(at("\x1b[?1049l") < at("\x1b[8h"));
        assert!(at(off) < at("\x1b[?1049h") && at("\x1b[?1049l") < at(on));
    }
}

#[test]
fn a_signal_restores_the_terminal_and_loses_no_verdict() {
    for (name, number) in [("TERM", 15), ("HUP", 1)] {
        let folder = folder();
        given(folder.path());
        let mut terminal = Terminal::start(folder.path(), &["visit.jsonl", "--suggester", "none"], &[], (80, 24));
        terminal.wait("4? 0✓");
        terminal.press("a");
        terminal.wait("3? 1✓");
        terminal.signal(name);
        let (status, bytes) = terminal.end();
        assert_eq!(status, 128 + number);
        let (_, after) = bytes.split_once("\x1b[?1049l").unwrap();
        assert!(after.contains("\x1b[8h") && after.contains("\x1b[?25h"), "{after:?}");
        assert_eq!(gold(folder.path(), "visit")["entities"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn ctrl_z_restores_the_terminal_until_fg() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["visit.txt"], &[], (80, 24));
    terminal.wait("visit");
    terminal.press("\x1a");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    terminal.signal("CONT");
    terminal
        .wait_until("the workbench again", |screen| screen.alternate_screen() && screen.contents().contains("visit"));
    terminal.press("q");
    let (status, bytes) = terminal.end();
    assert_eq!((status, bytes.matches("\x1b[?1049h").count()), (0, 2), "taken at the start, and once again");
}

/// After SIGSTOP and SIGCONT the program draws the whole screen again, since the shell has drawn over it.
#[test]
fn the_screen_is_drawn_again_after_sigstop() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["visit.txt"], &[], (80, 24));
    terminal.wait("? help");
    terminal.signal("STOP");
    terminal.signal("CONT");
    let deadline = Instant::now() + Duration::from_secs(20);
    while terminal.bytes().matches("\x1b[?1049h").count() < 2 {
        assert!(Instant::now() < deadline, "the screen is not taken again");
        thread::sleep(Duration::from_millis(5));
    }
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn an_interrupted_show_restores_reordering() {
    let folder = folder();
    fs::write(folder.path().join("long.txt"), "سطر طويل من الكلام\n".repeat(100_000)).unwrap();
    for (signal, number) in [("\x03", 2), ("TERM", 15)] {
        let mut terminal = Terminal::start(folder.path(), &["show", "long.txt"], &[], (80, 24));
        terminal.wait("ﻞﻳﻮﻃ");
        match number {
            2 => terminal.press(signal),
            _ => terminal.signal(signal),
        }
        let (status, bytes) = terminal.end();
        assert_eq!(status, 128 + number);
        assert!(bytes.starts_with("\x1b[8l") && bytes.ends_with("\x1b[8h"), "{:?}", bytes.get(bytes.len() - 20..));
        assert!(bytes.lines().count() < 100_000, "it was not stopped");
    }
}

#[test]
fn the_screen_fits_windows_of_any_size() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["visit.txt"], &[], (120, 40));
    terminal.wait("? help");
    for (columns, rows, expected) in
        [(40, 12, "? help"), (39, 30, "needs 40x12"), (12, 2, "tawsim"), (200, 60, "? help")]
    {
        terminal.resize(columns, rows);
        terminal.wait_until(&format!("{expected} at {columns}x{rows}"), |screen| {
            let all: Vec<String> = screen.rows(0, columns).collect();
            let last = all.last().is_some_and(|row| row.trim_end().chars().count() == usize::from(columns) - 1);
            // The help key is at the end of the last row, so the test does not mistake a frame of another size for this
            // one.
            if expected == "? help" {
                last && all.last().unwrap().contains(expected)
            } else {
                all.concat().contains(expected)
            }
        });
    }
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn without_colours_text_attributes_show_the_states() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &[("NO_COLOR", "1")], (100, 30));
    terminal.wait("4? 0✓");
    terminal.press("a");
    terminal.wait("3? 1✓");
    {
        let shared = terminal.screen.lock().unwrap();
        let screen = shared.0.screen();
        let cells = || (0..30).flat_map(|row| (0..100).map(move |column| (row, column)));
        let any = |wanted: &dyn Fn(&vt100::Cell) -> bool| {
            cells().any(|(row, column)| screen.cell(row, column).is_some_and(wanted))
        };
        assert!(any(&|cell| cell.underline()) && any(&|cell| cell.bold()) && any(&|cell| cell.inverse()));
        assert!(!any(&|cell| cell.fgcolor() != vt100::Color::Default || cell.bgcolor() != vt100::Color::Default));
    }
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn an_unsuitable_terminal_is_reported() {
    let folder = folder();
    let terminal = Terminal::start(folder.path(), &["visit.txt"], &[("TERM", "dumb")], (80, 24));
    let (status, bytes) = terminal.end();
    assert_eq!(status, 2);
    assert!(bytes.contains("TERM=\"dumb\" cannot place a cursor"), "{bytes}");

    let output = common::run(folder.path(), &["visit.txt"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("annotate needs a terminal"));
    assert!(output.stdout.is_empty() && !folder.path().join("gold").exists());
}

/// The terminal's replies, the bytes that must be sent before the alternate screen, and those after it.
const SWITCHED: &[(&str, &str, &str)] = &[
    ("\x1b[8;1$y\x1b[?62;c", "\x1b[8l", "\x1b[8h"),
    ("\x1b[8;2$y\x1b[?62;c", "\x1b[8l", ""),
    ("\x1b[8;0$y\x1bP>|XTerm(379)\x1b\\\x1b[?62;c", "\x1b[8l", ""),
    ("\x1b[8;4$y\x1b[?62;c", "\x1b[8l", ""),
    ("\x1b[?6c", "\x1b[8l", "\x1b[8h"),
    ("", "\x1b[8l", "\x1b[8h"),
    (
        "\x1bP>|Konsole 22.12.3\x1b\\\x1b[?62;c",
        "\x1b[8l\x1b]50;BidiRenderingEnabled=false\x07",
        "\x1b[8h\x1b]50;BidiRenderingEnabled=true\x07",
    ),
];

/// The bytes sent before the alternate screen was entered (without the queries) and after it was left.
fn around(bytes: &str) -> (String, String) {
    let (before, rest) = bytes.split_once("\x1b[?1049h").unwrap();
    let (_, after) = rest.rsplit_once("\x1b[?1049l").unwrap();
    (before.strip_prefix(QUESTIONS).unwrap_or(before).to_owned(), after.replace("\x1b[?25h", ""))
}

#[test]
fn every_exit_restores_the_settings_that_the_terminal_reported() {
    let folder = folder();
    let arguments = ["visit.txt", "--suggester", "none"];
    for (answers, off, on) in SWITCHED {
        for way in ["q", "TERM", "HUP", "\x1a"] {
            let mut terminal = Terminal::answering(answers, folder.path(), &arguments, &[], (80, 24));
            terminal.wait("? help");
            match way {
                "q" => terminal.press("q"),
                "\x1a" => {
                    terminal.press("\x1a");
                    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
                    terminal.wait_until("its cursor", |screen| !screen.hide_cursor());
                    // The last bytes are sent before the process stops.
                    let stat = format!("/proc/{}/stat", terminal.child.process_id().unwrap());
                    let deadline = Instant::now() + Duration::from_secs(20);
                    while fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") T ")) {
                        assert!(Instant::now() < deadline, "it does not stop");
                        thread::sleep(Duration::from_millis(2));
                    }
                    // The bytes were sent before that; the reading thread may need a moment.
                    let expected = ((*off).to_owned(), (*on).to_owned());
                    while around(&terminal.bytes()) != expected {
                        assert!(Instant::now() < deadline, "{answers:?} {way:?} {:?}", around(&terminal.bytes()));
                        thread::sleep(Duration::from_millis(2));
                    }
                    terminal.signal("CONT");
                    terminal.wait_until("the workbench again", vt100::Screen::alternate_screen);
                    terminal.press("q");
                }
                signal => terminal.signal(signal),
            }
            let (_, bytes) = terminal.end();
            assert_eq!(around(&bytes), ((*off).to_owned(), (*on).to_owned()), "{answers:?} {way:?}");
        }
    }
}

#[test]
fn bidi_modes_without_switches_send_none() {
    let folder = folder();
    for (mode, marked) in [("app", false), ("app+lrm", true)] {
        let arguments = ["visit.txt", "--suggester", "none", "--bidi", mode];
        let mut terminal =
            Terminal::answering("\x1b[8;1$y\x1b[?62;c", folder.path(), &arguments, &[("TMUX", "x")], (80, 24));
        terminal.wait("? help");
        terminal.press("q");
        let (_, bytes) = terminal.end();
        assert_eq!(around(&bytes), (String::new(), String::new()));
        assert_eq!(bytes.contains("ﺭ\u{200e}ﺍ\u{200e}ﺯ\u{200e}"), marked);
        assert_eq!(bytes.contains('\u{200e}'), marked);
    }
}

#[test]
fn keys_typed_during_the_queries_arrive_in_order() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    // Keys between the replies, after them, and without any reply.
    for answers in
        ["a\x1b[8;1$yx\x1bP>|term 8(1)\x1b\\2a\x1b[?62;cx", "\x1b[8;1$y\x1b[?62;cax2ax", "ax2ax", "\x1b[B\x1b[Aax2ax"]
    {
        let mut terminal = Terminal::answering(answers, folder.path(), &arguments, &[], (100, 30));
        terminal.wait("0? 2✓ 2✗");
        terminal.press("q");
        assert_eq!(terminal.end().0, 0);
        let gold = gold(folder.path(), "visit");
        let labels: Vec<&str> =
            gold["entities"].as_array().unwrap().iter().map(|entity| entity["label"].as_str().unwrap()).collect();
        assert_eq!((labels, gold["rejected"].as_array().unwrap().len()), (vec!["PER", "LOC"], 2), "{answers:?}");
        fs::remove_dir_all(folder.path().join("gold")).unwrap();
    }
}

#[test]
fn a_silent_terminal_delays_the_start_by_less_than_half_a_second() {
    let folder = folder();
    let arguments = ["visit.txt", "--suggester", "none"];
    let started = |answers| {
        let begun = Instant::now();
        let mut terminal = Terminal::answering(answers, folder.path(), &arguments, &[], (80, 24));
        terminal.wait("? help");
        let taken = begun.elapsed();
        terminal.press("q");
        assert_eq!(terminal.end().0, 0);
        taken
    };
    // Other tests use the processor too, so the fastest of three runs counts.
    let quickest = |answers| (0..3).map(|_| started(answers)).min().unwrap();
    let (silent, talking) = (quickest(""), quickest(ATTRIBUTES));
    assert!(silent < talking + Duration::from_millis(500), "{silent:?}, {talking:?}");
}

#[test]
fn late_replies_are_not_treated_as_keys() {
    let folder = folder();
    given(folder.path());
    let mut terminal = Terminal::answering("", folder.path(), &["visit.jsonl", "--suggester", "none"], &[], (100, 30));
    terminal.wait("4? 0✓");
    // The reply arrives in bursts, as over a slow line; each letter and digit in it would be a command.
    for burst in ["\x1b[8;2$y\x1bP>|axv 123(", "1.2)\x1b", "\\\x1b[?62;1;4c"] {
        terminal.press(burst);
        thread::sleep(Duration::from_millis(15));
    }
    terminal.press("?");
    terminal.wait("Review");
    terminal.press("\x1b");
    terminal.wait_until("the page again", |screen| !screen.contents().contains("Review"));
    terminal.wait("4? 0✓ 0✗  new");
    terminal.press("a");
    terminal.wait("3? 1✓");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

/// GNU screen answers the last query itself and passes the colour on when the outer terminal has sent it.
#[test]
fn a_colour_after_the_last_reply_is_not_treated_as_keys() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let colour = "\x1b]11;rgb:0000/1111/aaaa";
    for end in ["\x07", "\x1b\\"] {
        let mut terminal = Terminal::answering(ATTRIBUTES, folder.path(), &arguments, &[], (100, 30));
        terminal.wait("4? 0✓");
        terminal.press(&format!("{colour}{end}"));
        terminal.press("?");
        terminal.wait("Review");
        terminal.press("\x1b");
        terminal.wait_until("the page again", |screen| !screen.contents().contains("Review"));
        terminal.wait("4? 0✓ 0✗  new");
        terminal.press("q");
        assert_eq!(terminal.end().0, 0);
    }
    // Keys that follow the reply in the same read take effect.
    let answers = "\x1b[?62;c\x1b]11;rgb:0000/1111/aaaa\x07a";
    let mut terminal = Terminal::answering(answers, folder.path(), &arguments, &[], (100, 30));
    terminal.wait("3? 1✓");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn settings_are_saved_and_flags_override_them() {
    let folder = folder();
    let home = folder.path().join("home");
    let config = home.join("tawsim/config.toml");
    let variables = [("XDG_CONFIG_HOME", home.to_str().unwrap())];
    let sent = |arguments: &[&str]| {
        let arguments = [&["visit.txt", "--suggester", "none"], arguments].concat();
        let mut terminal = Terminal::start(folder.path(), &arguments, &variables, (80, 24));
        terminal.wait("? help");
        terminal.press("q");
        let (status, bytes) = terminal.end();
        assert_eq!(status, 0);
        (bytes.contains("\x1b[8l"), bytes.contains('\u{64e}'), bytes.contains('\u{200e}'))
    };
    assert_eq!(sent(&[]), (true, true, false));
    assert!(!home.exists(), "nothing was to be remembered");
    assert_eq!(sent(&["--bidi", "app+lrm", "--marks", "hide", "--save-settings"]), (false, false, true));
    assert_eq!(fs::read_to_string(&config).unwrap(), "bidi = \"app+lrm\"\nmarks = \"hide\"\n");
    assert_eq!(sent(&[]), (false, false, true));
    assert_eq!(sent(&["--marks", "keep"]), (false, true, true));
    assert_eq!(sent(&["--bidi", "auto", "--save-settings"]), (true, false, false));
    assert_eq!(sent(&[]), (true, false, false));
    fs::write(&config, "bidi = \"app\"\nmarks = \"none\"\n").unwrap();
    let terminal = Terminal::start(folder.path(), &["visit.txt"], &variables, (80, 24));
    let (status, bytes) = terminal.end();
    assert_eq!(status, 2);
    assert!(
        bytes.contains("tawsim/config.toml:2: marks = \"none\" is not a value of marks; use keep, hide"),
        "{bytes}"
    );
}

#[test]
fn a_terminal_hint_is_shown_once() {
    let folder = folder();
    let state = folder.path().join("state");
    let variables = [("XDG_STATE_HOME", state.to_str().unwrap())];
    let hint = "force_ltr yes";
    for shown in [true, false] {
        let mut terminal = Terminal::answering(
            "\x1b[8;0$y\x1bP>|kitty(0.26.5)\x1b\\\x1b[?62;c",
            folder.path(),
            &["visit.txt"],
            &variables,
            (80, 24),
        );
        terminal.wait("? help");
        assert_eq!(terminal.contents().contains(hint), shown);
        terminal.press("q");
        assert!(terminal.end().0 == 0 && state.join("tawsim/told-kitty").exists());
    }
}
