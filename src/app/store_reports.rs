//! Translates what the disk reports into actions for the model. Problems are put into words here.

use crate::lang::{FILES, Lang, Rendered, say};
use crate::store::{
    ConflictFile, FoundConflicts, LeftBehind, LibraryReport, OpenedArticle, Problem, SaveReport, printable,
};
use crate::workbench::{Action, ConflictVersion, FoundVersions, LoadedArticle, Reload};

/// Returns the action for a report of the thread that saves.
pub(super) fn action_of_save_report(report: SaveReport, lang: Lang) -> Action {
    match report {
        SaveReport::Saved { id, revision } => Action::Saved { id, revision },
        SaveReport::Failed { id, problem, .. } => Action::SaveFailed { id, problem: problem.message(lang) },
        SaveReport::SavedAside { id, revision, problem } => {
            Action::SavedAside { id, revision, problem: problem.message(lang) }
        }
        SaveReport::Noticed(problem) => Action::ProblemReported(problem.message(lang)),
        SaveReport::Moved { folder, count, left_behind } => {
            let behind = left_behind.map(|LeftBehind { count, first }| {
                say::left_behind(lang, FILES.count(count), Rendered(first.message(lang)))
            });
            Action::Moved { folder: printable(folder.dir().as_os_str()), count, behind }
        }
        SaveReport::MoveFailed(problem) => Action::MoveFailed { problem: problem.message(lang) },
    }
}

/// Returns the action for a report of the library; `None` if the report changes nothing.
pub(super) fn action_of_library_report(report: LibraryReport, lang: Lang) -> Option<Action> {
    Some(match report {
        LibraryReport::Found { headings, problems } => {
            Action::ArticlesFound { headings, problems: messages(problems, lang) }
        }
        LibraryReport::Indexed => Action::IndexComplete,
        LibraryReport::Standings(standings) => Action::Summaries(standings),
        LibraryReport::Surveyed { resume } => Action::ResumeAt(resume?),
    })
}

/// Returns the action for an article that was read, or that cannot be read.
pub(super) fn action_of_opened(index: usize, opened: Result<OpenedArticle, Problem>, lang: Lang) -> Action {
    match opened {
        Ok(mut opened) => {
            let problems = messages(
                [opened.changed.take(), opened.resumed.problem.take(), opened.conflict.take()].into_iter().flatten(),
                lang,
            );
            Action::ArticleOpened { index, found: Ok(Box::new(loaded_article(opened))), problems }
        }
        Err(problem) => Action::ArticleOpened { index, found: Err(problem.message(lang)), problems: Vec::new() },
    }
}

/// Returns the action for an open article that was read again.
pub(super) fn action_of_reloaded(
    index: usize,
    why: Reload,
    read: Result<Option<OpenedArticle>, Problem>,
    lang: Lang,
) -> Action {
    let found = read.map(|opened| opened.map(|opened| Box::new(loaded_article(opened))));
    Action::ArticleReloaded { index, why, found: found.map_err(|problem| problem.message(lang)) }
}

/// Returns the action for the conflict files of an article.
pub(super) fn action_of_conflicts(index: usize, read: Result<FoundConflicts, Problem>, lang: Lang) -> Action {
    let found = read.map(|FoundConflicts { opened, files }| FoundVersions {
        loaded: opened.map(|opened| Box::new(loaded_article(opened))),
        versions: files
            .into_iter()
            .map(|ConflictFile { name, content, annotation, base }| ConflictVersion { name, content, annotation, base })
            .collect(),
    });
    Action::ConflictsRead { index, found: found.map_err(|problem| problem.message(lang)) }
}

fn loaded_article(opened: OpenedArticle) -> LoadedArticle {
    let OpenedArticle { article, resumed, .. } = opened;
    LoadedArticle { article, annotation: resumed.annotation, history: resumed.history, focus: resumed.focus }
}

fn messages(problems: impl IntoIterator<Item = Problem>, lang: Lang) -> Vec<String> {
    problems.into_iter().map(|problem| problem.message(lang)).collect()
}
