//! The end of content without quotation marks by all that is known: by the linear model, by the rules, by the careful reader,
//! and by the other reports of the text.
//!
//! ```text
//! score(end) = LINEAR · ln p(end; linear model) + READER · ln p(end; careful reader)
//!            + RULE, if it is the end of the rules
//!            − REPORT · the probability of another report whose cue is before this end
//! ```
//!
//! The probabilities of the ends are the exponentials of their scores, divided by their sum: a logarithmic pool of opinions
//! (Genest, Zidek 1986) with two more terms. The four weights were fitted on real news that neither the model nor the careful
//! reader had seen; `assets/models/README.md` has the scores.

use std::collections::BTreeMap;

use crate::suggest::encoder::Reading;
use crate::words::token::TokenKind;

use super::super::context::Context;
use super::super::frame_candidate::FrameCandidate;
use super::ends::{best_of, describe, ends_of, has_open_end};
use super::model::ChoiceModel;

const LINEAR: f64 = 0.25;
const READER: f64 = 0.65;
const RULE: f64 = 1.5;
const REPORT: f64 = 2.5;

/// A probability counts as at least this: neither the model nor the careful reader knows all that can be.
const LEAST: f64 = 0.003;

/// Chooses the ends of contents where the careful reader has read.
pub(crate) struct PooledEnds<'a> {
    context: &'a Context<'a>,
    model: &'a ChoiceModel,
    reading: &'a Reading,
    /// The reports of the text, by the places of their cues.
    reports: Vec<Report>,
}

/// A report whose cue is before its content.
struct Report {
    cue: usize,
    /// The probability that there is such a report.
    chance: f64,
}

/// A possible end with its probabilities by the linear model and by the careful reader, from 0 to 1.
struct EndOpinions {
    /// One past the last token of the content.
    end: usize,
    linear: f64,
    reader: f64,
}

impl<'a> PooledEnds<'a> {
    /// The reports of the text are the frames of the rules and the contents of the reading.
    pub(crate) fn new(
        context: &'a Context<'a>,
        model: &'a ChoiceModel,
        reading: &'a Reading,
        frames: &[FrameCandidate],
    ) -> Self {
        let of_rules = frames.iter().filter_map(|frame| Some((frame.cue?.from, frame.content.tokens().start, 1.0)));
        let of_reader = reading.contents.iter().filter_map(|content| {
            let (cue, chance) = content.cue?;
            Some((cue.from, content.from, f64::from(content.score * chance)))
        });
        let mut reports: Vec<Report> = of_rules
            .chain(of_reader)
            .filter(|(cue, content, _)| cue < content)
            .map(|(cue, _, chance)| Report { cue, chance })
            .collect();
        reports.sort_by_key(|report| report.cue);
        Self { context, model, reading, reports }
    }

    /// Sets the end of the content of a frame that a rule found, and its probability.
    pub(crate) fn choose(&self, frame: &mut FrameCandidate) {
        if frame.content.tokens().start >= self.reading.end || !has_open_end(frame) {
            return;
        }
        let ends = self.ends(frame);
        let Some((end, chance)) = best_of(&ends) else { return };
        frame.end_chance = Some(chance);
        self.context.end_content(&mut frame.content, end);
        frame.keep_other_ends(ends);
    }

    /// The possible ends of the content of a frame, in order, with their probabilities.
    pub(crate) fn ends(&self, frame: &FrameCandidate) -> Vec<(usize, f64)> {
        let tokens = frame.content.tokens();
        let by_rule = self.last_word(tokens.start, tokens.end);
        let ends = self.opinions(frame);
        let Some((farthest, _)) = ends.last_key_value() else { return Vec::new() };
        let reports = self.reports_inside(tokens.start, *farthest);
        let score = |last: usize, opinions: &EndOpinions| {
            let inside = reports.iter().filter(|report| report.cue <= last);
            let report = inside.map(|report| report.chance).fold(0.0, f64::max);
            LINEAR * opinions.linear.max(LEAST).ln()
                + READER * opinions.reader.max(LEAST).ln()
                + if last == by_rule { RULE } else { 0.0 }
                - REPORT * report
        };
        let mut scored: Vec<(usize, f64)> =
            ends.iter().map(|(last, opinions)| (opinions.end, score(*last, opinions))).collect();
        let best = scored.iter().map(|(_, score)| *score).fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = scored.iter().map(|(_, score)| (score - best).exp()).sum();
        scored.iter_mut().for_each(|(_, score)| *score = (*score - best).exp() / sum);
        scored
    }

    /// The probabilities of each end of a content, by the token of the last word before it. Two ends with the same last word are
    /// one end: they differ only in the punctuation that they take in.
    fn opinions(&self, frame: &FrameCandidate) -> BTreeMap<usize, EndOpinions> {
        let from = frame.content.tokens().start;
        let options = ends_of(self.context, frame);
        let linear = if self.model.knows() {
            self.model.chances_of_ends(&describe(self.context, frame, &options))
        } else {
            vec![0.0; options.len()]
        };
        let read = self.reading.content_at(from).map_or(&[][..], |content| &content.ends);
        let of_model = options.into_iter().zip(linear).map(|(option, chance)| (option.end, chance, 0.0));
        let of_reader = read.iter().map(|(last, chance)| (last + 1, 0.0, f64::from(*chance)));
        let mut ends: BTreeMap<usize, EndOpinions> = BTreeMap::new();
        for (end, linear, reader) in of_model.chain(of_reader).filter(|(end, ..)| *end > from) {
            let known = ends.entry(self.last_word(from, end)).or_insert(EndOpinions { end, linear: 0.0, reader: 0.0 });
            known.linear += linear;
            known.reader += reader;
        }
        ends
    }

    /// The last word or number before an end.
    fn last_word(&self, from: usize, end: usize) -> usize {
        let is_word =
            |at: &usize| matches!(self.context.kind(*at), TokenKind::Word | TokenKind::Number | TokenKind::Foreign);
        (from..end).rev().find(is_word).unwrap_or(from)
    }

    /// The other reports with a cue behind the first token of a content, up to a token.
    fn reports_inside(&self, from: usize, last: usize) -> Vec<&Report> {
        let first = self.reports.partition_point(|report| report.cue <= from);
        let behind = self.reports.get(first..).unwrap_or_default();
        behind.iter().take_while(|report| report.cue <= last).collect()
    }
}
