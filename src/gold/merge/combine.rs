//! Combining the annotations of several annotators by a rule.

use std::collections::HashMap;

use crate::gold::{
    Annotation, Body, Extra, GoldItem, Rejected, Relation, Remark, RemarkTarget, Status, Suggestion, Timestamp,
    UniqueIds, Verdict, stable_id,
};
use crate::text::Text;

use serde_json::Value;

use super::carried::{carry_attributes, carry_no_link, carry_parts};
use super::clash::groups;
use super::relations::union;
use super::said::{Ends, Reading, collect, ends_of, linked};
use super::waiting::{Place, place_link, place_relation};
use super::{ANNOTATORS, DIFFERENCE, TIMES, names_value};

/// How the annotations of several annotators become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeRule {
    /// Gold is what all annotators have; everything else stays pending.
    Unanimous,
    /// Gold is what more than half of the annotators have; a tie stays pending.
    Majority,
    /// Gold is what this annotator has. In articles that he did not annotate, as for [`MergeRule::Unanimous`].
    Annotator(String),
    /// Everything stays pending.
    Union,
}

/// The combined annotation of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    /// Gold items and pending readings.
    pub annotation: Annotation,
    /// The number of items that all annotators have.
    pub agreed: usize,
    /// The number of differences that the rule decided.
    pub decided: usize,
    /// The number of differences that stay pending.
    pub pending: usize,
}

/// What becomes of a reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Gold,
    Rejected,
    Pending,
}

/// Combines the annotations of several annotators of one article. Items are equal if they say the same about the text and have the
/// same parts, attributes, relations and speaker links. Relations and links whose ends are not gold wait with their readings.
/// Remarks of the annotators go with their readings.
///
/// ```
/// use tawsim::gold::{json, merge::{MergeRule, combine}};
/// let gold = |label: &str| {
///     let json = r#"{"id": "a", "text": "زار باريس", "entities": [
///         {"id": "e1", "start": 4, "end": 9, "label": "LOC", "verdict": "added"}]}"#;
///     json::read(&json.replace("LOC", label)).unwrap()
/// };
/// let ((article, sara), (_, ali)) = (gold("LOC"), gold("PER"));
/// let readings = [("sara".to_owned(), &sara), ("ali".to_owned(), &ali)];
/// let combined = combine(&article.text, &readings, &MergeRule::Unanimous);
/// assert_eq!((combined.pending, combined.annotation.pending.len()), (1, 2));
/// let combined = combine(&article.text, &readings, &MergeRule::Annotator("ali".to_owned()));
/// assert_eq!(combined.annotation.gold.first().unwrap().body.label(), "PER");
/// ```
#[must_use]
pub fn combine(text: &Text, annotators: &[(String, &Annotation)], rule: &MergeRule) -> Combined {
    let ends = ends_of(annotators);
    let readings = collect(annotators, &ends, *rule == MergeRule::Majority);
    let bodies: Vec<&Body> = readings.iter().map(|reading| &reading.item.body).collect();
    let is_open = |(_, reading): &(usize, &Reading<'_>)| reading.by.len() != annotators.len();
    let open: Vec<usize> = readings.iter().enumerate().filter(is_open).map(|(at, _)| at).collect();
    let open_bodies: Vec<&Body> = open.iter().filter_map(|at| bodies.get(*at).copied()).collect();
    let group_of: HashMap<usize, usize> = open.iter().copied().zip(groups(&open_bodies)).collect();
    let mut builder = Builder::new(text, annotators, ends);
    let mut result = Combined { annotation: Annotation::default(), agreed: 0, decided: 0, pending: 0 };
    let mut by_group: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, group) in &group_of {
        by_group.entry(*group).or_default().push(*at);
    }
    let mut differences = 0;
    for (at, reading) in readings.iter().enumerate() {
        result.decided += reading.outvoted;
        let Some(group) = group_of.get(&at) else {
            result.agreed += 1;
            if *rule == MergeRule::Union {
                builder.pend(reading, Extra::new());
            } else {
                builder.accept(reading);
            }
            continue;
        };
        // The whole group at its first reading.
        let Some(mut members) = by_group.remove(group) else { continue };
        members.sort_unstable();
        let members: Vec<&Reading<'_>> = members.into_iter().filter_map(|at| readings.get(at)).collect();
        let fates = decide(&members, annotators, rule);
        let is_pending = fates.contains(&Fate::Pending);
        differences += usize::from(is_pending);
        (result.pending, result.decided) =
            (result.pending + usize::from(is_pending), result.decided + usize::from(!is_pending));
        let mut decided: Vec<(&Reading<'_>, Fate)> = members.iter().copied().zip(fates).collect();
        decided.sort_by_key(|(_, fate)| *fate != Fate::Gold);
        for (reading, fate) in decided {
            match fate {
                Fate::Gold => builder.accept(reading),
                Fate::Rejected => builder.reject(reading),
                Fate::Pending => {
                    let mut keys = Extra::from_iter([(DIFFERENCE.to_owned(), format!("d{differences}").into())]);
                    if reading.is_unlinked_beside(&members) {
                        carry_no_link(&mut keys);
                    }
                    builder.pend(reading, keys);
                }
            }
        }
    }
    let (decided, pending) = builder.add_relations(rule);
    (result.decided, result.pending) = (result.decided + decided, result.pending + pending);
    builder.add_links(rule);
    let is_done = result.pending == 0 && *rule != MergeRule::Union;
    result.annotation = builder.finish(is_done);
    result
}

/// What becomes of the readings of one difference.
fn decide(members: &[&Reading<'_>], annotators: &[(String, &Annotation)], rule: &MergeRule) -> Vec<Fate> {
    let all = |fate| vec![fate; members.len()];
    match rule {
        MergeRule::Unanimous | MergeRule::Union => all(Fate::Pending),
        MergeRule::Annotator(name) => match annotators.iter().position(|(one, _)| one == name) {
            None => all(Fate::Pending),
            Some(number) => {
                let fate = |reading: &&Reading<'_>| {
                    if reading.by.contains(&number) { Fate::Gold } else { Fate::Rejected }
                };
                members.iter().map(fate).collect()
            }
        },
        MergeRule::Majority => {
            let is_majority = |votes: usize| votes * 2 > annotators.len();
            let without = (0..annotators.len()).filter(|at| !members.iter().any(|it| it.by.contains(at))).count();
            if !is_majority(without) && !members.iter().any(|reading| is_majority(reading.by.len())) {
                return all(Fate::Pending);
            }
            let fate = |reading: &&Reading<'_>| {
                if is_majority(reading.by.len()) { Fate::Gold } else { Fate::Rejected }
            };
            members.iter().map(fate).collect()
        }
    }
}

/// Builds the combined annotation.
struct Builder<'a> {
    text: &'a Text,
    annotators: &'a [(String, &'a Annotation)],
    annotation: Annotation,
    ids: UniqueIds,
    /// The key that names the annotators of a reading. Most readings of an article have the same annotators, and share it.
    named: HashMap<Vec<usize>, Extra>,
    /// The items that relations and links need, and where these are now.
    ends: Ends<'a>,
    places: HashMap<(usize, &'a str), Place>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a Text, annotators: &'a [(String, &'a Annotation)], ends: Ends<'a>) -> Self {
        let (annotation, ids) = (Annotation::default(), UniqueIds::default());
        let (named, places) = (HashMap::new(), HashMap::new());
        Self { text, annotators, annotation, ids, named, ends, places }
    }

    fn names(&self, reading: &Reading<'_>) -> Vec<String> {
        let names = reading.by.iter().filter_map(|at| self.annotators.get(*at));
        names.map(|(name, _)| name.clone()).collect()
    }

    /// The key with the names of the annotators of a reading.
    fn annotators_key(&mut self, reading: &Reading<'_>) -> Extra {
        if let Some(extra) = self.named.get(&reading.by) {
            return extra.clone();
        }
        let extra = Extra::from_iter([(ANNOTATORS.to_owned(), names_value(&self.names(reading)))]);
        self.named.insert(reading.by.clone(), extra.clone());
        extra
    }

    /// The unknown keys of a reading, and the key that names its annotators.
    fn extra(&mut self, reading: &Reading<'_>) -> Extra {
        let named = self.annotators_key(reading);
        if reading.item.extra.is_empty() {
            return named;
        }
        let mut extra = reading.item.extra.clone();
        extra.extend(named);
        extra
    }

    /// When each annotator decided so.
    fn times(reading: &Reading<'_>) -> Vec<Value> {
        let item = |by: &usize| reading.items.iter().find(|(annotator, _)| annotator == by).map(|(_, item)| *item);
        let time = |by: &usize| item(by)?.at.as_ref().map(|at| Value::String(at.0.clone()));
        reading.by.iter().map(|by| time(by).unwrap_or_default()).collect()
    }

    /// The notes and flags of everybody who reads it so.
    fn remark(&self, reading: &Reading<'_>) -> Remark {
        let remark = |(by, item): &(usize, &GoldItem)| Some(self.annotators.get(*by)?.1.remark(&item.remark_target()));
        joined_remarks(reading.items.iter().filter_map(remark))
    }

    /// Remembers where the items of a reading are.
    fn place(&mut self, reading: &Reading<'a>, place: &Place) {
        for (by, item) in reading.items.iter().filter(|(by, item)| self.ends.contains(&(*by, item.id.as_str()))) {
            self.places.insert((*by, &item.id), place.clone());
        }
    }

    /// The annotators whose relations and links count, with their numbers.
    fn heard(&self, rule: &MergeRule) -> Vec<(usize, &'a str, &'a Annotation)> {
        let annotators: &'a [(String, &'a Annotation)] = self.annotators;
        let only = match rule {
            MergeRule::Annotator(name) if annotators.iter().any(|(one, _)| one == name) => Some(name),
            _ => None,
        };
        let all = annotators.iter().enumerate().map(|(by, (name, annotation))| (by, name.as_str(), *annotation));
        all.filter(|(_, name, _)| only.is_none_or(|only| only == name)).collect()
    }

    /// Adds the relations of the annotators, each with the names of those who have it. Gives how many of those between gold items
    /// the rule dropped, and how many it did not decide; these stay.
    fn add_relations(&mut self, rule: &MergeRule) -> (usize, usize) {
        let mut found: Vec<(Place, Place, Relation, Vec<&str>)> = Vec::new();
        let mut number_of: HashMap<(Place, Place, String), usize> = HashMap::new();
        for (by, name, annotation) in self.heard(rule) {
            for relation in annotation.relations.iter() {
                let place = |id: &str| self.places.get(&(by, id)).cloned();
                let Some((from, to)) = place(&relation.from).zip(place(&relation.to)) else { continue };
                let key = (from.clone(), to.clone(), relation.label.clone());
                let number = *number_of.entry(key).or_insert(found.len());
                match found.get_mut(number) {
                    Some((_, _, one, names)) => {
                        one.attributes = union(&one.attributes, &relation.attributes);
                        names.extend((!names.contains(&name)).then_some(name));
                    }
                    None => found.push((from, to, relation.clone(), vec![name])),
                }
            }
        }
        let (mut dropped, mut undecided) = (0, 0);
        for (from, to, mut relation, names) in found {
            let is_open = [&from, &to].iter().any(|end| matches!(end, Place::Open(_)));
            if *rule == MergeRule::Majority && !is_open {
                match (names.len() * 2).cmp(&self.annotators.len()) {
                    std::cmp::Ordering::Less => {
                        dropped += 1;
                        continue;
                    }
                    std::cmp::Ordering::Equal => undecided += 1,
                    std::cmp::Ordering::Greater => {}
                }
            }
            relation.extra.insert(ANNOTATORS.to_owned(), names.into());
            place_relation(&mut self.annotation, &from, &to, relation);
        }
        (dropped, undecided)
    }

    /// Links the speakers of quotes as the annotators did.
    fn add_links(&mut self, rule: &MergeRule) {
        let mut votes: Vec<((Place, Place), usize)> = Vec::new();
        let mut number_of: HashMap<(Place, Place), usize> = HashMap::new();
        for (by, _, annotation) in self.heard(rule) {
            for item in &annotation.gold {
                let place = |id: &str| self.places.get(&(by, id)).cloned();
                let Some(link) = linked(&item.body).and_then(place).and_then(|to| Some((place(&item.id)?, to))) else {
                    continue;
                };
                let number = *number_of.entry(link.clone()).or_insert(votes.len());
                match votes.get_mut(number) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((link, 1)),
                }
            }
        }
        for ((quote, entity), count) in votes {
            let is_open = [&quote, &entity].iter().any(|end| matches!(end, Place::Open(_)));
            if *rule != MergeRule::Majority || is_open || count * 2 > self.annotators.len() {
                place_link(&mut self.annotation, &quote, &entity);
            }
        }
    }

    /// The reading as a suggestion of its annotators.
    fn suggestion(&mut self, reading: &Reading<'_>, mut extra: Extra) -> Suggestion {
        carry_attributes(&mut extra, &reading.attributes);
        carry_parts(&mut extra, &reading.item.parts);
        let body = reading.item.body.without_link().into_owned();
        let id = self.ids.claim(stable_id(self.text, &body));
        Suggestion { id, source: self.names(reading).join("+"), score: None, body, extra }
    }

    /// A suggestion of a machine stays with the item; otherwise the item can be taken back as the reading of its annotators.
    fn accept(&mut self, reading: &Reading<'a>) {
        let extra = self.extra(reading);
        let body = reading.item.body.without_link().into_owned();
        let suggestion = match &reading.item.suggestion {
            Some(suggestion) if !self.ids.contains(&suggestion.id) => {
                self.ids.insert(suggestion.id.clone());
                Some(suggestion.clone())
            }
            _ => {
                let named = self.annotators_key(reading);
                Some(self.suggestion(reading, named))
            }
        };
        let id = self.annotation.free_id(body.layer());
        let verdict = Verdict::of(&body, suggestion.as_ref());
        let at: Option<Timestamp> = reading.item.at.clone();
        let (parts, attributes) = (reading.item.parts.clone(), reading.attributes.clone());
        self.place(reading, &Place::Gold(id.clone()));
        let item = GoldItem { id, body, parts, attributes, verdict, suggestion, at, extra };
        self.annotation.remarks.set(item.remark_target(), self.remark(reading));
        self.annotation.gold.insert(item);
    }

    /// A reading whose body is gold with other details is dropped: nobody rejected these words.
    fn reject(&mut self, reading: &Reading<'a>) {
        if let Some(same) = same_item(&self.annotation, &reading.item.body) {
            let place = Place::Gold(same.id.clone());
            return self.place(reading, &place);
        }
        let extra = self.extra(reading);
        let suggestion = self.suggestion(reading, extra);
        self.place(reading, &Place::Open(vec![suggestion.id.clone()]));
        let target = RemarkTarget::Suggestion(suggestion.id.clone());
        self.annotation.remarks.set(target, self.remark(reading));
        self.annotation.rejected.insert(Rejected { suggestion, at: None });
    }

    fn pend(&mut self, reading: &Reading<'a>, keys: Extra) {
        let mut extra = self.extra(reading);
        extra.extend(keys);
        let times = Self::times(reading);
        if times.iter().any(|time| !time.is_null()) {
            extra.insert(TIMES.to_owned(), Value::Array(times));
        }
        let suggestion = self.suggestion(reading, extra);
        self.place(reading, &Place::Open(vec![suggestion.id.clone()]));
        let target = RemarkTarget::Suggestion(suggestion.id.clone());
        self.annotation.remarks.set(target, self.remark(reading));
        self.annotation.pending.insert(suggestion);
    }

    /// Takes over the notes on the article, and what annotators rejected and nobody has.
    fn finish(mut self, is_done: bool) -> Annotation {
        let remarks = self.annotators.iter().map(|(_, annotation)| annotation.remark(&RemarkTarget::Article));
        self.annotation.remarks.set(RemarkTarget::Article, joined_remarks(remarks));
        for (_, annotation) in self.annotators {
            for rejected in &annotation.rejected {
                let suggestion = &rejected.suggestion;
                let is_item = self.annotators.iter().any(|(_, other)| same_item(other, &suggestion.body).is_some());
                if !is_item && !self.ids.contains(&suggestion.id) {
                    self.ids.insert(suggestion.id.clone());
                    let target = RemarkTarget::Suggestion(suggestion.id.clone());
                    self.annotation.remarks.set(target.clone(), annotation.remark(&target));
                    self.annotation.rejected.insert(rejected.clone());
                }
            }
        }
        let all_done = self.annotators.iter().all(|(_, annotation)| annotation.status == Status::Done);
        self.annotation.status = if is_done && all_done { Status::Done } else { Status::InProgress };
        self.annotation
    }
}

/// Each note and each flag once.
fn joined_remarks(remarks: impl Iterator<Item = Remark>) -> Remark {
    let (mut notes, mut flags): (Vec<String>, Vec<String>) = Default::default();
    for remark in remarks {
        notes.extend(remark.note.filter(|note| !notes.contains(note)));
        let new: Vec<String> = remark.flags.into_iter().filter(|flag| !flags.contains(flag)).collect();
        flags.extend(new);
    }
    Remark { note: (!notes.is_empty()).then(|| notes.join(" / ")), flags }
}

/// The item of an annotation with this body.
fn same_item<'a>(annotation: &'a Annotation, body: &Body) -> Option<&'a GoldItem> {
    annotation.gold.at_place(body.reading_key()).find(|item| item.body.agrees_with(body))
}
