//! Sheets over the page (help, guidelines, problems), the way back, and switches of the view.

use crate::lang::{self, Wording};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model, Saving};

use super::commit::tell;
use super::condition::{Condition, ON_PAGE, needs_focus, words};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::new("tags"),
        title: Wording::new("tags", "الوسوم على الصفحة"),
        help: Wording::new(
            "Show the labels on the page, under the words, or hide them.",
            "أظهر الوسوم على الصفحة تحت الكلمات، أو أخفها.",
        ),
        keys: &["t"],
        group: Group::Workbench,
        when: ON_PAGE,
        run: |model, _| toggle_tags(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("mouse"),
        title: Wording::new("mouse", "الفأرة"),
        help: Wording::new(
            "Let the mouse point at spans, select a word with a click and more words by dragging, and scroll; or leave the mouse to the terminal, for copying.",
            "اجعل الفأرة تشير إلى العناصر وتحدد كلمة بنقرة وأكثر بالسحب وتمرر الصفحة؛ أو اتركها للطرفية من أجل النسخ.",
        ),
        keys: &["m"],
        group: Group::Workbench,
        when: ON_PAGE,
        run: |model, _| toggle_mouse(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::PROBLEMS,
        title: Wording::new("problems", "المشكلات"),
        help: Wording::new(
            "Show what could not be opened or saved, which program failed to suggest, and why.",
            "أظهر ما تعذر فتحه أو حفظه، وأي برنامج أخفق في الاقتراح، وسبب ذلك.",
        ),
        keys: &["!"],
        group: Group::Workbench,
        footer: Footer::new("problems", "المشكلات"),
        when: HAS_PROBLEMS,
        run: |model, _| open_problems(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::BACK,
        title: Wording::new("back", "رجوع"),
        help: Wording::new(
            "Leave a selection, a find, the help page or a message.",
            "ارجع من التحديد، أو من البحث، أو من صفحة المساعدة، أو من رسالة.",
        ),
        keys: &["Esc"],
        group: Group::Workbench,
        footer: Footer::new("back", "رجوع").only_in(Modes::empty()),
        traits: CommandTraits::WITHOUT_ARTICLE.union(CommandTraits::WITHOUT_WINDOW),
        when: CAN_GO_BACK,
        run: |model, _| go_back(model),
    },
    Command {
        name: CommandName::new("guidelines"),
        title: Wording::new("guidelines", "الإرشادات"),
        help: Wording::new(
            "Show what each label is for, with examples; the label of the focused item first. A selection or a choice stays open below.",
            "أظهر ما يراد بكل وسم مع أمثلة؛ ووسم العنصر الحالي أولا. ويبقى التحديد أو الاختيار مفتوحا تحتها.",
        ),
        keys: &["I"],
        group: Group::Workbench,
        footer: Footer::new("guidelines", "الإرشادات"),
        when: CAN_OPEN_GUIDELINES,
        run: |model, _| open_guidelines(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::HELP,
        title: Wording::new("help", "مساعدة"),
        help: Wording::new("Show this page.", "أظهر هذه الصفحة."),
        keys: &["?", "F1"],
        group: Group::Workbench,
        footer: Footer::new("help", "مساعدة").only_in(Modes::empty()),
        traits: CommandTraits::WITHOUT_ARTICLE,
        when: CAN_OPEN_HELP,
        run: |model, _| open_help(model),
    },
];

const HAS_PROBLEMS: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| model.mode == Mode::Review && (!model.problems().is_empty() || model.saving() == Saving::Failed),
    why_not: |model| words(model, lang::NO_PROBLEMS),
};

/// In any mode but reviewing; while reviewing if there is a message, a count or a find to take away.
const CAN_GO_BACK: Condition = Condition {
    modes: Modes::all(),
    holds: |model| {
        model.mode != Mode::Review || model.notice().is_some() || model.count().is_some() || model.search.find.is_some()
    },
    why_not: |model| lang::say::nothing_to_leave(model.lang(), &model.key(CommandName::QUIT)),
};

const CAN_OPEN_GUIDELINES: Condition = Condition {
    modes: Modes::all(),
    holds: |model| !matches!(model.mode, Mode::Guidelines { .. }),
    why_not: needs_focus,
};

const CAN_OPEN_HELP: Condition =
    Condition { modes: Modes::all(), holds: |model| !matches!(model.mode, Mode::Help { .. }), why_not: needs_focus };

fn toggle_tags(model: &mut Model) -> Vec<Effect> {
    model.settings.tags = !model.settings.tags;
    Vec::new()
}

fn toggle_mouse(model: &mut Model) -> Vec<Effect> {
    let on = !model.settings.mouse;
    model.settings.mouse = on;
    tell(model, if on { lang::MOUSE_OURS } else { lang::MOUSE_TERMINALS });
    vec![Effect::Mouse(on)]
}

fn open_help(model: &mut Model) -> Vec<Effect> {
    let under = Box::new(std::mem::take(&mut model.mode));
    model.mode = Mode::Help { top: 0, under };
    Vec::new()
}

fn open_guidelines(model: &mut Model) -> Vec<Effect> {
    let under = Box::new(std::mem::take(&mut model.mode));
    model.mode = Mode::Guidelines { top: 0, under };
    Vec::new()
}

fn open_problems(model: &mut Model) -> Vec<Effect> {
    model.mode = Mode::Problems { top: 0 };
    Vec::new()
}

/// Closes what is open: from help and guidelines to the mode before them, else to reviewing. While reviewing it ends
/// the find.
pub(super) fn go_back(model: &mut Model) -> Vec<Effect> {
    if model.mode == Mode::Review {
        model.search.find = None;
        model.search.pending_find = None;
    }
    model.mode = match std::mem::take(&mut model.mode) {
        Mode::Help { under, .. } | Mode::Guidelines { under, .. } => *under,
        _ => Mode::Review,
    };
    Vec::new()
}
