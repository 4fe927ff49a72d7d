//! Reads brat's files.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::io;

use serde_json::json;

use crate::gold::{QuoteKind, Status};
use crate::text::{Span, Text, Unit, is_line_end};

use super::details::{DetailValue, Details, RelationLine};
use crate::formats::common::article_builder::ArticleBuilder;
use crate::formats::common::encoding::decode_bytes;
use crate::formats::common::graph::{ItemIds, Link, Piece, assemble_items};
use crate::formats::common::lines::{decode_utf8, one_article};
use crate::formats::common::offset_repair::SpanClaim;
use crate::formats::import::{EachArticle, ImportProblem, Imported, Source};
use crate::formats::loss::Loss;

/// Reads the lines of an `.ann` file with the text beside it.
pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let unit = source.options.unit.map_or(Unit::CodePoints, Unit::from);
    let text = source.companion.ok_or_else(|| ImportProblem::new(None, "its .txt is missing; put it beside the file"));
    one_article(source, each, |lines, name| {
        let text = text?;
        let decoded = decode_bytes(text);
        let bytes = decoded.as_ref().map_or(text, |(words, _)| words.as_bytes());
        let text = decode_utf8(bytes, 1)
            .map_err(|problem| ImportProblem { what: format!("its .txt {}", problem.what), ..problem })?;
        read_files(lines, text, name, unit).map(|(annotated, mut losses)| {
            let note = |(_, name): (_, &str)| {
                Loss::note(&annotated.article, "its .txt", format!("it is {name}; read as such"))
            };
            losses.extend(decoded.map(note));
            (annotated, losses)
        })
    })
}

/// The contents of an `.ann` file.
struct Standoff {
    /// The unit of the offsets.
    unit: Unit,
    pieces: Vec<Piece>,
    links: Vec<Link>,
    /// Events by their names.
    events: HashMap<String, Event>,
    /// The names of the events, in the order of the file.
    event_order: Vec<String>,
    attributes: Vec<Attribute>,
    /// Notes by the names of what they belong to.
    notes: HashMap<String, String>,
    /// The names of spans and events.
    names: HashSet<String>,
    details: Details,
    /// Triggers and contents of quotes that no line has.
    missing_names: Vec<String>,
}

struct Event {
    kind: String,
    trigger: String,
    /// Roles and the names of their targets.
    arguments: Vec<(String, String)>,
}

struct Attribute {
    /// The name of the span or event that it belongs to.
    target: String,
    name: String,
    value: String,
}

fn read_files(lines: &str, text: &str, name: &str, unit: Unit) -> Result<Imported, ImportProblem> {
    if text.trim().is_empty() {
        return Err(ImportProblem::new(None, "its .txt is empty; put the text into it"));
    }
    let mut builder = ArticleBuilder::new(name, text);
    let mut standoff = Standoff::new(unit);
    for (at, line) in lines.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.trim().is_empty()
            && let Err(what) = standoff.read_line(line, at + 1, &mut builder)
        {
            builder.lose_line(at + 1, "the line", &what);
            builder.annotation().status = Status::InProgress;
        }
    }
    standoff.resolve_events();
    for what in std::mem::take(&mut standoff.missing_names) {
        builder.lose(&what, "no line has this name; the quote is read without it");
    }
    let Standoff { pieces, links, notes, event_order, mut details, .. } = standoff;
    let mut notes_by_span: HashMap<String, String> = notes.clone();
    // A note on an event is a note on its quote, or on its trigger.
    for (note, span) in event_order.iter().filter_map(|event| Some((notes.get(event)?, details.anchors.get(event)?))) {
        let all = notes_by_span.get(span).map_or_else(|| note.clone(), |first| format!("{first} / {note}"));
        notes_by_span.insert(span.clone(), all);
    }
    let names = pieces.iter().map(|piece| piece.id.as_str()).chain(event_order.iter().map(String::as_str));
    let kept: HashSet<&str> = names.chain(details.lines.iter().map(|line| line.name.as_str())).collect();
    for target in notes.keys().filter(|target| !kept.contains(target.as_str())) {
        builder.lose(&format!("the note on {target}"), "gold keeps notes on entities, quotes and relations; left out");
    }
    for (id, body, at) in assemble_items(&pieces, &links, ItemIds::Number, &mut builder) {
        let note = pieces.get(at).and_then(|piece| notes_by_span.get(&piece.id));
        let extra = note.map(|note| ("note".to_owned(), json!(note))).into_iter().collect();
        builder.add_decided_item(Some(&id), body, None, extra);
        details.name_item(pieces.get(at).map_or("", |piece| &piece.id), id);
    }
    details.add_to(&notes, &mut builder);
    Ok(builder.finish())
}

impl Standoff {
    fn new(unit: Unit) -> Self {
        Self {
            unit,
            pieces: Vec::new(),
            links: Vec::new(),
            events: HashMap::new(),
            event_order: Vec::new(),
            attributes: Vec::new(),
            notes: HashMap::new(),
            names: HashSet::new(),
            details: Details::default(),
            missing_names: Vec::new(),
        }
    }

    fn read_line(&mut self, line: &str, number: usize, builder: &mut ArticleBuilder) -> Result<(), String> {
        let mut fields = line.splitn(3, '\t');
        let name = fields.next().unwrap_or_default();
        let content = fields.next().ok_or("has no tab after its name; correct the line")?;
        let words = fields.next();
        if name.starts_with(['T', 'E']) && !self.names.insert(name.to_owned()) {
            return Err(format!("has the name {name}, which an earlier line has; give it another"));
        }
        if let Some(words) = words.filter(|it| !name.starts_with(['T', '#', 'N']) && !it.trim().is_empty()) {
            builder.lose_line(number, &format!("{words:?} behind {name}"), "such a line has no words there; left out");
        }
        match name.chars().next() {
            Some('T') => self.read_span(name, content, words, number, builder),
            Some('R') => self.read_relation(name, content, number, builder),
            Some('E') => self.read_event(name, content),
            Some('A' | 'M') => {
                let mut parts = content.splitn(3, ' ').map(str::to_owned);
                let (name, target) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                self.attributes.push(Attribute { target, name, value: parts.next().unwrap_or_default() });
                Ok(())
            }
            Some('#') => {
                let (kind, target) = content.split_once(' ').ok_or("is not a note; write AnnotatorNotes T1")?;
                let words = words.unwrap_or_default();
                let note = if kind == "AnnotatorNotes" { words.to_owned() } else { format!("{kind}: {words}") };
                match self.notes.entry(target.to_owned()) {
                    Entry::Vacant(place) => drop(place.insert(note)),
                    // Gold has one note for each item.
                    Entry::Occupied(mut first) => first.get_mut().push_str(&format!(" / {note}")),
                }
                Ok(())
            }
            Some('*') => {
                let mut members = content.split_whitespace();
                let label = members.next().unwrap_or_default().to_owned();
                let members: Vec<&str> = members.collect();
                if members.len() < 2 {
                    return Err(format!("relates {} spans; write * {label} T1 T2", members.len()));
                }
                for pair in members.windows(2) {
                    let [from, to] = pair else { continue };
                    self.details.lines.push(RelationLine::new(name, &label, from, to));
                }
                Ok(())
            }
            Some('N') => {
                let mut parts = content.split_whitespace();
                let (kind, target) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                let (Some(entry), None) = (parts.next(), parts.next()) else {
                    return Err("is not a reference; write Reference T1 BASE:ID".to_owned());
                };
                let value = words
                    .filter(|words| !words.trim().is_empty())
                    .map_or_else(|| entry.to_owned(), |words| format!("{entry} {words}"));
                self.details.values.push(DetailValue::new(target, kind, value.into()));
                Ok(())
            }
            _ => Err(format!("begins with {name:?}, which is none of T, R, E, A, M, N, *, #; correct the line")),
        }
    }

    /// Reads `LABEL START END`, or `LABEL START END;START END` for fragments, with the words of the span.
    fn read_span(
        &mut self,
        name: &str,
        content: &str,
        words: Option<&str>,
        number: usize,
        builder: &mut ArticleBuilder,
    ) -> Result<(), String> {
        let (label, places) = content.split_once(' ').ok_or("has no offsets; write LABEL START END")?;
        let places: Vec<&str> = places.split(';').collect();
        let mut fragments: Vec<Span> = Vec::new();
        for place in &places {
            let edges: Vec<usize> = place.split_whitespace().filter_map(|edge| edge.parse().ok()).collect();
            let [start, end] = *edges.as_slice() else {
                return Err(format!("{place:?} is not START END; correct the line"));
            };
            // The words of several fragments are one text; they are compared below.
            let words = words.filter(|_| places.len() == 1);
            let claim = SpanClaim { start, end, unit: self.unit, words };
            let Some(span) = builder.find_span(claim, &format!("{name} ({label})"), Some(number)) else {
                return Ok(());
            };
            fragments.push(span);
        }
        fragments.sort();
        let text = builder.text().clone();
        let found: Vec<&str> = fragments.iter().map(|span| text.slice(*span)).collect();
        let squeeze = |words: &str| words.split_whitespace().collect::<String>();
        let words = words.filter(|_| places.len() > 1);
        if let Some(words) = words.filter(|words| !squeeze(&found.concat()).contains(&squeeze(words))) {
            let found = found.join(" ");
            return Err(format!("{name} ({label}): the text there is {found:?}, not {words:?}; correct its offsets"));
        }
        let parts = join_fragments(&text, &fragments);
        let Some((&first, rest)) = parts.split_first() else { return Ok(()) };
        let mut add_piece = |id: String, span: Span| {
            self.pieces.push(Piece { id, span, label: label.to_owned(), kind: None });
        };
        if is_content(label) {
            add_piece(name.to_owned(), first);
            for (number, part) in rest.iter().enumerate() {
                let id = format!("{name}.{}", number + 2);
                add_piece(id.clone(), *part);
                self.links.push(Link { from: name.to_owned(), to: id, label: "PART".to_owned() });
            }
            return Ok(());
        }
        let hull = rest.iter().fold(first, |hull, part| hull.hull(*part));
        add_piece(name.to_owned(), hull);
        if !rest.is_empty() {
            self.details.parts.insert(name.to_owned(), parts);
        }
        Ok(())
    }

    fn read_relation(
        &mut self,
        name: &str,
        content: &str,
        number: usize,
        builder: &mut ArticleBuilder,
    ) -> Result<(), String> {
        let mut parts = content.split_whitespace();
        let label = parts.next().unwrap_or_default().to_owned();
        let ends: Vec<Option<(&str, &str)>> = parts.map(|part| part.split_once(':')).collect();
        let [Some((first, from)), Some((second, to))] = ends.as_slice() else {
            return Err("is not a relation; write TYPE Arg1:T1 Arg2:T2".to_owned());
        };
        if (*first, *second) != ("Arg1", "Arg2") {
            builder.lose_line(
                number,
                &format!("the roles {first} and {second} of {name}"),
                "gold has no roles; left out",
            );
        }
        self.details.lines.push(RelationLine::new(name, &label, from, to));
        Ok(())
    }

    fn read_event(&mut self, name: &str, content: &str) -> Result<(), String> {
        let parts: Option<Vec<(&str, &str)>> = content.split_whitespace().map(|part| part.split_once(':')).collect();
        let parts = parts.unwrap_or_default();
        let (&(kind, trigger), arguments) = parts.split_first().ok_or("is not an event; write TYPE:T1 Role:T2")?;
        let arguments = arguments.iter().map(|(role, target)| ((*role).to_owned(), (*target).to_owned())).collect();
        self.event_order.push(name.to_owned());
        self.events.insert(name.to_owned(), Event { kind: kind.to_owned(), trigger: trigger.to_owned(), arguments });
        Ok(())
    }

    /// Turns events into relations: those of quotes lead from the content to the cue, the speaker and further parts, all
    /// others from the trigger to the arguments.
    fn resolve_events(&mut self) {
        let (mut links, mut replaced_pieces) = (Vec::new(), HashSet::new());
        let mut of_events: HashMap<(&str, &str), &str> = HashMap::new();
        for Attribute { target, name, value } in &self.attributes {
            of_events.entry((target, name)).or_insert(value);
        }
        let mut kinds: HashMap<String, QuoteKind> = HashMap::new();
        for name in &self.event_order {
            let Some(event) = self.events.get(name) else { continue };
            let contents = self.targets(event, "Content");
            let Some((head, more)) = contents.split_first() else {
                for (role, target) in &event.arguments {
                    let mut line = RelationLine::new("", role, &event.trigger, target);
                    line.event = Some(name.clone());
                    self.details.lines.push(line);
                }
                self.details.anchors.insert(name.clone(), event.trigger.clone());
                continue;
            };
            let missing = contents.iter().filter(|content| !self.names.contains(*content));
            self.missing_names.extend(missing.map(|content| format!("the content {content} of {name}")));
            self.details.anchors.insert(name.clone(), head.clone());
            let mut link = |to: &str, label: &str| {
                links.push(Link { from: head.clone(), to: to.to_owned(), label: label.to_owned() });
            };
            more.iter().for_each(|part| link(part, "PART"));
            if event.kind == "QUOTE" {
                if !self.names.contains(&event.trigger) {
                    self.missing_names.push(format!("the trigger {} of {name}", event.trigger));
                }
                replaced_pieces.insert(event.trigger.clone());
            } else {
                link(&event.trigger, "CUE");
            }
            for (role, target) in &event.arguments {
                if !QUOTE_ROLES.iter().any(|known| has_role(role, known)) {
                    self.details.lines.push(RelationLine::new("", role, head, target));
                }
            }
            let attribute = |wanted: &str| of_events.get(&(name.as_str(), wanted)).copied();
            let speaker_label = if attribute("Implied").is_some() { "IMPLIED_SPEAKER" } else { "SPEAKER" };
            let speakers = self.targets(event, "Speaker").into_iter().chain(self.targets(event, "Source"));
            speakers.for_each(|speaker| link(&speaker, speaker_label));
            kinds.extend(attribute("Kind").and_then(|kind| Some((head.clone(), kind.parse().ok()?))));
        }
        // The kind may also be an attribute of the content itself.
        let contents: HashSet<&str> =
            self.pieces.iter().filter(|piece| is_content(&piece.label)).map(|piece| piece.id.as_str()).collect();
        for Attribute { target, name, value } in &self.attributes {
            let is_quote = self.events.get(target).is_some_and(|event| !self.targets(event, "Content").is_empty());
            match value.parse() {
                Ok(_) if is_quote && name == "Kind" => {}
                _ if is_quote && name == "Implied" && value.is_empty() => {}
                Ok(kind) if contents.contains(target.as_str()) => drop(kinds.insert(target.clone(), kind)),
                _ => {
                    let value = if value.is_empty() { true.into() } else { value.as_str().into() };
                    self.details.values.push(DetailValue::new(target, name, value));
                }
            }
        }
        self.pieces.retain(|piece| !replaced_pieces.contains(&piece.id));
        for piece in &mut self.pieces {
            piece.kind = kinds.get(&piece.id).copied();
        }
        self.links.append(&mut links);
        self.links.extend(self.details.lines.iter().map(|line| self.details.link(line)));
    }

    /// The targets of an event's arguments with a role, which may be numbered (`Content2`). The target of an event is its
    /// trigger.
    fn targets(&self, event: &Event, role: &str) -> Vec<String> {
        let arguments = event.arguments.iter().filter(|(word, _)| has_role(word, role));
        arguments.map(|(_, name)| self.events.get(name).map_or(name, |event| &event.trigger).clone()).collect()
    }
}

/// The roles of an event that is a quote. Its other arguments become relations.
const QUOTE_ROLES: [&str; 3] = ["Content", "Speaker", "Source"];

/// True for a word that is the role, which may be numbered.
fn has_role(word: &str, role: &str) -> bool {
    word.get(..role.len()).is_some_and(|head| head.eq_ignore_ascii_case(role))
        && word.get(role.len()..).is_some_and(|tail| tail.chars().all(|c| c.is_ascii_digit()))
}

fn is_content(label: &str) -> bool {
    label.eq_ignore_ascii_case("CONTENT")
}

/// Joins fragments with nothing but line ends between them.
fn join_fragments(text: &Text, fragments: &[Span]) -> Vec<Span> {
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
