//! Finding words in the article on the screen.

use crate::edit::ItemRef;
use crate::lang::{self, Wording, say};
use crate::text::Span;
use crate::workbench::direction::ReadingDirection;
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::search::find::{AT_ONCE, Find, FindOrigin, PendingFind};
use crate::workbench::search::prompt::Purpose;

use super::commit::tell;
use super::condition::{HAS_FIND, IN_REVIEW};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::FIND,
        title: Wording::new("find", "بحث"),
        help: Wording::new(
            "Find words, however they are written. A space before or after them means the edge of a word. A selection then begins at the match.",
            "ابحث عن كلمات كيفما كتبت. والمسافة قبلها أو بعدها تعني حد الكلمة. ويبدأ التحديد بعد ذلك مما وجد.",
        ),
        keys: &["/"],
        group: Group::Find,
        footer: Footer::new("find", "بحث"),
        when: IN_REVIEW,
        run: |model, _| begin_find(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::FIND_NEXT,
        title: Wording::new("find-next", "الموضع التالي"),
        help: Wording::new("Go to the next match.", "انتقل إلى الموضع التالي لما تبحث عنه."),
        keys: &["f"],
        group: Group::Find,
        footer: Footer::new("next match", "الموضع التالي"),
        when: HAS_FIND,
        run: |model, _| go_to_match(model, ReadingDirection::Forward),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::FIND_PREVIOUS,
        title: Wording::new("find-previous", "الموضع السابق"),
        help: Wording::new("Go to the previous match.", "انتقل إلى الموضع السابق لما تبحث عنه."),
        keys: &["F", "Alt-f"],
        group: Group::Find,
        when: HAS_FIND,
        run: |model, _| go_to_match(model, ReadingDirection::Back),
        ..Command::PLAIN
    },
];

fn begin_find(model: &mut Model) -> Vec<Effect> {
    model.open_prompt(Purpose::Find, None);
    Vec::new()
}

/// The reaction of the screen to a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// It goes to the nearest match.
    Follows,
    /// It stays.
    Stays,
}

/// Searches for what has been typed so far.
pub(super) fn find_typed(model: &mut Model, query: &str) -> Vec<Effect> {
    look_for(model, query, Screen::Follows)
}

/// Searches another article that has come on the screen.
pub(super) fn find_in_new_article(model: &mut Model) -> Vec<Effect> {
    let Some(query) = model.search.find.as_ref().map(|find| find.query.clone()) else { return Vec::new() };
    // The matches of the other article are not here.
    let none = Find::of(&query, Vec::new(), &FindOrigin { near: 0, shown: 0..0 });
    model.search.find = Some(Find { carried: true, ..none });
    look_for(model, &query, Screen::Stays)
}

/// Searches the article on the screen. A thread searches a long article; until it answers, the matches from before
/// stay.
fn look_for(model: &mut Model, query: &str, screen: Screen) -> Vec<Effect> {
    let lines = model.lines_shown();
    let back = model.search.prompt.as_ref().map(|prompt| prompt.top);
    let index = model.current;
    model.viewport.adrift = false;
    model.search.pending_find = None;
    let Some(document) = model.documents.get_mut(index) else { return Vec::new() };
    // Each search begins where the line was opened, not where the letter before led to.
    document.top = back.unwrap_or(document.top);
    let text = document.article.text.clone();
    let shown = document.shown(lines);
    let focused = document.focused().map(|item| item.span.start()).filter(|start| shown.contains(start));
    let lead = (screen == Screen::Follows).then(|| document.focus.clone());
    let from = FindOrigin { near: focused.unwrap_or(shown.start), shown };
    if text.len() > AT_ONCE {
        let query = query.to_owned();
        model.search.pending_find = Some(PendingFind { query: query.clone(), index, from, lead, entered: false });
        return vec![Effect::FindInArticle { index, query, text }];
    }
    show_find(model, Find::new(query, &text, &from), lead);
    Vec::new()
}

fn show_find(model: &mut Model, mut find: Find, lead: Option<Option<ItemRef>>) {
    match lead {
        Some(focus) => find.follow_on_screen(focus),
        None => find.carried = true,
    }
    model.search.find = Some(find);
}

/// Receives the matches of a thread. They count if the same query is still searched for in the article on the screen.
pub(in crate::workbench) fn receive_matches(
    model: &mut Model,
    index: usize,
    query: &str,
    matches: Vec<Span>,
) -> Vec<Effect> {
    let current = model.current;
    let mine = |pending: &mut PendingFind| pending.index == index && index == current && pending.query == query;
    let Some(pending) = model.search.pending_find.take_if(mine) else { return Vec::new() };
    let nothing = matches.is_empty();
    show_find(model, Find::of(&pending.query, matches, &pending.from), pending.lead);
    if pending.entered && nothing {
        model.search.find = None;
        return tell_not_found(model, &pending.query);
    }
    Vec::new()
}

/// Drops the find; the screen goes back to where it was.
pub(super) fn cancel_find(model: &mut Model, top: usize) {
    model.search.find = None;
    model.search.pending_find = None;
    if let Some(document) = model.document_mut() {
        document.top = top;
    }
}

/// `Enter`: keeps the find. Where nothing was typed it searches for the last query again.
pub(super) fn keep_find(model: &mut Model) -> Vec<Effect> {
    let Some((typed, top)) = model.search.prompt.as_ref().map(|prompt| (prompt.line.text().to_owned(), prompt.top))
    else {
        return Vec::new();
    };
    let query = match (typed.trim().is_empty(), model.search.earlier(0)) {
        (false, _) => typed,
        (true, Some(last)) => last.to_owned(),
        (true, None) => {
            model.search.prompt = None;
            cancel_find(model, top);
            return Vec::new();
        }
    };
    // A thread that searches for this query already is not started again.
    let effects = match model.search.pending_find.as_ref() {
        Some(pending) if pending.query == query => Vec::new(),
        _ => find_typed(model, &query),
    };
    model.search.remember(&query);
    model.search.prompt = None;
    if let Some(pending) = model.search.pending_find.as_mut() {
        pending.entered = true;
        // Until the thread answers there is no match, and the keys that go to matches say so.
        let none = Find::of(&query, Vec::new(), &pending.from);
        model.search.find = Some(none);
        return effects;
    }
    if model.search.find.as_ref().is_none_or(|find| find.matches.is_empty()) {
        cancel_find(model, top);
        return tell_not_found(model, &query);
    }
    Vec::new()
}

fn tell_not_found(model: &mut Model, query: &str) -> Vec<Effect> {
    model.tell(say::not_found(model.lang(), query));
    Vec::new()
}

/// Goes to the next match, or the one before.
fn go_to_match(model: &mut Model, direction: ReadingDirection) -> Vec<Effect> {
    let focused = model.document().and_then(|document| document.focused()).map(|item| item.span);
    let focus = model.document().and_then(|document| document.focus.clone());
    if model.search.is_searching() {
        return tell(model, lang::STILL_LOOKING);
    }
    let Some(find) = model.search.find.as_mut() else { return Vec::new() };
    if find.matches.is_empty() {
        let query = find.query.clone();
        return tell_not_found(model, &query);
    }
    let went_round = find.step(direction, focused);
    find.follow_on_screen(focus);
    match (went_round, direction) {
        (true, ReadingDirection::Forward) => tell(model, lang::FROM_BEGINNING),
        (true, ReadingDirection::Back) => tell(model, lang::FROM_END),
        (false, _) => Vec::new(),
    }
}
