//! Which spans differ and how: pairs of a gold span and a predicted one, for a table of labels and a list of errors.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::spans::LabelledRange;

/// How a prediction differs from the gold at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The gold has a span, and no prediction overlaps it.
    Missed,
    /// A prediction that overlaps no span of the gold.
    Spurious,
    /// The edges are equal, the labels differ.
    Label,
    /// The labels are equal, the edges differ.
    Edges,
    /// Both differ.
    Both,
}

impl ErrorKind {
    /// The name in lists and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Spurious => "spurious",
            Self::Label => "label",
            Self::Edges => "edges",
            Self::Both => "label and edges",
        }
    }
}

/// A difference at one place: the span of the gold, the predicted one, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanError {
    /// The kind of difference.
    pub kind: ErrorKind,
    /// The span of the gold; `None` if it is spurious.
    pub gold: Option<LabelledRange>,
    /// The predicted span; `None` if it was missed.
    pub predicted: Option<LabelledRange>,
}

/// How often each label of the gold was predicted as each label. `None` stands for no span.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confusion(BTreeMap<(Option<String>, Option<String>), usize>);

impl Confusion {
    /// Adds two annotations of one article, in reading order, and gives their differences in reading order.
    ///
    /// Spans with equal edges are paired first, those with equal labels before others. Of the rest, each span is paired
    /// with the first free one that overlaps it.
    ///
    /// ```
    /// use tawsim::measure::{Confusion, ErrorKind, LabelledRange};
    /// let span = |start, end, label: &str| LabelledRange { start, end, label: label.to_owned() };
    /// let mut confusion = Confusion::default();
    /// let errors = confusion.add(&[span(0, 4, "PER"), span(6, 9, "LOC")], &[span(0, 4, "ORG")]);
    /// assert_eq!(errors.iter().map(|error| error.kind).collect::<Vec<_>>(), [ErrorKind::Label, ErrorKind::Missed]);
    /// assert_eq!(confusion.count(Some("PER"), Some("ORG")), 1);
    /// ```
    pub fn add(&mut self, gold: &[LabelledRange], predicted: &[LabelledRange]) -> Vec<SpanError> {
        let mut pair_of = vec![None; predicted.len()];
        let mut is_free = vec![true; gold.len()];
        for with_label in [true, false] {
            let mut by_place: HashMap<(usize, usize, Option<&str>), VecDeque<usize>> = HashMap::new();
            let key = |span: &'_ LabelledRange| (span.start, span.end);
            for (at, span) in gold.iter().enumerate().filter(|(at, _)| is_free.get(*at) == Some(&true)) {
                let (start, end) = key(span);
                by_place.entry((start, end, with_label.then_some(&*span.label))).or_default().push_back(at);
            }
            for (pair, span) in pair_of.iter_mut().zip(predicted).filter(|(pair, _)| pair.is_none()) {
                let (start, end) = key(span);
                let found = by_place.get_mut(&(start, end, with_label.then_some(&*span.label)));
                if let Some(at) = found.and_then(VecDeque::pop_front) {
                    *pair = Some(at);
                    if let Some(free) = is_free.get_mut(at) {
                        *free = false;
                    }
                }
            }
        }
        pair_overlapping(gold, predicted, &mut pair_of, &mut is_free);
        self.count_pairs(gold, predicted, &pair_of, &is_free)
    }

    fn count_pairs(
        &mut self,
        gold: &[LabelledRange],
        predicted: &[LabelledRange],
        pair_of: &[Option<usize>],
        is_free: &[bool],
    ) -> Vec<SpanError> {
        let pairs = predicted.iter().zip(pair_of).map(|(one, pair)| (pair.and_then(|at| gold.get(at)), Some(one)));
        let missed = gold.iter().zip(is_free).filter(|(_, free)| **free).map(|(span, _)| (Some(span), None));
        let mut errors = Vec::new();
        for (gold, predicted) in pairs.chain(missed) {
            let label = |span: Option<&LabelledRange>| span.map(|span| span.label.clone());
            *self.0.entry((label(gold), label(predicted))).or_default() += 1;
            let kind = match (gold, predicted) {
                (Some(gold), Some(predicted)) => {
                    let edges = (gold.start, gold.end) == (predicted.start, predicted.end);
                    match (edges, gold.label == predicted.label) {
                        (true, true) => continue,
                        (true, false) => ErrorKind::Label,
                        (false, true) => ErrorKind::Edges,
                        (false, false) => ErrorKind::Both,
                    }
                }
                (Some(_), None) => ErrorKind::Missed,
                _ => ErrorKind::Spurious,
            };
            errors.push(SpanError { kind, gold: gold.cloned(), predicted: predicted.cloned() });
        }
        errors.sort_by_key(|error| error.gold.as_ref().or(error.predicted.as_ref()).map(|span| (span.start, span.end)));
        errors
    }

    /// The number of spans of the gold with one label that were predicted with another. `None` is no span.
    #[must_use]
    pub fn count(&self, gold: Option<&str>, predicted: Option<&str>) -> usize {
        self.0.get(&(gold.map(str::to_owned), predicted.map(str::to_owned))).copied().unwrap_or(0)
    }

    /// All labels of either side, in the order of names.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        let mut labels: Vec<&str> =
            self.0.keys().flat_map(|(gold, predicted)| [gold, predicted]).flatten().map(String::as_str).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }
}

/// Pairs each free prediction with the first free span of the gold that overlaps it.
fn pair_overlapping(
    gold: &[LabelledRange],
    predicted: &[LabelledRange],
    pair_of: &mut [Option<usize>],
    is_free: &mut [bool],
) {
    // Spans that ended before are left behind; a limit keeps hostile input linear.
    const COMPARED: usize = 64;
    let mut open: VecDeque<usize> = VecDeque::new();
    let mut next = 0;
    for (pair, one) in pair_of.iter_mut().zip(predicted) {
        while let Some(span) = gold.get(next).filter(|span| span.start < one.end) {
            if is_free.get(next) == Some(&true) && span.end > one.start {
                open.push_back(next);
            }
            next += 1;
        }
        while open.front().and_then(|at| gold.get(*at)).is_some_and(|span| span.end <= one.start) {
            open.pop_front();
        }
        if pair.is_some() {
            continue;
        }
        let found = open
            .iter()
            .take(COMPARED)
            .position(|at| gold.get(*at).is_some_and(|span| span.start < one.end && one.start < span.end));
        if let Some(at) = found.and_then(|index| open.remove(index)) {
            *pair = Some(at);
            if let Some(free) = is_free.get_mut(at) {
                *free = false;
            }
        }
    }
}
