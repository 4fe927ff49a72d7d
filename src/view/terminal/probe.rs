//! Asks the terminal about itself, before anything is drawn.
//!
//! One write asks for the state of mode 8 (DECRQM), the name (XTVERSION), the background colour (OSC 11) and the primary
//! attributes (DA1). Every terminal replies to the last question, and replies come in the order of the questions, so the
//! probe is over when that reply arrives. There is one exception: GNU screen replies to the last question itself, and the
//! colour comes later, from the terminal around it. So a missing colour is still expected afterwards, by [`LateReplies`].

use crossterm::event::KeyEvent;

use super::late::LateReplies;
#[cfg(unix)]
use super::replies::{More, Received, begins_reply, take_received};
use crate::view::theme::Background;

/// The questions.
#[cfg(unix)]
const QUESTIONS: &str = "\x1b[8$p\x1b[>0q\x1b]11;?\x1b\\\x1b[c";

/// The facts that a terminal has reported about itself. By default there are none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TerminalInfo {
    /// The state of its own reordering (mode 8), as DECRPM numbers it: 0 mode not known, 1 it reorders, 2 it does not,
    /// 3 it always does, 4 it never does.
    pub bidi_mode: Option<u8>,
    /// Its name and version, such as `kitty(0.26.5)`.
    pub name: Option<String>,
    /// Its background, dark or light.
    pub background: Option<Background>,
}

/// The result of the probe.
#[derive(Debug, Default)]
pub(super) struct ProbeResult {
    pub(super) info: TerminalInfo,
    /// The keys that the user typed during the probe, in order.
    pub(super) keys: Vec<KeyEvent>,
    /// The replies that may still come.
    pub(super) late: LateReplies,
}

/// Asks the questions, and reads until the last reply, or for 300 ms. The terminal must be in raw mode, and no other thread
/// may read from it.
///
/// # Errors
/// If the questions cannot be written. If nothing can be read, the result is empty.
#[cfg(unix)]
pub(super) fn probe_terminal() -> std::io::Result<ProbeResult> {
    use std::io::Write;
    use std::time::{Duration, Instant};

    /// Terminals reply within a few milliseconds, or over a slow connection within a few hundred.
    const TIME_LIMIT: Duration = Duration::from_millis(300);
    /// Additional time for a reply that has begun.
    const EXTRA_TIME: Duration = Duration::from_millis(50);

    let mut out = std::io::stdout().lock();
    out.write_all(QUESTIONS.as_bytes())?;
    out.flush()?;
    drop(out);
    let asked = Instant::now();
    let mut result = ProbeResult::default();
    let mut bytes = Vec::new();
    loop {
        let limit = if begins_reply(&bytes) { TIME_LIMIT + EXTRA_TIME } else { TIME_LIMIT };
        let more = read_input(&mut bytes, limit.saturating_sub(asked.elapsed()));
        let complete = result.parse(&mut bytes);
        if complete || !more {
            if !complete || result.info.background.is_none() || begins_reply(&bytes) {
                result.late = LateReplies::expect(Instant::now(), &bytes);
            }
            result.parse_rest(&mut bytes);
            return Ok(result);
        }
    }
}

#[cfg(unix)]
impl ProbeResult {
    /// Removes complete replies and keys from `bytes` and stores them. Returns true when the last reply was among them.
    fn parse(&mut self, bytes: &mut Vec<u8>) -> bool {
        let mut complete = false;
        while let Some(received) = take_received(bytes, More::Expected) {
            match received {
                Received::BidiMode(state) => self.info.bidi_mode = Some(state),
                Received::Name(name) => self.info.name = Some(name),
                Received::Background(background) => self.info.background = Some(background),
                Received::Key(event) => self.keys.push(event),
                Received::Unknown => {}
                Received::Attributes => complete = true,
            }
        }
        complete
    }

    /// Stores the keys in the bytes that are left when waiting is over.
    fn parse_rest(&mut self, bytes: &mut Vec<u8>) {
        while let Some(received) = take_received(bytes, More::Over) {
            if let Received::Key(event) = received {
                self.keys.push(event);
            }
        }
    }
}

#[cfg(unix)]
impl TerminalInfo {
    /// Parses what a terminal has sent, in parts that arrived one after the other. Returns its replies, and the keys among
    /// them.
    ///
    /// ```
    /// use tawsim::view::terminal::TerminalInfo;
    /// let (info, keys) = TerminalInfo::parse(&[b"\x1bP>|kit", b"ty(1)\x1b\\a"]);
    /// assert_eq!((info.name.as_deref(), keys.len()), (Some("kitty(1)"), 1));
    /// ```
    #[must_use]
    pub fn parse(parts: &[&[u8]]) -> (Self, Vec<KeyEvent>) {
        let (mut result, mut bytes) = (ProbeResult::default(), Vec::new());
        for part in parts {
            bytes.extend_from_slice(part);
            result.parse(&mut bytes);
        }
        result.parse_rest(&mut bytes);
        (result.info, result.keys)
    }
}

/// Reads the bytes that are there, and waits for them for `wait` at most. Returns false if none came.
#[cfg(unix)]
fn read_input(into: &mut Vec<u8>, wait: std::time::Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let input = std::io::stdin();
    let Ok(wait) = Timespec::try_from(wait) else { return false };
    let mut bytes = [0; 1024];
    loop {
        let mut ready = [PollFd::new(&input, PollFlags::IN)];
        match poll(&mut ready, Some(&wait)) {
            // A signal came. The event loop handles it; the wait begins again.
            Err(rustix::io::Errno::INTR) => continue,
            Ok(1..) if ready.iter().all(|fd| fd.revents().contains(PollFlags::IN)) => {}
            _ => return false,
        }
        match rustix::io::read(&input, &mut bytes) {
            Err(rustix::io::Errno::INTR) => {}
            Err(_) | Ok(0) => return false,
            Ok(count) => {
                debug_assert!(count <= bytes.len(), "read({}) returned {count}", bytes.len());
                into.extend(bytes.get(..count).unwrap_or_default());
                return true;
            }
        }
    }
}

/// Outside of Unix nothing is asked: consoles there reorder nothing, and send keys in another way.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub(super) fn probe_terminal() -> std::io::Result<ProbeResult> {
    Ok(ProbeResult::default())
}
