//! The side list: every item in reading order.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::gold::{Body, Layer, QuoteKind};
use crate::lang::{self, Lang, isolated};
use crate::workbench::{Model, Rect};

use super::theme::{Part, Theme, kind, said, sign};
use super::words::{Strip, put};

/// Cells for the arrow and the sign before the label.
const LABEL: u16 = 4;

/// Cells for the arrow, the sign and the label before the words: the longest kind of quotes must fit.
const fn before_words(lang: Lang) -> u16 {
    match lang {
        Lang::En => 11,
        Lang::Ar => 14,
    }
}

/// Draws the items around the focus.
pub(super) fn draw(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let quiet = theme.style(Part::Quiet, "");
    let lang = model.lang();
    let rule = if lang.is_rtl() { rect.x.saturating_sub(1) } else { rect.x + rect.width };
    for y in rect.y..rect.y + rect.height {
        put(buffer, rule, y, 1, "│", quiet);
    }
    let filtered = model.search.filter.is_on();
    if filtered {
        title(model, theme, rect, buffer);
    }
    let listed = model.listed(rect.height);
    if listed.is_empty() {
        let words = match (filtered, document.suggested()) {
            (true, _) => lang::NOTHING_OF_THAT_KIND,
            (false, true) => lang::NOTHING_MARKED,
            (false, false) => lang::READING,
        };
        let y = rect.y + u16::from(filtered);
        Strip::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, lang).say(
            buffer,
            words.get(lang),
            quiet,
        );
        return;
    }
    let focus = document.focus_index();
    for (y, index) in listed.into_iter().map(|(row, index)| (rect.y + row, index)) {
        let Some(item) = document.items().get(index) else { continue };
        let Some((body, _)) = document.body(&item.at) else { continue };
        let focused = focus == Some(index);
        let mut row = Strip::new(Rect { y, ..rect }, lang);
        let style = if focused { theme.style(Part::Focus(item.state), "") } else { Style::default() };
        if focused {
            for x in rect.x..rect.x + rect.width {
                put(buffer, x, y, 1, " ", style);
            }
        }
        let mut signs = row.column(LABEL);
        signs.column(1).show(buffer, if focused { arrow(lang) } else { "" }, style);
        signs.column(1).show(buffer, if item.layer == Layer::Quote { "❝" } else { "" }, style);
        signs.column(1).show(buffer, sign(item.state), style);
        signs.show(buffer, said(item.flagged, item.noted).unwrap_or_default(), style);
        let (label, label_style) = match body {
            Body::Entity { label, .. } if focused => (label.as_str(), style),
            Body::Entity { label, .. } => (label.as_str(), theme.style(Part::Entity(item.state), label.as_str())),
            // Eight letters would cost the words two cells.
            Body::Quote(frame) if frame.kind == QuoteKind::Indirect && lang == Lang::En => ("indir.", style),
            Body::Quote(frame) => (kind(frame.kind).get(lang), style),
        };
        let mut column = row.column(before_words(lang) - LABEL);
        column.skip_last(1);
        column.show(buffer, label, label_style);
        row.content(buffer, document.article.text.slice(item.span), style);
    }
}

/// What the filter shows, and how much of all.
fn title(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let filter = &model.search.filter;
    let shown = document.items().iter().filter(|item| filter.shows(item)).count();
    let lang = model.lang();
    let count = isolated(lang, &format!("{shown}/{}", document.items().len()));
    let mut row = Strip::new(rect, lang);
    row.skip(1);
    row.say(buffer, &format!("▽ {} {count}", filter.description(lang)), theme.style(Part::Key, ""));
}

/// Points into the row from where it begins.
pub(super) const fn arrow(lang: Lang) -> &'static str {
    if lang.is_rtl() { "◂" } else { "▸" }
}
