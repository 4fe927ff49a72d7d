//! The list of all formats. A new format is a new file and one line here.

use std::str::FromStr;

use super::format::Format;
use super::{brat, casjson, citron, conll, doccano, hf, inline, jsonl, labelstudio, prodigy, spacy, w3c, webanno, xmi};

/// All formats, in the order of the help and the documents.
pub const FORMATS: &[&Format] = &[
    &jsonl::FORMAT,
    &prodigy::FORMAT,
    &spacy::FORMAT,
    &doccano::FORMAT,
    &labelstudio::FORMAT,
    &conll::FORMAT,
    &hf::FORMAT,
    &brat::FORMAT,
    &webanno::FORMAT,
    &xmi::FORMAT,
    &casjson::FORMAT,
    &w3c::FORMAT,
    &citron::FORMAT,
    &inline::FORMAT,
];

impl FromStr for &'static Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        FORMATS.iter().find(|format| format.name == word).copied().ok_or_else(|| {
            let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
            format!("{word:?} is not a format; the formats are {}", names.join(", "))
        })
    }
}

/// The table of the formats in the documents, in Markdown: name, unit of offsets, what it carries, what it does not.
#[must_use]
pub fn markdown_table() -> String {
    let mut table = "| format | unit | carries | does not carry |\n|---|---|---|---|\n".to_owned();
    for format in FORMATS {
        table.push_str(&format!("| `{}` | {} | {} | {} |\n", format.name, format.unit, format.carries, format.omits));
    }
    table
}
