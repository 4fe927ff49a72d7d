//! Label tags on the page: a bar under the words of each span, with its label where reading begins.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::Body;
use crate::lang;
use crate::page::{BaseDirection, Line};
use crate::text::Span;
use crate::workbench::{Document, Item, State};

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
    for item in items.iter().filter(here).filter(|item| item.state != State::Rejected) {
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
    for bar in bars.iter().chain(&inner).chain(&focused) {
        bar.draw(end, at, buffer);
    }
}

impl Bar<'_> {
    /// A bar under every cell of the span; over its first cells in reading order, the label, as much as there is room.
    fn draw(&self, end: usize, (x, y): (u16, u16), buffer: &mut Buffer) {
        let inside = |start: usize| start < end && self.span.contains(start);
        let cells: Vec<_> = self.line.cells.iter().filter(|cell| inside(cell.range.start)).collect();
        for cell in &cells {
            for column in cell.column..cell.column + u16::from(cell.width) {
                put(buffer, x + column, y, 1, "▔", self.style);
            }
        }
        let Some(first) =
            cells.iter().min_by_key(|cell| cell.range.start).filter(|cell| cell.range.start == self.span.start())
        else {
            return;
        };
        // The label ends (in Arabic) or begins (in English) at the span's first letter.
        let label = one_line(&self.label, BaseDirection::Auto);
        let columns: Vec<u16> = cells.iter().map(|cell| cell.column).collect();
        let beside = |column: u16| {
            let next = if first.rtl { column.checked_sub(1) } else { column.checked_add(1) };
            next.filter(|next| columns.contains(next))
        };
        let (mut room, mut edge) = (1, first.column);
        while let Some(next) = beside(edge).filter(|_| room < label.width) {
            edge = next;
            room += 1;
        }
        let left = edge.min(first.column);
        // Where there is no room for all of it, its end gives way.
        let cut = if label.rtl { label.width.saturating_sub(room) } else { 0 };
        for cell in &label.cells {
            let column = cell.column - label.indent;
            if cut <= column && column + u16::from(cell.width) <= room + cut {
                put(buffer, x + left + column - cut, y, cell.width, &cell.symbol, self.style);
            }
        }
    }
}
