//! The memory of the verbs for one long article, as a multiple of its file.
//!
//! `cargo bench --bench budgets -- --memory` makes only these rows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tawsim::formats::FORMATS;

use crate::TAWSIM;
use crate::measure::{megabytes, row, run};
use crate::support::{MEGABYTE, paragraphs};

/// The most that the memory may be, without that of the program itself.
const BUDGET: &str = "≤ 6 ×";

/// The verbs with their arguments. `IN` stands for the article.
const VERBS: &[&[&str]] = &[
    &["check", "IN"],
    &["check", "--fix", "IN"],
    &["import", "--from", "jsonl", "IN"],
    &["import", "--from", "jsonl", "--as", "suggestions", "IN"],
    &["suggest", "--suggester", "fast", "IN"],
    &["show", "IN"],
    &["stats", "IN"],
    &["report", "--force", "-o", "memory-report.html", "IN"],
    &["score", "IN", "IN"],
    &["merge", "IN", "IN"],
];

pub(crate) fn rows(folder: &Path) {
    let small = folder.join("memory-small.jsonl");
    fs::write(&small, "{\"id\":\"a\",\"text\":\"قال\"}\n").unwrap();
    let articles: [(&str, PathBuf); 3] = [
        ("8 MB of text", article(folder, 8 * MEGABYTE, 0)),
        ("1 MB of text, 10,000 spans", article(folder, MEGABYTE, 10_000)),
        ("2 MB of text, 200,000 spans", article(folder, 2 * MEGABYTE, 200_000)),
    ];
    let bases: Vec<_> = VERBS.iter().map(|arguments| memory(folder, arguments, &small)).collect();
    let export_base = memory(folder, &["export", "--to", "jsonl", "IN"], &small);
    for (what, path) in &articles {
        for (arguments, base) in VERBS.iter().zip(&bases) {
            let name: Vec<&str> = arguments.iter().copied().filter(|it| *it != "IN").collect();
            print_row(&name.join(" "), what, path, base, &memory(folder, arguments, path));
        }
        for format in FORMATS {
            let out = folder.join("memory-export");
            let _ = fs::remove_dir_all(&out).or_else(|_| fs::remove_file(&out));
            let out = out.to_string_lossy();
            let arguments = ["export", "--lossy", "--force", "--to", format.name, "-o", &out, "IN"];
            print_row(&format!("export --to {format}"), what, path, &export_base, &memory(folder, &arguments, path));
        }
    }
}

/// A gold file with one article of so many bytes of text, and spans that its words share evenly.
fn article(folder: &Path, bytes: usize, spans: usize) -> PathBuf {
    let text = tawsim::text::Text::new(paragraphs(bytes));
    let words = if spans == 0 { Vec::new() } else { text.words() };
    let entity = |number: usize| {
        let word = words[number * words.len() / spans];
        let (range, label) = (text.code_points(word), ["PER", "LOC", "ORG", "DATE"][number % 4]);
        format!(
            "{{\"id\":\"e{number}\",\"start\":{},\"end\":{},\"text\":{},\"label\":\"{label}\",\"verdict\":\"added\"}}",
            range.start,
            range.end,
            serde_json::json!(text.slice(word)),
        )
    };
    let entities: Vec<String> = (0..spans).map(entity).collect();
    let path = folder.join(format!("memory-{bytes}-{spans}.jsonl"));
    let line = format!(
        "{{\"schema\":\"tawsim/1\",\"id\":\"a\",\"text\":{},\"offset_unit\":\"codepoint\",\"status\":\"done\",\"entities\":[{}]}}\n",
        serde_json::json!(text.as_str()),
        entities.join(","),
    );
    fs::write(&path, line).unwrap();
    path
}

/// The most resident memory of a verb in bytes.
fn memory(folder: &Path, arguments: &[&str], path: &Path) -> Option<u64> {
    let (verb, arguments) = arguments.split_first()?;
    let mut command = Command::new(TAWSIM);
    command.current_dir(folder).args([verb, "--max-article", "100"]);
    command.args(arguments.iter().map(|argument| if *argument == "IN" { path.as_os_str() } else { argument.as_ref() }));
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    run(command).filter(|(_, status)| matches!(status.code(), Some(0 | 1))).and_then(|(taken, _)| taken.memory)
}

fn print_row(verb: &str, what: &str, path: &Path, base: &Option<u64>, most: &Option<u64>) {
    let size = fs::metadata(path).unwrap().len();
    let name = format!("memory of `{verb}`, an article of {}: {what}", megabytes(size));
    match (base, most) {
        (Some(base), Some(most)) => {
            let times = most.saturating_sub(*base) as f64 / size as f64;
            row(&name, BUDGET, &format!("{times:.1} ×: {} beside {}", megabytes(most - base), megabytes(*base)));
        }
        _ => row(&name, BUDGET, "left out: it failed, or the system does not report it"),
    }
}
