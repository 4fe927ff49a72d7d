//! The pages of the manual.

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::examples::examples_of;
use super::markdown;

/// One page of the manual.
pub(super) struct Page {
    /// `tawsim-export`.
    pub(super) name: String,
    pub(super) section: u8,
    pub(super) roff: Vec<u8>,
}

impl Page {
    /// `tawsim-export.1`.
    pub(super) fn file_name(&self) -> String {
        format!("{}.{}", self.name, self.section)
    }
}

const MANUAL: &str = "tawsim";
/// The date of the pages: that of the last change to their making. The same program always prints the same pages.
const DATE: &str = "2026-11-29";
/// Pages of the guide that are pages of the manual: name, one line about it, text.
const FORMATS: [(&str, &str, &str); 2] = [
    ("tawsim-gold", "the format of gold files", include_str!("../../../docs/src/guide/gold-json.md")),
    (
        "tawsim-keymap",
        "the keys of the workbench, and a file of your own keys",
        include_str!("../../../docs/src/guide/keys.md"),
    ),
];
/// The exit statuses that all verbs share.
const STATUS_ZERO: &str = "all is well";
const STATUS_TWO: &str = "a wrong command line, or input that cannot be read";

/// Makes all pages: the program, its verbs, the file formats.
pub(super) fn all(mut program: Command) -> std::io::Result<Vec<Page>> {
    program.build();
    let mut pages = vec![page("tawsim", &program, None)?];
    for verb in program.get_subcommands().filter(|verb| verb.get_name() != "help" && !verb.is_hide_set()) {
        // The help of a verb may end with lists in columns, which a page shows as they are.
        let name = format!("tawsim-{}", verb.get_name());
        pages.push(page(&name, verb, Some(verb.get_name()))?);
    }
    for (name, about, text) in FORMATS {
        let mut roff = Roff::new();
        roff.control("SH", ["NAME"]).text([roman(format!("{name} - {about}"))]);
        let roff = roff.render() + &markdown::to_roff(text);
        pages.push(Page { name: name.to_owned(), section: 5, roff: tidy(name, 5, &roff).into_bytes() });
    }
    Ok(pages)
}

/// Makes the page of the program or of a verb.
fn page(name: &str, command: &Command, verb: Option<&str>) -> std::io::Result<Page> {
    // What follows the options in the help is in columns, so it is set as it is.
    let after = command.get_after_help().map(ToString::to_string);
    let shown = command.clone().display_name(name.to_owned()).after_help("");
    let shown = match verb {
        Some(verb) => shown.bin_name(format!("tawsim {verb}")),
        None => shown.bin_name("tawsim"),
    };
    let man = Man::new(shown);
    let mut roff = Vec::new();
    man.render_name_section(&mut roff)?;
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    if verb.is_none() {
        verbs(command).to_writer(&mut roff)?;
    }
    if let Some(after) = after {
        as_it_is("NOTES", &after).to_writer(&mut roff)?;
    }
    if let Some(verb) = verb {
        examples(verb).to_writer(&mut roff)?;
    }
    see_also(name).to_writer(&mut roff)?;
    let roff = tidy(name, 1, &String::from_utf8_lossy(&roff)).into_bytes();
    Ok(Page { name: name.to_owned(), section: 1, roff })
}

/// Adds the title, and takes out what `mandoc -T lint` warns of: a paragraph directly behind a heading, and breaks around an
/// empty line.
fn tidy(name: &str, section: u8, roff: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut lines: Vec<&str> = Vec::new();
    for line in roff.lines() {
        let last = lines.last().copied().unwrap_or_default();
        match line {
            ".PP" if last.starts_with(".SH") || last.starts_with(".SS") => {}
            "" if last == ".br" => {
                lines.pop();
                lines.push(".sp");
            }
            ".br" | "" if last == ".sp" => {}
            _ => lines.push(line.trim_end()),
        }
    }
    format!(".TH {name} {section} {DATE} \"tawsim {version}\" {MANUAL}\n{}\n", lines.join("\n"))
}

/// The verbs, with their pages.
fn verbs(program: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["VERBS"]);
    for verb in program.get_subcommands().filter(|verb| verb.get_name() != "help") {
        roff.control("TP", []).text([bold(format!("tawsim-{}(1)", verb.get_name()))]);
        roff.text([roman(verb.get_about().map(ToString::to_string).unwrap_or_default())]);
    }
    roff
}

/// A text with its line ends and columns.
fn as_it_is(title: &str, text: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]).control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff
}

/// The examples and the exit statuses of a verb.
fn examples(verb: &str) -> Roff {
    let mut roff = Roff::new();
    let Some(found) = examples_of(verb) else { return roff };
    roff.control("SH", ["EXAMPLES"]);
    for ((_, about), command) in found.examples.iter().zip(found.commands()) {
        let line: Vec<Inline> = vec![bold(command)];
        roff.control("TP", []).text(line).text([roman(*about)]);
    }
    roff.control("SH", ["EXIT STATUS"]);
    for (status, meaning) in [("0", STATUS_ZERO), ("1", found.status_one), ("2", STATUS_TWO)] {
        roff.control("TP", []).text([bold(status)]).text([roman(format!("{meaning}."))]);
    }
    roff
}

fn see_also(name: &str) -> Roff {
    let mut roff = Roff::new();
    let pages = [("tawsim", "1"), ("tawsim-gold", "5"), ("tawsim-keymap", "5")];
    let others: Vec<String> =
        pages.iter().filter(|(page, _)| *page != name).map(|(page, section)| format!("{page}({section})")).collect();
    roff.control("SH", ["SEE ALSO"]).text([roman(others.join(", "))]);
    roff
}
