//! The reply of a server: the words of the model.

use serde_json::Value;

use crate::text::beginning;

/// The number of letters of a reply that a message shows.
const SHOWN: usize = 60;

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
    let reply: Value = serde_json::from_str(body).map_err(|_| match body.trim() {
        "" => "the server's reply is empty".to_owned(),
        body => format!("the server's reply is no JSON; it begins with {:?}", beginning(body, SHOWN)),
    })?;
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

/// The words of servers for a text that is too long: `context_length_exceeded` of OpenAI, `exceed_context_size_error` of llama.cpp,
/// "maximum context length" of vLLM. The word "context" alone does not say it: some servers repeat the request, which has it.
const TOO_LONG: [&str; 8] = [
    "context_length",
    "context length",
    "context_size",
    "context size",
    "context window",
    "n_ctx",
    "too many tokens",
    "too long",
];

/// True if the server refuses a request because the text is too long for the model.
pub(super) fn is_too_long(body: &str, status: u16) -> bool {
    let words = body.to_ascii_lowercase();
    matches!(status, 400 | 413 | 422) && (status == 413 || TOO_LONG.iter().any(|known| words.contains(known)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
        let echo =
            r#"{"error": {"message": "Invalid schema for response_format: In context=('properties', 'entities')"}}"#;
        assert!(!is_too_long(echo, 400));
        assert!(!is_too_long("response_format is not supported", 400) && !is_too_long("context", 500));
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
        assert_eq!(read_reply("<html>").unwrap_err(), "the server's reply is no JSON; it begins with \"<html>\"");
        assert!(read_reply("").unwrap_err().contains("is empty"));
        let used =
            json!({"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": 3, "completion_tokens": 4}});
        assert_eq!(reply(used).unwrap().used, Some((3, 4)));
    }
}
