//! Gold files put right.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::gold::json::{self, Examined};
use crate::gold::{Annotation, Article};
use crate::store::corpus::kind::Kind;
use crate::store::corpus::unpack::Packing;
use crate::store::corpus::walk::{Piece, walk};
use crate::store::disk::replace;
use crate::store::disk::{Disk as _, Real, write_all};
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::lock::{Lock, LockError};
use crate::store::problem::Problem;

use super::examine::{Look, look};

/// What to write in the place of a gold object; `None` to leave it as it is.
pub(crate) type Mend<'a> = &'a mut dyn FnMut(&Path, Option<usize>, &Examined) -> Option<Annotation>;

/// Puts gold files right. A file in the gold folder of a workbench is written as the workbench would: its journal is
/// caught up with first and goes on to fit.
#[derive(Debug, Default)]
pub struct Mender {
    /// The gold folder that is locked.
    held: Option<(GoldFolder, Lock)>,
}

impl Mender {
    /// Lets `mend` change what the files behind some paths hold; each is replaced whole, or not touched. What hinders
    /// it is told to `problem`. Of a file in an older schema the old content is kept beside it.
    pub fn mend(&mut self, paths: &[PathBuf], mend: Mend<'_>, problem: &mut dyn FnMut(Problem)) {
        let walked = walk(paths, true, &mut |path, piece| {
            let done = match piece {
                Piece::File(Kind::Json) => self.json(path, mend),
                Piece::File(Kind::Jsonl(Packing::None)) => jsonl(path, mend),
                Piece::File(Kind::Jsonl(_)) => {
                    Err(Problem::new(path, None, "is packed, and so not put right; unpack it first"))
                }
                // The check that follows tells them.
                Piece::File(Kind::Txt) | Piece::Problem(_) => Ok(()),
            };
            done.unwrap_or_else(&mut *problem);
            Ok(())
        });
        debug_assert!(walked.is_ok(), "nothing in it fails");
    }

    fn json(&mut self, path: &Path, mend: Mend<'_>) -> Result<(), Problem> {
        let examined = || match Real.read(path).map(|bytes| look(path, None, &bytes)) {
            Ok(Look::Gold(found)) => Some(found),
            // The check that follows tells it.
            _ => None,
        };
        let Some(mut found) = examined() else { return Ok(()) };
        let parent = replace::folder_of(path).unwrap_or(Path::new("."));
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
        let Some(annotation) = mend(path, None, &found) else { return Ok(()) };
        let (article, annotation) = whole(*found, annotation);
        if loaded {
            return folder.save(&article, &annotation);
        }
        replace::replace(&Real, path, json::write(&article, &annotation).as_bytes())
            .map_err(|error| Problem::writing(path, &error))
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
fn whole(found: Examined, mut annotation: Annotation) -> (Article, Annotation) {
    let mut article = found.article;
    annotation.pending.extend(std::mem::take(&mut article.suggestions));
    (article, annotation)
}

fn jsonl(path: &Path, mend: Mend<'_>) -> Result<(), Problem> {
    let writing = |error: io::Error| Problem::writing(path, &error);
    let file = std::fs::File::open(path).map_err(|error| Problem::reading(path, &error))?;
    let mut input = BufReader::new(file);
    let folder = replace::folder_of(path).map_err(writing)?;
    let mut new = Real.temporary(folder, path).map_err(writing)?;
    let (mut line, mut number, mut changed) = (Vec::new(), 0, false);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| Problem::reading(path, &error))? == 0 {
            break;
        }
        number += 1;
        if let Look::Gold(found) = look(path, Some(number), &line)
            && let Some(annotation) = mend(path, Some(number), &found)
        {
            let (article, annotation) = whole(*found, annotation);
            line = json::write_line(&article, &annotation).into_bytes();
            changed = true;
        }
        write_all(&line, |_, rest| new.write(rest)).map_err(writing)?;
    }
    if changed {
        new.sync().and_then(|()| new.name(path, true)).and_then(|()| Real.sync_folder(folder)).map_err(writing)?;
    }
    Ok(())
}
