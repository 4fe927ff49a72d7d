//! Suggestions from the items of an answer.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::locate::shorten;
use super::place::Places;
use super::shapes::{AnswerItems, items_of};
use crate::gold::json::ItemRecord;
use crate::gold::{Suggestion, UniqueIds};
use crate::text::{Span, Text};

/// The suggestions of one answer, and what was left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The suggestions, in the order of the answer; entities first.
    pub suggestions: Vec<Suggestion>,
    /// The number of items in the answer.
    pub items: usize,
    /// The number of items that are left out.
    pub dropped: usize,
    /// The reasons: one for each item or part of an item that is left out.
    pub problems: Vec<String>,
}

impl Answer {
    /// Returns one sentence for a user about what is left out; `None` if nothing is.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        /// The number of reasons that a sentence gives.
        const SHOWN: usize = 3;
        let mut reasons = self.problems.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("; ");
        if self.problems.len() > SHOWN {
            reasons.push_str("; …");
        }
        match (self.problems.len(), self.dropped) {
            (0, _) => None,
            (_, 0) => Some(format!("a part of a quote is left out: {reasons}")),
            (_, dropped) => Some(format!("{dropped} of {} items are left out: {reasons}", self.items)),
        }
    }
}

/// Reads the JSON of an answer. `source` is the source of its suggestions, unless an item names one.
///
/// The answer is an object with the lists `entities` and `quotes` of gold JSON, or a bare list of items. Also read are the
/// outputs of Hugging Face pipelines (`entity_group`, or `B-`/`I-` tags in `entity`), of spaCy (`ents`), Stanza and GLiNER. An
/// item gives offsets in code points (or the answer names another `offset_unit`), or it quotes its `text`, with `nth`,
/// `context`, `before` or `after` where the words occur several times. The parts of a quote can be strings.
///
/// ```
/// use tawsim::gold::json;
/// use tawsim::suggest::read_answer;
/// let (article, _) = json::read(r#"{"id": "a", "text": "زار سامي باريس"}"#)?;
/// let answer = serde_json::json!([{"text": "باريس", "label": "LOC"}, {"text": "لندن", "label": "LOC"}]);
/// let answer = read_answer(answer, &article.text, "model").unwrap();
/// assert_eq!(answer.suggestions.len(), 1);
/// assert_eq!(answer.summary().unwrap(), "1 of 2 items are left out: entities[1]: \"لندن\" is not in the text");
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
///
/// # Errors
/// If the answer has no known shape: why.
pub fn read_answer(answer: Value, text: &Text, source: &str) -> Result<Answer, String> {
    let AnswerItems { entities, quotes, unit } = items_of(answer)?;
    let mut reader = AnswerReader {
        text,
        source,
        unit: unit.as_deref(),
        places: Places::new(text, &entities),
        ids: UniqueIds::default(),
        bodies: HashSet::new(),
        answer: Answer { items: entities.len() + quotes.len(), ..Answer::default() },
    };
    for (index, item) in entities.into_iter().enumerate() {
        reader.read(&format!("entities[{index}]"), item, AnswerReader::entity);
    }
    for (index, item) in quotes.into_iter().enumerate() {
        reader.read(&format!("quotes[{index}]"), item, AnswerReader::quote);
    }
    Ok(reader.answer)
}

struct AnswerReader<'t> {
    text: &'t Text,
    source: &'t str,
    unit: Option<&'t str>,
    places: Places<'t>,
    ids: UniqueIds,
    bodies: HashSet<crate::gold::Body>,
    answer: Answer,
}

/// Makes a complete item of what an answer gives.
type Complete<'t> = fn(&mut AnswerReader<'t>, &str, &mut Map<String, Value>) -> Result<(), String>;

impl<'t> AnswerReader<'t> {
    fn read(&mut self, place: &str, item: Value, complete: Complete<'t>) {
        match self.suggestion(place, item, complete) {
            // The same item a second time is no loss.
            Ok(suggestion) if !self.bodies.insert(suggestion.body.clone()) => {}
            Ok(mut suggestion) => {
                suggestion.id = self.ids.claim(suggestion.id);
                self.answer.suggestions.push(suggestion);
            }
            Err(reason) => {
                self.answer.dropped += 1;
                self.answer.problems.push(format!("{place}: {reason}"));
            }
        }
    }

    fn suggestion(&mut self, place: &str, item: Value, complete: Complete<'t>) -> Result<Suggestion, String> {
        let Value::Object(mut item) = item else {
            return Err(format!("is no JSON object: {}", shorten(&item.to_string())));
        };
        item.remove("verdict");
        item.entry("source").or_insert_with(|| self.source.into());
        complete(self, place, &mut item)?;
        let record: ItemRecord = serde_json::from_value(Value::Object(item)).map_err(|error| error.to_string())?;
        record.suggestion(self.text).map_err(|error| error.to_string().trim_start_matches(": ").to_owned())
    }

    fn entity(&mut self, _: &str, item: &mut Map<String, Value>) -> Result<(), String> {
        item.insert("layer".to_owned(), "entity".into());
        match self.places.resolve(item, self.unit, None)? {
            Some(_) => Ok(()),
            None if item.contains_key("start") || item.contains_key("end") => Ok(()),
            None => Err(format!("an entity needs \"text\", or \"start\" and \"end\"; this one has {}", keys_of(item))),
        }
    }

    /// The cue and the speaker are looked for near the content. Without a certain place they are left out, and the quote stays.
    fn quote(&mut self, place: &str, item: &mut Map<String, Value>) -> Result<(), String> {
        item.insert("layer".to_owned(), "quote".into());
        let content = self.content(item)?;
        let cue = self.part(place, item, "cue", content);
        let _ = self.part(place, item, "speaker", cue.or(content));
        for key in ["nth", "context", "before", "after", "text"] {
            item.remove(key);
        }
        Ok(())
    }

    /// Gives the content of a quote its places: of a string, of an object, or of a list of these.
    fn content(&mut self, item: &mut Map<String, Value>) -> Result<Option<Span>, String> {
        let said = item.remove("content").or_else(|| item.remove("text"));
        let parts = match said {
            Some(Value::Array(parts)) => parts,
            Some(part @ (Value::String(_) | Value::Object(_))) => vec![part],
            _ => return Err("a quote needs \"content\"".to_owned()),
        };
        let (mut resolved, mut hull) = (Vec::new(), None::<Span>);
        for part in parts {
            let mut part = as_object(part)?;
            // What is said about the place of the quote is said about its content.
            for key in ["nth", "context", "before", "after"] {
                if let (Some(value), false) = (item.get(key), part.contains_key(key)) {
                    part.insert(key.to_owned(), value.clone());
                }
            }
            let near = hull;
            let span = self.places.resolve(&mut part, self.unit, near)?;
            hull = hull.map_or(span, |hull| Some(span.map_or(hull, |span| hull.hull(span))));
            resolved.push(Value::Object(part));
        }
        item.insert("content".to_owned(), Value::Array(resolved));
        Ok(hull)
    }

    fn part(&mut self, place: &str, item: &mut Map<String, Value>, key: &str, near: Option<Span>) -> Option<Span> {
        let part = item.remove(key).filter(|part| !is_nothing(part))?;
        let resolved = as_object(part).and_then(|mut part| {
            let span = self.places.resolve(&mut part, self.unit, near)?;
            let found = span.ok_or_else(|| format!("a {key} needs \"text\", or \"start\" and \"end\""))?;
            Ok((part, found))
        });
        match resolved {
            Ok((part, span)) => {
                item.insert(key.to_owned(), Value::Object(part));
                Some(span)
            }
            Err(reason) => {
                self.answer.problems.push(format!("{place}.{key}: {reason}"));
                None
            }
        }
    }
}

/// The keys of an item, for a message.
fn keys_of(item: &Map<String, Value>) -> String {
    let keys = item.keys().filter(|key| !["layer", "source"].contains(&key.as_str()));
    let keys: Vec<String> = keys.map(|key| format!("{:?}", shorten(key))).collect();
    if keys.is_empty() { "nothing".to_owned() } else { keys.join(", ") }
}

fn is_nothing(part: &Value) -> bool {
    part.is_null() || part.as_str().is_some_and(|words| words.trim().is_empty())
}

/// A part of an item as an object. A string is the words of the part.
fn as_object(part: Value) -> Result<Map<String, Value>, String> {
    match part {
        Value::Object(part) => Ok(part),
        Value::String(words) => match json!({ "text": words }) {
            Value::Object(part) => Ok(part),
            _ => Err("is no JSON object".to_owned()),
        },
        other => Err(format!("is neither words nor a JSON object: {}", shorten(&other.to_string()))),
    }
}
