//! `jsonl`: the gold itself, one article a line. Code points; carries everything.

use std::io;

use crate::gold::json;

use super::lines::each_line;
use super::{Annotated, Each, Export, Fault, Loss, Sink, Source};

pub(super) struct Jsonl;

impl Export for Jsonl {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, _: &mut dyn FnMut(Loss)) -> io::Result<()> {
        sink.append(json::write_line(&one.article, &one.annotation).as_bytes())
    }
}

/// Reads gold lines.
pub(super) fn import(source: &mut Source<'_>, each: Each<'_>) -> io::Result<()> {
    each_line(source.main, &mut |number, line| {
        let line = match line {
            Ok(line) if line.trim().is_empty() => return Ok(()),
            Ok(line) => line,
            Err(fault) => return each(Err(fault)),
        };
        let read = json::read(line).map(|(article, annotation)| (Annotated::new(article, annotation), Vec::new()));
        each(read.map_err(|error| Fault::new(number, error.to_string())))
    })
}
