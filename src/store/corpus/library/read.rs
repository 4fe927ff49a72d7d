//! Reading an article of a library by its number.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::Ordering;

use crate::gold::Article;
use crate::lang::{self, say};
use crate::store::corpus::kind::Kind;
use crate::store::corpus::source;
use crate::store::locate::BOM;
use crate::store::problem::Problem;

use super::index::{Library, seen, unreadable};

/// An article that was read.
#[derive(Debug, Clone)]
pub struct Opened {
    /// It.
    pub article: Article,
    /// Its file is not as it was when it was indexed; told once for each file.
    pub changed: Option<Problem>,
}

impl Library {
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

/// A line of a file, without its end.
fn line_at(mut file: File, at: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    BufReader::with_capacity(16 * 1024, file).read_until(b'\n', &mut bytes)?;
    Ok(bytes)
}
