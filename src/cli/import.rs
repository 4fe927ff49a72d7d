//! `tawsim import`: the files of other tools into gold, or into suggestions to be reviewed.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use crate::formats::{Annotated, Format, ImportProblem, Loss, Selection, Source};
use crate::gold::json;
use crate::store::{self, GoldFolder, LockError, Problem};

use super::out::talk;
use super::outcome::Outcome;
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ImportArgs {
    /// The format: see the list below
    #[arg(long, value_name = "FORMAT")]
    from: &'static Format,
    /// What the spans become
    #[arg(long = "as", value_enum, default_value = "gold")]
    kind: KindArg,
    /// Who proposes, for --as suggestions [default: the annotator of the file, else the format]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Who decided, where the file does not say
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Write one gold file for each article into this folder, instead of lines to standard output
    #[arg(long, value_name = "DIR", conflicts_with = "out")]
    gold: Option<PathBuf>,
    /// Write the lines into this file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What cannot be taken over as it is may be lost: exit 0 then
    #[arg(long)]
    lossy: bool,
    /// Files, folders of these, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindArg {
    /// Gold
    Gold,
    /// Article lines with suggestions, for `tawsim annotate`
    Suggestions,
}

enum To {
    Lines(Box<dyn Write>),
    Folder(GoldFolder),
}

struct Run<'a> {
    args: &'a ImportArgs,
    selection: Selection,
    to: To,
    read: usize,
    lost: usize,
    bad: usize,
}

pub(super) fn run(args: &ImportArgs) -> anyhow::Result<Outcome> {
    if args.gold.is_some() && args.kind == KindArg::Suggestions {
        bail!(
            "--gold keeps gold; suggestions go to standard output or to --out FILE, and from there to tawsim annotate"
        );
    }
    let mut lock = None;
    let to = match (&args.gold, &args.out) {
        (Some(folder), _) => {
            let folder = GoldFolder::new(folder.clone());
            lock = Some(folder.lock().map_err(|error| match error {
                LockError::Held { by } => anyhow::anyhow!("{by} has the gold folder open; close it first"),
                LockError::Io(problem) => problem.into(),
            })?);
            To::Folder(folder)
        }
        (None, Some(path)) if path != Path::new("-") => {
            let file = File::create(path)
                .with_context(|| format!("{}: cannot be written", store::printable(path.as_os_str())))?;
            To::Lines(Box::new(BufWriter::new(file)))
        }
        _ => To::Lines(Box::new(BufWriter::with_capacity(64 * 1024, io::stdout().lock()))),
    };
    let selection = args.selection.selection();
    let mut run = Run { args, selection, to, read: 0, lost: 0, bad: 0 };
    for path in &args.paths {
        run.path(path)?;
    }
    if let To::Lines(out) = &mut run.to {
        out.flush()?;
    }
    drop(lock);
    run.end()
}

impl Run<'_> {
    fn path(&mut self, path: &Path) -> anyhow::Result<()> {
        if path == Path::new("-") {
            if self.args.from.companion().is_some_and(|companion| companion.needed) {
                bail!(
                    "{} is files that belong together, and a stream is one; name them or their folder",
                    self.args.from
                );
            }
            return Ok(self.source(path, &mut store::unpack_stream(io::stdin()), None)?);
        }
        if path.is_dir() {
            let mut files = Vec::new();
            collect(path, self.args.from.extensions, &mut files)
                .with_context(|| format!("{}: cannot be read", store::printable(path.as_os_str())))?;
            if files.is_empty() {
                let wanted = self.args.from.extensions.join(", .");
                let what = format!("holds no .{wanted} file; name another folder or a file");
                self.problem(&Problem::new(path, None, what));
            }
            return files.iter().try_for_each(|file| self.file(file));
        }
        self.file(path)
    }

    fn file(&mut self, path: &Path) -> anyhow::Result<()> {
        let path = self.args.from.main_file(path);
        let companion = match self.args.from.companion() {
            Some(companion) => {
                let other = companion.path(&path);
                match fs::read(&other) {
                    Ok(bytes) => Some(bytes),
                    Err(_) if !companion.needed => None,
                    Err(error) => {
                        let what =
                            format!("cannot be read: {error}; it belongs to {}", store::printable(path.as_os_str()));
                        self.problem(&Problem::new(other, None, what));
                        return Ok(());
                    }
                }
            }
            None => None,
        };
        match File::open(&path) {
            Ok(file) => Ok(self.source(&path, &mut BufReader::new(file), companion.as_deref())?),
            Err(error) => {
                let what = format!("cannot be read: {error}; check the path");
                self.problem(&Problem::new(path, None, what));
                Ok(())
            }
        }
    }

    fn source(&mut self, path: &Path, main: &mut dyn io::BufRead, companion: Option<&[u8]>) -> io::Result<()> {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = if path == Path::new("-") { "stdin" } else { &name };
        let source = Source { name, main, companion };
        self.args.from.import(source, &mut |found| match found {
            Ok((one, losses)) => self.article(path, one, losses),
            Err(ImportProblem { line, what }) => {
                self.problem(&Problem::new(path, line, what));
                Ok(())
            }
        })
    }

    fn problem(&mut self, problem: &Problem) {
        self.bad += 1;
        talk(&format!("tawsim: {problem}"));
    }

    fn article(&mut self, path: &Path, one: Annotated, losses: Vec<Loss>) -> io::Result<()> {
        self.read += 1;
        self.lost += losses.len();
        for loss in losses {
            talk(&format!("{}: {}", store::printable(path.as_os_str()), store::escape_controls(&loss.to_string())));
        }
        let Some(mut one) = self.selection.apply(one) else { return Ok(()) };
        if one.annotation.annotator.is_none() {
            one.annotation.annotator.clone_from(&self.args.annotator);
        }
        if self.args.kind == KindArg::Suggestions {
            let annotator = one.annotation.annotator.clone();
            let source = self.args.source.clone().or(annotator).unwrap_or_else(|| self.args.from.to_string());
            let mut article = one.into_suggestions(&source);
            let suggestions = std::mem::take(&mut article.suggestions);
            return self.write(json::write_suggested(&article, &suggestions).as_bytes());
        }
        match &self.to {
            To::Lines(_) => self.write(json::write_line(&one.article, &one.annotation).as_bytes()),
            To::Folder(folder) => {
                if let Err(problem) = folder.save(&one.article, &one.annotation) {
                    self.problem(&problem);
                }
                Ok(())
            }
        }
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        match &mut self.to {
            To::Lines(out) => out.write_all(line),
            To::Folder(_) => Ok(()),
        }
    }

    fn end(&self) -> anyhow::Result<Outcome> {
        let named = self.args.paths.iter().any(|path| path != Path::new("-"));
        if self.read + self.bad == 0 && named {
            bail!("no article in these; check that they are {}", self.args.from);
        }
        if self.lost > 0 && !self.args.lossy {
            talk(&format!("tawsim: {} not taken over as they were; --lossy says that this is meant", self.lost));
        }
        Ok(match (self.bad, self.lost) {
            (1.., _) => Outcome::BadInput,
            (0, 1..) if !self.args.lossy => Outcome::Findings,
            _ => Outcome::Fine,
        })
    }
}

/// The files of a folder and those below it with one of the extensions, in order.
fn collect(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.retain(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, extensions, found)?;
        } else if path.extension().and_then(|extension| extension.to_str()).is_some_and(|it| extensions.contains(&it)) {
            found.push(path);
        }
    }
    Ok(())
}
