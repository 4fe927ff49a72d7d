//! A temporary file for annotations that wait for those of other annotators, so that memory does not grow with their number.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use crate::formats::Annotated;
use crate::gold::json;

/// The file. It is made when the first annotation comes, and has no name.
#[derive(Debug, Default)]
pub(super) struct WaitingFile {
    file: Option<File>,
    end: u64,
}

/// The place of an annotation in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct WaitingPlace {
    start: u64,
    len: usize,
}

impl WaitingFile {
    /// Writes an article with its annotation.
    ///
    /// # Errors
    /// When the temporary folder cannot be written.
    pub(super) fn add(&mut self, annotated: &Annotated) -> io::Result<WaitingPlace> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.end))?;
        json::write_line_to(file, &annotated.article, &annotated.annotation)?;
        let start = std::mem::replace(&mut self.end, file.stream_position()?);
        let len = usize::try_from(self.end - start).map_err(io::Error::other)?;
        Ok(WaitingPlace { start, len })
    }

    /// Reads an article with its annotation again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn read(&mut self, place: WaitingPlace) -> io::Result<Annotated> {
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(place.start))?;
        let mut line = vec![0; place.len];
        file.read_exact(&mut line)?;
        let invalid = |error: String| io::Error::new(io::ErrorKind::InvalidData, error);
        let line = String::from_utf8(line).map_err(|error| invalid(error.to_string()))?;
        let (article, annotation) = json::read(line.trim_end()).map_err(|error| invalid(error.to_string()))?;
        Ok(Annotated::new(article, annotation))
    }
}
