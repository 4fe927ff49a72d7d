//! The commands at work.

mod adding;
mod bulk;
mod finish;
mod fixing;
mod moves;
mod propagate;
mod roles;

use std::sync::Arc;

use crate::edit::{Decider, Edit, ItemRef};
use crate::gold::Status;

use super::{COMMANDS, Command, Effect, Invocation, Mode, Model, Saving, Side, State};
use adding::{add_part, add_quote, begin_selection, select_quotation, select_sentence};
use finish::{finish, set_status};
use fixing::{edge, label, next_part};
use moves::{Way, focus_index, go, go_pending, open, scroll};
pub use propagate::Preview;
pub use roles::{Candidate, Pick, Role};

/// Runs a command, as often as the count before it says, if it is valid now; says so if it is not.
pub(super) fn run(model: &mut Model, invocation: Invocation) -> Vec<Effect> {
    let leaving = std::mem::take(&mut model.leaving);
    let info = COMMANDS.iter().find(|info| info.command == invocation.command);
    if info.is_some_and(|info| !(info.valid)(model)) {
        let name = info.map_or("", |info| info.name);
        model.count = None;
        model.tell(format!("{name}: not now"));
        return Vec::new();
    }
    if invocation.command == Command::Quit {
        return quit(model, leaving);
    }
    if decides(invocation.command) {
        model.last = Some(invocation);
    }
    let times = if repeats(invocation.command) { model.count.take().unwrap_or(1).clamp(1, 999) } else { 1 };
    let effects = (0..times).flat_map(|_| perform(model, invocation)).collect();
    if invocation.command != Command::Count {
        model.count = None;
    }
    effects
}

/// Does `.` repeat it?
const fn decides(command: Command) -> bool {
    matches!(command, Command::Accept | Command::Reject | Command::Label | Command::Remove | Command::MoveEdge(..))
}

/// Does a count before it mean: so many times?
const fn repeats(command: Command) -> bool {
    use Command as C;
    decides(command)
        || matches!(
            command,
            C::Repeat
                | C::NextPending
                | C::PreviousPending
                | C::NextItem
                | C::PreviousItem
                | C::GoLeft
                | C::GoRight
                | C::PageDown
                | C::PageUp
                | C::NextArticle
                | C::PreviousArticle
                | C::Undo
                | C::Redo
        )
}

fn perform(model: &mut Model, Invocation { command, nth }: Invocation) -> Vec<Effect> {
    match command {
        Command::Accept => accept(model),
        Command::Reject if model.mode == Mode::Finish => finish(model, Command::Reject),
        Command::Reject | Command::Remove => decide(model, Then::GoOn, |decider, item| decider.reject(item)),
        Command::Reopen if matches!(model.mode, Mode::Pick(_)) => roles::clear(model),
        Command::Reopen => decide(model, Then::Stay, |decider, item| decider.reopen(item)),
        Command::AcceptSame => bulk::same(model, true),
        Command::RejectSame => bulk::same(model, false),
        Command::AcceptAbove => bulk::by_score(model, true),
        Command::RejectBelow => bulk::by_score(model, false),
        Command::Repeat => match model.last {
            Some(last) => perform(model, last),
            None => say(model, "nothing to repeat yet"),
        },
        Command::Count => {
            model.count = Some(0);
            Vec::new()
        }
        Command::Propagate => propagate::preview(model),
        Command::Label if matches!(model.mode, Mode::Pick(_)) => roles::choose(model, nth),
        Command::Label => label(model, nth),
        Command::MoveEdge(side, way, step) => edge(model, side, way, step),
        Command::NextPart => next_part(model),
        Command::Select => {
            begin_selection(model);
            Vec::new()
        }
        Command::SelectSentence => select_sentence(model),
        Command::SelectQuotation => select_quotation(model),
        Command::AddQuote => add_quote(model),
        Command::AddPart => add_part(model),
        Command::SetSpeaker => roles::set(model, Role::Speaker),
        Command::SetCue => roles::set(model, Role::Cue),
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
        Command::Done if model.mode == Mode::Finish => finish(model, Command::Done),
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
        Command::Quit => Vec::new(),
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
    let part = document.part();
    document.commit(edit);
    // Where in the list work goes on from: where the focus was; what was decided there stands there still.
    let place = before.or_else(|| document.items().iter().position(|item| Some(&item.at) == touched.as_ref()));
    let next = match then {
        Then::GoOn => document.pending_from(place, true),
        Then::Stay => None,
    };
    let all_decided = then == Then::GoOn && next.is_none();
    document.focus = next.or(touched).or_else(|| {
        let last = document.items().len().checked_sub(1)?;
        document.items().get(place.unwrap_or(0).min(last)).map(|item| item.at.clone())
    });
    // The same part of the same quote, which may have become a mark.
    document.part = document.focus.clone().zip(part.filter(|_| then == Then::Stay));
    model.decisions += 1;
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
    match &model.mode {
        Mode::Finish => return finish(model, Command::Accept),
        Mode::Preview(_) => return propagate::confirm(model),
        _ => {}
    }
    let state = model.document().and_then(|document| document.focused()).map(|item| item.state);
    match state {
        Some(State::Decided(_)) => go_pending(model, true),
        _ => decide(model, Then::GoOn, |decider, item| decider.accept(item)),
    }
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
        Mode::Review => {}
        _ => {
            model.mode = Mode::Review;
            return Vec::new();
        }
    }
    if model.saving() == Saving::Failed && !leaving {
        let why = model.save_error.clone().unwrap_or_default();
        model.leaving = true;
        model.warn(format!("not saved: {why}; q again leaves without saving"));
        return Vec::new();
    }
    vec![Effect::Quit]
}
