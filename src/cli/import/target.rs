//! The output of an import: standard output, a file of lines, or a gold folder.

use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use crate::cli::force::{has_gold_lines, refusal};
use crate::cli::gold_lock;
use crate::cli::inputs::is_stdin;
use crate::formats::{Annotated, FORMATS, Format};
use crate::gold::json;
use crate::store::{GoldFolder, Inputs, Lock, OutputFile, OutputKind, Outputs, Problem};

/// The output of the articles.
pub(super) enum Target<'a> {
    Stdout(BufWriter<Stdout>),
    File(OutputFile),
    Folder(GoldFolder),
    /// Another verb takes the articles.
    Taker(EachImported<'a>),
}

/// Receives each article with the path of its file.
pub(in crate::cli) type EachImported<'a> = &'a mut dyn FnMut(&Path, Annotated) -> io::Result<()>;

/// What the flags say about the output, and the inputs that it must not destroy.
pub(super) struct OutputChoice<'a> {
    pub(super) gold: Option<&'a Path>,
    pub(super) out: Option<&'a Path>,
    pub(super) force: bool,
    pub(super) inputs: Inputs,
}

/// What is read with these flags.
pub(super) fn inputs(from: Option<&'static Format>, paths: &[PathBuf], text: Option<&Path>) -> Inputs {
    let formats = move || FORMATS.iter().filter(move |format| from.is_none_or(|from| from == **format));
    let is_read = move |path: &Path| {
        let extension = path.extension().and_then(|it| it.to_str());
        extension.is_some_and(|it| it == "zip" || formats().any(|format| format.extensions.contains(&it)))
    };
    let companion = |format: &&Format, path: &Path| Some(format.companion()?.path(&format.main_file(path)));
    let companions = paths.iter().flat_map(|path| formats().filter_map(move |format| companion(format, path)));
    let companions: Vec<PathBuf> = companions.chain(text.map(Path::to_owned)).collect();
    Inputs::new(paths, is_read).and(companions)
}

/// Opens the output that the flags name. A gold folder is locked until the lock is dropped.
pub(super) fn open<'a>(choice: OutputChoice<'_>) -> anyhow::Result<(Target<'a>, Option<Lock>)> {
    Ok(match (choice.gold, choice.out) {
        (Some(folder), _) => {
            Outputs::new(choice.inputs, choice.force).check_gold_folder(folder)?;
            let folder = GoldFolder::new(folder.to_owned());
            let lock = gold_lock::lock(&folder)?;
            (Target::Folder(folder), Some(lock))
        }
        (None, Some(path)) if !is_stdin(path) => (Target::File(open_file(choice, path)?), None),
        _ => (Target::Stdout(BufWriter::with_capacity(64 * 1024, io::stdout())), None),
    })
}

/// Opens the file of the lines, unless that would destroy something.
fn open_file(choice: OutputChoice<'_>, path: &Path) -> Result<OutputFile, Problem> {
    let kind = OutputKind { refusal: &refusal("a file that an import writes"), is_one: &has_gold_lines };
    Outputs::new(choice.inputs, choice.force).create(path, &kind)
}

impl Target<'_> {
    /// The output of lines; a gold folder has none.
    pub(super) fn lines(&mut self) -> Option<&mut dyn Write> {
        match self {
            Self::Stdout(out) => Some(out),
            Self::File(file) => Some(file),
            Self::Folder(_) | Self::Taker(_) => None,
        }
    }

    /// Writes an article with its gold. The inner error is a problem with its file in the gold folder.
    pub(super) fn write_gold(&mut self, path: &Path, annotated: Annotated) -> io::Result<Result<(), Problem>> {
        match self {
            Self::Taker(each) => each(path, annotated).map(Ok),
            Self::Folder(folder) => Ok(folder.save(&annotated.article, &annotated.annotation).map(|_| ())),
            Self::Stdout(_) | Self::File(_) => {
                let Some(out) = self.lines() else { return Ok(Ok(())) };
                json::write_line_to(out, &annotated.article, &annotated.annotation).map(Ok)
            }
        }
    }

    /// Ends the output. A file gets its name.
    pub(super) fn close(self, bad: usize) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush()?,
            Self::File(file) => {
                file.refuse_incomplete(bad)?;
                file.finish()?;
            }
            Self::Folder(_) | Self::Taker(_) => {}
        }
        Ok(())
    }
}
