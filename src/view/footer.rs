//! The footer.

use ratatui::buffer::Buffer;

use crate::lang::isolated;
use crate::workbench::{Command, CommandName, FooterKeys, Jump, Keymap, Mode, Model, Rect};

use super::message::message_width;
use super::prompt_line::draw_prompt_keys;
use super::row::FreeRow;
use super::theme::{ScreenElement, Theme};

/// Draws the footer: the keys that are valid now, the most used ones first, as many as fit.
pub(super) fn draw_footer(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let lang = model.lang();
    let mut row = FreeRow::new(rect, lang);
    row.skip_start(1);
    if let Some(prompt) = &model.search.prompt {
        return draw_prompt_keys(prompt, theme, row, buffer, lang);
    }
    // The key for help, or for going back, is always shown at the end.
    let keymap = &model.settings.keymap;
    // While a prefix or a jump waits, the next letter is no command, so help is not offered.
    let waiting = model.prefix().is_some() || model.jump().is_some_and(Jump::is_on_items);
    let command = if model.mode == Mode::Review && !waiting { CommandName::HELP } else { CommandName::BACK };
    let short = Command::named(command).map_or("", |command| command.footer.short.get(lang));
    let last = format!("{} {short}", isolated(lang, &model.key(command)));
    let reserved = message_width(&last).saturating_add(2);
    let mode = model.mode.as_set();
    let shown = |command: &&'static Command| {
        let footer = &command.footer;
        !waiting && !footer.short.is_empty() && footer.modes.contains(mode) && command.is_valid(model)
    };
    for Command { name, footer, .. } in Command::in_footer_order(model).filter(shown) {
        let keys = footer_keys(*name, footer.keys, keymap);
        if keys.is_empty() {
            continue;
        }
        let short = footer.short.get(lang);
        let width = message_width(&keys).saturating_add(1).saturating_add(message_width(short));
        if width.saturating_add(reserved) > row.width() {
            // A shorter one may still fit.
            continue;
        }
        row.write_text(buffer, &keys, theme.style(ScreenElement::Key));
        row.skip_start(1);
        row.write_message(buffer, short, theme.style(ScreenElement::Quiet));
        row.skip_start(2);
    }
    let mut end = FreeRow::new(rect, lang);
    end.skip_end(1);
    end.write_message_at_end(buffer, &last, theme.style(ScreenElement::Key));
}

/// Returns the keys of a command that the footer shows.
fn footer_keys(command: CommandName, keys: FooterKeys, keymap: &Keymap) -> String {
    match keys {
        FooterKeys::First => keymap.first(command),
        FooterKeys::All => keymap.shown(command),
        FooterKeys::FirstTwo => {
            let keys = keymap.keys(command);
            let more = (keys.len() > 2).then(|| "…".to_owned());
            keys.iter().take(2).map(ToString::to_string).chain(more).collect::<Vec<_>>().join(" ")
        }
        FooterKeys::Prefix => match keymap.keys(command).first() {
            Some(chord) => chord.prefix.unwrap_or(chord.key).to_string(),
            None => String::new(),
        },
        FooterKeys::Of { commands, between } => {
            let keys = commands.iter().map(|command| keymap.first(*command));
            keys.filter(|key| !key.is_empty()).collect::<Vec<_>>().join(between)
        }
    }
}
