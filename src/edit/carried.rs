//! Gives a gold item what the reading carries that it was: attributes, parts, relations and speaker links.

use crate::gold::merge::{
    carried_attributes, carried_links, carried_parts, carried_relations, carries_no_link, is_reading,
};
use crate::gold::{Annotation, Attributes, Body, GoldItem, Relation, Suggestion, fit_parts};
use crate::text::Span;

use super::change::Change;

/// The parts and attributes of a gold item with this body that was a reading.
pub(super) fn carried_to(body: &Body, reading: &Suggestion) -> (Vec<Span>, Attributes) {
    let parts = match (body, &reading.body) {
        (Body::Entity { span, .. }, Body::Entity { span: read, .. }) if span == read => carried_parts(reading),
        (Body::Entity { span, .. }, _) => fit_parts(&carried_parts(reading), *span),
        (Body::Quote(_), _) => Vec::new(),
    };
    (parts, carried_attributes(reading))
}

/// Completes the changes of an edit: relations and speaker links that new gold items carry come with them if both ends are gold.
/// Relations come first, because the last change of an edit says what the edit is about.
pub(super) fn join(annotation: &Annotation, changes: &mut Vec<Change>) {
    let is_new_reading = |change: &Change| {
        matches!(change, Change::GoldItem { before: None, after: Some(item) }
            if item.suggestion.as_ref().is_some_and(|suggestion| is_reading(&suggestion.extra)))
    };
    if !changes.iter().any(is_new_reading) {
        return;
    }
    let mut all = annotation.relations.clone();
    let (mut relations, mut links) = (Vec::new(), Vec::new());
    for change in changes.iter_mut() {
        let Change::GoldItem { before: None, after: Some(item) } = change else { continue };
        let Some(reading) = item.suggestion.clone() else { continue };
        if carries_no_link(&reading) {
            set_link(item, None, true);
        }
        let id_of = |name: &str| if name == reading.id { Some(item.id.clone()) } else { gold_id(annotation, name) };
        for relation in carried_relations(&reading) {
            let (Some(from), Some(to)) = (id_of(&relation.from), id_of(&relation.to)) else { continue };
            let id = if all.find(&relation.id).is_some() { all.free_id() } else { relation.id.clone() };
            let relation = Relation { id, from, to, ..relation };
            if all.same_as(&relation).is_none() {
                all.insert(relation.clone());
                relations.push(Change::Relation { before: None, after: Some(Box::new(relation)) });
            }
        }
        let both = |(quote, entity): (String, String)| Some((id_of(&quote)?, id_of(&entity)?));
        links.extend(carried_links(&reading).into_iter().filter_map(both));
    }
    for (quote, entity) in links {
        link(annotation, changes, &quote, &entity);
    }
    changes.splice(0..0, relations);
}

/// The gold item with this id, or the one that a suggestion with this id became.
fn gold_id(annotation: &Annotation, name: &str) -> Option<String> {
    let made = |item: &&GoldItem| item.suggestion.as_ref().is_some_and(|suggestion| suggestion.id == name);
    let item = annotation.gold.iter().find(made).or_else(|| annotation.gold_item(name))?;
    Some(item.id.clone())
}

/// Links the speaker of a quote. A new quote gets the link that annotators gave it; another one only if it has no link.
fn link(annotation: &Annotation, changes: &mut Vec<Change>, quote: &str, entity: &str) {
    let is_quote = |item: &GoldItem| item.id == quote;
    let changed = changes.iter_mut().find_map(|change| match change {
        Change::GoldItem { before, after: Some(item) } if is_quote(item) => Some((before.is_none(), item)),
        _ => None,
    });
    if let Some((is_new, item)) = changed {
        set_link(item, Some(entity), is_new);
        return;
    }
    let Some(before) = annotation.gold_item(quote) else { return };
    let mut after = before.clone();
    if set_link(&mut after, Some(entity), false) {
        let change = Change::GoldItem { before: Some(Box::new(before.clone())), after: Some(Box::new(after)) };
        changes.insert(0, change);
    }
}

/// True if the link is new.
fn set_link(quote: &mut GoldItem, entity: Option<&str>, replaces: bool) -> bool {
    let Body::Quote(frame) = &mut quote.body else { return false };
    let Some(speaker) = &mut frame.speaker else { return false };
    let is_new = speaker.entity.as_deref() != entity && (replaces || speaker.entity.is_none());
    if is_new {
        speaker.entity = entity.map(str::to_owned);
    }
    is_new
}
