//! Verdicts between the readings of several annotators (`tawsim adjudicate`). `accept` takes the focused reading.

use crate::edit::{Decider, Edit, ItemRef, OpenDifference, OpenReading, Taken};
use crate::gold::merge::difference_of;
use crate::lang::{self, Wording};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};
use crate::workbench::search::prompt::Purpose;
use crate::workbench::search::word_list::{NewWords, WordChoice};

use super::commit::{FocusAfter, decide};
use super::condition::{Condition, needs_pending};
use super::finding::leaves_problem;
use super::finish::go_on_after_verdict;
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer, FooterKeys};
use super::word_list::open_list;

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::TAKE_READING,
        title: Wording::new("take-reading", "أخذ قراءة"),
        help: Wording::new(
            "Where annotators differ: take the reading of annotator A, B, C and so on, and reject the others. If he has nothing there, all are rejected. The page shows all readings with their keys.",
            "حيث يختلف الموسمون: خذ قراءة الموسم A أو B أو C وهكذا وارفض غيرها. وإن لم يكن له شيء هناك رفضت كلها. تعرض الصفحة كل القراءات ومفاتيحها.",
        ),
        keys: &["W", "G", "Q", "=", "_", "; 6", "; 7", "; 8", "; 9"],
        group: Group::Review,
        footer: Footer::new("reading of A, B …", "قراءة A أو B …").showing(FooterKeys::FirstTwo),
        traits: CommandTraits::VERDICT,
        when: ON_READING,
        run: |model, nth| take(model, Taken::Annotator(usize::from(nth.saturating_sub(1)))),
    },
    Command {
        name: CommandName::CHOOSE_READING,
        title: Wording::new("choose-reading", "اختيار قراءة"),
        help: Wording::new(
            "Where annotators differ: choose one of all readings from a list. Use it for annotators without a key.",
            "حيث يختلف الموسمون: اختر من قائمة كل القراءات. لمن لا مفتاح له من الموسمين.",
        ),
        keys: &["; w"],
        group: Group::Review,
        traits: CommandTraits::CHANGES,
        when: ON_READING,
        run: |model, _| choose(model),
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
    decide_or_finish_adjudication(model, |decider, item| decider.take_reading(item, which))
}

/// Gives a verdict. In an adjudication the verdict that leaves nothing pending also marks the article done, in the same step of
/// undo, and the next article opens. If the accepted item has a problem, the article stays open, so the warning is seen.
pub(super) fn decide_or_finish_adjudication(
    model: &mut Model,
    verb: impl Fn(Decider<'_>, &ItemRef) -> Option<Edit>,
) -> Vec<Effect> {
    if model.settings.adjudication.is_none() {
        return decide(model, FocusAfter::NextPending, verb);
    }
    let Some(document) = model.document() else { return Vec::new() };
    let is_over = |model: &Model| model.document().is_some_and(|document| document.annotation.status.is_over());
    let had_pending = !document.annotation.pending.is_empty();
    // If nothing was pending, the user corrects an earlier verdict and may correct more.
    let stays_open = is_over(model) || !had_pending;
    let (text, labels) = (document.article.text.clone(), model.settings.labels.clone());
    let effects = decide(model, FocusAfter::NextPending, |decider, item| {
        let edit = verb(decider, item)?;
        let stays_open = stays_open || leaves_problem(&text, decider.annotation, &labels, &edit);
        Some(if stays_open { edit } else { decider.done_if_nothing_is_pending(edit) })
    });
    if stays_open || effects.is_empty() || !is_over(model) {
        return effects;
    }
    go_on_after_verdict(model, effects)
}

/// Opens the list of the readings of the focused difference.
fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some(ItemRef::Pending(id)) = &document.focus else { return Vec::new() };
    let Some(difference) = OpenDifference::at(&document.annotation, id) else { return Vec::new() };
    let nothing = lang::NOTHING_THERE.get(model.lang());
    let words = |id: &String| {
        let pieces = document.pieces(&ItemRef::Pending(id.clone()));
        pieces.into_iter().map(|piece| document.article.text.slice(piece)).collect::<Vec<_>>().join(" … ")
    };
    let entry = |(number, reading): (usize, &OpenReading)| {
        let words: Vec<String> = reading.items.iter().map(words).collect();
        let about = if words.is_empty() { nothing.to_owned() } else { words.join(" + ") };
        WordChoice { value: number.to_string(), shown: model.who_reads(&difference, reading), about }
    };
    let entries = difference.readings.iter().enumerate().map(entry).collect();
    open_list(model, Purpose::Reading, entries, NewWords::Refused)
}

/// Takes the reading with this number, which was chosen from the list.
pub(super) fn take_chosen(model: &mut Model, number: &str) -> Vec<Effect> {
    let on = model.search.prompt.take().and_then(|prompt| prompt.on);
    // An article that was reloaded may have lost the item.
    let is_here = on.is_some() && on == model.document().and_then(|document| document.focus.clone());
    match number.parse() {
        Ok(number) if is_here => take(model, Taken::Reading(number)),
        _ => Vec::new(),
    }
}
