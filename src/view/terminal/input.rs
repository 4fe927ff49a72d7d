//! Reads keys, pastes, mouse events and resizes from the terminal.

use std::collections::VecDeque;
use std::io;
use std::time::Instant;

use crossterm::event::{self, Event, KeyEvent};

use crate::workbench::{Key, Mouse};

use super::keys::{workbench_key, workbench_mouse};
use super::late::LateReplies;

/// Something that the user did at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The window has this many columns and rows now.
    Resize(u16, u16),
}

impl Input {
    /// Translates an event; `None` for one that the workbench does not use.
    fn from_event(event: Event) -> Option<Self> {
        match event {
            Event::Key(event) => workbench_key(event).map(Self::Key),
            Event::Paste(text) => Some(Self::Paste(text)),
            Event::Mouse(event) => workbench_mouse(event).map(Self::Mouse),
            Event::Resize(columns, rows) => Some(Self::Resize(columns, rows)),
            Event::FocusGained | Event::FocusLost => None,
        }
    }
}

/// Reads what the user does. Late replies of the terminal are filtered out.
#[derive(Debug)]
pub struct InputReader {
    late: LateReplies,
    /// Inputs that are known and not yet returned.
    ready: VecDeque<Input>,
}

impl InputReader {
    /// Begins with the keys that were typed during the probe.
    pub(super) fn new(keys: Vec<KeyEvent>, late: LateReplies) -> Self {
        Self { late, ready: keys.into_iter().filter_map(workbench_key).map(Input::Key).collect() }
    }

    /// Waits for the next input.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn read(&mut self) -> io::Result<Input> {
        loop {
            if let Some(input) = self.ready.pop_front() {
                return Ok(input);
            }
            let events = match self.late.hold_time() {
                Some(time) if !event::poll(time).unwrap_or(true) => vec![self.late.release_key()],
                _ => self.late.filter_event(event::read()?, Instant::now()),
            };
            self.ready.extend(events.into_iter().filter_map(Input::from_event));
        }
    }
}
