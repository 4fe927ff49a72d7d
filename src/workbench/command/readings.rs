//! Verdicts between the readings of several annotators (`tawsim adjudicate`). `accept` takes the focused reading.

use crate::edit::ItemRef;
use crate::gold::merge::difference_of;
use crate::lang::Wording;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::commit::{FocusAfter, decide};
use super::condition::{Condition, needs_pending};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::TAKE_SECOND,
        title: Wording::new("take-second", "أخذ القراءة الثانية"),
        help: Wording::new(
            "Where annotators differ: take the second reading of the difference and reject the others. The details show all readings with their keys.",
            "حيث يختلف الموسمون: خذ القراءة الثانية وارفض غيرها. تعرض التفاصيل كل القراءات ومفاتيحها.",
        ),
        keys: &["G"],
        group: Group::Review,
        footer: Footer::new("second reading", "القراءة الثانية"),
        traits: CommandTraits::VERDICT,
        when: ON_READING,
        run: |model, _| take(model, Some(1)),
    },
    Command {
        name: CommandName::TAKE_THIRD,
        title: Wording::new("take-third", "أخذ القراءة الثالثة"),
        help: Wording::new(
            "Where annotators differ: take the third reading of the difference and reject the others.",
            "حيث يختلف الموسمون: خذ القراءة الثالثة وارفض غيرها.",
        ),
        keys: &["Q"],
        group: Group::Review,
        traits: CommandTraits::VERDICT,
        when: ON_READING,
        run: |model, _| take(model, Some(2)),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::TAKE_NONE,
        title: Wording::new("take-none", "رفض كل القراءات"),
        help: Wording::new(
            "Where annotators differ: reject all readings of the difference.",
            "حيث يختلف الموسمون: ارفض كل القراءات.",
        ),
        keys: &["O"],
        group: Group::Review,
        footer: Footer::new("no reading", "لا قراءة"),
        traits: CommandTraits::VERDICT,
        when: ON_READING,
        run: |model, _| take(model, None),
    },
];

/// On a pending reading of a difference.
const ON_READING: Condition = Condition {
    modes: Modes::REVIEW,
    holds: |model| model.mode == Mode::Review && is_on_reading(model),
    why_not: needs_pending,
};

fn is_on_reading(model: &Model) -> bool {
    let Some(document) = model.document() else { return false };
    let Some(ItemRef::Pending(id)) = &document.focus else { return false };
    document.annotation.pending(id).and_then(difference_of).is_some()
}

fn take(model: &mut Model, number: Option<usize>) -> Vec<Effect> {
    decide(model, FocusAfter::NextPending, |decider, item| decider.take_reading(item, number))
}
