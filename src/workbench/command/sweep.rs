//! The sweep: one key accepts what is pending from the focus to the end of the sentence or of the screen.

use crate::edit::{Decision, ItemRef};
use crate::gold::Label;
use crate::lang::{Lang, Wording, say};
use crate::text::{Span, sentences_from};
use crate::workbench::direction::ReadingDirection;
use crate::workbench::document::{Document, ItemState};
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;

use super::commit::{FocusAfter, commit};
use super::condition::ON_ITEM;
use super::decide_list::{compatible, left_with_labels, storable};
use super::group::Group;
use super::moves::go_to_pending;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::new("accept-sentence"),
        title: Wording::new("accept-sentence", "قبول إلى آخر الجملة"),
        help: Wording::new(
            "Accept everything pending from here to the end of the sentence, in one step of undo, and go to the next pending suggestion. Only what is whole on the screen is accepted, a quote with its cue and speaker.",
            "اقبل كل المعلقات من هنا إلى آخر الجملة في خطوة تراجع واحدة، وانتقل إلى المعلق التالي. ولا يقبل إلا ما ظهر كله على الشاشة، والاقتباس مع عبارة القول والقائل.",
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
            "Accept everything pending from here to the end of the screen, in one step of undo, and go to the next pending suggestion. Only what is whole on the screen is accepted, a quote with its cue and speaker.",
            "اقبل كل المعلقات من هنا إلى آخر الشاشة في خطوة تراجع واحدة، وانتقل إلى المعلق التالي. ولا يقبل إلا ما ظهر كله على الشاشة، والاقتباس مع عبارة القول والقائل.",
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

/// The pending items of a sweep.
#[derive(Debug, Default)]
struct Swept {
    /// Those that it accepts.
    items: Vec<ItemRef>,
    /// The number of quotes that it leaves because their cue or speaker is not on the screen.
    without_speaker: usize,
    /// True if it leaves the focused item because that is not whole on the screen.
    leaves_focused: bool,
    /// The labels outside of the label set, one for each item that it leaves because of them.
    other_labels: Vec<Label>,
}

impl Swept {
    /// The reasons why items are left.
    fn reasons(&self, lang: Lang) -> Vec<String> {
        let focused = self.leaves_focused.then(|| say::focused_is_left(lang));
        let quotes = (self.without_speaker > 0).then(|| say::left_without_speaker(lang, self.without_speaker));
        focused.into_iter().chain(quotes).chain(left_with_labels(lang, &self.other_labels)).collect()
    }
}

fn sweep(model: &mut Model, reach: Reach) -> Vec<Effect> {
    let swept = swept(model, reach, None);
    if !swept.items.is_empty() {
        return accept(model, swept);
    }
    let effects = go_to_pending(model, ReadingDirection::Forward);
    tell_reasons(model, &swept);
    effects
}

/// Accepts what is pending from the focus to before an item.
pub(super) fn accept_till(model: &mut Model, till: Option<&ItemRef>) -> Vec<Effect> {
    let swept = swept(model, Reach::Screen, till);
    if !swept.items.is_empty() {
        return accept(model, swept);
    }
    tell_reasons(model, &swept);
    Vec::new()
}

/// Says why nothing was accepted, if there is a reason.
fn tell_reasons(model: &mut Model, swept: &Swept) {
    let reasons = swept.reasons(model.lang());
    if !reasons.is_empty() {
        model.tell(reasons.join(model.lang().between()));
    }
}

fn accept(model: &mut Model, swept: Swept) -> Vec<Effect> {
    let (count, reasons) = (swept.items.len(), swept.reasons(model.lang()));
    let items = swept.items;
    let effects = commit(model, FocusAfter::NextPending, |decider| decider.decide_all(&items, Decision::Accept, None));
    let is_told = model.messages.notice.as_ref().is_some_and(|notice| notice.bad || reasons.is_empty());
    if !effects.is_empty() && !is_told {
        let (lang, undo) = (model.lang(), model.key(CommandName::UNDO));
        let accepted = say::swept(lang, count, say::suggestions(count), &undo);
        let all: Vec<String> = std::iter::once(accepted).chain(reasons).collect();
        model.tell(all.join(lang.between()));
    }
    effects
}

/// The pending items that a sweep accepts: those that the filter shows, that begin at the focus or after it and before the
/// end of the reach, and that are whole on the screen, with cue and speaker, and have been there since the last key.
fn swept(model: &Model, reach: Reach, till: Option<&ItemRef>) -> Swept {
    let Some(document) = model.document() else { return Swept::default() };
    let (Some(focused), Some(from)) = (document.focused(), document.focus_index()) else { return Swept::default() };
    let shown = document.shown(model.lines_shown());
    let end = match reach {
        Reach::Screen => shown.end,
        Reach::Sentence => end_of_sentence(document, focused.span.start()).min(shown.end),
    };
    let is_shown = |span: Span| shown.start <= span.start() && span.end() <= shown.end;
    let filter = &model.search.filter;
    let items = document.items().iter_from(from).take_while(|item| item.span.start() < end && Some(&item.at) != till);
    let mut swept = Swept::default();
    for item in items.filter(|item| item.state == ItemState::Pending && filter.shows(item)) {
        let roles = document.body(&item.at).and_then(|(body, _)| body.frame());
        if !is_shown(item.span) {
            swept.leaves_focused |= item.at == focused.at;
        } else if roles
            .is_some_and(|frame| !frame.cue.into_iter().chain(frame.speaker.as_ref().map(|it| it.span)).all(is_shown))
        {
            swept.without_speaker += 1;
        } else if matches!(&item.at, ItemRef::Pending(id) if document.was_shown(id)) {
            swept.items.push(item.at.clone());
        }
    }
    (swept.items, swept.other_labels) = storable(model, swept.items);
    swept.items = compatible(document, swept.items);
    swept
}

/// The end of the sentence in which a place is.
pub(super) fn end_of_sentence(document: &Document, place: usize) -> usize {
    let text = &document.article.text;
    sentences_from(text.as_str(), place)
        .find(|sentence| place < sentence.end)
        .map_or(text.len(), |sentence| sentence.end)
}
