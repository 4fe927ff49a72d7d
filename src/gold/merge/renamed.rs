//! Waiting relations and links of earlier merges, whose ends get other ids in this one.

use std::collections::HashMap;

use crate::gold::{Annotation, Relation, Suggestion};

use super::carried::{carried_links, carried_relations, rename_ends};
use super::item_state::Key;
use super::waiting::{Place, change_keys};

/// The relations and links that a reading carries.
type Carried = (Vec<Relation>, Vec<(String, String)>);

/// What the readings of both sides carry.
pub(super) struct CarriedEnds([CarriedOfSide; 2]);

struct CarriedOfSide {
    /// What each reading carries that carries something, by its id.
    readings: HashMap<String, Carried>,
    /// The items that are ends of it, by the ids that they have on this side.
    ends: HashMap<String, Key>,
}

impl CarriedEnds {
    /// The ends in both versions. `keys` names the gold items of a version.
    pub(super) fn of(versions: [(&Annotation, &HashMap<String, Key>); 2]) -> Self {
        Self(versions.map(|(annotation, keys)| {
            let one = |reading: &Suggestion| Some((reading.id.clone(), carried(reading)?));
            let readings: HashMap<String, Carried> = suggestions(annotation).filter_map(one).collect();
            let names = readings.values().flat_map(|(relations, links)| {
                let of_relations = relations.iter().flat_map(|relation| [&relation.from, &relation.to]);
                of_relations.chain(links.iter().flat_map(|(quote, entity)| [quote, entity]))
            });
            let key = |name: &String| keys.get(name).cloned().unwrap_or_else(|| Key::Suggestion(name.clone()));
            let ends = names.map(|name| (name.clone(), key(name))).collect();
            CarriedOfSide { readings, ends }
        }))
    }

    /// Names the ends as the items are called in the merged annotation, where each item is at its place.
    pub(super) fn rename(&self, annotation: &mut Annotation, places: &HashMap<Key, Place>) {
        if self.0.iter().all(|side| side.readings.is_empty()) {
            return;
        }
        let renamed = |reading: &Suggestion| {
            let side = self.side_of(reading)?;
            let names = |name: &str| match side.ends.get(name).and_then(|key| places.get(key)) {
                Some(Place::Gold(id)) if id == name => vec![name.to_owned()],
                Some(place) => place.names(annotation),
                None => vec![name.to_owned()],
            };
            let mut keys = reading.extra.clone();
            rename_ends(&mut keys, reading, names);
            (keys != reading.extra).then(|| (reading.id.clone(), keys))
        };
        let open = annotation.pending.iter().chain(annotation.rejected.iter().map(|one| &one.suggestion));
        let changed: Vec<_> = open.filter_map(renamed).collect();
        let of_gold = |item: &crate::gold::GoldItem| Some((item.id.clone(), renamed(item.suggestion.as_ref()?)?.1));
        let changed_gold: Vec<_> = annotation.gold.iter().filter_map(of_gold).collect();
        for (id, keys) in changed {
            change_keys(annotation, &id, |extra| *extra = keys);
        }
        for (id, keys) in changed_gold {
            if let Some(mut item) = annotation.gold.remove(id.as_str()) {
                item.suggestion.iter_mut().for_each(|suggestion| suggestion.extra = keys.clone());
                annotation.gold.insert(item);
            }
        }
    }

    /// The side from which a reading has what it carries.
    fn side_of(&self, reading: &Suggestion) -> Option<&CarriedOfSide> {
        let now = carried(reading)?;
        let has_it = |side: &&CarriedOfSide| side.readings.get(&reading.id) == Some(&now);
        // A reading may have got another id, too.
        let has_one = |side: &&CarriedOfSide| side.readings.values().any(|one| *one == now);
        self.0.iter().find(has_it).or_else(|| self.0.iter().find(has_one))
    }
}

fn carried(reading: &Suggestion) -> Option<Carried> {
    let carried = (carried_relations(reading), carried_links(reading));
    (!carried.0.is_empty() || !carried.1.is_empty()).then_some(carried)
}

fn suggestions(annotation: &Annotation) -> impl Iterator<Item = &Suggestion> {
    let rejected = annotation.rejected.iter().map(|one| &one.suggestion);
    let of_gold = annotation.gold.iter().filter_map(|item| item.suggestion.as_ref());
    annotation.pending.iter().chain(rejected).chain(of_gold)
}
