//! The guidelines of the label set: the description of each label, with examples, then the conventions of the guide if the
//! labels are the usual ones. They are laid out like an article.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::{LabelDef, Layer, Verdict};
use crate::lang::{self, Lang, say};
use crate::page::{Page, PageOptions};
use crate::text::{Span, Text};
use crate::workbench::{CommandName, ItemState, Mode, Model, Rect};

use super::cells::{clear_cells, put_cell};
use super::conventions::{self, ConventionRow, ExamplePart};
use super::row::FreeRow;
use super::theme::{ScreenElement, Theme};

/// The number of empty columns left of descriptions and examples.
const INDENT: u16 = 3;
/// The longest line, in cells. The eye loses its place when it returns from a longer one.
const MAX_WIDTH: u16 = 84;

/// The state that examples are drawn in.
const ACCEPTED: ItemState = ItemState::Decided(Verdict::Accepted);

/// A row of the guidelines.
enum GuidelineRow {
    Heading(String),
    Label { digit: String, label: String },
    Line { page: usize, line: usize },
    Empty,
}

/// A paragraph of a description, or an example with the parts that are annotated in it.
struct Paragraph {
    page: Page,
    parts: Vec<(Span, ExamplePart)>,
}

/// All rows of the guidelines.
struct GuidelineSheet {
    rows: Vec<GuidelineRow>,
    paragraphs: Vec<Paragraph>,
    options: PageOptions,
    width: u16,
}

impl GuidelineSheet {
    fn add_paragraph(&mut self, text: &str, parts: Vec<(usize, usize, ExamplePart)>) {
        let text = Text::new(text);
        let spans = parts.into_iter().filter_map(|(start, end, part)| Some((text.span(start, end).ok()?, part)));
        let parts = spans.collect();
        let page = Page::new(&text, self.options, self.width);
        let at = self.paragraphs.len();
        self.rows.extend(page.lines_from(0).map(|line| GuidelineRow::Line { page: at, line }));
        self.paragraphs.push(Paragraph { page, parts });
    }

    /// Adds the page of the guide about conventions.
    fn add_conventions(&mut self) {
        for row in conventions::rows() {
            match row {
                ConventionRow::Heading(heading) => {
                    self.rows.push(GuidelineRow::Empty);
                    self.rows.push(GuidelineRow::Heading(heading.to_owned()));
                }
                ConventionRow::Ruling(ruling) => {
                    self.rows.push(GuidelineRow::Empty);
                    self.add_paragraph(ruling, Vec::new());
                }
                ConventionRow::Example(example) => self.add_paragraph(&example.text, example.parts),
            }
        }
    }

    fn add_general(&mut self, guidelines: &str) {
        for text in guidelines.lines() {
            self.add_paragraph(text, Vec::new());
        }
    }

    fn add_label(&mut self, def: &LabelDef, lang: Lang) {
        let digit = def.digit.map_or_else(String::new, |digit| digit.to_string());
        self.rows.push(GuidelineRow::Label { digit, label: def.label.to_string() });
        for text in def.about(lang.is_rtl()).lines() {
            self.add_paragraph(text, Vec::new());
        }
        for example in &def.examples {
            let (text, spans) = split_brackets(example);
            let label = ExamplePart::Entity(def.label.to_string());
            self.add_paragraph(&text, spans.into_iter().map(|(start, end)| (start, end, label.clone())).collect());
        }
        self.rows.push(GuidelineRow::Empty);
    }
}

/// Returns an example without its brackets, and the spans that they enclosed, in bytes.
fn split_brackets(example: &str) -> (String, Vec<(usize, usize)>) {
    let (mut plain, mut open, mut spans) = (String::new(), None, Vec::new());
    for c in example.chars() {
        match c {
            '[' => open = Some(plain.len()),
            ']' => spans.extend(open.take().map(|start| (start, plain.len()))),
            c => plain.push(c),
        }
    }
    (plain, spans)
}

/// Draws the guidelines: the label of the focused entity first, then the others in the order of the label set.
pub(super) fn draw_guidelines(model: &Model, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer) {
    let Mode::Guidelines { under, .. } = &model.mode else { return };
    let focused = model.document().filter(|_| **under == Mode::Review);
    let focused = focused.and_then(|document| document.focused()).and_then(|item| item.label.clone());
    let (lang, labels) = (model.lang(), &model.settings.labels);
    let (width, options) = ((rect.width - INDENT - 2).min(MAX_WIDTH), model.settings.page);
    let mut sheet = GuidelineSheet { rows: Vec::new(), paragraphs: Vec::new(), options, width };
    let [scroll, back] = [CommandName::PAGE_DOWN, CommandName::BACK].map(|command| model.key(command));
    sheet.rows.push(GuidelineRow::Heading(say::guidelines_head(lang, &scroll, &back)));
    sheet.rows.push(GuidelineRow::Empty);
    // Quotes have no labels; the general part of the guidelines is about them, too.
    let quote = model.document().and_then(|document| document.focused()).is_some_and(|item| item.layer == Layer::Quote);
    if quote {
        sheet.add_general(labels.guidelines(lang.is_rtl()));
        sheet.rows.push(GuidelineRow::Empty);
    }
    let first = focused.and_then(|label| labels.get(label.as_str()));
    for def in first.into_iter().chain(labels.iter().filter(|def| Some(*def) != first)) {
        sheet.add_label(def, lang);
    }
    if !quote {
        sheet.add_general(labels.guidelines(lang.is_rtl()));
    }
    if labels.has_usual_names() {
        sheet.add_conventions();
    }
    draw_rows(&sheet, theme, top, rect, buffer, lang);
}

fn draw_rows(sheet: &GuidelineSheet, theme: &Theme, top: usize, rect: Rect, buffer: &mut Buffer, lang: Lang) {
    let top = top.min(sheet.rows.len().saturating_sub(usize::from(rect.height)));
    for (y, row) in (rect.y..rect.y + rect.height).zip(sheet.rows.iter().skip(top)) {
        let mut line = FreeRow::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, lang);
        match row {
            GuidelineRow::Empty => {}
            GuidelineRow::Heading(words) => {
                line.write_message(buffer, words, theme.style(ScreenElement::Key));
            }
            GuidelineRow::Label { digit, label } => {
                let used = line.write_text(buffer, digit, theme.style(ScreenElement::Key));
                line.skip_start(u16::from(used > 0));
                let chip = theme.style(ScreenElement::Entity { state: ACCEPTED, label });
                line.write_text(buffer, &format!(" {label} "), chip);
            }
            GuidelineRow::Line { page, line } => {
                if let Some(paragraph) = sheet.paragraphs.get(*page) {
                    // In Arabic the text is at the right.
                    let free = if lang.is_rtl() { rect.width.saturating_sub(sheet.width + 2 * INDENT) } else { 0 };
                    draw_line(paragraph, *line, theme, (rect.x + INDENT + free, y), buffer);
                }
            }
        }
    }
    if sheet.rows.len() > top + usize::from(rect.height) {
        let mut last = FreeRow::new(Rect { y: rect.y + rect.height - 1, ..rect }, lang).split_end(10);
        clear_cells(buffer, last.rect(), Style::default());
        last.write_message_at_end(buffer, lang::MORE.get(lang), theme.style(ScreenElement::Key));
    }
}

fn draw_line(paragraph: &Paragraph, index: usize, theme: &Theme, (x, y): (u16, u16), buffer: &mut Buffer) {
    let splits: Vec<usize> = paragraph.parts.iter().flat_map(|(span, _)| [span.start(), span.end()]).collect();
    for cell in &paragraph.page.line(index, &splits).cells {
        // Of nested parts, the first is the innermost.
        let part = paragraph.parts.iter().find(|(span, _)| span.contains(cell.range.start));
        let style = part.map_or_else(Style::default, |(_, part)| match part {
            ExamplePart::Entity(label) => theme.style(ScreenElement::Entity { state: ACCEPTED, label }),
            ExamplePart::Content => theme.style(ScreenElement::Content(ACCEPTED)),
            ExamplePart::Cue => theme.style(ScreenElement::Cue),
            ExamplePart::Speaker => theme.style(ScreenElement::Speaker),
        });
        put_cell(buffer, x + cell.column, y, cell.width, &cell.symbol, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_enclose_spans_and_are_removed() {
        assert_eq!(split_brackets("في [باماكو] أمس"), ("في باماكو أمس".to_owned(), vec![(5, 17)]));
        assert_eq!(split_brackets("a ] [b"), ("a  b".to_owned(), vec![]));
    }
}
