//! The whole program: start, suggestions, export and import.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tawsim::gold::{Attributes, Extra, GoldItem, Verdict, json};

use crate::TAWSIM;
use crate::measure::{Taken, megabytes, ms, percentiles, row, run, speed};
use crate::screen::Screen;
use crate::support::samples;

/// The number of articles for `suggest`, of [`WORDS`] words each.
const ARTICLES: usize = 12_000;
/// The number of articles for exports and imports.
const GOLD: usize = 6_000;
/// The number of words of an article (2 KB).
pub(crate) const WORDS: usize = 190;

pub(crate) fn start(folder: &Path) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_articles").display().to_string();
    let (mut frames, mut processors) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        let screen = Screen::start(folder, &[&samples, "--gold", "gold-none"]);
        frames.push(screen.frame().unwrap());
        processors.extend(screen.processor());
        screen.end();
    }
    let processor = match percentiles(processors.clone()).0 {
        _ if processors.is_empty() => String::new(),
        time => format!(", processor {}", ms(time)),
    };
    row(
        "start to first frame, `sample_articles`, by the clock",
        "≤ 50 ms",
        &format!("{}{processor} (medians)", ms(percentiles(frames).0)),
    );
    let size = |path: &Path| fs::metadata(path).map(|metadata| metadata.len()).ok();
    let stripped = folder.join("stripped");
    let strip = Command::new("strip").arg("-o").arg(&stripped).arg(TAWSIM).stderr(Stdio::null()).status();
    match (strip, size(&stripped)) {
        (Ok(status), Some(size)) if status.success() => row("binary, model included", "≤ 45 MB", &megabytes(size)),
        _ => row(
            "binary, with line tables: `strip` is not installed",
            "≤ 45 MB without",
            &megabytes(size(TAWSIM.as_ref()).unwrap()),
        ),
    }
}

/// A JSONL corpus of articles with this many words.
pub(crate) fn corpus(path: &Path, articles: usize, length: usize) {
    let text = samples();
    let words: Vec<&str> = text.split(' ').collect();
    let mut file = BufWriter::new(File::create(path).unwrap());
    let last = words.len() - length;
    // The texts repeat.
    let mut known: Vec<Option<String>> = vec![None; last];
    for index in 0..articles {
        let from = index * 97 % last;
        let text =
            known[from].get_or_insert_with(|| serde_json::json!(words[from..from + length].join(" ")).to_string());
        writeln!(file, "{{\"id\":\"wire-{index:07}\",\"text\":{text}}}").unwrap();
    }
    file.flush().unwrap();
}

/// The time that `suggest` takes for a file.
fn time_suggest(suggester: &str, jobs: &str, path: &Path, out: Stdio) -> Taken {
    let mut command = Command::new(TAWSIM);
    command.args(["suggest", "--suggester", suggester, "--jobs", jobs]).arg(path).stdout(out);
    run(&mut command).unwrap().0
}

/// The thousands of words in a second.
fn thousands(words: usize, time: Duration) -> f64 {
    words as f64 / time.as_secs_f64() / 1000.0
}

/// The speed of a run over so many words.
fn word_speed(words: usize, taken: &Taken) -> String {
    let (by_clock, by_processor) = (thousands(words, taken.clock), thousands(words, taken.time()));
    format!("{by_clock:.0},000 words/s, {by_processor:.0},000 a second of processor time; {}", taken.summary())
}

/// Returns the suggestions.
pub(crate) fn suggest(folder: &Path) -> PathBuf {
    let (path, suggested) = (folder.join("suggest.jsonl"), folder.join("suggested.jsonl"));
    corpus(&path, ARTICLES, WORDS);
    let words = ARTICLES * WORDS;
    let once = |jobs: &str| time_suggest("fast", jobs, &path, File::create(&suggested).unwrap().into());
    // The two alternate, so that both run on the machine in the same state.
    let runs: Vec<(Taken, Taken)> = (0..3).map(|_| (once("1"), once("2"))).collect();
    let one = runs.iter().map(|(one, _)| *one).min_by_key(|one| one.clock).unwrap();
    let two = runs.iter().map(|(_, two)| *two).min_by_key(|two| two.clock).unwrap();
    row(
        &format!("`suggest --suggester fast --jobs 1`, {words} words"),
        "≥ 200,000 words/s on one core",
        &word_speed(words, &one),
    );
    let times = one.clock.as_secs_f64() / two.clock.as_secs_f64();
    let measured = format!("{times:.2} ×, {:.0},000 words/s; {}", thousands(words, two.clock), two.summary());
    row("`suggest --suggester fast --jobs 2`", "≥ 1.8 × by the clock, two cores free", &measured);
    suggested
}

/// The speed of `suggest` on the news of the corpus, whose words repeat less than those of the samples.
pub(crate) fn suggest_news(folder: &Path) {
    let (gold, path) = (folder.join("news-gold.jsonl"), folder.join("news.jsonl"));
    let news = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/corpus/dev");
    let mut import = Command::new(TAWSIM);
    import.args(["import", "--from", "inline"]).arg(news).stdout(File::create(&gold).unwrap()).stderr(Stdio::null());
    assert!(run(&mut import).unwrap().1.success());
    let mut file = BufWriter::new(File::create(&path).unwrap());
    let mut words = 0;
    for line in BufReader::new(File::open(&gold).unwrap()).lines() {
        let (article, _) = json::read(&line.unwrap()).unwrap();
        words += article.text.as_str().split_whitespace().count();
        writeln!(file, "{}", serde_json::json!({ "id": article.id, "text": article.text.as_str() })).unwrap();
    }
    file.flush().unwrap();
    let once = |_| time_suggest("fast", "1", &path, Stdio::null());
    let best = (0..3).map(once).min_by_key(|taken| taken.clock).unwrap();
    let name = format!("`suggest --suggester fast --jobs 1`, news, {words} words");
    row(&name, "≥ 150,000 words/s on one core", &word_speed(words, &best));
    suggest_carefully(&path, folder);
}

/// The speed of the careful reader on the first articles of the news.
fn suggest_carefully(news: &Path, folder: &Path) {
    /// The number of articles, some 150 words each.
    const CAREFUL: usize = 60;
    let path = folder.join("careful.jsonl");
    let lines = BufReader::new(File::open(news).unwrap()).lines().map(Result::unwrap).take(CAREFUL);
    let lines: Vec<String> = lines.collect();
    fs::write(&path, lines.join("\n")).unwrap();
    let words: usize = lines.iter().map(|line| line.split_whitespace().count()).sum();
    let taken = time_suggest("careful", "1", &path, Stdio::null());
    let rate = words as f64 / taken.time().as_secs_f64();
    let name = format!("`suggest --suggester careful --jobs 1`, news, {words} words");
    row(&name, "500 words in a second", &format!("{rate:.0} words a second of processor time; {}", taken.summary()));
}

/// Gold of the first articles: all suggestions accepted.
fn gold(suggested: &Path, gold: &Path) -> u64 {
    let mut out = BufWriter::new(File::create(gold).unwrap());
    for line in BufReader::new(File::open(suggested).unwrap()).lines().take(GOLD) {
        let (article, mut annotation) = json::read(&line.unwrap()).unwrap();
        let gold_item = |(index, one): (usize, &tawsim::gold::Suggestion)| GoldItem {
            id: format!("m{index}"),
            body: one.body.clone(),
            parts: Vec::new(),
            attributes: Attributes::default(),
            verdict: Verdict::Accepted,
            suggestion: None,
            at: None,
            extra: Extra::new(),
        };
        annotation.gold = article.suggestions.iter().enumerate().map(gold_item).collect();
        out.write_all(json::write_line(&article, &annotation).as_bytes()).unwrap();
    }
    out.flush().unwrap();
    fs::metadata(gold).unwrap().len()
}

pub(crate) fn formats(folder: &Path, suggested: &Path) {
    let path = folder.join("gold.jsonl");
    let size = gold(suggested, &path);
    let quiet = |command: &mut Command| {
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        run(command).filter(|(_, status)| matches!(status.code(), Some(0 | 1))).map(|(taken, _)| taken)
    };
    let print_row = |name: &str, size: u64, taken: Option<Taken>| match taken {
        Some(taken) => row(name, "", &format!("{}; {}", speed(size, taken.time()), taken.summary())),
        None => row(name, "", "left out: it failed"),
    };
    let of_gold = megabytes(size);
    print_row(&format!("`check`, {of_gold} of gold"), size, quiet(Command::new(TAWSIM).arg("check").arg(&path)));
    print_row(
        &format!("`score`, {of_gold} against itself"),
        2 * size,
        quiet(Command::new(TAWSIM).arg("score").args([&path, &path])),
    );
    for format in ["jsonl", "conll", "spacy", "prodigy", "doccano", "labelstudio", "hf", "w3c", "brat", "xmi"] {
        let out = folder.join(format!("export-{format}"));
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_file(&out);
        let mut command = Command::new(TAWSIM);
        command.args(["export", "--lossy", "--to", format, "--out"]).args([&out, &path]);
        let taken = quiet(&mut command);
        print_row(&format!("`export --to {format}`"), size, taken);
        if taken.is_some() && format != "hf" {
            let size = size_of(&out);
            let taken = quiet(Command::new(TAWSIM).args(["import", "--lossy", "--from", format]).arg(&out));
            print_row(&format!("`import --from {format}`, {}", megabytes(size)), size, taken);
        }
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_file(&out);
    }
}

/// The size in bytes of a file or of all files in a folder.
fn size_of(path: &Path) -> u64 {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| size_of(&entry.path())).sum(),
        Err(_) => fs::metadata(path).map_or(0, |metadata| metadata.len()),
    }
}
