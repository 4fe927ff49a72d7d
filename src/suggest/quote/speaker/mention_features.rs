//! The features of the mentions that may be the speaker of a frame.

use crate::gold::QuoteKind;
use crate::suggest::linear::choice::{FeatureName, Features, feature_name};
use crate::words::letters;
use crate::words::morphology::{Gender, Number};
use crate::words::token::TokenSpan;

use super::super::agreement::Agreement;
use super::super::choice::{code, size};
use super::super::context::{Context, TokenTraits};
use super::super::frame_candidate::{FrameCandidate, FramePattern};
use super::mentions::{Mention, MentionKind, TextPlace};
use super::turns::Turns;

/// More features than a mention has.
const ROOM: usize = 128;

/// A frame that needs a speaker: its place, its cue, and the gender and number of the verb.
#[derive(Debug)]
pub(super) struct FrameFacts {
    place: usize,
    at: TextPlace,
    agreement: Agreement,
    /// The class of the cue and its place in the sentence.
    class: u64,
    lemma: u64,
    /// The flags of the verb that say what is after it.
    flags: u64,
    before: TokenTraits,
    /// The turn whose content contains the cue, counted back from 1; 0 for none.
    nested: usize,
}

impl FrameFacts {
    pub(super) fn new(context: &Context<'_>, candidate: &FrameCandidate, at: TextPlace, turns: &Turns) -> Self {
        let place = candidate.place();
        let verb = candidate.cue.and_then(|cue| context.verb_by_letters(cue.from));
        let starts = context.starts_sentence(place);
        let class = if candidate.cue.is_none() {
            1
        } else if candidate.content.pattern == FramePattern::Attribution {
            2
        } else if candidate.is_participle {
            3
        } else if candidate.is_relative {
            4
        } else if starts {
            5
        } else if context.word(place).starts_with(letters::WAW) {
            6
        } else if context.is_after_comma(place) {
            7
        } else {
            8
        };
        Self {
            place,
            at,
            agreement: candidate.agreement,
            class: u64::from(candidate.speaker.is_some()) * 32
                + class * 2
                + u64::from(candidate.content.kind == QuoteKind::Direct && candidate.cue.is_none()),
            flags: verb.map_or(0, |(_, form)| {
                let verb = context.lexicon.verb(form);
                1 | u64::from(verb.object) << 1 | u64::from(verb.masdar) << 2 | u64::from(form.pronoun) << 3
            }),
            lemma: verb.map_or(0, |(_, form)| code(&context.lexicon.verb(form).lemma)),
            before: TokenTraits::of(context, place.checked_sub(1).unwrap_or(usize::MAX)),
            nested: turns.around(place).map_or(0, |(back, _)| back + 1),
        }
    }
}

/// The features of each mention. The later ones come first.
pub(super) fn describe(
    frame: &FrameFacts,
    mentions: &[Mention],
    turns: &Turns,
    by_rule: Option<TokenSpan>,
) -> Vec<Features> {
    let mut seen = Seen::default();
    mentions.iter().map(|mention| seen.features(frame, mention, turns, by_rule)).collect()
}

/// What was counted over the later mentions.
#[derive(Debug, Default)]
struct Seen {
    keys: Vec<u64>,
    agreeing: usize,
    agreeing_keys: usize,
    persons: usize,
    all: usize,
    in_sentence: usize,
}

impl Seen {
    fn features(
        &mut self,
        frame: &FrameFacts,
        mention: &Mention,
        turns: &Turns,
        by_rule: Option<TokenSpan>,
    ) -> Features {
        let same_gender = mention.agreement.gender == frame.agreement.gender;
        let same_number = mention.agreement.number == frame.agreement.number;
        let agrees = u64::from(same_gender) | u64::from(same_number) << 1;
        let form = u64::from(frame.agreement.gender == Gender::Feminine)
            | u64::from(frame.agreement.number == Number::Plural) << 1;
        let own_form = u64::from(mention.agreement.gender == Gender::Feminine)
            | u64::from(mention.agreement.number == Number::Plural) << 1;
        let sentences = frame.at.sentence.saturating_sub(mention.place.sentence);
        let lines = frame.at.line.saturating_sub(mention.place.line);
        let near = match (sentences, lines) {
            (0, _) => 0,
            (_, 0) => 1,
            (_, 1) => 2,
            _ => 3,
        };
        let entity = mention.entity.map_or(0, |entity| entity as u64 + 1);
        let kind = mention.kind as u64 * 8 + entity;
        let since = turns.since(mention.key);
        let count = turns.count(mention.key);
        let last = turns.last(1).next();
        let is_last_span = last.and_then(|turn| turn.speaker) == Some(mention.span);
        let is_last = since == 1;
        let said_by = turns.around(mention.span.from).map_or(0, |(back, _)| back as u64 + 1);
        let is_again = self.keys.contains(&mention.key);
        // Somebody was named since the last frame, or after the last cue.
        let is_after_last = last.is_none_or(|turn| mention.span.from > turn.place);
        let is_after_content = last.is_none_or(|turn| mention.span.from >= turn.content.end);
        let last_at = last.map_or(9, |turn| {
            match (
                frame.at.sentence - turn.at.sentence.min(frame.at.sentence),
                frame.at.line - turn.at.line.min(frame.at.line),
            ) {
                (0, _) => 0,
                (1, 0) => 1,
                (_, 0) => 2,
                (_, 1) => 3,
                _ => 4,
            }
        });
        // The speaker of the last words that nobody else reports.
        let outer = turns.last_outer();
        let is_outer = outer.is_some_and(|turn| turn.key == mention.key);
        let last_nested = u64::from(last.is_some_and(|turn| turn.is_nested)) | u64::from(outer.is_none()) << 1;
        let last_pattern = last.map_or(99, |turn| turn.pattern as u64 * 2 + u64::from(turn.is_implied));
        let is_rule = u64::from(by_rule == Some(mention.span));
        let is_rule_head = u64::from(by_rule.is_some_and(|rule| rule.from == mention.span.from));
        let rank = size(mention.rank);
        let proclitic = mention.span.proclitic as u64;
        let class = frame.class;
        let nested = frame.nested as u64;

        let mut features = Features::with_room(ROOM);
        let mut add = |name: FeatureName, values: &[u64]| features.add_with(name, values, &[77, class]);
        add(feature_name!("rule"), &[is_rule, is_rule_head]);
        add(feature_name!("rule and last"), &[is_rule, u64::from(is_last), last_at]);
        add(feature_name!("agrees"), &[agrees]);
        add(feature_name!("forms"), &[form, own_form]);
        add(feature_name!("agrees and kind"), &[agrees, kind]);
        add(feature_name!("agrees and near"), &[agrees, near]);
        add(feature_name!("kind"), &[kind]);
        add(feature_name!("kind and near"), &[kind, near]);
        add(feature_name!("kind and rank"), &[kind, rank]);
        add(feature_name!("near"), &[near]);
        add(feature_name!("sentences"), &[size(sentences)]);
        add(feature_name!("lines"), &[size(lines)]);
        add(feature_name!("distance"), &[size(frame.place.abs_diff(mention.span.from)), near]);
        add(feature_name!("outer"), &[u64::from(is_outer), u64::from(is_last), last_nested, nested.min(2)]);
        add(feature_name!("outer and last"), &[u64::from(is_outer), u64::from(is_last), last_nested, last_at]);
        add(
            feature_name!("outer and after"),
            &[u64::from(is_outer), last_nested, u64::from(is_after_last), u64::from(is_after_content)],
        );
        add(feature_name!("line rank"), &[size(mention.line_rank), lines.min(2) as u64]);
        add(feature_name!("line rank agrees"), &[size(mention.line_rank), rank, near, agrees]);
        add(feature_name!("letter"), &[mention.letter, kind]);
        add(feature_name!("agreeing keys"), &[size(self.agreeing_keys), agrees, near]);
        add(feature_name!("since"), &[size(since), size(count)]);
        add(feature_name!("since and last"), &[size(since), last_at]);
        add(feature_name!("since, near"), &[size(since), near, u64::from(is_after_last)]);
        add(feature_name!("since, agrees"), &[size(since), agrees, last_at]);
        add(feature_name!("last"), &[u64::from(is_last), u64::from(is_last_span), last_at, u64::from(is_after_last)]);
        add(feature_name!("last pattern"), &[u64::from(is_last), last_pattern, last_at]);
        add(feature_name!("last nested"), &[size(since), nested]);
        add(feature_name!("after last"), &[u64::from(is_after_last), u64::from(is_after_content), near, agrees]);
        add(feature_name!("after last kind"), &[u64::from(is_after_last), u64::from(is_after_content), kind]);
        add(feature_name!("said by"), &[said_by, nested]);
        add(feature_name!("said by and kind"), &[said_by.min(2), kind]);
        add(feature_name!("again"), &[u64::from(is_again), near]);
        add(feature_name!("again last"), &[u64::from(is_again), u64::from(is_last)]);
        add(feature_name!("rank"), &[rank, near]);
        add(feature_name!("rank and agrees"), &[rank, near, agrees]);
        add(feature_name!("all"), &[size(self.all), agrees]);
        add(feature_name!("agreeing"), &[size(self.agreeing), agrees, near]);
        add(feature_name!("persons"), &[size(self.persons), entity, near]);
        add(feature_name!("in sentence"), &[size(self.in_sentence), near, agrees]);
        add(feature_name!("proclitic"), &[proclitic, near]);
        add(feature_name!("before facts"), &[mention.before.facts, mention.before.kind]);
        add(feature_name!("before facts near"), &[mention.before.facts, mention.before.kind, near]);
        add(feature_name!("before cluster"), &[mention.before.clusters[0]]);
        add(feature_name!("head facts"), &[mention.head.facts]);
        add(feature_name!("head cluster"), &[mention.head.clusters[0]]);
        add(feature_name!("head cluster agrees"), &[mention.head.clusters[0], agrees, near]);
        add(feature_name!("after kind"), &[mention.after.kind, mention.after.facts]);
        add(feature_name!("line start"), &[mention.place.line.min(2) as u64, rank]);
        let is_own = u64::from(mention.kind == MentionKind::InClause);
        let length = size(mention.span.to - mention.span.from);
        features.add(feature_name!("own"), &[is_own, frame.flags, agrees]);
        features.add(feature_name!("own head"), &[is_own, frame.flags, mention.head.facts]);
        features.add(feature_name!("own lemma"), &[is_own, frame.lemma, entity]);
        features.add(feature_name!("own lemma agrees"), &[is_own, frame.lemma, agrees]);
        features.add(feature_name!("own after"), &[is_own, frame.flags, mention.after.word]);
        features.add(feature_name!("own length"), &[is_own, frame.flags, length]);
        features.add(feature_name!("head"), &[mention.head.word]);
        features.add(feature_name!("head cluster 256"), &[mention.head.clusters[1]]);
        features.add(feature_name!("before word"), &[mention.before.word]);
        features.add(feature_name!("before cluster 256"), &[mention.before.clusters[1]]);
        features.add(feature_name!("lemma"), &[frame.lemma, u64::from(is_last), near]);
        features.add(feature_name!("lemma kind"), &[frame.lemma, kind]);
        features.add(feature_name!("cue before"), &[frame.before.word, u64::from(is_last), near]);
        features.add(feature_name!("cue before rank"), &[frame.before.facts, near, rank]);

        self.all += 1;
        self.agreeing += usize::from(same_gender && same_number);
        self.agreeing_keys += usize::from(same_gender && same_number && !is_again);
        self.persons += usize::from(entity == 1);
        self.in_sentence += usize::from(near == 0);
        self.keys.push(mention.key);
        features
    }
}
