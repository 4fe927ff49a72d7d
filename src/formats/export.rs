//! Exports: the trait that a format implements, its options, and the sink that it writes to.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use crate::gold::{Layer, json};
use crate::text::{Span, Text, Unit};

use super::annotated::Annotated;
use super::common::offset_unit::OffsetUnit;
use super::common::tokens::{TagScheme, TokenRule};
use super::extras::Extras;
use super::loss::Loss;

/// The options of an export.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// The selected layer; `None`: both layers.
    pub layer: Option<Layer>,
    /// The way in which proclitics become tokens.
    pub tokens: TokenRule,
    /// The scheme for writing tags.
    pub scheme: TagScheme,
    /// True if rejected suggestions are written as negative examples.
    pub negatives: bool,
    /// The names of the label set, in order.
    pub labels: Vec<String>,
    /// The unit of the offsets, in formats that take one; `None`: code points.
    pub unit: Option<OffsetUnit>,
}

impl ExportOptions {
    /// The unit of the offsets.
    pub(super) fn offset_unit(&self) -> Unit {
        self.unit.map_or(Unit::CodePoints, Unit::from)
    }

    /// The edges of a span in the unit of the offsets.
    pub(super) fn range(&self, text: &Text, span: Span) -> Range<usize> {
        text.range_in(span, self.offset_unit())
    }
}

/// Writes articles in a format, one at a time.
pub trait Export {
    /// Writes one article. What the format cannot carry of it goes to `lost`.
    ///
    /// # Errors
    /// The errors of the sink.
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()>;

    /// Writes the files that need all articles: a configuration, a type system, a data card.
    ///
    /// # Errors
    /// The errors of the sink.
    fn finish(&mut self, _sink: &mut dyn Sink) -> io::Result<()> {
        Ok(())
    }

    /// Which of the relations, attributes and parts it writes. What it does not write is reported as a loss.
    fn extras(&self) -> Extras {
        Extras::default()
    }

    /// The text around and between the pieces of a stream.
    fn framing(&self) -> Framing {
        Framing::default()
    }
}

/// Appends a value as one line of JSON.
pub(super) fn append_line(sink: &mut dyn Sink, value: &impl Serialize) -> io::Result<()> {
    append_json(sink, value, "\n")
}

/// Appends a value as JSON, and `end` after it.
pub(super) fn append_json(sink: &mut dyn Sink, value: &impl Serialize, end: &str) -> io::Result<()> {
    sink.append_with(&mut |out| json::stream(out, value, end))
}

/// The text around and between the pieces of a stream, such as the brackets and commas of a JSON list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Framing {
    /// At the beginning, also of a stream without a piece.
    pub open: &'static str,
    /// Between two pieces.
    pub between: &'static str,
    /// At the end.
    pub close: &'static str,
}

/// Takes what an [`Export`] writes: one stream, or a folder of files.
pub trait Sink {
    /// Appends a piece to the stream.
    ///
    /// # Errors
    /// When it cannot be written.
    fn append(&mut self, piece: &[u8]) -> io::Result<()>;

    /// Appends what `write` writes as one piece. A sink that can write at once does not hold the piece in memory.
    ///
    /// # Errors
    /// When it cannot be written, and the errors of `write`.
    fn append_with(&mut self, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut piece = Vec::new();
        write(&mut piece)?;
        self.append(&piece)
    }

    /// Writes a file for one article. Its name is made of the article's id and the extension.
    ///
    /// # Errors
    /// When it cannot be written.
    fn article_file(&mut self, id: &str, extension: &str, bytes: &[u8]) -> io::Result<()>;

    /// Writes a file that belongs to all articles, such as a configuration.
    ///
    /// # Errors
    /// When it cannot be written.
    fn shared_file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;
}
