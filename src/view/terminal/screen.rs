//! Takes the terminal and gives it back.

use std::io::{self, Stdout, Write, stdout};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::buffer::Buffer;

use super::canvas::Canvas;
#[cfg(unix)]
use super::guard::TerminalGuard;
use super::input::InputReader;
use super::probe::{TerminalInfo, probe_terminal};
use super::switches::{Bidi, BidiSwitches};

/// The switches with which the terminal is taken at the moment; `None` while it is not ours. The panic hook and the end of
/// [`Screen`] both give it back; the one that comes first empties this.
static TAKEN: Mutex<Option<BidiSwitches>> = Mutex::new(None);

/// The terminal while it is ours. Dropping it gives the terminal back.
pub struct Screen {
    canvas: Canvas<Stdout>,
    /// The switches, for taking the terminal again after it was given back for a while.
    #[cfg(unix)]
    switches: BidiSwitches,
    mouse: MouseCapture,
    letters: LetterMarks,
    /// Gives the terminal back if this process cannot.
    #[cfg(unix)]
    _guard: Option<TerminalGuard>,
}

/// A terminal that was just taken.
pub struct TakenTerminal {
    /// For drawing.
    pub screen: Screen,
    /// The replies of the terminal to questions about itself.
    pub info: TerminalInfo,
    /// For reading keys. The keys that were typed meanwhile come first.
    pub input: InputReader,
}

/// The receiver of mouse events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseCapture {
    /// The workbench.
    On,
    /// The terminal: it selects and copies text.
    Off,
}

/// The marks between letters: U+200E after each letter, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LetterMarks {
    None,
    Lrm,
}

impl Screen {
    /// Takes the terminal: asks it about itself, chooses its switches and enters the alternate screen.
    ///
    /// # Errors
    /// If the terminal cannot be read from or written to. It is given back then.
    pub fn take(bidi: Bidi) -> io::Result<TakenTerminal> {
        let variable = |name: &str| std::env::var(name).ok();
        enable_raw_mode()?;
        // Until the terminal is taken completely, an error gives back what was taken so far.
        remember_taken(BidiSwitches::new(bidi, &TerminalInfo::default(), variable));
        let probed = probe_terminal().inspect_err(|_| give_back())?;
        let switches = BidiSwitches::new(bidi, &probed.info, variable);
        enter(switches, &mut stdout()).inspect_err(|_| give_back())?;
        // crossterm begins to watch for resizes when it is first asked for events. Ask before the size is read, or a resize
        // in between would be missed. crossterm keeps the events that it finds.
        crossterm::event::poll(Duration::ZERO).inspect_err(|_| give_back())?;
        let canvas = empty_canvas().inspect_err(|_| give_back())?;
        let letters = if bidi == Bidi::AppWithLrm { LetterMarks::Lrm } else { LetterMarks::None };
        let screen = Self {
            canvas,
            #[cfg(unix)]
            switches,
            mouse: MouseCapture::Off,
            letters,
            #[cfg(unix)]
            _guard: start_guard(switches),
        };
        Ok(TakenTerminal { screen, info: probed.info, input: InputReader::new(probed.keys, probed.late) })
    }

    /// Returns the number of columns and rows.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        self.canvas.size()
    }

    /// Adapts to a window of another size: forgets the last frame and clears the screen. Clearing also makes VTE give its new
    /// rows the mode for visual order.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    pub fn resize(&mut self) -> io::Result<()> {
        execute!(stdout(), Clear(ClearType::All))?;
        self.canvas = empty_canvas()?;
        Ok(())
    }

    /// Draws a frame. Only the cells that have changed are sent, in one write.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        let letters = self.letters;
        self.canvas.draw(|buffer| {
            paint(buffer);
            if letters == LetterMarks::Lrm {
                add_lrm_after_letters(buffer);
            }
        })
    }

    /// Takes the mouse from the terminal, or leaves it to the terminal.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    pub fn set_mouse(&mut self, mouse: MouseCapture) -> io::Result<()> {
        self.mouse = mouse;
        match mouse {
            MouseCapture::On => execute!(stdout(), EnableMouseCapture),
            MouseCapture::Off => execute!(stdout(), DisableMouseCapture),
        }
    }

    /// Gives a text to the terminal's clipboard (OSC 52). Whether the terminal takes it, it does not say. tmux passes it on
    /// with `set -g set-clipboard on`.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the terminal back for a while.
    #[cfg(unix)]
    pub fn leave(&self) {
        give_back();
    }

    /// Takes the terminal again after [`Self::leave`], or after another program has drawn on it. The next frame is sent
    /// completely.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    #[cfg(unix)]
    pub fn take_again(&mut self) -> io::Result<()> {
        enter(self.switches, &mut stdout())?;
        self.canvas = empty_canvas()?;
        if self.mouse == MouseCapture::On { self.set_mouse(MouseCapture::On) } else { Ok(()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Returns the canvas of an empty terminal. A new one is made after each resize. The size is asked of the system, never of
/// the terminal: its reply would reach the thread that reads keys.
fn empty_canvas() -> io::Result<Canvas<Stdout>> {
    let (columns, rows) = drawn_size(crossterm::terminal::size()?);
    Ok(Canvas::new(columns, rows, stdout()))
}

/// The most columns of a frame.
const MAX_COLUMNS: u16 = 2_000;
/// The most cells of a frame. A frame of this size takes about 60 MB.
const MAX_CELLS: u32 = 500_000;

/// The part of the window that is drawn, from its top left corner: a window of 65,535 columns and rows, as a faulty program
/// reports it, must not fill the memory.
fn drawn_size((columns, rows): (u16, u16)) -> (u16, u16) {
    let columns = columns.min(MAX_COLUMNS);
    let most = u16::try_from(MAX_CELLS / u32::from(columns.max(1))).unwrap_or(u16::MAX);
    (columns, rows.min(most))
}

/// Puts U+200E after each letter, so that a terminal that reorders does not move it: for the bidirectional algorithm no two
/// letters are neighbours then. ASCII needs none: it has no right-to-left letter, and between the marks its signs stay in
/// place.
pub fn add_lrm_after_letters(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let with_lrm = format!("{}\u{200E}", cell.symbol());
            cell.set_symbol(&with_lrm);
        }
    }
}

fn remember_taken(switches: BidiSwitches) {
    *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(switches);
}

/// Enters raw mode and the alternate screen.
fn enter(switches: BidiSwitches, out: &mut impl Write) -> io::Result<()> {
    enable_raw_mode()?;
    remember_taken(switches);
    write_entering(switches, out)
}

/// VTE needs this order: reordering off, then the alternate screen, then clear it.
fn write_entering(switches: BidiSwitches, out: &mut impl Write) -> io::Result<()> {
    out.write_all(switches.turn_off().as_bytes())?;
    execute!(out, EnterAlternateScreen, Clear(ClearType::All), DisableLineWrap, Hide, EnableBracketedPaste)
}

fn write_leaving(switches: BidiSwitches, out: &mut impl Write) -> io::Result<()> {
    // A command that fails must not prevent the others. On Windows, giving back a mouse that was not taken fails.
    let _ = queue!(out, DisableMouseCapture);
    queue!(out, EndSynchronizedUpdate, DisableBracketedPaste, EnableLineWrap, LeaveAlternateScreen, Show)?;
    out.write_all(switches.turn_on().as_bytes())?;
    out.flush()
}

/// Starts the guard that gives the terminal back if this process cannot.
#[cfg(unix)]
fn start_guard(switches: BidiSwitches) -> Option<TerminalGuard> {
    let mut leaving = Vec::new();
    write_leaving(switches, &mut leaving).ok()?;
    TerminalGuard::start(&leaving)
}

/// Gives the terminal back if it is ours. Errors are ignored: there is no place left to show them.
pub fn give_back() {
    let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(switches) = taken {
        let _ = write_leaving(switches, &mut stdout());
        let _ = disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn reordering_is_off_before_the_alternate_screen_and_on_after_it() {
        let switches = BidiSwitches::new(Bidi::Auto, &TerminalInfo::default(), |_| None);
        let mut bytes = Vec::new();
        write_entering(switches, &mut bytes).unwrap();
        let entered = String::from_utf8(bytes).unwrap();
        let at = |text: &str, part: &str| text.find(part).unwrap_or_else(|| panic!("{part:?} in {text:?}"));
        assert!(at(&entered, "\x1b[8l") < at(&entered, "\x1b[?1049h"));
        assert!(at(&entered, "\x1b[?1049h") < at(&entered, "\x1b[2J"));

        let mut bytes = Vec::new();
        write_leaving(switches, &mut bytes).unwrap();
        let left = String::from_utf8(bytes).unwrap();
        assert!(at(&left, "\x1b[?1049l") < at(&left, "\x1b[8h"));
        assert!(left.contains("\x1b[?25h") && left.contains("\x1b[?7h"));
        // Bracketed paste is on while the terminal is ours, and off before it is given back.
        assert!(entered.contains("\x1b[?2004h") && at(&left, "\x1b[?2004l") < at(&left, "\x1b[?1049l"));
    }

    #[test]
    fn a_frame_has_a_bounded_size() {
        for (window, drawn) in [
            ((0, 0), (0, 0)),
            ((80, 24), (80, 24)),
            ((1_000, 400), (1_000, 400)),
            ((u16::MAX, u16::MAX), (2_000, 250)),
            ((1, u16::MAX), (1, u16::MAX)),
        ] {
            assert_eq!(drawn_size(window), drawn);
        }
    }

    /// This is the only place where a format character is written, and only if `--bidi app+lrm` asks for it.
    #[test]
    fn lrm_follows_letters_and_takes_no_cell() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 5, 1));
        let before = buffer.clone();
        for (x, symbol) in ["ﻡ\u{64E}", "(", "😀", " ", "│"].iter().enumerate() {
            buffer.content[x].set_symbol(symbol);
        }
        add_lrm_after_letters(&mut buffer);
        let with_lrm: Vec<&str> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(with_lrm, ["ﻡ\u{64E}\u{200E}", "(", "😀\u{200E}", " ", "│\u{200E}"]);
        let sent = before.diff(&buffer).into_iter().map(|(x, _, _)| x).collect::<Vec<u16>>();
        assert_eq!(sent, [0, 1, 2, 4], "the cell behind the wide one is not sent");
    }
}
