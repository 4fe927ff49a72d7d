//! Merging the relations and attributes of several versions of an annotation.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::item_state::Key;
use super::merged_values::{merge_attributes, merge_keys, three_way};
use super::{ANNOTATORS, annotators_of};
use crate::gold::{Annotation, Attributes, Relation, Relations};

/// A relation of a version, with the names of its ends in all versions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeyedRelation {
    pub(super) from: Key,
    pub(super) to: Key,
    pub(super) relation: Relation,
}

impl KeyedRelation {
    /// True if both lead from one item to the other, whatever their labels.
    fn joins_the_same(&self, other: &Self) -> bool {
        (&self.from, &self.to) == (&other.from, &other.to)
    }

    /// True if both are equal, under whatever ids of the relation and of the ends.
    fn is_unchanged_from(&self, base: &Self) -> bool {
        let (one, other) = (&self.relation, &base.relation);
        self.joins_the_same(base)
            && (&one.label, &one.attributes, &one.extra) == (&other.label, &other.attributes, &other.extra)
    }
}

/// A relation of the merge.
pub(super) struct MergedRelation {
    pub(super) relation: KeyedRelation,
    /// Both sides changed it in different ways, or one side changed it and the other removed it.
    pub(super) is_disputed: bool,
}

/// The name of a relation in all versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum RelationKey {
    /// One of the version that both began with, by its id there.
    Base(String),
    /// One that was added since: its ends and its label.
    New(Key, Key, String),
}

/// The relations of a version whose items have these names. A relation without one of its ends is left out.
pub(super) fn keyed(annotation: &Annotation, keys: &HashMap<String, Key>) -> Vec<KeyedRelation> {
    let keyed = |relation: &Relation| {
        let (from, to) = (keys.get(&relation.from)?.clone(), keys.get(&relation.to)?.clone());
        Some(KeyedRelation { from, to, relation: relation.clone() })
    };
    annotation.relations.iter().filter_map(keyed).collect()
}

/// The ends of the relations that a side added or changed.
pub(super) fn needed_ends<'a>(base: &'a [KeyedRelation], side: &'a [KeyedRelation]) -> impl Iterator<Item = Key> + 'a {
    let base: HashMap<&str, &KeyedRelation> = base.iter().map(|one| (one.relation.id.as_str(), one)).collect();
    let is_unchanged =
        move |one: &KeyedRelation| base.get(one.relation.id.as_str()).is_some_and(|was| one.is_unchanged_from(was));
    side.iter().filter(move |one| !is_unchanged(one)).flat_map(|one| [one.from.clone(), one.to.clone()])
}

/// The relations of a side by their names in all versions. Each has the id that it had in the base, if it was there.
fn named(base: &[KeyedRelation], side: Vec<KeyedRelation>) -> BTreeMap<RelationKey, KeyedRelation> {
    let by_id: HashMap<&str, &KeyedRelation> = base.iter().map(|one| (one.relation.id.as_str(), one)).collect();
    let content = |one: &KeyedRelation| (one.from.clone(), one.to.clone(), one.relation.label.clone());
    let by_content: HashMap<_, &str> = base.iter().map(|one| (content(one), one.relation.id.as_str())).collect();
    let is_base = |one: &KeyedRelation| by_id.get(one.relation.id.as_str()).is_some_and(|was| one.joins_the_same(was));
    let taken: BTreeSet<String> = side.iter().filter(|one| is_base(one)).map(|one| one.relation.id.clone()).collect();
    let mut found: BTreeMap<RelationKey, KeyedRelation> = BTreeMap::new();
    for one in side {
        let key = match by_content.get(&content(&one)) {
            _ if is_base(&one) => RelationKey::Base(one.relation.id.clone()),
            // It was removed and added again.
            Some(id) if !taken.contains(*id) => RelationKey::Base((*id).to_owned()),
            _ => RelationKey::New(one.from.clone(), one.to.clone(), one.relation.label.clone()),
        };
        match found.get_mut(&key) {
            Some(same) => same.relation.attributes = union(&same.relation.attributes, &one.relation.attributes),
            None => drop(found.insert(key, one)),
        }
    }
    found
}

/// Merges the relations of two sides by those of the version that both began with. What only one side did is taken over. A
/// relation that one side changed and the other removed stays; if both gave it other labels, it is there with either.
pub(super) fn merge_three(
    base: Vec<KeyedRelation>,
    ours: Vec<KeyedRelation>,
    theirs: Vec<KeyedRelation>,
) -> Vec<MergedRelation> {
    let (ours, mut theirs) = (named(&base, ours), named(&base, theirs));
    let base = named(&base.clone(), base);
    let (mut merged, mut added) = (Vec::new(), Vec::new());
    for (key, one) in ours {
        let (was, other) = (base.get(&key), theirs.remove(&key));
        match (was, other) {
            (None, None) => merged.push(MergedRelation { relation: one, is_disputed: false }),
            (Some(was), None) if one.is_unchanged_from(was) => {}
            (Some(_), None) => merged.push(MergedRelation { relation: one, is_disputed: true }),
            (was, Some(other)) => {
                let label = match was.map(|was| &was.relation.label) {
                    Some(was) => three_way(was, &one.relation.label, &other.relation.label).cloned(),
                    None => Some(one.relation.label.clone()),
                };
                let relation = merge_both(was, one, &other);
                match label {
                    Some(label) => {
                        let relation =
                            KeyedRelation { relation: Relation { label, ..relation.relation.clone() }, ..relation };
                        merged.push(MergedRelation { relation, is_disputed: false });
                    }
                    None => {
                        merged.push(MergedRelation { relation, is_disputed: true });
                        added.push(MergedRelation { relation: other, is_disputed: true });
                    }
                }
            }
        }
    }
    for (key, one) in theirs {
        match base.get(&key) {
            Some(was) if one.is_unchanged_from(was) => {}
            was => added.push(MergedRelation { relation: one, is_disputed: was.is_some() }),
        }
    }
    // Ours come first, so they keep their ids.
    merged.extend(added);
    merged
}

/// Ours, with the merged attributes and keys of both sides.
fn merge_both(base: Option<&KeyedRelation>, ours: KeyedRelation, theirs: &KeyedRelation) -> KeyedRelation {
    let (no_attributes, no_keys) = Default::default();
    let (was_attributes, was_keys) = match base {
        Some(base) => (&base.relation.attributes, &base.relation.extra),
        None => (&no_attributes, &no_keys),
    };
    let attributes = merge_attributes(was_attributes, &ours.relation.attributes, &theirs.relation.attributes);
    let extra = merge_keys(was_keys, &ours.relation.extra, &theirs.relation.extra);
    KeyedRelation { relation: Relation { attributes, extra, ..ours.relation }, ..ours }
}

/// Adds a relation, and gives its id. One that says the same gets its attributes, its keys and its annotators.
pub(super) fn add(relations: &mut Relations, mut new: Relation) -> String {
    let Some(mut same) = relations.same_as(&new).cloned() else {
        if relations.find(&new.id).is_some() {
            new.id = relations.free_id();
        }
        let id = new.id.clone();
        relations.insert(new);
        return id;
    };
    let id = same.id.clone();
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
    id
}

/// The values of both.
pub(super) fn union(one: &Attributes, other: &Attributes) -> Attributes {
    other.pairs().fold(one.clone(), |all, (name, value)| all.with(name, value.clone()))
}

#[cfg(test)]
mod tests {
    use crate::gold::merge::{MergeRule, annotators_of, carried_attributes, carried_relations, combine, merge_three};
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

    /// Attributes that only some annotators have: with unanimous and union both readings stay pending; a majority decides.
    #[test]
    fn relations_and_attributes_follow_the_rule() {
        let ((article, sara), (_, ali)) =
            (gold("", LIVES), gold(SURE, &format!("{LIVES},{}", LEFT.replace("r1", "r2"))));
        let readings = [("sara".to_owned(), &sara), ("ali".to_owned(), &ali), ("huda".to_owned(), &sara)];
        let merge = |count: usize, rule: MergeRule| combine(&article.text, &readings[..count], &rule);
        let all = merge(2, MergeRule::Unanimous);
        assert_eq!((all.pending, all.annotation.gold.len(), labels(&all.annotation).len()), (1, 1, 0));
        let carried: Vec<(usize, usize)> = all
            .annotation
            .pending
            .iter()
            .map(|one| (carried_attributes(one).len(), carried_relations(one).len()))
            .collect();
        assert_eq!(carried, [(0, 1), (1, 2)]);
        let most = merge(3, MergeRule::Majority);
        assert_eq!((most.pending, most.decided, labels(&most.annotation)), (0, 3, vec!["lives_in"]));
        assert_eq!(most.annotation.gold_item("e1").unwrap().attributes.len(), 0);
        assert_eq!(annotators_of(&most.annotation.relations.find("r1").unwrap().extra), ["sara", "ali", "huda"]);
        for (name, expected, attributes) in [("sara", vec!["lives_in"], 0), ("ali", vec!["lives_in", "left"], 1)] {
            let one = merge(3, MergeRule::Annotator(name.to_owned())).annotation;
            assert_eq!((labels(&one), one.pending.len(), one.rejected.len()), (expected, 0, 0), "{name}");
            assert_eq!(one.gold_item("e1").unwrap().attributes.len(), attributes);
        }
        assert_eq!(merge(2, MergeRule::Union).annotation.pending.len(), 3);
    }
}
