//! The fuzz targets: each reader with its samples.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;
use tawsim::formats::FORMATS;
use tawsim::gold::{Article, Extra, LabelSet, json, lint, trim_edges};
use tawsim::page::{BaseDirection, Page, PageOptions};
use tawsim::store::{Access, GoldFolder, each_examined, each_raw_line, unpack_stream};
use tawsim::suggest::tagger::{Example, Tagger, TrainOptions, train};
use tawsim::suggest::{Builtin, RULES, Suggester};
use tawsim::text::{Needle, Text};
use tawsim::workbench::{InputLine, Key, Keymap};

use crate::common;
use crate::inputs::Random;

pub(crate) type Read = Box<dyn Fn(&[u8])>;

/// A reader with its samples. To add a reader, add a line in [`targets`].
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) samples: Vec<Vec<u8>>,
    pub(crate) read: Read,
}

fn target(name: &str, samples: &[Vec<u8>], read: impl Fn(&[u8]) + 'static) -> Target {
    Target { name: name.to_owned(), samples: samples.to_vec(), read: Box::new(read) }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn targets(folder: &Path) -> Vec<Target> {
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
            articles_of(bytes);
        }),
        target("compressed articles", &packed(&lines), |bytes| {
            let stream = unpack_stream(std::io::Cursor::new(bytes.to_vec()));
            articles_of(stream);
        }),
        target("gold", &[golds.clone(), lines.clone()].concat(), |bytes| gold(&text_of(bytes))),
        target("check", &lines, |mut bytes| {
            each_examined(&["-".into()], &mut bytes, &mut |_| (), &mut |_, _, _| Ok(())).unwrap();
        }),
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
            let mut line = InputLine::new(tawsim::page::BaseDirection::Rtl);
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
        use tawsim::view::terminal::TerminalInfo;
        let (front, back) = bytes.split_at(bytes.len() / 2);
        let (whole, parts) = (TerminalInfo::parse(&[bytes]), TerminalInfo::parse(&[front, back]));
        assert_eq!(whole, parts, "whatever parts it comes in");
        // The shown text has no control characters.
        assert!(!whole.0.name.unwrap_or_default().contains(char::is_control));
    }));
    for format in FORMATS {
        let samples = exported(format.name, &golds);
        targets.push(target(&format!("import {format}"), &samples, move |bytes| {
            drop(format.import_bytes(bytes, None));
            drop(format.import_bytes(bytes, Some(bytes)));
        }));
    }
    targets
}

/// Terminal replies: mode 8, name, colour, attributes, with keys between them.
#[cfg(unix)]
const ANSWERS: [&str; 4] = [
    "\u{1b}[8;1$y\u{1b}P>|xterm(379)\u{1b}\\\u{1b}]11;rgb:0000/0000/0000\u{1b}\\\u{1b}[?62;c",
    "a\u{1b}[8;2$yش\u{1b}[?62;1;4c\u{1b}[1;5D\u{1b}]11;rgba:ff/fa/e0/ff\u{7}",
    "\u{1b}\u{1b}[A\u{1b}OPq\u{1b}[24~\u{1b}[Z\t\r\u{7f}\u{1b}x",
    "\u{1b}P>|kitty(0.41.1)\u{1b}\\\u{1b}[?62;52;c",
];

/// Some lines, compressed by gzip and Zstandard.
fn packed(lines: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let plain: Vec<u8> = lines.iter().take(3).flat_map(|line| [line.as_slice(), b"\n"].concat()).collect();
    gzip.write_all(&plain).unwrap();
    vec![gzip.finish().unwrap(), compress_to_vec(plain.as_slice(), CompressionLevel::Fastest)]
}

/// A small model, trained on a few articles.
fn model(golds: &[Vec<u8>]) -> Vec<u8> {
    let examples: Vec<Example> = golds
        .iter()
        .take(2)
        .filter_map(|gold| json::read(&text_of(gold)).ok())
        .filter_map(|(article, annotation)| Example::of(&article, &annotation))
        .collect();
    let calibration = vec![(0.2, 0.3), (0.9, 0.8)];
    train(&examples, RULES, &TrainOptions { epochs: 2, calibration, ..TrainOptions::default() }, &mut |_| {}).unwrap()
}

/// A model with a few bytes changed, most of them before its weights. The input chooses which.
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

/// If the bytes are accepted as a model, the model can tag.
fn tag(bytes: Vec<u8>) {
    if let Ok(tagger) = Tagger::from_bytes(bytes, RULES) {
        let text = Text::new("زار الرئيس باراك أوباما مدينة القاهرة أمس.\nوقال سامي إنه عائد إلى بيروت.");
        for found in tagger.tag(&text) {
            assert!((0.0..=1.0).contains(&found.score), "{found:?}");
        }
    }
}

/// What was read can be written; reading that again gives the same value, and writing it again the same bytes.
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
    let (mended, _) = trim_edges(&article.text, &annotation, &labels);
    assert_eq!(trim_edges(&article.text, &mended, &labels).1, [], "what is put right is right");
}

fn article(text: String) -> Article {
    Article { id: "a".to_owned(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() }
}

const JOURNALED: &str = "زار أوباما مدينة باريس";

/// Reads every line of a stream, and parses it.
fn articles_of(stream: impl std::io::Read) {
    each_raw_line(Path::new("-"), stream, &mut |raw, _| {
        drop(raw.article());
        Ok(())
    })
    .unwrap();
}

fn resume(folder: &Path, bytes: &[u8]) {
    let folder = GoldFolder::new(folder.to_owned());
    fs::create_dir_all(folder.dir().join(".journal")).unwrap();
    fs::write(folder.journal_of("a"), bytes).unwrap();
    drop(folder.resume(&article(JOURNALED.to_owned()), Access::Read));
}

/// A journal with a few changes.
fn journal(folder: &Path) -> Vec<u8> {
    use tawsim::workbench::{Action, Document, Effect, Model, Settings, update};
    let line = format!(
        r#"{{"id":"a","text":"{JOURNALED}","entities":[{{"start":4,"end":10,"label":"PER"}},{{"start":17,"end":22,"label":"LOC"}}]}}"#
    );
    let (article, _) = json::read(&line).unwrap();
    let store = GoldFolder::new(folder.join("gold"));
    store.resume(&article, Access::Write).unwrap();
    let document = Document::new(Arc::new(article), None);
    let mut model = Model::new(Settings::default(), vec![document], Vec::new(), (80, 24)).unwrap();
    for key in ["a", "2", "u", "Ctrl-r", "x", "d"] {
        for effect in update(&mut model, Action::Key(key.parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                store.append_entries(&article, &entries, &annotation).unwrap();
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

/// The files of a folder, each cut to this many bytes unless it is JSON.
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

/// A reference exported in this format; the gold itself if the export fails.
fn exported(name: &str, golds: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let arguments: [&[&str]; 2] = [&["export", "--to", name], &["export", "--layer", "entity", "--to", name]];
    let written = arguments.iter().filter_map(|arguments| {
        let output = common::run(root(), &[arguments, &["tests/reference/wire-1.json"][..]].concat(), "");
        Some(output.stdout).filter(|bytes| !bytes.is_empty())
    });
    let written: Vec<Vec<u8>> = written.collect();
    if written.is_empty() { golds.iter().take(2).cloned().collect() } else { written }
}
