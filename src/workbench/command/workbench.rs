//! The rest: undo, help, the workbench itself.

use super::valid::{always, can_go_back, can_redo, can_undo, guides, has_problems, helps, in_review, on_page};
use super::{Command as C, CommandInfo, Group as G, row};

/// Undo and redo.
pub(super) const HISTORY: &[CommandInfo] = &[
    row(
        C::Undo,
        ("undo", "تراجع"),
        &["u"],
        G::Workbench,
        ("undo", "تراجع"),
        ("Take the last change of this article back.", "تراجع عن آخر تغيير في هذه المقالة."),
        can_undo,
    ),
    row(
        C::Redo,
        ("redo", "إعادة"),
        &["Ctrl-r"],
        G::Workbench,
        ("redo", "إعادة"),
        ("Do again what was taken back.", "أعد ما تراجعت عنه."),
        can_redo,
    ),
];

/// All else.
pub(super) const ROWS: &[CommandInfo] = &[
    row(
        C::Palette,
        ("palette", "لوحة الأوامر"),
        &[":"],
        G::Workbench,
        ("commands", "الأوامر"),
        ("Run a command: type a part of its name or of what it does.", "نفذ أمرا: اكتب جزءا من اسمه أو مما يفعله."),
        on_page,
    ),
    row(
        C::Count,
        ("count", "عدد"),
        &["0"],
        G::Workbench,
        ("", ""),
        (
            "Begins a count: 03Tab goes to the third pending suggestion from here; what it changes is one step of undo.",
            "يبدأ عددا: 03Tab يذهب إلى الاقتراح المعلق الثالث من هنا؛ وما يغيره خطوة تراجع واحدة.",
        ),
        in_review,
    ),
    row(
        C::Tags,
        ("tags", "الوسوم على الصفحة"),
        &["t"],
        G::Workbench,
        ("", ""),
        (
            "Show the labels on the page, under the words, or hide them.",
            "أظهر الوسوم على الصفحة تحت الكلمات، أو أخفها.",
        ),
        on_page,
    ),
    row(
        C::Mouse,
        ("mouse", "الفأرة"),
        &["m"],
        G::Workbench,
        ("", ""),
        (
            "Let the mouse point at spans, select a word by a click and more by dragging, and scroll; or leave it to the terminal for copying.",
            "اجعل الفأرة تشير إلى العناصر وتحدد كلمة بنقرة وأكثر بالسحب وتمرر الصفحة؛ أو اتركها للطرفية من أجل النسخ.",
        ),
        on_page,
    ),
    row(
        C::Problems,
        ("problems", "المشكلات"),
        &["!"],
        G::Workbench,
        ("problems", "المشكلات"),
        (
            "Show what could not be opened or saved, which program failed to suggest, and why.",
            "أظهر ما تعذر فتحه أو حفظه، وأي برنامج أخفق في الاقتراح، وسبب ذلك.",
        ),
        has_problems,
    ),
    row(
        C::Back,
        ("back", "رجوع"),
        &["Esc"],
        G::Workbench,
        ("back", "رجوع"),
        (
            "Back out of a selection, of what was found, of the help page or a message.",
            "ارجع من التحديد، أو مما وجد، أو من صفحة المساعدة، أو من رسالة.",
        ),
        can_go_back,
    ),
    row(
        C::Guidelines,
        ("guidelines", "الإرشادات"),
        &["I"],
        G::Workbench,
        ("guidelines", "الإرشادات"),
        (
            "What each label is for, with examples; the label of the focus first. A selection or a choice stays open below.",
            "ما يراد بكل وسم مع أمثلة؛ ووسم العنصر الحالي أولا. ويبقى التحديد أو الاختيار مفتوحا تحتها.",
        ),
        guides,
    ),
    row(
        C::Help,
        ("help", "مساعدة"),
        &["?", "F1"],
        G::Workbench,
        ("help", "مساعدة"),
        ("This page.", "هذه الصفحة."),
        helps,
    ),
    row(
        C::SaveAs,
        ("save-as", "حفظ باسم"),
        &["Ctrl-s"],
        G::Workbench,
        ("", ""),
        (
            "Save in another folder: all gold, with its history; work goes on there. For a full or broken disk.",
            "احفظ في مجلد آخر: كل الملفات الذهبية مع سجل تغييراتها؛ ويستمر العمل هناك. لقرص ممتلئ أو معطل.",
        ),
        in_review,
    ),
    row(
        C::Quit,
        ("quit", "خروج"),
        &["q"],
        G::Workbench,
        ("quit", "خروج"),
        ("Leave; every verdict is saved already.", "اخرج؛ كل قرار محفوظ من قبل."),
        always,
    ),
    row(
        C::Suspend,
        ("suspend", "إيقاف مؤقت"),
        &["Ctrl-z"],
        G::Workbench,
        ("", ""),
        ("Stop, and go on with fg (Unix).", "أوقف البرنامج مؤقتا، وتابع بالأمر fg (في Unix)."),
        always,
    ),
];
