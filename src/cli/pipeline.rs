//! Work on a stream by several threads, in order and in constant memory.
//!
//! Batches go to the threads in turn, and their results are taken back in the same turn, so the order is kept without
//! sorting. All queues are bounded: a reader that is too far ahead waits.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;

/// The number of batches that wait in each queue.
const AHEAD: usize = 4;

/// A batch is sent when it has this many bytes or items.
const BATCH_BYTES: usize = 64 * 1024;
const BATCH_ITEMS: usize = 256;

/// When an item is sent to its thread.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sending {
    /// At once: the reader may wait for more input.
    Now,
    /// When its batch is full.
    InBatch,
}

/// Sends what is read to the threads.
pub(super) struct Feed<T> {
    threads: Vec<SyncSender<Vec<T>>>,
    next: usize,
    batch: Vec<T>,
    bytes: usize,
}

impl<T> Feed<T> {
    /// Adds an item with this many bytes.
    ///
    /// # Errors
    /// When the receiver of results has ended.
    pub(super) fn push(&mut self, item: T, bytes: usize, sending: Sending) -> io::Result<()> {
        self.batch.push(item);
        self.bytes += bytes;
        let is_full = self.bytes >= BATCH_BYTES || self.batch.len() >= BATCH_ITEMS;
        if sending == Sending::Now || is_full { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> io::Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        let thread = self.next % self.threads.len().max(1);
        self.next += 1;
        let batch = std::mem::take(&mut self.batch);
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        self.threads.get(thread).ok_or_else(closed)?.send(batch).map_err(|_| closed())
    }
}

/// The results, in the order of what was read.
pub(super) struct Results<U> {
    threads: Vec<Receiver<Vec<U>>>,
    next: usize,
}

impl<U> Results<U> {
    /// The results of the next batch; `None` at the end. Calls `before_waiting` if they are not ready.
    pub(super) fn next(&mut self, before_waiting: impl FnOnce() -> io::Result<()>) -> io::Result<Option<Vec<U>>> {
        let Some(thread) = self.threads.get(self.next % self.threads.len().max(1)) else { return Ok(None) };
        let results = match thread.try_recv() {
            Ok(results) => Some(results),
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => {
                before_waiting()?;
                thread.recv().ok()
            }
        };
        self.next += 1;
        Ok(results)
    }
}

/// Starts a thread for `read`, which feeds `jobs` threads for `work`. When the results are dropped, all threads end.
pub(super) fn spawn<T: Send + 'static, U: Send + 'static>(
    jobs: usize,
    read: impl FnOnce(&mut Feed<T>) -> io::Result<()> + Send + 'static,
    work: impl Fn(T) -> U + Send + Sync + 'static,
) -> io::Result<Results<U>> {
    let work = Arc::new(work);
    let mut feed = Feed { threads: Vec::new(), next: 0, batch: Vec::new(), bytes: 0 };
    let mut results = Results { threads: Vec::new(), next: 0 };
    for _ in 0..jobs.max(1) {
        let (batch_sender, batches) = sync_channel::<Vec<T>>(AHEAD);
        let (result_sender, batch_results) = sync_channel::<Vec<U>>(AHEAD);
        let work = Arc::clone(&work);
        let run = move || {
            for batch in batches {
                if result_sender.send(batch.into_iter().map(&*work).collect()).is_err() {
                    return;
                }
            }
        };
        match thread::Builder::new().name("work".to_owned()).spawn(run) {
            Ok(_) => {}
            // The system gives no more threads: those that there are do the work.
            Err(_) if !feed.threads.is_empty() => break,
            Err(error) => return Err(error),
        }
        feed.threads.push(batch_sender);
        results.threads.push(batch_results);
    }
    let reader = move || {
        // This fails only when the receiver of results has ended.
        let _ = read(&mut feed).and_then(|()| feed.send());
    };
    thread::Builder::new().name("reader".to_owned()).spawn(reader)?;
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_and_reading_is_bounded() {
        for jobs in [1, 2, 3, 7] {
            let read = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&read);
            let feed = move |feed: &mut Feed<usize>| {
                (0..100_000).try_for_each(|number| {
                    count.fetch_add(1, Ordering::Relaxed);
                    feed.push(number, 400, Sending::InBatch)
                })
            };
            let mut results = spawn(jobs, feed, |number| number * 2).unwrap();
            let mut expected = 0;
            while let Some(batch) = results.next(|| Ok(())).unwrap() {
                for result in batch {
                    assert_eq!(result, expected * 2);
                    expected += 1;
                }
                let ahead = read.load(Ordering::Relaxed) - expected;
                assert!(ahead <= jobs * (2 * AHEAD + 3) * 200, "{jobs}: {ahead}");
            }
            assert_eq!(expected, 100_000);
        }
    }

    #[test]
    fn items_that_must_not_wait_are_sent_at_once() {
        let (asked, questions) = std::sync::mpsc::channel::<u32>();
        let feed =
            move |feed: &mut Feed<u32>| questions.into_iter().try_for_each(|one| feed.push(one, 1, Sending::Now));
        let mut results = spawn(3, feed, |number| number + 1).unwrap();
        for number in 0..10 {
            asked.send(number).unwrap();
            assert_eq!(results.next(|| Ok(())).unwrap(), Some(vec![number + 1]));
        }
        drop(asked);
        assert_eq!(results.next(|| Ok(())).unwrap(), None);
    }
}
