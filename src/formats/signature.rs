//! Signatures: the first bytes of a file show which format wrote it. So an export replaces only files of its own format.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// The most bytes that are read of a line. A longer first line is not recognised.
const LONGEST_LINE: u64 = 256 * 1024 * 1024;

/// The number of bytes at the beginning of a file in which [`Signature::Contains`] looks.
const BEGINNING: u64 = 4096;

/// The mark by which files of one kind are recognised.
#[derive(Debug, Clone, Copy)]
pub enum Signature {
    /// Lines of JSON. The first line is an object that has all keys of one of the first lists and none of the second.
    JsonLines(&'static [&'static [&'static str]], &'static [&'static str]),
    /// A JSON object, or a list of objects. The first object has all keys of the first list and none of the second.
    Json(&'static [&'static str], &'static [&'static str]),
    /// A text that begins with these words.
    Begins(&'static str),
    /// A text with these words near its beginning.
    Contains(&'static str),
    /// A text whose first line passes this test. An empty text passes too.
    FirstLine(fn(&str) -> bool),
    /// A file with no mark of its own. It belongs to the file with the same name and this extension beside it.
    Beside(&'static str),
}

/// Lines of gold JSON, with or without verdicts: what `export --to jsonl`, `import` and `suggest` write.
pub const GOLD_LINES: Signature = Signature::JsonLines(&[&["schema", "id", "offset_unit", "status"]], &[]);

impl Signature {
    /// True if a file that begins so may be of this kind. An empty file may be of any kind, because nothing is lost with it.
    /// For [`Signature::Beside`], `file` is the file beside the one in question.
    ///
    /// ```
    /// use tawsim::formats::GOLD_LINES;
    /// assert!(GOLD_LINES.recognises(&mut &br#"{"schema":"tawsim/1","id":"a","offset_unit":"codepoint","status":"done"}"#[..])?);
    /// assert!(!GOLD_LINES.recognises(&mut &br#"{"id":"a","text":"b"}"#[..])?);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn recognises(&self, file: &mut dyn BufRead) -> io::Result<bool> {
        if file.fill_buf()?.is_empty() {
            return Ok(true);
        }
        match self {
            Self::JsonLines(present, absent) => {
                let keys = serde_json::from_slice::<Keys>(&first_line(file)?).unwrap_or_default();
                Ok(present.iter().any(|list| keys.have(list)) && keys.lack(absent))
            }
            Self::Json(present, absent) => {
                let keys = first_object(file)?;
                Ok(keys.have(present) && keys.lack(absent))
            }
            Self::Begins(words) => Ok(beginning(file)?.starts_with(words)),
            Self::Contains(words) => Ok(beginning(file)?.contains(words)),
            Self::FirstLine(test) => {
                let line = first_line(file)?;
                Ok(std::str::from_utf8(&line).is_ok_and(|line| test(line.trim_end_matches(['\n', '\r']))))
            }
            Self::Beside(_) => Ok(false),
        }
    }
}

fn first_line(file: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    file.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
    Ok(line)
}

fn beginning(file: &mut dyn BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.take(BEGINNING).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The keys of the first object of a file; none if the file is not JSON.
fn first_object(file: &mut dyn BufRead) -> io::Result<Keys> {
    let mut in_list = false;
    while let Some(byte) = file.fill_buf()?.first() {
        match byte {
            b'[' if !in_list => in_list = true,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => break,
        }
        file.consume(1);
    }
    Ok(serde_json::Deserializer::from_reader(file).into_iter::<Keys>().next().and_then(Result::ok).unwrap_or_default())
}

/// The keys of a JSON object.
#[derive(Default)]
struct Keys(HashSet<String>);

impl Keys {
    fn have(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.0.contains(*key))
    }

    fn lack(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| !self.0.contains(*key))
    }
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeysVisitor;

        impl<'de> Visitor<'de> for KeysVisitor {
            type Value = Keys;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = HashSet::new();
                while let Some((key, IgnoredAny)) = map.next_entry::<String, IgnoredAny>()? {
                    keys.insert(key);
                }
                Ok(Keys(keys))
            }
        }

        deserializer.deserialize_map(KeysVisitor)
    }
}
