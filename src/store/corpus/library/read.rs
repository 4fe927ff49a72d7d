//! Reading an article of a library by its number.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use crate::gold::Article;
use crate::lang::{self, say};
use crate::store::corpus::fault::SourceFault;
use crate::store::corpus::kind::SourceKind;
use crate::store::corpus::source;
use crate::store::input::open_input;
use crate::store::locate::BOM;
use crate::store::problem::Problem;

use super::index::{ArticlePlace, Library, placeholder_id, stamp_of};
use super::unpacked::{UnpackedFile, line_at};

/// An article that was read from disk.
#[derive(Debug, Clone)]
pub struct ReadArticle {
    /// The article.
    pub article: Article,
    /// The problem that its file was changed since it was indexed; reported once for each file.
    pub changed: Option<Problem>,
}

/// The entry of an article, copied out of the index so that the index is not locked while the disk works.
struct IndexEntry {
    id: String,
    place: ArticlePlace,
    path: PathBuf,
    kind: SourceKind,
    stamp: Option<(u64, SystemTime)>,
    unpacked: Option<Arc<UnpackedFile>>,
}

impl Library {
    /// Reads an article.
    ///
    /// # Errors
    /// When it cannot be read, or another article is in its place now.
    pub fn read(&self, number: usize) -> Result<ReadArticle, Problem> {
        let Some(entry) = self.entry(number) else {
            return Err(Problem::new(Path::new("-"), None, format!("there is no article {}", number + 1)));
        };
        let path = &entry.path;
        let stamp = fs::metadata(path).ok().and_then(|metadata| stamp_of(&metadata));
        let changed = entry.unpacked.is_none() && entry.stamp != stamp;
        let read = entry.read().map_err(|error| Problem::cannot_read(path, &error))?;
        let line = Some(entry.place.line as usize).filter(|line| *line > 0);
        let expected = format!("{:?}", entry.id);
        match read {
            Ok(article) if article.id != entry.id => {
                let id = format!("{:?}", article.id);
                Err(Problem::translated(path, line, |lang| say::another_article(lang, &id, &expected)))
            }
            Err(_) if changed && entry.id != placeholder_id(path, entry.place.line) => {
                Err(Problem::translated(path, line, |lang| say::no_article_any_more(lang, &expected)))
            }
            Err(fault) => Err(fault.into_problem(path)),
            Ok(article) => {
                let report = changed && self.is_first_change(entry.place.file);
                let is_many = matches!(entry.kind, SourceKind::Jsonl(_));
                let words = if is_many { lang::FILE_CHANGED } else { lang::ARTICLE_CHANGED };
                let problem = || Problem::translated(path, None, |lang| words.get(lang).to_owned());
                Ok(ReadArticle { article, changed: report.then(problem) })
            }
        }
    }

    /// The length and the modification time of the file of an article, as they are now.
    pub(in crate::store::corpus) fn stamp(&self, number: usize) -> Option<(u64, SystemTime)> {
        let path = self.entry(number)?.path;
        stamp_of(&fs::metadata(path).ok()?)
    }

    fn entry(&self, number: usize) -> Option<IndexEntry> {
        let index = self.read_index();
        let place = *index.places.get(number)?;
        let file = index.files.get(place.file as usize)?;
        Some(IndexEntry {
            id: index.catalogue.get(number).id.to_owned(),
            place,
            path: file.path.to_path_buf(),
            kind: file.kind,
            stamp: file.stamp,
            unpacked: file.unpacked.clone(),
        })
    }

    /// Returns true the first time that a changed file is noticed.
    fn is_first_change(&self, file: u32) -> bool {
        let index = self.read_index();
        index.files.get(file as usize).is_some_and(|file| !file.change_reported.swap(true, Ordering::Relaxed))
    }
}

impl IndexEntry {
    /// Reads the article that is in this place now, or the fault there.
    fn read(&self) -> io::Result<Result<Article, SourceFault>> {
        match self.kind {
            SourceKind::Txt | SourceKind::Json => source::article_of_file(&self.path, self.kind),
            SourceKind::Jsonl(_) => {
                let at = self.place.at;
                let bytes = match &self.unpacked {
                    Some(unpacked) => unpacked.line(at)?,
                    None => line_at(&mut open_input(&self.path)?, at)?,
                };
                let after_bom = if at == 0 { bytes.strip_prefix(BOM.as_bytes()) } else { None };
                Ok(source::article_of_line(after_bom.unwrap_or(&bytes), self.place.line as usize))
            }
        }
    }
}
