//! Measurements and how they are printed.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Prints a line of the table as soon as it is known.
pub(crate) fn row(what: &str, budget: &str, measured: &str) {
    println!("| {what} | {budget} | {measured} |");
}

pub(crate) fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}

/// `12.3 MB/s`.
pub(crate) fn speed(bytes: u64, time: Duration) -> String {
    format!("{:.1} MB/s", bytes as f64 / 1e6 / time.as_secs_f64())
}

/// The median and the 99th percentile.
pub(crate) fn percentiles(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    (at(50), at(99))
}

/// The cost of one run of a program.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) clock: Duration,
    /// Processor time of all threads; `None` where the system does not report it.
    pub(crate) processor: Option<Duration>,
    /// The maximum of resident memory in bytes.
    pub(crate) memory: Option<u64>,
}

impl Taken {
    /// The processor time, or the elapsed time where there is none.
    pub(crate) fn time(&self) -> Duration {
        self.processor.unwrap_or(self.clock)
    }

    /// `clock 2.10 s, processor 4.01 s, 21 MB`.
    pub(crate) fn summary(&self) -> String {
        let processor = self.processor.map_or_else(|| "?".to_owned(), seconds);
        let memory = self.memory.map_or_else(|| "memory ?".to_owned(), megabytes);
        format!("clock {}, processor {processor}, {memory}", seconds(self.clock))
    }
}

/// Runs a program and measures it.
pub(crate) fn run(command: &mut Command) -> Option<(Taken, ExitStatus)> {
    let begun = Instant::now();
    let mut child = command.spawn().ok()?;
    let mut taken = Taken { clock: Duration::ZERO, processor: None, memory: None };
    // The system reports on a process until its parent waits for it, even after its end.
    while let Some(ended) = ended(child.id()) {
        taken.processor = processor(child.id()).or(taken.processor);
        taken.memory = memory(child.id()).map(|(_, most)| most).or(taken.memory);
        if ended {
            break;
        }
        thread::sleep(Duration::from_millis(2));
    }
    let status = child.wait().ok()?;
    taken.clock = begun.elapsed();
    Some((taken, status))
}

/// The fields of `/proc/PID/stat` after the program's name.
fn stat(process: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.split_whitespace().map(str::to_owned).collect())
}

/// True if the process has ended and its parent has not waited for it.
fn ended(process: u32) -> Option<bool> {
    Some(stat(process)?.first()? == "Z")
}

/// The user and system time of a process: all threads in hundredths of a second, or the live threads in nanoseconds,
/// whichever is more.
pub(crate) fn processor(process: u32) -> Option<Duration> {
    let fields = stat(process)?;
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let all = Duration::from_millis(10 * (ticks(11)? + ticks(12)?));
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let time = |path: PathBuf| -> Option<u64> {
        fs::read_to_string(path.join("schedstat")).ok()?.split_whitespace().next()?.parse().ok()
    };
    let living = Duration::from_nanos(threads.filter_map(|thread| time(thread.path())).sum());
    Some(all.max(living))
}

/// The resident memory of a process in bytes: now, and the maximum so far.
pub(crate) fn memory(process: u32) -> Option<(u64, u64)> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let bytes = |key: &str| {
        let line = status.lines().find(|line| line.starts_with(key))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
    };
    Some((bytes("VmRSS:")?, bytes("VmHWM:")?))
}
