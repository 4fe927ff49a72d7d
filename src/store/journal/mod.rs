//! The journal: one file for each article, `GOLD/.journal/ARTICLE-ID.jsonl`, with a line for everything that was done.
//!
//! A change is on disk once its line is. The gold file follows when there is time for it; before it is replaced, a line
//! says which content goes and which comes. So whatever instant a process ends at, the gold file is one of the two that
//! the newest such line names, and the changes behind the line of the one that is there are what the gold file lacks.
//!
//! Invariants: a line is never changed; the file only grows, or is replaced whole by one that gives the same; a file
//! that cannot be used is put beside under a name of its own, never removed.

mod line;
mod place;
mod replay;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::edit::{Entry, History, ItemRef};
use crate::gold::{Annotation, Article};
use crate::lang::{self, Lang, Said, say};

use super::disk::{Disk, Kind};
use super::folder::{Hash, hex};
use super::name::file_stem;
use super::{GoldFolder, Lock, LockError, Moving, Problem, replace};
use place::{Extended, Place};
use replay::{Replayed, Unfit, replay};

/// An article as it was left.
#[derive(Debug, Default)]
pub struct Left {
    /// What is decided; `None` when nobody has decided anything.
    pub annotation: Option<Annotation>,
    /// What can be taken back and made again.
    pub history: History,
    /// What had the focus.
    pub focus: Option<ItemRef>,
    /// What was found amiss and how it was met; nothing in the way of going on.
    pub problem: Option<Problem>,
}

/// Does a journal whose last line this is say that its gold file has everything?
pub(super) fn rests(line: &[u8]) -> bool {
    match line::read(line) {
        Ok(line::Line::Gold(gold)) => gold.was.as_ref() == Some(&gold.is),
        _ => false,
    }
}

/// What this process knows of an article's journal.
#[derive(Debug, Clone, Default)]
pub(super) enum State {
    /// It has not looked. What is there is not to be gone on with.
    #[default]
    Unread,
    /// There is none, or nothing in it but what an attempt that failed has left.
    None { tried: Vec<u8> },
    /// It is ours to go on with.
    Open(Place),
    /// It is ours, and may or may not have been made shorter.
    Either { old: Place, new: Place },
    /// What is there must be kept under another name, and this put in its place, before anything is written.
    Mend { aside: Option<Aside>, lines: String, seq: u64 },
}

/// Why a journal is kept under another name; the word in that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    Stale,
    Damaged,
}

impl GoldFolder {
    /// The journal of an article.
    ///
    /// ```
    /// let folder = tawsim::store::GoldFolder::new("gold".into());
    /// assert!(folder.journal_of("../../x").ends_with("gold/.journal/%2E.%2F..%2Fx.jsonl"));
    /// ```
    #[must_use]
    pub fn journal_of(&self, id: &str) -> PathBuf {
        self.dir().join(".journal").join(format!("{}.jsonl", file_stem(id)))
    }

    /// Reads an article as it was left: what its gold file says, what its journal has beyond that, and the history.
    ///
    /// With the folder `mine` (it is locked), a journal that cannot be used is put aside, one that was torn is cut, and a
    /// gold file that lacks something is written; else nothing on disk is touched.
    ///
    /// # Errors
    /// As [`GoldFolder::load`]; also when the journal cannot be read, or a later version wrote it.
    pub fn resume(&self, article: &Article, mine: bool) -> Result<Left, Problem> {
        let annotation = self.load(article)?;
        let gold = self.known(&article.id, |known| known.on_disk).filter(|_| annotation.is_some());
        let path = self.journal_of(&article.id);
        self.check_journals()?;
        let Some(bytes) = self.own_content(&path)? else {
            self.known(&article.id, |known| known.journal = State::None { tried: Vec::new() });
            return Ok(Left { annotation, ..Left::default() });
        };
        let hash = gold.as_ref().map(hex);
        let base = annotation.clone().unwrap_or_default();
        let mut behind = false;
        let (mut state, mut left, what) = match replay(&bytes, article, hash.as_deref(), base) {
            Ok(read) => {
                behind = read.behind;
                found(&path, article, hash, annotation.is_some(), &bytes, read)
            }
            Err(Unfit::Newer(schema)) => {
                let schema = format!("{schema:?}");
                return Err(Problem::said(&path, None, |lang| say::journal_is_newer(lang, &schema)));
            }
            Err(unfit) => {
                let (aside, what) = match unfit {
                    Unfit::Stale(what) => (Aside::Stale, what),
                    _ => (Aside::Damaged, lang::JOURNAL_BEYOND_USE),
                };
                let what = Problem::said(&path, None, |lang| say::journal_unused(lang, what));
                let state = State::Mend { aside: Some(aside), lines: String::new(), seq: 0 };
                (state, Left { annotation, ..Left::default() }, Some(what))
            }
        };
        left.problem = what;
        if mine {
            match settle(&*self.disk, &path, &mut state) {
                Ok(None) => {}
                Ok(Some(aside)) => add(&mut left.problem, |lang| say::journal_kept(lang, &aside)),
                // It is tried again before the first line is written.
                Err(error) => add(&mut left.problem, |lang| error.said_in(lang)),
            }
            if let State::Open(place) = &state
                && place.len < bytes.len() as u64
            {
                // Should it fail: the next line is written over what is torn all the same.
                let _ = place.cut(&*self.disk, &path);
            }
        }
        self.known(&article.id, |known| known.journal = state);
        if mine
            && behind
            && let Some(annotation) = &left.annotation
            && let Err(problem) = self.save(article, annotation)
        {
            left.problem.get_or_insert(problem);
        }
        Ok(left)
    }

    /// Appends what was done to an article to its journal; when this returns, it is on disk. `annotation` is what the
    /// entries lead to.
    ///
    /// Entries that were not written are to be given again, before any others. When the journal has gone since it was
    /// read (someone removed the folder) or is another, the gold file is written first and a new journal begun. What
    /// another program wrote is kept beside it, and told by [`GoldFolder::noticed`].
    ///
    /// # Errors
    /// When the disk refuses it.
    pub fn journal(&self, article: &Article, entries: &[Entry], annotation: &Annotation) -> Result<(), Problem> {
        let path = self.journal_of(&article.id);
        let mut state = self.known(&article.id, |known| std::mem::take(&mut known.journal));
        let done = self.append(&path, &mut state, article, entries, annotation);
        self.known(&article.id, |known| known.journal = state);
        done
    }

    /// What was found to be another program's while writing, and how it was kept; told once.
    #[must_use]
    pub fn noticed(&self, id: &str) -> Option<Problem> {
        self.known(id, |known| known.noticed.take())
    }

    fn append(
        &self,
        path: &Path,
        state: &mut State,
        article: &Article,
        entries: &[Entry],
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
    fn claim(&self, path: &Path, state: &mut State, article: &Article) -> Result<(), Problem> {
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

    /// Locks another folder and writes articles with their histories into it.
    ///
    /// # Errors
    /// When it is in use, holds other gold of one of the articles, or refuses what is written.
    pub(super) fn take_along(&self, dir: PathBuf, articles: &[Moving]) -> Result<(Self, Lock), Problem> {
        let new = Self::on(Arc::clone(&self.disk), dir);
        let lock = new.lock().map_err(|error| match error {
            LockError::Io(problem) => problem,
            LockError::Held { by } => Problem::said(new.dir(), None, |lang| say::folder_in_use(lang, by.said(lang))),
        })?;
        for one in articles {
            new.expect_none(&one.article, one.left.annotation.as_ref())?;
        }
        for Moving { article, left, .. } in articles {
            let path = new.journal_of(&article.id);
            let writing = |error: io::Error| Problem::writing(&path, &error);
            let mut state = State::Unread;
            new.claim(&path, &mut state, article)?;
            settle(&*new.disk, &path, &mut state)?;
            new.save(article, &left.annotation.clone().unwrap_or_default())?;
            let gold = new.known(&article.id, |known| known.on_disk).as_ref().map(hex);
            let (lines, seq) = rewritten(article, gold, &left.history, left.focus.clone(), &[]);
            replace::replace(&*new.disk, &path, lines.as_bytes()).map_err(writing)?;
            let state = State::Open(Place::new(lines.as_bytes(), &[], seq));
            new.known(&article.id, |known| known.journal = state);
        }
        Ok((new, lock))
    }

    /// A link in the place of the folder of journals would lead out of the gold folder.
    pub(super) fn check_journals(&self) -> Result<(), Problem> {
        let folder = self.dir().join(".journal");
        match self.disk.kind(&folder) {
            Ok(None | Some(Kind::Folder)) => Ok(()),
            Ok(Some(_)) => Err(Problem::said(&folder, None, |lang| lang::NOT_A_FOLDER.get(lang).to_owned())),
            // Whoever makes it will be told so.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(()),
            Err(error) => Err(Problem::reading(&folder, &error)),
        }
    }

    /// Says in the journal, if there is one, that the gold file is about to be replaced. Once it is, this is called
    /// with twice the same hash, so that the content before fits no more: who puts it back means it.
    pub(super) fn mark(&self, article: &Article, is: &Hash, was: Option<&Hash>) -> Result<(), Problem> {
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

    /// Makes the journal of an article that is done as short as its history allows. What fails here costs only space.
    pub(super) fn shorten(&self, article: &Article, gold: &Hash) {
        let path = self.journal_of(&article.id);
        let state = self.known(&article.id, |known| known.journal.clone());
        let (State::Open(place), Ok(Some(bytes))) = (state, self.own_content(&path)) else { return };
        if place.short || place.len != bytes.len() as u64 {
            return;
        }
        let hash = hex(gold);
        let Ok(read) = replay(&bytes, article, Some(&hash), Annotation::default()) else { return };
        if read.damage.is_some() || read.torn {
            return;
        }
        let (lines, seq) = rewritten(article, Some(hash), &read.history, read.focus, &[]);
        if lines.len() >= bytes.len() {
            return;
        }
        let mut new = Place::new(lines.as_bytes(), &[], seq);
        new.short = true;
        if replace::replace(&*self.disk, &path, lines.as_bytes()).is_err() {
            // Either may be there if it failed at its last step, and after a crash the other. The two say the same: which
            // it is, is read again, and it is synced before anything is called saved.
            self.owe(&self.dir().join(".journal"));
            let either = State::Either { old: place, new };
            return self.known(&article.id, |known| known.journal = either);
        }
        self.known(&article.id, |known| known.journal = State::Open(new));
    }
}

fn add(problem: &mut Option<Problem>, say: impl Fn(Lang) -> String) {
    if let Some(problem) = problem {
        problem.also(say);
    }
}

/// What to know, to give and to say of a journal that fits the gold file.
fn found(
    path: &Path,
    article: &Article,
    gold: Option<String>,
    begun: bool,
    bytes: &[u8],
    read: Replayed,
) -> (State, Left, Option<Problem>) {
    let annotation = (begun || read.seq > 0).then_some(read.annotation);
    let left = Left { annotation, history: read.history, focus: read.focus.clone(), problem: None };
    if let Some(damage) = read.damage {
        let (lines, seq) = rewritten(article, gold, &damage.base, read.focus, &damage.beyond);
        let what = Problem::said(path, Some(damage.line), |lang| {
            let unused = match damage.unused {
                0 => lang::ALL_IN_GOLD.get(lang).to_owned(),
                count => say::journal_rest_unused(lang, lang::CHANGES.count(count)),
            };
            say::journal_damaged(lang, damage.what.said(lang), Said(unused))
        });
        return (State::Mend { aside: Some(Aside::Damaged), lines, seq }, left, Some(what));
    }
    let torn = read.torn.then(|| Problem::said(path, None, |lang| lang::JOURNAL_TORN.get(lang).to_owned()));
    let (whole, rest) =
        usize::try_from(read.len).ok().and_then(|len| bytes.split_at_checked(len)).unwrap_or((bytes, &[]));
    let open = State::Open(Place::new(whole, rest, read.seq));
    (if whole.is_empty() { State::None { tried: rest.to_owned() } } else { open }, left, torn)
}

/// The lines of a sound journal: a history that the gold file already contains, and changes beyond it.
fn rewritten(
    article: &Article,
    gold: Option<String>,
    base: &History,
    focus: Option<ItemRef>,
    beyond: &[Entry],
) -> (String, u64) {
    let mut lines = line::begin(article, gold.clone());
    let mut seq = 0;
    for deed in base.deeds() {
        seq += 1;
        let entry = Entry { deed, news: None, annotator: None, focus: focus.clone() };
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
fn settle(disk: &dyn Disk, path: &Path, state: &mut State) -> Result<Option<String>, Problem> {
    let State::Mend { aside, lines, seq } = state else { return Ok(None) };
    let mut name = None;
    if let Some(why) = *aside {
        let kept = put_aside(disk, path, why, lines.is_empty()).map_err(|error| Problem::writing(path, &error))?;
        name = kept.file_name().map(|name| name.to_string_lossy().into_owned());
        *aside = None;
    }
    if lines.is_empty() {
        *state = State::None { tried: Vec::new() };
        return Ok(name);
    }
    replace::replace(disk, path, lines.as_bytes()).map_err(|error| Problem::writing(path, &error))?;
    *state = State::Open(Place::new(lines.as_bytes(), &[], *seq));
    Ok(name)
}

/// Renames a file to the next free `NAME.stale-N` or `NAME.damaged-N`, or copies it there when it is still needed in
/// its place until another takes it. An attempt that failed at its last step is taken up again.
fn put_aside(disk: &dyn Disk, path: &Path, why: Aside, whole: bool) -> io::Result<PathBuf> {
    let word = match why {
        Aside::Stale => "stale",
        Aside::Damaged => "damaged",
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
        match replace::create(disk, &aside, &disk.read(path)?) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done.map(|()| aside),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
