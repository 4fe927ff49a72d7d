//! Notes and flags: what a person says about an item or the article, beside the verdict.

use crate::edit::ItemRef;
use crate::gold::Remark;
use crate::lang;

use super::{Then, edit, tell};
use crate::workbench::prompt::{InputLine, Prompt, Purpose};
use crate::workbench::{Document, Effect, Model, Scope};

/// What is spoken of: the focused item (`Some(Some(…))`), the article (`Some(None)`), or nothing.
fn subject(model: &Model, scope: Scope) -> Option<Option<ItemRef>> {
    match scope {
        Scope::Item => model.document().and_then(|document| document.focus.clone()).map(Some),
        Scope::Article => Some(None),
    }
}

/// Flags it for discussion, or takes the flag away.
pub(super) fn flag(model: &mut Model, scope: Scope) -> Vec<Effect> {
    let Some(on) = subject(model, scope) else { return Vec::new() };
    let remark = model.document().map(|document| document.remark(on.as_ref())).unwrap_or_default().toggled();
    let flagged = remark.flagged();
    let effects = put(model, on, remark);
    if !effects.is_empty() {
        model.tell_words(match (scope, flagged) {
            (Scope::Item, true) => lang::IS_FLAGGED,
            (Scope::Item, false) => lang::FLAGGED_NO_LONGER,
            (Scope::Article, true) => lang::ARTICLE_FLAGGED,
            (Scope::Article, false) => lang::ARTICLE_FLAGGED_NO_LONGER,
        });
    }
    effects
}

/// Opens a line with the note as it is.
pub(super) fn begin(model: &mut Model, scope: Scope) -> Vec<Effect> {
    if model.settings.read_only.is_some() {
        return tell(model, lang::READ_ONLY_NOTES);
    }
    let Some(on) = subject(model, scope) else { return Vec::new() };
    let Some(document) = model.document() else { return Vec::new() };
    let line = line_of(&document.remark(on.as_ref()));
    let top = document.top;
    model.seek.prompt = Some(Prompt { purpose: Purpose::Note(scope), line, picker: None, recalled: None, top, on });
    Vec::new()
}

/// The note as one line: one that another program wrote may have several.
fn line_of(remark: &Remark) -> InputLine {
    let mut line = InputLine::new(true);
    line.insert(remark.note.as_deref().unwrap_or_default());
    line
}

/// Keeps what was written, and a note that was only looked at as it was.
pub(super) fn take(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.seek.prompt.take() else { return Vec::new() };
    let remark = model.document().map(|document| document.remark(prompt.on.as_ref())).unwrap_or_default();
    if prompt.line.text() == line_of(&remark).text() {
        return Vec::new();
    }
    put(model, prompt.on, remark.noted(prompt.line.text()))
}

/// Says it; the focus stays where it is.
fn put(model: &mut Model, on: Option<ItemRef>, remark: Remark) -> Vec<Effect> {
    let focus = model.document().and_then(|document| document.focus.clone());
    let part = model.document().and_then(Document::part);
    let effects = edit(model, Then::Stay, |decider| decider.remark(on.as_ref(), remark));
    if let Some(document) = model.document_mut() {
        document.focus = focus;
        document.part = document.focus.clone().zip(part);
    }
    effects
}
