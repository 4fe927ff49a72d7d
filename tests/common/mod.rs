//! The binary as a script runs it, on nobody's machine: whoever runs the tests may have settings, a language, a colour
//! terminal and variables of other programs, and none of them reaches it.
#![allow(dead_code, reason = "each test takes what it needs of it")]

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::{env, thread};

/// What a program needs to run at all: where programs, temporary files and the parts of Windows lie.
const KEPT: [&str; 5] = ["PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

/// `tawsim` in a folder, with the environment of [`isolate`].
pub(crate) fn tawsim(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tawsim"));
    isolate(&mut command, folder);
    command
}

/// Has a program run in a folder with nothing set but what it needs; settings are looked for where there are none.
pub(crate) fn isolate(command: &mut Command, folder: &Path) {
    let nowhere = folder.join("no-config");
    command.current_dir(folder).env_clear();
    command.envs(KEPT.iter().filter_map(|name| Some((name, env::var_os(name)?))));
    // On Linux and macOS the settings are below the first, on Windows below the second.
    command.env("XDG_CONFIG_HOME", &nowhere).env("APPDATA", &nowhere);
    command.env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8");
}

/// Runs `tawsim` in a folder with standard input, and waits for what it says.
pub(crate) fn run<A: AsRef<OsStr>>(folder: &Path, arguments: &[A], input: impl AsRef<[u8]>) -> Output {
    feed(tawsim(folder).args(arguments), input.as_ref()).unwrap()
}

/// Runs a command with standard input; however much it says meanwhile, neither waits for the other.
pub(crate) fn feed(command: &mut Command, input: &[u8]) -> io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        // What reads no input has closed its end already.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output()
    })
}

/// What was written: UTF-8, whatever it says.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
