//! A guard outside of this process, which gives the terminal back if the process ends in a way that it cannot notice:
//! SIGKILL, or an abort because the system has no memory left.
//!
//! The guard is a shell that waits for a line on a pipe. At the end of the workbench it gets the line and ends. If the
//! process dies, the pipe is closed without a line, and the guard sends the sequences that give the terminal back.

use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, Command, Stdio};

/// It ignores the signals that the terminal sends, and the stop that a process in the background gets when it changes
/// the terminal. Raw mode is switched off too.
const SCRIPT: &str = r#"trap '' INT TERM HUP QUIT TSTP TTIN TTOU PIPE
read -r word || { printf "$1"; stty sane <&1; } 2>/dev/null"#;

/// The guard of a terminal that is ours. Dropping it ends the guard.
#[derive(Debug)]
pub(super) struct TerminalGuard {
    shell: Child,
    pipe: Option<ChildStdin>,
}

impl TerminalGuard {
    /// Starts the guard; `None` if there is no shell. `leaving` is sent if this process ends before the guard does.
    pub(super) fn start(leaving: &[u8]) -> Option<Self> {
        let mut shell = Command::new("sh")
            .args(["-c", SCRIPT, "tawsim-guard", &octal(leaving)])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            // What ends or stops the group of the workbench must not end the guard.
            .process_group(0)
            .spawn()
            .ok()?;
        let pipe = shell.stdin.take();
        Some(Self { shell, pipe })
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        if let Some(mut pipe) = self.pipe.take() {
            // If the guard has ended already, there is nothing to tell it.
            let _ = pipe.write_all(b"end\n");
        }
        let _ = self.shell.wait();
    }
}

/// Bytes as `printf` of a shell writes them: each as `\ooo`.
fn octal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut written, byte| {
        // Writing to a string cannot fail.
        let _ = write!(written, "\\{byte:03o}");
        written
    })
}
