//! Merging the conflict files of an article: other versions, from times when another program wrote its gold file.

use std::collections::BTreeSet;

use crate::edit::{Decider, EditKind};
use crate::gold::merge::merge_three;
use crate::gold::{Annotation, Body, GoldItem, stable_id};
use crate::lang::{self, DISPUTED_RELATIONS, FILES, ITEMS, MERGE_CONFLICTS, PENDING_ONES, Rendered, Wording, say};
use crate::text::Text;
use crate::workbench::document::{ConflictVersion, Document, FoundVersions};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Model, read_only};
use crate::workbench::requests::wanted;

use super::articles::prepare_article;
use super::commit::{save_article, tell};
use super::condition::IN_REVIEW;
use super::focus::refocus;
use super::group::Group;
use super::name::CommandName;
use super::reload::show_anew;
use super::row::Command;

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::MERGE,
    title: Wording::new("merge", "دمج"),
    help: Wording::new(
        "Merge the other versions of the article into it (the conflict files in the gold folder). What only one of them changed is taken over; where both changed the same, both readings become pending.",
        "ادمج النسخ الأخرى للمقالة فيها (ملفات التعارض في المجلد الذهبي). يؤخذ ما غيرته نسخة واحدة، وما غيرته النسختان تصير قراءتاه معلقتين.",
    ),
    keys: &["; m"],
    group: Group::Workbench,
    when: IN_REVIEW,
    run: |model, _| read_versions(model),
    ..Command::PLAIN
}];

fn read_versions(model: &mut Model) -> Vec<Effect> {
    if let Some(why) = &model.settings.read_only {
        let why = read_only(model.lang(), why);
        model.warn(why);
        return Vec::new();
    }
    match model.document() {
        Some(document) if document.is_unsaved() => tell(model, lang::STILL_SAVING),
        _ => vec![Effect::ReadConflicts { index: model.current }],
    }
}

/// Merges the versions of an article into it, as one step of undo. Their files are put away after the result is saved.
pub(in crate::workbench) fn receive_conflicts(
    model: &mut Model,
    index: usize,
    found: Result<FoundVersions, String>,
) -> Vec<Effect> {
    let FoundVersions { loaded, versions } = match found {
        Ok(found) if found.versions.is_empty() => return tell(model, lang::NO_CONFLICT_FILE),
        Ok(found) => found,
        Err(problem) => {
            model.warn(say::not_merged(model.lang(), Rendered(problem)));
            return Vec::new();
        }
    };
    let Some(old) = model.documents.get(index) else { return Vec::new() };
    if old.is_unsaved() {
        return tell(model, lang::STILL_SAVING);
    }
    let mut effects = Vec::new();
    if let Some(loaded) = loaded {
        let document = Document::from(*loaded).in_place_of(old);
        model.documents.insert(index, document);
        model.search.propagation = None;
        if index == model.current {
            show_anew(model);
            effects = prepare_article(model);
            effects.extend(wanted(model));
        }
    }
    effects.extend(merge_versions(model, index, versions));
    effects
}

fn merge_versions(model: &mut Model, index: usize, versions: Vec<ConflictVersion>) -> Vec<Effect> {
    let (now, annotator) = (model.session.now.clone(), model.settings.annotator.clone());
    let Some(document) = model.documents.get_mut(index) else { return Vec::new() };
    let text = document.article.text.clone();
    let (mut merged, mut conflicts, mut disputed) = (document.annotation.clone(), 0, BTreeSet::new());
    let nothing = Annotation::default();
    for version in &versions {
        // Without a common ancestor nothing is lost: what one of them removed comes back.
        let base = version.base.as_ref().unwrap_or(&nothing);
        let result = merge_three(&text, base, &merged, &version.annotation);
        (merged, conflicts) = (result.annotation, conflicts + result.conflicts);
        disputed.extend(result.disputed_relations);
    }
    let removed = removed_count(&text, &versions, &document.annotation, &merged);
    let decider = Decider { annotation: &document.annotation, at: now.as_ref() };
    let edit = decider.replace_with(EditKind::Merged, &merged);
    let id = document.article.id.clone();
    let (count, pending) = (versions.len(), merged.pending.len());
    let files = versions.into_iter().map(|version| (version.name, version.content)).collect();
    let put_away = Effect::PutConflictsAway { id, files };
    let Some(edit) = edit else {
        model.tell_words(lang::NOTHING_NEW_IN_CONFLICT);
        return vec![put_away];
    };
    document.annotation.extra = merged.extra;
    document.annotation.annotator = annotator.or(merged.annotator);
    document.commit(edit);
    document.focus = document.pending_from(None, crate::workbench::direction::ReadingDirection::Forward);
    let mut effects = save_article(model, index);
    effects.push(put_away);
    if index == model.current {
        refocus(model);
    }
    let (lang, undo) = (model.lang(), model.key(CommandName::UNDO));
    let mut parts = vec![PENDING_ONES.count(pending).get(lang)];
    let others = [(conflicts, MERGE_CONFLICTS), (disputed.len(), DISPUTED_RELATIONS)];
    parts.extend(others.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| noun.count(count).get(lang)));
    parts.extend((removed > 0).then(|| say::removed_in_one_version(lang, ITEMS.count(removed))));
    let what = Rendered(parts.join(if lang.is_rtl() { "، " } else { ", " }));
    model.tell(say::conflicts_merged(lang, FILES.count(count), what, &undo));
    effects
}

/// The number of gold items of the base that one side removed and the merge does not have. An item of several bases counts
/// once.
fn removed_count(text: &Text, versions: &[ConflictVersion], now: &Annotation, merged: &Annotation) -> usize {
    let ours = names_of_gold(now);
    let is_in_merge = |body: &Body| {
        merged.says(body) || merged.pending.at_place(body.reading_key()).any(|one| one.body.agrees_with(body))
    };
    let mut removed = BTreeSet::new();
    for version in versions {
        let theirs = names_of_gold(&version.annotation);
        let is_removed = |item: &&GoldItem| [&ours, &theirs].iter().any(|side| !side.contains(&name_of(item)));
        let base = version.base.iter().flat_map(|base| &base.gold);
        let gone = base.filter(is_removed).filter(|item| !is_in_merge(&item.body));
        removed.extend(gone.map(|item| stable_id(text, &item.body)));
    }
    removed.len()
}

/// What a gold item has in all versions: the id of its suggestion, or its own id if it was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ItemName<'a> {
    Suggestion(&'a str),
    Added(&'a str),
}

fn name_of(item: &GoldItem) -> ItemName<'_> {
    item.suggestion.as_ref().map_or(ItemName::Added(&item.id), |suggestion| ItemName::Suggestion(&suggestion.id))
}

fn names_of_gold(annotation: &Annotation) -> BTreeSet<ItemName<'_>> {
    annotation.gold.iter().map(name_of).collect()
}
