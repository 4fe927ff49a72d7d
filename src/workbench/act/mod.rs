//! The commands at work.

mod adding;
mod fixing;
mod moves;

use std::sync::Arc;

use crate::edit::{Decider, Edit, ItemRef};
use crate::gold::Status;

use super::{COMMANDS, Command, Effect, Invocation, Mode, Model, Saving, Side, State};
use adding::{Role, add_quote, begin_selection, set_role};
use fixing::{edge, label};
use moves::{Way, focus_index, go, go_pending, open, scroll};

/// Runs a command if it is valid now; says so if it is not.
pub(super) fn run(model: &mut Model, Invocation { command, nth }: Invocation) -> Vec<Effect> {
    let leaving = std::mem::take(&mut model.leaving);
    let info = COMMANDS.iter().find(|info| info.command == command);
    if info.is_some_and(|info| !(info.valid)(model)) {
        let name = info.map_or("", |info| info.name);
        model.tell(format!("{name}: not now"));
        return Vec::new();
    }
    match command {
        Command::Accept => accept(model),
        Command::Reject => decide(model, Then::GoOn, |decider, item| decider.reject(item)),
        Command::Remove => decide(model, Then::GoOn, |decider, item| decider.reject(item)),
        Command::Reopen => decide(model, Then::Stay, |decider, item| decider.reopen(item)),
        Command::Label => label(model, nth),
        Command::MoveEdge(side, way, step) => edge(model, side, way, step),
        Command::Select => {
            begin_selection(model);
            Vec::new()
        }
        Command::AddQuote => add_quote(model),
        Command::SetSpeaker => set_role(model, Role::Speaker),
        Command::SetCue => set_role(model, Role::Cue),
        Command::NextPending => go_pending(model, true),
        Command::PreviousPending => go_pending(model, false),
        Command::NextItem => go(model, Way::Line(true)),
        Command::PreviousItem => go(model, Way::Line(false)),
        Command::GoLeft => go(model, Way::Side(Side::Left)),
        Command::GoRight => go(model, Way::Side(Side::Right)),
        Command::FirstItem => focus_index(model, |_, _| Some(0)),
        Command::LastItem => focus_index(model, |_, count| count.checked_sub(1)),
        Command::PageDown => scroll(model, true),
        Command::PageUp => scroll(model, false),
        Command::NextArticle => open(model, model.current + 1),
        Command::PreviousArticle => match model.current.checked_sub(1) {
            Some(index) => open(model, index),
            None => say(model, "this is the first article"),
        },
        Command::Done => set_status(model, Status::Done),
        Command::Skip => set_status(model, Status::Skipped),
        Command::Undo => history(model, false),
        Command::Redo => history(model, true),
        Command::Tags => {
            model.settings.tags = !model.settings.tags;
            Vec::new()
        }
        Command::Help => {
            model.mode = Mode::Help { top: 0 };
            Vec::new()
        }
        Command::Problems => {
            model.mode = Mode::Problems { top: 0 };
            Vec::new()
        }
        Command::Back => {
            model.mode = Mode::Review;
            Vec::new()
        }
        Command::Suspend => vec![Effect::Suspend],
        Command::Quit => quit(model, leaving),
    }
}

fn say(model: &mut Model, text: &str) -> Vec<Effect> {
    model.tell(text);
    Vec::new()
}

/// Where the focus goes after a verdict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// To the next pending suggestion.
    GoOn,
    /// It stays on what was decided.
    Stay,
}

/// Makes an edit of the focused item and commits it.
fn decide(model: &mut Model, then: Then, verb: impl Fn(Decider<'_>, &ItemRef) -> Option<Edit>) -> Vec<Effect> {
    let Some(focus) = model.document().and_then(|document| document.focus.clone()) else { return Vec::new() };
    edit(model, then, |decider| verb(decider, &focus))
}

fn edit(model: &mut Model, then: Then, verb: impl FnOnce(Decider<'_>) -> Option<Edit>) -> Vec<Effect> {
    if let Some(why) = &model.settings.read_only {
        let why = format!("read-only: {why}");
        model.warn(why);
        return Vec::new();
    }
    let (now, annotator) = (model.now.clone(), model.settings.annotator.clone());
    let Some(document) = model.document_mut() else { return Vec::new() };
    let decider = Decider { annotation: &document.annotation, at: now.as_ref() };
    let Some(edit) = verb(decider) else {
        return say(model, "nothing to change");
    };
    let touched = edit.touched();
    let before = document.focus_index();
    if annotator.is_some() {
        document.annotation.annotator = annotator;
    }
    document.commit(edit);
    // The place in the list where work goes on from: the item decided on, where it still is, else where it was.
    let place = touched.as_ref().and_then(|at| document.items().iter().position(|item| item.at == *at)).or(before);
    let next = match then {
        Then::GoOn => document.pending_from(place, true),
        Then::Stay => None,
    };
    let all_decided = then == Then::GoOn && next.is_none();
    document.focus = next.or(touched).or_else(|| {
        let last = document.items().len().checked_sub(1)?;
        document.items().get(place.unwrap_or(0).min(last)).map(|item| item.at.clone())
    });
    if all_decided {
        model.tell("nothing is pending any more: d marks the article done, n goes on");
    }
    save(model)
}

/// The effect that puts the current article on disk.
fn save(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document_mut() else { return Vec::new() };
    vec![Effect::Save {
        article: Arc::clone(&document.article),
        entries: document.take_unsaved(),
        annotation: Box::new(document.annotation.clone()),
        revision: document.revision,
    }]
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let state = model.document().and_then(|document| document.focused()).map(|item| item.state);
    match state {
        Some(State::Decided(_)) => go_pending(model, true),
        _ => decide(model, Then::GoOn, |decider, item| decider.accept(item)),
    }
}

fn set_status(model: &mut Model, status: Status) -> Vec<Effect> {
    let before = model.document().map(|document| document.annotation.status);
    let back = before == Some(status);
    let after = if back { Status::InProgress } else { status };
    let mut effects = edit(model, Then::Stay, |decider| decider.set_status(after));
    if effects.is_empty() || back {
        return effects;
    }
    let pending = model.document().map_or(0, |document| document.annotation.pending.len());
    if model.current + 1 < model.documents.len() {
        effects.extend(open(model, model.current + 1));
    }
    let word = if status == Status::Done { "done" } else { "skipped" };
    match pending {
        0 => model.tell(format!("marked {word}")),
        _ => model.tell(format!("marked {word} with {pending} still pending; p goes back")),
    }
    effects
}

fn history(model: &mut Model, redo: bool) -> Vec<Effect> {
    if model.settings.read_only.is_some() {
        return Vec::new();
    }
    let Some(document) = model.document_mut() else { return Vec::new() };
    let Some(edit) = document.step_history(redo) else { return Vec::new() };
    if let Some(touched) = edit.touched() {
        document.focus = Some(touched);
    } else if document.focused().is_none() {
        document.focus = document.pending_from(None, true);
    }
    let name = edit.name;
    model.tell(if redo { format!("did again: {name}") } else { format!("took back: {name}") });
    save(model)
}

/// Everything is saved already, unless the disk refused it: then the first `q` says so.
fn quit(model: &mut Model, leaving: bool) -> Vec<Effect> {
    match model.mode {
        Mode::Help { .. } | Mode::Problems { .. } => {
            model.mode = Mode::Review;
            return Vec::new();
        }
        Mode::Select(_) | Mode::Review => {}
    }
    if model.saving() == Saving::Failed && !leaving {
        let why = model.save_error.clone().unwrap_or_default();
        model.leaving = true;
        model.warn(format!("not saved: {why}; q again leaves without saving"));
        return Vec::new();
    }
    vec![Effect::Quit]
}
