//! Merging the relations and attributes of several versions of an annotation.

use std::collections::HashMap;

use serde_json::Value;

use super::{ANNOTATORS, annotators_of};
use crate::gold::{Annotation, Attributes, Relation, Relations};

/// The relations of a version with other names for their ends. A relation to an item without a name is left out: only gold
/// items have relations, and a reading that is pending is none.
pub(super) fn renamed(annotation: &Annotation, names: &HashMap<String, String>) -> Vec<Relation> {
    let renamed = |relation: &Relation| {
        let (from, to) = (names.get(&relation.from)?.clone(), names.get(&relation.to)?.clone());
        Some(Relation { from, to, ..relation.clone() })
    };
    annotation.relations.iter().filter_map(renamed).collect()
}

/// Adds a relation. One that says the same gets its attributes, its keys and its annotators.
pub(super) fn add(relations: &mut Relations, mut new: Relation) {
    let Some(mut same) = relations.same_as(&new).cloned() else {
        if relations.find(&new.id).is_some() {
            new.id = relations.free_id();
        }
        relations.insert(new);
        return;
    };
    same.attributes = union(&same.attributes, &new.attributes);
    let mut names: Vec<Value> = annotators_of(&same.extra).into_iter().map(Value::from).collect();
    let more = annotators_of(&new.extra).into_iter().map(Value::from).filter(|name| !names.contains(name));
    let more: Vec<Value> = more.collect();
    names.extend(more);
    for (key, value) in new.extra {
        same.extra.entry(key).or_insert(value);
    }
    if !names.is_empty() {
        same.extra.insert(ANNOTATORS.to_owned(), Value::Array(names));
    }
    relations.insert(same);
}

/// Merges the relations of two sides, whose ends have common names, by those of the version that both began with. A relation
/// stays if both have it, or if one side added it.
pub(super) fn merge_three(base: &[Relation], ours: &[Relation], theirs: &[Relation]) -> Relations {
    let [base, ours_set, theirs_set] = [base, ours, theirs].map(|list| list.iter().cloned().collect::<Relations>());
    let mut merged = Relations::default();
    for (side, other) in [(ours, &theirs_set), (theirs, &ours_set)] {
        for relation in side.iter().filter(|it| other.same_as(it).is_some() || base.same_as(it).is_none()) {
            add(&mut merged, relation.clone());
        }
    }
    merged
}

/// The attributes of two versions of an item. What only one side changed is taken over; of what both changed, the values of
/// both stay.
pub(super) fn merge_attributes(base: &Attributes, ours: &Attributes, theirs: &Attributes) -> Attributes {
    match () {
        () if ours == theirs || theirs == base => ours.clone(),
        () if ours == base => theirs.clone(),
        () => union(ours, theirs),
    }
}

/// The values of both.
pub(super) fn union(one: &Attributes, other: &Attributes) -> Attributes {
    other.pairs().fold(one.clone(), |all, (name, value)| all.with(name, value.clone()))
}

#[cfg(test)]
mod tests {
    use crate::gold::merge::{MergeRule, combine, merge_three};
    use crate::gold::{Annotation, Article, json};

    /// Salma, who has a sure attribute if one is named, and Tripoli, with some relations.
    fn gold(attribute: &str, relations: &str) -> (Article, Annotation) {
        let json = r#"{"schema": "tawsim/2", "id": "a", "text": "عاشت سلمى في طرابلس", "entities": [
            {"id": "e1", "start": 5, "end": 9, "label": "PER", "verdict": "added" ATTRIBUTE},
            {"id": "e2", "start": 13, "end": 19, "label": "LOC", "verdict": "added"}], "relations": [RELATIONS]}"#;
        json::read(&json.replace("ATTRIBUTE", attribute).replace("RELATIONS", relations)).unwrap()
    }

    const LIVES: &str = r#"{"id": "r1", "label": "lives_in", "from": "e1", "to": "e2"}"#;
    const LEFT: &str = r#"{"id": "r1", "label": "left", "from": "e1", "to": "e2"}"#;
    const SURE: &str = r#", "attributes": {"Sure": "yes"}"#;

    fn labels(annotation: &Annotation) -> Vec<&str> {
        annotation.relations.iter().map(|relation| relation.label.as_str()).collect()
    }

    #[test]
    fn a_merge_keeps_what_one_side_added_and_drops_what_one_side_removed() {
        let ((article, ours), (_, theirs)) = (gold(SURE, LIVES), gold("", LEFT));
        let (_, base) = gold("", "");
        let merged = merge_three(&article.text, &base, &ours, &theirs).annotation;
        assert_eq!(labels(&merged), ["lives_in", "left"]);
        assert_eq!(merged.gold_item("e1").unwrap().attributes.len(), 1);
        let merged = merge_three(&article.text, &ours, &ours, &base).annotation;
        assert_eq!((labels(&merged), merged.gold_item("e1").unwrap().attributes.len()), (vec![], 0));
    }

    #[test]
    fn annotators_bring_their_relations_and_attributes() {
        let ((article, sara), (_, ali)) =
            (gold("", LIVES), gold(SURE, &format!("{LIVES},{}", LEFT.replace("r1", "r2"))));
        let readings = [("sara".to_owned(), &sara), ("ali".to_owned(), &ali)];
        let all = combine(&article.text, &readings, &MergeRule::Unanimous).annotation;
        assert_eq!(labels(&all), ["lives_in", "left"]);
        assert_eq!(super::annotators_of(&all.relations.find("r1").unwrap().extra), ["sara", "ali"]);
        assert_eq!(all.gold_item("e1").unwrap().attributes.len(), 1);
        let one = combine(&article.text, &readings, &MergeRule::Annotator("sara".to_owned())).annotation;
        assert_eq!(labels(&one), ["lives_in"]);
    }
}
