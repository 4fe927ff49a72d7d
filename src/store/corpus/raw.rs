//! Articles as they stand in files, not yet understood: quick to hand to another thread, which then reads them.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::gold::Article;

use crate::store::locate::BOM;
use crate::store::problem::Problem;

use super::fault::{self, SourceFault};
use super::kind::SourceKind;
use super::source;
use crate::store::corpus::unpack;
use crate::store::corpus::walk::{Visited, walk};

/// Something that should be an article.
#[derive(Debug)]
pub struct RawArticle {
    path: Arc<Path>,
    what: RawContent,
}

#[derive(Debug)]
enum RawContent {
    Line { number: usize, bytes: Vec<u8> },
    File(SourceKind),
    Problem(Problem),
}

impl RawArticle {
    /// Reads the article.
    ///
    /// # Errors
    /// When there is none.
    pub fn article(&self) -> Result<Article, Problem> {
        let problem = |fault: SourceFault| fault.into_problem(&self.path);
        match &self.what {
            RawContent::Line { number, bytes } => source::article_of_line(bytes, *number).map_err(problem),
            RawContent::File(kind) => match source::article_of_file(&self.path, *kind) {
                Ok(found) => found.map_err(problem),
                Err(error) => Err(Problem::cannot_read(&self.path, &error)),
            },
            RawContent::Problem(problem) => Err(problem.clone()),
        }
    }

    /// Where it stands: the file, and the line in one of several articles.
    #[must_use]
    pub fn location(&self) -> (Arc<Path>, Option<usize>) {
        let line = match self.what {
            RawContent::Line { number, .. } => Some(number),
            RawContent::File(_) | RawContent::Problem(_) => None,
        };
        (Arc::clone(&self.path), line)
    }

    /// How many bytes of a file it is; a file of its own counts when it is read.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.what {
            RawContent::Line { bytes, .. } => bytes.len(),
            RawContent::File(_) | RawContent::Problem(_) => 0,
        }
    }

    /// Is it nothing that was read already?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn problem(path: &Arc<Path>, problem: Problem) -> Self {
        Self { path: Arc::clone(path), what: RawContent::Problem(problem) }
    }
}

/// Hands over what may be an article in some paths (see [`crate::store::read_corpus`]) one by one; `waits` says that the next one may
/// be long in coming.
///
/// # Errors
/// RawContent `each` gives.
pub fn each_raw_article(paths: &[PathBuf], each: &mut dyn FnMut(RawArticle, bool) -> io::Result<()>) -> io::Result<()> {
    walk(paths, false, &mut |path, piece| {
        let path: Arc<Path> = path.into();
        match piece {
            Visited::Problem(problem) => each(RawArticle::problem(&path, problem), false),
            Visited::File(SourceKind::Jsonl(packing)) => match unpack::open_source(&path, packing) {
                Ok(lines) => each_line_of_source(&path, lines, false, each),
                Err(error) => each(RawArticle::problem(&path, Problem::cannot_read(&path, &error)), false),
            },
            Visited::File(kind) => each(RawArticle { path, what: RawContent::File(kind) }, false),
        }
    })
}

/// Hands over the lines of a stream, such as standard input; `name` stands for its path in problems. It may be empty.
///
/// # Errors
/// RawContent `each` gives.
pub fn each_raw_line(
    name: &Path,
    lines: impl io::Read,
    each: &mut dyn FnMut(RawArticle, bool) -> io::Result<()>,
) -> io::Result<()> {
    each_line_of_source(&name.into(), io::BufReader::with_capacity(256 * 1024, lines), true, each)
}

/// A buffer that can say whether the next line is in it.
trait LineBuffer: BufRead {
    fn holds_a_line(&self) -> bool;
}

impl<R: io::Read> LineBuffer for io::BufReader<R> {
    fn holds_a_line(&self) -> bool {
        self.buffer().contains(&b'\n')
    }
}

/// A file does not let wait.
impl LineBuffer for Box<dyn BufRead> {
    fn holds_a_line(&self) -> bool {
        true
    }
}

fn each_line_of_source(
    path: &Arc<Path>,
    mut lines: impl LineBuffer,
    may_be_empty: bool,
    each: &mut dyn FnMut(RawArticle, bool) -> io::Result<()>,
) -> io::Result<()> {
    let (mut number, mut any) = (0, false);
    loop {
        let mut bytes = Vec::new();
        match lines.read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(_) => number += 1,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return each(RawArticle::problem(path, fault::broken_off(number + 1, &error).into_problem(path)), true);
            }
            Err(error) => return each(RawArticle::problem(path, Problem::cannot_read(path, &error)), true),
        }
        if number == 1 && bytes.starts_with(BOM.as_bytes()) {
            bytes.drain(..BOM.len());
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        any = true;
        each(RawArticle { path: Arc::clone(path), what: RawContent::Line { number, bytes } }, !lines.holds_a_line())?;
    }
    if !any && !may_be_empty {
        return each(RawArticle::problem(path, fault::no_articles().into_problem(path)), true);
    }
    Ok(())
}

/// How many bytes the files of some paths have in all; `None` where that says nothing of the text in them, because one
/// is compressed or a stream.
#[must_use]
pub fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    let mut total = Some(0_u64);
    let walked = walk(paths, false, &mut |path, piece| {
        let plain = matches!(
            piece,
            Visited::File(SourceKind::Txt | SourceKind::Json | SourceKind::Jsonl(unpack::Compression::None))
        );
        let len = std::fs::metadata(path).ok().filter(|_| plain).map(|metadata| metadata.len());
        total = total.zip(len).map(|(total, len)| total + len);
        Ok(())
    });
    walked.ok().and(total)
}
