//! Repeating a command: the last verdict again, and a count before a command.

use crate::lang::{self, Wording};
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;

use super::commit::tell;
use super::condition::{ON_ITEM, ON_PAGE};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits};

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::new("repeat"),
    title: Wording::new("repeat", "تكرار"),
    help: Wording::new(
        "Repeat the last verdict, label, edge move or verdict on several items, on the item that has the focus now.",
        "كرر آخر قرار أو وسم أو نقل حد أو قرار على عدة عناصر، على العنصر الحالي.",
    ),
    keys: &["."],
    group: Group::Review,
    traits: CommandTraits::CHANGES.union(CommandTraits::COUNTED),
    when: ON_ITEM,
    run: |model, _| repeat(model),
    ..Command::PLAIN
}];

pub(super) const COUNT: &[Command] = &[Command {
    name: CommandName::new("count"),
    title: Wording::new("count", "عدد"),
    help: Wording::new(
        "Begin a count: 03Tab goes to the third pending suggestion from here. What a counted command changes is one step of undo.",
        "ابدأ عددا: 03Tab ينتقل إلى الاقتراح المعلق الثالث من هنا. وما يغيره الأمر المعدود خطوة تراجع واحدة.",
    ),
    keys: &["0"],
    group: Group::Workbench,
    traits: CommandTraits::KEEPS_COUNT,
    when: ON_PAGE,
    run: |model, _| begin_count(model),
    ..Command::PLAIN
}];

/// Runs the last command that decided something on what has the focus now.
fn repeat(model: &mut Model) -> Vec<Effect> {
    let Some(last) = model.last_decision else { return tell(model, lang::NOTHING_TO_REPEAT) };
    model.input.count = last.count;
    (last.run)(model, last.nth)
}

fn begin_count(model: &mut Model) -> Vec<Effect> {
    model.input.count = Some(0);
    Vec::new()
}
