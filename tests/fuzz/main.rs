//! Fuzzing: every reader gets real samples that were cut, spliced, doubled and filled with difficult pieces. No reader
//! may panic, hang, or use more memory than a multiple of its input.
//!
//! `cargo test --test fuzz` gives each target a thousand inputs, the same in every run. For a longer run with other
//! inputs: `TAWSIM_FUZZ_SECONDS=600 TAWSIM_FUZZ_SEED=7 cargo test --release --test fuzz -- --nocapture`. An input that
//! fails is kept in a file, and the message names it. `TAWSIM_FUZZ_TARGET=model` tries only the targets with that in
//! their names. `TAWSIM_FUZZ_SEEDS=FOLDER` only writes the samples into a folder, one folder inside for each target:
//! libFuzzer begins with them (`fuzz/`).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "a test fails by panicking, and tells figures"
)]

use std::collections::HashSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;

#[path = "../common/mod.rs"]
mod common;
mod inputs;
mod readers;
mod targets;

use inputs::{Random, input};
use targets::{Target, targets};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The most memory that a reader may use: this constant in bytes, plus this many times its input (index, words, cells,
/// copies).
const MOST: usize = 64 << 20;
const TIMES: usize = 500;

/// The longest time for an input of this size, also on a busy machine.
const HANGS: Duration = Duration::from_secs(120);

/// The number of inputs for a target if no time is given.
const INPUTS: u64 = 1000;

/// Ends the process when an input takes too long, since an endless loop cannot be left otherwise.
fn watch(since: &Arc<AtomicU64>, begun: Instant, kept: PathBuf) {
    let since = Arc::clone(since);
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            let started = Duration::from_millis(since.load(Ordering::SeqCst));
            if begun.elapsed().saturating_sub(started) > HANGS {
                println!("an input hangs: {}", kept.display());
                std::process::abort();
            }
        }
    });
}

/// Writes the samples of each target into a folder of its name.
fn write_samples(folder: &Path, targets: &[Target]) {
    for target in targets {
        let folder = folder.join(&target.name);
        fs::create_dir_all(&folder).unwrap();
        for (number, sample) in target.samples.iter().enumerate() {
            fs::write(folder.join(number.to_string()), sample).unwrap();
        }
    }
}

/// The inputs that libFuzzer found and that are kept in `fuzz/corpus`. A folder may be absent: the package has none.
fn kept_inputs(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Every reader has a target of libFuzzer, of the same name.
#[test]
fn libfuzzer_has_every_reader() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for name in readers::names() {
        let file = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).unwrap_or_default();
        assert!(file.contains(&format!("target!(\"{name}\")")), "fuzz/fuzz_targets/{name}.rs");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} in fuzz/Cargo.toml");
    }
}

#[test]
fn no_reader_panics_hangs_or_exceeds_its_memory_limit() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let (seconds, seed) = (number("TAWSIM_FUZZ_SECONDS"), number("TAWSIM_FUZZ_SEED").unwrap_or(1));
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::temp_dir().join(format!("tawsim-fuzz-{}", std::process::id()));
    let (begun, since) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    watch(&since, begun, kept.clone());
    let mut targets = targets(folder.path());
    let wanted = std::env::var("TAWSIM_FUZZ_TARGET").unwrap_or_default();
    targets.retain(|target| target.name.contains(&wanted));
    assert_eq!(targets.iter().map(|target| &target.name).collect::<HashSet<_>>().len(), targets.len());
    if let Some(seeds) = std::env::var_os("TAWSIM_FUZZ_SEEDS") {
        return write_samples(Path::new(&seeds), &targets);
    }
    let share = seconds.map(|seconds| Duration::from_secs(seconds) / u32::try_from(targets.len()).unwrap());
    for target in &targets {
        for (path, bytes) in kept_inputs(&target.name) {
            println!("{}", path.display());
            (target.read)(&bytes);
        }
        let (mut random, started, mut count, mut widest) = (Random(seed), Instant::now(), 0, 0.0_f64);
        while share.map_or(count < INPUTS, |share| started.elapsed() < share) {
            let bytes = input(&mut random, &target.samples);
            if seconds.is_some() {
                fs::write(&kept, &bytes).unwrap();
            }
            since.store(u64::try_from(begun.elapsed().as_millis()).unwrap(), Ordering::SeqCst);
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let outcome = catch_unwind(AssertUnwindSafe(|| (target.read)(&bytes)));
            let taken = MEMORY.peak_usage().saturating_sub(before);
            if outcome.is_err() || taken > MOST + TIMES * bytes.len() {
                fs::write(&kept, &bytes).unwrap();
                panic!("{}, seed {seed}, input {count}, {taken} bytes taken: {}", target.name, kept.display());
            }
            widest = widest
                .max(f64::from(u32::try_from(taken).unwrap()) / f64::from(u32::try_from(bytes.len() + 1).unwrap()));
            count += 1;
        }
        println!(
            "{:28} {count:8} inputs, {:5.1} s, at most {widest:6.0} bytes for one",
            target.name,
            started.elapsed().as_secs_f64()
        );
    }
    let _ = fs::remove_file(kept);
}
