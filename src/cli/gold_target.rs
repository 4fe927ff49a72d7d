//! The place where a verb writes gold: a folder of gold files, a file of lines, or standard output.

use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use crate::gold::{Annotation, Article, json};
use crate::store::{GoldFolder, Inputs, Lock, OutputFile, OutputKind, Outputs, Problem};

use super::force::{ForceArgs, has_gold_lines, refusal};
use super::gold_lock;
use super::inputs::is_stdin;

/// An open place for gold.
pub(super) enum GoldTarget {
    Stdout(BufWriter<Stdout>),
    File(OutputFile),
    Folder { folder: GoldFolder, _lock: Lock },
}

impl GoldTarget {
    /// Opens the place: `-` or none is standard output, a name that ends in `.jsonl` is a file, any other name a folder.
    pub(super) fn open(out: Option<&Path>, golds: &[PathBuf], force: ForceArgs) -> anyhow::Result<Self> {
        let Some(path) = out.filter(|path| !is_stdin(path)) else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout())));
        };
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let kind = OutputKind { refusal: &refusal("a file with lines of gold"), is_one: &has_gold_lines };
            return Ok(Self::File(Outputs::new(Inputs::gold(golds), force.force).create(path, &kind)?));
        }
        Outputs::new(Inputs::gold(golds), force.force).check_gold_folder(path)?;
        let folder = GoldFolder::new(path.to_owned());
        let lock = gold_lock::lock(&folder)?;
        Ok(Self::Folder { folder, _lock: lock })
    }

    /// Writes an article.
    pub(super) fn write(&mut self, article: &Article, annotation: &Annotation) -> Result<(), Problem> {
        let written = match self {
            Self::Stdout(out) => json::write_line_to(out, article, annotation),
            Self::File(file) => json::write_line_to(file, article, annotation),
            Self::Folder { folder, .. } => return folder.save(article, annotation),
        };
        written.map_err(|error| Problem::new("-", None, format!("cannot be written: {error}")))
    }

    /// Ends the output. `bad` articles could not be read.
    pub(super) fn finish(self, bad: usize) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush()?,
            Self::File(file) => {
                file.refuse_incomplete(bad)?;
                file.finish()?;
            }
            Self::Folder { .. } => {}
        }
        Ok(())
    }
}
