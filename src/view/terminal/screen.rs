//! Taking the terminal and giving it back.

use std::io::{self, Stdout, Write, stdout};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::buffer::Buffer;

use super::canvas::Canvas;
use super::probe::{self, Found};
use super::{Answers, Bidi, Switches};

/// With which switches the terminal is ours at the moment. The panic hook and the screen's end both give it back, once.
static TAKEN: Mutex<Option<Switches>> = Mutex::new(None);

/// The terminal while it is ours. Dropping it gives it back.
pub(crate) struct Screen {
    canvas: Canvas<Stdout>,
    /// To take it again, once it was given back for a while.
    #[cfg(unix)]
    switches: Switches,
    /// Did we ask for the mouse?
    mouse: bool,
    /// Does U+200E follow each letter?
    marks: bool,
}

/// For a terminal that is empty. Made anew at each resize: the size is asked of the system, never of the terminal, whose
/// answer would be read by the thread that reads keys.
fn canvas() -> io::Result<Canvas<Stdout>> {
    let (columns, rows) = crossterm::terminal::size()?;
    Ok(Canvas::new(columns, rows, stdout()))
}

impl Screen {
    /// Takes the terminal: asks it what it is, chooses its switches and enters.
    pub(crate) fn take(bidi: Bidi) -> io::Result<(Self, Found)> {
        let variable = |name: &str| std::env::var(name).ok();
        enable_raw_mode()?;
        // Until all of it has succeeded, a failure half-way gives back what was taken.
        own(Switches::new(bidi, &Answers::default(), variable));
        let found = probe::ask().inspect_err(|_| give_back())?;
        let switches = Switches::new(bidi, &found.answers, variable);
        enter(switches, &mut stdout()).inspect_err(|_| give_back())?;
        // crossterm begins to listen for resizes when it is first asked for events: no later than the size is taken,
        // or a resize in between would be missed. It keeps what it finds.
        crossterm::event::poll(Duration::ZERO).inspect_err(|_| give_back())?;
        let canvas = canvas().inspect_err(|_| give_back())?;
        let marks = bidi == Bidi::AppWithMarks;
        #[cfg(unix)]
        let screen = Self { canvas, switches, mouse: false, marks };
        #[cfg(not(unix))]
        let screen = Self { canvas, mouse: false, marks };
        Ok((screen, found))
    }

    /// Columns and rows.
    pub(crate) const fn size(&self) -> (u16, u16) {
        self.canvas.size()
    }

    /// The window has another size: forgets what is on it and clears it. Clearing also makes VTE mark its new rows as
    /// being in visual order.
    pub(crate) fn resize(&mut self) -> io::Result<()> {
        execute!(stdout(), Clear(ClearType::All))?;
        self.canvas = canvas()?;
        Ok(())
    }

    /// Draws a frame: only what changed is sent, in one write, shown at once where the terminal can.
    pub(crate) fn draw(&mut self, paint: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        let marks = self.marks;
        self.canvas.draw(|buffer| {
            paint(buffer);
            if marks {
                mark_letters(buffer);
            }
        })
    }

    /// Asks for the mouse, or leaves it to the terminal.
    pub(crate) fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
    }

    /// Gives the terminal back for a while.
    #[cfg(unix)]
    pub(crate) fn leave(&self) {
        give_back();
    }

    /// Takes it again, and forgets what was on it.
    #[cfg(unix)]
    pub(crate) fn retake(&mut self) -> io::Result<()> {
        enter(self.switches, &mut stdout())?;
        self.canvas = canvas()?;
        if self.mouse { self.set_mouse(true) } else { Ok(()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Behind each letter the mark that keeps a reordering terminal from moving it: to the bidi algorithm no two letters
/// touch any more. ASCII needs none: it holds no right-to-left letter, and between marks its signs stay where they are.
pub fn mark_letters(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let marked = format!("{}\u{200E}", cell.symbol());
            cell.set_symbol(&marked);
        }
    }
}

fn own(switches: Switches) {
    *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(switches);
}

/// The order matters on VTE: reordering off, then the alternate screen, then clear it.
fn enter(switches: Switches, out: &mut impl Write) -> io::Result<()> {
    enable_raw_mode()?;
    own(switches);
    enter_bytes(switches, out)
}

fn enter_bytes(switches: Switches, out: &mut impl Write) -> io::Result<()> {
    out.write_all(switches.off().as_bytes())?;
    execute!(out, EnterAlternateScreen, Clear(ClearType::All), DisableLineWrap, Hide, EnableBracketedPaste)
}

fn leave_bytes(switches: Switches, out: &mut impl Write) -> io::Result<()> {
    // One command that fails must not keep the others back: on Windows, giving back a mouse that was never taken does.
    let _ = queue!(out, DisableMouseCapture);
    queue!(out, EndSynchronizedUpdate, DisableBracketedPaste, EnableLineWrap, LeaveAlternateScreen, Show)?;
    out.write_all(switches.on().as_bytes())?;
    out.flush()
}

/// Gives the terminal back if it is ours. What fails here has nowhere to be told.
pub(crate) fn give_back() {
    let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(switches) = taken {
        let _ = leave_bytes(switches, &mut stdout());
        let _ = disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn reordering_is_off_before_the_alternate_screen_and_on_after_it() {
        let switches = Switches::new(Bidi::Auto, &Answers::default(), |_| None);
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
        // What is pasted comes bracketed, and no longer once the terminal is someone else's.
        assert!(entered.contains("\x1b[?2004h") && at(&left, "\x1b[?2004l") < at(&left, "\x1b[?1049l"));
    }

    /// The one place where a format character is written, and only when it is asked for.
    #[test]
    fn marks_follow_letters_and_take_no_cell() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 5, 1));
        let before = buffer.clone();
        for (x, symbol) in ["ﻡ\u{64E}", "(", "😀", " ", "│"].iter().enumerate() {
            buffer.content[x].set_symbol(symbol);
        }
        mark_letters(&mut buffer);
        let marked: Vec<&str> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(marked, ["ﻡ\u{64E}\u{200E}", "(", "😀\u{200E}", " ", "│\u{200E}"]);
        let sent = before.diff(&buffer).into_iter().map(|(x, _, _)| x).collect::<Vec<u16>>();
        assert_eq!(sent, [0, 1, 2, 4], "the cell behind the wide one is not sent");
    }
}
