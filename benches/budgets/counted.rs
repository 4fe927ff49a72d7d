//! Instruction counts by valgrind's callgrind. They do not depend on the load of the machine.

use std::env;
use std::process::Command;

use tawsim::page::{Page, PageOptions};
use tawsim::text::Text;

use crate::inside::KEYS;
use crate::measure::row;
use crate::support::{Bench, MEGABYTE, model, paragraphs};

/// The variable that makes this program do only one piece of work under valgrind: `WORK TIMES`.
const COUNTED: &str = "TAWSIM_COUNTED";

/// The sizes (bytes) and numbers of spans of the articles in which keys are pressed.
const ARTICLES: [(&str, usize, usize); 2] =
    [("5 KB, 50 spans", 5_000, 50), ("250 KB, 2,500 spans", MEGABYTE / 4, 2_500)];

/// Does the work that the variable asks for, if it is set.
pub(crate) fn asked() -> bool {
    let Some((work, times)) = env::var(COUNTED).ok().and_then(|asked| {
        let (work, times) = asked.split_once(' ')?;
        Some((work.to_owned(), times.parse::<usize>().ok()?))
    }) else {
        return false;
    };
    match work.as_str() {
        "layout" => {
            let text = Text::new(paragraphs(100_000 * times));
            let page = Page::new(&text, PageOptions::default(), 96);
            assert!(page.lines_from(0).count() > times);
        }
        article => {
            let (_, bytes, spans) = ARTICLES[article.parse::<usize>().unwrap()];
            let mut bench = Bench::new(model(paragraphs(bytes), spans));
            KEYS.into_iter().cycle().take(times).for_each(|key| bench.press(key));
        }
    }
    true
}

/// The difference of two runs, divided by the additional repetitions of the second.
fn instructions(work: &str, few: usize, many: usize) -> Option<f64> {
    let count = |times: usize| -> Option<f64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe().ok()?)
            .env(COUNTED, format!("{work} {times}"))
            .output()
            .ok()?;
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        report.lines().find_map(|line| line.split("Collected : ").nth(1)?.trim().parse().ok())
    };
    Some((count(many)? - count(few)?) / (many - few) as f64)
}

pub(crate) fn rows() {
    for (index, (name, ..)) in ARTICLES.into_iter().enumerate() {
        let Some(count) = instructions(&index.to_string(), 6, 126) else {
            return row("instructions", "", "left out: valgrind is not installed, or cannot run here");
        };
        row(&format!("instructions of a key, {name}"), "", &format!("{:.2} million", count / 1e6));
    }
    if let Some(count) = instructions("layout", 1, 3) {
        row("instructions of laying out, a byte of text", "", &format!("{:.0}", count / 1e5));
    }
}
