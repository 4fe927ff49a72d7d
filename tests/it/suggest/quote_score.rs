//! Scores for quotes: content by exact edges and by overlap, then the roles of the frames that were found.
//!
//! Contents are compared from the start of the first part to the end of the last, without white space, quotation marks
//! and punctuation at the edges. *Exact* means the same edges; *overlap* means an intersection of at least half of the
//! union, each suggestion counted once. A cue or speaker is right if the spans overlap by half or have the same words
//! (so an implied speaker may be any mention), in the suggestion that overlaps the gold content most; *of found* counts
//! the gold frames whose content is found by overlap, *of all* every gold frame.

use std::collections::BTreeSet;

use tawsim::gold::{Frame, QuoteKind, Suggestion};
use tawsim::text::{Span, Text};

const EDGES: &str = " \t\n\u{a0}\"«»“”„'‘’.،,:؛;!؟?-–";

/// A range in code points: start, end.
type Place = (usize, usize);

/// The counts over any number of articles.
#[derive(Debug, Default)]
pub(crate) struct Score {
    direct: Contents,
    reported: Contents,
    cue: Part,
    speaker: Part,
    implied: Part,
}

#[derive(Debug, Default)]
struct Contents {
    exact: usize,
    overlapping: usize,
    found: usize,
    gold: usize,
}

#[derive(Debug, Default)]
struct Part {
    right: usize,
    found: usize,
    all: usize,
}

impl Score {
    /// Adds one article.
    pub(crate) fn add(&mut self, text: &Text, gold: &[Frame], found: &[Frame]) {
        let page = Page::new(text);
        for (contents, direct) in [(&mut self.direct, true), (&mut self.reported, false)] {
            let of_kind = |frames: &[Frame]| -> Vec<Place> {
                let frames = frames.iter().filter(|frame| (frame.kind == QuoteKind::Direct) == direct);
                frames.map(|frame| page.content(frame)).collect()
            };
            contents.add(&of_kind(gold), &of_kind(found));
        }
        for frame in gold {
            let overlap = |other: &&Frame| overlap(page.content(frame), page.content(other));
            let best = found.iter().rev().max_by(|a, b| overlap(a).total_cmp(&overlap(b)));
            let best = best.filter(|best| overlap(best) >= 0.5);
            if let Some(cue) = frame.cue {
                self.cue.count(best.map(|best| page.same(cue, best.cue)));
            }
            if let Some(speaker) = &frame.speaker {
                let part = if speaker.implied { &mut self.implied } else { &mut self.speaker };
                let found = |best: &Frame| best.speaker.as_ref().map(|speaker| speaker.span);
                part.count(best.map(|best| page.same(speaker.span, found(best))));
            }
        }
    }

    /// The scores: name and per cent, with two decimals.
    pub(crate) fn figures(&self) -> Vec<(&'static str, f64)> {
        let figures = [
            ("direct, exact F1", self.direct.f1(self.direct.exact)),
            ("indirect and mixed, exact F1", self.reported.f1(self.reported.exact)),
            ("indirect and mixed, overlap F1", self.reported.f1(self.reported.overlapping)),
            ("cue right, of found", self.cue.of_found()),
            ("cue right, of all", self.cue.of_all()),
            ("speaker right, of found", self.speaker.of_found()),
            ("speaker right, of all", self.speaker.of_all()),
            ("implied speaker right, of found", self.implied.of_found()),
            ("implied speaker right, of all", self.implied.of_all()),
        ];
        figures.into_iter().map(|(name, share)| (name, (share * 10_000.0).round() / 100.0)).collect()
    }
}

/// Reliability: how often suggestions with about the same score have exactly the right content.
#[derive(Debug, Default)]
pub(crate) struct Reliability {
    /// For each bucket of [`BUCKETS`]: the number of suggestions, the sum of their scores, how many are right.
    buckets: [(usize, f64, usize); BUCKETS.len()],
}

/// The lowest score of each bucket.
const BUCKETS: [f64; 4] = [0.0, 0.75, 0.85, 0.9];

impl Reliability {
    /// Adds the quotes among an article's suggestions.
    pub(crate) fn add(&mut self, text: &Text, gold: &[Frame], found: &[Suggestion]) {
        let page = Page::new(text);
        let gold: BTreeSet<Place> = gold.iter().map(|frame| page.content(frame)).collect();
        for suggestion in found {
            let (Some(frame), Some(score)) = (suggestion.body.frame(), suggestion.score) else { continue };
            let index = BUCKETS.iter().rposition(|from| score >= *from).unwrap_or_default();
            let bucket = &mut self.buckets[index];
            bucket.0 += 1;
            bucket.1 += score;
            bucket.2 += usize::from(gold.contains(&page.content(frame)));
        }
    }

    /// The buckets from the lowest score: suggestions, their mean score, the share that is right, both in per cent.
    pub(crate) fn rows(&self) -> Vec<(usize, f64, f64)> {
        let share = |part: f64, whole: usize| 100.0 * part / whole.max(1) as f64;
        self.buckets
            .iter()
            .map(|(count, sum, right)| (*count, share(*sum, *count), share(*right as f64, *count)))
            .collect()
    }
}

impl Contents {
    fn add(&mut self, gold: &[Place], found: &[Place]) {
        self.gold += gold.len();
        self.found += found.len();
        let set = |places: &[Place]| places.iter().copied().collect::<BTreeSet<Place>>();
        self.exact += set(gold).intersection(&set(found)).count();
        let mut left: Vec<Place> = found.to_vec();
        for place in gold {
            let best =
                (0..left.len()).rev().max_by(|a, b| overlap(*place, left[*a]).total_cmp(&overlap(*place, left[*b])));
            if let Some(best) = best.filter(|best| overlap(*place, left[*best]) >= 0.5) {
                left.remove(best);
                self.overlapping += 1;
            }
        }
    }

    fn f1(&self, right: usize) -> f64 {
        2.0 * right as f64 / (self.found + self.gold).max(1) as f64
    }
}

impl Part {
    /// A part of a gold frame: right, wrong, or content not found.
    fn count(&mut self, right: Option<bool>) {
        self.all += 1;
        self.found += usize::from(right.is_some());
        self.right += usize::from(right == Some(true));
    }

    fn of_found(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn of_all(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

/// Intersection over union.
fn overlap(a: Place, b: Place) -> f64 {
    let both = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let union = (a.1 - a.0) + (b.1 - b.0) - both;
    both as f64 / union.max(1) as f64
}

/// A text indexed by code points.
struct Page {
    letters: Vec<(usize, char)>,
}

impl Page {
    fn new(text: &Text) -> Self {
        Self { letters: text.as_str().char_indices().collect() }
    }

    /// A span without white space, quotation marks and punctuation at its edges.
    fn place(&self, start: usize, end: usize) -> Place {
        let code_point = |byte: usize| self.letters.partition_point(|(place, _)| *place < byte);
        let (mut start, mut end) = (code_point(start), code_point(end));
        while start < end && EDGES.contains(self.letters[start].1) {
            start += 1;
        }
        while end > start && EDGES.contains(self.letters[end - 1].1) {
            end -= 1;
        }
        (start, end)
    }

    fn content(&self, frame: &Frame) -> Place {
        let start = frame.content.iter().map(|part| part.start()).min().unwrap();
        let end = frame.content.iter().map(|part| part.end()).max().unwrap();
        self.place(start, end)
    }

    fn same(&self, gold: Span, found: Option<Span>) -> bool {
        let Some(found) = found else { return false };
        let (gold, found) = (self.place(gold.start(), gold.end()), self.place(found.start(), found.end()));
        let words = |place: Place| self.letters[place.0..place.1].iter().map(|(_, letter)| *letter);
        overlap(gold, found) >= 0.5 || words(gold).eq(words(found))
    }
}
