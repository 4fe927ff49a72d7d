//! The clipboard of the system, beside the one that the terminal may have (OSC 52): many terminals have none, or switch it
//! off.

#[cfg(feature = "clipboard")]
use std::sync::mpsc::{Sender, channel};

#[cfg(feature = "clipboard")]
use super::threads::start_thread;

/// The clipboard of the system. Its thread is started by the first copy; on X11 it serves the text for as long as the
/// program runs.
#[derive(Debug, Default)]
pub(super) struct Clipboard {
    #[cfg(feature = "clipboard")]
    thread: Option<Sender<String>>,
}

impl Clipboard {
    /// Puts a text on the clipboard, if there is a display. A failure is not reported: the terminal has got the text too.
    #[cfg(feature = "clipboard")]
    pub(super) fn set(&mut self, text: String) {
        if !has_display() {
            return;
        }
        if self.thread.is_none() {
            self.thread = start_clipboard_thread().ok();
        }
        if let Some(thread) = &self.thread {
            let _ = thread.send(text);
        }
    }

    /// Without the feature, only the terminal gets the text.
    #[cfg(not(feature = "clipboard"))]
    pub(super) fn set(&mut self, _text: String) {}
}

/// Starts the thread that has the clipboard. A display that does not answer must not hold up the workbench.
#[cfg(feature = "clipboard")]
fn start_clipboard_thread() -> std::io::Result<Sender<String>> {
    let (texts, waiting) = channel::<String>();
    start_thread("clipboard", move || {
        let Ok(mut clipboard) = arboard::Clipboard::new() else { return };
        for text in waiting {
            let _ = clipboard.set_text(text);
        }
    })?;
    Ok(texts)
}

/// True if this program can reach a display: always on macOS and Windows, elsewhere if a variable names one.
#[cfg(feature = "clipboard")]
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
