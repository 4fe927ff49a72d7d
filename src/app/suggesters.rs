//! The threads of those who suggest: our own machine, which learns from verdicts meanwhile (its tagger on a thread beside
//! it), and each program of others.

use std::collections::HashSet;
use std::io;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::thread;
use std::time::Duration;

use crate::gold::{Annotation, Article, Suggestion};
use crate::store;
use crate::suggest::tagger::Adaptation;
use crate::suggest::{Learner, Suggester};

use super::ensemble::Ensemble;
use super::jobs::Message;

/// What our own machine's thread is asked to do.
enum Job {
    Suggest {
        index: usize,
        article: Arc<Article>,
        chunk: Range<usize>,
    },
    /// What stands in an article now.
    Learn {
        article: Arc<Article>,
        annotation: Box<Annotation>,
    },
    /// What stands in a gold file of earlier days; it is told when that was taken in.
    Lesson {
        article: Box<Article>,
        annotation: Box<Annotation>,
        taken: SyncSender<()>,
    },
}

/// The threads.
pub(super) struct Asked {
    own: Sender<Job>,
    others: Vec<Sender<(usize, Arc<Article>)>>,
    learns: bool,
}

/// Learning waits for a pause of this length in the verdicts.
const PAUSE: Duration = Duration::from_millis(250);
/// Where an answer has so many suggestions the pause is longer: each change of the pending ones is kept in the journal.
const MANY: usize = 300;
const LONG_PAUSE: Duration = Duration::from_secs(5);

impl Asked {
    /// Starts the threads. What stands in the gold folder already is learnt behind everything else.
    pub(super) fn spawn(ensemble: Ensemble, gold: PathBuf, to: &Sender<Message>) -> io::Result<Self> {
        let Ensemble { learner: own, programs: others, learns, .. } = ensemble;
        let (jobs, waiting) = channel();
        let (answers, ours) = (to.clone(), own);
        thread::Builder::new().name("suggest".to_owned()).spawn(move || Own::new(ours, answers).work(&waiting))?;
        if learns && gold.is_dir() {
            let lessons = jobs.clone();
            thread::Builder::new().name("lessons".to_owned()).spawn(move || recall(gold, &lessons))?;
        }
        let mut programs = Vec::new();
        for other in others {
            programs.push(spawn_other(other, to.clone())?);
        }
        Ok(Self { own: jobs, others: programs, learns })
    }

    /// Asks our own about a chunk of an article.
    pub(super) fn suggest(&self, index: usize, article: Arc<Article>, chunk: Range<usize>) {
        // A thread ends only with its sender.
        let _ = self.own.send(Job::Suggest { index, article, chunk });
    }

    /// Asks the others about an article.
    pub(super) fn consult(&self, index: usize, article: &Arc<Article>) {
        for other in &self.others {
            let _ = other.send((index, Arc::clone(article)));
        }
    }

    /// Lets our own learn from what stands in an article.
    pub(super) fn learn(&self, article: &Arc<Article>, annotation: &Annotation) {
        if self.learns {
            let _ =
                self.own.send(Job::Learn { article: Arc::clone(article), annotation: Box::new(annotation.clone()) });
        }
    }
}

/// A thread for one program. It tells what went wrong after each article.
fn spawn_other(other: Arc<dyn Suggester>, to: Sender<Message>) -> io::Result<Sender<(usize, Arc<Article>)>> {
    let (jobs, waiting) = channel::<(usize, Arc<Article>)>();
    let work = move || {
        for (index, article) in waiting {
            let suggestions = guarded(|| other.suggest(&article), &article.id, &to);
            let troubles = other.troubles().into_iter().map(Message::Trouble);
            let answer = Message::Suggested { index, suggestions, own: None };
            if std::iter::once(answer).chain(troubles).any(|message| to.send(message).is_err()) {
                return;
            }
        }
    };
    thread::Builder::new().name("program".to_owned()).spawn(work)?;
    Ok(jobs)
}

/// What a machine proposes; one that panics costs only its own answer.
fn guarded(machine: impl FnOnce() -> Vec<Suggestion>, id: &str, to: &Sender<Message>) -> Vec<Suggestion> {
    catch_unwind(AssertUnwindSafe(machine)).unwrap_or_else(|_| {
        let _ = to.send(Message::SuggesterFailed(id.to_owned()));
        Vec::new()
    })
}

/// Hands over what the gold folder holds, one file at a time, so that little of it is in memory.
fn recall(gold: PathBuf, lessons: &Sender<Job>) {
    let (taken, told) = sync_channel(1);
    // What cannot be read is told where the article is opened.
    let _ = store::each_gold(&[gold], &mut |_, found| {
        let Ok((article, annotation)) = found else { return Ok(()) };
        let (article, annotation) = (Box::new(article), Box::new(annotation));
        let sent = lessons.send(Job::Lesson { article, annotation, taken: taken.clone() });
        sent.ok().and_then(|()| told.recv().ok()).ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    });
}

/// Our own machine on its thread.
struct Own {
    machine: Learner,
    to: Sender<Message>,
    /// How many suggestions the last answer had.
    last: usize,
    /// Articles of this session: what a gold file says of them is old.
    known: HashSet<String>,
    /// Something was learnt that nobody was told of yet.
    behind: bool,
    /// There may be something new to train the tagger on.
    fresh: bool,
    /// A training that goes on, on a thread of its own: who asks about an article meanwhile is answered.
    training: Option<Receiver<Option<Adaptation>>>,
}

impl Own {
    fn new(machine: Learner, to: Sender<Message>) -> Self {
        Self { machine, to, last: 0, known: HashSet::new(), behind: false, fresh: false, training: None }
    }

    /// Works until nobody can ask any more, or nobody listens.
    fn work(mut self, waiting: &Receiver<Job>) {
        loop {
            let busy = self.behind || self.fresh || self.training.is_some();
            let next = if busy { waiting.recv_timeout(self.pause()) } else { waiting.recv().map_err(Into::into) };
            self.adapt();
            let go_on = match next {
                Ok(job) => self.take(job),
                Err(RecvTimeoutError::Timeout) => {
                    self.train();
                    !std::mem::take(&mut self.behind) || self.to.send(Message::Learnt).is_ok()
                }
                Err(RecvTimeoutError::Disconnected) => false,
            };
            if !go_on {
                return;
            }
        }
    }

    fn pause(&self) -> Duration {
        if self.last > MANY { LONG_PAUSE } else { PAUSE }
    }

    /// Does a job; is anybody still listening?
    fn take(&mut self, job: Job) -> bool {
        match job {
            Job::Suggest { index, article, chunk } => {
                // Found here, where nobody waits for it: selecting and moving edges need the words.
                let _ = article.text.words_from(chunk.start).next();
                let own = Some(chunk.start);
                let suggest = || self.machine.suggest_in(&article.text, chunk);
                let suggestions = guarded(suggest, &article.id, &self.to);
                self.last = suggestions.len();
                self.to.send(Message::Suggested { index, suggestions, own }).is_ok()
            }
            Job::Learn { article, annotation } => {
                self.known.insert(article.id.clone());
                self.behind |= self.machine.learn(&article, &annotation);
                self.fresh = true;
                true
            }
            Job::Lesson { article, annotation, taken } => {
                if !self.known.contains(&article.id) {
                    self.behind |= self.machine.learn(&article, &annotation);
                    self.fresh = true;
                }
                let _ = taken.send(());
                true
            }
        }
    }

    /// Starts a training, if there is something new to train on and none goes on. One that fails leaves what was.
    fn train(&mut self) {
        let fresh = self.training.is_none() && std::mem::take(&mut self.fresh);
        let Some(course) = fresh.then(|| self.machine.course()).flatten() else { return };
        let (trained, training) = sync_channel(1);
        let work = move || {
            // Whoever asked may have gone.
            let _ = trained.send(course.run());
        };
        self.training = thread::Builder::new().name("training".to_owned()).spawn(work).ok().map(|_| training);
    }

    /// Takes in what a training brought, if one has ended.
    fn adapt(&mut self) {
        match self.training.as_ref().map(Receiver::try_recv) {
            Some(Ok(adaptation)) => {
                self.machine.adapt(adaptation);
                self.behind = true;
                self.training = None;
            }
            Some(Err(TryRecvError::Disconnected)) => self.training = None,
            Some(Err(TryRecvError::Empty)) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Body, Extra, GoldItem, Label, Verdict, json};
    use crate::suggest::UserNames;
    use crate::text::Text;

    /// Long past any hiccup of the machine that this runs on.
    const LIMIT: Duration = Duration::from_secs(60);

    fn article(id: &str, words: &str) -> Arc<Article> {
        Arc::new(Article { id: id.into(), text: Text::new(words), meta: Extra::new(), suggestions: Vec::new() })
    }

    /// An annotation with these words marked as a place.
    fn marked(article: &Article, words: &str) -> Annotation {
        let at = article.text.as_str().find(words).unwrap();
        let span = article.text.span_around(at, at + words.len()).unwrap();
        let body = Body::Entity { span, label: Label::new("LOC") };
        let mark = GoldItem {
            id: "e1".into(),
            body,
            verdict: Verdict::Added,
            suggestion: None,
            at: None,
            extra: Extra::new(),
        };
        Annotation { gold: vec![mark].into(), ..Annotation::default() }
    }

    fn ensemble(learns: bool) -> Ensemble {
        Ensemble { learner: Learner::new(None, UserNames::default()), programs: Vec::new(), threshold: 0.0, learns }
    }

    /// Asks about an article; how many suggestions has the answer?
    fn ask(asked: &Asked, article: &Arc<Article>, from: &Receiver<Message>) -> usize {
        asked.suggest(1, Arc::clone(article), article.text.chunk_of(0));
        loop {
            match from.recv_timeout(LIMIT) {
                Ok(Message::Suggested { suggestions, own: Some(0), .. }) => return suggestions.len(),
                Ok(Message::Learnt) => {}
                _ => panic!("no answer"),
            }
        }
    }

    /// Waits until something was learnt.
    fn learnt(from: &Receiver<Message>) {
        assert!(matches!(from.recv_timeout(LIMIT), Ok(Message::Learnt)));
    }

    #[test]
    fn a_verdict_brings_better_suggestions_unless_that_is_off() {
        let (first, second) = (article("a", "قرب بئر الشمس"), article("b", "إلى بئر الشمس وبئر الشمس"));
        for learns in [true, false] {
            let (to, from) = channel();
            let asked = Asked::spawn(ensemble(learns), "no-such-folder".into(), &to).unwrap();
            assert_eq!(ask(&asked, &second, &from), 0);
            asked.learn(&first, &marked(&first, "بئر الشمس"));
            if learns {
                learnt(&from);
            }
            assert_eq!(ask(&asked, &second, &from), if learns { 2 } else { 0 });
        }
    }

    #[test]
    fn what_earlier_days_decided_is_learnt_from_the_gold_folder_and_what_is_open_knows_better() {
        let folder = tempfile::tempdir().unwrap();
        let old = article("a", "قرب بئر الشمس");
        std::fs::write(folder.path().join("a.json"), json::write(&old, &marked(&old, "بئر الشمس"))).unwrap();
        let new = article("b", "إلى بئر الشمس");
        let (to, from) = channel();
        let asked = Asked::spawn(ensemble(true), folder.path().to_owned(), &to).unwrap();
        learnt(&from);
        assert_eq!(ask(&asked, &new, &from), 1);
        asked.learn(&old, &Annotation::default());
        learnt(&from);
        assert_eq!(ask(&asked, &new, &from), 0);
    }

    #[test]
    fn the_tagger_is_trained_beside_the_answers_and_a_name_nobody_has_seen_is_proposed() {
        let sentences = "نزل الركب في مضارب زغلبان ثم رحل . نزل الجمع في مضارب كمبرلا ثم رحل . \
                         نزل الجند في مضارب درنغوس ثم رحل . نزل القوم في مضارب شنقبيل ثم رحل . \
                         نزل الناس في مضارب طرنجيس ثم رحل .";
        let (seen, unseen) = (article("a", sentences), article("b", "نزل الوفد في مضارب خنفشار ثم رحل ."));
        let mut annotation = Annotation::default();
        let names = ["زغلبان", "كمبرلا", "درنغوس", "شنقبيل", "طرنجيس"];
        annotation.gold = names.map(|name| marked(&seen, name).gold.iter().next().cloned().unwrap()).to_vec().into();
        let (to, from) = channel();
        let learner = Learner::new(Some(crate::suggest::Builtin::new()), UserNames::default());
        let ensemble = Ensemble { learner, programs: Vec::new(), threshold: 0.0, learns: true };
        let asked = Asked::spawn(ensemble, "none".into(), &to).unwrap();
        assert_eq!(ask(&asked, &unseen, &from), 0);
        // At once its words, then what the tagger makes of them.
        asked.learn(&seen, &annotation);
        learnt(&from);
        learnt(&from);
        assert_eq!(ask(&asked, &unseen, &from), 1);
        asked.learn(&seen, &Annotation::default());
        learnt(&from);
        learnt(&from);
        assert_eq!(ask(&asked, &unseen, &from), 0);
    }
}
