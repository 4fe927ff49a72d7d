//! `tawsim import`: the files of other tools into gold, or into suggestions to be reviewed.

use std::fs;
use std::io::{self, BufReader, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use crate::formats::{Annotated, Format, ImportProblem, Loss, Selection, Source};
use crate::gold::json;
use crate::store::{
    self, ArticleFiles, GoldFolder, InputKind, Inputs, LockError, OutputFile, OutputKind, Outputs, Problem,
};

use super::force::{ForceArgs, has_gold_lines, refusal};
use super::inputs::is_stdin;
use super::messages::print_message;
use super::outcome::Outcome;
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ImportArgs {
    /// The format, one of the list below
    #[arg(long, value_name = "FORMAT")]
    from: &'static Format,
    /// Import the spans as gold or as suggestions
    #[arg(long = "as", value_enum, default_value = "gold")]
    spans: ImportAs,
    /// The source of the suggestions, for --as suggestions [default: the annotator of the file, else the format]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The annotator, where the file names none
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Write one gold file for each article into this folder, instead of lines to standard output
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "force"])]
    gold: Option<PathBuf>,
    /// Write the lines into this file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Exit with status 0 even if something cannot be taken over as it is
    #[arg(long)]
    lossy: bool,
    #[command(flatten)]
    force: ForceArgs,
    /// Files, folders of these, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<PathBuf>,
}

impl ImportArgs {
    /// The file or folder for what is written; `None`: standard output.
    pub(super) fn out(&self) -> Option<&Path> {
        self.out.as_deref()
    }

    /// True if losses are accepted.
    pub(super) const fn lossy(&self) -> bool {
        self.lossy
    }

    /// True if outputs may replace anything.
    pub(super) const fn force(&self) -> bool {
        self.force.force
    }

    /// The chosen layer and labels.
    pub(super) fn selection(&self) -> Selection {
        self.selection.selection()
    }

    /// What is read: an output must be none of it.
    pub(super) fn inputs(&self) -> Inputs {
        let (format, extensions) = (self.from, self.from.extensions);
        let is_read =
            |path: &Path| path.extension().and_then(|it| it.to_str()).is_some_and(|it| extensions.contains(&it));
        let companions = self.paths.iter().filter_map(|path| Some(format.companion()?.path(&format.main_file(path))));
        Inputs::new(&self.paths, is_read).and(companions)
    }
}

/// Receives each article with the path of its file.
type EachImported<'a> = &'a mut dyn FnMut(&Path, Annotated) -> io::Result<()>;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ImportAs {
    /// Gold: decided spans
    Gold,
    /// Article lines with suggestions to review in `tawsim annotate`
    Suggestions,
}

/// The output of the articles.
enum Target<'a> {
    Stdout(BufWriter<Stdout>),
    File(OutputFile),
    Folder(GoldFolder, ArticleFiles),
    /// Somebody else takes the articles.
    Taker(EachImported<'a>),
}

struct ImportRun<'a> {
    args: &'a ImportArgs,
    selection: Selection,
    target: Target<'a>,
    read: usize,
    lost: usize,
    bad: usize,
}

pub(super) fn run(args: &ImportArgs) -> anyhow::Result<Outcome> {
    if args.gold.is_some() && args.spans == ImportAs::Suggestions {
        bail!(
            "--gold is for gold; write suggestions to standard output or with --out FILE, and open them with tawsim annotate"
        );
    }
    let mut lock = None;
    let target = match (&args.gold, &args.out) {
        (Some(folder), _) => {
            let folder = GoldFolder::new(folder.clone());
            lock = Some(folder.lock().map_err(|error| match error {
                LockError::Held { by } => anyhow::anyhow!("{by} has the gold folder open; close that program first"),
                LockError::Io(problem) => problem.into(),
            })?);
            Target::Folder(folder, ArticleFiles::default())
        }
        (None, Some(path)) if !is_stdin(path) => Target::File(open_output(args, path)?),
        _ => Target::Stdout(BufWriter::with_capacity(64 * 1024, io::stdout())),
    };
    let selection = args.selection.selection();
    let mut run = ImportRun { args, selection, target, read: 0, lost: 0, bad: 0 };
    for path in &args.paths {
        run.import_path(path)?;
    }
    let outcome = run.finish()?;
    drop(lock);
    Ok(outcome)
}

/// Gives each article to `each`, and the number of inputs that could not be read with the outcome. Used by `convert`.
pub(super) fn import_into(args: &ImportArgs, each: EachImported<'_>) -> anyhow::Result<(Outcome, usize)> {
    if args.gold.is_some() || args.spans == ImportAs::Suggestions {
        bail!(
            "--gold and --as are flags of tawsim import; it makes gold to work on, and convert makes files of a tool"
        );
    }
    let selection = args.selection.selection();
    let mut run = ImportRun { args, selection, target: Target::Taker(each), read: 0, lost: 0, bad: 0 };
    for path in &args.paths {
        run.import_path(path)?;
    }
    let bad = run.bad;
    Ok((run.finish()?, bad))
}

/// Opens the file of the lines, unless that would destroy something.
fn open_output(args: &ImportArgs, path: &Path) -> Result<OutputFile, Problem> {
    let kind = OutputKind { refusal: &refusal("a file that an import writes"), is_one: &has_gold_lines };
    Outputs::new(args.inputs(), args.force.force).create(path, &kind)
}

impl ImportRun<'_> {
    fn import_path(&mut self, path: &Path) -> anyhow::Result<()> {
        if is_stdin(path) {
            if self.args.from.companion().is_some_and(|companion| companion.needed) {
                bail!(
                    "{} is files that belong together, and standard input is one; name the files or their folder",
                    self.args.from
                );
            }
            return Ok(self.import_stream(path, &mut store::unpack_stream(io::stdin()), None)?);
        }
        if path.is_dir() {
            let mut files = Vec::new();
            collect_files(path, self.args.from.extensions, &mut files)
                .with_context(|| format!("{}: cannot be read", store::printable(path.as_os_str())))?;
            if files.is_empty() {
                let extensions = self.args.from.extensions.join(", .");
                let what = format!("contains no .{extensions} file; name another folder or a file");
                self.report_problem(&Problem::new(path, None, what));
            }
            return files.iter().try_for_each(|file| self.import_file(file));
        }
        self.import_file(path)
    }

    fn import_file(&mut self, path: &Path) -> anyhow::Result<()> {
        let path = self.args.from.main_file(path);
        let companion = match self.args.from.companion() {
            Some(companion) => {
                let other = companion.path(&path);
                match store::read_input(&other, InputKind::Import) {
                    Ok(bytes) => Some(bytes),
                    Err(_) if !companion.needed => None,
                    Err(error) => {
                        let what = format!(
                            "cannot be read: {error}; {} cannot be read without it",
                            store::printable(path.as_os_str())
                        );
                        self.report_problem(&Problem::new(other, None, what));
                        return Ok(());
                    }
                }
            }
            None => None,
        };
        match store::open_input(&path) {
            Ok(file) => Ok(self.import_stream(&path, &mut BufReader::new(file), companion.as_deref())?),
            Err(error) => {
                let what = format!("cannot be read: {error}; check the path");
                self.report_problem(&Problem::new(path, None, what));
                Ok(())
            }
        }
    }

    fn import_stream(&mut self, path: &Path, main: &mut dyn io::BufRead, companion: Option<&[u8]>) -> io::Result<()> {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = if is_stdin(path) { "stdin" } else { &name };
        let source = Source { name, main, longest: InputKind::Line.longest(), companion };
        self.args.from.import(source, &mut |article| match article {
            Ok((annotated, losses)) => self.add_article(path, annotated, losses),
            Err(ImportProblem { line, what }) => {
                self.report_problem(&Problem::new(path, line, what));
                Ok(())
            }
        })
    }

    fn report_problem(&mut self, problem: &Problem) {
        self.bad += 1;
        print_message(&format!("tawsim: {problem}"));
    }

    fn add_article(&mut self, path: &Path, annotated: Annotated, losses: Vec<Loss>) -> io::Result<()> {
        self.read += 1;
        if let Target::Folder(_, files) = &mut self.target {
            files.next_article(path);
        }
        self.lost += losses.len();
        for loss in losses {
            print_message(&format!(
                "{}: {}",
                store::printable(path.as_os_str()),
                store::escape_controls(&loss.to_string())
            ));
        }
        let Some(mut annotated) = self.selection.apply(annotated) else { return Ok(()) };
        if annotated.annotation.annotator.is_none() {
            annotated.annotation.annotator.clone_from(&self.args.annotator);
        }
        if self.args.spans == ImportAs::Suggestions {
            let annotator = annotated.annotation.annotator.clone();
            let source = self.args.source.clone().or(annotator).unwrap_or_else(|| self.args.from.to_string());
            let mut article = annotated.into_suggestions(&source);
            let suggestions = std::mem::take(&mut article.suggestions);
            return self.write(json::write_suggested(&article, &suggestions).as_bytes());
        }
        match &mut self.target {
            Target::Stdout(_) | Target::File(_) => {
                self.write(json::write_line(&annotated.article, &annotated.annotation).as_bytes())
            }
            Target::Folder(folder, files) => {
                let claimed = files.claim(&annotated.article.id);
                if let Err(problem) = claimed.and_then(|()| folder.save(&annotated.article, &annotated.annotation)) {
                    self.report_problem(&problem);
                }
                Ok(())
            }
            Target::Taker(each) => each(path, annotated),
        }
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        match &mut self.target {
            Target::Stdout(out) => out.write_all(line),
            Target::File(file) => file.write_all(line),
            Target::Folder(..) | Target::Taker(_) => Ok(()),
        }
    }

    /// Ends the output. A file gets its name.
    fn close(&mut self) -> anyhow::Result<()> {
        match std::mem::replace(&mut self.target, Target::Stdout(BufWriter::new(io::stdout()))) {
            Target::Stdout(mut out) => out.flush()?,
            Target::File(file) => {
                file.refuse_incomplete(self.bad)?;
                file.finish()?;
            }
            Target::Folder(..) | Target::Taker(_) => {}
        }
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<Outcome> {
        let named = self.args.paths.iter().any(|path| !is_stdin(path));
        if self.read + self.bad == 0 && named {
            bail!("no article in these files; check that their format is {}", self.args.from);
        }
        self.close()?;
        if self.lost > 0 && !self.args.lossy {
            let losses = if self.lost == 1 { "1 loss".to_owned() } else { format!("{} losses", self.lost) };
            print_message(&format!(
                "tawsim: {losses}: gold cannot hold everything as it was; add --lossy to accept this"
            ));
        }
        Ok(match (self.bad, self.lost) {
            (1.., _) => Outcome::BadInput,
            (0, 1..) if !self.args.lossy => Outcome::Findings,
            _ => Outcome::Fine,
        })
    }
}

/// Collects the files with one of the extensions in a folder and its sub-folders, in the order of names.
fn collect_files(folder: &Path, extensions: &[&str], files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.retain(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect_files(&path, extensions, files)?;
        } else if path.extension().and_then(|extension| extension.to_str()).is_some_and(|it| extensions.contains(&it)) {
            files.push(path);
        }
    }
    Ok(())
}
