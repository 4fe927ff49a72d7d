//! The threads of the suggesters: one for the built-in suggester, and one for each program and language model.

use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::gold::{Annotation, Article};
use crate::store::Opener;
use crate::workbench::ArticleOrder;

use super::ensemble::Ensemble;
use super::estimates::Estimator;
use super::event::EventSender;
use super::learner_thread::{LearnerRequest, start_learner, teach_gold_folder};
use super::program_thread::ProgramThread;
use super::threads::start_thread;

/// The threads of the suggesters. Requests return at once; results come to the loop as actions.
pub(super) struct SuggesterThreads {
    builtin: Sender<LearnerRequest>,
    programs: Vec<ProgramThread>,
    /// The thread that estimates articles ahead; `None` if the order needs no estimates.
    estimates: Option<Sender<usize>>,
    learns: bool,
}

/// The order of the articles, and the opener that reads articles ahead to estimate them.
pub(super) struct ReadAhead {
    pub(super) order: ArticleOrder,
    pub(super) opener: Arc<Opener>,
}

impl SuggesterThreads {
    /// Starts the threads. If the built-in suggester learns, it also learns from the gold folder, one file at a time.
    pub(super) fn start(
        ensemble: Ensemble,
        gold: PathBuf,
        ahead: Option<ReadAhead>,
        to: &EventSender,
    ) -> io::Result<Self> {
        let Ensemble { learner, programs, learns, .. } = ensemble;
        let builtin = start_learner(learner, to.clone())?;
        if learns && gold.is_dir() {
            let learner = builtin.clone();
            start_thread("gold-lessons", move || teach_gold_folder(gold, &learner))?;
        }
        let estimates = ahead.map(|ReadAhead { order, opener }| {
            let (builtin, programs) = (builtin.clone(), programs.clone());
            Estimator { order, opener, builtin, programs }.start(to.clone())
        });
        let estimates = estimates.transpose()?;
        let programs = programs.into_iter().map(|program| ProgramThread::start(program, to.clone()));
        Ok(Self { builtin, programs: programs.collect::<io::Result<_>>()?, estimates, learns })
    }

    /// Asks the built-in suggester about a chunk of an article.
    pub(super) fn ask_builtin(&self, index: usize, article: Arc<Article>, chunk: Range<usize>, is_ahead: bool) {
        // A thread ends only after its sender is dropped.
        let _ = self.builtin.send(LearnerRequest::Suggest { index, article, chunk, is_ahead });
    }

    /// Lets an article be estimated.
    pub(super) fn estimate(&self, index: usize) {
        if let Some(estimates) = &self.estimates {
            let _ = estimates.send(index);
        }
    }

    /// Asks the external programs about an article.
    pub(super) fn ask_programs(&self, index: usize, article: &Arc<Article>) {
        for program in &self.programs {
            program.ask(index, article);
        }
    }

    /// Cancels the requests to external programs about an article that are not answered.
    pub(super) fn stop_programs(&self, index: usize) {
        for program in &self.programs {
            program.stop(index);
        }
    }

    /// Teaches the built-in suggester what is decided in an article now.
    pub(super) fn teach(&self, article: &Arc<Article>, annotation: &Annotation) {
        if self.learns {
            let (article, annotation) = (Arc::clone(article), Box::new(annotation.clone()));
            let _ = self.builtin.send(LearnerRequest::Learn { article, annotation });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use crate::gold::{Attributes, Body, Extra, GoldItem, Label, Verdict, json};
    use crate::suggest::{Learner, UserNames};
    use crate::text::Text;
    use crate::workbench::Action;

    use super::super::event::Event;

    /// Much longer than any answer takes, also on a busy computer.
    const LIMIT: Duration = Duration::from_secs(60);

    fn article(id: &str, words: &str) -> Arc<Article> {
        Arc::new(Article { id: id.into(), text: Text::new(words), meta: Extra::new(), suggestions: Vec::new() })
    }

    /// Returns an annotation in which these words are a place.
    fn with_place(article: &Article, words: &str) -> Annotation {
        let at = article.text.as_str().find(words).unwrap();
        let span = article.text.span_around(at, at + words.len()).unwrap();
        let body = Body::Entity { span, label: Label::new("LOC") };
        let item = GoldItem {
            id: "e1".into(),
            body,
            verdict: Verdict::Added,
            suggestion: None,
            at: None,
            parts: Vec::new(),
            attributes: Attributes::default(),
            extra: Extra::new(),
        };
        Annotation { gold: vec![item].into(), ..Annotation::default() }
    }

    fn event_queue() -> (EventSender, Receiver<Event>) {
        let (sender, events) = channel();
        (EventSender::new(sender), events)
    }

    fn ensemble(learns: bool) -> Ensemble {
        Ensemble { learner: Learner::new(None, UserNames::default()), programs: Vec::new(), threshold: 0.0, learns }
    }

    /// The next event, which is about suggestions or about learning.
    fn next_event(from: &Receiver<Event>) -> Option<Event> {
        from.recv_timeout(LIMIT).ok()
    }

    /// Asks about an article, and returns the number of suggestions.
    fn count_suggestions(threads: &SuggesterThreads, article: &Arc<Article>, from: &Receiver<Event>) -> usize {
        threads.ask_builtin(1, Arc::clone(article), article.text.chunk_of(0), false);
        loop {
            match next_event(from) {
                Some(Event::Action(Action::Suggested { suggestions, read: Some(_), .. })) => return suggestions.len(),
                Some(Event::Action(Action::Learnt)) => {}
                _ => panic!("no answer"),
            }
        }
    }

    /// Waits until the suggester says that it has learnt something.
    fn wait_until_learnt(from: &Receiver<Event>) {
        assert!(matches!(next_event(from), Some(Event::Action(Action::Learnt))));
    }

    #[test]
    fn verdicts_improve_suggestions_unless_learning_is_off() {
        let (first, second) = (article("a", "قرب بئر الشمس"), article("b", "إلى بئر الشمس وبئر الشمس"));
        for learns in [true, false] {
            let (to, from) = event_queue();
            let threads = SuggesterThreads::start(ensemble(learns), "no-such-folder".into(), None, &to).unwrap();
            assert_eq!(count_suggestions(&threads, &second, &from), 0);
            threads.teach(&first, &with_place(&first, "بئر الشمس"));
            if learns {
                wait_until_learnt(&from);
            }
            assert_eq!(count_suggestions(&threads, &second, &from), if learns { 2 } else { 0 });
        }
    }

    #[test]
    fn the_gold_folder_teaches_and_open_articles_override_it() {
        let folder = tempfile::tempdir().unwrap();
        let old = article("a", "قرب بئر الشمس");
        std::fs::write(folder.path().join("a.json"), json::write(&old, &with_place(&old, "بئر الشمس"))).unwrap();
        let new = article("b", "إلى بئر الشمس");
        let (to, from) = event_queue();
        let threads = SuggesterThreads::start(ensemble(true), folder.path().to_owned(), None, &to).unwrap();
        wait_until_learnt(&from);
        assert_eq!(count_suggestions(&threads, &new, &from), 1);
        threads.teach(&old, &Annotation::default());
        wait_until_learnt(&from);
        assert_eq!(count_suggestions(&threads, &new, &from), 0);
    }

    #[cfg(feature = "careful")]
    #[test]
    fn the_first_part_of_a_long_article_comes_first_and_its_suggestions_stay() {
        let sentence = "وصل الوزير سمير الدغيلي إلى دمشق قادما من عمان، وقال إن العمل بدأ. ";
        let long = article("a", &sentence.repeat(48));
        let (to, from) = event_queue();
        let builtin = crate::suggest::Builtin::new().with_builtin_careful_reader();
        let learner = Learner::new(Some(builtin), UserNames::default());
        let ensemble = Ensemble { learner, programs: Vec::new(), threshold: 0.0, learns: true };
        let threads = SuggesterThreads::start(ensemble, "none".into(), None, &to).unwrap();
        threads.ask_builtin(0, Arc::clone(&long), long.text.chunk_of(0), false);
        let mut before: (Vec<_>, usize) = (Vec::new(), 0);
        let mut parts = 0;
        loop {
            let (suggestions, end, whole) = match next_event(&from) {
                Some(Event::Action(Action::Suggested { suggestions, read: Some(read), .. })) => {
                    (suggestions, read.end, read.end == long.text.len())
                }
                _ => panic!("no answer"),
            };
            assert!(before.0.len() < suggestions.len() && before.1 < end && (whole || end < long.text.len()));
            assert!(before.0.iter().all(|one| suggestions.contains(one)), "a suggestion that was shown is gone");
            assert!(suggestions.iter().all(|one| one.body.ends_before(end)));
            before = (suggestions, end);
            if whole {
                break;
            }
            parts += 1;
        }
        assert!(parts > 1, "after the first part, and after twice as much");
    }

    #[test]
    fn the_tagger_is_trained_in_the_background_and_proposes_unseen_names() {
        let sentences = "قطف الركب ثمار زغلبان ثم رحل . قطف الجمع ثمار كمبرلا ثم رحل . \
                         قطف الجند ثمار درنغوس ثم رحل . قطف القوم ثمار شنقبيل ثم رحل . \
                         قطف الناس ثمار طرنجيس ثم رحل .";
        let (seen, unseen) = (article("a", sentences), article("b", "قطف الوفد ثمار خنفشار ثم رحل ."));
        let mut annotation = Annotation::default();
        let names = ["زغلبان", "كمبرلا", "درنغوس", "شنقبيل", "طرنجيس"];
        annotation.gold =
            names.map(|name| with_place(&seen, name).gold.iter().next().cloned().unwrap()).to_vec().into();
        let (to, from) = event_queue();
        let learner = Learner::new(Some(crate::suggest::Builtin::new()), UserNames::default());
        let ensemble = Ensemble { learner, programs: Vec::new(), threshold: 0.0, learns: true };
        let threads = SuggesterThreads::start(ensemble, "none".into(), None, &to).unwrap();
        assert_eq!(count_suggestions(&threads, &unseen, &from), 0);
        // First the words that were annotated, then what the tagger has learnt from them.
        threads.teach(&seen, &annotation);
        wait_until_learnt(&from);
        wait_until_learnt(&from);
        assert_eq!(count_suggestions(&threads, &unseen, &from), 1);
        threads.teach(&seen, &Annotation::default());
        wait_until_learnt(&from);
        wait_until_learnt(&from);
        assert_eq!(count_suggestions(&threads, &unseen, &from), 0);
    }
}
