//! A stream that may be compressed: it has no name that tells, so its first bytes are asked.

use std::io::{self, BufRead, BufReader, Read};

use crate::store::corpus::unpack::{self, Compression};

/// A stream, such as standard input, as what is in it: gzip and Zstandard are unpack_stream. Nothing is read before it is
/// asked for.
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
    /// Have the first bytes been looked at?
    inspected: bool,
}

impl UnpackedStream {
    fn ready(&mut self) -> io::Result<&mut dyn BufRead> {
        if !self.inspected {
            let packing = Compression::from_first_bytes(self.inner.fill_buf()?);
            self.inspected = true;
            if packing != Compression::None {
                let packed = std::mem::replace(&mut self.inner, Box::new(io::empty()));
                self.inner = unpack::decompress(packed, packing);
            }
        }
        Ok(self.inner.as_mut())
    }
}

impl Read for UnpackedStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.ready()?.read(buffer)
    }
}

impl BufRead for UnpackedStream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ready()?.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
    }
}
