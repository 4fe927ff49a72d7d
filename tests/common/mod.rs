//! Runs the binary in isolation: settings, language, colours and variables of the person who runs the tests do not
//! reach it.
#![allow(dead_code, reason = "each test takes what it needs of it")]

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::{env, thread};

/// The variables that a program needs to start: the paths of programs, temporary files and Windows.
const KEPT: [&str; 5] = ["PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

/// `tawsim` in a folder, with the environment of [`isolate`].
pub(crate) fn tawsim(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tawsim"));
    isolate(&mut command, folder);
    command
}

/// Sets up a command with only the necessary variables, and with a folder for settings that does not exist.
pub(crate) fn isolate(command: &mut Command, folder: &Path) {
    let nowhere = folder.join("no-config");
    command.current_dir(folder).env_clear();
    command.envs(KEPT.iter().filter_map(|name| Some((name, env::var_os(name)?))));
    // Settings are below the first on Linux and macOS, below the second on Windows.
    command.env("XDG_CONFIG_HOME", &nowhere).env("APPDATA", &nowhere);
    command.env("XDG_CACHE_HOME", folder.join("no-cache")).env("LOCALAPPDATA", folder.join("no-cache"));
    command.env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8");
}

/// Runs `tawsim` in a folder with this standard input and returns its output.
pub(crate) fn run<A: AsRef<OsStr>>(folder: &Path, arguments: &[A], input: impl AsRef<[u8]>) -> Output {
    feed(tawsim(folder).args(arguments), input.as_ref()).unwrap()
}

/// Runs a command with this standard input. Input and output run on two threads, so neither blocks the other.
pub(crate) fn feed(command: &mut Command, input: &[u8]) -> io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        // A program that reads no input may have closed its end.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output()
    })
}

/// Output as text. Panics if it is not UTF-8.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
