//! Notes and flags on an item or the article; they are no verdicts.

use crate::edit::ItemRef;
use crate::gold::Remark;
use crate::lang::{self, Wording};
use crate::page::BaseDirection;
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::remark_scope::RemarkScope::{self, Article, Item};
use crate::workbench::search::input_line::InputLine;
use crate::workbench::search::prompt::{Prompt, Purpose};

use super::commit::{FocusAfter, commit, tell};
use super::condition::{IN_REVIEW, ON_ITEM};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::new("flag"),
        title: Wording::new("flag", "راية"),
        help: Wording::new(
            "Flag the item for discussion, whatever its verdict. Pressed again: remove the flag.",
            "ضع راية على العنصر لمناقشته مهما كان القرار فيه؛ ومرة أخرى: أزلها.",
        ),
        keys: &["Y"],
        group: Group::Notes,
        traits: CommandTraits::CHANGES,
        when: ON_ITEM,
        run: |model, _| toggle_flag(model, Item),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("note"),
        title: Wording::new("note", "ملاحظة"),
        help: Wording::new(
            "Write a note on the item, or change it. An empty note is removed.",
            "اكتب ملاحظة على العنصر أو عدلها؛ والفارغة تحذف.",
        ),
        keys: &["N"],
        group: Group::Notes,
        traits: CommandTraits::CHANGES,
        when: ON_ITEM,
        run: |model, _| begin_note(model, Item),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("flag-article"),
        title: Wording::new("flag-article", "راية على المقالة"),
        help: Wording::new(
            "Flag the article for discussion. Pressed again: remove the flag.",
            "ضع راية على المقالة لمناقشتها؛ ومرة أخرى: أزلها.",
        ),
        keys: &["; y"],
        group: Group::Notes,
        when: IN_REVIEW,
        run: |model, _| toggle_flag(model, Article),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("note-article"),
        title: Wording::new("note-article", "ملاحظة على المقالة"),
        help: Wording::new("Write a note on the article, or change it.", "اكتب ملاحظة على المقالة أو عدلها."),
        keys: &["; n"],
        group: Group::Notes,
        when: IN_REVIEW,
        run: |model, _| begin_note(model, Article),
        ..Command::PLAIN
    },
];

/// The target of a remark: the focused item (`Some(Some(…))`), the article (`Some(None)`), or nothing (`None`).
fn target(model: &Model, scope: RemarkScope) -> Option<Option<ItemRef>> {
    match scope {
        RemarkScope::Item => model.document().and_then(|document| document.focus.clone()).map(Some),
        RemarkScope::Article => Some(None),
    }
}

/// Flags the target for discussion, or removes the flag.
fn toggle_flag(model: &mut Model, scope: RemarkScope) -> Vec<Effect> {
    let Some(on) = target(model, scope) else { return Vec::new() };
    let remark = model.document().map(|document| document.remark(on.as_ref())).unwrap_or_default().toggled();
    let flagged = remark.flagged();
    let effects = commit_remark(model, on, remark);
    if !effects.is_empty() {
        model.tell_words(match (scope, flagged) {
            (RemarkScope::Item, true) => lang::IS_FLAGGED,
            (RemarkScope::Item, false) => lang::FLAGGED_NO_LONGER,
            (RemarkScope::Article, true) => lang::ARTICLE_FLAGGED,
            (RemarkScope::Article, false) => lang::ARTICLE_FLAGGED_NO_LONGER,
        });
    }
    effects
}

/// Opens a line with the present note.
fn begin_note(model: &mut Model, scope: RemarkScope) -> Vec<Effect> {
    if model.settings.read_only.is_some() {
        return tell(model, lang::READ_ONLY_NOTES);
    }
    let Some(on) = target(model, scope) else { return Vec::new() };
    let Some(document) = model.document() else { return Vec::new() };
    let line = line_of(&document.remark(on.as_ref()));
    let top = document.top;
    model.search.prompt = Some(Prompt { purpose: Purpose::Note(scope), line, picker: None, recalled: None, top, on });
    Vec::new()
}

/// The note as one line: a note from another program may have several lines.
fn line_of(remark: &Remark) -> InputLine {
    let mut line = InputLine::new(BaseDirection::Rtl);
    line.insert(remark.note.as_deref().unwrap_or_default());
    line
}

/// Keeps the note that was typed. A note that was not changed stays as it is, line ends included.
pub(super) fn keep_note(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.take() else { return Vec::new() };
    let remark = model.document().map(|document| document.remark(prompt.on.as_ref())).unwrap_or_default();
    if prompt.line.text() == line_of(&remark).text() {
        return Vec::new();
    }
    commit_remark(model, prompt.on, remark.noted(prompt.line.text()))
}

/// Commits a remark; the focus stays where it is.
fn commit_remark(model: &mut Model, on: Option<ItemRef>, remark: Remark) -> Vec<Effect> {
    let focus = model.document().and_then(|document| document.focus.clone());
    let part = model.document().and_then(Document::part);
    let effects = commit(model, FocusAfter::Stay, |decider| decider.remark(on.as_ref(), remark));
    if let Some(document) = model.document_mut() {
        document.focus = focus;
        document.part = document.focus.clone().zip(part);
    }
    effects
}
