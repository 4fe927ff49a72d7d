//! Signals to a verb that has no loop: it is asked to end, and gives the terminal back first.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Which signal asked to end. A second one ends the program at once.
#[derive(Debug, Clone, Default)]
pub struct Signals(Arc<AtomicUsize>);

impl Signals {
    /// Begins to watch for SIGINT, SIGTERM and SIGHUP; elsewhere than on Unix there is nothing to watch.
    ///
    /// # Errors
    /// When the system refuses it.
    pub fn watch() -> io::Result<Self> {
        let signals = Self::default();
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
            use signal_hook::flag;
            let asked = Arc::new(std::sync::atomic::AtomicBool::new(false));
            for signal in [SIGINT, SIGTERM, SIGHUP] {
                flag::register_conditional_default(signal, Arc::clone(&asked))?;
                flag::register(signal, Arc::clone(&asked))?;
                flag::register_usize(signal, Arc::clone(&signals.0), usize::try_from(signal).unwrap_or_default())?;
            }
        }
        Ok(signals)
    }

    /// The signal that came.
    #[must_use]
    pub fn received(&self) -> Option<i32> {
        i32::try_from(self.0.load(Ordering::SeqCst)).ok().filter(|signal| *signal != 0)
    }

    /// A writer that fails as soon as a signal has come.
    pub fn stop_writing<W: Write>(&self, out: W) -> Stopping<'_, W> {
        Stopping { out, signals: self }
    }
}

/// See [`Signals::stop_writing`].
#[derive(Debug)]
pub struct Stopping<'a, W> {
    /// What it writes to.
    pub out: W,
    signals: &'a Signals,
}

impl<W: Write> Write for Stopping<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.signals.received() {
            Some(_) => Err(io::Error::other("a signal asked to end")),
            None => self.out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
