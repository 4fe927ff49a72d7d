//! Taking the terminal and giving it back.

use std::io::{self, BufWriter, Stdout, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate,
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::Switches;

/// A whole frame of the largest usual window fits, so that it leaves in one write.
const FRAME_BYTES: usize = 256 * 1024;

/// Is the terminal ours at the moment? The panic hook and the screen's end both give it back, once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours. Dropping it gives it back.
pub(super) struct Screen {
    frames: Frames,
    switches: Switches,
    /// Did we ask for the mouse?
    mouse: bool,
}

type Frames = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Frames for a screen that is empty. The viewport is fixed and made anew at each resize: ratatui's own resizing asks
/// the terminal where its cursor is, and the answer would be read by the thread that reads keys.
fn frames() -> io::Result<Frames> {
    let (columns, rows) = crossterm::terminal::size()?;
    let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, stdout()));
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    Terminal::with_options(backend, TerminalOptions { viewport })
}

impl Screen {
    /// Takes the terminal.
    pub(super) fn take(switches: Switches) -> io::Result<Self> {
        // Until all of it has succeeded, a failure half-way gives back what was taken.
        if let Err(error) = enter(switches, &mut stdout()) {
            give_back(switches);
            return Err(error);
        }
        let frames = frames().inspect_err(|_| give_back(switches))?;
        Ok(Self { frames, switches, mouse: false })
    }

    /// Columns and rows.
    pub(super) fn size(&mut self) -> (u16, u16) {
        let area = self.frames.get_frame().area();
        (area.width, area.height)
    }

    /// The window has another size: forgets what is on it and clears it. Clearing also makes VTE mark its new rows as
    /// being in visual order.
    pub(super) fn resize(&mut self) -> io::Result<()> {
        execute!(stdout(), Clear(ClearType::All))?;
        self.frames = frames()?;
        Ok(())
    }

    /// Draws a frame: only what changed is sent, in one write, shown at once where the terminal can.
    pub(super) fn draw(&mut self, paint: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        queue!(self.frames.backend_mut(), BeginSynchronizedUpdate)?;
        self.frames.draw(|frame| paint(frame.buffer_mut()))?;
        execute!(self.frames.backend_mut(), EndSynchronizedUpdate)
    }

    /// Asks for the mouse, or leaves it to the terminal.
    pub(super) fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave(&self) {
        give_back(self.switches);
    }

    /// Takes it again, and forgets what was on it.
    pub(super) fn retake(&mut self) -> io::Result<()> {
        enter(self.switches, &mut stdout())?;
        self.frames = frames()?;
        self.set_mouse(self.mouse)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back(self.switches);
    }
}

/// The order matters on VTE: reordering off, then the alternate screen, then clear it.
fn enter(switches: Switches, out: &mut impl Write) -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    enter_bytes(switches, out)
}

fn enter_bytes(switches: Switches, out: &mut impl Write) -> io::Result<()> {
    out.write_all(switches.off().as_bytes())?;
    execute!(out, EnterAlternateScreen, Clear(ClearType::All), DisableLineWrap, Hide)
}

fn leave_bytes(switches: Switches, out: &mut impl Write) -> io::Result<()> {
    queue!(out, EndSynchronizedUpdate, DisableMouseCapture, EnableLineWrap, LeaveAlternateScreen, Show)?;
    out.write_all(switches.on().as_bytes())?;
    out.flush()
}

/// Gives the terminal back if it is ours. What fails here has nowhere to be told.
pub(super) fn give_back(switches: Switches) {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = leave_bytes(switches, &mut stdout());
        let _ = disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reordering_is_off_before_the_alternate_screen_and_on_after_it() {
        let switches = Switches::default();
        let mut bytes = Vec::new();
        enter_bytes(switches, &mut bytes).unwrap();
        let entered = String::from_utf8(bytes).unwrap();
        let at = |text: &str, part: &str| text.find(part).unwrap_or_else(|| panic!("{part:?} in {text:?}"));
        assert!(at(&entered, "\x1b[8l") < at(&entered, "\x1b[?1049h"));
        assert!(at(&entered, "\x1b[?1049h") < at(&entered, "\x1b[2J"));

        let mut bytes = Vec::new();
        leave_bytes(switches, &mut bytes).unwrap();
        let left = String::from_utf8(bytes).unwrap();
        assert!(at(&left, "\x1b[?1049l") < at(&left, "\x1b[8h"));
        assert!(left.contains("\x1b[?25h") && left.contains("\x1b[?7h"));
    }
}
