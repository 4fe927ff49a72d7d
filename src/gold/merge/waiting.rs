//! Relations and speaker links of a merge. If an end is pending, they wait with the readings of this end.

use crate::gold::{Annotation, Body, Extra, Relation};

use super::carried::{carry_link, carry_relation};
use super::relations::add;

/// Where an item of a version is in the merged annotation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// The id of a gold item.
    Gold(String),
    /// The ids of its readings, which are pending or rejected.
    Open(Vec<String>),
}

impl Place {
    /// The names of an end in what a reading carries. An accepted suggestion keeps its id, whatever becomes of the gold item.
    pub(super) fn names(&self, annotation: &Annotation) -> Vec<String> {
        match self {
            Self::Open(ids) => ids.clone(),
            Self::Gold(id) => {
                let suggestion = annotation.gold_item(id).and_then(|item| item.suggestion.as_ref());
                vec![suggestion.map_or_else(|| id.clone(), |suggestion| suggestion.id.clone())]
            }
        }
    }

    fn readings(&self) -> &[String] {
        match self {
            Self::Gold(_) => &[],
            Self::Open(ids) => ids,
        }
    }
}

/// Adds a relation, or makes it wait. Gives the id that it has if both ends are gold.
pub(super) fn place_relation(
    annotation: &mut Annotation,
    from: &Place,
    to: &Place,
    relation: Relation,
) -> Option<String> {
    if let (Place::Gold(from), Place::Gold(to)) = (from, to) {
        let (from, to) = (from.clone(), to.clone());
        return Some(add(&mut annotation.relations, Relation { from, to, ..relation }));
    }
    each_pair(annotation, from, to, |keys, from, to| {
        carry_relation(keys, &Relation { from: from.to_owned(), to: to.to_owned(), ..relation.clone() });
    });
    None
}

/// Links the speaker of a quote to an entity, or makes the link wait.
pub(super) fn place_link(annotation: &mut Annotation, quote: &Place, entity: &Place) {
    let (Place::Gold(quote), Place::Gold(entity)) = (quote, entity) else {
        each_pair(annotation, quote, entity, carry_link);
        return;
    };
    let Some(mut item) = annotation.gold_item(quote).cloned() else { return };
    if let Body::Quote(frame) = &mut item.body
        && let Some(speaker) = &mut frame.speaker
    {
        speaker.entity = Some(entity.clone());
        annotation.gold.remove(quote.as_str());
        annotation.gold.insert(item);
    }
}

/// Calls `carry` for each pair of ends, with the keys of each reading that is one of them.
fn each_pair(annotation: &mut Annotation, from: &Place, to: &Place, carry: impl Fn(&mut Extra, &str, &str)) {
    let (from_names, to_names) = (from.names(annotation), to.names(annotation));
    for one in &from_names {
        for other in &to_names {
            let readings = [from, to].map(Place::readings).into_iter().flatten();
            for reading in readings.filter(|reading| [one, other].contains(reading)) {
                change_keys(annotation, reading, |keys| carry(keys, one, other));
            }
        }
    }
}

/// Changes the keys of a suggestion that is pending or rejected.
pub(super) fn change_keys(annotation: &mut Annotation, id: &str, change: impl FnOnce(&mut Extra)) {
    if let Some(mut suggestion) = annotation.pending(id).cloned() {
        change(&mut suggestion.extra);
        annotation.pending.remove(id);
        annotation.pending.insert(suggestion);
    } else if let Some(mut rejected) = annotation.rejected(id).cloned() {
        change(&mut rejected.suggestion.extra);
        annotation.rejected.remove(id);
        annotation.rejected.insert(rejected);
    }
}
