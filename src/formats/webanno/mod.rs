//! `webanno`: WebAnno TSV 3.3, one file for each article, as INCEpTION reads it. UTF-16 units.
//!
//! A line is a token, a column is a feature. `[N]` connects the tokens of one annotation and separates annotations that
//! share a token. The layers are those of `common/uima.rs`. The `#Text=` of a sentence also holds the white space after
//! it, so that an import gets the exact text.

mod align;
mod escape;
mod read;

use std::collections::HashSet;
use std::io;
use std::ops::Range;

use crate::text::{Span, Text};

use self::escape::{escape_text, escape_value};
use super::annotated::Annotated;
use super::common::graph::{Edge, Graph, report_ambiguous_items};
use super::common::tokens::{TaggedTokens, is_on_tokens, token_range, tokens_cut_in_sentences};
use super::common::uima::{EXTRAS, identifier, keep_layered_relations, place_name};
use super::export::{Export, ExportOptions, Sink};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::loss::Loss;
use super::signature::Signature;

/// The format `webanno`.
pub(super) static FORMAT: Format = Format {
    name: "webanno",
    description: "a folder of WebAnno TSV 3.3 for INCEpTION",
    unit: "UTF-16 units, on tokens",
    carries: "entities, quotes, relations, one reference of each entity",
    omits: "ids, metadata, verdicts, other attributes, parts of entities, edges inside tokens",
    shape: Shape::Folder(None),
    extensions: &["tsv"],
    signatures: &[(".tsv", Signature::Begins("#FORMAT=WebAnno TSV"))],
    negatives: false,
    takes_unit: false,
    export: |options| Box::new(WebAnno { options }),
    import: read::import,
};

const HEADER: &str = "#FORMAT=WebAnno TSV 3.3\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\
    #T_SP=webanno.custom.Quote|entity|kind|role\n\
    #T_RL=webanno.custom.QuoteRelation|label|BT_webanno.custom.Quote\n\n";
const HEADER_OF_RELATIONS: &str = "#FORMAT=WebAnno TSV 3.3\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\
    #T_SP=webanno.custom.Quote|entity|kind|role\n\
    #T_RL=webanno.custom.QuoteRelation|label|BT_webanno.custom.Quote\n\
    #T_RL=webanno.custom.EntityRelation|label|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n\n";

struct WebAnno {
    options: ExportOptions,
}

impl Export for WebAnno {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let article = &annotated.article;
        let mut graph = Graph::of_gold(annotated);
        keep_layered_relations(annotated, &mut graph, lost);
        let tokens = tokens_cut_in_sentences(article, &graph, self.options.tokens);
        let lead = tokens.tokens.first().map_or(0, |first| first.start());
        if article.text.get(0..lead).chars().any(|c| c != ' ') {
            let why = "the format holds only spaces there; each character becomes one";
            lost(Loss::of(article, "what stands before the first token", why));
        }
        for node in &graph.nodes {
            let range = token_range(&tokens.tokens, node.span);
            let hull = tokens.tokens.get(range.clone()).and_then(|tokens| tokens.iter().copied().reduce(Span::hull));
            if !is_on_tokens(&tokens.tokens, node.span) || hull != Some(node.span) {
                let no_token = "contains no token; left out";
                let why = if range.is_empty() { no_token } else { "its edges are moved to those of tokens" };
                lost(Loss::at(article, node.span, graph.describe(node), why));
            }
        }
        let lines = TokenLines::new(annotated, &graph, &tokens);
        let header = if lines.has_entity_relations { HEADER_OF_RELATIONS } else { HEADER };
        let file = format!("{header}{}", lines.write());
        sink.article_file(&article.id, "tsv", file.as_bytes())
    }

    fn extras(&self) -> Extras {
        EXTRAS
    }
}

/// A node of the graph on its tokens.
struct PlacedNode {
    tokens: Range<usize>,
    /// The number in brackets, if the node needs one.
    number: Option<usize>,
}

/// The two span layers, as places in [`TokenLines::layers`].
const ENTITIES: usize = 0;
const QUOTES: usize = 1;

/// Writes the lines of all tokens of an article.
struct TokenLines<'a> {
    annotated: &'a Annotated,
    /// True if entities have relations, for which two columns are added.
    has_entity_relations: bool,
    graph: &'a Graph<'a>,
    tokens: &'a TaggedTokens,
    text: &'a Text,
    placed: Vec<PlacedNode>,
    /// For each layer, the nodes on each token.
    layers: [Vec<Vec<usize>>; 2],
    /// The relations that lead to a node that begins at each token.
    relations: Vec<Vec<usize>>,
    /// The name of each token: `SENTENCE-TOKEN`.
    names: Vec<String>,
    /// The entity to which each node is linked, if it is a linked speaker.
    entity_links: Vec<Option<usize>>,
}

impl<'a> TokenLines<'a> {
    fn new(annotated: &'a Annotated, graph: &'a Graph<'a>, tokens: &'a TaggedTokens) -> Self {
        let text = &annotated.article.text;
        let no_nodes = || vec![Vec::new(); tokens.tokens.len()];
        let mut layers: [Vec<Vec<usize>>; 2] = [no_nodes(), no_nodes()];
        let mut placed = Vec::new();
        for (at, node) in graph.nodes.iter().enumerate() {
            let range = token_range(&tokens.tokens, node.span);
            let layer = layers.get_mut(if graph.is_entity(node) { ENTITIES } else { QUOTES });
            let on_tokens = layer.and_then(|layer| layer.get_mut(range.clone())).unwrap_or_default();
            on_tokens.iter_mut().for_each(|nodes| nodes.push(at));
            placed.push(PlacedNode { tokens: range, number: None });
        }
        let shared = layers.iter().flatten().filter(|nodes| nodes.len() > 1);
        let sharing: HashSet<usize> = shared.flatten().copied().collect();
        let mut next = 0;
        for (at, node) in placed.iter_mut().enumerate() {
            if sharing.contains(&at) || node.tokens.len() > 1 {
                next += 1;
                node.number = Some(next);
            }
        }
        let mut relations = no_nodes();
        let mut entity_links = vec![None; placed.len()];
        for (number, edge) in graph.edges.iter().enumerate() {
            let place = |at: usize| placed.get(at).map(|node| node.tokens.clone()).filter(|range| !range.is_empty());
            let (Some(_), Some(target)) = (place(edge.from), place(edge.to)) else { continue };
            if edge.relation.is_none() && edge.label == "ENTITY" {
                if let Some(link) = entity_links.get_mut(edge.from) {
                    *link = Some(edge.to);
                }
            } else if let Some(relations) = relations.get_mut(target.start) {
                relations.push(number);
            }
        }
        let names = token_names(&tokens.sentence_ends);
        let ends_at_entity = |edge: &Edge<'_>| graph.nodes.get(edge.to).is_some_and(|node| graph.is_entity(node));
        let has_entity_relations = graph.edges.iter().any(|edge| edge.relation.is_some() && ends_at_entity(edge));
        Self { annotated, has_entity_relations, graph, tokens, text, placed, layers, relations, names, entity_links }
    }

    fn write(&self) -> String {
        let TaggedTokens { tokens, sentence_ends, .. } = self.tokens;
        let mut out = String::new();
        let mut begins_sentence = true;
        for ((at, token), ends_sentence) in tokens.iter().enumerate().zip(sentence_ends) {
            if begins_sentence {
                let last = sentence_ends.iter().skip(at).position(|ends| *ends).map_or(at, |behind| at + behind);
                let end = tokens.get(last + 1).map_or(self.text.len(), |next| next.start());
                out.push_str(&format!("\n#Text={}\n", escape_text(self.text.get(token.start()..end))));
            }
            begins_sentence = *ends_sentence;
            let range = self.text.utf16(*token);
            out.push_str(&format!("{}\t{}-{}\t{}\t", self.name(at), range.start, range.end, self.text.slice(*token)));
            for column in self.columns(at) {
                out.push_str(&column);
                out.push('\t');
            }
            out.push('\n');
        }
        out
    }

    /// The columns of a token: identifier and value of entities; entity, kind and role of quotes; label and source of the
    /// relations of quotes, then of entities if there are any.
    fn columns(&self, token: usize) -> Vec<String> {
        let column = |layer: usize, value: &dyn Fn(usize) -> Option<String>| {
            let nodes = self.layers.get(layer).and_then(|layer| layer.get(token)).map_or(&[][..], Vec::as_slice);
            let values = nodes.iter().map(|&at| {
                let value = value(at).map_or_else(|| "*".to_owned(), |value| escape_value(&value));
                self.number(at).map_or_else(|| value.clone(), |number| format!("{value}[{number}]"))
            });
            stack(values)
        };
        let label = |at: usize| self.graph.nodes.get(at).map(|node| node.label.to_owned());
        let kind = |at: usize| Some(self.graph.nodes.get(at)?.kind?.name().to_owned());
        let link = |at: usize| {
            let entity = self.graph.nodes.get((*self.entity_links.get(at)?)?)?;
            Some(place_name(entity.label, &self.text.utf16(entity.span)))
        };
        let relations = self.relations.get(token).map_or(&[][..], Vec::as_slice);
        let is_of = |edge: &&Edge<'_>, layer: usize| {
            let to_entity = self.graph.nodes.get(edge.to).is_some_and(|node| self.graph.is_entity(node));
            to_entity == (layer == ENTITIES)
        };
        let edges = |layer| {
            let edges = relations.iter().filter_map(|number| self.graph.edges.get(*number));
            edges.filter(move |edge| is_of(edge, layer))
        };
        let reference = |at: usize| identifier(self.annotated, &self.graph.nodes.get(at)?.id);
        let mut columns = vec![
            column(ENTITIES, &reference),
            column(ENTITIES, &label),
            column(QUOTES, &link),
            column(QUOTES, &kind),
            column(QUOTES, &label),
        ];
        let layers = [QUOTES, ENTITIES].into_iter().take(if self.has_entity_relations { 2 } else { 1 });
        for layer in layers {
            columns.push(stack(edges(layer).map(|edge| escape_value(edge.label))));
            columns.push(stack(edges(layer).map(|edge| self.relation_source(edge.from, edge.to))));
        }
        columns
    }

    /// The source of a relation: its first token, with the numbers of both ends if there are any.
    fn relation_source(&self, from: usize, to: usize) -> String {
        let token = self.placed.get(from).map_or("", |node| self.name(node.tokens.start));
        match (self.number(from), self.number(to)) {
            (None, None) => token.to_owned(),
            (from, to) => format!("{token}[{}_{}]", from.unwrap_or(0), to.unwrap_or(0)),
        }
    }

    fn name(&self, token: usize) -> &str {
        self.names.get(token).map_or("", String::as_str)
    }

    fn number(&self, node: usize) -> Option<usize> {
        self.placed.get(node).and_then(|node| node.number)
    }
}

/// The names of tokens: `1-1`, `1-2`, and `2-1` after the end of a sentence.
fn token_names(sentence_ends: &[bool]) -> Vec<String> {
    let (mut sentence, mut token) = (1, 0);
    let name = |ends: &bool| {
        token += 1;
        let name = format!("{sentence}-{token}");
        if *ends {
            sentence += 1;
            token = 0;
        }
        name
    };
    sentence_ends.iter().map(name).collect()
}

/// The values of several annotations on one token.
fn stack(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    if values.is_empty() { "_".to_owned() } else { values.join("|") }
}
