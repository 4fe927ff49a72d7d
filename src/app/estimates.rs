//! The thread that estimates articles ahead, for the orders `uncertain` and `disagreement`.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel, sync_channel};

use crate::gold::{Article, Suggestion};
use crate::store::{Opener, Problem};
use crate::suggest::{Suggester, disagreement, uncertainty};
use crate::workbench::{Action, ArticleOrder};

use super::event::EventSender;
use super::learner_thread::{LearnerRequest, suggest_or_report};
use super::threads::start_thread;

/// What the thread asks about an article.
pub(super) struct Estimator {
    pub(super) order: ArticleOrder,
    pub(super) opener: Arc<Opener>,
    pub(super) builtin: Sender<LearnerRequest>,
    pub(super) programs: Vec<Arc<dyn Suggester>>,
}

impl Estimator {
    /// Starts the thread. Each number of an article that is sent to it is answered by [`Action::Estimated`].
    pub(super) fn start(self, to: EventSender) -> io::Result<Sender<usize>> {
        let (requests, waiting) = channel();
        start_thread("estimate", move || {
            for index in waiting {
                let (value, changed) = self.estimate(index, &to);
                let problem = changed.map(|problem| Action::ProblemReported(problem.to_string()));
                let actions = problem.into_iter().chain([Action::Estimated { index, value }]);
                if actions.map(|action| to.send_action(action)).any(|sent| sent.is_err()) {
                    return;
                }
            }
        })?;
        Ok(requests)
    }

    /// The estimate of an article, `None` if it cannot be read; and the problem that its file was changed.
    fn estimate(&self, index: usize, to: &EventSender) -> (Option<f64>, Option<Problem>) {
        // Whoever opens the article is told why it cannot be read.
        let Ok(read) = self.opener.read_article(index) else { return (None, None) };
        let article = Arc::new(read.article);
        let value = match self.order {
            ArticleOrder::Disagreement => disagreement(&self.answers(&article, to)),
            _ if article.has_given_suggestions() => uncertainty(&article.text, &article.suggestions),
            _ => uncertainty(&article.text, &self.builtin_answer(&article)),
        };
        (Some(value), read.changed)
    }

    /// The suggestions of each suggester. Those that came with the article are parted by their sources.
    fn answers(&self, article: &Arc<Article>, to: &EventSender) -> Vec<Vec<Suggestion>> {
        let mut answers: Vec<Vec<Suggestion>> = Vec::new();
        for suggestion in &article.suggestions {
            let same = answers.iter_mut().find(|answer| answer.iter().any(|one| one.source == suggestion.source));
            match same {
                Some(answer) => answer.push(suggestion.clone()),
                None => answers.push(vec![suggestion.clone()]),
            }
        }
        if !article.has_given_suggestions() {
            answers.push(self.builtin_answer(article));
            let programs = self.programs.iter();
            answers.extend(programs.map(|program| suggest_or_report(|| program.suggest(article), &article.id, to)));
        }
        answers
    }

    /// The answer of the built-in suggester with what it has learnt so far; nothing if its thread has ended.
    fn builtin_answer(&self, article: &Arc<Article>) -> Vec<Suggestion> {
        let (answer, answered) = sync_channel(1);
        let asked = self.builtin.send(LearnerRequest::Estimate { article: Arc::clone(article), answer });
        asked.ok().and_then(|()| answered.recv().ok()).unwrap_or_default()
    }
}
