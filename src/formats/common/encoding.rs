//! Recognises files that are not UTF-8, and reads them as UTF-8: UTF-16, and the Arabic and Latin encodings of one byte.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, ISO_8859_6, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// The number of bytes at the beginning from which the encoding is recognised.
const HEAD: u64 = 64 * 1024;

/// So many bytes outside of ASCII show an encoding of one byte. Fewer are damage.
const FEWEST: usize = 4;

/// A stream as UTF-8.
pub(crate) struct Decoded<'a> {
    pub(crate) stream: Box<dyn BufRead + 'a>,
    /// The name of the encoding, if it is not UTF-8.
    pub(crate) encoding: Option<&'static str>,
}

/// Reads a stream as UTF-8, whatever its encoding is. A stream whose encoding is not certain stays as it is.
///
/// # Errors
/// When the stream cannot be read.
pub(crate) fn decode_stream<'a>(stream: &'a mut dyn BufRead) -> io::Result<Decoded<'a>> {
    let mut head = Vec::new();
    (&mut *stream).take(HEAD).read_to_end(&mut head)?;
    let encoding = recognise(&head);
    let rest = io::Cursor::new(head).chain(stream);
    Ok(match encoding {
        None => Decoded { stream: Box::new(rest), encoding: None },
        Some(encoding) => {
            let decoder = encoding.new_decoder_with_bom_removal();
            let stream = Transcoder { stream: Box::new(rest), decoder, ready: Vec::new(), at: 0, is_over: false };
            Decoded { stream: Box::new(stream), encoding: Some(encoding.name()) }
        }
    })
}

/// The encoding of a file that begins so; `None` for UTF-8 and where it is not certain.
fn recognise(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    // Arabic letters and ASCII have one of these as the high byte in UTF-16.
    let is_high = |byte: &&u8| matches!(**byte, 0x00 | 0x06);
    let half = head.len() / 2;
    let high_bytes = |from: usize| head.iter().skip(from).step_by(2).filter(is_high).count();
    if half >= 8 && head.contains(&0) {
        match (high_bytes(0) * 10 >= half * 9, high_bytes(1) * 10 >= half * 9) {
            (false, true) => return Some(UTF_16LE),
            (true, false) => return Some(UTF_16BE),
            _ => {}
        }
    }
    let mut chars = 0;
    let mut damage = 0;
    for chunk in head.utf8_chunks() {
        chars += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damage += chunk.invalid().len();
    }
    // A letter may be cut at the end of the head.
    let damage = if head.len() as u64 == HEAD { damage.saturating_sub(3) } else { damage };
    if damage < FEWEST || chars > damage / 8 {
        return None;
    }
    let high = head.iter().filter(|byte| **byte >= 0x80).count();
    let in_rows = head.windows(2).filter(|pair| pair.iter().all(|byte| *byte >= 0x80)).count();
    let fits = |encoding: &'static Encoding, test: fn(char) -> bool| {
        let (text, ..) = encoding.decode_without_bom_handling(head);
        text.chars().filter(|c| !c.is_ascii() && test(*c)).count() * 100 >= high * 90
    };
    let is_arabic =
        |c: char| matches!(c, '\u{60C}'..='\u{652}' | '«' | '»' | '\u{a0}' | '–' | '“' | '”' | '\u{200c}'..='\u{200f}');
    if in_rows * 2 >= high {
        return [WINDOWS_1256, ISO_8859_6].into_iter().find(|encoding| fits(encoding, is_arabic));
    }
    fits(WINDOWS_1252, |c| c.is_alphabetic() || matches!(c, '«' | '»' | '“' | '”' | '’' | '–' | '\u{a0}'))
        .then_some(WINDOWS_1252)
}

/// A stream that is turned into UTF-8 while it is read.
struct Transcoder<'a> {
    stream: Box<dyn BufRead + 'a>,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    is_over: bool,
}

impl BufRead for Transcoder<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at >= self.ready.len() && !self.is_over {
            let bytes = self.stream.fill_buf()?;
            self.is_over = bytes.is_empty();
            let most = self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0);
            self.ready.resize(most, 0);
            let (_, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.ready, self.is_over);
            self.ready.truncate(written);
            self.at = 0;
            self.stream.consume(read);
        }
        Ok(self.ready.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.ready.len());
    }
}

impl Read for Transcoder<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

/// Bytes as UTF-8, whatever their encoding is, and the name of the encoding if it is another.
pub(crate) fn decode_bytes(bytes: &[u8]) -> Option<(String, &'static str)> {
    let encoding = recognise(bytes.get(..bytes.len().min(HEAD as usize)).unwrap_or_default())?;
    Some((encoding.decode_with_bom_removal(bytes).0.into_owned(), encoding.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "زارت O\nريم B-PER\nالعلي I-PER\nمدينة O\nطبرق B-LOC\n";

    fn read(bytes: &[u8]) -> (String, Option<&'static str>) {
        let mut stream = bytes;
        let mut decoded = decode_stream(&mut stream).unwrap();
        let mut text = Vec::new();
        decoded.stream.read_to_end(&mut text).unwrap();
        (String::from_utf8_lossy(&text).into_owned(), decoded.encoding)
    }

    #[test]
    fn other_encodings_are_recognised() {
        let utf16 = |words: &str, to: fn(u16) -> [u8; 2]| words.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let with_bom = format!("\u{FEFF}{WORDS}");
        let long = WORDS.repeat(5_000);
        for (bytes, words, name) in [
            (WORDS.as_bytes().to_vec(), WORDS, None),
            (WINDOWS_1256.encode(WORDS).0.into_owned(), WORDS, Some("windows-1256")),
            (WINDOWS_1256.encode(&long).0.into_owned(), &long, Some("windows-1256")),
            (ISO_8859_6.encode(WORDS).0.into_owned(), WORDS, Some("ISO-8859-6")),
            (utf16(&with_bom, u16::to_le_bytes), WORDS, Some("UTF-16LE")),
            (utf16(&with_bom, u16::to_be_bytes), WORDS, Some("UTF-16BE")),
            (utf16(WORDS, u16::to_le_bytes), WORDS, Some("UTF-16LE")),
            (utf16(&long, u16::to_le_bytes), &long, Some("UTF-16LE")),
            (
                b"M\xfcller B-PER\nK\xf6ln B-LOC\n\xd6l O\ngr\xfcn O\n".to_vec(),
                "Müller B-PER\nKöln B-LOC\nÖl O\ngrün O\n",
                Some("windows-1252"),
            ),
        ] {
            assert!(read(&bytes) == (words.to_owned(), name), "{name:?}");
        }
    }

    #[test]
    fn damage_is_no_encoding() {
        assert_eq!(read(b"a O\n\xff O\n").1, None);
        let mut damaged = WORDS.as_bytes().to_vec();
        damaged.remove(1);
        assert_eq!(read(&damaged).1, None);
        assert_eq!(read(b"").1, None);
    }
}
