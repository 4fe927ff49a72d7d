//! The workbench in a pseudo-terminal with its screen.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::TAWSIM;
use crate::measure::{memory, processor};

/// The longest wait for anything.
const LIMIT: Duration = Duration::from_secs(300);

/// The output so far: the screen, the bytes since the last keys, and the time of the last byte.
struct Seen {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    last: Instant,
}

/// A running workbench.
pub(crate) struct Screen {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    seen: Arc<Mutex<Seen>>,
    begun: Instant,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Screen {
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let size = PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(TAWSIM);
        command.args(arguments);
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env("XDG_CONFIG_HOME", folder.join("no-config"));
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut keys = pair.master.take_writer().unwrap();
        // The program queries the terminal; an immediate reply costs no waiting time.
        keys.write_all(b"\x1b[?62;c").unwrap();
        let screen = vt100::Parser::new(NonZero::new(60).unwrap(), NonZero::new(200).unwrap(), 0);
        let seen = Arc::new(Mutex::new(Seen { screen, bytes: Vec::new(), last: begun }));
        let (mut output, all) = (pair.master.try_clone_reader().unwrap(), Arc::clone(&seen));
        thread::spawn(move || {
            let mut block = [0; 65536];
            while let Ok(count) = output.read(&mut block) {
                if count == 0 {
                    return;
                }
                let now = Instant::now();
                let mut seen = all.lock().unwrap();
                seen.screen.process(&block[..count]);
                seen.bytes.extend_from_slice(&block[..count]);
                seen.last = now;
            }
        });
        Self { child, keys, seen, begun, _master: pair.master }
    }

    /// The time from the last keys, or the start, until a condition holds.
    fn when(&self, holds: impl Fn(&Seen) -> bool) -> Option<Duration> {
        while self.begun.elapsed() < LIMIT {
            let seen = self.seen.lock().unwrap();
            if holds(&seen) {
                return Some(seen.last.saturating_duration_since(self.begun));
            }
            drop(seen);
            thread::sleep(Duration::from_micros(300));
        }
        None
    }

    /// The time until words are on the screen.
    pub(crate) fn shows(&self, words: &str) -> Option<Duration> {
        self.when(|seen| seen.screen.screen().contents().contains(words))
    }

    /// The time until a frame has come.
    pub(crate) fn frame(&self) -> Option<Duration> {
        self.when(|seen| seen.bytes.ends_with(b"\x1b[?2026l"))
    }

    /// Waits until nothing has come for half a second and returns the time of the last byte.
    pub(crate) fn quiet(&self) -> Option<Duration> {
        self.when(|seen| seen.last.elapsed() > Duration::from_millis(500) && !seen.bytes.is_empty())
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.seen.lock().unwrap().bytes.clear();
        self.begun = Instant::now();
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// The resident memory in bytes: now, and the maximum so far.
    pub(crate) fn memory(&self) -> Option<(u64, u64)> {
        memory(self.child.process_id()?)
    }

    pub(crate) fn processor(&self) -> Option<Duration> {
        processor(self.child.process_id()?)
    }

    pub(crate) fn end(mut self) {
        let _ = self.keys.write_all(b"\x1b");
        thread::sleep(Duration::from_millis(100));
        let _ = self.keys.write_all(b"qq");
        let _ = self.child.wait();
    }
}
