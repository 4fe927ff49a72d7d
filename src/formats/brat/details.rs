//! Relations, attributes and parts that an `.ann` file gives to its spans and events.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::Value;

use crate::formats::common::article_builder::ArticleBuilder;
use crate::formats::common::graph::Link;
use crate::gold::{Attributes, Relation};
use crate::text::Span;

use super::relations::{EVENT_KEY, TO_EVENT_KEY};

/// A relation: a line R, two neighbours of a line *, or an argument of an event.
pub(super) struct RelationLine {
    pub(super) name: String,
    label: String,
    from: String,
    to: String,
    /// The name of the event that it is an argument of.
    pub(super) event: Option<String>,
}

impl RelationLine {
    pub(super) fn new(name: &str, label: &str, from: &str, to: &str) -> Self {
        let [name, label, from, to] = [name, label, from, to].map(str::to_owned);
        Self { name, label, from, to, event: None }
    }
}

/// An attribute, or a reference to a knowledge base.
pub(super) struct DetailValue {
    /// The name of the span, event or relation that it belongs to.
    target: String,
    name: String,
    value: Value,
}

impl DetailValue {
    pub(super) fn new(target: &str, name: &str, value: Value) -> Self {
        Self { target: target.to_owned(), name: name.to_owned(), value }
    }
}

/// What is added to the items after they are known.
#[derive(Default)]
pub(super) struct Details {
    /// The spans with several parts, by name.
    pub(super) parts: HashMap<String, Vec<Span>>,
    pub(super) lines: Vec<RelationLine>,
    pub(super) values: Vec<DetailValue>,
    /// For each event, the span that it is: its trigger, or the content of its quote.
    pub(super) anchors: HashMap<String, String>,
    /// The items by the names of their spans.
    items: HashMap<String, String>,
}

impl Details {
    /// The name of the span that a span or an event is.
    fn anchor<'a>(&'a self, name: &'a str) -> &'a str {
        self.anchors.get(name).map_or(name, String::as_str)
    }

    /// The link between the spans of a relation.
    pub(super) fn link(&self, line: &RelationLine) -> Link {
        let [from, to] = [&line.from, &line.to].map(|end| self.anchor(end).to_owned());
        Link { from, to, label: line.label.clone() }
    }

    /// Records the item that begins with a span.
    pub(super) fn name_item(&mut self, span: &str, item: String) {
        self.items.insert(span.to_owned(), item);
    }

    /// Adds everything to the items and relations of the builder. Notes are by the names of what they belong to.
    pub(super) fn add_to(mut self, notes: &HashMap<String, String>, builder: &mut ArticleBuilder) {
        let mut values: HashMap<String, Vec<(String, Value)>> = HashMap::new();
        self.report_event_values(builder);
        for DetailValue { target, name, value } in std::mem::take(&mut self.values) {
            values.entry(self.anchor(&target).to_owned()).or_default().push((name, value));
        }
        for (span, item) in &self.items {
            let attributes: Attributes = values.remove(span).unwrap_or_default().into_iter().collect();
            let parts = self.parts.remove(span).unwrap_or_default();
            if !attributes.is_empty() || !parts.is_empty() {
                builder.set_details(item, attributes, parts);
            }
        }
        self.add_to_relations(&mut values, notes, builder);
        let mut lost: BTreeMap<String, usize> = BTreeMap::new();
        for (name, _) in values.into_values().flatten() {
            *lost.entry(name).or_default() += 1;
        }
        for (name, count) in lost {
            let what = if count == 1 { format!("attribute {name}") } else { format!("{count} attributes {name}") };
            builder.lose(&what, "it belongs to no item and no relation; left out");
        }
    }

    /// Reports the attributes of events, which their triggers get: gold has no events of their own. Where two events share a
    /// trigger, nothing says any more which of them had the attribute.
    fn report_event_values(&self, builder: &mut ArticleBuilder) {
        let of_quotes = |event: &String| !self.lines.iter().any(|line| line.event.as_ref() == Some(event));
        for DetailValue { target, name, .. } in &self.values {
            let Some(anchor) = self.anchors.get(target).filter(|anchor| *anchor != target && !of_quotes(target)) else {
                continue;
            };
            let is_shared = self.anchors.values().filter(|other| *other == anchor).count() > 1;
            let what = format!("attribute {name} of {target}");
            if is_shared {
                let why =
                    "another event has the same trigger, and gold keeps the attributes of a trigger, not of an event";
                builder.lose(&what, why);
            } else {
                builder.note(&what, "it is kept on the trigger of the event");
            }
        }
    }

    /// Gives the relations of the builder their attributes and notes, and the names of their events.
    fn add_to_relations(
        &self,
        values: &mut HashMap<String, Vec<(String, Value)>>,
        notes: &HashMap<String, String>,
        builder: &mut ArticleBuilder,
    ) {
        type Ends = (String, String, String);
        let mut unclaimed: HashMap<Ends, VecDeque<Relation>> = HashMap::new();
        for relation in builder.annotation().relations.iter().cloned() {
            let key = (relation.label.clone(), relation.from.clone(), relation.to.clone());
            unclaimed.entry(key).or_default().push_back(relation);
        }
        for line in &self.lines {
            let link = self.link(line);
            let (Some(from), Some(to)) = (self.items.get(&link.from), self.items.get(&link.to)) else { continue };
            let key = (line.label.clone(), from.clone(), to.clone());
            let Some(mut relation) = unclaimed.get_mut(&key).and_then(VecDeque::pop_front) else { continue };
            let event = line.event.as_ref().map(|event| (EVENT_KEY, event.clone()));
            let to_event = event.as_ref().filter(|_| self.anchors.contains_key(&line.to));
            let to_event = to_event.map(|_| (TO_EVENT_KEY, line.to.clone()));
            let note = notes.get(&line.name).map(|note| ("note", note.clone()));
            let keys = event.into_iter().chain(to_event).chain(note);
            relation.extra.extend(keys.map(|(key, value)| (key.to_owned(), value.into())));
            relation.attributes = values.remove(&line.name).unwrap_or_default().into_iter().collect();
            builder.annotation().relations.insert(relation);
        }
    }
}
