//! `webanno`: WebAnno TSV 3.3, one file an article, as INCEpTION reads it. UTF-16 units.
//!
//! A line a token, a column a feature; `[N]` links the tokens of one annotation together, and tells apart those that share
//! a token. Layers are those of [`super::uima`]. A sentence's `#Text=` holds what follows it too, so that the white
//! space between sentences is exact.

mod escape;
mod read;

use std::io;

use crate::text::{Span, Text};

use super::annotated::Annotated;
use super::common::graph::{Graph, doubtful};
use super::common::tokens::TagScheme;
use super::common::tokens::{Labelled, Tagged, cover, fits, tag, what};
use super::export::{Export, ExportOptions, Sink};
use super::loss::Loss;

use self::escape::{escape_text, escape_value};
use super::format::{Format, Shape};

/// The format `webanno`.
pub(super) static FORMAT: Format = Format {
    name: "webanno",
    description: "a folder of WebAnno TSV 3.3 for INCEpTION",
    unit: "UTF-16 units, on tokens",
    carries: "entities, quotes",
    omits: "ids, metadata, verdicts, edges inside tokens",
    shape: Shape::Folder(None),
    extensions: &["tsv"],
    negatives: false,
    export: |options| Box::new(WebAnno { options }),
    import: read::import,
};

const HEADER: &str = "#FORMAT=WebAnno TSV 3.3\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\
    #T_SP=webanno.custom.Quote|entity|kind|role\n\
    #T_RL=webanno.custom.QuoteRelation|label|BT_webanno.custom.Quote\n\n";

struct WebAnno {
    options: ExportOptions,
}

/// An annotation on the tokens that it covers.
struct Placed {
    tokens: std::ops::Range<usize>,
    /// The number in brackets.
    number: Option<usize>,
}

impl Export for WebAnno {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        doubtful(one, lost);
        let article = &one.article;
        let graph = Graph::of_marks(one);
        let marks: Vec<_> = one.gold_items().collect();
        let spans =
            graph.nodes.iter().map(|node| Labelled { span: node.span, label: String::new(), what: String::new() });
        let tagged = tag(article, &spans.collect::<Vec<_>>(), self.options.tokens, TagScheme::Iob2, &mut |_| {});
        let lead = tagged.tokens.first().map_or(0, |first| first.start());
        if article.text.get(0..lead).chars().any(|c| c != ' ') {
            lost(Loss::of(
                article,
                "what stands before the first token",
                "the format holds spaces there; each becomes one",
            ));
        }
        let mut placed = Vec::new();
        for node in &graph.nodes {
            let tokens = cover(&tagged.tokens, node.span);
            let exact = fits(&tagged.tokens, node.span) && hull(&tagged.tokens, &tokens) == Some(node.span);
            if !exact {
                let name = marks.get(node.body).map_or_else(|| node.id.clone(), |mark| what(mark));
                let why = if tokens.is_empty() {
                    "holds nothing that is a token; left out"
                } else {
                    "its edges are moved to those of tokens"
                };
                lost(Loss::at(article, node.span, name, why));
            }
            placed.push(Placed { tokens, number: None });
        }
        let is_entity: Vec<bool> = graph
            .nodes
            .iter()
            .map(|node| marks.get(node.body).is_some_and(|mark| mark.body.frame().is_none()))
            .collect();
        let rows = Rows::new(&graph, &tagged, placed, is_entity, &article.text);
        let file = format!("{HEADER}{}", rows.sentences(&tagged));
        sink.article_file(&article.id, "tsv", file.as_bytes())
    }
}

fn hull(tokens: &[Span], range: &std::ops::Range<usize>) -> Option<Span> {
    tokens.get(range.clone())?.iter().copied().reduce(Span::hull)
}

struct Rows<'a> {
    graph: &'a Graph<'a>,
    text: &'a Text,
    placed: Vec<Placed>,
    /// The nodes on each token: entities, parts of quotes.
    on: [Vec<Vec<usize>>; 2],
    /// The relations that end at each token.
    ends: Vec<Vec<usize>>,
    /// The name of each token: `SENTENCE-TOKEN`.
    names: Vec<String>,
    /// Of a speaker, the entity that it is linked to.
    links: Vec<Option<usize>>,
}

impl<'a> Rows<'a> {
    fn new(
        graph: &'a Graph<'a>,
        tagged: &Tagged,
        mut placed: Vec<Placed>,
        is_entity: Vec<bool>,
        text: &'a Text,
    ) -> Self {
        let empty = || vec![Vec::new(); tagged.tokens.len()];
        let mut on: [Vec<Vec<usize>>; 2] = [empty(), empty()];
        for (at, it) in placed.iter().enumerate() {
            let layer = on.get_mut(usize::from(!is_entity.get(at).copied().unwrap_or(false)));
            let tokens = layer.and_then(|layer| layer.get_mut(it.tokens.clone())).unwrap_or_default();
            tokens.iter_mut().for_each(|token| token.push(at));
        }
        let mut next = 0;
        for at in 0..placed.len() {
            let stacked = on.iter().flatten().any(|nodes| nodes.len() > 1 && nodes.contains(&at));
            if let Some(it) = placed.get_mut(at).filter(|it| stacked || it.tokens.len() > 1) {
                next += 1;
                it.number = Some(next);
            }
        }
        let mut ends = vec![Vec::new(); tagged.tokens.len()];
        let mut links = vec![None; placed.len()];
        for (number, edge) in graph.edges.iter().enumerate() {
            let there = |at: usize| placed.get(at).map(|it| it.tokens.clone()).filter(|tokens| !tokens.is_empty());
            let (Some(_), Some(target)) = (there(edge.from), there(edge.to)) else { continue };
            if edge.label == "ENTITY" {
                if let Some(link) = links.get_mut(edge.from) {
                    *link = Some(edge.to);
                }
            } else if let Some(end) = ends.get_mut(target.start) {
                end.push(number);
            }
        }
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
        let names = tagged.ends.iter().map(name).collect();
        Self { graph, text, placed, on, ends, names, links }
    }

    fn sentences(&self, tagged: &Tagged) -> String {
        let mut out = String::new();
        let mut begins = true;
        for (at, token) in tagged.tokens.iter().enumerate() {
            if begins {
                let last = tagged.ends.iter().skip(at).position(|ends| *ends).map_or(at, |behind| at + behind);
                let end = tagged.tokens.get(last + 1).map_or(self.text.len(), |next| next.start());
                out.push_str(&format!("\n#Text={}\n", escape_text(self.text.get(token.start()..end))));
            }
            begins = tagged.ends.get(at).copied().unwrap_or(false);
            let range = self.text.utf16(*token);
            let name = self.names.get(at).map_or("", String::as_str);
            out.push_str(&format!("{name}\t{}-{}\t{}\t", range.start, range.end, self.text.slice(*token)));
            for column in self.columns(at) {
                out.push_str(&column);
                out.push('\t');
            }
            out.push('\n');
        }
        out
    }

    /// The columns of a token: identifier, value; entity, kind, role; label, source.
    fn columns(&self, token: usize) -> [String; 7] {
        let column = |layer: usize, value: &dyn Fn(usize) -> Option<String>| {
            let nodes = self.on.get(layer).and_then(|layer| layer.get(token)).map_or(&[][..], Vec::as_slice);
            let values = nodes.iter().map(|&at| {
                let value = value(at).map_or_else(|| "*".to_owned(), |value| escape_value(&value));
                self.number(at).map_or_else(|| value.clone(), |number| format!("{value}[{number}]"))
            });
            stacked(values)
        };
        let label = |at: usize| self.graph.nodes.get(at).map(|node| node.label.to_owned());
        let kind = |at: usize| Some(self.graph.nodes.get(at)?.kind?.name().to_owned());
        let link = |at: usize| {
            let entity = self.graph.nodes.get((*self.links.get(at)?)?)?;
            let hull = self.text.utf16(entity.span);
            Some(format!("{}@{}-{}", entity.label, hull.start, hull.end))
        };
        let edges = self.ends.get(token).map_or(&[][..], Vec::as_slice);
        let edges = || edges.iter().filter_map(|number| self.graph.edges.get(*number));
        let source = |from: usize, to: usize| {
            let unit = self.placed.get(from).and_then(|it| self.names.get(it.tokens.start)).map_or("", String::as_str);
            match (self.number(from), self.number(to)) {
                (None, None) => unit.to_owned(),
                (from, to) => format!("{unit}[{}_{}]", from.unwrap_or(0), to.unwrap_or(0)),
            }
        };
        [
            column(0, &|_| None),
            column(0, &label),
            column(1, &link),
            column(1, &kind),
            column(1, &label),
            stacked(edges().map(|edge| escape_value(edge.label))),
            stacked(edges().map(|edge| source(edge.from, edge.to))),
        ]
    }

    fn number(&self, at: usize) -> Option<usize> {
        self.placed.get(at).and_then(|it| it.number)
    }
}

fn stacked(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    if values.is_empty() { "_".to_owned() } else { values.join("|") }
}
