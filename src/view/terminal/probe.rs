//! Asking the terminal what it is, before anything is drawn.
//!
//! One write asks how mode 8 stands (DECRQM), for the name (XTVERSION), for the colour of the ground (OSC 11), and for
//! the primary attributes (DA1). Every
//! terminal answers the last one, and answers come in the order of the questions: with it all is known that ever will
//! be. Not so inside GNU screen: it gives the last answer itself, and the colour comes later, from the terminal around
//! it; so a colour that has not come is owed still.

use crossterm::event::KeyEvent;

use super::late::Late;
#[cfg(unix)]
use super::replies::{Piece, is_answer, take};
use crate::view::Ground;

/// The questions.
#[cfg(unix)]
pub(crate) const QUESTIONS: &str = "\x1b[8$p\x1b[>0q\x1b]11;?\x1b\\\x1b[c";

/// What a terminal said of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// How its own reordering stands (mode 8), as DECRPM numbers it: 0 mode not known, 1 it reorders, 2 it does not,
    /// 3 always, 4 never. `None`: no answer.
    pub order: Option<u8>,
    /// Its name and version.
    pub name: Option<String>,
    /// Is its ground dark or light?
    pub ground: Option<Ground>,
}

/// What the probe brought.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) answers: Answers,
    /// What the user typed meanwhile.
    pub(crate) keys: Vec<KeyEvent>,
    /// What may still come.
    pub(crate) late: Late,
}

/// Asks, and reads until the last answer or for 300 ms. The terminal must be in raw mode, and nobody else may read it.
///
/// # Errors
/// When the terminal cannot be written to. One that cannot be read teaches nothing, and is no error here.
#[cfg(unix)]
pub(crate) fn ask() -> std::io::Result<Found> {
    use std::io::Write;
    use std::time::{Duration, Instant};

    /// Terminals answer within a few milliseconds, far ones within a few hundred.
    const WAIT: Duration = Duration::from_millis(300);
    /// An answer that has begun may take so much longer.
    const REST: Duration = Duration::from_millis(50);

    let mut out = std::io::stdout().lock();
    out.write_all(QUESTIONS.as_bytes())?;
    out.flush()?;
    drop(out);
    let asked = Instant::now();
    let mut found = Found::default();
    let mut waiting = Vec::new();
    loop {
        let limit = if is_answer(&waiting) { WAIT + REST } else { WAIT };
        let more = read(&mut waiting, limit.saturating_sub(asked.elapsed()));
        let all = found.hear(&mut waiting);
        if all || !more {
            if !all || found.answers.ground.is_none() || is_answer(&waiting) {
                found.late = Late::owed(Instant::now(), &waiting);
            }
            found.end(&mut waiting);
            return Ok(found);
        }
    }
}

#[cfg(unix)]
impl Found {
    /// Takes what is whole off the bytes that came; true with the last answer.
    fn hear(&mut self, waiting: &mut Vec<u8>) -> bool {
        let mut all = false;
        while let Some(piece) = take(waiting, false) {
            match piece {
                Piece::Order(state) => self.answers.order = Some(state),
                Piece::Name(name) => self.answers.name = Some(name),
                Piece::Ground(ground) => self.answers.ground = Some(ground),
                Piece::Key(event) => self.keys.push(event),
                Piece::Noise => {}
                Piece::Attributes => all = true,
            }
        }
        all
    }

    /// Nothing more is waited for: the keys in the bytes that are left.
    fn end(&mut self, waiting: &mut Vec<u8>) {
        while let Some(piece) = take(waiting, true) {
            if let Piece::Key(event) = piece {
                self.keys.push(event);
            }
        }
    }
}

#[cfg(unix)]
impl Answers {
    /// What a terminal says of itself in bytes that come one after the other, and the keys among them.
    ///
    /// ```
    /// use tawsim::view::terminal::Answers;
    /// let (answers, keys) = Answers::heard(&[b"\x1bP>|kit", b"ty(1)\x1b\\a"]);
    /// assert_eq!((answers.name.as_deref(), keys.len()), (Some("kitty(1)"), 1));
    /// ```
    #[must_use]
    pub fn heard(parts: &[&[u8]]) -> (Self, Vec<KeyEvent>) {
        let (mut found, mut waiting) = (Found::default(), Vec::new());
        for part in parts {
            waiting.extend_from_slice(part);
            found.hear(&mut waiting);
        }
        found.end(&mut waiting);
        (found.answers, found.keys)
    }
}

/// Reads what is there, waiting so long at most; `false` when nothing came or ever will.
#[cfg(unix)]
fn read(into: &mut Vec<u8>, wait: std::time::Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let input = std::io::stdin();
    let Ok(wait) = Timespec::try_from(wait) else { return false };
    let mut bytes = [0; 1024];
    loop {
        let mut ready = [PollFd::new(&input, PollFlags::IN)];
        match poll(&mut ready, Some(&wait)) {
            // A signal came: the wait begins anew, and the signal is in the loop's hands.
            Err(rustix::io::Errno::INTR) => continue,
            Ok(1..) if ready.iter().all(|fd| fd.revents().contains(PollFlags::IN)) => {}
            _ => return false,
        }
        match rustix::io::read(&input, &mut bytes) {
            Err(rustix::io::Errno::INTR) => {}
            Err(_) | Ok(0) => return false,
            Ok(count) => {
                into.extend(bytes.get(..count).unwrap_or_default());
                return true;
            }
        }
    }
}

/// Elsewhere than on Unix nothing is asked: consoles there reorder nothing, and send keys in another way.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub(crate) fn ask() -> std::io::Result<Found> {
    Ok(Found::default())
}
