//! Builds an article from the feature structures of a UIMA CAS.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::json;

use crate::formats::import::{ImportProblem, Imported};
use crate::formats::import_options::ImportOptions;
use crate::gold::{Attributes, Extra, REFERENCE, Relation, title_of};
use crate::text::Unit;

use super::article_builder::ArticleBuilder;
use super::graph::{ItemIds, Link, Piece, assemble_items};
use super::json_fields::safe_keys;
use super::offset_repair::SpanClaim;
use super::read_structure::CHAIN_FEATURES;
pub(crate) use super::read_structure::{Features, Kinds, ReadStructure};
use super::uima::{SOFA, place_name};
use super::uima_links::SlotLinks;

/// The features that give the place of a structure or the parts of a quote.
const OWN_FEATURES: [&str; 9] = ["begin", "end", "sofa", "@sofa", "kind", "role", "entity", "%FLAGS", "xmi:id"];

/// The features of a relation that are read. A relation has the offsets of its dependent.
const RELATION_FEATURES: [&str; 2] = ["Governor", "Dependent"];

/// The layers that our exports write.
const OWN_LAYERS: [&str; 3] = ["webanno.custom.Quote", "webanno.custom.QuoteRelation", "webanno.custom.EntityRelation"];

/// The types that hold no annotation of a person: tokens, and what tools note about the document and its layers.
const METADATA: [&str; 11] = [
    "Token",
    "Sentence",
    "DocumentMetaData",
    "DocumentAnnotation",
    "Paragraph",
    "TagsetDescription",
    "TagDescription",
    "CASMetadata",
    "LayerDefinition",
    "FeatureDefinition",
    "Sofa",
];

/// Builds the article that feature structures describe. Their offsets count in `unit`.
pub(crate) fn build_article(
    structures: &[ReadStructure],
    name: &str,
    unit: Unit,
    options: &ImportOptions,
) -> Result<Imported, ImportProblem> {
    let problem = |what: String| ImportProblem::new(None, what);
    let sofas = structures.iter().filter(|it| *it.kind == *SOFA);
    let sofa = sofas.clone().find(|it| it.get(&["sofaID"]) == Some("_InitialView")).or_else(|| sofas.clone().next());
    let text = sofa.and_then(|sofa| sofa.features.get("sofaString")).filter(|text| !text.trim().is_empty());
    let text =
        text.ok_or_else(|| problem("contains no sofa with a text; export the document with its text".to_owned()))?;
    let sofa_id = sofa.map_or("", |sofa| sofa.id.as_str());
    if let Some(layer) = &options.layer_name
        && !structures.iter().any(|it| it.is_labelled_span(options))
    {
        let mut kinds: Vec<&str> = structures.iter().map(ReadStructure::local_kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        return Err(problem(format!(
            "has no annotation of the layer {layer:?}, only {}; name another",
            kinds.join(", ")
        )));
    }
    let document = structures.iter().find(|it| it.kind.ends_with(".DocumentMetaData"));
    let id = document.and_then(|it| it.get(&["documentId", "documentTitle"])).filter(|id| !id.trim().is_empty());
    let mut builder = ArticleBuilder::new(id.unwrap_or(name), text);
    if let Some(document) = document {
        keep_document_features(document, &mut builder);
    }
    let slots = SlotLinks::new(structures);
    let mut spans = SpanStructures::default();
    for it in structures {
        spans.read(it, sofa_id, unit, options, &slots, &mut builder);
    }
    for (kind, count) in &spans.other_layers {
        let times = if *count == 1 { String::new() } else { format!(" ({count} times)") };
        builder.lose(&format!("{kind}{times}"), "gold has no such layer; left out, or read it with --layer-name");
    }
    for (kind, count) in &spans.named_layers {
        let times = if *count == 1 { String::new() } else { format!(" ({count} times)") };
        builder.note(&format!("{kind}{times}"), "read as entities or relations; the name of the layer is not kept");
    }
    spans.finish(unit, &mut builder);
    Ok(builder.finish())
}

/// Keeps what the file says about the document, apart from its id, as metadata.
fn keep_document_features(document: &ReadStructure, builder: &mut ArticleBuilder) {
    let title = document.get(&["documentTitle"]).unwrap_or_default().to_owned();
    let is_title = title == title_of(builder.text().as_str());
    for (key, value) in document.own_features() {
        let is_known = match key {
            "documentId" | "isLastSegment" | "documentBaseUri" => true,
            "documentTitle" => is_title || document.get(&["documentId"]).is_none_or(|id| id == value),
            "language" => matches!(value, "ar" | "x-unspecified"),
            _ => false,
        };
        if !is_known {
            builder.meta().insert(key.to_owned(), json!(value));
        }
    }
}

/// The label of a relation, and the ids of its first and its second end.
type RelationEnds = (String, String, String);

/// The structures of an article, sorted by what they become.
#[derive(Default)]
struct SpanStructures {
    pieces: Vec<Piece>,
    /// The references of each piece to structures that are not read.
    extras: Vec<Extra>,
    /// The features of each piece that are not its label.
    attributes: Vec<Attributes>,
    links: Vec<Link>,
    /// The label, the ends and the attributes of the relations that have some.
    relation_attributes: Vec<(RelationEnds, Attributes)>,
    /// Speakers with the place of their entity.
    entity_links: Vec<(String, String)>,
    /// The other layers with the numbers of their structures.
    other_layers: BTreeMap<String, usize>,
    /// The layers of other tools that are read, with the numbers of their structures.
    named_layers: BTreeMap<String, usize>,
}

impl SpanStructures {
    fn read<'a>(
        &mut self,
        it: &'a ReadStructure,
        sofa_id: &str,
        unit: Unit,
        options: &ImportOptions,
        slots: &SlotLinks<'a>,
        builder: &mut ArticleBuilder,
    ) {
        let local = it.local_kind();
        let mut count_other = || *self.other_layers.entry(it.kind.to_string()).or_insert(0) += 1;
        if let (Some(from), Some(to)) = (it.get(&["Governor", "@Governor"]), it.get(&["Dependent", "@Dependent"])) {
            let label = it.get(&["label", "relation", "value", "DependencyType"]).unwrap_or_default().to_owned();
            if local == "Dependency" {
                count_other();
            } else {
                let is_own = |key: &str| RELATION_FEATURES.contains(&key.trim_start_matches('@'));
                let features = it.own_features().filter(|(key, value)| !is_own(key) && *value != label);
                let attributes: Attributes = features.map(|(key, value)| (key.to_owned(), json!(value))).collect();
                if !attributes.is_empty() {
                    let ends = (label.clone(), from.to_owned(), to.to_owned());
                    self.relation_attributes.push((ends, attributes));
                }
                if !OWN_LAYERS.contains(&&*it.kind) {
                    *self.named_layers.entry(it.kind.to_string()).or_insert(0) += 1;
                }
                self.links.push(Link { from: from.to_owned(), to: to.to_owned(), label });
            }
            return;
        }
        // UIMA's own structures hold lists and texts. Its plain `Annotation` is the span of a tool that has no layers.
        let is_own = it.kind.starts_with("uima.") && it.get(&["begin"]).is_none();
        let is_metadata = METADATA.contains(&local) || is_own;
        let (Some(start), Some(end), true) = (it.number("begin"), it.number("end"), it.is_labelled_span(options))
        else {
            if slots.report_lost(it, builder) || is_chain(it) {
                return;
            }
            if !is_metadata && (local == "NamedEntity" || it.is_labelled_span(options)) {
                builder.refuse(&format!("{local} {}", it.id), "it has no usable begin and end; left out");
                return;
            }
            if !is_metadata && options.layer_name.is_none() {
                count_other();
            }
            // References are numbers. The structures that they refer to are reported on their own.
            let is_reference =
                |value: &str| value.split([' ', ',', '[', ']']).all(|it| it.parse::<usize>().is_ok() || it.is_empty());
            let known: &[&str] = match local {
                "Token" | "Sentence" | "Paragraph" => &["id", "order", "form", "text"],
                "Sofa" => &["sofaNum", "sofaID", "mimeType", "sofaString"],
                _ => return,
            };
            for (key, _) in it.own_features().filter(|(key, value)| !known.contains(key) && !is_reference(value)) {
                *self.other_layers.entry(format!("{local}.{key}")).or_insert(0) += 1;
            }
            return;
        };
        if it.get(&["sofa", "@sofa"]).is_some_and(|sofa| !sofa_id.is_empty() && sofa != sofa_id) {
            builder.refuse(local, "it belongs to another view of the document; left out");
            return;
        }
        if local != "NamedEntity" && !OWN_LAYERS.contains(&&*it.kind) && options.layer_name.is_none() {
            *self.named_layers.entry(it.kind.to_string()).or_insert(0) += 1;
        }
        let Some((feature, label)) = it.label(options) else {
            builder.lose(&format!("{local} at {start}..{end}"), "it has no label; left out");
            return;
        };
        let claim = SpanClaim { start, end, unit, words: None };
        let Some(span) = builder.find_span(claim, &format!("{local} {} ({label})", it.id), None) else { return };
        if it.kind.ends_with(".Quote")
            && let Some(link) = it.get(&["entity"])
        {
            self.entity_links.push((it.id.to_string(), link.to_owned()));
        }
        let is_own = |key: &str| !OWN_FEATURES.contains(&key) || !it.kind.ends_with(".Quote");
        let more = it.own_features().filter(|(key, value)| {
            *key != feature && is_own(key) && !CHAIN_FEATURES.contains(key) && !slots.is_list(value)
        });
        let (mut extra, mut attributes) = (Extra::new(), Attributes::default());
        for (key, value) in more {
            if key.starts_with('@') {
                extra.insert(key.to_owned(), json!(value));
            } else {
                let name = if key == "identifier" && it.is_entity() { REFERENCE } else { key };
                attributes = attributes.with(name, json!(value));
            }
        }
        self.links.extend(slots.links_of(it));
        let kind = builder.quote_kind(it.get(&["kind"]).filter(|_| it.kind.ends_with(".Quote")));
        self.pieces.push(Piece { id: it.id.to_string(), span, label: label.to_owned(), kind });
        self.extras.push(safe_keys(&extra));
        self.attributes.push(attributes);
    }

    fn finish(mut self, unit: Unit, builder: &mut ArticleBuilder) {
        let by_place: HashMap<String, String> = self
            .pieces
            .iter()
            .map(|piece| (place_name(&piece.label, &builder.text().range_in(piece.span, unit)), piece.id.clone()))
            .collect();
        for (from, link) in self.entity_links {
            match by_place.get(&link) {
                Some(to) => self.links.push(Link { from, to: to.clone(), label: "ENTITY".to_owned() }),
                None => builder.lose(&format!("the link to {link}"), "there is no such entity; left out"),
            }
        }
        let mut items: HashMap<String, String> = HashMap::new();
        for (id, body, at) in assemble_items(&self.pieces, &self.links, ItemIds::Number, builder) {
            items.extend(self.pieces.get(at).map(|piece| (piece.id.clone(), id.clone())));
            let extra = self.extras.get_mut(at).map(std::mem::take).unwrap_or_default();
            builder.add_decided_item(Some(&id), body, None, extra);
            builder.set_details(&id, self.attributes.get_mut(at).map(std::mem::take).unwrap_or_default(), Vec::new());
        }
        self.extras.extend(self.attributes.iter().filter_map(|it| Some(it.to_json()?.as_object()?.clone().into())));
        builder.report_left_keys(&self.extras, &HashSet::new());
        add_relation_attributes(self.relation_attributes, &items, builder);
    }
}

/// Gives the relations their attributes. `items` are the gold items by the ids of their structures.
fn add_relation_attributes(
    of_relations: Vec<(RelationEnds, Attributes)>,
    items: &HashMap<String, String>,
    builder: &mut ArticleBuilder,
) {
    if of_relations.is_empty() {
        return;
    }
    let mut plain: HashMap<RelationEnds, VecDeque<Relation>> = HashMap::new();
    for relation in builder.annotation().relations.iter().cloned() {
        let ends = (relation.label.clone(), relation.from.clone(), relation.to.clone());
        plain.entry(ends).or_default().push_back(relation);
    }
    for ((label, from, to), attributes) in of_relations {
        let ends = items.get(&from).zip(items.get(&to)).map(|(from, to)| (label.clone(), from.clone(), to.clone()));
        match ends.and_then(|ends| plain.get_mut(&ends)?.pop_front()) {
            Some(relation) => builder.annotation().relations.insert(Relation { attributes, ..relation }),
            None => builder.lose(&format!("attributes of a relation {label}"), "there is no such relation; left out"),
        }
    }
}

/// True for the head of a chain, whose spans name the next ones themselves.
fn is_chain(it: &ReadStructure) -> bool {
    it.local_kind().ends_with("Chain") && it.get(&["first", "@first"]).is_some()
}
