//! One article source: bytes in, articles and what is wrong with them out.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead};
use std::path::Path;
use std::str::Utf8Error;

use crate::gold::json::{self, JsonError};
use crate::gold::{Annotation, Article, Body, Extra, RemarkTarget, Suggestion, stable_id};
use crate::lang::{self, BROKEN_LINES, Lang, say};
use crate::text::{Text, advise_utf8_conversion};

use super::Problem;
use super::place::line_of;
use super::problem::{said_of_gold, shown};
use super::unpack::{self, Packing};

/// The byte order mark as UTF-8 writes it. At the head of a JSON file it is no part of any value.
pub(super) const BOM: &str = "\u{FEFF}";

/// How many broken lines of one file are told one by one: a file that is no JSONL at all shall not fill the memory.
pub(super) const TOLD: usize = 100;

/// What a file is, by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One article, its text exactly.
    Txt,
    /// One article a line.
    Jsonl(Packing),
    /// One article.
    Json,
}

impl Kind {
    pub(super) fn of(path: &Path) -> Option<Self> {
        let extension = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
        let packing = match extension(path)?.as_str() {
            "txt" => return Some(Self::Txt),
            "jsonl" => return Some(Self::Jsonl(Packing::None)),
            "json" => return Some(Self::Json),
            "gz" => Packing::Gzip,
            "zst" => Packing::Zstd,
            _ => return None,
        };
        let inside = extension(Path::new(path.file_stem()?))?;
        (inside == "jsonl").then_some(Self::Jsonl(packing))
    }
}

/// What is wrong, and in which line.
pub(super) struct Fault {
    line: Option<usize>,
    pub(super) what: String,
    arabic: String,
}

impl Fault {
    fn new(line: impl Into<Option<usize>>, say: impl Fn(Lang) -> String) -> Self {
        Self { line: line.into(), what: say(Lang::En), arabic: say(Lang::Ar) }
    }

    /// A JSON file or line without an article in it.
    fn no_article(line: Option<usize>, error: &JsonError) -> Self {
        Self::new(line, |lang| said_of_gold(lang, error))
    }

    /// As what is wrong with a file.
    pub(super) fn of(self, path: &Path) -> Problem {
        Problem { path: path.to_owned(), line: self.line, what: self.what, arabic: Some(self.arabic) }
    }
}

/// A file of lines that has none.
pub(super) fn no_lines() -> Fault {
    Fault::new(None, |lang| lang::NO_ARTICLES.get(lang).to_owned())
}

/// So many lines of a file beyond those that were told.
pub(super) fn more_faults(count: usize) -> Fault {
    Fault::new(None, |lang| say::more_broken_lines(lang, BROKEN_LINES.count(count)))
}

/// Bytes that are no UTF-8, in this line of the file; without one, where they stop being it.
fn no_text(bytes: &[u8], error: Utf8Error, line: Option<usize>) -> Fault {
    let (found, what) = not_utf8(bytes, error);
    Fault::new(line.or(Some(found)), |lang| say::gold_not_utf8(lang, &what))
}

/// An article with the line where it stands, or what stands there instead.
pub(super) type Found = Result<(Article, Option<usize>), Fault>;

/// Hands over what a file holds, piece by piece in its order, until `each` says no.
///
/// # Errors
/// When the file cannot be opened or read to its end; what was read until then has been handed over.
pub(super) fn read(path: &Path, kind: Kind, mut each: impl FnMut(Found) -> bool) -> io::Result<()> {
    match kind {
        Kind::Txt | Kind::Json => {
            each(whole(path, kind)?.map(|article| (article, None)));
        }
        Kind::Jsonl(packing) => return jsonl(unpack::open(path, packing)?, false, each),
    }
    Ok(())
}

/// What a file of gold holds, with the verdicts as they are. A `.txt` holds none.
///
/// # Errors
/// As [`read`].
pub(super) fn read_gold(
    path: &Path,
    kind: Kind,
    mut each: impl FnMut(Result<(Article, Annotation), Fault>) -> bool,
) -> io::Result<()> {
    match kind {
        Kind::Txt => {}
        Kind::Json => {
            each(whole_json(&fs::read(path)?));
        }
        Kind::Jsonl(packing) => {
            return each_object(unpack::open(path, packing)?, false, |found| each(found.map(|(pair, _)| pair)));
        }
    }
    Ok(())
}

/// Hands over the gold of a stream of lines, which may be empty.
///
/// # Errors
/// When it cannot be read to its end.
pub(super) fn gold_lines(
    lines: impl BufRead,
    mut each: impl FnMut(Result<(Article, Annotation), Fault>) -> bool,
) -> io::Result<()> {
    each_object(lines, true, |found| each(found.map(|(pair, _)| pair)))
}

/// Hands over the articles of a JSONL stream. A file without an article is a mistake; a pipe may have nothing to say.
///
/// # Errors
/// When it cannot be read to its end.
pub(super) fn jsonl(lines: impl BufRead, may_be_empty: bool, mut each: impl FnMut(Found) -> bool) -> io::Result<()> {
    each_object(lines, may_be_empty, |found| {
        each(found.map(|((article, found), line)| (adopted(article, found), line)))
    })
}

/// The text of a `.txt` is every byte of the file, a byte order mark included: so offsets agree with what Python's
/// `open(path, encoding="utf-8", newline="")` reads.
fn txt(stem: &OsStr, bytes: Vec<u8>) -> Result<Article, Fault> {
    let id = shown_unless_text(stem);
    if id.trim().is_empty() {
        return Err(Fault::new(None, |lang| lang::BLANK_NAME.get(lang).to_owned()));
    }
    let raw = String::from_utf8(bytes).map_err(|error| no_text(error.as_bytes(), error.utf8_error(), None))?;
    if is_blank(&raw) {
        return Err(Fault::new(None, |lang| lang::BLANK_TEXT.get(lang).to_owned()));
    }
    Ok(Article { id, text: Text::new(raw), meta: Extra::new(), suggestions: Vec::new() })
}

/// An id is a file name exactly, control characters too; only what is no text at all must be written otherwise.
pub(super) fn shown_unless_text(stem: &OsStr) -> String {
    stem.to_str().map_or_else(|| shown(stem), str::to_owned)
}

fn is_blank(text: &str) -> bool {
    text.strip_prefix(BOM).unwrap_or(text).trim().is_empty()
}

fn whole_json(bytes: &[u8]) -> Result<(Article, Annotation), Fault> {
    let json = std::str::from_utf8(bytes).map_err(|error| no_text(bytes, error, None))?;
    let json = json.strip_prefix(BOM).unwrap_or(json);
    if json.trim().is_empty() {
        return Err(Fault::new(None, |lang| lang::BLANK_FILE.get(lang).to_owned()));
    }
    if json.trim_start().starts_with('[') {
        return Err(Fault::new(None, |lang| say::a_list(lang, ".jsonl")));
    }
    json::read(json).map_err(|error| Fault::no_article(line_of(json, &error), &error))
}

/// One object of a JSONL stream with its line.
type Object = Result<((Article, Annotation), Option<usize>), Fault>;

fn each_object(mut lines: impl BufRead, may_be_empty: bool, mut each: impl FnMut(Object) -> bool) -> io::Result<()> {
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
        let go_on = match object(bytes, number) {
            Ok(pair) => {
                articles += 1;
                each(Ok((pair, Some(number))))
            }
            Err(fault) => {
                faults += 1;
                faults > TOLD || each(Err(fault))
            }
        };
        if !go_on {
            return Ok(());
        }
    }
    if faults > TOLD {
        each(Err(more_faults(faults - TOLD)));
    } else if articles + faults == 0 && !may_be_empty {
        each(Err(no_lines()));
    }
    Ok(())
}

/// A compressed file that cannot be unpacked any further.
pub(super) fn broken_off(line: usize, error: &io::Error) -> Fault {
    Fault::new(line, |lang| say::broken_off(lang, &error.to_string()))
}

/// What one line of a JSONL file holds, a byte order mark at the file's head taken off.
fn object(bytes: &[u8], number: usize) -> Result<(Article, Annotation), Fault> {
    match std::str::from_utf8(bytes) {
        Ok(json) => json::read(json).map_err(|error| Fault::no_article(Some(number), &error)),
        Err(error) => Err(no_text(bytes, error, Some(number))),
    }
}

/// The article of one line of a JSONL file.
pub(super) fn line(bytes: &[u8], number: usize) -> Result<Article, Fault> {
    object(bytes, number).map(|(article, found)| adopted(article, found))
}

/// The article of a file that holds one.
///
/// # Errors
/// When the file cannot be read; inside, what is wrong with what is in it.
pub(super) fn whole(path: &Path, kind: Kind) -> io::Result<Result<Article, Fault>> {
    let bytes = fs::read(path)?;
    Ok(match kind {
        Kind::Txt => txt(path.file_stem().unwrap_or_default(), bytes),
        _ => whole_json(&bytes).map(|(article, found)| adopted(article, found)),
    })
}

/// The line where the bytes stop being UTF-8, and what to say of it.
pub(super) fn not_utf8(bytes: &[u8], error: Utf8Error) -> (usize, String) {
    let (before, after) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
    let byte = after.first().copied().unwrap_or_default();
    let what = format!(
        "is not UTF-8: byte {column} of the line (0x{byte:02X}, after {} bytes of the file) fits no character; {}",
        before.len(),
        advise_utf8_conversion(bytes),
    );
    (line, what)
}

/// What an input article already says is up for review: marks with verdicts and what was pending become suggestions
/// of the article, and keys that this program does not know go with its metadata. What was rejected stays rejected.
///
/// A mark becomes a suggestion under the stable id of what it says, not under its own (`e3`): such a number may mean
/// something else when the file is made anew, and a verdict must not pass to it. Speakers follow.
fn adopted(mut article: Article, annotation: Annotation) -> Article {
    let source = annotation.annotator.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "gold".to_owned());
    let mut taken: HashSet<String> = article.suggestions.iter().map(|suggestion| suggestion.id.clone()).collect();
    let mut free = |mut id: String| {
        while !taken.insert(id.clone()) {
            id.push('\'');
        }
        id
    };
    let remarks = annotation.remarks;
    let pending = annotation.pending.into_iter().map(|mut one| {
        // What was said about it goes along with what is proposed.
        remarks.of(&RemarkTarget::Suggestion(one.id.clone())).put(&mut one.extra);
        Suggestion { id: free(one.id.clone()), ..one }
    });
    let pending: Vec<Suggestion> = pending.collect();
    let mut renamed = HashMap::new();
    let mut marks = Vec::new();
    for mut mark in annotation.gold {
        remarks.of(&mark.remark_target()).put(&mut mark.extra);
        let id = free(stable_id(&article.text, &mark.body));
        renamed.insert(mark.id, id.clone());
        marks.push(Suggestion { id, source: source.clone(), score: None, body: mark.body, extra: mark.extra });
    }
    for mark in &mut marks {
        if let Body::Quote(frame) = &mut mark.body
            && let Some(entity) = frame.speaker.as_mut().and_then(|speaker| speaker.entity.as_mut())
            && let Some(id) = renamed.get(entity)
        {
            entity.clone_from(id);
        }
    }
    article.suggestions.extend(marks);
    article.suggestions.extend(pending);
    for (key, value) in annotation.extra {
        article.meta.entry(key).or_insert(value);
    }
    article
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_jsonl_is_not_told_line_by_line() {
        let mut told = Vec::new();
        jsonl("no\n".repeat(TOLD + 5).as_bytes(), false, |found| {
            told.extend(found.err());
            true
        })
        .unwrap();
        assert_eq!(told.len(), TOLD + 1);
        assert!(told[TOLD].what.contains("5 more broken lines"), "{}", told[TOLD].what);
    }

    /// Every fault of an article is told in Arabic, with nothing in Latin letters but what is foreign to it.
    #[test]
    fn faults_are_told_in_arabic() {
        let many = "no\n".repeat(TOLD + 5);
        let mut faults = Vec::new();
        for lines in ["", &many, r#"{"id":"a"}"#, "\u{FEFF}[]"] {
            jsonl(lines.as_bytes(), false, |found| {
                faults.extend(found.err());
                true
            })
            .unwrap();
        }
        jsonl(&b"{\"id\":\"\xC7\"}"[..], false, |found| {
            faults.extend(found.err());
            true
        })
        .unwrap();
        for json in ["", "[{}]", "{"] {
            faults.extend(whole_json(json.as_bytes()).err());
        }
        for (name, text) in [(" ", "x"), ("a", " \n"), ("a", "\0x")] {
            faults.extend(txt(OsStr::new(name), text.as_bytes().to_owned()).err());
        }
        faults.extend(txt(OsStr::new("a"), vec![b'a', 0xC7]).err());
        faults.push(broken_off(3, &io::Error::other("damaged")));
        assert_eq!(faults.len(), 2 + TOLD + 2 + 1 + 3 + 2 + 1 + 1);
        for fault in faults {
            let problem = fault.of(Path::new("a.jsonl"));
            let arabic = problem.arabic.unwrap();
            let own: String =
                arabic.split(lang::ISOLATE).map(|part| part.split(lang::END_ISOLATE).next_back().unwrap()).collect();
            let own = own.replace("JSON", "").replace("UTF-8", "");
            assert!(!own.chars().any(|c| c.is_ascii_alphabetic()), "{}: {own}", problem.what);
        }
    }

    #[test]
    fn marks_of_a_gold_file_are_up_for_review() {
        let line = r#"{"id":"a","text":"قال سامي: «نعم» في باريس","annotator":"sara","url":"http://x","meta":{"n":1},
            "entities":[{"id":"e1","start":4,"end":8,"label":"PER","verdict":"added","note":"sure"},
                        {"id":"s-9","start":19,"end":24,"label":"LOC","source":"m@1","score":0.5}],
            "quotes":[{"id":"q1","kind":"direct","content":[{"start":11,"end":14}],"verdict":"added",
                       "speaker":{"start":4,"end":8,"entity":"e1"}}],
            "pending":[{"layer":"entity","id":"s-9","start":4,"end":8,"label":"ORG","source":"m@2","score":0.1}],
            "rejected":[{"layer":"entity","id":"r","start":0,"end":3,"label":"PER","source":"m@2"}]}"#;
        let (article, annotation) = json::read(&line.replace('\n', " ")).unwrap();
        let article = adopted(article, annotation);
        let found: Vec<(&str, Option<f64>, &str)> =
            article.suggestions.iter().map(|s| (s.source.as_str(), s.score, s.body.label())).collect();
        let expected =
            [("m@1", Some(0.5), "LOC"), ("sara", None, "PER"), ("sara", None, "direct"), ("m@2", Some(0.1), "ORG")];
        assert_eq!(found, expected);
        let ids: HashSet<&str> = article.suggestions.iter().map(|suggestion| suggestion.id.as_str()).collect();
        assert_eq!(ids.len(), 4);
        let [_, person, quote, _] = article.suggestions.as_slice() else { panic!() };
        assert_eq!(person.id, stable_id(&article.text, &person.body));
        assert_eq!(person.extra["note"], "sure");
        let speaker = quote.body.frame().unwrap().speaker.clone().unwrap();
        assert_eq!(speaker.entity.as_ref(), Some(&person.id));
        assert_eq!((&article.meta["n"], &article.meta["url"]), (&1.into(), &"http://x".into()));
    }
}
