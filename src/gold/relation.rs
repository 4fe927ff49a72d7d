//! Relations between gold items.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Attributes, Extra};

/// A labelled relation from one gold item to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Unique among the relations of the article: `r1`.
    pub id: String,
    /// The label, such as `born_in`.
    pub label: String,
    /// The id of the gold item at which it begins.
    pub from: String,
    /// The id of the gold item to which it leads.
    pub to: String,
    /// Its attributes.
    pub attributes: Attributes,
    /// Unknown keys.
    pub extra: Extra,
}

impl Relation {
    /// A relation without attributes.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        label: impl Into<String>,
        from: impl Into<String>,
        to: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            from: from.into(),
            to: to.into(),
            attributes: Attributes::default(),
            extra: Extra::new(),
        }
    }

    /// Returns true if both relations say the same, under whatever ids.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        (&self.label, &self.from, &self.to) == (&other.label, &other.from, &other.to)
    }
}

/// The key of a relation in order: `r2` comes before `r10`.
type OrderKey = (String, u64, String);

fn order_key(id: &str) -> OrderKey {
    let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (letters, number) = id.split_at(id.len() - digits);
    (letters.to_owned(), number.parse().unwrap_or(0), id.to_owned())
}

/// The relations of an article, in the order of their ids. They are found by id and by either end. Clones share them.
///
/// ```
/// use tawsim::gold::{Relation, Relations};
/// let mut relations = Relations::default();
/// relations.insert(Relation::new(relations.free_id(), "born_in", "e1", "e2"));
/// assert_eq!(relations.of("e2").next().unwrap().id, "r1");
/// assert_eq!(relations.free_id(), "r2");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Relations {
    by_id: Arc<BTreeMap<OrderKey, Relation>>,
    /// For each end, the keys of its relations.
    by_end: Arc<BTreeSet<(String, OrderKey)>>,
    /// For what a relation says, the keys of its relations.
    by_content: Arc<BTreeSet<(Content, OrderKey)>>,
}

/// What a relation says: the two ends and the label.
type Content = (String, String, String);

fn content(relation: &Relation) -> Content {
    (relation.from.clone(), relation.to.clone(), relation.label.clone())
}

impl PartialEq for Relations {
    fn eq(&self, other: &Self) -> bool {
        self.by_id == other.by_id
    }
}

impl Relations {
    /// The number of relations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Returns true if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The relations, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Relation> {
        self.by_id.values()
    }

    /// Returns the relation with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Relation> {
        self.by_id.get(&order_key(id))
    }

    /// The relations that begin or end at a gold item, each once.
    pub fn of<'a>(&'a self, item: &'a str) -> impl Iterator<Item = &'a Relation> {
        let first = (item.to_owned(), (String::new(), 0, String::new()));
        let of_item = self.by_end.range(first..).take_while(move |(end, _)| end == item);
        of_item.filter_map(|(_, key)| self.by_id.get(key))
    }

    /// The first relation that says the same as this one, under whatever id.
    #[must_use]
    pub fn same_as(&self, relation: &Relation) -> Option<&Relation> {
        let content = content(relation);
        let first = (content.clone(), (String::new(), 0, String::new()));
        let (found, key) = self.by_content.range(first..).next()?;
        self.by_id.get(key).filter(|_| *found == content)
    }

    /// Adds a relation. A relation with the same id is replaced.
    pub fn insert(&mut self, relation: Relation) {
        self.remove(&relation.id);
        let key = order_key(&relation.id);
        let by_end = Arc::make_mut(&mut self.by_end);
        by_end.insert((relation.from.clone(), key.clone()));
        by_end.insert((relation.to.clone(), key.clone()));
        Arc::make_mut(&mut self.by_content).insert((content(&relation), key.clone()));
        Arc::make_mut(&mut self.by_id).insert(key, relation);
    }

    /// Removes the relation with this id.
    pub fn remove(&mut self, id: &str) {
        let key = order_key(id);
        if !self.by_id.contains_key(&key) {
            return;
        }
        if let Some(old) = Arc::make_mut(&mut self.by_id).remove(&key) {
            Arc::make_mut(&mut self.by_content).remove(&(content(&old), key.clone()));
            let by_end = Arc::make_mut(&mut self.by_end);
            by_end.remove(&(old.from, key.clone()));
            by_end.remove(&(old.to, key));
        }
    }

    /// Returns an id for a new relation: `r` and one more than the highest number in use.
    #[must_use]
    pub fn free_id(&self) -> String {
        let numbered = |key: &OrderKey| key.0 == "r";
        let last = self.by_id.range(..("r".to_owned(), u64::MAX, "s".to_owned())).next_back();
        let number = last.filter(|(key, _)| numbered(key)).map_or(0, |(key, _)| key.1);
        format!("r{}", number.saturating_add(1))
    }
}

impl FromIterator<Relation> for Relations {
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> Self {
        let mut all = Self::default();
        relations.into_iter().for_each(|relation| all.insert(relation));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_found_by_either_end() {
        let all = [("r10", "e1", "e2"), ("r2", "e2", "e3"), ("r3", "e3", "e3"), ("zz", "e1", "q1")];
        let mut relations: Relations = all.iter().map(|(id, from, to)| Relation::new(*id, "x", *from, *to)).collect();
        let ids = |relations: &Relations, item: &str| relations.of(item).map(|it| it.id.clone()).collect::<Vec<_>>();
        assert_eq!(relations.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["r2", "r3", "r10", "zz"]);
        assert_eq!(ids(&relations, "e2"), ["r2", "r10"]);
        assert_eq!(ids(&relations, "e3"), ["r2", "r3"]);
        assert_eq!(relations.free_id(), "r11");
        relations.insert(Relation::new("r10", "y", "e4", "e5"));
        relations.remove("r2");
        assert_eq!(
            (ids(&relations, "e2").len(), ids(&relations, "e1"), relations.len()),
            (0, vec!["zz".to_owned()], 3)
        );
        assert_eq!(Relations::default().free_id(), "r1");
    }
}
