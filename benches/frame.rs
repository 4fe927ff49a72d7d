//! A key press to the frame's bytes: the model's update, the whole screen drawn, ratatui's diff, the bytes for the
//! terminal. Prints the median and the 99th percentile over many keys, which criterion does not.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr, reason = "a benchmark that cannot be set up stops")]

use std::io::{self, Write};
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use tawsim::gold::LabelSet;
use tawsim::view::{Depth, Theme, draw};
use tawsim::workbench::{Action, Effect, Model, update};

mod support;
use support::{MEGABYTE, WINDOW, cpu, model, paragraph, paragraphs};

/// How many keys the percentiles are taken over.
const KEYS: usize = 2_000;

/// Keys pressed in turn; what they do must leave work for the next round.
const CASES: [(&str, &[&str]); 6] = [
    ("focus: Tab", &["Tab"]),
    ("list: Down", &["Down"]),
    ("edges", &["h", "j"]),
    ("selection: arrows and edges", &["v", "Left", "Left", "h", "Down", "k", "Right", "Esc"]),
    ("verdict: a", &["a"]),
    ("undo and redo", &["u", "Ctrl-r"]),
];

/// A sink that counts.
#[derive(Default)]
struct Bytes(usize);

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Bench {
    model: Model,
    theme: Theme,
    terminal: Terminal<CrosstermBackend<Bytes>>,
    /// What the writer has not done with yet: an annotation is shared with it while the next keys come.
    saving: Vec<Effect>,
}

impl Bench {
    fn new(model: Model) -> Self {
        let viewport = Viewport::Fixed(Rect::new(0, 0, WINDOW.0, WINDOW.1));
        let backend = CrosstermBackend::new(Bytes::default());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let theme = Theme::new(Depth::True, LabelSet::default());
        let mut bench = Self { model, theme, terminal, saving: Vec::new() };
        bench.press("Esc");
        bench
    }

    fn press(&mut self, key: &str) {
        let effects = update(&mut self.model, Action::Key(key.parse().unwrap()));
        if !effects.is_empty() {
            self.saving = effects;
        }
        self.terminal.draw(|frame| draw(&self.model, &self.theme, frame.buffer_mut())).unwrap();
    }
}

fn frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    group.sample_size(10).measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(200));
    for (name, text, spans, decided) in [
        ("sample", paragraphs(5_000), 50, false),
        ("1 MB, 10,000 pending", paragraphs(MEGABYTE), 10_000, false),
        ("1 MB, 10,000 decided", paragraphs(MEGABYTE), 10_000, true),
        ("1 MB, one paragraph", paragraph(MEGABYTE), 10_000, false),
    ] {
        let mut bench = Bench::new(model(text, spans));
        if decided {
            (0..spans).for_each(|_| drop(update(&mut bench.model, Action::Key("a".parse().unwrap()))));
            update(&mut bench.model, Action::Key("Home".parse().unwrap()));
        }
        for (keys_name, keys) in CASES {
            let mut keys = keys.iter().cycle();
            let mut times: Vec<Duration> = (0..KEYS).map(|_| cpu(|| bench.press(keys.next().unwrap()))).collect();
            times.sort_unstable();
            let at = |percent: usize| times[(KEYS - 1) * percent / 100];
            eprintln!("{name}, {keys_name}: p50 {:.0?}, p99 {:.0?}, most {:.0?}", at(50), at(99), at(100));
            group.bench_function(format!("{name}, {keys_name}"), |bencher| {
                bencher.iter_custom(|times| (0..times).map(|_| cpu(|| bench.press(keys.next().unwrap()))).sum());
            });
        }
    }
    group.finish();
}

criterion_group!(benches, frame);
criterion_main!(benches);
