//! Indexes for the checks of one article: line ends, quotation marks, and items that are still open. A question about a span
//! takes the same time for long and short spans, and for any number of spans around it.

use std::collections::{BTreeMap, HashMap};

use crate::text::{QuotationMark, Span, Text, is_line_end, quotation_mark};

use super::covering::without_marks;
use super::readable::beginning_of;
use super::{Finding, GoldItem, Layer};

/// So many items that an item crosses are named. The others are counted.
const NAMED: usize = 8;

/// The places of line ends and of quotation marks that open or close, in order.
pub(super) struct Marks {
    line_ends: Vec<usize>,
    quotation_marks: Vec<usize>,
}

impl Marks {
    /// Finds the marks in a part of the text.
    pub(super) fn within(text: &Text, part: Option<Span>) -> Self {
        let mut marks = Self { line_ends: Vec::new(), quotation_marks: Vec::new() };
        let Some(part) = part else { return marks };
        for (at, c) in text.slice(part).char_indices() {
            let at = part.start() + at;
            if is_line_end(c) {
                marks.line_ends.push(at);
            }
            if quotation_mark(c).is_some_and(|mark| !matches!(mark, QuotationMark::Single { .. })) {
                marks.quotation_marks.push(at);
            }
        }
        marks
    }

    /// True if a line ends in the span.
    pub(super) fn has_line_end(&self, span: Span) -> bool {
        count(&self.line_ends, span) > 0
    }

    /// True for an odd number of quotation marks: half of a pair is outside.
    pub(super) fn are_unbalanced(&self, span: Span) -> bool {
        count(&self.quotation_marks, span) % 2 == 1
    }
}

fn count(places: &[usize], span: Span) -> usize {
    let before = |byte: usize| places.partition_point(|place| *place < byte);
    before(span.end()) - before(span.start())
}

/// The items of a layer that have not ended, by their end and the number in which they came: their span and id.
type ItemsByEnd<'a> = BTreeMap<(usize, usize), (Span, &'a str)>;

/// The items that were seen so far in reading order, as far as the next item can clash with them.
#[derive(Default)]
pub(super) struct OpenItems<'a> {
    by_end: HashMap<Layer, ItemsByEnd<'a>>,
    /// The first item with these words and this label.
    first: HashMap<(Layer, Span, &'a str), &'a str>,
    /// The first entity with these words without marks at their edges and this label, and its span.
    first_bare: HashMap<(usize, usize, &'a str), (&'a str, Span)>,
    count: usize,
}

impl<'a> OpenItems<'a> {
    /// Returns the findings about the next item in reading order and the items before it, and adds it to them.
    pub(super) fn compare(&mut self, text: &Text, item: &'a GoldItem, span: Span) -> Vec<Finding> {
        let layer = item.body.layer();
        let mut findings = Vec::new();
        let mut find = |what, other: Option<&str>, why: String| {
            findings.push(Finding { id: item.id.clone(), other: other.map(str::to_owned), what, why });
        };
        let open = self.by_end.entry(layer).or_default();
        while let Some(ended) = open.first_entry().filter(|entry| entry.key().0 <= span.start()) {
            ended.remove();
        }
        // An item before this one begins before it, or at the same place and is not shorter. So it crosses this one if it
        // ends inside.
        let crossed = || open.range(..(span.end(), 0)).filter(|(_, (other, _))| other.crosses(span));
        let mut named: Vec<_> = crossed().take(NAMED).map(|((_, number), value)| (*number, *value)).collect();
        named.sort_unstable_by_key(|(number, _)| *number);
        for (_, (other, id)) in named {
            let (words, others) = (beginning_of(text.slice(span)), beginning_of(text.slice(other)));
            find("crossing", Some(id), format!("{words:?} crosses {id} {others:?}"));
        }
        if crossed().nth(NAMED).is_some() {
            find("crossing", None, format!("{:?} crosses further items", beginning_of(text.slice(span))));
        }
        let label = item.body.label();
        match self.first.get(&(layer, span, label)) {
            Some(id) => find(
                "doubled",
                Some(*id),
                format!("{:?} is labelled {label} twice, also as {id}", beginning_of(text.slice(span))),
            ),
            None => drop(self.first.insert((layer, span, label), &item.id)),
        }
        let (start, end) = without_marks(text, span);
        if layer == Layer::Entity && start < end {
            let (id, other) = *self.first_bare.entry((start, end, label)).or_insert((&item.id, span));
            if other != span {
                let (words, others) = (beginning_of(text.slice(span)), beginning_of(text.slice(other)));
                find("doubled", Some(id), format!("{words:?} is {id} {others:?} but for the marks at the edges"));
            }
        }
        open.insert((span.end(), self.count), (span, &item.id));
        self.count += 1;
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Annotation, Attributes, Body, Extra, Label, LabelSet, Verdict, lint};

    fn annotation(text: &Text, spans: impl Iterator<Item = (usize, usize)>) -> Annotation {
        let item = |(number, (start, end)): (usize, (usize, usize))| GoldItem {
            id: format!("e{number}"),
            body: Body::Entity { span: text.span(start, end).unwrap(), label: Label::new("PER") },
            parts: Vec::new(),
            attributes: Attributes::default(),
            verdict: Verdict::Added,
            suggestion: None,
            at: None,
            extra: Extra::new(),
        };
        Annotation { gold: spans.enumerate().map(item).collect::<Vec<_>>().into(), ..Annotation::default() }
    }

    /// The number of findings grows with the number of items, not with the number of pairs.
    #[test]
    fn findings_are_as_many_as_items() {
        let n = 300;
        let text = Text::new("x".repeat(2 * n));
        let crossing = annotation(&text, (0..n).map(|start| (start, start + n)));
        let found = lint(&text, &crossing, &LabelSet::default());
        assert!(found.len() <= n * (NAMED + 1), "{}", found.len());
        assert!(found.iter().any(|finding| finding.other.is_none() && finding.what == "crossing"));
        let equal = annotation(&text, (0..n).map(|_| (0, n)));
        assert_eq!(lint(&text, &equal, &LabelSet::default()).len(), n - 1);
        let nested = annotation(&text, (0..n).map(|start| (start, 2 * n - start)));
        assert_eq!(lint(&text, &nested, &LabelSet::default()), []);
    }
}
