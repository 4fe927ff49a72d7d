//! The type of a format. The values are in the files of the formats.

use std::fmt;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use super::common::encoding::decode_stream;
use super::export::{Export, ExportOptions};
use super::import::{EachArticle, ImportProblem, Imported, Source};
use super::import_options::ImportOptions;
use super::loss::Loss;
use super::omissions::report_omitted;
use super::restore::{WithStatus, keeps_status_as_metadata, restore};
use super::signature::Signature;

/// The function that opens a file for [`Format::could_have_written`].
pub type OpenFile<'a> = &'a mut dyn FnMut(&Path) -> io::Result<Box<dyn BufRead>>;

/// A format of another tool, or gold JSON itself.
///
/// ```
/// use tawsim::formats::Format;
/// let conll: &Format = "conll".parse().unwrap();
/// let articles = conll.import_bytes("زار O\nباراك B-PERS\nأوباما I-PERS\n".as_bytes(), None);
/// let (annotated, losses) = articles[0].as_ref().unwrap();
/// assert_eq!(annotated.gold_items().next().unwrap().body.label(), "PER");
/// assert!(losses.is_empty());
/// ```
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// One line for the help.
    pub description: &'static str,
    /// The unit of the offsets, for the table in the documents.
    pub unit: &'static str,
    /// The parts of the gold that it carries, for the same table.
    pub carries: &'static str,
    /// The parts of the gold that it does not carry, for the same table.
    pub omits: &'static str,
    /// One stream, or a folder of files.
    pub shape: Shape,
    /// The file extensions that an import reads in a folder. The first is that of the main file.
    pub extensions: &'static [&'static str],
    /// The files that an export writes: the ending of the name, and the mark by which such a file is recognised. A format
    /// of one stream has one entry.
    pub signatures: &'static [(&'static str, Signature)],
    /// True if the format can say that a span is not an entity (`--negatives`).
    pub negatives: bool,
    /// True if an export writes its offsets in the unit that the user names (`--unit`). An import takes the unit too.
    pub takes_unit: bool,
    pub(super) export: fn(ExportOptions) -> Box<dyn Export>,
    pub(super) import: fn(&mut Source<'_>, EachArticle<'_>) -> io::Result<()>,
}

/// One file or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One stream of articles; its file has this extension.
    Stream(&'static str),
    /// A folder of files; an import may need a second file beside each.
    Folder(Option<Companion>),
}

/// The file that is beside each file of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Companion {
    /// Its name; a name that begins with a dot replaces the extension of the main file.
    pub name: &'static str,
    /// True if the main file cannot be read without it.
    pub needed: bool,
}

impl Companion {
    /// The path of the companion of a main file.
    #[must_use]
    pub fn path(self, main: &Path) -> PathBuf {
        self.name.strip_prefix('.').map_or_else(|| main.with_file_name(self.name), |it| main.with_extension(it))
    }
}

impl Format {
    /// The file that is beside each file of an import, if there is one.
    #[must_use]
    pub const fn companion(&self) -> Option<Companion> {
        match self.shape {
            Shape::Folder(companion) => companion,
            Shape::Stream(_) => None,
        }
    }

    /// The main file, when the user names either of two files that belong together (brat's `.ann` and `.txt`).
    #[must_use]
    pub fn main_file(&self, path: &Path) -> PathBuf {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match (self.companion(), self.extensions) {
            (Some(Companion { name, .. }), [main, ..]) if name.starts_with('.') && extension == name.get(1..) => {
                path.with_extension(main)
            }
            _ => path.to_owned(),
        }
    }

    /// True if an export of this format could have written the file at `path`. `open` opens a file for reading.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn could_have_written(&self, path: &Path, open: OpenFile<'_>) -> io::Result<bool> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match self.signatures.iter().find(|(ending, _)| name.ends_with(ending)) {
            Some((_, Signature::Beside(extension))) => {
                let beside = path.with_extension(extension);
                match open(&beside) {
                    Ok(mut file) => match self.signatures.iter().find(|(ending, _)| ending.get(1..) == Some(extension))
                    {
                        Some((_, signature)) => signature.recognises(&mut *file),
                        None => Ok(false),
                    },
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                    Err(error) => Err(error),
                }
            }
            Some((_, signature)) => signature.recognises(&mut *open(path)?),
            None => Ok(false),
        }
    }

    /// A writer of this format.
    #[must_use]
    pub fn export(&self, options: ExportOptions) -> Box<dyn Export> {
        let export = report_omitted((self.export)(options));
        if keeps_status_as_metadata(self.name) { Box::new(WithStatus(export)) } else { export }
    }

    /// Reads articles, one at a time. Problems with the content go to `each`.
    ///
    /// # Errors
    /// When the stream cannot be read, and the errors of `each`.
    pub fn import(&self, source: Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
        let Source { name, main, longest, companion, options } = source;
        let mut decoded = decode_stream(main)?;
        let mut source = Source { name, main: &mut *decoded.stream, longest, companion, options };
        if let Some(what) = unreadable_kind(source.main.fill_buf()?) {
            return each(Err(ImportProblem::new(None, what)));
        }
        let mut encoding = decoded.encoding;
        (self.import)(&mut source, &mut |article| {
            each(article.map(|(mut annotated, mut losses)| {
                restore(self.name, &mut annotated);
                let note = |name| Loss::note(&annotated.article, "the file", format!("it is {name}; read as such"));
                losses.splice(0..0, encoding.take().map(note));
                (annotated, losses)
            }))
        })
    }

    /// Reads all articles in `bytes`, with the bytes of the companion file if there is one.
    #[must_use]
    pub fn import_bytes(&self, bytes: &[u8], companion: Option<&[u8]>) -> Vec<Result<Imported, ImportProblem>> {
        self.import_bytes_with(bytes, companion, &ImportOptions::default())
    }

    /// Reads all articles in `bytes` as the options say.
    #[must_use]
    pub fn import_bytes_with(
        &self,
        bytes: &[u8],
        companion: Option<&[u8]>,
        options: &ImportOptions,
    ) -> Vec<Result<Imported, ImportProblem>> {
        let mut articles = Vec::new();
        let source = Source { name: "input", main: &mut &*bytes, longest: u64::MAX, companion, options };
        let read = self.import(source, &mut |article| {
            articles.push(article);
            Ok(())
        });
        debug_assert!(read.is_ok(), "reading from memory does not fail");
        articles
    }
}

/// The reason why a file that begins so is not read by any format, and what to do.
fn unreadable_kind(head: &[u8]) -> Option<&'static str> {
    match head {
        [b'P', b'A', b'R', b'1', ..] => Some(
            "is Parquet; write it as JSON lines, for example with pandas: \
             pandas.read_parquet(\"FILE\").to_json(\"lines.jsonl\", orient=\"records\", lines=True, force_ascii=False)",
        ),
        // zlib (RFC 1950), as spaCy compresses a DocBin.
        [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..] => {
            Some("is a DocBin of spaCy; write it as JSON lines with tests/clients/from_docbin.py of the source")
        }
        [b'S', b'Q', b'L', b'i', b't', b'e', ..] => {
            Some("is a SQLite database; export the annotations, for example with prodigy db-out")
        }
        _ => None,
    }
}

/// Formats have different names.
impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
