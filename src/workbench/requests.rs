//! Requests to the disk and to suggesters for the articles around the screen.

use std::sync::Arc;

use super::effect::Effect;
use super::model::Model;

/// The effects that are needed when the workbench opens and when another article comes on the screen: reading that
/// article, those that the next keys lead to, and as many around them as there is room for; and suggestions for it and
/// the next one. Requests to programs about articles that the user has left are cancelled. Nothing is requested twice.
pub(super) fn wanted(model: &mut Model) -> Vec<Effect> {
    let current = model.current;
    let near = [Some(current), current.checked_add(1), current.checked_sub(1), current.checked_add(2)];
    let mut indexes: Vec<usize> = near.into_iter().flatten().filter(|index| model.documents.request(*index)).collect();
    indexes.extend(model.documents.request_nearest(current));
    let mut effects: Vec<Effect> = indexes.into_iter().map(|index| Effect::OpenArticle { index }).collect();
    let waited_for = [current, current + 1];
    let left = model.documents.leave_consultations(&waited_for);
    effects.extend(left.into_iter().map(|index| Effect::StopConsulting { index }));
    for index in waited_for {
        if let Some(document) = model.documents.get_mut(index)
            && document.consult()
        {
            effects.push(Effect::Consult { index, article: Arc::clone(&document.article) });
        }
    }
    effects.extend(suggestions_wanted(model));
    effects
}

/// The effects that ask the built-in suggester: about the chunks near the screen, here and in the next article, then
/// about the rest of the article on the screen, one chunk at a time.
pub(super) fn suggestions_wanted(model: &mut Model) -> Vec<Effect> {
    let (current, learnt) = (model.current, model.session.learnt);
    let mut effects = Vec::new();
    for index in [current, current + 1] {
        let Some(document) = model.documents.get_mut(index) else { continue };
        let chunks = document.chunks_to_ask_about(learnt);
        let suggest = |chunk| Effect::Suggest { index, article: Arc::clone(&document.article), chunk };
        effects.extend(chunks.into_iter().map(suggest));
    }
    if let Some(document) = model.documents.get_mut(current)
        && let Some(chunk) = document.next_chunk_to_ask_about(learnt)
    {
        effects.push(Effect::Suggest { index: current, article: Arc::clone(&document.article), chunk });
    }
    effects
}
