//! Update: an action comes in, the model changes, effects go out.

use crate::lang::{ARTICLES, Rendered, isolated, say};

use super::action::Action;
use super::command::prompt_keys::{self, Answer};
use super::command::{arrived, open, quit_when_saved, receive_everywhere, receive_matches, refocus};
use super::document::{Document, LoadedArticle};
use super::effect::Effect;
use super::model::Model;
use super::pointer::point;
use super::press::press_or_hold;
use super::requests::{suggestions_wanted, wanted};

/// Changes the model by an action, and returns the effects that must happen outside. Does no I/O.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Action::ClockRead(now) = action {
        model.session.now = Some(now);
        return Vec::new();
    }
    let mut effects = match action {
        Action::ClockRead(_) => Vec::new(),
        Action::ProblemReported(problem) => {
            model.messages.problems.push(problem.clone());
            model.warn(problem);
            Vec::new()
        }
        Action::SuggesterFailed { article } => {
            model.warn(say::suggester_failed(model.lang(), &article));
            Vec::new()
        }
        Action::HintGiven(hint) => {
            if model.messages.notice.is_none() {
                model.tell(hint);
            }
            Vec::new()
        }
        Action::Key(key) => {
            model.input.begun = true;
            press_or_hold(model, key)
        }
        Action::Found { headings, problems } => {
            model.documents.extend(headings);
            report_problems(model, problems);
            wanted(model)
        }
        Action::Indexed => {
            model.documents.complete();
            wanted(model)
        }
        Action::Standings(standings) => {
            for (index, standing) in standings {
                model.documents.report_standing(index, standing);
            }
            Vec::new()
        }
        Action::Resume(index) => resume(model, index),
        Action::Matched { query, shown, all } => {
            let answer = if all { Answer::Whole } else { Answer::Begun };
            prompt_keys::receive_articles(model, &query, shown, answer)
        }
        Action::Everywhere { needle, found } => receive_everywhere(model, &needle, found),
        Action::Sought { index, query, matches } => receive_matches(model, index, &query, matches),
        Action::Opened { index, found, problems } => receive_article(model, index, found, problems),
        Action::Paste(words) => {
            model.messages.notice = None;
            prompt_keys::paste(model, &words)
        }
        Action::Mouse(mouse) => {
            point(model, mouse);
            Vec::new()
        }
        Action::Resize(columns, rows) => {
            model.viewport.size = (columns, rows);
            Vec::new()
        }
        Action::Suggested { index, suggestions, own } => {
            let threshold = model.settings.threshold;
            if let Some(document) = model.documents.get_mut(index) {
                let idle = document.focus.is_none();
                document.receive_suggestions(suggestions, own, threshold);
                if idle && index == model.current {
                    refocus(model);
                }
            }
            Vec::new()
        }
        Action::Learnt => {
            model.session.learnt += 1;
            Vec::new()
        }
        Action::Saved { id, revision } => {
            if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
                document.mark_saved(revision);
            }
            quit_when_saved(model)
        }
        Action::SaveFailed { id, problem } => {
            if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
                document.mark_save_failed(problem);
            }
            quit_when_saved(model)
        }
        Action::Moved { folder, count, behind } => {
            model.tell(say::saved_in(model.lang(), ARTICLES.count(count), &folder));
            model.session.moved = Some(folder);
            if let Some(behind) = behind {
                model.messages.problems.push(behind.clone());
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
    if model.document().is_some_and(Document::is_consulted) {
        effects.extend(suggestions_wanted(model));
    }
    effects
}

/// Shows problems with the input that were found while the workbench is open, and adds them to the list.
fn report_problems(model: &mut Model, problems: Vec<String>) {
    if model.messages.notice.is_none() && model.settings.read_only.is_none() {
        model.report_problems(&problems);
    }
    model.messages.problems.extend(problems);
}

/// Goes to the article on which work was done last, unless a key was pressed already: then only says which one it is.
fn resume(model: &mut Model, index: usize) -> Vec<Effect> {
    if index == model.current || index >= model.documents.len() {
        return Vec::new();
    }
    if !model.input.begun {
        return open(model, index);
    }
    let id = isolated(model.lang(), model.documents.heading(index).id);
    model.tell(say::session_ended(model.lang(), index + 1, Rendered(id)));
    Vec::new()
}

fn receive_article(
    model: &mut Model,
    index: usize,
    found: Result<Box<LoadedArticle>, String>,
    problems: Vec<String>,
) -> Vec<Effect> {
    if model.documents.get(index).is_some() {
        return Vec::new();
    }
    report_problems(model, problems);
    match found {
        Ok(opened) => model.documents.put(index, (*opened).into()),
        Err(why) => model.documents.refuse(index, why),
    }
    model.documents.tidy(model.current);
    let mut effects = Vec::new();
    if index == model.current {
        effects.extend(arrived(model));
        // Keys that waited need the layout of the article.
        model.settle();
        for key in std::mem::take(&mut model.input.held) {
            effects.extend(press_or_hold(model, key));
        }
    }
    effects.extend(wanted(model));
    effects
}
