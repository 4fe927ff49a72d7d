//! Saving in another folder, and going on there: for when the disk refuses the one that there is.

use crate::gold::Status;
use crate::lang::{self, say};
use crate::workbench::Whole;
use crate::workbench::prompt::{InputLine, Prompt, Purpose};
use crate::workbench::{Document, Effect, Model};

use super::tell;

/// Opens a line for the folder's name.
pub(super) fn begin(model: &mut Model) -> Vec<Effect> {
    if model.settings.read_only.is_some() {
        return tell(model, lang::READ_ONLY_SAVE);
    }
    let top = model.document().map_or(0, |document| document.top);
    let line = InputLine::new(false);
    model.seek.prompt = Some(Prompt { purpose: Purpose::Folder, line, picker: None, recalled: None, top, on: None });
    Vec::new()
}

/// Asks for everything that was begun to be written there, whole.
pub(super) fn take(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.seek.prompt.take() else { return Vec::new() };
    let folder = prompt.line.text().trim().to_owned();
    if folder.is_empty() {
        return Vec::new();
    }
    let documents: Vec<Whole> = model.documents.iter().filter(|document| begun(document)).map(Whole::of).collect();
    let earlier = || model.documents.standings().iter().any(|standing| standing.status != Status::Suggested);
    if documents.is_empty() && !earlier() {
        return tell(model, lang::NOTHING_TO_SAVE);
    }
    model.tell(say::saving_in(model.lang(), &folder));
    vec![Effect::SaveAs { folder, documents }]
}

fn begun(document: &Document) -> bool {
    let annotation = &document.annotation;
    document.revision > 0
        || annotation.status != Status::Suggested
        || !annotation.gold.is_empty()
        || !annotation.rejected.is_empty()
        || !annotation.remarks.is_empty()
}
