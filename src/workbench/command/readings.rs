//! Verdicts between the readings of several annotators (`tawsim adjudicate`). `accept` takes the focused reading.

use crate::edit::{ItemRef, Taken};
use crate::gold::merge::difference_of;
use crate::lang::Wording;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::commit::{FocusAfter, decide};
use super::condition::{Condition, needs_pending};
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer, FooterKeys};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::TAKE_READING,
        title: Wording::new("take-reading", "أخذ قراءة"),
        help: Wording::new(
            "Where annotators differ: take the reading of the first annotator (A), the second (B), the third (C), the fourth (D) or the fifth (E), and reject the others. If he has nothing there, all are rejected. The details show all readings with their keys.",
            "حيث يختلف الموسمون: خذ قراءة الموسم الأول (A) أو الثاني (B) أو الثالث (C) أو الرابع (D) أو الخامس (E) وارفض غيرها. وإن لم يكن له شيء هناك رفضت كلها. تعرض التفاصيل كل القراءات ومفاتيحها.",
        ),
        keys: &["W", "G", "Q", "=", "_"],
        group: Group::Review,
        footer: Footer::new("reading of A, B …", "قراءة A أو B …").showing(FooterKeys::All),
        traits: CommandTraits::VERDICT,
        when: ON_READING,
        run: |model, nth| take(model, Taken::Annotator(usize::from(nth.saturating_sub(1)))),
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
        run: |model, _| take(model, Taken::None),
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

fn take(model: &mut Model, which: Taken) -> Vec<Effect> {
    decide(model, FocusAfter::NextPending, |decider, item| decider.take_reading(item, which))
}
