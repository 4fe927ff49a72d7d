//! Three-way merges of single values: keys, notes, attributes, names, and the two versions of one item.

use crate::gold::{Annotation, Attributes, Extra, GoldItem, Remark, Status};

use super::difference_of;
use super::item_state::{Item, State};

/// The value that both have, or that only one of them changed.
pub(super) fn three_way<'a, T: PartialEq>(base: &T, ours: &'a T, theirs: &'a T) -> Option<&'a T> {
    if ours == theirs || theirs == base {
        Some(ours)
    } else if ours == base {
        Some(theirs)
    } else {
        None
    }
}

/// Both annotators, each once.
pub(super) fn joined_names(ours: &Option<String>, theirs: &Option<String>) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in [ours, theirs].into_iter().flatten().flat_map(|names| names.split(", ")) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// With conflicts, an article is not done. If both changed the status, the work goes on.
pub(super) fn match_status(base: Status, ours: Status, theirs: Status, conflicts: usize) -> Status {
    match three_way(&base, &ours, &theirs) {
        Some(Status::Done) if conflicts > 0 => Status::InProgress,
        Some(status) => *status,
        None => Status::InProgress,
    }
}

/// Merges keys: what only one side added, changed or removed; ours, where both changed one.
pub(super) fn merge_keys(base: &Extra, ours: &Extra, theirs: &Extra) -> Extra {
    let mut merged = ours.clone();
    for key in base.keys().chain(theirs.keys()) {
        let [base, ours, theirs] = [base, ours, theirs].map(|keys| keys.get(key));
        match three_way(&base, &ours, &theirs) {
            Some(Some(value)) => {
                merged.insert(key.clone(), (*value).clone());
            }
            Some(None) => {
                merged.shift_remove(key);
            }
            // One side removed what the other changed: the change stays.
            None => {
                if let (None, Some(value)) = (ours, theirs) {
                    merged.insert(key.clone(), value.clone());
                }
            }
        }
    }
    merged
}

/// Both notes stay if both sides wrote one. A flag stays unless one side took it away.
pub(super) fn merge_remarks(base: &Remark, ours: &Remark, theirs: &Remark) -> Remark {
    let note = match three_way(&base.note, &ours.note, &theirs.note) {
        Some(note) => note.clone(),
        None => {
            let notes: Vec<&str> = [&ours.note, &theirs.note].into_iter().flatten().map(String::as_str).collect();
            Some(notes.join(" / "))
        }
    };
    let mut flags = ours.flags.clone();
    flags.extend(theirs.flags.iter().filter(|flag| !ours.flags.contains(flag)).cloned());
    let was_taken =
        |flag: &String| base.flags.contains(flag) && !(ours.flags.contains(flag) && theirs.flags.contains(flag));
    flags.retain(|flag| !was_taken(flag));
    Remark { note, flags }
}

/// The highest number of the differences that an annotation has from an earlier merge, in any list.
pub(super) fn last_difference(annotation: &Annotation) -> usize {
    let pending = annotation.pending.iter();
    let rejected = annotation.rejected.iter().map(|one| &one.suggestion);
    let gold = annotation.gold.iter().filter_map(|item| item.suggestion.as_ref());
    let names = pending.chain(rejected).chain(gold).filter_map(difference_of);
    names.filter_map(|name| name.strip_prefix('d')?.parse().ok()).max().unwrap_or(0)
}

/// Merges what both sides say about one item on which they agree.
pub(super) fn merge_equal(base: Option<&Item>, ours: &Item, theirs: &Item) -> Item {
    let mut state = ours.state.clone();
    if let (State::Gold(item), State::Gold(other)) = (&mut state, &theirs.state) {
        let base_parts = base.and_then(Item::gold).map_or(&[][..], |item| &item.parts).to_vec();
        item.parts = three_way(&base_parts, &item.parts, &other.parts).unwrap_or(&item.parts).clone();
    }
    with_details(base, ours, theirs, state)
}

/// True if both have the same parts, or if only one side changed them.
pub(super) fn parts_fit(base: Option<&Item>, ours: &Item, theirs: &Item) -> bool {
    let [base, ours, theirs] = [base, Some(ours), Some(theirs)]
        .map(|item| item.and_then(Item::gold).map_or(&[][..], |item| &item.parts).to_vec());
    three_way(&base, &ours, &theirs).is_some()
}

/// Merges two versions of a gold item of which only one has other words, another label or other roles than the base: this one, with
/// the attributes, the note and the keys of both.
pub(super) fn merge_details(base: Option<&Item>, ours: &Item, theirs: &Item) -> Option<Item> {
    let was = base?.gold()?;
    let is_as_before = |side: &Item| side.gold().is_some_and(|it| it.body == was.body && it.parts == was.parts);
    match (ours.gold(), theirs.gold()) {
        (Some(_), Some(_)) if is_as_before(ours) => Some(with_details(base, ours, theirs, theirs.state.clone())),
        (Some(_), Some(_)) if is_as_before(theirs) => Some(with_details(base, ours, theirs, ours.state.clone())),
        _ => None,
    }
}

/// The item in this state with the merged attributes, keys, note and link of both sides.
fn with_details(base: Option<&Item>, ours: &Item, theirs: &Item, mut state: State) -> Item {
    let none = Remark::default();
    let remark = merge_remarks(base.map_or(&none, |item| &item.remark), &ours.remark, &theirs.remark);
    let base_link = base.and_then(|item| item.link.clone());
    let link = three_way(&base_link, &ours.link, &theirs.link).cloned().unwrap_or_else(|| ours.link.clone());
    if let (State::Gold(item), Some(ours), Some(theirs)) = (&mut state, ours.gold(), theirs.gold()) {
        let (base, no_keys) = (base.and_then(Item::gold), Extra::new());
        item.extra = merge_keys(base.map_or(&no_keys, |item| &item.extra), &ours.extra, &theirs.extra);
        item.attributes = attributes_of(base, ours, theirs);
    }
    Item { state, remark, link }
}

/// Both sides of a conflict, each with the attributes of the merge, so that no verdict loses what the other side added.
pub(super) fn share_attributes(base: Option<&Item>, ours: &Item, theirs: &Item) -> [Item; 2] {
    let mut sides = [ours.clone(), theirs.clone()];
    if let (Some(one), Some(other)) = (ours.gold(), theirs.gold()) {
        let merged = attributes_of(base.and_then(Item::gold), one, other);
        for side in &mut sides {
            if let State::Gold(item) = &mut side.state {
                item.attributes = merged.clone();
            }
        }
    }
    sides
}

fn attributes_of(base: Option<&GoldItem>, ours: &GoldItem, theirs: &GoldItem) -> Attributes {
    let none = Attributes::default();
    merge_attributes(base.map_or(&none, |item| &item.attributes), &ours.attributes, &theirs.attributes)
}

/// The attributes of two versions of an item. What only one side changed is taken over; of a name that both changed, the values of
/// both stay.
pub(super) fn merge_attributes(base: &Attributes, ours: &Attributes, theirs: &Attributes) -> Attributes {
    if let Some(one) = three_way(base, ours, theirs) {
        return one.clone();
    }
    let more = theirs.iter().filter(|(name, _)| ours.get(name).is_none());
    ours.iter().chain(more).fold(Attributes::default(), |all, (name, _)| {
        let [base, ours, theirs] = [base, ours, theirs].map(|side| side.get(name));
        match three_way(&base, &ours, &theirs) {
            Some(Some(value)) => all.set(name, (*value).clone()),
            Some(None) => all,
            None => {
                let values = ours.into_iter().chain(theirs);
                values.fold(all, |all, value| match value.as_array() {
                    Some(values) => values.iter().fold(all, |all, value| all.with(name, value.clone())),
                    None => all.with(name, value.clone()),
                })
            }
        }
    })
}
