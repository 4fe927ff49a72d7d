//! What is asked of the disk and of suggesters for the articles around the screen.

use std::sync::Arc;

use super::effect::Effect;
use super::model::Model;

/// What to ask for when the workbench opens and whenever another article comes on the screen, if it was not asked for
/// already: the article, those that the next keys lead to, and as many around them as there is room for; suggestions for
/// it and for the next one.
#[must_use]
pub fn wanted(model: &mut Model) -> Vec<Effect> {
    let current = model.current;
    let near = [Some(current), current.checked_add(1), current.checked_sub(1), current.checked_add(2)];
    let mut indexes: Vec<usize> = near.into_iter().flatten().filter(|index| model.documents.ask(*index)).collect();
    indexes.extend(model.documents.ask_further(current));
    let mut effects: Vec<Effect> = indexes.into_iter().map(|index| Effect::Open { index }).collect();
    for index in [current, current + 1] {
        if let Some(document) = model.documents.get_mut(index).filter(|document| !document.is_consulted()) {
            document.consult();
            effects.push(Effect::Consult { index, article: Arc::clone(&document.article) });
        }
    }
    effects.extend(suggestions_wanted(model));
    effects
}

/// What to ask our own machine: about what is near the screen, in the next article too, then about the rest of the one on
/// the screen, one chunk after the other.
pub(super) fn suggestions_wanted(model: &mut Model) -> Vec<Effect> {
    let (current, learnt) = (model.current, model.session.learnt);
    let mut effects = Vec::new();
    for index in [current, current + 1] {
        let Some(document) = model.documents.get_mut(index) else { continue };
        let chunks = document.ask(learnt);
        let suggest = |chunk| Effect::Suggest { index, article: Arc::clone(&document.article), chunk };
        effects.extend(chunks.into_iter().map(suggest));
    }
    if let Some(document) = model.documents.get_mut(current)
        && let Some(chunk) = document.ask_further(learnt)
    {
        effects.push(Effect::Suggest { index: current, article: Arc::clone(&document.article), chunk });
    }
    effects
}
