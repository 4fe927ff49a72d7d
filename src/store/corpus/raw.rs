//! Articles as they stand in files, not yet understood: quick to hand to another thread, which then reads them.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::gold::Article;

use crate::store::locate::BOM;
use crate::store::problem::Problem;

use super::fault::{self, Fault};
use super::kind::Kind;
use super::source;
use crate::store::corpus::unpack;
use crate::store::corpus::walk::{Piece, walk};

/// Something that should be an article.
#[derive(Debug)]
pub struct Raw {
    path: Arc<Path>,
    what: What,
}

#[derive(Debug)]
enum What {
    Line { number: usize, bytes: Vec<u8> },
    File(Kind),
    Wrong(Problem),
}

impl Raw {
    /// Reads the article.
    ///
    /// # Errors
    /// When there is none.
    pub fn article(&self) -> Result<Article, Problem> {
        let problem = |fault: Fault| fault.of(&self.path);
        match &self.what {
            What::Line { number, bytes } => source::line(bytes, *number).map_err(problem),
            What::File(kind) => match source::whole(&self.path, *kind) {
                Ok(found) => found.map_err(problem),
                Err(error) => Err(Problem::reading(&self.path, &error)),
            },
            What::Wrong(problem) => Err(problem.clone()),
        }
    }

    /// Where it stands: the file, and the line in one of several articles.
    #[must_use]
    pub fn place(&self) -> (Arc<Path>, Option<usize>) {
        let line = match self.what {
            What::Line { number, .. } => Some(number),
            What::File(_) | What::Wrong(_) => None,
        };
        (Arc::clone(&self.path), line)
    }

    /// How many bytes of a file it is; a file of its own counts when it is read.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.what {
            What::Line { bytes, .. } => bytes.len(),
            What::File(_) | What::Wrong(_) => 0,
        }
    }

    /// Is it nothing that was read already?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn wrong(path: &Arc<Path>, problem: Problem) -> Self {
        Self { path: Arc::clone(path), what: What::Wrong(problem) }
    }
}

/// Hands over what may be an article in some paths (see [`crate::store::open`]) one by one; `waits` says that the next one may
/// be long in coming.
///
/// # Errors
/// What `each` gives.
pub fn each_raw(paths: &[PathBuf], each: &mut dyn FnMut(Raw, bool) -> io::Result<()>) -> io::Result<()> {
    walk(paths, false, &mut |path, piece| {
        let path: Arc<Path> = path.into();
        match piece {
            Piece::Problem(problem) => each(Raw::wrong(&path, problem), false),
            Piece::File(Kind::Jsonl(packing)) => match unpack::open(&path, packing) {
                Ok(lines) => each_line_of(&path, lines, false, each),
                Err(error) => each(Raw::wrong(&path, Problem::reading(&path, &error)), false),
            },
            Piece::File(kind) => each(Raw { path, what: What::File(kind) }, false),
        }
    })
}

/// Hands over the lines of a stream, such as standard input; `name` stands for its path in problems. It may be empty.
///
/// # Errors
/// What `each` gives.
pub fn each_raw_line(
    name: &Path,
    lines: impl io::Read,
    each: &mut dyn FnMut(Raw, bool) -> io::Result<()>,
) -> io::Result<()> {
    each_line_of(&name.into(), io::BufReader::with_capacity(256 * 1024, lines), true, each)
}

/// A buffer that can say whether the next line is in it.
trait Buffered: BufRead {
    fn holds_a_line(&self) -> bool;
}

impl<R: io::Read> Buffered for io::BufReader<R> {
    fn holds_a_line(&self) -> bool {
        self.buffer().contains(&b'\n')
    }
}

/// A file does not let wait.
impl Buffered for Box<dyn BufRead> {
    fn holds_a_line(&self) -> bool {
        true
    }
}

fn each_line_of(
    path: &Arc<Path>,
    mut lines: impl Buffered,
    may_be_empty: bool,
    each: &mut dyn FnMut(Raw, bool) -> io::Result<()>,
) -> io::Result<()> {
    let (mut number, mut any) = (0, false);
    loop {
        let mut bytes = Vec::new();
        match lines.read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(_) => number += 1,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return each(Raw::wrong(path, fault::broken_off(number + 1, &error).of(path)), true);
            }
            Err(error) => return each(Raw::wrong(path, Problem::reading(path, &error)), true),
        }
        if number == 1 && bytes.starts_with(BOM.as_bytes()) {
            bytes.drain(..BOM.len());
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        any = true;
        each(Raw { path: Arc::clone(path), what: What::Line { number, bytes } }, !lines.holds_a_line())?;
    }
    if !any && !may_be_empty {
        return each(Raw::wrong(path, fault::no_lines().of(path)), true);
    }
    Ok(())
}

/// How many bytes the files of some paths have in all; `None` where that says nothing of the text in them, because one
/// is compressed or a stream.
#[must_use]
pub fn bytes_of(paths: &[PathBuf]) -> Option<u64> {
    let mut total = Some(0_u64);
    let walked = walk(paths, false, &mut |path, piece| {
        let plain = matches!(piece, Piece::File(Kind::Txt | Kind::Json | Kind::Jsonl(unpack::Packing::None)));
        let len = std::fs::metadata(path).ok().filter(|_| plain).map(|metadata| metadata.len());
        total = total.zip(len).map(|(total, len)| total + len);
        Ok(())
    });
    walked.ok().and(total)
}
