//! Saving in another folder and going on there: for when the disk refuses the present one.

use crate::gold::Status;
use crate::lang::{self, Wording, say};
use crate::workbench::document::{BegunArticle, Document};
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::search::prompt::Purpose;

use super::commit::tell;
use super::condition::IN_REVIEW;
use super::group::Group;
use super::name::CommandName;
use super::row::Command;

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::new("save-as"),
    title: Wording::new("save-as", "حفظ باسم"),
    help: Wording::new(
        "Save all gold with its history in another folder, and go on there. For a full or broken disk.",
        "احفظ كل الملفات الذهبية مع سجل تغييراتها في مجلد آخر، ويستمر العمل هناك. لقرص ممتلئ أو معطل.",
    ),
    keys: &["Ctrl-s"],
    group: Group::Workbench,
    when: IN_REVIEW,
    run: |model, _| ask_for_folder(model),
    ..Command::PLAIN
}];

/// Opens a line for the folder's name.
fn ask_for_folder(model: &mut Model) -> Vec<Effect> {
    if model.settings.read_only.is_some() {
        return tell(model, lang::READ_ONLY_SAVE);
    }
    model.open_prompt(Purpose::Folder, None);
    Vec::new()
}

/// Requests that everything on which work has begun is written into the folder.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.take() else { return Vec::new() };
    let folder = prompt.line.text().trim().to_owned();
    if folder.is_empty() {
        return Vec::new();
    }
    let documents: Vec<BegunArticle> =
        model.documents.iter().filter(|document| is_begun(document)).map(BegunArticle::from).collect();
    let earlier = || model.documents.summaries().iter().any(|summary| summary.status != Status::Suggested);
    if documents.is_empty() && !earlier() {
        return tell(model, lang::NOTHING_TO_SAVE);
    }
    model.tell(say::saving_in(model.lang(), &folder));
    vec![Effect::SaveAs { folder, documents }]
}

fn is_begun(document: &Document) -> bool {
    let annotation = &document.annotation;
    document.revision() > 0
        || annotation.status != Status::Suggested
        || !annotation.gold.is_empty()
        || !annotation.rejected.is_empty()
        || !annotation.remarks.is_empty()
}
