//! The features of the frames that a cue may have.

use crate::gold::QuoteKind;
use crate::suggest::linear::choice::{FeatureName, Features, feature_name};
use crate::words::lexicon::class::Class;
use crate::words::morphology::{Number, VerbShape};
use crate::words::token::TokenKind;

use super::super::construction::DirectFrame;
use super::super::context::{Context, TokenTraits};
use super::super::frame_candidate::FrameCandidate;
use super::frame_option::{FrameOption, Start};
use super::token_traits::{TraitNames, code, size};

/// More features than a frame has.
const ROOM: usize = 128;

const BEFORE_CUE: TraitNames =
    TraitNames::new("before cue", "cluster before cue", "facts before cue", "fact before cue");
const AFTER_CUE: TraitNames = TraitNames::new("after cue", "cluster after cue", "facts after cue", "fact after cue");
const FIRST: TraitNames = TraitNames::new("first", "cluster first", "facts first", "fact first");
const SECOND: TraitNames = TraitNames::new("second", "cluster second", "facts second", "fact second");
const BEFORE: TraitNames = TraitNames::new("before", "cluster before", "facts before", "fact before");
const AFTER: TraitNames = TraitNames::new("after", "cluster after", "facts after", "fact after");

/// The features of each frame of a token.
pub(super) fn describe(
    context: &Context<'_>,
    at: usize,
    direct: Option<DirectFrame>,
    options: &[FrameOption],
) -> Vec<Features> {
    let cue = CueFacts { since_direct: since_direct(context, at, direct), ..CueFacts::new(context, at, options) };
    options.iter().enumerate().map(|(rank, option)| cue.features(context, option, rank)).collect()
}

/// What all frames of a token have in common.
struct CueFacts {
    at: usize,
    /// The verb, or else the words of the cue.
    lemma: u64,
    word: u64,
    /// The flags of the verb, the shape and the number of its form, and whether it is taken for a verb.
    form: u64,
    flags: u64,
    prepositions: u64,
    before: TokenTraits,
    after: TokenTraits,
    place: u64,
    /// The ways in which some option begins, one bit each.
    starts: u64,
    subject_end: usize,
    /// The tokens and the line ends since the last direct frame, in steps; 0 if there is none.
    since_direct: [u64; 2],
}

impl CueFacts {
    fn new(context: &Context<'_>, at: usize, options: &[FrameOption]) -> Self {
        let verb = context.verb_by_letters(at).filter(|_| context.is_word(at));
        let bits =
            |facts: &[bool]| facts.iter().enumerate().fold(1_u64, |sum, (bit, on)| sum | u64::from(*on) << (bit + 1));
        let (mut lemma, mut form_bits, mut flags, mut prepositions) = (code(context.word(at)), 0, 0, 0);
        if let Some((proclitic, form)) = verb {
            let entry = context.lexicon.verb(form);
            lemma = code(&entry.lemma);
            form_bits = bits(&[
                form.shape == VerbShape::Participle,
                form.number == Number::Plural,
                form.doubtful,
                form.pronoun,
                proclitic > 0,
                context.reporting_verb(at).is_none(),
            ]);
            flags = bits(&entry.flags().map(|(on, _)| on));
            prepositions = entry.prepositions.iter().fold(1, |sum, (_, word)| sum ^ code(word));
        }
        let before = at.checked_sub(1);
        let place = bits(&[
            context.starts_sentence(at),
            context.is_after_comma(at),
            before.is_some_and(|before| context.is_qad(before)),
            before.is_some_and(|before| context.is_relative_pronoun(before)),
            context.is_negated(at),
            before.is_some_and(|before| context.is(before, Class::Auxiliary)),
        ]);
        let subject = context.skip_addressees(at + 1);
        Self {
            at,
            lemma,
            word: code(context.word(at)),
            form: form_bits,
            flags,
            prepositions,
            before: TokenTraits::of(context, before.unwrap_or(usize::MAX)),
            after: TokenTraits::of(context, at + 1),
            place,
            starts: options.iter().fold(0, |sum, option| sum | 1 << option.start as u64),
            subject_end: context.phrase_end(subject),
            since_direct: [0, 0],
        }
    }

    fn features(&self, context: &Context<'_>, option: &FrameOption, rank: usize) -> Features {
        let FrameOption { start, frame } = option;
        let way = way_of(option);
        let mut features = Features::with_room(ROOM);
        let mut add = |name: FeatureName, values: &[u64]| features.add_before(name, values, way);
        add(feature_name!("way"), &[]);
        add(feature_name!("lemma"), &[self.lemma]);
        add(feature_name!("lemma and form"), &[self.lemma, self.form]);
        add(feature_name!("lemma and place"), &[self.lemma, self.place]);
        add(feature_name!("word"), &[self.word]);
        add(feature_name!("form"), &[self.form]);
        add(feature_name!("flags"), &[self.flags]);
        add(feature_name!("flags and form"), &[self.flags, self.form]);
        add(feature_name!("place"), &[self.place]);
        add(feature_name!("place and form"), &[self.place, self.form]);
        add(feature_name!("starts"), &[self.starts]);
        let from = frame.content.tokens().start;
        self.describe_start(context, frame, *start, &mut features, way);
        let names = [(&self.before, &BEFORE_CUE), (&self.after, &AFTER_CUE)];
        names.into_iter().for_each(|(traits, names)| traits.describe(&mut features, names, way));
        let rank = size(rank);
        if matches!(start, Start::Standing) || frame.cue.is_none() {
            let [tokens, lines] = self.since_direct;
            features.add(feature_name!("since direct"), &[tokens, lines, way]);
            features.add(feature_name!("lines since direct"), &[lines, way]);
            let before = self.at.checked_sub(1).is_some_and(|before| context.is_colon(before));
            let end = frame.content.tokens().end + 1;
            let after = context.ends_sentence(end) || context.ends_sentence(end.saturating_sub(2));
            let edges = u64::from(before) | u64::from(after) << 1 | u64::from(context.starts_line(self.at)) << 2;
            features.add(feature_name!("standing"), &[edges, way]);
            features.add(feature_name!("standing since direct"), &[edges, lines, way]);
        }
        features.add(feature_name!("rank"), &[rank, way]);
        features.add(feature_name!("distance"), &[size(from.saturating_sub(self.at)), way]);
        features
    }

    fn describe_start(
        &self,
        context: &Context<'_>,
        frame: &FrameCandidate,
        start: Start,
        features: &mut Features,
        way: u64,
    ) {
        let tokens = frame.content.tokens();
        let from = tokens.start;
        let opened = usize::from(start == Start::Quotation);
        let before = from.checked_sub(1 + opened).unwrap_or(usize::MAX);
        let first = TokenTraits::of(context, from);
        let earlier = TokenTraits::of(context, before);
        first.describe(features, &FIRST, way);
        TokenTraits::of(context, from + 1).describe(features, &SECOND, way);
        earlier.describe(features, &BEFORE, way);
        TokenTraits::of(context, tokens.end + opened).describe(features, &AFTER, way);
        features.add(feature_name!("lemma and first"), &[self.lemma, first.clusters[0], way]);
        features.add(feature_name!("lemma and facts"), &[self.lemma, first.facts, way]);
        features.add(feature_name!("flags and facts"), &[self.flags, first.facts, way]);
        features.add(feature_name!("lemma and before"), &[self.lemma, earlier.word, way]);
        features.add(feature_name!("prepositions"), &[self.prepositions, earlier.word, way]);
        features.add(feature_name!("edge"), &[earlier.facts, first.facts, way]);
        features.add(feature_name!("clusters of edge"), &[earlier.clusters[0], first.clusters[0], way]);
        let behind_subject = match from.cmp(&self.subject_end) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2 + size(from - self.subject_end),
        };
        features.add(feature_name!("behind subject"), &[behind_subject, way]);
        features.add(feature_name!("behind subject and flags"), &[behind_subject, self.flags, way]);
        features.add(feature_name!("behind subject and facts"), &[behind_subject, first.facts, way]);
        let words = tokens.clone().filter(|at| context.kind(*at) == TokenKind::Word).take(64).count();
        features.add(feature_name!("words"), &[size(words), way]);
        let speaker = match frame.speaker {
            None => 0,
            Some(speaker) if speaker.from < self.at => 1,
            Some(_) => 2,
        };
        features.add(feature_name!("speaker"), &[speaker, way]);
        features.add(feature_name!("speaker and form"), &[speaker, self.form, way]);
        features.add(feature_name!("speaker and flags"), &[speaker, self.flags, way]);
        features.add(
            feature_name!("pattern"),
            &[frame.content.pattern as u64, u64::from(frame.content.kind == QuoteKind::Direct), way],
        );
        let between_commas = (self.at + 1..from).filter(|at| context.is_comma(*at)).count();
        features.add(feature_name!("commas"), &[size(between_commas), way]);
    }
}

/// The tokens and the line ends since the last direct frame, in steps from 1.
fn since_direct(context: &Context<'_>, at: usize, direct: Option<DirectFrame>) -> [u64; 2] {
    let Some(end) = direct.map(DirectFrame::end).filter(|end| *end <= at && at < *end + 200) else { return [0, 0] };
    let lines = (end..at).filter(|at| context.kind(*at) == TokenKind::LineEnd).count();
    [1 + size(at - end), 1 + size(lines)]
}

/// The way in which an option begins, and the construction that found it.
fn way_of(option: &FrameOption) -> u64 {
    match option.start {
        Start::Rule | Start::Clause => code(option.frame.construction) + u64::from(option.start == Start::Clause),
        other => other as u64,
    }
}
