//! Finding words, and seeing less.

use crate::workbench::FilterBy;

use super::valid::{has_find, in_review};
use super::{Bound, Command as C, CommandInfo, Group as G, row};

pub(super) const ROWS: &[CommandInfo] = &[
    row(
        C::Find,
        ("find", "بحث"),
        &["/"],
        G::Find,
        ("find", "بحث"),
        (
            "Look for words, however they are written; a space before or behind them binds them to a word's edge. A selection then begins at what was found.",
            "ابحث عن كلمات كيفما كتبت؛ والمسافة قبلها أو بعدها تربطها بحد الكلمة. ويبدأ التحديد بعدها مما وجد.",
        ),
        in_review,
    ),
    row(
        C::FindNext,
        ("find-next", "الموضع التالي"),
        &["f"],
        G::Find,
        ("next match", "الموضع التالي"),
        ("To the next place where they stand.", "إلى الموضع التالي لما تبحث عنه."),
        has_find,
    ),
    row(
        C::FindPrevious,
        ("find-previous", "الموضع السابق"),
        &["F", "Alt-f"],
        G::Find,
        ("", ""),
        ("To the place before.", "إلى الموضع السابق."),
        has_find,
    ),
    row(
        C::Filter(FilterBy::Entities),
        ("filter-entities", "تصفية: الكيانات"),
        &["\\ e"],
        G::Find,
        ("filter", "تصفية"),
        (
            "List and go through entities only; once more: all again.",
            "القائمة والتنقل للكيانات فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Quotes),
        ("filter-quotes", "تصفية: الاقتباسات"),
        &["\\ q"],
        G::Find,
        ("", ""),
        (
            "List and go through quotes only; once more: all again.",
            "القائمة والتنقل للاقتباسات فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Pending),
        ("filter-pending", "تصفية: المعلق"),
        &["\\ p"],
        G::Find,
        ("", ""),
        (
            "List and go through what is pending only; once more: all again.",
            "القائمة والتنقل للمعلق فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::NoRejected),
        ("filter-rejected", "تصفية: إخفاء المرفوض"),
        &["\\ r"],
        G::Find,
        ("", ""),
        ("Hide what is rejected from the list; once more: show it.", "أخف المرفوض من القائمة؛ ومرة أخرى: أظهره."),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Flagged),
        ("filter-flagged", "تصفية: ذو الراية"),
        &["\\ y"],
        G::Find,
        ("", ""),
        (
            "List and go through what is flagged for discussion only; once more: all again.",
            "القائمة والتنقل لما عليه راية فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Noted),
        ("filter-noted", "تصفية: ذو الملاحظة"),
        &["\\ n"],
        G::Find,
        ("", ""),
        (
            "List and go through what has a note only; once more: all again.",
            "القائمة والتنقل لما عليه ملاحظة فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Label),
        ("filter-label", "تصفية: وسم"),
        &["\\ 1", "\\ 2", "\\ 3", "\\ 4", "\\ 5", "\\ 6", "\\ 7", "\\ 8", "\\ 9"],
        G::Find,
        ("", ""),
        (
            "List and go through entities with this label only; once more: all again.",
            "القائمة والتنقل للكيانات ذات هذا الوسم فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Nothing),
        ("filter-nothing", "بلا تصفية"),
        &["\\ \\"],
        G::Find,
        ("", ""),
        ("List and go through everything again.", "القائمة والتنقل لكل شيء من جديد."),
        in_review,
    ),
    row(
        C::Threshold(Bound::Higher),
        ("threshold-up", "رفع حد الدرجة"),
        &["\\ +"],
        G::Find,
        ("", ""),
        (
            "Hide suggestions of the built-in machine that score low: the bound goes up by five hundredths.",
            "إخفاء اقتراحات الآلة المدمجة منخفضة الدرجة: يرتفع الحد خمسة من مئة.",
        ),
        in_review,
    ),
    row(
        C::Threshold(Bound::Lower),
        ("threshold-down", "خفض حد الدرجة"),
        &["\\ -"],
        G::Find,
        ("", ""),
        ("Show more of them again: the bound goes down.", "إظهار المزيد منها: ينخفض الحد."),
        in_review,
    ),
];
