//! Measurements inside this process, in processor time: keys, first frames, layout, finding, saving.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tawsim::gold::LabelSet;
use tawsim::page::{Page, PageOptions};
use tawsim::store::GoldFolder;
use tawsim::text::{Needle, Text};
use tawsim::view::{Depth, Theme, draw};
use tawsim::workbench::{Action, Effect, update};

use crate::measure::{ms, percentiles, row, run, speed};
use crate::support::{Bench, MEGABYTE, WINDOW, cpu, model, paragraph, paragraphs};

/// Keys that can be pressed again in the next round.
pub(crate) const KEYS: [&str; 6] = ["Tab", "h", "j", "Down", "a", "u"];

pub(crate) fn keys() {
    for (name, text, spans, budget) in [
        ("5 KB, 50 spans", paragraphs(5_000), 50, ""),
        ("1 MB, 10,000 spans", paragraphs(MEGABYTE), 10_000, "p50 ≤ 0.5 ms, p99 ≤ 2 ms"),
        ("1 MB in one paragraph, 10,000 spans", paragraph(MEGABYTE), 10_000, ""),
        ("10 MB, 100,000 spans", paragraphs(10 * MEGABYTE), 100_000, ""),
    ] {
        let mut bench = Bench::new(model(text, spans));
        let mut keys = KEYS.into_iter().cycle();
        let times = (0..3_000).map(|_| cpu(|| bench.press(keys.next().unwrap()))).collect();
        let (p50, p99) = percentiles(times);
        row(&format!("a key to its bytes, {name}"), budget, &format!("p50 {}, p99 {}", ms(p50), ms(p99)));
        let (mut effects, mut updates) = (Vec::new(), Vec::new());
        for _ in 0..1_000 {
            let key = Action::Key(keys.next().unwrap().parse().unwrap());
            updates.push(cpu(|| effects = update(&mut bench.model, key.clone())));
        }
        let (p50, p99) = percentiles(updates);
        row("– of that the update", "", &format!("p50 {}, p99 {}", ms(p50), ms(p99)));
    }
    let bench = Bench::new(model(paragraphs(MEGABYTE), 10_000));
    let mut ready = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, WINDOW.0, WINDOW.1));
    draw(&bench.model, &Theme::new(Depth::True, LabelSet::default()), &mut ready);
    let mut canvas = tawsim::view::terminal::Canvas::new(WINDOW.0, WINDOW.1, Vec::new());
    let times = (0..500).map(|_| cpu(|| canvas.draw(|buffer| buffer.clone_from(&ready)).unwrap())).collect();
    row(
        "– ratatui alone, a ready frame of which nothing differs (floor)",
        "",
        &format!("p50 {}", ms(percentiles(times).0)),
    );
}

pub(crate) fn first_frames() {
    for (name, text, budget) in
        [("1 MB in one paragraph", paragraph(MEGABYTE), "≤ 150 ms"), ("10 MB", paragraphs(10 * MEGABYTE), "")]
    {
        let first = (0..5).map(|_| cpu(|| drop(Bench::new(model(text.clone(), 0))))).min().unwrap();
        row(&format!("first frame, {name}, already read"), budget, &ms(first));
    }
}

pub(crate) fn layout(folder: &Path) {
    let raw = paragraphs(MEGABYTE);
    let text = Text::new(raw.as_str());
    let bidi = || drop(black_box(unicode_bidi::BidiInfo::new(&raw, None)));
    let page = || {
        let page = Page::new(&text, PageOptions::default(), 96);
        black_box(page.lines_from(0).count());
    };
    // The two alternate, so that both run on the machine in the same state.
    let pairs: Vec<_> = (0..9).map(|_| (cpu(bidi), cpu(page))).collect();
    let (bidi, page) =
        pairs.iter().fold((Duration::MAX, Duration::MAX), |best, pair| (best.0.min(pair.0), best.1.min(pair.1)));
    let ratio = bidi.as_secs_f64() / page.as_secs_f64();
    let measured = format!("{}, {ratio:.2} of it", speed(raw.len() as u64, page));
    row("laying out all of 1 MB", "≥ 1/3 of unicode-bidi alone", &measured);
    row("– unicode-bidi alone (peer)", "", &speed(raw.len() as u64, bidi));
    let path = folder.join("text.txt");
    fs::write(&path, raw.repeat(4)).unwrap();
    let fribidi = || {
        let mut command = Command::new("fribidi");
        command.args(["--width=96", "--nopad"]).arg(&path).stdout(Stdio::null()).stderr(Stdio::null());
        run(&mut command).filter(|(_, status)| status.success()).map(|(taken, _)| taken.time())
    };
    match (0..3).filter_map(|_| fribidi()).min() {
        Some(time) => row("– `fribidi --width=96` (peer)", "", &speed(4 * raw.len() as u64, time)),
        None => row("– `fribidi` (peer)", "", "left out: not installed (Debian: libfribidi-bin)"),
    }
}

/// A letter typed in a find: the time of the key and of the searching thread.
pub(crate) fn find() {
    for (name, bytes) in [("5 KB", 5_000), ("32 KB", 32_000), ("1 MB", MEGABYTE), ("10 MB", 10 * MEGABYTE)] {
        let text = Text::new(paragraphs(bytes));
        let mut bench = Bench::new(model(text.as_str().to_owned(), 0));
        bench.press("/");
        let mut keys = ["م", "ا", "Backspace", "Backspace"].into_iter().cycle();
        let times = (0..400).map(|_| cpu(|| bench.press(keys.next().unwrap()))).collect();
        let (p50, p99) = percentiles(times);
        let needle = Needle::new("ما").unwrap();
        let thread = (0..3).map(|_| cpu(|| drop(black_box(needle.find(&text))))).min().unwrap();
        let looked = format!("all of it {}, {}", ms(thread), speed(text.len() as u64, thread));
        row(&format!("a letter typed to find, {name}"), "", &format!("p50 {}, p99 {}; {looked}", ms(p50), ms(p99)));
    }
}

/// Saving verdicts: the journal line, synced, and the replacement of the gold file.
pub(crate) fn saving() {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes, spans) in [("5 KB, 50 spans", 5_000, 50), ("1 MB, 10,000 spans", MEGABYTE, 10_000)] {
        let folder = GoldFolder::new(dir.path().join(name));
        let mut model = model(paragraphs(bytes), spans);
        let (mut lines, mut files) = (Vec::new(), Vec::new());
        for _ in 0..20 {
            for effect in update(&mut model, Action::Key("a".parse().unwrap())) {
                let Effect::Save { article, entries, annotation, .. } = effect else { continue };
                let clock = |work: &dyn Fn()| {
                    let begun = Instant::now();
                    work();
                    begun.elapsed()
                };
                lines.push(clock(&|| folder.append_entries(&article, &entries, &annotation).unwrap()));
                files.push(clock(&|| folder.save(&article, &annotation).unwrap()));
            }
        }
        let (line, file) = (percentiles(lines).0, percentiles(files).0);
        row(
            &format!("a verdict on disk, {name}, by the clock"),
            "",
            &format!("journal {}, gold file {}", ms(line), ms(file)),
        );
    }
}
