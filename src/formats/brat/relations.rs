//! Writes relations and attributes as lines of an `.ann` file, and their declarations in `annotation.conf`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use crate::formats::common::escape::name_escape;
use crate::formats::common::graph::{Edge, Graph};
use crate::formats::loss::Loss;
use crate::gold::{Article, Attributes, REFERENCE, Relation, attribute_words};

use super::lines::{AnnLines, LineKind};

/// The label of a relation that brat writes as a `*` line.
pub(super) const EQUIV: &str = "Equiv";

/// The unknown key of a relation that is an argument of an event: the name of the event in the file that it came from.
pub(super) const EVENT_KEY: &str = "event";

/// The unknown key of a relation that leads to an event: the name of that event.
pub(super) const TO_EVENT_KEY: &str = "to_event";

/// The relations, events and attributes of the articles so far, for `annotation.conf`.
#[derive(Default)]
pub(super) struct RelationConf {
    relations: BTreeSet<String>,
    /// The roles of each type of event.
    events: BTreeMap<String, BTreeSet<String>>,
    /// The values of each attribute. None for a flag.
    attributes: BTreeMap<String, BTreeSet<String>>,
}

/// Reports what brat writes in another form: what, and why.
type Lose<'a> = &'a mut dyn FnMut(String, &str);

const NAMES: &str =
    "written as brat's names are, with _u and four digits for each other character; an import reads it back";

/// A name in brat's letters. Reports a change.
fn checked_name(name: &str, what: &str, lose: Lose<'_>) -> String {
    let written = name_escape(name);
    if written != name {
        lose(format!("{what} {name}"), NAMES);
    }
    written
}

impl RelationConf {
    /// Adds the attributes of the line `target`.
    pub(super) fn add_attributes(
        &mut self,
        attributes: &Attributes,
        target: &str,
        lines: &mut AnnLines<'_>,
        lose: Lose<'_>,
    ) {
        for (name, value) in attributes.pairs() {
            let words = attribute_words(value);
            if name == REFERENCE
                && let Some((entry, about)) = reference(&words)
            {
                let number = lines.next_name(LineKind::Normalization);
                lines.push_line(&format!("{number}\t{REFERENCE} {target} {entry}\t{about}"));
                continue;
            }
            if ["Kind", "Implied"].contains(&name) && target.starts_with('E') {
                lose(format!("attribute {name}"), "quotes have an attribute of this name in brat; left out");
                continue;
            }
            let written = checked_name(name, "attribute", lose);
            let values = self.attributes.entry(written.clone()).or_default();
            if *value == Value::Bool(true) {
                lines.add_attribute(&format!("{written} {target}"));
                continue;
            }
            let mut plain: String = words.split_whitespace().collect::<Vec<_>>().join("_");
            if plain.is_empty() {
                plain.push('_');
            }
            if plain != words {
                lose(format!("attribute {name} {words:?}"), "brat's values hold no white space; it became _");
            }
            lines.add_attribute(&format!("{written} {target} {plain}"));
            values.insert(plain);
        }
    }

    /// Adds the relations of the gold. `names` are those of the graph's nodes.
    pub(super) fn add_relations(
        &mut self,
        article: &Article,
        graph: &Graph<'_>,
        names: &[String],
        lines: &mut AnnLines<'_>,
        lost: &mut dyn FnMut(Loss),
    ) {
        let edges: Vec<(&Edge<'_>, &Relation)> =
            graph.edges.iter().filter_map(|edge| Some((edge, edge.relation?))).collect();
        let name = |at: usize| names.get(at).map_or("", String::as_str);
        let mut events = Events::new(&edges, graph);
        self.add_equivalences(&edges, &name, lines);
        for (edge, relation) in &edges {
            let mut lose = |what: String, why: &str| lost(Loss::of(article, format!("{}: {what}", relation.id), why));
            if relation.label == EQUIV && is_plain(relation) {
                continue;
            }
            if events.key_of(edge, relation).is_some() {
                if !relation.attributes.is_empty() {
                    lose("its attributes".to_owned(), "arguments of events have none; left out");
                }
                continue;
            }
            let label = checked_name(&relation.label, "relation", &mut lose);
            let line = lines.add_relation(&label, name(edge.from), name(edge.to));
            self.relations.insert(label);
            self.add_attributes(&relation.attributes, &line, lines, &mut lose);
            if let Some(note) = relation.extra.get("note").and_then(Value::as_str) {
                lines.add_note(&line, note);
            }
        }
        events.number(lines);
        for event in &events.list {
            let label = name_escape(graph.nodes.get(event.trigger).map_or("", |node| node.label));
            let mut line = format!("{}\t{label}:{}", event.name, name(event.trigger));
            for (role, target, to_event) in &event.arguments {
                let mut lose = |what: String, why: &str| lost(Loss::of(article, what, why));
                let role = checked_name(role, "role", &mut lose);
                let event = to_event.as_deref().and_then(|event| events.name_of(*target, event));
                let target = event.unwrap_or_else(|| name(*target));
                line.push_str(&format!(" {role}:{target}"));
                self.events.entry(label.clone()).or_default().insert(role);
            }
            lines.push_line(&line);
        }
    }

    /// Adds a `*` line for each group of equivalent items.
    fn add_equivalences<'n>(
        &mut self,
        edges: &[(&Edge<'_>, &Relation)],
        name: &dyn Fn(usize) -> &'n str,
        lines: &mut AnnLines<'_>,
    ) {
        let mut groups = EquivalentNodes::default();
        for (edge, _) in edges.iter().filter(|(_, relation)| relation.label == EQUIV && is_plain(relation)) {
            groups.join(edge.from, edge.to);
        }
        for group in groups.groups.into_iter().filter(|group| !group.is_empty()) {
            let members: Vec<&str> = group.iter().map(|at| name(*at)).collect();
            lines.push_line(&format!("*\t{EQUIV} {}", members.join(" ")));
            self.relations.insert(EQUIV.to_owned());
        }
    }

    /// The lines of `[relations]`.
    pub(super) fn relations(&self) -> String {
        let line = |label: &String| match label.as_str() {
            EQUIV => format!("{EQUIV}\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive\n"),
            label => format!("{label}\tArg1:<ENTITY>, Arg2:<ENTITY>\n"),
        };
        self.relations.iter().map(line).collect()
    }

    /// The lines of `[events]`.
    pub(super) fn events(&self) -> String {
        let line = |(label, roles): (&String, &BTreeSet<String>)| {
            let roles: Vec<String> = roles.iter().map(|role| format!("{role}*:<ANY>")).collect();
            format!("{label}\t{}\n", roles.join(", "))
        };
        self.events.iter().map(line).collect()
    }

    /// The lines of `[attributes]`.
    pub(super) fn attributes(&self) -> String {
        let line = |(name, values): (&String, &BTreeSet<String>)| {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let values = if values.is_empty() { String::new() } else { format!(", Value:{}", values.join("|")) };
            format!("{name}\tArg:<ANY>{values}\n")
        };
        self.attributes.iter().map(line).collect()
    }
}

/// Groups of nodes that are the same, in the order in which they began.
#[derive(Default)]
struct EquivalentNodes {
    groups: Vec<Vec<usize>>,
    /// The group of each node.
    group_of: HashMap<usize, usize>,
}

impl EquivalentNodes {
    /// Puts two nodes into one group. The smaller group moves, so many joins take little more time than their number.
    fn join(&mut self, one: usize, other: usize) {
        let [one, other] = [one, other].map(|node| match self.group_of.get(&node) {
            Some(group) => *group,
            None => {
                self.groups.push(vec![node]);
                self.group_of.insert(node, self.groups.len() - 1);
                self.groups.len() - 1
            }
        });
        if one == other {
            return;
        }
        let size = |group: usize| self.groups.get(group).map_or(0, Vec::len);
        let (into, from) = if size(one) >= size(other) { (one, other) } else { (other, one) };
        let moved = self.groups.get_mut(from).map(std::mem::take).unwrap_or_default();
        self.group_of.extend(moved.iter().map(|node| (*node, into)));
        self.groups.get_mut(into).into_iter().for_each(|group| group.extend(&moved));
    }
}

/// True for a relation that a `*` line holds whole.
fn is_plain(relation: &Relation) -> bool {
    relation.attributes.is_empty() && !relation.extra.contains_key("note")
}

/// The entry of a knowledge base and the words about it: `Wikidata:Q90 Paris`.
fn reference(words: &str) -> Option<(&str, &str)> {
    let (entry, about) = words.split_once(' ').unwrap_or((words, ""));
    let (base, id) = entry.split_once(':')?;
    let is_one_line = !about.contains(['\n', '\r', '\t']) && !entry.contains(char::is_whitespace);
    (!base.is_empty() && !id.is_empty() && is_one_line).then_some((entry, about))
}

/// An event: relations that are its arguments.
struct Event {
    /// The node of the trigger.
    trigger: usize,
    name: String,
    /// The role, the node, and the name of the event that the node is meant to be.
    arguments: Vec<(String, usize, Option<String>)>,
}

/// The events of an article.
struct Events {
    list: Vec<Event>,
    by_key: HashMap<(usize, String), usize>,
}

impl Events {
    /// Collects the relations that came as arguments of events. The trigger is an entity.
    fn new(edges: &[(&Edge<'_>, &Relation)], graph: &Graph<'_>) -> Self {
        let mut events = Self { list: Vec::new(), by_key: HashMap::new() };
        for (edge, relation) in edges {
            let is_entity = graph.nodes.get(edge.from).is_some_and(|node| graph.is_entity(node));
            let Some(name) = relation.extra.get(EVENT_KEY).and_then(Value::as_str).filter(|_| is_entity) else {
                continue;
            };
            let next = events.list.len();
            let at = *events.by_key.entry((edge.from, name.to_owned())).or_insert(next);
            if at == next {
                events.list.push(Event { trigger: edge.from, name: String::new(), arguments: Vec::new() });
            }
            if let Some(event) = events.list.get_mut(at) {
                let to_event = relation.extra.get(TO_EVENT_KEY).and_then(Value::as_str).map(str::to_owned);
                event.arguments.push((relation.label.clone(), edge.to, to_event));
            }
        }
        events
    }

    fn key_of(&self, edge: &Edge<'_>, relation: &Relation) -> Option<usize> {
        let name = relation.extra.get(EVENT_KEY).and_then(Value::as_str)?;
        self.by_key.get(&(edge.from, name.to_owned())).copied()
    }

    /// Gives each event its name in the file.
    fn number(&mut self, lines: &mut AnnLines<'_>) {
        for event in &mut self.list {
            event.name = lines.next_name(LineKind::Event);
        }
    }

    /// The name in this file of an event that had another name in the file that it came from.
    fn name_of(&self, trigger: usize, event: &str) -> Option<&str> {
        let at = *self.by_key.get(&(trigger, event.to_owned()))?;
        self.list.get(at).map(|event| event.name.as_str())
    }
}
