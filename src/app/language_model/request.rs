//! The body of a request, and how the server is asked to hold the answer to a JSON schema.

use serde_json::{Value, json};

use crate::gold::{LabelSet, QuoteKind};

/// How the server is asked for JSON. Servers differ: a request that one refuses is repeated with the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AnswerFormat {
    /// By nothing but the prompt.
    Prompt,
    /// Any JSON object.
    JsonObject,
    /// Only what the schema allows.
    Schema,
}

impl AnswerFormat {
    /// The next format to try when the server refuses this one.
    pub(super) const fn weaker(self) -> Option<Self> {
        match self {
            Self::Schema => Some(Self::JsonObject),
            Self::JsonObject => Some(Self::Prompt),
            Self::Prompt => None,
        }
    }
}

/// What a server is asked to do. It is learnt from what the server refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asking {
    pub(super) format: AnswerFormat,
    /// True if the most likely answer is asked for. Some models refuse to be told.
    pub(super) temperature: bool,
}

impl Asking {
    pub(super) const BEST: Self = Self { format: AnswerFormat::Schema, temperature: true };

    /// Returns what to ask after the server has refused this with these words; `None` if nothing else can be tried.
    pub(super) fn after_refusal(self, words: &str) -> Option<Self> {
        if self.temperature && words.to_ascii_lowercase().contains("temperature") {
            return Some(Self { temperature: false, ..self });
        }
        match self.format.weaker() {
            Some(format) => Some(Self { format, ..self }),
            None => self.temperature.then_some(Self { temperature: false, ..self }),
        }
    }
}

/// Returns the body of a request.
pub(super) fn body(model: &str, (system, user): &(String, String), labels: &LabelSet, asking: Asking) -> Value {
    let mut messages = Vec::new();
    if !system.is_empty() {
        messages.push(json!({"role": "system", "content": system}));
    }
    messages.push(json!({"role": "user", "content": user}));
    let mut body = json!({"model": model, "messages": messages, "stream": false});
    if let Some(body) = body.as_object_mut() {
        if asking.temperature {
            body.insert("temperature".to_owned(), 0.into());
        }
        let format = match asking.format {
            AnswerFormat::Schema => Some(json!({
                "type": "json_schema",
                "json_schema": {"name": "annotation", "strict": true, "schema": schema(labels)},
            })),
            AnswerFormat::JsonObject => Some(json!({"type": "json_object"})),
            AnswerFormat::Prompt => None,
        };
        body.extend(format.map(|format| ("response_format".to_owned(), format)));
    }
    body
}

/// The JSON schema of an answer, in the subset that servers share: every key is required, and no other is allowed.
fn schema(labels: &LabelSet) -> Value {
    let labels: Vec<&str> = labels.iter().map(|def| def.label.as_str()).collect();
    let kinds: Vec<&str> = QuoteKind::ALL.iter().map(|kind| kind.name()).collect();
    let words = json!({"type": "string"});
    let list = |properties: Value| {
        let required: Vec<&String> = properties.as_object().into_iter().flat_map(|keys| keys.keys()).collect();
        json!({
            "type": "array",
            "items": {"type": "object", "required": required, "properties": properties, "additionalProperties": false},
        })
    };
    json!({
        "type": "object",
        "required": ["entities", "quotes"],
        "additionalProperties": false,
        "properties": {
            "entities": list(json!({"text": words, "label": {"type": "string", "enum": labels}, "context": words})),
            "quotes": list(json!({
                "content": words,
                "kind": {"type": "string", "enum": kinds},
                "cue": words,
                "speaker": words,
            })),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_refuses_is_not_asked_again() {
        let mut asking = Asking::BEST;
        let mut tried = Vec::new();
        while let Some(next) = asking.after_refusal("unknown field response_format") {
            tried.push((next.format, next.temperature));
            asking = next;
        }
        use AnswerFormat::{JsonObject, Prompt, Schema};
        assert_eq!(tried, [(JsonObject, true), (Prompt, true), (Prompt, false)]);
        let other = Asking::BEST.after_refusal("Unsupported value: 'temperature'").unwrap();
        assert_eq!((other.format, other.temperature), (Schema, false));
    }

    #[test]
    fn the_schema_lists_the_labels() {
        let body = body("m", &(String::new(), "نص".into()), &LabelSet::default(), Asking::BEST);
        let schema = &body["response_format"]["json_schema"]["schema"];
        let entity = &schema["properties"]["entities"]["items"];
        assert_eq!(entity["properties"]["label"]["enum"][0], "PER");
        assert_eq!(entity["required"], json!(["text", "label", "context"]));
        assert_eq!((body["messages"].as_array().unwrap().len(), &body["temperature"]), (1, &json!(0)));
    }
}
