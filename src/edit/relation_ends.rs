//! Removes the relations of items that an edit removes.

use std::collections::BTreeMap;

use crate::gold::{Annotation, Relation};

use super::change::Change;

/// The change that removes a relation.
pub(super) fn removal(relation: &Relation) -> Change {
    Change::Relation { before: Some(Box::new(relation.clone())), after: None }
}

/// Adds the removal of the relations whose end an edit removes. These changes come first, because the last change of an
/// edit says what the edit is about.
pub(super) fn remove_with_ends(annotation: &Annotation, changes: &mut Vec<Change>) {
    if annotation.relations.is_empty() {
        return;
    }
    let mut gone = BTreeMap::new();
    for change in changes.iter() {
        let Change::GoldItem { before: Some(item), after: None } = change else { continue };
        gone.extend(annotation.relations.of(&item.id).map(|relation| (relation.id.clone(), removal(relation))));
    }
    changes.splice(0..0, gone.into_values());
}
