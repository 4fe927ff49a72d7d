//! `tawsim report`: gold as HTML for people.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;

use crate::formats::{Annotated, Selection};
use crate::lang::Lang;
use crate::report::{MAX_PAGE, Report, ReportOptions};
use crate::store::{self, Inputs, OutputKind, Outputs};

use super::force::{ForceArgs, refusal};
use super::inputs::{NO_GOLD, each_gold};
use super::messages::{print_message, print_note, read_label_set};
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ReportArgs {
    /// Gold: .json or .jsonl files, folders of these, or - for gold lines on standard input
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
    let mut outputs = Outputs::new(Inputs::gold(&args.paths).and(args.labels.clone()), args.force.force);
    let mut first = outputs.create(&args.out, &kind)?;
    let options = ReportOptions { lang: args.lang, title: args.title.clone(), labels, stem, max_page: MAX_PAGE };
    let (mut report, mut bad) = (Report::new(options), 0_usize);
    let selection = Selection { done: args.done, ..args.selection.selection() };
    let mut failed = None;
    progress::begin(&args.paths, Amount::Files, Results::AtTheEnd);
    let read = each_gold(&args.paths, &mut |_, gold| {
        match gold.map(|annotated| selection.apply(annotated)) {
            Ok(Some(Annotated { article, annotation })) => {
                if let Some((number, page)) = report.add(&article, &annotation) {
                    let path = args.out.with_file_name(report.file_name(number));
                    failed = outputs.write(&path, &kind, page.as_bytes()).err();
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
    let pages = if last == 1 { "1 page".to_owned() } else { format!("{last} pages") };
    let out = store::printable(args.out.as_os_str());
    print_note(&format!("{out}: {articles} articles, {pages}"));
    Ok(if bad > 0 { Outcome::BadInput } else { Outcome::Fine })
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
