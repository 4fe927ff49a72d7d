//! Reads a stream as lines or as one text, in constant memory where it is lines.

use std::io::{self, BufRead, Read};

use crate::formats::import::{EachArticle, ImportProblem, Imported, Source};
use crate::text::advise_utf8_conversion;

/// The byte order mark in UTF-8.
const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// Receives a line with its number, counted from 1.
type EachLine<'a> = &'a mut dyn FnMut(usize, Result<&str, ImportProblem>) -> io::Result<()>;

/// Gives each line with its number, without its line end and without the byte order mark of the stream.
///
/// # Errors
/// When the stream cannot be read, and the errors of `each`, which end the reading.
pub(crate) fn each_line(source: &mut Source<'_>, each: EachLine<'_>) -> io::Result<()> {
    let longest = source.longest;
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        let read = (&mut *source.main).take(longest.saturating_add(1)).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        if read as u64 > longest {
            if !line.ends_with(b"\n") {
                // Its memory is not needed while the rest of it is skipped.
                line = Vec::new();
                source.main.skip_until(b'\n')?;
            }
            each(number, Err(too_large(number, longest)))?;
            continue;
        }
        let mut bytes = line.as_slice();
        if number == 1 {
            bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
        }
        bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        each(number, decode_utf8(bytes, number))?;
    }
}

/// Reads an article from each line that is not blank. `read` gets the line, the name of the source and the line's number.
///
/// # Errors
/// When the stream cannot be read, and the errors of `each`.
pub(crate) fn each_article(
    source: &mut Source<'_>,
    each: EachArticle<'_>,
    read: &mut dyn FnMut(&str, &str, usize) -> Result<Imported, String>,
) -> io::Result<()> {
    let name = source.name.to_owned();
    each_line(source, &mut |number, line| match line {
        Ok(line) if line.trim().is_empty() => Ok(()),
        Ok(line) => each(read(line, &name, number).map_err(|what| ImportProblem::new(number, what))),
        Err(problem) => each(Err(problem)),
    })
}

/// Reads the one article of a file. `read` gets the whole text of the file and the name of the source.
///
/// # Errors
/// When the stream cannot be read, and the errors of `each`.
pub(crate) fn one_article(
    source: &mut Source<'_>,
    each: EachArticle<'_>,
    read: impl FnOnce(&str, &str) -> Result<Imported, ImportProblem>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    (&mut *source.main).take(source.longest.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > source.longest {
        return each(Err(too_large(None, source.longest)));
    }
    let bytes = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    each(decode_utf8(bytes, 1).and_then(|text| read(text, source.name)))
}

/// The problem with a line, or a file of one article, that is too long to be read.
fn too_large(line: impl Into<Option<usize>>, longest: u64) -> ImportProblem {
    let what = format!(
        "is longer than {} MiB, the most for an article; split it, or raise the limit with --max-article MIB",
        longest.div_ceil(1 << 20)
    );
    ImportProblem::new(line, what)
}

/// Bytes as UTF-8. The problem names the line of the first wrong byte; `line` is the number of the first line.
pub(crate) fn decode_utf8(bytes: &[u8], line: usize) -> Result<&str, ImportProblem> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = line + before.iter().filter(|byte| **byte == b'\n').count();
        ImportProblem::new(line, format!("is not UTF-8; {}", advise_utf8_conversion(bytes)))
    })
}
