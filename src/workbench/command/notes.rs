//! Notes and flags.

use super::valid::{in_review, on_item};
use super::{Command as C, CommandInfo, Group as G, Scope, row};

pub(super) const ROWS: &[CommandInfo] = &[
    row(
        C::Flag(Scope::Item),
        ("flag", "راية"),
        &["Y"],
        G::Notes,
        ("", ""),
        (
            "Flag the item for discussion, whatever its verdict; once more: take the flag away.",
            "ضع راية على العنصر لمناقشته مهما كان القرار فيه؛ ومرة أخرى: أزلها.",
        ),
        on_item,
    ),
    row(
        C::Note(Scope::Item),
        ("note", "ملاحظة"),
        &["N"],
        G::Notes,
        ("", ""),
        (
            "Write a note on the item, or change it; an empty one removes it.",
            "اكتب ملاحظة على العنصر أو عدلها؛ والفارغة تحذفها.",
        ),
        on_item,
    ),
    row(
        C::Flag(Scope::Article),
        ("flag-article", "راية على المقالة"),
        &["; y"],
        G::Notes,
        ("", ""),
        (
            "Flag the article for discussion; once more: take the flag away.",
            "ضع راية على المقالة لمناقشتها؛ ومرة أخرى: أزلها.",
        ),
        in_review,
    ),
    row(
        C::Note(Scope::Article),
        ("note-article", "ملاحظة على المقالة"),
        &["; n"],
        G::Notes,
        ("", ""),
        ("Write a note on the article, or change it.", "اكتب ملاحظة على المقالة أو عدلها."),
        in_review,
    ),
];
