//! A journal grows: lines behind those that stand, and what to do where they are not ours.

use std::io;
use std::path::Path;

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article};
use crate::lang::say;
use crate::store::disk::replace::replace_file;
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::hash::hex;
use crate::store::problem::Problem;

use super::end::{AppendOutcome, JournalEnd};
use super::line;
use super::rewrite::{put_aside, repair_on_disk};
use super::state::{AsideReason, JournalState};

impl GoldFolder {
    /// Appends what was done to an article to its journal; when this returns, it is on disk. `annotation` is what the
    /// entries lead to.
    ///
    /// Entries that were not written are to be given again, before any others. When the journal has gone since it was
    /// read (someone removed the folder) or is another, the gold file is written first and a new journal begun. What
    /// another program wrote is kept beside it, and told by [`GoldFolder::noticed`].
    ///
    /// # Errors
    /// When the disk refuses it.
    pub fn append_entries(
        &self,
        article: &Article,
        entries: &[JournalEntry],
        annotation: &Annotation,
    ) -> Result<(), Problem> {
        let path = self.journal_of(&article.id);
        let mut state = self.with_state(&article.id, |file| std::mem::take(&mut file.journal));
        let done = self.append(&path, &mut state, article, entries, annotation);
        self.with_state(&article.id, |file| file.journal = state);
        done
    }

    fn append(
        &self,
        path: &Path,
        state: &mut JournalState,
        article: &Article,
        entries: &[JournalEntry],
        annotation: &Annotation,
    ) -> Result<(), Problem> {
        let writing = |error: io::Error| Problem::cannot_write(path, &error);
        self.check_journals()?;
        self.create_folder(&self.dir().join(".journal")).map_err(writing)?;
        self.claim_journal(path, state, article)?;
        repair_on_disk(&*self.disk, path, state)?;
        let changes = |after: u64| -> String {
            (after + 1..).zip(entries).map(|(seq, entry)| line::change(&article.text, seq, entry)).collect()
        };
        let count = entries.len() as u64;
        let mut lost = false;
        while let JournalState::Open(place) = state {
            let lines = changes(place.seq);
            let behind = match place.extend(&*self.disk, path, lines.as_bytes(), count, true).map_err(writing)? {
                AppendOutcome::Done => {
                    place.short = false;
                    return Ok(());
                }
                AppendOutcome::Gone => {
                    lost = true;
                    break;
                }
                AppendOutcome::Foreign { behind } => behind,
            };
            let kept = put_aside(&*self.disk, path, AsideReason::Stale, !behind).map_err(writing)?;
            let kept = kept.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let what = Problem::translated(path, None, |lang| say::journal_was_changed(lang, &kept));
            self.with_state(&article.id, |file| file.notice = Some(what));
            if behind {
                place.cut(&*self.disk, path).map_err(writing)?;
            }
        }
        let gold = |folder: &Self| folder.with_state(&article.id, |file| file.last_content).as_ref().map(hex);
        let lines = if lost {
            // What the entries stand on has gone with the journal: only the whole annotation holds it.
            self.save(article, annotation)?;
            let now = gold(self);
            let mark = now.clone().map(|is| line::gold(count, is.clone(), Some(is))).unwrap_or_default();
            line::begin(article, now) + &changes(0) + &mark
        } else {
            line::begin(article, gold(self)) + &changes(0)
        };
        if let JournalState::None { tried } = state {
            tried.clone_from(&lines.clone().into_bytes());
        }
        replace_file(&*self.disk, path, lines.as_bytes()).map_err(writing)?;
        *state = JournalState::Open(JournalEnd::new(lines.as_bytes(), &[], count));
        Ok(())
    }
}
