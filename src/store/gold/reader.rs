//! Reading gold without writing: each gold file together with its journal, as the workbench reads it.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::gold::{Annotation, Article};
use crate::store::disk::FileKind;
use crate::store::disk::replace::parent_folder;
use crate::store::problem::Problem;

use super::folder::{Access, GoldFolder};
use super::journal::resume::ResumedArticle;
use super::journal::unread::count_changes_without_gold;
use super::peek::journal_is_at_rest;

/// The most times that a gold file and its journal are read until they are of one moment.
const MAX_TRIES: usize = 8;

/// A gold file with the changes that only its journal holds.
#[derive(Debug)]
pub(crate) struct ReadGold {
    /// The article, with the suggestions that have no verdict.
    pub(crate) article: Article,
    /// Its annotation; `pending` is empty.
    pub(crate) annotation: Annotation,
    /// A problem with the journal. What could be read is in the annotation.
    pub(crate) problem: Option<Problem>,
}

/// Adds to the content of a gold file the changes that only its journal holds. Nothing is written. A file stays as it is if
/// it is in no gold folder, or is not named after its article.
///
/// # Errors
/// When the workbench could not open the article either: a journal that cannot be read, or is of a later version.
pub(crate) fn add_journal(path: &Path, article: Article, annotation: Annotation) -> Result<ReadGold, Problem> {
    let unchanged = |article, annotation| Ok(ReadGold { article, annotation, problem: None });
    let Ok(parent) = parent_folder(path) else { return unchanged(article, annotation) };
    let folder = GoldFolder::new(parent.to_owned());
    let journal = folder.journal_of(&article.id);
    let is_gold_file = folder.file_of(&article.id).file_name() == path.file_name();
    if !is_gold_file || journal.symlink_metadata().is_err() || journal_is_at_rest(&journal) {
        return unchanged(article, annotation);
    }
    folder.read_both(article)
}

/// Announces the gold folders that are read, each once.
#[derive(Debug, Default)]
pub(crate) struct FolderNotices {
    announced: HashSet<PathBuf>,
}

impl FolderNotices {
    /// The notice for the folder of this file, if another process is writing in the folder.
    pub(crate) fn for_file(&mut self, path: &Path) -> Option<Problem> {
        let folder = parent_folder(path).ok()?;
        if self.announced.contains(folder) {
            return None;
        }
        self.announced.insert(folder.to_owned());
        GoldFolder::new(folder.to_owned()).work_notice()
    }
}

impl GoldFolder {
    /// Reads the annotation of an article from its gold file and its journal, as the workbench does, and writes nothing;
    /// `None` if there is neither. The second value is a problem with the journal.
    ///
    /// While another process writes, the two files may be of different moments: then they are read again.
    ///
    /// # Errors
    /// As [`GoldFolder::resume`].
    pub fn read_annotation(&self, article: &Article) -> Result<(Option<Annotation>, Option<Problem>), Problem> {
        let mut last = None;
        for _ in 0..MAX_TRIES {
            let found = self.resume(article, Access::Read);
            let is_settled = matches!(&found, Ok(ResumedArticle { problem: None, .. }));
            let content = self.with_state(&article.id, |file| file.last_content);
            let is_same = matches!(&last, Some((before, _)) if *before == content);
            last = Some((content, found));
            if is_settled || is_same {
                break;
            }
        }
        let found = last.map_or_else(|| Ok(ResumedArticle::default()), |(_, found)| found)?;
        Ok((found.annotation, found.problem))
    }

    /// Reads a gold file and its journal, in the form that a gold file has.
    pub(crate) fn read_both(&self, article: Article) -> Result<ReadGold, Problem> {
        let (annotation, problem) = self.read_annotation(&article)?;
        let mut annotation = annotation.unwrap_or_default();
        let suggestions = std::mem::take(&mut annotation.pending).iter().cloned().collect();
        Ok(ReadGold { article: Article { suggestions, ..article }, annotation, problem })
    }

    /// The notice for people who read this folder while another process writes in it.
    #[must_use]
    pub fn work_notice(&self) -> Option<Problem> {
        let writer = self.find_writer()?;
        let what = format!(
            "is being worked on by {writer}; its verdicts up to this moment are read, and later ones are not: close the \
             workbench first to read the finished work"
        );
        Some(Problem::new(self.dir(), None, what))
    }

    /// The journals with changes of articles that have no gold file yet. They cannot be read without the articles.
    pub(crate) fn find_unread_journals(&self) -> Vec<Problem> {
        let journals = self.journals_dir();
        if !matches!(self.disk.kind(&journals), Ok(Some(FileKind::Folder))) {
            return Vec::new();
        }
        let mut names = match self.disk.list_names(&journals) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            Err(error) => return vec![Problem::cannot_read(&journals, &error)],
        };
        names.retain(|name| Path::new(name).extension().is_some_and(|extension| extension == "jsonl"));
        names.sort();
        let mut problems = Vec::new();
        for name in names {
            let gold = self.dir().join(Path::new(&name).with_extension("json"));
            if !matches!(self.disk.kind(&gold), Ok(None)) {
                continue;
            }
            let journal = journals.join(&name);
            match self.read_own_file(&journal).map(|bytes| count_changes_without_gold(&bytes.unwrap_or_default())) {
                Ok(0) => {}
                Ok(count) => {
                    let changes = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
                    let what = format!(
                        "holds {changes} of an article that has no gold file yet, so they are left out; open the article \
                         with tawsim annotate and this gold folder, which writes the gold file"
                    );
                    problems.push(Problem::new(&journal, None, what));
                }
                Err(problem) => problems.push(problem),
            }
        }
        problems
    }
}
