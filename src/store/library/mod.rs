//! All articles behind some paths, without holding them: what each is called, and where it stands.
//!
//! An index is made behind the first article on the screen: for each article its file, its line and the byte where that
//! begins (sixteen bytes), and its heading. An article is read when it is asked for. What is compressed cannot be read
//! from the middle: as it is indexed it is unpacked into a nameless file beside other temporary ones, which the system
//! removes with the process, and from there a line is read as from any other file.

mod indexing;
mod unpacked;

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::SystemTime;

use crate::gold::{Article, ArticleSummary, Catalogue, Headings};
use crate::lang::{self, say};

use super::Problem;
use super::problem::shown;
use super::source::{self, BOM, Kind};
use super::walk::{Piece, walk};
use indexing::Indexing;
use unpacked::Unpacked;

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
    Standings(Vec<(usize, ArticleSummary)>),
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
pub struct Library(Arc<RwLock<Index>>);

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({} articles)", self.articles().places.len())
    }
}

#[derive(Default)]
struct Index {
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
    fn articles(&self) -> RwLockReadGuard<'_, Index> {
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
        self.articles().places.len()
    }

    /// Is none known?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the articles are called that are known so far.
    #[must_use]
    pub fn catalogue(&self) -> Catalogue {
        self.articles().catalogue.clone()
    }

    /// Reads an article.
    ///
    /// # Errors
    /// When it cannot be read, or is not the one that was found there.
    pub fn read(&self, index: usize) -> Result<Opened, Problem> {
        let articles = self.articles();
        let expected = articles.catalogue.get(index).id.to_owned();
        let found =
            articles.places.get(index).and_then(|place| Some((*place, articles.files.get(place.file as usize)?)));
        let Some((place, source)) = found else {
            return Err(Problem::new(Path::new("-"), None, format!("there is no article {}", index + 1)));
        };
        let (path, kind, was) = (source.path.to_path_buf(), source.kind, source.seen);
        let unpacked = source.unpacked.clone();
        // While the disk works, the index grows on.
        drop(articles);
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
        let wanted = format!("{expected:?}");
        match found {
            Ok(article) if article.id != expected => {
                let id = format!("{:?}", article.id);
                Err(Problem::said(&path, line, |lang| say::another_article(lang, &id, &wanted)))
            }
            Err(_) if changed && expected != unreadable(&path, place.line) => {
                Err(Problem::said(&path, line, |lang| say::no_article_any_more(lang, &wanted)))
            }
            Err(fault) => Err(fault.of(&path)),
            Ok(article) => {
                let news = changed && matches!(kind, Kind::Jsonl(_)) && self.first_time(place.file);
                let told = || Problem::said(&path, None, |lang| lang::FILE_CHANGED.get(lang).to_owned());
                Ok(Opened { article, changed: news.then(told) })
            }
        }
    }

    fn first_time(&self, file: u32) -> bool {
        let articles = self.articles();
        articles.files.get(file as usize).is_some_and(|source| !source.told.swap(true, Ordering::Relaxed))
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
