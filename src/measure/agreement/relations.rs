//! Agreement on relations.

use std::collections::BTreeMap;

use crate::gold::{Annotation, Body};
use crate::measure::LabelledRange;
use crate::measure::counts::real;
use crate::text::Text;

/// The ends of a relation: the ranges of each end with their label or role, so that ids do not count.
type Ends = (Vec<LabelledRange>, Vec<LabelledRange>);

/// A relation in code points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RelationRanges {
    label: String,
    ends: Ends,
}

impl RelationRanges {
    pub(super) fn both_ends(&self) -> [&[LabelledRange]; 2] {
        [&self.ends.0, &self.ends.1]
    }

    /// Both ends; the first has the label of the relation.
    pub(super) fn said(&self) -> Vec<LabelledRange> {
        let from = self.ends.0.iter().map(|range| LabelledRange { label: self.label.clone(), ..range.clone() });
        from.chain(self.ends.1.iter().cloned()).collect()
    }
}

/// The relations of an annotation. One whose end is missing is left out.
pub(super) fn relations_of(text: &Text, annotation: &Annotation) -> Vec<RelationRanges> {
    let end = |id: &str| Some(ranges(text, &annotation.gold_item(id)?.body));
    let relation = |relation: &crate::gold::Relation| {
        Some(RelationRanges { label: relation.label.clone(), ends: (end(&relation.from)?, end(&relation.to)?) })
    };
    annotation.relations.iter().filter_map(relation).collect()
}

/// The span of an entity with its label, or the content of a quote.
pub(super) fn ranges(text: &Text, body: &Body) -> Vec<LabelledRange> {
    let (spans, label) = match body {
        Body::Entity { span, label } => (vec![*span], label.as_str()),
        Body::Quote(frame) => (frame.content.clone(), "CONTENT"),
    };
    let range = |span| {
        let range = text.code_points(span);
        LabelledRange { start: range.start, end: range.end, label: label.to_owned() }
    };
    spans.into_iter().map(range).collect()
}

/// How often two annotators have relations, and the same ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RelationCounts {
    /// Relations of the first annotator.
    pub first: usize,
    /// Relations of the second annotator.
    pub second: usize,
    /// Relations that both have.
    pub agreed: usize,
}

impl RelationCounts {
    /// The F1; `None` without relations.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        let all = self.first + self.second;
        (all > 0).then(|| 2.0 * real(self.agreed) / real(all))
    }

    fn add<T: Ord>(&mut self, first: Vec<T>, second: Vec<T>) {
        self.first += first.len();
        self.second += second.len();
        self.agreed += common(first, second);
    }
}

/// How two annotators agree on relations. Two relations are equal if their labels are, and both ends have equal edges and
/// labels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelationAgreement {
    /// All relations.
    pub exact: RelationCounts,
    /// The same, whatever the labels of the relations.
    pub ends: RelationCounts,
    /// Exact, by label.
    pub labels: BTreeMap<String, RelationCounts>,
}

impl RelationAgreement {
    pub(super) fn add(&mut self, first: &[RelationRanges], second: &[RelationRanges]) {
        self.exact.add(first.iter().collect(), second.iter().collect());
        let ends = |list: &[RelationRanges]| list.iter().map(|relation| relation.ends.clone()).collect::<Vec<_>>();
        self.ends.add(ends(first), ends(second));
        let mut by_label: BTreeMap<&str, [Vec<&RelationRanges>; 2]> = BTreeMap::new();
        for (side, list) in [first, second].into_iter().enumerate() {
            for relation in list {
                let sides = by_label.entry(&relation.label).or_default();
                if let Some(side) = sides.get_mut(side) {
                    side.push(relation);
                }
            }
        }
        for (label, [first, second]) in by_label {
            self.labels.entry(label.to_owned()).or_default().add(first, second);
        }
    }
}

/// The number of values that both lists have, counted as often as they are there.
pub(super) fn common<T: Ord>(mut first: Vec<T>, mut second: Vec<T>) -> usize {
    first.sort_unstable();
    second.sort_unstable();
    let mut rest = second.into_iter().peekable();
    let is_there = |one: &T| {
        while rest.next_if(|other| other < one).is_some() {}
        rest.next_if(|other| other == one).is_some()
    };
    first.iter().map(is_there).filter(|found| *found).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    /// Ids and the order of relations do not count; edges and labels of the ends and the label of the relation do.
    #[test]
    fn relations_are_compared_by_what_they_say() {
        let read = |entities: &str, relations: &str| {
            let line = format!(
                r#"{{"id":"a","text":"ولد سامي في باريس قرب لندن","entities":[{entities}],"relations":[{relations}]}}"#
            );
            let (article, annotation) = json::read(&line).unwrap();
            relations_of(&article.text, &annotation)
        };
        let entity = |id: &str, start: usize, end: usize, label: &str| {
            format!(r#"{{"id":"{id}","start":{start},"end":{end},"label":"{label}","verdict":"added"}}"#)
        };
        let relation = |id: &str, label: &str, from: &str, to: &str| {
            format!(r#"{{"id":"{id}","label":"{label}","from":"{from}","to":"{to}"}}"#)
        };
        let entities = [entity("e1", 4, 8, "PER"), entity("e2", 12, 17, "LOC"), entity("e3", 22, 26, "LOC")].join(",");
        let first =
            read(&entities, &[relation("r1", "born", "e1", "e2"), relation("r2", "near", "e2", "e3")].join(","));
        let others = [entity("e7", 4, 8, "PER"), entity("e8", 12, 17, "LOC"), entity("e9", 22, 26, "ORG")].join(",");
        let second = read(
            &others,
            &[
                relation("r1", "near", "e8", "e9"),
                relation("r2", "lives", "e7", "e8"),
                relation("r3", "born", "e7", "e8"),
            ]
            .join(","),
        );
        let mut found = RelationAgreement::default();
        found.add(&first, &second);
        let counts = |first, second, agreed| RelationCounts { first, second, agreed };
        assert_eq!((found.exact, found.ends), (counts(2, 3, 1), counts(2, 3, 1)));
        assert_eq!(found.exact.f1(), Some(0.4));
        let labels: Vec<(&str, RelationCounts)> =
            found.labels.iter().map(|(label, counts)| (label.as_str(), *counts)).collect();
        assert_eq!(labels, [("born", counts(1, 1, 1)), ("lives", counts(0, 1, 0)), ("near", counts(1, 1, 0))]);
    }
}
