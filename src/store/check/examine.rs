//! Examining gold files: each object is parsed with all its problems, not only up to the first.

use std::io::{self, BufRead, Read as _};
use std::path::{Path, PathBuf};

use crate::gold::json::{self, Examined, JsonError};
use crate::store::corpus::kind::SourceKind;
use crate::store::corpus::unpack;
use crate::store::corpus::walk::{GoldFolders, Visited, walk};
use crate::store::disk::{Disk as _, RealDisk};
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::reader::{FolderNotices, ReadGold, add_journal};
use crate::store::input::{InputKind, LineError, LineReader, read_bounded};
use crate::store::locate::{BOM, line_of, not_utf8};
use crate::store::problem::Problem;

/// A gold file, or a line of a file of gold, after examination.
#[derive(Debug)]
pub enum ExaminedObject {
    /// Gold, with all problems inside.
    Gold(Box<Examined>),
    /// Not gold. The problem names the line, if one line is to blame.
    Fault(Problem, Option<JsonError>),
    /// The file could not be read.
    Unreadable(Problem),
}

/// The function that is called for each object, with its file and, in a `.jsonl`, its line.
type EachExamined<'a> = &'a mut dyn FnMut(&Path, Option<usize>, ExaminedObject) -> io::Result<()>;

/// Calls `each` for every gold object of some paths. Paths and `notice` are as for
/// [`each_gold`](crate::store::each_gold), or `-` for `input`, which holds one object or one object a line. Only one object
/// is in memory at a time. A sound file of a gold folder is examined together with its journal.
///
/// # Errors
/// The error of `each`.
pub fn each_examined(
    paths: &[PathBuf],
    input: &mut dyn BufRead,
    notice: &mut dyn FnMut(Problem),
    each: EachExamined<'_>,
) -> io::Result<()> {
    let mut notices = FolderNotices::default();
    for path in paths {
        if path.as_path() == Path::new("-") {
            examine_input(path, input, each)?;
            continue;
        }
        walk(std::slice::from_ref(path), GoldFolders::Enter, &mut |path, visited| match visited {
            Visited::Problem(problem) => each(path, None, ExaminedObject::Unreadable(problem)),
            Visited::GoldFolder => {
                notices.for_file(&path.join("-")).into_iter().for_each(&mut *notice);
                let unread = GoldFolder::new(path.to_owned()).find_unread_journals();
                unread.into_iter().try_for_each(|problem| each(path, None, ExaminedObject::Unreadable(problem)))
            }
            Visited::File(SourceKind::Txt) => Ok(()),
            Visited::File(kind) => {
                notices.for_file(path).into_iter().for_each(&mut *notice);
                let mut outcome = Ok(());
                let read = examine_file(path, kind, &mut |line, object| {
                    let object = if kind == SourceKind::Json { with_journal(path, object, notice) } else { object };
                    outcome = each(path, line, object);
                    outcome.is_ok()
                });
                outcome?;
                read.or_else(|error| each(path, None, ExaminedObject::Unreadable(Problem::cannot_read(path, &error))))
            }
        })?;
    }
    Ok(())
}

/// Adds the changes that only the journal of a sound gold file holds.
fn with_journal(path: &Path, object: ExaminedObject, notice: &mut dyn FnMut(Problem)) -> ExaminedObject {
    let ExaminedObject::Gold(mut found) = object else { return object };
    if !found.problems.is_empty() {
        return ExaminedObject::Gold(found);
    }
    match add_journal(path, found.article, found.annotation) {
        Err(problem) => ExaminedObject::Unreadable(problem),
        Ok(ReadGold { article, annotation, problem }) => {
            problem.into_iter().for_each(notice);
            (found.article, found.annotation) = (article, annotation);
            ExaminedObject::Gold(found)
        }
    }
}

/// The function that is called for each object of a file. It returns false to end the examination.
type Each<'a> = &'a mut dyn FnMut(Option<usize>, ExaminedObject) -> bool;

fn examine_file(path: &Path, kind: SourceKind, each: Each<'_>) -> io::Result<()> {
    match kind {
        SourceKind::Txt => {}
        SourceKind::Json => drop(each(None, examine_object(path, None, &RealDisk.read(path)?))),
        SourceKind::Jsonl(compression) => examine_lines(path, &mut unpack::open_source(path, compression)?, 0, each)?,
    }
    Ok(())
}

/// Examines the lines of a stream. `number` is the number of lines that were read before.
fn examine_lines(path: &Path, input: &mut dyn BufRead, mut number: usize, each: Each<'_>) -> io::Result<()> {
    let mut input = LineReader::new(input);
    let mut line = Vec::new();
    loop {
        number += 1;
        let object = match input.read_line(&mut line) {
            Ok(0) => return Ok(()),
            Ok(_) if line.trim_ascii().is_empty() => continue,
            Ok(_) => examine_object(path, Some(number), &line),
            Err(LineError::TooLong { what, .. }) => ExaminedObject::Fault(Problem::new(path, Some(number), what), None),
            Err(LineError::Io(error)) => return Err(error),
        };
        if !each(Some(number), object) {
            return Ok(());
        }
    }
}

/// Examines standard input: a whole gold file (`git show :gold/a.json`), or one object a line.
fn examine_input(name: &Path, input: &mut dyn BufRead, each: EachExamined<'_>) -> io::Result<()> {
    let mut outcome = Ok(());
    let mut hand_over = |line, object| {
        outcome = each(name, line, object);
        outcome.is_ok()
    };
    let mut first = Vec::new();
    let read = LineReader::new(&mut *input).read_line(&mut first);
    if let Err(LineError::TooLong { what, .. }) = read {
        if hand_over(Some(1), ExaminedObject::Fault(Problem::new(name, Some(1), what), None)) {
            examine_lines(name, input, 1, &mut hand_over)?;
        }
        return outcome;
    }
    if let Err(LineError::Io(error)) = read {
        return Err(error);
    }
    let whole = first.trim_ascii();
    if whole.ends_with(b"}") || whole.is_empty() {
        if whole.is_empty() || hand_over(Some(1), examine_object(name, Some(1), &first)) {
            examine_lines(name, input, 1, &mut hand_over)?;
        }
    } else {
        match read_bounded(first.as_slice().chain(input), InputKind::Article) {
            Ok(whole) => hand_over(None, examine_object(name, None, &whole)),
            Err(error) => hand_over(None, ExaminedObject::Unreadable(Problem::cannot_read(name, &error))),
        };
    }
    outcome
}

/// Examines the bytes of a file, or of a line of it.
pub(super) fn examine_object(path: &Path, line: Option<usize>, bytes: &[u8]) -> ExaminedObject {
    let bytes = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (at, what) = not_utf8(bytes, error);
            return ExaminedObject::Fault(Problem::new(path, line.or(Some(at)), what), None);
        }
    };
    match json::examine(text) {
        Ok(examined) => ExaminedObject::Gold(Box::new(examined)),
        Err(error) => ExaminedObject::Fault(
            Problem::new(path, line.or_else(|| line_of(text, &error)), error.to_string()),
            Some(error),
        ),
    }
}
