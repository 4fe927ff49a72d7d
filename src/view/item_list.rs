//! The side list: the items in reading order.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::edit::ItemRef;
use crate::gold::{Body, Layer, QuoteKind, Speaker};
use crate::lang::{self, Lang, isolated};
use crate::workbench::{Document, Model, Rect};

use super::cells::{fill_row, put_cell};
use super::readings::reader_letters;
use super::relation_rows::RELATION;
use super::row::FreeRow;
use super::shorten::shorten;
use super::signs::{FILTER, QUOTE, kind_word, pointer, remark_sign, state_sign};
use super::theme::{ScreenElement, Theme};

/// The number of cells for the pointer and the signs before the label.
const SIGN_COLUMNS: u16 = 4;

/// Returns the number of cells before the words: for the pointer, the signs and the label. The longest kind of quote must fit.
const fn columns_before_words(lang: Lang) -> u16 {
    match lang {
        Lang::En => 11,
        Lang::Ar => 14,
    }
}

/// Draws the items around the focus.
pub(super) fn draw_item_list(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let quiet = theme.style(ScreenElement::Quiet);
    let lang = model.lang();
    let rule = if lang.is_rtl() { rect.x.saturating_sub(1) } else { rect.x + rect.width };
    for y in rect.y..rect.y + rect.height {
        put_cell(buffer, rule, y, 1, "│", quiet);
    }
    let filtered = model.search.filter.is_on();
    if filtered {
        draw_filter(model, theme, rect, buffer);
    }
    let list_rows = model.side_list_rows(rect.height);
    if list_rows.is_empty() {
        let words = match (filtered, document.suggested()) {
            (true, _) => lang::NOTHING_OF_THAT_KIND,
            (false, true) => lang::NOTHING_MARKED,
            (false, false) => lang::READING,
        };
        let y = rect.y + u16::from(filtered);
        FreeRow::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, lang).write_message(
            buffer,
            words.get(lang),
            quiet,
        );
        return;
    }
    let focus = document.focus_index();
    for (y, index) in list_rows.into_iter().map(|(row, index)| (rect.y + row, index)) {
        let Some(item) = document.items().get(index) else { continue };
        let Some((body, _)) = document.body(&item.at) else { continue };
        let focused = focus == Some(index);
        let mut row = FreeRow::new(Rect { y, ..rect }, lang);
        let mut signs = row.split_start(SIGN_COLUMNS);
        let mut column = row.split_start(columns_before_words(lang) - SIGN_COLUMNS);
        column.skip_end(1);
        // The focus is on the signs and the label. The words are on the page too, and over ssh they would be sent twice.
        let style = if focused { theme.style(ScreenElement::Focus(item.state)) } else { Style::default() };
        if focused {
            fill_row(buffer, signs.rect(), " ", style);
            fill_row(buffer, column.rect(), " ", style);
        }
        signs.split_start(1).write_text(buffer, if focused { pointer(lang) } else { "" }, style);
        signs.split_start(1).write_text(buffer, if item.layer == Layer::Quote { QUOTE } else { "" }, style);
        signs.split_start(1).write_text(buffer, state_sign(item.state), style);
        let has_relations = match &item.at {
            ItemRef::GoldItem(id) => document.annotation.relations.of(id).next().is_some(),
            _ => false,
        };
        let sign = remark_sign(item.flagged, item.noted).or(has_relations.then_some(RELATION));
        signs.write_text(buffer, sign.unwrap_or_default(), style);
        let (label, label_style) = match body {
            Body::Entity { label, .. } if focused => (label.as_str(), style),
            Body::Entity { label, .. } => {
                (label.as_str(), theme.style(ScreenElement::Entity { state: item.state, label: label.as_str() }))
            }
            // The whole word would take two cells from the words of the article.
            Body::Quote(frame) if frame.kind == QuoteKind::Indirect && lang == Lang::En => ("indir.", style),
            Body::Quote(frame) => (kind_word(frame.kind).get(lang), style),
        };
        column.write_text(buffer, label, label_style);
        let style = Style::default();
        if let Some(letters) = reader_letters(document, &item.at) {
            row.write_message(buffer, &format!("{}: ", isolated(lang, &letters)), style);
        }
        let words = document.article.text.slice(item.span);
        match body.frame().and_then(|frame| frame.speaker.as_ref()) {
            Some(speaker) => {
                let speaker = words_of_speaker(document, speaker, row.width());
                let words = shorten(words, row.width());
                row.write_article_text(buffer, &format!("{speaker} {words}"), style);
            }
            None => row.write_article_text(buffer, words, style),
        }
    }
}

/// Returns the words of a speaker for a row of so many cells, with a colon; an implied one is in brackets. Whoever accepts
/// several quotes at once sees who speaks.
fn words_of_speaker(document: &Document, speaker: &Speaker, width: u16) -> String {
    let words = shorten(document.article.text.slice(speaker.span), width * 2 / 5);
    if speaker.implied { format!("({words}):") } else { format!("{words}:") }
}

/// Draws what the filter shows, and how many of all items.
fn draw_filter(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let filter = &model.search.filter;
    let shown = document.items().iter().filter(|item| filter.shows(item)).count();
    let lang = model.lang();
    let count = isolated(lang, &format!("{shown}/{}", document.items().len()));
    let mut row = FreeRow::new(rect, lang);
    row.skip_start(1);
    row.write_message(
        buffer,
        &format!("{FILTER} {} {count}", filter.description(lang)),
        theme.style(ScreenElement::Key),
    );
}
