//! Lines of a stream, one at a time.

use std::io::{self, BufRead};

use crate::formats::import::{EachArticle, ImportProblem, Imported, Source};
use crate::text::advise_utf8_conversion;

/// The byte order mark as UTF-8 writes it.
const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// Takes a line with its number.
type EachLine<'a> = &'a mut dyn FnMut(usize, Result<&str, ImportProblem>) -> io::Result<()>;

/// Hands over each line with its number, without its line end and the stream's byte order mark. Stops when `each` says
/// so.
///
/// # Errors
/// When the stream cannot be read, and what `each` gives.
pub(in crate::formats) fn each_line(stream: &mut dyn BufRead, each: EachLine<'_>) -> io::Result<()> {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        number += 1;
        let mut bytes = line.as_slice();
        if number == 1 {
            bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
        }
        bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        each(number, utf8(bytes, number))?;
    }
}

/// Hands over the article of each line that is not blank; `read` is given the line, the source's name and the number.
///
/// # Errors
/// When the stream cannot be read, and what `each` gives.
pub(in crate::formats) fn each_article(
    source: &mut Source<'_>,
    each: EachArticle<'_>,
    read: &mut dyn FnMut(&str, &str, usize) -> Result<Imported, String>,
) -> io::Result<()> {
    let name = source.name.to_owned();
    each_line(source.main, &mut |number, line| match line {
        Ok(line) if line.trim().is_empty() => Ok(()),
        Ok(line) => each(read(line, &name, number).map_err(|what| ImportProblem::new(number, what))),
        Err(fault) => each(Err(fault)),
    })
}

/// Text, or where it is none.
pub(in crate::formats) fn utf8(bytes: &[u8], line: usize) -> Result<&str, ImportProblem> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = line + before.iter().filter(|byte| **byte == b'\n').count();
        ImportProblem::new(line, format!("is not UTF-8; {}", advise_utf8_conversion(bytes)))
    })
}

/// All of a stream as text, without its byte order mark.
///
/// # Errors
/// When it cannot be read; the inner one when it is no text.
pub(in crate::formats) fn whole(stream: &mut dyn BufRead) -> io::Result<Result<String, ImportProblem>> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let bytes = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    Ok(utf8(bytes, 1).map(str::to_owned))
}
