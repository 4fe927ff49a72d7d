//! The folder of gold files: one `ARTICLE-ID.json` each.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use crate::gold::json::{self, JsonError};
use crate::gold::{Annotation, Article, Extra, Status};
use crate::lang::{self, Lang, Rendered, isolated, say};

use super::disk::{Disk, Kind, Real, not_a_file};
use super::journal::State;
use super::name::file_stem;
use super::place::line_of;
use super::source::not_utf8;
use super::{Problem, replace};

pub(super) type Hash = [u8; 32];

/// A folder of gold files. Clones share what they know of the files, so one may load while another saves.
#[derive(Debug, Clone)]
pub struct GoldFolder {
    dir: PathBuf,
    pub(super) disk: Arc<dyn Disk>,
    known: Arc<Mutex<HashMap<String, Known>>>,
    /// Folders in which names wait to be synced.
    owed: Arc<Mutex<Vec<PathBuf>>>,
    /// The names, without their ends, of what came along from another folder and was not read here yet.
    came: Arc<Mutex<HashSet<String>>>,
}

/// The same folder, whatever is known of it.
impl PartialEq for GoldFolder {
    fn eq(&self, other: &Self) -> bool {
        self.dir == other.dir
    }
}

impl Eq for GoldFolder {}

/// What this process knows of an article's file.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The content that it read or wrote last.
    pub(super) on_disk: Option<Hash>,
    /// The content that it last tried to write: it may be there although the attempt was called a failure.
    tried: Option<Hash>,
    /// Where it wrote when the file was another's, and what.
    aside: Option<(PathBuf, Hash)>,
    /// Metadata that stood in the file.
    meta: Extra,
    /// The older schema that it is in.
    older: Option<String>,
    /// How far its journal is.
    pub(super) journal: State,
    /// What was found to be another's and is to be told.
    pub(super) noticed: Option<Problem>,
}

impl GoldFolder {
    /// A folder that may not exist yet; nothing on disk is touched.
    #[must_use]
    pub fn new(dir: PathBuf) -> Self {
        Self::on(Arc::new(Real), dir)
    }

    /// A folder on a disk.
    pub(super) fn on(disk: Arc<dyn Disk>, dir: PathBuf) -> Self {
        Self { dir, disk, known: Arc::default(), owed: Arc::default(), came: Arc::default() }
    }

    /// Where it is.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The file of an article, always directly in this folder and that of no other id, whatever is in the id.
    /// Letters and digits of any script, `-`, `_`, `.` and spaces stay; the rest is written `%XX`.
    ///
    /// ```
    /// let folder = tawsim::store::GoldFolder::new("gold".into());
    /// assert!(folder.file_of("mali-resort").ends_with("gold/mali-resort.json"));
    /// assert!(folder.file_of("../../x").ends_with("gold/%2E.%2F..%2Fx.json"));
    /// ```
    #[must_use]
    pub fn file_of(&self, id: &str) -> PathBuf {
        self.dir.join(format!("{}.json", file_stem(id)))
    }

    /// Reads the annotation of an article, migrated where an older version wrote it (the file stays as it is until the
    /// first save, which keeps the old one in `.journal/`); `None` when there is no file yet. Suggestions that stand in the file
    /// without a verdict come as pending.
    ///
    /// # Errors
    /// When the file cannot be read, is no gold or that of a later version, or belongs to another article or another
    /// text. Then the file is not replaced by a later [`GoldFolder::save`] either.
    pub fn load(&self, article: &Article) -> Result<Option<Annotation>, Problem> {
        let path = self.file_of(&article.id);
        let Some(bytes) = self.content(&path)? else {
            self.known(&article.id, |known| {
                let journal = std::mem::take(&mut known.journal);
                *known = Known { tried: known.tried, journal, ..Known::default() };
            });
            return Ok(None);
        };
        let (found, mut annotation, older) = parse(&path, &bytes)?;
        if found.id != article.id {
            let [found, wanted] = [&found.id, &article.id].map(|id| format!("{id:?}"));
            return Err(Problem::said(&path, None, |lang| say::gold_of_another(lang, &found, &wanted)));
        }
        if let Some(differ) = difference(found.text.as_str(), article.text.as_str()) {
            return Err(Problem::said(&path, None, |lang| differ.said(lang)));
        }
        annotation.pending.extend(found.suggestions);
        self.known(&article.id, |known| {
            known.on_disk = Some(hash(&bytes));
            known.meta = found.meta;
            known.older = older;
        });
        Ok(Some(annotation))
    }

    /// Writes the annotation of an article: the file is replaced whole, or not at all, and the folder made if needed.
    /// Metadata that stood in the file and is not the article's stays in it. A file that has the content already is
    /// not written again.
    ///
    /// The journal is told first. That of an article which is done is then made as short as its history allows.
    ///
    /// A file that another program wrote since this process read or wrote it (or that this process has not read) is
    /// left as it is. The annotation then goes to `ID.conflict-1.json` beside it (or the next free number), later
    /// saves to the same one, and the error says so, until the file is away or is loaded again. Another program that
    /// writes in the instant between this check and the rename is not noticed.
    ///
    /// # Errors
    /// When the folder or the file cannot be written, and in the conflict above.
    pub fn save(&self, article: &Article, annotation: &Annotation) -> Result<(), Problem> {
        let path = self.file_of(&article.id);
        let mut known = self.known(&article.id, |known| known.clone());
        let bytes = with_meta(&known.meta, article, annotation).into_bytes();
        let new = hash(&bytes);
        let writing = |error: io::Error| Problem::writing(&path, &error);
        self.make(&self.dir).map_err(writing)?;
        let current = self.content(&path)?.as_deref().map(hash);
        if let Some(current) = current {
            if current == new {
                if known.on_disk != Some(new) {
                    self.disk.sync_folder(&self.dir).map_err(writing)?;
                    self.known(&article.id, |known| known.on_disk = Some(new));
                }
                return Ok(());
            }
            if known.on_disk != Some(current) && known.tried != Some(current) {
                let set_aside = self.set_aside(&path, &mut known, &bytes);
                self.known(&article.id, |shared| shared.aside = known.aside);
                return Err(set_aside);
            }
        }
        if let Some(schema) = &known.older {
            self.keep_older(&path, schema).map_err(writing)?;
        }
        self.mark(article, &new, current.as_ref())?;
        self.known(&article.id, |known| known.tried = Some(new));
        replace::replace(&*self.disk, &path, &bytes).map_err(writing)?;
        self.known(&article.id, |known| (known.on_disk, known.older) = (Some(new), None));
        // Without it, the next start takes either content for the one that should be there.
        let _ = self.mark(article, &new, Some(&new));
        if annotation.status == Status::Done {
            self.shorten(article, &new);
        }
        Ok(())
    }

    /// What an older version wrote is migrated on a copy: the file itself stays, beside the journals.
    fn keep_older(&self, path: &Path, schema: &str) -> io::Result<()> {
        let journals = self.dir.join(".journal");
        self.make(&journals)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let kept = journals.join(format!("{name}.{}", schema.replace('/', "-")));
        match replace::create(&*self.disk, &kept, &self.disk.read(path)?) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.disk.sync_folder(&journals),
            done => done,
        }
    }

    /// Is there no gold of an article here, or the same?
    pub(super) fn expect_none(&self, article: &Article, annotation: Option<&Annotation>) -> Result<(), Problem> {
        let path = self.file_of(&article.id);
        let same = annotation.map(|annotation| json::write(article, annotation));
        match self.content(&path)? {
            Some(bytes) if same.is_none_or(|same| same.as_bytes() != bytes) => {
                Err(Problem::said(&path, None, |lang| lang::OTHER_GOLD.get(lang).to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Never held while the disk works.
    pub(super) fn known<T>(&self, id: &str, look: impl FnOnce(&mut Known) -> T) -> T {
        let mut files: MutexGuard<'_, _> = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        look(files.entry(id.to_owned()).or_default())
    }

    /// What came along and was not read yet.
    pub(super) fn unread<T>(&self, look: impl FnOnce(&mut HashSet<String>) -> T) -> T {
        look(&mut self.came.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes the folder, or one in it, if it is not there.
    pub(super) fn make(&self, folder: &Path) -> io::Result<()> {
        let mut owed = self.owed.lock().unwrap_or_else(PoisonError::into_inner);
        replace::create_folder(&*self.disk, folder, &mut owed)
    }

    /// The names in a folder are to be synced before anything else is called saved.
    pub(super) fn owe(&self, folder: &Path) {
        self.owed.lock().unwrap_or_else(PoisonError::into_inner).push(folder.to_owned());
    }

    /// The bytes of a gold file; `None` when there is none.
    fn content(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        // A pipe or a device would be waited for; a folder gives a message that differs from system to system.
        match self.disk.target(path) {
            Ok(Some(Kind::File)) => {}
            Ok(Some(_)) => return Err(Problem::said(path, None, |lang| lang::NOT_A_FILE.get(lang).to_owned())),
            // A link to nowhere is there, though what it names is not; a rename takes its place.
            Ok(None) => return Ok(None),
            Err(error) => return Err(Problem::reading(path, &error)),
        }
        self.bytes(path)
    }

    /// As for a gold file, but what this program alone writes is no link: one would lead out of the folder.
    pub(super) fn own_content(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        match self.disk.kind(path) {
            Ok(Some(Kind::File)) => self.bytes(path),
            Ok(Some(_)) => Err(Problem::reading(path, &not_a_file())),
            Ok(None) => Ok(None),
            Err(error) => Err(Problem::reading(path, &error)),
        }
    }

    fn bytes(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        match self.disk.read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Problem::reading(path, &error)),
        }
    }

    /// Writes beside a file that is another's.
    fn set_aside(&self, path: &Path, known: &mut Known, bytes: &[u8]) -> Problem {
        let disk = &*self.disk;
        let aside = match &known.aside {
            // Ours still, if no one merged by hand in it.
            Some((aside, hashed)) if disk.read(aside).is_ok_and(|current| hash(&current) == *hashed) => {
                let unchanged = *hashed == hash(bytes);
                let done = if unchanged { Ok(()) } else { replace::replace(disk, aside, bytes) };
                done.map(|()| aside.clone())
            }
            _ => (1_u32..)
                .map(|number| path.with_extension(format!("conflict-{number}.json")))
                .map(|aside| replace::create(disk, &aside, bytes).map(|()| aside))
                .find(|done| !done.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists))
                .unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into())),
        };
        let aside = match aside {
            Ok(aside) => aside,
            Err(error) => return Problem::writing(path, &error),
        };
        let name = aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
        known.aside = Some((aside, hash(bytes)));
        Problem::said(path, None, |lang| say::conflict(lang, &name))
    }
}

/// What a gold file holds, and the older schema that it was written in.
fn parse(path: &Path, bytes: &[u8]) -> Result<(Article, Annotation, Option<String>), Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, what) = not_utf8(bytes, error);
        Problem::said(path, Some(line), |lang| say::gold_not_utf8(lang, &what))
    })?;
    let json = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let fault = |error: JsonError| Problem::no_gold(path, line_of(json, &error), &error);
    let found = json::examine(json).map_err(fault)?;
    match found.problems.into_iter().next() {
        Some(first) => Err(fault(first.error)),
        None => Ok((found.article, found.annotation, found.older)),
    }
}

/// The gold file, with what its metadata said beyond the article's.
fn with_meta(meta: &Extra, article: &Article, annotation: &Annotation) -> String {
    if meta.is_empty() {
        return json::write(article, annotation);
    }
    let mut all = meta.clone();
    all.extend(article.meta.clone());
    json::write(&Article { meta: all, ..article.clone() }, annotation)
}

/// In hexadecimal.
pub(super) fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Where the text of a gold file is not the article's, and what both have there.
struct Difference {
    /// From 0.
    code_point: usize,
    file: Snippet,
    article: Snippet,
}

/// The next words, in quotation marks, and whether they go on; nothing at the end of the text.
struct Snippet(Option<(String, bool)>);

impl Difference {
    fn said(&self, lang: Lang) -> String {
        say::gold_of_another_text(lang, self.code_point, self.file.said(lang), self.article.said(lang))
    }
}

impl Snippet {
    fn new(rest: &str) -> Self {
        let words: String = rest.chars().take(30).collect();
        let more = rest.chars().nth(30).is_some();
        Self((!rest.is_empty()).then(|| (format!("{words:?}"), more)))
    }

    fn said(&self, lang: Lang) -> Rendered {
        Rendered(match &self.0 {
            None => lang::ITS_END.get(lang).to_owned(),
            Some((words, true)) => say::and_so_on(lang, words),
            Some((words, false)) => isolated(lang, words),
        })
    }
}

fn difference(file: &str, article: &str) -> Option<Difference> {
    if file == article {
        return None;
    }
    let mut at = file.bytes().zip(article.bytes()).take_while(|(a, b)| a == b).count();
    while !(file.is_char_boundary(at) && article.is_char_boundary(at)) {
        at -= 1;
    }
    let [file_rest, article_rest] = [file, article].map(|text| Snippet::new(text.get(at..).unwrap_or_default()));
    let code_point = file.get(..at).unwrap_or_default().chars().count();
    Some(Difference { code_point, file: file_rest, article: article_rest })
}
