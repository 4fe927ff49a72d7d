//! The tags of a line: a bar under the words of each span, with its label. The label is at the first word of the span;
//! if another bar covers that place, the label is after that bar.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::{Body, Frame};
use crate::lang;
use crate::page::{BaseDirection, Line};
use crate::text::Span;
use crate::workbench::{Document, Item, ItemState};

use super::article_style::ArticleStyle;
use super::cells::put_cell;
use super::readings::reader_letters;
use super::signs::{kind_word, remark_sign, state_sign};
use super::text_line::one_line;
use super::theme::ScreenElement;

/// The bar of one span, with its label.
struct TagBar {
    span: Span,
    label: String,
    style: Style,
}

/// Draws the tags of one line into the row below it. `end` is the end of its last word, in bytes.
pub(super) fn draw_tags(
    document: &Document,
    style: &ArticleStyle<'_>,
    items: &[&Item],
    line: &Line,
    end: usize,
    at: (u16, u16),
    buffer: &mut Buffer,
) {
    let bars = tag_bars(document, style, items, line);
    // From the last drawn to the first: a label makes room for the bars that are drawn over its own.
    let mut covered = ColumnSet::default();
    let mut placed: Vec<_> = bars.iter().rev().map(|bar| (bar, bar.place_on(line, end))).collect();
    for (bar, place) in &mut placed {
        place.label = bar.place_label(place, &covered);
        place.columns.iter().for_each(|(column, _)| covered.insert(*column));
    }
    for (bar, place) in placed.iter().rev() {
        bar.draw(place, at, buffer);
    }
}

/// Returns the bars of a line in the order in which they are drawn: quotes; entities, the longer ones first; the cue and the
/// speaker of the focused quote.
fn tag_bars(document: &Document, style: &ArticleStyle<'_>, items: &[&Item], line: &Line) -> Vec<TagBar> {
    let (theme, mut quotes, mut entities, mut focused) = (style.theme, Vec::new(), Vec::new(), Vec::new());
    let has_focus = |item: &Item| document.focus.as_ref() == Some(&item.at);
    // The cue and the speaker of the focused quote may be on other lines than its content.
    let on_line =
        |item: &&&Item| item.span.start() < line.range.end && line.range.start < item.span.end() || has_focus(item);
    for item in items.iter().filter(on_line).filter(|item| item.state != ItemState::Rejected) {
        let Some((body, _)) = document.body(&item.at) else { continue };
        let letters = reader_letters(document, &item.at).map_or_else(String::new, |letters| format!("{letters}:"));
        let signs = format!("{}{}", state_sign(item.state), remark_sign(item.flagged, item.noted).unwrap_or_default());
        match body {
            Body::Entity { label, .. } => {
                let style = theme.style(ScreenElement::Tag { label: label.as_str() });
                entities.extend(document.pieces(&item.at).into_iter().enumerate().map(|(index, span)| {
                    let continued = if index == 0 { "" } else { "…" };
                    TagBar { span, label: format!("{continued}{letters}{label}{signs}"), style }
                }));
            }
            Body::Quote(frame) => {
                let kind = kind_word(frame.kind).get(style.lang);
                let quiet = theme.style(ScreenElement::Quiet);
                quotes.extend(frame.content.iter().enumerate().map(|(index, span)| {
                    let continued = if index == 0 { "" } else { "…" };
                    TagBar { span: *span, label: format!("{continued}{letters}{kind}{signs}"), style: quiet }
                }));
                if has_focus(item) {
                    focused.extend(role_bars(frame, style));
                }
            }
        }
    }
    entities.sort_by_key(|bar| Reverse(bar.span.end() - bar.span.start()));
    quotes.into_iter().chain(entities).chain(focused).collect()
}

/// Returns the bars of the cue and the speaker of a quote.
fn role_bars(frame: &Frame, style: &ArticleStyle<'_>) -> Vec<TagBar> {
    let speaker = frame.speaker.as_ref().map(|speaker| speaker.span);
    let roles = [(frame.cue, lang::CUE), (speaker, lang::SPEAKER)].into_iter();
    let key = style.theme.style(ScreenElement::Key);
    let bar = |span, name: lang::Wording| TagBar { span, label: name.get(style.lang).to_owned(), style: key };
    roles.filter_map(|(span, name)| Some(bar(span?, name))).collect()
}

/// A set of columns.
#[derive(Default)]
struct ColumnSet(Vec<bool>);

impl ColumnSet {
    fn insert(&mut self, column: u16) {
        let column = usize::from(column);
        if self.0.len() <= column {
            self.0.resize(column + 1, false);
        }
        if let Some(slot) = self.0.get_mut(column) {
            *slot = true;
        }
    }

    fn contains(&self, column: u16) -> bool {
        self.0.get(usize::from(column)).copied().unwrap_or_default()
    }
}

/// The place of a bar on a line.
struct BarPlace {
    /// Its columns in reading order; true where the text runs from right to left.
    columns: Vec<(u16, bool)>,
    /// True if its span begins on this line.
    begins: bool,
    /// The leftmost column of its label, and the number of columns for it.
    label: Option<(u16, u16)>,
}

impl TagBar {
    fn label_line(&self) -> Line {
        one_line(&self.label, BaseDirection::Auto)
    }

    /// Returns the columns under the cells of the span.
    fn place_on(&self, line: &Line, end: usize) -> BarPlace {
        let is_inside = |start: usize| start < end && self.span.contains(start);
        let mut cells: Vec<_> = line.cells.iter().filter(|cell| is_inside(cell.range.start)).collect();
        cells.sort_by_key(|cell| cell.range.start);
        let begins = cells.first().is_some_and(|cell| cell.range.start == self.span.start());
        let mut all = Vec::new();
        for cell in cells {
            let columns = cell.column..cell.column + u16::from(cell.width);
            if cell.rtl {
                all.extend(columns.rev().map(|column| (column, true)));
            } else {
                all.extend(columns.map(|column| (column, false)));
            }
        }
        BarPlace { columns: all, begins, label: None }
    }

    /// Returns the place of the label: the first one in reading order that has room for all of it and is not covered, or else
    /// the one with the most room.
    fn place_label(&self, place: &BarPlace, covered: &ColumnSet) -> Option<(u16, u16)> {
        if !place.begins {
            return None;
        }
        let mut free = ColumnSet::default();
        let columns = place.columns.iter();
        columns.filter(|(column, _)| !covered.contains(*column)).for_each(|(column, _)| free.insert(*column));
        let width = self.label_line().width;
        let mut best = None;
        for (column, rtl) in place.columns.iter().filter(|(column, _)| free.contains(*column)) {
            // The label ends (in Arabic) or begins (in English) at this letter.
            let (mut edge, mut room) = (*column, 1);
            let beside = |edge: u16| if *rtl { edge.checked_sub(1) } else { edge.checked_add(1) };
            while let Some(next) = beside(edge).filter(|next| room < width && free.contains(*next)) {
                (edge, room) = (next, room + 1);
            }
            if best.is_none_or(|(_, most)| room > most) {
                best = Some((edge.min(*column), room));
            }
            if room >= width {
                break;
            }
        }
        best
    }

    /// Draws the bar under every cell of the span, and over it as much of the label as there is room for.
    fn draw(&self, place: &BarPlace, (x, y): (u16, u16), buffer: &mut Buffer) {
        for (column, _) in &place.columns {
            put_cell(buffer, x + column, y, 1, "▔", self.style);
        }
        let Some((left, room)) = place.label else { return };
        // If there is not enough room, the end of the label is left out.
        let label = self.label_line();
        let cut = if label.rtl { label.width.saturating_sub(room) } else { 0 };
        for cell in &label.cells {
            let column = cell.column - label.indent;
            if cut <= column && column + u16::from(cell.width) <= room + cut {
                put_cell(buffer, x + left + column - cut, y, cell.width, &cell.symbol, self.style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{LabelSet, json};
    use crate::view::{Depth, TagRows, Theme, draw_article};
    use crate::workbench::{Model, Settings};
    use ratatui::layout::Rect;
    use std::sync::Arc;

    /// Returns the tags under the only line of an article.
    fn tags(line: &str) -> String {
        let (article, annotation) = json::read(line).unwrap();
        let document = Document::new(Arc::new(article), Some(annotation));
        let model = Model::new(Settings::default(), vec![document], Vec::new(), (80, 24)).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 2));
        let theme = Theme::new(Depth::Mono, LabelSet::default());
        draw_article(model.document().unwrap(), &theme, 2, TagRows::Shown, &mut buffer);
        (0..80).filter_map(|x| Some(buffer.cell((x, 1))?.symbol().to_owned())).collect()
    }

    #[test]
    fn a_label_moves_where_another_bar_covers_its_own() {
        let entity = |id: usize, start: usize, end: usize, label: &str| {
            format!(r#"{{"id":"e{id}","start":{start},"end":{end},"label":"{label}","verdict":"added"}}"#)
        };
        let quote = |start: usize, end: usize| {
            format!(
                r#""quotes":[{{"id":"q1","kind":"direct","content":[{{"start":{start},"end":{end}}}],"verdict":"added"}}]"#
            )
        };
        let line = |text: &str, entities: &[String], quotes: &str| {
            let entities = entities.join(",");
            tags(&format!(r#"{{"schema":"tawsim/1","id":"a","text":"{text}","entities":[{entities}],{quotes}}}"#))
        };
        let (ltr, rtl) = ("Sami and Layla went home", "سامي وليلى ذهبا إلى البيت");
        for (text, entities, quotes, expected) in [
            // A name at the beginning keeps its place; the label of the span around it is after it.
            (ltr, vec![entity(1, 0, 4, "PER")], quote(0, 24), "PER+direct+▔▔▔▔▔▔▔▔▔▔▔▔▔"),
            (rtl, vec![entity(1, 0, 4, "PER")], quote(0, 24), "▔▔▔▔▔▔▔▔▔▔▔▔▔direct+PER+"),
            (ltr, vec![entity(1, 5, 8, "PER")], quote(0, 24), "▔▔▔▔▔PERdirect+▔▔▔▔▔▔▔▔▔"),
            (
                ltr,
                vec![entity(1, 0, 14, "ORG"), entity(2, 0, 4, "PER")],
                String::from(r#""quotes":[]"#),
                "PER+ORG+▔▔▔▔▔▔",
            ),
            // If there is not enough room, a part of the label is drawn, or nothing.
            (ltr, vec![entity(1, 0, 4, "PER"), entity(2, 9, 14, "PER")], quote(0, 14), "PER+direcPER+▔"),
            (ltr, vec![entity(1, 0, 4, "PER")], quote(0, 4), "PER+"),
        ] {
            assert_eq!(line(text, &entities, &quotes).trim(), expected);
        }
    }
}
