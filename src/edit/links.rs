//! Keeps the speaker of a quote linked to the entity inside it, when either of them is added, changed or removed.

use crate::gold::{Annotation, Body, Frame, GoldItem};
use crate::text::Span;

use super::change::Change;

/// Completes the changes of an edit. A new quote gets a link from its speaker to the entity inside the speaker. When an
/// entity comes, moves or goes, the quotes whose speaker it is are linked or unlinked.
pub(super) fn update_speaker_links(annotation: &Annotation, changes: &mut Vec<Change>) {
    let mut more = Vec::new();
    for change in changes.iter_mut() {
        let Change::GoldItem { before, after } = change else { continue };
        if let Some(item) = after
            && let Body::Quote(frame) = &mut item.body
        {
            link(annotation, before.as_deref().and_then(|item| item.body.frame()), frame);
            continue;
        }
        let (gone, come) = (entity(before.as_deref()), entity(after.as_deref()));
        for quote in quotes_of(annotation, gone, come) {
            let Body::Quote(frame) = &quote.body else { continue };
            let Some(speaker) = &frame.speaker else { continue };
            let linked = speaker.entity.as_deref();
            let entity = match (gone, come) {
                // The entity was inside the speaker before and was not linked: a person wanted it so.
                (Some((_, was)), Some((id, _))) if linked != Some(id) && speaker.span.covers(was) => continue,
                // The entity is linked already and is inside the speaker.
                (_, Some((id, span))) if linked == Some(id) && speaker.span.covers(span) => Some(id.to_owned()),
                (_, Some((id, _)))
                    if linked.is_none() && after.as_ref().is_some_and(|it| may_be_speaker(it, speaker.span)) =>
                {
                    Some(id.to_owned())
                }
                // The entity was linked from another place, and it moved there.
                (Some((_, was)), Some((id, _))) if linked == Some(id) && !speaker.span.covers(was) => continue,
                (Some((id, _)), _) if linked == Some(id) => None,
                _ => continue,
            };
            if entity.as_deref() == linked {
                continue;
            }
            let mut after = quote.clone();
            if let Body::Quote(frame) = &mut after.body
                && let Some(speaker) = &mut frame.speaker
            {
                speaker.entity = entity;
            }
            more.push(Change::GoldItem { before: Some(Box::new(quote.clone())), after: Some(Box::new(after)) });
        }
    }
    // These changes come first, because the last change of an edit says what the edit is about.
    changes.splice(0..0, more);
}

/// Returns the quotes whose speaker may be an entity that comes or goes, in reading order.
fn quotes_of<'a>(
    annotation: &'a Annotation,
    gone: Option<(&str, Span)>,
    come: Option<(&str, Span)>,
) -> Vec<&'a GoldItem> {
    let gold = &annotation.gold;
    let ids = [gone, come].into_iter().flatten().map(|(id, _)| id.to_owned());
    let mut quotes: Vec<&GoldItem> = ids.flat_map(|id| gold.linked_to(&id).collect::<Vec<_>>()).collect();
    if let Some((_, span)) = come {
        quotes.extend(gold.linked_around(&span.range()));
    }
    quotes.sort_by(|a, b| (a.body.reading_key(), &a.id).cmp(&(b.body.reading_key(), &b.id)));
    quotes.dedup_by(|a, b| a.id == b.id);
    quotes
}

fn entity(item: Option<&GoldItem>) -> Option<(&str, Span)> {
    let item = item?;
    match &item.body {
        Body::Entity { span, .. } => Some((&item.id, *span)),
        Body::Quote(_) => None,
    }
}

/// Sets the link of a speaker that is new or has other words. It prefers a person inside the speaker, then any entity
/// for which [`may_be_speaker`] is true. A speaker whose span did not change keeps its link, or keeps having none,
/// because a person may have chosen that. The link may point anywhere in the text (from الرئيس to the name three
/// sentences earlier), as long as the entity exists.
fn link(annotation: &Annotation, before: Option<&Frame>, frame: &mut Frame) {
    let Some(speaker) = &mut frame.speaker else { return };
    let was = before.and_then(|before| before.speaker.as_ref());
    // A suggester links to a suggestion. The link must point to the gold item that this suggestion became.
    let of = |id: &str| {
        let made = |item: &&GoldItem| item.suggestion.as_ref().is_some_and(|suggestion| suggestion.id == id);
        annotation.gold.iter().find(made).map(|item| item.id.clone())
    };
    if was.is_none()
        && let Some(id) = speaker.entity.as_deref().and_then(of)
    {
        speaker.entity = Some(id);
    }
    let exists = speaker.entity.as_ref().is_some_and(|id| annotation.gold_item(id).is_some());
    let place = speaker.span;
    let inside = || annotation.gold.overlapping(place.range()).filter(|item| may_be_speaker(item, place));
    let stands = was.is_some_and(|was| was.span == speaker.span);
    if stands && (exists || speaker.entity.is_none()) {
        return;
    }
    // The edges of the speaker moved, and the entity is no longer inside: it names somebody else.
    let lost = was.is_some_and(|was| {
        let span = speaker.entity.as_ref().and_then(|id| annotation.gold_item(id)).and_then(|item| item.body.span());
        span.is_some_and(|span| was.span.covers(span) && !speaker.span.covers(span))
    });
    if exists && !lost {
        return;
    }
    let person = inside().find(|item| item.body.label() == "PER").or_else(|| inside().next());
    speaker.entity = person.map(|item| item.id.clone());
}

/// Returns true if this entity may be the person or body that the speaker's words name. An organisation, a place or a
/// date must begin the phrase: in "the spokesman of the ministry", the ministry is not the speaker.
fn may_be_speaker(item: &GoldItem, speaker: Span) -> bool {
    let Body::Entity { span, label } = &item.body else { return false };
    let body = matches!(label.as_str(), "ORG" | "LOC" | "GPE" | "FAC" | "MISC" | "DATE");
    speaker.covers(*span) && (!body || span.start() == speaker.start())
}

#[cfg(test)]
mod tests {
    use crate::edit::{Decider, History, ItemRef, NewItem};
    use crate::gold::{Annotation, Body, Frame, Label, QuoteKind, Speaker, Suggestion, Verdict};
    use crate::text::Text;

    /// A link to a suggestion becomes a link to the gold item that it became. If that gold item does not exist, there
    /// is no link.
    #[test]
    fn suggested_links_become_links_to_gold_items() {
        let text = Text::new("سامي هنا قال الوزير نعم");
        let word = |index: usize| text.words()[index];
        let person = Suggestion::new(&text, "m@1", 0.9, Body::Entity { span: word(0), label: Label::new("PER") });
        let speaker = Speaker { span: word(3), entity: Some(person.id.clone()), implied: false };
        let frame =
            Frame { kind: QuoteKind::Indirect, content: vec![word(4)], cue: Some(word(2)), speaker: Some(speaker) };
        let quote = Suggestion::new(&text, "m@1", 0.9, Body::Quote(frame.into()));
        for (first, expected) in [(Some(&person), Some("e1")), (None, None)] {
            let pending = vec![person.clone(), quote.clone()];
            let mut annotation = Annotation { pending: pending.into(), ..Annotation::default() };
            let mut history = History::default();
            for one in first.into_iter().chain([&quote]) {
                let decider = Decider { annotation: &annotation, at: None };
                let edit = decider.accept(&ItemRef::Pending(one.id.clone()));
                history.commit(&mut annotation, edit.unwrap());
            }
            let made = annotation.gold.iter().find(|item| item.id == "q1").unwrap();
            let linked = made.body.frame().and_then(|frame| frame.speaker.as_ref()?.entity.clone());
            assert_eq!((linked.as_deref(), made.verdict), (expected, Verdict::Accepted));
        }
    }

    /// The person is the speaker, and the order in which quote and entities are added does not matter. The ministry is
    /// not, although it is read before the person.
    #[test]
    fn a_spokesman_is_not_his_ministry() {
        let text = Text::new("نعم قال المتحدث باسم وزارة الصحة سامي الخطيب");
        let word = |index: usize| text.words()[index];
        let speaker = Speaker { span: word(2).hull(word(7)), entity: None, implied: false };
        let frame =
            Frame { kind: QuoteKind::Direct, content: vec![word(0)], cue: Some(word(1)), speaker: Some(speaker) };
        let quote = NewItem(Body::Quote(frame.into()));
        let ministry = NewItem(Body::Entity { span: word(4).hull(word(5)), label: Label::new("ORG") });
        let person = NewItem(Body::Entity { span: word(6).hull(word(7)), label: Label::new("PER") });
        for (order, expected) in [
            (vec![&quote, &ministry, &person], Some("e2")),
            (vec![&ministry, &person, &quote], Some("e2")),
            (vec![&ministry, &quote], None),
        ] {
            let (mut annotation, mut history) = (Annotation::default(), History::default());
            for new in order {
                let edit = Decider { annotation: &annotation, at: None }.add(new.clone()).unwrap();
                history.commit(&mut annotation, edit);
            }
            let linked = annotation.gold.iter().find_map(|item| item.body.frame()?.speaker.as_ref()?.entity.clone());
            assert_eq!(linked.as_deref(), expected);
        }
    }

    /// In every order the speaker gets its link. A removed entity takes the link with it. Undo restores everything.
    #[test]
    fn speakers_follow_entities() {
        let text = Text::new("قال الوزير سامي نعم");
        let word = |index: usize| text.words()[index];
        let person = || NewItem(Body::Entity { span: word(2), label: Label::new("PER") });
        let speaker = Speaker { span: word(1).hull(word(2)), entity: None, implied: false };
        let frame =
            Frame { kind: QuoteKind::Indirect, content: vec![word(3)], cue: Some(word(0)), speaker: Some(speaker) };
        let quote = Suggestion::new(&text, "m@1", 0.9, Body::Quote(frame.into()));
        let linked = |annotation: &Annotation| {
            annotation.gold.iter().find_map(|item| item.body.frame()?.speaker.as_ref()?.entity.clone())
        };
        for quote_first in [true, false] {
            let mut annotation = Annotation { pending: vec![quote.clone()].into(), ..Annotation::default() };
            let original = annotation.clone();
            let mut history = History::default();
            for step in [quote_first, !quote_first] {
                let decider = Decider { annotation: &annotation, at: None };
                let edit =
                    if step { decider.accept(&ItemRef::Pending(quote.id.clone())) } else { decider.add(person()) };
                history.commit(&mut annotation, edit.unwrap());
            }
            assert_eq!(linked(&annotation).as_deref(), Some("e1"));
            let verdict = annotation.gold.iter().find(|item| item.id == "q1").unwrap().verdict;
            assert_eq!(verdict, Verdict::Accepted, "a link is no fix");
            let edit =
                Decider { annotation: &annotation, at: None }.reject(&ItemRef::GoldItem("e1".to_owned())).unwrap();
            history.commit(&mut annotation, edit);
            assert_eq!(linked(&annotation), None);
            while history.undo(&mut annotation).is_some() {}
            assert_eq!(annotation, original);
        }
    }
}
