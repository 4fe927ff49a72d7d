//! The formats by their names.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::gold::Layer;

use super::brat::Brat;
use super::casjson::CasJson;
use super::citron::Citron;
use super::conll::Conll;
use super::doccano::Doccano;
use super::hf::Hf;
use super::jsonl::Jsonl;
use super::labelstudio::LabelStudio;
use super::prodigy::Prodigy;
use super::spacy::Spacy;
use super::w3c::W3c;
use super::webanno::WebAnno;
use super::xmi::Xmi;
use super::{Each, Export, Fault, Imported, Scheme, Source, TokenRule};
use super::{brat, casjson, citron, conll, doccano, hf, jsonl, labelstudio, prodigy, spacy, w3c, webanno, xmi};

/// A format of another tool, or our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Gold, one article a line.
    Jsonl,
    /// Tasks of Prodigy.
    Prodigy,
    /// Text and character spans for spaCy.
    Spacy,
    /// Lines of doccano.
    Doccano,
    /// Tasks of Label Studio.
    LabelStudio,
    /// CoNLL-2003 columns.
    Conll,
    /// A data set of Hugging Face.
    Hf,
    /// Standoff files of brat.
    Brat,
    /// WebAnno TSV.
    WebAnno,
    /// UIMA XMI.
    Xmi,
    /// UIMA CAS JSON.
    CasJson,
    /// Web Annotations.
    W3c,
    /// Quotes for Citron.
    Citron,
}

/// How a format lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One stream; the extension of its file.
    Stream(&'static str),
    /// A folder of files.
    Folder,
}

/// The file that belongs to one that is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// Its name, or with a dot in front, the extension in place of the other's.
    name: &'static str,
    /// Is there nothing to read without it?
    pub needed: bool,
}

impl Beside {
    /// Where it stands.
    #[must_use]
    pub fn of(self, main: &Path) -> PathBuf {
        self.name.strip_prefix('.').map_or_else(|| main.with_file_name(self.name), |it| main.with_extension(it))
    }
}

/// What can be chosen for an export.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// The layer that was selected, if only one was.
    pub layer: Option<Layer>,
    /// What becomes of proclitics.
    pub tokens: TokenRule,
    /// How tags are written.
    pub scheme: Scheme,
    /// Write refused suggestions as negative examples.
    pub negatives: bool,
    /// The labels that may come, in order.
    pub labels: Vec<String>,
}

struct Entry {
    format: Format,
    name: &'static str,
    shape: Shape,
    /// What an importer reads in a folder.
    extensions: &'static [&'static str],
    beside: Option<Beside>,
    /// Can it say that something is no entity?
    negatives: bool,
    about: &'static str,
}

const ENTRIES: &[Entry] = &[
    Entry {
        format: Format::Jsonl,
        name: "jsonl",
        shape: Shape::Stream("jsonl"),
        extensions: &["jsonl", "json"],
        beside: None,
        negatives: true,
        about: "gold JSON, one article a line",
    },
    Entry {
        format: Format::Prodigy,
        name: "prodigy",
        shape: Shape::Stream("jsonl"),
        extensions: &["jsonl"],
        beside: None,
        negatives: true,
        about: "tasks of Prodigy: tokens, spans, relations, answer",
    },
    Entry {
        format: Format::Spacy,
        name: "spacy",
        shape: Shape::Stream("jsonl"),
        extensions: &["jsonl"],
        beside: None,
        negatives: true,
        about: "text, tokens and character spans for spaCy's DocBin",
    },
    Entry {
        format: Format::Doccano,
        name: "doccano",
        shape: Shape::Stream("jsonl"),
        extensions: &["jsonl"],
        beside: None,
        negatives: false,
        about: "doccano: sequence labelling and relation extraction",
    },
    Entry {
        format: Format::LabelStudio,
        name: "labelstudio",
        shape: Shape::Stream("json"),
        extensions: &["json"],
        beside: None,
        negatives: true,
        about: "tasks of Label Studio: predictions, annotations, relations",
    },
    Entry {
        format: Format::Conll,
        name: "conll",
        shape: Shape::Stream("conll"),
        extensions: &["conll", "txt", "bio", "iob", "iob2", "tsv"],
        beside: None,
        negatives: false,
        about: "CoNLL-2003 columns, one token a line",
    },
    Entry {
        format: Format::Hf,
        name: "hf",
        shape: Shape::Folder,
        extensions: &["jsonl"],
        beside: Some(Beside { name: "README.md", needed: false }),
        negatives: false,
        about: "a folder that Hugging Face datasets loads: tokens, ner_tags as ClassLabel",
    },
    Entry {
        format: Format::Brat,
        name: "brat",
        shape: Shape::Folder,
        extensions: &["ann"],
        beside: Some(Beside { name: ".txt", needed: true }),
        negatives: false,
        about: "a folder of brat's .txt and .ann files with annotation.conf",
    },
    Entry {
        format: Format::WebAnno,
        name: "webanno",
        shape: Shape::Folder,
        extensions: &["tsv"],
        beside: None,
        negatives: false,
        about: "a folder of WebAnno TSV 3.3 for INCEpTION",
    },
    Entry {
        format: Format::Xmi,
        name: "xmi",
        shape: Shape::Folder,
        extensions: &["xmi"],
        beside: None,
        negatives: false,
        about: "a folder of UIMA XMI with TypeSystem.xml, for INCEpTION and cassis",
    },
    Entry {
        format: Format::CasJson,
        name: "casjson",
        shape: Shape::Folder,
        extensions: &["json"],
        beside: None,
        negatives: false,
        about: "a folder of UIMA CAS JSON 0.4, for INCEpTION and cassis",
    },
    Entry {
        format: Format::W3c,
        name: "w3c",
        shape: Shape::Stream("jsonl"),
        extensions: &["jsonl", "json", "jsonld"],
        beside: None,
        negatives: false,
        about: "W3C Web Annotations, a page an article",
    },
    Entry {
        format: Format::Citron,
        name: "citron",
        shape: Shape::Folder,
        extensions: &["json"],
        beside: None,
        negatives: false,
        about: "a folder of quotes for the BBC's Citron",
    },
];

impl Format {
    /// All, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        ENTRIES.iter().map(|entry| entry.format)
    }

    fn entry(self) -> &'static Entry {
        const FIRST: &Entry = match ENTRIES {
            [first, ..] => first,
            [] => unreachable!(),
        };
        ENTRIES.iter().find(|entry| entry.format == self).unwrap_or(FIRST)
    }

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.entry().about
    }

    /// How it lies on the disk.
    #[must_use]
    pub fn shape(self) -> Shape {
        self.entry().shape
    }

    /// The extensions of the files that an importer reads in a folder.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        self.entry().extensions
    }

    /// The file that belongs to each that is imported.
    #[must_use]
    pub fn beside(self) -> Option<Beside> {
        self.entry().beside
    }

    /// The file that an importer reads when either of two that belong together is named.
    #[must_use]
    pub fn main_file(self, path: &Path) -> PathBuf {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match (self.beside(), self.extensions()) {
            (Some(Beside { name, .. }), [main, ..]) if extension == name.strip_prefix('.') && name.starts_with('.') => {
                path.with_extension(main)
            }
            _ => path.to_owned(),
        }
    }

    /// Can it say that something is no entity?
    #[must_use]
    pub fn says_no(self) -> bool {
        self.entry().negatives
    }

    /// Who writes it.
    #[must_use]
    pub fn export(self, options: ExportOptions) -> Box<dyn Export> {
        match self {
            Self::Jsonl => Box::new(Jsonl),
            Self::Prodigy => Box::new(Prodigy { options }),
            Self::Spacy => Box::new(Spacy { options }),
            Self::Doccano => Box::new(Doccano { options }),
            Self::LabelStudio => Box::new(LabelStudio),
            Self::Conll => Box::new(Conll { options }),
            Self::Hf => Box::new(Hf::new(options)),
            Self::Brat => Box::new(Brat::new(&options)),
            Self::WebAnno => Box::new(WebAnno { options }),
            Self::Xmi => Box::new(Xmi { options }),
            Self::CasJson => Box::new(CasJson { options }),
            Self::W3c => Box::new(W3c),
            Self::Citron => Box::new(Citron),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        ENTRIES.iter().find(|entry| entry.name == word).map(|entry| entry.format).ok_or_else(|| {
            let names: Vec<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
            format!("{word:?} is no format; there are {}", names.join(", "))
        })
    }
}

/// Reads articles in a format, one at a time.
///
/// # Errors
/// When the stream cannot be read, and what `each` gives. What is wrong with its content is handed to `each`.
pub fn import(format: Format, mut source: Source<'_>, each: Each<'_>) -> io::Result<()> {
    match format {
        Format::Jsonl => jsonl::import(&mut source, each),
        Format::Prodigy => prodigy::import(&mut source, each),
        Format::Spacy => spacy::import(&mut source, each),
        Format::Doccano => doccano::import(&mut source, each),
        Format::LabelStudio => labelstudio::import(&mut source, each),
        Format::Conll => conll::import(&mut source, each),
        Format::Hf => hf::import(&mut source, each),
        Format::Brat => brat::import(&mut source, each),
        Format::WebAnno => webanno::import(&mut source, each),
        Format::Xmi => xmi::import(&mut source, each),
        Format::CasJson => casjson::import(&mut source, each),
        Format::W3c => w3c::import(&mut source, each),
        Format::Citron => citron::import(&mut source, each),
    }
}

/// All that an importer makes of some bytes.
///
/// ```
/// use tawsim::formats::{Format, import_bytes};
/// let found = import_bytes(Format::Conll, "زار O\nباراك B-PERS\nأوباما I-PERS\n".as_bytes(), None);
/// let (one, _) = found[0].as_ref().unwrap();
/// assert_eq!(one.gold_items().next().unwrap().body.label(), "PER");
/// ```
pub fn import_bytes(format: Format, bytes: &[u8], beside: Option<&[u8]>) -> Vec<Result<Imported, Fault>> {
    let mut found = Vec::new();
    let source = Source { name: "input", main: &mut &*bytes, beside };
    let read = import(format, source, &mut |one| {
        found.push(one);
        Ok(())
    });
    debug_assert!(read.is_ok(), "bytes can be read");
    found
}
