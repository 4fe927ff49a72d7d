//! brat's lines to gold.

use std::collections::HashMap;
use std::io;

use serde_json::json;

use crate::gold::QuoteKind;
use crate::text::{Span, Text, Unit, is_line_end};

use crate::formats::common::article_builder::ArticleBuilder;
use crate::formats::common::graph::{Link, Piece, assemble};
use crate::formats::common::lines::{utf8, whole};
use crate::formats::import::{EachArticle, ImportProblem, Imported, Source};

/// Reads the lines of an `.ann` with the text beside it.
pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let lines = whole(source.main)?;
    let text =
        source.companion.ok_or_else(|| ImportProblem::new(None, "its text is not beside it; put the .txt there"));
    let read = lines.and_then(|lines| {
        let text =
            utf8(text?, 1).map_err(|fault| ImportProblem { what: format!("its .txt {}", fault.what), ..fault })?;
        article(&lines, text, source.name)
    });
    each(read)
}

/// What the lines of one file say, by their names.
#[derive(Default)]
struct Standoff {
    pieces: Vec<Piece>,
    links: Vec<Link>,
    /// The trigger and the arguments of an event.
    events: HashMap<String, Event>,
    order: Vec<String>,
    /// Of what, the attribute and its value.
    attributes: Vec<(String, String, String)>,
    notes: HashMap<String, String>,
}

struct Event {
    kind: String,
    trigger: String,
    arguments: Vec<(String, String)>,
}

fn article(lines: &str, text: &str, name: &str) -> Result<Imported, ImportProblem> {
    if text.trim().is_empty() {
        return Err(ImportProblem::new(None, "its .txt is empty; put the text there"));
    }
    let mut build = ArticleBuilder::new(name, text);
    let mut standoff = Standoff::default();
    for (at, line) in lines.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.trim().is_empty() {
            standoff.line(line, &mut build).map_err(|what| ImportProblem::new(at + 1, what))?;
        }
    }
    standoff.resolve(&mut build);
    let Standoff { pieces, links, notes, events, .. } = standoff;
    let mut notes_of: HashMap<&str, &String> = notes.iter().map(|(name, note)| (name.as_str(), note)).collect();
    // A note on an event is a note on the quote that it is.
    for (event, note) in events.iter().filter_map(|(name, event)| Some((event, notes.get(name)?))) {
        let content = event.arguments.iter().find(|(role, _)| role.starts_with("Content"));
        notes_of.extend(content.map(|(_, target)| (target.as_str(), note)));
    }
    for (id, body, at) in assemble(&pieces, &links, false, &mut build) {
        let note = pieces.get(at).and_then(|piece| notes_of.get(piece.id.as_str()));
        let extra = note.map(|note| ("note".to_owned(), json!(note))).into_iter().collect();
        build.decided(Some(&id), body, None, extra);
    }
    Ok(build.done())
}

impl Standoff {
    fn line(&mut self, line: &str, build: &mut ArticleBuilder) -> Result<(), String> {
        let mut fields = line.splitn(3, '\t');
        let name = fields.next().unwrap_or_default();
        let said = fields.next().ok_or("has no tab behind its name; mend the line")?;
        let words = fields.next();
        match name.chars().next() {
            Some('T') => self.span(name, said, words, build),
            Some('R') => self.relation(said),
            Some('E') => self.event(name, said),
            Some('A' | 'M') => {
                let mut parts = said.split(' ');
                let (attribute, of) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                let value = parts.next().unwrap_or_default();
                self.attributes.push((of.to_owned(), attribute.to_owned(), value.to_owned()));
                Ok(())
            }
            Some('#') => {
                let of = said.split(' ').nth(1).unwrap_or_default();
                self.notes.insert(of.to_owned(), words.unwrap_or_default().to_owned());
                Ok(())
            }
            Some('*' | 'N') => {
                build.lose_all(&format!("{name} {said}"), "gold has no such relation; left out");
                Ok(())
            }
            _ => Err(format!("begins with {name:?}, which is none of T, R, E, A, M, N, *, #; mend the line")),
        }
    }

    fn span(&mut self, name: &str, said: &str, words: Option<&str>, build: &mut ArticleBuilder) -> Result<(), String> {
        let (label, places) = said.split_once(' ').ok_or("has no offsets; write LABEL START END")?;
        let mut spans: Vec<Span> = Vec::new();
        for place in places.split(';') {
            let edges: Vec<usize> = place.split_whitespace().filter_map(|edge| edge.parse().ok()).collect();
            let [start, end] = edges.as_slice() else {
                return Err(format!("{place:?} is no START END; mend the line"));
            };
            let span = build.span(*start, *end, Unit::CodePoints, label);
            spans.push(span.map_err(|error| format!("{name} ({label}): {error}; mend its offsets"))?);
        }
        spans.sort();
        let text = build.text().clone();
        let found: Vec<&str> = spans.iter().map(|span| text.slice(*span)).collect();
        let squeeze = |words: &str| words.split_whitespace().collect::<String>();
        if let Some(words) = words.filter(|words| !squeeze(&found.concat()).contains(&squeeze(words))) {
            return Err(format!(
                "{name} ({label}): the text there is {:?}, not {words:?}; mend its offsets",
                found.join(" ")
            ));
        }
        let mut parts = joined(&text, &spans).into_iter();
        let Some(first) = parts.next() else { return Ok(()) };
        let is_content = label.eq_ignore_ascii_case("CONTENT");
        let rest: Vec<Span> = parts.collect();
        let hull = rest.iter().fold(first, |hull, part| hull.hull(*part));
        if !rest.is_empty() && !is_content {
            build.lose(hull, label, "gold has no span of several parts; what lies between them is taken in");
        }
        let span = if is_content { first } else { hull };
        self.pieces.push(Piece { id: name.to_owned(), span, label: label.to_owned(), kind: None });
        for (number, part) in rest.into_iter().enumerate().filter(|_| is_content) {
            let id = format!("{name}.{}", number + 2);
            self.links.push(Link { from: name.to_owned(), to: id.clone(), label: "PART".to_owned() });
            self.pieces.push(Piece { id, span: part, label: label.to_owned(), kind: None });
        }
        Ok(())
    }

    fn relation(&mut self, said: &str) -> Result<(), String> {
        let mut parts = said.split_whitespace();
        let label = parts.next().unwrap_or_default().to_owned();
        let ends: Vec<&str> = parts.filter_map(|part| part.split_once(':')).map(|(_, of)| of).collect();
        let [from, to] = ends.as_slice() else { return Err("is no relation; write TYPE Arg1:T1 Arg2:T2".to_owned()) };
        self.links.push(Link { from: (*from).to_owned(), to: (*to).to_owned(), label });
        Ok(())
    }

    fn event(&mut self, name: &str, said: &str) -> Result<(), String> {
        let mut parts = said.split_whitespace().filter_map(|part| part.split_once(':'));
        let (kind, trigger) = parts.next().ok_or("is no event; write TYPE:T1 Role:T2")?;
        let arguments = parts.map(|(role, of)| (role.to_owned(), of.to_owned())).collect();
        self.order.push(name.to_owned());
        let (kind, trigger) = (kind.to_owned(), trigger.to_owned());
        self.events.insert(name.to_owned(), Event { kind, trigger, arguments });
        Ok(())
    }

    /// Events become relations from content to cue, speaker and further parts.
    fn resolve(&mut self, build: &mut ArticleBuilder) {
        let trigger = |name: &str| self.events.get(name).map_or(name, |event| &event.trigger).to_owned();
        let mut links = Vec::new();
        let mut dropped = Vec::new();
        let mut kinds: HashMap<String, QuoteKind> = HashMap::new();
        for name in &self.order {
            let Some(event) = self.events.get(name) else { continue };
            let is = |role: &str, word: &str| {
                role.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
                    && role.get(word.len()..).is_some_and(|tail| tail.chars().all(|c| c.is_ascii_digit()))
            };
            let of = |word: &str| -> Vec<String> {
                event.arguments.iter().filter(|(role, _)| is(role, word)).map(|(_, of)| trigger(of)).collect()
            };
            let contents = of("Content");
            let Some((head, more)) = contents.split_first() else {
                build.lose_all(
                    &format!("{name} {}", event.kind),
                    "gold has no events but quotes; its spans stand alone",
                );
                continue;
            };
            let mut link = |to: &str, label: &str| {
                links.push(Link { from: head.clone(), to: to.to_owned(), label: label.to_owned() });
            };
            more.iter().for_each(|part| link(part, "PART"));
            if event.kind == "QUOTE" {
                dropped.push(event.trigger.clone());
            } else {
                link(&event.trigger, "CUE");
            }
            let said = |attribute: &str| self.attributes.iter().find(|(of, it, _)| of == name && it == attribute);
            let implied = said("Implied").is_some();
            let speakers = of("Speaker").into_iter().chain(of("Source"));
            speakers.for_each(|speaker| link(&speaker, if implied { "IMPLIED_SPEAKER" } else { "SPEAKER" }));
            kinds.extend(said("QuoteKind").and_then(|(_, _, kind)| Some((head.clone(), kind.parse().ok()?))));
        }
        // An attribute of the content itself says the same; any other is of no use here.
        for (of, attribute, value) in self.attributes.iter().filter(|(of, ..)| !self.events.contains_key(of)) {
            match value.parse() {
                Ok(kind) => {
                    kinds.insert(of.clone(), kind);
                }
                Err(_) => build.lose_all(&format!("{attribute} of {of}"), "gold has no such attribute; left out"),
            }
        }
        self.pieces.retain(|piece| !dropped.contains(&piece.id));
        for piece in &mut self.pieces {
            piece.kind = kinds.get(&piece.id).copied();
        }
        self.links.append(&mut links);
    }
}

/// Fragments with nothing but line ends between them are one span.
fn joined(text: &Text, fragments: &[Span]) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::new();
    for &fragment in fragments {
        match parts.last_mut() {
            Some(last) if text.get(last.end()..fragment.start()).chars().all(is_line_end) => {
                *last = last.hull(fragment);
            }
            _ => parts.push(fragment),
        }
    }
    parts
}
