//! The items of one version of an annotation, under names that mean the same in every version.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::gold::{Annotation, Body, GoldItem, Rejected, Remark, RemarkTarget, Suggestion, stable_id};
use crate::text::Text;

/// The name of an item in all versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// A suggestion, whatever its verdict.
    Suggestion(String),
    /// An added item that the common ancestor has, by its id.
    Added(String),
    /// An item that was added since, by its content; equal ones are counted.
    New(String, usize),
}

/// An item in one version.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) state: State,
    pub(super) remark: Remark,
    /// The entity that the speaker is linked to.
    pub(super) link: Option<Key>,
}

/// The list that an item is in. The links of speakers are beside it, in [`Item::link`].
#[derive(Debug, Clone, PartialEq)]
pub(super) enum State {
    Gold(Box<GoldItem>),
    Rejected(Box<Rejected>),
    Pending(Box<Suggestion>),
}

impl Item {
    /// True if a person decided on it.
    pub(super) const fn is_decided(&self) -> bool {
        !matches!(self.state, State::Pending(_))
    }

    /// True if both say the same about the text.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        match (&self.state, &other.state) {
            (State::Gold(item), State::Gold(other)) => item.body.agrees_with(&other.body),
            (State::Rejected(_), State::Rejected(_)) => true,
            (State::Pending(one), State::Pending(other)) => one.body.agrees_with(&other.body),
            _ => false,
        }
    }

    /// True if nothing was changed, apart from the id of a gold item.
    pub(super) fn is_unchanged_from(&self, base: &Self) -> bool {
        let same_state = match (&self.state, &base.state) {
            (State::Gold(item), State::Gold(other)) => GoldItem { id: other.id.clone(), ..(**item).clone() } == **other,
            (state, other) => state == other,
        };
        same_state && self.remark == base.remark && self.link == base.link
    }

    pub(super) const fn gold(&self) -> Option<&GoldItem> {
        match &self.state {
            State::Gold(item) => Some(item),
            _ => None,
        }
    }
}

/// The names of the gold items of a version, by their ids. `added` are the ids of the added items of the common ancestor.
pub(super) fn keys(text: &Text, annotation: &Annotation, added: &HashSet<String>) -> HashMap<String, Key> {
    let mut keys: HashMap<String, Key> = HashMap::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for item in &annotation.gold {
        let key = match &item.suggestion {
            Some(suggestion) => Key::Suggestion(suggestion.id.clone()),
            None if added.contains(&item.id) => Key::Added(item.id.clone()),
            None => {
                let content = stable_id(text, &item.body);
                let count = counts.entry(content.clone()).or_default();
                *count += 1;
                Key::New(content, *count)
            }
        };
        keys.insert(item.id.clone(), key);
    }
    keys
}

/// The items of a version, whose gold items have the names `keys`.
pub(super) fn items(annotation: &Annotation, keys: &HashMap<String, Key>) -> BTreeMap<Key, Item> {
    let mut found = BTreeMap::new();
    for item in &annotation.gold {
        let Some(key) = keys.get(&item.id).cloned() else { continue };
        let link = linked(&item.body).and_then(|id| keys.get(id).cloned());
        let remark = annotation.remark(&item.remark_target());
        let mut unlinked = item.clone();
        if let Cow::Owned(body) = item.body.without_link() {
            unlinked.body = body;
        }
        found.insert(key, Item { state: State::Gold(Box::new(unlinked)), remark, link });
    }
    let remark = |id: &str| annotation.remark(&RemarkTarget::Suggestion(id.to_owned()));
    for one in &annotation.rejected {
        let (key, remark) = (Key::Suggestion(one.suggestion.id.clone()), remark(&one.suggestion.id));
        found.entry(key).or_insert(Item { state: State::Rejected(Box::new(one.clone())), remark, link: None });
    }
    for one in &annotation.pending {
        let (key, remark) = (Key::Suggestion(one.id.clone()), remark(&one.id));
        found.entry(key).or_insert(Item { state: State::Pending(Box::new(one.clone())), remark, link: None });
    }
    found
}

fn linked(body: &Body) -> Option<&str> {
    body.frame()?.speaker.as_ref()?.entity.as_deref()
}
