//! From a key press to the bytes of the frame: the update of the model, drawing the whole screen, ratatui's diff, and
//! the bytes for the terminal. Prints the median and the 99th percentile over many keys, which criterion does not.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_macros,
    reason = "a benchmark that cannot be set up stops"
)]

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::layout::Rect;
use tawsim::view::draw;
use tawsim::workbench::{Action, update};

mod support;
use support::{Bench, MEGABYTE, WINDOW, cpu, model, paragraph, paragraphs};

/// The number of keys behind the percentiles.
const KEYS: usize = 2_000;

/// The keys, pressed in turn. After a round they must be possible again.
const CASES: [(&str, &[&str]); 6] = [
    ("focus: Tab", &["Tab"]),
    ("list: Down", &["Down"]),
    ("edges", &["h", "j"]),
    ("selection: arrows and edges", &["v", "Left", "Left", "h", "Down", "k", "Right", "Esc"]),
    ("verdict: a", &["a"]),
    ("undo and redo", &["u", "Ctrl-r"]),
];

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
    let text = paragraph(MEGABYTE);
    let first = (0..5).map(|_| cpu(|| drop(Bench::new(model(text.clone(), 0))))).min().unwrap_or_default();
    eprintln!("1 MB, one paragraph, first frame: {first:.0?}");
    floor();
}

/// The time of ratatui alone for a frame of ready cells: with no changed cell, and with all cells changed.
fn floor() {
    let mut bench = Bench::new(model(paragraphs(MEGABYTE), 10_000));
    for (name, keys) in [("none differs", ["Tab", "Shift-Tab"]), ("a page on", ["PageDown", "PageDown"])] {
        let frames = keys.map(|key| {
            bench.press(key);
            let mut cells = ratatui::buffer::Buffer::empty(Rect::new(0, 0, WINDOW.0, WINDOW.1));
            draw(&bench.model, &bench.theme, &mut cells);
            cells
        });
        let frames = if name == "none differs" { [&frames[0], &frames[0]] } else { [&frames[0], &frames[1]] };
        let mut frames = frames.into_iter().cycle();
        let mut times: Vec<Duration> = (0..KEYS)
            .map(|_| {
                let ready = frames.next().unwrap();
                cpu(|| {
                    bench.canvas.draw(|buffer| buffer.clone_from(ready)).unwrap();
                })
            })
            .collect();
        times.sort_unstable();
        eprintln!("ratatui alone, {name}: p50 {:.0?}", times[KEYS / 2]);
    }
}

criterion_group!(benches, frame);
criterion_main!(benches);
