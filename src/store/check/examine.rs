//! Gold files looked through with all that is wrong in them.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use crate::gold::json::{self, Examined, JsonError};
use crate::store::corpus::kind::SourceKind;
use crate::store::corpus::unpack;
use crate::store::corpus::walk::{Visited, walk};
use crate::store::disk::{Disk as _, RealDisk};
use crate::store::locate::{BOM, line_of, not_utf8};
use crate::store::problem::Problem;

/// What stands in a gold file, or in a line of one.
#[derive(Debug)]
pub enum ExaminedObject {
    /// Gold, with whatever is wrong inside.
    Gold(Box<Examined>),
    /// No gold. The problem names the line where one is to blame.
    Fault(Problem, Option<JsonError>),
    /// It could not be read at all.
    Unreadable(Problem),
}

/// Is given each object with its file, and its line in a `.jsonl`.
type EachExamined<'a> = &'a mut dyn FnMut(&Path, Option<usize>, ExaminedObject) -> io::Result<()>;

/// Looks at what gold files hold; the line is that of a `.jsonl`. A path is as for [`crate::store::each_gold`], or `-` for
/// `input`, which is one object or one a line. Of each file only a line, or the one object, is in memory.
///
/// # Errors
/// What `each` gives.
pub fn each_examined(paths: &[PathBuf], input: &mut dyn BufRead, each: EachExamined<'_>) -> io::Result<()> {
    for path in paths {
        if path.as_path() == Path::new("-") {
            read_input(path, input, each)?;
            continue;
        }
        walk(std::slice::from_ref(path), true, &mut |path, piece| match piece {
            Visited::Problem(problem) => each(path, None, ExaminedObject::Unreadable(problem)),
            Visited::File(SourceKind::Txt) => Ok(()),
            Visited::File(kind) => {
                let mut outcome = Ok(());
                let read = read(path, kind, &mut |line, look| {
                    outcome = each(path, line, look);
                    outcome.is_ok()
                });
                outcome?;
                read.or_else(|error| each(path, None, ExaminedObject::Unreadable(Problem::cannot_read(path, &error))))
            }
        })?;
    }
    Ok(())
}

/// Says whether to go on.
type Each<'a> = &'a mut dyn FnMut(Option<usize>, ExaminedObject) -> bool;

fn read(path: &Path, kind: SourceKind, each: Each<'_>) -> io::Result<()> {
    match kind {
        SourceKind::Txt => {}
        SourceKind::Json => drop(each(None, examine_object(path, None, &RealDisk.read(path)?))),
        SourceKind::Jsonl(packing) => lines(path, &mut unpack::open_source(path, packing)?, 0, each)?,
    }
    Ok(())
}

fn lines(path: &Path, input: &mut dyn BufRead, mut number: usize, each: Each<'_>) -> io::Result<()> {
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        if !line.trim_ascii().is_empty() && !each(Some(number), examine_object(path, Some(number), &line)) {
            break;
        }
        line.clear();
    }
    Ok(())
}

/// Standard input: a whole gold file (`git show :gold/a.json`), or one object a line.
fn read_input(name: &Path, input: &mut dyn BufRead, each: EachExamined<'_>) -> io::Result<()> {
    let mut outcome = Ok(());
    let mut hand = |line, look| {
        outcome = each(name, line, look);
        outcome.is_ok()
    };
    let mut first = Vec::new();
    input.read_until(b'\n', &mut first)?;
    let whole = first.trim_ascii();
    if whole.ends_with(b"}") || whole.is_empty() {
        if whole.is_empty() || hand(Some(1), examine_object(name, Some(1), &first)) {
            lines(name, input, 1, &mut hand)?;
        }
    } else {
        input.read_to_end(&mut first)?;
        hand(None, examine_object(name, None, &first));
    }
    outcome
}

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
        Ok(found) => ExaminedObject::Gold(Box::new(found)),
        Err(error) => ExaminedObject::Fault(
            Problem::new(path, line.or_else(|| line_of(text, &error)), error.to_string()),
            Some(error),
        ),
    }
}
