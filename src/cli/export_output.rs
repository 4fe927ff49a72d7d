//! The output of an export: standard output, a file, or a folder of files.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::formats::{Format, Framing, Shape, Sink, Split, SplitPart};
use crate::store;

/// The name of the stream in a folder without --split.
const UNSPLIT: &str = "data";

/// The files that an export writes.
pub(super) struct ExportOutput {
    target: Target,
    framing: Framing,
    /// The extension of the streams in a folder.
    extension: &'static str,
    /// The part of the next article; `None` without --split.
    part: Option<SplitPart>,
    streams: Vec<(Option<SplitPart>, Stream)>,
    /// The hashes of the names of the written files. A second article with the same id would overwrite the first.
    written: HashSet<u64>,
    hasher: RandomState,
}

enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

struct Stream {
    out: Box<dyn Write>,
    has_piece: bool,
}

impl ExportOutput {
    /// Checks that the format fits the target, and creates the folder if it is one.
    pub(super) fn new(
        format: &Format,
        framing: Framing,
        out: Option<&Path>,
        split: Option<Split>,
    ) -> anyhow::Result<Self> {
        let out = out.filter(|path| *path != Path::new("-"));
        let is_split = split.is_some();
        let (is_folder, extension) = match format.shape {
            Shape::Folder(_) => (true, "jsonl"),
            Shape::Stream(extension) => (is_split, extension),
        };
        let target = match (out, is_folder) {
            (None, true) if is_split => bail!("--split writes several files: name their folder with --out DIR"),
            (None, true) => bail!("{format} is a folder of files: name it with --out DIR"),
            (None, false) => Target::Stdout,
            (Some(path), true) => {
                fs::create_dir_all(path).with_context(|| {
                    format!("{}: cannot be created; name another folder with --out", store::printable(path.as_os_str()))
                })?;
                Target::Folder(path.to_owned())
            }
            (Some(path), false) if path.is_dir() => {
                bail!(
                    "{}: is a folder, and {format} is one file; name a file with --out",
                    store::printable(path.as_os_str())
                )
            }
            (Some(path), false) => Target::File(path.to_owned()),
        };
        let (written, hasher) = (HashSet::new(), RandomState::new());
        Ok(Self { target, framing, extension, part: None, streams: Vec::new(), written, hasher })
    }

    /// Sets the part of the next article.
    pub(super) const fn set_part(&mut self, part: Option<SplitPart>) {
        self.part = part;
    }

    /// Ends the streams. A stream of each of these parts is written even if it has no article.
    pub(super) fn close(mut self, parts: &[SplitPart]) -> io::Result<()> {
        if !matches!(self.target, Target::Folder(_)) {
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
                let file = |path: &Path| with_path(path, File::create(path)).map(|file| Box::new(BufWriter::new(file)));
                let mut out: Box<dyn Write> = match &self.target {
                    Target::Stdout => Box::new(BufWriter::with_capacity(64 * 1024, io::stdout().lock())),
                    Target::File(path) => file(path)?,
                    Target::Folder(folder) => {
                        let name = part.map_or(UNSPLIT, SplitPart::name);
                        file(&folder.join(format!("{name}.{}", self.extension)))?
                    }
                };
                out.write_all(self.framing.open.as_bytes())?;
                self.streams.push((part, Stream { out, has_piece: false }));
                self.streams.len() - 1
            }
        };
        self.streams.get_mut(at).map(|(_, stream)| stream).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn folder(&self) -> io::Result<&Path> {
        match &self.target {
            Target::Folder(folder) => Ok(folder),
            Target::Stdout | Target::File(_) => Err(io::ErrorKind::NotADirectory.into()),
        }
    }
}

impl Sink for ExportOutput {
    fn append(&mut self, piece: &[u8]) -> io::Result<()> {
        let between = self.framing.between;
        let stream = self.stream()?;
        if stream.has_piece {
            stream.out.write_all(between.as_bytes())?;
        }
        stream.has_piece = true;
        stream.out.write_all(piece)
    }

    fn article_file(&mut self, id: &str, extension: &str, bytes: &[u8]) -> io::Result<()> {
        let mut folder = self.folder()?.to_owned();
        if let Some(part) = self.part {
            folder.push(part.name());
        }
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{}.{extension}", store::file_stem(id)));
        if !self.written.insert(self.hasher.hash_one(&path)) {
            let what = format!("two articles have the id {id:?}; change one");
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, what));
        }
        with_path(&path, fs::write(&path, bytes))
    }

    fn shared_file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.folder()?.join(name);
        with_path(&path, fs::write(&path, bytes))
    }
}

/// Adds the name of the file to an error.
fn with_path<T>(path: &Path, done: io::Result<T>) -> io::Result<T> {
    done.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", store::printable(path.as_os_str()))))
}
