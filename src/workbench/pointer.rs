//! The mouse at work: pointing at items, selecting by dragging, scrolling.

use super::direction::ReadingDirection;
use super::document::Document;
use super::model::{Mode, Model};
use super::mouse::{Mouse, MouseKind};
use super::panes::Rect;
use super::selection::Selection;

/// The lines that one notch of the wheel scrolls.
const NOTCH: usize = 3;

/// Handles a mouse event. A press on an item, on the page or in the list, moves the focus there; a press on a bare word
/// selects it; a drag selects from letter to letter; the wheel scrolls and leaves the focus where it is.
pub(super) fn handle_mouse(model: &mut Model, mouse: Mouse) {
    let Some(panes) = model.panes() else { return };
    if model.search.prompt.is_some() || !matches!(model.mode, Mode::Review | Mode::Select(_)) {
        return;
    }
    model.viewport.edge = None;
    model.jump = None;
    match mouse.kind {
        MouseKind::WheelDown => scroll(model, ReadingDirection::Forward),
        MouseKind::WheelUp => scroll(model, ReadingDirection::Back),
        MouseKind::Release => model.viewport.drag_anchor = None,
        MouseKind::Press => {
            model.messages.notice = None;
            if let Some(list) = panes.list.filter(|list| inside(*list, mouse)) {
                return press_list(model, list, mouse);
            }
            if inside(panes.page, mouse) {
                press_page(model, panes.page, mouse);
            }
        }
        MouseKind::Drag => drag(model, panes.page, mouse),
    }
}

fn inside(rect: Rect, mouse: Mouse) -> bool {
    (rect.x..rect.x + rect.width).contains(&mouse.column) && (rect.y..rect.y + rect.height).contains(&mouse.row)
}

fn scroll(model: &mut Model, direction: ReadingDirection) {
    let shown = model.lines_shown();
    let Some(document) = model.document_mut() else { return };
    document.scroll(direction, NOTCH, shown);
    model.viewport.adrift = true;
}

fn press_list(model: &mut Model, list: Rect, mouse: Mouse) {
    let row = mouse.row - list.y;
    let index = model.side_list_rows(list.height).into_iter().find(|(at, _)| *at == row).map(|(_, index)| index);
    let Some(document) = model.document_mut() else { return };
    let item = index.and_then(|index| document.items().get(index)).map(|item| item.at.clone());
    if item.is_some() {
        document.focus = item;
        model.mode = Mode::Review;
        model.viewport.adrift = false;
    }
}

fn press_page(model: &mut Model, page: Rect, mouse: Mouse) {
    if let Some(on_reading) = model.item_of_row(usize::from(mouse.row - page.y)) {
        if let (Some(item), Some(document)) = (on_reading, model.document_mut()) {
            document.focus = Some(item);
            model.mode = Mode::Review;
            model.viewport.adrift = false;
        }
        return;
    }
    let Some(at) = letter(model, page, mouse) else { return };
    model.viewport.drag_anchor = Some(at.clone());
    model.viewport.adrift = false;
    model.mode = Mode::Review;
    let Some(document) = model.document_mut() else { return };
    // The innermost item there.
    let here = document.items().overlapping(at.clone());
    if let Some(item) = here.min_by_key(|item| item.span.end() - item.span.start()) {
        document.focus = Some(item.at.clone());
        return;
    }
    // On a bare word: a digit then adds it, and does not label the item that had the focus before.
    let word = document.article.text.words_from(at.start).next();
    if let Some(span) = word.filter(|word| word.start() <= at.start) {
        let from = document.focus.clone();
        model.mode = Mode::Select(Selection { span, from, exact: false });
    }
}

fn drag(model: &mut Model, page: Rect, mouse: Mouse) {
    let (Some(anchor), Some(at)) = (model.viewport.drag_anchor.clone(), letter(model, page, mouse)) else { return };
    let Some(document) = model.document() else { return };
    let text = &document.article.text;
    if let Some(span) = text.span_around(anchor.start.min(at.start), anchor.end.max(at.end)) {
        let from = document.focus.clone();
        model.mode = Mode::Select(Selection { span, from, exact: false });
    }
}

/// The letter under the mouse: beside the ends of a line the nearest one, below the last line the last one.
fn letter(model: &Model, page: Rect, mouse: Mouse) -> Option<std::ops::Range<usize>> {
    let document: &Document = model.document()?;
    let rows = usize::from(mouse.row.clamp(page.y, page.y + page.height - 1) - page.y);
    let laid_out = document.laid_out()?;
    let line = laid_out.below(document.top, model.line_at_row(rows));
    let range = laid_out.line_range(line);
    let items = document.items().overlapping(range.clone());
    let mut splits: Vec<usize> = items.flat_map(|item| [item.span.start(), item.span.end()]).collect();
    // The page is drawn with the ligatures split at the edges of matches, too.
    let found = model.search.find.iter().flat_map(|find| find.overlapping(&range));
    splits.extend(found.flat_map(|(_, span)| [span.start(), span.end()]));
    splits.sort_unstable();
    let column = mouse.column.clamp(page.x, page.x + page.width - 1) - page.x;
    let range = laid_out.hit_test(line, column, &splits).range;
    (!range.is_empty()).then_some(range)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::gold::{Article, Body, Extra, Label, Suggestion};

    use crate::text::{Text, next_grapheme};
    use crate::workbench::{Action, Settings, update};

    fn model() -> Model {
        let text = Text::new("قال سامي (Sami) لباريس: نعم، ولا شيء آخر غير ذلك اليوم في المدينة الكبيرة جدا\nثم ذهب");
        let span = text.words()[1];
        let suggestion = Suggestion::new(&text, "m@1", 0.5, Body::Entity { span, label: Label::new("PER") });
        let article = Article { id: "a".to_owned(), text, meta: Extra::new(), suggestions: vec![suggestion] };
        let settings = Settings { mouse: true, ..Settings::default() };
        Model::new(settings, vec![Document::new(Arc::new(article), None)], Vec::new(), (80, 24)).unwrap()
    }

    fn mouse(model: &mut Model, kind: MouseKind, offset: usize) {
        let panes = model.panes().unwrap();
        let document = model.document().unwrap();
        let splits: Vec<usize> =
            document.items().iter().flat_map(|item| [item.span.start(), item.span.end()]).collect();
        let page = document.laid_out().unwrap();
        let place = page.position_of(offset, &splits);
        let row = page.lines_from(document.top).position(|line| line == place.line).unwrap();
        let row = panes.page.y + u16::try_from(row).unwrap();
        update(model, Action::Mouse(Mouse { kind, column: panes.page.x + place.column, row }));
    }

    /// From any letter to any letter of a wrapped line with both directions, dragging selects what lies between.
    #[test]
    fn dragging_selects_from_letter_to_letter() {
        let mut model = model();
        let text = model.document().unwrap().article.text.clone();
        let letters: Vec<usize> =
            text.as_str().char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at).collect();
        for (from, to) in letters.iter().flat_map(|from| letters.iter().step_by(7).map(move |to| (*from, *to))) {
            mouse(&mut model, MouseKind::Press, from);
            mouse(&mut model, MouseKind::Drag, to);
            mouse(&mut model, MouseKind::Release, to);
            let Mode::Select(selection) = &model.mode else { panic!("nothing selected from {from} to {to}") };
            let (first, last) = (from.min(to), from.max(to));
            // A lam-alef that is one cell is taken whole.
            let two = 2 * 'ل'.len_utf8();
            let (start, end) = (selection.span.start(), selection.span.end());
            let behind = next_grapheme(text.as_str(), last);
            assert!(start <= first && first - start < two, "{from} {to} {:?}", text.slice(selection.span));
            assert!(behind <= end && end - behind < two, "{from} {to} {:?}", text.slice(selection.span));
        }
    }

    /// A digit after a click on a bare word adds that word, and changes nothing of the focused item.
    #[test]
    fn a_press_on_a_bare_word_selects_it() {
        let mut model = model();
        let word = model.documents[0].article.text.words()[5];
        mouse(&mut model, MouseKind::Press, word.start() + 2);
        mouse(&mut model, MouseKind::Release, word.start() + 2);
        assert!(matches!(&model.mode, Mode::Select(selection) if selection.span == word));
        update(&mut model, Action::Key("4".parse().unwrap()));
        let gold = &model.documents[0].annotation.gold;
        assert_eq!((gold.len(), gold.first().unwrap().body.span()), (1, Some(word)));
    }

    #[test]
    fn a_press_moves_the_focus_and_the_wheel_does_not() {
        let mut model = model();
        model.documents[0].focus = None;
        let start = model.documents[0].items().first().unwrap().span.start();
        mouse(&mut model, MouseKind::Press, start + 2);
        let focus = model.documents[0].focus.clone();
        assert_eq!(focus.as_ref(), model.documents[0].items().first().map(|item| &item.at));
        model.documents[0].focus = None;
        update(&mut model, Action::Mouse(Mouse { kind: MouseKind::Press, column: 3, row: 1 }));
        assert_eq!(model.documents[0].focus, focus, "the first row of the list");
        // A filtered list has a title: its first item is in the second row.
        for key in ["\\", "1"] {
            update(&mut model, Action::Key(key.parse().unwrap()));
        }
        for (row, expected) in [(1, &None), (2, &focus)] {
            model.documents[0].focus = None;
            update(&mut model, Action::Mouse(Mouse { kind: MouseKind::Press, column: 3, row }));
            assert_eq!(&model.documents[0].focus, expected);
        }
        mouse(&mut model, MouseKind::WheelDown, 0);
        assert_eq!(model.documents[0].focus, focus);
    }

    #[test]
    fn the_top_line_stays_on_the_screen_when_the_window_gets_another_width() {
        let words = "قال سامي إن المدينة كبيرة جدا وإنه لن يعود إليها قبل الشتاء. ".repeat(4);
        let text = Text::new(format!("{words}\n").repeat(40));
        let article = Article { id: "a".to_owned(), text, meta: Extra::new(), suggestions: Vec::new() };
        let document = Document::new(Arc::new(article), None);
        let mut model =
            Model::new(Settings { mouse: true, ..Settings::default() }, vec![document], Vec::new(), (80, 24)).unwrap();
        for _ in 0..9 {
            let top = model.documents[0].top;
            mouse(&mut model, MouseKind::WheelDown, top);
        }
        let top = model.documents[0].top;
        assert!(top > 0);
        for width in [50, 140, 60, 80] {
            update(&mut model, Action::Resize(width, 24));
            assert!(model.documents[0].shown(1).contains(&top), "{width}");
        }
    }
}
