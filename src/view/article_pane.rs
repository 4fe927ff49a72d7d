//! The pane of the article: its lines in visual order with their styles, their tags, and the margin.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::lang::Lang;
use crate::workbench::{Document, Find, Item, Mode, Model, Panes, Rect};

use super::article_style::{ArticleStyle, LineRows, TagRows};
use super::cells::put_cell;
use super::jump_letters::draw_jump_letters;
use super::margin::Margin;
use super::readings::draw_readings;
use super::styled_spans::{FocusView, StyledSpan, item_spans, match_spans, mode_spans, name_spans};
use super::tags::draw_tags;
use super::theme::{ScreenElement, Theme};

/// Draws the lines that are on the screen, with the margin.
pub(super) fn draw_article_pane(model: &Model, theme: &Theme, panes: &Panes, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let selection = match &model.mode {
        Mode::Select(selection) => Some(selection.span),
        _ => None,
    };
    let find = model.search.find.as_ref();
    let found = find.and_then(Find::followed);
    let focus = selection.or(found).or_else(|| document.focused().map(|item| item.span));
    let stack = model.reading_stack();
    let gap = stack.as_ref().and_then(|stack| Some((stack.after, u16::try_from(stack.rows.len()).ok()?)));
    let lines = LineRows { rect: panes.page, tag_rows: TagRows::shown_if(model.settings.tags), gap };
    let line_count = lines.count();
    // Matches are drawn over everything but the selection.
    let mut over = find.map_or_else(Vec::new, |find| match_spans(find, theme, &document.shown(line_count)));
    over.extend(model.jump().map_or_else(Vec::new, |jump| name_spans(jump, theme)));
    over.extend(mode_spans(&model.mode, theme));
    let style = ArticleStyle { theme, lines, lang: model.lang() };
    let focus_view = if selection.is_none() { FocusView::Shown } else { FocusView::Hidden };
    let items = draw_lines(document, focus_view, over, &style, buffer);
    draw_jump_letters(model, theme, lines, buffer);
    if let (Some(stack), Some(rect)) = (&stack, lines.between_lines()) {
        draw_readings(model, theme, stack, rect, buffer);
    }
    let Some(page) = document.laid_out() else { return };
    let margin = Margin { document, theme, items: &items, focus };
    for (y, line) in lines.first_rows().zip(page.lines_from(document.top)) {
        margin.draw_beside(&page.line_range(line), (panes.margin.x, y), buffer);
    }
}

/// Draws the lines of an article, from its `top` on, as the workbench shows them, but without margin and focus. They begin in
/// the upper left corner of the buffer, which must be as wide as the page.
pub fn draw_article(document: &Document, theme: &Theme, height: u16, tag_rows: TagRows, buffer: &mut Buffer) {
    let width = buffer.area.width;
    let lines = LineRows { rect: Rect { x: 0, y: 0, width, height }, tag_rows, gap: None };
    let style = ArticleStyle { theme, lines, lang: Lang::En };
    draw_lines(document, FocusView::Hidden, Vec::new(), &style, buffer);
}

/// Draws the lines; `over` is drawn over the items. Returns the items on the screen.
fn draw_lines<'a>(
    document: &'a Document,
    focus: FocusView,
    over: Vec<StyledSpan>,
    style: &ArticleStyle<'_>,
    buffer: &mut Buffer,
) -> Vec<&'a Item> {
    let ArticleStyle { theme, lines, .. } = *style;
    let LineRows { rect, tag_rows, .. } = lines;
    let Some(page) = document.laid_out() else { return Vec::new() };
    let items: Vec<&Item> = document.items().overlapping(document.shown(lines.count())).collect();
    let mut spans = item_spans(document, focus, theme, &items);
    spans.extend(over);
    let mut splits: Vec<usize> = spans.iter().flat_map(|styled| [styled.span.start(), styled.span.end()]).collect();
    splits.sort_unstable();
    splits.dedup();
    let stand_in = theme.style(ScreenElement::StandIn);
    for (y, line) in lines.first_rows().zip(page.lines_from(document.top)) {
        let line = page.line(line, &splits);
        // White space at the end of a wrapped line has no style. With a background or an underline it would look like a word.
        let words = document.article.text.get(line.range.clone()).trim_end();
        let end = line.range.start + words.len();
        let on_line = |styled: &&StyledSpan| styled.span.start() < end && styled.span.end() > line.range.start;
        let on_line: Vec<&StyledSpan> = spans.iter().filter(on_line).collect();
        for cell in &line.cells {
            let at = cell.range.start;
            let mut style = if cell.stand_in { stand_in } else { Style::default() };
            for styled in on_line.iter().filter(|styled| at < end && styled.span.contains(at)) {
                style = style.patch(styled.style);
            }
            put_cell(buffer, rect.x + cell.column, y, cell.width, &cell.symbol, style);
        }
        if tag_rows == TagRows::Shown && y + 1 < rect.y + rect.height {
            draw_tags(document, style, &items, &line, end, (rect.x, y + 1), buffer);
        }
    }
    items
}
