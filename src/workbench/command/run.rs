//! Running a command: the rules that hold for all of them.

use std::sync::Arc;

use crate::edit::{JournalEntry, Operation};
use crate::lang::{self, say};
use crate::workbench::effect::Effect;
use crate::workbench::keymap::Invocation;
use crate::workbench::model::{LastDecision, Leaving, Mode, Model, Notice};

use super::focus::{follow_focus, is_focus_in_view, is_focus_off_screen};
use super::name::CommandName;
use super::row::{Command, CommandTraits};

/// Runs a command if it is valid now, as often as the count before it says; else shows why it is not valid.
pub(in crate::workbench) fn run(model: &mut Model, invocation: Invocation) -> Vec<Effect> {
    let command = Command::named(invocation.command);
    debug_assert!(command.is_some(), "{} has no row", invocation.command);
    let Some(command) = command else { return Vec::new() };
    if command.name != CommandName::QUIT {
        model.session.leaving = Leaving::No;
    }
    if !command.is_valid(model) {
        model.input.count = None;
        let why = command.why_not(model);
        model.tell(why);
        return Vec::new();
    }
    let traits = command.traits;
    let off_screen = is_focus_off_screen(model);
    if off_screen && traits.contains(CommandTraits::DECIDES) {
        follow_focus(model);
    }
    let scrolled = std::mem::take(&mut model.viewport.adrift);
    model.viewport.edge = None;
    // A quote that is longer than the screen is seen where the page is.
    let stays = scrolled && is_focus_in_view(model);
    let adrift = (scrolled && !stays) || off_screen;
    let focus = model.document().and_then(|document| document.focus.clone());
    let reviewing = model.mode == Mode::Review;
    if adrift && reviewing && traits.contains(CommandTraits::CHANGES) {
        model.tell_words(lang::OFF_SCREEN);
        return Vec::new();
    }
    if reviewing && traits.intersects(CommandTraits::DECIDES.union(CommandTraits::DECIDES_MANY)) {
        let count = model.input.count.filter(|_| traits.contains(CommandTraits::DECIDES_MANY));
        model.last_decision = Some(LastDecision { run: command.run, nth: invocation.nth, count });
    }
    let counted = traits.contains(CommandTraits::COUNTED);
    let times = if counted { model.input.count.take().unwrap_or(1).clamp(1, 999) } else { 1 };
    let (mut effects, article) = (Vec::new(), model.current);
    for done in 0..times {
        // The last verdict of an adjudication opens the next article, which nobody has seen.
        if model.current != article {
            break;
        }
        // Only what is true at the end is said.
        model.messages.notice = None;
        effects.extend((command.run)(model, invocation.nth));
        let is_stuck = |notice: &Notice| notice.text == lang::EDGE_STUCK.get(model.settings.lang);
        if done > 0 && model.messages.notice.as_ref().is_some_and(is_stuck) {
            model.tell(say::moved_part(model.lang(), usize::from(done), usize::from(times)));
            break;
        }
    }
    let same = model.document().is_some_and(|document| document.focus == focus);
    model.viewport.adrift |= stays && same && traits.contains(CommandTraits::CHANGES);
    if effects.len() > 1 && times > 1 {
        effects = join_changes(model, article, effects);
    }
    if !traits.contains(CommandTraits::KEEPS_COUNT) {
        model.input.count = None;
    }
    effects
}

/// Joins the changes that a counted command made in an article into one step of undo, and one line of the journal. Other effects
/// stay: the last change may have opened another article.
fn join_changes(model: &mut Model, article: usize, effects: Vec<Effect>) -> Vec<Effect> {
    let Some(document) = model.documents.get_mut(article) else { return effects };
    let mut done = Vec::new();
    for effect in &effects {
        let Effect::Save { article, entries, .. } = effect else { continue };
        if !Arc::ptr_eq(article, &document.article) {
            return effects;
        }
        done.extend(entries);
    }
    let commits = done.iter().all(|entry| matches!(entry.operation, Operation::Commit(_)));
    let (Some(first), Some(last), count, true) = (done.first(), done.last(), done.len(), commits) else {
        return effects;
    };
    // Suggestions that came in between the changes are written with the first one.
    let mut pending_update = first.pending_update.clone();
    for update in done.iter().skip(1).filter_map(|entry| entry.pending_update.as_ref()) {
        pending_update.get_or_insert_default().add_all(update);
    }
    let (annotator, focus) = (last.annotator.clone(), last.focus.clone());
    let keys = done.iter().map(|entry| entry.keys).sum();
    let Some(edit) = document.history.join(count) else { return effects };
    let entry = JournalEntry { operation: Operation::Commit(edit), pending_update, annotator, focus, keys };
    let (mut saves, mut effects): (Vec<Effect>, Vec<Effect>) =
        effects.into_iter().partition(|effect| matches!(effect, Effect::Save { .. }));
    if let Some(Effect::Save { article, annotation, revision, .. }) = saves.pop() {
        effects.insert(0, Effect::Save { article, entries: vec![entry], annotation, revision });
    }
    effects
}
