//! A key press: a digit of a count, the first key of two, a key of the open line, or a command.

use crate::lang::say;

use super::command::{Command, CommandName, CommandTraits, jump, prompt_keys, run};
use super::effect::Effect;
use super::key::{Key, KeyCode};
use super::keymap::{Invocation, Meaning};
use super::model::{Leaving, Mode, Model};

/// Handles a key. While the article on the screen is being read from the disk, keys wait for it; commands that need no
/// article do not wait.
pub(super) fn press_or_hold(model: &mut Model, key: Key) -> Vec<Effect> {
    let waiting =
        model.documents.is_coming(model.current) && model.search.prompt.is_none() && model.mode == Mode::Review;
    if !waiting {
        return press(model, key);
    }
    let meaning = model.settings.keymap.meaning(model.input.prefix, key);
    let found = match meaning {
        Meaning::Commands(found) => found,
        Meaning::Prefix(_) | Meaning::Nothing => &[],
    };
    let calls = |command: CommandName| found.iter().any(|found| found.command == command);
    let free = found.iter().any(|found| has_trait(*found, CommandTraits::WITHOUT_ARTICLE));
    // Keys keep their order, so a command that needs no article waits behind keys that wait. A second press of the quit
    // key ends the wait.
    let back = calls(CommandName::BACK);
    let leaves = calls(CommandName::QUIT) && model.input.held.last() == Some(&key);
    if back || leaves {
        model.input.held.clear();
    }
    if free && model.input.held.is_empty() {
        return press(model, key);
    }
    model.input.held.push(key);
    Vec::new()
}

/// Asks which keyboard a letter is on, if two keyboards have it in different places and nothing shows yet which one it is.
/// The same key again takes the first reading.
fn asks_which_keyboard(model: &mut Model, key: Key) -> bool {
    let asked = model.input.doubted.take();
    let Some([first, second]) = model.settings.keymap.is_in_doubt(model.input.prefix, key) else { return false };
    if asked == Some(key) {
        model.settings.keymap.keyboard_mut().confirm();
        return false;
    }
    model.input.doubted = Some(key);
    let [letter, first, second] = [key, first, second].map(|key| key.to_string());
    model.tell(say::which_keyboard(model.lang(), &letter, &first, &second, "[layout]", "keymap.toml"));
    true
}

fn has_trait(invocation: Invocation, wanted: CommandTraits) -> bool {
    Command::named(invocation.command).is_some_and(|command| command.traits.contains(wanted))
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.messages.notice = None;
    if let Some(document) = model.document_mut() {
        document.count_key();
    }
    model.settings.keymap.keyboard_mut().observe(key);
    if model.session.leaving == Leaving::WhenSaved {
        model.session.leaving = Leaving::No;
    }
    // A key cancels the search for the same words elsewhere: its result must not open under the next key.
    model.search.propagation = None;
    // In a window that is too small to show the line, the quit key still works.
    if model.search.prompt.is_some() && model.panes().is_some() {
        return prompt_keys::press(model, key);
    }
    if let KeyCode::Char(letter) = key.code
        && letter.is_alphabetic()
    {
        model.input.not_latin = model.settings.keymap.keyboard().latin(key) != key;
    }
    if let Some(jump) = model.jump.take()
        && let Some(effects) = jump::press(model, jump, key)
    {
        return effects;
    }
    if let (None, Some(count), KeyCode::Char(c)) =
        (model.input.prefix, model.input.count, model.settings.keymap.keyboard().latin(key).code)
        && let Some(digit) = c.to_digit(10)
    {
        let count = u32::from(count) * 10 + digit;
        model.input.count = Some(u16::try_from(count).map_or(999, |count| count.min(999)));
        return Vec::new();
    }
    if asks_which_keyboard(model, key) {
        return Vec::new();
    }
    let prefix = model.input.prefix.take();
    let invocation = match model.settings.keymap.meaning(prefix, key) {
        Meaning::Commands(found) => {
            let valid = |command| Command::named(command).is_some_and(|command| command.is_valid(model));
            // If none is valid, the command that could be valid in this mode says why it is not.
            let could = |command| Command::named(command).is_some_and(|command| command.fits(&model.mode));
            let meant = found.iter().find(|found| valid(found.command));
            meant.or_else(|| found.iter().find(|found| could(found.command))).or_else(|| found.first()).copied()
        }
        Meaning::Prefix(key) => {
            model.input.prefix = Some(key);
            return Vec::new();
        }
        Meaning::Nothing => None,
    };
    if prefix.is_some() && key == Key::plain(KeyCode::Esc) {
        return Vec::new();
    }
    let Some(invocation) = invocation else {
        let name = prefix.map_or_else(|| key.to_string(), |prefix| format!("{prefix} {key}"));
        let message = match model.mode {
            Mode::Review | Mode::Select(_) => {
                say::does_nothing_help(model.lang(), &name, &model.key(CommandName::HELP))
            }
            _ => say::does_nothing_back(model.lang(), &name, &model.key(CommandName::BACK)),
        };
        model.tell(message);
        return Vec::new();
    };
    // In a window that is too small nothing is decided.
    if model.panes().is_none() && !has_trait(invocation, CommandTraits::WITHOUT_WINDOW) {
        return Vec::new();
    }
    run(model, invocation)
}
