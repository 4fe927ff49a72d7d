//! Training of the choices between quotes (`quote/choice`) and between their speakers (`quote/speaker`) from annotated articles.

use std::sync::Arc;

use crate::gold::{Annotation, Article, Frame, Status};
use crate::text::Text;

use super::builtin::Builtin;
use super::quote::{ChoiceModel, QuoteChoices, SpeakerChoices};

/// The bytes of the model that fits the quotes of annotated articles best, and the number of articles that were used. Articles
/// that are not finished teach nothing, because a frame that is missing there may be right.
///
/// The speakers are learned last, from the frames that the other choices find in the same articles.
///
/// `meta.weight` (above 0, at most 1) is the weight of an article. The same articles give the same bytes.
#[must_use]
pub fn train_quotes(examples: &[(Article, Annotation)]) -> (Vec<u8>, usize) {
    let articles: Vec<Confirmed<'_>> = examples
        .iter()
        .filter(|(_, annotation)| annotation.status == Status::Done)
        .map(|(article, annotation)| (&article.text, frames_of(annotation), weight_of(article)))
        .collect();
    (train_on(&articles), articles.len())
}

/// A text with all its frames, and its weight.
type Confirmed<'a> = (&'a Text, Vec<Frame>, f64);

fn train_on(articles: &[Confirmed<'_>]) -> Vec<u8> {
    let mut choices = QuoteChoices::default();
    let suggester = Builtin::new();
    for (text, frames, weight) in articles {
        choices.extend(suggester.quote_choices(text, frames), *weight);
    }
    let bytes = ChoiceModel::train(&choices);
    drop(choices);
    let model = ChoiceModel::from_bytes(bytes.clone()).unwrap_or_default();
    let suggester = suggester.with_choices(Arc::new(model));
    let mut speakers = SpeakerChoices::default();
    for (text, frames, weight) in articles {
        speakers.extend(suggester.speaker_choices(text, frames), *weight);
    }
    ChoiceModel::add_speakers(&bytes, &speakers)
}

fn frames_of(annotation: &Annotation) -> Vec<Frame> {
    annotation.gold.iter().filter_map(|item| item.body.frame().cloned()).collect()
}

fn weight_of(article: &Article) -> f64 {
    let weight = article.meta.get("weight").and_then(serde_json::Value::as_f64).filter(|weight| *weight > 0.0);
    weight.unwrap_or(1.0).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Extra, QuoteKind, Speaker};
    use crate::suggest::{ChoiceModelError, Suggester};

    /// A text whose last frame has an implied speaker, and this speaker: the one who spoke before, or the one who was named last.
    fn example(speaker: &str, other: &str, implied: &str) -> (Text, Vec<Frame>) {
        let text = Text::new(format!("قال {speaker} إن العمل بدأ. وحضر {other} الحفل. وأضاف أن الأمر انتهى."));
        let span = |words: &str| {
            let start = text.as_str().find(words).unwrap();
            text.span(start, start + words.len()).unwrap()
        };
        let frame = |content: &str, cue: &str, speaker: &str, implied: bool| Frame {
            kind: QuoteKind::Indirect,
            content: vec![span(content)],
            cue: Some(span(cue)),
            speaker: Some(Speaker { span: span(speaker), entity: None, implied }),
        };
        let frames = vec![frame("العمل بدأ", "قال", speaker, false), frame("الأمر انتهى", "أضاف", implied, true)];
        (text, frames)
    }

    const SPEAKERS: [&str; 6] = ["الوزير", "المدير", "السفير", "الرئيس", "المتحدث", "القاضي"];

    /// A model that learned from examples in which the implied speaker is the first or the second one who is named.
    fn trained(is_first: bool) -> Vec<u8> {
        let pairs = SPEAKERS.iter().flat_map(|one| SPEAKERS.iter().map(move |other| (*one, *other)));
        let examples: Vec<(Text, Vec<Frame>)> = pairs
            .filter(|(one, other)| one != other)
            .map(|(one, other)| example(one, other, if is_first { one } else { other }))
            .collect();
        let confirmed: Vec<Confirmed<'_>> = examples.iter().map(|(text, frames)| (text, frames.clone(), 1.0)).collect();
        train_on(&confirmed)
    }

    /// The implied speaker that a model finds for two people whom it has not seen.
    fn implied(model: &[u8]) -> String {
        let (text, _) = example("الخبير", "المحافظ", "الخبير");
        let model = ChoiceModel::from_bytes(model.to_vec()).unwrap();
        let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
        let found = Builtin::new().with_choices(Arc::new(model)).suggest(&article);
        let speakers = found.iter().filter_map(|one| one.body.frame()?.speaker.as_ref());
        speakers.filter(|speaker| speaker.implied).map(|speaker| text.slice(speaker.span)).collect()
    }

    #[test]
    fn implied_speakers_are_learned_from_gold() {
        assert_eq!(implied(&trained(true)), "الخبير");
        assert_eq!(implied(&trained(false)), "المحافظ");
    }

    #[test]
    fn files_of_other_versions_are_read_or_refused() {
        let model = trained(true);
        let version = |version: u8| [model.get(..8).unwrap(), &[version, 0, 0, 0], model.get(12..).unwrap()].concat();
        assert_eq!(model, version(2));
        assert!(ChoiceModel::from_bytes(model.clone()).is_ok());
        let error = |bytes: Vec<u8>| ChoiceModel::from_bytes(bytes).unwrap_err();
        assert_eq!(error(version(3)), ChoiceModelError::Version(3));
        // A file of version 1 ends before the weights of speakers.
        assert_eq!(error(version(1)), ChoiceModelError::Damaged);
        assert_eq!(error(model.get(..model.len() - 1).unwrap().to_vec()), ChoiceModelError::Damaged);
        assert_eq!(error(b"TAWSIMXX".to_vec()), ChoiceModelError::Magic);
    }
}
