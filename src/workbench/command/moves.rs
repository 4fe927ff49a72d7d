//! Moving about in an article: from item to item, and over the page.

use crate::lang::{self, Wording, say};
use crate::workbench::direction::ReadingDirection::{self, Back, Forward};
use crate::workbench::direction::Side;
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};
use crate::workbench::words_beside::{next_word, word_beside, word_on_next_line};

use super::admission::{next_pending, tell_admitted};
use super::commit::{none_pending, tell};
use super::condition::{ALWAYS, IN_REVIEW, ON_PAGE};
use super::focus::focus_index;
use super::group::Group;
use super::name::CommandName;
use super::reselect::reselect;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::NEXT_PENDING,
        title: Wording::new("next-pending", "المعلق التالي"),
        help: Wording::new("Go to the next pending suggestion.", "انتقل إلى الاقتراح المعلق التالي."),
        keys: &["Tab"],
        group: Group::Move,
        footer: Footer::new("next", "التالي"),
        traits: CommandTraits::COUNTED,
        when: IN_REVIEW,
        run: |model, _| go_to_pending(model, Forward),
    },
    Command {
        name: CommandName::new("previous-pending"),
        title: Wording::new("previous-pending", "المعلق السابق"),
        help: Wording::new("Go to the previous pending suggestion.", "انتقل إلى الاقتراح المعلق السابق."),
        keys: &["Shift-Tab"],
        group: Group::Move,
        traits: CommandTraits::COUNTED,
        when: IN_REVIEW,
        run: |model, _| go_to_pending(model, Back),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::NEXT_ITEM,
        title: Wording::new("next-item", "العنصر التالي"),
        help: Wording::new(
            "Go to the next item of the list, decided or not; in a selection: one line down.",
            "انتقل إلى العنصر التالي في القائمة، ولو سبق حسمه؛ في التحديد: سطرا إلى أسفل.",
        ),
        keys: &["Down"],
        group: Group::Move,
        traits: CommandTraits::COUNTED,
        when: ON_PAGE,
        run: |model, _| go(model, Arrow::Line(Forward)),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("previous-item"),
        title: Wording::new("previous-item", "العنصر السابق"),
        help: Wording::new(
            "Go to the previous item of the list; in a selection: one line up.",
            "انتقل إلى العنصر السابق في القائمة؛ في التحديد: سطرا إلى أعلى.",
        ),
        keys: &["Up"],
        group: Group::Move,
        traits: CommandTraits::COUNTED,
        when: ON_PAGE,
        run: |model, _| go(model, Arrow::Line(Back)),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("left"),
        title: Wording::new("left", "يسار"),
        help: Wording::new(
            "Go to the item on the left; in a selection: to the word on the left.",
            "انتقل إلى العنصر الذي على اليسار؛ في التحديد: إلى الكلمة التي على اليسار.",
        ),
        keys: &["Left"],
        group: Group::Move,
        traits: CommandTraits::COUNTED,
        when: ON_PAGE,
        run: |model, _| go(model, Arrow::Side(Side::Left)),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("right"),
        title: Wording::new("right", "يمين"),
        help: Wording::new(
            "Go to the item on the right; in a selection: to the word on the right.",
            "انتقل إلى العنصر الذي على اليمين؛ في التحديد: إلى الكلمة التي على اليمين.",
        ),
        keys: &["Right"],
        group: Group::Move,
        traits: CommandTraits::COUNTED,
        when: ON_PAGE,
        run: |model, _| go(model, Arrow::Side(Side::Right)),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("first-item"),
        title: Wording::new("first-item", "العنصر الأول"),
        help: Wording::new("Go to the first item.", "انتقل إلى العنصر الأول."),
        keys: &["Home"],
        group: Group::Move,
        when: IN_REVIEW,
        run: |model, _| go_to_end_item(model, Forward),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("last-item"),
        title: Wording::new("last-item", "العنصر الأخير"),
        help: Wording::new("Go to the last item.", "انتقل إلى العنصر الأخير."),
        keys: &["End"],
        group: Group::Move,
        when: IN_REVIEW,
        run: |model, _| go_to_end_item(model, Back),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::PAGE_DOWN,
        title: Wording::new("page-down", "شاشة إلى أسفل"),
        help: Wording::new(
            "Scroll one screen forward; the focus stays where it is.",
            "مرر شاشة إلى الأمام؛ ويبقى العنصر الحالي كما هو.",
        ),
        keys: &["PageDown", "Space"],
        group: Group::Move,
        traits: CommandTraits::COUNTED,
        when: ALWAYS,
        run: |model, _| scroll(model, Forward),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("page-up"),
        title: Wording::new("page-up", "شاشة إلى أعلى"),
        help: Wording::new(
            "Scroll one screen back; the focus stays where it is.",
            "مرر شاشة إلى الخلف؛ ويبقى العنصر الحالي كما هو.",
        ),
        keys: &["PageUp"],
        group: Group::Move,
        traits: CommandTraits::COUNTED,
        when: ALWAYS,
        run: |model, _| scroll(model, Back),
        ..Command::PLAIN
    },
];

/// Goes to the next pending suggestion, or the one before; says so if there is none.
pub(super) fn go_to_pending(model: &mut Model, direction: ReadingDirection) -> Vec<Effect> {
    let from = model.document().and_then(Document::focus_index);
    let (next, admitted) = match direction {
        Forward => next_pending(model, from),
        Back => (model.pending_from(from, Back), 0),
    };
    let filtered = model.search.filter.is_on();
    let nothing = none_pending(model, say::none_pending);
    let Some(document) = model.document_mut() else { return Vec::new() };
    match next {
        Some(next) => {
            document.focus = Some(next);
            if admitted > 0 {
                tell_admitted(model, admitted);
            }
        }
        None if filtered && document.progress().0 > 0 => return tell(model, lang::FILTER_NOTHING_PENDING),
        None if document.suggested() => model.tell(nothing),
        None => return tell(model, lang::STILL_READING),
    }
    Vec::new()
}

/// A move by an arrow key.
#[derive(Clone, Copy)]
enum Arrow {
    /// Down (forward) or up.
    Line(ReadingDirection),
    /// To a side of the screen.
    Side(Side),
}

fn go(model: &mut Model, arrow: Arrow) -> Vec<Effect> {
    let reading = |forward: bool| if forward { Forward } else { Back };
    if let Mode::Select(_) = model.mode {
        return reselect(model, |text, page, span| match (arrow, page) {
            (Arrow::Line(direction), Some(page)) => word_on_next_line(text, page, span, direction),
            (Arrow::Side(side), Some(page)) => word_beside(text, page, span, side),
            (Arrow::Line(direction), None) => next_word(text, span, direction),
            (Arrow::Side(side), None) => next_word(text, span, reading(side == Side::Left)),
        });
    }
    let Some(document) = model.document() else { return Vec::new() };
    let rtl = match (document.focused(), document.laid_out()) {
        (Some(item), Some(page)) => page.line_is_rtl(item.span.start()),
        _ => true,
    };
    let direction = match arrow {
        Arrow::Line(direction) => direction,
        Arrow::Side(side) => reading(rtl == (side == Side::Left)),
    };
    focus_index(model, |document, filter| {
        let shown = |index: &usize| document.items().get(*index).is_some_and(|item| filter.shows(item));
        match (document.focus_index(), direction) {
            (None, _) => (0..document.items().len()).find(shown),
            (Some(index), Forward) => (index + 1..document.items().len()).find(shown),
            (Some(index), Back) => (0..index).rev().find(shown),
        }
    })
}

/// Goes to the first item (forward) or to the last one (back).
fn go_to_end_item(model: &mut Model, direction: ReadingDirection) -> Vec<Effect> {
    focus_index(model, |document, filter| filter.next(document, None, direction, |_| true))
}

/// Scrolls by a screen. The focus stays where it is; the next key that needs it brings it back.
fn scroll(model: &mut Model, direction: ReadingDirection) -> Vec<Effect> {
    let shown = model.lines_shown();
    let rows = shown.saturating_sub(2).max(1);
    let moved = |top: usize| match direction {
        Forward => top + rows,
        Back => top.saturating_sub(rows),
    };
    match &mut model.mode {
        Mode::Help { top, .. } | Mode::Guidelines { top, .. } | Mode::Problems { top } => {
            *top = moved(*top);
            return Vec::new();
        }
        Mode::Preview(preview) => {
            preview.top = moved(preview.top);
            return Vec::new();
        }
        Mode::Select(_) | Mode::ChooseRole(_) | Mode::Finish => return Vec::new(),
        Mode::Review => {}
    }
    let Some(document) = model.document_mut() else { return Vec::new() };
    document.scroll(direction, rows, shown);
    model.viewport.adrift = true;
    Vec::new()
}
