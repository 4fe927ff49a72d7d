//! What happens: an action comes in, the model changes, effects go out.

use std::sync::Arc;

use crate::lang::{ARTICLES, Rendered, isolated, say};

use super::{Action, Command, Effect, Key, KeyCode, Meaning, Mode, Model, Opened, act, mouse};

/// Lets an action change the model. Does no I/O; what must happen outside is returned.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let mut effects = match action {
        Action::Key(key) => {
            model.untouched = false;
            pressed(model, key)
        }
        Action::Found { headings, problems } => {
            model.documents.extend(headings);
            troubles(model, problems);
            wanted(model)
        }
        Action::Indexed => {
            model.documents.complete();
            wanted(model)
        }
        Action::Standings(standings) => {
            for (index, standing) in standings {
                model.documents.told(index, standing);
            }
            Vec::new()
        }
        Action::Resume(index) => resume(model, index),
        Action::Matched { query, shown, all } => act::matched(model, &query, shown, all),
        Action::Everywhere { needle, found } => act::everywhere(model, &needle, found),
        Action::Sought { index, query, matches } => act::sought(model, index, &query, matches),
        Action::Opened { index, found, problems } => opened(model, index, found, problems),
        Action::Paste(words) => {
            model.notice = None;
            act::pasted(model, &words)
        }
        Action::Mouse(mouse) => {
            mouse::act(model, mouse);
            Vec::new()
        }
        Action::Resize(columns, rows) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Action::Suggested { index, suggestions, own } => {
            let threshold = model.settings.threshold;
            if let Some(document) = model.documents.get_mut(index) {
                let idle = document.focus.is_none();
                document.take_suggestions(suggestions, own, threshold);
                if idle && index == model.current {
                    act::refocus(model);
                }
            }
            Vec::new()
        }
        Action::Learnt => {
            model.learnt += 1;
            Vec::new()
        }
        Action::Saved { id, revision } => {
            if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
                document.saved = document.saved.max(revision);
                document.save_error = None;
            }
            act::quit_when_saved(model)
        }
        Action::SaveFailed { id, problem } => {
            if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
                document.save_error = Some(problem);
            }
            act::quit_when_saved(model)
        }
        Action::Moved { folder, count, behind } => {
            model.tell(say::saved_in(model.lang(), ARTICLES.count(count), &folder));
            model.moved = Some(folder);
            if let Some(behind) = behind {
                model.problems.push(behind.clone());
                model.warn(behind);
            }
            Vec::new()
        }
        Action::MoveFailed { problem } => {
            model.warn(say::not_moved(model.lang(), Rendered(problem)));
            Vec::new()
        }
    };
    model.settle();
    // The screen may show another part of a long article now.
    if model.document().is_some_and(|document| document.consulted) {
        effects.extend(suggestions_wanted(model));
    }
    effects
}

/// Problems with the input that came to light while the workbench is open.
fn troubles(model: &mut Model, problems: Vec<String>) {
    if model.notice.is_none() && model.settings.read_only.is_none() {
        model.report(&problems);
    }
    model.problems.extend(problems);
}

/// Goes to where work was done last, unless the annotator has begun elsewhere.
fn resume(model: &mut Model, index: usize) -> Vec<Effect> {
    if index == model.current || index >= model.documents.len() {
        return Vec::new();
    }
    if model.untouched {
        return act::open(model, index);
    }
    let id = isolated(model.lang(), model.documents.heading(index).id);
    model.tell(say::session_ended(model.lang(), index + 1, Rendered(id)));
    Vec::new()
}

fn opened(model: &mut Model, index: usize, found: Result<Box<Opened>, String>, problems: Vec<String>) -> Vec<Effect> {
    if model.documents.get(index).is_some() {
        return Vec::new();
    }
    troubles(model, problems);
    match found {
        Ok(opened) => model.documents.put(index, (*opened).into()),
        Err(why) => model.documents.refuse(index, why),
    }
    model.documents.tidy(model.current);
    let mut effects = Vec::new();
    if index == model.current {
        effects.extend(act::arrived(model));
        // The article is laid out before a key is told what is on the screen.
        model.settle();
        for key in std::mem::take(&mut model.held) {
            effects.extend(pressed(model, key));
        }
    }
    effects.extend(wanted(model));
    effects
}

/// A key. Until the article on the screen is there, keys wait for it; those that need none do not.
fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let waiting = model.documents.is_coming(model.current) && model.seek.prompt.is_none() && model.mode == Mode::Review;
    if !waiting {
        return press(model, key);
    }
    let meaning = model.settings.keymap.meaning(model.seek.prefix, key);
    let free = |command| {
        use Command as C;
        matches!(command, C::NextArticle | C::PreviousArticle | C::Articles | C::Quit | C::Suspend | C::Help | C::Back)
    };
    let is = |wanted: &dyn Fn(Command) -> bool| matches!(&meaning, Meaning::Commands(found) if found.iter().any(|found| wanted(found.command)));
    // What was pressed before must come before; who presses twice to leave means it.
    let leaves = is(&|command| command == Command::Quit) && model.held.last() == Some(&key);
    if is(&|command| command == Command::Back) || leaves {
        model.held.clear();
    }
    if is(&free) && model.held.is_empty() {
        return press(model, key);
    }
    model.held.push(key);
    Vec::new()
}

/// What to ask for when the workbench opens and whenever another article comes on the screen, if it was not asked for
/// already: the article, those that the next keys lead to, and as many around them as there is room for; suggestions for
/// it and for the next one.
#[must_use]
pub fn wanted(model: &mut Model) -> Vec<Effect> {
    let current = model.current;
    let near = [Some(current), current.checked_add(1), current.checked_sub(1), current.checked_add(2)];
    let mut indexes: Vec<usize> = near.into_iter().flatten().filter(|index| model.documents.ask(*index)).collect();
    indexes.extend(model.documents.ask_further(current));
    let mut effects: Vec<Effect> = indexes.into_iter().map(|index| Effect::Open { index }).collect();
    for index in [current, current + 1] {
        if let Some(document) = model.documents.get_mut(index).filter(|document| !document.consulted) {
            document.consulted = true;
            effects.push(Effect::Consult { index, article: Arc::clone(&document.article) });
        }
    }
    effects.extend(suggestions_wanted(model));
    effects
}

/// What to ask our own machine: about what is near the screen, in the next article too, then about the rest of the one on
/// the screen, one chunk after the other.
fn suggestions_wanted(model: &mut Model) -> Vec<Effect> {
    let (current, learnt) = (model.current, model.learnt);
    let mut effects = Vec::new();
    for index in [current, current + 1] {
        let Some(document) = model.documents.get_mut(index) else { continue };
        let chunks = document.ask(learnt);
        let suggest = |chunk| Effect::Suggest { index, article: Arc::clone(&document.article), chunk };
        effects.extend(chunks.into_iter().map(suggest));
    }
    if let Some(document) = model.documents.get_mut(current)
        && let Some(chunk) = document.ask_further(learnt)
    {
        effects.push(Effect::Suggest { index: current, article: Arc::clone(&document.article), chunk });
    }
    effects
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    model.quitting = false;
    // Who goes on does not wait for what was looked for elsewhere: it must not open under the next key.
    model.seek.wish = None;
    // In a window that is too small to show the line, q still leaves.
    if model.seek.prompt.is_some() && model.panes().is_some() {
        return act::typed(model, key);
    }
    if let (None, Some(count), KeyCode::Char(c)) = (model.seek.prefix, model.count, key.latin().code)
        && let Some(digit) = c.to_digit(10)
    {
        let digit = u16::try_from(digit).unwrap_or_default();
        model.count = Some(count.saturating_mul(10).saturating_add(digit).min(999));
        return Vec::new();
    }
    let prefix = model.seek.prefix.take();
    let invocation = match model.settings.keymap.meaning(prefix, key) {
        Meaning::Commands(found) => {
            let valid = |command: Command| command.info().is_some_and(|info| (info.valid)(model));
            // Of those that make no sense now, the one that could in this mode tells why not.
            let could = |command: Command| command.modes().hold(&model.mode);
            let meant = found.iter().find(|found| valid(found.command));
            meant.or_else(|| found.iter().find(|found| could(found.command))).or_else(|| found.first()).copied()
        }
        Meaning::Prefix(key) => {
            model.seek.prefix = Some(key);
            return Vec::new();
        }
        Meaning::Nothing => None,
    };
    if prefix.is_some() && key == Key::plain(KeyCode::Esc) {
        return Vec::new();
    }
    let Some(invocation) = invocation else {
        let name = prefix.map_or_else(|| key.to_string(), |prefix| format!("{prefix} {key}"));
        let command = if matches!(model.mode, Mode::Review | Mode::Select(_)) { Command::Help } else { Command::Back };
        let does_nothing = if command == Command::Help { say::does_nothing_help } else { say::does_nothing_back };
        model.tell(does_nothing(model.lang(), &name, &model.key(command)));
        return Vec::new();
    };
    // Where nothing can be seen, nothing is decided.
    if model.panes().is_none() && !matches!(invocation.command, Command::Quit | Command::Suspend | Command::Back) {
        return Vec::new();
    }
    act::run(model, invocation)
}
