//! Reads the JSON values of a stream, one at a time: the items of a list, or values that follow each other.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::Value;

use crate::formats::import::ImportProblem;

/// Receives a value with the number of the line in which it begins.
type EachValue<'a> = &'a mut dyn FnMut(usize, Value) -> io::Result<()>;

/// Gives the values of a stream: the items of the list if it begins with one, else all values. Reading ends at the first
/// text that is not JSON.
///
/// # Errors
/// When the stream cannot be read, and the errors of `each`. The inner error says that the stream is not JSON.
pub(crate) fn each_value(stream: &mut dyn BufRead, each: EachValue<'_>) -> io::Result<Result<(), ImportProblem>> {
    let line = Cell::new(1);
    let first = skip_blank(stream, &line)?;
    let mut outcome = Ok(());
    let read = if first == Some(b'[') {
        let mut json = serde_json::Deserializer::from_reader(LineCounter { stream, line: &line });
        let list = ListVisitor { line: &line, each, outcome: &mut outcome };
        json.deserialize_seq(list).and_then(|()| json.end())
    } else {
        loop {
            if skip_blank(stream, &line)?.is_none() {
                break Ok(());
            }
            let at = line.get();
            let mut json = serde_json::Deserializer::from_reader(LineCounter { stream: &mut *stream, line: &line });
            match Value::deserialize(&mut json) {
                Ok(value) => each(at, value)?,
                Err(error) => break Err(error),
            }
        }
    };
    outcome?;
    match read {
        Err(error) if error.is_io() => Err(error.into()),
        Err(error) => {
            let full = error.to_string();
            let what = full.rsplit_once(" at line ").map_or(full.as_str(), |(what, _)| what);
            Ok(Err(ImportProblem::new(line.get(), format!("is not JSON: {what}; correct the file"))))
        }
        Ok(()) => Ok(Ok(())),
    }
}

/// Skips a byte order mark and white space; gives the first byte after them.
fn skip_blank(stream: &mut dyn BufRead, line: &Cell<usize>) -> io::Result<Option<u8>> {
    loop {
        let Some(&byte) = stream.fill_buf()?.first() else { return Ok(None) };
        match byte {
            b'\n' => line.set(line.get() + 1),
            b' ' | b'\t' | b'\r' | 0xEF | 0xBB | 0xBF => {}
            _ => return Ok(Some(byte)),
        }
        stream.consume(1);
    }
}

/// Counts the lines of a stream while it is read.
struct LineCounter<'a> {
    stream: &'a mut dyn BufRead,
    line: &'a Cell<usize>,
}

impl Read for LineCounter<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        let lines = buffer.iter().take(read).filter(|byte| **byte == b'\n').count();
        self.line.set(self.line.get() + lines);
        Ok(read)
    }
}

/// Gives the items of a list, until `each` fails.
struct ListVisitor<'a, 'b> {
    line: &'a Cell<usize>,
    each: EachValue<'b>,
    outcome: &'a mut io::Result<()>,
}

impl<'de> Visitor<'de> for ListVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some((line, value)) = items.next_element_seed(ValueWithLine { line: self.line })? {
            if self.outcome.is_ok() {
                *self.outcome = (self.each)(line, value);
            }
        }
        Ok(())
    }
}

/// Reads a value and the line in which it begins. The parser has read the value's first byte already, and no more.
struct ValueWithLine<'a> {
    line: &'a Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for ValueWithLine<'_> {
    type Value = (usize, Value);

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        let line = self.line.get();
        Ok((line, Value::deserialize(json)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_with_their_lines() {
        for (json, expected, fault) in [
            ("[\n1,\n\n{\"a\":\n2}\n]", vec![2, 4], None),
            ("\u{FEFF}{\"a\":1}\n{\"b\":2}", vec![1, 2], None),
            ("", vec![], None),
            ("[]", vec![], None),
            ("[1,\n2,\nx]", vec![1, 2], Some(3)),
            ("[1] 2", vec![1], Some(1)),
        ] {
            let mut found = Vec::new();
            let done = each_value(&mut json.as_bytes(), &mut |line, _| {
                found.push(line);
                Ok(())
            });
            assert_eq!((found, done.unwrap().err().and_then(|fault| fault.line)), (expected, fault), "{json}");
        }
    }
}
