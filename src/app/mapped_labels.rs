//! A program or a language model whose labels are replaced by those of the annotator: `--map LABEL=YOURS`.

use std::sync::Arc;

use crate::gold::Article;
use crate::gold::Suggestion;
use crate::suggest::{Cancellation, ExpectedRequests, LabelMap, Suggested, Suggester};

struct MappedLabels {
    inner: Arc<dyn Suggester>,
    labels: LabelMap,
}

/// Returns a suggester that gives the annotator's labels.
pub(super) fn with_labels(inner: Arc<dyn Suggester>, labels: &LabelMap) -> Arc<dyn Suggester> {
    if *labels == LabelMap::default() {
        return inner;
    }
    Arc::new(MappedLabels { inner, labels: labels.clone() })
}

impl Suggester for MappedLabels {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        self.labels.apply(&article.text, self.inner.suggest(article))
    }

    fn suggest_unless_cancelled(&self, article: &Article, cancellation: &Cancellation) -> Option<Vec<Suggestion>> {
        let found = self.inner.suggest_unless_cancelled(article, cancellation)?;
        Some(self.labels.apply(&article.text, found))
    }

    fn suggest_with_state(&self, article: &Article) -> Suggested {
        let Suggested { suggestions, lacks_answer } = self.inner.suggest_with_state(article);
        Suggested { suggestions: self.labels.apply(&article.text, suggestions), lacks_answer }
    }

    fn troubles(&self) -> Vec<String> {
        self.inner.troubles()
    }

    fn notices(&self) -> Vec<String> {
        self.inner.notices()
    }

    fn expected_requests(&self, article: &Article) -> Vec<ExpectedRequests> {
        self.inner.expected_requests(article)
    }

    fn summary(&self) -> Vec<String> {
        self.inner.summary()
    }
}
