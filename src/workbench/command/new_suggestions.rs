//! Suggestions that came while the list was frozen: when they become pending.

use crate::edit::ItemRef;
use crate::lang::{self, Wording};
use crate::workbench::direction::ReadingDirection;
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;

use super::admission::tell_admitted;
use super::commit::tell;
use super::condition::IN_REVIEW;
use super::group::Group;
use super::moves::go_to_pending;
use super::name::CommandName;
use super::row::Command;

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::ADMIT_NEW,
    title: Wording::new("new-suggestions", "الاقتراحات الجديدة"),
    help: Wording::new(
        "Add the new suggestions to the list: what the suggester has learnt while you work on this article waits until you ask for it, or go on past the last suggestion.",
        "أضف الاقتراحات الجديدة إلى القائمة: ما يتعلمه برنامج الاقتراح وأنت تعمل على المقالة ينتظر حتى تطلبه أو تتجاوز آخر اقتراح.",
    ),
    keys: &["M"],
    group: Group::Move,
    when: IN_REVIEW,
    run: |model, _| admit(model),
    ..Command::PLAIN
}];

fn admit(model: &mut Model) -> Vec<Effect> {
    let admitted = model.document_mut().map_or(0, Document::admit_waiting);
    if admitted == 0 {
        return tell(model, lang::NOTHING_NEW);
    }
    let on_pending =
        model.document().and_then(Document::focused).is_some_and(|item| matches!(item.at, ItemRef::Pending(_)));
    if !on_pending {
        go_to_pending(model, ReadingDirection::Forward);
    }
    tell_admitted(model, admitted);
    Vec::new()
}
