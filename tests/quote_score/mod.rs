//! How well quotes are found: content by exact edges and by overlap, then the roles of what was found.
//!
//! Contents are compared from the first part's begin to the last part's end, without white space, quotation marks and
//! punctuation at the edges. *Exact* is the same edges; *overlap* is an intersection of at least half of the union, each
//! suggestion counted once. Cue and speaker are counted over the gold frames whose content some suggestion overlaps by as
//! much: right where the spans overlap by half, or have the same words (so that an implied speaker may be any mention).

use std::collections::BTreeSet;

use tawsim::gold::{Frame, Kind};
use tawsim::text::{Span, Text};

const EDGES: &str = " \t\n\u{a0}\"«»“”„'‘’.،,:؛;!؟?-–";

/// Code points from, to.
type Place = (usize, usize);

/// Counts over any number of articles.
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
    of: usize,
}

/// The figures of issue and floor, per cent, with two decimals.
#[derive(Debug)]
pub(crate) struct Figures([f64; 6]);

impl Figures {
    const NAMES: [&'static str; 6] = [
        "direct, exact F1",
        "indirect and mixed, exact F1",
        "indirect and mixed, overlap F1",
        "cue right",
        "speaker right",
        "implied speaker right",
    ];

    /// Name and value of each figure.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, f64)> {
        Self::NAMES.into_iter().zip(self.0)
    }
}

impl Score {
    /// Counts one article.
    pub(crate) fn add(&mut self, text: &Text, gold: &[Frame], found: &[Frame]) {
        let page = Page::new(text);
        for (contents, direct) in [(&mut self.direct, true), (&mut self.reported, false)] {
            let of_kind = |frames: &[Frame]| -> Vec<Place> {
                let frames = frames.iter().filter(|frame| (frame.kind == Kind::Direct) == direct);
                frames.map(|frame| page.content(frame)).collect()
            };
            contents.add(&of_kind(gold), &of_kind(found));
        }
        for frame in gold {
            let overlap = |other: &&Frame| overlap(page.content(frame), page.content(other));
            let Some(best) = found.iter().rev().max_by(|a, b| overlap(a).total_cmp(&overlap(b))) else { continue };
            if overlap(&best) < 0.5 {
                continue;
            }
            if let Some(cue) = frame.cue {
                self.cue.count(page.same(cue, best.cue));
            }
            if let Some(speaker) = &frame.speaker {
                let part = if speaker.implied { &mut self.implied } else { &mut self.speaker };
                part.count(page.same(speaker.span, best.speaker.as_ref().map(|speaker| speaker.span)));
            }
        }
    }

    /// What was counted, as figures.
    pub(crate) fn figures(&self) -> Figures {
        let figures = [
            self.direct.f1(self.direct.exact),
            self.reported.f1(self.reported.exact),
            self.reported.f1(self.reported.overlapping),
            self.cue.share(),
            self.speaker.share(),
            self.implied.share(),
        ];
        Figures(figures.map(|share| (share * 10_000.0).round() / 100.0))
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
    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    fn share(&self) -> f64 {
        self.right as f64 / self.of.max(1) as f64
    }
}

/// Intersection over union.
fn overlap(a: Place, b: Place) -> f64 {
    let both = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let union = (a.1 - a.0) + (b.1 - b.0) - both;
    both as f64 / union.max(1) as f64
}

/// A text by code points.
struct Page {
    letters: Vec<(usize, char)>,
}

impl Page {
    fn new(text: &Text) -> Self {
        Self { letters: text.as_str().char_indices().collect() }
    }

    /// A span without what may stand at its edges.
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
