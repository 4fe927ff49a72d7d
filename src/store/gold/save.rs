//! Writing a gold file.

use std::io;
use std::path::Path;

use crate::gold::{Annotation, Article, Extra, Status, json};
use crate::lang::say;
use crate::store::disk::replace::{create_file, replace_file};
use crate::store::problem::Problem;

use super::file_state::FileState;
use super::folder::GoldFolder;
use super::hash::hash;

impl GoldFolder {
    /// Writes the annotation of an article: the file is replaced whole, or not at all, and the folder made if needed.
    /// Metadata that stood in the file and is not the article's stays in it. A file that has the content already is
    /// not written again.
    ///
    /// The journal is told first. That of an article which is done is then made as short as its history allows.
    ///
    /// A file that another program wrote since this process read or wrote it (or that this process has not read) is
    /// left as it is. The annotation then goes to `ID.conflict-1.json` beside it (or the next free number), later
    /// saves to the same one, and the error says so, until the file is away or is loaded again. Another program that
    /// writes in the instant between this check and the rename is not noticed.
    ///
    /// # Errors
    /// When the folder or the file cannot be written, and in the conflict above.
    pub fn save(&self, article: &Article, annotation: &Annotation) -> Result<(), Problem> {
        let path = self.file_of(&article.id);
        let mut state = self.with_state(&article.id, |file| file.clone());
        let bytes = with_meta(&state.file_meta, article, annotation).into_bytes();
        let new = hash(&bytes);
        let writing = |error: io::Error| Problem::cannot_write(&path, &error);
        self.create_folder(self.dir()).map_err(writing)?;
        let current = self.read_gold_file(&path)?.as_deref().map(hash);
        if let Some(current) = current {
            if current == new {
                if state.last_content != Some(new) {
                    self.disk.sync_folder(self.dir()).map_err(writing)?;
                    self.with_state(&article.id, |file| file.last_content = Some(new));
                }
                return Ok(());
            }
            if state.last_content != Some(current) && state.attempted != Some(current) {
                let set_aside = self.set_aside(&path, &mut state, &bytes);
                self.with_state(&article.id, |file| file.set_aside = state.set_aside);
                return Err(set_aside);
            }
        }
        if let Some(schema) = &state.older_schema {
            self.keep_older(&path, schema).map_err(writing)?;
        }
        self.record_gold(article, &new, current.as_ref())?;
        self.with_state(&article.id, |file| file.attempted = Some(new));
        replace_file(&*self.disk, &path, &bytes).map_err(writing)?;
        self.with_state(&article.id, |file| (file.last_content, file.older_schema) = (Some(new), None));
        // Without it, the next start takes either content for the one that should be there.
        let _ = self.record_gold(article, &new, Some(&new));
        if annotation.status == Status::Done {
            self.shorten_journal(article, &new);
        }
        Ok(())
    }

    /// What an older version wrote is migrated on a copy: the file itself stays, beside the journals.
    fn keep_older(&self, path: &Path, schema: &str) -> io::Result<()> {
        let journals = self.dir().join(".journal");
        self.create_folder(&journals)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let kept = journals.join(format!("{name}.{}", schema.replace('/', "-")));
        match create_file(&*self.disk, &kept, &self.disk.read(path)?) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.disk.sync_folder(&journals),
            done => done,
        }
    }

    /// Writes beside a file that is another's.
    fn set_aside(&self, path: &Path, state: &mut FileState, bytes: &[u8]) -> Problem {
        let disk = &*self.disk;
        let aside = match &state.set_aside {
            // Ours still, if no one merged by hand in it.
            Some((aside, hashed)) if disk.read(aside).is_ok_and(|current| hash(&current) == *hashed) => {
                let unchanged = *hashed == hash(bytes);
                let done = if unchanged { Ok(()) } else { replace_file(disk, aside, bytes) };
                done.map(|()| aside.clone())
            }
            _ => (1_u32..)
                .map(|number| path.with_extension(format!("conflict-{number}.json")))
                .map(|aside| create_file(disk, &aside, bytes).map(|()| aside))
                .find(|done| !done.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists))
                .unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into())),
        };
        let aside = match aside {
            Ok(aside) => aside,
            Err(error) => return Problem::cannot_write(path, &error),
        };
        let name = aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
        state.set_aside = Some((aside, hash(bytes)));
        Problem::translated(path, None, |lang| say::conflict(lang, &name))
    }
}

/// The gold file, with what its metadata said beyond the article's.
fn with_meta(meta: &Extra, article: &Article, annotation: &Annotation) -> String {
    if meta.is_empty() {
        return json::write(article, annotation);
    }
    let mut all = meta.clone();
    all.extend(article.meta.clone());
    json::write(&Article { meta: all, ..article.clone() }, annotation)
}
