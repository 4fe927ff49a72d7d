//! All articles behind some paths, without holding them: what each is called, and where it stands.
//!
//! An index is made behind the first article on the screen: for each article its file, its line and the byte where that
//! begins (sixteen bytes), and its heading. An article is read when it is asked for. What is compressed cannot be read
//! from the middle: as it is indexed it is unpacked into a nameless file beside other temporary ones, which the system
//! removes with the process, and from there a line is read as from any other file.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant, SystemTime};

use hashbrown::HashTable;

use crate::gold::{Article, Catalogue, Headings, Standing};

use super::problem::{shown, words_of};
use super::source::{self, BOM, Fault, Kind, TOLD};
use super::unpack::{self, Packing};
use super::walk::{Piece, walk};
use super::{Problem, head};

/// So many articles are told of together.
const BATCH: usize = 4096;

/// And no later than this after the first of them was found.
const SOON: Duration = Duration::from_millis(40);

/// Bytes that are unpacked before they are written.
const BLOCK: usize = 1024 * 1024;

/// What has been found out.
#[derive(Debug, Clone)]
pub enum News {
    /// Articles that follow those told before, and what could not be read among them.
    Found {
        /// What they are called. One that cannot be read is called by its file and line.
        headings: Arc<Headings>,
        /// What is wrong.
        problems: Vec<Problem>,
    },
    /// There are no further articles.
    Indexed,
    /// How far articles are, by their number, as their gold files say.
    Standings(Vec<(usize, Standing)>),
    /// All of that has been told.
    Surveyed {
        /// The article on which work was done last and is not finished, by its number.
        resume: Option<usize>,
    },
}

/// An article that was read.
#[derive(Debug, Clone)]
pub struct Opened {
    /// It.
    pub article: Article,
    /// Its file is not as it was when it was indexed; told once for each file.
    pub changed: Option<Problem>,
}

/// Articles, each to be read by its number. A clone is the same library.
#[derive(Clone, Default)]
pub struct Library(Arc<RwLock<Shelves>>);

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({} articles)", self.shelves().places.len())
    }
}

#[derive(Default)]
struct Shelves {
    files: Vec<Source>,
    places: Vec<Place>,
    catalogue: Catalogue,
}

/// Where an article stands.
#[derive(Clone, Copy)]
struct Place {
    file: u32,
    /// From 1; 0 in a file of one article.
    line: u32,
    /// The line's first byte.
    at: u64,
}

struct Source {
    path: Box<Path>,
    kind: Kind,
    /// Its length and time of change when it was indexed.
    seen: Option<(u64, SystemTime)>,
    /// What is in it, where it is compressed.
    unpacked: Option<Arc<Unpacked>>,
    /// Was it told that it changed?
    told: AtomicBool,
}

fn seen(metadata: &Metadata) -> Option<(u64, SystemTime)> {
    Some((metadata.len(), metadata.modified().ok()?))
}

impl Library {
    fn shelves(&self) -> RwLockReadGuard<'_, Shelves> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds the articles of some paths (see [`super::open`]) in their order and tells of them as they are found, until
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

    /// How many articles are known so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shelves().places.len()
    }

    /// Is none known?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the articles are called that are known so far.
    #[must_use]
    pub fn catalogue(&self) -> Catalogue {
        self.shelves().catalogue.clone()
    }

    /// Reads an article.
    ///
    /// # Errors
    /// When it cannot be read, or is not the one that was found there.
    pub fn read(&self, index: usize) -> Result<Opened, Problem> {
        let shelves = self.shelves();
        let expected = shelves.catalogue.get(index).id.to_owned();
        let found = shelves.places.get(index).and_then(|place| Some((*place, shelves.files.get(place.file as usize)?)));
        let Some((place, source)) = found else {
            return Err(Problem::new(Path::new("-"), None, format!("there is no article {}", index + 1)));
        };
        let (path, kind, was) = (source.path.to_path_buf(), source.kind, source.seen);
        let unpacked = source.unpacked.clone();
        // While the disk works, the index grows on.
        drop(shelves);
        let reading = |error: io::Error| Problem::reading(&path, &error);
        let now = fs::metadata(&path).ok().and_then(|metadata| seen(&metadata));
        let changed = unpacked.is_none() && was != now;
        let number = place.line as usize;
        let found = match kind {
            Kind::Jsonl(_) => {
                let bytes = match &unpacked {
                    Some(unpacked) => unpacked.line(place.at).map_err(reading)?,
                    None => line_at(File::open(&path).map_err(reading)?, place.at).map_err(reading)?,
                };
                let head = if place.at == 0 { bytes.strip_prefix(BOM.as_bytes()) } else { None };
                source::line(head.unwrap_or(&bytes), number)
            }
            Kind::Txt | Kind::Json => source::whole(&path, kind).map_err(reading)?,
        };
        let line = Some(number).filter(|number| *number > 0);
        let other = |is: &str| {
            let what = format!("was changed since it was opened: {is}, not {expected:?}; close this and open it again");
            Problem::new(&path, line, what)
        };
        match found {
            Ok(article) if article.id != expected => Err(other(&format!("here is the article {:?}", article.id))),
            Err(_) if changed && expected != unreadable(&path, place.line) => Err(other("here is no article")),
            Err(Fault { line, what }) => Err(Problem::new(&path, line, what)),
            Ok(article) => {
                let news = changed && matches!(kind, Kind::Jsonl(_)) && self.first_time(place.file);
                let what = "was changed since it was opened: articles are read as they stand there now, and those that \
                            were added are seen at the next start";
                Ok(Opened { article, changed: news.then(|| Problem::new(&path, None, what)) })
            }
        }
    }

    fn first_time(&self, file: u32) -> bool {
        let shelves = self.shelves();
        shelves.files.get(file as usize).is_some_and(|source| !source.told.swap(true, Ordering::Relaxed))
    }
}

/// What an article is called that cannot be read.
fn unreadable(path: &Path, line: u32) -> String {
    let name = shown(path.file_name().unwrap_or(path.as_os_str()));
    if line == 0 { name } else { format!("{name}:{line}") }
}

/// A line of a file, without its end.
fn line_at(mut file: File, at: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    BufReader::with_capacity(16 * 1024, file).read_until(b'\n', &mut bytes)?;
    Ok(bytes)
}

/// What was in a compressed file, in one without a name.
struct Unpacked(Mutex<File>);

impl Unpacked {
    fn new() -> io::Result<Self> {
        Ok(Self(Mutex::new(tempfile::tempfile_in(room())?)))
    }

    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)
    }

    fn line(&self, at: u64) -> io::Result<Vec<u8>> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        BufReader::with_capacity(16 * 1024, &mut *file).read_until(b'\n', &mut bytes)?;
        Ok(bytes)
    }
}

/// Where large temporary files belong: `TMPDIR`, else `/var/tmp` (the usual folder of temporary files may lie in
/// memory), else whatever the system has.
fn room() -> PathBuf {
    let large = Path::new("/var/tmp");
    if std::env::var_os("TMPDIR").is_none() && large.is_dir() { large.to_owned() } else { std::env::temp_dir() }
}

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
            let mut shelves = self.library.0.write().unwrap_or_else(PoisonError::into_inner);
            shelves.places.append(&mut batch.places);
            shelves.catalogue.extend(Arc::clone(&headings));
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
            let mut shelves = self.library.0.write().unwrap_or_else(PoisonError::into_inner);
            shelves.files.push(source);
            u32::try_from(shelves.files.len() - 1).unwrap_or(u32::MAX)
        };
        self.faults = 0;
        let outcome = match kind {
            Kind::Jsonl(packing) => self.lines(path, file, packing),
            Kind::Txt | Kind::Json => match head::of_file(path, kind) {
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
                    let Fault { line, what } = source::broken_off(number as usize + 1, &error);
                    self.batch.problems.push(Problem::new(path, line, what));
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
                let head = head::of_line(bytes, number as usize);
                self.found(path, Place { file, line: number, at }, head).map_err(|error| self.no_room(error))?;
            }
            at += read as u64;
        }
        // What is left goes to the file that it belongs to.
        self.flush().map_err(|error| self.no_room(error))?;
        self.unpacking = None;
        if self.faults > TOLD {
            let what = format!("has {} more broken lines; mend or remove them", self.faults - TOLD);
            self.batch.problems.push(Problem::new(path, None, what));
        } else if !any {
            let what = "holds no article; put one JSON object on each line, or leave it out";
            self.batch.problems.push(Problem::new(path, None, what));
        }
        Ok(())
    }

    fn unpack(&mut self, file: u32) -> io::Result<()> {
        // What other files have left in the batch is theirs.
        self.flush()?;
        let unpacked = Arc::new(Unpacked::new().map_err(|error| self.no_room(error))?);
        let mut shelves = self.library.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = shelves.files.get_mut(file as usize) {
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
    fn found(&mut self, path: &Path, place: Place, head: head::Head) -> io::Result<()> {
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
            Err(Fault { line, what }) => {
                self.batch.headings.push(&unreadable(path, place.line), "");
                self.batch.places.push(place);
                self.fault(Problem::new(path, line, what));
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
        let shelves = self.library.shelves();
        let is = |index: &u32| self.id_of(&shelves, *index as usize) == id;
        self.ids.find(self.hasher.hash_one(id), is).map(|index| *index as usize)
    }

    fn id_of<'b>(&'b self, shelves: &'b Shelves, index: usize) -> &'b str {
        match index.checked_sub(self.told) {
            Some(here) => self.batch.headings.get(here).id,
            None => shelves.catalogue.get(index).id,
        }
    }

    /// Remembers the id of the article that was found last.
    fn remember(&mut self, id: &str) {
        let index = u32::try_from(self.told + self.batch.headings.len() - 1).unwrap_or(u32::MAX);
        let shelves = self.library.shelves();
        let (told, batch, hasher) = (self.told, &self.batch, &self.hasher);
        let hash_of = |index: &u32| match (*index as usize).checked_sub(told) {
            Some(here) => hasher.hash_one(batch.headings.get(here).id),
            None => hasher.hash_one(shelves.catalogue.get(*index as usize).id),
        };
        self.ids.insert_unique(hasher.hash_one(id), index, hash_of);
    }

    fn twice(&self, path: &Path, place: Place, id: &str, first: usize) -> Problem {
        let shelves = self.library.shelves();
        let there = match first.checked_sub(self.told) {
            Some(here) => self.batch.places.get(here),
            None => shelves.places.get(first),
        };
        let there = there.and_then(|place| {
            let file = shown(shelves.files.get(place.file as usize)?.path.as_os_str());
            Some(if place.line == 0 { file } else { format!("{file}:{}", place.line) })
        });
        let what = format!(
            "the id {id:?} is given twice; the article of {} is kept, this one left out: change an id",
            there.unwrap_or_default(),
        );
        Problem::new(path, Some(place.line as usize).filter(|line| *line > 0), what)
    }
}
