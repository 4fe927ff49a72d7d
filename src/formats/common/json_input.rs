//! Reads the JSON values of a file, whether they are lines, a list or values that follow each other.

use std::io::{self, BufRead, Read};

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::formats::import::{EachArticle, ImportProblem, Imported, Source};

use super::json_values::each_value;
use super::lines::each_line;

/// Reads the articles of a JSON value. It gets the value, the name of the source and the number of the line or item.
pub(crate) type ReadValue<'a> = &'a mut dyn FnMut(Value, &str, usize) -> Result<Vec<Result<Imported, String>>, String>;

/// Reads articles from the JSON values of a file: lines, the items of one list, or values over several lines.
///
/// # Errors
/// When the stream cannot be read, and the errors of `each`.
pub(crate) fn each_json_article(source: &mut Source<'_>, each: EachArticle<'_>, read: ReadValue<'_>) -> io::Result<()> {
    let name = source.name.to_owned();
    let mut first = Vec::new();
    // Blank lines and the byte order mark come before the first value.
    loop {
        let taken = (&mut *source.main).take(source.longest).read_until(b'\n', &mut first)?;
        let line = first.get(first.len() - taken..).unwrap_or_default();
        if taken == 0 || !line.iter().all(u8::is_ascii_whitespace) {
            break;
        }
    }
    let is_lines = is_first_of_lines(&first);
    let longest = source.longest;
    let mut stream = (&*first).chain(&mut *source.main);
    if is_lines {
        let mut lines = Source { name: &name, main: &mut stream, longest, companion: None, options: source.options };
        return each_line(&mut lines, &mut |number, line| match line {
            Ok(line) if line.trim().is_empty() => Ok(()),
            Ok(line) => match serde_json::from_str(line) {
                Ok(value) => give(read(value, &name, number), number, each),
                Err(error) => {
                    let what = format!("is not JSON: {error}; correct the line");
                    each(Err(ImportProblem::new(number, what)))
                }
            },
            Err(problem) => each(Err(problem)),
        });
    }
    let mut number = 0;
    let outcome = each_value(&mut stream, &mut |line, value| {
        number += 1;
        give(read(value, &name, number), line, each)
    })?;
    outcome.or_else(|problem| each(Err(problem)))
}

fn give(found: Result<Vec<Result<Imported, String>>, String>, line: usize, each: EachArticle<'_>) -> io::Result<()> {
    match found {
        Ok(articles) => {
            articles.into_iter().try_for_each(|article| each(article.map_err(|what| ImportProblem::new(line, what))))
        }
        Err(what) => each(Err(ImportProblem::new(line, what))),
    }
}

/// True if the first line is a record of its own: an object, or a pair of a text and its annotations. Any other list holds
/// records.
fn is_first_of_lines(line: &[u8]) -> bool {
    let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line).trim_ascii();
    // A list may be the whole file, so it is parsed here only if it begins with a text, as a pair does.
    if let Some(items) = line.strip_prefix(b"[") {
        let is_pair =
            |items: Vec<Value>| matches!(items.as_slice(), [Value::String(_), Value::Object(_) | Value::Array(_)]);
        return items.trim_ascii_start().starts_with(b"\"") && serde_json::from_slice(line).is_ok_and(is_pair);
    }
    match serde_json::from_slice::<IgnoredAny>(line) {
        Ok(_) => true,
        Err(_) => {
            // A line that is not JSON among lines: the others are read. A list or an object over several lines begins so too.
            let words = String::from_utf8_lossy(line);
            let words = words.trim();
            !words.starts_with(['[', '{']) || words.len() > 1 && words.ends_with('}') && words.starts_with('{')
        }
    }
}
