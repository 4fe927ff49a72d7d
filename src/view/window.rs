//! The whole window: every pane in its place.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::say;
use crate::page::DiacriticsView;
use crate::workbench::{CommandName, MIN_COLUMNS, MIN_ROWS, Mode, Model, Rect};

use super::article_pane::draw_article_pane;
use super::cells::hide_diacritics;
use super::details::draw_details;
use super::footer::draw_footer;
use super::guidelines::draw_guidelines;
use super::header::draw_header;
use super::item_list::draw_item_list;
use super::lesson::draw_lesson;
use super::prefix_popup::draw_prefix_popup;
use super::prompt_line::{draw_prompt, is_list_open};
use super::prompt_list::draw_prompt_list;
use super::role_candidates::draw_role_candidates;
use super::row::FreeRow;
use super::sheets::{draw_help, draw_preview, draw_problems};
use super::status_line::draw_status_line;
use super::theme::Theme;
use super::unopened::draw_unopened_article;

/// Draws the whole window.
pub fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer) {
    let Some(panes) = model.panes() else { return draw_too_small(model, buffer) };
    // The rows of the page, over the whole width of the window.
    let body = Rect { x: 0, width: model.size().0, ..panes.page };
    draw_header(model, theme, panes.header, buffer);
    if let Some(lesson) = panes.lesson {
        draw_lesson(model, theme, lesson, buffer);
    }
    match &model.mode {
        _ if is_list_open(model) => draw_prompt_list(model, theme, body, buffer),
        Mode::Help { top, .. } => draw_help(model, theme, *top, body, buffer),
        Mode::Guidelines { top, .. } => draw_guidelines(model, theme, *top, body, buffer),
        Mode::Problems { top } => draw_problems(model, theme, *top, body, buffer),
        Mode::Preview(preview) => draw_preview(model, theme, preview, body, buffer),
        Mode::ChooseRole(choice) => {
            draw_article_pane(model, theme, &panes, buffer);
            // Without a side list, the candidates cover the lower half of the page.
            let half = body.height / 2;
            let lower_half = Rect { y: body.y + half, height: body.height - half, ..body };
            draw_role_candidates(model, theme, choice, panes.list.unwrap_or(lower_half), buffer);
        }
        Mode::Review if model.document().is_none() => draw_unopened_article(model, theme, body, buffer),
        Mode::Review | Mode::Select(_) | Mode::Finish => {
            if let Some(list) = panes.list {
                draw_item_list(model, theme, list, buffer);
            }
            draw_article_pane(model, theme, &panes, buffer);
        }
    }
    draw_details(model, theme, panes.details, buffer);
    draw_status_line(model, theme, panes.status, buffer);
    draw_footer(model, theme, panes.footer, buffer);
    draw_prompt(model, theme, panes.status, buffer);
    draw_prefix_popup(model, theme, body, buffer);
    if model.settings.page.diacritics == DiacriticsView::Hide {
        hide_diacritics(buffer);
    }
}

/// Draws a message that the window is too small.
fn draw_too_small(model: &Model, buffer: &mut Buffer) {
    let (columns, rows) = model.size();
    let lang = model.lang();
    let lines = [
        say::needs_size(lang, &format!("{MIN_COLUMNS}x{MIN_ROWS}")),
        say::this_is_size(lang, &format!("{columns}x{rows}")),
        say::enlarge(lang, &model.key(CommandName::QUIT)),
    ];
    for (y, line) in (0..rows).zip(lines) {
        let mut row = FreeRow::new(Rect { x: 0, y, width: columns, height: 1 }, lang);
        row.write_message(buffer, &line, Style::default());
    }
}
