//! Passages of the gold so far, as examples in the prompt.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::gold::{Annotation, Article, Body};
use crate::text::{Span, Text, paragraphs};

/// A passage of gold with the answer that a model should give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamplePassage {
    /// The article that it comes from. The passage is not shown for this article.
    pub article: String,
    /// The text.
    pub text: String,
    /// The answer, as JSON.
    pub answer: String,
}

/// The number of bytes of a passage.
const LENGTHS: std::ops::RangeInclusive<usize> = 60..=1_200;
/// The number of words around an entity in its context.
const AROUND: usize = 2;

/// Returns the paragraphs of an annotated article that are good examples, the best first, with the number of different labels
/// and kinds in each.
#[must_use]
pub fn examples_of(article: &Article, annotation: &Annotation) -> Vec<(usize, ExamplePassage)> {
    let text = &article.text;
    let mut found: Vec<(usize, ExamplePassage)> = paragraphs(text.as_str())
        .filter(|paragraph| LENGTHS.contains(&paragraph.len()))
        .filter_map(|paragraph| {
            let passage = text.span_around(paragraph.start, paragraph.end)?;
            let bodies: Vec<&Body> = annotation
                .gold
                .iter()
                .map(|item| &item.body)
                .filter(|body| body.span().is_some_and(|span| passage.covers(span)))
                .collect();
            let labels: BTreeSet<&str> = bodies.iter().map(|body| body.label()).collect();
            let answer = answer(text, passage, &bodies).to_string();
            let text = text.slice(passage).trim().to_owned();
            let passage = ExamplePassage { article: article.id.clone(), text, answer };
            (!labels.is_empty()).then_some((labels.len(), passage))
        })
        .collect();
    found.sort_by_key(|(labels, _)| std::cmp::Reverse(*labels));
    found
}

/// The answer that names the items of a passage, in the shape that the prompt asks for.
fn answer(text: &Text, passage: Span, bodies: &[&Body]) -> Value {
    let words = |span: Span| text.slice(span);
    let entities: Vec<Value> = bodies
        .iter()
        .filter_map(|body| match body {
            Body::Entity { span, label } => {
                Some(json!({"text": words(*span), "label": label.as_str(), "context": context(text, passage, *span)}))
            }
            Body::Quote(_) => None,
        })
        .collect();
    let quotes: Vec<Value> = bodies
        .iter()
        .filter_map(|body| body.frame())
        .map(|frame| {
            let content: Vec<&str> = frame.content.iter().map(|span| words(*span)).collect();
            let content = if let [only] = content.as_slice() { json!(only) } else { json!(content) };
            let speaker = frame.speaker.as_ref().filter(|speaker| passage.covers(speaker.span));
            json!({
                "content": content,
                "kind": frame.kind.name(),
                "cue": frame.cue.map(words).unwrap_or_default(),
                "speaker": speaker.map(|speaker| words(speaker.span)).unwrap_or_default(),
            })
        })
        .collect();
    json!({"entities": entities, "quotes": quotes})
}

/// The words of a span with a few words around them, within the passage.
fn context(text: &Text, passage: Span, span: Span) -> &str {
    let start = text.words_back_from(span.start()).take(AROUND).last().map_or(span.start(), Span::start);
    let end = text.words_from(span.end()).take(AROUND).last().map_or(span.end(), Span::end);
    text.get(start.max(passage.start()).min(span.start())..end.min(passage.end()).max(span.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json as gold_json;

    #[test]
    fn paragraphs_with_gold_become_examples() {
        let line = r#"{"id": "a", "text": "سطر قصير\nزار سامي الراوي مدينة باريس أمس وقال إنه سيعود إليها في شهر آذار المقبل\nسطر طويل ليس فيه ما يفيد في شيء من هذا كله ولا من غيره أبدا", "entities": [
            {"id": "e1", "start": 13, "end": 24, "label": "PER", "verdict": "added"},
            {"id": "e2", "start": 31, "end": 36, "label": "LOC", "verdict": "added"}],
            "quotes": [{"id": "q1", "kind": "indirect", "content": [{"start": 46, "end": 63}], "cue": {"start": 42, "end": 45}, "speaker": null, "verdict": "added"}]}"#;
        let (article, annotation) = gold_json::read(line).unwrap();
        let found = examples_of(&article, &annotation);
        assert_eq!((found.len(), found[0].0), (1, 3));
        let answer: Value = serde_json::from_str(&found[0].1.answer).unwrap();
        assert_eq!(answer["entities"][0]["text"], "سامي الراوي");
        assert_eq!(answer["entities"][1]["context"], "الراوي مدينة باريس أمس وقال");
        // The answer finds its own places.
        let read = crate::suggest::read_answer(answer, &Text::new(found[0].1.text.clone()), "gold").unwrap();
        assert_eq!((read.suggestions.len(), read.problems), (3, vec![]));
    }
}
