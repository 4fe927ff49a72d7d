//! The keys of an open line: text, and a few keys that act.

use crate::lang::{self, Rendered, say};
use crate::workbench::direction::ReadingDirection::{Back, Forward};
use crate::workbench::effect::Effect;
use crate::workbench::key::{Key, KeyCode};
use crate::workbench::keymap::Meaning;
use crate::workbench::model::Model;
use crate::workbench::search::picker::{Choice, Entered};
use crate::workbench::search::prompt::{Prompt, Purpose};

use super::articles::open;
use super::commit::tell;
use super::name::CommandName;
use super::row::Command;
use super::run::run;
use super::{find, labels, readings, relations, remarks, save_as, write_to};

/// Handles a key while a line is open.
pub(in crate::workbench) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let page = model.lines_shown();
    let Some(prompt) = model.search.prompt.as_mut() else { return Vec::new() };
    match (key.code, &mut prompt.picker) {
        (KeyCode::Esc, _) => return leave(model),
        (KeyCode::Enter, _) => return enter(model),
        (KeyCode::Down, Some(picker)) => picker.go(Forward, 1),
        (KeyCode::Up, Some(picker)) => picker.go(Back, 1),
        (KeyCode::PageDown, Some(picker)) => picker.go(Forward, page),
        (KeyCode::PageUp, Some(picker)) => picker.go(Back, page),
        (KeyCode::Tab, Some(picker)) => {
            picker.show_next_kind(if key.shift { Back } else { Forward });
        }
        (KeyCode::Up | KeyCode::Down, None) if prompt.purpose != Purpose::Find => {}
        (KeyCode::Up, None) => return recall(model, Recall::Earlier),
        (KeyCode::Down, None) => return recall(model, Recall::Later),
        _ => {
            let before = prompt.line.text().to_owned();
            if prompt.line.key(key) {
                if prompt.line.text() != before {
                    prompt.recalled = None;
                    return narrow(model);
                }
            } else if let Meaning::Commands(found) = model.settings.keymap.meaning(None, key)
                && let Some(suspend) = found.iter().find(|found| found.command == CommandName::SUSPEND).copied()
            {
                return run(model, suspend);
            }
        }
    }
    Vec::new()
}

/// Handles pasted words: they are text for the open line, and never commands.
pub(in crate::workbench) fn paste(model: &mut Model, words: &str) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.as_mut() else {
        let find = model.key(CommandName::FIND);
        model.tell(say::pasted(model.lang(), &find));
        return Vec::new();
    };
    prompt.line.insert(words);
    prompt.recalled = None;
    narrow(model)
}

/// Searches for what has been typed so far, or narrows the list.
fn narrow(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.as_mut() else { return Vec::new() };
    let query = prompt.line.text().to_owned();
    if prompt.purpose == Purpose::Labels {
        return labels::take_typed_key(model, &query);
    }
    if let Some(picker) = &mut prompt.picker {
        return picker.narrow(&query).into_iter().collect();
    }
    if prompt.purpose == Purpose::Find { find::find_typed(model, &query) } else { Vec::new() }
}

fn leave(model: &mut Model) -> Vec<Effect> {
    if let Some(prompt) = model.search.prompt.take()
        && prompt.purpose == Purpose::Find
    {
        find::cancel_find(model, prompt.top);
    }
    Vec::new()
}

fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.as_mut() else { return Vec::new() };
    match (prompt.purpose, prompt.picker.as_mut()) {
        (Purpose::Note(_), _) => remarks::keep_note(model),
        (Purpose::Folder, _) => save_as::save(model),
        (Purpose::File, _) => write_to::write(model),
        (Purpose::NewLabel, _) => labels::make_label(model),
        (_, None) => find::keep_find(model),
        (_, Some(picker)) => match picker.enter() {
            Entered::Waits => Vec::new(),
            Entered::Nothing => tell(model, lang::NOTHING_CALLED),
            Entered::Chosen(choice) => take_choice(model, choice),
        },
    }
}

fn take_choice(model: &mut Model, choice: Choice) -> Vec<Effect> {
    match choice {
        Choice::Word(word) => match model.search.prompt.as_ref().map(|prompt| prompt.purpose) {
            Some(Purpose::Reading) => readings::take_chosen(model, &word.value),
            _ => relations::take_word(model, &word.value),
        },
        Choice::Article(index) => {
            model.search.prompt = None;
            if index == model.current { Vec::new() } else { open(model, index) }
        }
        Choice::Command { invocation, title, .. } => {
            let command = Command::named(invocation.command);
            if let Some(command) = command.filter(|command| !command.is_valid(model)) {
                let why = command.why_not(model);
                model.tell(say::not_now(model.lang(), Rendered(title), Rendered(why)));
                return Vec::new();
            }
            model.search.prompt = None;
            run(model, invocation)
        }
        Choice::Label { .. } => labels::take_chosen(model, &choice),
    }
}

/// The part of an answer that has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbench) enum Answer {
    /// All of it.
    Whole,
    /// Its beginning.
    Begun,
}

/// Receives the articles that match what was typed.
pub(in crate::workbench) fn receive_articles(
    model: &mut Model,
    query: &str,
    shown: Vec<u32>,
    answer: Answer,
) -> Vec<Effect> {
    let asks = |prompt: &&mut Prompt| prompt.purpose == Purpose::Articles && prompt.line.text() == query;
    let Some(prompt) = model.search.prompt.as_mut().filter(asks) else { return Vec::new() };
    let Some(picker) = prompt.picker.as_mut() else { return Vec::new() };
    picker.receive(shown);
    if answer == Answer::Whole && picker.finish_waiting() { enter(model) } else { Vec::new() }
}

/// The query that is recalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Recall {
    Earlier,
    Later,
}

/// Recalls an earlier query, or a later one; after the newest comes the text that was being typed.
fn recall(model: &mut Model, which: Recall) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.as_ref() else { return Vec::new() };
    let (steps, draft) = match (&prompt.recalled, which) {
        (None, Recall::Earlier) => (Some(0), prompt.line.text().to_owned()),
        (None, Recall::Later) => return Vec::new(),
        (Some((at, draft)), Recall::Earlier) => (Some(at + 1), draft.clone()),
        (Some((at, draft)), Recall::Later) => (at.checked_sub(1), draft.clone()),
    };
    let words = match steps {
        None => Some(draft.clone()),
        Some(steps) => model.search.earlier(steps).map(str::to_owned),
    };
    if let Some(words) = words
        && let Some(prompt) = model.search.prompt.as_mut()
    {
        prompt.line.set(&words);
        prompt.recalled = steps.map(|steps| (steps, draft));
        return narrow(model);
    }
    Vec::new()
}
