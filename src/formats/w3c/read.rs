//! Reads Web Annotations: our own pages, and the annotations of other tools about a text that `--text` names.

use std::collections::{HashMap, HashSet};
use std::io;

use serde_json::Value;

use crate::formats::annotated::{ATTRIBUTES, PARTS};
use crate::formats::common::article_builder::{ArticleBuilder, is_empty_value};
use crate::formats::common::encoding::decode_bytes;
use crate::formats::common::graph::{ItemIds, Link, Piece, assemble_items};
use crate::formats::common::json_fields::{Fields, words_of};
use crate::formats::common::json_input::each_json_article;
use crate::formats::common::offset_repair::SpanClaim;
use crate::formats::import::{EachArticle, Imported, Source};
use crate::gold::{Extra, QuoteKind, Status};
use crate::text::{Span, Text, Unit};

pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let unit = source.options.unit.map_or(Unit::CodePoints, Unit::from);
    let text = source.companion.map(|bytes| {
        decode_bytes(bytes).map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |(words, _)| words)
    });
    let name = source.name.to_owned();
    // Annotations without a text of their own are all about the text of --text.
    let mut loose = Vec::new();
    each_json_article(source, each, &mut |value, name, number| {
        let mut page = Fields::of(value).ok_or("is not an AnnotationPage or an Annotation; correct it")?;
        match (page.take_text(&["tawsim:text"]).filter(|text| !text.trim().is_empty()), &text) {
            (Some(text), _) => Ok(vec![read_page(page, text, &format!("{name}-{number}"), unit)]),
            (None, Some(_)) => {
                loose.extend(annotations_of(page));
                Ok(Vec::new())
            }
            (None, None) => {
                Err("contains no \"tawsim:text\", and annotations only refer to a text; name the text with --text FILE"
                    .to_owned())
            }
        }
    })?;
    match text {
        Some(text) if !loose.is_empty() => {
            let article = ArticleBuilder::of_record(None, name, Some(text));
            let article = article.and_then(|builder| read_annotations(builder, loose, unit));
            each(article.map_err(|what| crate::formats::import::ImportProblem::new(None, what)))
        }
        _ => Ok(()),
    }
}

/// The annotations of a page, a collection, a graph, or one annotation.
fn annotations_of(mut page: Fields) -> Vec<Value> {
    if let Some(list) = page.take_list(&["items", "@graph", "resources", "annotations", "rows"]) {
        return list;
    }
    match page.take_if(&["first"], Value::is_object).and_then(Fields::of) {
        Some(first) => annotations_of(first),
        None => vec![page.0.into()],
    }
}

fn read_page(mut page: Fields, text: String, fallback_id: &str, unit: Unit) -> Result<Imported, String> {
    let iri = page.take_text(&["id"]);
    let named = iri.as_deref().and_then(|id| id.strip_prefix("urn:tawsim:article:")).map(percent_decode);
    let id = page.take_text(&["tawsim:id"]).or(named).filter(|id| !id.trim().is_empty());
    let mut builder = ArticleBuilder::new(id.unwrap_or_else(|| fallback_id.to_owned()), text);
    if let Some(Value::Object(meta)) = page.take(&["tawsim:meta"]) {
        *builder.meta() = meta.into();
    }
    if let Some(status) = page.take_text(&["tawsim:status"]) {
        builder.annotation().status = status.parse::<Status>()?;
    }
    let items = page.take_list(&["items"]).unwrap_or_default();
    page.skip(&["@context", "type", "partOf", "startIndex", "next", "prev"]);
    builder.report_rest("page", &page.rest());
    read_annotations(builder, items, unit)
}

/// No body, one body or a list. JSON-LD allows each of them.
struct Bodies(Vec<Value>);

impl Bodies {
    fn of(value: Option<Value>) -> Self {
        match value {
            None => Self(Vec::new()),
            Some(Value::Array(list)) => Self(list),
            Some(one) => Self(vec![one]),
        }
    }

    /// The text of the first body with a purpose.
    fn text(&self, purpose: &str) -> Option<&str> {
        self.0.iter().filter(|body| is_purpose(body, &[purpose])).find_map(value_of)
    }

    /// The text of the first body without a purpose.
    fn plain(&self) -> Option<&str> {
        self.0.iter().filter(|body| body.get("purpose").is_none()).find_map(value_of)
    }

    /// The label: a tag, a class that is no kind of quote, a body without a purpose, else the first one with a value.
    fn label(&self) -> Option<&str> {
        let class = || self.text("classifying").filter(|class| class.parse::<QuoteKind>().is_err());
        let other = || self.0.iter().filter(|body| !is_purpose(body, &["commenting", "replying"])).find_map(value_of);
        let tag = self.text("tagging").or_else(class).or_else(|| self.text("identifying"));
        tag.or_else(|| self.plain()).or_else(other)
    }

    /// The comment: in Recogito it has no purpose, and the tag has one.
    fn comment(&self) -> Option<&str> {
        self.text("commenting").or_else(|| self.plain().filter(|words| self.label() != Some(words)))
    }

    /// The tags behind the first.
    fn further_tags(&self) -> usize {
        self.0.iter().filter(|body| is_purpose(body, &["tagging"])).count().saturating_sub(1)
    }

    /// Reports the keys of the bodies that are not read.
    fn report_rest(&self, builder: &mut ArticleBuilder) {
        const KNOWN: [&str; 9] = ["id", "type", "value", "label", "chars", "source", "purpose", "format", "language"];
        for body in self.0.iter().filter_map(Value::as_object) {
            let rest = body.iter().filter(|(key, _)| !KNOWN.contains(&key.as_str()));
            builder.report_rest("body", &rest.map(|(key, value)| (key.clone(), value.clone())).collect());
        }
    }

    /// The IRI to which a linking annotation leads.
    fn linked_iri(&self) -> Option<&str> {
        self.0.iter().find_map(|body| body.get("source").unwrap_or(body).as_str())
    }
}

fn is_purpose(body: &Value, purposes: &[&str]) -> bool {
    body.get("purpose").and_then(Value::as_str).is_some_and(|purpose| purposes.contains(&purpose))
}

/// The words of a body: its value, the label of a concept, or the body itself. An IRI gives its last part.
fn value_of(body: &Value) -> Option<&str> {
    let words = ["value", "label", "chars"].iter().find_map(|key| body.get(*key)?.as_str());
    let iri = || {
        let iri = body.as_str().or_else(|| body.get("id").or_else(|| body.get("source"))?.as_str())?;
        iri.rsplit(['#', '/']).next()
    };
    words.or_else(iri).filter(|words| !words.trim().is_empty())
}

fn read_annotations(mut builder: ArticleBuilder, items: Vec<Value>, unit: Unit) -> Result<Imported, String> {
    let (mut pieces, mut links, mut more) = (Vec::new(), Vec::new(), HashMap::new());
    for (at, item) in items.into_iter().enumerate() {
        let name = format!("items[{at}]");
        let Some(mut item) = Fields::of(item) else {
            builder.lose(&name, "it is no annotation; left out");
            continue;
        };
        let body = Bodies::of(item.take(&["body", "hasBody", "bodies"]));
        let target = match item.take(&["target", "hasTarget", "on"]) {
            Some(Value::Array(mut targets)) if targets.len() == 1 => targets.pop(),
            other => other,
        };
        let target = target.unwrap_or_default();
        let label = body.label().unwrap_or_default().to_owned();
        body.report_rest(&mut builder);
        if let (Some(from), Some(to)) = (target.as_str(), body.linked_iri()) {
            if body.0.len() > 2 {
                builder.lose("further bodies", "a relation has a target and a label; left out");
            }
            links.push(Link { from: local_id(from), to: local_id(to), label });
            item.skip(&["@context", "id", "@id", "type", "@type", "motivation", "created", "modified", "creator"]);
            builder.report_rest("relation", &item.rest());
            continue;
        }
        // Hypothes.is has the tags and the comment beside the target.
        let tags: Vec<String> = item.take_list(&["tags"]).unwrap_or_default().iter().filter_map(words_of).collect();
        let label = if label.is_empty() { tags.first().cloned().unwrap_or_default() } else { label };
        let further = body.further_tags() + tags.len().saturating_sub(1);
        if further > 0 {
            builder.lose(&format!("{further} further tags of {name}"), "gold has one label for a span; left out");
        }
        if label.is_empty() {
            builder.lose(&name, "its body has no tag; left out");
            continue;
        }
        let Some(span) = target_span(&target, &mut builder, &name, &label, unit) else { continue };
        let kind = body.text("classifying").filter(|kind| *kind != label);
        let kind = builder.quote_kind(kind);
        let id = item.take_text(&["id", "@id"]).map_or_else(|| format!("item-{at}"), |id| local_id(&id));
        let comment = item.take_if(&["text"], Value::is_string).filter(|text| !is_empty_value(text));
        let details = [("note", body.comment().map(Value::from).or(comment))].into_iter();
        let own = [(ATTRIBUTES, "tawsim:attributes"), (PARTS, "tawsim:parts")];
        let details = details.chain(own.map(|(key, name)| (key, item.take(&[name]))));
        let details: Extra = details.filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
        more.insert(id.clone(), details);
        let creator = item.take(&["creator", "user"]);
        if let Some(name) = creator.as_ref().and_then(|creator| creator.get("name").unwrap_or(creator).as_str()) {
            builder.annotation().annotator = Some(name.to_owned());
        }
        let kept = |body: &Value| is_purpose(body, &["tagging", "classifying", "commenting", "identifying", "linking"]);
        let is_repeated = |purpose: &&str| body.0.iter().filter(|body| is_purpose(body, &[*purpose])).nth(1).is_some();
        let repeats = ["classifying", "commenting"].iter().any(is_repeated);
        let is_comment = |it: &Value| value_of(it).is_some() && value_of(it) == body.comment();
        if body.0.len() > 1 && (repeats || !body.0.iter().all(|it| kept(it) || is_comment(it))) {
            builder.lose("further bodies", "gold has a label and a note for each span; left out");
        }
        item.skip(&["@context", "type", "@type", "motivation", "created", "modified", "generated", "generator"]);
        builder.report_rest("annotation", &item.rest());
        pieces.push(Piece { id, span, label, kind });
    }
    for (id, body, _) in assemble_items(&pieces, &links, ItemIds::Keep, &mut builder) {
        let details = more.remove(&id).unwrap_or_default();
        builder.add_decided_item(Some(&id), body, None, details);
    }
    let mut left: Vec<(String, Extra)> = more.into_iter().collect();
    left.sort_by(|(one, _), (other, _)| one.cmp(other));
    builder.report_left_keys(&left.into_iter().map(|(_, keys)| keys).collect::<Vec<_>>(), &HashSet::new());
    Ok(builder.finish())
}

/// The part of an IRI after the last `#`, else all of it.
fn local_id(iri: &str) -> String {
    percent_decode(iri.rsplit_once('#').map_or(iri, |(_, id)| id))
}

/// The selectors of a target, with those that refine them.
fn selectors_of(target: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    let mut open = vec![target.get("selector").unwrap_or(&Value::Null)];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) => open.extend(list.iter().rev()),
            Value::Object(keys) => {
                found.push(value);
                open.extend(keys.get("refinedBy"));
                open.extend(keys.get("item"));
            }
            _ => {}
        }
    }
    found
}

/// The span of a target: its position if the quotation is there, else the only place of the quotation with its context.
/// `name` names the annotation in messages.
fn target_span(target: &Value, builder: &mut ArticleBuilder, name: &str, label: &str, unit: Unit) -> Option<Span> {
    let selectors = selectors_of(target);
    report_unread(target, &selectors, builder);
    let selector = |kind: &str| selectors.iter().find(|it| it.get("type").and_then(Value::as_str) == Some(kind));
    let words = |key: &str| selector("TextQuoteSelector").and_then(|it| it.get(key)).and_then(Value::as_str);
    let edge = |key: &str| {
        let edge = selector("TextPositionSelector").and_then(|it| it.get(key)?.as_u64());
        edge.and_then(|edge| usize::try_from(edge).ok())
    };
    let exact = words("exact");
    let what = format!("{name} ({label})");
    if let Some(exact) = exact
        && let Some((start, end)) = place_in_context(builder.text(), words("prefix"), exact, words("suffix"))
    {
        let at = edge("start").zip(edge("end"));
        let fits = at.is_some_and(|(start, end)| {
            builder.text().span_in(start, end, unit).is_ok_and(|span| builder.text().slice(span) == exact)
        });
        if !fits {
            if at.is_some() {
                builder.note(&what, "its position does not fit its quotation, which decides with its context");
            }
            return builder.find_span(SpanClaim { start, end, unit: Unit::Bytes, words: Some(exact) }, &what, None);
        }
    }
    match (edge("start"), edge("end"), exact) {
        (Some(start), Some(end), words) => builder.find_span(SpanClaim { start, end, unit, words }, &what, None),
        // The end of the text is a place that fits nothing: only the words decide.
        (_, _, Some(words)) => {
            let length = builder.text().len();
            let claim = SpanClaim { start: length, end: length + 1, unit: Unit::Bytes, words: Some(words) };
            builder.find_span(claim, &what, None)
        }
        _ => {
            builder.lose(&what, "it has neither a position nor a quotation; left out");
            None
        }
    }
}

/// Reports the keys of a target and of its selectors that are not read.
fn report_unread(target: &Value, selectors: &[&Value], builder: &mut ArticleBuilder) {
    const TARGET: [&str; 5] = ["id", "type", "source", "selector", "purpose"];
    const SELECTOR: [&str; 8] = ["type", "start", "end", "exact", "prefix", "suffix", "refinedBy", "item"];
    let mut report = |of: &str, value: &Value, known: &[&str]| {
        let keys = value.as_object().into_iter().flatten().filter(|(key, _)| !known.contains(&key.as_str()));
        builder.report_rest(of, &keys.map(|(key, value)| (key.clone(), value.clone())).collect());
    };
    report("target", target, &TARGET);
    selectors.iter().for_each(|selector| report("selector", selector, &SELECTOR));
}

/// The only place of a quotation between its prefix and its suffix, in bytes.
fn place_in_context(text: &Text, prefix: Option<&str>, exact: &str, suffix: Option<&str>) -> Option<(usize, usize)> {
    let (prefix, suffix) = (prefix.unwrap_or_default(), suffix.unwrap_or_default());
    let needle = format!("{prefix}{exact}{suffix}");
    let mut hits = text.as_str().match_indices(&needle).map(|(start, _)| start + prefix.len());
    match (hits.next(), hits.next()) {
        (Some(start), None) if !exact.is_empty() => Some((start, start + exact.len())),
        _ => None,
    }
}

fn percent_decode(id: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = id.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
