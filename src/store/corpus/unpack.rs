//! Reading compressed files. Pure Rust: nothing to install, and the same on every system.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::store::input::{CountedFile, megabytes, most_unpacked, open_input};

/// The number of bytes that are read at a time.
pub(crate) const BUFFER_BYTES: usize = 256 * 1024;

/// The compression of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    /// Not compressed.
    None,
    /// `.gz`: gzip, of one member or several (RFC 1952).
    Gzip,
    /// `.zst`: Zstandard, of one frame or several (RFC 8878).
    Zstd,
}

impl Compression {
    /// The compression of a stream, found from its first bytes.
    pub(crate) const fn from_first_bytes(bytes: &[u8]) -> Self {
        match bytes {
            [0x1F, 0x8B, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }
}

/// Opens a file for reading its uncompressed content.
///
/// # Errors
/// When it cannot be opened. Damage inside is an error while reading (`InvalidData`).
pub(crate) fn open_source(path: &Path, compression: Compression) -> io::Result<Box<dyn BufRead>> {
    let file = CountedFile::from(open_input(path)?);
    if compression == Compression::None {
        return Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, file)));
    }
    Ok(decompress(BufReader::with_capacity(BUFFER_BYTES, file), compression))
}

/// Reads the uncompressed content of a stream.
pub(crate) fn decompress(packed: impl BufRead + 'static, compression: Compression) -> Box<dyn BufRead> {
    let read = Rc::new(Cell::new(0));
    let packed = Counted { stream: packed, read: Rc::clone(&read) };
    match compression {
        Compression::None => Box::new(packed),
        Compression::Gzip => limited(GzipReader(MultiGzDecoder::new(packed)), read),
        Compression::Zstd => limited(ZstdReader::new(packed), read),
    }
}

fn limited(unpacked: impl Read + 'static, packed: Rc<Cell<u64>>) -> Box<dyn BufRead> {
    Box::new(BufReader::with_capacity(BUFFER_BYTES, Limited { stream: unpacked, packed, unpacked: 0 }))
}

/// A compressed stream that counts the bytes that are read of it.
struct Counted<R> {
    stream: R,
    read: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.stream.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.read.set(self.read.get() + count as u64);
        self.stream.consume(count);
    }
}

/// An uncompressed stream that ends with an error where it is much larger than its compressed source.
struct Limited<R> {
    stream: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.unpacked += count as u64;
        if self.unpacked > most_unpacked(self.packed.get()) {
            let (packed, unpacked) = (megabytes(self.packed.get()), megabytes(self.unpacked));
            let what = format!(
                "its first {packed} unpack to more than {unpacked}, which no text does; if that is right, set \
                 --max-unpacked GIB"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(count)
    }
}

fn damage_error(what: &str, why: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("its {what} data is damaged or ends too early ({why})"))
}

/// Gzip of one member or several, with errors that name the format.
struct GzipReader<R>(MultiGzDecoder<R>);

impl<R: BufRead> Read for GzipReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| damage_error("gzip", &error))
    }
}

/// Zstandard of one frame or several.
struct ZstdReader<R> {
    source: R,
    frame: FrameDecoder,
    /// True inside a frame.
    inside: bool,
}

impl<R: BufRead> ZstdReader<R> {
    fn new(source: R) -> Self {
        Self { source, frame: FrameDecoder::new(), inside: false }
    }

    /// Goes to the next frame. Returns false at the end of the file.
    fn begin_frame(&mut self) -> io::Result<bool> {
        loop {
            if self.source.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.frame.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let wanted = u64::from(length);
                    let skipped = io::copy(&mut (&mut self.source).take(wanted), &mut io::sink())?;
                    if skipped < wanted {
                        return Err(damage_error("Zstandard", &"a skippable frame is cut off"));
                    }
                }
                Err(error) => return Err(damage_error("Zstandard", &error)),
            }
        }
    }
}

impl<R: BufRead> Read for ZstdReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty() {
            if !self.inside {
                if !self.begin_frame()? {
                    return Ok(0);
                }
                self.inside = true;
            }
            while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.frame.decode_blocks(&mut self.source, one).map_err(|error| damage_error("Zstandard", &error))?;
            }
            let count = self.frame.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            self.inside = false;
            let (said, is) = (self.frame.get_checksum_from_data(), self.frame.get_calculated_checksum());
            if said.is_some() && said != is {
                return Err(damage_error("Zstandard", &"the checksum is not that of the text"));
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression as Level;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::Write;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Level::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn zst(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    fn read(bytes: &[u8], compression: Compression) -> io::Result<Vec<u8>> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let mut found = Vec::new();
        open_source(file.path(), compression)?.read_to_end(&mut found).map(|_| found)
    }

    #[test]
    fn packed_data_is_unpacked_from_one_piece_or_several() {
        let text = "قال سامي: «نعم» ".repeat(30_000).into_bytes();
        for (pack, compression) in [(gz as fn(&[u8]) -> Vec<u8>, Compression::Gzip), (zst, Compression::Zstd)] {
            let (front, back) = text.split_at(text.len() / 3);
            assert!(pack(&text).len() < text.len() / 4);
            assert_eq!(read(&pack(&text), compression).unwrap(), text);
            assert_eq!(read(&[pack(front), pack(b""), pack(back)].concat(), compression).unwrap(), text);
            assert_eq!(read(&pack(b""), compression).unwrap(), b"");
        }
        let skippable = [&[0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3], zst(&text).as_slice()].concat();
        assert_eq!(read(&skippable, Compression::Zstd).unwrap(), text);
    }

    /// A kilobyte that unpacks to lines without end.
    #[test]
    fn a_file_that_unpacks_to_far_more_than_text_does_is_given_up() {
        let packed = Rc::new(Cell::new(1000));
        let mut endless = limited(io::repeat(b'\n'), packed);
        let mut read = 0;
        let error = loop {
            match endless.fill_buf() {
                Ok(bytes) => {
                    let count = bytes.len();
                    read += count;
                    endless.consume(count);
                }
                Err(error) => break error,
            }
        };
        assert!(read < 70 << 20, "{read}");
        assert!(error.to_string().contains("--max-unpacked"), "{error}");
    }

    #[test]
    fn damaged_data_is_an_error_and_never_a_shorter_text() {
        let text = "نص ".repeat(5_000).into_bytes();
        for (packed, compression, name) in
            [(gz(&text), Compression::Gzip, "gzip"), (zst(&text), Compression::Zstd, "Zstandard")]
        {
            for end in 1..packed.len() {
                let error = read(&packed[..end], compression).unwrap_err();
                assert!(error.to_string().contains(name), "{error}");
            }
            assert!(read(b"{\"id\": \"a\"}\n", compression).is_err());
        }
    }
}
