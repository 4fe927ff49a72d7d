//! Reading the lines of a stream, none longer than an article may be.

use std::io::{self, BufRead, Read};

use super::limits::{InputKind, megabytes};

/// A line that is this many times longer than it may be is taken for a stream without line ends.
const ENDLESS: u64 = 64;

/// The reason for the lack of a line.
#[derive(Debug)]
pub(crate) enum LineError {
    /// The line is too long. `what` says what to do, `bytes` is its length. The next line can be read.
    TooLong { what: String, bytes: u64 },
    /// The stream cannot be read, or has no line ends.
    Io(io::Error),
}

impl From<io::Error> for LineError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The lines of a stream.
pub(crate) struct LineReader<R> {
    stream: R,
    limit: u64,
}

impl<R: BufRead> LineReader<R> {
    /// The lines of a stream, none longer than an article may be.
    pub(crate) fn new(stream: R) -> Self {
        Self::with_limit(stream, InputKind::Line.longest())
    }

    fn with_limit(stream: R, limit: u64) -> Self {
        Self { stream, limit }
    }

    /// The stream behind the lines that were read.
    pub(crate) const fn stream(&self) -> &R {
        &self.stream
    }

    /// Replaces the content of `line` by the next line, with its line end. Returns the number of bytes that were read,
    /// which is 0 at the end of the stream.
    ///
    /// # Errors
    /// [`LineError::TooLong`] for a line that is too long: `line` is empty, and the line is skipped.
    pub(crate) fn read_line(&mut self, line: &mut Vec<u8>) -> Result<u64, LineError> {
        line.clear();
        let mut read = self.stream.by_ref().take(self.limit.saturating_add(1)).read_until(b'\n', line)? as u64;
        if read > self.limit && !line.ends_with(b"\n") {
            // Its memory is not needed while the rest of it is skipped.
            *line = Vec::new();
            let most = self.limit.saturating_mul(ENDLESS);
            let skipped = self.stream.by_ref().take(most).skip_until(b'\n')? as u64;
            read += skipped;
            if skipped >= most {
                let what = format!("a line has no end after {}", megabytes(read));
                return Err(io::Error::new(io::ErrorKind::InvalidData, what).into());
            }
        }
        if read > self.limit {
            line.clear();
            let (has, limit, remedy) = (megabytes(read), megabytes(self.limit), InputKind::Line.remedy());
            let what = format!("the line has {has}, more than the {limit} of an article; {remedy}");
            return Err(LineError::TooLong { what, bytes: read });
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stream: &[u8], limit: u64) -> Vec<Result<String, String>> {
        let mut lines = LineReader::with_limit(stream, limit);
        let mut line = Vec::new();
        let mut found = Vec::new();
        loop {
            match lines.read_line(&mut line) {
                Ok(0) => return found,
                Ok(_) => found.push(Ok(String::from_utf8(line.clone()).unwrap())),
                Err(LineError::TooLong { what, .. }) => found.push(Err(what)),
                Err(LineError::Io(error)) => {
                    found.push(Err(error.to_string()));
                    return found;
                }
            }
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped() {
        let found = read(b"abc\n\n12345\nabcd", 4);
        let words: Vec<&str> = found.iter().map(|line| line.as_deref().unwrap_or("-")).collect();
        assert_eq!(words, ["abc\n", "\n", "-", "abcd"]);
        assert!(found[2].as_ref().unwrap_err().contains("--max-article"));
    }

    #[test]
    fn a_stream_without_line_ends_is_given_up() {
        let found = read(&[b'x'; 1000], 4);
        assert_eq!(found, [Err("a line has no end after 1 KiB".to_owned())]);
    }
}
