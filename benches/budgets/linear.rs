//! Hostile inputs of two sizes, the second four times the first: no verb may take more than five times as long.
//!
//! `cargo bench --bench budgets -- --linear` makes only these rows.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tawsim::formats::FORMATS;

use crate::TAWSIM;
use crate::measure::{ms, row, run};
use crate::screen::Screen;

/// The second input is so many times as large as the first.
const TIMES: usize = 4;
/// The most that the time may grow.
const BUDGET: &str = "≤ 5 ×";

/// A kind of input: a name, the first size, and the file of a size.
type Input = (&'static str, usize, fn(usize) -> String);

/// The inputs that hold one article with gold, or many.
const GOLD: &[Input] = &[
    ("nested spans", 2_500, |n| gold(&"ا".repeat(2 * n), (0..n).map(|at| (at, 2 * n - at, "PER".to_owned())))),
    ("crossing spans", 2_500, |n| gold(&"ا".repeat(2 * n), (0..n).map(|at| (at, at + n, "PER".to_owned())))),
    ("equal spans", 2_500, |n| gold("زار سامي باريس", (0..n).map(|_| (4, 8, "PER".to_owned())))),
    ("labels of one span", 2_500, |n| gold("زار سامي باريس", (0..n).map(|label| (4, 8, format!("L{label}"))))),
    ("stray edges in each other", 2_500, |n| {
        gold(&"ا، ".repeat(2 * n), (0..n).map(|at| (3 * at, 6 * n - 3 * at - 1, "PER".to_owned())))
    }),
    ("relations of one entity", 2_500, |n| related(n, "near", |_| 0)),
    ("relations in a chain", 2_500, |n| related(n, "Equiv", |at| at - 1)),
    ("quotes of one cue", 2_500, quotes),
    ("flags", 25_000, |n| {
        gold(&"\u{1F1F8}\u{1F1E6}".repeat(n), (0..n / 10).map(|at| (2 * at, 2 * at + 2, "LOC".to_owned())))
    }),
    ("diacritics on one letter", 50_000, |n| gold(&format!("ا{} قال", "\u{64E}".repeat(n)), std::iter::empty())),
    ("articles", 5_000, |n| {
        (0..n).map(|id| format!("{{\"id\":\"{id}\",\"text\":\"زار سامي باريس\",\"status\":\"done\"}}\n")).collect()
    }),
    ("blank lines", 2_000_000, |n| "\n".repeat(n) + &gold("قال", std::iter::empty())),
];

/// A line of gold with these entities, in code points.
fn gold(text: &str, entities: impl Iterator<Item = (usize, usize, String)>) -> String {
    let mut line = format!(
        "{{\"schema\":\"tawsim/1\",\"id\":\"a\",\"text\":\"{text}\",\"offset_unit\":\"codepoint\",\"status\":\"done\",\"entities\":["
    );
    for (number, (start, end, label)) in entities.enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            line,
            "{comma}{{\"id\":\"e{number}\",\"start\":{start},\"end\":{end},\"label\":\"{label}\",\"verdict\":\"added\"}}"
        );
    }
    line + "]}\n"
}

/// A line of gold with entities and a relation to each but the first, from the entity that `from` names.
fn related(n: usize, label: &str, from: fn(usize) -> usize) -> String {
    let line = gold(&"زار سامي ".repeat(n), (0..n).map(|at| (9 * at, 9 * at + 3, "PER".to_owned())));
    let relation =
        |at| format!("{{\"id\":\"r{at}\",\"label\":\"{label}\",\"from\":\"e{}\",\"to\":\"e{at}\"}}", from(at));
    let relations: Vec<String> = (1..n).map(relation).collect();
    let line = line.replace("tawsim/1", "tawsim/2");
    format!("{},\"relations\":[{}]}}\n", line.trim_end().trim_end_matches('}'), relations.join(","))
}

/// A line of gold with quotes that share their cue.
fn quotes(n: usize) -> String {
    let line = gold(&"قال «نعم» ".repeat(n), std::iter::empty());
    let quote = |at: usize| {
        let (start, end) = (10 * at + 5, 10 * at + 8);
        format!(
            "{{\"id\":\"q{at}\",\"kind\":\"direct\",\"content\":[{{\"start\":{start},\"end\":{end}}}],\
             \"cue\":{{\"start\":0,\"end\":3}},\"verdict\":\"added\"}}"
        )
    };
    let quotes: Vec<String> = (0..n).map(quote).collect();
    format!("{},\"quotes\":[{}]}}\n", line.trim_end().trim_end_matches('}'), quotes.join(","))
}

/// The verbs with their arguments. `IN` stands for the input, `COPY` for a copy of it that the verb may change.
const VERBS: &[&[&str]] = &[
    &["suggest", "--suggester", "fast", "IN"],
    &["show", "IN"],
    &["check", "IN"],
    &["check", "--fix", "COPY"],
    &["report", "--force", "-o", "linear-report.html", "IN"],
    &["stats", "IN"],
    &["score", "--errors", "--confusion", "IN", "IN"],
    &["agree", "--bootstrap", "2", "--gamma-samples", "1", "IN", "IN"],
    &["merge", "IN", "IN"],
    &["merge-driver", "IN", "COPY", "IN"],
    &["realign", "IN", "IN"],
    &["labels", "IN"],
    &["train", "--force", "-o", "linear-model", "IN"],
    &["convert", "--lossy", "--from", "jsonl", "--to", "doccano", "IN"],
    &["import", "--from", "jsonl", "IN"],
    &["import", "--from", "jsonl", "--as", "suggestions", "IN"],
];

/// The formats that name a span, or its words, on each of its tokens: their files grow with the square of spans in each other.
const REPEATING: [&str; 2] = ["brat", "webanno"];

pub(crate) fn rows(folder: &Path) {
    for (what, n, make) in GOLD {
        let files = [*n, TIMES * n].map(|n| {
            let path = folder.join(format!("linear-{n}.jsonl"));
            fs::write(&path, make(n)).unwrap();
            path
        });
        for arguments in VERBS {
            let name: Vec<&str> = arguments.iter().copied().filter(|it| !matches!(*it, "IN" | "COPY")).collect();
            print_row(&name.join(" "), what, *n, &files, &|path| verb_time(folder, arguments, path));
        }
        let repeats = what.contains("nested") || what.contains("crossing") || what.contains("in each other");
        for format in FORMATS.iter().filter(|format| !(repeats && REPEATING.contains(&format.name))) {
            let out = |path: &Path| path.with_extension(format.name);
            print_row(&format!("export --to {format}"), what, *n, &files, &|path| {
                let out = out(path);
                let _ = fs::remove_dir_all(&out);
                verb_time(
                    folder,
                    &["export", "--lossy", "--force", "--to", format.name, "-o", out.to_str()?, "IN"],
                    path,
                )
            });
            let written = files.each_ref().map(|path| out(path));
            print_row(&format!("import --from {format}"), what, *n, &written, &|path| {
                verb_time(folder, &["import", "--lossy", "--from", format.name, "IN"], path)
            });
            written.iter().for_each(|path| drop(fs::remove_dir_all(path).or_else(|_| fs::remove_file(path))));
        }
        print_row("annotate, first frame", what, *n, &files, &|path| first_frame(folder, path));
        files.iter().for_each(|path| fs::remove_file(path).unwrap());
    }
    tokens(folder);
    folders(folder);
    annotators(folder);
}

/// Two annotators who agree on most of many entities. The second gold of each size lies beside the first.
fn annotators(folder: &Path) {
    let n = 10_000;
    let files = [n, TIMES * n].map(|n| {
        let entities = |skipped: usize, changed: usize| {
            let some = (0..n).filter(move |at| at % 10 != skipped);
            let label = move |at: usize| if at % 10 == changed { "LOC" } else { "PER" };
            gold(&"زار سامي ".repeat(n), some.map(move |at| (9 * at, 9 * at + 3, label(at).to_owned())))
        };
        let path = folder.join(format!("linear-{n}.jsonl"));
        fs::write(&path, entities(3, 6)).unwrap();
        fs::write(path.with_extension("second.jsonl"), entities(4, 7)).unwrap();
        path
    });
    for verb in [&["agree", "--json", "--bootstrap", "2", "--gamma-samples", "1"][..], &["merge"]] {
        print_row(&verb.join(" "), "entities of two annotators", n, &files, &|path| {
            let second = path.with_extension("second.jsonl");
            let arguments: Vec<&str> = verb.iter().copied().chain(["IN", second.to_str()?]).collect();
            verb_time(folder, &arguments, path)
        });
    }
    for path in &files {
        fs::remove_file(path).and_then(|()| fs::remove_file(path.with_extension("second.jsonl"))).unwrap();
    }
}

/// Lines of tokens without an end of a sentence.
fn tokens(folder: &Path) {
    let n = 25_000;
    let files = [n, TIMES * n].map(|n| {
        let path = folder.join(format!("linear-{n}.conll"));
        fs::write(&path, format!("-DOCSTART- -X- O O\n\n{}", "سامي B-PER\n".repeat(n))).unwrap();
        path
    });
    print_row("import --from conll", "tokens of one article", n, &files, &|path| {
        verb_time(folder, &["import", "--from", "conll", "IN"], path)
    });
}

/// Folders in each other.
fn folders(folder: &Path) {
    let n = 250;
    let roots = [n, TIMES * n].map(|n| {
        let root = folder.join(format!("linear-folders-{n}"));
        let deep = root.join("d/".repeat(n));
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("a.jsonl"), gold("قال", std::iter::empty())).unwrap();
        root
    });
    let suggest = ["suggest", "--suggester", "fast", "IN"];
    print_row("suggest", "folders in each other", n, &roots, &|path| verb_time(folder, &suggest, path));
    roots.iter().for_each(|root| fs::remove_dir_all(root).unwrap());
}

/// The least processor time of three runs of a verb. `IN` and `COPY` among the arguments stand for the input.
fn verb_time(folder: &Path, arguments: &[&str], path: &Path) -> Option<Duration> {
    let copy = folder.join("linear-copy.jsonl");
    let once = || {
        if arguments.contains(&"COPY") {
            fs::copy(path, &copy).ok()?;
        }
        let mut command = Command::new(TAWSIM);
        command.current_dir(folder).args(arguments.iter().map(|argument| match *argument {
            "IN" => path.as_os_str(),
            "COPY" => copy.as_os_str(),
            other => other.as_ref(),
        }));
        run(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())).map(|(taken, _)| taken.time())
    };
    (0..3).filter_map(|_| once()).min()
}

/// The processor time of a workbench up to its first frame and a moment more, in which the index is made.
fn first_frame(folder: &Path, path: &Path) -> Option<Duration> {
    let _ = fs::remove_dir_all(folder.join("gold-linear"));
    let screen = Screen::start(folder, &[path.to_str()?, "--gold", "gold-linear"]);
    screen.frame()?;
    let time = screen.processor();
    screen.end();
    time
}

fn print_row(verb: &str, what: &str, n: usize, inputs: &[PathBuf; 2], time: &dyn Fn(&Path) -> Option<Duration>) {
    let name = format!("`{verb}`, {n} and {} {what}", TIMES * n);
    match (time(&inputs[0]), time(&inputs[1])) {
        (Some(few), Some(many)) => {
            let ratio = many.as_secs_f64() / few.as_secs_f64().max(1e-3);
            row(&name, BUDGET, &format!("{ratio:.1} ×: {}, {}", ms(few), ms(many)));
        }
        _ => row(&name, BUDGET, "left out: it failed"),
    }
}
