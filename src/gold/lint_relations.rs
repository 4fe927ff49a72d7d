//! Finds relations and attributes that are probably wrong.

use std::collections::HashMap;

use super::{Annotation, Finding, GoldItem, LabelSet, Relation, attribute_words};

/// Checks relations: their ends exist and are two items, their labels are in the label set if it lists labels of relations,
/// and no other relation says the same.
pub(super) fn lint_relations<'a>(
    annotation: &Annotation,
    labels: &LabelSet,
    relations: impl Iterator<Item = &'a Relation>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut first: HashMap<(&str, &str, &str), &str> = HashMap::new();
    for relation in relations {
        let Relation { id, label, from, to, .. } = relation;
        let mut find = |other: Option<&str>, what, why| {
            findings.push(Finding { id: id.clone(), other: other.map(str::to_owned), what, why });
        };
        for end in [from, to].into_iter().filter(|end| annotation.gold_item(end).is_none()) {
            find(None, "dangling relation", format!("{label} leads from {from} to {to}, and {end} does not exist"));
        }
        if from == to {
            find(None, "self relation", format!("{label} leads from {from} to itself"));
        }
        if !labels.relations().is_empty() && labels.relation(label).is_none() {
            find(None, "unknown label", format!("{label} is not among the relations of the label set"));
        }
        match first.get(&(label.as_str(), from.as_str(), to.as_str())) {
            Some(other) => {
                find(Some(*other), "doubled", format!("{label} leads from {from} to {to} twice, also as {other}"));
            }
            None => drop(first.insert((label, from, to), id)),
        }
    }
    findings
}

/// Checks the attributes of an item against the label set, if it lists attributes.
pub(super) fn lint_attributes(item: &GoldItem, labels: &LabelSet, find: &mut impl FnMut(&'static str, String)) {
    if labels.attributes().is_empty() {
        return;
    }
    for (name, value) in item.attributes.pairs() {
        let value = attribute_words(value);
        match labels.attribute(name) {
            None => find("unknown attribute", format!("{name} is not among the attributes of the label set")),
            Some(known) if !known.values.is_empty() && !known.values.contains(&value) => {
                find("unknown attribute", format!("{name} is {value:?}, which is none of {}", known.values.join(", ")));
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gold::{LabelSet, json, lint};

    #[test]
    fn wrong_relations_and_attributes_are_found() {
        let line = r#"{"id":"a","text":"سامي باريس","entities":[
            {"id":"e1","start":0,"end":4,"label":"PER","verdict":"added","attributes":{"Sure":"so so","Use":1,"Tag":"x"}},
            {"id":"e2","start":5,"end":10,"label":"LOC","verdict":"added","attributes":{"Sure":["yes","no"]}}],
            "relations":[{"id":"r1","label":"in","from":"e1","to":"e2"},{"id":"r2","label":"in","from":"e1","to":"e2"},
            {"id":"r3","label":"in","from":"e1","to":"e1"},{"id":"r4","label":"at","from":"e1","to":"e9"}]}"#;
        let labels = "[[label]]\nname = \"PER\"\n[[label]]\nname = \"LOC\"\n";
        let more = "[[relation]]\nname = \"in\"\n[[attribute]]\nname = \"Sure\"\nvalues = [\"yes\", \"no\"]\n\
                    [[attribute]]\nname = \"Use\"\n";
        let (article, annotation) = json::read(line).unwrap();
        let of_relations = [("r2", "doubled"), ("r3", "self relation"), ("r4", "dangling relation")];
        let of_labels = [("e1", "unknown attribute"), ("e1", "unknown attribute"), ("r4", "unknown label")].into_iter();
        for (toml, mut expected) in [
            (labels.to_owned(), of_relations.to_vec()),
            (format!("{labels}{more}"), of_relations.into_iter().chain(of_labels).collect()),
        ] {
            let labels = LabelSet::from_toml(&toml).unwrap();
            let found = lint(&article.text, &annotation, &labels);
            let mut found: Vec<(&str, &str)> = found.iter().map(|it| (it.id.as_str(), it.what)).collect();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected);
        }
        let about = lint::lint_item(&article.text, &annotation, &LabelSet::default(), "e2");
        assert_eq!(about.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["r2"]);
    }

    /// Two names that share a word do not cross, but the same parts twice are doubled.
    #[test]
    fn entities_in_parts_may_share_words() {
        let entity = |id: &str, parts: &str, from: usize, to: usize| {
            format!(r#"{{"id":"{id}","start":{from},"end":{to},"parts":[{parts}],"label":"LOC","verdict":"added"}}"#)
        };
        let north = r#"{"start":0,"end":4},{"start":11,"end":18}"#;
        let json = format!(
            r#"{{"id":"a","text":"شمال وجنوب السودان","entities":[{},{},{}]}}"#,
            entity("e1", north, 0, 18),
            r#"{"id":"e2","start":6,"end":18,"label":"LOC","verdict":"added"}"#,
            entity("e3", north, 0, 18),
        );
        let (article, annotation) = json::read(&json).unwrap();
        let found = lint(&article.text, &annotation, &LabelSet::default());
        assert_eq!(found.iter().map(|it| (it.id.as_str(), it.what)).collect::<Vec<_>>(), [("e3", "doubled")]);
    }
}
