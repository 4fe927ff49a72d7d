//! The three-way merge of two annotations that began as one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::gold::{
    Annotation, Attributes, Body, Extra, GoldItem, Listed as _, Remark, RemarkTarget, Status, Suggestion, UniqueIds,
    stable_id,
};
use crate::text::Text;

use super::clash::clash;
use super::item_state::{Item, Key, State, items, keys};
use super::relations::{merge_attributes, merge_three as merge_relations, renamed};
use super::{ANNOTATORS, DIFFERENCE, difference_of, names_value};

/// The result of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The merged annotation.
    pub annotation: Annotation,
    /// The number of conflicts. Their readings are pending.
    pub conflicts: usize,
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
    let mut merge = Merge::new(text, [ours, theirs]);
    let all: BTreeSet<&Key> = base_items.keys().chain(our_items.keys()).chain(their_items.keys()).collect();
    for key in all {
        merge.merge_item(key, base_items.get(key), our_items.get(key), their_items.get(key));
    }
    merge.find_clashes();
    let (mut annotation, new_ids) = merge.annotation();
    let [base_relations, our_relations, their_relations] = [(base, base_keys), (ours, our_keys), (theirs, their_keys)]
        .map(|(version, keys)| {
            let names = keys.iter().filter_map(|(id, key)| Some((id.clone(), new_ids.get(key)?.clone()))).collect();
            renamed(version, &names)
        });
    annotation.relations = merge_relations(&base_relations, &our_relations, &their_relations);
    annotation.status = match_status(base.status, ours.status, theirs.status, merge.conflicts);
    annotation.annotator = match three_way(base, ours, theirs) {
        Some(version) => version.annotator.clone(),
        None => joined_names(&ours.annotator, &theirs.annotator),
    };
    annotation.extra = merge_keys(&base.extra, &ours.extra, &theirs.extra);
    annotation.merge_keys_pressed(base, ours, theirs);
    let [base, ours, theirs] = [base, ours, theirs].map(|version| version.remark(&RemarkTarget::Article));
    annotation.remarks.set(RemarkTarget::Article, merge_remarks(&base, &ours, &theirs));
    Merged { annotation, conflicts: merge.conflicts }
}

/// The value that both have, or that only one of them changed.
fn three_way<'a, T: PartialEq>(base: &T, ours: &'a T, theirs: &'a T) -> Option<&'a T> {
    if ours == theirs || theirs == base {
        Some(ours)
    } else if ours == base {
        Some(theirs)
    } else {
        None
    }
}

/// Both annotators, each once.
fn joined_names(ours: &Option<String>, theirs: &Option<String>) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in [ours, theirs].into_iter().flatten().flat_map(|names| names.split(", ")) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// With conflicts, an article is not done. If both changed the status, the work goes on.
fn match_status(base: Status, ours: Status, theirs: Status, conflicts: usize) -> Status {
    match three_way(&base, &ours, &theirs) {
        Some(Status::Done) if conflicts > 0 => Status::InProgress,
        Some(status) => *status,
        None => Status::InProgress,
    }
}

/// Merges keys: what only one side added, changed or removed; ours, where both changed one.
fn merge_keys(base: &Extra, ours: &Extra, theirs: &Extra) -> Extra {
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
fn merge_remarks(base: &Remark, ours: &Remark, theirs: &Remark) -> Remark {
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

struct Merge<'a> {
    text: &'a Text,
    /// The names of the two sides: their annotators.
    names: [String; 2],
    items: BTreeMap<Key, (Item, Side)>,
    readings: Vec<(Suggestion, Remark)>,
    /// The number of the reading with a body.
    reading_of: HashMap<Body, usize>,
    conflicts: usize,
    /// The number of the last difference that a side has already.
    last_difference: usize,
}

impl<'a> Merge<'a> {
    fn new(text: &'a Text, [ours, theirs]: [&Annotation; 2]) -> Self {
        let name =
            |annotation: &Annotation, other: &str| annotation.annotator.clone().unwrap_or_else(|| other.to_owned());
        let mut names = [name(ours, "ours"), name(theirs, "theirs")];
        if names[0] == names[1] {
            names = ["ours", "theirs"].map(str::to_owned);
        }
        let last_difference = [ours, theirs].into_iter().map(last_difference).max().unwrap_or(0);
        let (items, readings, reading_of) = (BTreeMap::new(), Vec::new(), HashMap::new());
        Self { text, names, items, readings, reading_of, conflicts: 0, last_difference }
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
        let taken = match (ours, theirs) {
            // Both removed it.
            (None, None) => None,
            (Some(one), Some(other)) if one.agrees_with(other) => Some((merge_equal(base, one, other), Side::Both)),
            _ if unchanged(theirs) => ours.map(|item| (item.clone(), Side::Ours)),
            _ if unchanged(ours) => theirs.map(|item| (item.clone(), Side::Theirs)),
            // Fresh suggestions of a machine give way to verdicts.
            _ if undecided(base) && undecided(ours) => theirs.or(ours).map(|item| (noted(item), Side::Theirs)),
            _ if undecided(base) && undecided(theirs) => ours.or(theirs).map(|item| (noted(item), Side::Ours)),
            _ => return self.conflict(&[(ours, 0), (theirs, 1)]),
        };
        if let Some((item, side)) = taken {
            // Both sides are in the base: no side added it.
            let side = if base.is_some_and(|base| base.agrees_with(&item)) { Side::Both } else { side };
            self.items.insert(key.clone(), (item, side));
        }
    }

    /// Makes the readings of both sides pending.
    fn conflict(&mut self, sides: &[(Option<&Item>, usize)]) {
        self.conflicts += 1;
        let difference = format!("d{}", self.last_difference + self.conflicts);
        for (item, side) in sides.iter().filter_map(|(item, side)| Some(((*item)?, *side))) {
            let name = self.names.get(side).cloned().unwrap_or_default();
            // The note of an item goes with its first reading.
            let (mut readings, mut remark) = (Vec::new(), Some(item.remark.clone()));
            match &item.state {
                State::Gold(gold) => {
                    let body = gold.body.clone();
                    match &gold.suggestion {
                        Some(suggestion) if suggestion.body.agrees_with(&body) => {
                            readings.push((suggestion.clone(), true));
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
                if is_own {
                    reading.extra.insert(ANNOTATORS.to_owned(), names_value(std::slice::from_ref(&name)));
                }
                self.add_reading(reading, remark.take().unwrap_or_default());
            }
        }
    }

    /// Adds a reading; one with the same body gets a further annotator.
    fn add_reading(&mut self, reading: Suggestion, remark: Remark) {
        let next = self.readings.len();
        let number = *self.reading_of.entry(reading.body.without_link().into_owned()).or_insert(next);
        match self.readings.get_mut(number) {
            Some((one, said)) => {
                let own = reading.extra.get(ANNOTATORS).and_then(Value::as_array).cloned().unwrap_or_default();
                if let Some(Value::Array(names)) = one.extra.get_mut(ANNOTATORS) {
                    names.extend(own);
                } else if !own.is_empty() {
                    one.extra.insert(ANNOTATORS.to_owned(), Value::Array(own));
                }
                *said = merge_remarks(&Remark::default(), said, &remark);
            }
            None => self.readings.push((reading, remark)),
        }
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
            let mut sides = vec![(self.items.remove(&key), 0)];
            sides.extend(against.iter().map(|other| (self.items.remove(other), 1)));
            let items: Vec<(Option<&Item>, usize)> =
                sides.iter().map(|(item, side)| (item.as_ref().map(|(item, _)| item), *side)).collect();
            self.conflict(&items);
        }
    }

    /// Puts the items into lists, with ids of their own, and links the speakers again.
    fn annotation(&mut self) -> (Annotation, HashMap<Key, String>) {
        let mut annotation = Annotation::default();
        let mut new_ids: HashMap<Key, String> = HashMap::new();
        // What our side added, so that an equal addition of theirs is the same item.
        let mut bodies: HashMap<Body, String> = HashMap::new();
        // Those of our side keep their ids.
        let mut order: Vec<(&Key, &Item, Side)> =
            self.items.iter().map(|(key, (item, side))| (key, item, *side)).collect();
        order.sort_by_key(|(_, item, side)| {
            (*side == Side::Theirs, item.gold().map(|gold| (gold.suggestion.is_none(), gold.id.clone())))
        });
        for (key, item, side) in &order {
            let Some(gold) = item.gold() else { continue };
            if let Some(id) = bodies.get(&gold.body).filter(|_| *side == Side::Theirs) {
                new_ids.insert((*key).clone(), id.clone());
                if let Some(target) = annotation.gold_item(id).map(GoldItem::remark_target) {
                    let remark = merge_remarks(&Remark::default(), &annotation.remark(&target), &item.remark);
                    annotation.remarks.set(target, remark);
                }
                continue;
            }
            let is_free = annotation.gold_item(&gold.id).is_none();
            let id = if is_free { gold.id.clone() } else { annotation.free_id(gold.body.layer()) };
            if *side == Side::Ours {
                bodies.insert(gold.body.clone(), id.clone());
            }
            new_ids.insert((*key).clone(), id.clone());
            let new = GoldItem { id, ..gold.clone() };
            annotation.remarks.set(new.remark_target(), item.remark.clone());
            annotation.gold.insert(new);
        }
        for (key, item, _) in order {
            if let (Some(link), Some(id)) = (&item.link, new_ids.get(key)) {
                set_link(&mut annotation, id, new_ids.get(link));
            }
        }
        let mut ids: UniqueIds = UniqueIds::default();
        annotation.gold.iter().filter_map(|item| item.suggestion.as_ref()).for_each(|one| {
            ids.insert(one.id.clone());
        });
        for (item, _) in self.items.values() {
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
            annotation.remarks.set(RemarkTarget::Suggestion(id), item.remark.clone());
        }
        for (mut reading, remark) in std::mem::take(&mut self.readings) {
            reading.id = ids.claim(reading.id);
            annotation.remarks.set(RemarkTarget::Suggestion(reading.id.clone()), remark);
            annotation.pending.insert(reading);
        }
        (annotation, new_ids)
    }
}

/// The highest number of the differences that an annotation has from an earlier merge, in any list.
fn last_difference(annotation: &Annotation) -> usize {
    let pending = annotation.pending.iter();
    let rejected = annotation.rejected.iter().map(|one| &one.suggestion);
    let gold = annotation.gold.iter().filter_map(|item| item.suggestion.as_ref());
    let names = pending.chain(rejected).chain(gold).filter_map(difference_of);
    names.filter_map(|name| name.strip_prefix('d')?.parse().ok()).max().unwrap_or(0)
}

fn set_link(annotation: &mut Annotation, id: &str, link: Option<&String>) {
    let Some(mut item) = annotation.gold_item(id).cloned() else { return };
    if let Body::Quote(frame) = &mut item.body
        && let Some(speaker) = &mut frame.speaker
    {
        speaker.entity = link.cloned();
        annotation.gold.remove(id);
        annotation.gold.insert(item);
    }
}

/// Merges what both sides say about one item on which they agree.
fn merge_equal(base: Option<&Item>, ours: &Item, theirs: &Item) -> Item {
    let none = Remark::default();
    let remark = merge_remarks(base.map_or(&none, |item| &item.remark), &ours.remark, &theirs.remark);
    let base_link = base.and_then(|item| item.link.clone());
    let link = three_way(&base_link, &ours.link, &theirs.link).cloned().unwrap_or_else(|| ours.link.clone());
    let mut state = ours.state.clone();
    if let (State::Gold(item), State::Gold(other)) = (&mut state, &theirs.state) {
        let no_keys = Extra::new();
        let base_keys = base.and_then(Item::gold).map_or(&no_keys, |item| &item.extra);
        item.extra = merge_keys(base_keys, &item.extra, &other.extra);
        let no_attributes = Attributes::default();
        let base_item = base.and_then(Item::gold);
        let base_attributes = base_item.map_or(&no_attributes, |item| &item.attributes);
        item.attributes = merge_attributes(base_attributes, &item.attributes, &other.attributes);
        let base_parts = base_item.map_or(&[][..], |item| &item.parts).to_vec();
        item.parts = three_way(&base_parts, &item.parts, &other.parts).unwrap_or(&item.parts).clone();
    }
    Item { state, remark, link }
}
