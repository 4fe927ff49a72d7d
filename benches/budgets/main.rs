//! Every budget in one table, measured on the machine at hand: `cargo bench --bench budgets`.
//!
//! With `-- --big` a corpus of a million articles (2 GB) is made in the target folder and opened. What is not installed
//! (FriBidi, valgrind) is left out with a note. Times are processor times of one thread where that is possible, so that
//! other programs cost little; those of whole programs are by the clock.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark that cannot be set up stops")]

use std::env;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use tawsim::gold::json;
use tawsim::page::{Page, PageOptions};
use tawsim::store::GoldFolder;
use tawsim::text::Text;
use tawsim::workbench::{Action, Effect, update};

mod support;
use support::{Bench, MEGABYTE, cpu, model, paragraph, paragraphs, samples};

const TAWSIM: &str = env!("CARGO_BIN_EXE_tawsim");
/// Keys that valgrind counts the instructions of.
const COUNTED: &str = "TAWSIM_COUNTED_KEYS";

fn main() {
    if let Some(keys) = env::var(COUNTED).ok().and_then(|keys| keys.parse().ok()) {
        return counted(keys);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("budgets");
    fs::create_dir_all(&folder).unwrap();
    println!("| what | budget | measured |\n|---|---|---|");
    keys();
    layout(&folder);
    saving();
    programs(&folder);
    suggest(&folder);
    exports(&folder);
    if env::args().any(|argument| argument == "--big") {
        million(&folder);
    } else {
        row("first frame, a million articles", "≤ 1 s, ≤ 200 MB", "left out; `-- --big` makes 2 GB");
    }
}

fn row(what: &str, budget: &str, measured: &str) {
    println!("| {what} | {budget} | {measured} |");
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// Median and 99th percentile.
fn percentiles(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    (at(50), at(99))
}

fn keys() {
    for (name, text, spans, budget) in [
        ("a key, article of 5 KB, 50 spans", paragraphs(5_000), 50, ""),
        ("a key, 1 MB, 10,000 spans", paragraphs(MEGABYTE), 10_000, "p50 ≤ 0.5 ms, p99 ≤ 2 ms"),
        ("a key, 1 MB in one paragraph, 10,000 spans", paragraph(MEGABYTE), 10_000, ""),
    ] {
        let mut bench = Bench::new(model(text, spans));
        let mut keys = ["Tab", "h", "j", "Down", "a", "u"].into_iter().cycle();
        let times = (0..3_000).map(|_| cpu(|| bench.press(keys.next().unwrap()))).collect();
        let (p50, p99) = percentiles(times);
        row(name, budget, &format!("p50 {}, p99 {}", ms(p50), ms(p99)));
    }
    let text = paragraph(MEGABYTE);
    let first = (0..5).map(|_| cpu(|| drop(Bench::new(model(text.clone(), 0))))).min().unwrap();
    row("first frame, 1 MB in one paragraph", "≤ 150 ms", &ms(first));
    match instructions() {
        Some(count) => row("a key, 1 MB, 10,000 spans: instructions", "", &format!("{:.2} million", count / 1e6)),
        None => row("a key: instructions", "", "left out: valgrind is not installed"),
    }
}

/// What valgrind counts: the keys, and what it takes to get there.
fn counted(keys: usize) {
    let mut bench = Bench::new(model(paragraphs(MEGABYTE / 4), 2_500));
    let mut names = ["Tab", "h", "j", "Down", "a", "u"].into_iter().cycle();
    (0..keys).for_each(|_| bench.press(names.next().unwrap()));
}

/// Instructions of one key, by callgrind: the difference of two runs.
fn instructions() -> Option<f64> {
    let count = |keys: usize| -> Option<f64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe().ok()?)
            .env(COUNTED, keys.to_string())
            .output()
            .ok()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        told.lines().find_map(|line| line.split("Collected : ").nth(1)?.trim().parse().ok())
    };
    Some((count(66)? - count(6)?) / 60.0)
}

fn layout(folder: &Path) {
    let raw = paragraphs(MEGABYTE);
    let text = Text::new(raw.as_str());
    let best = |work: &dyn Fn()| (0..7).map(|_| cpu(work)).min().unwrap();
    let bidi = best(&|| drop(std::hint::black_box(unicode_bidi::BidiInfo::new(&raw, None))));
    let page = best(&|| drop(std::hint::black_box(Page::new(&text, PageOptions::default(), 96))));
    let speed = |time: Duration| raw.len() as f64 / 1e6 / time.as_secs_f64();
    let measured = format!("{:.0} MB/s, {:.2} of it", speed(page), bidi.as_secs_f64() / page.as_secs_f64());
    row("laying out 1 MB", "≥ 1/3 of unicode-bidi alone", &measured);
    row("– unicode-bidi alone (peer)", "", &format!("{:.0} MB/s", speed(bidi)));
    let path = folder.join("text.txt");
    fs::write(&path, raw.repeat(4)).unwrap();
    let run = || {
        let begun = Instant::now();
        let mut command = Command::new("fribidi");
        command.args(["--width=96", "--nopad"]).arg(&path).stdout(Stdio::null());
        command.status().ok().filter(std::process::ExitStatus::success).map(|_| begun.elapsed())
    };
    match (0..3).filter_map(|_| run()).min() {
        Some(time) => {
            row("– `fribidi` with wrapping and shaping (peer)", "", &format!("{:.0} MB/s", 4.0 * speed(time)));
        }
        None => row("– `fribidi` (peer)", "", "left out: not installed"),
    }
}

/// Verdicts put on disk: the journal's line, synced, and the gold file, replaced.
fn saving() {
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
                lines.push(clock(&|| folder.journal(&article, &entries, &annotation).unwrap()));
                files.push(clock(&|| folder.save(&article, &annotation).unwrap()));
            }
        }
        let (line, file) = (percentiles(lines).0, percentiles(files).0);
        row(&format!("a verdict on disk, {name}"), "", &format!("journal {}, gold file {}", ms(line), ms(file)));
    }
}

/// What a program in a pseudo-terminal shows, and how much memory it has at most.
struct Screen {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    seen: Arc<Mutex<Vec<u8>>>,
    begun: Instant,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Screen {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let size = PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(TAWSIM);
        command.args(arguments);
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut keys = pair.master.take_writer().unwrap();
        // It asks the terminal what it is; one that answers at once costs no waiting.
        keys.write_all(b"\x1b[?62;c").unwrap();
        let (seen, mut output) = (Arc::new(Mutex::new(Vec::new())), pair.master.try_clone_reader().unwrap());
        let all = Arc::clone(&seen);
        thread::spawn(move || {
            let mut block = [0; 65536];
            while let Ok(count) = output.read(&mut block) {
                if count == 0 {
                    return;
                }
                all.lock().unwrap().extend_from_slice(&block[..count]);
            }
        });
        Self { child, keys, seen, begun, _master: pair.master }
    }

    /// When something was on the screen, from its start; `None` after a minute.
    fn wait(&self, words: &str) -> Option<Duration> {
        let limit = Instant::now() + Duration::from_secs(120);
        while Instant::now() < limit {
            let there = self.seen.lock().unwrap().windows(words.len()).any(|part| part == words.as_bytes());
            if there {
                return Some(self.begun.elapsed());
            }
            thread::sleep(Duration::from_micros(500));
        }
        None
    }

    fn press(&mut self, keys: &str) {
        self.seen.lock().unwrap().clear();
        self.begun = Instant::now();
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Resident bytes: now, and at most so far.
    fn memory(&self) -> Option<(u64, u64)> {
        memory(self.child.process_id()?)
    }

    fn end(mut self) {
        let _ = self.keys.write_all(b"\x1bqq");
        let _ = self.child.wait();
    }
}

fn memory(process: u32) -> Option<(u64, u64)> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let bytes = |key: &str| {
        let line = status.lines().find(|line| line.starts_with(key))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
    };
    Some((bytes("VmRSS:")?, bytes("VmHWM:")?))
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}

fn programs(folder: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let samples = root.join("sample_articles").display().to_string();
    let frames: Vec<Duration> = (0..15)
        .map(|_| {
            let screen = Screen::start(folder, &[&samples, "--gold", "gold-none"]);
            // The end of the first frame.
            let time = screen.wait("\x1b[?2026l").unwrap();
            screen.end();
            time
        })
        .collect();
    row("start to first frame, `sample_articles`", "≤ 50 ms", &format!("{} (median)", ms(percentiles(frames).0)));
    let size = fs::metadata(TAWSIM).unwrap().len();
    row("binary with line tables (the release's is stripped)", "release ≤ 15 MB", &megabytes(size));
}

/// A corpus of so many words, as JSONL.
fn corpus(path: &Path, articles: usize) -> usize {
    let text = samples();
    let words: Vec<&str> = text.split(' ').collect();
    let mut file = BufWriter::new(File::create(path).unwrap());
    let mut count = 0;
    for index in 0..articles {
        let from = index * 97 % (words.len() - 190);
        let text = words[from..from + 190].join(" ");
        count += 190;
        let object = serde_json::json!({ "id": format!("wire-{index:07}"), "text": text });
        writeln!(file, "{object}").unwrap();
    }
    file.flush().unwrap();
    count
}

fn suggest(folder: &Path) {
    let path = folder.join("suggest.jsonl");
    let words = corpus(&path, 12_000);
    let mut rates = Vec::new();
    for jobs in ["1", "2"] {
        let mut best = (f64::MAX, 0);
        for _ in 0..2 {
            let begun = Instant::now();
            let mut child = Command::new(TAWSIM)
                .args(["suggest", "--jobs", jobs])
                .arg(&path)
                .stdout(File::create(folder.join("suggested.jsonl")).unwrap())
                .spawn()
                .unwrap();
            let mut most = 0;
            while child.try_wait().unwrap().is_none() {
                most = most.max(memory(child.id()).map_or(0, |(_, most)| most));
                thread::sleep(Duration::from_millis(5));
            }
            best = (best.0.min(begun.elapsed().as_secs_f64()), best.1.max(most));
        }
        let rate = words as f64 / best.0;
        rates.push(rate);
        let budget = if jobs == "1" { "≥ 200,000 words/s" } else { "≥ 1.8 × one core" };
        let times = if jobs == "1" { String::new() } else { format!(", {:.2} ×", rate / rates[0]) };
        let measured = format!("{rate:.0} words/s{times}, {}", megabytes(best.1));
        row(&format!("`suggest --jobs {jobs}`, {} articles", 12_000), budget, &measured);
    }
}

/// What one verb takes for the gold of the corpus above.
fn exports(folder: &Path) {
    let suggested = folder.join("suggested.jsonl");
    let gold = folder.join("export.jsonl");
    let mut out = BufWriter::new(File::create(&gold).unwrap());
    for line in fs::read_to_string(&suggested).unwrap().lines().take(3_000) {
        let (article, mut annotation) = json::read(line).unwrap();
        annotation.marks = article
            .suggestions
            .iter()
            .enumerate()
            .map(|(index, one)| tawsim::gold::Mark {
                id: format!("m{index}"),
                body: one.body.clone(),
                verdict: tawsim::gold::Verdict::Accepted,
                suggestion: None,
                at: None,
                extra: tawsim::gold::Extra::new(),
            })
            .collect();
        out.write_all(json::write_line(&article, &annotation).as_bytes()).unwrap();
    }
    out.flush().unwrap();
    let size = fs::metadata(&gold).unwrap().len() as f64 / 1e6;
    let verbs: [(&str, Vec<&str>, &PathBuf); 2] =
        [("`check`", vec!["check"], &gold), ("`export --to conll`", vec!["export", "--to", "conll"], &gold)];
    for (name, arguments, path) in verbs {
        let begun = Instant::now();
        let mut command = Command::new(TAWSIM);
        command.args(&arguments).arg(path).stdout(Stdio::null()).stderr(Stdio::null());
        match command.status().map(|status| status.code()) {
            Ok(Some(0 | 1)) => row(name, "", &format!("{:.0} MB/s", size / begun.elapsed().as_secs_f64())),
            other => row(name, "", &format!("left out: {other:?}")),
        }
    }
}

/// A million articles: the first frame, the memory, the index, the jump to the last one.
fn million(folder: &Path) {
    let path = folder.join("million.jsonl");
    if !path.exists() {
        corpus(&path, 1_000_000);
    }
    let size = fs::metadata(&path).unwrap().len();
    let mut screen = Screen::start(folder, &["million.jsonl", "--gold", "gold-million"]);
    let first = screen.wait("wire-0000000").unwrap();
    let early = screen.memory().unwrap().1;
    let indexed =
        screen.wait("/1000000 ").map_or_else(|| "not seen".to_owned(), |time| format!("{:.1} s", time.as_secs_f64()));
    row(
        &format!("first frame, a million articles ({})", megabytes(size)),
        "≤ 1 s, ≤ 200 MB",
        &format!("{}, {} then; indexed after {indexed}", ms(first), megabytes(early)),
    );
    screen.press("g1000000");
    thread::sleep(Duration::from_secs(4));
    screen.press("\r");
    let jump = screen.wait("wire-0999999");
    let (now, most) = screen.memory().unwrap();
    let jump = jump.map_or_else(|| "not seen".to_owned(), ms);
    row(
        "– to the last of them",
        "≤ 200 MB",
        &format!("{jump}; {} resident, {} at most", megabytes(now), megabytes(most)),
    );
    screen.end();
}
