//! Writing work into a file elsewhere, for when the gold folder cannot take it.

use crate::lang::Wording;
use crate::workbench::document::{BegunArticle, Document};
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::search::prompt::Purpose;

use super::condition::IN_REVIEW;
use super::group::Group;
use super::name::CommandName;
use super::row::Command;

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::WRITE_TO,
    title: Wording::new("write-to", "كتابة في ملف"),
    help: Wording::new(
        "Write the gold of this article, and of all articles that are not saved, into a new file elsewhere (JSON lines).",
        "اكتب ذهب هذه المقالة وكل مقالة لم تحفظ في ملف جديد في مكان آخر (أسطر JSON).",
    ),
    keys: &["Ctrl-o"],
    group: Group::Workbench,
    when: IN_REVIEW,
    run: |model, _| ask_for_file(model),
    ..Command::PLAIN
}];

/// Opens a line for the file's name.
fn ask_for_file(model: &mut Model) -> Vec<Effect> {
    model.open_prompt(Purpose::File, None);
    Vec::new()
}

/// Requests that the articles are written.
pub(super) fn write(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.take() else { return Vec::new() };
    let file = prompt.line.text().trim().to_owned();
    if file.is_empty() {
        return Vec::new();
    }
    let current = model.document().map(|document| document.article.id.clone());
    let is_wanted = |document: &&Document| {
        document.is_unsaved() || document.save_error().is_some() || current.as_ref() == Some(&document.article.id)
    };
    let documents: Vec<BegunArticle> = model.documents.iter().filter(is_wanted).map(BegunArticle::from).collect();
    vec![Effect::WriteTo { file, documents }]
}
