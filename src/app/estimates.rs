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

/// Estimates articles on a thread of its own: it reads an article and asks those suggesters that the order needs.
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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::mpsc::Receiver;
    use std::time::Duration;

    use super::*;
    use crate::gold::{Body, Label};
    use crate::store::{Access, GoldFolder, Library};
    use crate::suggest::{Builtin, Learner, UserNames};

    use super::super::event::Event;
    use super::super::learner_thread::start_learner;

    /// Much longer than any answer takes, also on a busy computer.
    const LIMIT: Duration = Duration::from_secs(60);

    /// Proposes the first word of each article.
    struct FirstWord;

    impl Suggester for FirstWord {
        fn suggest(&self, article: &Article) -> Vec<Suggestion> {
            let span = article.text.words()[0];
            vec![Suggestion::new(&article.text, "first@1", 1.0, Body::Entity { span, label: Label::new("MISC") })]
        }
    }

    fn estimates(order: ArticleOrder, builtin: Option<Builtin>, folder: &Path) -> (Sender<usize>, Receiver<Event>) {
        let library = Library::default();
        library.index(&[folder.join("articles")], &mut |_| true);
        let opener = Arc::new(Opener::new(library, GoldFolder::new(folder.join("gold")), Access::Read));
        let (sender, events) = channel();
        let to = EventSender::new(sender);
        let builtin = start_learner(Learner::new(builtin, UserNames::default()), to.clone()).unwrap();
        let estimator = Estimator { order, opener, builtin, programs: vec![Arc::new(FirstWord)] };
        (estimator.start(to).unwrap(), events)
    }

    fn answer(requests: &Sender<usize>, events: &Receiver<Event>, index: usize) -> Option<f64> {
        requests.send(index).unwrap();
        match events.recv_timeout(LIMIT) {
            Ok(Event::Action(Action::Estimated { index: answered, value })) if answered == index => value,
            _ => panic!("no answer"),
        }
    }

    #[test]
    fn articles_are_read_and_estimated_by_the_rule_of_the_order() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("articles")).unwrap();
        let given = r#"{"id":"c","text":"قطف القوم ثمار زغلبان","meta":{"suggestions":"given"},"entities":[
            {"start":15,"end":21,"label":"LOC","source":"m@1","score":0.5}]}"#;
        for (name, text) in [
            ("a.txt", "قطف القوم ثمار"),
            ("b.txt", "وصل سمير الدغيلي وحسان البرغوثي إلى بلدة عين الرمانة ثم إلى طرابلس"),
            ("c.json", given),
        ] {
            std::fs::write(folder.path().join("articles").join(name), text).unwrap();
        }
        let (requests, events) = estimates(ArticleOrder::Uncertain, Some(Builtin::new()), folder.path());
        let [plain, names, given] = [0, 1, 2].map(|index| answer(&requests, &events, index).unwrap());
        assert!(names > plain && given > plain, "{plain} {names} {given}");
        assert_eq!(answer(&requests, &events, 3), None, "there is no such article");
        // The one suggester proposes a word, the other nothing.
        let (requests, events) = estimates(ArticleOrder::Disagreement, None, folder.path());
        assert_eq!(answer(&requests, &events, 0), Some(1.0));
        assert_eq!(answer(&requests, &events, 2), Some(0.0), "its suggestions are of one source");
        assert!(!folder.path().join("gold").exists(), "nothing is written");
    }
}
