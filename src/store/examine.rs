//! Gold files looked through with all that is wrong in them, and put right.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::gold::json::{self, Examined, JsonError};
use crate::gold::{Annotation, Article};

use super::disk::{Disk as _, Real, write_all};
use super::lock::LockError;
use super::place::line_of;
use super::source::{Kind, not_utf8};
use super::unpack::{self, Packing};
use super::walk::{Piece, walk};
use super::{GoldFolder, Lock, Problem, replace};

const BOM: &str = "\u{FEFF}";

/// What stands in a gold file, or in a line of one.
#[derive(Debug)]
pub enum Look {
    /// Gold, with whatever is wrong inside.
    Gold(Box<Examined>),
    /// No gold. The problem names the line where one is to blame.
    Fault(Problem, Option<JsonError>),
    /// It could not be read at all.
    Unreadable(Problem),
}

/// Is given each object with its file, and its line in a `.jsonl`.
type EachLook<'a> = &'a mut dyn FnMut(&Path, Option<usize>, Look) -> io::Result<()>;

/// Looks at what gold files hold; the line is that of a `.jsonl`. A path is as for [`super::each_gold`], or `-` for
/// `input`, which is one object or one a line. Of each file only a line, or the one object, is in memory.
///
/// # Errors
/// What `each` gives.
pub fn each_look(paths: &[PathBuf], input: &mut dyn BufRead, each: EachLook<'_>) -> io::Result<()> {
    for path in paths {
        if path.as_path() == Path::new("-") {
            read_input(path, input, each)?;
            continue;
        }
        walk(std::slice::from_ref(path), true, &mut |path, piece| match piece {
            Piece::Problem(problem) => each(path, None, Look::Unreadable(problem)),
            Piece::File(Kind::Txt) => Ok(()),
            Piece::File(kind) => {
                let mut outcome = Ok(());
                let read = read(path, kind, &mut |line, look| {
                    outcome = each(path, line, look);
                    outcome.is_ok()
                });
                outcome?;
                read.or_else(|error| each(path, None, Look::Unreadable(Problem::reading(path, &error))))
            }
        })?;
    }
    Ok(())
}

/// Says whether to go on.
type Each<'a> = &'a mut dyn FnMut(Option<usize>, Look) -> bool;

fn read(path: &Path, kind: Kind, each: Each<'_>) -> io::Result<()> {
    match kind {
        Kind::Txt => {}
        Kind::Json => drop(each(None, look(path, None, &Real.read(path)?))),
        Kind::Jsonl(packing) => lines(path, &mut unpack::open(path, packing)?, 0, each)?,
    }
    Ok(())
}

fn lines(path: &Path, input: &mut dyn BufRead, mut number: usize, each: Each<'_>) -> io::Result<()> {
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        if !line.trim_ascii().is_empty() && !each(Some(number), look(path, Some(number), &line)) {
            break;
        }
        line.clear();
    }
    Ok(())
}

/// Standard input: a whole gold file (`git show :gold/a.json`), or one object a line.
fn read_input(name: &Path, input: &mut dyn BufRead, each: EachLook<'_>) -> io::Result<()> {
    let mut outcome = Ok(());
    let mut hand = |line, look| {
        outcome = each(name, line, look);
        outcome.is_ok()
    };
    let mut first = Vec::new();
    input.read_until(b'\n', &mut first)?;
    let whole = first.trim_ascii();
    if whole.ends_with(b"}") || whole.is_empty() {
        if whole.is_empty() || hand(Some(1), look(name, Some(1), &first)) {
            lines(name, input, 1, &mut hand)?;
        }
    } else {
        input.read_to_end(&mut first)?;
        hand(None, look(name, None, &first));
    }
    outcome
}

fn look(path: &Path, line: Option<usize>, bytes: &[u8]) -> Look {
    let bytes = bytes.strip_prefix(BOM.as_bytes()).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (at, what) = not_utf8(bytes, error);
            return Look::Fault(Problem::new(path, line.or(Some(at)), what), None);
        }
    };
    match json::examine(text) {
        Ok(found) => Look::Gold(Box::new(found)),
        Err(error) => {
            Look::Fault(Problem::new(path, line.or_else(|| line_of(text, &error)), error.to_string()), Some(error))
        }
    }
}

/// What to write in the place of a gold object; `None` to leave it as it is.
pub(super) type Mend<'a> = &'a mut dyn FnMut(&Path, Option<usize>, &Examined) -> Option<Annotation>;

/// Puts gold files right. A file in the gold folder of a workbench is written as the workbench would: its journal is
/// caught up with first and goes on to fit.
#[derive(Debug, Default)]
pub struct Mender {
    /// The gold folder that is locked.
    held: Option<(GoldFolder, Lock)>,
}

impl Mender {
    /// Lets `mend` change what the files behind some paths hold; each is replaced whole, or not touched. What hinders
    /// it is told to `problem`. Of a file in an older schema the old content is kept beside it.
    pub fn mend(&mut self, paths: &[PathBuf], mend: Mend<'_>, problem: &mut dyn FnMut(Problem)) {
        let walked = walk(paths, true, &mut |path, piece| {
            let done = match piece {
                Piece::File(Kind::Json) => self.json(path, mend),
                Piece::File(Kind::Jsonl(Packing::None)) => jsonl(path, mend),
                Piece::File(Kind::Jsonl(_)) => {
                    Err(Problem::new(path, None, "is packed, and so not put right; unpack it first"))
                }
                // The check that follows tells them.
                Piece::File(Kind::Txt) | Piece::Problem(_) => Ok(()),
            };
            done.unwrap_or_else(&mut *problem);
            Ok(())
        });
        debug_assert!(walked.is_ok(), "nothing in it fails");
    }

    fn json(&mut self, path: &Path, mend: Mend<'_>) -> Result<(), Problem> {
        let examined = || match Real.read(path).map(|bytes| look(path, None, &bytes)) {
            Ok(Look::Gold(found)) => Some(found),
            // The check that follows tells it.
            _ => None,
        };
        let Some(mut found) = examined() else { return Ok(()) };
        let parent = replace::folder_of(path).unwrap_or(Path::new("."));
        let folder = GoldFolder::new(parent.to_owned());
        let named = folder.file_of(&found.article.id).file_name() == path.file_name();
        let ours = named && folder.journal_of(&found.article.id).exists();
        let mut loaded = false;
        if ours && found.problems.is_empty() {
            self.hold(&folder)?;
            // The journal may be ahead of it.
            loaded = folder.resume(&found.article, true).is_ok();
            found = examined().unwrap_or(found);
        } else if parent.join(".journal").is_dir() {
            self.hold(&folder)?;
        }
        let Some(annotation) = mend(path, None, &found) else { return Ok(()) };
        let (article, annotation) = whole(*found, annotation);
        if loaded {
            return folder.save(&article, &annotation);
        }
        replace::replace(&Real, path, json::write(&article, &annotation).as_bytes())
            .map_err(|error| Problem::writing(path, &error))
    }

    /// Nobody else writes in the folder meanwhile.
    fn hold(&mut self, folder: &GoldFolder) -> Result<(), Problem> {
        if self.held.as_ref().is_some_and(|(held, _)| held.dir() == folder.dir()) {
            return Ok(());
        }
        self.held = None;
        let lock = folder.lock().map_err(|error| match error {
            LockError::Held { by } => {
                let what = format!("is in use by {by}, so nothing in it is changed; close that one first");
                Problem::new(folder.dir(), None, what)
            }
            LockError::Io(problem) => problem,
        })?;
        self.held = Some((folder.clone(), lock));
        Ok(())
    }
}

/// What stands among the marks without a verdict is pending.
fn whole(found: Examined, mut annotation: Annotation) -> (Article, Annotation) {
    let mut article = found.article;
    annotation.pending.extend(std::mem::take(&mut article.suggestions));
    (article, annotation)
}

fn jsonl(path: &Path, mend: Mend<'_>) -> Result<(), Problem> {
    let writing = |error: io::Error| Problem::writing(path, &error);
    let file = std::fs::File::open(path).map_err(|error| Problem::reading(path, &error))?;
    let mut input = BufReader::new(file);
    let folder = replace::folder_of(path).map_err(writing)?;
    let mut new = Real.temporary(folder, path).map_err(writing)?;
    let (mut line, mut number, mut changed) = (Vec::new(), 0, false);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| Problem::reading(path, &error))? == 0 {
            break;
        }
        number += 1;
        if let Look::Gold(found) = look(path, Some(number), &line)
            && let Some(annotation) = mend(path, Some(number), &found)
        {
            let (article, annotation) = whole(*found, annotation);
            line = json::write_line(&article, &annotation).into_bytes();
            changed = true;
        }
        write_all(&line, |_, rest| new.write(rest)).map_err(writing)?;
    }
    if changed {
        new.sync().and_then(|()| new.name(path, true)).and_then(|()| Real.sync_folder(folder)).map_err(writing)?;
    }
    Ok(())
}
