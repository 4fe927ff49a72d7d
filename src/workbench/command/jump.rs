//! Jumping: letters on the page choose a pending suggestion, or the words of a selection.

use std::collections::HashMap;
use std::ops::Range;

use crate::edit::ItemRef;
use crate::gold::{Body, Label, LabelSet, Layer, Listed};
use crate::lang::{self, Wording, say};
use crate::suggest;
use crate::text::{Fold, Span, Text, strip_proclitics};
use crate::workbench::document::{Document, Item, ItemState};
use crate::workbench::effect::Effect;
use crate::workbench::jump::{Jump, JumpFor, JumpTarget, LETTERS, codes};
use crate::workbench::key::{Key, KeyCode};
use crate::workbench::keymap::Meaning;
use crate::workbench::model::{Mode, Model};

use super::commit::tell;
use super::condition::{ON_ITEM, ON_PAGE};
use super::group::Group;
use super::label;
use super::name::CommandName;
use super::row::{Command, Footer};
use super::sweep;

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::new("jump"),
    title: Wording::new("jump", "قفز"),
    help: Wording::new(
        "Show letters beside the pending suggestions of the screen: typing them goes there. In a selection: beside all words, for its first word and then for its last one.",
        "أظهر حروفا بجانب معلقات الشاشة: كتابتها تنقل إليها. في التحديد: بجانب كل الكلمات، لأول كلمة فيه ثم لآخر كلمة.",
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
    footer: Footer::new("till", "قبول إلى"),
    when: ON_ITEM,
    run: |model, _| show_items(model, JumpFor::Till),
    ..Command::PLAIN
}];

/// The label of a name is taken from equal ones at most this many bytes before and after the screen.
const NEAR: usize = 16_384;

/// If all words get letters, at least this many have a code of one letter.
const SINGLE: usize = 5;

fn begin_jump(model: &mut Model) -> Vec<Effect> {
    if matches!(model.mode, Mode::Select(_)) {
        show_words(model, JumpFor::FirstWord, Names::AsWords);
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
    let place = |item: &Item| Place { span: item.span, item: Some(item.at.clone()), label: None };
    let mut places: Vec<Place> = there.map(place).collect();
    if what == JumpFor::Till {
        places.retain(|place| place.span.start() >= from);
    }
    if places.is_empty() {
        return tell(model, lang::NOTHING_TO_JUMP_TO);
    }
    places.sort_by_key(|place| (place.span.start() < from, place.span.start().abs_diff(from)));
    let letters: Vec<char> = LETTERS.chars().collect();
    let home: Vec<char> = LETTERS.chars().take(10).collect();
    let first = if places.len() <= home.len() * home.len() { &home } else { &letters };
    model.jump = Some(jump(what, places, first, first));
    tell(model, if what == JumpFor::Till { lang::LETTERS_ACCEPT_TILL } else { lang::LETTERS_GO_TO })
}

/// A place that gets letters.
struct Place {
    span: Span,
    item: Option<ItemRef>,
    label: Option<Label>,
}

fn jump(what: JumpFor, places: Vec<Place>, first: &[char], second: &[char]) -> Jump {
    let codes = codes(first, second, places.len());
    let targets = codes.into_iter().zip(places);
    let targets =
        targets.map(|(letters, Place { span, item, label })| JumpTarget { letters, span, item, label }).collect();
    Jump { what, targets, typed: String::new() }
}

/// What letters on names do that were nearly proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// They come first, and add the name with its likely label.
    Add,
    /// They come first, and choose the words: the selection is for a part of a quote.
    Choose,
    /// Their words have letters like all others.
    AsWords,
}

/// Shows letters on the names of the screen that were nearly proposed, and on the words where the eye is: from the selection to
/// the end of its sentence, or to the next pending suggestion. As [`Names::AsWords`], on all words of the screen. For the last
/// word of a selection, only on those behind it. The letters are those that no command of a selection needs.
pub(super) fn show_words(model: &mut Model, what: JumpFor, names: Names) {
    model.jump = None;
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return };
    let (text, from) = (&document.article.text, selection.span);
    let shown = document.shown(model.lines_shown());
    let part = match (what, names) {
        (JumpFor::LastWord, _) => from.end()..end_of_stretch(document, from).min(shown.end),
        (_, Names::AsWords) => shown.clone(),
        _ => from.start()..end_of_stretch(document, from).min(shown.end),
    };
    let mut words: Vec<Span> = words_of(text, part).collect();
    let mut nearly: Vec<(Span, Option<Label>)> = Vec::new();
    if what == JumpFor::FirstWord {
        if names != Names::AsWords {
            nearly = nearly_proposed(document, &model.settings.labels, shown.start..shown.end);
        }
        if names == Names::Choose {
            nearly.iter_mut().for_each(|(_, label)| *label = None);
        }
        words.retain(|word| !nearly.iter().any(|(name, _)| word.contains(name.start())));
        // What lies behind the place where the selection began is nearer than what lies before it.
        let distance = |span: &Span| match span.start() < from.start() {
            true => 2 * (from.start() - span.start()),
            false => span.start() - from.start(),
        };
        words.sort_by_key(distance);
        nearly.sort_by_key(|(span, _)| distance(span));
    }
    let letters: Vec<char> = LETTERS.chars().filter(|letter| letter.is_alphabetic()).collect();
    let free: Vec<char> = letters.iter().copied().filter(|letter| is_free_in_selection(model, *letter)).collect();
    // At most one letter begins two-letter codes: more codes are slow to search and cost bytes over ssh. For the last word all
    // codes have one letter. With `AsWords` as many words as possible get codes.
    let most = match (what, names) {
        (JumpFor::LastWord, _) => free.len(),
        (_, Names::AsWords) => SINGLE + free.len().saturating_sub(SINGLE) * letters.len(),
        _ => free.len().saturating_sub(1) + letters.len(),
    };
    let nearly = nearly.into_iter().map(|(span, label)| Place { span, item: None, label });
    let words = words.into_iter().map(|span| Place { span, item: None, label: None });
    let mut places: Vec<Place> = nearly.chain(words).take(most).collect();
    let accept = model.key(CommandName::ACCEPT);
    let mut free = free.as_slice();
    if places.first().is_some_and(|first| first.label.is_some())
        && free.first().is_some_and(|letter| accept == letter.to_string())
    {
        // Whoever presses the key of `accept` by habit must not add a name: another word gets this letter.
        match places.iter().position(|place| place.label.is_none()) {
            Some(word) => places.get_mut(..=word).into_iter().for_each(|places| places.rotate_right(1)),
            None => free = free.get(1..).unwrap_or_default(),
        }
    }
    let adds = places.iter().any(|place| place.label.is_some());
    model.jump = Some(jump(what, places, free, &letters));
    if adds && model.messages.notice.is_none() {
        model.tell_words(lang::LETTERS_ADD);
    }
}

/// Where the letters on words end: with the sentence, or before the next pending suggestion if that comes later.
fn end_of_stretch(document: &Document, from: Span) -> usize {
    let pending = document.annotation.pending.partition_point(|one| one.place().0 < from.end());
    let next = document.annotation.pending.iter_from(pending).next().map_or(0, |one| one.place().0);
    sweep::end_of_sentence(document, from.start()).max(next)
}

/// Names that the suggester found too uncertain to propose, then other words that may be names, where nothing else is, also no
/// decided cue. Each
/// with its likely label, if the label set has it: that of the same words in this article, else that of the guess.
fn nearly_proposed(document: &Document, labels: &LabelSet, part: Range<usize>) -> Vec<(Span, Option<Label>)> {
    let text = &document.article.text;
    let cues: Vec<Span> = document.annotation.gold.iter().filter_map(|item| item.body.frame()?.cue).collect();
    let taken = |span: Span| {
        let is_entity = document.items().overlapping(span.range()).any(|item| item.layer == Layer::Entity);
        is_entity || cues.iter().any(|cue| cue.overlaps(span))
    };
    let hidden = document.nearly_proposed(part.clone()).filter_map(|one| match &one.body {
        Body::Entity { span, label } => Some((*span, label.clone())),
        Body::Quote(_) => None,
    });
    let near = part.start.saturating_sub(NEAR)..part.end.saturating_add(NEAR);
    let possible =
        suggest::possible_names(text, part.clone()).into_iter().map(|name| (name.span, Label::new(name.label)));
    let known = known_names(document, near);
    let equal = words_of(text, part.clone()).filter_map(|word| {
        // The shortest rest without proclitics comes first.
        strip_proclitics(text.slice(word)).find_map(|(removed, rest)| {
            let label = known.get(&rest.fold())?;
            Some((text.span(word.start() + removed, word.end()).ok()?, label.clone()))
        })
    });
    let mut found: Vec<(Span, Option<Label>)> = Vec::new();
    for (span, guess) in hidden.chain(possible).chain(equal).filter(|(span, _)| !taken(*span)) {
        if !found.iter().any(|(known, _)| known.overlaps(span)) {
            let label = known.get(&text.slice(span).fold()).cloned().unwrap_or(guess);
            found.push((span, Some(label).filter(|label| labels.get(label.as_str()).is_some())));
        }
    }
    found
}

/// The folded words of decided names in a part of the text, whole and by their last word, with their labels: whoever is called
/// سلوى الوردي is called الوردي later.
fn known_names(document: &Document, part: Range<usize>) -> HashMap<String, Label> {
    let text = &document.article.text;
    let mut known = HashMap::new();
    for item in document.annotation.gold.overlapping(part) {
        if let Body::Entity { span, label } = &item.body {
            let words: Vec<Span> = words_of(text, span.range()).collect();
            if let [_, .., last] = words.as_slice() {
                known.entry(text.slice(*last).fold()).or_insert_with(|| label.clone());
            }
            known.insert(text.slice(*span).fold(), label.clone());
        }
    }
    known
}

/// The words that begin in a part of the text.
fn words_of(text: &Text, part: Range<usize>) -> impl Iterator<Item = Span> {
    let begun = text.words_from(part.start).skip_while(move |word| word.start() < part.start);
    begun.take_while(move |word| word.start() < part.end)
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
            if let Some(label) = &target.label {
                return add(model, target.span, label);
            }
            select(model, |_| target.span);
            show_words(model, JumpFor::LastWord, Names::AsWords);
        }
        (JumpFor::LastWord, _) => select(model, |from| from.hull(target.span)),
    }
    Vec::new()
}

/// Adds a name that was nearly proposed, with its likely label.
fn add(model: &mut Model, span: Span, label: &Label) -> Vec<Effect> {
    let effects = label::add_labelled(model, span, label.clone());
    if !effects.is_empty() && model.messages.notice.as_ref().is_none_or(|notice| !notice.bad) {
        let undo = model.key(CommandName::UNDO);
        model.tell(say::added_as(model.lang(), label.as_str(), &undo));
    }
    effects
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
