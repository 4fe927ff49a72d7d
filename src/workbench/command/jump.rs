//! Jumping: letters on the page choose a pending suggestion, or the words of a selection.

use crate::edit::ItemRef;
use crate::gold::{Body, Layer};
use crate::lang::{self, Wording};
use crate::suggest;
use crate::text::Span;
use crate::workbench::document::{Document, ItemState};
use crate::workbench::effect::Effect;
use crate::workbench::jump::{Jump, JumpFor, JumpTarget, LETTERS, codes};
use crate::workbench::key::{Key, KeyCode};
use crate::workbench::keymap::Meaning;
use crate::workbench::model::{Mode, Model};

use super::commit::tell;
use super::condition::{ON_ITEM, ON_PAGE};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, Footer};
use super::sweep;

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::new("jump"),
    title: Wording::new("jump", "قفز"),
    help: Wording::new(
        "Show letters on the pending suggestions of the screen: typing them goes there. In a selection: on the words, for its first word and then for its last one.",
        "أظهر حروفا على معلقات الشاشة: كتابتها تنقل إليها. في التحديد: على الكلمات، لأول كلمة فيه ثم لآخر كلمة.",
    ),
    keys: &["'"],
    group: Group::Move,
    footer: Footer::new("jump", "قفز"),
    when: ON_PAGE,
    run: |model, _| begin_jump(model),
    ..Command::PLAIN
}];

pub(super) const TILL: &[Command] = &[Command {
    name: CommandName::new("accept-till"),
    title: Wording::new("accept-till", "قبول إلى ما قبل عنصر"),
    help: Wording::new(
        "Show letters on the pending suggestions of the screen: typing them accepts everything pending from here to before that one, in one step of undo, and goes to it.",
        "أظهر حروفا على معلقات الشاشة: كتابتها تقبل كل المعلقات من هنا إلى ما قبل ذلك العنصر في خطوة تراجع واحدة، وتنقل إليه.",
    ),
    keys: &["T"],
    group: Group::Review,
    when: ON_ITEM,
    run: |model, _| show_items(model, JumpFor::Till),
    ..Command::PLAIN
}];

/// At least this many words have a single letter.
const SINGLE: usize = 5;

fn begin_jump(model: &mut Model) -> Vec<Effect> {
    if matches!(model.mode, Mode::Select(_)) {
        show_words(model, JumpFor::FirstWord);
        return Vec::new();
    }
    show_items(model, JumpFor::Item)
}

/// Shows letters on the other pending suggestions of the screen; only on those after the focus to accept what is before one.
fn show_items(model: &mut Model, what: JumpFor) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let shown = document.shown(model.lines_shown());
    let from = document.focused().map_or(shown.start, |item| item.span.start());
    let focus = document.focus.clone();
    let filter = &model.search.filter;
    let items = document.items().overlapping(shown.clone());
    let pending = items.filter(|item| item.state == ItemState::Pending && filter.shows(item));
    let there = pending.filter(|item| shown.contains(&item.span.start()) && Some(&item.at) != focus.as_ref());
    let mut places: Vec<(Span, Option<ItemRef>)> = there.map(|item| (item.span, Some(item.at.clone()))).collect();
    if what == JumpFor::Till {
        places.retain(|(span, _)| span.start() >= from);
    }
    if places.is_empty() {
        return tell(model, lang::NOTHING_TO_JUMP_TO);
    }
    places.sort_by_key(|(span, _)| (span.start() < from, span.start().abs_diff(from)));
    let letters: Vec<char> = LETTERS.chars().collect();
    let home: Vec<char> = LETTERS.chars().take(10).collect();
    let first = if places.len() <= home.len() * home.len() { &home } else { &letters };
    model.jump = Some(jump(what, places, first, first));
    Vec::new()
}

fn jump(what: JumpFor, places: Vec<(Span, Option<ItemRef>)>, first: &[char], second: &[char]) -> Jump {
    let codes = codes(first, second, places.len());
    let targets = codes.into_iter().zip(places);
    let targets = targets.map(|(letters, (span, item))| JumpTarget { letters, span, item }).collect();
    Jump { what, targets, typed: String::new() }
}

/// Shows letters on the words of the screen: all for the first word of a selection, those after it for the last one. Names
/// that the machine nearly proposed come first. The letters are those that no command of a selection needs.
pub(super) fn show_words(model: &mut Model, what: JumpFor) {
    model.jump = None;
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return };
    let (text, from) = (&document.article.text, selection.span);
    let shown = document.shown(model.lines_shown());
    let start = if what == JumpFor::LastWord { from.end() } else { shown.start };
    let words = text.words_from(start).skip_while(|word| word.start() < start);
    let mut places: Vec<Span> = words.take_while(|word| word.start() < shown.end).collect();
    if what == JumpFor::FirstWord {
        let nearly = nearly_proposed(document, shown.start..shown.end);
        places.retain(|word| !nearly.iter().any(|name| word.contains(name.start())));
        places.extend(nearly.iter().copied());
        // What lies behind the place where the selection began is nearer than what lies before it.
        let distance = |span: &Span| match span.start() < from.start() {
            true => 2 * (from.start() - span.start()),
            false => span.start() - from.start(),
        };
        places.sort_by_key(|span| (!nearly.contains(span), distance(span)));
    }
    let letters: Vec<char> = LETTERS.chars().filter(|letter| letter.is_alphabetic()).collect();
    let free: Vec<char> = letters.iter().copied().filter(|letter| is_free_in_selection(model, *letter)).collect();
    // The nearest words have one letter, however many words there are.
    let most = SINGLE + free.len().saturating_sub(SINGLE) * letters.len();
    let places = places.into_iter().take(most).map(|span| (span, None)).collect();
    model.jump = Some(jump(what, places, &free, &letters));
}

/// Names that the suggester found too uncertain to propose, then other words that may be names, where nothing else is.
fn nearly_proposed(document: &Document, part: std::ops::Range<usize>) -> Vec<Span> {
    let text = &document.article.text;
    let taken = |span: Span| document.items().overlapping(span.range()).any(|item| item.layer == Layer::Entity);
    let hidden = document.nearly_proposed(part.clone());
    let hidden = hidden
        .filter_map(|one| match one.body {
            Body::Entity { span, .. } => Some(span),
            Body::Quote(_) => None,
        })
        .collect::<Vec<_>>();
    let mut spans: Vec<Span> = Vec::new();
    for span in hidden.into_iter().chain(suggest::possible_names(text, part)).filter(|span| !taken(*span)) {
        if !spans.iter().any(|known| known.overlaps(span)) {
            spans.push(span);
        }
    }
    spans
}

/// True if no command of a selection has this letter.
fn is_free_in_selection(model: &Model, letter: char) -> bool {
    match model.settings.keymap.meaning(None, Key::plain(KeyCode::Char(letter))) {
        Meaning::Nothing => true,
        Meaning::Prefix(_) => false,
        Meaning::Commands(found) => {
            found.iter().all(|found| Command::named(found.command).is_none_or(|command| !command.fits(&model.mode)))
        }
    }
}

/// Takes a letter while jump letters are shown. `None` if the key is for a command; the letters are hidden then.
pub(in crate::workbench) fn press(model: &mut Model, mut jump: Jump, key: Key) -> Option<Vec<Effect>> {
    let Key { code: KeyCode::Char(letter), ctrl: false, alt: false, .. } = model.settings.keymap.keyboard().latin(key)
    else {
        return (jump.is_on_items() && key == Key::plain(KeyCode::Esc)).then(Vec::new);
    };
    jump.typed.push(letter);
    let mut left = jump.left();
    let Some((target, rest)) = left.next() else {
        // Whoever mistypes a letter must not give a verdict by it.
        let typing = jump.is_on_items() || jump.typed.len() > 1;
        return typing.then(|| tell(model, lang::NO_SUCH_LETTERS));
    };
    if !rest.is_empty() {
        drop(left);
        model.jump = Some(jump);
        return Some(Vec::new());
    }
    let target = target.clone();
    Some(go(model, jump.what, &target))
}

fn go(model: &mut Model, what: JumpFor, target: &JumpTarget) -> Vec<Effect> {
    match (what, &target.item) {
        (JumpFor::Item, item) => focus(model, item.clone()),
        (JumpFor::Till, item) => {
            let effects = sweep::accept_till(model, item.as_ref());
            // An accepted span may cover it; then the focus is on what comes behind.
            focus(model, item.clone());
            return effects;
        }
        (JumpFor::FirstWord, _) => {
            select(model, |_| target.span);
            show_words(model, JumpFor::LastWord);
        }
        (JumpFor::LastWord, _) => select(model, |from| from.hull(target.span)),
    }
    Vec::new()
}

/// Focuses an item if it is still there.
fn focus(model: &mut Model, item: Option<ItemRef>) {
    if let Some(document) = model.document_mut()
        && item.as_ref().is_some_and(|item| document.items().find(item).is_some())
    {
        document.focus = item;
    }
    model.viewport.adrift = false;
}

fn select(model: &mut Model, to: impl Fn(Span) -> Span) {
    if let Mode::Select(selection) = &model.mode {
        model.mode = Mode::Select(selection.with_span(to(selection.span)));
    }
}
