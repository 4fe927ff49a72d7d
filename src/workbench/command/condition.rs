//! Conditions: when a command is valid, and the message for when it is not.

use std::fmt;

use crate::gold::{Layer, Status, Verdict};
use crate::lang::{self, Wording, say};
use crate::workbench::document::ItemState;
use crate::workbench::model::{Mode, Model};

use super::modes::Modes;
use super::name::CommandName;

/// The condition of a command.
#[derive(Clone, Copy)]
pub struct Condition {
    /// The modes in which it can hold. Two commands whose conditions have none in common may share a key.
    pub modes: Modes,
    /// True if the command is valid now.
    pub(super) holds: fn(&Model) -> bool,
    /// The message for when it is not valid: what is missing, and the key that helps.
    pub(super) why_not: fn(&Model) -> String,
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condition").field("modes", &self.modes).finish_non_exhaustive()
    }
}

const REVIEW_OR_SELECT: Modes = Modes::REVIEW.union(Modes::SELECT);

/// Always.
pub(super) const ALWAYS: Condition = Condition { modes: Modes::all(), holds: |_| true, why_not: needs_focus };

/// While reviewing.
pub(super) const IN_REVIEW: Condition =
    Condition { modes: Modes::REVIEW, holds: |model| model.mode == Mode::Review, why_not: needs_focus };

/// While reviewing or with a selection.
pub(super) const ON_PAGE: Condition = Condition {
    modes: REVIEW_OR_SELECT,
    holds: |model| matches!(model.mode, Mode::Review | Mode::Select(_)),
    why_not: needs_focus,
};

/// With a selection.
pub(super) const IN_SELECTION: Condition =
    Condition { modes: Modes::SELECT, holds: is_selecting, why_not: needs_selection };

/// With a selection that was begun on an item.
pub(super) const IN_SELECTION_FROM_ITEM: Condition = Condition {
    modes: Modes::SELECT,
    holds: |model| matches!(&model.mode, Mode::Select(selection) if selection.from.is_some()),
    why_not: needs_selection,
};

/// On an item.
pub(super) const ON_ITEM: Condition =
    Condition { modes: Modes::REVIEW, holds: |model| focused_state(model).is_some(), why_not: needs_focus };

/// On an item or with a selection.
pub(super) const ON_ITEM_OR_SELECTION: Condition = Condition {
    modes: REVIEW_OR_SELECT,
    holds: |model| focused_state(model).is_some() || is_selecting(model),
    why_not: needs_focus,
};

/// On a pending suggestion.
pub(super) const ON_PENDING: Condition =
    Condition { modes: Modes::REVIEW, holds: is_on_pending, why_not: needs_pending };

/// On a gold item.
pub(super) const ON_GOLD_ITEM: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| matches!(focused_state(model), Some(ItemState::Decided(_))),
    why_not: needs_focus,
};

/// On an entity.
pub(super) const ON_ENTITY: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| focused_layer(model) == Some(Layer::Entity),
    why_not: needs_focus,
};

/// On an entity or with a selection.
pub(super) const ON_ENTITY_OR_SELECTION: Condition = Condition {
    modes: REVIEW_OR_SELECT,
    holds: |model| focused_layer(model) == Some(Layer::Entity) || is_selecting(model),
    why_not: |model| match focused_layer(model) {
        Some(Layer::Quote) => words(model, lang::KINDS_BY_DIGIT),
        _ => needs_focus(model),
    },
};

/// On a quote.
pub(super) const ON_QUOTE: Condition = Condition { modes: Modes::REVIEW, holds: is_on_quote, why_not: needs_quote };

/// On a quote, or with a selection that was begun on one.
pub(super) const ON_QUOTE_OR_SELECTION_FROM_IT: Condition = Condition {
    modes: REVIEW_OR_SELECT,
    holds: |model| is_on_quote(model) || is_selecting_from_quote(model),
    why_not: needs_quote,
};

/// On a quote that has a speaker.
pub(super) const ON_QUOTE_WITH_SPEAKER: Condition = Condition {
    modes: Modes::REVIEW,
    holds: is_on_quote_with_speaker,
    why_not: |model| while_choosing(model).unwrap_or_else(|| words(model, lang::FOR_A_SPEAKER)),
};

/// In an article that is not done.
pub(super) const IN_OPEN_ARTICLE: Condition = Condition {
    modes: Modes::REVIEW,
    holds: is_in_open_article,
    why_not: |model| match model.mode {
        Mode::Review => words(model, lang::DONE_ALREADY),
        _ => needs_focus(model),
    },
};

/// While there is a find.
pub(super) const HAS_FIND: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| model.mode == Mode::Review && model.search.find.is_some(),
    why_not: |model| match model.mode {
        Mode::Review => say::nothing_looked_for(model.lang(), &model.key(CommandName::FIND)),
        _ => needs_focus(model),
    },
};

/// The state of the focused item, while reviewing.
pub(super) fn focused_state(model: &Model) -> Option<ItemState> {
    let document = model.document().filter(|_| model.mode == Mode::Review)?;
    document.focused().map(|item| item.state)
}

/// True on a pending suggestion or a gold item.
pub(super) fn is_on_live_item(model: &Model) -> bool {
    matches!(focused_state(model), Some(ItemState::Pending | ItemState::Decided(_)))
}

/// True on a suggestion that a person has decided.
pub(super) fn is_on_decided_suggestion(model: &Model) -> bool {
    use ItemState::{Decided, Rejected};
    matches!(focused_state(model), Some(Decided(Verdict::Accepted | Verdict::Fixed) | Rejected))
}

pub(super) fn is_on_pending(model: &Model) -> bool {
    focused_state(model) == Some(ItemState::Pending)
}

/// True while reviewing an article that is not done.
pub(super) fn is_in_open_article(model: &Model) -> bool {
    let document = model.document().filter(|_| model.mode == Mode::Review);
    document.is_some_and(|document| document.annotation.status != Status::Done)
}

fn is_selecting(model: &Model) -> bool {
    matches!(model.mode, Mode::Select(_))
}

fn is_selecting_from_quote(model: &Model) -> bool {
    let Mode::Select(selection) = &model.mode else { return false };
    let body = || model.document()?.body(selection.from.as_ref()?);
    body().is_some_and(|(body, _)| body.frame().is_some())
}

fn focused_layer(model: &Model) -> Option<Layer> {
    let document = model.document().filter(|_| model.mode == Mode::Review)?;
    document.body(document.focus.as_ref()?).map(|(body, _)| body.layer())
}

fn is_on_quote(model: &Model) -> bool {
    focused_layer(model) == Some(Layer::Quote)
}

fn is_on_quote_with_speaker(model: &Model) -> bool {
    let speaker = || {
        let document = model.document().filter(|_| model.mode == Mode::Review)?;
        document.body(document.focus.as_ref()?)?.0.frame()?.speaker.as_ref()
    };
    speaker().is_some()
}

pub(super) fn words(model: &Model, words: Wording) -> String {
    words.get(model.lang()).to_owned()
}

/// While a part of a quote is chosen: the keys that choose it.
fn while_choosing(model: &Model) -> Option<String> {
    let key = |command| model.key(command);
    let (select, clear, leave) = (key(CommandName::SELECT), key(CommandName::REOPEN), key(CommandName::BACK));
    matches!(model.mode, Mode::ChooseRole(_)).then(|| say::while_picking(model.lang(), &select, &clear, &leave))
}

/// The keys to continue with, while a part of a quote is chosen or words are selected. `None` at other times.
pub(super) fn while_choosing_or_selecting(model: &Model) -> Option<String> {
    let selecting = || {
        let (add, end) = (model.key(CommandName::ADD_QUOTE), model.key(CommandName::BACK));
        is_selecting(model).then(|| say::while_selecting(model.lang(), &add, &end))
    };
    while_choosing(model).or_else(selecting)
}

/// The message of most commands: first close what is open, or give the focus to an item.
pub(super) fn needs_focus(model: &Model) -> String {
    let key = |command| model.key(command);
    while_choosing_or_selecting(model).unwrap_or_else(|| match model.mode {
        Mode::Review => {
            say::nothing_focused(model.lang(), &key(CommandName::NEXT_PENDING), &key(CommandName::NEXT_ITEM))
        }
        _ => say::go_back_first(model.lang(), &key(CommandName::BACK)),
    })
}

fn needs_selection(model: &Model) -> String {
    say::first_select(model.lang(), &model.key(CommandName::SELECT))
}

fn needs_quote(model: &Model) -> String {
    while_choosing(model).unwrap_or_else(|| words(model, lang::FOR_A_QUOTE))
}

pub(super) fn needs_pending(model: &Model) -> String {
    let pending = || say::for_pending(model.lang(), &model.key(CommandName::NEXT_PENDING));
    while_choosing_or_selecting(model).unwrap_or_else(pending)
}
