//! Making the index: each file is read once, and what is found told in batches.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use hashbrown::HashTable;

use crate::gold::Headings;
use crate::lang::say;
use crate::store::corpus::fault;
use crate::store::corpus::kind::Kind;
use crate::store::corpus::peek;
use crate::store::corpus::source::TOLD;
use crate::store::corpus::unpack::{self, Packing};
use crate::store::corpus::walk::{Piece, walk};
use crate::store::locate::BOM;
use crate::store::problem::{Problem, shown, words_of};

use super::index::{Index, Library, News, Place, Source, seen, unreadable};
use super::unpacked::{Unpacked, room};

/// So many articles are told of together.
const BATCH: usize = 4096;

/// And no later than this after the first of them was found.
const SOON: Duration = Duration::from_millis(40);

/// Bytes that are unpacked before they are written.
const BLOCK: usize = 1024 * 1024;

/// Articles that were found and are not told of yet.
#[derive(Default)]
struct Batch {
    headings: Headings,
    places: Vec<Place>,
    problems: Vec<Problem>,
    unpacked: Vec<u8>,
}

/// Making the index.
struct Indexing<'a> {
    library: &'a Library,
    report: &'a mut dyn FnMut(News) -> bool,
    batch: Batch,
    /// How many articles were told of.
    told: usize,
    since: Instant,
    /// The numbers of all articles, found by the hash of their ids.
    ids: HashTable<u32>,
    hasher: RandomState,
    /// Where the file goes that is being unpacked.
    unpacking: Option<Arc<Unpacked>>,
    /// What is wrong in the file that is being read.
    faults: usize,
}

impl Library {
    /// Finds the articles of some paths (see [`crate::store::open`]) in their order and tells of them as they are found, until
    /// it is done or `report` says that nobody listens (false). Nothing is touched on disk.
    ///
    /// Of two articles with one id the first is kept. An article that cannot be read is told as a problem, and has a
    /// number all the same.
    pub fn index(&self, paths: &[PathBuf], report: &mut dyn FnMut(News) -> bool) {
        let mut indexing = Indexing::new(self, report);
        let walked = walk(paths, false, &mut |path, piece| match piece {
            Piece::Problem(problem) => {
                indexing.batch.problems.push(problem);
                Ok(())
            }
            Piece::File(kind) => indexing.file(path, kind),
        });
        if walked.is_ok() && indexing.flush().is_ok() {
            (indexing.report)(News::Indexed);
        }
    }
}

/// Nobody listens any more.
fn unheard() -> io::Error {
    io::ErrorKind::BrokenPipe.into()
}

impl<'a> Indexing<'a> {
    fn new(library: &'a Library, report: &'a mut dyn FnMut(News) -> bool) -> Self {
        let (batch, since) = (Batch::default(), Instant::now());
        let (ids, hasher) = (HashTable::new(), RandomState::new());
        Self { library, report, batch, told: 0, since, ids, hasher, unpacking: None, faults: 0 }
    }

    /// Tells of what was found.
    fn flush(&mut self) -> io::Result<()> {
        self.since = Instant::now();
        if let Some(unpacking) = &self.unpacking {
            unpacking.append(&self.batch.unpacked)?;
            self.batch.unpacked.clear();
        }
        if self.batch.headings.is_empty() && self.batch.problems.is_empty() {
            return Ok(());
        }
        let mut batch = std::mem::take(&mut self.batch);
        batch.headings.shrink();
        let headings = Arc::new(batch.headings);
        self.told += headings.len();
        {
            let mut articles = self.library.0.write().unwrap_or_else(PoisonError::into_inner);
            articles.places.append(&mut batch.places);
            articles.catalogue.extend(Arc::clone(&headings));
        }
        if (self.report)(News::Found { headings, problems: batch.problems }) { Ok(()) } else { Err(unheard()) }
    }

    fn flush_in_time(&mut self) -> io::Result<()> {
        let first = self.told == 0;
        let full = self.batch.headings.len() >= BATCH || self.batch.unpacked.len() >= BLOCK;
        if first || full || self.since.elapsed() >= SOON { self.flush() } else { Ok(()) }
    }

    fn file(&mut self, path: &Path, kind: Kind) -> io::Result<()> {
        let seen = fs::metadata(path).ok().and_then(|metadata| seen(&metadata));
        let source = Source { path: path.into(), kind, seen, unpacked: None, told: AtomicBool::new(false) };
        let file = {
            let mut articles = self.library.0.write().unwrap_or_else(PoisonError::into_inner);
            articles.files.push(source);
            u32::try_from(articles.files.len() - 1).unwrap_or(u32::MAX)
        };
        self.faults = 0;
        let outcome = match kind {
            Kind::Jsonl(packing) => self.lines(path, file, packing),
            Kind::Txt | Kind::Json => match peek::of_file(path, kind) {
                Ok(head) => self.found(path, Place { file, line: 0, at: 0 }, head),
                Err(error) => Err(error),
            },
        };
        match outcome {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(error),
            Err(error) => {
                self.batch.problems.push(Problem::reading(path, &error));
                self.flush_in_time()
            }
            Ok(()) => Ok(()),
        }
    }

    fn lines(&mut self, path: &Path, file: u32, packing: Packing) -> io::Result<()> {
        let mut lines = unpack::open(path, packing)?;
        if packing != Packing::None {
            self.unpack(file)?;
        }
        let mut line = Vec::new();
        let (mut number, mut at, mut any) = (0_u32, 0_u64, false);
        loop {
            line.clear();
            let read = match lines.read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    self.batch.problems.push(fault::broken_off(number as usize + 1, &error).of(path));
                    any = true;
                    break;
                }
                Err(error) => return Err(error),
            };
            number = number.saturating_add(1);
            if self.unpacking.is_some() {
                self.batch.unpacked.extend_from_slice(&line);
            }
            let head = if number == 1 { line.strip_prefix(BOM.as_bytes()) } else { None };
            let bytes = head.unwrap_or(&line);
            if !bytes.trim_ascii().is_empty() {
                any = true;
                let head = peek::of_line(bytes, number as usize);
                self.found(path, Place { file, line: number, at }, head).map_err(|error| self.no_room(error))?;
            }
            at += read as u64;
        }
        // What is left goes to the file that it belongs to.
        self.flush().map_err(|error| self.no_room(error))?;
        self.unpacking = None;
        if self.faults > TOLD {
            self.batch.problems.push(fault::more_faults(self.faults - TOLD).of(path));
        } else if !any {
            self.batch.problems.push(fault::no_lines().of(path));
        }
        Ok(())
    }

    fn unpack(&mut self, file: u32) -> io::Result<()> {
        // What other files have left in the batch is theirs.
        self.flush()?;
        let unpacked = Arc::new(Unpacked::new().map_err(|error| self.no_room(error))?);
        let mut articles = self.library.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = articles.files.get_mut(file as usize) {
            source.unpacked = Some(Arc::clone(&unpacked));
        }
        self.unpacking = Some(unpacked);
        Ok(())
    }

    /// Why a compressed file could not be unpacked.
    fn no_room(&self, error: io::Error) -> io::Error {
        if error.kind() == io::ErrorKind::BrokenPipe || self.unpacking.is_none() {
            return error;
        }
        let folder = room();
        io::Error::other(format!(
            "it is unpacked in {}, which fails ({}); name a folder with more room in TMPDIR, or unpack it yourself",
            shown(folder.as_os_str()),
            words_of(&error)
        ))
    }

    /// An article, or what stands in its place.
    fn found(&mut self, path: &Path, place: Place, head: peek::Head) -> io::Result<()> {
        match head {
            Ok((id, title)) => {
                if let Some(first) = self.known(&id) {
                    let twice = self.twice(path, place, &id, first);
                    self.fault(twice);
                } else {
                    self.batch.headings.push(&id, &title);
                    self.batch.places.push(place);
                    self.remember(&id);
                }
            }
            Err(fault) => {
                self.batch.headings.push(&unreadable(path, place.line), "");
                self.batch.places.push(place);
                self.fault(fault.of(path));
            }
        }
        self.flush_in_time()
    }

    fn fault(&mut self, problem: Problem) {
        self.faults += 1;
        if self.faults <= TOLD {
            self.batch.problems.push(problem);
        }
    }

    /// The number of the article with an id.
    fn known(&self, id: &str) -> Option<usize> {
        let articles = self.library.articles();
        let is = |index: &u32| self.id_of(&articles, *index as usize) == id;
        self.ids.find(self.hasher.hash_one(id), is).map(|index| *index as usize)
    }

    fn id_of<'b>(&'b self, articles: &'b Index, index: usize) -> &'b str {
        match index.checked_sub(self.told) {
            Some(here) => self.batch.headings.get(here).id,
            None => articles.catalogue.get(index).id,
        }
    }

    /// Remembers the id of the article that was found last.
    fn remember(&mut self, id: &str) {
        let index = u32::try_from(self.told + self.batch.headings.len() - 1).unwrap_or(u32::MAX);
        let articles = self.library.articles();
        let (told, batch, hasher) = (self.told, &self.batch, &self.hasher);
        let hash_of = |index: &u32| match (*index as usize).checked_sub(told) {
            Some(here) => hasher.hash_one(batch.headings.get(here).id),
            None => hasher.hash_one(articles.catalogue.get(*index as usize).id),
        };
        self.ids.insert_unique(hasher.hash_one(id), index, hash_of);
    }

    fn twice(&self, path: &Path, place: Place, id: &str, first: usize) -> Problem {
        let articles = self.library.articles();
        let there = match first.checked_sub(self.told) {
            Some(here) => self.batch.places.get(here),
            None => articles.places.get(first),
        };
        let there = there.and_then(|place| {
            let file = shown(articles.files.get(place.file as usize)?.path.as_os_str());
            Some(if place.line == 0 { file } else { format!("{file}:{}", place.line) })
        });
        let (id, there) = (format!("{id:?}"), there.unwrap_or_default());
        let line = Some(place.line as usize).filter(|line| *line > 0);
        Problem::said(path, line, |lang| say::id_twice(lang, &id, &there))
    }
}
