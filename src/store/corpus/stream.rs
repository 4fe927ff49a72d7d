//! A stream that may be compressed. It has no file name, so its first bytes show the compression.

use std::io::{self, BufRead, BufReader, Read};

use crate::store::corpus::unpack::{self, Compression};

/// Reads the uncompressed content of a stream, such as standard input: gzip and Zstandard are unpacked. Nothing is read
/// from the stream before the first read from the result.
///
/// ```
/// use std::io::Read;
/// let mut read = String::new();
/// tawsim::store::unpack_stream("نعم".as_bytes()).read_to_string(&mut read).unwrap();
/// assert_eq!(read, "نعم");
/// ```
pub fn unpack_stream<R: Read + 'static>(stream: R) -> impl BufRead {
    UnpackedStream { inner: Box::new(BufReader::with_capacity(unpack::BUFFER_BYTES, stream)), inspected: false }
}

struct UnpackedStream {
    inner: Box<dyn BufRead>,
    /// True when the first bytes have been inspected.
    inspected: bool,
}

impl UnpackedStream {
    fn inner(&mut self) -> io::Result<&mut dyn BufRead> {
        if !self.inspected {
            let compression = Compression::from_first_bytes(self.inner.fill_buf()?);
            self.inspected = true;
            if compression != Compression::None {
                let packed = std::mem::replace(&mut self.inner, Box::new(io::empty()));
                self.inner = unpack::decompress(packed, compression);
            }
        }
        Ok(self.inner.as_mut())
    }
}

impl Read for UnpackedStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner()?.read(buffer)
    }
}

impl BufRead for UnpackedStream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner()?.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
    }
}
