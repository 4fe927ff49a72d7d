//! `citron`: quotes as the BBC's Citron reads them, one file for each article. Code points.
//!
//! Each quote has a `cue`, `sources` and `contents` (docs/data_format.md of bbc/citron). Citron has no entities and no
//! quotes without a cue. The kind and an implied speaker are in keys of our own, which Citron ignores.

use std::io;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::gold::{Body, Extra, QuoteKind, Speaker, Suggestion};
use crate::text::{Span, Text, Unit, quotation_mark};

use super::annotated::Annotated;
use super::common::article_builder::{ArticleBuilder, frame, is_empty_value};
use super::common::json_fields::safe_keys;
use super::common::lines::one_article;
use super::common::offset_repair::SpanClaim;
use super::export::{Export, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, ImportProblem, Imported, Source};
use super::loss::{Loss, describe_item};
use super::signature::Signature;

/// The format `citron`.
pub(super) static FORMAT: Format = Format {
    name: "citron",
    description: "a folder of quotes for the BBC's Citron",
    unit: "code points",
    carries: "quotes that have a cue",
    omits: "entities, quotes without a cue",
    shape: Shape::Folder(None),
    extensions: &["json"],
    signatures: &[(".json", Signature::Json(&["text", "quotes", "id", "meta"], &["schema", "entities", "status"]))],
    negatives: false,
    takes_unit: false,
    export: |_| Box::new(Citron),
    import,
};

struct Citron;

impl Export for Citron {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let article = &annotated.article;
        let text = &article.text;
        let mut quotes = Vec::new();
        for item in annotated.gold_items() {
            let Some(span) = item.body.span() else { continue };
            let mut lose = |why: &str| lost(Loss::at(article, span, describe_item(&item.id, &item.body), why));
            let Body::Quote(frame) = &item.body else {
                lose("Citron has no entities; left out");
                continue;
            };
            let Some(cue) = frame.cue else {
                lose("Citron has no quotes without a cue; left out");
                continue;
            };
            let speaker = frame.speaker.as_ref();
            let mut quote = json!({
                "id": item.id, "cue": part(text, cue),
                "sources": speaker.iter().map(|speaker| part(text, speaker.span)).collect::<Vec<_>>(),
                "contents": frame.content.iter().map(|span| part(text, *span)).collect::<Vec<_>>(),
                "kind": frame.kind.name(),
            });
            if speaker.is_some_and(|speaker| speaker.implied) {
                quote["implied"] = json!(true);
            }
            if speaker.is_some_and(|speaker| speaker.entity.is_some()) {
                lose("its speaker is linked to an entity, and Citron has none; the link is left out");
            }
            quotes.push(quote);
        }
        let file = json!({"text": text.as_str(), "quotes": quotes, "id": article.id, "meta": article.meta});
        sink.article_file(&article.id, "json", format!("{file:#}\n").as_bytes())
    }
}

fn part(text: &Text, span: Span) -> Value {
    let range = text.code_points(span);
    json!({"start": range.start, "end": range.end, "text": text.slice(span)})
}

#[derive(Deserialize)]
struct CitronFile {
    id: Option<String>,
    text: Option<String>,
    #[serde(default)]
    meta: Extra,
    #[serde(default)]
    quotes: Vec<CitronQuote>,
    #[serde(default)]
    coreference_groups: Option<Vec<Value>>,
    #[serde(flatten)]
    rest: Extra,
}

#[derive(Deserialize)]
struct CitronQuote {
    id: Option<Value>,
    cue: Option<CitronSpan>,
    #[serde(default)]
    sources: Vec<CitronSpan>,
    #[serde(default)]
    contents: Vec<CitronSpan>,
    #[serde(default)]
    coreferences: Option<Vec<Value>>,
    kind: Option<String>,
    #[serde(default)]
    implied: bool,
    confidence: Option<Value>,
    #[serde(flatten)]
    rest: Extra,
}

#[derive(Deserialize)]
struct CitronSpan {
    start: usize,
    end: usize,
    text: Option<String>,
    #[serde(flatten)]
    rest: Extra,
}

/// Reads one article. Quotes with a confidence are predictions, and become suggestions.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    one_article(source, each, |json, name| {
        let file: CitronFile = serde_json::from_str(json).map_err(|error| {
            ImportProblem::new(error.line(), format!("is not a file of Citron: {error}; correct it"))
        })?;
        read_file(file, name).map_err(|what| ImportProblem::new(None, what))
    })
}

fn read_file(file: CitronFile, name: &str) -> Result<Imported, String> {
    let mut builder = ArticleBuilder::of_record(file.id, name.to_owned(), file.text)?;
    *builder.meta() = file.meta;
    for (key, value) in file.rest.into_iter().filter(|(_, value)| !is_empty_value(value)) {
        builder.meta().entry(key).or_insert(value);
    }
    if file.coreference_groups.is_some_and(|groups| !groups.is_empty()) {
        builder.lose("coreference_groups", "gold has no chains; left out");
    }
    for (at, quote) in file.quotes.into_iter().enumerate() {
        read_quote(quote, at, &mut builder)?;
    }
    Ok(builder.finish())
}

fn read_quote(quote: CitronQuote, at: usize, builder: &mut ArticleBuilder) -> Result<(), String> {
    let mut span = |part: &CitronSpan, name: &str| -> Option<Span> {
        let claim = SpanClaim { start: part.start, end: part.end, unit: Unit::CodePoints, words: part.text.as_deref() };
        builder.report_rest(&format!("quotes.{name}"), &part.rest);
        builder.find_span(claim, &format!("quotes[{at}].{name}"), None)
    };
    let content: Vec<Span> = quote.contents.iter().filter_map(|part| span(part, "contents")).collect();
    if content.is_empty() && !quote.contents.is_empty() {
        return Ok(());
    }
    let cue = quote.cue.as_ref().and_then(|part| span(part, "cue"));
    let sources: Vec<Span> = quote.sources.iter().filter_map(|part| span(part, "sources")).collect();
    let kind = builder.quote_kind(quote.kind.as_deref());
    let kind = kind.unwrap_or_else(|| guess_kind(builder.text(), &content));
    for source in sources.iter().skip(1) {
        builder.lose_span(*source, "source", "gold has one speaker for each quote; only the first is taken");
    }
    if quote.coreferences.is_some_and(|coreferences| !coreferences.is_empty()) {
        builder.lose(&format!("quotes[{at}].coreferences"), "gold has no chains; left out");
    }
    let speaker = sources.first().map(|span| Speaker { span: *span, entity: None, implied: quote.implied });
    let frame = frame(kind, content, cue, speaker).ok_or_else(|| format!("quotes[{at}] has no contents; add them"))?;
    let id = quote.id.as_ref().map(|id| id.as_str().map_or_else(|| format!("q{id}"), str::to_owned));
    let body = Body::Quote(Box::new(frame));
    let rest: Extra = quote.rest.into_iter().filter(|(_, value)| !is_empty_value(value)).collect();
    let confidence = quote.confidence.as_ref().and_then(|it| it.as_f64().or_else(|| it.as_str()?.parse().ok()));
    match confidence {
        Some(score) => {
            let suggestion = builder.new_suggestion(id.as_deref(), "citron", Some(score), body);
            builder.add_pending(Suggestion { extra: safe_keys(&rest), ..suggestion });
        }
        None => builder.add_decided_item(id.as_deref(), body, None, safe_keys(&rest)),
    }
    Ok(())
}

/// Citron has no kind and leaves quotation marks inside the content. Content between quotation marks is direct, content
/// without any is indirect, all else is mixed.
fn guess_kind(text: &Text, content: &[Span]) -> QuoteKind {
    let is_mark = |c: Option<char>| c.is_some_and(|c| quotation_mark(c).is_some());
    let is_quoted = |span: &Span| {
        let words = text.slice(*span).trim();
        is_mark(words.chars().next()) && is_mark(words.trim_end_matches(['.', '،', ',']).chars().next_back())
    };
    let follows_mark = |span: &Span| is_mark(text.get(0..span.start()).chars().next_back());
    let has_mark = |span: &Span| text.slice(*span).chars().any(|c| quotation_mark(c).is_some());
    if content.iter().all(|span| is_quoted(span) || follows_mark(span)) {
        QuoteKind::Direct
    } else if content.iter().any(has_mark) {
        QuoteKind::Mixed
    } else {
        QuoteKind::Indirect
    }
}
