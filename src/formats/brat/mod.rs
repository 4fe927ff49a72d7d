//! `brat`: standoff files: `ID.txt` with the exact text, `ID.ann` beside it, and `annotation.conf`. Code points.
//!
//! Entities and parts of quotes are T lines. A quote is an E line with its cue as trigger, or, without a cue, with a span
//! `QUOTE` over its content. Its kind and an implied speaker are A lines, a speaker's link to its entity is an R line, a
//! note is a # line. The relations of the gold are R lines, `Equiv` relations * lines, the arguments of an event E lines. Attributes
//! are A lines, references to a knowledge base N lines. The parts of an entity are fragments (`0 5;7 9`). A span over a line end becomes fragments, as brat requires (`0 5;7 9`), and one span again on import.

mod details;
mod lines;
mod read;
mod relations;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::gold::{Body, GoldItem, QuoteKind};
use crate::text::{Unit, is_line_end};

use super::annotated::Annotated;
use super::common::escape::name_escape;
use super::common::graph::{Graph, ROLES, report_ambiguous_items};
use super::export::{Export, ExportOptions, Sink};
use super::extras::Extras;
use super::format::{Companion, Format, Shape};
use super::loss::Loss;
use super::signature::Signature;
use lines::AnnLines;
use relations::RelationConf;

/// The format `brat`.
pub(super) static FORMAT: Format = Format {
    name: "brat",
    description: "a folder of brat's .txt and .ann files with annotation.conf",
    unit: "code points",
    carries: "entities, quotes (events), relations, attributes, normalizations, notes",
    omits: "ids, metadata, verdicts",
    shape: Shape::Folder(Some(Companion { name: ".txt", needed: true })),
    extensions: &["ann"],
    signatures: &[
        (".ann", Signature::FirstLine(is_ann_line)),
        (".txt", Signature::Beside("ann")),
        ("annotation.conf", Signature::Begins("[entities]")),
        ("visual.conf", Signature::Begins("[labels]")),
    ],
    negatives: false,
    takes_unit: true,
    export: |options| Box::new(Brat::new(&options)),
    import: read::import,
};

struct Brat {
    /// The unit of the offsets.
    unit: Unit,
    /// The labels of the label set, in order.
    labels: Vec<String>,
    /// Further labels of the articles.
    other_labels: BTreeSet<String>,
    /// Labels that brat's names cannot hold, by the names that they have instead.
    escaped: BTreeMap<String, String>,
    /// The relations and attributes of the articles.
    conf: RelationConf,
}

impl Brat {
    fn new(options: &ExportOptions) -> Self {
        let labels: Vec<String> = options.labels.iter().map(|label| name_escape(label)).collect();
        let escaped = labels.iter().zip(&options.labels).filter(|(name, label)| name != label);
        let escaped = escaped.map(|(name, label)| (name.clone(), label.clone())).collect();
        Self {
            unit: options.offset_unit(),
            labels,
            other_labels: BTreeSet::new(),
            escaped,
            conf: RelationConf::default(),
        }
    }

    /// Writes the T lines of all spans. Gives the name of each, empty for a span of line ends only.
    fn write_spans(
        &mut self,
        annotated: &Annotated,
        graph: &Graph<'_>,
        lines: &mut AnnLines<'_>,
        lost: &mut dyn FnMut(Loss),
    ) -> Vec<String> {
        let article = &annotated.article;
        let mut names = Vec::new();
        for node in &graph.nodes {
            let label = name_escape(node.label);
            if label != node.label {
                let why = "its label is written as brat's names are, with _u and four digits for each other character; \
                           visual.conf shows the label itself, and an import reads it back";
                lost(Loss::at(article, node.span, graph.describe(node), why).kept());
                self.escaped.insert(label.clone(), node.label.to_owned());
            }
            let words = article.text.slice(node.span);
            if words.starts_with(is_line_end) || words.ends_with(is_line_end) {
                let why = "brat's spans hold no line end; those at its edges are left out";
                lost(Loss::at(article, node.span, graph.describe(node), why));
            }
            if !self.labels.contains(&label) && !ROLES.contains(&label.as_str()) {
                self.other_labels.insert(label.clone());
            }
            let pieces = annotated.annotation.gold_item(&node.id).map_or(&[][..], |item| &item.parts);
            let pieces = if pieces.is_empty() { std::slice::from_ref(&node.span) } else { pieces };
            names.push(lines.add_span(&label, pieces).unwrap_or_default());
        }
        names
    }
}

impl Export for Brat {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        report_ambiguous_items(annotated, lost);
        let article = &annotated.article;
        let graph = Graph::of_gold(annotated);
        let items: Vec<&GoldItem> = annotated.gold_items().collect();
        let mut lines = AnnLines::new(&article.text, self.unit);
        let names = self.write_spans(annotated, &graph, &mut lines, lost);
        let mut rest = 0;
        for (number, item) in items.iter().enumerate() {
            // The nodes are in the order of their items.
            let (first, mut parts) = (rest, Vec::new());
            while let Some(node) = graph.nodes.get(rest).filter(|node| node.item == number) {
                parts.push((node.label, names.get(rest).map_or("", String::as_str)));
                rest += 1;
            }
            let mut name = names.get(first).filter(|_| rest > first).cloned().unwrap_or_default();
            if let Body::Quote(frame) = &item.body {
                name = lines.add_event(&parts, frame.content.first().copied());
                lines.add_attribute(&format!("Kind {name} {}", frame.kind.name()));
                if frame.speaker.as_ref().is_some_and(|speaker| speaker.implied) {
                    lines.add_attribute(&format!("Implied {name}"));
                }
            }
            let mut lose = |what: String, why: &str| lost(Loss::of(article, format!("{}: {what}", item.id), why));
            self.conf.add_attributes(&item.attributes, &name, &mut lines, &mut lose);
            if let Some(note) = annotated.annotation.remarks.of(&item.remark_target()).note {
                lines.add_note(&name, &note);
            }
        }
        for edge in graph.edges.iter().filter(|edge| edge.relation.is_none() && edge.label == "ENTITY") {
            if let (Some(from), Some(to)) = (names.get(edge.from), names.get(edge.to)) {
                lines.add_relation(edge.label, from, to);
            }
        }
        self.conf.add_relations(article, &graph, &names, &mut lines, lost);
        sink.article_file(&article.id, "txt", article.text.as_str().as_bytes())?;
        sink.article_file(&article.id, "ann", lines.lines.as_bytes())
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> io::Result<()> {
        let labels: Vec<&str> = self.labels.iter().chain(&self.other_labels).map(String::as_str).collect();
        let kinds = QuoteKind::ALL.map(QuoteKind::name).join("|");
        let conf = format!(
            "[entities]\n{}\nCONTENT\nSPEAKER\n\n[relations]\nENTITY\tArg1:SPEAKER, Arg2:{}\n{}<OVERLAP>\tArg1:<ENTITY>, \
             Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\nCUE\tContent*:CONTENT, Speaker?:SPEAKER\n\
             QUOTE\tContent*:CONTENT, Speaker?:SPEAKER\n{}\n[attributes]\nKind\tArg:<EVENT>, Value:{kinds}\n\
             Implied\tArg:<EVENT>\n{}",
            labels.join("\n"),
            labels.join("|"),
            self.conf.relations(),
            self.conf.events(),
            self.conf.attributes(),
        );
        sink.shared_file("annotation.conf", conf.as_bytes())?;
        if self.escaped.is_empty() {
            return Ok(());
        }
        let shown = self.escaped.iter().map(|(name, label)| format!("{name} | {}\n", label.replace('|', " ")));
        sink.shared_file("visual.conf", format!("[labels]\n{}", shown.collect::<String>()).as_bytes())
    }

    fn extras(&self) -> Extras {
        Extras::ALL
    }
}

/// True for a line of an `.ann` file: a letter or `#`, a number and a tab.
fn is_ann_line(line: &str) -> bool {
    let number = line.strip_prefix(['T', 'E', 'R', 'A', '#', '*', 'N', 'M']).and_then(|rest| rest.split_once('\t'));
    number.is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
