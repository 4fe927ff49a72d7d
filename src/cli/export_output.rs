//! The output of an export: standard output, a file, or a folder of files.

use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::formats::{Format, Framing, Shape, Sink, Split, SplitPart};
use crate::store::{self, ArticleFiles, OutputFile, OutputKind, Outputs, Problem};

use super::force::refusal;

/// The name of the stream in a folder without --split.
const UNSPLIT: &str = "data";

/// The files that an export writes.
pub(super) struct ExportOutput {
    format: &'static Format,
    target: Target,
    framing: Framing,
    /// The extension of the streams in a folder.
    extension: &'static str,
    /// The part of the next article; `None` without --split.
    part: Option<SplitPart>,
    streams: Vec<(Option<SplitPart>, Stream)>,
    /// The files that belong to all articles. They get their names with the streams.
    shared: Vec<OutputFile>,
    outputs: Outputs,
    articles: ArticleFiles,
    /// True if a file was written for the present article.
    has_files: bool,
}

enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

struct Stream {
    out: StreamOutput,
    has_piece: bool,
}

enum StreamOutput {
    Stdout(BufWriter<Stdout>),
    File(OutputFile),
}

impl ExportOutput {
    /// Checks that the format fits the target, and that the target may be written.
    pub(super) fn new(
        format: &'static Format,
        framing: Framing,
        out: Option<&Path>,
        split: Option<Split>,
        mut outputs: Outputs,
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
                let names: Vec<String> = match format.shape {
                    Shape::Folder(_) => format.signatures.iter().map(|(ending, _)| format!("x{ending}")).collect(),
                    // Streams appear under their names when all input is read.
                    Shape::Stream(_) => Vec::new(),
                };
                outputs.check_folder(path, &names)?;
                Target::Folder(path.to_owned())
            }
            (Some(path), false) => Target::File(path.to_owned()),
        };
        let (streams, shared, articles) = (Vec::new(), Vec::new(), ArticleFiles::default());
        let mut output = Self {
            format,
            target,
            framing,
            extension,
            part: None,
            streams,
            shared,
            outputs,
            articles,
            has_files: false,
        };
        if matches!(output.target, Target::File(_)) {
            output.stream()?;
        }
        Ok(output)
    }

    /// Notes that the next article of a file was read.
    pub(super) fn next_article(&mut self, path: &Path) {
        self.articles.next_article(path);
        self.has_files = false;
    }

    /// Sets the part of the next article.
    pub(super) const fn set_part(&mut self, part: Option<SplitPart>) {
        self.part = part;
    }

    /// Ends the streams: the files get their names. A stream of each of these parts is written even if it has no article.
    /// `unread` is the number of inputs that could not be read.
    pub(super) fn close(mut self, parts: &[SplitPart], unread: usize) -> anyhow::Result<()> {
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
            if let StreamOutput::File(file) = &stream.out {
                file.refuse_incomplete(unread)?;
            }
        }
        for (_, stream) in self.streams {
            match stream.out {
                StreamOutput::Stdout(mut out) => out.flush()?,
                StreamOutput::File(file) => file.finish()?,
            }
        }
        self.shared.into_iter().try_for_each(OutputFile::finish)?;
        self.outputs.sync()?;
        Ok(())
    }

    fn stream(&mut self) -> io::Result<&mut Stream> {
        let part = self.part;
        let at = match self.streams.iter().position(|(open, _)| *open == part) {
            Some(at) => at,
            None => {
                let path = match &self.target {
                    Target::Stdout => None,
                    Target::File(path) => Some(path.clone()),
                    Target::Folder(folder) => {
                        store::make_folder(folder, "--out").map_err(io::Error::other)?;
                        Some(folder.join(format!("{}.{}", part.map_or(UNSPLIT, SplitPart::name), self.extension)))
                    }
                };
                let mut out = match path {
                    None => StreamOutput::Stdout(BufWriter::with_capacity(64 * 1024, io::stdout())),
                    Some(path) => StreamOutput::File(self.open(|outputs, kind| outputs.create(&path, kind))?),
                };
                out.write_all(self.framing.open.as_bytes())?;
                self.streams.push((part, Stream { out, has_piece: false }));
                self.streams.len() - 1
            }
        };
        self.streams.get_mut(at).map(|(_, stream)| stream).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Opens or writes an output of the kind that this format writes.
    fn open<T>(&mut self, open: impl FnOnce(&mut Outputs, &OutputKind<'_>) -> Result<T, Problem>) -> io::Result<T> {
        let format = self.format;
        let is_one = |path: &Path| format.could_have_written(path, &mut |path| store::open_regular(path));
        let refusal = refusal(&format!("a file that an export to {format} writes"));
        open(&mut self.outputs, &OutputKind { refusal: &refusal, is_one: &is_one }).map_err(io::Error::other)
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

    fn append_with(&mut self, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        self.append(b"")?;
        write(&mut self.stream()?.out)
    }

    /// Fails with `AlreadyExists` if an earlier article has this file.
    fn article_file(&mut self, id: &str, extension: &str, bytes: &[u8]) -> io::Result<()> {
        if !self.has_files {
            self.articles.claim(id).map_err(|problem| io::Error::new(io::ErrorKind::AlreadyExists, problem))?;
            self.has_files = true;
        }
        let mut folder = self.folder()?.to_owned();
        if let Some(part) = self.part {
            folder.push(part.name());
        }
        store::make_folder(&folder, "--out").map_err(io::Error::other)?;
        let path = folder.join(format!("{}.{extension}", store::file_stem(id)));
        self.open(|outputs, kind| outputs.write(&path, kind, bytes))
    }

    fn shared_file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = self.folder()?.to_owned();
        store::make_folder(&folder, "--out").map_err(io::Error::other)?;
        let mut file = self.open(|outputs, kind| outputs.create(&folder.join(name), kind))?;
        file.write_all(bytes)?;
        self.shared.push(file);
        Ok(())
    }
}

impl Write for StreamOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(file) => file.flush(),
        }
    }
}
