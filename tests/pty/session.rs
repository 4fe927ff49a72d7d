//! An annotator's session: verdicts, typing, the mouse, and the files on disk afterwards.

use std::fs;

use serde_json::Value;

use crate::terminal::{LAYOUTS, TEXT, Terminal, folder, given, gold, slice};

#[test]
fn a_session_writes_gold_and_the_next_start_continues_it() {
    for layout in LAYOUTS {
        session(layout);
    }
}

fn session(layout: fn(&str) -> String) {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("4? 0✓ 0✗  new");
    terminal.press(&layout("a")); // Obama
    terminal.wait("3? 1✓ 0✗  in progress");
    terminal.press(&layout("x")); // the capital
    terminal.press(&layout("2a")); // Paris is a place
    terminal.press(&layout("j")); // the smile is not part of the name
    terminal.wait("0? 3✓ 1✗");
    terminal.wait("saved");
    terminal.press(&layout("vhh")); // ⟦السلام ممكن في⟧ …
    terminal.wait("selected");
    terminal.press(&layout("c"));
    terminal.wait("0? 4✓ 1✗");
    terminal.press(&layout("v"));
    terminal.wait("selected");
    terminal.press("\x1b");
    terminal.wait_until("the end of selecting", |screen| !screen.contents().contains("selected"));
    terminal.press(&layout("d"));
    terminal.wait("DONE");
    terminal.wait("saved");
    terminal.press(&layout("q"));
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
    terminal.press(&layout("R"));
    terminal.wait("in progress");
    terminal.press(&layout("q"));
    assert_eq!(terminal.end().0, 0);
}

/// Types Arabic, moves the caret and pastes, in the bytes that a terminal sends.
#[test]
fn arabic_can_be_typed_and_pasted_into_a_prompt() {
    let folder = folder();
    given(folder.path());
    fs::write(folder.path().join("later.txt"), "أمسية في الميناء\nنص").unwrap();
    let arguments = ["visit.jsonl", "later.txt", "--suggester", "none", "--lang", "en"];
    // The language says that the keyboard is an Arabic one, and no Persian one.
    let mut terminal = Terminal::start(folder.path(), &arguments, &[("LANG", "ar_EG.UTF-8")], (100, 30));
    terminal.wait("4? 0✓ 0✗  new");
    // A paste without an open prompt gives a message and runs no command.
    terminal.press("\x1b[200~axd\x1b[201~");
    terminal.wait("pasting does nothing here");
    terminal.wait("4? 0✓ 0✗  new");
    // The key for / under the Arabic layout, then letters; two of them are commands outside a prompt.
    terminal.press("ظالسلا");
    terminal.wait("find 1/1");
    // The screen shows the letters in visual order and joined, lam and alef in one cell.
    terminal.wait("\u{FEFC}\u{FEB4}\u{FEDF}\u{FE8D}");
    // With the caret between lam and alef, they are drawn in two cells.
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
fn the_users_keymap_is_read_and_its_errors_are_reported() {
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
fn bad_files_are_listed_and_good_files_open() {
    let folder = folder();
    fs::write(folder.path().join("broken.jsonl"), "{\"id\":\"x\",\"text\":\"نعم\"}\n{\"id\":\n").unwrap();
    fs::write(folder.path().join("empty.txt"), " \n").unwrap();
    fs::write(folder.path().join("hostile.txt"), "\u{feff}نص\r\nثان\0\tو\u{1b}[2J\u{202e}لا").unwrap();
    let mut terminal = Terminal::start(folder.path(), &["."], &[], (100, 30));
    terminal.wait("2 problems in the input");
    terminal.wait("1/5");
    terminal.press("!");
    terminal.wait("broken.jsonl:2:");
    terminal.wait("empty.txt");
    terminal.press("\x1b");
    terminal.wait_until("the page again", |screen| !screen.contents().contains("broken.jsonl"));
    // An unreadable article keeps its place in the list, and no command can change it.
    terminal.press("na");
    terminal.wait("2/5 broken.jsonl:2");
    terminal.wait("This article cannot be opened");
    terminal.press("nn");
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
fn a_second_workbench_is_read_only() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let mut first = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    first.wait("4? 0✓");
    let mut second = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    second.wait("read-only: sara");
    second.press("a");
    second.wait("read-only: sara");
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
    for layout in LAYOUTS {
        dragged(layout);
    }
}

fn dragged(layout: fn(&str) -> String) {
    let folder = folder();
    given(folder.path());
    let mut terminal = Terminal::start(folder.path(), &["visit.jsonl", "--suggester", "none"], &[], (100, 30));
    terminal.wait("4? 0✓");
    terminal.press(&layout("m"));
    terminal.wait("the mouse points");
    // Columns count from 1. The first line is at the right of the page, before the margin of three columns.
    let line = terminal.screen.lock().unwrap().0.screen().rows(0, 100).nth(1).unwrap();
    assert!(line.trim_end_matches(['◂', '?', ' ']).ends_with('ﺯ') || line.contains("ﺭﺍﺯ"), "{line:?}");
    terminal.press("\x1b[<0;97;2M");
    terminal.press("\x1b[<32;95;2M");
    terminal.wait("selected 0–3");
    terminal.press("\x1b[<0;95;2m");
    terminal.press(&layout("4"));
    terminal.wait("4? 1✓");
    terminal.wait("saved");
    terminal.press(&layout("q"));
    let (status, bytes) = terminal.end();
    assert_eq!(status, 0);
    let (_, after) = bytes.split_once("\x1b[?1006h").unwrap();
    assert!(after.contains("\x1b[?1006l"), "the mouse was not given back");
    let gold = gold(folder.path(), "visit");
    assert_eq!((&gold["entities"][0]["text"], &gold["entities"][0]["label"]), (&"زار".into(), &"MISC".into()));
}

/// Notes and flags are typed, saved and there again at the next start, under both keyboard layouts.
#[test]
fn notes_and_flags_are_saved_and_restored() {
    for layout in LAYOUTS {
        let folder = folder();
        given(folder.path());
        let arguments = ["visit.jsonl", "--suggester", "none"];
        let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
        terminal.wait("4? 0✓ 0✗  new");
        terminal.press(&layout("Y"));
        terminal.wait("⚑ discuss");
        terminal.press(&layout("N"));
        terminal.wait("note");
        terminal.press("أي أوباما؟\r");
        terminal.wait("✎");
        terminal.press(&layout(";y"));
        terminal.wait("the article is flagged");
        terminal.press(&layout("a"));
        terminal.wait("3? 1✓");
        terminal.wait("saved");
        terminal.press(&layout("q"));
        assert_eq!(terminal.end().0, 0);
        let gold = gold(folder.path(), "visit");
        let first = &gold["entities"][0];
        assert_eq!((&first["note"], &first["flags"][0]), (&"أي أوباما؟".into(), &"discuss".into()));
        assert_eq!((&gold["flags"][0], &first["verdict"]), (&"discuss".into(), &"accepted".into()));

        let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
        terminal.wait("1/1 ⚑ visit");
        terminal.press(&layout("uuuu"));
        terminal.wait("4? 0✓ 0✗  new");
        terminal.wait_until("no flag", |screen| !screen.contents().contains('⚑'));
        terminal.press(&layout("q"));
        assert_eq!(terminal.end().0, 0);
    }
}

/// An Arabic locale makes the workbench Arabic, from right to left; a flag overrides it. The message at the end is in
/// visual order too, and the terminal's own reordering is off while it is printed.
#[test]
fn an_arabic_locale_gets_an_arabic_workbench() {
    let folder = folder();
    given(folder.path());
    let arguments = ["visit.jsonl", "--suggester", "none"];
    let arabic = [("LANG", "ar_EG.UTF-8")];
    let mut terminal = Terminal::start(folder.path(), &arguments, &arabic, (100, 30));
    terminal.wait("ﺓﺪﻳﺪﺟ  ✗0 ✓0 ?4"); // جديدة
    terminal.wait("ﺾﻓﺭ x  ﻝﻮﺒﻗ a"); // a قبول  x رفض
    terminal.press("ش"); // a
    terminal.wait("✗0 ✓1 ?3");
    terminal.wait("ﻅﻮﻔﺤﻣ"); // محفوظ
    terminal.press("d");
    terminal.wait("ﻲﻗﺎﺒﻟﺍ ﻞﺒﻘﻳ D :ﺕﺎﻘﻠﻌﻣ 3"); // 3 معلقات: D يقبل الباقي
    terminal.press("\x1b");
    terminal.wait_until("the end of the question", |screen| !screen.contents().contains("ﻲﻗﺎﺒﻟﺍ"));
    terminal.press("q");
    let (status, bytes) = terminal.end();
    assert_eq!(status, 0);
    let (_, message) = bytes.rsplit_once("\x1b[?1049l").unwrap();
    let at = |part: &str| message.find(part).unwrap_or_else(|| panic!("no {part:?} in {message:?}"));
    assert!(at("\x1b[8l") < at("ﺓﺪﺣﺍﻭ ﺔﻟﺎﻘﻣ ﻲﻓ ﺪﺣﺍﻭ ﺭﺍﺮﻗ"), "{message:?}"); // قرار واحد في مقالة واحدة
    assert!(message.rfind("\x1b[8h") > message.find("ﺭﺍﺮﻗ"));

    for (arguments, variables) in [
        (&["visit.jsonl", "--lang", "en"][..], &arabic[..]),
        (&["visit.jsonl"], &[("LANG", "ar_EG.UTF-8"), ("LC_ALL", "C.UTF-8")]),
    ] {
        let mut terminal = Terminal::start(folder.path(), arguments, variables, (100, 30));
        terminal.wait("1✓ 0✗  in progress");
        terminal.press("q");
        assert_eq!(terminal.end().0, 0);
    }
}
