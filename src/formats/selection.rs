//! Which parts of the gold are exported or compared: articles, layer, labels.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::gold::{Annotation, Body, Label, Layer, Listed, Relation, SpanList, Status, Suggestion};

use super::annotated::Annotated;

/// The parts of the gold that an export includes: by status, layer and label.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only articles that are marked done.
    pub done: bool,
    /// Only this layer; `None`: both.
    pub layer: Option<Layer>,
    /// Labels and their new names; `None` leaves the entities of the label out.
    pub map: Vec<(String, Option<String>)>,
    /// The labels that were met, if `map` names some.
    pub seen: SeenLabels,
}

/// The labels of entities that a [`Selection`] met. Copies share them.
///
/// ```
/// use tawsim::formats::{Format, Selection};
/// let conll: &Format = "conll".parse().unwrap();
/// let (annotated, _) = conll.import_bytes("زار O\nباراك B-PER\n".as_bytes(), None).remove(0).unwrap();
/// let map = ["PER", "GPE"].map(|from| (from.to_owned(), Some("X".to_owned())));
/// let selection = Selection { map: map.into(), ..Selection::default() };
/// selection.apply(annotated);
/// assert_eq!(selection.unmatched(), ["GPE"]);
/// assert_eq!(selection.seen.labels(), ["PER"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct SeenLabels(Arc<Mutex<BTreeSet<String>>>);

impl SeenLabels {
    /// The labels in alphabetical order.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn add(&self, label: &str) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.contains(label) {
            seen.insert(label.to_owned());
        }
    }
}

impl Selection {
    /// The labels of `map` that no article had, in their order.
    #[must_use]
    pub fn unmatched(&self) -> Vec<&str> {
        let seen = self.seen.labels();
        let is_unmatched = |label: &&str| !seen.iter().any(|it| it == label);
        self.map.iter().map(|(from, _)| from.as_str()).filter(is_unmatched).collect()
    }

    /// The selected parts of an article; `None` if the article is not selected.
    #[must_use]
    pub fn apply(&self, mut annotated: Annotated) -> Option<Annotated> {
        if self.done && annotated.annotation.status != Status::Done {
            return None;
        }
        if self.layer.is_none() && self.map.is_empty() {
            return Some(annotated);
        }
        let annotation = &mut annotated.annotation;
        annotation.gold = filter_map(&annotation.gold, |mut item| {
            item.body = self.apply_to_body(item.body)?;
            item.suggestion = item.suggestion.and_then(|suggestion| self.apply_to_suggestion(suggestion));
            Some(item)
        });
        annotation.pending = filter_map(&annotation.pending, |suggestion| self.apply_to_suggestion(suggestion));
        annotation.rejected = filter_map(&annotation.rejected, |mut rejected| {
            rejected.suggestion = self.apply_to_suggestion(rejected.suggestion)?;
            Some(rejected)
        });
        remove_dead_speaker_links(&mut annotated);
        let Annotation { gold, relations, .. } = &mut annotated.annotation;
        let is_whole =
            |relation: &&Relation| [&relation.from, &relation.to].iter().all(|end| gold.find(end.as_str()).is_some());
        *relations = relations.iter().filter(is_whole).cloned().collect();
        Some(annotated)
    }

    fn apply_to_suggestion(&self, mut suggestion: Suggestion) -> Option<Suggestion> {
        suggestion.body = self.apply_to_body(suggestion.body)?;
        Some(suggestion)
    }

    fn apply_to_body(&self, body: Body) -> Option<Body> {
        // The labels of entities that another layer leaves out are known, too.
        if let Body::Entity { label, .. } = &body
            && !self.map.is_empty()
        {
            self.seen.add(label.as_str());
        }
        if self.layer.is_some_and(|layer| layer != body.layer()) {
            return None;
        }
        match body {
            Body::Entity { span, label } => {
                let label = match self.map.iter().find(|(from, _)| from == label.as_str()) {
                    Some((_, to)) => Label::new(to.as_deref()?),
                    None => label,
                };
                Some(Body::Entity { span, label })
            }
            quote @ Body::Quote(_) => Some(quote),
        }
    }
}

fn filter_map<T: Listed>(list: &SpanList<T>, change: impl FnMut(T) -> Option<T>) -> SpanList<T> {
    list.iter().cloned().filter_map(change).collect()
}

/// Removes the links of speakers to entities that were not selected.
fn remove_dead_speaker_links(annotated: &mut Annotated) {
    let entities: HashSet<String> = annotated
        .gold_items()
        .filter(|item| item.body.layer() == Layer::Entity)
        .map(|item| item.id.clone())
        .chain(annotated.pending().map(|suggestion| suggestion.id.clone()))
        .collect();
    annotated.annotation.gold = filter_map(&annotated.annotation.gold, |mut item| {
        if let Body::Quote(frame) = &mut item.body
            && let Some(speaker) = &mut frame.speaker
        {
            speaker.entity = speaker.entity.take().filter(|id| entities.contains(id));
        }
        Some(item)
    });
}
