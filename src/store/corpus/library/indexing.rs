//! Making the index: each file is read once, and its articles are reported in batches.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use hashbrown::HashTable;

use crate::gold::Headings;
use crate::lang::say;
use crate::store::corpus::fault;
use crate::store::corpus::kind::SourceKind;
use crate::store::corpus::peek::{PeekedHeading, peek_file, peek_line};
use crate::store::corpus::source::MAX_REPORTED;
use crate::store::corpus::unpack::{self, Compression};
use crate::store::corpus::walk::{GoldFolders, Visited, walk};
use crate::store::input::{LineError, LineReader};
use crate::store::locate::BOM;
use crate::store::problem::{Problem, printable, system_words};

use super::index::{ArticlePlace, Index, IndexedFile, Library, LibraryReport, placeholder_id, stamp_of};
use super::unpacked::{UnpackedFile, large_temporary_folder};

/// The most articles in one report.
const BATCH: usize = 4096;

/// The longest time from finding an article to reporting it.
const LONGEST_WAIT: Duration = Duration::from_millis(40);

/// The number of unpacked bytes that are written to disk at a time.
const UNPACKED_BYTES: usize = 1024 * 1024;

/// The articles and problems that are not reported yet.
#[derive(Default)]
struct Batch {
    headings: Headings,
    places: Vec<ArticlePlace>,
    problems: Vec<Problem>,
    /// Unpacked bytes that are not written to disk yet.
    unpacked: Vec<u8>,
}

/// Makes the index of a library.
struct Indexer<'a> {
    library: &'a Library,
    report: &'a mut dyn FnMut(LibraryReport) -> bool,
    batch: Batch,
    /// The number of articles that were reported.
    reported: usize,
    /// When the last report was made.
    last_report: Instant,
    /// The numbers of all articles, by the hashes of their ids.
    ids: HashTable<u32>,
    hasher: RandomState,
    /// The unpacked content of the present file, if it is compressed.
    unpacking: Option<(Arc<UnpackedFile>, LineSource)>,
    /// The number of faulty articles in the present file.
    faults: usize,
}

impl Library {
    /// Finds the articles of some paths in order (see [`read_corpus`](crate::store::read_corpus)), and reports them while
    /// indexing continues. Ends early when `report` returns false. Nothing on disk is changed.
    ///
    /// If two articles have the same id, the first one is kept. An article that cannot be read gets a number and a
    /// problem.
    pub fn index(&self, paths: &[PathBuf], report: &mut dyn FnMut(LibraryReport) -> bool) {
        let mut indexer = Indexer::new(self, report);
        if indexer.index_paths(paths).is_ok() && indexer.flush().is_ok() {
            (indexer.report)(LibraryReport::Indexed);
        }
    }

    /// As [`Library::index`], but the path `-` stands for a stream of lines. The stream is kept in a temporary file, so that its
    /// articles can be read by their numbers.
    ///
    /// ```
    /// use tawsim::store::{Library, unpack_stream};
    /// let library = Library::default();
    /// let lines = r#"{"id": "a", "text": "زار باريس"}"#;
    /// library.index_with_stream(&["-".into()], || Box::new(unpack_stream(lines.as_bytes())), &mut |_| true);
    /// assert_eq!(library.read(0).unwrap().article.id, "a");
    /// ```
    pub fn index_with_stream(
        &self,
        paths: &[PathBuf],
        stream: impl Fn() -> Box<dyn BufRead>,
        report: &mut dyn FnMut(LibraryReport) -> bool,
    ) {
        let is_stream = |path: &PathBuf| path == Path::new("-");
        let mut indexer = Indexer::new(self, report);
        let indexed = paths.chunk_by(|one, next| is_stream(one) == is_stream(next)).try_for_each(|run| match run {
            [path, ..] if is_stream(path) => indexer.index_stream(path, stream()),
            files => indexer.index_paths(files),
        });
        if indexed.is_ok() && indexer.flush().is_ok() {
            (indexer.report)(LibraryReport::Indexed);
        }
    }
}

/// Where the lines of a source are read again, by the places in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineSource {
    /// Lines are read again from the file by their offsets.
    InFile,
    /// The source is a compressed file, so its lines are copied into a temporary file.
    Unpacked,
    /// The source is a stream, which cannot be read again, so its lines are copied into a temporary file.
    Stream,
}

/// An error of the temporary file, with its folder and the remedy.
fn temporary_file_error(error: &io::Error, kind: LineSource) -> io::Error {
    let folder = large_temporary_folder();
    let (folder, why) = (printable(folder.as_os_str()), system_words(error));
    io::Error::other(match kind {
        LineSource::Stream => {
            format!("it is kept in {folder}, which fails ({why}); name a folder with more room in TMPDIR")
        }
        LineSource::InFile | LineSource::Unpacked => format!(
            "it is unpacked in {folder}, which fails ({why}); name a folder with more room in TMPDIR, or unpack it yourself"
        ),
    })
}

/// The error that ends the walk when `report` has returned false.
fn nobody_listens() -> io::Error {
    io::ErrorKind::BrokenPipe.into()
}

impl<'a> Indexer<'a> {
    fn new(library: &'a Library, report: &'a mut dyn FnMut(LibraryReport) -> bool) -> Self {
        let (batch, last_report) = (Batch::default(), Instant::now());
        let (ids, hasher) = (HashTable::new(), RandomState::new());
        Self { library, report, batch, reported: 0, last_report, ids, hasher, unpacking: None, faults: 0 }
    }

    /// Reports what was found, and adds it to the index.
    fn flush(&mut self) -> io::Result<()> {
        self.last_report = Instant::now();
        if let Some((unpacking, _)) = &self.unpacking {
            unpacking.append(&self.batch.unpacked)?;
            self.batch.unpacked.clear();
        }
        if self.batch.headings.is_empty() && self.batch.problems.is_empty() {
            return Ok(());
        }
        let mut batch = std::mem::take(&mut self.batch);
        batch.headings.shrink();
        let headings = Arc::new(batch.headings);
        self.reported += headings.len();
        {
            let mut index = self.library.write_index();
            index.places.append(&mut batch.places);
            index.catalogue.extend(Arc::clone(&headings));
        }
        if (self.report)(LibraryReport::Found { headings, problems: batch.problems }) {
            Ok(())
        } else {
            Err(nobody_listens())
        }
    }

    /// Reports at once if this is the first article; otherwise when the batch is full or old.
    fn flush_when_due(&mut self) -> io::Result<()> {
        let first = self.reported == 0;
        let full = self.batch.headings.len() >= BATCH || self.batch.unpacked.len() >= UNPACKED_BYTES;
        if first || full || self.last_report.elapsed() >= LONGEST_WAIT { self.flush() } else { Ok(()) }
    }

    /// Indexes the articles of some files and folders.
    fn index_paths(&mut self, paths: &[PathBuf]) -> io::Result<()> {
        walk(paths, GoldFolders::Skip, &mut |path, visited| match visited {
            Visited::Problem(problem) => {
                self.batch.problems.push(problem);
                Ok(())
            }
            Visited::GoldFolder => Ok(()),
            Visited::File(kind) => self.index_file(path, kind),
        })
    }

    /// Indexes the articles of a stream.
    fn index_stream(&mut self, name: &Path, stream: Box<dyn BufRead>) -> io::Result<()> {
        let file = self.add_file(name, SourceKind::Jsonl(Compression::None));
        let indexed = self.index_lines(name, file, stream, LineSource::Stream);
        self.end_file(name, indexed)
    }

    /// Enters a file. Returns its number.
    fn add_file(&mut self, path: &Path, kind: SourceKind) -> u32 {
        let stamp = fs::metadata(path).ok().and_then(|metadata| stamp_of(&metadata));
        let source =
            IndexedFile { path: path.into(), kind, stamp, unpacked: None, change_reported: AtomicBool::new(false) };
        self.faults = 0;
        let mut index = self.library.write_index();
        index.files.push(source);
        // The catalogue of four billion files would not fit into memory.
        u32::try_from(index.files.len() - 1).unwrap_or(u32::MAX)
    }

    /// Indexes the articles of a file.
    fn index_file(&mut self, path: &Path, kind: SourceKind) -> io::Result<()> {
        let file = self.add_file(path, kind);
        let indexed = match kind {
            SourceKind::Jsonl(compression) => {
                let kind = if compression == Compression::None { LineSource::InFile } else { LineSource::Unpacked };
                unpack::open_source(path, compression).and_then(|source| self.index_lines(path, file, source, kind))
            }
            SourceKind::Txt | SourceKind::Json => match peek_file(path, kind) {
                Ok(heading) => self.add_article(path, ArticlePlace { file, line: 0, at: 0 }, heading),
                Err(error) => Err(error),
            },
        };
        self.end_file(path, indexed)
    }

    /// Reports that a file could not be read. Returns an error only if the work must end.
    fn end_file(&mut self, path: &Path, indexed: io::Result<()>) -> io::Result<()> {
        match indexed {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(error),
            Err(error) => {
                self.batch.problems.push(Problem::cannot_read(path, &error));
                self.flush_when_due()
            }
            Ok(()) => Ok(()),
        }
    }

    /// Indexes the articles of a file of lines.
    fn index_lines(&mut self, path: &Path, file: u32, source: Box<dyn BufRead>, kind: LineSource) -> io::Result<()> {
        let mut lines = LineReader::new(source);
        if kind != LineSource::InFile {
            self.begin_unpacking(file, kind)?;
        }
        let mut line = Vec::new();
        let (mut number, mut at, mut any) = (0_u32, 0_u64, false);
        loop {
            let read = match lines.read_line(&mut line) {
                Ok(0) => break,
                Ok(read) => read,
                Err(LineError::TooLong { what, bytes }) => {
                    number = number.saturating_add(1);
                    any = true;
                    let fault = fault::too_large(number as usize, &what);
                    self.add_article(path, ArticlePlace { file, line: number, at }, Err(fault))
                        .map_err(|error| self.unpacking_error(error))?;
                    // The line is not in the unpacked file.
                    at += if self.unpacking.is_some() { 0 } else { bytes };
                    continue;
                }
                Err(LineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                    self.batch.problems.push(fault::broken_off(number as usize + 1, &error).into_problem(path));
                    any = true;
                    break;
                }
                Err(LineError::Io(error)) => return Err(error),
            };
            number = number.saturating_add(1);
            if self.unpacking.is_some() {
                self.batch.unpacked.extend_from_slice(&line);
            }
            let after_bom = if number == 1 { line.strip_prefix(BOM.as_bytes()) } else { None };
            let bytes = after_bom.unwrap_or(&line);
            if !bytes.trim_ascii().is_empty() {
                any = true;
                let heading = peek_line(bytes, number as usize);
                self.add_article(path, ArticlePlace { file, line: number, at }, heading)
                    .map_err(|error| self.unpacking_error(error))?;
            } else if self.batch.unpacked.len() >= UNPACKED_BYTES {
                // Blank lines without end must not fill the memory.
                self.flush().map_err(|error| self.unpacking_error(error))?;
            }
            at += read;
        }
        // The batch must not mix unpacked bytes of two files.
        self.flush().map_err(|error| self.unpacking_error(error))?;
        self.unpacking = None;
        if self.faults > MAX_REPORTED {
            self.batch.problems.push(fault::unreported_faults(self.faults - MAX_REPORTED).into_problem(path));
        } else if !any {
            self.batch.problems.push(fault::no_articles().into_problem(path));
        }
        Ok(())
    }

    /// Makes the temporary file for lines that cannot be read again from their source.
    fn begin_unpacking(&mut self, file: u32, kind: LineSource) -> io::Result<()> {
        // The batch must not mix unpacked bytes of two files.
        self.flush()?;
        let unpacked = Arc::new(UnpackedFile::new().map_err(|error| temporary_file_error(&error, kind))?);
        let mut index = self.library.write_index();
        if let Some(source) = index.files.get_mut(file as usize) {
            source.unpacked = Some(Arc::clone(&unpacked));
        }
        self.unpacking = Some((unpacked, kind));
        Ok(())
    }

    /// An error of the temporary file, with the folder and the remedy. Other errors stay as they are.
    fn unpacking_error(&self, error: io::Error) -> io::Error {
        match &self.unpacking {
            Some((_, kind)) if error.kind() != io::ErrorKind::BrokenPipe => temporary_file_error(&error, *kind),
            _ => error,
        }
    }

    /// Adds an article, or a placeholder for an article that cannot be read.
    fn add_article(&mut self, path: &Path, place: ArticlePlace, heading: PeekedHeading) -> io::Result<()> {
        match heading {
            Ok((id, title)) => {
                if let Some(first) = self.number_of(&id) {
                    let duplicate = self.duplicate_id(path, place, &id, first);
                    self.add_problem(duplicate);
                } else {
                    self.batch.headings.push(&id, &title);
                    self.batch.places.push(place);
                    self.enter_id(&id);
                }
            }
            Err(fault) => {
                self.batch.headings.push(&placeholder_id(path, place.line), "");
                self.batch.places.push(place);
                self.add_problem(fault.into_problem(path));
            }
        }
        self.flush_when_due()
    }

    /// Adds the problem of an article, unless the file had too many.
    fn add_problem(&mut self, problem: Problem) {
        self.faults += 1;
        if self.faults <= MAX_REPORTED {
            self.batch.problems.push(problem);
        }
    }

    /// The number of the article with an id.
    fn number_of(&self, id: &str) -> Option<usize> {
        let index = self.library.read_index();
        let has_id = |number: &u32| self.id_of(&index, *number as usize) == id;
        self.ids.find(self.hasher.hash_one(id), has_id).map(|number| *number as usize)
    }

    /// The id of an article, which is in the index or in the batch.
    fn id_of<'b>(&'b self, index: &'b Index, number: usize) -> &'b str {
        match number.checked_sub(self.reported) {
            Some(in_batch) => self.batch.headings.get(in_batch).id,
            None => index.catalogue.get(number).id,
        }
    }

    /// Enters the id of the last article of the batch into the table of ids.
    fn enter_id(&mut self, id: &str) {
        let number = u32::try_from(self.reported + self.batch.headings.len() - 1).unwrap_or(u32::MAX);
        let index = self.library.read_index();
        let (reported, batch, hasher) = (self.reported, &self.batch, &self.hasher);
        let hash_of = |number: &u32| match (*number as usize).checked_sub(reported) {
            Some(in_batch) => hasher.hash_one(batch.headings.get(in_batch).id),
            None => hasher.hash_one(index.catalogue.get(*number as usize).id),
        };
        self.ids.insert_unique(hasher.hash_one(id), number, hash_of);
    }

    /// The problem that an article has the id of an earlier one, whose number is `first`.
    fn duplicate_id(&self, path: &Path, place: ArticlePlace, id: &str, first: usize) -> Problem {
        let index = self.library.read_index();
        let there = match first.checked_sub(self.reported) {
            Some(in_batch) => self.batch.places.get(in_batch),
            None => index.places.get(first),
        };
        let there = there.and_then(|place| {
            let file = printable(index.files.get(place.file as usize)?.path.as_os_str());
            Some(if place.line == 0 { file } else { format!("{file}:{}", place.line) })
        });
        debug_assert!(there.is_some(), "the earlier article is in the index or in the batch");
        let (id, there) = (format!("{id:?}"), there.unwrap_or_default());
        let line = Some(place.line as usize).filter(|line| *line > 0);
        Problem::translated(path, line, |lang| say::id_twice(lang, &id, &there))
    }
}
