//! The words near a quote that may be its speaker, its cue, or the entity of its speaker.

use std::collections::HashSet;

use crate::edit::ItemRef;
use crate::gold::{Body, Frame};
use crate::suggest;
use crate::text::{Fold, Span, Text, sentences_from};
use crate::workbench::document::Document;
use crate::workbench::role::RoleCandidate;

/// Candidates are at most this many bytes from the content.
const REACH: usize = 1500;

/// Candidates for the speaker: speakers of other quotes, persons and organisations near the content, and the noun phrases behind
/// reporting verbs, nearest first. A speaker in an earlier sentence than the content and its cue is implied.
pub(super) fn speakers(document: &Document, quote: &ItemRef, frame: &Frame) -> Vec<RoleCandidate> {
    let text = &document.article.text;
    let Some(content) = frame.content.iter().copied().reduce(Span::hull) else { return Vec::new() };
    let mut spans: Vec<Span> = Vec::new();
    // The speaker of a quote is not far from its content.
    let near = content.start().saturating_sub(2 * REACH)..content.end() + 2 * REACH;
    for item in document.items().overlapping(near).filter(|item| item.at != *quote) {
        match document.body(&item.at).map(|(body, _)| body) {
            Some(Body::Quote(other)) => spans.extend(other.speaker.as_ref().map(|speaker| speaker.span)),
            Some(Body::Entity { span, label }) if matches!(label.as_str(), "PER" | "ORG") => spans.push(*span),
            _ => {}
        }
    }
    // Whoever is named behind a cue, with a name or without: أحد الشهود.
    let near = content.start().saturating_sub(REACH)..content.end() + REACH;
    for subject in suggest::subjects(text, near) {
        if !spans.iter().any(|known| known.overlaps(subject)) {
            spans.push(subject);
        }
    }
    spans.retain(|span| !frame.content.iter().any(|part| part.overlaps(*span)));
    // A name inside a candidate adds nothing.
    let all = spans.clone();
    spans.retain(|span| !all.iter().any(|other| other.covers(*span) && other != span));
    nearest(spans, content)
        .into_iter()
        .map(|span| RoleCandidate { span, implied: is_implied(text, frame, span) })
        .collect()
}

/// Candidates for the linked entity: gold persons and organisations, the nearest to the speaker first; entities with
/// the same words count once.
pub(super) fn entities(document: &Document, frame: &Frame) -> Vec<RoleCandidate> {
    let Some(speaker) = &frame.speaker else { return Vec::new() };
    let text = &document.article.text;
    let entities: Vec<(Span, bool)> = document
        .annotation
        .gold
        .iter()
        .filter_map(|item| match &item.body {
            Body::Entity { span, label } => Some((*span, matches!(label.as_str(), "PER" | "ORG"))),
            Body::Quote(_) => None,
        })
        .collect();
    // The user's label set may have other labels for persons.
    let known = entities.iter().any(|(_, who)| *who);
    let mut spans: Vec<Span> = entities.into_iter().filter(|(_, who)| *who || !known).map(|(span, _)| span).collect();
    let place = speaker.span;
    spans.sort_by_key(|span| place.start().saturating_sub(span.end()).max(span.start().saturating_sub(place.end())));
    let mut seen = HashSet::new();
    spans.retain(|span| seen.insert(text.slice(*span).fold()));
    spans.truncate(9);
    spans.into_iter().map(|span| RoleCandidate { span, implied: false }).collect()
}

/// The id of the gold entity with this span.
pub(super) fn entity_at(document: &Document, span: Span) -> Option<String> {
    let mut here = document.annotation.gold.overlapping(span.range());
    here.find(|item| matches!(&item.body, Body::Entity { span: at, .. } if *at == span)).map(|item| item.id.clone())
}

/// Candidates for the cue: reporting verbs and phrases near the content.
pub(super) fn cues(text: &Text, frame: &Frame) -> Vec<RoleCandidate> {
    let Some(content) = frame.content.iter().copied().reduce(Span::hull) else { return Vec::new() };
    let mut spans = suggest::cues(text, content.start().saturating_sub(REACH)..content.end() + REACH);
    spans.retain(|span| !frame.content.iter().any(|part| part.overlaps(*span)));
    nearest(spans, content).into_iter().map(|span| RoleCandidate { span, implied: false }).collect()
}

/// The distance of a candidate after the content counts this many times as much as before it, where Arabic has its verb
/// and subject.
const AFTER_WEIGHT: usize = 3;

/// The nine spans that are nearest to the content.
fn nearest(mut spans: Vec<Span>, content: Span) -> Vec<Span> {
    let distance = |span: &Span| {
        let before = content.start().saturating_sub(span.end());
        let after = span.start().saturating_sub(content.end());
        before.max(after * AFTER_WEIGHT)
    };
    spans.retain(|span| distance(span) <= REACH);
    spans.sort_by_key(|span| (distance(span), span.start()));
    spans.dedup();
    spans.truncate(9);
    spans
}

/// True if the speaker is in an earlier sentence than the quote's cue, or than its content if it has no cue: then
/// the verb has no subject of its own. Also true if the cue is a participle (قال سامي نعم، مضيفا …), in
/// whatever sentence the speaker is.
pub(super) fn is_implied(text: &Text, frame: &Frame, speaker: Span) -> bool {
    if frame.cue.is_some_and(|cue| suggest::is_participle(text.slice(cue))) {
        return true;
    }
    let Some(place) = frame.cue.or_else(|| frame.content.first().copied()) else { return false };
    let sentence = sentences_from(text.as_str(), place.start()).find(|sentence| place.start() < sentence.end);
    sentence.is_some_and(|sentence| sentence.start <= place.start() && speaker.end() <= sentence.start)
}
