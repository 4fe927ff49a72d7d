//! Everything that people read on standard error and standard output, and reading the label set.

use std::io::{self, IsTerminal, StderrLock, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use crate::gold::LabelSet;
use crate::lang::{Lang, without_isolates};
use crate::store::{InputKind, escape_controls, read_text_input};
use crate::view;
use crate::view::terminal::{Bidi, BidiSwitches, TerminalInfo, terminal_columns};

/// Writes words that people read as one line. Characters that would control the terminal are escaped. A line break in the
/// words stays, and the lines after it are indented, so that they cannot be taken for lines of tawsim.
pub(super) fn write_line(out: &mut dyn Write, words: &str) -> io::Result<()> {
    let mut lines = words.split('\n').map(escape_controls);
    writeln!(out, "{}", lines.next().unwrap_or_default())?;
    lines.try_for_each(|line| writeln!(out, "  {line}"))
}

/// Prints words that people read on standard error, as [`write_line`] does. A failure is ignored: there is no other place for
/// the message.
pub(super) fn print_message(words: &str) {
    let _ = write_line(&mut message_stream(), words);
}

/// True with `--quiet`.
static QUIET: AtomicBool = AtomicBool::new(false);
/// True if the words of [`print_overwriting`] are on the screen.
static OVERWRITING: AtomicBool = AtomicBool::new(false);

/// Leaves out all notes from now on.
pub(super) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// True with `--quiet`.
pub(super) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// As [`print_message`], for what nobody must act on: sums, times, what was recognised. `--quiet` leaves it out.
pub(super) fn print_note(words: &str) {
    if !is_quiet() {
        print_message(words);
    }
}

/// Prints a text of several lines on standard error, as it is but for characters that would control the terminal.
pub(super) fn print_text(text: &str) {
    let mut out = message_stream();
    for line in text.lines() {
        let _ = writeln!(out, "{}", escape_controls(line));
    }
}

/// Standard error. Only the functions of this file use it: each of them escapes what it prints. What
/// [`print_overwriting`] printed is removed.
#[expect(clippy::disallowed_methods, reason = "this is the one place that prints messages")]
fn message_stream() -> StderrLock<'static> {
    let mut out = io::stderr().lock();
    if OVERWRITING.swap(false, Ordering::Relaxed) {
        let _ = out.write_all(b"\r\x1b[K");
    }
    out
}

/// True if people see the messages at once.
#[expect(clippy::disallowed_methods, reason = "nothing is printed")]
pub(super) fn messages_are_on_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Prints a message in the language of the workbench. On a terminal, Arabic is in visual order with joined letters, and the
/// terminal's own reordering is switched off for these lines; elsewhere it is in logical order.
pub(super) fn print_translated(lang: Lang, bidi: Bidi, message: &str) {
    if !lang.is_rtl() || !messages_are_on_terminal() {
        return print_message(&without_isolates(message));
    }
    let columns = terminal_columns().unwrap_or(80);
    let switches = BidiSwitches::new(bidi, &TerminalInfo::default(), |name| std::env::var(name).ok()).for_lines();
    let lines = view::message_lines(message, columns);
    // The lines are laid out: stand-ins take the places of control characters.
    let _ = write!(message_stream(), "{}{}\n{}", switches.turn_off(), lines.join("\n"), switches.turn_on());
}

/// Prints words on standard error in the place of those that this function printed last. No words only remove those. The next
/// message removes them, too.
pub(super) fn print_overwriting(words: &str) {
    let mut out = message_stream();
    let _ = write!(out, "{}", escape_controls(words)).and_then(|()| out.flush());
    OVERWRITING.store(!words.is_empty(), Ordering::Relaxed);
}

/// True if writing failed because the reader has closed the pipe.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}

/// Reads the label set of a file; the default one without a file.
pub(super) fn read_label_set(path: Option<&Path>) -> anyhow::Result<LabelSet> {
    let Some(path) = path else { return Ok(LabelSet::default()) };
    let toml = read_text_input(path, InputKind::Settings).with_context(|| {
        format!("{}: cannot be read; --labels names a TOML file", crate::store::printable(path.as_os_str()))
    })?;
    LabelSet::from_toml(&toml)
        .with_context(|| format!("{}: is not a label set", crate::store::printable(path.as_os_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_message_controls_the_terminal() {
        for (words, line) in [
            ("a\x1b[2J\u{9b}b", "a\\u{1b}[2J\\u{9b}b\n"),
            ("\u{202e}ب\u{200b}\u{e0041}\r", "\\u{202e}ب\\u{200b}\\u{e0041}\\r\n"),
            ("two\nlines\ttab", "two\n  lines\\ttab\n"),
            ("", "\n"),
        ] {
            let mut out = Vec::new();
            write_line(&mut out, words).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), line);
            // A message that was escaped before stays as it is.
            let mut again = Vec::new();
            write_line(&mut again, line.trim_end_matches('\n')).unwrap();
            assert_eq!(String::from_utf8(again).unwrap().replace("\n    ", "\n  "), line);
        }
    }
}
