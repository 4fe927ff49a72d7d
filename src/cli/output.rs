//! Where an export goes: standard output, a file, or a folder of files.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::formats::{Format, Framing, Shape, Sink, SplitPart};
use crate::store;

/// The name of a folder's stream that is not split.
const WHOLE: &str = "data";

/// Where an export goes.
pub(super) struct Output {
    place: Place,
    framing: Framing,
    /// The extension of streams in a folder.
    extension: &'static str,
    /// The part that the next article belongs to.
    part: Option<SplitPart>,
    streams: Vec<(Option<SplitPart>, Stream)>,
    /// Hashes of the names of files that were written: an id given twice would write over the first.
    written: HashSet<u64>,
    state: RandomState,
}

enum Place {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

struct Stream {
    out: Box<dyn Write>,
    begun: bool,
}

impl Output {
    /// Checks that the format can go where it shall, and makes the folder if there is one.
    pub(super) fn new(format: &Format, framing: Framing, out: Option<&Path>, split: bool) -> anyhow::Result<Self> {
        let out = out.filter(|path| *path != Path::new("-"));
        let (folder, extension) = match format.shape {
            Shape::Folder(_) => (true, "jsonl"),
            Shape::Stream(extension) => (split, extension),
        };
        let place = match (out, folder) {
            (None, true) if split => bail!("--split writes several files: name their folder with --out DIR"),
            (None, true) => bail!("{format} is a folder of files: name it with --out DIR"),
            (None, false) => Place::Stdout,
            (Some(path), true) => {
                fs::create_dir_all(path)
                    .with_context(|| format!("{}: cannot be made a folder", store::printable(path.as_os_str())))?;
                Place::Folder(path.to_owned())
            }
            (Some(path), false) if path.is_dir() => {
                bail!("{}: is a folder, and {format} is one file; name a file", store::printable(path.as_os_str()))
            }
            (Some(path), false) => Place::File(path.to_owned()),
        };
        let (written, state) = (HashSet::new(), RandomState::new());
        Ok(Self { place, framing, extension, part: None, streams: Vec::new(), written, state })
    }

    /// Says which part the next article belongs to.
    pub(super) const fn turn_to(&mut self, part: Option<SplitPart>) {
        self.part = part;
    }

    /// Ends the streams. Those of these parts are there even if no article was for them.
    pub(super) fn close(mut self, parts: &[SplitPart]) -> io::Result<()> {
        if !matches!(self.place, Place::Folder(_)) {
            self.stream()?;
        }
        if self.streams.iter().any(|(part, _)| part.is_some()) {
            for part in parts {
                self.part = Some(*part);
                self.stream()?;
            }
        }
        for (_, stream) in &mut self.streams {
            stream.out.write_all(self.framing.close.as_bytes())?;
            stream.out.flush()?;
        }
        Ok(())
    }

    fn stream(&mut self) -> io::Result<&mut Stream> {
        let part = self.part;
        let at = match self.streams.iter().position(|(open, _)| *open == part) {
            Some(at) => at,
            None => {
                let file = |path: &Path| named(path, File::create(path)).map(|file| Box::new(BufWriter::new(file)));
                let mut out: Box<dyn Write> = match &self.place {
                    Place::Stdout => Box::new(BufWriter::with_capacity(64 * 1024, io::stdout().lock())),
                    Place::File(path) => file(path)?,
                    Place::Folder(folder) => {
                        let name = part.map_or(WHOLE, SplitPart::name);
                        file(&folder.join(format!("{name}.{}", self.extension)))?
                    }
                };
                out.write_all(self.framing.open.as_bytes())?;
                self.streams.push((part, Stream { out, begun: false }));
                self.streams.len() - 1
            }
        };
        self.streams.get_mut(at).map(|(_, stream)| stream).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn folder(&self) -> io::Result<&Path> {
        match &self.place {
            Place::Folder(folder) => Ok(folder),
            Place::Stdout | Place::File(_) => Err(io::ErrorKind::NotADirectory.into()),
        }
    }
}

impl Sink for Output {
    fn append(&mut self, piece: &[u8]) -> io::Result<()> {
        let between = self.framing.between;
        let stream = self.stream()?;
        if stream.begun {
            stream.out.write_all(between.as_bytes())?;
        }
        stream.begun = true;
        stream.out.write_all(piece)
    }

    fn article_file(&mut self, id: &str, extension: &str, bytes: &[u8]) -> io::Result<()> {
        let mut folder = self.folder()?.to_owned();
        if let Some(part) = self.part {
            folder.push(part.name());
        }
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{}.{extension}", store::file_stem(id)));
        if !self.written.insert(self.state.hash_one(&path)) {
            let what = format!("the id {id:?} is given twice; change one");
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, what));
        }
        named(&path, fs::write(&path, bytes))
    }

    fn shared_file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.folder()?.join(name);
        named(&path, fs::write(&path, bytes))
    }
}

/// An error that names the file, of the same kind.
fn named<T>(path: &Path, done: io::Result<T>) -> io::Result<T> {
    done.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", store::printable(path.as_os_str()))))
}
