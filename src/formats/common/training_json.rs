//! spaCy 2's training JSON: paragraphs with the text, sentences with tokens and BILUO tags.

use serde_json::Value;

use crate::formats::import::Imported;
use crate::gold::{Body, Label};
use crate::text::Unit;

use super::article_builder::ArticleBuilder;
use super::json_fields::Fields;
use super::raw_spans::read_spans;
use super::tokens::spans_of_tags;

/// The articles of the paragraphs, one each.
pub(crate) fn read_paragraphs(paragraphs: Vec<Value>, fallback_id: &str) -> Vec<Result<Imported, String>> {
    let read = |(number, paragraph): (usize, Value)| {
        let id = format!("{fallback_id}.{}", number + 1);
        read_paragraph(Fields::of(paragraph).unwrap_or_default(), &id)
            .map_err(|what| format!("paragraphs[{number}] {what}"))
    };
    paragraphs.into_iter().enumerate().map(read).collect()
}

fn read_paragraph(mut paragraph: Fields, id: &str) -> Result<Imported, String> {
    let (mut words, mut tags) = (Vec::new(), Vec::new());
    if paragraph.0.contains_key("qas") {
        return Err("holds questions about a text (SQuAD), not spans in it; there is nothing to import".to_owned());
    }
    let sentences = paragraph.take_list(&["sentences"]).ok_or("has no \"sentences\"; correct it")?;
    for sentence in sentences {
        let tokens = Fields::of(sentence).and_then(|mut sentence| sentence.take_list(&["tokens"])).unwrap_or_default();
        for token in tokens {
            let mut token = Fields::of(token).unwrap_or_default();
            words.push(token.take_text(&["orth"]).ok_or("has a token without \"orth\"; correct it")?);
            tags.push(token.take_text(&["ner"]).unwrap_or_default());
        }
    }
    let raw = paragraph.take_text(&["raw"]).unwrap_or_else(|| words.join(" "));
    let mut places = Vec::new();
    let mut at = 0;
    for word in &words {
        let found = raw.get(at..).and_then(|rest| rest.find(word.as_str()));
        let start = at + found.ok_or_else(|| format!("has a token {word:?} that is not in its text; correct it"))?;
        at = start + word.len();
        places.push((start, at));
    }
    let mut builder = ArticleBuilder::of_record(None, id.to_owned(), Some(raw))?;
    for (range, label) in spans_of_tags(tags.iter().map(String::as_str)) {
        let last = range.end.checked_sub(1).and_then(|last| places.get(last));
        let (Some((start, _)), Some((_, end))) = (places.get(range.start), last) else { continue };
        match builder.span(*start, *end, Unit::Bytes, label) {
            Ok(span) => builder.add_entity(span, label),
            Err(error) => builder.lose(label, &format!("{error}; left out")),
        }
    }
    let entities = read_spans(paragraph.take_list(&["entities"]).unwrap_or_default(), "entities")?;
    let is_untagged = entities.is_empty() && tags.iter().all(|tag| matches!(tag.as_str(), "" | "-"));
    for entity in entities {
        match builder.span(entity.start, entity.end, Unit::CodePoints, &entity.label) {
            Ok(span) if builder.annotation().says(&Body::Entity { span, label: Label::new(&entity.label) }) => {}
            Ok(span) => builder.add_entity(span, &entity.label),
            Err(error) => builder.lose(&entity.label, &format!("{error}; left out")),
        }
    }
    if is_untagged {
        builder.annotation().status = crate::gold::Status::Suggested;
    }
    builder.meta().extend(paragraph.rest());
    Ok(builder.finish())
}
