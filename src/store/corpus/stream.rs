//! A stream that may be compressed: it has no name that tells, so its first bytes are asked.

use std::io::{self, BufRead, BufReader, Read};

use crate::store::corpus::unpack::{self, Packing};

/// A stream, such as standard input, as what is in it: gzip and Zstandard are unpacked. Nothing is read before it is
/// asked for.
///
/// ```
/// use std::io::Read;
/// let mut read = String::new();
/// tawsim::store::unpacked("نعم".as_bytes()).read_to_string(&mut read).unwrap();
/// assert_eq!(read, "نعم");
/// ```
pub fn unpacked<R: Read + 'static>(stream: R) -> impl BufRead {
    Stream { inner: Box::new(BufReader::with_capacity(unpack::BLOCK, stream)), known: false }
}

struct Stream {
    inner: Box<dyn BufRead>,
    /// Have the first bytes been looked at?
    known: bool,
}

impl Stream {
    fn begun(&mut self) -> io::Result<&mut dyn BufRead> {
        if !self.known {
            let packing = Packing::of_bytes(self.inner.fill_buf()?);
            self.known = true;
            if packing != Packing::None {
                let packed = std::mem::replace(&mut self.inner, Box::new(io::empty()));
                self.inner = unpack::unpacking(packed, packing);
            }
        }
        Ok(self.inner.as_mut())
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.begun()?.read(buffer)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.begun()?.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
    }
}
