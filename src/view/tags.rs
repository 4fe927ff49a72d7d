//! Label tags on the page: a bar under the words of each span, with its label where reading begins, or behind what lies
//! over it there.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::Body;
use crate::lang;
use crate::page::{BaseDirection, Line};
use crate::text::Span;
use crate::workbench::{Document, Item, ItemState};

use super::page::Look;
use super::theme::{Part, kind, said, sign};
use super::words::{one_line, put};

/// A bar to draw: where, what it says, how it looks.
struct Bar<'a> {
    span: Span,
    label: String,
    style: Style,
    line: &'a Line,
}

/// Draws the tags of one line into the row below it. Quotes first, so that what lies inside them stays readable; the
/// parts of the focused quote last.
pub(super) fn draw(
    document: &Document,
    look: &Look<'_>,
    items: &[&Item],
    line: &Line,
    end: usize,
    at: (u16, u16),
    buffer: &mut Buffer,
) {
    let Look { theme, lang, .. } = *look;
    let mut bars = Vec::new();
    let mut inner = Vec::new();
    let mut focused = Vec::new();
    // The cue and the speaker of the focused quote may stand on other lines than its content.
    let here = |item: &&&Item| {
        item.span.start() < line.range.end && line.range.start < item.span.end()
            || document.focus.as_ref() == Some(&item.at)
    };
    for item in items.iter().filter(here).filter(|item| item.state != ItemState::Rejected) {
        let Some((body, _)) = document.body(&item.at) else { continue };
        let said = said(item.flagged, item.noted).unwrap_or_default();
        match body {
            Body::Entity { span, label } => {
                let style = theme.style(Part::Tag, label.as_str());
                inner.push(Bar { span: *span, label: format!("{label}{}{said}", sign(item.state)), style, line });
            }
            Body::Quote(frame) => {
                let style = theme.style(Part::Quiet, "");
                let bar = |(index, span): (usize, &Span)| {
                    let more = if index == 0 { "" } else { "…" };
                    Bar {
                        span: *span,
                        label: format!("{more}{}{}{said}", kind(frame.kind).get(lang), sign(item.state)),
                        style,
                        line,
                    }
                };
                bars.extend(frame.content.iter().enumerate().map(bar));
                if document.focus.as_ref() == Some(&item.at) {
                    let style = theme.style(Part::Key, "");
                    let parts =
                        [(frame.cue, lang::CUE), (frame.speaker.as_ref().map(|speaker| speaker.span), lang::SPEAKER)];
                    let parts = parts.into_iter().filter_map(|(span, name)| Some((span?, name)));
                    focused.extend(parts.map(|(span, name)| Bar {
                        span,
                        label: name.get(lang).to_owned(),
                        style,
                        line,
                    }));
                }
            }
        }
    }
    // The longer first, so that a nested span is drawn on top.
    inner.sort_by_key(|bar| std::cmp::Reverse(bar.span.end() - bar.span.start()));
    // From the top down: where a bar lies under another, its label makes room.
    let mut taken = Columns::default();
    let bars: Vec<Bar<'_>> = bars.into_iter().chain(inner).chain(focused).collect();
    let mut drawn: Vec<_> = bars.iter().rev().map(|bar| (bar, bar.columns(end))).collect();
    for (bar, columns) in &mut drawn {
        columns.label = bar.place(columns, &taken);
        columns.all.iter().for_each(|(column, _)| taken.add(*column));
    }
    for (bar, columns) in drawn.iter().rev() {
        bar.draw(columns, at, buffer);
    }
}

/// Columns that something stands over.
#[derive(Default)]
struct Columns(Vec<bool>);

impl Columns {
    fn add(&mut self, column: u16) {
        let column = usize::from(column);
        if self.0.len() <= column {
            self.0.resize(column + 1, false);
        }
        if let Some(slot) = self.0.get_mut(column) {
            *slot = true;
        }
    }

    fn hold(&self, column: u16) -> bool {
        self.0.get(usize::from(column)).copied().unwrap_or_default()
    }
}

/// Where a bar stands.
struct Place {
    /// Its columns in reading order; does the text run from right to left there?
    all: Vec<(u16, bool)>,
    /// Does its span begin on this line?
    begins: bool,
    /// The leftmost column of its label, and how many there are for it.
    label: Option<(u16, u16)>,
}

impl Bar<'_> {
    fn words(&self) -> Line {
        one_line(&self.label, BaseDirection::Auto)
    }

    /// The columns under the cells of its span.
    fn columns(&self, end: usize) -> Place {
        let inside = |start: usize| start < end && self.span.contains(start);
        let mut cells: Vec<_> = self.line.cells.iter().filter(|cell| inside(cell.range.start)).collect();
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
        Place { all, begins, label: None }
    }

    /// Where its label stands: the first place in reading order where there is room for all of it and nothing lies over
    /// it, else where there is most room.
    fn place(&self, place: &Place, taken: &Columns) -> Option<(u16, u16)> {
        if !place.begins {
            return None;
        }
        let mut free = Columns::default();
        place.all.iter().filter(|(column, _)| !taken.hold(*column)).for_each(|(column, _)| free.add(*column));
        let width = self.words().width;
        let mut best = None;
        for (column, rtl) in place.all.iter().filter(|(column, _)| free.hold(*column)) {
            // It ends (in Arabic) or begins (in English) at this letter.
            let (mut edge, mut room) = (*column, 1);
            let beside = |edge: u16| if *rtl { edge.checked_sub(1) } else { edge.checked_add(1) };
            while let Some(next) = beside(edge).filter(|next| room < width && free.hold(*next)) {
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

    /// A bar under every cell of the span, and over some of it the label, as much as there is room.
    fn draw(&self, place: &Place, (x, y): (u16, u16), buffer: &mut Buffer) {
        for (column, _) in &place.all {
            put(buffer, x + column, y, 1, "▔", self.style);
        }
        let Some((left, room)) = place.label else { return };
        // Where there is no room for all of it, its end gives way.
        let label = self.words();
        let cut = if label.rtl { label.width.saturating_sub(room) } else { 0 };
        for cell in &label.cells {
            let column = cell.column - label.indent;
            if cut <= column && column + u16::from(cell.width) <= room + cut {
                put(buffer, x + left + column - cut, y, cell.width, &cell.symbol, self.style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{LabelSet, json};
    use crate::view::Depth;
    use crate::view::Theme;
    use crate::workbench::{Model, Settings};
    use ratatui::layout::Rect;
    use std::sync::Arc;

    /// The tags under the only line of an article.
    fn tags(line: &str) -> String {
        let (article, annotation) = json::read(line).unwrap();
        let document = Document::new(Arc::new(article), Some(annotation));
        let model = Model::new(Settings::default(), vec![document], Vec::new(), (80, 24)).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 2));
        let theme = Theme::new(Depth::Mono, LabelSet::default());
        super::super::page::article(model.document().unwrap(), &theme, 2, true, &mut buffer);
        (0..80).filter_map(|x| Some(buffer.cell((x, 1))?.symbol().to_owned())).collect()
    }

    #[test]
    fn a_label_makes_room_for_what_lies_over_its_bar() {
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
            // A name at the beginning keeps its place, the label of what it lies in stands behind it.
            (ltr, vec![entity(1, 0, 4, "PER")], quote(0, 24), "PER+direct+▔▔▔▔▔▔▔▔▔▔▔▔▔"),
            (rtl, vec![entity(1, 0, 4, "PER")], quote(0, 24), "▔▔▔▔▔▔▔▔▔▔▔▔▔direct+PER+"),
            (ltr, vec![entity(1, 5, 8, "PER")], quote(0, 24), "▔▔▔▔▔PERdirect+▔▔▔▔▔▔▔▔▔"),
            (
                ltr,
                vec![entity(1, 0, 14, "ORG"), entity(2, 0, 4, "PER")],
                String::from(r#""quotes":[]"#),
                "PER+ORG+▔▔▔▔▔▔",
            ),
            // Where there is not room enough: as much as there is, or nothing.
            (ltr, vec![entity(1, 0, 4, "PER"), entity(2, 9, 14, "PER")], quote(0, 14), "PER+direcPER+▔"),
            (ltr, vec![entity(1, 0, 4, "PER")], quote(0, 4), "PER+"),
        ] {
            assert_eq!(line(text, &entities, &quotes).trim(), expected);
        }
    }
}
