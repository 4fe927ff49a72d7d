//! `tawsim check`: prints each finding as a line `file: id: what: why`, or as a JSON object.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use crate::gold::json::{Examined, JsonError, SCHEMA};
use crate::gold::{Annotation, Consistency, Finding, LabelSet, lint, trim_edges};
use crate::store::{self, ExaminedObject, Fixer};
use crate::text::OffsetError;

use super::inputs::{NO_GOLD, is_stdin, print_notice};
use super::label_hints::label_set_for;
use super::messages::{print_message, write_line};
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::report_format::ReportFormat;

#[derive(Args)]
pub(super) struct CheckArgs {
    /// Gold files, folders of these, or - for standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
    /// The allowed labels [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Write findings as lines `file: id: what: why`, or as JSON, one object a line
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Repair what is certain: stray edges, offsets in another unit, duplicate ids, a missing or older schema
    #[arg(long)]
    fix: bool,
    /// Leave out findings of this kind (may be repeated)
    #[arg(long, value_name = "WHAT")]
    ignore: Vec<String>,
}

/// The kinds of findings, for `--ignore`, with their meanings.
const KINDS: [(&str, &str); 28] = [
    ("no gold", "not JSON, not UTF-8, or without an id or a text"),
    ("schema", "of a later version, or of another program"),
    ("old schema", "of an older version"),
    ("no schema", "the schema is missing"),
    ("offset unit", "the offsets do not count code points"),
    ("hash", "the text is not the one that was annotated"),
    ("offsets", "a span lies past the text's end, or is empty"),
    ("inside a letter", "an edge is between a letter and its diacritics"),
    ("words", "the text at the offsets is not the text in the span"),
    ("value", "a value is not allowed"),
    ("duplicate id", "two items have the same id"),
    ("same article", "two files have the gold of one article"),
    ("file name", "a file in a gold folder is not named after its article, so it is never opened"),
    ("conflict", "two versions of an article must be merged"),
    ("stray edge", "white space or punctuation at an edge"),
    ("line end", "an entity continues over a line end"),
    ("crossing", "two items of a layer cross"),
    ("doubled", "two items or two relations are the same"),
    ("unknown label", "a label, or the label of a relation, is not in the label set"),
    ("unbalanced marks", "only one of a pair of quotation marks is inside"),
    ("no speaker", "a quote has no speaker"),
    ("dangling link", "a speaker is linked to an entity that does not exist"),
    ("dangling relation", "a relation leads from or to an item that does not exist"),
    ("self relation", "a relation leads from an item to itself"),
    ("unknown attribute", "an attribute or its value is not in the label set"),
    ("two labels", "the same words have another label as often or more often"),
    ("proclitic inside", "other places leave the proclitic out more often"),
    ("article outside", "other places include ال more often"),
];

/// The end of the help: the kinds of findings.
pub(super) fn kinds_help() -> String {
    let lines: Vec<String> = KINDS.iter().map(|(name, means)| format!("  {name:18}{means}")).collect();
    format!(
        "Findings:\n{}\n\nAs a git hook, .git/hooks/pre-commit:\n  #!/bin/sh\n  git diff --cached --name-only -z \
         --diff-filter=d -- 'gold/*.json' | xargs -0r tawsim check",
        lines.join("\n")
    )
}

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    if let Some(unknown) = args.ignore.iter().find(|kind| KINDS.iter().all(|(name, _)| name != kind)) {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        anyhow::bail!("--ignore {unknown:?}: there is no such finding; the findings are: {}", names.join(", "));
    }
    let labels = label_set_for(args.labels.as_deref(), &args.paths)?;
    let mut has_problem = false;
    if args.fix {
        if args.paths.iter().any(|path| is_stdin(path)) {
            anyhow::bail!("--fix cannot change standard input; name files");
        }
        has_problem = fix(&args.paths);
    }
    let mut check = CheckRun {
        args,
        labels,
        out: BufWriter::new(io::stdout().lock()),
        findings: 0,
        read: 0,
        unreadable: usize::from(has_problem),
        corpus: Consistency::default(),
        places: Vec::new(),
        articles: HashMap::new(),
    };
    let mut input = store::unpack_stream(io::stdin());
    progress::begin(&args.paths, Amount::Files, Results::AsTheyCome);
    store::each_examined(&args.paths, &mut input, &mut print_notice, &mut |path, line, object| {
        progress::count(0);
        check.check_object(path, line, object)
    })?;
    progress::end();
    for (at, finding) in std::mem::take(&mut check.corpus).findings() {
        let Some((path, line)) = check.places.get(at).cloned() else { continue };
        let Finding { id, other, what, why } = &finding;
        let other = other.as_deref();
        check.report(&path, line, &CheckFinding { id, other, what, why, repair: Repair::ByHand })?;
    }
    check.out.flush()?;
    // Without a message, the wrong folder would look like gold without findings.
    if check.read == 0 && check.findings == 0 && check.unreadable == 0 {
        check.unreadable = 1;
        print_message(&format!("tawsim: {NO_GOLD}"));
    }
    Ok(match (check.unreadable, check.findings) {
        (1.., _) => Outcome::BadInput,
        (0, 1..) => Outcome::Findings,
        (0, 0) => Outcome::Fine,
    })
}

/// Repairs what is certain and prints it. True if a file could not be read or written.
fn fix(paths: &[PathBuf]) -> bool {
    let mut has_problem = false;
    let mut change = |path: &Path, line: Option<usize>, examined: &Examined| {
        let (annotation, done) = repair(examined)?;
        for (id, what) in done {
            print_message(&format!(
                "{}: {}: fixed: {}",
                display_place(path, line),
                store::escape_controls(&id),
                store::escape_controls(&what)
            ));
        }
        Some(annotation)
    };
    Fixer::default().fix(paths, &mut change, &mut |problem| {
        has_problem = true;
        print_message(&format!("tawsim: {problem}"));
    });
    has_problem
}

/// The repaired annotation, and the repairs as ids with descriptions. `None` if there is nothing to repair, or if a part of
/// the file cannot be read and would be lost.
fn repair(examined: &Examined) -> Option<(Annotation, Vec<(String, String)>)> {
    if examined.problems.iter().any(|problem| problem.repaired.is_none()) {
        return None;
    }
    let mut done: Vec<(String, String)> = Vec::new();
    if let Some(older) = &examined.older {
        done.push(("-".to_owned(), format!("{older} is now {SCHEMA}; the old file is kept")));
    } else if examined.lacks.contains(&"schema") {
        done.push(("-".to_owned(), format!("the schema is added: {SCHEMA}")));
    }
    for problem in &examined.problems {
        let (id, _, why) = describe_error(&problem.error);
        done.push((id, format!("{why} ({})", problem.repaired.unwrap_or_default())));
    }
    let (annotation, edges) = trim_edges(&examined.article.text, &examined.annotation);
    done.extend(edges.into_iter().map(|finding| (finding.id, format!("{}: {}", finding.what, finding.why))));
    (!done.is_empty()).then_some((annotation, done))
}

fn display_place(path: &Path, line: Option<usize>) -> String {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}", store::printable(path.as_os_str()))
}

struct CheckRun<'a> {
    args: &'a CheckArgs,
    labels: LabelSet,
    out: BufWriter<StdoutLock<'static>>,
    findings: usize,
    read: usize,
    unreadable: usize,
    corpus: Consistency<usize>,
    /// The places of the articles, in the order of reading.
    places: Vec<(Arc<Path>, Option<usize>)>,
    /// For each article id, its number in `places`.
    articles: HashMap<String, usize>,
}

/// A line of `--format json`.
#[derive(Serialize)]
struct JsonFinding<'a> {
    file: String,
    line: Option<usize>,
    id: &'a str,
    other: Option<&'a str>,
    what: &'a str,
    why: &'a str,
    fixable: bool,
}

/// A finding of `check`, before it is printed.
struct CheckFinding<'a> {
    id: &'a str,
    /// The other item, for findings about two.
    other: Option<&'a str>,
    what: &'a str,
    why: &'a str,
    repair: Repair,
}

/// True for what `--fix` repairs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repair {
    ByHand,
    ByFix,
}

impl Repair {
    const fn by_fix_if(fixable: bool) -> Self {
        if fixable { Self::ByFix } else { Self::ByHand }
    }
}

impl<'a> CheckFinding<'a> {
    /// A finding about the whole file or article.
    const fn of_article(what: &'a str, why: &'a str, repair: Repair) -> Self {
        Self { id: "-", other: None, what, why, repair }
    }
}

impl CheckRun<'_> {
    fn check_object(&mut self, path: &Path, line: Option<usize>, object: ExaminedObject) -> io::Result<()> {
        match object {
            ExaminedObject::Unreadable(problem) => {
                self.unreadable += 1;
                print_message(&format!("tawsim: {problem}"));
                Ok(())
            }
            ExaminedObject::Fault(problem, error) => {
                self.read += 1;
                let described = error.as_ref().map(describe_error);
                let (what, why) = described.map_or(("no gold", problem.what), |(_, what, why)| (what, why));
                self.report(path, problem.line, &CheckFinding::of_article(what, &why, Repair::ByHand))
            }
            ExaminedObject::Gold(examined) => self.check_gold(path, line, &examined),
        }
    }

    fn check_gold(&mut self, path: &Path, line: Option<usize>, examined: &Examined) -> io::Result<()> {
        self.read += 1;
        let repairs = repair(examined).map(|(_, repairs)| repairs).unwrap_or_default();
        let is_repairable = examined.problems.iter().all(|problem| problem.repaired.is_some());
        let by_fix = Repair::by_fix_if(is_repairable);
        if let Some(older) = &examined.older {
            let why = format!("{older} is read, and written as {SCHEMA} from now on");
            self.report(path, line, &CheckFinding::of_article("old schema", &why, by_fix))?;
        } else if examined.lacks.contains(&"schema") {
            let why = format!("\"schema\": {SCHEMA:?} is missing");
            self.report(path, line, &CheckFinding::of_article("no schema", &why, by_fix))?;
        }
        for problem in &examined.problems {
            let (id, what, why) = describe_error(&problem.error);
            let why = problem.repaired.map_or_else(|| why.clone(), |repaired| format!("{why} ({repaired})"));
            let repair = Repair::by_fix_if(is_repairable && problem.repaired.is_some());
            self.report(path, line, &CheckFinding { id: &id, other: None, what, why: &why, repair })?;
        }
        let kinds = repairs.iter().filter_map(|(id, done)| Some((id.as_str(), done.split_once(':')?.0)));
        let fixed: HashSet<(&str, &str)> = kinds.collect();
        for finding in lint(&examined.article.text, &examined.annotation, &self.labels) {
            let is_fixed = fixed.contains(&(finding.id.as_str(), finding.what));
            let Finding { id, other, what, why } = &finding;
            let repair = Repair::by_fix_if(is_fixed);
            self.report(path, line, &CheckFinding { id, other: other.as_deref(), what, why, repair })?;
        }
        if self.check_place(path, line, &examined.article.id)? {
            self.corpus.add(&self.places.len(), &examined.article.text, &examined.annotation);
        }
        // The lines of one file share its path.
        let path = match self.places.last() {
            Some((last, _)) if last.as_ref() == path => Arc::clone(last),
            _ => path.into(),
        };
        self.places.push((path, line));
        Ok(())
    }

    /// Reports what is wrong with the file of an article. True if the article counts for the corpus: it is not a second
    /// version of another one.
    fn check_place(&mut self, path: &Path, line: Option<usize>, id: &str) -> io::Result<bool> {
        if line.is_none() && store::is_conflict_file(path) {
            let why = "is one version of an article; the other is beside it: merge the two, and remove this one";
            self.report(path, line, &CheckFinding::of_article("conflict", why, Repair::ByHand))?;
            return Ok(false);
        }
        if let Some(first) = self.articles.get(id).and_then(|first| self.places.get(*first)) {
            let why = format!("{id:?} is in {} too", display_place(&first.0, first.1));
            self.report(path, line, &CheckFinding::of_article("same article", &why, Repair::ByHand))?;
            return Ok(false);
        }
        self.articles.insert(id.to_owned(), self.places.len());
        let expected = store::GoldFolder::new(PathBuf::new()).file_of(id);
        let folder = path.parent().unwrap_or(Path::new(""));
        if line.is_none() && store::has_journals(folder) && expected.file_name() != path.file_name() {
            let why = format!("the gold of {id:?} must be in {}", store::printable(expected.as_os_str()));
            self.report(path, line, &CheckFinding::of_article("file name", &why, Repair::ByHand))?;
        }
        Ok(true)
    }

    /// Prints a finding, unless its kind is ignored.
    fn report(&mut self, path: &Path, line: Option<usize>, finding: &CheckFinding<'_>) -> io::Result<()> {
        let CheckFinding { id, other, what, why, repair } = *finding;
        if self.args.ignore.iter().any(|ignored| ignored == what) {
            return Ok(());
        }
        self.findings += 1;
        match self.args.format.or_json(self.args.json) {
            ReportFormat::Text => {
                // One finding is one line, also if its article has an id with a line break.
                let (id, why) = (store::escape_controls(id), store::escape_controls(why));
                write_line(&mut self.out, &format!("{}: {id}: {what}: {why}", display_place(path, line)))
            }
            ReportFormat::Json => {
                let file = store::printable(path.as_os_str());
                let fixable = repair == Repair::ByFix;
                serde_json::to_writer(&mut self.out, &JsonFinding { file, line, id, other, what, why, fixable })?;
                writeln!(self.out)
            }
        }
    }
}

/// The id that an error is about, the kind of its finding, and its message.
fn describe_error(error: &JsonError) -> (String, &'static str, String) {
    let words = error.to_string();
    let (place, what) = match error {
        JsonError::Syntax { .. } | JsonError::Missing(_) => (None, "no gold"),
        JsonError::Schema(_) => (None, "schema"),
        JsonError::Unit(_) => (None, "offset unit"),
        JsonError::Hash => (None, "hash"),
        JsonError::Offset { place, error: OffsetError::InsideCluster { .. } } => (Some(place), "inside a letter"),
        JsonError::Offset { place, .. } => (Some(place), "offsets"),
        JsonError::Words { place, .. } => (Some(place), "words"),
        JsonError::Value { place, .. } => (Some(place), "value"),
        JsonError::Twice(id) => return (id.clone(), "duplicate id", words),
    };
    // The place `entities[2] (e3).suggestion` is about e3. Without an id, the place is given instead.
    let id = place.and_then(|place| Some(place.split_once('(')?.1.split_once(')')?.0.to_owned()));
    let id = id.or_else(|| place.cloned()).unwrap_or_else(|| "-".to_owned());
    (id, what, words)
}
