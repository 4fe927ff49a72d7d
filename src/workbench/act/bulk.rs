//! Deciding on many suggestions at once, as one step of undo.

use crate::edit::ItemRef;
use crate::gold::{Body, Suggestion};
use crate::lang::{self, Rendered, say};
use crate::text::Fold;

use super::{Then, edit, tell};
use crate::workbench::{Command, Effect, Model};

/// All pending suggestions with the same words (folded) and label as the focused one.
pub(super) fn same(model: &mut Model, accept: bool) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let focused = document.focus.as_ref().and_then(|at| document.body(at));
    let Some((body, _)) = focused else { return Vec::new() };
    let text = &document.article.text;
    let words = |body: &Body| body.span().map(|span| text.slice(span).fold());
    let (wanted, label) = (words(body), body.label().to_owned());
    let alike = |suggestion: &&Suggestion| suggestion.body.label() == label && words(&suggestion.body) == wanted;
    let items: Vec<ItemRef> = document.annotation.pending.iter().filter(alike).map(at).collect();
    let shown = body.span().map_or_else(String::new, |span| text.slice(span).chars().take(40).collect());
    let what = say::label_and_words(model.lang(), &label, &shown);
    decide(model, &items, accept, what)
}

/// All pending suggestions that score at least (or at most) as much as the focused one, or as the count says.
pub(super) fn by_score(model: &mut Model, accept: bool) -> Vec<Effect> {
    let count = model.count.take();
    let Some(document) = model.document() else { return Vec::new() };
    let focused =
        document.focus.as_ref().and_then(|at| document.body(at)).and_then(|(_, suggestion)| suggestion?.score);
    let Some(limit) = count.map(|count| f64::from(count) / 100.0).or(focused) else {
        return tell(model, lang::NO_SCORE);
    };
    let fits = |suggestion: &&Suggestion| {
        suggestion.score.is_some_and(|score| if accept { score >= limit } else { score <= limit })
    };
    let items: Vec<ItemRef> = document.annotation.pending.iter().filter(fits).map(at).collect();
    let bound = if accept { say::score_or_more } else { say::score_or_less };
    let what = bound(model.lang(), limit);
    decide(model, &items, accept, what)
}

fn at(suggestion: &Suggestion) -> ItemRef {
    ItemRef::Pending(suggestion.id.clone())
}

fn decide(model: &mut Model, items: &[ItemRef], accept: bool, what: String) -> Vec<Effect> {
    if items.is_empty() {
        model.tell(say::none_with(model.lang(), Rendered(what)));
        return Vec::new();
    }
    let effects = edit(model, Then::GoOn, |decider| decider.decide_all(items, accept, None));
    if !effects.is_empty() {
        let decided = if accept { say::accepted_all } else { say::rejected_all };
        let undo = model.key(Command::Undo);
        model.tell(decided(model.lang(), items.len(), Rendered(what), &undo));
    }
    effects
}
