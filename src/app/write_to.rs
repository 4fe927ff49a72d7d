//! Writing work into a file elsewhere, on a thread: drawing does not wait for that disk either.

use std::path::PathBuf;

use crate::lang::Lang;
use crate::store::{GoldFolder, printable, write_gold_lines};
use crate::workbench::{Action, BegunArticle};

use super::event::EventSender;
use super::threads::start_thread;

/// Writes articles into files that the user names.
pub(super) struct FileWriter {
    /// The gold folder of the session.
    pub(super) folder: GoldFolder,
    pub(super) lang: Lang,
    pub(super) to: EventSender,
}

impl FileWriter {
    /// Writes the articles on a thread of its own. The answer is [`Action::WrittenTo`] or [`Action::WriteToFailed`].
    pub(super) fn write(&self, path: PathBuf, articles: Vec<BegunArticle>) {
        let Self { folder, lang, to } = self;
        let (folder, lang, to, to_report) = (folder.clone(), *lang, to.clone(), to.clone());
        let started = start_thread("write-to", move || {
            let pairs = articles.iter().map(|one| (&*one.article, &one.annotation));
            let action = match write_gold_lines(&folder, &path, pairs) {
                Ok(()) => Action::WrittenTo { file: printable(path.as_os_str()), count: articles.len() },
                Err(problem) => Action::WriteToFailed { problem: problem.message(lang) },
            };
            // If the loop has ended, nobody waits for the answer.
            let _ = to.send_action(action);
        });
        if let Err(error) = started {
            let _ = to_report.send_action(Action::WriteToFailed { problem: error.to_string() });
        }
    }
}
