//! The fuzz targets: each reader with its samples.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;
use tawsim::gold::json;
use tawsim::store::{Access, GoldFolder};
use tawsim::suggest::RULES;
use tawsim::suggest::tagger::{Example, TrainOptions, train};

use crate::common;
use crate::inputs::Random;
use crate::readers::{JOURNALED, Read, names, reader, text_of};

/// A reader with its samples.
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) samples: Vec<Vec<u8>>,
    pub(crate) read: Read,
}

/// Every reader with its samples. To add a reader, name it in `readers.rs`, give it samples here, and add its file in
/// `fuzz/fuzz_targets`.
pub(crate) fn targets(folder: &Path) -> Vec<Target> {
    let samples = Samples::new(folder);
    let target = |name: String| {
        let read = reader(&name, folder).unwrap();
        Target { samples: samples.of(&name), name, read }
    };
    let mut targets: Vec<Target> = names().into_iter().map(target).collect();
    targets.push(same_length(&samples, folder));
    targets
}

/// Models with other bytes in the same places. The input chooses the bytes.
fn same_length(samples: &Samples, folder: &Path) -> Target {
    let (model, read) = (samples.model.clone(), reader("model", folder).unwrap());
    Target {
        name: "model of the same length".to_owned(),
        samples: samples.texts.clone(),
        read: Box::new(move |bytes| read(&with_other_bytes(&model, bytes))),
    }
}

/// What the samples are made from.
struct Samples {
    texts: Vec<Vec<u8>>,
    golds: Vec<Vec<u8>>,
    /// The gold, one article a line.
    lines: Vec<Vec<u8>>,
    journal: Vec<u8>,
    model: Vec<u8>,
}

impl Samples {
    fn new(folder: &Path) -> Self {
        let golds = files("tests/reference", 30_000);
        let line = |gold: &Vec<u8>| serde_json::to_vec(&serde_json::from_slice::<Value>(gold).ok()?).ok();
        Self {
            texts: files("sample_articles", 6000),
            lines: golds.iter().filter_map(line).collect(),
            journal: journal(folder),
            model: model(&golds),
            golds,
        }
    }

    /// The samples of the reader of this name.
    fn of(&self, name: &str) -> Vec<Vec<u8>> {
        match name {
            "articles" | "check" => self.lines.clone(),
            "compressed" => packed(&self.lines),
            "gold" => [self.golds.clone(), self.lines.clone()].concat(),
            "journal" => vec![self.journal.clone()],
            "key" => ["Ctrl-r", "Shift-Tab", "F12", "\\ k", "ض", "٣", "Alt-PageDown"].map(Into::into).to_vec(),
            "keymap" => vec![KEYMAP.into()],
            "labels" => vec![fs::read(root().join("assets/labels.toml")).unwrap()],
            "model" => vec![self.model.clone()],
            "terminal_reply" => ANSWERS.map(|sent| sent.as_bytes().to_vec()).to_vec(),
            _ => match name.strip_prefix("import_") {
                Some(format) => exported(format, &self.golds),
                None => self.texts.clone(),
            },
        }
    }
}

const KEYMAP: &str = "[keys]\naccept = [\"y\", \"Enter\"]\nfilter-quotes = [\"\\\\ k\"]\nskip = []\n";

/// Terminal replies: mode 8, name, colour, attributes, with keys between them.
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
