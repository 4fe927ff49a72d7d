//! Journals written whole: in another folder, in place of one that cannot be gone on with, or of a longer one.

use std::io;
use std::path::{Path, PathBuf};

use crate::edit::{History, ItemRef, JournalEntry};
use crate::gold::{Annotation, Article};
use crate::store::disk::Disk;
use crate::store::disk::replace::{create_file, replace_file};
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::hash::{ContentHash, hex};
use crate::store::problem::Problem;

use super::end::JournalEnd;
use super::line;
use super::replay::replay;
use super::state::{AsideReason, JournalState};

impl GoldFolder {
    /// Makes the journal of an article that is done as short as its history allows. What fails here costs only space.
    pub(crate) fn shorten_journal(&self, article: &Article, gold: &ContentHash) {
        let path = self.journal_of(&article.id);
        let state = self.with_state(&article.id, |file| file.journal.clone());
        let (JournalState::Open(place), Ok(Some(bytes))) = (state, self.read_own_file(&path)) else { return };
        if place.short || place.len != bytes.len() as u64 {
            return;
        }
        let hash = hex(gold);
        let Ok(read) = replay(&bytes, article, Some(&hash), Annotation::default()) else { return };
        if read.damage.is_some() || read.torn {
            return;
        }
        let (lines, seq) = write_whole(article, Some(hash), &read.history, read.focus, &[]);
        if lines.len() >= bytes.len() {
            return;
        }
        let mut new = JournalEnd::new(lines.as_bytes(), &[], seq);
        new.short = true;
        if replace_file(&*self.disk, &path, lines.as_bytes()).is_err() {
            // Either may be there if it failed at its last step, and after a crash the other. The two say the same: which
            // it is, is read again, and it is synced before anything is called saved.
            self.sync_later(&self.dir().join(".journal"));
            let either = JournalState::Either { old: place, new };
            return self.with_state(&article.id, |file| file.journal = either);
        }
        self.with_state(&article.id, |file| file.journal = JournalState::Open(new));
    }
}

/// The lines of a sound journal: a history that the gold file already contains, and changes beyond it.
pub(crate) fn write_whole(
    article: &Article,
    gold: Option<String>,
    base: &History,
    focus: Option<ItemRef>,
    beyond: &[JournalEntry],
) -> (String, u64) {
    let mut lines = line::begin(article, gold.clone());
    let mut seq = 0;
    for operation in base.operations() {
        seq += 1;
        let entry = JournalEntry { operation, pending_update: None, annotator: None, focus: focus.clone() };
        lines.push_str(&line::change(&article.text, seq, &entry));
    }
    if let Some(is) = gold {
        lines.push_str(&line::gold(seq, is.clone(), Some(is)));
    }
    for entry in beyond {
        seq += 1;
        lines.push_str(&line::change(&article.text, seq, entry));
    }
    (lines, seq)
}

/// Puts a journal that cannot be gone on with aside, and a sound one in its place. Gives the name of the former.
pub(crate) fn repair_on_disk(
    disk: &dyn Disk,
    path: &Path,
    state: &mut JournalState,
) -> Result<Option<String>, Problem> {
    let JournalState::Mend { aside, lines, seq } = state else { return Ok(None) };
    let mut name = None;
    if let Some(why) = *aside {
        let kept = put_aside(disk, path, why, lines.is_empty()).map_err(|error| Problem::cannot_write(path, &error))?;
        name = kept.file_name().map(|name| name.to_string_lossy().into_owned());
        *aside = None;
    }
    if lines.is_empty() {
        *state = JournalState::None { tried: Vec::new() };
        return Ok(name);
    }
    replace_file(disk, path, lines.as_bytes()).map_err(|error| Problem::cannot_write(path, &error))?;
    *state = JournalState::Open(JournalEnd::new(lines.as_bytes(), &[], *seq));
    Ok(name)
}

/// Renames a file to the next free `NAME.stale-N` or `NAME.damaged-N`, or copies it there when it is still needed in
/// its place until another takes it. An attempt that failed at its last step is taken up again.
pub(crate) fn put_aside(disk: &dyn Disk, path: &Path, why: AsideReason, whole: bool) -> io::Result<PathBuf> {
    let word = match why {
        AsideReason::Stale => "stale",
        AsideReason::Damaged => "damaged",
    };
    let gone = disk.kind(path)?.is_none();
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut last = None;
    for number in 1_u32.. {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{word}-{number}"));
        let aside = PathBuf::from(name);
        if disk.kind(&aside)?.is_some() {
            if !whole && disk.read(&aside)? == disk.read(path)? {
                return disk.sync_folder(folder).map(|()| aside);
            }
            last = Some(aside);
            continue;
        }
        if gone && let Some(last) = last {
            return disk.sync_folder(folder).map(|()| last);
        }
        if whole {
            disk.rename(path, &aside)?;
            return disk.sync_folder(folder).map(|()| aside);
        }
        match create_file(disk, &aside, &disk.read(path)?) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done.map(|()| aside),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
