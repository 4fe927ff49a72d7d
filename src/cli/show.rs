//! `tawsim show`: the page exactly as the workbench draws it, as plain lines.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::Arc;

use crossterm::QueueableCommand;
use crossterm::style::{Attribute, Color, Print, SetAttribute, SetBackgroundColor, SetForegroundColor};
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use crate::gold::{Article, Suggestion};
use crate::page::PageOptions;
use crate::store::{self, GoldFolder};
use crate::suggest::{Suggester, merge};
use crate::terminal::{Answers, Bidi, Interrupts, Switches, depth, ground, mark_letters};
use crate::view::{self, Theme};
use crate::workbench::Document;

use super::machines::Ensemble;
use super::out::{labels, talk};
use super::{ColorArg, Outcome, ShowArgs};

/// Lines drawn at a time, so that a long article needs no long buffer.
const BATCH: u16 = 200;

/// How lines are printed.
#[derive(Clone, Copy)]
struct Manner {
    options: PageOptions,
    width: u16,
    colored: bool,
    /// A row of tags under each line.
    tags: bool,
    /// U+200E behind each letter.
    marks: bool,
}

pub(super) fn run(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let look = args.look.decide()?;
    if args.paths.is_empty() {
        return Ok(Outcome::Fine);
    }
    let labels = labels(args.labels.as_deref())?;
    let corpus = store::open(&args.paths);
    for problem in &corpus.problems {
        talk(&format!("tawsim: {problem}"));
    }
    let terminal = io::stdout().is_terminal();
    let variable = |name: &str| std::env::var(name).ok();
    let colored = match args.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => terminal,
    };
    let ground = look.ground.or_else(|| ground(variable)).unwrap_or_default();
    let theme = Theme::new(depth(variable), labels).on(ground);
    let width = args.width.unwrap_or_else(|| if terminal { columns() } else { 80 });
    if let Some(gold) = args.gold.as_ref().filter(|gold| !gold.is_dir()) {
        anyhow::bail!(
            "{}: is no folder; --gold names the folder that holds the gold files",
            crate::store::shown(gold.as_os_str())
        );
    }
    let folder = args.gold.clone().map(GoldFolder::new);
    let suggester = if args.suggest { Some(args.machines.machines()?) } else { None };
    let mut bad = !corpus.problems.is_empty();
    let interrupts = if terminal { Interrupts::watch()? } else { Interrupts::default() };
    let mut out = BufWriter::new(interrupts.stop(io::stdout().lock()));
    // A terminal that reorders by itself must not do so with lines that are in visual order already.
    // It is not asked about itself: whoever reads its input beside us would get the answers.
    let switches = terminal.then(|| Switches::new(look.bidi, &Answers::default(), variable).for_lines());
    let marked = folder.is_some() || suggester.is_some();
    let manner = Manner {
        options: look.page,
        width,
        colored,
        // Where colours say nothing, a row of tags under each line does.
        tags: marked && !colored,
        // A file or a pipe gets the bare lines.
        marks: terminal && look.bidi == Bidi::AppWithMarks,
    };
    if let Some(switches) = switches {
        out.write_all(switches.off().as_bytes())?;
    }
    let several = corpus.articles.len() > 1;
    let mut each = |article: Arc<Article>| -> io::Result<()> {
        if several {
            writeln!(out, "== {}", plain(&article.id))?;
        }
        let gold = match folder.as_ref().map(|folder| folder.load(&article)) {
            None => None,
            Some(Ok(gold)) => gold,
            Some(Err(problem)) => {
                bad = true;
                talk(&format!("tawsim: {problem}"));
                None
            }
        };
        let document = document(article, gold, suggester.as_ref(), marked);
        print(&mut out, document, &theme, manner)
    };
    let printed = corpus.articles.into_iter().try_for_each(&mut each);
    // Whatever came in between, the terminal reorders again.
    if let Some(signal) = interrupts.asked() {
        let bare = &mut out.get_mut().out;
        let reset = if colored { "\x1b[0m" } else { "" };
        let on = switches.map(Switches::on).unwrap_or_default();
        bare.write_all(format!("{reset}{on}").as_bytes())?;
        bare.flush()?;
        return Ok(Outcome::Signal(signal));
    }
    if let Some(switches) = switches {
        out.write_all(switches.on().as_bytes())?;
    }
    out.flush()?;
    printed?;
    Ok(if bad { Outcome::BadInput } else { Outcome::Fine })
}

fn columns() -> u16 {
    crossterm::terminal::size().map_or(80, |(columns, _)| columns.clamp(2, 96))
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
            talk(&format!("tawsim: {trouble}"));
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
            mark_letters(&mut buffer);
        }
        for row in buffer.content().chunks(usize::from(manner.width)) {
            print_row(out, row, manner.colored)?;
        }
    }
    Ok(())
}

/// One row: its cells without the blanks at its end, and with colours if wanted.
fn print_row(out: &mut impl Write, row: &[ratatui::buffer::Cell], colored: bool) -> io::Result<()> {
    let blank = |cell: &ratatui::buffer::Cell| cell.symbol() == " " && (!colored || cell.style() == blank_style());
    let end = row.iter().rposition(|cell| !blank(cell)).map_or(0, |last| last + 1);
    let mut style = blank_style();
    let mut covered = false;
    for cell in row.iter().take(end) {
        // The cell behind a wide character is filled by it.
        if std::mem::take(&mut covered) {
            continue;
        }
        if colored && cell.style() != style {
            style = cell.style();
            set_style(out, style)?;
        }
        out.write_all(cell.symbol().as_bytes())?;
        covered = crate::text::cell_width(cell.symbol()) == 2;
    }
    if style != blank_style() {
        out.queue(SetAttribute(Attribute::Reset))?;
    }
    writeln!(out)
}

fn blank_style() -> Style {
    ratatui::buffer::Cell::EMPTY.style()
}

fn set_style(out: &mut impl Write, style: Style) -> io::Result<()> {
    out.queue(SetAttribute(Attribute::Reset))?;
    let color = |color: Option<ratatui::style::Color>| color.map(crossterm_color);
    if let Some(color) = color(style.fg).filter(|color| *color != Color::Reset) {
        out.queue(SetForegroundColor(color))?;
    }
    if let Some(color) = color(style.bg).filter(|color| *color != Color::Reset) {
        out.queue(SetBackgroundColor(color))?;
    }
    for (modifier, attribute) in [
        (Modifier::BOLD, Attribute::Bold),
        (Modifier::DIM, Attribute::Dim),
        (Modifier::ITALIC, Attribute::Italic),
        (Modifier::UNDERLINED, Attribute::Underlined),
        (Modifier::REVERSED, Attribute::Reverse),
    ] {
        if style.add_modifier.contains(modifier) {
            out.queue(SetAttribute(attribute))?;
        }
    }
    out.queue(Print("")).map(|_| ())
}

fn crossterm_color(color: ratatui::style::Color) -> Color {
    use ratatui::backend::IntoCrossterm;
    color.into_crossterm()
}
