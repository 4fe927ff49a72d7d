//! The training set: the verdicts of all articles, as examples for the tagger.
//!
//! The examples depend on the verdicts alone, not on their order and not on pending suggestions. So the same verdicts give
//! the same corrections, and a verdict that is undone is forgotten.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::gold::{Annotation, Article, Status};
use crate::suggest::encoder::CarefulReader;
use crate::suggest::tagger::{Adaptation, AdaptationExample, Example, OtherScores, Tagger, article_hash};
use crate::words::token::Tokens;

/// In an unfinished article verdicts count in groups of this size, in reading order, so that not every verdict starts a
/// training.
const GROUP: usize = 5;

/// The largest number of articles that are kept. Of more articles, those whose ids have the smallest hashes are kept.
const MAX_ARTICLES: usize = 400;

/// The verdicts of an article. They are prepared for the model at the first training.
#[derive(Debug)]
struct TrainingArticle {
    example: Example,
    prepared: OnceLock<AdaptationExample>,
}

/// The verdicts of all articles.
#[derive(Debug, Clone, Default)]
pub(super) struct TrainingSet {
    articles: BTreeMap<(u64, String), Arc<TrainingArticle>>,
    /// True if the set has changed since the last training job was made.
    changed: bool,
}

impl TrainingSet {
    /// Replaces the verdicts of an article.
    pub(super) fn learn(&mut self, article: &Article, annotation: &Annotation) {
        let key = (article_hash(&article.id), article.id.clone());
        let example = decided_example(article, annotation);
        if self.articles.get(&key).map(|known| &known.example) == example.as_ref() {
            return;
        }
        self.changed = true;
        match example {
            Some(example) => {
                self.articles.insert(key, Arc::new(TrainingArticle { example, prepared: OnceLock::new() }))
            }
            None => self.articles.remove(&key),
        };
        if self.articles.len() > MAX_ARTICLES {
            self.articles.pop_last();
        }
    }

    /// A training job, if the set has changed since the last one.
    pub(super) fn training_job(
        &mut self,
        tagger: &Arc<Tagger>,
        careful: impl FnOnce() -> Option<Arc<CarefulReader>>,
    ) -> Option<TrainingJob> {
        std::mem::take(&mut self.changed).then(|| TrainingJob {
            tagger: Arc::clone(tagger),
            careful: careful(),
            articles: self.articles.values().cloned().collect(),
        })
    }
}

/// The example that an article gives; `None` if it gives nothing. In an unfinished article only decided spans count: where
/// the model is wrong elsewhere, a later verdict will show it.
fn decided_example(article: &Article, annotation: &Annotation) -> Option<Example> {
    let mut example = Example::of(article, annotation)?;
    if annotation.status != Status::Done {
        let mut places: Vec<_> =
            example.spans.iter().chain(&example.denied).map(|(span, _)| (span.start(), span.end())).collect();
        places.sort_unstable();
        let whole_groups = places.len() - places.len() % GROUP;
        let counts = |place: (usize, usize)| places.get(whole_groups).is_none_or(|first| place < *first);
        example.spans.retain(|(span, _)| counts((span.start(), span.end())));
        example.denied.retain(|(span, _)| counts((span.start(), span.end())));
        if example.spans.is_empty() && example.denied.is_empty() {
            return None;
        }
    }
    Some(example)
}

/// A training of the tagger with the verdicts so far. It can run on any thread.
#[derive(Debug)]
pub struct TrainingJob {
    tagger: Arc<Tagger>,
    careful: Option<Arc<CarefulReader>>,
    articles: Vec<Arc<TrainingArticle>>,
}

impl TrainingJob {
    /// Trains from scratch, for about a second, and longer if articles must be read carefully first. Returns `None` if there are no verdicts.
    #[must_use]
    pub fn run(&self) -> Option<Adaptation> {
        let read = |tokens: &Tokens<'_>, pass: &mut dyn FnMut(OtherScores<'_>)| {
            if let Some(careful) = &self.careful {
                pass(careful.scores(&careful.read(tokens)));
            }
        };
        let prepare = |article: &'_ Arc<TrainingArticle>| self.tagger.prepare_example(&article.example, &read);
        let examples = self.articles.iter().map(|article| article.prepared.get_or_init(|| prepare(article)));
        (!self.articles.is_empty()).then(|| self.tagger.learn_adaptation(examples))
    }
}
