//! The actions of an annotator on relations and attributes. Each returns an [`Edit`].

use serde_json::Value;

use crate::gold::{Attributes, GoldItem, Relation};

use super::change::{Change, Edit};
use super::edit_kind::EditKind;
use super::relation_ends::removal;
use super::verbs::Decider;

impl Decider<'_> {
    /// Adds a relation between two gold items. `None` if one of them does not exist, if both are the same, or if the
    /// relation is there already.
    ///
    /// ```
    /// use tawsim::edit::Decider;
    /// use tawsim::gold::json;
    /// let line = r#"{"id": "a", "text": "سامي باريس", "entities": [
    ///     {"id": "e1", "start": 0, "end": 4, "label": "PER", "verdict": "added"},
    ///     {"id": "e2", "start": 5, "end": 10, "label": "LOC", "verdict": "added"}]}"#;
    /// let (_, mut annotation) = json::read(line)?;
    /// Decider { annotation: &annotation, at: None }.relate("born_in", "e1", "e2").unwrap().apply(&mut annotation);
    /// assert_eq!(annotation.relations.of("e2").next().unwrap().label, "born_in");
    /// # Ok::<(), json::JsonError>(())
    /// ```
    #[must_use]
    pub fn relate(&self, label: &str, from: &str, to: &str) -> Option<Edit> {
        let exist = self.annotation.gold_item(from).is_some() && self.annotation.gold_item(to).is_some();
        let relation = Relation::new(self.annotation.relations.free_id(), label, from, to);
        let is_new = self.annotation.relations.same_as(&relation).is_none();
        let change = || Change::Relation { before: None, after: Some(Box::new(relation)) };
        (exist && from != to && is_new).then(|| self.edit(EditKind::Related, vec![change()]))
    }

    /// Removes relations.
    #[must_use]
    pub fn unrelate(&self, ids: &[String]) -> Option<Edit> {
        let found = ids.iter().filter_map(|id| self.annotation.relations.find(id));
        let changes: Vec<Change> = found.map(removal).collect();
        (!changes.is_empty()).then(|| self.edit(EditKind::RemovedRelation, changes))
    }

    /// Changes the label of a relation.
    #[must_use]
    pub fn relabel_relation(&self, id: &str, label: &str) -> Option<Edit> {
        let before = self.annotation.relations.find(id)?;
        let after = Relation { label: label.to_owned(), ..before.clone() };
        let is_new = !self.annotation.relations.of(&after.from).any(|other| other.agrees_with(&after));
        let change = || Change::Relation { before: Some(Box::new(before.clone())), after: Some(Box::new(after)) };
        is_new.then(|| self.edit(EditKind::RelabelledRelation, vec![change()]))
    }

    /// Adds a value to an attribute of a gold item.
    #[must_use]
    pub fn set_attribute(&self, item: &str, name: &str, value: Value) -> Option<Edit> {
        self.change_attributes(EditKind::SetAttribute, item, |attributes| attributes.with(name, value))
    }

    /// Removes an attribute of a gold item with all its values.
    #[must_use]
    pub fn remove_attribute(&self, item: &str, name: &str) -> Option<Edit> {
        self.change_attributes(EditKind::RemovedAttribute, item, |attributes| attributes.without(name))
    }

    fn change_attributes(
        &self,
        kind: EditKind,
        item: &str,
        change: impl FnOnce(&Attributes) -> Attributes,
    ) -> Option<Edit> {
        let before = self.annotation.gold_item(item)?;
        let after = GoldItem { attributes: change(&before.attributes), ..before.clone() };
        (after.attributes != before.attributes).then(|| {
            let change = Change::GoldItem { before: Some(Box::new(before.clone())), after: Some(Box::new(after)) };
            self.edit(kind, vec![change])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{History, ItemRef};
    use crate::gold::{Annotation, Body, Label, json};

    const LINE: &str = r#"{"id":"a","text":"شمال وجنوب السودان وسامي","status":"in_progress","entities":[
        {"id":"e1","start":0,"end":4,"label":"LOC","verdict":"added"},
        {"id":"e2","start":20,"end":24,"label":"PER","verdict":"added","attributes":{"Sure":"no"}}],
        "relations":[{"id":"r1","label":"from","from":"e2","to":"e1"},{"id":"r2","label":"of","from":"e1","to":"e2"}]}"#;

    fn decider(annotation: &Annotation) -> Decider<'_> {
        Decider { annotation, at: None }
    }

    /// The relations of an item go with it in the same edit, and come back with it.
    #[test]
    fn relations_go_with_their_ends() {
        let (_, mut annotation) = json::read(LINE).unwrap();
        let start = annotation.clone();
        let mut history = History::default();
        let edit = decider(&annotation).reject(&ItemRef::GoldItem("e2".to_owned())).unwrap();
        assert_eq!(edit.touched(), None, "the focus goes where it goes without relations");
        history.commit(&mut annotation, edit);
        assert!(annotation.relations.is_empty());
        history.undo(&mut annotation);
        assert_eq!(annotation, start);
    }

    #[test]
    fn edits_that_change_nothing_are_none() {
        let (_, annotation) = json::read(LINE).unwrap();
        let decider = decider(&annotation);
        for (label, from, to) in [("from", "e2", "e1"), ("x", "e1", "e1"), ("x", "e1", "e9")] {
            assert_eq!(decider.relate(label, from, to), None);
        }
        assert!(decider.relate("from", "e1", "e2").is_some());
        assert_eq!(decider.unrelate(&["r9".to_owned()]), None);
        assert_eq!(decider.set_attribute("e2", "Sure", "no".into()), None);
        assert_eq!(decider.remove_attribute("e1", "Sure"), None);
        let edit = decider.relabel_relation("r1", "lives_in").unwrap();
        assert_eq!(edit.touched(), Some(ItemRef::GoldItem("e2".to_owned())));
    }

    /// Parts follow the edges of their entity, and a part that touches another is joined with it.
    #[test]
    fn parts_follow_the_edges() {
        let (article, mut annotation) = json::read(LINE).unwrap();
        let text = &article.text;
        let mut history = History::default();
        let item = ItemRef::GoldItem("e1".to_owned());
        let pieces = |annotation: &Annotation| {
            let item = annotation.gold_item("e1").unwrap();
            item.pieces().into_iter().map(|piece| text.slice(piece).to_owned()).collect::<Vec<_>>()
        };
        for (from, to, expected) in [(11, 18, ["شمال", "السودان"].as_slice()), (4, 11, &["شمال وجنوب السودان"])]
        {
            let edit = decider(&annotation).add_part(&item, text.span_of_code_points(from, to).unwrap()).unwrap();
            history.commit(&mut annotation, edit);
            assert_eq!(pieces(&annotation), expected);
        }
        history.undo(&mut annotation);
        for (from, to, expected) in [(1, 19, ["مال", "السودان "].as_slice()), (1, 8, &["مال وجن"])] {
            let span = text.span_of_code_points(from, to).unwrap();
            let body = Body::Entity { span, label: Label::new("LOC") };
            let edit = decider(&annotation).change(EditKind::MovedEdge, &item, body).unwrap();
            history.commit(&mut annotation, edit);
            assert_eq!(pieces(&annotation), expected);
        }
    }
}
