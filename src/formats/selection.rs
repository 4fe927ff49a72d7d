//! What of the gold is wanted: which articles, which layer, under which labels, in which part.

use crate::gold::{Body, Label, Layer, Listed, SpanList, Status, Suggestion};

use super::annotated::Annotated;

/// What of the gold is wanted.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only articles that a person called done.
    pub done: bool,
    /// Only this layer.
    pub layer: Option<Layer>,
    /// Labels and what they become; nothing: the entity is left out.
    pub map: Vec<(String, Option<String>)>,
}

impl Selection {
    /// What is wanted of an article; `None` if it is not wanted at all.
    #[must_use]
    pub fn of(&self, mut one: Annotated) -> Option<Annotated> {
        if self.done && one.annotation.status != Status::Done {
            return None;
        }
        if self.layer.is_none() && self.map.is_empty() {
            return Some(one);
        }
        let annotation = &mut one.annotation;
        annotation.gold = kept(&annotation.gold, |mut mark| {
            mark.body = self.body(mark.body)?;
            mark.suggestion = mark.suggestion.and_then(|suggestion| self.suggestion(suggestion));
            Some(mark)
        });
        annotation.pending = kept(&annotation.pending, |suggestion| self.suggestion(suggestion));
        annotation.rejected = kept(&annotation.rejected, |mut rejected| {
            rejected.suggestion = self.suggestion(rejected.suggestion)?;
            Some(rejected)
        });
        unlink(&mut one);
        Some(one)
    }

    fn suggestion(&self, mut suggestion: Suggestion) -> Option<Suggestion> {
        suggestion.body = self.body(suggestion.body)?;
        Some(suggestion)
    }

    fn body(&self, body: Body) -> Option<Body> {
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

fn kept<T: Listed>(list: &SpanList<T>, change: impl FnMut(T) -> Option<T>) -> SpanList<T> {
    list.iter().cloned().filter_map(change).collect()
}

/// Links of speakers to entities that were not selected lead nowhere.
fn unlink(one: &mut Annotated) {
    let entities: std::collections::HashSet<String> = one
        .gold_items()
        .filter(|mark| mark.body.layer() == Layer::Entity)
        .map(|mark| mark.id.clone())
        .chain(one.pending().map(|suggestion| suggestion.id.clone()))
        .collect();
    one.annotation.gold = kept(&one.annotation.gold, |mut mark| {
        if let Body::Quote(frame) = &mut mark.body
            && let Some(speaker) = &mut frame.speaker
        {
            speaker.entity = speaker.entity.take().filter(|id| entities.contains(id));
        }
        Some(mark)
    });
}
