//! The reply of a server: the words of the model, and the JSON in them.

use serde_json::Value;

/// What a model wrote.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply {
    /// The words of the model.
    pub(super) words: String,
    /// True if the server cut them off.
    pub(super) cut: bool,
    /// The tokens of the prompt and of the answer, if the server counts them.
    pub(super) used: Option<(u64, u64)>,
}

/// Reads the body of a reply.
///
/// # Errors
/// If the model wrote nothing: why.
pub(super) fn read_reply(body: &str) -> Result<Reply, String> {
    let reply: Value = serde_json::from_str(body).map_err(|error| format!("the server's reply is no JSON: {error}"))?;
    if let Some(message) = error_words(&reply) {
        return Err(format!("the server reports: {message}"));
    }
    let choice = reply.pointer("/choices/0").ok_or("the server's reply has no \"choices\"")?;
    let words = match choice.pointer("/message/content") {
        Some(Value::String(words)) => words.clone(),
        Some(Value::Array(parts)) => {
            parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect::<Vec<_>>().join("")
        }
        _ => String::new(),
    };
    let used = reply.get("usage").and_then(|usage| {
        let tokens = |key: &str| usage.get(key).and_then(Value::as_u64);
        Some((tokens("prompt_tokens")?, tokens("completion_tokens")?))
    });
    if words.trim().is_empty() {
        let refusal = choice.pointer("/message/refusal").and_then(Value::as_str);
        return Err(
            refusal.map_or_else(|| "the model wrote nothing".to_owned(), |why| format!("the model refuses: {why}"))
        );
    }
    let cut = choice.get("finish_reason").and_then(Value::as_str) == Some("length");
    Ok(Reply { words, cut, used })
}

/// The words of the server in an error.
pub(super) fn error_words(reply: &Value) -> Option<String> {
    let error = reply.get("error").filter(|error| !error.is_null()).or_else(|| reply.get("detail"))?;
    let words = error.get("message").and_then(Value::as_str).or(error.as_str());
    Some(words.map_or_else(|| error.to_string(), str::to_owned))
}

/// True if the server refuses a request because the text is too long for the model. Servers say it in different words, all of them with
/// the word "context": OpenAI's `context_length_exceeded`, `exceed_context_size_error` of llama.cpp, "maximum context length" of vLLM.
pub(super) fn is_too_long(body: &str, status: u16) -> bool {
    matches!(status, 400 | 413 | 422) && (status == 413 || body.to_ascii_lowercase().contains("context"))
}

/// The JSON in the words of a model, and whether its end is missing.
///
/// Models think aloud (`<think>`), put JSON into a code block, and add words around it. If the JSON is cut off, the complete
/// items before the cut are used.
///
/// # Errors
/// If there is none: why.
pub(super) fn find_json(words: &str) -> Result<(Value, bool), String> {
    let words = words.rsplit_once("</think>").map_or(words, |(_, rest)| rest);
    let mut error = "the model wrote no JSON".to_owned();
    for (at, _) in words.match_indices(['{', '[']) {
        let rest = words.get(at..).unwrap_or_default();
        match serde_json::Deserializer::from_str(rest).into_iter::<Value>().next() {
            Some(Ok(value)) if has_items(&value) => return Ok((value, false)),
            Some(Err(what)) if what.is_eof() => {
                return complete(rest)
                    .map(|value| (value, true))
                    .ok_or_else(|| "the JSON of the model is cut off".to_owned());
            }
            Some(Err(what)) => error = format!("the JSON of the model cannot be read: {what}"),
            Some(Ok(_)) | None => {}
        }
    }
    Err(error)
}

/// True for an answer, as opposed to other brackets in what a model says.
fn has_items(value: &Value) -> bool {
    match value {
        Value::Object(object) => ["entities", "quotes", "ents", "spans"].iter().any(|key| object.contains_key(*key)),
        Value::Array(items) => items.is_empty() || items.iter().any(Value::is_object),
        _ => false,
    }
}

/// Closes JSON that is cut off behind the last item that is complete.
fn complete(json: &str) -> Option<Value> {
    let mut open = Vec::new();
    let (mut in_string, mut escaped) = (false, false);
    let mut whole = None;
    for (at, c) in json.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                open.pop();
                // An item of a list, or a list of the object.
                if open.last() == Some(&']') || c == ']' {
                    whole = Some((at + 1, open.clone()));
                }
            }
            _ => {}
        }
    }
    let (end, open) = whole?;
    let closed: String = json.get(..end)?.chars().chain(open.into_iter().rev()).collect();
    serde_json::from_str(&closed).ok().filter(has_items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_found_in_what_models_write() {
        let answer = json!({"entities": [{"text": "سامي \"}\"", "label": "PER"}], "quotes": []});
        for words in [
            answer.to_string(),
            format!("```json\n{answer}\n```\nDone."),
            format!("<think>Is {{this}} [a] name? {{\"entities\": []}}</think>\nHere it is [1]: {answer}"),
        ] {
            assert_eq!(find_json(&words), Ok((answer.clone(), false)), "{words}");
        }
        assert!(find_json("لا أعرف").unwrap_err().contains("no JSON"));
        assert!(find_json("{\"entities\": [{text: 1}]}").unwrap_err().contains("cannot be read"));
    }

    #[test]
    fn a_text_that_is_too_long_is_recognised() {
        for (status, body) in [
            (400, r#"{"error": {"code": "context_length_exceeded"}}"#),
            (400, r#"{"error": {"type": "exceed_context_size_error", "n_ctx": 4096}}"#),
            (400, r#"{"message": "This model's maximum context length is 2048 tokens."}"#),
            (413, "<html>"),
        ] {
            assert!(is_too_long(body, status), "{body}");
        }
        assert!(!is_too_long("response_format is not supported", 400) && !is_too_long("context", 500));
    }

    #[test]
    fn complete_items_of_a_cut_answer_are_used() {
        let whole = r#"{"entities": [{"text": "a}", "label": "X"}, {"text": "b", "label": "X"}], "quotes": [{"content": "c"}]}"#;
        let items = |cut: usize| {
            find_json(whole.get(..cut).unwrap()).map(|(value, cut)| {
                let count = |key: &str| value[key].as_array().map_or(0, Vec::len);
                (count("entities") + count("quotes"), cut)
            })
        };
        assert_eq!(items(whole.len()), Ok((3, false)));
        assert_eq!(items(whole.len() - 1), Ok((3, true)));
        assert_eq!(items(60), Ok((1, true)));
        assert!(items(20).is_err());
        for cut in 1..whole.len() {
            assert!(items(cut).is_err() || items(cut).is_ok_and(|(count, cut)| count <= 3 && cut));
        }
    }

    #[test]
    fn replies_of_servers_are_read() {
        let reply = |value: Value| read_reply(&value.to_string());
        let choice = |message: Value, reason: &str| json!({"choices": [{"message": message, "finish_reason": reason}]});
        assert!(reply(choice(json!({"content": "x"}), "length")).unwrap().cut);
        let parts = json!({"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]});
        assert_eq!(reply(choice(parts, "stop")).unwrap().words, "ab");
        for (body, reason) in [
            (choice(json!({"content": null, "refusal": "no"}), "stop"), "refuses: no"),
            (choice(json!({"content": " "}), "stop"), "wrote nothing"),
            (json!({"error": {"message": "overloaded"}}), "reports: overloaded"),
            (json!({"choices": []}), "no \"choices\""),
        ] {
            assert!(reply(body.clone()).unwrap_err().contains(reason), "{body}");
        }
        assert!(read_reply("<html>").unwrap_err().contains("no JSON"));
        let used =
            json!({"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": 3, "completion_tokens": 4}});
        assert_eq!(reply(used).unwrap().used, Some((3, 4)));
    }
}
