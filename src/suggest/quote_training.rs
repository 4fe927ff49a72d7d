//! Training of the choices between quotes (`quote/choice`) from annotated articles.

use crate::gold::{Annotation, Article, Frame, Status};

use super::builtin::Builtin;
use super::quote::{ChoiceModel, QuoteChoices};

/// The bytes of the model that fits the quotes of annotated articles best, and the number of articles that were used. Articles
/// that are not finished teach nothing, because a frame that is missing there may be right.
///
/// `meta.weight` (above 0, at most 1) is the weight of an article. The same articles give the same bytes.
#[must_use]
pub fn train_quotes(examples: &[(Article, Annotation)]) -> (Vec<u8>, usize) {
    let suggester = Builtin::new();
    let mut choices = QuoteChoices::default();
    let mut used = 0;
    for (article, annotation) in examples.iter().filter(|(_, annotation)| annotation.status == Status::Done) {
        let frames: Vec<Frame> = annotation.gold.iter().filter_map(|item| item.body.frame().cloned()).collect();
        let weight = article.meta.get("weight").and_then(serde_json::Value::as_f64).filter(|weight| *weight > 0.0);
        choices.extend(suggester.quote_choices(&article.text, &frames), weight.unwrap_or(1.0).min(1.0));
        used += 1;
    }
    (ChoiceModel::train(&choices), used)
}
