//! What the verdicts so far teach the tagger, article by article.
//!
//! Lessons are a function of the verdicts alone: not of their order, nor of what waits or was proposed meanwhile. So the
//! same verdicts give the same corrections, and a verdict taken back is unlearnt.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::gold::{Annotation, Article, Status};

use super::tagger::{Adaptation, Example, Lesson, Tagger, place_of};

/// In an unfinished article verdicts count in groups of so many, in reading order: training follows a group, not a key.
const GROUP: usize = 5;

/// So many articles are kept: of more than these, the ones whose ids have the smallest hashes.
const MOST: usize = 400;

/// An article's verdicts; how the model reads them is found when it is trained.
#[derive(Debug)]
struct Verdicts {
    example: Example,
    lesson: OnceLock<Lesson>,
}

/// The verdicts of all articles.
#[derive(Debug, Clone, Default)]
pub(super) struct Lessons {
    articles: BTreeMap<(u64, String), Arc<Verdicts>>,
    /// They are not what was trained on last.
    changed: bool,
}

impl Lessons {
    /// Takes in what stands in an article now, in place of what stood there before.
    pub(super) fn learn(&mut self, article: &Article, annotation: &Annotation) {
        let key = (place_of(&article.id), article.id.clone());
        let example = example(article, annotation);
        if self.articles.get(&key).map(|known| &known.example) == example.as_ref() {
            return;
        }
        self.changed = true;
        match example {
            Some(example) => self.articles.insert(key, Arc::new(Verdicts { example, lesson: OnceLock::new() })),
            None => self.articles.remove(&key),
        };
        if self.articles.len() > MOST {
            self.articles.pop_last();
        }
    }

    /// What to train on, if it is not what was trained on last.
    pub(super) fn course(&mut self, tagger: &Arc<Tagger>) -> Option<Course> {
        std::mem::take(&mut self.changed)
            .then(|| Course { tagger: Arc::clone(tagger), articles: self.articles.values().cloned().collect() })
    }
}

/// What an article teaches the tagger. Of an unfinished one only what was decided: where the machine was wrong elsewhere
/// in it, a refusal will say so.
fn example(article: &Article, annotation: &Annotation) -> Option<Example> {
    let mut example = Example::of(article, annotation)?;
    if annotation.status != Status::Done {
        let mut starts: Vec<_> =
            example.spans.iter().chain(&example.denied).map(|(span, _)| (span.start(), span.end())).collect();
        starts.sort_unstable();
        let whole = starts.len() - starts.len() % GROUP;
        let within = |start: (usize, usize)| starts.get(whole).is_none_or(|first| start < *first);
        example.spans.retain(|(span, _)| within((span.start(), span.end())));
        example.denied.retain(|(span, _)| within((span.start(), span.end())));
        if example.spans.is_empty() && example.denied.is_empty() {
            return None;
        }
    }
    Some(example)
}

/// A training that may run on any thread.
#[derive(Debug)]
pub struct Course {
    tagger: Arc<Tagger>,
    articles: Vec<Arc<Verdicts>>,
}

impl Course {
    /// Trains from scratch: about a second at most. Without verdicts there is nothing to correct.
    #[must_use]
    pub fn run(&self) -> Option<Adaptation> {
        let lessons = self.articles.iter().map(|one| one.lesson.get_or_init(|| self.tagger.lesson(&one.example)));
        (!self.articles.is_empty()).then(|| self.tagger.adapt(lessons))
    }
}
