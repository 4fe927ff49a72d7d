//! Krippendorff's α for unitizing.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::measure::counts::real;

/// What Krippendorff's α for unitizing needs of one label: the disagreement, and the lengths of spans and gaps. It can be
/// added up over articles, as if they stood behind each other in one long text; no gap reaches into the next article.
///
/// Source: Krippendorff 1995, "On the reliability of unitizing continuous data"; also Krippendorff 2004, "Content Analysis",
/// section 11.6. `α = 1 - D_o / D_e`. The unit of length is the character (code point). Spans of one annotator with one label
/// that overlap are joined first, because the formula knows no nested units.
///
/// ```
/// use tawsim::measure::agreement::Unitizing;
/// // Krippendorff 2004, page 254: two observers, a continuum from 150 to 450.
/// let category = |first: &[(usize, usize)], second: &[(usize, usize)]| {
///     let spans = |list: &[(usize, usize)]| list.iter().map(|(start, length)| start - 150..start - 150 + length).collect();
///     Unitizing::of(&[spans(first), spans(second)], 300)
/// };
/// let c = category(&[(225, 70), (370, 30)], &[(220, 80), (355, 20), (400, 20)]);
/// let k = category(&[(180, 60), (300, 50)], &[(180, 60), (300, 50)]);
/// assert!((c.alpha().unwrap() - 0.7286).abs() < 1e-4);
/// assert_eq!(k.alpha(), Some(1.0));
/// // The book computes this one from rounded disagreements.
/// assert!((Unitizing::alpha_of([&c, &k]).unwrap() - 0.8591).abs() < 5e-4);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unitizing {
    annotators: f64,
    length: f64,
    /// The sum of squared differences over all ordered pairs of annotators.
    observed: f64,
    /// The number of spans of each length.
    spans: BTreeMap<usize, f64>,
    /// The number of gaps of each length.
    gaps: BTreeMap<usize, f64>,
}

/// A span or a gap of one annotator.
struct Section {
    range: Range<usize>,
    is_span: bool,
}

impl Unitizing {
    /// The spans of one label that each annotator gave, in a text of `length` characters.
    #[must_use]
    pub fn of(annotators: &[Vec<Range<usize>>], length: usize) -> Self {
        let sections: Vec<Vec<Section>> = annotators.iter().map(|spans| sections(spans, length)).collect();
        let mut sums = Self { annotators: real(annotators.len()), length: real(length), ..Self::default() };
        for (at, first) in sections.iter().enumerate() {
            for section in first {
                let list = if section.is_span { &mut sums.spans } else { &mut sums.gaps };
                *list.entry(section.range.len()).or_default() += 1.0;
            }
            for second in sections.iter().skip(at + 1) {
                sums.observed += 2.0 * difference(first, second);
            }
        }
        sums
    }

    /// Adds an article, `weight` times. All have the same number of annotators.
    pub fn add(&mut self, other: &Self, weight: f64) {
        if other.annotators > 0.0 {
            self.annotators = other.annotators;
        }
        self.length += weight * other.length;
        self.observed += weight * other.observed;
        for (to, from) in [(&mut self.spans, &other.spans), (&mut self.gaps, &other.gaps)] {
            for (length, count) in from {
                *to.entry(*length).or_default() += weight * count;
            }
        }
    }

    /// α for this label; `None` if nobody has a span.
    #[must_use]
    pub fn alpha(&self) -> Option<f64> {
        Self::alpha_of([self])
    }

    /// α for several labels of the same articles together: the disagreements are added up.
    #[must_use]
    pub fn alpha_of<'a>(labels: impl IntoIterator<Item = &'a Self>) -> Option<f64> {
        let (observed, expected) = labels.into_iter().fold((0.0, 0.0), |(observed, expected), label| {
            (observed + label.observed_disagreement(), expected + label.expected_disagreement())
        });
        (expected > 0.0).then(|| 1.0 - observed / expected)
    }

    fn observed_disagreement(&self) -> f64 {
        let pairs = self.annotators * (self.annotators - 1.0) * self.length * self.length;
        if pairs > 0.0 { self.observed / pairs } else { 0.0 }
    }

    fn expected_disagreement(&self) -> f64 {
        let count: f64 = self.spans.values().sum();
        let mut sum = 0.0;
        let mut own = 0.0;
        // From long to short: the number and the lengths of the gaps that are not shorter than the span.
        let mut gaps = self.gaps.iter().rev().peekable();
        let (mut wide, mut widths) = (0.0, 0.0);
        for (length, spans) in self.spans.iter().rev() {
            while let Some((gap, gaps)) = gaps.next_if(|(gap, _)| *gap >= length) {
                wide += gaps;
                widths += gaps * (real(*gap) + 1.0);
            }
            let length = real(*length);
            let with_spans = (count - 1.0) / 3.0 * (2.0 * length.powi(3) - 3.0 * length.powi(2) + length);
            let with_gaps = length.powi(2) * (widths - wide * length);
            sum += spans * (with_spans + with_gaps);
            own += spans * length * (length - 1.0);
        }
        let places = self.annotators * self.length;
        let pairs = places * (places - 1.0) - own;
        if self.length > 0.0 && pairs > 0.0 { 2.0 / self.length * sum / pairs } else { 0.0 }
    }
}

/// The spans and gaps of one annotator, in order.
fn sections(spans: &[Range<usize>], length: usize) -> Vec<Section> {
    let mut spans = spans.to_vec();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for span in spans.into_iter().filter(|span| span.start < span.end) {
        match joined.last_mut().filter(|last| span.start < last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => joined.push(span),
        }
    }
    let mut sections = Vec::new();
    let mut end = 0;
    for range in joined {
        if end < range.start {
            sections.push(Section { range: end..range.start, is_span: false });
        }
        end = range.end;
        sections.push(Section { range, is_span: true });
    }
    if end < length {
        sections.push(Section { range: end..length, is_span: false });
    }
    sections
}

/// The squared differences of all sections of two annotators that overlap.
fn difference(first: &[Section], second: &[Section]) -> f64 {
    let (mut sum, mut at, mut other) = (0.0, 0, 0);
    while let (Some(a), Some(b)) = (first.get(at), second.get(other)) {
        let square = |length: usize| real(length) * real(length);
        let lies_in = |inner: &Section, outer: &Section| {
            outer.range.start <= inner.range.start && inner.range.end <= outer.range.end
        };
        sum += match (a.is_span, b.is_span) {
            (true, true) => square(a.range.start.abs_diff(b.range.start)) + square(a.range.end.abs_diff(b.range.end)),
            (true, false) if lies_in(a, b) => square(a.range.len()),
            (false, true) if lies_in(b, a) => square(b.range.len()),
            _ => 0.0,
        };
        let (a_end, b_end) = (a.range.end, b.range.end);
        at += usize::from(a_end <= b_end);
        other += usize::from(b_end <= a_end);
    }
    sum
}
