//! Articles that are not parsed yet. They are cheap to read and to hand to another thread, which parses them.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::gold::Article;
use crate::store::gold::reader::FolderNotices;
use crate::store::input::{LineError, LineReader};
use crate::store::locate::BOM;
use crate::store::problem::Problem;

use super::fault::{self, SourceFault};
use super::kind::SourceKind;
use super::source::{self, EmptySource};
use super::unpack::{self, Compression};
use super::walk::{GoldFolders, Visited, walk};

/// The number of bytes that are read at a time from a stream.
const BUFFER_BYTES: usize = 256 * 1024;

/// An article that is not parsed yet, or a problem in its place.
#[derive(Debug)]
pub struct RawArticle {
    path: Arc<Path>,
    content: RawContent,
}

#[derive(Debug)]
enum RawContent {
    /// A line of a file or a stream; the number counts from 1.
    Line {
        number: usize,
        bytes: Vec<u8>,
    },
    /// A file that is not read yet.
    File(SourceKind),
    Problem(Problem),
}

/// The result of moving to the next article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// Reading the next article does not wait.
    Ready,
    /// Reading the next article may wait for a slow stream. Finish what was handed over first.
    MayWait,
}

/// The function that is called for each article.
type EachRaw<'a> = &'a mut dyn FnMut(RawArticle, Supply) -> io::Result<()>;

impl RawArticle {
    /// Parses the article.
    ///
    /// # Errors
    /// When it cannot be read or parsed.
    pub fn article(&self) -> Result<Article, Problem> {
        let problem = |fault: SourceFault| fault.into_problem(&self.path);
        match &self.content {
            RawContent::Line { number, bytes } => source::article_of_line(bytes, *number).map_err(problem),
            RawContent::File(kind) => match source::article_of_file(&self.path, *kind) {
                Ok(read) => read.map_err(problem),
                Err(error) => Err(Problem::cannot_read(&self.path, &error)),
            },
            RawContent::Problem(problem) => Err(problem.clone()),
        }
    }

    /// The file of the article, and its line if the file holds several articles.
    #[must_use]
    pub fn location(&self) -> (Arc<Path>, Option<usize>) {
        let line = match self.content {
            RawContent::Line { number, .. } => Some(number),
            RawContent::File(_) | RawContent::Problem(_) => None,
        };
        (Arc::clone(&self.path), line)
    }

    /// The number of bytes that were read for it; 0 for a file, which is read when it is parsed.
    #[must_use]
    pub fn bytes_read(&self) -> usize {
        match &self.content {
            RawContent::Line { bytes, .. } => bytes.len(),
            RawContent::File(_) | RawContent::Problem(_) => 0,
        }
    }

    fn problem(path: &Arc<Path>, problem: Problem) -> Self {
        Self { path: Arc::clone(path), content: RawContent::Problem(problem) }
    }
}

/// Calls `each` for every article of some paths, in order (see [`read_corpus`](crate::store::read_corpus)). `notice` is
/// called if another process writes in a gold folder that is read.
///
/// # Errors
/// The error of `each`.
pub fn each_raw_article(paths: &[PathBuf], notice: &mut dyn FnMut(Problem), each: EachRaw<'_>) -> io::Result<()> {
    let mut notices = FolderNotices::default();
    walk(paths, GoldFolders::Skip, &mut |path, visited| {
        if matches!(visited, Visited::File(SourceKind::Json)) {
            notices.for_file(path).into_iter().for_each(&mut *notice);
        }
        let path: Arc<Path> = path.into();
        match visited {
            Visited::Problem(problem) => each(RawArticle::problem(&path, problem), Supply::Ready),
            Visited::GoldFolder => Ok(()),
            Visited::File(SourceKind::Jsonl(compression)) => match unpack::open_source(&path, compression) {
                Ok(lines) => each_line_of(&path, lines, EmptySource::IsFault, each),
                Err(error) => each(RawArticle::problem(&path, Problem::cannot_read(&path, &error)), Supply::Ready),
            },
            Visited::File(kind) => each(RawArticle { path, content: RawContent::File(kind) }, Supply::Ready),
        }
    })
}

/// Calls `each` for every line of a stream, such as standard input. The stream may be empty. Problems name it `name`.
///
/// # Errors
/// The error of `each`.
pub fn each_raw_line(name: &Path, lines: impl io::Read, each: EachRaw<'_>) -> io::Result<()> {
    let lines = io::BufReader::with_capacity(BUFFER_BYTES, lines);
    each_line_of(&name.into(), lines, EmptySource::IsFine, each)
}

/// A buffer that knows whether it holds the next line.
trait LineBuffer: BufRead {
    fn next_line(&self) -> Supply;
}

impl<R: io::Read> LineBuffer for io::BufReader<R> {
    fn next_line(&self) -> Supply {
        if self.buffer().contains(&b'\n') { Supply::Ready } else { Supply::MayWait }
    }
}

/// Reading a file does not wait.
impl LineBuffer for Box<dyn BufRead> {
    fn next_line(&self) -> Supply {
        Supply::Ready
    }
}

fn each_line_of(path: &Arc<Path>, lines: impl LineBuffer, empty: EmptySource, each: EachRaw<'_>) -> io::Result<()> {
    let mut lines = LineReader::new(lines);
    let (mut number, mut any) = (0, false);
    loop {
        let mut bytes = Vec::new();
        match lines.read_line(&mut bytes) {
            Ok(0) => break,
            Ok(_) => number += 1,
            Err(LineError::TooLong { what, .. }) => {
                (number, any) = (number + 1, true);
                let problem = fault::too_large(number, &what).into_problem(path);
                each(RawArticle::problem(path, problem), lines.stream().next_line())?;
                continue;
            }
            Err(LineError::Io(error)) => {
                let problem = match error.kind() {
                    io::ErrorKind::InvalidData => fault::broken_off(number + 1, &error).into_problem(path),
                    _ => Problem::cannot_read(path, &error),
                };
                return each(RawArticle::problem(path, problem), Supply::MayWait);
            }
        }
        if number == 1 && bytes.starts_with(BOM.as_bytes()) {
            bytes.drain(..BOM.len());
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        any = true;
        let article = RawArticle { path: Arc::clone(path), content: RawContent::Line { number, bytes } };
        each(article, lines.stream().next_line())?;
    }
    if !any && empty == EmptySource::IsFault {
        return each(RawArticle::problem(path, fault::no_articles().into_problem(path)), Supply::MayWait);
    }
    Ok(())
}

/// The total size in bytes of the files of some paths. `None` if a file is compressed or is a stream: then the size says
/// nothing about the amount of text.
#[must_use]
pub fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    let mut total = Some(0_u64);
    let walked = walk(paths, GoldFolders::Skip, &mut |path, visited| {
        if matches!(visited, Visited::GoldFolder) {
            return Ok(());
        }
        let plain =
            matches!(visited, Visited::File(SourceKind::Txt | SourceKind::Json | SourceKind::Jsonl(Compression::None)));
        let len = std::fs::metadata(path).ok().filter(|_| plain).map(|metadata| metadata.len());
        total = total.zip(len).map(|(total, len)| total + len);
        Ok(())
    });
    walked.ok().and(total)
}
