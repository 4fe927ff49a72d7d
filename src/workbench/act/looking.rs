//! Finding words, going to an article, running a command by its name, and seeing only some of the items: all that is
//! typed into a line or narrows the view.

use crate::edit::ItemRef;
use crate::lang::{self, Rendered, say};
use crate::text::Span;
use crate::workbench::find::{AT_ONCE, From, Sought};
use crate::workbench::prompt::{InputLine, Prompt, Purpose};
use crate::workbench::{
    Bound, Choice, Command, Document, Effect, FilterBy, Find, Key, KeyCode, Meaning, Model, Picker,
};

use super::fixing::no_label;
use super::moves::open;
use super::{elsewhere, reason, remarks, run, tell};

/// Opens a line to type into.
pub(super) fn begin(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let picker = match purpose {
        Purpose::Find | Purpose::Note(_) | Purpose::Folder => None,
        Purpose::Articles => Some(Picker::of_articles(model)),
        Purpose::Commands => Some(Picker::of_commands(model)),
    };
    let top = model.document().map_or(0, |document| document.top);
    // Commands have Latin names in English; what is looked for is Arabic.
    let line = InputLine::new(purpose != Purpose::Commands || model.lang().is_rtl());
    model.seek.prompt = Some(Prompt { purpose, line, picker, recalled: None, top, on: None });
    Vec::new()
}

/// A key while a line is open: text, or one of the few that act.
pub(in crate::workbench) fn typed(model: &mut Model, key: Key) -> Vec<Effect> {
    let page = isize::try_from(model.lines_shown()).unwrap_or(10);
    let Some(prompt) = model.seek.prompt.as_mut() else { return Vec::new() };
    match (key.code, &mut prompt.picker) {
        (KeyCode::Esc, _) => return leave(model),
        (KeyCode::Enter, _) => return take(model),
        (KeyCode::Down, Some(picker)) => picker.go(1),
        (KeyCode::Up, Some(picker)) => picker.go(-1),
        (KeyCode::PageDown, Some(picker)) => picker.go(page),
        (KeyCode::PageUp, Some(picker)) => picker.go(-page),
        (KeyCode::Tab, Some(picker)) => {
            picker.next_kind(!key.shift);
        }
        (KeyCode::Up | KeyCode::Down, None) if prompt.purpose != Purpose::Find => {}
        (KeyCode::Up, None) => return recall(model, true),
        (KeyCode::Down, None) => return recall(model, false),
        _ => {
            let before = prompt.line.text().to_owned();
            if prompt.line.key(key) {
                if prompt.line.text() != before {
                    prompt.recalled = None;
                    return narrow(model);
                }
            } else if let Meaning::Commands(found) = model.settings.keymap.meaning(None, key)
                && let Some(suspend) = found.iter().find(|found| found.command == Command::Suspend).copied()
            {
                return run(model, suspend);
            }
        }
    }
    Vec::new()
}

/// Wording that were pasted: text for the open line, and never commands.
pub(in crate::workbench) fn pasted(model: &mut Model, words: &str) -> Vec<Effect> {
    let Some(prompt) = model.seek.prompt.as_mut() else {
        let find = model.key(Command::Find);
        model.tell(say::pasted(model.lang(), &find));
        return Vec::new();
    };
    prompt.line.insert(words);
    prompt.recalled = None;
    narrow(model)
}

/// What was typed has changed: finds it, or narrows the choice.
fn narrow(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.seek.prompt.as_mut() else { return Vec::new() };
    let query = prompt.line.text().to_owned();
    if let Some(picker) = &mut prompt.picker {
        return picker.narrow(&query).into_iter().collect();
    }
    if prompt.purpose == Purpose::Find { look_for(model, &query, true) } else { Vec::new() }
}

/// Finds words in the article on the screen; with `lead` the screen follows what is nearest. In a long article that is a
/// thread's work, and what was found before stays until it is done.
fn look_for(model: &mut Model, query: &str, lead: bool) -> Vec<Effect> {
    let lines = model.lines_shown();
    let back = model.seek.prompt.as_ref().map(|prompt| prompt.top);
    let index = model.current;
    model.adrift = false;
    model.seek.sought = None;
    let Some(document) = model.documents.get_mut(index) else { return Vec::new() };
    // Each letter looks from where the line was opened, not from where the one before led to.
    document.top = back.unwrap_or(document.top);
    let text = document.article.text.clone();
    let shown = document.shown(lines);
    let focused = document.focused().map(|item| item.span.start()).filter(|start| shown.contains(start));
    let lead = lead.then(|| document.focus.clone());
    let from = From { near: focused.unwrap_or(shown.start), shown };
    if text.len() > AT_ONCE {
        let query = query.to_owned();
        model.seek.sought = Some(Sought { query: query.clone(), index, from, lead, taken: false });
        return vec![Effect::Find { index, query, text }];
    }
    show(model, Find::new(query, &text, &from), lead);
    Vec::new()
}

fn show(model: &mut Model, mut find: Find, lead: Option<Option<ItemRef>>) {
    if let Some(focus) = lead {
        find.lead(focus);
    }
    model.seek.find = Some(find);
}

/// A thread has looked through a long article. What is looked for no more, or is elsewhere, is nobody's business.
pub(in crate::workbench) fn sought(model: &mut Model, index: usize, query: &str, matches: Vec<Span>) -> Vec<Effect> {
    let current = model.current;
    let mine = |sought: &mut Sought| sought.index == index && index == current && sought.query == query;
    let Some(Sought { query, from, lead, taken, .. }) = model.seek.sought.take_if(mine) else { return Vec::new() };
    let nothing = matches.is_empty();
    show(model, Find::of(&query, matches, &from), lead);
    if taken && nothing {
        model.seek.find = None;
        return not_found(model, &query);
    }
    Vec::new()
}

fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.seek.prompt.take() else { return Vec::new() };
    if prompt.purpose == Purpose::Find {
        model.seek.find = None;
        model.seek.sought = None;
        if let Some(document) = model.document_mut() {
            document.top = prompt.top;
        }
    }
    Vec::new()
}

fn take(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.seek.prompt.as_mut() else { return Vec::new() };
    match prompt.purpose {
        Purpose::Note(_) => return remarks::take(model),
        Purpose::Folder => return elsewhere::take(model),
        _ => {}
    }
    let choice = match prompt.picker.as_mut().map(Picker::take) {
        // It is not found yet.
        Some(None) => return Vec::new(),
        Some(Some(choice)) => Some(choice),
        None => None,
    };
    match choice {
        None => found(model),
        Some(None) => tell(model, lang::NOTHING_CALLED),
        Some(Some(Choice::Article(index))) => {
            model.seek.prompt = None;
            if index == model.current { Vec::new() } else { open(model, index) }
        }
        Some(Some(Choice::Command { invocation, title, .. })) => {
            let valid = invocation.command.info().is_some_and(|info| (info.valid)(model));
            if !valid {
                let why = reason(model, invocation.command);
                model.tell(say::not_now(model.lang(), Rendered(title), Rendered(why)));
                return Vec::new();
            }
            model.seek.prompt = None;
            run(model, invocation)
        }
    }
}

/// Articles were found that fit what was typed: `all` of them, or only the beginning.
pub(in crate::workbench) fn matched(model: &mut Model, query: &str, shown: Vec<u32>, all: bool) -> Vec<Effect> {
    let asks = |prompt: &&mut Prompt| prompt.purpose == Purpose::Articles && prompt.line.text() == query;
    let Some(prompt) = model.seek.prompt.as_mut().filter(asks) else { return Vec::new() };
    let Some(picker) = prompt.picker.as_mut() else { return Vec::new() };
    picker.matched(shown);
    if all && picker.was_taken() { take(model) } else { Vec::new() }
}

/// Keeps what was found, or takes the last input again where nothing was typed.
fn found(model: &mut Model) -> Vec<Effect> {
    let typed = model.seek.prompt.as_ref().map(|prompt| prompt.line.text().to_owned()).unwrap_or_default();
    let query = match (typed.trim().is_empty(), model.seek.earlier(0)) {
        (false, _) => typed,
        (true, Some(last)) => last.to_owned(),
        (true, None) => return leave(model),
    };
    // What is being looked for is not looked for once more.
    let effects = match model.seek.sought.as_ref() {
        Some(sought) if sought.query == query => Vec::new(),
        _ => look_for(model, &query, true),
    };
    model.seek.remember(&query);
    if let Some(sought) = model.seek.sought.as_mut() {
        sought.taken = true;
        // Until then nothing is found, and the keys that go on are told to wait.
        let none = Find::of(&query, Vec::new(), &sought.from);
        model.seek.find = Some(none);
        model.seek.prompt = None;
        return effects;
    }
    if model.seek.find.as_ref().is_none_or(|find| find.matches.is_empty()) {
        leave(model);
        return not_found(model, &query);
    }
    model.seek.prompt = None;
    Vec::new()
}

fn not_found(model: &mut Model, query: &str) -> Vec<Effect> {
    model.tell(say::not_found(model.lang(), query));
    Vec::new()
}

/// Shows an earlier input, or a later one; after the newest what was being typed.
fn recall(model: &mut Model, earlier: bool) -> Vec<Effect> {
    let Some(prompt) = model.seek.prompt.as_ref() else { return Vec::new() };
    let (steps, draft) = match (&prompt.recalled, earlier) {
        (None, true) => (Some(0), prompt.line.text().to_owned()),
        (None, false) => return Vec::new(),
        (Some((at, draft)), true) => (Some(at + 1), draft.clone()),
        (Some((at, draft)), false) => (at.checked_sub(1), draft.clone()),
    };
    let words = match steps {
        None => Some(draft.clone()),
        Some(steps) => model.seek.earlier(steps).map(str::to_owned),
    };
    if let Some(words) = words
        && let Some(prompt) = model.seek.prompt.as_mut()
    {
        prompt.line.set(&words);
        prompt.recalled = steps.map(|steps| (steps, draft));
        return narrow(model);
    }
    Vec::new()
}

/// To the next match, or the one before.
pub(super) fn step(model: &mut Model, forward: bool) -> Vec<Effect> {
    let focused = model.document().and_then(|document| document.focused()).map(|item| item.span);
    let focus = model.document().and_then(|document| document.focus.clone());
    if model.seek.is_searching() {
        return tell(model, lang::STILL_LOOKING);
    }
    let Some(find) = model.seek.find.as_mut() else { return Vec::new() };
    if find.matches.is_empty() {
        let query = find.query.clone();
        return not_found(model, &query);
    }
    let round = find.step(forward, focused);
    find.lead(focus);
    match (round, forward) {
        (true, true) => tell(model, lang::FROM_BEGINNING),
        (true, false) => tell(model, lang::FROM_END),
        (false, _) => Vec::new(),
    }
}

/// Is the focus off the screen, because the screen follows what was found? Then nothing should be decided on it unseen;
/// with `end` the screen follows the focus again.
pub(super) fn away(model: &mut Model, end: bool) -> bool {
    let lines = model.lines_shown();
    let Some(document) = model.documents.get(model.current) else { return false };
    let Some(find) = model.seek.find.as_mut().filter(|find| find.leads) else { return false };
    let shown = document.shown(lines);
    let seen = document.focused().is_none_or(|item| shown.contains(&item.span.start()));
    find.leads &= seen || !end;
    !seen
}

/// Turns a part of the filter on or off.
pub(super) fn filter(model: &mut Model, by: FilterBy, digit: u8) -> Vec<Effect> {
    let label = match by {
        FilterBy::Label => match model.settings.labels.by_digit(digit) {
            Some(def) => Some(def.label.clone()),
            None => return no_label(model, digit),
        },
        _ => None,
    };
    model.seek.filter.toggle(by, label);
    refocus(model);
    Vec::new()
}

/// How far the bound moves at a time, in hundredths: scores are counted so.
const STEP: f64 = 5.0;

/// Shows fewer or more of the suggestions that score low, in all open articles.
pub(super) fn move_threshold(model: &mut Model, bound: Bound) -> Vec<Effect> {
    let hundredths = (model.settings.threshold * 100.0).round();
    let hundredths = match bound {
        Bound::Higher => hundredths + STEP,
        Bound::Lower => hundredths - STEP,
    };
    let threshold = hundredths.clamp(0.0, 100.0) / 100.0;
    model.settings.threshold = threshold;
    for document in model.documents.iter_mut() {
        document.show_above(threshold);
    }
    refocus(model);
    if threshold <= 0.0 {
        model.tell(say::everything_shown(model.lang()));
        return Vec::new();
    }
    let hidden = say::suggestions(model.document().map_or(0, Document::unsure));
    model.tell(say::threshold(model.lang(), hidden, &format!("{threshold:.2}")));
    Vec::new()
}

/// The focus goes to the next item that the filter shows, if it hides the focused one.
pub(in crate::workbench) fn refocus(model: &mut Model) {
    let filter = model.seek.filter.clone();
    if let Some(document) = model.document_mut()
        && !document.focused().is_some_and(|item| filter.shows(item))
    {
        let pending = filter.next(document, document.focus_index(), true, |_| true);
        document.focus = pending.and_then(|index| document.items().get(index)).map(|item| item.at.clone());
    }
}

/// Another article is on the screen: what is looked for is found there too, and the filter holds there too.
pub(in crate::workbench) fn arrived(model: &mut Model) -> Vec<Effect> {
    let note = model.document().and_then(|document| document.remark(None).note);
    if let Some(note) = note {
        model.tell(say::note(model.lang(), &note));
    }
    if model.seek.filter.is_on() {
        refocus(model);
    }
    let Some(query) = model.seek.find.as_ref().map(|find| find.query.clone()) else { return Vec::new() };
    // What was found in the other article does not stand here.
    model.seek.find = Some(Find::of(&query, Vec::new(), &From { near: 0, shown: 0..0 }));
    look_for(model, &query, false)
}

/// The item that the next (or previous) pending suggestion is, of those that the filter shows.
pub(super) fn pending_from(model: &Model, from: Option<usize>, forward: bool) -> Option<ItemRef> {
    let document = model.document()?;
    if !model.seek.filter.is_on() {
        return document.pending_from(from, forward);
    }
    let pending = |item: &crate::workbench::Item| item.state == crate::workbench::State::Pending;
    let index = model.seek.filter.next(document, from, forward, pending)?;
    document.items().get(index).map(|item| item.at.clone())
}
