//! The thread of one program or language model that suggests in the workbench, and the requests that wait for it.

use std::collections::BTreeMap;
use std::io;
use std::iter;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::gold::Article;
use crate::suggest::{Cancellation, Suggester};
use crate::workbench::Action;

use super::event::{EventSender, LoopEnded};
use super::learner_thread::suggest_or_report;
use super::threads::start_thread;

/// A thread that asks one suggester about one article after the other. It ends when this value is dropped.
pub(super) struct ProgramThread {
    queue: Arc<Queue>,
    to: EventSender,
}

/// The requests to a suggester.
#[derive(Default)]
struct Queue {
    requests: Mutex<Requests>,
    changed: Condvar,
}

#[derive(Default)]
struct Requests {
    /// The articles to ask about, by their number. The first one is next: of the article on the screen and the one after it, that
    /// is the one on the screen.
    waiting: BTreeMap<usize, Arc<Article>>,
    /// The article that is asked about now.
    at_work: Option<(usize, Cancellation)>,
    closed: bool,
}

impl Queue {
    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the next request when there is one; `None` at the end.
    fn next(&self) -> Option<(usize, Arc<Article>, Cancellation)> {
        let mut requests = self.requests();
        requests.at_work = None;
        loop {
            if requests.closed {
                return None;
            }
            if let Some((index, article)) = requests.waiting.pop_first() {
                let cancellation = Cancellation::default();
                requests.at_work = Some((index, cancellation.clone()));
                return Some((index, article, cancellation));
            }
            requests = self.changed.wait(requests).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl ProgramThread {
    /// Starts the thread. Answers and problems go to the loop.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn start(program: Arc<dyn Suggester>, to: EventSender) -> io::Result<Self> {
        let queue = Arc::new(Queue::default());
        let (shared, sender) = (Arc::clone(&queue), to.clone());
        start_thread("program", move || {
            while let Some((index, article, cancellation)) = shared.next() {
                if answer(program.as_ref(), index, &article, &cancellation, &sender).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { queue, to })
    }

    /// Asks about an article, unless it is asked about already.
    pub(super) fn ask(&self, index: usize, article: &Arc<Article>) {
        let mut requests = self.queue.requests();
        let at_work = requests.at_work.as_ref();
        let is_asked = at_work.is_some_and(|(one, cancellation)| *one == index && !cancellation.is_cancelled());
        if !is_asked {
            requests.waiting.insert(index, Arc::clone(article));
            self.queue.changed.notify_all();
        }
    }

    /// Cancels the request about an article, if it is not answered.
    pub(super) fn stop(&self, index: usize) {
        let mut requests = self.queue.requests();
        if let Some((_, cancellation)) = requests.at_work.as_ref().filter(|(one, _)| *one == index) {
            cancellation.cancel();
        }
        if requests.waiting.remove(&index).is_some() {
            // The loop has ended if this fails, and nobody waits for anything.
            let _ = self.to.send_action(Action::ConsultingStopped { index });
        }
    }
}

impl Drop for ProgramThread {
    fn drop(&mut self) {
        let mut requests = self.queue.requests();
        requests.closed = true;
        if let Some((_, cancellation)) = &requests.at_work {
            cancellation.cancel();
        }
        self.queue.changed.notify_all();
    }
}

/// Asks about one article, and sends the answer with the problems of the program.
fn answer(
    program: &dyn Suggester,
    index: usize,
    article: &Article,
    cancellation: &Cancellation,
    to: &EventSender,
) -> Result<(), LoopEnded> {
    let mut stopped = false;
    let suggest = || match program.suggest_unless_cancelled(article, cancellation) {
        Some(suggestions) => suggestions,
        None => {
            stopped = true;
            Vec::new()
        }
    };
    let suggestions = suggest_or_report(suggest, &article.id, to);
    let answer = match stopped {
        true => Action::ConsultingStopped { index },
        false => Action::Suggested { index, suggestions, alternatives: Vec::new(), read: None },
    };
    let problems = program.troubles().into_iter().chain(program.notices()).map(Action::ProblemReported);
    iter::once(answer).chain(problems).try_for_each(|action| to.send_action(action))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Duration;

    use crate::gold::{Extra, Suggestion};
    use crate::text::Text;

    use super::super::event::Event;

    /// Much longer than any answer takes, also on a busy computer.
    const LIMIT: Duration = Duration::from_secs(60);

    /// Says that it begins with an article, and then works until the request is cancelled or the test lets it answer.
    struct Slow {
        begun: Mutex<Sender<String>>,
        may_answer: Mutex<Receiver<()>>,
    }

    impl Suggester for Slow {
        fn suggest(&self, _: &Article) -> Vec<Suggestion> {
            Vec::new()
        }

        fn suggest_unless_cancelled(&self, article: &Article, request: &Cancellation) -> Option<Vec<Suggestion>> {
            self.begun.lock().unwrap().send(article.id.clone()).unwrap();
            let may_answer = self.may_answer.lock().unwrap();
            while !request.is_cancelled() {
                if may_answer.recv_timeout(Duration::from_millis(5)).is_ok() {
                    return Some(Vec::new());
                }
            }
            None
        }
    }

    struct Story {
        thread: ProgramThread,
        begun: Receiver<String>,
        let_answer: Sender<()>,
        events: Receiver<Event>,
    }

    impl Story {
        fn begin() -> Self {
            let (begun, beginnings) = channel();
            let (let_answer, may_answer) = channel();
            let (sender, events) = channel();
            let slow = Slow { begun: Mutex::new(begun), may_answer: Mutex::new(may_answer) };
            let thread = ProgramThread::start(Arc::new(slow), EventSender::new(sender)).unwrap();
            Self { thread, begun: beginnings, let_answer, events }
        }

        fn ask(&self, index: usize) {
            let article =
                Article { id: index.to_string(), text: Text::new("نص"), meta: Extra::new(), suggestions: Vec::new() };
            self.thread.ask(index, &Arc::new(article));
        }

        /// Waits until the suggester begins with an article.
        fn begins(&self) -> String {
            self.begun.recv_timeout(LIMIT).unwrap()
        }

        /// Waits for the next answer: its article, and whether the work was stopped.
        fn answer(&self) -> (usize, bool) {
            match self.events.recv_timeout(LIMIT) {
                Ok(Event::Action(Action::Suggested { index, .. })) => (index, false),
                Ok(Event::Action(Action::ConsultingStopped { index })) => (index, true),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_request_about_an_article_that_was_left_gives_way_to_the_next() {
        let story = Story::begin();
        story.ask(1);
        assert_eq!(story.begins(), "1");
        (2..=3).for_each(|index| story.ask(index));
        // The user goes from article 1 to article 3: 2 never began.
        story.thread.stop(2);
        assert_eq!(story.answer(), (2, true));
        story.thread.stop(1);
        assert_eq!((story.answer(), story.begins().as_str()), ((1, true), "3"));
        // A request that has an answer, or that nobody made, cannot be stopped.
        story.let_answer.send(()).unwrap();
        assert_eq!(story.answer(), (3, false));
        (1..9).for_each(|index| story.thread.stop(index));
        story.ask(4);
        assert_eq!(story.begins(), "4");
        story.let_answer.send(()).unwrap();
        assert_eq!(story.answer(), (4, false));
    }

    #[test]
    fn an_article_is_asked_about_once_and_again_after_it_was_stopped() {
        let story = Story::begin();
        (0..3).for_each(|_| story.ask(1));
        assert_eq!(story.begins(), "1");
        (0..3).for_each(|_| story.ask(1));
        story.thread.stop(1);
        story.ask(1);
        assert_eq!((story.answer(), story.begins().as_str()), ((1, true), "1"));
        story.let_answer.send(()).unwrap();
        assert_eq!(story.answer(), (1, false));
        story.ask(2);
        assert_eq!(story.begins(), "2");
    }
}
