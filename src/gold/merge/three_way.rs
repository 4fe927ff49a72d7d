//! The three-way merge of two annotations that began as one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::gold::{Annotation, Body, GoldItem, Listed as _, Remark, RemarkTarget, Suggestion, UniqueIds, stable_id};
use crate::text::{Span, Text};

use super::carried::{carried_attributes, carried_parts, carry_attributes, carry_parts};
use super::clash::clash;
use super::item_state::{Item, Key, State, items, keys};
use super::merged_values::{
    joined_names, last_difference, match_status, merge_details, merge_equal, merge_keys, merge_remarks, parts_fit,
    share_attributes, three_way,
};
use super::relations::{MergedRelation, keyed, merge_three as merge_relations, needed_ends, union};
use super::renamed::CarriedEnds;
use super::waiting::{Place, place_link, place_relation};
use super::{ANNOTATORS, DIFFERENCE, names_value};

/// The result of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The merged annotation.
    pub annotation: Annotation,
    /// The number of conflicts. Their readings are pending.
    pub conflicts: usize,
    /// The ids of relations that both sides changed in different ways, or that one side changed and the other removed. They stay.
    pub disputed_relations: Vec<String>,
}

/// The side that an item comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Ours,
    Theirs,
    Both,
}

/// Merges two annotations of one text that began as `base` (an empty one if there is none). What only one side changed is taken
/// over. What both changed in different ways, and additions that exclude each other, become pending readings.
///
/// ```
/// use tawsim::gold::{json, merge::merge_three};
/// let gold = |entities: &str| json::read(&format!(r#"{{"id": "a", "text": "زار سامي باريس", "entities": [{entities}]}}"#)).unwrap();
/// let sami = r#"{"id": "e1", "start": 4, "end": 8, "label": "PER", "verdict": "added"}"#;
/// let paris = r#"{"id": "e1", "start": 9, "end": 14, "label": "LOC", "verdict": "added"}"#;
/// let ((article, base), (_, ours), (_, theirs)) = (gold(""), gold(sami), gold(paris));
/// let merged = merge_three(&article.text, &base, &ours, &theirs);
/// let ids: Vec<&str> = merged.annotation.gold.iter().map(|item| item.id.as_str()).collect();
/// assert_eq!((ids, merged.conflicts), (vec!["e1", "e2"], 0));
/// ```
#[must_use]
pub fn merge_three(text: &Text, base: &Annotation, ours: &Annotation, theirs: &Annotation) -> Merged {
    let added = base.gold.iter().filter(|item| item.suggestion.is_none()).map(|item| item.id.clone());
    let added: HashSet<String> = added.collect();
    let item_keys = [base, ours, theirs].map(|version| keys(text, version, &added));
    let [base_keys, our_keys, their_keys] = &item_keys;
    let [base_items, our_items, their_items] =
        [(base, base_keys), (ours, our_keys), (theirs, their_keys)].map(|(version, keys)| items(version, keys));
    let base_relations = keyed(base, base_keys);
    let [our_relations, their_relations] =
        [(ours, our_keys), (theirs, their_keys)].map(|(version, keys)| keyed(version, keys));
    let waiting = CarriedEnds::of([(ours, our_keys), (theirs, their_keys)]);
    let mut merge = Merge::new(text, [ours, theirs], waiting);
    merge.needed = [(&our_relations, &our_items), (&their_relations, &their_items)].map(|(relations, items)| {
        needed_ends(&base_relations, relations).chain(new_links(&base_items, items)).collect()
    });
    let all: BTreeSet<&Key> = base_items.keys().chain(our_items.keys()).chain(their_items.keys()).collect();
    for key in all {
        merge.merge_item(key, base_items.get(key), our_items.get(key), their_items.get(key));
    }
    merge.find_clashes();
    let (mut annotation, places) = merge.annotation();
    let mut disputed_relations = Vec::new();
    for MergedRelation { relation, is_disputed } in merge_relations(base_relations, our_relations, their_relations) {
        let ends = places.get(&relation.from).zip(places.get(&relation.to));
        let id = ends.and_then(|(from, to)| place_relation(&mut annotation, from, to, relation.relation.clone()));
        match (ends, id) {
            (None, _) => disputed_relations.push(relation.relation.id),
            (_, Some(id)) if is_disputed => disputed_relations.push(id),
            _ => {}
        }
    }
    let open = merge.conflicts + disputed_relations.len();
    annotation.status = match_status(base.status, ours.status, theirs.status, open);
    annotation.annotator = match three_way(base, ours, theirs) {
        Some(version) => version.annotator.clone(),
        None => joined_names(&ours.annotator, &theirs.annotator),
    };
    annotation.extra = merge_keys(&base.extra, &ours.extra, &theirs.extra);
    annotation.merge_keys_pressed(base, ours, theirs);
    let [base, ours, theirs] = [base, ours, theirs].map(|version| version.remark(&RemarkTarget::Article));
    annotation.remarks.set(RemarkTarget::Article, merge_remarks(&base, &ours, &theirs));
    Merged { annotation, conflicts: merge.conflicts, disputed_relations }
}

/// The entities to which a side newly links speakers.
fn new_links(base: &BTreeMap<Key, Item>, side: &BTreeMap<Key, Item>) -> impl Iterator<Item = Key> {
    let is_new = |(key, item): (&Key, &Item)| {
        let was = base.get(key).and_then(|item| item.link.as_ref());
        item.link.clone().filter(|link| was != Some(link))
    };
    side.iter().filter_map(is_new)
}

/// A reading of a conflict.
struct Reading {
    suggestion: Suggestion,
    remark: Remark,
    /// The items that it is a reading of.
    keys: BTreeSet<Key>,
    /// The entity that the speaker is linked to.
    link: Option<Key>,
}

struct Merge<'a> {
    text: &'a Text,
    /// The names of the two sides: their annotators.
    names: [String; 2],
    items: BTreeMap<Key, (Item, Side)>,
    readings: Vec<Reading>,
    /// The number of the reading with a body and parts.
    reading_of: HashMap<(Body, Vec<Span>), usize>,
    conflicts: usize,
    /// For each side, the items to which it added relations or links.
    needed: [HashSet<Key>; 2],
    /// The number of the last difference that a side has already.
    last_difference: usize,
    /// The relations and links that wait since earlier merges.
    waiting: CarriedEnds,
}

impl<'a> Merge<'a> {
    fn new(text: &'a Text, [ours, theirs]: [&Annotation; 2], waiting: CarriedEnds) -> Self {
        let name =
            |annotation: &Annotation, other: &str| annotation.annotator.clone().unwrap_or_else(|| other.to_owned());
        let mut names = [name(ours, "ours"), name(theirs, "theirs")];
        if names[0] == names[1] {
            names = ["ours", "theirs"].map(str::to_owned);
        }
        let last_difference = [ours, theirs].into_iter().map(last_difference).max().unwrap_or(0);
        let (items, readings, reading_of) = (BTreeMap::new(), Vec::new(), HashMap::new());
        let needed = Default::default();
        Self { text, names, items, readings, reading_of, conflicts: 0, needed, last_difference, waiting }
    }

    fn merge_item(&mut self, key: &Key, base: Option<&Item>, ours: Option<&Item>, theirs: Option<&Item>) {
        let unchanged = |side: Option<&Item>| match (base, side) {
            (None, None) => true,
            (Some(base), Some(side)) => side.is_unchanged_from(base),
            _ => false,
        };
        let undecided = |item: Option<&Item>| item.is_none_or(|item| !item.is_decided());
        // The notes of both sides are kept, even if only one side's item is. A side without the item says nothing about its note.
        let base_remark = base.map(|item| item.remark.clone()).unwrap_or_default();
        let remark = |item: Option<&Item>| item.map_or_else(|| base_remark.clone(), |item| item.remark.clone());
        let noted = |item: &Item| {
            let remark = merge_remarks(&base_remark, &remark(ours), &remark(theirs));
            Item { remark, ..item.clone() }
        };
        let is_needed = |side: usize, other: Option<&Item>| {
            let is_gold = |item: Option<&Item>| item.is_some_and(|item| item.gold().is_some());
            is_gold(base) && !is_gold(other) && self.needed.get(side).is_some_and(|needed| needed.contains(key))
        };
        let taken = match (ours, theirs) {
            // Both removed it.
            (None, None) => None,
            (Some(one), Some(other)) if one.agrees_with(other) && parts_fit(base, one, other) => {
                Some((merge_equal(base, one, other), Side::Both))
            }
            // One side removed what the other side needs.
            _ if is_needed(0, theirs) || is_needed(1, ours) => {
                return self.conflict(&[(key, ours, 0), (key, theirs, 1)]);
            }
            _ if unchanged(theirs) => ours.map(|item| (item.clone(), Side::Ours)),
            _ if unchanged(ours) => theirs.map(|item| (item.clone(), Side::Theirs)),
            // Fresh suggestions of a machine give way to verdicts.
            _ if undecided(base) && undecided(ours) => theirs.or(ours).map(|item| (noted(item), Side::Theirs)),
            _ if undecided(base) && undecided(theirs) => ours.or(theirs).map(|item| (noted(item), Side::Ours)),
            (Some(one), Some(other)) => match merge_details(base, one, other) {
                Some(item) if item.gold().map(|item| &item.body) == one.gold().map(|item| &item.body) => {
                    Some((item, Side::Ours))
                }
                Some(item) => Some((item, Side::Theirs)),
                None => {
                    let [one, other] = share_attributes(base, one, other);
                    return self.conflict(&[(key, Some(&one), 0), (key, Some(&other), 1)]);
                }
            },
            _ => return self.conflict(&[(key, ours, 0), (key, theirs, 1)]),
        };
        if let Some((item, side)) = taken {
            // Both sides are in the base: no side added it.
            let side = if base.is_some_and(|base| base.agrees_with(&item)) { Side::Both } else { side };
            self.items.insert(key.clone(), (item, side));
        }
    }

    /// Makes the readings of both sides pending.
    fn conflict(&mut self, sides: &[(&Key, Option<&Item>, usize)]) {
        self.conflicts += 1;
        let difference = format!("d{}", self.last_difference + self.conflicts);
        for (key, item, side) in sides.iter().filter_map(|(key, item, side)| Some((*key, (*item)?, *side))) {
            let name = self.names.get(side).cloned().unwrap_or_default();
            // The note of an item goes with its first reading.
            let (mut readings, mut remark) = (Vec::new(), Some(item.remark.clone()));
            match &item.state {
                State::Gold(gold) => {
                    let body = gold.body.clone();
                    match &gold.suggestion {
                        Some(suggestion) if suggestion.body.agrees_with(&body) => {
                            let mut suggestion = suggestion.clone();
                            for (key, value) in &gold.extra {
                                suggestion.extra.entry(key.clone()).or_insert_with(|| value.clone());
                            }
                            readings.push((suggestion, true));
                        }
                        suggestion => {
                            let score = suggestion.as_ref().and_then(|one| one.score);
                            let id = stable_id(self.text, &body);
                            let extra = gold.extra.clone();
                            readings.push((Suggestion { id, source: name.clone(), score, body, extra }, true));
                            readings.extend(suggestion.clone().map(|one| (one, false)));
                        }
                    }
                }
                State::Rejected(rejected) => readings.push((rejected.suggestion.clone(), false)),
                State::Pending(suggestion) => readings.push(((**suggestion).clone(), false)),
            }
            for (mut reading, is_own) in readings {
                reading.extra.insert(DIFFERENCE.to_owned(), difference.clone().into());
                if let (Some(gold), true) = (item.gold(), is_own) {
                    carry_attributes(&mut reading.extra, &gold.attributes);
                    carry_parts(&mut reading.extra, &gold.parts);
                    reading.extra.insert(ANNOTATORS.to_owned(), names_value(std::slice::from_ref(&name)));
                }
                let (keys, link) = (BTreeSet::from([key.clone()]), item.link.clone());
                let remark = remark.take().unwrap_or_default();
                self.add_reading(Reading { suggestion: reading, remark, keys, link });
            }
        }
    }

    /// Adds a reading; one with the same body and parts gets a further annotator.
    fn add_reading(&mut self, reading: Reading) {
        let next = self.readings.len();
        let body = reading.suggestion.body.without_link().into_owned();
        let number = *self.reading_of.entry((body, carried_parts(&reading.suggestion))).or_insert(next);
        let Some(one) = self.readings.get_mut(number) else {
            self.readings.push(reading);
            return;
        };
        let own = reading.suggestion.extra.get(ANNOTATORS).and_then(Value::as_array).cloned().unwrap_or_default();
        let attributes = union(&carried_attributes(&one.suggestion), &carried_attributes(&reading.suggestion));
        let extra = &mut one.suggestion.extra;
        carry_attributes(extra, &attributes);
        if let Some(Value::Array(names)) = extra.get_mut(ANNOTATORS) {
            names.extend(own);
        } else if !own.is_empty() {
            extra.insert(ANNOTATORS.to_owned(), Value::Array(own));
        }
        one.remark = merge_remarks(&Remark::default(), &one.remark, &reading.remark);
        one.keys.extend(reading.keys);
        one.link = one.link.take().or(reading.link);
    }

    /// Items of one side that exclude items of the other side become pending readings.
    fn find_clashes(&mut self) {
        let of = |wanted: Side| {
            let items = self.items.iter().filter(move |(_, (item, side))| *side == wanted && item.gold().is_some());
            items.filter_map(|(key, (item, _))| Some((key.clone(), item.gold()?.body.clone()))).collect::<Vec<_>>()
        };
        let (ours, mut theirs) = (of(Side::Ours), of(Side::Theirs));
        let place = |body: &Body| body.span().map_or((0, 0), |span| (span.start(), span.end()));
        theirs.sort_by_key(|(_, body)| place(body));
        let longest = theirs.iter().map(|(_, body)| place(body).1 - place(body).0).max().unwrap_or(0);
        for (key, body) in ours {
            let (start, end) = place(&body);
            // Items that clash overlap. An item is in one conflict at most.
            let first = theirs.partition_point(|(_, other)| place(other).0 + longest <= start);
            let behind = theirs.partition_point(|(_, other)| place(other).0 < end);
            let clashes = |(_, other): &mut (Key, Body)| {
                place(other).1 > start && clash(&body, other) && !body.agrees_with(other)
            };
            let mut against: Vec<Key> =
                theirs.extract_if(first..behind.max(first), clashes).map(|(other, _)| other).collect();
            if against.is_empty() {
                continue;
            }
            against.sort();
            let mut sides = vec![(&key, self.items.remove(&key), 0)];
            sides.extend(against.iter().map(|other| (other, self.items.remove(other), 1)));
            let items: Vec<(&Key, Option<&Item>, usize)> =
                sides.iter().map(|(key, item, side)| (*key, item.as_ref().map(|(item, _)| item), *side)).collect();
            self.conflict(&items);
        }
    }

    /// Puts the items into lists, with ids of their own, and links the speakers again. Gives the place of each item.
    fn annotation(&mut self) -> (Annotation, HashMap<Key, Place>) {
        let mut annotation = Annotation::default();
        let mut places: HashMap<Key, Place> = HashMap::new();
        // What our side added, so that an equal addition of theirs is the same item.
        let mut bodies: HashMap<(Body, Vec<Span>), String> = HashMap::new();
        // Those of our side keep their ids.
        let mut order: Vec<(&Key, &Item, Side)> =
            self.items.iter().map(|(key, (item, side))| (key, item, *side)).collect();
        order.sort_by_key(|(_, item, side)| {
            (*side == Side::Theirs, item.gold().map(|gold| (gold.suggestion.is_none(), gold.id.clone())))
        });
        for (key, item, side) in &order {
            let Some(gold) = item.gold() else { continue };
            let said = (gold.body.clone(), gold.parts.clone());
            if let Some(id) = bodies.get(&said).filter(|_| *side == Side::Theirs) {
                places.insert((*key).clone(), Place::Gold(id.clone()));
                if let Some(mut same) = annotation.gold_item(id).cloned() {
                    let target = same.remark_target();
                    same.attributes = union(&same.attributes, &gold.attributes);
                    annotation.gold.remove(id.as_str());
                    annotation.gold.insert(same);
                    let remark = merge_remarks(&Remark::default(), &annotation.remark(&target), &item.remark);
                    annotation.remarks.set(target, remark);
                }
                continue;
            }
            let is_free = annotation.gold_item(&gold.id).is_none();
            let id = if is_free { gold.id.clone() } else { annotation.free_id(gold.body.layer()) };
            if *side == Side::Ours {
                bodies.insert(said, id.clone());
            }
            places.insert((*key).clone(), Place::Gold(id.clone()));
            let new = GoldItem { id, ..gold.clone() };
            annotation.remarks.set(new.remark_target(), item.remark.clone());
            annotation.gold.insert(new);
        }
        let mut ids: UniqueIds = UniqueIds::default();
        annotation.gold.iter().filter_map(|item| item.suggestion.as_ref()).for_each(|one| {
            ids.insert(one.id.clone());
        });
        for (key, (item, _)) in &self.items {
            match &item.state {
                State::Gold(_) => continue,
                State::Rejected(rejected) => annotation.rejected.insert((**rejected).clone()),
                State::Pending(suggestion) => annotation.pending.insert((**suggestion).clone()),
            };
            let id = match &item.state {
                State::Rejected(rejected) => rejected.id().clone(),
                State::Pending(suggestion) => suggestion.id().clone(),
                State::Gold(_) => continue,
            };
            ids.insert(id.clone());
            places.insert(key.clone(), Place::Open(vec![id.clone()]));
            annotation.remarks.set(RemarkTarget::Suggestion(id), item.remark.clone());
        }
        let mut links: Vec<(Place, Key)> = Vec::new();
        for Reading { mut suggestion, remark, keys, link } in std::mem::take(&mut self.readings) {
            suggestion.id = ids.claim(suggestion.id);
            annotation.remarks.set(RemarkTarget::Suggestion(suggestion.id.clone()), remark);
            links.extend(link.map(|link| (Place::Open(vec![suggestion.id.clone()]), link)));
            for key in keys {
                match places.entry(key).or_insert_with(|| Place::Open(Vec::new())) {
                    Place::Open(readings) => readings.push(suggestion.id.clone()),
                    Place::Gold(_) => {}
                }
            }
            annotation.pending.insert(suggestion);
        }
        self.waiting.rename(&mut annotation, &places);
        let of_items = self.items.iter().filter_map(|(key, (item, _))| {
            Some((places.get(key).filter(|_| item.gold().is_some())?.clone(), item.link.clone()?))
        });
        for (quote, link) in of_items.chain(links) {
            if let Some(entity) = places.get(&link) {
                place_link(&mut annotation, &quote, entity);
            }
        }
        (annotation, places)
    }
}
