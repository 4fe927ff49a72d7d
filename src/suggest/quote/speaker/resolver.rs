//! The speaker of each frame: the one that it names, or one of the mentions before it, by a linear model.

use crate::gold::Frame;
use crate::suggest::linear::choice::{Choice, Features};
use crate::text::Span;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenSpan;

use super::super::choice::{ChoiceModel, SpeakerChoices};
use super::super::context::Context;
use super::super::frame_candidate::FrameCandidate;
use super::super::gold_frame::{find_gold, overlap, to_text};
use super::ends::{choose_end, learn_end};
use super::history::{ResolvedSpeaker, SpeakerHistory};
use super::mention_features::{FrameFacts, describe};
use super::mentions::{Mention, MentionKind, Mentions};
use super::turns::{Turn, Turns};

/// The most mentions among which the speaker is.
const MOST: usize = 40;

/// The most sentences back.
const SENTENCES: usize = 12;

/// The speakers of the last turns are options wherever they are named.
const TURNS: usize = 6;

/// Finds the speaker of each frame. The frames of a text come in the order of [`FrameCandidate::place`].
#[derive(Debug)]
pub(crate) struct SpeakerResolver<'m> {
    model: &'m ChoiceModel,
    mentions: Mentions,
    history: SpeakerHistory,
    turns: Turns,
}

impl<'m> SpeakerResolver<'m> {
    pub(crate) fn new(context: &Context<'_>, model: &'m ChoiceModel) -> Self {
        // Without weights of speakers nobody asks for mentions.
        let mentions = if model.knows_speakers() { Mentions::new(context) } else { Mentions::default() };
        Self { model, mentions, history: SpeakerHistory::default(), turns: Turns::default() }
    }

    /// A resolver that learns, with a model that has no weights of speakers yet.
    pub(crate) fn for_training(context: &Context<'_>, model: &'m ChoiceModel) -> Self {
        Self { mentions: Mentions::new(context), ..Self::new(context, model) }
    }

    /// The speaker of a frame.
    pub(crate) fn resolve(&mut self, context: &Context<'_>, candidate: &FrameCandidate) -> Option<ResolvedSpeaker> {
        let by_rule = self.history.resolve(context, candidate);
        let mut found = by_rule;
        if self.model.knows_speakers() {
            if is_open(context, candidate) {
                let options = self.options(context, candidate, by_rule);
                let chances = self.model.chances_of_speakers(&self.describe(context, candidate, by_rule, &options));
                let best = options.into_iter().zip(chances).max_by(|(_, a), (_, b)| a.total_cmp(b));
                found = best.map(|(option, _)| option).or(by_rule);
            }
            found = found.map(|speaker| choose_end(context, self.model, candidate, speaker));
        }
        self.remember(context, candidate, found);
        found
    }

    /// Goes on behind a frame with the speaker that people confirmed. Adds the choices of this speaker.
    pub(in crate::suggest) fn learn(
        &mut self,
        context: &Context<'_>,
        candidate: &FrameCandidate,
        gold: &[Frame],
        choices: &mut SpeakerChoices,
    ) {
        let by_rule = self.history.resolve(context, candidate);
        let speaker = find_gold(context, candidate, gold).and_then(|frame| frame.speaker.as_ref());
        let Some(speaker) = speaker else {
            self.remember(context, candidate, by_rule);
            return;
        };
        let mut found = by_rule;
        if is_open(context, candidate) {
            let options = self.options(context, candidate, by_rule);
            let right = right_option(context, &options, speaker.span);
            choices.speakers.extend(right.map(|right| Choice {
                options: self.describe(context, candidate, by_rule, &options),
                right: Some(right),
                weight: 1.0,
            }));
            found = right.and_then(|right| options.get(right)).copied().or(by_rule);
        }
        if let Some(own) = found {
            let (to, choice) = learn_end(context, candidate, own, speaker.span);
            choices.ends.extend(choice);
            found = Some(ResolvedSpeaker { span: TokenSpan { to: to.unwrap_or(own.span.to), ..own.span }, ..own });
        }
        self.remember(context, candidate, found);
    }

    /// The mentions that may be the speaker of a frame: the noun phrase in its clause, then the last ones first.
    fn options(
        &self,
        context: &Context<'_>,
        candidate: &FrameCandidate,
        by_rule: Option<ResolvedSpeaker>,
    ) -> Vec<ResolvedSpeaker> {
        let place = candidate.place();
        let sentence = self.mentions.place(place).sentence;
        let content = candidate.content.tokens();
        let own = candidate.speaker.or_else(|| phrase_after_cue(context, candidate));
        let mut options: Vec<ResolvedSpeaker> =
            own.into_iter().map(|span| ResolvedSpeaker { span, is_implied: false }).collect();
        let near =
            self.mentions.before(place).take(MOST).take_while(|mention| mention.place.sentence + SENTENCES >= sentence);
        let near = near.filter(|mention| mention.span.to <= place && !content.contains(&mention.span.from));
        let known = self.turns.last(TURNS).filter_map(|turn| turn.speaker).chain(by_rule.map(|speaker| speaker.span));
        for span in near.map(|mention| mention.span).chain(known) {
            if options.iter().all(|option| option.span.from != span.from) {
                options.push(ResolvedSpeaker { span, is_implied: true });
            }
        }
        options
    }

    fn describe(
        &self,
        context: &Context<'_>,
        candidate: &FrameCandidate,
        by_rule: Option<ResolvedSpeaker>,
        options: &[ResolvedSpeaker],
    ) -> Vec<Features> {
        let frame = FrameFacts::new(context, candidate, self.mentions.place(candidate.place()), &self.turns);
        let mention = |option: &ResolvedSpeaker| {
            let mention = self.mentions.get_or_make(context, candidate, option.span);
            if option.is_implied { mention } else { Mention { kind: MentionKind::InClause, ..mention } }
        };
        let mentions: Vec<Mention> = options.iter().map(mention).collect();
        describe(&frame, &mentions, &self.turns, by_rule.map(|speaker| speaker.span))
    }

    /// Adds a frame with its speaker to what was said so far.
    fn remember(&mut self, context: &Context<'_>, candidate: &FrameCandidate, speaker: Option<ResolvedSpeaker>) {
        if let Some(speaker) = speaker {
            let is_other = candidate.speaker.is_none_or(|own| own != speaker.span);
            if is_other {
                self.history.correct(context, candidate, speaker.span);
            }
            if !speaker.is_implied {
                self.mentions.add_speaker(context, candidate, speaker.span);
            }
        }
        let key = speaker.map_or(0, |speaker| context.key_of(speaker.span));
        self.turns.push(Turn {
            place: candidate.place(),
            is_nested: self.turns.around(candidate.place()).is_some(),
            at: self.mentions.place(candidate.place()),
            content: candidate.content.tokens(),
            speaker: speaker.map(|speaker| speaker.span),
            key,
            is_implied: speaker.is_none_or(|speaker| speaker.is_implied),
            pattern: candidate.content.pattern,
        });
    }
}

/// True if the rules may be wrong about the speaker in the clause of a frame: there is none, it may be the object, or nothing
/// shows that it can speak.
fn is_open(context: &Context<'_>, candidate: &FrameCandidate) -> bool {
    let Some(speaker) = candidate.speaker else { return true };
    let verb = candidate.cue.and_then(|cue| context.verb_by_letters(cue.from));
    let has_object = verb.is_some_and(|(_, form)| context.lexicon.verb(form).object);
    has_object || !context.names_speaker(speaker.from, speaker.to, speaker.proclitic)
}

/// The noun phrase after the cue of a frame for which the rules found no speaker in its clause.
fn phrase_after_cue(context: &Context<'_>, candidate: &FrameCandidate) -> Option<TokenSpan> {
    let cue = candidate.cue.filter(|_| !candidate.is_participle)?;
    let from = context.skip_addressees(cue.to);
    let content = candidate.content.tokens();
    let is_free = context.is_word(from)
        && !content.contains(&from)
        && context.complementiser(from).is_none()
        && !context.is_preposition(from)
        && !context.lexicon.is_circumstance(context.word(from))
        && !context.words.has_role(from, Roles::STOP)
        && !context.is(from, Class::HeadPreposition)
        && !context.is(from, Class::LeadingPreposition)
        && !context.is_manner(from, from + 1);
    let to = context.phrase_end(from).max(from + 1);
    let to = if from < content.start { to.min(content.start) } else { to };
    is_free.then(|| TokenSpan::whole(from, to))
}

/// The option that is the speaker which people confirmed.
fn right_option(context: &Context<'_>, options: &[ResolvedSpeaker], gold: Span) -> Option<usize> {
    let text = context.tokens().text();
    let words = text.slice(gold);
    // The same place is better than the same words, and a later place is better than an earlier one.
    let fit = |option: &ResolvedSpeaker| {
        let own = to_text(context, option.span)?;
        let shared = overlap((own.start(), own.end()), (gold.start(), gold.end()));
        let is_part = own.start() == gold.start() && shared > 0.0;
        let fit = if is_part || shared >= 0.5 { 1.0 + shared } else { f64::from(u8::from(text.slice(own) == words)) };
        (fit > 0.0).then_some(fit)
    };
    let fits = options.iter().enumerate().filter_map(|(at, option)| Some((at, fit(option)?)));
    fits.rev().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}
