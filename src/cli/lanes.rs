//! Work on a stream by several threads, in order and in constant memory.
//!
//! Batches are dealt to the threads in turn, and their results taken back in the same turn: so the order is kept without
//! a place where results wait to be sorted. All queues are bounded: a reader that is ahead waits.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;

/// Batches that wait in each queue.
const AHEAD: usize = 4;

/// Bytes that make a batch, about, and things.
const BATCH: usize = 64 * 1024;
const COUNT: usize = 256;

/// Where what is read goes.
pub(super) struct Feed<T> {
    lanes: Vec<SyncSender<Vec<T>>>,
    next: usize,
    batch: Vec<T>,
    bytes: usize,
}

impl<T> Feed<T> {
    /// Adds something of so many bytes; with `now`, nothing is waited for.
    pub(super) fn push(&mut self, thing: T, bytes: usize, now: bool) -> io::Result<()> {
        self.batch.push(thing);
        self.bytes += bytes;
        if now || self.bytes >= BATCH || self.batch.len() >= COUNT { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> io::Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        let lane = self.next % self.lanes.len().max(1);
        self.next += 1;
        let batch = std::mem::take(&mut self.batch);
        // Who takes results has left: nothing more is wanted.
        let left = || io::Error::from(io::ErrorKind::BrokenPipe);
        self.lanes.get(lane).ok_or_else(left)?.send(batch).map_err(|_| left())
    }
}

/// Results in the order of what was read.
pub(super) struct Results<U> {
    lanes: Vec<Receiver<Vec<U>>>,
    next: usize,
}

impl<U> Results<U> {
    /// The next ones; `idle` is called before they are waited for. `None` at the end.
    pub(super) fn next(&mut self, idle: impl FnOnce() -> io::Result<()>) -> io::Result<Option<Vec<U>>> {
        let Some(lane) = self.lanes.get(self.next % self.lanes.len().max(1)) else { return Ok(None) };
        let results = match lane.try_recv() {
            Ok(results) => Some(results),
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => {
                idle()?;
                lane.recv().ok()
            }
        };
        self.next += 1;
        Ok(results)
    }
}

/// Lets `read` feed so many threads that do `work`. The threads are not waited for: whoever drops the results leaves.
pub(super) fn spawn<T: Send + 'static, U: Send + 'static>(
    jobs: usize,
    read: impl FnOnce(&mut Feed<T>) -> io::Result<()> + Send + 'static,
    work: impl Fn(T) -> U + Send + Sync + 'static,
) -> io::Result<Results<U>> {
    let work = Arc::new(work);
    let mut feed = Feed { lanes: Vec::new(), next: 0, batch: Vec::new(), bytes: 0 };
    let mut results = Results { lanes: Vec::new(), next: 0 };
    for _ in 0..jobs.max(1) {
        let (to_lane, batches) = sync_channel::<Vec<T>>(AHEAD);
        let (to_results, done) = sync_channel::<Vec<U>>(AHEAD);
        let work = Arc::clone(&work);
        let lane = move || {
            for batch in batches {
                if to_results.send(batch.into_iter().map(&*work).collect()).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("lane".to_owned()).spawn(lane)?;
        feed.lanes.push(to_lane);
        results.lanes.push(done);
    }
    let reader = move || {
        // It fails only when nobody takes results any more.
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
    fn results_come_in_order_and_no_more_is_read_than_fits() {
        for jobs in [1, 2, 3, 7] {
            let read = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&read);
            let feed = move |feed: &mut Feed<usize>| {
                (0..100_000).try_for_each(|number| {
                    count.fetch_add(1, Ordering::Relaxed);
                    feed.push(number, 400, false)
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
    fn what_must_not_wait_is_sent_at_once() {
        let (asked, questions) = std::sync::mpsc::channel::<u32>();
        let feed = move |feed: &mut Feed<u32>| questions.into_iter().try_for_each(|one| feed.push(one, 1, true));
        let mut results = spawn(3, feed, |number| number + 1).unwrap();
        for number in 0..10 {
            asked.send(number).unwrap();
            assert_eq!(results.next(|| Ok(())).unwrap(), Some(vec![number + 1]));
        }
        drop(asked);
        assert_eq!(results.next(|| Ok(())).unwrap(), None);
    }
}
