//! A pseudo-terminal with the real binary in it, a screen that shows its output, and temporary folders.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use serde_json::Value;
use tawsim::workbench::{Key, KeyCode};

pub(crate) const TEXT: &str = "زار باراك أوباما العاصمة باريس.\nوقال سامي 😀: «السَّلامُ ممكن في لبنان».\n";

/// The queries at the start: the state of mode 8, the terminal's name, its attributes.
pub(crate) const QUESTIONS: &str = "\x1b[8$p\x1b[>0q\x1b]11;?\x1b\\\x1b[c";

/// The replies of a terminal with the fewest features.
pub(crate) const ATTRIBUTES: &str = "\x1b[?62;c";

/// The side of the pseudo-terminal that the test writes to.
pub(crate) type Keys = Arc<Mutex<Box<dyn Write + Send>>>;

pub(crate) struct Terminal {
    pub(crate) child: Box<dyn Child + Send + Sync>,
    /// `None` after the window is closed.
    pub(crate) master: Option<Box<dyn MasterPty + Send>>,
    pub(crate) keys: Keys,
    pub(crate) screen: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
    pub(crate) reader: Option<thread::JoinHandle<()>>,
    closing: Arc<AtomicBool>,
}

impl Terminal {
    pub(crate) fn start(folder: &Path, arguments: &[&str], variables: &[(&str, &str)], size: (u16, u16)) -> Self {
        Self::answering(ATTRIBUTES, folder, arguments, variables, size)
    }

    /// A terminal that gives these replies to the queries.
    pub(crate) fn answering(
        answers: &'static str,
        folder: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
        size: (u16, u16),
    ) -> Self {
        Self::of(env!("CARGO_BIN_EXE_tawsim"), answers, folder, arguments, variables, size)
    }

    /// Runs another program, which starts tawsim.
    pub(crate) fn running(program: &str, folder: &Path, arguments: &[&str], size: (u16, u16)) -> Self {
        Self::of(program, ATTRIBUTES, folder, arguments, &[], size)
    }

    fn of(
        program: &str,
        answers: &'static str,
        folder: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
        size: (u16, u16),
    ) -> Self {
        let size = PtySize { cols: size.0, rows: size.1, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(folder);
        command.env_clear();
        let fixed = [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("HOME", "/nonexistent"), ("USER", "sara")];
        for (name, value) in fixed.iter().chain(variables) {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new((vt100::Parser::new(cells(size.rows), cells(size.cols), 0), Vec::new())));
        let mut output = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&screen);
        let keys: Keys = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let answering = Arc::clone(&keys);
        let closing = Arc::new(AtomicBool::new(false));
        let gone = Arc::clone(&closing);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 8192];
            let mut asked = false;
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 || gone.load(Ordering::SeqCst) {
                    break;
                }
                let mut screen = shared.lock().unwrap();
                screen.0.process(&bytes[..count]);
                screen.1.extend_from_slice(&bytes[..count]);
                if !asked && screen.1.windows(QUESTIONS.len()).any(|part| part == QUESTIONS.as_bytes()) {
                    asked = true;
                    answering.lock().unwrap().write_all(answers.as_bytes()).unwrap();
                }
            }
        });
        Self { child, master: Some(pair.master), keys, screen, reader: Some(reader), closing }
    }

    pub(crate) fn contents(&self) -> String {
        self.screen.lock().unwrap().0.screen().contents()
    }

    pub(crate) fn bytes(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().unwrap().1).into_owned()
    }

    /// Waits until the screen meets a condition. It checks after each piece of output.
    pub(crate) fn wait_until(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if wanted(self.screen.lock().unwrap().0.screen()) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("{what} never came; the screen is\n{}", self.contents());
    }

    pub(crate) fn wait(&self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.lock().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap();
        assert!(sent.success());
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.screen.lock().unwrap().0.screen_mut().set_size(cells(rows), cells(columns));
        let size = PtySize { cols: columns, rows, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// Closes the window and waits for the end: nobody reads the output any more, and nobody types.
    pub(crate) fn close(mut self) {
        self.closing.store(true, Ordering::SeqCst);
        // The program draws for the new size, which wakes the reading thread.
        self.resize(90, 28);
        self.reader.take().unwrap().join().unwrap();
        *self.keys.lock().unwrap() = Box::new(std::io::sink());
        self.master = None;
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < deadline, "it does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end and returns the exit status and all output.
    pub(crate) fn end(mut self) -> (u32, String) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it does not end; the screen is\n{}", self.contents());
            thread::sleep(Duration::from_millis(5));
        };
        self.reader.take().unwrap().join().unwrap();
        assert!(!self.screen.lock().unwrap().0.screen().alternate_screen(), "the alternate screen was not left");
        (status.exit_code(), self.bytes())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

pub(crate) fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("visit.txt"), TEXT).unwrap();
    folder
}

pub(crate) fn gold(folder: &Path, id: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(format!("gold/{id}.json"))).unwrap()).unwrap()
}

/// A slice by code points, as in Python.
pub(crate) fn slice(text: &str, item: &Value) -> String {
    let at = |key: &str| usize::try_from(item[key].as_u64().unwrap()).unwrap();
    text.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

/// An article with suggestions of its own, so that the test does not depend on the built-in suggester.
pub(crate) fn given(folder: &Path) {
    let at = |part: &str| {
        let start = TEXT.find(part).unwrap();
        let start = TEXT.get(..start).unwrap().chars().count();
        (start, start + part.chars().count())
    };
    let entity = |part: &str, label: &str| {
        let (start, end) = at(part);
        format!(r#"{{"start":{start},"end":{end},"label":"{label}","source":"m@1","score":0.5}}"#)
    };
    let entities =
        [entity("باراك أوباما", "PER"), entity("العاصمة", "ORG"), entity("باريس", "ORG"), entity("سامي 😀", "PER")];
    let text = serde_json::to_string(TEXT).unwrap();
    fs::write(
        folder.join("visit.jsonl"),
        format!(r#"{{"id":"visit","text":{text},"entities":[{}]}}"#, entities.join(",")),
    )
    .unwrap();
}

/// The letters that the same physical keys type under an Arabic layout; keys without a letter there stay as they are.
pub(crate) fn arabic(keys: &str) -> String {
    let latin = |c| Key::plain(KeyCode::Char(c)).latin();
    let typed = |key: char| ('\u{621}'..='\u{669}').find(|c| latin(*c) == Key::plain(KeyCode::Char(key)));
    keys.chars().map(|key| typed(key).unwrap_or(key)).collect()
}

/// The keys unchanged, and the keys as an Arabic layout types them.
pub(crate) const LAYOUTS: [fn(&str) -> String; 2] = [str::to_owned, arabic];
