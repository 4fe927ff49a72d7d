//! A journal grows: lines behind those that stand, and what to do where they are not ours.

use std::io;
use std::path::Path;

use crate::edit::JournalEntry;
use crate::gold::{Annotation, Article};
use crate::lang::{self, say};

use super::super::folder::{Hash, hex};
use super::super::{GoldFolder, Problem, replace};
use super::place::{Extended, Place};
use super::whole::{put_aside, settle};
use super::{Aside, State, line};

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

    /// A journal that this process has not read, or that came since it looked, is not its own: it is put aside.
    pub(super) fn claim(&self, path: &Path, state: &mut State, article: &Article) -> Result<(), Problem> {
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

    /// Says in the journal, if there is one, that the gold file is about to be replaced. Once it is, this is called
    /// with twice the same hash, so that the content before fits no more: who puts it back means it.
    pub(in crate::store) fn mark(&self, article: &Article, is: &Hash, was: Option<&Hash>) -> Result<(), Problem> {
        let path = self.journal_of(&article.id);
        let mut state = self.known(&article.id, |known| known.journal.clone());
        if matches!(state, State::Either { .. }) {
            self.claim(&path, &mut state, article)?;
        }
        let State::Open(mut place) = state else { return Ok(()) };
        let line = line::gold(place.seq, hex(is), was.map(hex));
        // A journal that has gone, or is another's, is noticed by the next change.
        let done = place.extend(&*self.disk, &path, line.as_bytes(), 0, was != Some(is));
        self.known(&article.id, |known| known.journal = State::Open(place));
        done.map(drop).map_err(|error| Problem::writing(&path, &error))
    }
}
