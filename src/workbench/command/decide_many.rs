//! Verdicts on several suggestions at once, as one step of undo.

use crate::edit::{Decision, ItemRef};
use crate::gold::{Body, Suggestion};
use crate::lang::{self, Wording, say};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};
use crate::workbench::search::propagation::PreviewThen;

use super::commit::tell;
use super::condition::{Condition, ON_ITEM, ON_PENDING, is_on_pending, needs_pending};
use super::decide_list::{accept_equal, decide_all, equal_pending, equal_words, item_ref};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::propagate;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::ACCEPT_SAME,
        title: Wording::new("accept-same", "قبول المماثل"),
        help: Wording::new(
            "Accept every equal item of this article, in one step of undo: each pending suggestion with the same words and label, and each place of these words that is not suggested yet. If these words are pending only with other labels, it gives them this label. New places and other labels are shown first: then a or Enter accepts them all, Esc does not.",
            "اقبل كل مماثل في هذه المقالة في خطوة تراجع واحدة: كل اقتراح معلق له الكلمات نفسها والوسم نفسه، وكل موضع لهذه الكلمات لم يقترح بعد. وإن كانت هذه الكلمات معلقة بوسوم أخرى فقط أعطاها هذا الوسم. وتظهر المواضع الجديدة والوسوم الأخرى أولا: ثم a أو Enter يقبلها كلها، وEsc لا يقبلها.",
        ),
        keys: &["A"],
        group: Group::Review,
        footer: Footer::new("all equal", "المماثل"),
        traits: CommandTraits::VERDICT_ON_MANY,
        when: ON_ITEM,
        run: |model, _| accept_same(model),
    },
    Command {
        name: CommandName::new("reject-same"),
        title: Wording::new("reject-same", "رفض المماثل"),
        help: Wording::new(
            "Reject every pending suggestion of this article with the same words and label, in one step of undo.",
            "ارفض كل اقتراح معلق في هذه المقالة له الكلمات نفسها والوسم نفسه، في خطوة تراجع واحدة.",
        ),
        keys: &["X"],
        group: Group::Review,
        traits: CommandTraits::VERDICT_ON_MANY,
        when: ON_PENDING,
        run: |model, _| reject_same(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("accept-above"),
        title: Wording::new("accept-above", "قبول الأعلى درجة"),
        help: Wording::new(
            "Accept every pending suggestion whose score is at least that of this one; after a count (090+), at least that many hundredths.",
            "اقبل كل اقتراح معلق لا تقل درجته عن درجة هذا؛ وبعد عدد (090 ثم المفتاح): لا تقل عن ذلك من المئة.",
        ),
        keys: &["+"],
        group: Group::Review,
        traits: CommandTraits::VERDICT_ON_MANY,
        when: HAS_SCORE,
        run: |model, _| decide_by_score(model, Decision::Accept),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("reject-below"),
        title: Wording::new("reject-below", "رفض الأدنى درجة"),
        help: Wording::new(
            "Reject every pending suggestion whose score is at most that of this one; after a count (030-), at most that many hundredths.",
            "ارفض كل اقتراح معلق لا تزيد درجته على درجة هذا؛ وبعد عدد (030 ثم المفتاح): لا تزيد على ذلك من المئة.",
        ),
        keys: &["-"],
        group: Group::Review,
        traits: CommandTraits::VERDICT_ON_MANY,
        when: HAS_SCORE,
        run: |model, _| decide_by_score(model, Decision::Reject),
        ..Command::PLAIN
    },
];

/// On a pending suggestion, whose score counts, or after a count, which is a score in hundredths.
const HAS_SCORE: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| is_on_pending(model) || model.mode == Mode::Review && model.input.count.is_some(),
    why_not: needs_pending,
};

/// Rejects all pending suggestions that are equal to the focused one.
fn reject_same(model: &mut Model) -> Vec<Effect> {
    let (items, what) = (equal_pending(model), equal_words(model));
    decide_all(model, items, Decision::Reject, what)
}

/// Accepts all items that are equal to the focused one. New places of an entity are shown first.
fn accept_same(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let body = document.focus.as_ref().and_then(|at| document.body(at)).map(|(body, _)| body);
    match body {
        Some(Body::Entity { .. }) => propagate::search_everywhere(model, PreviewThen::Accept),
        _ => accept_equal(model, Vec::new()),
    }
}

/// Decides on all pending suggestions that score at least (or at most) as much as the focused one, or as the count says.
fn decide_by_score(model: &mut Model, decision: Decision) -> Vec<Effect> {
    let count = model.input.count.take();
    let Some(document) = model.document() else { return Vec::new() };
    let focused =
        document.focus.as_ref().and_then(|at| document.body(at)).and_then(|(_, suggestion)| suggestion?.score);
    let Some(limit) = count.map(|count| f64::from(count) / 100.0).or(focused) else {
        return tell(model, lang::NO_SCORE);
    };
    let fits = |suggestion: &&Suggestion| {
        suggestion.score.is_some_and(|score| match decision {
            Decision::Accept => score >= limit,
            Decision::Reject => score <= limit,
        })
    };
    let items: Vec<ItemRef> = document.annotation.pending.iter().filter(fits).map(item_ref).collect();
    let what = match decision {
        Decision::Accept => say::score_or_more(model.lang(), limit),
        Decision::Reject => say::score_or_less(model.lang(), limit),
    };
    decide_all(model, items, decision, what)
}
