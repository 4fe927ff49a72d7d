//! The sweep: one key accepts what is pending from the focus to the end of the sentence or of the screen.

use crate::edit::{Decision, ItemRef};
use crate::lang::{Wording, say};
use crate::text::sentences_from;
use crate::workbench::direction::ReadingDirection;
use crate::workbench::document::{Document, ItemState};
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;

use super::commit::{FocusAfter, commit};
use super::condition::ON_ITEM;
use super::decide_list::compatible;
use super::group::Group;
use super::moves::go_to_pending;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::new("accept-sentence"),
        title: Wording::new("accept-sentence", "قبول إلى آخر الجملة"),
        help: Wording::new(
            "Accept everything pending from here to the end of the sentence, in one step of undo, and go to the next pending suggestion. Only what is whole on the screen is accepted.",
            "اقبل كل المعلقات من هنا إلى آخر الجملة في خطوة تراجع واحدة، وانتقل إلى المعلق التالي. ولا يقبل إلا ما ظهر كله على الشاشة.",
        ),
        keys: &["b"],
        group: Group::Review,
        footer: Footer::new("sentence", "الجملة"),
        traits: CommandTraits::VERDICT_ON_MANY,
        when: ON_ITEM,
        run: |model, _| sweep(model, Reach::Sentence),
    },
    Command {
        name: CommandName::new("accept-screen"),
        title: Wording::new("accept-screen", "قبول إلى آخر الشاشة"),
        help: Wording::new(
            "Accept everything pending from here to the end of the screen, in one step of undo, and go to the next pending suggestion. Only what is whole on the screen is accepted.",
            "اقبل كل المعلقات من هنا إلى آخر الشاشة في خطوة تراجع واحدة، وانتقل إلى المعلق التالي. ولا يقبل إلا ما ظهر كله على الشاشة.",
        ),
        keys: &["B"],
        group: Group::Review,
        footer: Footer::new("screen", "الشاشة"),
        traits: CommandTraits::VERDICT_ON_MANY,
        when: ON_ITEM,
        run: |model, _| sweep(model, Reach::Screen),
    },
];

/// How far a sweep goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To the end of the sentence in which the focused item begins.
    Sentence,
    /// To the end of the screen.
    Screen,
}

fn sweep(model: &mut Model, reach: Reach) -> Vec<Effect> {
    let items = swept(model, reach, None);
    if items.is_empty() {
        return go_to_pending(model, ReadingDirection::Forward);
    }
    accept(model, &items)
}

/// Accepts what is pending from the focus to before an item.
pub(super) fn accept_till(model: &mut Model, till: Option<&ItemRef>) -> Vec<Effect> {
    let items = swept(model, Reach::Screen, till);
    if items.is_empty() { Vec::new() } else { accept(model, &items) }
}

fn accept(model: &mut Model, items: &[ItemRef]) -> Vec<Effect> {
    let count = items.len();
    let effects = commit(model, FocusAfter::NextPending, |decider| decider.decide_all(items, Decision::Accept, None));
    if !effects.is_empty() && model.messages.notice.is_none() {
        let undo = model.key(CommandName::UNDO);
        model.tell(say::swept(model.lang(), count, say::suggestions(count), &undo));
    }
    effects
}

/// The pending items that a sweep accepts: those that the filter shows, that begin at the focus or after it and before the
/// end of the reach, and that are whole on the screen and have been there since the last key.
fn swept(model: &Model, reach: Reach, till: Option<&ItemRef>) -> Vec<ItemRef> {
    let Some(document) = model.document() else { return Vec::new() };
    let (Some(focused), Some(from)) = (document.focused(), document.focus_index()) else { return Vec::new() };
    let shown = document.shown(model.lines_shown());
    let end = match reach {
        Reach::Screen => shown.end,
        Reach::Sentence => end_of_sentence(document, focused.span.start()).min(shown.end),
    };
    let filter = &model.search.filter;
    let items = document.items().iter_from(from).take_while(|item| item.span.start() < end && Some(&item.at) != till);
    let whole = items.filter(|item| {
        item.state == ItemState::Pending && shown.start <= item.span.start() && item.span.end() <= shown.end
    });
    let stood = whole.filter(|item| match &item.at {
        ItemRef::Pending(id) => document.was_shown(id) && filter.shows(item),
        _ => false,
    });
    compatible(document, stood.map(|item| item.at.clone()).collect())
}

/// The end of the sentence in which a place is.
pub(super) fn end_of_sentence(document: &Document, place: usize) -> usize {
    let text = &document.article.text;
    sentences_from(text.as_str(), place)
        .find(|sentence| place < sentence.end)
        .map_or(text.len(), |sentence| sentence.end)
}
