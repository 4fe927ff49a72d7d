//! Fixing gold files, for `check --fix`.

use std::collections::HashSet;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use crate::gold::json::{self, Examined};
use crate::gold::{Annotation, Article};
use crate::store::corpus::kind::SourceKind;
use crate::store::corpus::unpack::Compression;
use crate::store::corpus::walk::{GoldFolders, Visited, walk};
use crate::store::disk::replace::{parent_folder, replace_file};
use crate::store::disk::{Disk as _, Existing, RealDisk, remove_leftovers, write_all};
use crate::store::gold::folder::{Access, GoldFolder};
use crate::store::gold::lock::{Lock, LockError};
use crate::store::input::{LineError, LineReader, open_input};
use crate::store::problem::Problem;

use super::examine::{ExaminedObject, examine_object};

/// Returns the annotation to write for a gold object; `None` to leave the object as it is.
pub(crate) type Fix<'a> = &'a mut dyn FnMut(&Path, Option<usize>, &Examined) -> Option<Annotation>;

/// Fixes gold files. A file in the gold folder of a workbench is written as the workbench would write it: the changes in
/// its journal are added first, and the journal still fits afterwards.
#[derive(Debug, Default)]
pub struct Fixer {
    /// The gold folder that is locked at present.
    locked: Option<(GoldFolder, Lock)>,
    /// The folders from which the leftovers of killed runs were removed.
    tidied: HashSet<PathBuf>,
}

impl Fixer {
    /// Calls `fix` for the objects in the files of some paths. Each file is replaced as a whole or not touched. Reasons
    /// why a file cannot be fixed go to `report_problem`. A copy of a file in an older schema is kept.
    pub fn fix(&mut self, paths: &[PathBuf], fix: Fix<'_>, report_problem: &mut dyn FnMut(Problem)) {
        let walked = walk(paths, GoldFolders::Enter, &mut |path, visited| {
            if matches!(visited, Visited::File(SourceKind::Json | SourceKind::Jsonl(_))) {
                self.tidy_folder_of(path);
            }
            let done = match visited {
                Visited::File(SourceKind::Json) => self.fix_json(path, fix),
                Visited::File(SourceKind::Jsonl(Compression::None)) => fix_jsonl(path, fix),
                Visited::File(SourceKind::Jsonl(_)) => {
                    Err(Problem::new(path, None, "is compressed, so it is not fixed; unpack it first"))
                }
                // The check that follows reports them.
                Visited::File(SourceKind::Txt) | Visited::GoldFolder | Visited::Problem(_) => Ok(()),
            };
            done.unwrap_or_else(&mut *report_problem);
            Ok(())
        });
        debug_assert!(walked.is_ok(), "the visitor returns no error");
    }

    /// Removes the temporary files that killed runs left in the folder of a file, once for each folder.
    fn tidy_folder_of(&mut self, path: &Path) {
        if let Ok(folder) = parent_folder(path)
            && !self.tidied.contains(folder)
        {
            remove_leftovers(folder);
            self.tidied.insert(folder.to_owned());
        }
    }

    /// Fixes a `.json`, the gold file of one article.
    fn fix_json(&mut self, path: &Path, fix: Fix<'_>) -> Result<(), Problem> {
        let examined = || match RealDisk.read(path).map(|bytes| examine_object(path, None, &bytes)) {
            Ok(ExaminedObject::Gold(found)) => Some(found),
            // The check that follows reports it.
            _ => None,
        };
        let Some(mut found) = examined() else { return Ok(()) };
        let parent = parent_folder(path).map_err(|error| Problem::cannot_read(path, &error))?;
        let folder = GoldFolder::new(parent.to_owned());
        let named = folder.file_of(&found.article.id).file_name() == path.file_name();
        let in_gold_folder = named && folder.journal_of(&found.article.id).exists();
        let mut loaded = false;
        if in_gold_folder && found.problems.is_empty() {
            self.lock(&folder)?;
            // The journal may hold changes that the file lacks; resuming writes them.
            loaded = folder.resume(&found.article, Access::Write).is_ok();
            found = examined().unwrap_or(found);
        } else if folder.journals_dir().is_dir() {
            self.lock(&folder)?;
        }
        let Some(annotation) = fix(path, None, &found) else { return Ok(()) };
        let (article, annotation) = with_suggestions_pending(*found, annotation);
        if loaded {
            return folder.save(&article, &annotation);
        }
        replace_file(&RealDisk, path, json::write(&article, &annotation).as_bytes())
            .map_err(|error| Problem::cannot_write(path, &error))
    }

    /// Locks a gold folder, and unlocks the one before.
    fn lock(&mut self, folder: &GoldFolder) -> Result<(), Problem> {
        if self.locked.as_ref().is_some_and(|(locked, _)| locked.dir() == folder.dir()) {
            return Ok(());
        }
        self.locked = None;
        let lock = folder.lock().map_err(|error| match error {
            LockError::Held { by } => {
                let what = format!("is in use by {by}, so nothing in it is changed; close that one first");
                Problem::new(folder.dir(), None, what)
            }
            LockError::Io(problem) => problem,
        })?;
        self.locked = Some((folder.clone(), lock));
        Ok(())
    }
}

/// The article and the annotation to write. Items without a verdict in the file become pending.
fn with_suggestions_pending(found: Examined, mut annotation: Annotation) -> (Article, Annotation) {
    let mut article = found.article;
    annotation.pending.extend(std::mem::take(&mut article.suggestions));
    (article, annotation)
}

/// Fixes a `.jsonl` line by line.
fn fix_jsonl(path: &Path, fix: Fix<'_>) -> Result<(), Problem> {
    let writing = |error: io::Error| Problem::cannot_write(path, &error);
    let file = open_input(path).map_err(|error| Problem::cannot_read(path, &error))?;
    let mut input = LineReader::new(BufReader::new(file));
    let folder = parent_folder(path).map_err(writing)?;
    let mut new = RealDisk.create_temporary(folder, path).map_err(writing)?;
    let (mut line, mut number, mut changed) = (Vec::new(), 0, false);
    loop {
        number += 1;
        match input.read_line(&mut line) {
            Ok(0) => break,
            Ok(_) => {}
            // A line that is not read cannot be written again.
            Err(LineError::TooLong { what, .. }) => return Err(Problem::new(path, Some(number), what)),
            Err(LineError::Io(error)) => return Err(Problem::cannot_read(path, &error)),
        }
        if let ExaminedObject::Gold(found) = examine_object(path, Some(number), &line)
            && let Some(annotation) = fix(path, Some(number), &found)
        {
            let (article, annotation) = with_suggestions_pending(*found, annotation);
            line = json::write_line(&article, &annotation).into_bytes();
            changed = true;
        }
        write_all(&line, |_, rest| new.write(rest)).map_err(writing)?;
    }
    if changed {
        new.sync()
            .and_then(|()| new.persist(path, Existing::Replace))
            .and_then(|()| RealDisk.sync_folder(folder))
            .map_err(writing)?;
    }
    Ok(())
}
