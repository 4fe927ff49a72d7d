//! Signals: events for the loop, and a clean end for commands that print.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::event::EventSender;

/// Starts the thread that sends signals to the loop.
///
/// # Errors
/// If the system refuses it.
#[cfg(unix)]
pub(super) fn start_signals(to: EventSender) -> io::Result<()> {
    use super::event::Event;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    super::threads::start_thread("signals", move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGTSTP => Event::Stop,
                SIGCONT => Event::Continued,
                other => Event::Terminate(other),
            };
            if to.send_event(event).is_err() {
                return;
            }
        }
    })
}

/// Outside of Unix the console ends the program itself.
#[cfg(not(unix))]
pub(super) fn start_signals(_to: EventSender) -> io::Result<()> {
    Ok(())
}

/// The signal that has asked a printing command to end, if one has. The command stops writing, and can still give the
/// terminal back. A second signal ends the program at once.
#[derive(Debug, Clone, Default)]
pub struct Signals(Arc<AtomicUsize>);

impl Signals {
    /// Begins to watch for SIGINT, SIGTERM and SIGHUP. Outside of Unix nothing is watched.
    ///
    /// # Errors
    /// If the system refuses it.
    pub fn watch() -> io::Result<Self> {
        let signals = Self::default();
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
            use signal_hook::flag;
            let received = Arc::new(std::sync::atomic::AtomicBool::new(false));
            for signal in [SIGINT, SIGTERM, SIGHUP] {
                // The first signal sets the flag; the second one finds it set, and ends the program.
                flag::register_conditional_default(signal, Arc::clone(&received))?;
                flag::register(signal, Arc::clone(&received))?;
                let number = usize::try_from(signal).map_err(io::Error::other)?;
                flag::register_usize(signal, Arc::clone(&signals.0), number)?;
            }
        }
        Ok(signals)
    }

    /// Returns the number of the signal that was received.
    #[must_use]
    pub fn received(&self) -> Option<i32> {
        i32::try_from(self.0.load(Ordering::SeqCst)).ok().filter(|signal| *signal != 0)
    }

    /// Returns a writer that fails as soon as a signal was received.
    pub fn stop_writing<W: Write>(&self, out: W) -> StoppableWriter<'_, W> {
        StoppableWriter { out, signals: self }
    }
}

/// A writer that fails as soon as a signal was received; see [`Signals::stop_writing`].
#[derive(Debug)]
pub struct StoppableWriter<'a, W> {
    /// The writer behind it, which does not fail.
    pub out: W,
    signals: &'a Signals,
}

impl<W: Write> Write for StoppableWriter<'_, W> {
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
