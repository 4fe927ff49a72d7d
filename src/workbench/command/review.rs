//! Deciding on suggestions.

use super::valid::{
    can_accept, can_reject, can_reopen, on_entity, on_item, on_mark, on_pending, on_score, takes_a_digit,
};
use super::{Command as C, CommandInfo, Group as G, row};

pub(super) const ROWS: &[CommandInfo] = &[
    row(
        C::Accept,
        ("accept", "قبول"),
        &["a", "Enter"],
        G::Review,
        ("accept", "قبول"),
        (
            "Take the suggestion as it is and go to the next pending one. On a mark: go on.",
            "اقبل الاقتراح كما هو وانتقل إلى المعلق التالي. على علامة: انتقل فقط.",
        ),
        can_accept,
    ),
    row(
        C::Reject,
        ("reject", "رفض"),
        &["x"],
        G::Review,
        ("reject", "رفض"),
        (
            "Refuse the suggestion and go on; it is kept as a negative example. Works on accepted ones too.",
            "ارفض الاقتراح وانتقل؛ ويبقى مثالا سالبا. يعمل على المقبول أيضا.",
        ),
        can_reject,
    ),
    row(
        C::AcceptSame,
        ("accept-same", "قبول المماثل"),
        &["A"],
        G::Review,
        ("", ""),
        (
            "Take every pending suggestion of this article with the same words and label, as one step of undo.",
            "اقبل كل معلق في هذه المقالة له الكلمات نفسها والوسم نفسه، خطوة واحدة في التراجع.",
        ),
        on_pending,
    ),
    row(
        C::RejectSame,
        ("reject-same", "رفض المماثل"),
        &["X"],
        G::Review,
        ("", ""),
        (
            "Refuse every pending suggestion with the same words and label.",
            "ارفض كل معلق له الكلمات نفسها والوسم نفسه.",
        ),
        on_pending,
    ),
    row(
        C::AcceptAbove,
        ("accept-above", "قبول الأعلى درجة"),
        &["+"],
        G::Review,
        ("", ""),
        (
            "Take every pending suggestion that scores at least as high as this one; after a count (090+), at least that many hundredths.",
            "اقبل كل معلق لا تقل درجته عن درجة هذا؛ وبعد عدد (090 ثم المفتاح): لا تقل عن ذلك من المئة.",
        ),
        on_score,
    ),
    row(
        C::RejectBelow,
        ("reject-below", "رفض الأدنى درجة"),
        &["-"],
        G::Review,
        ("", ""),
        (
            "Refuse every pending suggestion that scores no higher than this one; after a count, no higher than that.",
            "ارفض كل معلق لا تزيد درجته على درجة هذا؛ وبعد عدد: لا تزيد على ذلك.",
        ),
        on_score,
    ),
    row(
        C::Repeat,
        ("repeat", "تكرار"),
        &["."],
        G::Review,
        ("", ""),
        (
            "The last verdict, label, edge move or verdict on many again, on what has the focus now.",
            "كرر آخر قرار أو وسم أو نقل حد أو قرار على كثير، على العنصر الحالي.",
        ),
        on_item,
    ),
    row(
        C::Label,
        ("label", "وسم"),
        &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        G::Review,
        ("label", "وسم"),
        (
            "Give the entity this label (a suggestion is taken with it); a quote: 1 direct, 2 indirect, 3 mixed. In a selection: add an entity with this label.",
            "أعط الكيان هذا الوسم (ويقبل الاقتراح معه)؛ وللاقتباس: 1 مباشر، 2 غير مباشر، 3 مختلط. في التحديد: أضف كيانا بهذا الوسم.",
        ),
        takes_a_digit,
    ),
    row(
        C::Propagate,
        ("propagate", "تعميم"),
        &["P"],
        G::Review,
        ("", ""),
        (
            "Show where the same words stand elsewhere, in this and in the other open articles, and propose them: Enter puts them up for review, Esc does not.",
            "أظهر مواضع الكلمات نفسها في هذه المقالة وفي المقالات المفتوحة الأخرى لاقتراحها: Enter يعرضها للمراجعة، وEsc لا يعرضها.",
        ),
        on_entity,
    ),
    row(
        C::Reopen,
        ("reopen", "إعادة فتح"),
        &["Backspace"],
        G::Review,
        ("reopen", "إعادة فتح"),
        ("Take the verdict back: the suggestion is pending again.", "اسحب القرار: يعود الاقتراح معلقا."),
        can_reopen,
    ),
    row(
        C::Remove,
        ("remove", "حذف"),
        &["r", "Delete"],
        G::Review,
        ("remove", "حذف"),
        (
            "Remove the mark. If a machine proposed it, it counts as rejected.",
            "احذف العلامة. وإن اقترحتها آلة فهي مرفوضة.",
        ),
        on_mark,
    ),
];
