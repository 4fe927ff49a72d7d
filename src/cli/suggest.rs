//! `tawsim suggest`: articles in, one JSON line for each article out: in order, in constant memory, on all processors.

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use clap::Args;

use crate::app::Ensemble;
use crate::gold::json::SuggestedState;
use crate::gold::{Article, Suggestion, json};
use crate::store::{self, DistinctIds, Inputs, Problem, RawArticle, Supply};
use crate::suggest::{Suggested, Suggester, merge};

use super::expected_requests::print_expected_requests;
use super::explain::write_explanation;
use super::inputs::each_raw_article;
use super::messages::{print_message, print_note, read_label_set};
use super::outcome::Outcome;
use super::pipeline::{self, Feed, Sending};
use super::progress::{self, Amount, Results};
use super::suggest_output::{LineArgs, LineSink, Resumption, Written};
use super::suggesters::{SuggesterArgs, SuggesterSetting};

#[derive(Args)]
pub(super) struct SuggestArgs {
    /// .txt, .jsonl (also .gz, .zst) or .json files, folders of these, or - for article JSONL on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    lines: LineArgs,
    /// Print for each sentence what the rules for quotes know about its words, and which construction found a frame or why
    /// not, in place of suggestions. The careful reader is not asked
    #[arg(long, conflicts_with_all = ["output", "jobs"])]
    explain: bool,
    /// Work on this many articles at a time [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// The label set of language models [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    #[command(flatten)]
    suggesters: SuggesterArgs,
}

/// The number of requests to a language model that are in flight, unless --jobs says another.
const IN_FLIGHT: usize = 4;

/// The result for one article.
enum ArticleResult {
    /// Its line, the length of its text in bytes, and the problems of suggesters with it.
    Line {
        id: String,
        path: Arc<Path>,
        line: ArticleLine,
        bytes: usize,
        problems: Vec<String>,
        notices: Vec<String>,
    },
    /// The article without suggestions: its line may be in the file already.
    Unsuggested(Box<Article>, Arc<Path>),
    Unreadable(Problem),
}

impl ArticleResult {
    /// The id of the article, if it could be read.
    fn id(&self) -> Option<&str> {
        match self {
            Self::Line { id, .. } => Some(id),
            Self::Unsuggested(article, _) => Some(&article.id),
            Self::Unreadable(_) => None,
        }
    }

    /// Gives the article another id if an earlier one has the same.
    fn claim_id(&mut self, ids: &mut DistinctIds) -> anyhow::Result<()> {
        match self {
            Self::Unsuggested(article, path) => article.id = ids.claim(&article.id, path, None),
            Self::Line { id, path, line, .. } => {
                let claimed = ids.claim(id, path, None);
                if claimed != *id {
                    print_message(&changed_id(path, id, &claimed));
                    line.set_id(claimed.clone())?;
                    *id = claimed;
                }
            }
            Self::Unreadable(_) => {}
        }
        Ok(())
    }
}

/// The line of an article.
enum ArticleLine {
    Text(String, SuggestedState),
    /// A long line is written to the output piece by piece: it may be several times as long as its article.
    Unwritten(Box<Article>, Vec<Suggestion>, SuggestedState),
}

/// Lines of articles with a longer text, in bytes, are not kept in memory.
const LONG_TEXT: usize = 256 * 1024;

pub(super) fn run(args: &SuggestArgs) -> anyhow::Result<Outcome> {
    let ensemble = args.suggesters.ensemble(SuggesterSetting {
        copies: args.jobs.map_or(1, usize::from),
        labels: read_label_set(args.labels.as_deref())?,
        gold: None,
    })?;
    if args.explain {
        return explain(&args.paths, &ensemble);
    }
    let (mut out, mut resumption) =
        LineSink::open(&args.lines, Inputs::articles(&args.paths).and(args.suggesters.files()))?;
    // With --resume, articles are only read until the first one that the file does not have, except those that lack an answer.
    let skipping = Arc::new(AtomicBool::new(resumption.is_some()));
    let unanswered = resumption.as_ref().map(Resumption::unanswered).unwrap_or_default();
    let by_default = || processors().max(if args.suggesters.asks_language_models() { IN_FLIGHT } else { 1 });
    let jobs = args.jobs.map_or_else(by_default, usize::from);
    if let Some(notice) = time_notice(&ensemble, store::total_bytes(&args.paths), jobs) {
        print_note(&notice);
    }
    let suggester: Arc<dyn Suggester> = Arc::new(ensemble);
    if args.suggesters.asks_language_models() {
        print_expected_requests(&args.paths, suggester.as_ref())?;
    }
    // A program takes seconds for an article: if several are to be in flight, each goes to the next thread at once.
    let slow = args.jobs.is_some() && args.suggesters.asks_programs() || args.suggesters.asks_language_models();
    let (paths, worker, skip) = (args.paths.clone(), Arc::clone(&suggester), Arc::clone(&skipping));
    let work = move |raw: RawArticle| {
        let path = raw.location().0;
        let article = raw.article();
        // The memory of what was read is not needed any more.
        drop(raw);
        match article {
            Err(problem) => ArticleResult::Unreadable(problem),
            Ok(article) if skip.load(Ordering::Relaxed) && !unanswered.contains(&article.id) => {
                ArticleResult::Unsuggested(Box::new(article), path)
            }
            Ok(article) => suggest_article(worker.as_ref(), article, path),
        }
    };
    let mut results = pipeline::spawn(jobs, move |feed| read_articles(&paths, slow, feed), work)?;
    progress::begin(
        &args.paths,
        Amount::Texts,
        if args.lines.to_file() { Results::AtTheEnd } else { Results::AsTheyCome },
    );
    let mut ids = DistinctIds::default();
    let mut tally = Tally::default();
    while let Some(batch) = results.next(|| out.out().flush())? {
        for mut result in batch {
            result.claim_id(&mut ids)?;
            let written = match (&mut resumption, result.id()) {
                (Some(resumption), Some(id)) => resumption.find(id)?,
                _ => Written::Nothing,
            };
            if matches!(written, Written::Whole) {
                tally.done += 1;
                continue;
            }
            let is_article = result.id().is_some();
            if let ArticleResult::Unsuggested(article, path) = result {
                result = suggest_article(suggester.as_ref(), *article, path);
            }
            if let Written::Unanswered(copy) = written {
                tally.take(result, copy)?;
                continue;
            }
            if is_article && let Some(resumption) = resumption.take() {
                skipping.store(false, Ordering::Relaxed);
                resumption.finish(&mut out)?;
            }
            tally.take(result, out.out())?;
        }
    }
    progress::end();
    if let Some(resumption) = resumption {
        resumption.finish_at_end(&mut out)?;
    }
    out.finish()?;
    for line in suggester.summary() {
        print_note(&format!("tawsim: {line}"));
    }
    Ok(tally.finish())
}

/// What has come out so far.
#[derive(Default)]
struct Tally {
    /// Articles with a line in the output.
    done: u64,
    /// Articles and files that could not be read.
    bad: u64,
    /// Of these, the files.
    unreadable: u64,
    /// Some suggester had a problem with some article.
    has_failed: bool,
}

impl Tally {
    /// Writes the line of an article, and prints what there is to say.
    fn take(&mut self, result: ArticleResult, out: &mut dyn Write) -> io::Result<()> {
        match result {
            ArticleResult::Line { line, bytes, problems, notices, .. } => {
                self.done += 1;
                progress::count(bytes);
                self.has_failed |= !problems.is_empty();
                problems.iter().for_each(|problem| print_message(&format!("tawsim: {problem}")));
                notices.iter().for_each(|notice| print_note(&format!("tawsim: {notice}")));
                line.write(out)?;
            }
            ArticleResult::Unreadable(problem) => {
                self.bad += 1;
                self.unreadable += u64::from(problem.line.is_none());
                print_message(&format!("tawsim: {problem}"));
            }
            ArticleResult::Unsuggested(..) => {}
        }
        Ok(())
    }

    /// Prints the sum of what could not be read.
    fn finish(&self) -> Outcome {
        if self.bad > 1 && self.done > 0 {
            print_message(&format!("tawsim: {} articles could not be read, {} could", self.bad, self.done));
        }
        match (self.bad, self.unreadable, self.done) {
            (0, ..) if !self.has_failed => Outcome::Fine,
            // Bad lines among good ones are findings. A missing file is a wrong command line.
            (0, ..) | (_, 0, 1..) => Outcome::Findings,
            _ => Outcome::BadInput,
        }
    }
}

/// Explains the quotes of each article on standard output.
fn explain(paths: &[PathBuf], ensemble: &Ensemble) -> anyhow::Result<Outcome> {
    let mut out = BufWriter::new(io::stdout());
    let (mut done, mut bad) = (0_u64, 0_u64);
    each_raw_article(paths, &mut |raw, _| match raw.article() {
        Ok(article) => {
            done += 1;
            write_explanation(&mut out, &article, &ensemble.learner.explain(&article))
        }
        Err(problem) => {
            bad += 1;
            print_message(&format!("tawsim: {problem}"));
            Ok(())
        }
    })?;
    out.flush()?;
    Ok(match (bad, done) {
        (0, _) => Outcome::Fine,
        (_, 1..) => Outcome::Findings,
        _ => Outcome::BadInput,
    })
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

fn read_articles(paths: &[PathBuf], slow: bool, feed: &mut Feed<RawArticle>) -> io::Result<()> {
    each_raw_article(paths, &mut |raw, supply| {
        let bytes = raw.bytes_read();
        feed.push(raw, bytes, if slow || supply == Supply::MayWait { Sending::Now } else { Sending::InBatch })
    })
}

/// The line of an article with its suggestions. A suggester that panics costs this article only.
fn suggest_article(suggester: &dyn Suggester, mut article: Article, path: Arc<Path>) -> ArticleResult {
    let suggestions = catch_unwind(AssertUnwindSafe(|| {
        let mut found = suggester.suggest_with_state(&article);
        if !article.suggestions.is_empty() {
            found.suggestions = merge(vec![std::mem::take(&mut article.suggestions), found.suggestions]);
        }
        found
    }));
    match suggestions {
        Ok(suggested) => {
            let (id, bytes, problems) = (article.id.clone(), article.text.len(), suggester.troubles());
            let line = ArticleLine::new(article, suggested);
            ArticleResult::Line { id, path, line, bytes, problems, notices: suggester.notices() }
        }
        Err(_) => {
            let what = format!("the suggester failed on {:?}", article.id);
            ArticleResult::Unreadable(Problem::new("-", None, what))
        }
    }
}

/// The message about an id that another article has.
fn changed_id(path: &Path, id: &str, claimed: &str) -> String {
    let path = store::printable(path.as_os_str());
    format!("{path}: note: another article has the id {id:?}; this one is {claimed:?}")
}

impl ArticleLine {
    fn new(article: Article, suggested: Suggested) -> Self {
        let state = if suggested.lacks_answer { SuggestedState::LacksAnswer } else { SuggestedState::Complete };
        if article.text.len() > LONG_TEXT {
            return Self::Unwritten(Box::new(article), suggested.suggestions, state);
        }
        Self::Text(json::write_suggested_state(&article, &suggested.suggestions, state), state)
    }

    /// Gives the article another id.
    fn set_id(&mut self, id: String) -> anyhow::Result<()> {
        match self {
            Self::Unwritten(article, ..) => article.id = id,
            Self::Text(line, state) => {
                let (mut article, _) = json::read(line)?;
                article.id = id;
                let suggestions = std::mem::take(&mut article.suggestions);
                *line = json::write_suggested_state(&article, &suggestions, *state);
            }
        }
        Ok(())
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text(line, _) => out.write_all(line.as_bytes()),
            Self::Unwritten(article, suggestions, state) => {
                json::write_suggested_state_to(out, article, suggestions, *state)
            }
        }
    }
}

/// From this many bytes of text on, careful reading takes minutes.
const LONG_INPUT: u64 = 2_000_000;
/// The bytes of an Arabic word with the space after it, on average.
const BYTES_PER_WORD: u64 = 11;

/// The message that says how long the careful reader will need for a large input. `None` for a small input, or one of unknown
/// size.
fn time_notice(ensemble: &Ensemble, bytes: Option<u64>, jobs: usize) -> Option<String> {
    let words = bytes.filter(|bytes| *bytes >= LONG_INPUT)? / BYTES_PER_WORD;
    let rate = ensemble.careful_words_per_second()? * f64::from(u32::try_from(jobs.min(processors())).unwrap_or(1));
    let minutes = (f64::from(u32::try_from(words).unwrap_or(u32::MAX)) / rate / 60.0).ceil();
    Some(format!(
        "tawsim: about {words} words; the careful reader reads {rate:.0} a second here, so this takes about {minutes:.0} \
         min; --suggester fast is a hundred times faster and less often right"
    ))
}
