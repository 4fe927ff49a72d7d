//! `jsonl`: the gold itself, one article a line. Code points; carries everything.

use std::io;

use crate::gold::json;

use super::lines::each_article;
use super::{Annotated, Each, Export, Loss, Sink, Source};

pub(super) struct Jsonl;

impl Export for Jsonl {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, _: &mut dyn FnMut(Loss)) -> io::Result<()> {
        sink.append(json::write_line(&one.article, &one.annotation).as_bytes())
    }
}

/// Reads gold lines.
pub(super) fn import(source: &mut Source<'_>, each: Each<'_>) -> io::Result<()> {
    each_article(source, each, &mut |line, _, _| {
        let (article, annotation) = json::read(line).map_err(|error| error.to_string())?;
        Ok((Annotated::new(article, annotation), Vec::new()))
    })
}
