//! Journals that are written as a whole: in place of one that cannot be continued, or of a longer one.

use std::io;
use std::path::{Path, PathBuf};

use crate::edit::{History, ItemRef, JournalEntry};
use crate::gold::{Annotation, Article};
use crate::store::disk::Disk;
use crate::store::disk::replace::{create_file, parent_folder, replace_file};
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::hash::ContentHash;
use crate::store::gold::name::file_name_of;
use crate::store::problem::Problem;

use super::end::JournalEnd;
use super::line::{begin_line, change_line, gold_line};
use super::replay::replay;
use super::state::{AsideReason, JournalState};

/// The way in which a journal gets its other name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PutAside {
    /// It is renamed: nothing stays in its place.
    Rename,
    /// It is copied: the original stays until a new journal replaces it.
    Copy,
}

impl GoldFolder {
    /// Makes the journal of an article that is done as short as its history allows. A failure here costs only space.
    pub(crate) fn shorten_journal(&self, article: &Article, gold: ContentHash) {
        let path = self.journal_of(&article.id);
        let state = self.with_state(&article.id, |file| file.journal.clone());
        let (JournalState::Open(old), Ok(Some(bytes))) = (state, self.read_own_file(&path)) else { return };
        if old.compact || old.len != bytes.len() as u64 {
            return;
        }
        let Ok(read) = replay(&bytes, article, Some(&gold.to_hex()), Annotation::default()) else { return };
        if read.damage.is_some() || read.torn {
            return;
        }
        let (lines, seq) = write_journal(article, Some(gold), &read.history, read.focus.as_ref(), &[]);
        if lines.len() >= bytes.len() {
            return;
        }
        let mut new = JournalEnd::new(lines.as_bytes(), &[], seq);
        new.compact = true;
        let state = match replace_file(&*self.disk, &path, lines.as_bytes()) {
            Ok(()) => JournalState::Open(new),
            Err(_) => {
                // If only the last step failed, the new journal is there now, and the old one may be there after a crash.
                // Both say the same. The next write reads which one it is, and syncs the folder first.
                self.sync_later(&self.journals_dir());
                JournalState::Either { old, new }
            }
        };
        self.with_state(&article.id, |file| file.journal = state);
    }
}

/// Writes a whole journal: `history`, which the gold file contains already, and the entries after the gold file.
/// Returns its lines and the number of its last change.
pub(crate) fn write_journal(
    article: &Article,
    gold: Option<ContentHash>,
    history: &History,
    focus: Option<&ItemRef>,
    after_gold: &[JournalEntry],
) -> (String, u64) {
    let mut lines = begin_line(article, gold);
    let mut seq = 0;
    for operation in history.operations() {
        seq += 1;
        let entry = JournalEntry { operation, pending_update: None, annotator: None, focus: focus.cloned(), keys: 0 };
        lines.push_str(&change_line(&article.text, seq, &entry));
    }
    if let Some(is) = gold {
        lines.push_str(&gold_line(seq, is, Some(is)));
    }
    for entry in after_gold {
        seq += 1;
        lines.push_str(&change_line(&article.text, seq, entry));
    }
    (lines, seq)
}

/// Carries out [`JournalState::Replace`]: puts the journal on disk aside, and writes the new one. Returns the name
/// under which the old one is kept.
pub(crate) fn apply_replacement(
    disk: &dyn Disk,
    path: &Path,
    state: &mut JournalState,
) -> Result<Option<String>, Problem> {
    let JournalState::Replace { aside, lines, seq } = state else { return Ok(None) };
    let writing = |error: io::Error| Problem::cannot_write(path, &error);
    let mut name = None;
    if let Some(reason) = *aside {
        let how = if lines.is_empty() { PutAside::Rename } else { PutAside::Copy };
        let kept = put_aside(disk, path, reason, how).map_err(writing)?;
        name = Some(file_name_of(&kept));
        *aside = None;
    }
    if lines.is_empty() {
        *state = JournalState::Absent { attempted: Vec::new() };
        return Ok(name);
    }
    replace_file(disk, path, lines.as_bytes()).map_err(writing)?;
    *state = JournalState::Open(JournalEnd::new(lines.as_bytes(), &[], *seq));
    Ok(name)
}

/// Keeps a journal under the next free `NAME.stale-N` or `NAME.damaged-N`, and returns that name. An earlier attempt that
/// failed only at its last step is completed.
pub(super) fn put_aside(disk: &dyn Disk, path: &Path, reason: AsideReason, how: PutAside) -> io::Result<PathBuf> {
    let word = match reason {
        AsideReason::Stale => "stale",
        AsideReason::Damaged => "damaged",
    };
    let gone = disk.kind(path)?.is_none();
    let folder = parent_folder(path)?;
    let mut newest = None;
    for number in 1_u32.. {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{word}-{number}"));
        let aside = PathBuf::from(name);
        if disk.kind(&aside)?.is_some() {
            if how == PutAside::Copy && disk.read(&aside)? == disk.read(path)? {
                return disk.sync_folder(folder).map(|()| aside);
            }
            newest = Some(aside);
            continue;
        }
        if gone && let Some(newest) = newest {
            return disk.sync_folder(folder).map(|()| newest);
        }
        if how == PutAside::Rename {
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
