//! `tawsim show`: the page exactly as the workbench draws it, as plain lines.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use ratatui::buffer::Buffer;

use crate::app::{Ensemble, Signals};
use crate::gold::{Article, Suggestion};
use crate::page::PageOptions;
use crate::store::{self, GoldFolder, Problem, RawArticle, Supply};
use crate::suggest::{Suggester, merge};
use crate::view::terminal::{
    Bidi, BidiSwitches, PrintColors, TerminalInfo, add_lrm_after_letters, background, color_depth, print_row,
    terminal_columns,
};
use crate::view::{self, Theme};
use crate::workbench::Document;

use super::display_options::DisplayArgs;
use super::messages::{print_message, read_label_set};
use super::outcome::Outcome;
use super::suggesters::SuggesterArgs;

#[derive(Args)]
pub(super) struct ShowArgs {
    /// .txt, .jsonl (also .gz, .zst) or .json files, folders of these, or - for lines on standard input
    #[arg(required_unless_present = "save_settings", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Columns of the page [default: the terminal's, at most 96; 80 in a pipe]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=4096))]
    width: Option<u16>,
    /// Colours: always, never, or when standard output is a terminal
    #[arg(long, value_enum, default_value = "auto")]
    color: ColorArg,
    /// Mark what the gold files of this folder hold
    #[arg(long, value_name = "DIR", conflicts_with = "suggest")]
    gold: Option<PathBuf>,
    /// Mark what the machine proposes
    #[arg(long)]
    suggest: bool,
    #[command(flatten)]
    suggesters: SuggesterArgs,
    /// The labels and their colours
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    #[command(flatten)]
    display: DisplayArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

/// Lines drawn at a time, so that a long article needs no long buffer.
const BATCH: u16 = 200;

/// How lines are printed.
#[derive(Clone, Copy)]
struct Manner {
    options: PageOptions,
    width: u16,
    colors: PrintColors,
    /// A row of tags under each line.
    tags: bool,
    /// U+200E behind each letter.
    marks: bool,
}

pub(super) fn run(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let display = args.display.resolve()?;
    if args.paths.is_empty() {
        return Ok(Outcome::Fine);
    }
    let labels = read_label_set(args.labels.as_deref())?;
    let terminal = io::stdout().is_terminal();
    let variable = |name: &str| std::env::var(name).ok();
    let colored = match args.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => terminal,
    };
    let background = display.background.or_else(|| background(variable)).unwrap_or_default();
    let theme = Theme::new(color_depth(variable), labels).on(background);
    let width = args.width.unwrap_or_else(|| if terminal { columns() } else { 80 });
    if let Some(gold) = args.gold.as_ref().filter(|gold| !gold.is_dir()) {
        anyhow::bail!(
            "{}: is no folder; --gold names the folder that holds the gold files",
            crate::store::printable(gold.as_os_str())
        );
    }
    let folder = args.gold.clone().map(GoldFolder::new);
    let suggester = if args.suggest { Some(args.suggesters.ensemble()?) } else { None };
    let mut bad = false;
    let signals = if terminal { Signals::watch()? } else { Signals::default() };
    let mut out = BufWriter::new(signals.stop_writing(io::stdout().lock()));
    // A terminal that reorders by itself must not do so with lines that are in visual order already.
    // It is not asked about itself: whoever reads its input beside us would get the answers.
    let switches = terminal.then(|| BidiSwitches::new(display.bidi, &TerminalInfo::default(), variable).for_lines());
    let marked = folder.is_some() || suggester.is_some();
    let manner = Manner {
        options: display.page,
        width,
        colors: if colored { PrintColors::Colored } else { PrintColors::Plain },
        // Where colours say nothing, a row of tags under each line does.
        tags: marked && !colored,
        // A file or a pipe gets the bare lines.
        marks: terminal && display.bidi == Bidi::AppWithLrm,
    };
    if let Some(switches) = switches {
        out.write_all(switches.turn_off().as_bytes())?;
    }
    let mut each = |found: Result<Article, Problem>, several: bool| -> io::Result<()> {
        let gold = |article: &Article| folder.as_ref().map_or(Ok(None), |folder| folder.load(article));
        let (article, gold) = match found.map(|article| (gold(&article), article)) {
            Ok((Ok(gold), article)) => (article, gold),
            Ok((Err(problem), article)) => {
                bad = true;
                print_message(&format!("tawsim: {problem}"));
                (article, None)
            }
            Err(problem) => {
                bad = true;
                print_message(&format!("tawsim: {problem}"));
                return Ok(());
            }
        };
        if several {
            writeln!(out, "== {}", plain(&article.id))?;
        }
        let document = document(Arc::new(article), gold, suggester.as_ref(), marked);
        print(&mut out, document, &theme, manner)?;
        // Whoever looks need not wait for what comes next.
        if terminal { out.flush() } else { Ok(()) }
    };
    let printed = articles(&args.paths, &mut each);
    // Whatever came in between, the terminal reorders again.
    if let Some(signal) = signals.received() {
        let bare = &mut out.get_mut().out;
        let reset = if colored { "\x1b[0m" } else { "" };
        let on = switches.map(BidiSwitches::turn_on).unwrap_or_default();
        bare.write_all(format!("{reset}{on}").as_bytes())?;
        bare.flush()?;
        return Ok(Outcome::Signal(signal));
    }
    if let Some(switches) = switches {
        out.write_all(switches.turn_on().as_bytes())?;
    }
    out.flush()?;
    printed?;
    Ok(if bad { Outcome::BadInput } else { Outcome::Fine })
}

/// Hands over the articles one by one, as they are read, and whether there are several; each problem in its place. Of two
/// with one id the first is kept.
fn articles(
    paths: &[PathBuf],
    each: &mut dyn FnMut(Result<Article, Problem>, bool) -> io::Result<()>,
) -> io::Result<()> {
    // Whether there is a second one is known when it comes.
    let (mut held, mut several) = (None, false);
    let mut known = Known::default();
    let mut take = |raw: RawArticle, _: Supply| -> io::Result<()> {
        match (raw.article().and_then(|article| known.once(&raw, article)), held.take()) {
            (Err(problem), first) => {
                held = first;
                each(Err(problem), several)
            }
            (Ok(article), None) if !several => {
                held = Some(article);
                Ok(())
            }
            (Ok(article), first) => {
                several = true;
                first.map_or(Ok(()), |first| each(Ok(first), true))?;
                each(Ok(article), true)
            }
        }
    };
    paths.iter().try_for_each(|path| {
        if path.as_path() == Path::new("-") {
            store::each_raw_line(path, store::unpack_stream(io::stdin()), &mut take)
        } else {
            store::each_raw_article(slice::from_ref(path), &mut take)
        }
    })?;
    held.map_or(Ok(()), |only| each(Ok(only), false))
}

/// Which ids there were, by their hashes, and where each stood.
#[derive(Default)]
struct Known {
    places: HashMap<u64, (u32, u32)>,
    files: Vec<Arc<Path>>,
    state: RandomState,
}

impl Known {
    /// The article, unless its id was there before.
    fn once(&mut self, raw: &RawArticle, article: Article) -> Result<Article, Problem> {
        let (path, line) = raw.location();
        if self.files.last() != Some(&path) {
            self.files.push(Arc::clone(&path));
        }
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let place = (number(self.files.len() - 1), line.map_or(0, number));
        let (file, first) = *self.places.entry(self.state.hash_one(&article.id)).or_insert(place);
        if (file, first) == place {
            return Ok(article);
        }
        let file = self.files.get(file as usize).map(|file| store::printable(file.as_os_str())).unwrap_or_default();
        let there = if first == 0 { file } else { format!("{file}:{first}") };
        let what = format!(
            "the id {:?} is given twice; the article of {there} is kept, this one left out: change an id",
            article.id
        );
        Err(Problem::new(&path, line, what))
    }
}

fn columns() -> u16 {
    terminal_columns().map_or(80, |columns| columns.clamp(2, 96))
}

/// An id as one line without control characters, in visual order.
fn plain(words: &str) -> String {
    view::one_line(words, crate::page::BaseDirection::Ltr).cells.iter().map(|cell| cell.symbol.as_str()).collect()
}

fn document(
    article: Arc<Article>,
    gold: Option<crate::gold::Annotation>,
    suggester: Option<&Ensemble>,
    marked: bool,
) -> Document {
    let mut annotation = gold.unwrap_or_default();
    if let Some(suggester) = suggester {
        let own: Vec<Suggestion> = suggester.suggest(&article);
        for trouble in suggester.troubles() {
            print_message(&format!("tawsim: {trouble}"));
        }
        annotation.pending = merge(vec![article.suggestions.clone(), own]).into();
    }
    let mut document = Document::new(article, Some(annotation));
    if !marked {
        document.annotation = crate::gold::Annotation::default();
    }
    document.focus = None;
    document
}

fn print(out: &mut impl Write, mut document: Document, theme: &Theme, manner: Manner) -> io::Result<()> {
    document.page(manner.options, manner.width);
    let rows = if manner.tags { 2 } else { 1 };
    let mut next = Some(0);
    while let Some(top) = next {
        let batch = || document.laid_out().into_iter().flat_map(|page| page.lines_from(top));
        let height = u16::try_from(batch().take(usize::from(BATCH)).count()).unwrap_or(BATCH);
        next = batch().nth(usize::from(BATCH));
        let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, manner.width, height * rows));
        document.top = top;
        view::article(&document, theme, height * rows, manner.tags, &mut buffer);
        if manner.marks {
            add_lrm_after_letters(&mut buffer);
        }
        for row in buffer.content().chunks(usize::from(manner.width)) {
            print_row(out, row, manner.colors)?;
        }
    }
    Ok(())
}
