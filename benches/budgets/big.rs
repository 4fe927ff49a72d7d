//! Large corpora (`-- --big`): a million articles, a folder of 100,000 files, a text of 100 MB. They are made once and
//! stay in the target folder (4 GB).

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::TAWSIM;
use crate::measure::{megabytes, ms, row, run, seconds, speed};
use crate::programs::{WORDS, corpus};
use crate::screen::Screen;
use crate::support::{MEGABYTE, paragraphs, samples};

const MILLION: usize = 1_000_000;
const FILES: usize = 100_000;

pub(crate) fn rows(folder: &Path) {
    let plain = folder.join("million.jsonl");
    if !plain.exists() {
        corpus(&plain, MILLION, WORDS);
    }
    let packed = folder.join("million.jsonl.gz");
    if !packed.exists() {
        pack(&plain, &packed).unwrap();
    }
    let zstd = folder.join("million.jsonl.zst");
    if !zstd.exists() {
        let done = Command::new("zstd").args(["-q", "-3", "-k"]).arg(&plain).arg("-o").arg(&zstd).status();
        if !done.is_ok_and(|status| status.success()) {
            row("a million articles, .jsonl.zst", "", "left out: `zstd` is not installed");
        }
    }
    let files = folder.join("folder");
    if !files.join("done").exists() {
        many_files(&files).unwrap();
    }
    for (name, count, last) in [
        ("million.jsonl", MILLION, "wire-0999999"),
        ("million.jsonl.gz", MILLION, "wire-0999999"),
        ("million.jsonl.zst", MILLION, "wire-0999999"),
        ("folder", FILES, "article-099999"),
    ] {
        if folder.join(name).exists() {
            opened(folder, name, count, last);
        }
    }
    long_text(folder);
    streamed(folder);
}

fn pack(from: &Path, to: &Path) -> io::Result<()> {
    let mut packer = flate2::write::GzEncoder::new(BufWriter::new(File::create(to)?), flate2::Compression::fast());
    io::copy(&mut BufReader::with_capacity(1 << 20, File::open(from)?), &mut packer)?;
    packer.finish()?.flush()
}

fn many_files(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let text = samples();
    let words: Vec<&str> = text.split(' ').collect();
    for index in 0..FILES {
        let from = index * 97 % (words.len() - 190);
        fs::write(folder.join(format!("article-{index:06}.txt")), words[from..from + 190].join(" "))?;
    }
    fs::write(folder.join("done"), "")
}

/// First frame, index, memory, a letter in the article picker, the jump to the last article.
fn opened(folder: &Path, name: &str, count: usize, last: &str) {
    let _ = fs::remove_dir_all(folder.join("gold-big"));
    let mut screen = Screen::start(folder, &[name, "--gold", "gold-big"]);
    let first = screen.frame().unwrap();
    let early = screen.memory().map_or(0, |(_, most)| most);
    let indexed = screen.shows(&format!("/{count} ")).map_or_else(|| "not seen".to_owned(), seconds);
    let processor = screen.processor().map_or_else(|| "?".to_owned(), seconds);
    row(
        &format!("first frame, {name}"),
        "≤ 1 s, ≤ 200 MB",
        &format!("{}, {} then; indexed after {indexed}, processor {processor}", ms(first), megabytes(early)),
    );
    screen.quiet();
    let mut letters = Vec::new();
    screen.press("g");
    screen.quiet();
    for letter in ["ا", "ل", "و", "ز"] {
        let before = screen.processor();
        screen.press(letter);
        let (echo, all) = (screen.frame().unwrap_or_default(), screen.quiet().unwrap_or_default());
        let taken = screen.processor().zip(before).map(|(now, before)| now - before).unwrap_or_default();
        letters.push(format!("{letter}: {} to {} ({} processor)", ms(echo), ms(all), ms(taken)));
    }
    row(&format!("– letters typed to choose among {count}: first frame to last one"), "", &letters.join("; "));
    screen.press("\x15");
    screen.quiet();
    screen.press(&format!("{count}\r"));
    let jump = screen.shows(last).map_or_else(|| "not seen".to_owned(), ms);
    screen.quiet();
    let memory = screen
        .memory()
        .map_or_else(String::new, |(now, most)| format!("; {} resident, {} at most", megabytes(now), megabytes(most)));
    row("– its number typed and Enter, to the last of them", "≤ 200 MB", &format!("{jump}{memory}"));
    screen.end();
}

/// A text of 100 MB as one article.
fn long_text(folder: &Path) {
    let path = folder.join("long.txt");
    if !path.exists() {
        fs::write(&path, paragraphs(100 * MEGABYTE)).unwrap();
    }
    let _ = fs::remove_dir_all(folder.join("gold-long"));
    let mut screen = Screen::start(folder, &["long.txt", "--gold", "gold-long"]);
    let first = screen.frame().unwrap();
    let text = screen.shows("1/1").unwrap_or_default();
    let (_, early) = screen.memory().unwrap_or_default();
    screen.quiet();
    let mut parts = vec![format!("first frame {}, its text {}, {} then", ms(first), ms(text), megabytes(early))];
    for (name, key) in [("page down", "\x1b[6~"), ("to the last item", "\x1b[F"), ("a letter to find", "/م")] {
        screen.press(key);
        let frame = screen.frame().unwrap_or_default();
        parts.push(format!("{name} {} to {}", ms(frame), ms(screen.quiet().unwrap_or_default())));
    }
    screen.press("\x1b");
    screen.quiet();
    screen.press("vc");
    let saved = screen.shows("saved").map_or_else(|| "not seen".to_owned(), ms);
    parts.push(format!("a span added and saved {saved}"));
    let (now, most) = screen.memory().unwrap_or_default();
    parts.push(format!("{} resident, {} at most", megabytes(now), megabytes(most)));
    row("a text of 100 MB", "", &parts.join("; "));
    screen.end();
}

/// The streaming verbs over a million short articles: time, and memory that does not grow.
fn streamed(folder: &Path) {
    let plain = &folder.join("short.jsonl");
    corpus(plain, MILLION, 20);
    let suggested = folder.join("million-suggested.jsonl");
    let size = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len());
    let print_row = |name: &str, bytes: u64, command: &mut Command| {
        let command = command.stdin(Stdio::null()).stderr(Stdio::null());
        match run(command).filter(|(_, status)| matches!(status.code(), Some(0 | 1))) {
            Some((taken, _)) => row(name, "", &format!("{}; {}", speed(bytes, taken.time()), taken.summary())),
            None => row(name, "", "left out: it failed"),
        }
    };
    let mut suggest = Command::new(TAWSIM);
    print_row(
        "`suggest --suggester fast`, a million short articles",
        size(plain),
        suggest.args(["suggest", "--suggester", "fast"]).arg(plain).stdout(File::create(&suggested).unwrap()),
    );
    let bytes = size(&suggested);
    for (name, arguments) in [
        ("`check`", &["check"][..]),
        ("`export --to conll`", &["export", "--lossy", "--to", "conll"]),
        ("`import --from jsonl`", &["import", "--lossy", "--from", "jsonl"]),
    ] {
        let mut command = Command::new(TAWSIM);
        print_row(
            &format!("{name}, a million short articles"),
            bytes,
            command.args(arguments).arg(&suggested).stdout(Stdio::null()),
        );
    }
    let mut command = Command::new(TAWSIM);
    print_row(
        "`score`, a million short articles against themselves",
        2 * bytes,
        command.arg("score").args([&suggested, &suggested]).stdout(Stdio::null()),
    );
    let _ = fs::remove_file(&suggested);
    let _ = fs::remove_file(plain);
}
