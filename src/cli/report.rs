//! `tawsim report`: gold as HTML for people.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::Value;

use crate::formats::{Annotated, Selection};
use crate::gold::{Annotation, Article};
use crate::lang::Lang;
use crate::report::{CurvePoint, MAX_PAGE, Report, ReportOptions};
use crate::store::{self, InputKind, Inputs, OutputKind, Outputs, Problem};

use super::force::{ForceArgs, refusal};
use super::inputs::{NO_GOLD, each_gold};
use super::joined_input::{Annotators, JoinOptions, read_joined};
use super::messages::{print_message, print_note, read_label_set};
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ReportArgs {
    /// Gold: .json or .jsonl files, folders of these, or - for gold lines on standard input. With --compare, the gold of one
    /// annotator each, as are several folders
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
    /// The HTML file. Articles that do not fit into 10 MB go into REPORT-2.html and so on, beside it
    #[arg(short, long, value_name = "REPORT.html")]
    out: PathBuf,
    /// The language of the headings
    #[arg(long, value_enum, default_value = "ar")]
    lang: Lang,
    /// The title of the report
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// Take colours, guidelines and examples from this file instead of the built-in labels
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Compare annotators: each GOLD is the gold of one of them. Articles show their versions side by side with the differences
    #[arg(long)]
    compare: bool,
    /// Draw the learning curve of this file, which `tawsim train --curve --format json` writes
    #[arg(long, value_name = "FILE")]
    curve: Option<PathBuf>,
    /// Only articles that are done
    #[arg(long)]
    done: bool,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn run(args: &ReportArgs) -> anyhow::Result<Outcome> {
    let stem = stem_of(&args.out)?;
    let labels = read_label_set(args.labels.as_deref())?;
    let kind = OutputKind { refusal: &refusal("a report"), is_one: &is_report };
    let curve = args.curve.as_deref().map(read_curve).transpose()?.unwrap_or_default();
    let others = args.labels.iter().chain(&args.curve).cloned();
    let mut outputs = Outputs::new(Inputs::gold(&args.paths).and(others), args.force.force);
    let mut first = outputs.create(&args.out, &kind)?;
    // Folders are of one annotator each; single files may be parts of one corpus.
    let is_comparison = args.compare || args.paths.len() > 1 && args.paths.iter().all(|path| path.is_dir());
    let annotators = if is_comparison { Annotators::of_paths(&args.paths).names().to_vec() } else { Vec::new() };
    if is_comparison && annotators.len() < 2 {
        bail!("--compare needs the gold of two annotators or more; name a folder or a file for each");
    }
    let options = ReportOptions {
        lang: args.lang,
        title: args.title.clone(),
        labels,
        stem,
        max_page: MAX_PAGE,
        annotators,
        curve,
    };
    let mut report = Report::new(options);
    let mut write = |report: &Report, number: usize, page: &str| {
        outputs.write(&args.out.with_file_name(report.file_name(number)), &kind, page.as_bytes())
    };
    progress::begin(&args.paths, Amount::Files, Results::AtTheEnd);
    let bad = if is_comparison {
        add_compared(args, &mut report, &mut write)?
    } else {
        add_single(args, &mut report, &mut write)?
    };
    if report.articles() == 0 && bad == 0 {
        bail!(NO_GOLD);
    }
    first.refuse_incomplete(bad)?;
    let (articles, names) = (report.articles(), report.file_name(2));
    let mut last = 1;
    for (number, page) in report.finish() {
        if number == 1 {
            first.write_all(page.as_bytes())?;
        } else {
            last = number;
            let name = names.replace("-2.html", &format!("-{number}.html"));
            outputs.write(&args.out.with_file_name(name), &kind, page.as_bytes())?;
        }
    }
    first.finish()?;
    outputs.sync()?;
    progress::end();
    args.selection.warn_unmatched();
    let pages = if last == 1 { "1 page".to_owned() } else { format!("{last} pages") };
    let out = store::printable(args.out.as_os_str());
    print_note(&format!("{out}: {articles} articles, {pages}"));
    Ok(if bad > 0 { Outcome::BadInput } else { Outcome::Fine })
}

/// Writes a page that is complete.
type WritePage<'a> = &'a mut dyn FnMut(&Report, usize, &str) -> Result<(), Problem>;

/// Adds each article. Gives the number of those that could not be read.
fn add_single(args: &ReportArgs, report: &mut Report, write: WritePage<'_>) -> anyhow::Result<usize> {
    let selection = Selection { done: args.done, ..args.selection.selection() };
    let (mut bad, mut failed) = (0, None);
    let read = each_gold(&args.paths, &mut |_, gold| {
        match gold.map(|annotated| selection.apply(annotated)) {
            Ok(Some(Annotated { article, annotation })) => {
                if let Some((number, page)) = report.add(&article, &annotation) {
                    failed = write(report, number, &page).err();
                }
            }
            Ok(None) => {}
            Err(problem) => {
                bad += 1;
                print_message(&format!("tawsim: {problem}"));
            }
        }
        // Reading ends here; the problem is reported below.
        if failed.is_some() { Err(io::ErrorKind::Other.into()) } else { Ok(()) }
    });
    if let Some(problem) = failed {
        return Err(problem.into());
    }
    read?;
    Ok(bad)
}

/// Adds each article with the versions of its annotators. Gives the number of articles that could not be read or compared.
fn add_compared(args: &ReportArgs, report: &mut Report, write: WritePage<'_>) -> anyhow::Result<usize> {
    let join = JoinOptions {
        golds: &args.paths,
        any_status: !args.done,
        selection: args.selection.selection(),
        keep: |annotated: Annotated| annotated.annotation,
        see: None,
    };
    let mut failed = None;
    let (_, coverage) = read_joined(&join, &mut |_, joined| {
        let versions: Vec<(usize, &Annotation)> =
            joined.readings.iter().map(|(number, annotation)| (*number, annotation)).collect();
        let article = Article { suggestions: Vec::new(), ..joined.article.clone() };
        if let Some((number, page)) = report.add_several(&article, &versions)
            && failed.is_none()
        {
            failed = write(report, number, &page).err();
        }
    })?;
    match failed {
        Some(problem) => Err(problem.into()),
        None => Ok(coverage.bad),
    }
}

/// The learning curve in a file: `{"curve": [{"share": 0.25, "articles": 50, "f1": 0.71}, …]}`. Other keys do not matter.
fn read_curve(path: &Path) -> anyhow::Result<Vec<CurvePoint>> {
    let wrong = |what: String| {
        let what = format!("{what}; write it with tawsim train --curve --format json");
        Problem::new(path, None, what)
    };
    let text = store::read_text_input(path, InputKind::Settings).map_err(|error| Problem::cannot_read(path, &error))?;
    let json: Value = serde_json::from_str(&text).map_err(|error| wrong(format!("is no JSON: {error}")))?;
    let points = json.get("curve").and_then(Value::as_array).ok_or_else(|| wrong("has no \"curve\"".to_owned()))?;
    let point = |(number, point): (usize, &Value)| {
        // The mean of the parts, so it may be a fraction.
        let articles = point.get("articles").and_then(Value::as_f64).filter(|articles| *articles >= 0.0);
        let f1 = point.get("f1").and_then(Value::as_f64).filter(|f1| (0.0..=1.0).contains(f1));
        match (articles, f1) {
            (Some(articles), Some(f1)) => Ok(CurvePoint { articles: articles.round() as usize, f1 }),
            _ => Err(wrong(format!("point {} lacks \"articles\", or \"f1\" from 0 to 1", number + 1))),
        }
    };
    Ok(points.iter().enumerate().map(point).collect::<Result<_, _>>()?)
}

/// The name of the report without `.html`; other pages have names after it.
fn stem_of(out: &Path) -> anyhow::Result<String> {
    let name = out.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = name.strip_suffix(".html").filter(|stem| !stem.is_empty());
    stem.map(str::to_owned).with_context(|| {
        format!("{}: the name of a report must end with .html; name it so", store::printable(out.as_os_str()))
    })
}

/// What every report has near its beginning.
const SIGN: &[u8] = b"<meta name=\"generator\" content=\"tawsim report\">";

fn is_report(path: &Path) -> io::Result<bool> {
    let mut beginning = Vec::new();
    store::open_regular(path)?.take(1000).read_to_end(&mut beginning)?;
    Ok(beginning.windows(SIGN.len()).any(|words| words == SIGN))
}
