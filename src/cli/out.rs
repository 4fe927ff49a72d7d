//! Talking to standard error, and what all verbs need.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;

use crate::gold::LabelSet;
use crate::lang::{Lang, without_isolates};
use crate::view;
use crate::view::terminal::{Bidi, BidiSwitches, TerminalInfo, terminal_columns};

/// A line on standard error. Where even that fails there is nobody to tell.
pub(super) fn talk(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A message of the workbench, after it: on a terminal in visual order with joined letters, as `show` prints, with the
/// terminal's own reordering switched off meanwhile; elsewhere in logical order.
pub(super) fn tell(lang: Lang, bidi: Bidi, message: &str) {
    if !lang.is_rtl() || !io::stderr().is_terminal() {
        return talk(&without_isolates(message));
    }
    let columns = terminal_columns().unwrap_or(80);
    let switches = BidiSwitches::new(bidi, &TerminalInfo::default(), |name| std::env::var(name).ok()).for_lines();
    let lines = view::message_lines(message, columns);
    let _ = write!(io::stderr().lock(), "{}{}\n{}", switches.turn_off(), lines.join("\n"), switches.turn_on());
}

/// Words on standard error that a next one may be written over.
pub(super) fn passing(words: &str) {
    let _ = write!(io::stderr().lock(), "{words}");
}

/// Did writing fail because nobody reads any more?
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}

/// The labels of a file, or the default ones.
pub(super) fn labels(path: Option<&Path>) -> anyhow::Result<LabelSet> {
    let Some(path) = path else { return Ok(LabelSet::default()) };
    let toml = fs::read_to_string(path)
        .with_context(|| format!("{}: cannot be read", crate::store::printable(path.as_os_str())))?;
    LabelSet::from_toml(&toml)
        .with_context(|| format!("{}: is no label set", crate::store::printable(path.as_os_str())))
}
