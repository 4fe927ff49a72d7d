//! The commands at work.

mod adding;
mod fixing;
mod looking;
mod moves;

use std::sync::Arc;

use crate::edit::{Decider, Edit, ItemRef};
use crate::gold::Status;

use super::{COMMANDS, Command, Effect, Invocation, Mode, Model, Purpose, Saving, Side, State};
use adding::{Role, add_quote, begin_selection, set_role};
use fixing::{edge, label};
pub(super) use looking::{pasted, refocus, typed};
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
        Command::FirstItem => focus_index(model, |document, filter| filter.next(document, None, true, |_| true)),
        Command::LastItem => focus_index(model, |document, filter| filter.next(document, None, false, |_| true)),
        Command::PageDown => scroll(model, true),
        Command::PageUp => scroll(model, false),
        Command::NextArticle => open(model, model.current + 1),
        Command::PreviousArticle => match model.current.checked_sub(1) {
            Some(index) => open(model, index),
            None => say(model, "this is the first article"),
        },
        Command::Articles => looking::begin(model, Purpose::Articles),
        Command::Find => looking::begin(model, Purpose::Find),
        Command::Palette => looking::begin(model, Purpose::Commands),
        Command::FindNext => looking::step(model, true),
        Command::FindPrevious => looking::step(model, false),
        Command::Filter(by) => looking::filter(model, by, nth),
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
            if model.mode == Mode::Review {
                model.seek.find = None;
            }
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
        Then::GoOn => looking::pending_from(model, place, true),
        Then::Stay => None,
    };
    let Some(document) = model.document_mut() else { return Vec::new() };
    let all_decided = then == Then::GoOn && document.annotation.pending.is_empty();
    let next_hidden = next.is_none() && !all_decided;
    document.focus = next.or(touched).or_else(|| {
        let last = document.items().len().checked_sub(1)?;
        document.items().get(place.unwrap_or(0).min(last)).map(|item| item.at.clone())
    });
    if then == Then::GoOn && next_hidden {
        model.tell("the filter shows nothing more that is pending");
    }
    if all_decided {
        let (done, next) = (model.key(Command::Done), model.key(Command::NextArticle));
        model.tell(format!("nothing is pending any more: {done} marks the article done, {next} goes on"));
    }
    save(model)
}

/// The effect that puts the current article on disk.
fn save(model: &Model) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    vec![Effect::Save {
        article: Arc::clone(&document.article),
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
        _ => {
            let back = model.key(Command::PreviousArticle);
            model.tell(format!("marked {word} with {pending} still pending; {back} goes back"));
        }
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
        let quit = model.key(Command::Quit);
        model.warn(format!("not saved: {why}; {quit} again leaves without saving"));
        return Vec::new();
    }
    vec![Effect::Quit]
}
