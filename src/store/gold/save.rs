//! Writing a gold file: when it is replaced, and when it is left alone because another program wrote it.

use std::io;
use std::path::Path;

use crate::gold::{Annotation, Article, Extra, Status, json};
use crate::lang::say;
use crate::store::disk::replace::{create_file, replace_file};
use crate::store::problem::Problem;

use super::conflicts::MERGE;
use super::file_state::{CONFLICT_BASE, ConflictOnDisk, FileState};
use super::folder::GoldFolder;
use super::hash::ContentHash;
use super::journal::state::{AsideReason, JournalState};
use super::name::file_name_of;

/// States whether a save writes the lines in the journal that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum JournalUse {
    Record,
    /// The journal cannot be written.
    Leave,
}

impl GoldFolder {
    /// Writes the gold file of an article. The file is replaced as a whole or not at all; a missing folder is made; a
    /// file that has this content already is not written. Metadata that was in the file and is not in the article
    /// stays in the file.
    ///
    /// A line in the journal goes first (see `store/gold/journal`). The journal of an article that is done is then made
    /// as short as its history allows.
    ///
    /// If another program wrote the file since this process read or wrote it, or this process has not read it, then the
    /// file stays. The annotation goes to `ID.conflict-1.json` beside it (or the next free number, unless a conflict
    /// file has this content already), and later saves go there too, until the file is gone or is loaded again. A program that writes between this check and the rename is
    /// not noticed.
    ///
    /// # Errors
    /// When the folder or the file cannot be written, and in a conflict.
    pub fn save(&self, article: &Article, annotation: &Annotation) -> Result<(), Problem> {
        self.write_gold_file(article, annotation, JournalUse::Record)
    }

    /// Writes the gold file of an article whose journal cannot be written. The changes in that journal are all in the gold
    /// file then, and can no longer be undone after a restart; the next change begins a new journal.
    ///
    /// # Errors
    /// As [`GoldFolder::save`].
    pub(crate) fn save_without_journal(&self, article: &Article, annotation: &Annotation) -> Result<(), Problem> {
        self.write_gold_file(article, annotation, JournalUse::Leave)?;
        self.with_state(&article.id, |file| {
            if !matches!(file.journal, JournalState::Unread | JournalState::Absent { .. }) {
                let aside = Some(AsideReason::Stale);
                file.journal = JournalState::Replace { aside, lines: String::new(), seq: 0 };
            }
        });
        Ok(())
    }

    fn write_gold_file(&self, article: &Article, annotation: &Annotation, journal: JournalUse) -> Result<(), Problem> {
        let path = self.file_of(&article.id);
        let mut state = self.with_state(&article.id, |file| {
            file.is_saved_aside = false;
            file.clone()
        });
        let bytes = write_with_meta(&state.file_meta, article, annotation).into_bytes();
        let new = ContentHash::of(&bytes);
        let writing = |error: io::Error| Problem::cannot_write(&path, &error);
        self.create_folder(self.dir()).map_err(writing)?;
        let current = self.read_gold_file(&path)?.as_deref().map(ContentHash::of);
        if let Some(current) = current {
            if current == new {
                if state.last_content != Some(new) {
                    self.disk.sync_folder(self.dir()).map_err(writing)?;
                    self.with_state(&article.id, |file| file.last_content = Some(new));
                }
                self.remember_gold(&article.id, annotation.clone());
                return Ok(());
            }
            if state.last_content != Some(current) && state.attempted != Some(current) {
                let written = self.write_conflict_file(&path, &mut state, article, annotation);
                self.with_state(&article.id, |file| {
                    file.conflict = state.conflict;
                    file.is_saved_aside = written.is_ok();
                });
                return Err(written.unwrap_or_else(|problem| problem));
            }
        }
        if let Some(schema) = &state.older_schema {
            let in_journals = self.keep_older(&path, &self.journals_dir(), schema);
            match (in_journals, journal) {
                (Err(_), JournalUse::Leave) => self.keep_older(&path, self.dir(), schema),
                (kept, _) => kept,
            }
            .map_err(writing)?;
        }
        if journal == JournalUse::Record {
            self.record_gold(article, new, current)?;
        }
        self.with_state(&article.id, |file| file.attempted = Some(new));
        replace_file(&*self.disk, &path, &bytes).map_err(writing)?;
        self.with_state(&article.id, |file| (file.last_content, file.older_schema) = (Some(new), None));
        self.remember_gold(&article.id, annotation.clone());
        if journal == JournalUse::Record {
            // If this line is missing, the next start accepts the old content too. That is no reason to report a failure.
            let _ = self.record_gold(article, new, Some(new));
            if annotation.status == Status::Done {
                self.shorten_journal(article, new);
            }
        }
        Ok(())
    }

    /// An article with its annotation as a line of gold JSON, with the metadata that its gold file has.
    pub(crate) fn gold_line(&self, article: &Article, annotation: &Annotation) -> String {
        let mut article = article.clone();
        article.suggestions.clear();
        for (key, value) in self.with_state(&article.id, |file| file.file_meta.clone()) {
            article.meta.entry(key).or_insert(value);
        }
        json::write_line(&article, annotation)
    }

    /// True if the last save of an article found a gold file of another program, and the annotation is in a conflict file.
    pub(crate) fn is_saved_aside(&self, id: &str) -> bool {
        self.with_state(id, |file| file.is_saved_aside)
    }

    /// Copies a gold file of an older schema to a folder, before the first save replaces it.
    fn keep_older(&self, path: &Path, folder: &Path, schema: &str) -> io::Result<()> {
        self.create_folder(folder)?;
        let name = file_name_of(path);
        let kept = folder.join(format!("{name}.{}", schema.replace('/', "-")));
        match create_file(&*self.disk, &kept, &self.disk.read(path)?) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.disk.sync_folder(folder),
            done => done,
        }
    }

    /// Writes the annotation beside a gold file of another program. Returns the problem that says so.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn write_conflict_file(
        &self,
        path: &Path,
        state: &mut FileState,
        article: &Article,
        annotation: &Annotation,
    ) -> Result<Problem, Problem> {
        let disk = &*self.disk;
        // The conflict file is still as this process wrote it: the user has not begun to merge in it.
        let is_own = |conflict: &&ConflictOnDisk| {
            disk.read(&conflict.path).is_ok_and(|current| ContentHash::of(&current) == conflict.content)
        };
        let known = state.conflict.as_ref().filter(is_own).cloned();
        let base = match &known {
            Some(known) => known.base.clone(),
            None => self.keep_base(article, state),
        };
        let mut annotation = annotation.clone();
        // The base of an older conflict would bring removed items back, or remove items that are there again.
        annotation.extra.shift_remove(CONFLICT_BASE);
        annotation.extra.extend(base.clone().map(|base| (CONFLICT_BASE.to_owned(), base.into())));
        let bytes = write_with_meta(&state.file_meta, article, &annotation).into_bytes();
        let content = ContentHash::of(&bytes);
        let written = match known {
            Some(known) => {
                let done = if known.content == content { Ok(()) } else { replace_file(disk, &known.path, &bytes) };
                done.map(|()| known.path)
            }
            // A run that is repeated finds its own conflict file of the time before.
            None => (1_u32..)
                .map(|number| path.with_extension(format!("conflict-{number}.json")))
                .map(|file| match create_file(disk, &file, &bytes) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                    Err(error) if !disk.read(&file).is_ok_and(|current| current == bytes) => Err(error),
                    _ => Ok(file),
                })
                .find(|done| !done.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists))
                .unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into())),
        };
        let file = match written {
            Ok(file) => file,
            Err(error) => return Err(Problem::cannot_write(path, &error)),
        };
        let own = file_name_of(path);
        // The message begins with the file that has the work: the end of a long message may be cut.
        let was_read = state.last_content.is_some();
        let conflict = Problem::translated(&file, None, |lang| match was_read {
            true => say::conflict(lang, &own, MERGE),
            false => say::conflict_with_unread(lang, &own, MERGE),
        });
        state.conflict = Some(ConflictOnDisk { path: file, content, base });
        Ok(conflict)
    }
}

/// Writes gold JSON with the metadata of the file and, over it, that of the article.
fn write_with_meta(file_meta: &Extra, article: &Article, annotation: &Annotation) -> String {
    if file_meta.is_empty() {
        return json::write(article, annotation);
    }
    let mut meta = file_meta.clone();
    meta.extend(article.meta.clone());
    json::write(&Article { meta, ..article.clone() }, annotation)
}
