//! The palette: running a command by its name.

use crate::lang::Wording;
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::search::picker::Picker;
use crate::workbench::search::prompt::Purpose;

use super::condition::ON_PAGE;
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, Footer};

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::PALETTE,
    title: Wording::new("palette", "لوحة الأوامر"),
    help: Wording::new(
        "Run a command: type a part of its name or of what it does.",
        "نفذ أمرا: اكتب جزءا من اسمه أو مما يفعله.",
    ),
    keys: &[":"],
    group: Group::Workbench,
    footer: Footer::new("commands", "الأوامر"),
    when: ON_PAGE,
    run: |model, _| open_palette(model),
    ..Command::PLAIN
}];

fn open_palette(model: &mut Model) -> Vec<Effect> {
    let picker = Picker::of_commands(&model.settings.keymap, &model.settings.labels, model.lang());
    model.open_prompt(Purpose::Commands, Some(picker));
    Vec::new()
}
