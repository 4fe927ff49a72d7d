//! A file of reporting vocabulary: its keys and its errors.

use serde::Deserialize;

use super::class::WordClass;

/// The keys of a file of reporting vocabulary; `assets/quotes/lexicon.toml` explains them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct VocabularyFile {
    pub(super) verb: Vec<VerbEntry>,
    pub(super) relay: Vec<VerbEntry>,
    pub(super) not_verbs: Vec<String>,
    pub(super) without: Vec<String>,
    pub(super) attributive: Vec<String>,
    sources: Vec<String>,
    media: Vec<String>,
    relative: Vec<String>,
    things: Vec<String>,
    measures: Vec<String>,
    verbal_nouns: Vec<String>,
    feelings: Vec<String>,
    honorifics: Vec<String>,
    feminine: Vec<String>,
    occasions: Vec<String>,
    opinions: Vec<String>,
    ranks: Vec<String>,
    governing: Vec<String>,
    circumstances: Vec<String>,
    adverbs: Vec<String>,
    offices: Vec<String>,
}

/// A verb of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VerbEntry {
    pub(super) past: toml::Spanned<String>,
    pub(super) form: u8,
    pub(super) present: Option<String>,
    pub(super) participle: Option<String>,
    pub(super) noun: Option<String>,
    #[serde(default)]
    pub(super) prepositions: Vec<String>,
    #[serde(default)]
    pub(super) verbal: bool,
    #[serde(default)]
    pub(super) indefinite: bool,
    #[serde(default)]
    pub(super) object: bool,
    #[serde(default)]
    pub(super) doubtful: bool,
    #[serde(default)]
    pub(super) masdar: bool,
    #[serde(default)]
    pub(super) impersonal: bool,
    #[serde(default)]
    pub(super) hedge: bool,
}

impl VocabularyFile {
    /// Reads a file.
    pub(super) fn parse(source: &str) -> Result<Self, LexiconError> {
        toml::from_str(source).map_err(|error| LexiconError {
            line: line_of(source, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })
    }

    /// The lists of the file, each with the class of its words.
    pub(super) fn lists(&self) -> [(WordClass, &[String]); 16] {
        [
            (WordClass::SOURCE, &self.sources),
            (WordClass::MEDIUM, &self.media),
            (WordClass::RELATIVE, &self.relative),
            (WordClass::THING, &self.things),
            (WordClass::MEASURE, &self.measures),
            (WordClass::VERBAL_NOUN, &self.verbal_nouns),
            (WordClass::FEELING, &self.feelings),
            (WordClass::HONORIFIC, &self.honorifics),
            (WordClass::FEMININE, &self.feminine),
            (WordClass::OCCASION, &self.occasions),
            (WordClass::OPINION, &self.opinions),
            (WordClass::RANK, &self.ranks),
            (WordClass::GOVERNING, &self.governing),
            (WordClass::CIRCUMSTANCE, &self.circumstances),
            (WordClass::ADVERB, &self.adverbs),
            (WordClass::OFFICE, &self.offices),
        ]
    }
}

/// The reason for refusing a file of reporting vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct LexiconError {
    /// The line, from 1.
    pub line: usize,
    /// The mistake and its remedy.
    pub message: String,
}

/// The line of a byte of a file, from 1.
pub(super) fn line_of(source: &str, byte: usize) -> usize {
    1 + source.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}
