//! Reading an article of a library by its number.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::Ordering;

use crate::gold::Article;
use crate::lang::{self, say};
use crate::store::corpus::kind::SourceKind;
use crate::store::corpus::source;
use crate::store::locate::BOM;
use crate::store::problem::Problem;

use super::index::{Library, placeholder_id, stamp_of};

/// An article that was read.
#[derive(Debug, Clone)]
pub struct ReadArticle {
    /// It.
    pub article: Article,
    /// Its file is not as it was when it was indexed; reported once for each file.
    pub changed: Option<Problem>,
}

impl Library {
    /// Reads an article.
    ///
    /// # Errors
    /// When it cannot be read, or is not the one that was found there.
    pub fn read(&self, number: usize) -> Result<ReadArticle, Problem> {
        let index = self.read_index();
        let expected = index.catalogue.get(number).id.to_owned();
        let found = index.places.get(number).and_then(|place| Some((*place, index.files.get(place.file as usize)?)));
        let Some((place, source)) = found else {
            return Err(Problem::new(Path::new("-"), None, format!("there is no article {}", number + 1)));
        };
        let (path, kind, was) = (source.path.to_path_buf(), source.kind, source.stamp);
        let unpacked = source.unpacked.clone();
        // While the disk works, the index grows on.
        drop(index);
        let reading = |error: io::Error| Problem::cannot_read(&path, &error);
        let now = fs::metadata(&path).ok().and_then(|metadata| stamp_of(&metadata));
        let changed = unpacked.is_none() && was != now;
        let line_number = place.line as usize;
        let found = match kind {
            SourceKind::Jsonl(_) => {
                let bytes = match &unpacked {
                    Some(unpacked) => unpacked.line(place.at).map_err(reading)?,
                    None => line_at(File::open(&path).map_err(reading)?, place.at).map_err(reading)?,
                };
                let head = if place.at == 0 { bytes.strip_prefix(BOM.as_bytes()) } else { None };
                source::article_of_line(head.unwrap_or(&bytes), line_number)
            }
            SourceKind::Txt | SourceKind::Json => source::article_of_file(&path, kind).map_err(reading)?,
        };
        let line = Some(line_number).filter(|line| *line > 0);
        let wanted = format!("{expected:?}");
        match found {
            Ok(article) if article.id != expected => {
                let id = format!("{:?}", article.id);
                Err(Problem::translated(&path, line, |lang| say::another_article(lang, &id, &wanted)))
            }
            Err(_) if changed && expected != placeholder_id(&path, place.line) => {
                Err(Problem::translated(&path, line, |lang| say::no_article_any_more(lang, &wanted)))
            }
            Err(fault) => Err(fault.into_problem(&path)),
            Ok(article) => {
                let news = changed && matches!(kind, SourceKind::Jsonl(_)) && self.first_time(place.file);
                let reported = || Problem::translated(&path, None, |lang| lang::FILE_CHANGED.get(lang).to_owned());
                Ok(ReadArticle { article, changed: news.then(reported) })
            }
        }
    }

    fn first_time(&self, file: u32) -> bool {
        let index = self.read_index();
        index.files.get(file as usize).is_some_and(|source| !source.reported.swap(true, Ordering::Relaxed))
    }
}

/// A line of a file, without its end.
fn line_at(mut file: File, at: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    BufReader::with_capacity(16 * 1024, file).read_until(b'\n', &mut bytes)?;
    Ok(bytes)
}
