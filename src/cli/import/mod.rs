//! `tawsim import`: the files of other tools into gold, or into suggestions to be reviewed.

mod files;
mod report;
mod target;

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::formats::{
    Annotated, ColumnChoice, Format, Grouping, ImportOptions, Loss, OffsetUnit, Selection, Source, lost_by_suggestions,
};
use crate::gold::json;
use crate::store::{self, DistinctIds, InputKind, Inputs, Problem};

use super::force::ForceArgs;
use super::inputs::is_stdin;
use super::messages::print_message;
use super::outcome::Outcome;
use super::selection::SelectionArgs;
use crate::cli::progress::{self, Amount, Results};

use self::files::{FileSet, InputFile, each_input};
use self::report::ImportReport;
use self::target::{EachImported, OutputChoice, Target};

#[derive(Args)]
pub(super) struct ImportArgs {
    /// The format, one of the list below [default: recognised for each file]
    #[arg(long, value_name = "FORMAT")]
    from: Option<&'static Format>,
    /// Import the spans as gold or as suggestions
    #[arg(long = "as", value_enum, default_value = "gold")]
    spans: ImportAs,
    /// The source of the suggestions, for --as suggestions [default: the annotator of the file, else the format]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The annotator, where the file names none
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// The unit of the offsets, where tools differ [default: that of the format; other units are tried where the words differ]
    #[arg(long, value_enum, value_name = "UNIT")]
    unit: Option<OffsetUnit>,
    /// The columns of a CoNLL file, counted from 1, such as token=2,tag=3,tag=4 [default: recognised]
    #[arg(long, value_name = "COLUMNS")]
    columns: Option<ColumnChoice>,
    /// What is an article of a CoNLL file: a number of sentences, blank (each sentence) or docstart [default: recognised]
    #[arg(long, value_name = "GROUP")]
    group: Option<Grouping>,
    /// Read only the spans of this layer (webanno, xmi, casjson)
    #[arg(long, value_name = "LAYER")]
    layer_name: Option<String>,
    /// The feature that holds the label (webanno, xmi, casjson)
    #[arg(long, value_name = "FEATURE")]
    feature: Option<String>,
    /// The text that the annotations are about, where their file has none (w3c)
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
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
    /// Files, folders or ZIP archives of these, or - for standard input
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
        target::inputs(self.from, &self.paths, self.text.as_deref())
    }

    fn import_options(&self) -> ImportOptions {
        ImportOptions {
            unit: self.unit,
            columns: self.columns.clone(),
            group: self.group,
            layer_name: self.layer_name.clone(),
            feature: self.feature.clone(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ImportAs {
    /// Gold: decided spans
    Gold,
    /// Article lines with suggestions to review in `tawsim annotate`
    Suggestions,
}

struct ImportRun<'a> {
    args: &'a ImportArgs,
    selection: Selection,
    target: Target<'a>,
    ids: DistinctIds,
    report: ImportReport,
    /// The text of `--text`.
    text: Option<Vec<u8>>,
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
    let choice = OutputChoice {
        gold: args.gold.as_deref(),
        out: args.out.as_deref(),
        force: args.force.force,
        inputs: args.inputs(),
    };
    let (target, lock) = target::open(choice)?;
    let mut run = ImportRun::new(args, target)?;
    let is_silent = args.gold.is_some() || args.out.is_some();
    progress::begin(&args.paths, Amount::Files, if is_silent { Results::AtTheEnd } else { Results::AsTheyCome });
    run.import_all()?;
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
    let mut run = ImportRun::new(args, Target::Taker(each))?;
    progress::begin(
        &args.paths,
        Amount::Files,
        if args.out.is_some() { Results::AtTheEnd } else { Results::AsTheyCome },
    );
    run.import_all()?;
    let bad = run.bad;
    Ok((run.finish()?, bad))
}

impl<'a> ImportRun<'a> {
    fn new(args: &'a ImportArgs, target: Target<'a>) -> anyhow::Result<Self> {
        let read = |path: &PathBuf| {
            store::read_input(path, InputKind::Import).map_err(|error| {
                Problem::new(path, None, format!("cannot be read: {error}; --text names the text of the annotations"))
            })
        };
        Ok(Self {
            args,
            selection: args.selection.selection(),
            target,
            ids: DistinctIds::default(),
            report: ImportReport::default(),
            text: args.text.as_ref().map(read).transpose()?,
            read: 0,
            lost: 0,
            bad: 0,
        })
    }

    fn import_all(&mut self) -> anyhow::Result<()> {
        let (args, options) = (self.args, self.args.import_options());
        args.paths.iter().try_for_each(|path| {
            let done = each_input(path, args.from, &mut |input| self.import_input(input, &options));
            self.report.print_losses(path);
            done
        })
    }
}

impl ImportRun<'_> {
    /// Imports one file, or reports why it cannot be read.
    fn import_input(&mut self, input: Result<InputFile<'_>, Problem>, options: &ImportOptions) -> anyhow::Result<()> {
        match input {
            Err(problem) => self.report_problem(&problem),
            Ok(InputFile { path, name, format, main, files }) => {
                self.import_file(&path, &name, format, main, files, options)?;
                self.report.print_problems();
            }
        }
        Ok(())
    }

    fn import_file(
        &mut self,
        path: &Path,
        name: &str,
        format: &'static Format,
        main: &mut dyn std::io::BufRead,
        files: &mut dyn FileSet,
        options: &ImportOptions,
    ) -> anyhow::Result<()> {
        let companion = match (format.companion(), &self.text) {
            (Some(companion), _) => {
                let other = companion.path(path);
                match files.read(&other) {
                    Ok(bytes) => Some(bytes),
                    Err(_) if !companion.needed => None,
                    Err(error) => {
                        let of = store::printable(path.as_os_str());
                        let what = format!("cannot be read: {error}; {of} cannot be read without it");
                        self.report_problem(&Problem::new(other, None, what));
                        return Ok(());
                    }
                }
            }
            (None, text) => text.clone(),
        };
        let longest = InputKind::Line.longest();
        let source = Source { name, main, longest, companion: companion.as_deref(), options };
        Ok(format.import(source, &mut |article| match article {
            Ok((annotated, losses)) => self.add_article(path, format, annotated, losses),
            Err(problem) => {
                self.bad += 1;
                self.report.add_problem(path, problem);
                Ok(())
            }
        })?)
    }

    fn report_problem(&mut self, problem: &Problem) {
        self.bad += 1;
        print_message(&format!("tawsim: {problem}"));
    }

    fn add_article(
        &mut self,
        path: &Path,
        format: &'static Format,
        annotated: Annotated,
        losses: Vec<Loss>,
    ) -> std::io::Result<()> {
        self.read += 1;
        progress::count(annotated.article.text.len());
        for loss in losses {
            self.lost += usize::from(!loss.is_kept);
            self.report.add_loss(path, loss);
        }
        let Some(mut annotated) = self.selection.apply(annotated) else { return Ok(()) };
        if annotated.annotation.annotator.is_none() {
            annotated.annotation.annotator.clone_from(&self.args.annotator);
        }
        self.make_id_distinct(path, &mut annotated);
        if self.args.spans == ImportAs::Suggestions {
            let annotator = annotated.annotation.annotator.clone();
            let source = self.args.source.clone().or(annotator).unwrap_or_else(|| format.to_string());
            for loss in lost_by_suggestions(&annotated) {
                self.lost += 1;
                self.report.add_loss(path, loss);
            }
            let mut article = annotated.into_suggestions(&source);
            let suggestions = std::mem::take(&mut article.suggestions);
            let Some(out) = self.target.lines() else { return Ok(()) };
            return json::write_suggested_to(out, &article, &suggestions);
        }
        if let Err(problem) = self.target.write_gold(path, annotated)? {
            self.report_problem(&problem);
        }
        Ok(())
    }

    /// Gives the article another id if an earlier one has its id, and says so.
    fn make_id_distinct(&mut self, path: &Path, annotated: &mut Annotated) {
        let Annotated { article, annotation } = annotated;
        let id = self.ids.claim(&article.id, path, annotation.annotator.as_deref());
        if id != article.id {
            let why = "another article has this id; it got the annotator, its folder or a number with it";
            let mut note = Loss::note(article, format!("the id {:?} became {id:?}", article.id), why);
            note.article.clone_from(&id);
            self.report.add_loss(path, note);
            article.id = id;
        }
    }

    fn finish(self) -> anyhow::Result<Outcome> {
        let named = self.args.paths.iter().any(|path| !is_stdin(path));
        if self.read + self.bad == 0 && named {
            let format =
                self.args.from.map_or_else(String::new, |format| format!("; check that their format is {format}"));
            bail!("no article in these files{format}");
        }
        self.target.close(self.bad)?;
        if self.lost > 0 && !self.args.lossy {
            let losses = if self.lost == 1 { "1 loss".to_owned() } else { format!("{} losses", self.lost) };
            print_message(&format!(
                "tawsim: {losses}: gold cannot hold everything as it was; add --lossy to accept this"
            ));
        }
        self.args.selection.warn_unmatched();
        Ok(match (self.bad, self.lost) {
            (1.., _) => Outcome::BadInput,
            (0, 1..) if !self.args.lossy => Outcome::Findings,
            _ => Outcome::Fine,
        })
    }
}
