//! Combining the annotations of several annotators by a rule.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::gold::{
    Annotation, Attributes, Body, Extra, GoldItem, Rejected, Remark, RemarkTarget, Status, Suggestion, Timestamp,
    UniqueIds, Verdict, stable_id,
};
use crate::text::{Span, Text};

use serde_json::Value;

use super::clash::groups;
use super::relations::{add, renamed, union};
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

/// An item with everybody who has it.
struct Reading<'a> {
    /// The numbers of the annotators.
    by: Vec<usize>,
    item: &'a GoldItem,
}

/// What becomes of a reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Gold,
    Rejected,
    Pending,
}

/// Combines the annotations of several annotators of one article. Items are equal if they say the same about the text; the
/// links of speakers do not count. Remarks of the annotators go with their readings.
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
    let readings = collect(annotators);
    let bodies: Vec<&Body> = readings.iter().map(|reading| &reading.item.body).collect();
    let open: Vec<usize> = (0..readings.len()).filter(|at| !is_unanimous(&readings, *at, annotators.len())).collect();
    let open_bodies: Vec<&Body> = open.iter().filter_map(|at| bodies.get(*at).copied()).collect();
    let group_of: HashMap<usize, usize> = open.iter().copied().zip(groups(&open_bodies)).collect();
    let mut builder = Builder::new(text, annotators);
    let mut result = Combined { annotation: Annotation::default(), agreed: 0, decided: 0, pending: 0 };
    let mut by_group: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, group) in &group_of {
        by_group.entry(*group).or_default().push(*at);
    }
    let mut differences = 0;
    for (at, reading) in readings.iter().enumerate() {
        let Some(group) = group_of.get(&at) else {
            result.agreed += 1;
            if *rule == MergeRule::Union {
                builder.pend(reading, None);
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
        for (reading, fate) in members.into_iter().zip(fates) {
            match fate {
                Fate::Gold => builder.accept(reading),
                Fate::Rejected => builder.reject(reading),
                Fate::Pending => builder.pend(reading, Some(format!("d{differences}"))),
            }
        }
    }
    let is_done = result.pending == 0 && *rule != MergeRule::Union;
    builder.add_relations(rule);
    result.annotation = builder.finish(is_done);
    result
}

/// The readings of all annotators, in reading order.
fn collect<'a>(annotators: &'a [(String, &'a Annotation)]) -> Vec<Reading<'a>> {
    let mut found: HashMap<Cow<'a, Body>, Reading<'a>> = HashMap::new();
    for (number, (_, annotation)) in annotators.iter().enumerate() {
        for item in &annotation.gold {
            let reading = found.entry(item.body.without_link()).or_insert_with(|| Reading { by: Vec::new(), item });
            if reading.by.last() != Some(&number) {
                reading.by.push(number);
            }
        }
    }
    let mut readings: Vec<Reading<'a>> = found.into_values().collect();
    readings.sort_by(|a, b| {
        (a.item.body.reading_key(), &a.by)
            .cmp(&(b.item.body.reading_key(), &b.by))
            .then_with(|| a.item.id.cmp(&b.item.id))
    });
    readings
}

fn is_unanimous(readings: &[Reading<'_>], at: usize, annotators: usize) -> bool {
    readings.get(at).is_some_and(|reading| reading.by.len() == annotators)
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
}

impl<'a> Builder<'a> {
    fn new(text: &'a Text, annotators: &'a [(String, &'a Annotation)]) -> Self {
        let (annotation, ids) = (Annotation::default(), UniqueIds::default());
        Self { text, annotators, annotation, ids, named: HashMap::new() }
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

    /// The id of the gold item with this body.
    fn new_id(&self, body: &Body) -> Option<String> {
        Some(same_item(&self.annotation, body)?.id.clone())
    }

    /// When each annotator decided so.
    fn times(&self, reading: &Reading<'_>) -> Vec<Value> {
        let annotations = reading.by.iter().filter_map(|at| self.annotators.get(*at));
        let time =
            |annotation: &Annotation| same_item(annotation, &reading.item.body)?.at.as_ref().map(|at| at.0.clone());
        annotations.map(|(_, annotation)| time(annotation).map_or(Value::Null, Value::String)).collect()
    }

    /// The notes and flags of everybody who reads it so.
    fn remark(&self, reading: &Reading<'_>) -> Remark {
        let (mut notes, mut flags): (Vec<String>, Vec<String>) = Default::default();
        for (_, annotation) in reading.by.iter().filter_map(|at| self.annotators.get(*at)) {
            let Some(item) = same_item(annotation, &reading.item.body) else { continue };
            let remark = annotation.remark(&item.remark_target());
            notes.extend(remark.note.filter(|note| !notes.contains(note)));
            let new: Vec<String> = remark.flags.into_iter().filter(|flag| !flags.contains(flag)).collect();
            flags.extend(new);
        }
        Remark { note: (!notes.is_empty()).then(|| notes.join(" / ")), flags }
    }

    /// The parts of the first annotator who has some, and the attributes of all.
    fn details(&self, reading: &Reading<'_>) -> (Vec<Span>, Attributes) {
        let annotations = reading.by.iter().filter_map(|at| self.annotators.get(*at));
        let items = annotations.filter_map(|(_, annotation)| same_item(annotation, &reading.item.body));
        items.fold((Vec::new(), Attributes::default()), |(parts, attributes), item| {
            (if parts.is_empty() { item.parts.clone() } else { parts }, union(&attributes, &item.attributes))
        })
    }

    /// Adds the relations of the annotators between items that are gold now, each with the names of those who have it.
    fn add_relations(&mut self, rule: &MergeRule) {
        let only = match rule {
            MergeRule::Annotator(name) if self.annotators.iter().any(|(one, _)| one == name) => Some(name),
            _ => None,
        };
        for (name, annotation) in self.annotators.iter().filter(|(name, _)| only.is_none_or(|only| only == name)) {
            if annotation.relations.is_empty() {
                continue;
            }
            let id = |item: &GoldItem| Some((item.id.clone(), self.new_id(&item.body)?));
            let names: HashMap<String, String> = annotation.gold.iter().filter_map(id).collect();
            for mut relation in renamed(annotation, &names) {
                relation.extra.insert(ANNOTATORS.to_owned(), names_value(std::slice::from_ref(name)));
                add(&mut self.annotation.relations, relation);
            }
        }
    }

    /// The reading as a suggestion of its annotators.
    fn suggestion(&mut self, reading: &Reading<'_>, extra: Extra) -> Suggestion {
        let body = reading.item.body.without_link().into_owned();
        let id = self.ids.claim(stable_id(self.text, &body));
        Suggestion { id, source: self.names(reading).join("+"), score: None, body, extra }
    }

    /// A suggestion of a machine stays with the item; otherwise the item can be taken back as the reading of its annotators.
    fn accept(&mut self, reading: &Reading<'_>) {
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
        let (parts, attributes) = self.details(reading);
        let item = GoldItem { id, body, parts, attributes, verdict, suggestion, at, extra };
        self.annotation.remarks.set(item.remark_target(), self.remark(reading));
        self.annotation.gold.insert(item);
    }

    fn reject(&mut self, reading: &Reading<'_>) {
        let extra = self.extra(reading);
        let suggestion = self.suggestion(reading, extra);
        let target = RemarkTarget::Suggestion(suggestion.id.clone());
        self.annotation.remarks.set(target, self.remark(reading));
        self.annotation.rejected.insert(Rejected { suggestion, at: None });
    }

    fn pend(&mut self, reading: &Reading<'_>, difference: Option<String>) {
        let mut extra = self.extra(reading);
        extra.extend(difference.map(|name| (DIFFERENCE.to_owned(), name.into())));
        let times = self.times(reading);
        if times.iter().any(|time| !time.is_null()) {
            extra.insert(TIMES.to_owned(), Value::Array(times));
        }
        let suggestion = self.suggestion(reading, extra);
        let target = RemarkTarget::Suggestion(suggestion.id.clone());
        self.annotation.remarks.set(target, self.remark(reading));
        self.annotation.pending.insert(suggestion);
    }

    /// Links speakers to the entities of the combined annotation, and takes over what annotators rejected and nobody has.
    fn finish(mut self, is_done: bool) -> Annotation {
        let linked: Vec<GoldItem> = self.annotation.gold.iter().filter_map(|item| self.linked(item)).collect();
        for item in linked {
            self.annotation.gold.remove(item.id.as_str());
            self.annotation.gold.insert(item);
        }
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

    /// The quote with a link from its speaker, if an annotator has linked it to an entity that is gold now.
    fn linked(&self, item: &GoldItem) -> Option<GoldItem> {
        let link = self.annotators.iter().find_map(|(_, annotation)| {
            let same = same_item(annotation, &item.body)?;
            let entity = annotation.gold_item(same.body.frame()?.speaker.as_ref()?.entity.as_deref()?)?;
            self.new_id(&entity.body)
        })?;
        let mut item = item.clone();
        if let Body::Quote(frame) = &mut item.body
            && let Some(speaker) = &mut frame.speaker
        {
            speaker.entity = Some(link);
        }
        Some(item)
    }
}

/// The item of an annotation with this body.
fn same_item<'a>(annotation: &'a Annotation, body: &Body) -> Option<&'a GoldItem> {
    annotation.gold.at_place(body.reading_key()).find(|item| item.body.agrees_with(body))
}
