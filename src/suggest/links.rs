//! Speaker links: which suggested entity the speaker of a suggested quote is.
//!
//! A link is the id of the entity's suggestion. When verdicts make gold items of both, the link becomes the id of the item.

use std::collections::HashMap;

use crate::gold::{Body, Suggestion};
use crate::text::{Fold, Span, Text};

/// A suggested entity that can be a speaker.
struct SpeakerEntity {
    span: Span,
    is_person: bool,
    id: String,
}

/// Links the speakers of quotes with suggested entities.
///
/// A speaker is linked with the only person inside it, else with the organisation or place that it begins with. A title
/// without a name (الوزير) is linked with the last person who was named with this title.
pub(super) fn link_speakers(text: &Text, suggestions: &mut [Suggestion]) {
    let mut entities: Vec<SpeakerEntity> = suggestions.iter().filter_map(speaker_entity).collect();
    entities.sort_by_key(|entity| entity.span);
    let mut people_by_title: HashMap<String, String> = HashMap::new();
    for suggestion in suggestions.iter_mut() {
        let Body::Quote(frame) = &mut suggestion.body else { continue };
        let Some(speaker) = &mut frame.speaker else { continue };
        let inside = entities_inside(&entities, speaker.span);
        let people: Vec<&SpeakerEntity> = inside.iter().filter(|entity| entity.is_person).collect();
        let head = || inside.iter().find(|entity| entity.span.start() == speaker.span.start());
        let words = || -> Vec<String> {
            text.slice(speaker.span).split_whitespace().map(|word| without_article(&word.fold())).collect()
        };
        speaker.entity = match people.as_slice() {
            [person] => {
                for title in titles_of(&words(), text, speaker.span, person.span) {
                    people_by_title.insert(title, person.id.clone());
                }
                Some(person.id.clone())
            }
            [] => head().map(|entity| entity.id.clone()).or_else(|| people_by_title.get(&words().join(" ")).cloned()),
            _ => None,
        };
    }
}

/// Changes the links of speakers: `to` gives the new id, or `None` to remove the link.
pub(super) fn relink(suggestions: &mut [Suggestion], to: impl Fn(String) -> Option<String>) {
    for suggestion in suggestions {
        if let Body::Quote(frame) = &mut suggestion.body
            && let Some(speaker) = &mut frame.speaker
        {
            speaker.entity = speaker.entity.take().and_then(&to);
        }
    }
}

fn speaker_entity(suggestion: &Suggestion) -> Option<SpeakerEntity> {
    match &suggestion.body {
        Body::Entity { span, label } if ["PER", "ORG", "LOC"].contains(&label.as_str()) => {
            Some(SpeakerEntity { span: *span, is_person: label.as_str() == "PER", id: suggestion.id.clone() })
        }
        _ => None,
    }
}

/// The entities inside a span, from a list in reading order.
fn entities_inside(entities: &[SpeakerEntity], span: Span) -> &[SpeakerEntity] {
    let from = entities.partition_point(|entity| entity.span.start() < span.start());
    let rest = entities.get(from..).unwrap_or_default();
    let count = rest.iter().take_while(|entity| entity.span.end() <= span.end()).count();
    rest.get(..count).unwrap_or_default()
}

/// The titles by which a person may be called later: the whole title before the name, and its first word.
fn titles_of(words: &[String], text: &Text, speaker: Span, person: Span) -> Vec<String> {
    let before = text.get(speaker.start()..person.start()).split_whitespace().count();
    let title = words.get(..before).unwrap_or_default();
    let first = title.first().cloned();
    first.into_iter().chain((title.len() > 1).then(|| title.join(" "))).collect()
}

/// A folded word without its article: وزير is called الوزير later.
fn without_article(word: &str) -> String {
    word.strip_prefix("ال").filter(|bare| bare.chars().count() > 2).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use crate::gold::{Article, Extra};
    use crate::suggest::{Builtin, Suggester};
    use crate::text::Text;

    /// For each quote, the words of the entity that its speaker is linked to.
    fn linked(raw: &str) -> Vec<String> {
        let text = Text::new(raw);
        let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
        let found = Builtin::new().suggest(&article);
        let words = |id: &String| {
            let entity = found.iter().find(|suggestion| suggestion.id == *id);
            entity.and_then(|entity| entity.body.span()).map_or("?", |span| text.slice(span)).to_owned()
        };
        let quotes = found.iter().filter_map(|suggestion| suggestion.body.frame());
        quotes
            .map(|frame| {
                frame.speaker.as_ref().and_then(|speaker| speaker.entity.as_ref()).map_or_else(|| "-".into(), words)
            })
            .collect()
    }

    #[test]
    fn speakers_are_linked_to_suggested_entities() {
        for (raw, expected) in [
            ("قال الوزير سامي الخطيب إن الطريق مفتوح. وأضاف أن الجسر جاهز.", vec!["سامي الخطيب", "سامي الخطيب"]),
            // A speaker with two people is not linked.
            ("وقال توني بلير ومحمود عباس إن الخطر قائم.", vec!["-"]),
            // An organisation is linked when its name is the speaker, but not when its spokesman speaks.
            ("وأعلنت وزارة الصحة أن اللقاح آمن.", vec!["وزارة الصحة"]),
            ("وقال المتحدث باسم وزارة الصحة إن اللقاح آمن.", vec!["-"]),
            // A title is linked after a person was named with it.
            (
                "قال وزير النقل سامي الخطيب إن الطريق مفتوح. وأكد الوزير أن الجسر جاهز.",
                vec!["سامي الخطيب", "سامي الخطيب"],
            ),
            ("وأكد الوزير أن الجسر جاهز.", vec!["-"]),
        ] {
            assert_eq!(linked(raw), expected, "{raw}");
        }
    }
}
