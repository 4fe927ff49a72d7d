//! Every reader is given what nobody would write: real samples, cut, spliced, doubled, filled with what makes trouble. None
//! may panic, hang, or take memory beyond a measure of what it was given.
//!
//! `cargo test --test fuzz` gives each target a thousand inputs, the same in every run. To look for longer, and elsewhere:
//! `TAWSIM_FUZZ_SECONDS=600 TAWSIM_FUZZ_SEED=7 cargo test --release --test fuzz -- --nocapture`. What fails is kept in a
//! file whose name is told. `TAWSIM_FUZZ_TARGET=model` tries only the targets with that in their names.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and tells figures"
)]

use std::collections::HashSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use serde_json::Value;
use tawsim::formats::{Format, import_bytes};
use tawsim::gold::{Article, Extra, LabelSet, json, lint, mend};
use tawsim::page::{BaseDirection, Page, PageOptions};
use tawsim::store::{GoldFolder, each_line, each_look};
use tawsim::suggest::tagger::{Example, Options, Tagger, train};
use tawsim::suggest::{Builtin, Suggester};
use tawsim::text::{Needle, Text};
use tawsim::workbench::{InputLine, Key, Keymap};

mod common;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// A reader takes at most so much, and so many times what it is given: an index, the words, cells, a few copies.
const MOST: usize = 64 << 20;
const TIMES: usize = 500;

/// No input of this size may take longer, on however busy a machine.
const HANGS: Duration = Duration::from_secs(120);

/// Inputs of a target when no time is given.
const INPUTS: u64 = 1000;

type Read = Box<dyn Fn(&[u8])>;

/// Something that reads, its samples, and what to give it. A new reader is a new line in [`targets`].
struct Target {
    name: String,
    samples: Vec<Vec<u8>>,
    read: Read,
}

fn target(name: &str, samples: &[Vec<u8>], read: impl Fn(&[u8]) + 'static) -> Target {
    Target { name: name.to_owned(), samples: samples.to_vec(), read: Box::new(read) }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn targets(folder: &Path) -> Vec<Target> {
    let texts = files("sample_articles", 6000);
    let golds = files("tests/reference", 30_000);
    let lines: Vec<Vec<u8>> =
        golds.iter().filter_map(|gold| serde_json::to_vec(&serde_json::from_slice::<Value>(gold).ok()?).ok()).collect();
    let journals = vec![journal(folder)];
    let keymap = b"[keys]\naccept = [\"y\", \"Enter\"]\nfilter-quotes = [\"\\\\ k\"]\nskip = []\n".to_vec();
    let keys = ["Ctrl-r", "Shift-Tab", "F12", "\\ k", "ض", "٣", "Alt-PageDown"].map(|key| key.as_bytes().to_vec());
    let labels = fs::read(root().join("assets/labels.toml")).unwrap();
    let journal_folder = folder.join("journals");
    let mut targets = vec![
        target("articles", &lines, |bytes| {
            each_line(Path::new("-"), bytes, &mut |_| Ok(())).unwrap();
        }),
        target("gold", &[golds.clone(), lines.clone()].concat(), |bytes| gold(&text_of(bytes))),
        target("check", &lines, |mut bytes| each_look(&["-".into()], &mut bytes, &mut |_, _, _| Ok(())).unwrap()),
        target("journal", &journals, move |bytes| resume(&journal_folder, bytes)),
        target("layout", &texts, |bytes| layout(&text_of(bytes))),
        target("suggest", &texts, {
            let suggester = Builtin::new();
            move |bytes| drop(suggester.suggest(&article(text_of(bytes))))
        }),
        target("find", &texts, |bytes| {
            let text = text_of(bytes);
            let query: String = text.chars().skip(text.chars().count() / 2).take(7).collect();
            let text = Text::new(text);
            if let Some(needle) = Needle::new(&query) {
                let _ = needle.find(&text);
            }
        }),
        target("a typed line", &texts, |bytes| {
            let mut line = InputLine::new(true);
            line.insert(&text_of(bytes));
            for key in ["Left", "Backspace", "Home", "Ctrl-w", "Delete", "Right"] {
                line.key(key.parse().unwrap());
            }
            let _ = line.shown();
        }),
        target("keys", &keys, |bytes| drop(text_of(bytes).parse::<Key>())),
        target("keymap", &[keymap], |bytes| drop(Keymap::from_toml(&text_of(bytes)))),
        target("labels", &[labels], |bytes| drop(LabelSet::from_toml(&text_of(bytes)))),
        target("model", &[model(&golds)], |bytes| tag(bytes.to_vec())),
        target("model of the same length", &texts, {
            let model = model(&golds);
            move |bytes| tag(with_other_bytes(&model, bytes))
        }),
    ];
    #[cfg(unix)]
    targets.push(target("what a terminal answers", &ANSWERS.map(|sent| sent.as_bytes().to_vec()), |bytes| {
        use tawsim::terminal::Answers;
        let (front, back) = bytes.split_at(bytes.len() / 2);
        let (whole, parts) = (Answers::heard(&[bytes]), Answers::heard(&[front, back]));
        assert_eq!(whole, parts, "whatever parts it comes in");
        // What is shown of it steers nothing.
        assert!(!whole.0.name.unwrap_or_default().contains(char::is_control));
    }));
    for format in Format::all() {
        let samples = exported(format.name(), &golds);
        targets.push(target(&format!("import {format}"), &samples, move |bytes| {
            drop(import_bytes(format, bytes, None));
            drop(import_bytes(format, bytes, Some(bytes)));
        }));
    }
    targets
}

/// What terminals send: order, name, colour, attributes, and keys in between.
#[cfg(unix)]
const ANSWERS: [&str; 4] = [
    "\u{1b}[8;1$y\u{1b}P>|xterm(379)\u{1b}\\\u{1b}]11;rgb:0000/0000/0000\u{1b}\\\u{1b}[?62;c",
    "a\u{1b}[8;2$yش\u{1b}[?62;1;4c\u{1b}[1;5D\u{1b}]11;rgba:ff/fa/e0/ff\u{7}",
    "\u{1b}\u{1b}[A\u{1b}OPq\u{1b}[24~\u{1b}[Z\t\r\u{7f}\u{1b}x",
    "\u{1b}P>|kitty(0.41.1)\u{1b}\\\u{1b}[?62;52;c",
];

/// A small model, of a few articles.
fn model(golds: &[Vec<u8>]) -> Vec<u8> {
    let examples: Vec<Example> = golds
        .iter()
        .take(2)
        .filter_map(|gold| json::read(&text_of(gold)).ok())
        .filter_map(|(article, annotation)| Example::of(&article, &annotation))
        .collect();
    let calibration = vec![(0.2, 0.3), (0.9, 0.8)];
    train(&examples, &Options { epochs: 2, calibration, ..Options::default() }, &mut |_| {}).unwrap()
}

/// A model in which a few bytes are others, most of them before its weights; which, some bytes say.
fn with_other_bytes(model: &[u8], choice: &[u8]) -> Vec<u8> {
    let seed = choice.iter().fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let mut random = Random(seed);
    let mut changed = model.to_vec();
    for _ in 0..=random.below(4) {
        let within = *random.pick(&[200, 1000, model.len()]);
        let at = random.below(within.min(model.len()));
        changed[at] = *random.pick(&[0, 1, 0x7F, 0x80, 0xC0, 0xFF]);
    }
    changed
}

/// What is taken for a model is one that tags.
fn tag(bytes: Vec<u8>) {
    if let Ok(tagger) = Tagger::from_bytes(bytes) {
        let text = Text::new("زار الرئيس باراك أوباما مدينة القاهرة أمس.\nوقال سامي إنه عائد إلى بيروت.");
        for found in tagger.tag(&text) {
            assert!((0.0..=1.0).contains(&found.score), "{found:?}");
        }
    }
}

/// What is read is written, and what is written is read as the same and written as the same bytes.
fn gold(json: &str) {
    let examined = json::examine(json);
    let Ok((article, annotation)) = json::read(json) else { return };
    assert!(examined.is_ok());
    let written = json::write(&article, &annotation);
    let (again, same) = json::read(&written).unwrap();
    assert_eq!((&again.id, &again.text, &same), (&article.id, &article.text, &annotation));
    assert_eq!(json::write(&again, &same), written);
    let labels = LabelSet::default();
    let _ = lint(&article.text, &annotation, &labels);
    let (mended, _) = mend(&article.text, &annotation, &labels);
    assert_eq!(mend(&article.text, &mended, &labels).1, [], "what is put right is right");
}

fn article(text: String) -> Article {
    Article { id: "a".to_owned(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() }
}

const JOURNALED: &str = "زار أوباما مدينة باريس";

fn resume(folder: &Path, bytes: &[u8]) {
    let folder = GoldFolder::new(folder.to_owned());
    fs::create_dir_all(folder.dir().join(".journal")).unwrap();
    fs::write(folder.journal_of("a"), bytes).unwrap();
    drop(folder.resume(&article(JOURNALED.to_owned()), false));
}

/// A journal of a few changes.
fn journal(folder: &Path) -> Vec<u8> {
    use tawsim::workbench::{Action, Document, Effect, Model, Settings, update};
    let line = format!(
        r#"{{"id":"a","text":"{JOURNALED}","entities":[{{"start":4,"end":10,"label":"PER"}},{{"start":17,"end":22,"label":"LOC"}}]}}"#
    );
    let (article, _) = json::read(&line).unwrap();
    let store = GoldFolder::new(folder.join("worked"));
    store.resume(&article, true).unwrap();
    let document = Document::new(Arc::new(article), None);
    let mut model = Model::new(Settings::default(), vec![document], Vec::new(), (80, 24)).unwrap();
    for key in ["a", "2", "u", "Ctrl-r", "x", "d"] {
        for effect in update(&mut model, Action::Key(key.parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                store.journal(&article, &entries, &annotation).unwrap();
                store.save(&article, &annotation).unwrap();
            }
        }
    }
    fs::read(store.journal_of("a")).unwrap()
}

fn layout(text: &str) {
    let text = Text::new(text);
    for (base, width) in [(BaseDirection::Auto, 40), (BaseDirection::Ltr, 3)] {
        let page = Page::new(&text, PageOptions { base, ..PageOptions::default() }, width);
        for line in page.lines_from(0) {
            let _ = page.line(line, &[]);
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder, each cut to so many bytes if it is no JSON.
fn files(folder: &str, most: usize) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).unwrap();
        let json = path.extension().is_some_and(|extension| extension == "json");
        if json { (bytes.len() <= most).then_some(bytes) } else { Some(bytes.iter().take(most).copied().collect()) }
    };
    paths.iter().filter(|path| path.is_file()).filter_map(read).collect()
}

/// What our own exporter writes of a reference, and where it cannot, the gold.
fn exported(name: &str, golds: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let arguments: [&[&str]; 2] = [&["export", "--to", name], &["export", "--layer", "entity", "--to", name]];
    let written = arguments.iter().filter_map(|arguments| {
        let output = common::run(root(), &[arguments, &["tests/reference/wire-1.json"][..]].concat(), "");
        Some(output.stdout).filter(|bytes| !bytes.is_empty())
    });
    let written: Vec<Vec<u8>> = written.collect();
    if written.is_empty() { golds.iter().take(2).cloned().collect() } else { written }
}

/// A generator of our own (Knuth's MMIX constants): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What makes trouble.
const TROUBLE: &[&str] = &[
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{feff}",
    "\u{200d}",
    "\u{651}\u{64e}",
    "\u{301}",
    "\r\n",
    "\n",
    "\u{2028}",
    "\t",
    "😀",
    "👨‍👩‍👧",
    "لا",
    "ﷺ",
    "«",
    "»",
    "\"",
    "\\",
    "\\ud800",
    "\\u0000",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "1e999",
    "18446744073709551616",
    "0.1",
    "\"id\":",
    "\"text\":\"\",",
    "\"start\":0,",
    "\"verdict\":\"added\",",
    "[[label]]",
    "= [",
    "قال",
    "وقال إن",
    "B-PER",
    "I-LOC",
    " O\n",
    "\t\t",
    "#",
    "\u{e0001}",
    "\u{10ffff}",
    "\u{fdd0}",
    "٣",
    "a\u{600}",
];

/// One of the samples, changed in a few places.
fn input(random: &mut Random, samples: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = random.pick(samples).clone();
    if random.below(3) == 0
        && let Ok(mut value) = serde_json::from_slice::<Value>(&bytes)
    {
        for _ in 0..=random.below(3) {
            distort(random, &mut value, 0);
        }
        bytes = serde_json::to_vec(&value).unwrap();
        if random.below(2) == 0 {
            return bytes;
        }
    }
    for _ in 0..=random.below(6) {
        let (from, to) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        match random.below(9) {
            0 => bytes.truncate(to),
            1 => drop(bytes.drain(from..to.min(from + 40))),
            2 => drop(bytes.splice(from..from, bytes[from..to.min(from + 300)].to_vec())),
            3 if to > from => bytes[from] ^= 1 << random.below(8),
            4 => {
                let other = random.pick(samples);
                let at = random.below(other.len());
                let piece = other[at..other.len().min(at + 200)].to_vec();
                bytes.splice(from..from, piece);
            }
            5 => {
                let many = random.pick(TROUBLE).repeat(1 + random.below(400));
                bytes.splice(from..from, many.into_bytes());
            }
            _ => drop(bytes.splice(from..to.min(from + random.below(8)), random.pick(TROUBLE).bytes())),
        }
    }
    bytes
}

/// Changes something inside, and keeps it JSON.
fn distort(random: &mut Random, value: &mut Value, depth: usize) {
    let deeper = depth < 6 && random.below(4) > 0;
    match value {
        Value::Array(list) if deeper && !list.is_empty() => {
            let at = random.below(list.len());
            match random.below(6) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                2 => list.rotate_left(at),
                _ => distort(random, &mut list[at], depth + 1),
            }
        }
        Value::Object(keys) if deeper && !keys.is_empty() => {
            let key = keys.keys().nth(random.below(keys.len())).unwrap().clone();
            match random.below(8) {
                0 => drop(keys.remove(&key)),
                1 => drop(keys.insert("unknown".to_owned(), Value::from(vec![1.5, 2.0]))),
                _ => distort(random, &mut keys[&key], depth + 1),
            }
        }
        Value::String(words) if random.below(3) > 0 => {
            let trouble = random.pick(TROUBLE);
            let edges: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
            words.insert_str(*random.pick(&edges), trouble);
        }
        Value::Number(number) if random.below(3) > 0 => {
            let near = number.as_i64().unwrap_or_default() + i64::try_from(random.below(5)).unwrap() - 2;
            *value = near.into();
        }
        _ => {
            *value = match random.below(7) {
                0 => Value::Null,
                1 => u64::MAX.into(),
                2 => (-1).into(),
                3 => 0.5.into(),
                4 => Value::String((*random.pick(TROUBLE)).to_owned()),
                5 => Value::Array(Vec::new()),
                _ => (0..50).fold(Value::Null, |inner, _| Value::Array(vec![inner])),
            }
        }
    }
}

/// The process ends when an input takes too long: there is no other way out of a loop.
fn watch(since: &Arc<AtomicU64>, begun: Instant, kept: std::path::PathBuf) {
    let since = Arc::clone(since);
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            let started = Duration::from_millis(since.load(Ordering::SeqCst));
            if begun.elapsed().saturating_sub(started) > HANGS {
                println!("an input hangs: {}", kept.display());
                std::process::abort();
            }
        }
    });
}

#[test]
fn no_reader_panics_hangs_or_takes_more_than_its_share() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let (seconds, seed) = (number("TAWSIM_FUZZ_SECONDS"), number("TAWSIM_FUZZ_SEED").unwrap_or(1));
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::temp_dir().join(format!("tawsim-fuzz-{}", std::process::id()));
    let (begun, since) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    watch(&since, begun, kept.clone());
    let mut targets = targets(folder.path());
    let wanted = std::env::var("TAWSIM_FUZZ_TARGET").unwrap_or_default();
    targets.retain(|target| target.name.contains(&wanted));
    assert_eq!(targets.iter().map(|target| &target.name).collect::<HashSet<_>>().len(), targets.len());
    let share = seconds.map(|seconds| Duration::from_secs(seconds) / u32::try_from(targets.len()).unwrap());
    for target in &targets {
        let (mut random, started, mut count, mut widest) = (Random(seed), Instant::now(), 0, 0.0_f64);
        while share.map_or(count < INPUTS, |share| started.elapsed() < share) {
            let bytes = input(&mut random, &target.samples);
            if seconds.is_some() {
                fs::write(&kept, &bytes).unwrap();
            }
            since.store(u64::try_from(begun.elapsed().as_millis()).unwrap(), Ordering::SeqCst);
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let outcome = catch_unwind(AssertUnwindSafe(|| (target.read)(&bytes)));
            let taken = MEMORY.peak_usage().saturating_sub(before);
            if outcome.is_err() || taken > MOST + TIMES * bytes.len() {
                fs::write(&kept, &bytes).unwrap();
                panic!("{}, seed {seed}, input {count}, {taken} bytes taken: {}", target.name, kept.display());
            }
            widest = widest
                .max(f64::from(u32::try_from(taken).unwrap()) / f64::from(u32::try_from(bytes.len() + 1).unwrap()));
            count += 1;
        }
        println!(
            "{:16} {count:8} inputs, {:5.1} s, at most {widest:6.0} bytes for one",
            target.name,
            started.elapsed().as_secs_f64()
        );
    }
    let _ = fs::remove_file(kept);
}
