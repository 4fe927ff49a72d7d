//! `conll`: one token a line, one tag a token, in the columns of CoNLL-2003 (Tjong Kim Sang and De Meulder 2003).
//!
//! Written: `token -X- _ TAG`, an empty line behind each sentence, `-DOCSTART- -X- O O` before each article. Tags are
//! IOB2 or BILOU. It carries one layer without overlaps: entities, or, where only quotes are exported, their parts as
//! `CONTENT`, `CUE` and `SPEAKER`. White space, ids and metadata have no place in it.
//!
//! Read: any number of columns, the token first and the tag last; IOB1, IOB2, BILOU or BIOES. The text is the tokens
//! with a space between them and a line end behind each sentence.

use std::io;

use crate::gold::Layer;

use super::annotated::Annotated;
use super::common::lines::each_line;
use super::common::tagged_text::TaggedText;
use super::common::tokens::{labelled, split_tag, tag, what};
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, ImportProblem, Source};
use super::loss::Loss;

/// The format `conll`.
pub(super) static FORMAT: Format = Format {
    name: "conll",
    description: "CoNLL-2003 columns, one token a line",
    unit: "tokens",
    carries: "one layer: entities, or with `--layer quote` the parts of quotes as CONTENT, CUE, SPEAKER",
    omits: "white space, ids, overlaps",
    shape: Shape::Stream("conll"),
    extensions: &["conll", "txt", "bio", "iob", "iob2", "tsv"],
    negatives: false,
    export: |options| Box::new(Conll { options }),
    import,
};

const DOCSTART: &str = "-DOCSTART-";

/// Where a file knows no articles, none grows longer than this many tokens beyond the end of a sentence.
const LONGEST: usize = 500;

struct Conll {
    options: ExportOptions,
}

impl Export for Conll {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let layer = self.options.layer.unwrap_or(Layer::Entity);
        for mark in one.gold_items().filter(|mark| mark.body.layer() == Layer::Quote) {
            let Some(span) = mark.body.span() else { continue };
            let why = match layer {
                Layer::Entity => "a token has one tag, and it is the entity's; left out",
                Layer::Quote => {
                    "which parts belong together, and its kind, have no place; its parts stand for themselves"
                }
            };
            lost(Loss::at(&one.article, span, what(mark), why));
        }
        let labelled = labelled(one, layer);
        let tagged = tag(&one.article, &labelled, self.options.tokens, self.options.scheme, lost);
        let mut piece = format!("{DOCSTART} -X- O O\n\n");
        for ((token, tag), ends) in tagged.tokens.iter().zip(&tagged.tags).zip(&tagged.ends) {
            piece.push_str(one.article.text.slice(*token));
            piece.push_str(" -X- _ ");
            piece.push_str(tag);
            piece.push_str(if *ends { "\n\n" } else { "\n" });
        }
        sink.append(piece.as_bytes())
    }
}

/// Reads tokens with tags. An article begins at `-DOCSTART-`; in a file without one each sentence is an article, or,
/// where not even sentences are told apart, some hundred tokens.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let name = source.name.to_owned();
    let mut reading = TaggedText::default();
    let mut documents = false;
    let mut number = 0_usize;
    let mut hand_over = |reading: &mut TaggedText, each: &mut dyn FnMut(_) -> io::Result<()>| {
        let read = std::mem::take(reading);
        if read.is_empty() || read.spoilt {
            return Ok(());
        }
        number += 1;
        each(read.done(format!("{name}-{number}")))
    };
    each_line(source.main, &mut |line_number, line| {
        let mut fault = |reading: &mut TaggedText, what: &str| {
            reading.spoilt = true;
            each(Err(ImportProblem::new(line_number, what)))
        };
        let line = match line {
            Ok(line) => line,
            Err(error) => return fault(&mut reading, &error.what),
        };
        let mut columns = line.split_whitespace();
        let Some(token) = columns.next() else {
            reading.end_sentence();
            return if documents { Ok(()) } else { hand_over(&mut reading, each) };
        };
        if token == DOCSTART {
            documents = true;
            return hand_over(&mut reading, each);
        }
        let tag = columns.next_back();
        match tag {
            Some(tag) if tag == "O" || split_tag(tag).is_some() => {
                reading.token(token, tag);
                let long = !documents && reading.len() >= LONGEST;
                if long && tag == "O" && matches!(token, "." | "؟" | "!" | "?") {
                    return hand_over(&mut reading, each);
                }
                Ok(())
            }
            _ if line.starts_with('#') => Ok(()),
            None => fault(&mut reading, "holds a token without a tag; write both, with a space or tab between them"),
            Some(tag) => {
                let what = format!("ends in {tag:?}, which is no tag such as O, B-PER or I-PER; mend the line");
                fault(&mut reading, &what)
            }
        }
    })?;
    hand_over(&mut reading, each)
}
