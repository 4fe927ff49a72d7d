//! Parsing article files and streams: bytes in; articles and faults out.

use std::ffi::OsStr;
use std::io::{self, BufRead};
use std::path::Path;

use crate::gold::json;
use crate::gold::{Annotation, Article, Extra};
use crate::lang::{self, say};
use crate::store::gold::reader::{ReadGold, add_journal};
use crate::store::input::{InputKind, LineError, LineReader, megabytes, read_input};
use crate::store::locate::{BOM, line_of};
use crate::store::problem::printable;
use crate::text::Text;

use super::adopt::adopt_gold;
use super::fault::{SourceFault, broken_off, invalid_utf8, no_articles, too_large, unreported_faults};
use super::kind::SourceKind;
use super::unpack;

/// The number of broken lines of a file that are reported one by one. A file that is not JSONL at all must not fill the
/// memory.
pub(crate) const MAX_REPORTED: usize = 100;

/// The rule for a file or a stream without any article: it is a problem, or it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EmptySource {
    /// A file should hold an article.
    IsFault,
    /// A pipe may be empty.
    IsFine,
}

/// An article with its annotation, or the fault in its place.
type GoldObject = Result<(Article, Annotation), SourceFault>;

/// Calls `each` for every article of a gold file with its annotation, until it returns false. A `.txt` holds no gold.
///
/// # Errors
/// When the file cannot be opened or read to its end. `each` was called for what was read until then.
pub(crate) fn read_gold(path: &Path, kind: SourceKind, mut each: impl FnMut(GoldObject) -> bool) -> io::Result<()> {
    match kind {
        SourceKind::Txt => Ok(()),
        SourceKind::Json => {
            each(parse_file(&read_input(path, InputKind::Article)?));
            Ok(())
        }
        SourceKind::Jsonl(compression) => {
            each_object(unpack::open_source(path, compression)?, EmptySource::IsFault, each)
        }
    }
}

/// Calls `each` for the gold of every line of a stream, until it returns false. The stream may be empty.
///
/// # Errors
/// When the stream cannot be read to its end.
pub(crate) fn read_gold_lines(lines: impl BufRead, each: impl FnMut(GoldObject) -> bool) -> io::Result<()> {
    each_object(lines, EmptySource::IsFine, each)
}

/// The article of a `.txt`. Its text is every byte of the file, also a byte order mark. So offsets agree with Python's
/// `open(path, encoding="utf-8", newline="").read()`.
fn article_of_txt(stem: &OsStr, bytes: Vec<u8>) -> Result<Article, SourceFault> {
    let id = id_from_stem(stem);
    if id.trim().is_empty() {
        return Err(SourceFault::new(None, |lang| lang::BLANK_NAME.get(lang).to_owned()));
    }
    let raw = String::from_utf8(bytes).map_err(|error| invalid_utf8(error.as_bytes(), error.utf8_error(), None))?;
    if is_blank(&raw) {
        return Err(SourceFault::new(None, |lang| lang::BLANK_TEXT.get(lang).to_owned()));
    }
    Ok(Article { id, text: Text::new(raw), meta: Extra::new(), suggestions: Vec::new() })
}

/// The id of the article in a file with this stem: the stem itself, control characters included. Bytes that are not
/// UTF-8 are written as [`printable`] does.
pub(crate) fn id_from_stem(stem: &OsStr) -> String {
    stem.to_str().map_or_else(|| printable(stem), str::to_owned)
}

/// Returns true for a text of white space only.
fn is_blank(text: &str) -> bool {
    text.strip_prefix(BOM).unwrap_or(text).trim().is_empty()
}

/// Parses a `.json` file.
fn parse_file(bytes: &[u8]) -> GoldObject {
    let json = std::str::from_utf8(bytes).map_err(|error| invalid_utf8(bytes, error, None))?;
    let json = json.strip_prefix(BOM).unwrap_or(json);
    if json.trim().is_empty() {
        return Err(SourceFault::new(None, |lang| lang::BLANK_FILE.get(lang).to_owned()));
    }
    if json.trim_start().starts_with('[') {
        return Err(SourceFault::new(None, |lang| say::a_list(lang, ".jsonl")));
    }
    json::read(json).map_err(|error| SourceFault::invalid_json(line_of(json, &error), &error))
}

fn each_object(lines: impl BufRead, empty: EmptySource, mut each: impl FnMut(GoldObject) -> bool) -> io::Result<()> {
    let mut lines = LineReader::new(lines);
    let mut line = Vec::new();
    let (mut number, mut articles, mut faults) = (0, 0, 0_usize);
    loop {
        let too_long = match lines.read_line(&mut line) {
            Ok(0) => break,
            Ok(_) => None,
            Err(LineError::TooLong { what, .. }) => Some(what),
            Err(LineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                each(Err(broken_off(number + 1, &error)));
                return Ok(());
            }
            Err(LineError::Io(error)) => return Err(error),
        };
        number += 1;
        if let Some(what) = too_long {
            faults += 1;
            if faults <= MAX_REPORTED && !each(Err(too_large(number, &what))) {
                return Ok(());
            }
            continue;
        }
        let mut bytes = line.as_slice();
        if number == 1 {
            bytes = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let more_wanted = match parse_line(bytes, number) {
            Ok(pair) => {
                articles += 1;
                each(Ok(pair))
            }
            Err(fault) => {
                faults += 1;
                faults > MAX_REPORTED || each(Err(fault))
            }
        };
        if !more_wanted {
            return Ok(());
        }
    }
    if faults > MAX_REPORTED {
        each(Err(unreported_faults(faults - MAX_REPORTED)));
    } else if articles + faults == 0 && empty == EmptySource::IsFault {
        each(Err(no_articles()));
    }
    Ok(())
}

/// Parses a line of a JSONL file. A byte order mark at the file's beginning must be taken off before.
fn parse_line(bytes: &[u8], number: usize) -> GoldObject {
    match std::str::from_utf8(bytes) {
        Ok(json) => json::read(json).map_err(|error| SourceFault::invalid_json(Some(number), &error)),
        Err(error) => Err(invalid_utf8(bytes, error, Some(number))),
    }
}

/// The article of a line of a JSONL file.
pub(crate) fn article_of_line(bytes: &[u8], number: usize) -> Result<Article, SourceFault> {
    parse_line(bytes, number).map(|(article, found)| adopt_gold(article, found)).and_then(with_short_paragraphs)
}

/// Refuses an article with a paragraph that is longer than can be laid out in a fair amount of memory.
fn with_short_paragraphs(article: Article) -> Result<Article, SourceFault> {
    let limit = InputKind::Paragraph.longest();
    if article.text.len() as u64 <= limit {
        return Ok(article);
    }
    match article.text.as_str().split('\n').find(|line| line.len() as u64 > limit) {
        None => Ok(article),
        Some(line) => {
            let (has, most) = (megabytes(line.len() as u64), megabytes(limit));
            let what = format!(
                "a paragraph of {:?} has {has}, more than {most}; {}",
                article.id,
                InputKind::Paragraph.remedy()
            );
            Err(SourceFault::new(None, |lang| say::cannot_be_read(lang, &what)))
        }
    }
}

/// The article of a file that holds one article, or the fault in the file. A file of a gold folder is read together with its
/// journal.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn article_of_file(path: &Path, kind: SourceKind) -> io::Result<Result<Article, SourceFault>> {
    let bytes = read_input(path, InputKind::Article)?;
    Ok(match kind {
        SourceKind::Txt => article_of_txt(path.file_stem().unwrap_or_default(), bytes).and_then(with_short_paragraphs),
        _ => parse_file(&bytes).and_then(|(article, found)| {
            let ReadGold { article, annotation, .. } = add_journal(path, article, found)?;
            with_short_paragraphs(adopt_gold(article, annotation))
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_jsonl_is_not_reported_line_by_line() {
        let mut told = Vec::new();
        each_object("no\n".repeat(MAX_REPORTED + 5).as_bytes(), EmptySource::IsFault, |found| {
            told.extend(found.err());
            true
        })
        .unwrap();
        assert_eq!(told.len(), MAX_REPORTED + 1);
        assert!(told[MAX_REPORTED].what.contains("5 more broken lines"), "{}", told[MAX_REPORTED].what);
    }

    /// Every fault is described in Arabic. Only foreign parts of the message have Latin letters.
    #[test]
    fn faults_are_described_in_arabic() {
        let many = "no\n".repeat(MAX_REPORTED + 5);
        let mut faults = Vec::new();
        for lines in ["", &many, r#"{"id":"a"}"#, "\u{FEFF}[]"] {
            each_object(lines.as_bytes(), EmptySource::IsFault, |found| {
                faults.extend(found.err());
                true
            })
            .unwrap();
        }
        each_object(&b"{\"id\":\"\xC7\"}"[..], EmptySource::IsFault, |found| {
            faults.extend(found.err());
            true
        })
        .unwrap();
        for json in ["", "[{}]", "{"] {
            faults.extend(parse_file(json.as_bytes()).err());
        }
        for (name, text) in [(" ", "x"), ("a", " \n"), ("a", "\0x")] {
            faults.extend(article_of_txt(OsStr::new(name), text.as_bytes().to_owned()).err());
        }
        faults.extend(article_of_txt(OsStr::new("a"), vec![b'a', 0xC7]).err());
        faults.push(broken_off(3, &io::Error::other("damaged")));
        assert_eq!(faults.len(), 2 + MAX_REPORTED + 2 + 1 + 3 + 2 + 1 + 1);
        for fault in faults {
            let problem = fault.into_problem(Path::new("a.jsonl"));
            let arabic = problem.arabic.unwrap();
            let own: String =
                arabic.split(lang::ISOLATE).map(|part| part.split(lang::END_ISOLATE).next_back().unwrap()).collect();
            let own = own.replace("JSON", "").replace("UTF-8", "");
            assert!(!own.chars().any(|c| c.is_ascii_alphabetic()), "{}: {own}", problem.what);
        }
    }
}
