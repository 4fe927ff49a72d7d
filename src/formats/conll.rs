//! `conll`: one token a line, one tag a token, in the columns of CoNLL-2003 (Tjong Kim Sang and De Meulder 2003).
//!
//! An export writes `token -X- _ TAG`, an empty line after each sentence, and `-DOCSTART- -X- O O` before each article.
//! Tags are IOB2 or BILOU. It carries one layer without overlaps: entities, or, where only quotes are exported, their
//! parts as `CONTENT`, `CUE` and `SPEAKER`. White space, ids and metadata are lost without a report.
//!
//! An import reads any number of columns, the token first and the tag last, in IOB1, IOB2, BILOU or BIOES. The text is
//! the tokens with a space between them and a line end after each sentence.

use std::borrow::Cow;
use std::io;

use crate::gold::Layer;

use super::annotated::Annotated;
use super::common::escape::percent_escape;
use super::common::graph::Graph;
use super::common::lines::each_line;
use super::common::tagged_text::TaggedText;
use super::common::tokens::{labelled_spans, split_tag, tag_tokens, token_words};
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, ImportProblem, Source};
use super::loss::{Loss, describe_item};
use super::signature::Signature;

/// The format `conll`.
pub(super) static FORMAT: Format = Format {
    name: "conll",
    description: "CoNLL-2003 columns, one token a line",
    unit: "tokens",
    carries: "one layer: entities, or with `--layer quote` the parts of quotes as CONTENT, CUE, SPEAKER",
    omits: "white space, ids, overlaps",
    shape: Shape::Stream("conll"),
    extensions: &["conll", "txt", "bio", "iob", "iob2", "tsv"],
    signatures: &[("", Signature::Begins(DOCSTART))],
    negatives: false,
    export: |options| Box::new(Conll { options }),
    import,
};

const DOCSTART: &str = "-DOCSTART-";

/// In a file without articles and sentences, an article ends at the first end of a sentence after this many tokens.
const LONGEST: usize = 500;

/// Whatever the file says, an article ends after this many tokens: at the next end of a sentence, or at the next name after
/// twice as many. So a file without ends is not held in memory.
const LONGEST_OF_ALL: usize = 50_000;

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
            let label = percent_escape(&labelled.label, &[]);
            if label != labelled.label {
                let why = "its label has white space, which CoNLL separates columns with; it is written as %20, and an \
                           import reads it back";
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

/// Reads tokens with tags. An article begins at `-DOCSTART-`, or where the one before is longer than any article. In a file without it each sentence is an article; where not
/// even sentences are separated, some hundred tokens are.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let name = source.name.to_owned();
    let mut article = TaggedText::default();
    let mut has_docstart = false;
    let mut count = 0_usize;
    let mut finish = |article: &mut TaggedText, each: &mut dyn FnMut(_) -> io::Result<()>| {
        let article = std::mem::take(article);
        if article.is_empty() || article.has_problem {
            return Ok(());
        }
        count += 1;
        each(article.finish(format!("{name}-{count}")))
    };
    each_line(source, &mut |number, line| {
        let mut report = |article: &mut TaggedText, what: &str| {
            article.has_problem = true;
            each(Err(ImportProblem::new(number, what)))
        };
        let line = match line {
            Ok(line) => line,
            Err(problem) => return report(&mut article, &problem.what),
        };
        let mut columns = line.split_whitespace();
        let Some(token) = columns.next() else {
            article.end_sentence();
            let goes_on = has_docstart && article.len() < LONGEST_OF_ALL;
            return if goes_on { Ok(()) } else { finish(&mut article, each) };
        };
        if token == DOCSTART {
            has_docstart = true;
            return finish(&mut article, each);
        }
        match columns.next_back() {
            Some(tag) if tag == "O" || split_tag(tag).is_some() => {
                if article.len() >= 2 * LONGEST_OF_ALL && (tag == "O" || tag.starts_with("B-")) {
                    finish(&mut article, each)?;
                }
                article.push(token, tag);
                let is_long = !has_docstart && article.len() >= LONGEST;
                if is_long && tag == "O" && matches!(token, "." | "؟" | "!" | "?") {
                    return finish(&mut article, each);
                }
                Ok(())
            }
            _ if line.starts_with('#') => Ok(()),
            None => report(&mut article, "holds a token without a tag; write both, with a space or tab between them"),
            Some(tag) => {
                let what = format!("ends in {tag:?}, which is not a tag such as O, B-PER or I-PER; correct the line");
                report(&mut article, &what)
            }
        }
    })?;
    finish(&mut article, each)
}
