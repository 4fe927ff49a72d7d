//! `tawsim doctor`: what the workbench finds here (terminal, language, files of the user), and what to change.

use std::io::{self, Write as _};
use std::path::Path;

use clap::Args;
use serde_json::json;

use crate::store::{AnswerCache, UserFolder, printable, read_keymap};
use crate::view::terminal::{
    Bidi, NoTerminal, Screen, TerminalInfo, background, check_terminal, color_depth, give_back, terminal_columns,
};
use crate::workbench::Keymap;

use super::doctor_fonts::Fonts;
use super::doctor_terminals::KnownTerminal;
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
    let is_terminal = usable.is_ok();
    let info = is_terminal.then(ask_terminal).flatten();
    points.push(terminal(usable, info.as_ref()));
    if let Some(info) = &info {
        points.push(reordering(info));
    }
    points.extend(setting(info.as_ref(), variable));
    points.push(colours(variable));
    // Without a terminal, the size is a guess.
    if let Some(columns) = is_terminal.then(terminal_columns).flatten() {
        let advice = (columns < FEW_COLUMNS)
            .then(|| format!("widen the window to {FEW_COLUMNS} columns, so that the list has room beside the page"));
        points.push(Point { name: "window", found: format!("{columns} columns"), advice });
    }
    points.push(locale(variable));
    let Fonts { found, advice } = Fonts::find(variable);
    points.push(Point { name: "font", found, advice });
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

/// Returns the advice of the guide for this terminal.
fn setting(info: Option<&TerminalInfo>, variable: impl Fn(&str) -> Option<String>) -> Option<Point> {
    let known = KnownTerminal::find(info.and_then(|info| info.name.as_deref()), variable)?;
    let found = match (known.advice, known.is_checked) {
        (None, true) => format!("{} needs none for Arabic", known.name),
        (None, false) => format!("{} needs none for Arabic, by its documentation; this was not tried", known.name),
        (Some(_), _) => format!("{}: the guide's page Terminals has more", known.name),
    };
    Some(Point { name: "setting", found, advice: known.advice.map(str::to_owned) })
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
