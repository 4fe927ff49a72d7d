//! Joins the frames that the rules found with the contents that the careful reader found.
//!
//! The ends of contents are chosen by both before (`choice/pooled_ends`). Here the careful reader says whether there is a report
//! at all, adds those that no rule describes, and replaces speakers of which it is sure. `assets/models/README.md` has the scores
//! of both, alone and together.

use crate::gold::QuoteKind;
use crate::suggest::calibration::{share_at, to_score};
use crate::suggest::encoder::{ContentReading, Mention, Reading, Role};
use crate::words::morphology::{Gender, Number};
use crate::words::token::TokenSpan;

use super::agreement::Agreement;
use super::choice::{PooledEnds, best_of};
use super::context::Context;
use super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::speaker::ResolvedSpeaker;

/// A frame of a rule is left out if the careful reader's probability of content there is lower.
const MIN_CONFIRMED: f32 = 0.05;
/// A content that no rule found is suggested if its probability is at least this.
const MIN_ADDED: f32 = 0.65;
/// The speaker of a rule is replaced by one whose mention and place have more than these probabilities.
const MIN_MENTION: f32 = 0.6;
const MIN_SPEAKER: f32 = 0.5;

/// The share of contents that are right, by the probability of content and end: for frames of rules whose end was chosen by
/// both, for those with the end of the rules (quotations), and for frames of the reader alone. Counted on real news that was not
/// in the training.
const CHOSEN_END: [(f32, f32); 6] = [(0.0, 0.45), (0.4, 0.57), (0.7, 0.66), (0.85, 0.77), (0.93, 0.9), (1.0, 0.98)];
const RULE_END: [(f32, f32); 2] = [(0.0, 0.86), (1.0, 0.94)];
const READER: [(f32, f32); 6] = [(0.2, 0.15), (0.4, 0.25), (0.6, 0.4), (0.8, 0.52), (0.9, 0.68), (1.0, 0.86)];

/// A frame with its speaker and the probability that its content is right; without one, the rules say.
#[derive(Debug, Clone)]
pub(crate) struct JoinedFrame {
    pub(crate) candidate: FrameCandidate,
    pub(crate) speaker: Option<ResolvedSpeaker>,
    pub(crate) score: Option<f64>,
}

/// Joins the frames of the rules with a reading, in the order of their places.
pub(crate) fn join_with_reading(
    context: &Context<'_>,
    frames: Vec<(FrameCandidate, Option<ResolvedSpeaker>)>,
    reading: &Reading,
    ends: &PooledEnds<'_>,
) -> Vec<JoinedFrame> {
    let mut joined: Vec<JoinedFrame> = Vec::new();
    for (candidate, speaker) in frames {
        let first = candidate.content.tokens().start;
        match reading.content_at(first) {
            _ if first >= reading.end => joined.push(JoinedFrame { candidate, speaker, score: None }),
            Some(content) if content.score >= MIN_CONFIRMED => {
                joined.push(confirmed(candidate, speaker, content, reading));
            }
            _ => {}
        }
    }
    for content in reading.contents.iter().filter(|content| content.score >= MIN_ADDED) {
        let added = added(context, content, reading, ends);
        if !added.candidate.content.tokens().is_empty() && joined.iter().all(|frame| may_stand_beside(&added, frame)) {
            joined.push(added);
        }
    }
    joined.sort_by_key(|frame| frame.candidate.place());
    joined
}

/// True if a content that only the careful reader found is another report than a frame: it is outside of the frame, or inside
/// with a cue of its own there, or it contains the frame.
fn may_stand_beside(added: &JoinedFrame, frame: &JoinedFrame) -> bool {
    let (own, other) = (added.candidate.content.tokens(), frame.candidate.content.tokens());
    let is_part = frame.candidate.content.spans.iter().any(|span| span.from == own.start);
    let is_inside = other.start <= own.start && own.end <= other.end;
    let is_around = own.start <= other.start && other.end <= own.end;
    if is_part {
        false
    } else if is_inside {
        added.candidate.cue.is_some_and(|cue| other.contains(&cue.from))
    } else {
        is_around || own.end <= other.start || other.end <= own.start
    }
}

/// A frame of a rule that the careful reader confirms.
fn confirmed(
    candidate: FrameCandidate,
    speaker: Option<ResolvedSpeaker>,
    content: &ContentReading,
    reading: &Reading,
) -> JoinedFrame {
    let score = match candidate.end_chance {
        Some(chance) => score_by(&CHOSEN_END, content.score * as_f32(chance)),
        None => score_by(&RULE_END, content.score * end_chance(content, candidate.content.tokens().end)),
    };
    let speaker = if content.mention_score > MIN_MENTION && content.speaker.1 > MIN_SPEAKER {
        speaker_of(content, reading)
    } else {
        speaker
    };
    JoinedFrame { candidate, speaker, score: Some(score) }
}

/// A frame that only the careful reader found.
fn added(context: &Context<'_>, content: &ContentReading, reading: &Reading, ends: &PooledEnds<'_>) -> JoinedFrame {
    let from = content.from;
    let (last, chance) = content.ends.first().copied().unwrap_or((from, 0.0));
    let by_rule = if content.kind == QuoteKind::Direct { from } else { context.content_end(from) };
    let to = if by_rule > from { by_rule } else { last + 1 };
    let span = TokenSpan::new(from, reading.cut(from, Role::Content).0, to);
    let cue = content.cue.map(|(cue, _)| TokenSpan { proclitic: reading.cut(cue.from, Role::Cue).0, ..cue });
    // Gender and number are not read: the speaker is found already.
    let agreement = Agreement::new(Gender::Masculine, Number::Singular);
    let words = Content::new(content.kind, FramePattern::Careful, vec![span]);
    let mut candidate = FrameCandidate::new(words, cue, None, agreement);
    let mut end_chance = f64::from(chance);
    // Quotation marks end what is quoted; only the careful reader knows which.
    if content.kind != QuoteKind::Direct {
        let ends = ends.ends(&candidate);
        if let Some((end, chance)) = best_of(&ends)
            && let Some(span) = candidate.content.spans.last_mut()
        {
            span.to = end;
            end_chance = chance;
        }
        candidate.keep_other_ends(ends);
    }
    let score = score_by(&READER, content.score * as_f32(end_chance));
    JoinedFrame { candidate, speaker: speaker_of(content, reading), score: Some(score) }
}

/// The speaker that the careful reader gives to a content.
fn speaker_of(content: &ContentReading, reading: &Reading) -> Option<ResolvedSpeaker> {
    let (span, _) = content.speaker;
    let span = TokenSpan { proclitic: reading.cut(span.from, Role::Speaker).0, ..span };
    (content.mention != Mention::None)
        .then_some(ResolvedSpeaker { span, is_implied: content.mention == Mention::Implied })
}

/// The probability that a content ends before a token.
fn end_chance(content: &ContentReading, to: usize) -> f32 {
    content.ends.iter().find(|(last, _)| last + 1 == to).map_or(0.0, |(_, chance)| *chance)
}

#[expect(clippy::cast_possible_truncation, reason = "two digits are kept")]
const fn as_f32(chance: f64) -> f32 {
    chance as f32
}

/// The score for a probability by one of the tables.
fn score_by(table: &[(f32, f32)], chance: f32) -> f64 {
    to_score(share_at(table, chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Frame, QuoteKind};
    use crate::suggest::candidate::Wanted;
    use crate::suggest::quote::QuoteFinder;
    use crate::text::Text;
    use crate::words::token::Tokens;
    use crate::words::word::Words;

    const TEXT: &str = "قال الوزير إن السد اكتمل. الطريق مفتوح، بحسب الشرطة.";

    /// A content from a token to another, with a speaker.
    fn content(from: usize, last: usize, score: f32, speaker: (usize, f32)) -> ContentReading {
        ContentReading {
            from,
            score,
            kind: QuoteKind::Indirect,
            ends: vec![(last, 0.8)],
            cue: None,
            mention: Mention::Explicit,
            mention_score: 0.9,
            speaker: (TokenSpan::whole(speaker.0, speaker.0 + 1), speaker.1),
        }
    }

    /// The frames of a text when the careful reader finds these contents, as words.
    fn found(contents: Vec<ContentReading>) -> Vec<(String, String)> {
        found_in(TEXT, contents)
    }

    fn found_in(text: &str, contents: Vec<ContentReading>) -> Vec<(String, String)> {
        let text = Text::new(text);
        let tokens = Tokens::new(&text);
        let words = Words::new(&tokens);
        let reading = Reading::of_contents(tokens.len(), contents);
        let suggestions = QuoteFinder::default().find(&words, &[], Some(&reading), Wanted::Best).best;
        let show = |frame: &Frame| {
            let speaker = frame.speaker.as_ref().map_or("", |speaker| text.slice(speaker.span));
            (text.slice(frame.content[0]).to_owned(), speaker.to_owned())
        };
        suggestions.iter().filter_map(|one| one.body.frame()).map(show).collect()
    }

    fn pair(content: &str, speaker: &str) -> (String, String) {
        (content.to_owned(), speaker.to_owned())
    }

    #[test]
    fn the_reader_confirms_adds_and_drops_frames() {
        // السد is token 3; الطريق is token 6.
        assert_eq!(found(vec![content(3, 4, 0.9, (1, 0.9))]), [pair("السد اكتمل", "الوزير")]);
        assert_eq!(found(vec![]), [], "without a content of the reader no frame stays");
        assert_eq!(found(vec![content(3, 4, 0.03, (1, 0.9))]), []);
        let both = found(vec![content(3, 4, 0.9, (1, 0.9)), content(6, 7, 0.9, (10, 0.9))]);
        assert_eq!(both, [pair("السد اكتمل", "الوزير"), pair("الطريق مفتوح", "الشرطة")]);
    }

    #[test]
    fn a_content_inside_another_one_needs_a_cue_of_its_own() {
        // اكتمل is token 4, inside of the first content.
        let mut inside = content(4, 4, 0.9, (1, 0.9));
        let outer = content(3, 4, 0.9, (1, 0.9));
        assert_eq!(found(vec![outer.clone(), inside.clone()]), [pair("السد اكتمل", "الوزير")]);
        inside.cue = Some((TokenSpan::whole(0, 1), 0.9));
        assert_eq!(found(vec![outer.clone(), inside.clone()]), [pair("السد اكتمل", "الوزير")]);
        inside.cue = Some((TokenSpan::whole(3, 4), 0.9));
        assert_eq!(found(vec![outer, inside]), [pair("السد اكتمل", "الوزير"), pair("اكتمل", "الوزير")]);
    }

    #[test]
    fn speakers_are_replaced_only_by_sure_ones() {
        assert_eq!(found(vec![content(3, 4, 0.9, (10, 0.9))]), [pair("السد اكتمل", "الشرطة")]);
        assert_eq!(found(vec![content(3, 4, 0.9, (10, 0.3))]), [pair("السد اكتمل", "الوزير")]);
    }

    #[test]
    fn rules_and_reader_choose_an_end_together() {
        let mut read = content(3, 3, 0.9, (1, 0.9));
        read.ends = vec![(3, 0.8), (4, 0.1)];
        assert_eq!(found(vec![read.clone()]), [pair("السد اكتمل", "الوزير")], "the end of the rules is possible");
        read.ends = vec![(3, 0.995)];
        assert_eq!(found(vec![read]), [pair("السد", "الوزير")], "the reader rules the end of the rules out");
    }

    #[test]
    fn content_ends_before_the_cue_of_another_report() {
        let text = "قال الوزير إن السد اكتمل والطريق مفتوح.";
        let mut first = content(3, 4, 0.9, (1, 0.9));
        first.ends = vec![(4, 0.7), (6, 0.2)];
        assert_eq!(found_in(text, vec![first.clone()]), [pair("السد اكتمل والطريق مفتوح", "الوزير")]);
        let mut second = content(6, 6, 1.0, (1, 0.9));
        second.cue = Some((TokenSpan::whole(5, 6), 1.0));
        let both = found_in(text, vec![first, second]);
        assert_eq!(both, [pair("السد اكتمل", "الوزير"), pair("مفتوح", "الوزير")]);
    }
}
