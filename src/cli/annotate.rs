//! `tawsim annotate`: the workbench.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::app::{self, CorpusOpening, Ending, Services};
use crate::lang::{Lang, Rendered, say};
use crate::store::{self, GoldFolder, Opener, Problem, UserFolder};
use crate::view::Theme;
use crate::view::terminal::{self, Bidi};
use crate::workbench::{Action, Adjudication, ArticleOrder, CommandName, Keymap, Layout, Model, Settings, update};

use super::display_options::DisplayArgs;
use super::gold_lock::FolderAccess;
use super::label_hints::{hint, label_set_for, labels_file};
use super::messages::{print_message, print_translated};
use super::outcome::Outcome;
use super::suggesters::{SuggesterArgs, SuggesterSetting};

#[derive(Args)]
pub(super) struct AnnotateArgs {
    /// .txt, .jsonl (also .gz, .zst) or .json files, or folders of these
    #[arg(required_unless_present = "save_settings", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The folder of the gold files, one ARTICLE-ID.json for each article
    #[arg(long, value_name = "DIR", default_value = "gold")]
    pub(super) gold: PathBuf,
    /// The name of the annotator [default: the user's name]
    #[arg(long, value_name = "NAME")]
    pub(super) annotator: Option<String>,
    /// The label set with digits and colours [default: PER LOC ORG MISC DATE]
    #[arg(long, value_name = "FILE")]
    pub(super) labels: Option<PathBuf>,
    #[command(flatten)]
    pub(super) suggesters: SuggesterArgs,
    /// The order of the articles: given; random; uncertain, which begins with those about which the built-in suggester is
    /// least sure; or disagreement, which begins with those about which the suggesters disagree most. The last two look 200
    /// articles ahead
    #[arg(long, value_name = "ORDER", value_enum, default_value = "given")]
    pub(super) order: OrderName,
    /// The seed of --order random
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Do not learn from verdicts: the suggester stays the same for all articles
    #[arg(long)]
    pub(super) no_learning: bool,
    /// Your own keys: [keys], then lines like accept = ["a"] [default: tawsim/keymap.toml in the config folder]
    #[arg(long, value_name = "FILE")]
    pub(super) keymap: Option<PathBuf>,
    #[command(flatten)]
    pub(super) display: DisplayArgs,
    /// How differences between annotators are decided, for `adjudicate`.
    #[arg(skip)]
    pub(super) adjudication: Option<Adjudication>,
}

/// The name of an order on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OrderName {
    Given,
    Random,
    Uncertain,
    Disagreement,
}

impl OrderName {
    const fn order(self, seed: u64) -> ArticleOrder {
        match self {
            Self::Given => ArticleOrder::Given,
            Self::Random => ArticleOrder::Random { seed },
            Self::Uncertain => ArticleOrder::Uncertain,
            Self::Disagreement => ArticleOrder::Disagreement,
        }
    }
}

pub(super) fn run(args: AnnotateArgs) -> anyhow::Result<Outcome> {
    open_workbench(args, Purpose::Work)
}

impl AnnotateArgs {
    /// What to know about the order, if it has little to go by.
    fn order_notice(&self) -> Option<String> {
        let is_alone = self.order == OrderName::Disagreement && self.suggesters.count() < 2;
        is_alone.then(|| {
            "--order disagreement: there is one suggester only, so articles differ only by the suggestions that came with them; \
             add another --suggester"
                .to_owned()
        })
    }
}

/// The purpose of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Work,
    Tutorial,
}

/// Opens the tutorial on its article, which is in a file. `keymap` and `display` are as for other articles.
pub(super) fn run_tutorial(
    article: PathBuf,
    gold: PathBuf,
    keymap: Option<PathBuf>,
    display: DisplayArgs,
) -> anyhow::Result<Outcome> {
    let suggesters = SuggesterArgs::none();
    let args = AnnotateArgs {
        paths: vec![article],
        gold,
        annotator: None,
        labels: None,
        suggesters,
        order: OrderName::Given,
        seed: 1,
        no_learning: true,
        keymap,
        display,
        adjudication: None,
    };
    open_workbench(args, Purpose::Tutorial)
}

fn open_workbench(args: AnnotateArgs, purpose: Purpose) -> anyhow::Result<Outcome> {
    let display = args.display.resolve()?;
    if args.paths.is_empty() {
        // --save-settings without a path.
        return Ok(Outcome::Fine);
    }
    let order_notice = args.order_notice();
    let labels_file = labels_file(args.labels.as_deref(), &args.gold);
    let labels = label_set_for(args.labels.as_deref(), std::slice::from_ref(&args.gold))?;
    let Some(mut keymap) = read_keymap(args.keymap.as_deref())? else { return Ok(Outcome::BadInput) };
    keymap.keyboard_mut().expect(keyboard_layout(display.lang()));
    if args.gold.exists() && !args.gold.is_dir() {
        anyhow::bail!(
            "{}: is a file; --gold names the folder of the gold files",
            crate::store::printable(args.gold.as_os_str())
        );
    }
    let folder = GoldFolder::new(args.gold);
    let lang = display.lang();
    let usable = terminal::check_terminal();
    let opening = CorpusOpening::new(args.paths)?;
    if !opening.is_readable() {
        return Ok(report_bad_input(opening.problems()));
    }
    // Nothing is created where the workbench cannot open anyway.
    let annotator = args.annotator.or_else(user_name);
    let FolderAccess { lock, access, read_only, problem: lock_problem } = match &usable {
        Ok(()) => FolderAccess::lock(&folder, annotator.as_deref(), lang),
        Err(_) => FolderAccess::read(),
    };
    let opener = Arc::new(Opener::new(opening.library(), folder.clone(), access));
    let opened = match opening.open(&opener, lang) {
        Ok(opened) => opened,
        Err(problems) => return Ok(report_bad_input(&problems)),
    };
    usable?;
    let (mut suggesters, said) =
        args.suggesters.prepare(SuggesterSetting { copies: 1, labels: labels.clone(), gold: Some(folder.dir()) })?;
    suggesters.learns &= !args.no_learning;
    let settings = Settings {
        labels: labels.clone(),
        annotator,
        page: display.page,
        tags: false,
        mouse: false,
        read_only,
        keymap,
        lang,
        threshold: args.suggesters.threshold,
        order: args.order.order(args.seed),
        adjudication: args.adjudication,
        programs: suggesters.programs.len(),
    };
    let problems = opened.problems.iter().chain(&lock_problem).map(|problem| problem.message(lang));
    let problems = problems.chain(said).chain(order_notice).collect();
    let Some(mut model) = Model::with_documents(settings, opened.documents, problems, (0, 0)) else {
        return Ok(Outcome::BadInput);
    };
    if purpose == Purpose::Tutorial {
        model.begin_tutorial();
    }
    let list = model.key(CommandName::LABEL_LIST);
    if let Some(hint) = hint(&labels, &args.suggesters.map, args.suggesters.asks_builtin(), &list, lang) {
        update(&mut model, Action::HintGiven(hint));
    }
    let variable = |name: &str| std::env::var(name).ok();
    let theme = Theme::new(terminal::color_depth(variable), labels);
    let gold = crate::store::printable(folder.dir().as_os_str()).to_string();
    let begun = Instant::now();
    let background = display.background.or_else(|| terminal::background(variable));
    let (library_reports, user) = (opened.library_reports, UserFolder::find());
    let services = Services {
        suggesters,
        folder,
        lock,
        opener,
        library_reports,
        labels_file,
        theme,
        background,
        bidi: display.bidi,
        user,
    };
    let (model, ending) = app::run(model, services)?;
    let gold = model.moved().map_or(gold, str::to_owned);
    let worked = (model.decisions() > 0 && purpose == Purpose::Work)
        .then(|| summary(&model, begun.elapsed().as_secs_f64(), &gold));
    Ok(report_ending(ending, worked, lang, display.bidi))
}

/// Prints what is left to say after the screen is gone: notices, what could not be saved, what was done.
fn report_ending(ending: Ending, summary: Option<String>, lang: Lang, bidi: Bidi) -> Outcome {
    for notice in ending.notices {
        print_translated(lang, bidi, &say::notice_at_end(lang, Rendered(notice)));
    }
    if let Some(problem) = ending.unsaved {
        print_translated(lang, bidi, &say::unsaved(lang, Rendered(problem)));
        return Outcome::BadInput;
    }
    if let Some(summary) = summary {
        print_translated(lang, bidi, &summary);
    }
    ending.signal.map_or(Outcome::Fine, Outcome::Signal)
}

/// The keyboard layout of the user's language: that of the locale, or Arabic where the interface is Arabic.
fn keyboard_layout(lang: Lang) -> Option<Layout> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    locale.and_then(|name| Layout::of_locale(&name)).or_else(|| (lang == Lang::Ar).then_some(Layout::Arabic))
}

impl AnnotateArgs {
    /// The paths that are named.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }
}

/// The default keys with the changes of the user's file. `None` if the file has mistakes, which are printed.
fn read_keymap(path: Option<&Path>) -> anyhow::Result<Option<Keymap>> {
    let Some((path, toml)) = store::read_keymap(path)? else { return Ok(Some(Keymap::default())) };
    match Keymap::from_toml(&toml) {
        Ok(keymap) => Ok(Some(keymap)),
        Err(errors) => {
            for error in errors {
                let problem = Problem::new(&path, error.line, error.what);
                print_message(&format!("tawsim: {problem}"));
            }
            Ok(None)
        }
    }
}

fn report_bad_input(problems: &[Problem]) -> Outcome {
    for problem in problems {
        print_message(&format!("tawsim: {problem}"));
    }
    Outcome::BadInput
}

/// The summary of the session: `12 decisions in 3 articles, 4.2 s each; the gold is in gold`.
fn summary(model: &Model, seconds: f64, gold: &str) -> String {
    let touched = model.documents.iter().filter(|document| document.revision() > 0).count();
    say::session(model.lang(), model.decisions(), touched, seconds, gold)
}

/// The name of the user: that of the shell, else that of the system (cron and containers set no `USER`).
pub(super) fn user_name() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    set("USER").or_else(|| set("LOGNAME")).or_else(|| whoami::username().ok())
}
