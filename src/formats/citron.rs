//! `citron`: quotes as the BBC's Citron reads them, one file an article. Code points.
//!
//! Each has a `cue`, `sources` and `contents` (docs/data_format.md of bbc/citron). A quote without a cue has no place
//! there, entities neither. Kind, implied speakers and links stand in keys of our own, which Citron passes over.

use std::io;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::gold::{Body, Extra, Layer, Speaker};
use crate::text::{Span, Text, Unit};

use super::annotated::Annotated;
use super::common::article_builder::{ArticleBuilder, frame};
use super::common::lines::whole;
use super::common::tokens::what;
use super::export::{Export, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, ImportProblem, Imported, Source};
use super::loss::Loss;

/// The format `citron`.
pub(super) static FORMAT: Format = Format {
    name: "citron",
    description: "a folder of quotes for the BBC's Citron",
    unit: "code points",
    carries: "quotes that have a cue",
    omits: "entities, quotes without a cue",
    shape: Shape::Folder(None),
    extensions: &["json"],
    negatives: false,
    export: |_| Box::new(Citron),
    import,
};

struct Citron;

impl Export for Citron {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let text = &one.article.text;
        let mut quotes = Vec::new();
        for mark in one.gold_items() {
            let Some(span) = mark.body.span() else { continue };
            let mut lose = |why: &str| lost(Loss::at(&one.article, span, what(mark), why));
            let Body::Quote(frame) = &mark.body else {
                lose("Citron holds quotes only; left out");
                continue;
            };
            let Some(cue) = frame.cue else {
                lose("Citron has no quote without a cue; left out");
                continue;
            };
            let speaker = frame.speaker.iter().map(|speaker| part(text, speaker.span));
            let mut quote = json!({
                "id": mark.id, "cue": part(text, cue), "sources": speaker.collect::<Vec<_>>(),
                "contents": frame.content.iter().map(|span| part(text, *span)).collect::<Vec<_>>(),
                "kind": frame.kind.name(),
            });
            if let Some(speaker) = frame.speaker.as_ref().filter(|speaker| speaker.implied) {
                quote["implied"] = json!(speaker.implied);
            }
            if frame.speaker.as_ref().is_some_and(|speaker| speaker.entity.is_some()) {
                lose("its speaker is linked to an entity, and Citron holds none; the link is left out");
            }
            quotes.push(quote);
        }
        let file = json!({"text": text.as_str(), "quotes": quotes, "id": one.article.id, "meta": one.article.meta});
        sink.article_file(&one.article.id, "json", format!("{file:#}\n").as_bytes())
    }
}

fn part(text: &Text, span: Span) -> Value {
    let range = text.code_points(span);
    json!({"start": range.start, "end": range.end, "text": text.slice(span)})
}

#[derive(Deserialize)]
struct File {
    id: Option<String>,
    text: Option<String>,
    #[serde(default)]
    meta: Extra,
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    coreference_groups: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct Quote {
    id: Option<Value>,
    cue: Option<Part>,
    #[serde(default)]
    sources: Vec<Part>,
    #[serde(default)]
    contents: Vec<Part>,
    #[serde(default)]
    coreferences: Option<Vec<Value>>,
    kind: Option<String>,
    #[serde(default)]
    implied: bool,
    confidence: Option<Value>,
}

#[derive(Deserialize)]
struct Part {
    start: usize,
    end: usize,
    text: Option<String>,
}

/// Reads one article. Quotes with a confidence are predictions, and become suggestions.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let read = whole(source.main)?.and_then(|json| article(&json, source.name));
    each(read)
}

fn article(json: &str, name: &str) -> Result<Imported, ImportProblem> {
    let file: File = serde_json::from_str(json)
        .map_err(|error| ImportProblem::new(error.line(), format!("is no file of Citron: {error}; mend it")))?;
    let text = file.text.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| ImportProblem::new(None, "\"text\" is missing or empty; add it"))?;
    let mut build = ArticleBuilder::new(file.id.unwrap_or_else(|| name.to_owned()), text);
    *build.meta() = file.meta;
    if file.coreference_groups.is_some_and(|groups| !groups.is_empty()) {
        build.lose_all("coreference_groups", "gold has no chains; left out");
    }
    for (at, quote) in file.quotes.into_iter().enumerate() {
        read_quote(quote, at, &mut build).map_err(|what| ImportProblem::new(None, what))?;
    }
    Ok(build.done())
}

fn read_quote(quote: Quote, at: usize, build: &mut ArticleBuilder) -> Result<(), String> {
    let mut span = |part: &Part, name: &str| -> Result<Span, String> {
        let wrong = |what: String| format!("quotes[{at}].{name}: {what}; mend its offsets");
        let span =
            build.span(part.start, part.end, Unit::CodePoints, name).map_err(|error| wrong(error.to_string()))?;
        let exact = build.text().code_points(span) == (part.start..part.end);
        match part.text.as_deref() {
            Some(words) if exact && words != build.text().slice(span) => {
                Err(wrong(format!("the text there is not {words:?} (offsets are code points)")))
            }
            _ => Ok(span),
        }
    };
    let content = quote.contents.iter().map(|part| span(part, "contents")).collect::<Result<Vec<_>, _>>()?;
    let cue = quote.cue.as_ref().map(|part| span(part, "cue")).transpose()?;
    let sources = quote.sources.iter().map(|part| span(part, "sources")).collect::<Result<Vec<_>, _>>()?;
    let kind =
        quote.kind.as_deref().and_then(|kind| kind.parse().ok()).unwrap_or_else(|| guess(build.text(), &content));
    if sources.len() > 1 {
        let more = sources.iter().copied().skip(1);
        more.for_each(|span| build.lose(span, "source", "gold has one speaker a quote; only the first is taken"));
    }
    if quote.coreferences.is_some_and(|it| !it.is_empty()) {
        build.lose_all(&format!("quotes[{at}].coreferences"), "gold has no chains; left out");
    }
    let speaker = sources.first().map(|span| Speaker { span: *span, entity: None, implied: quote.implied });
    let frame = frame(kind, content, cue, speaker).ok_or_else(|| format!("quotes[{at}] has no contents; add them"))?;
    let id = quote.id.as_ref().map(|id| id.as_str().map_or_else(|| format!("q{id}"), str::to_owned));
    let body = Body::Quote(frame);
    debug_assert_eq!(body.layer(), Layer::Quote);
    let confidence = quote.confidence.as_ref().and_then(|it| it.as_f64().or_else(|| it.as_str()?.parse().ok()));
    match confidence {
        Some(score) => {
            let suggestion = build.suggestion(id.as_deref(), "citron", Some(score), body);
            build.pending(suggestion);
        }
        None => {
            build.mark(id.as_deref(), body);
        }
    }
    Ok(())
}

/// Citron keeps no kind, and leaves quotation marks inside: all of the content between them is direct, none indirect.
fn guess(text: &Text, content: &[Span]) -> crate::gold::QuoteKind {
    let quoted = |words: &str| {
        let mark = |c: Option<char>| c.is_some_and(|c| crate::text::quotation_mark(c).is_some());
        mark(words.trim().chars().next()) && mark(words.trim().trim_end_matches(['.', '،', ',']).chars().next_back())
    };
    let around = |span: &Span| {
        let before = text.get(0..span.start()).chars().next_back();
        before.is_some_and(|c| crate::text::quotation_mark(c).is_some())
    };
    let has = |span: &Span| text.slice(*span).chars().any(|c| crate::text::quotation_mark(c).is_some());
    match () {
        () if content.iter().all(|span| quoted(text.slice(*span)) || around(span)) => crate::gold::QuoteKind::Direct,
        () if content.iter().any(has) => crate::gold::QuoteKind::Mixed,
        () => crate::gold::QuoteKind::Indirect,
    }
}
