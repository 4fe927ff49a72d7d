//! `conll`: one token a line, one tag a token, in the columns of CoNLL-2003 (Tjong Kim Sang and De Meulder 2003).
//!
//! An export writes `token -X- _ TAG`, an empty line after each sentence, and `-DOCSTART- -X- O O` before each article.
//! Tags are IOB2 or BILOU. It carries one layer without overlaps: entities, or, where only quotes are exported, their
//! parts as `CONTENT`, `CUE` and `SPEAKER`. White space, ids and metadata are lost without a report.
//!
//! An import recognises the columns (`columns.rs`, `families.rs`): any number of columns, several columns of tags, tags in
//! IOB1, IOB2, BILOU, BIOES, with the position behind the label, without positions or in brackets. The text is the tokens
//! with a space between them, unless the file says otherwise, and a line end after each sentence.

mod article;
mod choice;
mod columns;
mod families;
mod index;
mod layout;
mod mentions;
mod other_labels;
mod predictions;
mod read;
mod read_row;
mod row;
mod table;
mod tags;
mod values;

use std::borrow::Cow;
use std::io;

use crate::gold::Layer;

use super::annotated::Annotated;
use super::common::escape::percent_escape;
use super::common::graph::Graph;
use super::common::tokens::{labelled_spans, tag_tokens, token_words};
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::loss::{Loss, describe_item};
use super::signature::Signature;

use self::row::DOCSTART;
use self::tags::{TagStyle, parse_tags};

pub use self::choice::{ColumnChoice, Grouping};
pub(super) use self::read::import;

/// The format `conll`.
pub(super) static FORMAT: Format = Format {
    name: "conll",
    description: "CoNLL-2003 columns, one token a line",
    unit: "tokens",
    carries: "one layer: entities, or with `--layer quote` the parts of quotes as CONTENT, CUE, SPEAKER",
    omits: "white space, ids, overlaps",
    shape: Shape::Stream("conll"),
    extensions: &["conll", "txt", "bio", "iob", "iob2", "tsv", "conllu", "conllup", "conll2003", "bioes", "ner", "csv"],
    signatures: &[("", Signature::Begins(DOCSTART))],
    negatives: false,
    takes_unit: false,
    export: |options| Box::new(Conll { options }),
    import,
};

struct Conll {
    options: ExportOptions,
}

impl Export for Conll {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let article = &annotated.article;
        let layer = self.options.layer.unwrap_or(Layer::Entity);
        for item in annotated.gold_items().filter(|item| item.body.layer() == Layer::Quote) {
            let Some(span) = item.body.span() else { continue };
            let why = match layer {
                Layer::Entity => "a token has one tag, and it is the entity's; left out",
                Layer::Quote => "its kind, and which parts belong together, are left out; each part stands for itself",
            };
            lost(Loss::at(article, span, describe_item(&item.id, &item.body), why));
        }
        let graph = Graph::of_gold(annotated);
        let mut spans = labelled_spans(&graph, layer);
        for labelled in &mut spans {
            let label = tag_label(&labelled.label);
            if label != labelled.label {
                let why = "its label has characters that separate columns or tags, or is that of no span; they are written \
                           as %20 and the like, and an import reads them back";
                lost(Loss::at(article, labelled.span, labelled.item.as_str(), why).kept());
                labelled.label = Cow::Owned(label);
            }
        }
        let tagged = tag_tokens(article, &spans, self.options.tokens, self.options.scheme, lost);
        let mut piece = format!("{DOCSTART} -X- O O\n\n");
        let words = token_words(&article.text, &tagged.tokens, self.options.tokens);
        for ((words, tag), ends_sentence) in words.iter().zip(&tagged.tags).zip(&tagged.sentence_ends) {
            piece.push_str(words);
            piece.push_str(" -X- _ ");
            piece.push_str(tag);
            piece.push_str(if *ends_sentence { "\n\n" } else { "\n" });
        }
        sink.append(piece.as_bytes())
    }
}

/// A label as a tag can hold it: without white space, and such that an import reads one tag with this label.
fn tag_label(label: &str) -> String {
    let without_spaces = percent_escape(label, &[]);
    let tag = format!("B-{without_spaces}");
    let tags = parse_tags(&tag, TagStyle::Prefix).unwrap_or_default();
    let is_one = matches!(tags.as_slice(), [tag] if tag.label == without_spaces);
    if is_one { without_spaces } else { percent_escape(label, &['|', ',', ';', '+', '/', 'O', '_']) }
}

/// What the first lines of a file have of this format, for a message; `None` for other lines.
pub(super) fn describe_lines(lines: &[&str]) -> Option<&'static str> {
    let layout = columns::recognise(lines, None).ok()?;
    Some(if layout.table.delimiter.is_some() {
        "it is a table of tokens and tags"
    } else if layout.tags.is_empty() {
        "its lines have the columns of CoNLL-U"
    } else if layout.says.is_none() {
        "its lines are a token and a tag"
    } else {
        // The import says which columns.
        "its lines have columns of tokens and tags"
    })
}
