//! Shared by the benchmarks: texts and models of a given size, made of the sample articles.
#![allow(dead_code, clippy::unwrap_used, reason = "each benchmark uses a part of it; one that cannot be set up stops")]

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cpu_time::ThreadTime;
use tawsim::gold::{Article, Body, Extra, Label, LabelSet, Suggestion};
use tawsim::text::Text;
use tawsim::view::terminal::Canvas;
use tawsim::view::{Depth, Theme, draw};
use tawsim::workbench::{Action, Document, Effect, Model, Settings, update};

/// The size of a large article in bytes.
pub(crate) const MEGABYTE: usize = 1_000_000;
/// The columns and rows of a large window.
pub(crate) const WINDOW: (u16, u16) = (200, 60);

/// The text of all sample articles.
pub(crate) fn samples() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_articles");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The sample articles repeated up to this many bytes, in their own paragraphs.
pub(crate) fn paragraphs(bytes: usize) -> String {
    let samples = samples();
    let mut text = samples.repeat(bytes / samples.len() + 1);
    text.truncate((0..=bytes).rev().find(|end| text.is_char_boundary(*end)).unwrap());
    text
}

/// The same text as one paragraph.
pub(crate) fn paragraph(bytes: usize) -> String {
    paragraphs(bytes).replace('\n', " ")
}

/// A model with one article in a large window and this many pending suggestions, evenly spread: entities, and for every
/// tenth one a quote of five words with its speaker.
pub(crate) fn model(text: String, spans: usize) -> Model {
    let text = Text::new(text);
    let words = if spans == 0 { Vec::new() } else { text.words() };
    let labels = ["PER", "LOC", "ORG", "DATE"];
    let body = |index: usize| {
        let at = index * words.len() / spans;
        if index % 10 == 9 && at + 6 < words.len() {
            let content = text.span(words[at + 1].start(), words[at + 5].end()).unwrap();
            let speaker = tawsim::gold::Speaker { span: words[at], entity: None, implied: false };
            let kind = tawsim::gold::QuoteKind::Indirect;
            return Body::Quote(Box::new(tawsim::gold::Frame {
                kind,
                content: vec![content],
                cue: None,
                speaker: Some(speaker),
            }));
        }
        Body::Entity { span: words[at], label: Label::new(labels[index % labels.len()]) }
    };
    let suggestions: Vec<Suggestion> =
        (0..spans).map(|index| Suggestion::new(&text, "gazetteer@0.1.0", 0.5, body(index))).collect();
    let article = Article { id: "bench".to_owned(), text: text.clone(), meta: Extra::new(), suggestions };
    let settings = Settings::default();
    let mut model = Model::new(settings, vec![Document::new(Arc::new(article), None)], Vec::new(), WINDOW).unwrap();
    let read = model.document().map(|document| document.article.text.chunk_of(0));
    update(&mut model, Action::Suggested { index: 0, suggestions: Vec::new(), alternatives: Vec::new(), read });
    model
}

/// Measures the processor time that work takes on this thread. Other programs on the machine affect it little.
pub(crate) fn cpu(mut work: impl FnMut()) -> Duration {
    let start = ThreadTime::now();
    work();
    start.elapsed()
}

/// A writer that counts bytes.
#[derive(Default)]
pub(crate) struct Bytes(usize);

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A model with everything that is needed to draw it.
pub(crate) struct Bench {
    pub(crate) model: Model,
    pub(crate) theme: Theme,
    pub(crate) canvas: Canvas<Bytes>,
    /// Saves that the writer has not finished: it shares the annotation while the next keys come.
    saving: Vec<Effect>,
}

impl Bench {
    pub(crate) fn new(model: Model) -> Self {
        let canvas = Canvas::new(WINDOW.0, WINDOW.1, Bytes::default());
        let theme = Theme::new(Depth::True, LabelSet::default());
        let mut bench = Self { model, theme, canvas, saving: Vec::new() };
        bench.press("Esc");
        bench
    }

    /// Handles a key press and writes the bytes of the frame.
    pub(crate) fn press(&mut self, key: &str) {
        let effects = update(&mut self.model, Action::Key(key.parse().unwrap()));
        if !effects.is_empty() {
            self.saving = effects;
        }
        self.canvas.draw(|buffer| draw(&self.model, &self.theme, buffer)).unwrap();
    }
}
