//! Asking the terminal what it is, before anything is drawn.
//!
//! One write asks how mode 8 stands (DECRQM), for the name (XTVERSION), for the colour of the ground (OSC 11), and for
//! the primary attributes (DA1). Every
//! terminal answers the last one, and answers come in the order of the questions: with it all is known that ever will
//! be. Not so inside GNU screen: it gives the last answer itself, and the colour comes later, from the terminal around
//! it; so a colour that has not come is owed still.

use crossterm::event::KeyEvent;

use super::late::Late;
use crate::view::Ground;

/// The questions.
#[cfg(unix)]
pub(super) const QUESTIONS: &str = "\x1b[8$p\x1b[>0q\x1b]11;?\x1b\\\x1b[c";

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
pub(super) struct Found {
    pub(super) answers: Answers,
    /// What the user typed meanwhile.
    pub(super) keys: Vec<KeyEvent>,
    /// What may still come.
    pub(super) late: Late,
}

/// Asks, and reads until the last answer or for 300 ms. The terminal must be in raw mode, and nobody else may read it.
///
/// # Errors
/// When the terminal cannot be written to. One that cannot be read teaches nothing, and is no error here.
#[cfg(unix)]
pub(super) fn ask() -> std::io::Result<Found> {
    use std::io::Write;
    use std::time::{Duration, Instant};

    use super::replies::{Piece, is_answer, take};

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
        let mut more = read(&mut waiting, limit.saturating_sub(asked.elapsed()));
        let mut all = false;
        while let Some(piece) = take(&mut waiting, false) {
            match piece {
                Piece::Order(state) => found.answers.order = Some(state),
                Piece::Name(name) => found.answers.name = Some(name),
                Piece::Ground(ground) => found.answers.ground = Some(ground),
                Piece::Key(event) => found.keys.push(event),
                Piece::Noise => {}
                Piece::Attributes => (more, all) = (false, true),
            }
        }
        if !more {
            if !all || found.answers.ground.is_none() || is_answer(&waiting) {
                found.late = Late::owed(Instant::now(), &waiting);
            }
            found.keys.extend(rest(&mut waiting));
            return Ok(found);
        }
    }
}

/// The keys in the bytes that are left.
#[cfg(unix)]
fn rest(waiting: &mut Vec<u8>) -> Vec<KeyEvent> {
    use super::replies::{Piece, take};
    let pieces = std::iter::from_fn(|| take(waiting, true));
    pieces.filter_map(|piece| if let Piece::Key(event) = piece { Some(event) } else { None }).collect()
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
pub(super) fn ask() -> std::io::Result<Found> {
    Ok(Found::default())
}
