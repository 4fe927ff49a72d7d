//! `jsonl`: gold JSON itself, one article a line. Code points; carries everything.

use std::io;

use crate::gold::json;

use super::annotated::Annotated;
use super::common::lines::each_article;
use super::export::{Export, Sink};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::import::{EachArticle, Source};
use super::loss::Loss;
use super::signature::GOLD_LINES;

/// The format `jsonl`.
pub(super) static FORMAT: Format = Format {
    name: "jsonl",
    description: "gold JSON, one article a line",
    unit: "code points",
    carries: "everything",
    omits: "–",
    shape: Shape::Stream("jsonl"),
    extensions: &["jsonl", "json"],
    signatures: &[("", GOLD_LINES)],
    negatives: true,
    takes_unit: false,
    export: |_| Box::new(Jsonl),
    import,
};

struct Jsonl;

impl Export for Jsonl {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, _: &mut dyn FnMut(Loss)) -> io::Result<()> {
        sink.append_with(&mut |out| json::write_line_to(out, &annotated.article, &annotated.annotation))
    }

    fn extras(&self) -> Extras {
        Extras::ALL
    }
}

fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    each_article(source, each, &mut |line, _, _| {
        let (article, annotation) = json::read(line).map_err(|error| error.to_string())?;
        Ok((Annotated::new(article, annotation), Vec::new()))
    })
}
