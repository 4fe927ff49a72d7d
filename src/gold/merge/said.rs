//! The readings of several annotators of one article: who says what about which words.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::gold::{Annotation, Attributes, Body, GoldItem};
use crate::text::Span;

/// An item with everybody who has it so.
pub(super) struct Reading<'a> {
    /// The numbers of the annotators.
    pub(super) by: Vec<usize>,
    /// Their items, each with the number of its annotator.
    pub(super) items: Vec<(usize, &'a GoldItem)>,
    pub(super) item: &'a GoldItem,
    pub(super) attributes: Attributes,
    /// The number of attributes, relations and links that a majority does not have.
    pub(super) outvoted: usize,
}

/// A detail of an item. Items are numbered; those of several annotators with one body and the same parts have one number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Attribute(String, String),
    /// A relation to an item: its label and its attributes.
    Relation(usize, String, Vec<(String, String)>),
    /// The entity that the speaker is linked to.
    Link(usize),
}

/// The readings of all annotators, in reading order. Two annotators have one reading if their items have equal bodies, parts,
/// attributes, relations to other items and speaker links. Relations and links to an item that some of those who have the first
/// one lack do not count, because the difference is about that other item. If `by_majority`, a reading that most have gets the
/// details that most have.
pub(super) fn collect<'a>(
    annotators: &'a [(String, &'a Annotation)],
    ends: &Ends<'a>,
    by_majority: bool,
) -> Vec<Reading<'a>> {
    let said = Said::new(annotators, ends);
    let mut readings: Vec<Reading<'a>> = Vec::new();
    for (number, items) in said.items.iter().enumerate() {
        let mut details: Vec<(usize, BTreeSet<Detail>)> = Vec::new();
        for (annotator, item) in items {
            let own = said.details(number, *annotator, item);
            match details.last_mut().filter(|(last, _)| last == annotator) {
                Some((_, all)) => all.extend(own),
                None => details.push((*annotator, own.collect())),
            }
        }
        if by_majority && let Some(reading) = majority(items, &details, annotators.len()) {
            readings.push(reading);
            continue;
        }
        while let Some((_, first)) = details.first().cloned() {
            let same: Vec<usize> = details.extract_if(.., |(_, own)| *own == first).map(|(by, _)| by).collect();
            let items = items.iter().copied().filter(|(annotator, _)| same.contains(annotator)).collect();
            readings.extend(Reading::new(same, items));
        }
    }
    readings.sort_by(|a, b| {
        (a.item.body.reading_key(), &a.by)
            .cmp(&(b.item.body.reading_key(), &b.by))
            .then_with(|| a.item.id.cmp(&b.item.id))
    });
    readings
}

impl<'a> Reading<'a> {
    fn new(by: Vec<usize>, items: Vec<(usize, &'a GoldItem)>) -> Option<Self> {
        let item = items.first()?.1;
        let attributes = item.attributes.clone();
        Some(Self { by, items, item, attributes, outvoted: 0 })
    }

    /// True if its speaker is not linked and that of another reading of the same words is.
    pub(super) fn is_unlinked_beside(&self, others: &[&Self]) -> bool {
        let body = &self.item.body;
        let is_linked = |other: &&Self| linked(&other.item.body).is_some() && other.item.body.agrees_with(body);
        linked(body).is_none() && others.iter().any(is_linked)
    }
}

/// The reading of a majority, with the details that more than half of all annotators have. `None` if there is none, or if half of
/// the annotators have a detail and half do not.
fn majority<'a>(
    items: &[(usize, &'a GoldItem)],
    details: &[(usize, BTreeSet<Detail>)],
    annotators: usize,
) -> Option<Reading<'a>> {
    let all: BTreeSet<&Detail> = details.iter().flat_map(|(_, own)| own).collect();
    let votes = |detail: &Detail| details.iter().filter(|(_, own)| own.contains(detail)).count() * 2;
    if details.len() * 2 <= annotators || all.iter().any(|detail| votes(detail) == annotators) {
        return None;
    }
    let by = details.iter().map(|(annotator, _)| *annotator).collect();
    let mut reading = Reading::new(by, items.to_vec())?;
    let has_won = |name: &str, value: &serde_json::Value| {
        votes(&Detail::Attribute(name.to_owned(), value.to_string())) > annotators
    };
    let pairs = items.iter().flat_map(|(_, item)| item.attributes.pairs()).filter(|(name, value)| has_won(name, value));
    reading.attributes = pairs.map(|(name, value)| (name.to_owned(), value.clone())).collect();
    reading.outvoted = all.iter().filter(|detail| votes(detail) < annotators).count();
    Some(reading)
}

/// The items that are an end of a relation or a link: the number of the annotator and the id.
pub(super) type Ends<'a> = HashSet<(usize, &'a str)>;

/// The ends of all relations and links. Most gold has none, and then no item must be found by its id.
pub(super) fn ends_of<'a>(annotators: &'a [(String, &'a Annotation)]) -> Ends<'a> {
    let of = |(by, (_, annotation)): (usize, &'a (String, &'a Annotation))| {
        let relations = annotation.relations.iter().flat_map(|relation| [relation.from.as_str(), relation.to.as_str()]);
        let links = annotation.gold.iter().filter_map(|item| Some([item.id.as_str(), linked(&item.body)?])).flatten();
        relations.chain(links).map(move |id| (by, id))
    };
    annotators.iter().enumerate().flat_map(of).collect()
}

/// All items, numbered.
struct Said<'a> {
    annotators: &'a [(String, &'a Annotation)],
    /// The items with each number, with the numbers of their annotators, in their order.
    items: Vec<Vec<(usize, &'a GoldItem)>>,
    /// The number of an item of an annotator, if it is an end.
    number_of: HashMap<(usize, &'a str), usize>,
}

impl<'a> Said<'a> {
    fn new(annotators: &'a [(String, &'a Annotation)], ends: &Ends<'a>) -> Self {
        let mut numbers: HashMap<(Cow<'a, Body>, &'a [Span]), usize> = HashMap::new();
        let mut said = Self { annotators, items: Vec::new(), number_of: HashMap::new() };
        for (annotator, (_, annotation)) in annotators.iter().enumerate() {
            for item in &annotation.gold {
                let next = said.items.len();
                let number = *numbers.entry((item.body.without_link(), &item.parts[..])).or_insert(next);
                match said.items.get_mut(number) {
                    Some(items) => items.push((annotator, item)),
                    None => said.items.push(vec![(annotator, item)]),
                }
                if ends.contains(&(annotator, item.id.as_str())) {
                    said.number_of.insert((annotator, &item.id), number);
                }
            }
        }
        said
    }

    fn details(&self, number: usize, annotator: usize, item: &'a GoldItem) -> impl Iterator<Item = Detail> {
        let to =
            move |id: &str| self.number_of.get(&(annotator, id)).copied().filter(|other| self.all_have(number, *other));
        let attributes = pairs(&item.attributes).into_iter().map(|(name, value)| Detail::Attribute(name, value));
        let annotation = self.annotators.get(annotator).map(|(_, annotation)| *annotation);
        let of_item = annotation.filter(|annotation| !annotation.relations.is_empty());
        let of_item = of_item.into_iter().flat_map(|annotation| annotation.relations.of(&item.id));
        let relations = of_item.filter(|relation| relation.from == item.id).filter_map(move |relation| {
            Some(Detail::Relation(to(&relation.to)?, relation.label.clone(), pairs(&relation.attributes)))
        });
        let link = linked(&item.body).and_then(to).map(Detail::Link);
        attributes.chain(relations).chain(link)
    }

    /// True if everybody who has the first item has the other one, too.
    fn all_have(&self, one: usize, other: usize) -> bool {
        let by = |number: usize| self.items.get(number).into_iter().flatten().map(|(annotator, _)| *annotator);
        by(one).all(|annotator| by(other).any(|one| one == annotator))
    }
}

fn pairs(attributes: &Attributes) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> =
        attributes.pairs().map(|(name, value)| (name.to_owned(), value.to_string())).collect();
    pairs.sort();
    pairs
}

/// The entity that the speaker of a quote is linked to.
pub(super) fn linked(body: &Body) -> Option<&str> {
    body.frame()?.speaker.as_ref()?.entity.as_deref()
}
