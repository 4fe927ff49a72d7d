//! Making sure that the journal on disk is the one that this process may append to.

use std::io;
use std::path::Path;

use crate::gold::Article;
use crate::lang;
use crate::store::disk::FileKind;
use crate::store::gold::folder::GoldFolder;
use crate::store::problem::Problem;

use super::state::{AsideReason, JournalState};

impl GoldFolder {
    /// Fails if `.journal` is a link or a file: a link would lead out of the gold folder.
    pub(crate) fn check_journals_dir(&self) -> Result<(), Problem> {
        let folder = self.journals_dir();
        match self.disk.kind(&folder) {
            Ok(None | Some(FileKind::Folder)) => Ok(()),
            Ok(Some(_)) => Err(Problem::translated(&folder, None, |lang| lang::NOT_A_FOLDER.get(lang).to_owned())),
            // The gold folder itself is a file; making the folder of journals will say so.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(()),
            Err(error) => Err(Problem::cannot_read(&folder, &error)),
        }
    }

    /// Brings the state of a journal in line with the disk before a write. A journal that this process has not read, or
    /// that appeared since it looked, is not its own: it will be put aside, and a notice says so.
    pub(crate) fn claim_journal(
        &self,
        path: &Path,
        state: &mut JournalState,
        article: &Article,
    ) -> Result<(), Problem> {
        let attempted = match state {
            JournalState::Unread => &[][..],
            JournalState::Absent { attempted } => attempted.as_slice(),
            JournalState::Open(_) | JournalState::Replace { .. } => return Ok(()),
            JournalState::Either { old, new } => {
                let len = self.read_own_file(path)?.map_or(0, |bytes| bytes.len() as u64);
                *state = JournalState::Open(if len == new.len { new.clone() } else { old.clone() });
                return Ok(());
            }
        };
        match self.read_own_file(path)? {
            Some(bytes) if !bytes.is_empty() && !attempted.starts_with(&bytes) => {
                let notice = Problem::translated(path, None, |lang| lang::JOURNAL_CAME.get(lang).to_owned());
                self.with_state(&article.id, |file| file.notice = Some(notice));
                *state = JournalState::Replace { aside: Some(AsideReason::Stale), lines: String::new(), seq: 0 };
            }
            _ => *state = JournalState::Absent { attempted: attempted.to_owned() },
        }
        Ok(())
    }
}
