//! Moving the edges of what has the focus or is selected.

use crate::edit::{
    Move::{Inward, Outward},
    Step::{Grapheme, Proclitic, Word},
};

use super::valid::{on_quote, on_span};
use super::{
    Command as C, CommandInfo, Group as G,
    Side::{Left, Right},
    row,
};

pub(super) const ROWS: &[CommandInfo] = &[
    row(
        C::MoveEdge(Left, Outward, Word),
        ("left-edge-out", "الحد الأيسر إلى الخارج"),
        &["h"],
        G::Edges,
        ("", ""),
        (
            "Left edge outward by a word (in Arabic: the end takes in the next word).",
            "الحد الأيسر إلى الخارج كلمة (في العربية: تدخل الكلمة التالية في آخره).",
        ),
        on_span,
    ),
    row(
        C::MoveEdge(Left, Inward, Word),
        ("left-edge-in", "الحد الأيسر إلى الداخل"),
        &["j"],
        G::Edges,
        ("", ""),
        ("Left edge inward by a word.", "الحد الأيسر إلى الداخل كلمة."),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Inward, Word),
        ("right-edge-in", "الحد الأيمن إلى الداخل"),
        &["k"],
        G::Edges,
        ("", ""),
        ("Right edge inward by a word.", "الحد الأيمن إلى الداخل كلمة."),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Word),
        ("right-edge-out", "الحد الأيمن إلى الخارج"),
        &["l"],
        G::Edges,
        ("edges", "الحدود"),
        (
            "Right edge outward by a word (in Arabic: the start takes in the word before).",
            "الحد الأيمن إلى الخارج كلمة (في العربية: تدخل الكلمة السابقة في أوله).",
        ),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Inward, Proclitic),
        ("right-edge-in-proclitic", "الحد الأيمن بلا سابقة"),
        &["i"],
        G::Edges,
        ("", ""),
        (
            "Right edge inward by a proclitic: leaves out و ف ب ل ك س, and the first ل of لل.",
            "الحد الأيمن إلى الداخل سابقة: يخرج و ف ب ل ك س، واللام الأولى من لل.",
        ),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Proclitic),
        ("right-edge-out-proclitic", "الحد الأيمن مع سابقة"),
        &["o"],
        G::Edges,
        ("proclitic", "سابقة"),
        ("Right edge outward by a proclitic: takes one in.", "الحد الأيمن إلى الخارج سابقة: يدخل واحدة."),
        on_span,
    ),
    row(
        C::MoveEdge(Left, Outward, Grapheme),
        ("left-edge-out-letter", "الحد الأيسر حرفا إلى الخارج"),
        &["H"],
        G::Edges,
        ("", ""),
        ("Left edge outward by a letter with its marks.", "الحد الأيسر إلى الخارج حرفا مع حركاته."),
        on_span,
    ),
    row(
        C::MoveEdge(Left, Inward, Grapheme),
        ("left-edge-in-letter", "الحد الأيسر حرفا إلى الداخل"),
        &["J"],
        G::Edges,
        ("", ""),
        ("Left edge inward by a letter.", "الحد الأيسر إلى الداخل حرفا."),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Inward, Grapheme),
        ("right-edge-in-letter", "الحد الأيمن حرفا إلى الداخل"),
        &["K"],
        G::Edges,
        ("", ""),
        ("Right edge inward by a letter: leaves out a proclitic.", "الحد الأيمن إلى الداخل حرفا: يخرج سابقة."),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Grapheme),
        ("right-edge-out-letter", "الحد الأيمن حرفا إلى الخارج"),
        &["L", "Alt-l"],
        G::Edges,
        ("by letter", "حرف"),
        ("Right edge outward by a letter.", "الحد الأيمن إلى الخارج حرفا."),
        on_span,
    ),
    row(
        C::NextPart,
        ("next-part", "الجزء التالي"),
        &["w"],
        G::Edges,
        ("part", "جزء"),
        (
            "On a quote: the edge keys move its speaker, then its cue, then its content again.",
            "على اقتباس: تنقل مفاتيح الحدود حدود القائل، ثم أداة الإسناد، ثم المقول من جديد.",
        ),
        on_quote,
    ),
];
