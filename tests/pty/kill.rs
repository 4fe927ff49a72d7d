//! Kills the program at any instant: the next start has every verdict that the screen had called saved, and can undo
//! it.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tawsim::edit::Operation;
use tawsim::store;
use tawsim::workbench::{Action, Document, Item, ItemState, Model, Settings, update};

use crate::terminal::{Terminal, cells, folder, given, gold};

/// Waits until a process is dead and returns everything that it wrote.
fn killed(mut terminal: Terminal) -> Vec<u8> {
    terminal.signal("KILL");
    terminal.child.wait().unwrap();
    terminal.reader.take().unwrap().join().unwrap();
    let shared = terminal.screen.lock().unwrap();
    shared.1.clone()
}

#[test]
fn saved_verdicts_survive_a_kill_and_can_be_undone() {
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
    terminal.wait("undone");
    terminal.wait("saved");
    killed(terminal);

    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("3? 1✓");
    terminal.press("\x12");
    terminal.wait("2? 2✓");
    terminal.press("uu");
    terminal.wait("4? 0✓ 0✗  new");
    terminal.press("u");
    terminal.wait("nothing to undo");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(gold(folder.path(), "visit")["pending"].as_array().unwrap().len(), 4);
}

/// When another program replaced the gold file, the journal is kept under another name and the screen says so.
#[test]
fn a_journal_of_another_gold_file_is_reported() {
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
    terminal.wait("nothing to undo");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert!(folder.path().join("gold/.journal/visit.jsonl.stale-1").exists());
}

/// An article with forty suggestions.
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

/// A model in the state of the real workbench before the keys of a round.
fn twin(folder: &Path) -> Model {
    let article = store::read_corpus(&[folder.join("forty.jsonl")]).articles.remove(0);
    let left = store::GoldFolder::new(folder.join("gold")).resume(&article, store::Access::Read).unwrap();
    let document = Document::resumed(article, left.annotation, left.history, left.focus);
    let settings = Settings { annotator: Some("sara".to_owned()), ..Settings::default() };
    Model::new(settings, vec![document], Vec::new(), (100, 30)).unwrap()
}

/// The decided items and their verdicts.
fn decisions(model: &Model) -> Vec<(Item, String)> {
    let document = model.document().unwrap();
    let label = |item: &Item| document.body(&item.at).unwrap().0.label().to_owned();
    document.items().iter().map(|item| (item.clone(), label(item))).collect()
}

/// For each complete frame: the number of pending suggestions, and whether the frame says "saved".
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
fn kills_lose_no_verdict_that_was_shown_as_saved() {
    rounds(25);
}

/// The long run: `cargo test --release --test pty -- --ignored --nocapture five_hundred`.
#[test]
#[ignore = "some minutes: for a release, and after every change to what is saved"]
fn five_hundred_kills_lose_no_verdict_that_was_shown_as_saved() {
    rounds(500);
}

#[expect(clippy::print_stdout, clippy::disallowed_macros, reason = "the figures of the long run")]
fn rounds(count: usize) {
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
    for round in 0..count {
        let mut model = twin(folder.path());
        let waiting = model.document().unwrap().progress().0;
        let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
        terminal.wait(&format!(" {waiting}? "));
        // The annotation after each key.
        let mut states = vec![decisions(&model)];
        let wait = Duration::from_millis(below(60));
        let begun = Instant::now();
        // Presses undo more often when little is left to decide.
        let undo = if waiting < 15 { 6 } else { 2 };
        while begun.elapsed() < wait {
            for _ in 0..=below(4) {
                let key = if below(10) < undo { "u" } else { ["a", "x", "1", "3"][usize::try_from(below(4)).unwrap()] };
                terminal.press(key);
                update(&mut model, Action::Key(key.parse().unwrap()));
                states.push(decisions(&model));
            }
            thread::sleep(Duration::from_millis(below(8)));
        }
        if round % 3 == 2 {
            // Kills while the gold file is being written.
            thread::sleep(Duration::from_millis(170 + below(60)));
        }
        let bytes = killed(terminal);

        // The last key that the frame must have waited for before it said "saved".
        let pending =
            |items: &[(Item, String)]| items.iter().filter(|(item, _)| item.state == ItemState::Pending).count();
        let (mut at, mut safe) = (0, 0);
        for (count, saved) in frames(&bytes) {
            if let Some(next) = states.iter().skip(at).position(|items| pending(items) == count) {
                at += next;
            }
            if saved {
                safe = at;
            }
        }
        let found = decisions(&twin(folder.path()));
        let kept = states.iter().rposition(|items| *items == found);
        let kept = kept.unwrap_or_else(|| panic!("seed {seed}, round {round}: the state on disk never existed"));
        assert!(kept >= safe, "seed {seed}, round {round}: {safe} keys were called saved, {kept} are there");
        all_safe += safe;
        lost_keys += states.len() - 1 - kept;
    }
    // The kills came during the work, and the whole history is there.
    println!("{count} kills: {all_safe} keys were called saved, {lost_keys} were on their way; 0 lost (seed {seed})");
    assert!(all_safe > count, "it hardly ever said that it had saved: {all_safe}");
    let mut terminal = Terminal::start(folder.path(), &arguments, &[], (100, 30));
    terminal.wait("? help");
    let decided = {
        let model = twin(folder.path());
        let operations = model.document().unwrap().history.operations();
        let undone = operations.iter().filter(|operation| matches!(operation, Operation::Undo(_))).count();
        operations.len() - 2 * undone
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
