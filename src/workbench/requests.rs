//! Requests to the disk and to suggesters for the articles around the screen.

use std::sync::Arc;

use super::document::Neighbours;
use super::effect::Effect;
use super::model::Model;
use super::order::ArticleOrder;

/// The effects that are needed when the workbench opens and when another article comes on the screen: reading that
/// article, those that the next keys lead to, and as many around them as there is room for; and suggestions for it and
/// the next one. Requests to programs about articles that the user has left are cancelled. Nothing is requested twice.
pub(super) fn wanted(model: &mut Model) -> Vec<Effect> {
    let estimate = estimate_wanted(model);
    let (current, next, previous) = (model.current, next_to_prepare(model), model.route.previous(model.current));
    let after_next = next.filter(|_| model.route.rule() == ArticleOrder::Given).and_then(|next| next.checked_add(1));
    let near = [Some(current), next, previous, after_next];
    let mut indexes: Vec<usize> = near.into_iter().flatten().filter(|index| model.documents.request(*index)).collect();
    indexes.extend(model.documents.request_nearest(current));
    let mut effects: Vec<Effect> = indexes.into_iter().map(|index| Effect::OpenArticle { index }).collect();
    let waited_for: Vec<usize> = [Some(current), next].into_iter().flatten().collect();
    let left = model.documents.leave_consultations(&waited_for);
    effects.extend(left.into_iter().map(|index| Effect::StopConsulting { index }));
    let programs = model.settings.programs;
    for index in waited_for {
        if let Some(document) = model.documents.get_mut(index)
            && document.consult(programs)
        {
            effects.push(Effect::Consult { index, article: Arc::clone(&document.article) });
        }
    }
    effects.extend(suggestions_wanted(model));
    effects.extend(estimate);
    effects
}

/// The article that comes next; `None` after the last one.
pub(super) fn next_article(model: &mut Model) -> Option<usize> {
    model.route.next(model.current, &model.documents)
}

/// The next article, to be read and suggested for ahead. `None` while estimates may change it: programs and language models would
/// be asked about every article that is the next one for a moment.
fn next_to_prepare(model: &mut Model) -> Option<usize> {
    if model.route.awaits_estimate() { None } else { next_article(model) }
}

/// The articles to which "next" and "previous" lead.
pub(super) fn neighbours(model: &mut Model) -> Neighbours {
    [next_article(model), model.route.previous(model.current)]
}

/// The effect that estimates another article, for an order that needs it.
pub(super) fn estimate_wanted(model: &mut Model) -> Option<Effect> {
    let index = model.route.estimate_wanted(model.session.learnt, &model.documents)?;
    Some(Effect::Estimate { index })
}

/// The effects that ask the built-in suggester: about the chunks near the screen, here and in the next article, then
/// about the rest of the article on the screen, one chunk at a time.
pub(super) fn suggestions_wanted(model: &mut Model) -> Vec<Effect> {
    let (current, learnt) = (model.current, model.session.learnt);
    let mut effects = Vec::new();
    for index in [Some(current), next_to_prepare(model)].into_iter().flatten() {
        let Some(document) = model.documents.get_mut(index) else { continue };
        let chunks = document.chunks_to_ask_about(learnt);
        let is_ahead = index != current;
        let suggest = |chunk| Effect::Suggest { index, article: Arc::clone(&document.article), chunk, is_ahead };
        effects.extend(chunks.into_iter().map(suggest));
    }
    if let Some(document) = model.documents.get_mut(current)
        && let Some(chunk) = document.next_chunk_to_ask_about(learnt)
    {
        let article = Arc::clone(&document.article);
        effects.push(Effect::Suggest { index: current, article, chunk, is_ahead: false });
    }
    effects
}
