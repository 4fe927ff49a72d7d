//! The events that the loop waits for, and the queue that they come in.

use std::sync::mpsc::{Receiver, Sender};

use crate::workbench::Action;

/// Something that the loop has to handle.
#[derive(Debug)]
pub(super) enum Event {
    /// An action for the model. Most threads send nothing else.
    Action(Action),
    /// The window has this many columns and rows now.
    Resized(u16, u16),
    /// The terminal is gone.
    TerminalClosed,
    /// A signal asks the program to end. Its number.
    #[cfg(unix)]
    Terminate(i32),
    /// A signal asks the program to stop, as Ctrl-Z does in other programs.
    #[cfg(unix)]
    Stop,
    /// The program was stopped, and runs again.
    #[cfg(unix)]
    Continued,
}

/// Sends events to the loop. Each thread has a clone.
#[derive(Debug, Clone)]
pub(super) struct EventSender(Sender<Event>);

/// The loop has ended: a thread that gets this error ends as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LoopEnded;

impl EventSender {
    pub(super) const fn new(sender: Sender<Event>) -> Self {
        Self(sender)
    }

    /// Sends an event.
    ///
    /// # Errors
    /// If the loop has ended.
    pub(super) fn send_event(&self, event: Event) -> Result<(), LoopEnded> {
        self.0.send(event).map_err(|_| LoopEnded)
    }

    /// Sends an action for the model.
    ///
    /// # Errors
    /// If the loop has ended.
    pub(super) fn send_action(&self, action: Action) -> Result<(), LoopEnded> {
        self.send_event(Event::Action(action))
    }
}

/// Sleeps until there is an event, then returns all events that have arrived, in order; `None` if no sender is left.
/// One frame is drawn for all of them, so a key that is held down never queues frames.
pub(super) fn wait_for_events(events: &Receiver<Event>) -> Option<Vec<Event>> {
    let first = events.recv().ok()?;
    Some(std::iter::once(first).chain(events.try_iter()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn all_events_that_have_arrived_are_taken_in_order() {
        let (sender, events) = channel();
        let sender = EventSender::new(sender);
        let numbers = |arrived: Option<Vec<Event>>| -> Vec<usize> {
            let number = |event| match event {
                Event::Action(Action::ResumeAt(index)) => index,
                _ => usize::MAX,
            };
            arrived.into_iter().flatten().map(number).collect()
        };
        let send = |index| sender.send_action(Action::ResumeAt(index)).unwrap();
        (0..500).for_each(send);
        assert_eq!(numbers(wait_for_events(&events)), (0..500).collect::<Vec<usize>>());
        send(7);
        assert_eq!(numbers(wait_for_events(&events)), [7]);
        drop(sender);
        assert!(wait_for_events(&events).is_none());
    }
}
