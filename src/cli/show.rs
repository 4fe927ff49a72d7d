//! `tawsim show`: the page as the workbench draws it, in plain lines.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{Ensemble, Signals};
use crate::gold::{Annotation, Article, GoldItem, Relation, attribute_words};
use crate::page::{BaseDirection, PageOptions};
use crate::store::{self, GoldFolder, Problem};
use crate::suggest::{Suggester, merge};
use crate::view::terminal::{
    Bidi, BidiSwitches, PrintColors, TerminalInfo, add_lrm_after_letters, background, color_depth, print_row,
    terminal_columns,
};
use crate::view::{self, TagRows, Theme};
use crate::workbench::Document;

use super::display_options::{DisplayArgs, DisplayOptions};
use super::inputs::print_notice;
use super::label_hints::label_set_for;
use super::messages::print_message;
use super::outcome::Outcome;
use super::show_input::{ArticleCount, each_distinct_article};
use super::suggesters::{SuggesterArgs, SuggesterSetting};

#[derive(Args)]
pub(super) struct ShowArgs {
    /// .txt, .jsonl (also .gz, .zst) or .json files, folders of these, or - for lines on standard input
    #[arg(required_unless_present = "save_settings", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Columns of the page [default: those of the terminal, at most 96; 80 in a pipe]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=4096))]
    width: Option<u16>,
    /// Print colours: always, never, or when standard output is a terminal
    #[arg(long, value_enum, default_value = "auto")]
    color: ColorArg,
    /// Show the spans in the gold files of this folder
    #[arg(long, value_name = "DIR", conflicts_with = "suggest")]
    gold: Option<PathBuf>,
    /// Show the suggestions
    #[arg(long)]
    suggest: bool,
    #[command(flatten)]
    suggesters: SuggesterArgs,
    /// The label set with its colours
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

/// The number of lines that are drawn at a time. A long article needs no long buffer.
const LINES_AT_A_TIME: u16 = 200;

/// Draws and prints articles.
struct Printer {
    theme: Theme,
    page: PageOptions,
    width: u16,
    colors: PrintColors,
    /// The spans that are shown.
    spans: ShownSpans,
    /// Without colours, a row of tags under each line shows the spans.
    tag_rows: TagRows,
    /// True if U+200E follows each letter. A file or a pipe gets the lines without it.
    has_lrm: bool,
    flush: Flush,
}

enum ShownSpans {
    None,
    Gold(GoldFolder),
    Suggestions(Box<Ensemble>),
}

/// When printed lines leave the buffer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flush {
    /// After each article, so that a person sees it at once.
    EachArticle,
    AtTheEnd,
}

pub(super) fn run(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let display = args.display.resolve()?;
    if args.paths.is_empty() {
        return Ok(Outcome::Fine);
    }
    let printer = Printer::new(args, display)?;
    let is_terminal = io::stdout().is_terminal();
    let signals = if is_terminal { Signals::watch()? } else { Signals::default() };
    let mut out = BufWriter::new(signals.stop_writing(io::stdout().lock()));
    // A terminal that reorders must not reorder lines that are in visual order already. It is not asked about itself:
    // another program that reads from it would get the replies.
    let variable = |name: &str| std::env::var(name).ok();
    let switches = is_terminal.then(|| BidiSwitches::new(display.bidi, &TerminalInfo::default(), variable).for_lines());
    if let Some(switches) = switches {
        out.write_all(switches.turn_off().as_bytes())?;
    }
    let mut bad = false;
    let mut report = |problem: Problem| {
        bad = true;
        print_message(&format!("tawsim: {problem}"));
    };
    let printed = each_distinct_article(&args.paths, &mut |article, count| {
        let article = match article {
            Ok(article) => article,
            Err(problem) => {
                report(problem);
                return Ok(());
            }
        };
        let (document, problem) = printer.document(article);
        problem.into_iter().for_each(&mut report);
        printer.print(&mut out, document, count)
    });
    // Whatever happened, the terminal reorders again at the end.
    if let Some(signal) = signals.received() {
        let bare = &mut out.get_mut().out;
        let reset = if printer.colors == PrintColors::Colored { "\x1b[0m" } else { "" };
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

impl Printer {
    fn new(args: &ShowArgs, display: DisplayOptions) -> anyhow::Result<Self> {
        let labels = label_set_for(args.labels.as_deref(), &args.paths)?;
        let is_terminal = io::stdout().is_terminal();
        let variable = |name: &str| std::env::var(name).ok();
        let colors = match args.color {
            ColorArg::Always => PrintColors::Colored,
            ColorArg::Never => PrintColors::Plain,
            ColorArg::Auto if is_terminal => PrintColors::Colored,
            ColorArg::Auto => PrintColors::Plain,
        };
        let background = display.background.or_else(|| background(variable)).unwrap_or_default();
        let columns = || terminal_columns().map_or(80, |columns| columns.clamp(2, 96));
        if let Some(gold) = args.gold.as_ref().filter(|gold| !gold.is_dir()) {
            let path = store::printable(gold.as_os_str());
            anyhow::bail!("{path}: is not a folder; --gold names the folder with the gold files");
        }
        let setting = || SuggesterSetting { copies: 1, labels: labels.clone(), gold: None };
        let spans = match &args.gold {
            Some(folder) => {
                let folder = GoldFolder::new(folder.clone());
                folder.work_notice().into_iter().for_each(print_notice);
                ShownSpans::Gold(folder)
            }
            None if args.suggest => ShownSpans::Suggestions(Box::new(args.suggesters.ensemble(setting())?)),
            None => ShownSpans::None,
        };
        Ok(Self {
            theme: Theme::new(color_depth(variable), labels).on(background),
            page: display.page,
            width: args.width.unwrap_or_else(|| if is_terminal { columns() } else { 80 }),
            colors,
            tag_rows: TagRows::shown_if(colors == PrintColors::Plain && !matches!(spans, ShownSpans::None)),
            spans,
            has_lrm: is_terminal && display.bidi == Bidi::AppWithLrm,
            flush: if is_terminal { Flush::EachArticle } else { Flush::AtTheEnd },
        })
    }

    /// The article with the spans that are shown, and the problem with its gold file if there is one.
    fn document(&self, article: Article) -> (Document, Option<Problem>) {
        let article = Arc::new(article);
        let (annotation, problem) = match &self.spans {
            ShownSpans::None => (Annotation::default(), None),
            ShownSpans::Gold(folder) => match folder.read_annotation(&article) {
                Ok((annotation, problem)) => {
                    problem.into_iter().for_each(print_notice);
                    (annotation.unwrap_or_default(), None)
                }
                Err(problem) => (Annotation::default(), Some(problem)),
            },
            ShownSpans::Suggestions(suggester) => {
                let suggestions = suggester.suggest(&article);
                for trouble in suggester.troubles() {
                    print_message(&format!("tawsim: {trouble}"));
                }
                let pending = merge(vec![article.suggestions.clone(), suggestions]).into();
                (Annotation { pending, ..Annotation::default() }, None)
            }
        };
        let mut document = Document::new(article, Some(annotation));
        if matches!(self.spans, ShownSpans::None) {
            document.annotation = Annotation::default();
        }
        document.focus = None;
        (document, problem)
    }

    fn print(&self, out: &mut impl Write, mut document: Document, count: ArticleCount) -> io::Result<()> {
        if count == ArticleCount::Several {
            writeln!(out, "== {}", visual_line(&document.article.id))?;
        }
        document.page(self.page, self.width);
        let rows_per_line = self.tag_rows.rows_per_line();
        let mut next = Some(0);
        while let Some(top) = next {
            let lines = || document.laid_out().into_iter().flat_map(|page| page.lines_from(top));
            let height = lines().take(usize::from(LINES_AT_A_TIME)).count();
            let rows = u16::try_from(height).unwrap_or(LINES_AT_A_TIME) * rows_per_line;
            next = lines().nth(usize::from(LINES_AT_A_TIME));
            let mut buffer = Buffer::empty(Rect::new(0, 0, self.width, rows));
            document.top = top;
            view::draw_article(&document, &self.theme, rows, self.tag_rows, &mut buffer);
            if self.has_lrm {
                add_lrm_after_letters(&mut buffer);
            }
            for row in buffer.content().chunks(usize::from(self.width)) {
                print_row(out, row, self.colors)?;
            }
        }
        for line in relation_lines(&document) {
            writeln!(out, "{}", visual_line(&line))?;
        }
        if self.flush == Flush::EachArticle { out.flush() } else { Ok(()) }
    }
}

/// The attributes of the items and the relations between them, one a line, with the words of the items.
fn relation_lines(document: &Document) -> Vec<String> {
    let annotation = &document.annotation;
    let words = |id: &str| {
        let pieces = annotation.gold_item(id).map(GoldItem::pieces).unwrap_or_default();
        pieces.into_iter().map(|piece| document.article.text.slice(piece)).collect::<Vec<_>>().join(" … ")
    };
    let attributes = annotation.gold.iter().flat_map(|item| {
        let pairs = item.attributes.pairs();
        pairs.map(|(name, value)| format!("{} {}: {name} = {}", item.id, words(&item.id), attribute_words(value)))
    });
    let relations = annotation.relations.iter().map(|relation| {
        let Relation { label, from, to, .. } = relation;
        format!("{label}: {from} {} → {to} {}", words(from), words(to))
    });
    attributes.chain(relations).collect()
}

/// An id as one line in visual order, without control characters.
fn visual_line(words: &str) -> String {
    view::one_line(words, BaseDirection::Ltr).cells.iter().map(|cell| cell.symbol.as_str()).collect()
}
