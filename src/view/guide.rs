//! The guidelines of the label set: what each label is for, with examples, laid out as the page lays out text.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::{LabelDef, Layer, Verdict};
use crate::lang::{self, Lang, say};
use crate::page::{Page, PageOptions};
use crate::text::{Span, Text};
use crate::workbench::{CommandName, ItemState, Mode, Model, Rect};

use super::prompt::clear;
use super::theme::{Part, Theme};
use super::words::{Strip, put};

/// Columns that stand free left of descriptions and examples.
const INDENT: u16 = 3;
/// Longer lines are hard to read back from.
const MEASURE: u16 = 84;

/// A row of the sheet.
enum Row {
    Heading(String),
    Label { digit: String, label: String },
    Line { page: usize, line: usize },
    Empty,
}

/// A paragraph of a description, or an example with the stretch that is marked in it.
struct Paragraph {
    page: Page,
    marked: Vec<Span>,
    label: String,
}

/// The sheet, scrolled.
struct Sheet {
    rows: Vec<Row>,
    paragraphs: Vec<Paragraph>,
    options: PageOptions,
    width: u16,
}

impl Sheet {
    fn paragraph(&mut self, text: &str, label: &str) {
        let (text, marked) = unmarked(text);
        let text = Text::new(text);
        let marked = marked.into_iter().filter_map(|(start, end)| text.span(start, end).ok()).collect();
        let page = Page::new(&text, self.options, self.width);
        let at = self.paragraphs.len();
        self.rows.extend(page.lines_from(0).map(|line| Row::Line { page: at, line }));
        self.paragraphs.push(Paragraph { page, marked, label: label.to_owned() });
    }

    fn general(&mut self, guidelines: &str) {
        for text in guidelines.lines() {
            self.paragraph(text, "");
        }
    }

    fn label(&mut self, def: &LabelDef, arabic: bool) {
        let digit = def.digit.map_or_else(String::new, |digit| digit.to_string());
        self.rows.push(Row::Label { digit, label: def.label.to_string() });
        for text in def.about(arabic).lines() {
            self.paragraph(text, "");
        }
        for example in &def.examples {
            self.paragraph(example, def.label.as_str());
        }
        self.rows.push(Row::Empty);
    }
}

/// An example without the brackets around what is marked in it, and where that stands, in bytes.
fn unmarked(example: &str) -> (String, Vec<(usize, usize)>) {
    let (mut plain, mut open, mut marked) = (String::new(), None, Vec::new());
    for c in example.chars() {
        match c {
            '[' => open = Some(plain.len()),
            ']' => marked.extend(open.take().map(|start| (start, plain.len()))),
            c => plain.push(c),
        }
    }
    (plain, marked)
}

/// Draws the guidelines: the label of the focus first, the others in the order of the set.
pub(super) fn draw(model: &Model, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer) {
    let Mode::Guidelines { under, .. } = &model.mode else { return };
    let focused = model.document().filter(|_| **under == Mode::Review);
    let focused = focused.and_then(|document| document.focused()).and_then(|item| item.label.clone());
    let (lang, labels) = (model.lang(), &model.settings.labels);
    let (width, options) = ((rect.width - INDENT - 2).min(MEASURE), model.settings.page);
    let mut sheet = Sheet { rows: Vec::new(), paragraphs: Vec::new(), options, width };
    let [scroll, back] = [CommandName::PAGE_DOWN, CommandName::BACK].map(|command| model.key(command));
    sheet.rows.push(Row::Heading(say::guidelines_head(lang, &scroll, &back)));
    sheet.rows.push(Row::Empty);
    // Quotes have no labels: what holds for all speaks of them.
    let quote = model.document().and_then(|document| document.focused()).is_some_and(|item| item.layer == Layer::Quote);
    if quote {
        sheet.general(labels.guidelines(lang.is_rtl()));
        sheet.rows.push(Row::Empty);
    }
    let first = focused.and_then(|label| labels.get(label.as_str()));
    for def in first.into_iter().chain(labels.iter().filter(|def| Some(*def) != first)) {
        sheet.label(def, lang.is_rtl());
    }
    if !quote {
        sheet.general(labels.guidelines(lang.is_rtl()));
    }
    show(&sheet, theme, top, rect, buffer, lang);
}

fn show(sheet: &Sheet, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer, lang: Lang) {
    let top = top.min(sheet.rows.len().saturating_sub(usize::from(rect.height)));
    for (y, row) in (rect.y..rect.y + rect.height).zip(sheet.rows.iter().skip(top)) {
        let mut line = Strip::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, lang);
        match row {
            Row::Empty => {}
            Row::Heading(words) => {
                line.say(buffer, words, theme.style(Part::Key, ""));
            }
            Row::Label { digit, label } => {
                let used = line.show(buffer, digit, theme.style(Part::Key, ""));
                line.skip(u16::from(used > 0));
                let chip = theme.style(Part::Entity(ItemState::Decided(Verdict::Accepted)), label);
                line.show(buffer, &format!(" {label} "), chip);
            }
            Row::Line { page, line } => {
                if let Some(paragraph) = sheet.paragraphs.get(*page) {
                    // In Arabic the lines end where the sheet begins.
                    let free = if lang.is_rtl() { rect.width.saturating_sub(sheet.width + 2 * INDENT) } else { 0 };
                    draw_line(paragraph, *line, theme, (rect.x + INDENT + free, y), buffer);
                }
            }
        }
    }
    if sheet.rows.len() > top + usize::from(rect.height) {
        let mut last = Strip::new(Rect { y: rect.y + rect.height - 1, ..rect }, lang).last_column(10);
        clear(last.rect(), Style::default(), buffer);
        last.say_last(buffer, lang::MORE.get(lang), theme.style(Part::Key, ""));
    }
}

fn draw_line(paragraph: &Paragraph, index: usize, theme: &Theme, (x, y): (u16, u16), buffer: &mut Buffer) {
    let splits: Vec<usize> = paragraph.marked.iter().flat_map(|span| [span.start(), span.end()]).collect();
    let chip = theme.style(Part::Entity(ItemState::Decided(Verdict::Accepted)), &paragraph.label);
    for cell in &paragraph.page.line(index, &splits).cells {
        let marked = paragraph.marked.iter().any(|span| span.contains(cell.range.start));
        let style = if marked { chip } else { Style::default() };
        put(buffer, x + cell.column, y, cell.width, &cell.symbol, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_mark_and_are_left_away() {
        assert_eq!(unmarked("في [باماكو] أمس"), ("في باماكو أمس".to_owned(), vec![(5, 17)]));
        assert_eq!(unmarked("a ] [b"), ("a  b".to_owned(), vec![]));
    }
}
