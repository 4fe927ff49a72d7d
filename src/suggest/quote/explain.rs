//! Explains what the finder sees in a text: the facts about each token, and what each construction answers.
//!
//! For people who add words and rules. Nothing here changes what is found.

use std::ops::Range;

use crate::suggest::candidate::ChosenEntity;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::lexicon::verb::ReportingVerb;
use crate::words::morphology::VerbShape;
use crate::words::token::TokenSpan;
use crate::words::word::Words;

use super::choice::CHOSEN_BY_MODEL;
use super::construction::{DirectFrame, explain_at};
use super::context::Context;
use super::finder::{ChosenFrame, QuoteFinder};
use super::frame_candidate::FrameCandidate;

/// A sentence with what the finder sees in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedSentence {
    /// The words of the sentence.
    pub text: String,
    /// The tokens about which the rules know something.
    pub tokens: Vec<ExplainedToken>,
    /// What the constructions answer, in reading order.
    pub attempts: Vec<Attempt>,
}

/// A token with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedToken {
    /// The word as it is written.
    pub word: String,
    /// The classes of the lexicon by their keys, and what the rules conclude from letters and neighbours.
    pub facts: Vec<String>,
}

/// The answer of a construction at a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The name of the construction, as in the source of its suggestions (`quote-rule:relay`).
    pub construction: &'static str,
    /// The word of the token.
    pub word: String,
    /// What it found, or why it found nothing.
    pub answer: AttemptOutcome,
}

/// What a construction found at a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// A frame that is suggested.
    Found(ExplainedFrame),
    /// A frame that is left out, because the learned choices give it little probability, because another one with the same
    /// content is better, or because too many lie around it.
    LeftOut(ExplainedFrame),
    /// No frame, with the reason.
    Refused(&'static str),
}

/// The words of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedFrame {
    /// The parts of the content.
    pub content: Vec<String>,
    /// The cue; a headline has none.
    pub cue: Option<String>,
    /// The speaker, and whether an earlier clause names it.
    pub speaker: Option<(String, bool)>,
}

impl QuoteFinder {
    /// Explains every sentence of the words.
    pub(crate) fn explain(&self, words: &Words<'_>, entities: &[ChosenEntity]) -> Vec<ExplainedSentence> {
        let context = self.context(words, entities);
        let chosen = self.choose(&context);
        let mut sentences = Vec::new();
        let mut from = 0;
        let mut direct = None;
        for at in 0..context.len() {
            if context.ends_sentence(at) || at + 1 == context.len() {
                sentences.extend(explain_sentence(&context, from..at + 1, &chosen, &mut direct));
                from = at + 1;
            }
        }
        sentences
    }
}

/// Explains the tokens of a sentence. `None` if no word is in it.
fn explain_sentence(
    context: &Context<'_>,
    tokens: Range<usize>,
    chosen: &[ChosenFrame],
    direct: &mut Option<DirectFrame>,
) -> Option<ExplainedSentence> {
    if !tokens.clone().any(|at| context.is_word(at)) {
        return None;
    }
    let text = words_of(context, TokenSpan::whole(tokens.start, tokens.end)).trim().to_owned();
    let mut sentence = ExplainedSentence { text, tokens: Vec::new(), attempts: Vec::new() };
    for at in tokens {
        let facts = facts_of(context, at);
        if !facts.is_empty() {
            sentence.tokens.push(ExplainedToken { word: words_of(context, TokenSpan::word(at, 0)), facts });
        }
        // Nothing inside quotation marks opens a frame.
        if context.is_quoted_token(at) {
            continue;
        }
        for (construction, found) in explain_at(context, at, *direct) {
            let answer = match found {
                Ok(frame) => {
                    *direct = DirectFrame::of(&frame).or(*direct);
                    answer_of(context, &frame, chosen)
                }
                Err(reason) => AttemptOutcome::Refused(reason),
            };
            sentence.attempts.push(Attempt { construction, word: words_of(context, TokenSpan::word(at, 0)), answer });
        }
        let by_model = |(frame, _): &&ChosenFrame| frame.place() == at && frame.construction == CHOSEN_BY_MODEL;
        if let Some((frame, _)) = chosen.iter().find(by_model) {
            let answer = answer_of(context, frame, chosen);
            let word = words_of(context, TokenSpan::word(at, 0));
            sentence.attempts.push(Attempt { construction: CHOSEN_BY_MODEL, word, answer });
        }
    }
    Some(sentence)
}

/// A found frame, with the speaker that was chosen for it.
fn answer_of(context: &Context<'_>, frame: &FrameCandidate, chosen: &[ChosenFrame]) -> AttemptOutcome {
    let own = chosen.iter().find(|(other, _)| {
        other.construction == frame.construction
            && other.place() == frame.place()
            && other.content.tokens().start == frame.content.tokens().start
    });
    // Its end may have been chosen anew.
    let frame = own.map_or(frame, |(chosen, _)| chosen);
    let speaker = match own {
        Some((_, speaker)) => speaker.map(|speaker| (words_of(context, speaker.span), speaker.is_implied)),
        None => frame.speaker.map(|span| (words_of(context, span), false)),
    };
    let explained = ExplainedFrame {
        content: frame.content.spans.iter().map(|span| words_of(context, *span)).collect(),
        cue: frame.cue.map(|cue| words_of(context, cue)),
        speaker,
    };
    if own.is_some() { AttemptOutcome::Found(explained) } else { AttemptOutcome::LeftOut(explained) }
}

/// What is known of a token.
fn facts_of(context: &Context<'_>, at: usize) -> Vec<String> {
    let mut facts: Vec<String> = context.classes(at).keys().map(str::to_owned).collect();
    if !context.is_word(at) {
        return facts;
    }
    match (context.reporting_verb(at), context.verb_by_letters(at)) {
        (Some((proclitic, form)), _) => facts.push(describe_verb(context.lexicon.verb(form), proclitic, form)),
        (None, Some((_, form))) => {
            facts.push(format!("written like the verb {}, but no report here", context.lexicon.verb(form).lemma));
        }
        (None, None) => {}
    }
    if let Some(end) = context.entity_end(at) {
        let kind = if context.is_person_at(at) { "person" } else { "entity" };
        facts.push(format!("{kind} [{}]", words_of(context, TokenSpan::whole(at, end))));
    }
    let mut add = |is_so: bool, fact: &str| {
        if is_so {
            facts.push(fact.to_owned());
        }
    };
    add(context.attribution_cue(at).is_some(), "attribution cue");
    add(context.is_verbal_noun(at, 0), "verbal noun");
    add(context.is_source(at, 0), "speaks");
    add(context.opens_report(at), "ends content before it");
    facts
}

/// A verb with its form and its flags.
fn describe_verb(verb: &ReportingVerb, proclitic: usize, form: VerbForm) -> String {
    let shape = match form.shape {
        VerbShape::Finite => "verb",
        VerbShape::FirstPerson => "first person of the verb",
        VerbShape::Participle => "participle of the verb",
    };
    let mut words = vec![format!("{shape} {}", verb.lemma)];
    if proclitic > 0 {
        words.push("after a conjunction".to_owned());
    }
    let governed: Vec<&str> = verb.prepositions.iter().map(|(_, word)| word.as_str()).collect();
    if !governed.is_empty() {
        words.push(format!("governs {}", governed.join(" ")));
    }
    let flags = [(form.relay, "relay"), (form.doubtful, "doubtful"), (form.pronoun, "with a pronoun")];
    words.extend(flags.into_iter().chain(verb.flags()).filter(|(is_so, _)| *is_so).map(|(_, flag)| flag.to_owned()));
    words.join(", ")
}

/// The words of a span as they are written.
fn words_of(context: &Context<'_>, span: TokenSpan) -> String {
    let tokens = context.tokens();
    tokens.span(span.from, span.proclitic, span.to).map_or("", |span| tokens.text().slice(span)).to_owned()
}
