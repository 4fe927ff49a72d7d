//! The output of `tawsim suggest`: standard output, a new file, or a file that is continued.

use std::collections::HashSet;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::store::{Inputs, OutputFile, OutputKind, Outputs, Problem, ResumedFile, WrittenIds};

use super::force::ForceArgs;
use super::inputs::is_stdin;

#[derive(Args)]
pub(super) struct LineArgs {
    /// Write the lines to a new file, which gets its name at the end [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Add the lines to the file as they come, and continue an interrupted run: articles that it has already are skipped,
    /// unless a suggester failed on them or did not answer
    #[arg(long, requires = "output", conflicts_with = "force")]
    resume: bool,
    #[command(flatten)]
    force: ForceArgs,
}

impl LineArgs {
    /// True if the lines go to a file.
    pub(super) fn to_file(&self) -> bool {
        self.file().is_some()
    }

    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| !is_stdin(path))
    }
}

/// The output of the lines.
pub(super) enum LineSink {
    Stdout(BufWriter<Stdout>),
    File(OutputFile),
    Resumed(ResumedFile),
}

impl LineSink {
    /// Opens the output. With --resume, gives what it has already.
    pub(super) fn open(args: &LineArgs, inputs: Inputs) -> Result<(Self, Option<Resumption>), Problem> {
        let Some(path) = args.file() else {
            return Ok((Self::Stdout(BufWriter::with_capacity(64 * 1024, io::stdout())), None));
        };
        let mut outputs = Outputs::new(inputs, args.force.force);
        if args.resume {
            let (file, written) = outputs.resume(path)?;
            let copy = if written.unanswered().is_empty() { None } else { Some(file.begin_copy()?) };
            return Ok((Self::Resumed(file), Some(Resumption { written, copy })));
        }
        let kind = OutputKind {
            refusal: "exists already; add --resume to continue it, or --force to replace it, or name another file",
            is_one: &|_| Ok(false),
        };
        Ok((Self::File(outputs.create(path, &kind)?), None))
    }

    pub(super) fn out(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(out) => out,
            Self::File(file) => file,
            Self::Resumed(file) => file,
        }
    }

    pub(super) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush()?,
            Self::File(file) => file.finish()?,
            Self::Resumed(file) => file.finish()?,
        }
        Ok(())
    }
}

/// The lines that a continued file has already.
pub(super) struct Resumption {
    written: WrittenIds,
    /// The file with new lines in the place of those that lack an answer; `None` if all have theirs.
    copy: Option<OutputFile>,
}

/// What a continued file has for an article.
pub(super) enum Written<'a> {
    /// Its line.
    Whole,
    /// A line that lacks an answer. The new one belongs here.
    Unanswered(&'a mut OutputFile),
    /// Nothing, as for all articles behind it.
    Nothing,
}

impl Resumption {
    /// The ids of articles whose lines lack an answer.
    pub(super) fn unanswered(&self) -> HashSet<String> {
        self.written.unanswered().clone()
    }

    /// Finds the article, which comes next, in the file.
    ///
    /// # Errors
    /// When the next line is that of another article.
    pub(super) fn find(&mut self, id: &str) -> anyhow::Result<Written<'_>> {
        let Some(line) = self.written.next_line()? else { return Ok(Written::Nothing) };
        if line.id != id {
            let what = format!("is the article {:?}, where {id:?} comes next", line.id);
            return Err(self.written.mismatch(&what).into());
        }
        let Some(copy) = &mut self.copy else { return Ok(Written::Whole) };
        if line.lacks_answer {
            return Ok(Written::Unanswered(copy));
        }
        copy.write_all(&line.bytes)?;
        Ok(Written::Whole)
    }

    /// Ends the comparison before the next article is written.
    ///
    /// # Errors
    /// When the disk refuses it.
    pub(super) fn finish(self, out: &mut LineSink) -> Result<(), Problem> {
        match (self.copy, out) {
            (Some(copy), LineSink::Resumed(file)) => file.replace(copy),
            _ => Ok(()),
        }
    }

    /// Ends the comparison behind the last article.
    ///
    /// # Errors
    /// When the file has one more line, and when the disk refuses it.
    pub(super) fn finish_at_end(mut self, out: &mut LineSink) -> Result<(), Problem> {
        match self.written.next_line()? {
            Some(_) => Err(self.written.mismatch("is a line beyond the last article")),
            None => self.finish(out),
        }
    }
}
