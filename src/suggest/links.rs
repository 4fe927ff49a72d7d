//! Which of the suggested entities a suggested quote's speaker is.
//!
//! A link is the id of the entity's suggestion, which is its id in what `suggest` writes; when a verdict makes marks of
//! both, the link becomes the mark's.

use std::collections::HashMap;

use crate::gold::{Body, Label, Suggestion};
use crate::text::{Fold, Span, Text};

/// An entity that is suggested.
struct Mention {
    span: Span,
    person: bool,
    id: String,
}

/// Links speakers to what is suggested of them: to the one person inside, else to the body or place that the phrase begins
/// with; a title that names nobody (الوزير) to the person before whose name it stood last.
pub(super) fn link_speakers(text: &Text, found: &mut [Suggestion]) {
    let mut mentions: Vec<Mention> = found.iter().filter_map(mention).collect();
    mentions.sort_by_key(|mention| mention.span);
    let mut titled: HashMap<String, String> = HashMap::new();
    for suggestion in found.iter_mut() {
        let Body::Quote(frame) = &mut suggestion.body else { continue };
        let Some(speaker) = &mut frame.speaker else { continue };
        let inside = within(&mentions, speaker.span);
        let people: Vec<&Mention> = inside.iter().filter(|mention| mention.person).collect();
        let head = || inside.iter().find(|mention| mention.span.start() == speaker.span.start());
        let words: Vec<String> = text.slice(speaker.span).split_whitespace().map(|word| bare(&word.fold())).collect();
        speaker.entity = match people.as_slice() {
            [person] => {
                for title in titles(&words, text, speaker.span, person.span) {
                    titled.insert(title, person.id.clone());
                }
                Some(person.id.clone())
            }
            [] => head().map(|mention| mention.id.clone()).or_else(|| titled.get(&words.join(" ")).cloned()),
            _ => None,
        };
    }
}

/// Lets the links of speakers go elsewhere, or nowhere.
pub(super) fn relink(found: &mut [Suggestion], to: impl Fn(String) -> Option<String>) {
    for suggestion in found {
        if let Body::Quote(frame) = &mut suggestion.body
            && let Some(speaker) = &mut frame.speaker
        {
            speaker.entity = speaker.entity.take().and_then(&to);
        }
    }
}

fn mention(suggestion: &Suggestion) -> Option<Mention> {
    match &suggestion.body {
        Body::Entity { span, label } if [Label::new("PER"), Label::new("ORG"), Label::new("LOC")].contains(label) => {
            Some(Mention { span: *span, person: label.as_str() == "PER", id: suggestion.id.clone() })
        }
        _ => None,
    }
}

/// The mentions inside a span, of a list in reading order.
fn within(mentions: &[Mention], span: Span) -> &[Mention] {
    let from = mentions.partition_point(|mention| mention.span.start() < span.start());
    let rest = mentions.get(from..).unwrap_or_default();
    let count = rest.iter().take_while(|mention| mention.span.end() <= span.end()).count();
    rest.get(..count).unwrap_or_default()
}

/// What a person may be called by next: all of the title before the name, and its first word.
fn titles(words: &[String], text: &Text, speaker: Span, person: Span) -> Vec<String> {
    let before = text.get(speaker.start()..person.start()).split_whitespace().count();
    let title = words.get(..before).unwrap_or_default();
    let first = title.first().cloned();
    first.into_iter().chain((title.len() > 1).then(|| title.join(" "))).collect()
}

/// Without the article: وزير is الوزير when it is spoken of again.
fn bare(word: &str) -> String {
    word.strip_prefix("ال").filter(|bare| bare.chars().count() > 2).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use crate::gold::{Article, Extra};
    use crate::suggest::{Builtin, Suggester};
    use crate::text::Text;

    /// The words that each quote's speaker is linked to.
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
    fn speakers_are_linked_to_what_is_suggested_of_them() {
        for (raw, expected) in [
            ("قال الوزير سامي الخطيب إن الطريق مفتوح. وأضاف أن الجسر جاهز.", vec!["سامي الخطيب", "سامي الخطيب"]),
            // Two people are no one's entity.
            ("وقال توني بلير وجورج بوش إن الخطر قائم.", vec!["-"]),
            // A body by its name; its spokesman is somebody else.
            ("وأعلنت وزارة الصحة أن اللقاح آمن.", vec!["وزارة الصحة"]),
            ("وقال المتحدث باسم وزارة الصحة إن اللقاح آمن.", vec!["-"]),
            // A title, once its bearer was named.
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
