//! Update: an action comes in, the model changes, effects go out.

use crate::gold::Status;
use crate::lang::{ARTICLES, Rendered, isolated, say};

use super::action::Action;
use super::command::prompt_keys::{self, Answer};
use super::command::{
    CommandName, open, prepare_article, quit_when_saved, receive_conflicts, receive_everywhere, receive_matches,
    receive_reloaded, refocus,
};
use super::document::{Document, ListState, LoadedArticle, SuggesterAnswer};
use super::effect::Effect;
use super::model::Model;
use super::pointer::handle_mouse;
use super::press::press_or_hold;
use super::requests::{estimate_wanted, neighbours, suggestions_wanted, wanted};
use super::tutorial;

/// Changes the model by an action, and returns the effects that must happen outside. Does no I/O.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Action::ClockRead(now) = action {
        model.session.now = Some(now);
        return Vec::new();
    }
    if let (Action::Key(_) | Action::Mouse(_), Some(document)) = (&action, model.document_mut()) {
        document.begin_work();
    }
    let mut effects = apply(model, action);
    record_focus(model, &mut effects);
    tutorial::advance(model);
    model.lay_out_and_scroll();
    // The screen may show another part of a long article now.
    if model.document().is_some_and(Document::is_consulted) {
        effects.extend(suggestions_wanted(model));
    }
    effects
}

/// Records the focus that the annotator sees after a change, for the next start. A command may move the focus after its edit.
fn record_focus(model: &Model, effects: &mut [Effect]) {
    for effect in effects {
        if let Effect::Save { article, entries, .. } = effect
            && let Some(last) = entries.last_mut()
        {
            let document = model.documents.iter().find(|document| document.article.id == article.id);
            last.focus = document.and_then(|document| document.focus.clone());
        }
    }
}

fn apply(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Key(key) => {
            model.input.begun = true;
            return press_or_hold(model, key);
        }
        Action::Paste(words) => {
            model.messages.notice = None;
            return prompt_keys::paste(model, &words);
        }
        Action::Start => {
            let mut effects = begin_random_order(model);
            effects.extend(wanted(model));
            return effects;
        }
        Action::ArticlesFound { headings, problems } => {
            model.documents.extend(headings);
            report_problems(model, problems);
            return wanted(model);
        }
        Action::IndexComplete => {
            model.documents.mark_complete();
            let mut effects = begin_random_order(model);
            effects.extend(wanted(model));
            return effects;
        }
        Action::ResumeAt(index) => return resume(model, index),
        Action::ArticleOpened { index, found, problems } => return receive_article(model, index, found, problems),
        Action::ArticleReloaded { index, why, found } => return receive_reloaded(model, index, why, found),
        Action::ConflictsRead { index, found } => return receive_conflicts(model, index, found),
        Action::LabelWritten { label, file } => model.tell(say::label_written(model.lang(), label.as_str(), &file)),
        Action::ArticlesMatched { query, shown, all } => {
            let answer = if all { Answer::Whole } else { Answer::Begun };
            return prompt_keys::receive_articles(model, &query, shown, answer);
        }
        Action::FoundEverywhere { needle, found } => return receive_everywhere(model, &needle, found),
        Action::FoundInArticle { index, query, matches } => return receive_matches(model, index, &query, matches),
        Action::Saved { id, revision } => {
            with_document(model, &id, |document| document.mark_saved(revision));
            return quit_when_saved(model);
        }
        Action::SaveFailed { id, problem } => {
            with_document(model, &id, |document| document.mark_save_failed(problem));
            return quit_when_saved(model);
        }
        Action::SavedAside { id, revision, problem } => {
            if !model.messages.problems.contains(&problem) {
                report_problem(model, problem.clone());
            }
            with_document(model, &id, |document| document.mark_saved_aside(revision, problem));
            return quit_when_saved(model);
        }
        Action::WrittenTo { file, count } => {
            model.tell(say::written_to(model.lang(), ARTICLES.count(count), &file));
        }
        Action::WriteToFailed { problem } => model.warn(say::not_written_to(model.lang(), Rendered(problem))),
        Action::Mouse(mouse) => handle_mouse(model, mouse),
        Action::Resize(columns, rows) => model.viewport.size = (columns, rows),
        Action::Summaries(summaries) => {
            summaries.into_iter().for_each(|(index, summary)| model.documents.record_summary(index, summary));
        }
        Action::Suggested { index, suggestions, alternatives, read } => {
            receive_suggestions(model, index, SuggesterAnswer { suggestions, alternatives, read });
        }
        Action::ConsultingStopped { index } => {
            if let Some(document) = model.documents.get_mut(index) {
                document.forget_consultation();
            }
            return wanted(model);
        }
        Action::Learnt => {
            model.session.learnt += 1;
            return estimate_wanted(model).into_iter().collect();
        }
        Action::Estimated { index, value } => {
            model.route.record_estimate(index, value);
            return wanted(model);
        }
        Action::Moved { folder, count, behind } => go_on_in(model, folder, count, behind),
        Action::MoveFailed { problem } => model.warn(say::not_moved(model.lang(), Rendered(problem))),
        Action::ProblemReported(problem) => report_problem(model, problem),
        Action::SuggesterFailed { article } => model.warn(say::suggester_failed(model.lang(), &article)),
        Action::HintGiven(hint) if model.notice().is_none() => model.tell(hint),
        Action::HintGiven(_) | Action::ClockRead(_) => {}
    }
    Vec::new()
}

/// Changes the open article with an id.
fn with_document(model: &mut Model, id: &str, change: impl FnOnce(&mut Document)) {
    if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
        change(document);
    }
}

/// Receives suggestions. The list of the article on the screen is frozen: new ones wait, and a message says so.
fn receive_suggestions(model: &mut Model, index: usize, answer: SuggesterAnswer) {
    let threshold = model.settings.threshold;
    let list = if index == model.current { ListState::Frozen } else { ListState::Free };
    let Some(document) = model.documents.get_mut(index) else { return };
    if answer.read.is_none() {
        document.record_answer_of_other();
    }
    let unfocused = document.focus.is_none();
    let more = document.receive_suggestions(answer, threshold, list);
    let waiting = document.waiting();
    if unfocused && index == model.current {
        refocus(model);
    }
    if more {
        let (lang, admit) = (model.lang(), model.key(CommandName::ADMIT_NEW));
        let words = say::new_suggestions(lang, say::new_ones(waiting), &admit);
        model.messages.announce(words, lang.between());
    }
}

/// All gold was written into another folder, but for files that could not be read.
fn go_on_in(model: &mut Model, folder: String, count: usize, behind: Option<String>) {
    model.tell(say::saved_in(model.lang(), ARTICLES.count(count), &folder));
    model.session.moved = Some(folder);
    if let Some(behind) = behind {
        report_problem(model, behind);
    }
}

/// Shows a problem, and adds it to the list.
fn report_problem(model: &mut Model, problem: String) {
    model.messages.problems.push(problem.clone());
    model.warn(problem);
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

/// Goes to the first article of a random order, unless a key was pressed or work has begun on the article on the screen.
fn begin_random_order(model: &mut Model) -> Vec<Effect> {
    let has_begun = model.input.begun
        || model.documents.summary(model.current).status == Status::InProgress
        || model.document().is_some_and(|document| document.revision() > 0);
    if has_begun || !model.documents.is_complete() {
        return Vec::new();
    }
    match model.route.first_of_random_order(model.current, &model.documents) {
        Some(first) => open(model, first),
        None => Vec::new(),
    }
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
        Ok(opened) => model.documents.insert(index, (*opened).into()),
        Err(why) => model.documents.mark_unreadable(index, why),
    }
    let neighbours = neighbours(model);
    model.documents.drop_far_articles(model.current, neighbours);
    let mut effects = Vec::new();
    if index == model.current {
        effects.extend(prepare_article(model));
        // Keys that waited need the layout of the article.
        model.lay_out_and_scroll();
        for key in std::mem::take(&mut model.input.held) {
            if let Some(document) = model.document_mut() {
                document.begin_work();
            }
            effects.extend(press_or_hold(model, key));
        }
    }
    effects.extend(wanted(model));
    effects
}
