//! One article source: bytes in, articles and what is wrong with them out.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead};
use std::path::Path;

use crate::gold::json;
use crate::gold::{Annotation, Article, Extra};
use crate::lang::{self, say};
use crate::store::locate::{BOM, line_of};
use crate::store::problem::printable;
use crate::text::Text;

use super::adopt::adopt_gold;
use super::fault::{SourceFault, broken_off, invalid_utf8, no_articles, unreported_faults};
use super::kind::SourceKind;
use super::unpack;

/// How many broken lines of one file are told one by one: a file that is no JSONL at all shall not fill the memory.
pub(crate) const MAX_REPORTED: usize = 100;

/// An article with the line where it stands, or what stands there instead.
pub(crate) type SourceArticle = Result<(Article, Option<usize>), SourceFault>;

/// Hands over what a file holds, piece by piece in its order, until `each` says no.
///
/// # Errors
/// When the file cannot be opened or read to its end; what was read until then has been handed over.
pub(crate) fn read_articles(
    path: &Path,
    kind: SourceKind,
    mut each: impl FnMut(SourceArticle) -> bool,
) -> io::Result<()> {
    match kind {
        SourceKind::Txt | SourceKind::Json => {
            each(article_of_file(path, kind)?.map(|article| (article, None)));
        }
        SourceKind::Jsonl(packing) => return read_jsonl(unpack::open_source(path, packing)?, false, each),
    }
    Ok(())
}

/// What a file of gold holds, with the verdicts as they are. A `.txt` holds none.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_gold(
    path: &Path,
    kind: SourceKind,
    mut each: impl FnMut(Result<(Article, Annotation), SourceFault>) -> bool,
) -> io::Result<()> {
    match kind {
        SourceKind::Txt => {}
        SourceKind::Json => {
            each(parse_file(&fs::read(path)?));
        }
        SourceKind::Jsonl(packing) => {
            return each_object(unpack::open_source(path, packing)?, false, |found| each(found.map(|(pair, _)| pair)));
        }
    }
    Ok(())
}

/// Hands over the gold of a stream of lines, which may be empty.
///
/// # Errors
/// When it cannot be read to its end.
pub(crate) fn read_gold_lines(
    lines: impl BufRead,
    mut each: impl FnMut(Result<(Article, Annotation), SourceFault>) -> bool,
) -> io::Result<()> {
    each_object(lines, true, |found| each(found.map(|(pair, _)| pair)))
}

/// Hands over the articles of a JSONL stream. A file without an article is a mistake; a pipe may have nothing to say.
///
/// # Errors
/// When it cannot be read to its end.
pub(crate) fn read_jsonl(
    lines: impl BufRead,
    may_be_empty: bool,
    mut each: impl FnMut(SourceArticle) -> bool,
) -> io::Result<()> {
    each_object(lines, may_be_empty, |found| {
        each(found.map(|((article, found), line)| (adopt_gold(article, found), line)))
    })
}

/// The text of a `.txt` is every byte of the file, a byte order mark included: so offsets agree with what Python's
/// `open(path, encoding="utf-8", newline="")` reads.
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

/// An id is a file name exactly, control characters too; only what is no text at all must be written otherwise.
pub(crate) fn id_from_stem(stem: &OsStr) -> String {
    stem.to_str().map_or_else(|| printable(stem), str::to_owned)
}

fn is_blank(text: &str) -> bool {
    text.strip_prefix(BOM).unwrap_or(text).trim().is_empty()
}

fn parse_file(bytes: &[u8]) -> Result<(Article, Annotation), SourceFault> {
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

/// One object of a JSONL stream with its line.
type GoldObject = Result<((Article, Annotation), Option<usize>), SourceFault>;

fn each_object(
    mut lines: impl BufRead,
    may_be_empty: bool,
    mut each: impl FnMut(GoldObject) -> bool,
) -> io::Result<()> {
    let mut line = Vec::new();
    let (mut number, mut articles, mut faults) = (0, 0, 0_usize);
    loop {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => number += 1,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                each(Err(broken_off(number + 1, &error)));
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        let mut bytes = line.as_slice();
        if number == 1 {
            bytes = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let go_on = match parse_line(bytes, number) {
            Ok(pair) => {
                articles += 1;
                each(Ok((pair, Some(number))))
            }
            Err(fault) => {
                faults += 1;
                faults > MAX_REPORTED || each(Err(fault))
            }
        };
        if !go_on {
            return Ok(());
        }
    }
    if faults > MAX_REPORTED {
        each(Err(unreported_faults(faults - MAX_REPORTED)));
    } else if articles + faults == 0 && !may_be_empty {
        each(Err(no_articles()));
    }
    Ok(())
}

/// What one line of a JSONL file holds, a byte order mark at the file's head taken off.
fn parse_line(bytes: &[u8], number: usize) -> Result<(Article, Annotation), SourceFault> {
    match std::str::from_utf8(bytes) {
        Ok(json) => json::read(json).map_err(|error| SourceFault::invalid_json(Some(number), &error)),
        Err(error) => Err(invalid_utf8(bytes, error, Some(number))),
    }
}

/// The article of one line of a JSONL file.
pub(crate) fn article_of_line(bytes: &[u8], number: usize) -> Result<Article, SourceFault> {
    parse_line(bytes, number).map(|(article, found)| adopt_gold(article, found))
}

/// The article of a file that holds one.
///
/// # Errors
/// When the file cannot be read; inside, what is wrong with what is in it.
pub(crate) fn article_of_file(path: &Path, kind: SourceKind) -> io::Result<Result<Article, SourceFault>> {
    let bytes = fs::read(path)?;
    Ok(match kind {
        SourceKind::Txt => article_of_txt(path.file_stem().unwrap_or_default(), bytes),
        _ => parse_file(&bytes).map(|(article, found)| adopt_gold(article, found)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_jsonl_is_not_told_line_by_line() {
        let mut told = Vec::new();
        read_jsonl("no\n".repeat(MAX_REPORTED + 5).as_bytes(), false, |found| {
            told.extend(found.err());
            true
        })
        .unwrap();
        assert_eq!(told.len(), MAX_REPORTED + 1);
        assert!(told[MAX_REPORTED].what.contains("5 more broken lines"), "{}", told[MAX_REPORTED].what);
    }

    /// Every fault of an article is told in Arabic, with nothing in Latin letters but what is foreign to it.
    #[test]
    fn faults_are_told_in_arabic() {
        let many = "no\n".repeat(MAX_REPORTED + 5);
        let mut faults = Vec::new();
        for lines in ["", &many, r#"{"id":"a"}"#, "\u{FEFF}[]"] {
            read_jsonl(lines.as_bytes(), false, |found| {
                faults.extend(found.err());
                true
            })
            .unwrap();
        }
        read_jsonl(&b"{\"id\":\"\xC7\"}"[..], false, |found| {
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
