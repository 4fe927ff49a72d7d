//! Verdicts on several suggestions at once, as one step of undo.

use crate::edit::{Decision, ItemRef};
use crate::gold::{Body, Suggestion};
use crate::lang::{self, Rendered, Wording, say};
use crate::text::Fold;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::commit::{FocusAfter, commit, tell};
use super::condition::{Condition, ON_PENDING, is_on_pending, needs_pending};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::new("accept-same"),
        title: Wording::new("accept-same", "قبول المماثل"),
        help: Wording::new(
            "Accept every pending suggestion of this article with the same words and label, in one step of undo.",
            "اقبل كل اقتراح معلق في هذه المقالة له الكلمات نفسها والوسم نفسه، في خطوة تراجع واحدة.",
        ),
        keys: &["A"],
        group: Group::Review,
        traits: CommandTraits::VERDICT_ON_MANY,
        when: ON_PENDING,
        run: |model, _| decide_same(model, Decision::Accept),
        ..Command::PLAIN
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
        run: |model, _| decide_same(model, Decision::Reject),
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

/// Decides on all pending suggestions with the same words (folded) and label as the focused one.
fn decide_same(model: &mut Model, decision: Decision) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let focused = document.focus.as_ref().and_then(|at| document.body(at));
    let Some((body, _)) = focused else { return Vec::new() };
    let text = &document.article.text;
    let words = |body: &Body| body.span().map(|span| text.slice(span).fold());
    let (wanted, label) = (words(body), body.label().to_owned());
    let alike = |suggestion: &&Suggestion| suggestion.body.label() == label && words(&suggestion.body) == wanted;
    let items: Vec<ItemRef> = document.annotation.pending.iter().filter(alike).map(item_ref).collect();
    let shown = body.span().map_or_else(String::new, |span| text.slice(span).chars().take(40).collect());
    let what = say::label_and_words(model.lang(), &label, &shown);
    decide_all(model, &items, decision, what)
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
    decide_all(model, &items, decision, what)
}

fn item_ref(suggestion: &Suggestion) -> ItemRef {
    ItemRef::Pending(suggestion.id.clone())
}

fn decide_all(model: &mut Model, items: &[ItemRef], decision: Decision, what: String) -> Vec<Effect> {
    if items.is_empty() {
        model.tell(say::none_with(model.lang(), Rendered(what)));
        return Vec::new();
    }
    let effects = commit(model, FocusAfter::NextPending, |decider| decider.decide_all(items, decision, None));
    if !effects.is_empty() {
        let undo = model.key(CommandName::UNDO);
        model.tell(match decision {
            Decision::Accept => say::accepted_all(model.lang(), items.len(), Rendered(what), &undo),
            Decision::Reject => say::rejected_all(model.lang(), items.len(), Rendered(what), &undo),
        });
    }
    effects
}
