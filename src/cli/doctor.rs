//! `tawsim doctor`: what the workbench finds here (terminal, language, files of the user), and what to change.

use std::io::{self, Write as _};
use std::path::Path;

use clap::Args;
use serde_json::json;

use crate::lang::Lang;
use crate::store::{AnswerCache, UserFolder, printable, read_keymap};
use crate::view::terminal::{
    Bidi, NoTerminal, Screen, TerminalHint, TerminalInfo, background, check_terminal, color_depth, give_back,
    terminal_columns,
};
use crate::workbench::Keymap;

use super::messages::write_line;
use super::outcome::Outcome;

#[derive(Args)]
pub(super) struct DoctorArgs {
    /// Print the report as JSON, one line for each point
    #[arg(long)]
    json: bool,
}

/// One point of the report.
struct Point {
    name: &'static str,
    found: String,
    /// What to change; none if all is well.
    advice: Option<String>,
}

/// Fewer columns leave no room for the list beside the page.
const FEW_COLUMNS: u16 = 80;

pub(super) fn run(args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let points = examine();
    let mut out = io::stdout().lock();
    for point in &points {
        if args.json {
            writeln!(out, "{}", json!({"point": point.name, "found": point.found, "advice": point.advice}))?;
        } else {
            write_line(&mut out, &format!("{:<12} {}", point.name, point.found))?;
            if let Some(advice) = &point.advice {
                write_line(&mut out, &format!("{:<12} -> {advice}", ""))?;
            }
        }
    }
    let advised = points.iter().any(|point| point.advice.is_some());
    Ok(if advised { Outcome::Findings } else { Outcome::Fine })
}

fn examine() -> Vec<Point> {
    let variable = |name: &str| std::env::var(name).ok();
    let mut points = vec![program()];
    let usable = check_terminal();
    let info = usable.is_ok().then(ask_terminal).flatten();
    points.push(terminal(usable, info.as_ref()));
    if let Some(info) = &info {
        points.push(reordering(info));
        points.extend(hint(info));
    }
    points.push(colours(variable));
    if let Some(columns) = terminal_columns() {
        let advice = (columns < FEW_COLUMNS)
            .then(|| format!("widen the window to {FEW_COLUMNS} columns, so that the list has room beside the page"));
        points.push(Point { name: "window", found: format!("{columns} columns"), advice });
    }
    points.push(locale(variable));
    points.push(Point { name: "font", found: "the terminal's; programs cannot ask for it".to_owned(), advice: None });
    points.extend(files());
    points.push(key());
    points
}

fn program() -> Point {
    let careful = if cfg!(feature = "careful") { "with the careful reader" } else { "without the careful reader" };
    let https = if cfg!(feature = "https") { "with https" } else { "without https" };
    Point { name: "tawsim", found: format!("{}, {careful}, {https}", env!("CARGO_PKG_VERSION")), advice: None }
}

/// Takes the terminal for a moment and asks it about itself.
fn ask_terminal() -> Option<TerminalInfo> {
    let taken = Screen::take(Bidi::default()).ok()?;
    drop(taken.screen);
    give_back();
    Some(taken.info)
}

fn terminal(usable: Result<(), NoTerminal>, info: Option<&TerminalInfo>) -> Point {
    let term = std::env::var("TERM").unwrap_or_default();
    let name = info.and_then(|info| info.name.clone()).or_else(|| std::env::var("TERM_PROGRAM").ok());
    let found = match name {
        Some(name) => format!("{name}, TERM={term}"),
        None => format!("TERM={term}"),
    };
    let advice = usable.err().map(|error| match error {
        NoTerminal::Piped => {
            "run tawsim doctor in the terminal itself, so that it can be asked about itself".to_owned()
        }
        NoTerminal::Dumb(_) => error.to_string(),
    });
    Point { name: "terminal", found, advice }
}

fn reordering(info: &TerminalInfo) -> Point {
    let (found, advice) = match info.bidi_mode {
        Some(1) => ("the terminal reorders by itself; tawsim switches that off while it runs", None),
        Some(2) => ("the terminal can reorder, and does not", None),
        Some(3) => (
            "the terminal always reorders",
            Some("if words come out in the wrong order, use --bidi app+lrm; the guide's page Terminals has more"),
        ),
        Some(4) => ("the terminal never reorders", None),
        _ => ("the terminal does not say; tawsim takes it that it does not reorder", None),
    };
    Point { name: "reordering", found: found.to_owned(), advice: advice.map(str::to_owned) }
}

fn hint(info: &TerminalInfo) -> Option<Point> {
    let hint = TerminalHint::find(info, |name| std::env::var(name).ok())?;
    let words = crate::lang::without_isolates(&hint.text(Lang::En));
    Some(Point { name: "setting", found: "this terminal has a setting for Arabic".to_owned(), advice: Some(words) })
}

fn colours(variable: impl Fn(&str) -> Option<String> + Copy) -> Point {
    let depth = format!("{:?}", color_depth(variable)).to_lowercase();
    let background = background(variable).map(|one| format!(", {one:?} background").to_lowercase()).unwrap_or_default();
    let advice = (depth == "ansi")
        .then(|| "16 colours; if the terminal has more, set COLORTERM=truecolor or TERM=xterm-256color".to_owned());
    Point { name: "colours", found: format!("{depth}{background}"), advice }
}

fn locale(variable: impl Fn(&str) -> Option<String>) -> Point {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()).map(|value| (*name, value)));
    let (found, utf8) = match set {
        Some((name, value)) => (format!("{name}={value}"), value.to_lowercase().replace('-', "").contains("utf8")),
        None => ("none is set".to_owned(), cfg!(windows)),
    };
    let advice =
        (!utf8).then(|| "set a UTF-8 locale, such as LC_ALL=C.UTF-8, so that other programs show Arabic".to_owned());
    Point { name: "locale", found, advice }
}

/// The files of the user.
fn files() -> Vec<Point> {
    let Some(user) = UserFolder::find() else {
        let advice = Some("set HOME, so that settings can be kept".to_owned());
        return vec![Point { name: "settings", found: "no home folder".to_owned(), advice }];
    };
    let path = |path: &Path| {
        let state = if path.exists() { "" } else { " (not there; not needed)" };
        format!("{}{state}", printable(path.as_os_str()))
    };
    let settings = Point {
        name: "settings",
        found: path(&user.settings_path()),
        advice: user.read_settings().err().map(|problem| problem.to_string()),
    };
    let faults = match read_keymap(None) {
        Ok(Some((_, toml))) => Keymap::from_toml(&toml).err().map(|errors| {
            let lines: Vec<String> = errors.iter().map(|error| error.what.clone()).collect();
            lines.join("; ")
        }),
        Ok(None) => None,
        Err(problem) => Some(problem.to_string()),
    };
    let keymap = Point { name: "keymap", found: path(&user.keymap_path()), advice: faults };
    let cache = AnswerCache::find().map(|cache| Point { name: "cache", found: path(cache.folder()), advice: None });
    [settings, keymap].into_iter().chain(cache).collect()
}

/// Whether a key for language models is set. Its value is not shown.
fn key() -> Point {
    let set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    let names: Vec<&str> = ["TAWSIM_API_KEY", "OPENAI_API_KEY"].into_iter().filter(|name| set(name)).collect();
    let found = if names.is_empty() { "none is set (for language models)".to_owned() } else { names.join(", ") };
    Point { name: "API key", found, advice: None }
}
