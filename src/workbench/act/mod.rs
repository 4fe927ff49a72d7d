//! The commands at work.

mod adding;
mod bulk;
mod finish;
mod fixing;
mod looking;
mod moves;
mod propagate;
mod remarks;
mod roles;

use std::sync::Arc;

use crate::edit::{Decider, Edit, ItemRef};
use crate::gold::{Finding, Status, Verdict, lint};

use super::{COMMANDS, Command, Document, Effect, Invocation, Mode, Model, Purpose, Saving, Scope, Side, State};
use adding::{add_part, add_quote, begin_selection, select_quotation, select_sentence};
use finish::{finish, set_status};
use fixing::{edge, label, next_part};
pub(super) use looking::{arrived, pasted, refocus, typed};
pub(super) use moves::open;
use moves::{Arrow, focus_index, go, go_pending, letter_to, next_letter, scroll, select_word};
pub use propagate::Preview;
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
        model.tell("the focus was off the screen: here it is, press again");
        return Vec::new();
    }
    if invocation.command == Command::Quit {
        return quit(model, leaving);
    }
    if (decides(invocation.command) || decides_many(invocation.command)) && model.mode == Mode::Review {
        model.last = Some((invocation, model.count.filter(|_| decides_many(invocation.command))));
    }
    let times = if repeats(invocation.command) { model.count.take().unwrap_or(1).clamp(1, 999) } else { 1 };
    let effects = (0..times).flat_map(|_| perform(model, invocation)).collect();
    if invocation.command != Command::Count {
        model.count = None;
    }
    effects
}

/// Why a command makes no sense now, and what would.
fn reason(model: &Model, command: Command) -> String {
    use Command as C;
    let key = |command| model.key(command);
    match command {
        C::Undo => "nothing to take back".to_owned(),
        C::Redo => "nothing to do again".to_owned(),
        C::Problems => "there are no problems".to_owned(),
        C::AddQuote
        | C::AddPart
        | C::SelectSentence
        | C::SelectQuotation
        | C::Exact
        | C::LetterTo(_)
        | C::Letter(_)
        | C::Word(_) => {
            format!("first select words with {}", key(C::Select))
        }
        _ if matches!(model.mode, Mode::Pick(_)) => {
            "a digit chooses, v selects words, Backspace clears, Esc leaves".to_owned()
        }
        C::LinkSpeaker => "this is for a quote with a speaker: give one the focus".to_owned(),
        C::SetSpeaker | C::SetCue | C::NextPart => "this is for a quote: give one the focus".to_owned(),
        _ if matches!(model.mode, Mode::Select(_)) => {
            format!(
                "words are selected: a digit or {} adds them, {} ends the selection",
                key(C::AddQuote),
                key(C::Back)
            )
        }
        C::FindNext | C::FindPrevious if model.mode == Mode::Review => {
            format!("nothing is looked for: {} begins", key(C::Find))
        }
        C::Reopen => "only a suggestion that was decided can be pending again".to_owned(),
        C::AcceptSame | C::RejectSame | C::AcceptAbove | C::RejectBelow => {
            format!("this is for a pending suggestion: {} goes to one", key(C::NextPending))
        }
        C::Back => format!("there is nothing to leave: {} quits", key(C::Quit)),
        _ if model.mode != Mode::Review => format!("{} goes back first", key(C::Back)),
        _ => format!("nothing has the focus: {} or {} goes to something", key(C::NextPending), key(C::NextItem)),
    }
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
        Command::LinkSpeaker => roles::set(model, Role::Entity),
        Command::Exact => adding::exact(model),
        Command::LetterTo(side) => letter_to(model, side),
        Command::Letter(way) => next_letter(model, way),
        Command::Word(way) => select_word(model, way),
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
            None => say(model, "this is the first article"),
        },
        Command::Articles => looking::begin(model, Purpose::Articles),
        Command::Find => looking::begin(model, Purpose::Find),
        Command::Palette => looking::begin(model, Purpose::Commands),
        Command::FindNext => looking::step(model, true),
        Command::FindPrevious => looking::step(model, false),
        Command::Filter(by) => looking::filter(model, by, nth),
        Command::Done if model.mode == Mode::Finish => finish(model, Command::Done),
        Command::Done => set_status(model, Status::Done),
        Command::Skip => set_status(model, Status::Skipped),
        Command::Undo => history(model, false),
        Command::Redo => history(model, true),
        Command::Mouse => {
            let on = !model.settings.mouse;
            model.settings.mouse = on;
            let told = if on { "the mouse points, drags and scrolls here" } else { "the mouse is the terminal's" };
            model.tell(told);
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
        (Some(ItemRef::Pending(id)), Some(ItemRef::Mark(mark))) => {
            let mark = document.annotation.mark(mark);
            mark.and_then(|mark| mark.suggestion.as_ref()).is_some_and(|suggestion| suggestion.id == *id)
        }
        (was, focus) => was == focus,
    };
    document.part = document.focus.clone().zip(part.filter(|_| same && then == Then::Stay));
    model.decisions += 1;
    if let Some(fault) = fault(model) {
        model.warn(fault);
    } else if all_decided {
        let (done, next) = (model.key(Command::Done), model.key(Command::NextArticle));
        model.tell(format!("nothing is pending any more: {done} marks the article done, {next} goes on"));
    } else if then == Then::GoOn && next_hidden {
        model.tell("the filter shows nothing more that is pending");
    }
    save(model)
}

/// What is wrong with the mark that was just made or changed and has the focus, if a person should know at once.
fn fault(model: &Model) -> Option<String> {
    let document = model.document()?;
    let Some(ItemRef::Mark(id)) = &document.focus else { return None };
    let findings = lint::one(&document.article.text, &document.annotation, &model.settings.labels, id);
    // A quote that was just added has no speaker yet.
    let told = |finding: &Finding| finding.what != "no speaker";
    findings.into_iter().find(told).map(|finding| format!("{}: {}", finding.what, finding.why))
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
    let name = edit.name;
    model.tell(if redo { format!("did again: {name}") } else { format!("took back: {name}") });
    save(model)
}

/// Out of what is open: from the help page to what was there before, else to reviewing.
fn back(model: &mut Model) {
    if model.mode == Mode::Review {
        model.seek.find = None;
    }
    model.mode = match std::mem::take(&mut model.mode) {
        Mode::Help { under, .. } | Mode::Guidelines { under, .. } => *under,
        _ => Mode::Review,
    };
}

/// Everything is saved already, unless the disk refused it: then the first `q` says so.
fn quit(model: &mut Model, leaving: bool) -> Vec<Effect> {
    match model.mode {
        Mode::Review => {}
        _ => {
            back(model);
            return Vec::new();
        }
    }
    if model.saving() == Saving::Failed && !leaving {
        let why = model.save_errors().join("; ");
        model.leaving = true;
        let quit = model.key(Command::Quit);
        model.warn(format!("{quit} again leaves without saving: {why}"));
        return Vec::new();
    }
    vec![Effect::Quit]
}
