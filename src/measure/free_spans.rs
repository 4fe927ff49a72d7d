//! The spans of the gold that no prediction was compared with yet, found without looking at all of them.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::criterion::Criterion;
use super::spans::LabelledRange;

/// So many spans that overlap a prediction are compared with it. No usual text has so many in one place.
const COMPARED: usize = 500;

/// The edges of a span, and its label where it counts.
type SpanKey<'a> = (usize, usize, Option<&'a str>);

/// The spans of the gold, in reading order, that are free. Predictions must be asked about in reading order too.
pub(super) struct FreeSpans<'a> {
    gold: &'a [&'a LabelledRange],
    taken: Vec<bool>,
    criterion: Criterion,
    /// The free spans with these edges, in order.
    equal: HashMap<SpanKey<'a>, VecDeque<usize>>,
    /// The number of spans that begin before the present prediction.
    begun: usize,
    /// The free ones of them that have not ended.
    open: BTreeSet<usize>,
    /// The same by their ends.
    ends: BTreeSet<(usize, usize)>,
    /// Between `begun` and this number, no span is free.
    first_free: usize,
}

impl<'a> FreeSpans<'a> {
    pub(super) fn new(gold: &'a [&'a LabelledRange], criterion: Criterion) -> Self {
        let mut equal: HashMap<SpanKey<'a>, VecDeque<usize>> = HashMap::new();
        for (at, span) in gold.iter().enumerate() {
            equal.entry(key(span, criterion)).or_default().push_back(at);
        }
        let taken = vec![false; gold.len()];
        let (open, ends) = (BTreeSet::new(), BTreeSet::new());
        Self { gold, taken, criterion, equal, begun: 0, open, ends, first_free: 0 }
    }

    /// Goes on to a prediction that begins here.
    pub(super) fn go_to(&mut self, start: usize) {
        while let Some(span) = self.gold.get(self.begun).filter(|span| span.start < start) {
            if self.is_free(self.begun) {
                self.open.insert(self.begun);
                self.ends.insert((span.end, self.begun));
            }
            self.begun += 1;
        }
        while let Some((_, at)) = self.ends.first().copied().filter(|(end, _)| *end <= start) {
            self.ends.pop_first();
            self.open.remove(&at);
        }
        self.first_free = self.first_free.max(self.begun);
        while self.first_free < self.gold.len() && !self.is_free(self.first_free) {
            self.first_free += 1;
        }
    }

    fn is_free(&self, at: usize) -> bool {
        self.taken.get(at).is_some_and(|taken| !taken)
    }

    /// The first free span that a prediction hits exactly: with its edges and, where it counts, with its label.
    pub(super) fn equal_to(&mut self, one: &'a LabelledRange) -> Option<usize> {
        let found = self.equal.get_mut(&key(one, self.criterion))?;
        while let Some(at) = found.front().copied() {
            if self.taken.get(at).is_some_and(|taken| !taken) {
                return Some(at);
            }
            found.pop_front();
        }
        None
    }

    /// The free spans that overlap a prediction, in reading order.
    pub(super) fn near(&self, one: &LabelledRange) -> impl Iterator<Item = (usize, &'a LabelledRange)> {
        let inside = self.gold.iter().enumerate().skip(self.first_free);
        let inside = inside.take_while(|(_, span)| span.start < one.end).map(|(at, _)| at);
        let all = self.open.iter().copied().chain(inside.filter(|at| self.is_free(*at))).take(COMPARED);
        let spans = all.filter_map(|at| Some((at, *self.gold.get(at)?)));
        spans.filter(|(_, span)| overlaps_enough(one, span)).collect::<Vec<_>>().into_iter()
    }

    /// Takes a span: no further prediction is compared with it.
    pub(super) fn take(&mut self, at: usize) {
        if let (Some(taken), Some(span)) = (self.taken.get_mut(at), self.gold.get(at)) {
            *taken = true;
            self.open.remove(&at);
            self.ends.remove(&(span.end, at));
        }
    }

    /// The number of free spans.
    pub(super) fn count(&self) -> usize {
        self.taken.iter().filter(|taken| !**taken).count()
    }
}

fn key(span: &LabelledRange, criterion: Criterion) -> SpanKey<'_> {
    let label = matches!(criterion, Criterion::Match | Criterion::Strict | Criterion::Type);
    (span.start, span.end, label.then_some(span.label.as_str()))
}

/// True if the overlap is at least a hundredth of the gold span, as nervaluate requires.
fn overlaps_enough(predicted: &LabelledRange, gold: &LabelledRange) -> bool {
    let start = predicted.start.max(gold.start);
    let end = predicted.end.min(gold.end);
    end > start && (end - start) * 100 >= gold.end - gold.start
}
