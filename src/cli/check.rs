//! `tawsim check`: each finding one line, `file: id: what: why`, or one JSON object.

use std::collections::HashMap;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use crate::gold::json::{Examined, JsonError};
use crate::gold::{Annotation, Consistency, LabelSet, lint, trim_edges};
use crate::store::{self, ExaminedObject, Fixer};
use crate::text::OffsetError;

use super::out::{labels, talk};
use super::outcome::Outcome;
use super::report_format::ReportFormat;

#[derive(Args)]
pub(super) struct CheckArgs {
    /// Gold files, folders of these, or - for standard input
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
    /// The labels that may occur [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// How findings are written: lines `file: id: what: why`, or JSON, one object a line
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// Put right what is certain: stray edges, offsets in another unit, ids given twice, a missing or older schema
    #[arg(long)]
    fix: bool,
    /// Leave out findings of this kind (may be repeated)
    #[arg(long, value_name = "WHAT")]
    ignore: Vec<String>,
}

/// What a finding can be, for `--ignore`, with what it means.
const KINDS: [(&str, &str); 25] = [
    ("no gold", "not JSON, not UTF-8, or without an id or a text"),
    ("schema", "of a later version, or of another program"),
    ("old schema", "of an older version"),
    ("no schema", "no schema is said"),
    ("offset unit", "the offsets count something else"),
    ("hash", "the text is not the one that was annotated"),
    ("offsets", "a span lies past the text's end, or is empty"),
    ("inside a letter", "an edge falls between a letter and its marks"),
    ("words", "the text at the offsets is not what stands beside them"),
    ("value", "a value that is not allowed"),
    ("duplicate id", "two marks have one id"),
    ("same article", "two files hold the gold of one article"),
    ("file name", "a file in a gold folder is not named after its article, and never found"),
    ("conflict", "two versions were kept, and wait to be merged"),
    ("stray edge", "white space or punctuation at an edge"),
    ("line end", "an entity goes over a line end"),
    ("crossing", "two marks of a layer cross"),
    ("doubled", "two marks say the same"),
    ("unknown label", "a label outside the set"),
    ("unbalanced marks", "one half of a pair of quotation marks lies outside"),
    ("no speaker", "a quote without a speaker"),
    ("dangling link", "a speaker is linked to an entity that does not exist"),
    ("two labels", "the same words have another label as often or more often"),
    ("proclitic inside", "the words stand without it more often"),
    ("article outside", "ال is left out, and is inside more often"),
];

/// The end of the help: every kind of finding.
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
        anyhow::bail!("--ignore {unknown:?}: there is no such finding; there are: {}", names.join(", "));
    }
    let labels = labels(args.labels.as_deref())?;
    let mut hindered = false;
    if args.fix {
        if args.paths.iter().any(|path| path.as_path() == Path::new("-")) {
            anyhow::bail!("--fix cannot change standard input; name files");
        }
        hindered = fix(&args.paths, &labels);
    }
    let mut check = Check {
        args,
        labels,
        out: BufWriter::new(io::stdout().lock()),
        findings: 0,
        read: 0,
        unreadable: usize::from(hindered),
        corpus: Consistency::default(),
        places: Vec::new(),
        articles: HashMap::new(),
    };
    store::each_examined(&args.paths, &mut store::unpack_stream(io::stdin()), &mut |path, line, look| {
        check.look(path, line, look)
    })?;
    for (at, finding) in std::mem::take(&mut check.corpus).findings() {
        let Some((path, line)) = check.places.get(at).cloned() else { continue };
        check.finding(&path, line, &finding.id, finding.other, finding.what, &finding.why, false)?;
    }
    check.out.flush()?;
    // Silence over the wrong folder would look like a clean bill.
    if check.read == 0 && check.findings == 0 && check.unreadable == 0 {
        check.unreadable = 1;
        talk("tawsim: no gold file among these; name gold files or their folder");
    }
    Ok(match (check.unreadable, check.findings) {
        (1.., _) => Outcome::BadInput,
        (0, 1..) => Outcome::Findings,
        (0, 0) => Outcome::Fine,
    })
}

/// Puts right what is certain and says so; true when something hindered it.
fn fix(paths: &[PathBuf], labels: &LabelSet) -> bool {
    let mut hindered = false;
    let mut change = |path: &Path, line: Option<usize>, found: &Examined| {
        let (annotation, done) = mended(found, labels)?;
        for (id, what) in done {
            talk(&format!(
                "{}: {}: fixed: {}",
                place(path, line),
                store::escape_controls(&id),
                store::escape_controls(&what)
            ));
        }
        Some(annotation)
    };
    Fixer::default().fix(paths, &mut change, &mut |problem| {
        hindered = true;
        talk(&format!("tawsim: {problem}"));
    });
    hindered
}

/// The annotation with all put right that is certain, and what that was; `None` where there is nothing, or where a part
/// of the file that cannot be read would get lost.
fn mended(found: &Examined, labels: &LabelSet) -> Option<(Annotation, Vec<(String, String)>)> {
    if found.problems.iter().any(|fault| fault.repaired.is_none()) {
        return None;
    }
    let mut done: Vec<(String, String)> = Vec::new();
    if let Some(older) = &found.older {
        done.push(("-".to_owned(), format!("{older} is now {}; the old file is kept", crate::gold::json::SCHEMA)));
    } else if found.lacks.contains(&"schema") {
        done.push(("-".to_owned(), format!("the schema is said: {}", crate::gold::json::SCHEMA)));
    }
    for fault in &found.problems {
        let (id, _, why) = told(&fault.error);
        done.push((id, format!("{why} ({})", fault.repaired.unwrap_or_default())));
    }
    let (annotation, edges) = trim_edges(&found.article.text, &found.annotation, labels);
    done.extend(edges.into_iter().map(|finding| (finding.id, format!("{}: {}", finding.what, finding.why))));
    (!done.is_empty()).then_some((annotation, done))
}

fn place(path: &Path, line: Option<usize>) -> String {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}", store::printable(path.as_os_str()))
}

struct Check<'a> {
    args: &'a CheckArgs,
    labels: LabelSet,
    out: BufWriter<StdoutLock<'static>>,
    findings: usize,
    read: usize,
    unreadable: usize,
    corpus: Consistency<usize>,
    /// Where each article stands, in the order in which they were read.
    places: Vec<(Arc<Path>, Option<usize>)>,
    /// Which of the places an article has.
    articles: HashMap<String, usize>,
}

/// A line of `--format json`.
#[derive(Serialize)]
struct Line<'a> {
    file: String,
    line: Option<usize>,
    id: &'a str,
    other: Option<&'a str>,
    what: &'a str,
    why: &'a str,
    fixable: bool,
}

impl Check<'_> {
    fn look(&mut self, path: &Path, line: Option<usize>, look: ExaminedObject) -> io::Result<()> {
        match look {
            ExaminedObject::Unreadable(problem) => {
                self.unreadable += 1;
                talk(&format!("tawsim: {problem}"));
                Ok(())
            }
            ExaminedObject::Fault(problem, error) => {
                self.read += 1;
                let (what, why) = match &error {
                    Some(error) => (told(error).1, told(error).2),
                    None => ("no gold", problem.what.clone()),
                };
                self.finding(path, problem.line, "-", None, what, &why, false)
            }
            ExaminedObject::Gold(found) => self.gold(path, line, &found),
        }
    }

    fn gold(&mut self, path: &Path, line: Option<usize>, found: &Examined) -> io::Result<()> {
        self.read += 1;
        let fixes = mended(found, &self.labels).map(|(_, done)| done).unwrap_or_default();
        let sound = found.problems.iter().all(|fault| fault.repaired.is_some());
        if let Some(older) = &found.older {
            let why = format!("{older} is read, and written as {} from now on", crate::gold::json::SCHEMA);
            self.finding(path, line, "-", None, "old schema", &why, sound)?;
        } else if found.lacks.contains(&"schema") {
            let why = format!("\"schema\": {:?} is missing", crate::gold::json::SCHEMA);
            self.finding(path, line, "-", None, "no schema", &why, sound)?;
        }
        for fault in &found.problems {
            let (id, what, why) = told(&fault.error);
            let why = fault.repaired.map_or_else(|| why.clone(), |mended| format!("{why} ({mended})"));
            self.finding(path, line, &id, None, what, &why, sound && fault.repaired.is_some())?;
        }
        for finding in lint(&found.article.text, &found.annotation, &self.labels) {
            let begins = format!("{}:", finding.what);
            let fixable = fixes.iter().any(|(id, done)| *id == finding.id && done.starts_with(&begins));
            self.finding(path, line, &finding.id, finding.other, finding.what, &finding.why, fixable)?;
        }
        // What is there twice counts once.
        if self.file(path, line, &found.article.id)? {
            self.corpus.add(&self.places.len(), &found.article.text, &found.annotation);
        }
        // The lines of one file share its path.
        let path = match self.places.last() {
            Some((last, _)) if last.as_ref() == path => Arc::clone(last),
            _ => path.into(),
        };
        self.places.push((path, line));
        Ok(())
    }

    /// Tells what is wrong with where it stands. Is it the first of its article?
    fn file(&mut self, path: &Path, line: Option<usize>, id: &str) -> io::Result<bool> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if line.is_none() && name.rsplit('.').nth(1).is_some_and(|part| part.starts_with("conflict-")) {
            let why = "is one version of an article, the other is beside it: merge what is right, and remove this one";
            return self.finding(path, line, "-", None, "conflict", why, false).map(|()| false);
        }
        if let Some(first) = self.articles.get(id).and_then(|first| self.places.get(*first)) {
            let why = format!("{id:?} stands in {} too", place(&first.0, first.1));
            return self.finding(path, line, "-", None, "same article", &why, false).map(|()| false);
        }
        self.articles.insert(id.to_owned(), self.places.len());
        let expected = store::GoldFolder::new(PathBuf::new()).file_of(id);
        let folder = path.parent().unwrap_or(Path::new(""));
        if line.is_none() && folder.join(".journal").is_dir() && expected.file_name() != path.file_name() {
            let why = format!("the gold of {id:?} is looked for in {}", store::printable(expected.as_os_str()));
            self.finding(path, line, "-", None, "file name", &why, false)?;
        }
        Ok(true)
    }

    #[expect(clippy::too_many_arguments, reason = "they are the parts of one line of output, each named at the call")]
    fn finding(
        &mut self,
        path: &Path,
        line: Option<usize>,
        id: &str,
        other: Option<String>,
        what: &str,
        why: &str,
        fixable: bool,
    ) -> io::Result<()> {
        if self.args.ignore.iter().any(|ignored| ignored == what) {
            return Ok(());
        }
        self.findings += 1;
        match self.args.format {
            ReportFormat::Text => {
                let (id, why) = (store::escape_controls(id), store::escape_controls(why));
                writeln!(self.out, "{}: {id}: {what}: {why}", place(path, line))
            }
            ReportFormat::Json => {
                let (file, other) = (store::printable(path.as_os_str()), other.as_deref());
                serde_json::to_writer(&mut self.out, &Line { file, line, id, other, what, why, fixable })?;
                writeln!(self.out)
            }
        }
    }
}

/// Whose fault it is, what it is, and why.
fn told(error: &JsonError) -> (String, &'static str, String) {
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
    // `entities[2] (e3).suggestion: …` is about e3; what has no id is told by its place.
    let id = place.and_then(|place| Some(place.split_once('(')?.1.split_once(')')?.0.to_owned()));
    let id = id.or_else(|| place.cloned()).unwrap_or_else(|| "-".to_owned());
    (id, what, words)
}
