//! Writing a new label into the labels file, on a thread: drawing does not wait for the disk.

use std::path::PathBuf;

use crate::gold::Label;
use crate::lang::{Lang, Rendered, say};
use crate::store::{add_label, printable};
use crate::workbench::Action;

use super::event::EventSender;
use super::threads::start_thread;

/// Adds labels to the labels file of the session.
pub(super) struct LabelsFile {
    path: PathBuf,
    lang: Lang,
    to: EventSender,
}

impl LabelsFile {
    pub(super) const fn new(path: PathBuf, lang: Lang, to: EventSender) -> Self {
        Self { path, lang, to }
    }

    /// Adds a label. The answer is [`Action::LabelWritten`] or [`Action::ProblemReported`].
    pub(super) fn add(&self, label: Label, description: String) {
        let (path, lang, to) = (self.path.clone(), self.lang, self.to.clone());
        let name = label.clone();
        let work = move || {
            let action = match add_label(&path, &label, &description) {
                Ok(()) => Action::LabelWritten { label, file: printable(path.as_os_str()) },
                Err(problem) => not_written(&label, problem.message(lang), lang),
            };
            // If the loop has ended, nobody reads it.
            let _ = to.send_action(action);
        };
        if let Err(error) = start_thread("labels", work) {
            let _ = self.to.send_action(not_written(&name, error.to_string(), self.lang));
        }
    }
}

fn not_written(label: &Label, why: String, lang: Lang) -> Action {
    Action::ProblemReported(say::label_not_written(lang, label.as_str(), Rendered(why)))
}
