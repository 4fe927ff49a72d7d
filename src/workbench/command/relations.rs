//! Relations between gold items, and attributes of gold items.

use serde_json::Value;

use crate::edit::ItemRef;
use crate::gold::{GoldItem, attribute_words};
use crate::lang::{self, Wording, say};
use crate::text;
use crate::workbench::document::{Document, ItemState};
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::search::prompt::Purpose;
use crate::workbench::search::word_list::{NewWords, WordChoice};

use super::commit::{FocusAfter, commit, tell};
use super::condition::{Condition, ON_ITEM, focused_state, needs_focus, words};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits};
use super::word_list::open_list;

const RELATE: CommandName = CommandName::new("relate");

pub(super) const ROWS: &[Command] = &[
    Command {
        name: RELATE,
        title: Wording::new("relate", "علاقة"),
        help: Wording::new(
            "Begin a relation at the focused item; on another item: end it there, and choose its label. On the same item: forget it.",
            "ابدأ علاقة من العنصر الحالي؛ وعلى عنصر آخر: أنهها عنده واختر وسمها. وعلى العنصر نفسه: ألغها.",
        ),
        keys: &["; r"],
        group: Group::Relations,
        traits: CommandTraits::CHANGES,
        when: ON_GOLD,
        run: |model, _| relate(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("remove-relation"),
        title: Wording::new("remove-relation", "حذف علاقة"),
        help: Wording::new(
            "Remove a relation of the focused item. If it has several, choose one.",
            "احذف علاقة للعنصر الحالي؛ وإن كان له أكثر من واحدة فاختر إحداها.",
        ),
        keys: &["; R"],
        group: Group::Relations,
        traits: CommandTraits::CHANGES,
        when: ON_ITEM,
        run: |model, _| choose_relation(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("attribute"),
        title: Wording::new("attribute", "سمة"),
        help: Wording::new(
            "Give the focused item an attribute: its name, a space, its value. Without a value it is a flag.",
            "أعط العنصر الحالي سمة: اسمها ثم مسافة ثم قيمتها. وبلا قيمة هي علامة.",
        ),
        keys: &["; a"],
        group: Group::Relations,
        traits: CommandTraits::CHANGES,
        when: ON_GOLD,
        run: |model, _| choose_value(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("remove-attribute"),
        title: Wording::new("remove-attribute", "حذف سمة"),
        help: Wording::new(
            "Remove an attribute of the focused item with its values. If it has several, choose one.",
            "احذف سمة للعنصر الحالي بقيمها؛ وإن كانت له أكثر من واحدة فاختر إحداها.",
        ),
        keys: &["; A"],
        group: Group::Relations,
        traits: CommandTraits::CHANGES,
        when: ON_ITEM,
        run: |model, _| choose_attribute(model),
        ..Command::PLAIN
    },
];

/// On a gold item. The message says that a suggestion must be accepted first.
const ON_GOLD: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| matches!(focused_state(model), Some(ItemState::Decided(_))),
    why_not: |model| match focused_state(model) {
        Some(_) => words(model, lang::FOR_A_GOLD_ITEM),
        None => needs_focus(model),
    },
};

/// The focused gold item.
fn focused(model: &Model) -> Option<(&Document, &GoldItem)> {
    let document = model.document()?;
    let Some(ItemRef::GoldItem(id)) = &document.focus else { return None };
    document.annotation.gold_item(id).map(|item| (document, item))
}

/// The first words of a gold item.
fn words_of(document: &Document, item: &GoldItem) -> String {
    let pieces: Vec<&str> = item.pieces().into_iter().map(|piece| document.article.text.slice(piece)).collect();
    text::beginning(&pieces.join(" … "), 30)
}

/// Marks the beginning of a relation, or asks for the label of the one that ends here.
fn relate(model: &mut Model) -> Vec<Effect> {
    let Some((document, item)) = focused(model) else { return Vec::new() };
    let here = (document.article.id.clone(), item.id.clone());
    let begun = model
        .session
        .relation_start
        .clone()
        .filter(|(article, id)| *article == here.0 && document.annotation.gold_item(id).is_some());
    match begun {
        None => {
            let (id, words, key) = (item.id.clone(), words_of(document, item), model.key(RELATE));
            model.session.relation_start = Some(here);
            model.tell(say::relation_begins(model.lang(), &id, &words, &key));
            Vec::new()
        }
        Some(begun) if begun == here => {
            model.session.relation_start = None;
            tell(model, lang::RELATION_FORGOTTEN)
        }
        Some(_) => {
            let labels = relation_labels(model);
            open_list(model, Purpose::Relation, labels, NewWords::Allowed)
        }
    }
}

/// The labels of relations: those of the label set, then those that the article has.
fn relation_labels(model: &Model) -> Vec<WordChoice> {
    let arabic = model.lang().is_rtl();
    let listed = model.settings.labels.relations().iter().map(|def| WordChoice {
        value: def.name.clone(),
        shown: def.name.clone(),
        about: def.description_ar.clone().filter(|_| arabic).unwrap_or_else(|| def.description.clone()),
    });
    let seen = model.document().into_iter().flat_map(|document| document.annotation.relations.iter());
    let seen = seen.map(|relation| plain(relation.label.clone()));
    distinct(listed.chain(seen))
}

/// An entry without a description.
fn plain(value: String) -> WordChoice {
    WordChoice { shown: value.clone(), value, about: String::new() }
}

/// Entries with different values, in order.
fn distinct(entries: impl Iterator<Item = WordChoice>) -> Vec<WordChoice> {
    let mut seen = std::collections::HashSet::new();
    entries.filter(|entry| seen.insert(entry.value.clone())).collect()
}

/// Removes the only relation of the focused item, or asks which one.
fn choose_relation(model: &mut Model) -> Vec<Effect> {
    let Some((document, item)) = focused(model) else { return tell(model, lang::NO_RELATIONS) };
    let entry = |relation: &crate::gold::Relation| {
        let (sign, other) = if relation.from == item.id { (">", &relation.to) } else { ("<", &relation.from) };
        let words = document.annotation.gold_item(other).map(|other| words_of(document, other));
        let shown = format!("{sign} {} {other}", relation.label);
        WordChoice { value: relation.id.clone(), shown, about: words.unwrap_or_default() }
    };
    let entries: Vec<WordChoice> = document.annotation.relations.of(&item.id).map(entry).collect();
    match entries.as_slice() {
        [] => tell(model, lang::NO_RELATIONS),
        [only] => remove_relation(model, &only.value.clone()),
        _ => open_list(model, Purpose::RelationToRemove, entries, NewWords::Refused),
    }
}

/// Asks for an attribute and its value: those of the label set, then those that items of the article have.
fn choose_value(model: &mut Model) -> Vec<Effect> {
    let Some((document, _)) = focused(model) else { return Vec::new() };
    let arabic = model.lang().is_rtl();
    let mut entries = Vec::new();
    for def in model.settings.labels.attributes() {
        let about = def.description_ar.clone().filter(|_| arabic).unwrap_or_else(|| def.description.clone());
        let values = def.values.iter().map(|value| format!("{} {value}", def.name));
        let values: Vec<String> = if def.values.is_empty() { vec![def.name.clone()] } else { values.collect() };
        entries.extend(values.into_iter().map(|value| WordChoice { about: about.clone(), ..plain(value) }));
    }
    // Long articles have many items; the nearest examples are enough.
    let seen = document.annotation.gold.iter().flat_map(|item| item.attributes.pairs());
    entries.extend(seen.take(1_000).map(|(name, value)| plain(attribute_line(name, value))));
    let entries = distinct(entries.into_iter());
    open_list(model, Purpose::Attribute, entries, NewWords::Allowed)
}

/// An attribute with a value as one line: the value of a flag is left out.
fn attribute_line(name: &str, value: &Value) -> String {
    match value {
        Value::Bool(true) => name.to_owned(),
        value => format!("{name} {}", attribute_words(value)),
    }
}

/// Removes the only attribute of the focused item, or asks which one.
fn choose_attribute(model: &mut Model) -> Vec<Effect> {
    let attributes = focused(model).map(|(_, item)| item.attributes.clone()).unwrap_or_default();
    let entry = |(name, value): (&str, &Value)| WordChoice { about: attribute_words(value), ..plain(name.to_owned()) };
    let entries: Vec<WordChoice> = attributes.iter().map(entry).collect();
    match entries.as_slice() {
        [] => tell(model, lang::NO_ATTRIBUTES),
        [only] => remove_attribute(model, &only.value.clone()),
        _ => open_list(model, Purpose::AttributeToRemove, entries, NewWords::Refused),
    }
}

/// Takes the word that was chosen from a list.
pub(super) fn take_word(model: &mut Model, value: &str) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.take() else { return Vec::new() };
    // An article that was reloaded may have lost the item.
    if prompt.on != model.document().and_then(|document| document.focus.clone()) {
        return Vec::new();
    }
    match prompt.purpose {
        Purpose::Relation => end_relation(model, value),
        Purpose::RelationToRemove => remove_relation(model, value),
        Purpose::Attribute => set_attribute(model, value),
        Purpose::AttributeToRemove => remove_attribute(model, value),
        _ => Vec::new(),
    }
}

/// Makes the relation from the item where it began to the focused one.
fn end_relation(model: &mut Model, label: &str) -> Vec<Effect> {
    let (Some((_, from)), Some((document, item))) = (model.session.relation_start.clone(), focused(model)) else {
        return Vec::new();
    };
    let to = item.id.clone();
    let is_there =
        |relation: &crate::gold::Relation| relation.label == label && relation.from == from && relation.to == to;
    if document.annotation.relations.of(&from).any(is_there) {
        return tell(model, lang::RELATED_ALREADY);
    }
    let effects = commit_here(model, |decider| decider.relate(label, &from, &to));
    if !effects.is_empty() {
        model.session.relation_start = None;
    }
    effects
}

fn remove_relation(model: &mut Model, id: &str) -> Vec<Effect> {
    commit_here(model, |decider| decider.unrelate(&[id.to_owned()]))
}

/// Sets the attribute of a line: its name, and its value after a space.
fn set_attribute(model: &mut Model, line: &str) -> Vec<Effect> {
    let Some(id) = focused(model).map(|(_, item)| item.id.clone()) else { return Vec::new() };
    let (name, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let value = match value.trim() {
        "" => Value::Bool(true),
        value => Value::String(value.to_owned()),
    };
    commit_here(model, |decider| decider.set_attribute(&id, name, value))
}

fn remove_attribute(model: &mut Model, name: &str) -> Vec<Effect> {
    let Some(id) = focused(model).map(|(_, item)| item.id.clone()) else { return Vec::new() };
    commit_here(model, |decider| decider.remove_attribute(&id, name))
}

/// Commits an edit; the focus stays on the item.
fn commit_here(
    model: &mut Model,
    verb: impl FnOnce(crate::edit::Decider<'_>) -> Option<crate::edit::Edit>,
) -> Vec<Effect> {
    let focus = model.document().and_then(|document| document.focus.clone());
    let effects = commit(model, FocusAfter::Stay, verb);
    if let Some(document) = model.document_mut() {
        document.focus = focus;
    }
    effects
}
