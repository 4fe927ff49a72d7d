//! Going from article to article, and saying how far one is.

use super::valid::{in_review, in_review_or_finishing, on_open_article};
use super::{Command as C, CommandInfo, Group as G, row};

/// Where to, and how far this one is.
pub(super) const ROWS: &[CommandInfo] = &[
    row(
        C::NextArticle,
        ("next-article", "المقالة التالية"),
        &["n"],
        G::Articles,
        ("article", "مقالة"),
        ("To the next article.", "إلى المقالة التالية."),
        in_review,
    ),
    row(
        C::PreviousArticle,
        ("previous-article", "المقالة السابقة"),
        &["p"],
        G::Articles,
        ("", ""),
        ("To the article before.", "إلى المقالة السابقة."),
        in_review,
    ),
    row(
        C::Done,
        ("done", "إنهاء المقالة"),
        &["d"],
        G::Articles,
        ("done", "إنهاء"),
        (
            "Mark the article done and go to the next; on one that is done: take that back.",
            "اجعل المقالة منتهية وانتقل إلى التالية؛ وعلى المنتهية: اسحب ذلك.",
        ),
        in_review_or_finishing,
    ),
    row(
        C::AcceptRest,
        ("accept-rest", "قبول الباقي"),
        &["D", "Alt-d"],
        G::Articles,
        ("", ""),
        (
            "Take all that is pending, mark the article done and go to the next: one step of undo.",
            "اقبل كل المعلق واجعل المقالة منتهية وانتقل إلى التالية: خطوة تراجع واحدة.",
        ),
        on_open_article,
    ),
    row(
        C::RejectRest,
        ("reject-rest", "رفض الباقي"),
        &["Alt-x"],
        G::Articles,
        ("", ""),
        (
            "Refuse all that is pending, mark the article done and go to the next: one step of undo.",
            "ارفض كل المعلق واجعل المقالة منتهية وانتقل إلى التالية: خطوة تراجع واحدة.",
        ),
        on_open_article,
    ),
    row(
        C::Skip,
        ("skip", "تأجيل المقالة"),
        &["z"],
        G::Articles,
        ("", ""),
        (
            "Set the article aside and go to the next; on a skipped one: take that back.",
            "أجل المقالة وانتقل إلى التالية؛ وعلى المؤجلة: اسحب ذلك.",
        ),
        in_review,
    ),
];

/// The list of all.
pub(super) const LIST: &[CommandInfo] = &[row(
    C::Articles,
    ("articles", "الانتقال إلى مقالة"),
    &["g"],
    G::Articles,
    ("go to", "انتقال"),
    (
        "Go to another article: type a part of its title or id, or its number; Tab shows only those of one status, or the flagged ones.",
        "انتقل إلى مقالة أخرى: اكتب جزءا من عنوانها أو معرفها، أو رقمها؛ وTab يظهر ما له حالة واحدة فقط، أو ما عليه راية.",
    ),
    in_review,
)];
