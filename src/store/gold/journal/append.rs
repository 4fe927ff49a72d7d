//! Appending changes to a journal, and what happens when the file is not as this process left it.

use std::io;
use std::path::Path;

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article};
use crate::lang::say;
use crate::store::disk::replace::replace_file;
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::name::file_name_of;
use crate::store::problem::Problem;

use super::end::{AppendOutcome, JournalEnd, Sync};
use super::line::{begin_line, change_line, gold_line};
use super::rewrite::{PutAside, apply_replacement, put_aside};
use super::state::{AsideReason, JournalState};

impl GoldFolder {
    /// Appends entries to the journal of an article. They are on disk, synced, when this returns `Ok`. `annotation` is
    /// the annotation after them.
    ///
    /// After an error, give the same entries again, before any others. If the journal has disappeared since it was read
    /// (someone removed the folder), the gold file is written first and a new journal begun. What another program wrote
    /// in the journal is kept beside it, and [`GoldFolder::take_notice`] says so.
    ///
    /// # Errors
    /// When the disk refuses a call.
    pub fn append_entries(
        &self,
        article: &Article,
        entries: &[JournalEntry],
        annotation: &Annotation,
    ) -> Result<(), Problem> {
        let path = self.journal_of(&article.id);
        let mut state = self.with_state(&article.id, |file| std::mem::take(&mut file.journal));
        let done = self.append_to(&path, &mut state, article, entries, annotation);
        self.with_state(&article.id, |file| file.journal = state);
        done
    }

    fn append_to(
        &self,
        path: &Path,
        state: &mut JournalState,
        article: &Article,
        entries: &[JournalEntry],
        annotation: &Annotation,
    ) -> Result<(), Problem> {
        let writing = |error: io::Error| Problem::cannot_write(path, &error);
        self.check_journals_dir()?;
        self.create_folder(&self.journals_dir()).map_err(writing)?;
        self.claim_journal(path, state, article)?;
        apply_replacement(&*self.disk, path, state)?;
        let change_lines = |after: u64| -> String {
            (after + 1..).zip(entries).map(|(seq, entry)| change_line(&article.text, seq, entry)).collect()
        };
        let count = entries.len() as u64;
        let mut disappeared = false;
        while let JournalState::Open(end) = state {
            let lines = change_lines(end.seq);
            match end.append(&*self.disk, path, lines.as_bytes(), count, Sync::Now).map_err(writing)? {
                AppendOutcome::Appended => {
                    end.compact = false;
                    return Ok(());
                }
                AppendOutcome::Missing => {
                    disappeared = true;
                    break;
                }
                AppendOutcome::ForeignFile => self.keep_foreign(path, article, PutAside::Rename)?,
                AppendOutcome::ForeignTail => {
                    self.keep_foreign(path, article, PutAside::Copy)?;
                    end.truncate(&*self.disk, path).map_err(writing)?;
                }
            }
        }
        let gold = || self.with_state(&article.id, |file| file.last_content);
        let lines = if disappeared {
            // The entries build on changes that were only in the journal. Now only the whole annotation holds those.
            self.save(article, annotation)?;
            let saved = gold();
            let tie = saved.map(|is| gold_line(count, is, Some(is))).unwrap_or_default();
            begin_line(article, saved) + &change_lines(0) + &tie
        } else {
            begin_line(article, gold()) + &change_lines(0)
        };
        if let JournalState::Absent { attempted } = state {
            *attempted = lines.clone().into_bytes();
        }
        replace_file(&*self.disk, path, lines.as_bytes()).map_err(writing)?;
        *state = JournalState::Open(JournalEnd::new(lines.as_bytes(), &[], count));
        Ok(())
    }

    /// Keeps a journal that another program wrote in, and leaves a notice.
    fn keep_foreign(&self, path: &Path, article: &Article, how: PutAside) -> Result<(), Problem> {
        let kept = put_aside(&*self.disk, path, AsideReason::Stale, how)
            .map_err(|error| Problem::cannot_write(path, &error))?;
        let kept = file_name_of(&kept);
        let notice = Problem::translated(path, None, |lang| say::journal_was_changed(lang, &kept));
        self.with_state(&article.id, |file| file.notice = Some(notice));
        Ok(())
    }

    /// Takes the notice that another program wrote in the journal of an article. It says how that was kept. Each notice
    /// is returned once.
    #[must_use]
    pub fn take_notice(&self, id: &str) -> Option<Problem> {
        self.with_state(id, |file| file.notice.take())
    }
}
