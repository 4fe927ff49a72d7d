//! Where formats write to and read from.

use std::io::{self, BufRead};

use super::{Annotated, Fault, Loss};

/// Writes articles in a format, one at a time.
pub trait Export {
    /// Writes one article; what the format cannot carry of it goes to `lost`.
    ///
    /// # Errors
    /// What the sink gives.
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()>;

    /// Writes what can only be written when all articles are known.
    ///
    /// # Errors
    /// What the sink gives.
    fn finish(&mut self, _sink: &mut dyn Sink) -> io::Result<()> {
        Ok(())
    }

    /// What stands around and between the pieces of a stream.
    fn framing(&self) -> Framing {
        Framing::default()
    }
}

/// What stands around and between the pieces of a stream.
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
    /// The next piece of the stream.
    ///
    /// # Errors
    /// When it cannot be written.
    fn append(&mut self, piece: &[u8]) -> io::Result<()>;

    /// A file of its own for an article: named after its id, with an extension.
    ///
    /// # Errors
    /// When it cannot be written.
    fn article_file(&mut self, id: &str, extension: &str, bytes: &[u8]) -> io::Result<()>;

    /// A file for all articles, such as a configuration, under a name of its own.
    ///
    /// # Errors
    /// When it cannot be written.
    fn shared_file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;
}

/// What an importer reads.
pub struct Source<'a> {
    /// What to call articles that have no id: the file's name without its extension.
    pub name: &'a str,
    /// The file.
    pub main: &'a mut dyn BufRead,
    /// The file that belongs to it, where the format has one: brat's text, the features of a data set.
    pub beside: Option<&'a [u8]>,
}

/// An article as an importer reads it, and what could not be taken over of it.
pub type Imported = (Annotated, Vec<Loss>);

/// Takes what an importer finds, or what is wrong.
pub type Each<'a> = &'a mut dyn FnMut(Result<Imported, Fault>) -> io::Result<()>;
