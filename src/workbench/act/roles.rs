//! The parts of a quote: its speaker and its cue, chosen by number or selected.

use crate::edit::{EditKind, ItemRef};
use crate::gold::{Body, Frame, Speaker, trim_stray};
use crate::lang::{self, Wording, say};
use crate::suggest;
use crate::text::{Fold, Span, Text, sentences_from};

use super::{Then, edit, tell};
use crate::workbench::{Command, Document, Effect, Mode, Model};

/// A part of a quote beside its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Who says it.
    Speaker,
    /// The reporting verb or phrase.
    Cue,
    /// The entity that the speaker is.
    Entity,
}

impl Role {
    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> Wording {
        match self {
            Self::Speaker => lang::SPEAKER,
            Self::Cue => lang::CUE,
            Self::Entity => lang::SPEAKERS_ENTITY,
        }
    }
}

/// Something that may be a quote's speaker or cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The words.
    pub span: Span,
    /// A mention in an earlier sentence: the verb here has no subject.
    pub implied: bool,
}

/// A part of a quote being chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// Which part.
    pub role: Role,
    /// Of which quote.
    pub quote: ItemRef,
    /// The candidates, nearest first; the digit 1 is the first.
    pub candidates: Vec<Candidate>,
}

/// Farther than this (bytes) from the content nothing is offered.
const REACH: usize = 1500;

/// With a selection: makes it a part of the quote that had the focus. Without: offers candidates for the focused one.
pub(super) fn set(model: &mut Model, role: Role) -> Vec<Effect> {
    let Mode::Select(selection) = &model.mode else { return offer(model, role) };
    let Some(at) = selection.from.clone() else { return Vec::new() };
    let span = model.document().map_or(selection.span, |document| selection.kept(&document.article.text, trim_stray));
    let implied = model.document().is_some_and(|document| {
        let frame = document.body(&at).and_then(|(body, _)| body.frame());
        role == Role::Speaker && frame.is_some_and(|frame| is_implied(&document.article.text, frame, span))
    });
    model.mode = Mode::Review;
    give(model, &at, role, Some(Candidate { span, implied }))
}

/// Opens the choice.
pub(super) fn offer(model: &mut Model, role: Role) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some(quote) = document.focus.clone() else { return Vec::new() };
    let Some((Body::Quote(frame), _)) = document.body(&quote) else { return Vec::new() };
    let candidates = match role {
        Role::Speaker => speakers(document, &quote, frame),
        Role::Cue => cues(&document.article.text, frame),
        Role::Entity => entities(document, frame),
    };
    let name = role.name();
    let [select, clear, leave] = [Command::Select, Command::Reopen, Command::Back].map(|command| model.key(command));
    if role == Role::Entity {
        model.tell(say::link_speaker(model.lang(), &clear, &leave));
    } else if candidates.is_empty() {
        model.tell(say::no_role_near(model.lang(), name, &select, &clear));
    } else {
        model.tell(say::choose_role(model.lang(), name, &select, &clear, &leave));
    }
    model.mode = Mode::Pick(Pick { role, quote, candidates });
    Vec::new()
}

/// After a quote was added: its speaker, then its cue; what has no candidates near by is left to be set later.
pub(super) fn offer_parts(model: &mut Model) -> Vec<Effect> {
    for role in [Role::Speaker, Role::Cue] {
        offer(model, role);
        if matches!(&model.mode, Mode::Pick(pick) if !pick.candidates.is_empty()) {
            return Vec::new();
        }
        model.mode = Mode::Review;
    }
    let [speaker, cue] = [Command::SetSpeaker, Command::SetCue].map(|command| model.key(command));
    model.tell(say::no_parts_near(model.lang(), &speaker, &cue));
    Vec::new()
}

/// Takes the candidate of a digit.
pub(super) fn choose(model: &mut Model, digit: u8) -> Vec<Effect> {
    let Mode::Pick(pick) = &model.mode else { return Vec::new() };
    let Some(candidate) = pick.candidates.get(usize::from(digit).wrapping_sub(1)).copied() else {
        return tell(model, lang::NO_CANDIDATE);
    };
    let (role, quote) = (pick.role, pick.quote.clone());
    model.mode = Mode::Review;
    let effects = give(model, &quote, role, Some(candidate));
    // A quote that was just added lacks both: one choice leads to the other.
    let without_cue = model.document().is_some_and(|document| {
        let body = document.focus.as_ref().and_then(|at| document.body(at)).map(|(body, _)| body);
        body.and_then(Body::frame).is_some_and(|frame| frame.cue.is_none())
    });
    if role == Role::Speaker && without_cue && !effects.is_empty() {
        offer(model, Role::Cue);
    }
    effects
}

/// Says of the focused quote's speaker that it is implied, or that it is not.
pub(super) fn imply(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some(at) = document.focus.clone() else { return Vec::new() };
    let Some((Body::Quote(frame), _)) = document.body(&at) else { return Vec::new() };
    let mut frame = frame.clone();
    let Some(speaker) = frame.speaker.as_mut() else { return Vec::new() };
    speaker.implied = !speaker.implied;
    let words = if speaker.implied { lang::NOW_IMPLIED } else { lang::IMPLIED_NO_LONGER };
    let name = EditKind::ImpliedSpeaker;
    let effects = edit(model, Then::Stay, |decider| decider.change(name, &at, Body::Quote(frame)));
    if !effects.is_empty() && !model.notice.as_ref().is_some_and(|notice| notice.bad) {
        model.tell_words(words);
    }
    effects
}

/// Takes the part away.
pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    let Mode::Pick(pick) = &model.mode else { return Vec::new() };
    let (role, quote) = (pick.role, pick.quote.clone());
    model.mode = Mode::Review;
    give(model, &quote, role, None)
}

fn give(model: &mut Model, at: &ItemRef, role: Role, candidate: Option<Candidate>) -> Vec<Effect> {
    let body = model.document().and_then(|document| document.body(at)).map(|(body, _)| body.clone());
    let Some(Body::Quote(mut frame)) = body else { return Vec::new() };
    let name = match role {
        Role::Speaker => {
            frame.speaker = candidate.map(|Candidate { span, implied }| Speaker { span, entity: None, implied });
            EditKind::SetSpeaker
        }
        Role::Cue => {
            let was = frame.clone();
            frame.cue = candidate.map(|candidate| candidate.span);
            imply_by_cue(model, &was, &mut frame);
            EditKind::SetCue
        }
        Role::Entity => {
            let entity = candidate.and_then(|candidate| {
                let document = model.document()?;
                entity_at(document, candidate.span)
            });
            if let Some(speaker) = frame.speaker.as_mut() {
                speaker.entity = entity;
            }
            EditKind::LinkedSpeaker
        }
    };
    edit(model, Then::Stay, |decider| decider.change(name, at, Body::Quote(frame)))
}

/// With another cue the speaker may be implied, or no longer, unless someone has said otherwise than the text does.
fn imply_by_cue(model: &Model, was: &Frame, frame: &mut Frame) {
    let (Some(document), Some(before)) = (model.document(), &was.speaker) else { return };
    let text = &document.article.text;
    if before.implied == is_implied(text, was, before.span) {
        let implied = is_implied(text, frame, before.span);
        if let Some(speaker) = frame.speaker.as_mut() {
            speaker.implied = implied;
        }
    }
}

/// Speakers of other quotes, persons and organisations near the content, nearest first. One that stands in an earlier
/// sentence than the content and its cue is implied.
fn speakers(document: &Document, quote: &ItemRef, frame: &Frame) -> Vec<Candidate> {
    let text = &document.article.text;
    let Some(content) = frame.content.iter().copied().reduce(Span::hull) else { return Vec::new() };
    let mut spans: Vec<Span> = Vec::new();
    // A quote stands not far from its speaker.
    let near = content.start().saturating_sub(2 * REACH)..content.end() + 2 * REACH;
    for item in document.items().overlapping(near).filter(|item| item.at != *quote) {
        match document.body(&item.at).map(|(body, _)| body) {
            Some(Body::Quote(other)) => spans.extend(other.speaker.as_ref().map(|speaker| speaker.span)),
            Some(Body::Entity { span, label }) if matches!(label.as_str(), "PER" | "ORG") => spans.push(*span),
            _ => {}
        }
    }
    spans.retain(|span| !frame.content.iter().any(|part| part.overlaps(*span)));
    // A name inside a noun phrase that is offered already adds nothing.
    let all = spans.clone();
    spans.retain(|span| !all.iter().any(|other| other.covers(*span) && other != span));
    nearest(spans, content).into_iter().map(|span| Candidate { span, implied: is_implied(text, frame, span) }).collect()
}

/// The marks that may be the speaker: persons and organisations, the nearest to the speaker first; those of the same
/// words are one.
fn entities(document: &Document, frame: &Frame) -> Vec<Candidate> {
    let Some(speaker) = &frame.speaker else { return Vec::new() };
    let text = &document.article.text;
    let marked: Vec<(Span, bool)> = document
        .annotation
        .gold
        .iter()
        .filter_map(|mark| match &mark.body {
            Body::Entity { span, label } => Some((*span, matches!(label.as_str(), "PER" | "ORG"))),
            Body::Quote(_) => None,
        })
        .collect();
    // A label set of one's own may have other names for them.
    let known = marked.iter().any(|(_, who)| *who);
    let mut spans: Vec<Span> = marked.into_iter().filter(|(_, who)| *who || !known).map(|(span, _)| span).collect();
    let place = speaker.span;
    spans.sort_by_key(|span| place.start().saturating_sub(span.end()).max(span.start().saturating_sub(place.end())));
    let mut seen = std::collections::HashSet::new();
    spans.retain(|span| seen.insert(text.slice(*span).fold()));
    spans.truncate(9);
    spans.into_iter().map(|span| Candidate { span, implied: false }).collect()
}

/// The id of the entity that is marked at a span.
fn entity_at(document: &Document, span: Span) -> Option<String> {
    let mut here = document.annotation.gold.overlapping(span.range());
    here.find(|mark| matches!(&mark.body, Body::Entity { span: at, .. } if *at == span)).map(|mark| mark.id.clone())
}

/// Reporting verbs and phrases near the content.
fn cues(text: &Text, frame: &Frame) -> Vec<Candidate> {
    let Some(content) = frame.content.iter().copied().reduce(Span::hull) else { return Vec::new() };
    let mut spans = suggest::cues(text, content.start().saturating_sub(REACH)..content.end() + REACH);
    spans.retain(|span| !frame.content.iter().any(|part| part.overlaps(*span)));
    nearest(spans, content).into_iter().map(|span| Candidate { span, implied: false }).collect()
}

/// How much farther something behind the content counts than something before it, where Arabic has its verb and subject.
const BEHIND: usize = 3;

/// At most nine, by their distance from the content.
fn nearest(mut spans: Vec<Span>, content: Span) -> Vec<Span> {
    let distance = |span: &Span| {
        let before = content.start().saturating_sub(span.end());
        let behind = span.start().saturating_sub(content.end());
        before.max(behind * BEHIND)
    };
    spans.retain(|span| distance(span) <= REACH);
    spans.sort_by_key(|span| (distance(span), span.start()));
    spans.dedup();
    spans.truncate(9);
    spans
}

/// Does a speaker stand in an earlier sentence than the quote's cue, or than its content where it has none? Then the
/// verb has no subject of its own; nor has a participle (قال سامي نعم، مضيفا …), wherever its speaker stands.
fn is_implied(text: &Text, frame: &Frame, speaker: Span) -> bool {
    if frame.cue.is_some_and(|cue| suggest::is_participle(text.slice(cue))) {
        return true;
    }
    let Some(place) = frame.cue.or_else(|| frame.content.first().copied()) else { return false };
    let sentence = sentences_from(text.as_str(), place.start()).find(|sentence| place.start() < sentence.end);
    sentence.is_some_and(|sentence| sentence.start <= place.start() && speaker.end() <= sentence.start)
}
