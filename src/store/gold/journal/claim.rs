//! Whether the journal on disk is this process's to go on with.

use std::io;
use std::path::Path;

use crate::gold::Article;
use crate::lang;
use crate::store::disk::Kind;
use crate::store::gold::folder::GoldFolder;
use crate::store::problem::Problem;

use super::state::{Aside, State};

impl GoldFolder {
    /// A link in the place of the folder of journals would lead out of the gold folder.
    pub(crate) fn check_journals(&self) -> Result<(), Problem> {
        let folder = self.dir().join(".journal");
        match self.disk.kind(&folder) {
            Ok(None | Some(Kind::Folder)) => Ok(()),
            Ok(Some(_)) => Err(Problem::said(&folder, None, |lang| lang::NOT_A_FOLDER.get(lang).to_owned())),
            // Whoever makes it will be told so.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(()),
            Err(error) => Err(Problem::reading(&folder, &error)),
        }
    }

    /// A journal that this process has not read, or that came since it looked, is not its own: it is put aside.
    pub(crate) fn claim(&self, path: &Path, state: &mut State, article: &Article) -> Result<(), Problem> {
        let tried = match state {
            State::Unread => &[][..],
            State::None { tried } => tried.as_slice(),
            State::Open(_) | State::Mend { .. } => return Ok(()),
            State::Either { old, new } => {
                let len = self.own_content(path)?.map_or(0, |bytes| bytes.len() as u64);
                *state = State::Open(if len == new.len { new.clone() } else { old.clone() });
                return Ok(());
            }
        };
        match self.own_content(path)? {
            Some(bytes) if !bytes.is_empty() && !tried.starts_with(&bytes) => {
                let what = Problem::said(path, None, |lang| lang::JOURNAL_CAME.get(lang).to_owned());
                self.known(&article.id, |known| known.noticed = Some(what));
                *state = State::Mend { aside: Some(Aside::Stale), lines: String::new(), seq: 0 };
            }
            _ => *state = State::None { tried: tried.to_owned() },
        }
        Ok(())
    }
}
