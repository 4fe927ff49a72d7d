//! The real binary in a real pseudo-terminal: started, used, resized, stopped, ended; what is on the screen, what is on
//! disk, and what the terminal is left as.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use serde_json::Value;
use tawsim::edit::Deed;
use tawsim::store;
use tawsim::workbench::{Action, Document, Item, Model, Settings, State, update};

const TEXT: &str = "زار باراك أوباما العاصمة باريس.\nوقال سامي 😀: «السَّلامُ ممكن في لبنان».\n";

/// What the program asks when it starts: how mode 8 stands, the terminal's name, its attributes.
const QUESTIONS: &str = "\x1b[8$p\x1b[>0q\x1b]11;?\x1b\\\x1b[c";
/// What the plainest of terminals answers.
const ATTRIBUTES: &str = "\x1b[?62;c";

/// The side of the terminal that is written to.
type Keys = Arc<Mutex<Box<dyn Write + Send>>>;

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Keys,
    screen: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
    reader: Option<thread::JoinHandle<()>>,
}

impl Terminal {
    fn start(folder: &Path, arguments: &[&str], variables: &[(&str, &str)], size: (u16, u16)) -> Self {
        Self::answering(ATTRIBUTES, folder, arguments, variables, size)
    }

    /// A terminal that answers the questions so.
    fn answering(
        answers: &'static str,
        folder: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
        size: (u16, u16),
    ) -> Self {
        let size = PtySize { cols: size.0, rows: size.1, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tawsim"));
        command.args(arguments);
        command.cwd(folder);
        command.env_clear();
        let fixed = [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("HOME", "/nonexistent"), ("USER", "sara")];
        for (name, value) in fixed.iter().chain(variables) {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new((vt100::Parser::new(cells(size.rows), cells(size.cols), 0), Vec::new())));
        let mut output = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&screen);
        let keys: Keys = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let answering = Arc::clone(&keys);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 8192];
            let mut asked = false;
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 {
                    break;
                }
                let mut screen = shared.lock().unwrap();
                screen.0.process(&bytes[..count]);
                screen.1.extend_from_slice(&bytes[..count]);
                if !asked && screen.1.windows(QUESTIONS.len()).any(|part| part == QUESTIONS.as_bytes()) {
                    asked = true;
                    answering.lock().unwrap().write_all(answers.as_bytes()).unwrap();
                }
            }
        });
        Self { child, master: pair.master, keys, screen, reader: Some(reader) }
    }

    fn contents(&self) -> String {
        self.screen.lock().unwrap().0.screen().contents()
    }

    fn bytes(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().unwrap().1).into_owned()
    }

    /// Waits until the screen is as wanted; never sleeps longer than it must.
    fn wait_until(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if wanted(self.screen.lock().unwrap().0.screen()) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("{what} never came; the screen is\n{}", self.contents());
    }

    fn wait(&self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    fn press(&mut self, keys: &str) {
        self.keys.lock().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap();
        assert!(sent.success());
    }

    fn resize(&self, columns: u16, rows: u16) {
        self.screen.lock().unwrap().0.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(PtySize { cols: columns, rows, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Waits for the end; gives the exit status and everything that was ever written.
    fn end(mut self) -> (u32, String) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it does not end; the screen is\n{}", self.contents());
            thread::sleep(Duration::from_millis(5));
        };
        self.reader.take().unwrap().join().unwrap();
        assert!(!self.screen.lock().unwrap().0.screen().alternate_screen(), "the alternate screen was not left");
        (status.exit_code(), self.bytes())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("visit.txt"), TEXT).unwrap();
    folder
}

fn gold(folder: &Path, id: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(format!("gold/{id}.json"))).unwrap()).unwrap()
}

/// As Python slices: by code points.
fn slice(text: &str, item: &Value) -> String {
    let at = |key: &str| usize::try_from(item[key].as_u64().unwrap()).unwrap();
    text.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

/// An article whose suggestions are given, so that this test does not depend on what the machine knows.
fn given(folder: &Path) {
    let at = |part: &str| {
        let start = TEXT.find(part).unwrap();
        let start = TEXT.get(..start).unwrap().chars().count();
        (start, start + part.chars().count())
    };
    let entity = |part: &str, label: &str| {
        let (start, end) = at(part);
        format!(r#"{{"start":{start},"end":{end},"label":"{label}","source":"m@1","score":0.5}}"#)
    };
    let entities =
        [entity("باراك أوباما", "PER"), entity("العاصمة", "ORG"), entity("باريس", "ORG"), entity("سامي 😀", "PER")];
    let text = serde_json::to_string(TEXT).unwrap();
    fs::write(
        folder.join("visit.jsonl"),
        format!(r#"{{"id":"visit","text":{text},"entities":[{}]}}"#, entities.join(",")),
    )
    .unwrap();
}

#[test]
fn a_session_ends_as_gold_on_disk_and_goes_on_at_the_next_start() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("4? 0✓ 0✗  new");
    terminal.press("a"); // Obama
    terminal.wait("3? 1✓ 0✗  in progress");
    terminal.press("x"); // the capital
    terminal.press("2"); // Paris is a place
    terminal.press("j"); // the smile is not part of the name
    terminal.wait("0? 3✓ 1✗");
    terminal.wait("saved");
    terminal.press("vhh"); // ⟦السلام ممكن في⟧ …
    terminal.wait("selected");
    terminal.press("c");
    terminal.wait("0? 4✓ 1✗");
    terminal.press("v");
    terminal.wait("selected");
    terminal.press("\x1b");
    terminal.wait_until("the end of selecting", |screen| !screen.contents().contains("selected"));
    terminal.press("d");
    terminal.wait("DONE");
    terminal.wait("saved");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);

    let gold = gold(folder.path(), "visit");
    assert_eq!(gold["text"], TEXT);
    assert_eq!((&gold["schema"], &gold["offset_unit"]), (&"tawsim/1".into(), &"codepoint".into()));
    assert_eq!((&gold["status"], &gold["annotator"]), (&"done".into(), &"sara".into()));
    let found: Vec<(String, &str, &str)> = gold["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| {
            assert_eq!(slice(TEXT, entity), entity["text"].as_str().unwrap());
            (slice(TEXT, entity), entity["label"].as_str().unwrap(), entity["verdict"].as_str().unwrap())
        })
        .collect();
    let expected = [("باراك أوباما", "PER", "accepted"), ("باريس", "LOC", "fixed"), ("سامي", "PER", "fixed")];
    assert_eq!(found, expected.map(|(words, label, verdict)| (words.to_owned(), label, verdict)));
    assert_eq!(gold["entities"][1]["suggestion"]["label"], "ORG");
    assert_eq!(gold["entities"][0]["at"].as_str().unwrap().len(), "2026-11-22T10:00:00Z".len());
    assert_eq!(slice(TEXT, &gold["rejected"][0]), "العاصمة");
    assert_eq!(gold["quotes"][0]["content"][0]["text"], "السَّلامُ ممكن في");
    assert_eq!(gold["quotes"][0]["cue"], Value::Null);

    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("0? 4✓ 1✗  DONE");
    terminal.press("d");
    terminal.wait("in progress");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn switches_go_out_in_the_order_that_terminals_need() {
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
fn a_signal_gives_the_terminal_back_and_loses_nothing() {
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
fn ctrl_z_gives_the_terminal_back_until_fg() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["visit.txt"], &[], (80, 24));
    terminal.wait("visit");
    terminal.press("\x1a");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    terminal.signal("CONT");
    terminal
        .wait_until("the workbench again", |screen| screen.alternate_screen() && screen.contents().contains("visit"));
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

/// Typing Arabic, moving the caret, pasting: all as the terminal sends it.
#[test]
fn arabic_is_typed_and_pasted_into_a_line() {
    let folder = folder();
    given(folder.path());
    fs::write(folder.path().join("later.txt"), "أمسية في الميناء\nنص").unwrap();
    let arguments = ["visit.jsonl", "later.txt", "--suggester", "none"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("4? 0✓ 0✗  new");
    // Pasted without an open line: a message, and no command is run.
    terminal.press("\x1b[200~axd\x1b[201~");
    terminal.wait("what is pasted does nothing here");
    terminal.wait("4? 0✓ 0✗  new");
    // The Arabic layout's key for /, then letters, of which two are commands otherwise.
    terminal.press("ظالسلا");
    terminal.wait("find 1/1");
    // On the screen the letters stand in visual order and joined, lam and alef in one cell.
    terminal.wait("\u{FEFC}\u{FEB4}\u{FEDF}\u{FE8D}");
    // The caret between lam and alef parts them.
    terminal.press("\x1b[C");
    terminal.wait("\u{FE8E}\u{FEE0}\u{FEB4}\u{FEDF}\u{FE8D}");
    terminal.press("\x15\x1b[F\x17\x17");
    terminal.wait_until("an empty line", |screen| !screen.contents().contains("find 1/1"));
    terminal.press("\x1b[200~باراك\r\nاوباما\r\n\x1b[201~");
    terminal.wait("find 1/1");
    terminal.press("\r");
    terminal.wait("1/1  f next");
    terminal.press("v");
    terminal.wait("selected 4–16");
    terminal.press("\x1b");
    terminal.wait_until("the end of selecting", |screen| !screen.contents().contains("selected"));
    terminal.press("gامسيه");
    terminal.wait("article 1");
    terminal.press("\r");
    terminal.wait("2/2 later");
    terminal.press(":undo");
    terminal.wait("not now");
    terminal.press("\x15quit\r");
    let (status, bytes) = terminal.end();
    assert_eq!(status, 0);
    let (_, after) = bytes.split_once("\x1b[?2004h").unwrap();
    assert!(after.rfind("\x1b[?2004l").unwrap() < after.rfind("\x1b[?1049l").unwrap());
}

#[test]
fn keys_of_ones_own_are_read_from_the_config_folder_and_bad_ones_are_named() {
    let folder = folder();
    given(folder.path());
    let config = folder.path().join("config/tawsim");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("keymap.toml"), "[keys]\naccept = [\"F5\", \"Enter\"]\n").unwrap();
    let home = folder.path().join("config").to_string_lossy().into_owned();
    let variables = [("XDG_CONFIG_HOME", home.as_str())];
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &variables, (100, 30));
    terminal.wait("F5 accept");
    terminal.press("\x1b[15~");
    terminal.wait("3? 1✓");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);

    fs::write(folder.path().join("bad.toml"), "[keys]\naccpet = [\"a\"]\nundo = [\"a\"]\nskip = [\"Hyper\"]\n")
        .unwrap();
    for (file, expected) in [
        (
            "bad.toml",
            &[
                "bad.toml:2: \"accpet\" is no command",
                "bad.toml:3: \"a\" is given to both accept and undo",
                "bad.toml:4: skip: \"Hyper\" is no key",
            ][..],
        ),
        ("none.toml", &["none.toml: does not exist"]),
    ] {
        let terminal = Terminal::start(folder.path(), &["visit.jsonl", "--keymap", file], &variables, (100, 30));
        let (status, bytes) = terminal.end();
        assert_eq!(status, 2, "{bytes}");
        for part in expected {
            assert!(bytes.contains(part), "no {part:?} in {bytes}");
        }
    }
}

#[test]
fn windows_of_any_size() {
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
            // The help key stands at the end of the last row, so a frame of another size is not taken for this one.
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
fn without_colours_the_signs_are_there_all_the_same() {
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
fn bad_input_beside_good_is_listed_and_the_good_opens() {
    let folder = folder();
    fs::write(folder.path().join("broken.jsonl"), "{\"id\":\"x\",\"text\":\"نعم\"}\n{\"id\":\n").unwrap();
    fs::write(folder.path().join("empty.txt"), " \n").unwrap();
    fs::write(folder.path().join("hostile.txt"), "\u{feff}نص\r\nثان\0\tو\u{1b}[2J\u{202e}لا").unwrap();
    let mut terminal = Terminal::start(folder.path(), &["."], &[], (100, 30));
    terminal.wait("2 problems with the input");
    terminal.wait("1/3");
    terminal.press("!");
    terminal.wait("broken.jsonl:2:");
    terminal.wait("empty.txt");
    terminal.press("\x1b");
    terminal.wait_until("the page again", |screen| !screen.contents().contains("broken.jsonl"));
    terminal.press("n");
    terminal.wait("hostile");
    terminal.wait_until("a visible sign for ESC", |screen| screen.contents().contains('␛'));
    terminal.press("q");
    let (status, _) = terminal.end();
    assert_eq!(status, 0);
    assert!(
        !folder.path().join("gold").read_dir().is_ok_and(
            |mut entries| entries.any(|entry| { entry.unwrap().file_name().to_string_lossy().ends_with(".json") })
        ),
        "nothing was decided, so there is no gold"
    );
}

#[test]
fn a_second_workbench_reads_only() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let mut first = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    first.wait("4? 0✓");
    let mut second = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    second.wait("read-only: process");
    second.press("a");
    second.wait("read-only: process");
    second.press("q");
    assert_eq!(second.end().0, 0);
    first.press("a");
    first.wait("3? 1✓");
    first.press("q");
    assert_eq!(first.end().0, 0);
    assert_eq!(gold(folder.path(), "visit")["entities"].as_array().unwrap().len(), 1);
}

#[test]
fn the_mouse_selects_where_it_points() {
    let folder = folder();
    given(folder.path());
    let mut terminal = Terminal::start(folder.path(), &["visit.jsonl", "--suggester", "none"], &[], (100, 30));
    terminal.wait("4? 0✓");
    terminal.press("m");
    terminal.wait("the mouse points");
    // Columns count from 1; the first line stands at the right of the page, before the margin of three.
    let line = terminal.screen.lock().unwrap().0.screen().rows(0, 100).nth(1).unwrap();
    assert!(line.trim_end_matches(['◂', '?', ' ']).ends_with('ﺯ') || line.contains("ﺭﺍﺯ"), "{line:?}");
    terminal.press("\x1b[<0;97;2M");
    terminal.press("\x1b[<32;95;2M");
    terminal.wait("selected 0–3");
    terminal.press("\x1b[<0;95;2m");
    terminal.press("4");
    terminal.wait("4? 1✓");
    terminal.wait("saved");
    terminal.press("q");
    let (status, bytes) = terminal.end();
    assert_eq!(status, 0);
    let (_, after) = bytes.split_once("\x1b[?1006h").unwrap();
    assert!(after.contains("\x1b[?1006l"), "the mouse was not given back");
    let gold = gold(folder.path(), "visit");
    assert_eq!((&gold["entities"][0]["text"], &gold["entities"][0]["label"]), (&"زار".into(), &"MISC".into()));
}

#[test]
fn terminals_that_cannot_are_told() {
    let folder = folder();
    let terminal = Terminal::start(folder.path(), &["visit.txt"], &[("TERM", "dumb")], (80, 24));
    let (status, bytes) = terminal.end();
    assert_eq!(status, 2);
    assert!(bytes.contains("TERM=\"dumb\" cannot place a cursor"), "{bytes}");

    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tawsim"))
        .arg("visit.txt")
        .current_dir(folder.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("annotate needs a terminal"));
    assert!(output.stdout.is_empty() && !folder.path().join("gold").exists());
}

/// What the terminal answers, what must be sent before its screen is taken, and what after it is given back.
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

/// All that was sent around the alternate screen: before it was entered (the questions apart), and after it was left.
fn around(bytes: &str) -> (String, String) {
    let (before, rest) = bytes.split_once("\x1b[?1049h").unwrap();
    let (_, after) = rest.rsplit_once("\x1b[?1049l").unwrap();
    (before.strip_prefix(QUESTIONS).unwrap_or(before).to_owned(), after.replace("\x1b[?25h", ""))
}

#[test]
fn every_way_out_gives_back_what_the_terminal_said_it_had() {
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
                    // What is sent last is sent when the process has stopped.
                    let stat = format!("/proc/{}/stat", terminal.child.process_id().unwrap());
                    let deadline = Instant::now() + Duration::from_secs(20);
                    while fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") T ")) {
                        assert!(Instant::now() < deadline, "it does not stop");
                        thread::sleep(Duration::from_millis(2));
                    }
                    // It was sent before that; the thread that reads it may still be at it.
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
fn without_switches_none_is_sent() {
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
fn keys_typed_while_the_terminal_is_asked_arrive_in_order() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    // Between the answers, behind them, and without any answer.
    for answers in
        ["a\x1b[8;1$yx\x1bP>|term 8(1)\x1b\\2\x1b[?62;cx", "\x1b[8;1$y\x1b[?62;cax2x", "ax2x", "\x1b[B\x1b[Aax2x"]
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
    // Other tests want the processor too: the quickest of three counts.
    let quickest = |answers| (0..3).map(|_| started(answers)).min().unwrap();
    let (silent, talking) = (quickest(""), quickest(ATTRIBUTES));
    assert!(silent < talking + Duration::from_millis(500), "{silent:?}, {talking:?}");
}

#[test]
fn answers_that_come_late_are_no_keys() {
    let folder = folder();
    given(folder.path());
    let mut terminal = Terminal::answering("", folder.path(), &["visit.jsonl", "--suggester", "none"], &[], (100, 30));
    terminal.wait("4? 0✓");
    // In bursts, as a slow line delivers them; each letter and digit in them would be a command.
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

#[test]
fn settings_are_remembered_and_flags_win() {
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
    assert!(bytes.contains("tawsim/config.toml:2: marks = \"none\" is unknown; use keep, hide"), "{bytes}");
}

#[test]
fn what_a_terminal_needs_is_told_once() {
    let folder = folder();
    let state = folder.path().join("state");
    let variables = [("XDG_STATE_HOME", state.to_str().unwrap())];
    let hint = "force_ltr yes";
    for told in [true, false] {
        let mut terminal = Terminal::answering(
            "\x1b[8;0$y\x1bP>|kitty(0.26.5)\x1b\\\x1b[?62;c",
            folder.path(),
            &["visit.txt"],
            &variables,
            (80, 24),
        );
        terminal.wait("? help");
        assert_eq!(terminal.contents().contains(hint), told);
        terminal.press("q");
        assert!(terminal.end().0 == 0 && state.join("tawsim/told-kitty").exists());
    }
}

/// Waits until a process is dead, and gives everything that it wrote.
fn killed(mut terminal: Terminal) -> Vec<u8> {
    terminal.signal("KILL");
    terminal.child.wait().unwrap();
    terminal.reader.take().unwrap().join().unwrap();
    let shared = terminal.screen.lock().unwrap();
    shared.1.clone()
}

#[test]
fn what_was_called_saved_outlives_a_kill_and_can_be_taken_back() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("4? 0✓ 0✗  new");
    terminal.press("axu1");
    terminal.wait("2? 2✓ 0✗  in progress");
    terminal.wait("saved");
    killed(terminal);

    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("2? 2✓ 0✗  in progress");
    terminal.press("u");
    terminal.wait("3? 1✓");
    terminal.wait("took back");
    terminal.wait("saved");
    killed(terminal);

    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("3? 1✓");
    terminal.press("\x12");
    terminal.wait("2? 2✓");
    terminal.press("uu");
    terminal.wait("4? 0✓ 0✗  new");
    terminal.press("u");
    terminal.wait("nothing to take back");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(gold(folder.path(), "visit")["pending"].as_array().unwrap().len(), 4);
}

/// A journal whose gold file was pulled from elsewhere is named, and kept.
#[test]
fn a_journal_of_another_gold_file_is_told_of() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("4? 0✓");
    terminal.press("a");
    terminal.wait("3? 1✓");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    let path = folder.path().join("gold/visit.json");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("sara", "omar")).unwrap();
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (250, 30));
    terminal.wait("3? 1✓");
    terminal.wait("which another program wrote");
    terminal.press("u");
    terminal.wait("nothing to take back");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert!(folder.path().join("gold/.journal/visit.jsonl.stale-1").exists());
}

/// An article of forty suggestions.
fn forty(folder: &Path) {
    let letters = ["ب", "ت", "ث", "ج", "ح", "خ", "د"];
    let words: Vec<String> = (0..40).map(|index| format!("{}{}ا", letters[index / 7], letters[index % 7])).collect();
    let entity = |index: usize| {
        let start = index * 4;
        format!(r#"{{"start":{start},"end":{},"label":"PER","source":"m@1","score":0.5}}"#, start + 3)
    };
    let entities: Vec<String> = (0..40).map(entity).collect();
    let line = format!(r#"{{"id":"forty","text":"{}","entities":[{}]}}"#, words.join(" "), entities.join(","));
    fs::write(folder.join("forty.jsonl"), line).unwrap();
}

/// The workbench as the real one stands before the keys of a round.
fn twin(folder: &Path) -> Model {
    let article = store::open(&[folder.join("forty.jsonl")]).articles.remove(0);
    let left = store::GoldFolder::new(folder.join("gold")).resume(&article, false).unwrap();
    let document = Document::resumed(article, left.annotation, left.history, left.focus);
    let settings = Settings { annotator: Some("sara".to_owned()), ..Settings::default() };
    Model::new(settings, vec![document], Vec::new(), (100, 30)).unwrap()
}

/// What is decided, and how.
fn decisions(model: &Model) -> Vec<(Item, String)> {
    let document = model.document().unwrap();
    let label = |item: &Item| document.body(&item.at).unwrap().0.label().to_owned();
    document.items().iter().map(|item| (item.clone(), label(item))).collect()
}

/// How many suggestions waited in each frame that was drawn whole, and whether it said that all is saved.
fn frames(bytes: &[u8]) -> Vec<(usize, bool)> {
    const END: &[u8] = b"\x1b[?2026l";
    let mut parser = vt100::Parser::new(cells(30), cells(100), 0);
    let mut frames = Vec::new();
    let mut rest = bytes;
    while let Some(end) = rest.windows(END.len()).position(|window| window == END) {
        let (frame, after) = rest.split_at(end + END.len());
        rest = after;
        parser.process(frame);
        let contents = parser.screen().contents();
        let pending = contents
            .find("? ")
            .and_then(|_| contents.split_whitespace().find_map(|word| word.strip_suffix('?')?.parse().ok()));
        let saved = contents.lines().any(|line| line.trim_end().ends_with(" saved"));
        frames.extend(pending.map(|pending| (pending, saved)));
    }
    frames
}

#[test]
fn no_kill_at_any_instant_loses_what_was_called_saved() {
    let folder = folder();
    forty(folder.path());
    let arguments = ["forty.jsonl", "--suggester", "none"];
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let mut random = seed;
    let mut below = |limit: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % limit
    };
    let (mut lost_keys, mut all_safe) = (0, 0);
    for round in 0..25 {
        let mut model = twin(folder.path());
        let waiting = model.document().unwrap().progress().0;
        let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
        terminal.wait(&format!(" {waiting}? "));
        // What stood after each key.
        let mut stood = vec![decisions(&model)];
        let wait = Duration::from_millis(below(60));
        let begun = Instant::now();
        // Rather more undo when little is left to decide.
        let undo = if waiting < 15 { 6 } else { 2 };
        while begun.elapsed() < wait {
            for _ in 0..=below(4) {
                let key = if below(10) < undo { "u" } else { ["a", "x", "1", "3"][usize::try_from(below(4)).unwrap()] };
                terminal.press(key);
                update(&mut model, Action::Key(key.parse().unwrap()));
                stood.push(decisions(&model));
            }
            thread::sleep(Duration::from_millis(below(8)));
        }
        if round % 3 == 2 {
            // Into the time when the gold file is written.
            thread::sleep(Duration::from_millis(170 + below(60)));
        }
        let bytes = killed(terminal);

        // The latest key that a frame can be shown to have waited for before it said "saved".
        let pending = |items: &[(Item, String)]| items.iter().filter(|(item, _)| item.state == State::Pending).count();
        let (mut at, mut safe) = (0, 0);
        for (count, saved) in frames(&bytes) {
            if let Some(next) = stood.iter().skip(at).position(|items| pending(items) == count) {
                at += next;
            }
            if saved {
                safe = at;
            }
        }
        let found = decisions(&twin(folder.path()));
        let kept = stood.iter().rposition(|items| *items == found);
        let kept = kept.unwrap_or_else(|| panic!("seed {seed}, round {round}: what is on disk never stood"));
        assert!(kept >= safe, "seed {seed}, round {round}: {safe} keys were called saved, {kept} are there");
        all_safe += safe;
        lost_keys += stood.len() - 1 - kept;
    }
    // The kills came while work was under way, and the whole history is there.
    println!("{all_safe} keys were called saved, {lost_keys} were on their way when the kills came");
    assert!(all_safe > 25, "it hardly ever said that it had saved: {all_safe}");
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("? help");
    let decided = {
        let model = twin(folder.path());
        let deeds = model.document().unwrap().history.deeds();
        let undone = deeds.iter().filter(|deed| matches!(deed, Deed::Undo(_))).count();
        deeds.len() - 2 * undone
    };
    terminal.press(&"u".repeat(decided));
    terminal.wait("40? 0✓ 0✗  new");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    let litter = fs::read_dir(folder.path().join("gold"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp"));
    assert_eq!(litter.count(), 0, "what kills left of files is swept");
}
