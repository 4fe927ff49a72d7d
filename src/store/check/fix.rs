//! Gold files put right.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::gold::json::{self, Examined};
use crate::gold::{Annotation, Article};
use crate::store::corpus::kind::SourceKind;
use crate::store::corpus::unpack::Compression;
use crate::store::corpus::walk::{Visited, walk};
use crate::store::disk::replace::{parent_folder, replace_file};
use crate::store::disk::{Disk as _, RealDisk, write_all};
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::lock::{Lock, LockError};
use crate::store::problem::Problem;

use super::examine::{ExaminedObject, examine_object};

/// What to write in the place of a gold object; `None` to leave it as it is.
pub(crate) type Fix<'a> = &'a mut dyn FnMut(&Path, Option<usize>, &Examined) -> Option<Annotation>;

/// Puts gold files right. A file in the gold folder of a workbench is written as the workbench would: its journal is
/// caught up with first and goes on to fit.
#[derive(Debug, Default)]
pub struct Fixer {
    /// The gold folder that is locked.
    held: Option<(GoldFolder, Lock)>,
}

impl Fixer {
    /// Lets `fix` change what the files behind some paths hold; each is replaced whole, or not touched. What hinders
    /// it is told to `problem`. Of a file in an older schema the old content is kept beside it.
    pub fn fix(&mut self, paths: &[PathBuf], fix: Fix<'_>, problem: &mut dyn FnMut(Problem)) {
        let walked = walk(paths, true, &mut |path, piece| {
            let done = match piece {
                Visited::File(SourceKind::Json) => self.json(path, fix),
                Visited::File(SourceKind::Jsonl(Compression::None)) => jsonl(path, fix),
                Visited::File(SourceKind::Jsonl(_)) => {
                    Err(Problem::new(path, None, "is packed, and so not put right; unpack it first"))
                }
                // The check that follows tells them.
                Visited::File(SourceKind::Txt) | Visited::Problem(_) => Ok(()),
            };
            done.unwrap_or_else(&mut *problem);
            Ok(())
        });
        debug_assert!(walked.is_ok(), "nothing in it fails");
    }

    fn json(&mut self, path: &Path, fix: Fix<'_>) -> Result<(), Problem> {
        let examined = || match RealDisk.read(path).map(|bytes| examine_object(path, None, &bytes)) {
            Ok(ExaminedObject::Gold(found)) => Some(found),
            // The check that follows tells it.
            _ => None,
        };
        let Some(mut found) = examined() else { return Ok(()) };
        let parent = parent_folder(path).unwrap_or(Path::new("."));
        let folder = GoldFolder::new(parent.to_owned());
        let named = folder.file_of(&found.article.id).file_name() == path.file_name();
        let ours = named && folder.journal_of(&found.article.id).exists();
        let mut loaded = false;
        if ours && found.problems.is_empty() {
            self.hold(&folder)?;
            // The journal may be ahead of it.
            loaded = folder.resume(&found.article, true).is_ok();
            found = examined().unwrap_or(found);
        } else if parent.join(".journal").is_dir() {
            self.hold(&folder)?;
        }
        let Some(annotation) = fix(path, None, &found) else { return Ok(()) };
        let (article, annotation) = with_suggestions_pending(*found, annotation);
        if loaded {
            return folder.save(&article, &annotation);
        }
        replace_file(&RealDisk, path, json::write(&article, &annotation).as_bytes())
            .map_err(|error| Problem::cannot_write(path, &error))
    }

    /// Nobody else writes in the folder meanwhile.
    fn hold(&mut self, folder: &GoldFolder) -> Result<(), Problem> {
        if self.held.as_ref().is_some_and(|(held, _)| held.dir() == folder.dir()) {
            return Ok(());
        }
        self.held = None;
        let lock = folder.lock().map_err(|error| match error {
            LockError::Held { by } => {
                let what = format!("is in use by {by}, so nothing in it is changed; close that one first");
                Problem::new(folder.dir(), None, what)
            }
            LockError::Io(problem) => problem,
        })?;
        self.held = Some((folder.clone(), lock));
        Ok(())
    }
}

/// What stands among the marks without a verdict is pending.
fn with_suggestions_pending(found: Examined, mut annotation: Annotation) -> (Article, Annotation) {
    let mut article = found.article;
    annotation.pending.extend(std::mem::take(&mut article.suggestions));
    (article, annotation)
}

fn jsonl(path: &Path, fix: Fix<'_>) -> Result<(), Problem> {
    let writing = |error: io::Error| Problem::cannot_write(path, &error);
    let file = std::fs::File::open(path).map_err(|error| Problem::cannot_read(path, &error))?;
    let mut input = BufReader::new(file);
    let folder = parent_folder(path).map_err(writing)?;
    let mut new = RealDisk.create_temporary(folder, path).map_err(writing)?;
    let (mut line, mut number, mut changed) = (Vec::new(), 0, false);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| Problem::cannot_read(path, &error))? == 0 {
            break;
        }
        number += 1;
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
        new.sync().and_then(|()| new.name(path, true)).and_then(|()| RealDisk.sync_folder(folder)).map_err(writing)?;
    }
    Ok(())
}
