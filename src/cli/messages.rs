//! Messages on standard error, and reading the label set.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;

use crate::gold::LabelSet;
use crate::lang::{Lang, without_isolates};
use crate::view;
use crate::view::terminal::{Bidi, BidiSwitches, TerminalInfo, terminal_columns};

/// Prints a line on standard error. A failure is ignored: there is no other place for the message.
pub(super) fn print_message(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints a message in the language of the workbench. On a terminal, Arabic is in visual order with joined letters, and the
/// terminal's own reordering is switched off for these lines; elsewhere it is in logical order.
pub(super) fn print_translated(lang: Lang, bidi: Bidi, message: &str) {
    if !lang.is_rtl() || !io::stderr().is_terminal() {
        return print_message(&without_isolates(message));
    }
    let columns = terminal_columns().unwrap_or(80);
    let switches = BidiSwitches::new(bidi, &TerminalInfo::default(), |name| std::env::var(name).ok()).for_lines();
    let lines = view::message_lines(message, columns);
    let _ = write!(io::stderr().lock(), "{}{}\n{}", switches.turn_off(), lines.join("\n"), switches.turn_on());
}

/// Prints words on standard error without a line end, so that they can be overwritten.
pub(super) fn print_overwritable(words: &str) {
    let _ = write!(io::stderr().lock(), "{words}");
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
    let toml = fs::read_to_string(path).with_context(|| {
        format!("{}: cannot be read; --labels names a TOML file", crate::store::printable(path.as_os_str()))
    })?;
    LabelSet::from_toml(&toml)
        .with_context(|| format!("{}: is not a label set", crate::store::printable(path.as_os_str())))
}
