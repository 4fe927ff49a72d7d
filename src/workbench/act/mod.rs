//! The commands at work.

mod adding;
mod bulk;
mod elsewhere;
mod faults;
mod finish;
mod fixing;
mod leaving;
mod looking;
mod moves;
mod propagate;
mod reason;
mod remarks;
mod roles;

use std::sync::Arc;

use crate::edit::{Change, Decider, Edit, ItemRef, JournalEntry, Operation};
use crate::gold::{Status, Verdict};
use crate::lang::{self, Rendered, Wording, say};

use super::{
    COMMANDS, Command, Document, Effect, Invocation, Mode, Model, Purpose, Scope, Side, State, deed::deed,
    model::read_only,
};
use adding::{add_part, add_quote, begin_selection, select_quotation, select_sentence};
use faults::fault;
use finish::{finish, set_status};
use fixing::{edge, label, next_part};
use leaving::quit;
pub(super) use leaving::quit_when_saved;
pub(super) use looking::{arrived, matched, pasted, refocus, sought, typed};
pub(super) use moves::open;
use moves::{Arrow, focus_index, go, go_pending, letter_to, next_letter, scroll, select_line_end, select_word};
pub use propagate::Preview;
pub(super) use propagate::{Wish, everywhere};
use reason::reason;
pub use roles::{Candidate, Pick, Role};

/// Runs a command, as often as the count before it says, if it is valid now; says so if it is not.
pub(super) fn run(model: &mut Model, invocation: Invocation) -> Vec<Effect> {
    let leaving = std::mem::take(&mut model.leaving);
    let info = COMMANDS.iter().find(|info| info.command == invocation.command);
    if info.is_some_and(|info| !(info.valid)(model)) {
        model.count = None;
        let reason = reason(model, invocation.command);
        model.tell(reason);
        return Vec::new();
    }
    let adrift = std::mem::take(&mut model.adrift) | looking::away(model, decides(invocation.command));
    if adrift && changes(invocation.command) && model.mode == Mode::Review {
        model.tell_words(lang::OFF_SCREEN);
        return Vec::new();
    }
    if invocation.command == Command::Quit {
        return quit(model, leaving);
    }
    if (decides(invocation.command) || decides_many(invocation.command)) && model.mode == Mode::Review {
        model.last = Some((invocation, model.count.filter(|_| decides_many(invocation.command))));
    }
    let times = if repeats(invocation.command) { model.count.take().unwrap_or(1).clamp(1, 999) } else { 1 };
    let mut effects: Vec<Effect> = (0..times).flat_map(|_| perform(model, invocation)).collect();
    if effects.len() > 1 && times > 1 {
        effects = joined(model, effects);
    }
    if invocation.command != Command::Count {
        model.count = None;
    }
    effects
}

/// What a count made of one command is one step of undo, and one line of the journal.
fn joined(model: &mut Model, mut effects: Vec<Effect>) -> Vec<Effect> {
    let Some(document) = model.document_mut() else { return effects };
    let mut done = Vec::new();
    for effect in &effects {
        match effect {
            Effect::Save { article, entries, .. } if Arc::ptr_eq(article, &document.article) => done.extend(entries),
            _ => return effects,
        }
    }
    let commits = done.iter().all(|entry| matches!(entry.operation, Operation::Commit(_)));
    let (Some(first), Some(last), count, true) = (done.first(), done.last(), done.len(), commits) else {
        return effects;
    };
    let (pending_update, annotator, focus) = (first.pending_update.clone(), last.annotator.clone(), last.focus.clone());
    let Some(edit) = document.history.join(count) else { return effects };
    let entry = JournalEntry { operation: Operation::Commit(edit), pending_update, annotator, focus };
    let Some(Effect::Save { article, annotation, revision, .. }) = effects.pop() else { return effects };
    vec![Effect::Save { article, entries: vec![entry], annotation, revision }]
}

/// Does it change something by what has the focus?
const fn changes(command: Command) -> bool {
    use Command as C;
    decides(command)
        || decides_many(command)
        || matches!(
            command,
            C::Repeat
                | C::Reopen
                | C::Propagate
                | C::SetSpeaker
                | C::SetCue
                | C::LinkSpeaker
                | C::ImplySpeaker
                | C::AcceptRest
                | C::RejectRest
                | C::Flag(Scope::Item)
                | C::Note(Scope::Item)
        )
}

/// Does it decide on many at once? `.` repeats that too.
const fn decides_many(command: Command) -> bool {
    matches!(command, Command::AcceptSame | Command::RejectSame | Command::AcceptAbove | Command::RejectBelow)
}

/// Does it decide on what has the focus? `.` repeats it.
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
        Command::Reject | Command::Remove => {
            // What a person added by mistake is usually done again right there.
            let state = model.document().and_then(Document::focused).map(|item| item.state);
            let then = if state == Some(State::Decided(Verdict::Added)) { Then::Stay } else { Then::GoOn };
            decide(model, then, |decider, item| decider.reject(item))
        }
        Command::Reopen if matches!(model.mode, Mode::Pick(_)) => roles::clear(model),
        Command::Reopen => decide(model, Then::Stay, |decider, item| decider.reopen(item)),
        Command::AcceptSame => bulk::same(model, true),
        Command::RejectSame => bulk::same(model, false),
        Command::AcceptAbove => bulk::by_score(model, true),
        Command::RejectBelow => bulk::by_score(model, false),
        Command::Repeat => match model.last {
            Some((last, count)) => {
                model.count = count;
                perform(model, last)
            }
            None => tell(model, lang::NOTHING_TO_REPEAT),
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
        Command::LinkSpeaker => roles::set(model, Role::Entity),
        Command::ImplySpeaker => roles::imply(model),
        Command::Exact => adding::exact(model),
        Command::LetterTo(side) => letter_to(model, side),
        Command::Letter(way) => next_letter(model, way),
        Command::Word(way) => select_word(model, way),
        Command::LineEnd(way) => select_line_end(model, way),
        Command::Note(scope) => remarks::begin(model, scope),
        Command::Flag(scope) => remarks::flag(model, scope),
        Command::NextPending => go_pending(model, true),
        Command::PreviousPending => go_pending(model, false),
        Command::NextItem => go(model, Arrow::Line(true)),
        Command::PreviousItem => go(model, Arrow::Line(false)),
        Command::GoLeft => go(model, Arrow::Side(Side::Left)),
        Command::GoRight => go(model, Arrow::Side(Side::Right)),
        Command::FirstItem => focus_index(model, |document, filter| filter.next(document, None, true, |_| true)),
        Command::LastItem => focus_index(model, |document, filter| filter.next(document, None, false, |_| true)),
        Command::PageDown => scroll(model, true),
        Command::PageUp => scroll(model, false),
        Command::NextArticle => open(model, model.current + 1),
        Command::PreviousArticle => match model.current.checked_sub(1) {
            Some(index) => open(model, index),
            None => tell(model, lang::FIRST_ARTICLE),
        },
        Command::Articles => looking::begin(model, Purpose::Articles),
        Command::Find => looking::begin(model, Purpose::Find),
        Command::Palette => looking::begin(model, Purpose::Commands),
        Command::FindNext => looking::step(model, true),
        Command::FindPrevious => looking::step(model, false),
        Command::Filter(by) => looking::filter(model, by, nth),
        Command::Threshold(bound) => looking::move_threshold(model, bound),
        Command::Done if model.mode == Mode::Finish => finish(model, Command::Done),
        Command::Done => set_status(model, Status::Done),
        Command::AcceptRest => finish(model, Command::Accept),
        Command::RejectRest => finish(model, Command::Reject),
        Command::Skip => set_status(model, Status::Skipped),
        Command::Undo => history(model, false),
        Command::Redo => history(model, true),
        Command::Mouse => {
            let on = !model.settings.mouse;
            model.settings.mouse = on;
            model.tell_words(if on { lang::MOUSE_OURS } else { lang::MOUSE_TERMINALS });
            vec![Effect::Mouse(on)]
        }
        Command::Tags => {
            model.settings.tags = !model.settings.tags;
            Vec::new()
        }
        Command::Help => {
            let under = Box::new(std::mem::take(&mut model.mode));
            model.mode = Mode::Help { top: 0, under };
            Vec::new()
        }
        Command::Guidelines => {
            let under = Box::new(std::mem::take(&mut model.mode));
            model.mode = Mode::Guidelines { top: 0, under };
            Vec::new()
        }
        Command::Problems => {
            model.mode = Mode::Problems { top: 0 };
            Vec::new()
        }
        Command::Back => {
            back(model);
            Vec::new()
        }
        Command::SaveAs => elsewhere::begin(model),
        Command::Suspend => vec![Effect::Suspend],
        Command::Quit => Vec::new(),
    }
}

fn tell(model: &mut Model, words: Wording) -> Vec<Effect> {
    model.tell_words(words);
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
        let why = read_only(model.lang(), why);
        model.warn(why);
        return Vec::new();
    }
    let (now, annotator) = (model.now.clone(), model.settings.annotator.clone());
    let Some(document) = model.document_mut() else { return Vec::new() };
    let decider = Decider { annotation: &document.annotation, at: now.as_ref() };
    let Some(edit) = verb(decider) else {
        return tell(model, lang::NOTHING_TO_CHANGE);
    };
    let touched = edit.touched();
    let spoken = edit.changes.iter().any(|change| matches!(change, Change::Remark { .. }))
        && edit.changes.iter().all(|change| matches!(change, Change::Remark { .. } | Change::Status { .. }));
    let before = document.focus_index();
    if annotator.is_some() {
        document.annotation.annotator = annotator;
    }
    let (part, was) = (document.part(), document.focus.clone());
    document.commit(edit);
    // Where in the list work goes on from: where the focus was; what was decided there stands there still.
    let place = before.or_else(|| document.items().number_of(touched.as_ref()?));
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
    // The same part of the same quote, which may have become a mark; not of another one.
    let same = match (&was, &document.focus) {
        (Some(ItemRef::Pending(id)), Some(ItemRef::GoldItem(mark))) => {
            let mark = document.annotation.gold_item(mark);
            mark.and_then(|mark| mark.suggestion.as_ref()).is_some_and(|suggestion| suggestion.id == *id)
        }
        (was, focus) => was == focus,
    };
    document.part = document.focus.clone().zip(part.filter(|_| same && then == Then::Stay));
    // A note is no decision.
    model.decisions += usize::from(!spoken);
    if let Some(fault) = fault(model) {
        model.warn(fault);
    } else if all_decided {
        let (done, next) = (model.key(Command::Done), model.key(Command::NextArticle));
        model.tell(say::none_pending_any_more(model.lang(), &done, &next));
    } else if then == Then::GoOn && next_hidden {
        model.tell_words(lang::FILTER_NO_MORE);
    }
    save(model)
}

/// The effect that puts the current article on disk.
fn save(model: &mut Model) -> Vec<Effect> {
    model.documents.note(model.current);
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
        document.focus = document.near(&edit);
    }
    let lang = model.lang();
    let what = deed(lang, &edit.kind);
    model.tell(if redo { say::did_again(lang, Rendered(what)) } else { say::took_back(lang, Rendered(what)) });
    save(model)
}

/// Out of what is open: from the help page to what was there before, else to reviewing.
fn back(model: &mut Model) {
    if model.mode == Mode::Review {
        model.seek.find = None;
        model.seek.sought = None;
    }
    model.mode = match std::mem::take(&mut model.mode) {
        Mode::Help { under, .. } | Mode::Guidelines { under, .. } => *under,
        _ => Mode::Review,
    };
}
