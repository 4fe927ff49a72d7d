//! Whether the journal on disk is this process's to go on with.

use std::io;
use std::path::Path;

use crate::gold::Article;
use crate::lang;
use crate::store::disk::FileKind;
use crate::store::gold::folder::GoldFolder;
use crate::store::problem::Problem;

use super::state::{AsideReason, JournalState};

impl GoldFolder {
    /// A link in the place of the folder of journals would lead out of the gold folder.
    pub(crate) fn check_journals(&self) -> Result<(), Problem> {
        let folder = self.dir().join(".journal");
        match self.disk.kind(&folder) {
            Ok(None | Some(FileKind::Folder)) => Ok(()),
            Ok(Some(_)) => Err(Problem::translated(&folder, None, |lang| lang::NOT_A_FOLDER.get(lang).to_owned())),
            // Whoever makes it will be told so.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(()),
            Err(error) => Err(Problem::cannot_read(&folder, &error)),
        }
    }

    /// A journal that this process has not read, or that came since it looked, is not its own: it is put aside.
    pub(crate) fn claim_journal(
        &self,
        path: &Path,
        state: &mut JournalState,
        article: &Article,
    ) -> Result<(), Problem> {
        let tried = match state {
            JournalState::Unread => &[][..],
            JournalState::None { tried } => tried.as_slice(),
            JournalState::Open(_) | JournalState::Mend { .. } => return Ok(()),
            JournalState::Either { old, new } => {
                let len = self.read_own_file(path)?.map_or(0, |bytes| bytes.len() as u64);
                *state = JournalState::Open(if len == new.len { new.clone() } else { old.clone() });
                return Ok(());
            }
        };
        match self.read_own_file(path)? {
            Some(bytes) if !bytes.is_empty() && !tried.starts_with(&bytes) => {
                let what = Problem::translated(path, None, |lang| lang::JOURNAL_CAME.get(lang).to_owned());
                self.with_state(&article.id, |file| file.notice = Some(what));
                *state = JournalState::Mend { aside: Some(AsideReason::Stale), lines: String::new(), seq: 0 };
            }
            _ => *state = JournalState::None { tried: tried.to_owned() },
        }
        Ok(())
    }
}
