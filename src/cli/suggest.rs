//! `tawsim suggest`: articles in, one JSON line per article out, in order, in constant memory, on all processors.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use clap::Args;

use crate::gold::{Article, json};
use crate::store::{self, OutputFile, Problem, RawArticle, Supply, WrittenIds};
use crate::suggest::{Suggester, merge};

use super::lanes::{self, Feed};
use super::out::talk;
use super::outcome::Outcome;
use super::progress::Progress;
use super::suggesters::SuggesterArgs;

#[derive(Args)]
pub(super) struct SuggestArgs {
    /// .txt, .jsonl (also .gz, .zst) or .json files, folders of these, or - for article JSONL on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the lines to a new file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on with the file of a run that was cut off: what it has already is not suggested again
    #[arg(long, requires = "output")]
    resume: bool,
    /// How many articles are worked on at a time [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    suggesters: SuggesterArgs,
}

/// What became of an article.
enum Made {
    /// Its line, how many bytes of text it has, and which machine failed on it.
    Line {
        line: String,
        bytes: usize,
        troubles: Vec<String>,
    },
    /// Read only: its line may be written already.
    Read(Box<Article>),
    Wrong(Problem),
}

pub(super) fn run(args: &SuggestArgs) -> anyhow::Result<Outcome> {
    let suggester: Arc<dyn Suggester> = Arc::new(args.suggesters.ensemble()?);
    let (mut out, mut written) = match (&args.output, args.resume) {
        (None, _) => (Sink::Stream(BufWriter::with_capacity(64 * 1024, io::stdout())), None),
        (Some(path), false) => (Sink::file(OutputFile::create(path)?), None),
        (Some(path), true) => {
            let (output, written) = OutputFile::resume(path)?;
            (Sink::file(output), Some(written))
        }
    };
    // As long as what comes may be written already, nothing is suggested for it.
    let skipping = Arc::new(AtomicBool::new(written.is_some()));
    let jobs = args.jobs.map_or_else(processors, NonZeroUsize::get);
    let (paths, machine, skip) = (args.paths.clone(), Arc::clone(&suggester), Arc::clone(&skipping));
    let work = move |raw: RawArticle| match raw.article() {
        Err(problem) => Made::Wrong(problem),
        Ok(article) if skip.load(Ordering::Relaxed) => Made::Read(Box::new(article)),
        Ok(article) => suggested(machine.as_ref(), &article),
    };
    let mut results = lanes::spawn(jobs, move |feed| read(&paths, feed), work)?;
    let mut progress = progress(args);
    let (mut done, mut unreadable, mut bad, mut failed) = (0_u64, 0_u64, 0_u64, false);
    while let Some(batch) = results.next(|| out.flush())? {
        for mut made in batch {
            if let Made::Read(article) = made {
                let expected = match &mut written {
                    Some(written) => is_written(written, &article)?,
                    None => false,
                };
                if expected {
                    done += 1;
                    continue;
                }
                written = None;
                skipping.store(false, Ordering::Relaxed);
                made = suggested(suggester.as_ref(), &article);
            }
            match made {
                Made::Line { line, bytes, troubles } => {
                    done += 1;
                    progress.add(bytes);
                    for trouble in troubles {
                        failed = true;
                        progress.clear();
                        talk(&format!("tawsim: {trouble}"));
                    }
                    out.write(line.as_bytes())?;
                }
                Made::Wrong(problem) => {
                    bad += 1;
                    unreadable += u64::from(problem.line.is_none());
                    progress.clear();
                    talk(&format!("tawsim: {problem}"));
                }
                Made::Read(_) => {}
            }
        }
        progress.show();
    }
    progress.clear();
    if let Some(mut written) = written
        && written.next_id()?.is_some()
    {
        return Err(written.mismatch("is a line beyond the last article").into());
    }
    out.finish()?;
    if bad > 1 && done > 0 {
        talk(&format!("tawsim: {bad} articles could not be read, {done} could"));
    }
    Ok(match (bad, unreadable, done) {
        (0, ..) if !failed => Outcome::Fine,
        // Lines among others that are right: findings. A file that is not there: a mistake.
        (0, ..) | (_, 0, 1..) => Outcome::Findings,
        _ => Outcome::BadInput,
    })
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

fn read(paths: &[PathBuf], feed: &mut Feed<RawArticle>) -> io::Result<()> {
    for path in paths {
        let mut each = |raw: RawArticle, supply: Supply| {
            let bytes = raw.len();
            feed.push(raw, bytes, supply == Supply::MayWait)
        };
        if path.as_path() == Path::new("-") {
            store::each_raw_line(path, store::unpack_stream(io::stdin()), &mut each)?;
        } else {
            store::each_raw_article(std::slice::from_ref(path), &mut each)?;
        }
    }
    Ok(())
}

/// A machine that fails on an article costs that article.
fn suggested(suggester: &dyn Suggester, article: &Article) -> Made {
    let line = catch_unwind(AssertUnwindSafe(|| {
        let suggestions = merge(vec![article.suggestions.clone(), suggester.suggest(article)]);
        json::write_suggested(article, &suggestions)
    }));
    match line {
        Ok(line) => Made::Line { line, bytes: article.text.len(), troubles: suggester.troubles() },
        Err(_) => {
            let what = format!("the suggester failed on {:?}", article.id);
            Made::Wrong(Problem::new("-", None, what))
        }
    }
}

/// Is the next line of the file that of this article? False at the file's end.
fn is_written(written: &mut WrittenIds, article: &Article) -> Result<bool, Problem> {
    match written.next_id()? {
        None => Ok(false),
        Some(id) if id == article.id => Ok(true),
        Some(id) => Err(written.mismatch(&format!("is the article {id:?}, where {:?} comes next", article.id))),
    }
}

/// Told on standard error, where a person looks at it and nothing else is shown in between.
fn progress(args: &SuggestArgs) -> Progress {
    let shown = io::stderr().is_terminal() && (args.output.is_some() || !io::stdout().is_terminal());
    if shown { Progress::new(store::total_bytes(&args.paths)) } else { Progress::silent() }
}

/// Where lines go.
enum Sink {
    Stream(BufWriter<io::Stdout>),
    File { output: OutputFile, waiting: Vec<u8> },
}

impl Sink {
    const fn file(output: OutputFile) -> Self {
        Self::File { output, waiting: Vec::new() }
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.write_all(line),
            Self::File { waiting, .. } => {
                waiting.extend_from_slice(line);
                if waiting.len() >= 64 * 1024 { self.flush() } else { Ok(()) }
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.flush(),
            Self::File { output, waiting } => {
                output.write(waiting).map_err(io::Error::other)?;
                waiting.clear();
                Ok(())
            }
        }
    }

    fn finish(mut self) -> anyhow::Result<()> {
        self.flush()?;
        if let Self::File { output, .. } = self {
            output.finish()?;
        }
        Ok(())
    }
}
