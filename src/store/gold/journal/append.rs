//! A journal grows: lines behind those that stand, and what to do where they are not ours.

use std::io;
use std::path::Path;

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article};
use crate::lang::say;
use crate::store::disk::replace;
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::hash::hex;
use crate::store::problem::Problem;

use super::end::{Extended, Place};
use super::line;
use super::rewrite::{put_aside, settle};
use super::state::{Aside, State};

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
    pub fn journal(&self, article: &Article, entries: &[JournalEntry], annotation: &Annotation) -> Result<(), Problem> {
        let path = self.journal_of(&article.id);
        let mut state = self.known(&article.id, |known| std::mem::take(&mut known.journal));
        let done = self.append(&path, &mut state, article, entries, annotation);
        self.known(&article.id, |known| known.journal = state);
        done
    }

    fn append(
        &self,
        path: &Path,
        state: &mut State,
        article: &Article,
        entries: &[JournalEntry],
        annotation: &Annotation,
    ) -> Result<(), Problem> {
        let writing = |error: io::Error| Problem::writing(path, &error);
        self.check_journals()?;
        self.make(&self.dir().join(".journal")).map_err(writing)?;
        self.claim(path, state, article)?;
        settle(&*self.disk, path, state)?;
        let changes = |after: u64| -> String {
            (after + 1..).zip(entries).map(|(seq, entry)| line::change(&article.text, seq, entry)).collect()
        };
        let count = entries.len() as u64;
        let mut lost = false;
        while let State::Open(place) = state {
            let lines = changes(place.seq);
            let behind = match place.extend(&*self.disk, path, lines.as_bytes(), count, true).map_err(writing)? {
                Extended::Done => {
                    place.short = false;
                    return Ok(());
                }
                Extended::Gone => {
                    lost = true;
                    break;
                }
                Extended::Foreign { behind } => behind,
            };
            let kept = put_aside(&*self.disk, path, Aside::Stale, !behind).map_err(writing)?;
            let kept = kept.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let what = Problem::said(path, None, |lang| say::journal_was_changed(lang, &kept));
            self.known(&article.id, |known| known.noticed = Some(what));
            if behind {
                place.cut(&*self.disk, path).map_err(writing)?;
            }
        }
        let gold = |folder: &Self| folder.known(&article.id, |known| known.on_disk).as_ref().map(hex);
        let lines = if lost {
            // What the entries stand on has gone with the journal: only the whole annotation holds it.
            self.save(article, annotation)?;
            let now = gold(self);
            let mark = now.clone().map(|is| line::gold(count, is.clone(), Some(is))).unwrap_or_default();
            line::begin(article, now) + &changes(0) + &mark
        } else {
            line::begin(article, gold(self)) + &changes(0)
        };
        if let State::None { tried } = state {
            tried.clone_from(&lines.clone().into_bytes());
        }
        replace::replace(&*self.disk, path, lines.as_bytes()).map_err(writing)?;
        *state = State::Open(Place::new(lines.as_bytes(), &[], count));
        Ok(())
    }
}
