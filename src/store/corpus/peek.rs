//! Peeking at an article: its id and its title, found without parsing all of it.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::gold::title_of;
use crate::store::input::open_input;

use super::fault::SourceFault;
use super::kind::SourceKind;
use super::source;

/// The title is first looked for in so many bytes of the JSON string. A whole title fits, even if each letter is an
/// escape.
const BEGINNING_BYTES: usize = 1024;

/// So many bytes of a `.txt` are read for its title. Most files are shorter, and are then checked as a whole.
const PEEK_BYTES: u64 = 64 * 1024;

/// An id and a title, or the fault in their place.
pub(crate) type PeekedHeading = Result<(String, String), SourceFault>;

/// A line that holds an article without annotation. If one of the optional keys is there, the line must be parsed as a
/// whole, because these keys can have faults.
#[derive(Deserialize)]
struct PlainLine<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    text: &'a RawValue,
    #[serde(default, borrow)]
    meta: PlainMeta<'a>,
    schema: Option<IgnoredAny>,
    text_sha256: Option<IgnoredAny>,
    offset_unit: Option<IgnoredAny>,
    status: Option<IgnoredAny>,
    entities: Option<IgnoredAny>,
    quotes: Option<IgnoredAny>,
    rejected: Option<IgnoredAny>,
    pending: Option<IgnoredAny>,
}

#[derive(Deserialize, Default)]
struct PlainMeta<'a> {
    #[serde(default, borrow)]
    title: Option<Cow<'a, str>>,
}

/// Finds the id and the title of a line of JSONL: quickly if it holds only an article, otherwise by parsing all of it.
pub(crate) fn peek_line(bytes: &[u8], number: usize) -> PeekedHeading {
    match std::str::from_utf8(bytes).ok().and_then(peek_plain_line) {
        Some(heading) => Ok(heading),
        None => source::article_of_line(bytes, number).map(|article| (article.id.clone(), article.title().to_owned())),
    }
}

fn peek_plain_line(json: &str) -> Option<(String, String)> {
    let line: PlainLine<'_> = serde_json::from_str(json).ok()?;
    let others = [line.schema, line.text_sha256, line.offset_unit, line.status];
    let spans = [line.entities, line.quotes, line.rejected, line.pending];
    if others.iter().chain(&spans).any(Option::is_some) || line.id.trim().is_empty() {
        return None;
    }
    let beginning = decode_beginning(line.text.get())?;
    // A text without a word in its beginning may have no word at all, which is a fault.
    let first = Some(title_of(&beginning)).filter(|title| !title.is_empty())?;
    let title = line.meta.title.map_or_else(|| first.to_owned(), Cow::into_owned);
    Some((line.id.into_owned(), title))
}

/// Decodes the beginning of a JSON string: [`BEGINNING_BYTES`] of it, or a few less.
fn decode_beginning(raw: &str) -> Option<String> {
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inside.len() <= BEGINNING_BYTES {
        return serde_json::from_str(raw).ok();
    }
    let edge = (0..=BEGINNING_BYTES).rev().find(|at| inside.is_char_boundary(*at))?;
    let cut = inside.get(..edge)?;
    // Do not cut inside an escape. The longest is a pair of 12 bytes: `\uD83D\uDE00`.
    let edge = match cut.char_indices().rev().take(12).filter(|(_, c)| *c == '\\').last() {
        Some((escape, _)) => escape,
        None => edge,
    };
    serde_json::from_str(&format!("\"{}\"", inside.get(..edge)?)).ok()
}

/// Finds the id and the title of a file that holds one article. Only the beginning of a long `.txt` is read.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn peek_file(path: &Path, kind: SourceKind) -> io::Result<PeekedHeading> {
    if kind == SourceKind::Txt {
        let mut file = open_input(path)?;
        let mut bytes = Vec::new();
        file.by_ref().take(PEEK_BYTES).read_to_end(&mut bytes)?;
        let id = source::id_from_stem(path.file_stem().unwrap_or_default());
        if bytes.len() as u64 == PEEK_BYTES && !id.trim().is_empty() {
            let valid = match std::str::from_utf8(&bytes) {
                Ok(_) => bytes.len(),
                // The last character is cut.
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                Err(_) => 0,
            };
            let text = bytes.get(..valid).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
            let title = title_of(text);
            if !title.is_empty() {
                return Ok(Ok((id, title.to_owned())));
            }
        }
    }
    let article = source::article_of_file(path, kind)?;
    Ok(article.map(|article| (article.id.clone(), article.title().to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The quick way finds the same as parsing the whole line.
        #[test]
        fn peeking_agrees_with_parsing_the_whole_line(
            id in "[ab ]{0,2}", text in "[ \n\t\"\\\\اب😀]{0,30}", repeat in 1_usize..60, title in prop::option::of("[اب ]{0,3}"),
            other in prop::option::of("[a-z]{1,3}"),
        ) {
            let mut object = serde_json::json!({ "id": id, "text": text.repeat(repeat) });
            if let Some(title) = title {
                object["meta"] = serde_json::json!({ "title": title, "n": 1 });
            }
            if let Some(other) = other {
                object[other] = 7.into();
            }
            for json in [object.to_string(), object.to_string().replace('ا', "\\u0627").replace('😀', "\\ud83d\\ude00")] {
                let whole = source::article_of_line(json.as_bytes(), 1).map(|article| (article.id.clone(), article.title().to_owned()));
                let quick = peek_line(json.as_bytes(), 1);
                let kept = |head: PeekedHeading| {
                    let mut headings = crate::gold::Headings::default();
                    let (id, title) = head.map_err(|fault| fault.what)?;
                    headings.push(&id, &title);
                    Ok::<_, String>(headings)
                };
                prop_assert_eq!(kept(quick), kept(whole), "{}", json);
            }
        }
    }

    #[test]
    fn a_line_with_annotation_is_parsed() {
        let bad = r#"{"id": "a", "text": "نص", "entities": [{"start": 0, "end": 9, "label": "PER"}]}"#;
        assert!(peek_line(bad.as_bytes(), 1).is_err());
        assert!(peek_line(b"{\"id\": \"a\", \"text\": \"x\", \"text_sha256\": \"0\"}", 1).is_err());
        assert!(peek_line(b"{\"id\": \"a\", \"text\": \"\xC7\"}", 1).is_err());
        assert!(
            peek_plain_line(r#"{"id": "a", "text": "نص", "url": "x", "meta": {"n": [1]}}"#).is_some(),
            "the quick way is taken"
        );
    }

    #[test]
    fn long_texts_have_a_title() {
        for (front, escapes) in [(1, 0), (1000, 300), (1019, 3), (1023, 1), (1024, 0), (1100, 2)] {
            let text = format!("{}{}{}", "x".repeat(front), "\\\"\n".repeat(escapes), "ع".repeat(700));
            let json = serde_json::json!({ "id": "a", "text": text }).to_string();
            let (_, title) = peek_line(json.as_bytes(), 1).ok().unwrap();
            assert!(title.starts_with(&"x".repeat(front.min(190))), "{title}");
        }
    }
}
