//! An article with its annotation: what formats write and read.

use std::collections::{HashMap, HashSet};

use crate::gold::{Annotation, Article, Body, Extra, GoldItem, Rejected, Suggestion, stable_id};

/// An article with what is annotated in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotated {
    /// The article. What machines say of it stands in the annotation's `pending`, not here.
    pub article: Article,
    /// Its annotation.
    pub annotation: Annotation,
}

impl Annotated {
    /// Brings what machines said of the article together in `pending`.
    #[must_use]
    pub fn new(mut article: Article, mut annotation: Annotation) -> Self {
        annotation.pending.extend(std::mem::take(&mut article.suggestions));
        Self { article, annotation }
    }

    /// The gold, in reading order.
    pub fn gold_items(&self) -> impl Iterator<Item = &GoldItem> {
        self.annotation.gold.iter()
    }

    /// The keys that stand beside a mark: unknown ones, its note and its flags.
    #[must_use]
    pub fn beside(&self, mark: &GoldItem) -> Extra {
        let mut keys = mark.extra.clone();
        self.annotation.remarks.of(&mark.remark_target()).put(&mut keys);
        keys
    }

    /// What machines said and nobody decided, in reading order.
    pub fn pending(&self) -> impl Iterator<Item = &Suggestion> {
        self.annotation.pending.iter()
    }

    /// What was refused, in reading order.
    pub fn rejected(&self) -> impl Iterator<Item = &Rejected> {
        self.annotation.rejected.iter()
    }

    /// Everything in it as suggestions to be reviewed: the marks become suggestions of `source` under stable ids (links
    /// follow), what was pending stays as it is, and nothing is decided.
    #[must_use]
    pub fn into_suggestions(self, source: &str) -> Article {
        let Self { mut article, annotation } = self;
        let mut taken: HashSet<String> = annotation.pending.iter().map(|one| one.id.clone()).collect();
        let mut renamed = HashMap::new();
        let mut made = Vec::new();
        for mut mark in annotation.gold {
            annotation.remarks.of(&mark.remark_target()).put(&mut mark.extra);
            let mut id = stable_id(&article.text, &mark.body);
            while !taken.insert(id.clone()) {
                id.push('\'');
            }
            renamed.insert(mark.id, id.clone());
            let score = mark.suggestion.as_ref().and_then(|suggestion| suggestion.score);
            made.push(Suggestion { id, source: source.to_owned(), score, body: mark.body, extra: mark.extra });
        }
        for one in &mut made {
            if let Body::Quote(frame) = &mut one.body
                && let Some(speaker) = frame.speaker.as_mut()
            {
                speaker.entity = speaker.entity.take().and_then(|id| renamed.get(&id).cloned());
            }
        }
        article.suggestions = made;
        article.suggestions.extend(annotation.pending);
        article
    }
}
