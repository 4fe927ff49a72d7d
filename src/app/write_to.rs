//! Writing work into a file elsewhere, on a thread: drawing does not wait for that disk either.

use std::io;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};

use crate::lang::Lang;
use crate::store::{GoldFolder, printable, write_gold_lines};
use crate::workbench::{Action, BegunArticle};

use super::event::EventSender;

/// Writes articles into files that the user names. Dropping it waits until all of them are written.
pub(super) struct FileWriter {
    /// The gold folder of the session.
    folder: GoldFolder,
    lang: Lang,
    to: EventSender,
    /// The threads that were started.
    threads: Vec<JoinHandle<()>>,
}

impl FileWriter {
    pub(super) const fn new(folder: GoldFolder, lang: Lang, to: EventSender) -> Self {
        Self { folder, lang, to, threads: Vec::new() }
    }

    /// Writes the articles on a thread of its own. The answer is [`Action::WrittenTo`] or [`Action::WriteToFailed`].
    pub(super) fn write(&mut self, path: PathBuf, articles: Vec<BegunArticle>) {
        self.threads.retain(|thread| !thread.is_finished());
        match self.start(path, articles) {
            Ok(thread) => self.threads.push(thread),
            Err(error) => {
                let problem = error.to_string();
                // The loop that asked for the file receives the answer.
                let _ = self.to.send_action(Action::WriteToFailed { problem });
            }
        }
    }

    fn start(&self, path: PathBuf, articles: Vec<BegunArticle>) -> io::Result<JoinHandle<()>> {
        let (folder, lang, to) = (self.folder.clone(), self.lang, self.to.clone());
        let work = move || {
            let pairs = articles.iter().map(|one| (&*one.article, &one.annotation));
            let action = match write_gold_lines(&folder, &path, pairs) {
                Ok(()) => Action::WrittenTo { file: printable(path.as_os_str()), count: articles.len() },
                Err(problem) => Action::WriteToFailed { problem: problem.message(lang) },
            };
            // After the end of the loop the answer is read from the queue.
            let _ = to.send_action(action);
        };
        thread::Builder::new().name("write-to".to_owned()).spawn(work)
    }
}

impl Drop for FileWriter {
    fn drop(&mut self) {
        for thread in self.threads.drain(..) {
            // A panic of the thread was printed.
            let _ = thread.join();
        }
    }
}
