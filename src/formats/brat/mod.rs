//! `brat`: standoff files, `ID.txt` with the exact text and `ID.ann` beside it, and `annotation.conf`. Code points.
//!
//! Entities and parts of quotes are T lines, a quote is an E line with its cue as trigger (`QUOTE` over its content where
//! it has none), its kind and an implied speaker are A lines, a speaker's link to its entity is an R line, a note a #
//! line. A span over a line end becomes fragments, as brat wants them (`0 5;7 9`), and one span again when it is read.

mod read;

use std::collections::BTreeSet;
use std::io;

use crate::gold::{Body, GoldItem, QuoteKind};
use crate::text::{Span, Text, is_line_end};

use super::annotated::Annotated;
use super::common::graph::{Edge, Graph, ROLES, doubtful};
use super::common::tokens::what;
use super::export::{Export, ExportOptions, Sink};
use super::loss::Loss;

use super::format::{Companion, Format, Shape};

/// The format `brat`.
pub(super) static FORMAT: Format = Format {
    name: "brat",
    description: "a folder of brat's .txt and .ann files with annotation.conf",
    unit: "code points",
    carries: "entities, quotes (events), notes",
    omits: "ids, metadata, verdicts",
    shape: Shape::Folder(Some(Companion { name: ".txt", needed: true })),
    extensions: &["ann"],
    negatives: false,
    export: |options| Box::new(Brat::new(&options)),
    import: read::import,
};

struct Brat {
    labels: Vec<String>,
    others: BTreeSet<String>,
}

impl Brat {
    fn new(options: &ExportOptions) -> Self {
        Self { labels: options.labels.iter().map(|label| named(label)).collect(), others: BTreeSet::new() }
    }
}

impl Export for Brat {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        doubtful(one, lost);
        let article = &one.article;
        let graph = Graph::of_marks(one);
        let marks: Vec<&GoldItem> = one.gold_items().collect();
        let mut ann = Ann { text: &article.text, lines: String::new(), counts: [0; 4] };
        let mut names = Vec::new();
        for node in &graph.nodes {
            let label = named(node.label);
            let mark = marks.get(node.body);
            let mut lose = |why: &str| {
                lost(Loss::at(article, node.span, mark.map_or_else(|| node.id.clone(), |mark| what(mark)), why));
            };
            if label != node.label {
                lose("brat's names hold only letters A to Z, digits, - and _; the others became _");
            }
            if article.text.slice(node.span).starts_with(is_line_end)
                || article.text.slice(node.span).ends_with(is_line_end)
            {
                lose("brat's spans hold no line end; those at its edges are left out");
            }
            if !self.labels.contains(&label) && !ROLES.contains(&label.as_str()) {
                self.others.insert(label.clone());
            }
            names.push(ann.span(&label, node.span).unwrap_or_default());
        }
        for (number, mark) in marks.iter().enumerate() {
            let first = graph.nodes.iter().position(|node| node.body == number);
            let mut name = first.and_then(|at| names.get(at)).cloned().unwrap_or_default();
            if let Body::Quote(frame) = &mark.body {
                name = ann.event(number, &graph, &names, frame.content.first().copied());
                ann.attribute(&format!("QuoteKind {name} {}", frame.kind.name()));
                if frame.speaker.as_ref().is_some_and(|speaker| speaker.implied) {
                    ann.attribute(&format!("Implied {name}"));
                }
            }
            if let Some(note) = one.annotation.remarks.of(&mark.remark_target()).note {
                ann.note(&name, &note);
            }
        }
        for edge in graph.edges.iter().filter(|edge| edge.label == "ENTITY") {
            ann.relation(edge, &names);
        }
        sink.article_file(&article.id, "txt", article.text.as_str().as_bytes())?;
        sink.article_file(&article.id, "ann", ann.lines.as_bytes())
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> io::Result<()> {
        let labels: Vec<&str> = self.labels.iter().chain(&self.others).map(String::as_str).collect();
        let kinds = QuoteKind::ALL.map(QuoteKind::name).join("|");
        let conf = format!(
            "[entities]\n{}\nCONTENT\nSPEAKER\n\n[relations]\nENTITY\tArg1:SPEAKER, Arg2:{}\n<OVERLAP>\tArg1:<ENTITY>, \
             Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\nCUE\tContent*:CONTENT, Speaker?:SPEAKER\n\
             QUOTE\tContent*:CONTENT, Speaker?:SPEAKER\n\n[attributes]\nKind\tArg:<EVENT>, Value:{kinds}\n\
             Implied\tArg:<EVENT>\n",
            labels.join("\n"),
            labels.join("|"),
        );
        sink.shared_file("annotation.conf", conf.as_bytes())
    }
}

/// A label in the letters that brat's configuration allows.
fn named(label: &str) -> String {
    let fit = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    label.chars().map(fit).collect()
}

/// The lines of an annotation, counted by their letters: T, E, R, A.
struct Ann<'a> {
    text: &'a Text,
    lines: String,
    counts: [usize; 4],
}

impl Ann<'_> {
    fn next(&mut self, letter: usize) -> String {
        let count = self.counts.get_mut(letter).map_or(0, |count| {
            *count += 1;
            *count
        });
        format!("{}{count}", ["T", "E", "R", "A"].get(letter).unwrap_or(&"T"))
    }

    fn line(&mut self, line: &str) {
        self.lines.push_str(line);
        self.lines.push('\n');
    }

    /// A span, in fragments between line ends. `None` when it is line ends only.
    fn span(&mut self, label: &str, span: Span) -> Option<String> {
        let mut fragments: Vec<Span> = Vec::new();
        let mut start = span.start();
        for line in self.text.slice(span).split_inclusive(is_line_end) {
            let end = start + line.trim_end_matches(is_line_end).len();
            fragments.extend(self.text.span(start, end));
            start += line.len();
        }
        let places: Vec<String> = fragments
            .iter()
            .map(|part| self.text.code_points(*part))
            .map(|range| format!("{} {}", range.start, range.end))
            .collect();
        let words: Vec<&str> = fragments.iter().map(|part| self.text.slice(*part)).collect();
        if places.is_empty() {
            return None;
        }
        let name = self.next(0);
        self.line(&format!("{name}\t{label} {}\t{}", places.join(";"), words.join(" ")));
        Some(name)
    }

    /// The event of a quote.
    fn event(&mut self, body: usize, graph: &Graph<'_>, names: &[String], content: Option<Span>) -> String {
        let of = |label: &str| {
            let nodes = graph.nodes.iter().zip(names);
            let found = nodes.filter(|(node, _)| node.body == body && node.label == label);
            found.map(|(_, name)| name.clone()).collect::<Vec<_>>()
        };
        let trigger = match of("CUE").pop() {
            Some(cue) => format!("CUE:{cue}"),
            None => format!("QUOTE:{}", content.and_then(|span| self.span("QUOTE", span)).unwrap_or_default()),
        };
        let name = self.next(1);
        let mut line = format!("{name}\t{trigger}");
        for (number, part) in of("CONTENT").iter().enumerate() {
            let number = if number == 0 { String::new() } else { (number + 1).to_string() };
            line.push_str(&format!(" Content{number}:{part}"));
        }
        of("SPEAKER").iter().for_each(|speaker| line.push_str(&format!(" Speaker:{speaker}")));
        self.line(&line);
        name
    }

    fn attribute(&mut self, words: &str) {
        let name = self.next(3);
        self.line(&format!("{name}\t{words}"));
    }

    fn relation(&mut self, edge: &Edge, names: &[String]) {
        if let (Some(from), Some(to)) = (names.get(edge.from), names.get(edge.to)) {
            let name = self.next(2);
            self.line(&format!("{name}\t{} Arg1:{from} Arg2:{to}", edge.label));
        }
    }

    fn note(&mut self, name: &str, note: &str) {
        let number = self.lines.lines().filter(|line| line.starts_with('#')).count() + 1;
        let note: String = note.chars().map(|c| if is_line_end(c) || c == '\t' { ' ' } else { c }).collect();
        self.line(&format!("#{number}\tAnnotatorNotes {name}\t{note}"));
    }
}
