//! The numbered candidates for the cue or the speaker of a quote. Those with equal words show what follows them.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::{self, say};
use crate::text::{Span, Text};
use crate::workbench::{Model, Rect, RoleCandidate, RoleChoice};

use super::cells::fill_row;
use super::row::FreeRow;
use super::theme::{ScreenElement, Theme};

/// Draws the candidates, the nearest first, each with its digit.
pub(super) fn draw_role_candidates(model: &Model, theme: &Theme, choice: &RoleChoice, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    for y in rect.y..rect.y + rect.height {
        fill_row(buffer, Rect { y, ..rect }, " ", Style::default());
    }
    let lang = model.lang();
    let row = |y: u16| FreeRow::new(Rect { x: rect.x + 1, y, width: rect.width.saturating_sub(2), height: 1 }, lang);
    row(rect.y).write_message(buffer, &say::role_title(lang, choice.role.name()), theme.style(ScreenElement::Key));
    for ((y, candidate), digit) in (rect.y + 1..rect.y + rect.height).zip(&choice.candidates).zip(1..) {
        let implied = if candidate.implied { lang::IMPLIED.get(lang) } else { "" };
        let mut row = row(y);
        row.write_message(buffer, format!("{digit} {implied}").trim_end(), theme.style(ScreenElement::Key));
        row.skip_start(1);
        let text = &document.article.text;
        let words = text.slice(candidate.span);
        let is_alike = |other: &&RoleCandidate| other.span != candidate.span && text.slice(other.span) == words;
        if choice.candidates.iter().any(|other| is_alike(&other)) {
            row.write_article_text(buffer, &with_place(text, candidate.span), Style::default());
        } else {
            row.write_article_text(buffer, words, Style::default());
        }
    }
}

/// The words that follow equal candidates tell them apart: at most this many bytes of them.
const BEHIND: usize = 60;

/// The words in brackets, with those that follow them.
fn with_place(text: &Text, span: Span) -> String {
    let behind = text.span_around(span.end(), (span.end() + BEHIND).min(text.len()));
    let behind = behind.map_or("", |behind| text.slice(behind)).lines().next().unwrap_or_default();
    format!("[{}]{behind}", text.slice(span))
}
