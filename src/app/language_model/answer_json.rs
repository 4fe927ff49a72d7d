//! The JSON of an answer in the words of a model.
//!
//! Models think aloud (`<think>`), put JSON into a code block, and add words around it. Some write other quotation marks, a comma
//! behind the last item, one item on each line, or lists by label. What cannot be read is reported.

use std::ops::ControlFlow;

use serde_json::{Deserializer, Value, json};

use crate::gold::LabelSet;
use crate::suggest::label_of;
use crate::text::beginning;

use super::answer_pieces::{AnswerJson, Pieces, UNREADABLE, is_quote};

pub(super) const CUT: &str = "the answer is cut off; what comes after the cut is missing";
/// The most code points of a model's words that a message shows.
const SHOWN: usize = 60;

/// Finds the JSON of an answer. If it is cut off, the complete items before the cut are used.
///
/// # Errors
/// If there is none: why.
pub(super) fn find_json(words: &str) -> Result<AnswerJson, String> {
    let words = words.rsplit_once("</think>").map_or(words, |(_, rest)| rest);
    let found = search(words);
    if found.as_ref().is_ok_and(|found| found.missing.is_none()) {
        return found;
    }
    let repaired = search(&repaired(words)).ok();
    repaired.filter(|repaired| repaired.missing.is_none() || found.is_err()).map_or(found, Ok)
}

fn search(words: &str) -> Result<AnswerJson, String> {
    let mut error = None;
    // Lists by label are an answer only if there is no better one.
    let (mut found, mut by_label) = (Pieces::default(), Pieces::default());
    let (mut from, mut unreadable) = (0, 0..0);
    while let Some(at) = words.get(from..).and_then(|rest| rest.find(['{', '['])).map(|at| from + at) {
        let rest = words.get(at..).unwrap_or_default();
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        from = at + 1;
        let (value, missing) = match values.next() {
            Some(Ok(value)) => {
                from = at + values.byte_offset();
                (Some(value), unreadable.contains(&at).then_some(UNREADABLE))
            }
            Some(Err(what)) if what.is_eof() => {
                from = words.len();
                (complete(rest), Some(CUT))
            }
            Some(Err(what)) => {
                error.get_or_insert_with(|| format!("the JSON of the model cannot be read: {what}"));
                if !unreadable.contains(&at) {
                    unreadable = at..at + end_of_brackets(rest);
                }
                [&mut found, &mut by_label].into_iter().for_each(|pieces| pieces.note_unreadable(words, at));
                continue;
            }
            None => continue,
        };
        let piece = at..from;
        if let Some(answer) = value.as_ref().and_then(answer_in) {
            if by_label.reaches(words, at) {
                found = std::mem::take(&mut by_label);
            }
            found.add(words, piece, answer, missing);
        } else if let Some(items) = value.as_ref().and_then(items_by_label) {
            let pieces = if found.reaches(words, at) { &mut found } else { &mut by_label };
            pieces.add(words, piece, items, missing);
        } else if missing == Some(CUT) {
            error = Some("the JSON of the model is cut off".to_owned());
            [&mut found, &mut by_label].into_iter().for_each(|pieces| pieces.missing = pieces.missing.or(missing));
        }
    }
    let reason = || error.unwrap_or_else(|| format!("the model wrote no JSON: {:?}", beginning(words.trim(), SHOWN)));
    found.answer().or_else(|| by_label.answer()).ok_or_else(reason)
}

/// The answer that a value is, or that an object in it is, as opposed to other brackets in what a model says. An item is an answer
/// of one item.
fn answer_in(value: &Value) -> Option<Value> {
    match value {
        item if is_item(item) => Some(json!([item])),
        Value::Object(object) if object.is_empty() => Some(json!([])),
        Value::Object(object) if object.get("entities").is_some_and(Value::is_object) => {
            let mut answer = object.clone();
            let lists = answer.get("entities").and_then(items_by_label);
            answer.insert("entities".to_owned(), lists.unwrap_or_else(|| json!([])));
            Some(answer.into())
        }
        Value::Object(object)
            if ["entities", "quotes", "ents", "spans"].iter().any(|key| object.contains_key(*key)) =>
        {
            Some(value.clone())
        }
        Value::Object(object) => object.values().filter(|inner| inner.is_object()).find_map(answer_in),
        Value::Array(items) if items.is_empty() || items.iter().any(Value::is_object) => Some(value.clone()),
        _ => None,
    }
}

/// True for one entity or one quote.
fn is_item(value: &Value) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| value.get(*key).is_some_and(|value| !value.is_array()));
    has(&["text", "word", "start"]) && has(&["label", "type", "entity", "entity_group"]) || is_quote(value)
}

/// The items of an object with lists by label, such as `{"PER": ["سامي"]}`, or with a list under another name.
fn items_by_label(value: &Value) -> Option<Value> {
    let mut items = Vec::new();
    for (key, value) in value.as_object()? {
        for item in value.as_array().into_iter().flatten() {
            match item {
                Value::String(words) => items.push(json!({"text": words, "label": key})),
                Value::Object(_) if is_item(item) || item.get("text").is_none() => items.push(item.clone()),
                Value::Object(object) => {
                    let mut item = object.clone();
                    item.insert("label".to_owned(), key.as_str().into());
                    items.push(item.into());
                }
                _ => {}
            }
        }
    }
    (!items.is_empty()).then(|| items.into())
}

/// Replaces a label that differs from one of the label set only in upper and lower case by that label.
pub(super) fn use_spelling_of(labels: &LabelSet, answer: &mut Value) {
    let lists = match answer {
        Value::Array(items) => vec![items],
        Value::Object(object) => object.values_mut().filter_map(Value::as_array_mut).collect(),
        _ => Vec::new(),
    };
    for label in lists.into_iter().flatten().filter_map(label_of) {
        let Some(written) = label.as_str().filter(|written| labels.get(written).is_none()) else { continue };
        let known = labels.iter().map(|known| known.label.as_str()).find(|known| known.eq_ignore_ascii_case(written));
        if let Some(known) = known {
            *label = known.into();
        }
    }
}

/// JSON with the quotation marks of JSON, and without a comma behind the last item.
fn repaired(words: &str) -> String {
    let marks: &[char] = match words {
        words if words.contains('"') => &[],
        words if words.contains(['“', '”']) => &['“', '”', '„'],
        _ => &['\''],
    };
    let words = words.replace(marks, "\"");
    let (mut in_string, mut escaped) = (false, false);
    let mut json = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let is_last = || words.get(at + 1..).is_some_and(|rest| rest.trim_start().starts_with(['}', ']']));
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            ',' if !in_string && is_last() => continue,
            _ => {}
        }
        json.push(c);
    }
    json
}

/// Visits the closing brackets of JSON, outside of its strings: place, bracket, and the brackets that are open behind it. The visit
/// ends when `each` breaks.
fn brackets(json: &str, mut each: impl FnMut(usize, char, &[char]) -> ControlFlow<()>) {
    let mut open = Vec::new();
    let (mut in_string, mut escaped) = (false, false);
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
                if each(at, c, &open).is_break() {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// Where the first bracket is closed; the end if it is not.
fn end_of_brackets(json: &str) -> usize {
    let mut end = json.len();
    brackets(json, |at, _, open| {
        if open.is_empty() {
            end = at + 1;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    end
}

/// Closes JSON that is cut off behind the last item that is complete.
fn complete(json: &str) -> Option<Value> {
    let mut whole = None;
    brackets(json, |at, c, open| {
        // An item of a list, or a list of the object.
        if open.last() == Some(&']') || c == ']' {
            whole = Some((at + 1, open.to_vec()));
        }
        ControlFlow::Continue(())
    });
    let (end, open) = whole?;
    let closed: String = json.get(..end)?.chars().chain(open.into_iter().rev()).collect();
    serde_json::from_str(&closed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::language_model::answer_pieces::SEVERAL;

    fn whole(value: Value) -> Result<AnswerJson, String> {
        Ok(AnswerJson { value, missing: None })
    }

    #[test]
    fn json_is_found_in_what_models_write() {
        let answer = json!({"entities": [{"text": "سامي \"}\"", "label": "PER"}], "quotes": []});
        for words in [
            answer.to_string(),
            format!("```json\n{answer}\n```\nDone."),
            format!("<think>Is {{this}} [a] name? {{\"entities\": []}}</think>\nHere it is [1]: {answer}"),
            format!("{{\"result\": {answer}}}"),
            format!("I looked for {{names}} and {{\"steps\": [\"one\"]}}: {answer}"),
        ] {
            assert_eq!(find_json(&words), whole(answer.clone()), "{words}");
        }
        assert_eq!(find_json("لا أعرف"), Err("the model wrote no JSON: \"لا أعرف\"".to_owned()));
        assert!(find_json("{\"entities\": [{text: 1}]}").unwrap_err().contains("cannot be read"));
    }

    #[test]
    fn other_quotation_marks_and_a_last_comma_are_read() {
        let answer = json!({"entities": [{"text": "سامي", "label": "PER"}], "quotes": [{"content": "نعم، [لا,]"}]});
        for words in [
            answer.to_string().replace('"', "'"),
            answer.to_string().replace("\":", "”:").replace('"', "“"),
            answer.to_string().replace("}]", "},\n ]"),
            answer.to_string().replace("]}", "],}"),
        ] {
            assert_eq!(find_json(&words), whole(answer.clone()), "{words}");
        }
    }

    #[test]
    fn items_by_line_and_by_label_are_read() {
        let (sami, paris) = (json!({"text": "سامي", "label": "PER"}), json!({"text": "باريس", "label": "LOC"}));
        let both = json!([sami, paris]);
        for words in [
            format!("{sami}\n{paris}\nThat is all."),
            json!({"PER": ["سامي"], "LOC": ["باريس"]}).to_string(),
            json!({"PER": [{"text": "سامي"}], "LOC": [{"text": "باريس"}]}).to_string(),
            json!({"found": [sami, paris]}).to_string(),
            format!("{{}}\n[{sami}, {paris}]"),
        ] {
            assert_eq!(find_json(&words), whole(both.clone()), "{words}");
        }
        assert_eq!(find_json(&format!("{sami}\n{{bad}}")).unwrap().missing, Some(UNREADABLE));
        assert_eq!(find_json(&format!("{sami}\n{{\"text")).unwrap().missing, Some(CUT));
    }

    #[test]
    fn the_pieces_of_an_answer_are_joined() {
        let (sami, paris) = (json!({"text": "سامي", "label": "PER"}), json!({"text": "باريس", "label": "LOC"}));
        let quote = json!({"content": "نعم"});
        let (both, parts) = (json!([sami, paris]), json!({"entities": [sami, paris], "quotes": [quote]}));
        for (words, answer) in [
            ("{\"PER\": [\"سامي\"]}\n{\"LOC\": [\"باريس\"]}".to_owned(), &both),
            (format!("{{\"entities\": [{sami}, {paris}]}}\n{{\"quotes\": [{quote}]}}"), &parts),
            (format!("```json\n[{sami}, {paris}]\n```\n```json\n{{\"quotes\": [{quote}]}}\n```"), &parts),
            (format!("[{sami}]\n[{paris}]\nDone [1]."), &both),
            (format!("{{\"entities\": {{\"PER\": [\"سامي\"], \"LOC\": [\"باريس\"]}}, \"quotes\": [{quote}]}}"), &parts),
            (format!("Names: [].\nOr rather: [{sami}, {paris}]"), &both),
        ] {
            assert_eq!(find_json(&words), whole(answer.clone()), "{words}");
        }
        for (words, answer, missing) in [
            (format!("[{sami}] is a draft. The answer: [{paris}]"), json!([sami]), SEVERAL),
            (
                "{'entities': [{'text': 'سامي', 'label': 'PER'}], 'quotes': [".to_owned(),
                json!({"entities": [sami]}),
                CUT,
            ),
            ("{\"PER\": [\"سامي\"]} I am unsure about [".to_owned(), json!([sami]), CUT),
            (format!("[{sami}, {{bad}}, {paris}]"), both.clone(), UNREADABLE),
        ] {
            assert_eq!(find_json(&words), Ok(AnswerJson { value: answer, missing: Some(missing) }), "{words}");
        }
    }

    #[test]
    fn labels_get_the_spelling_of_the_label_set() {
        let mut answer = json!({"entities": [{"text": "a", "type": "per"}, {"text": "b", "label": "person"}]});
        use_spelling_of(&LabelSet::default(), &mut answer);
        assert_eq!(answer, json!({"entities": [{"text": "a", "type": "PER"}, {"text": "b", "label": "person"}]}));
    }

    /// The list of entities can be read and the object around it cannot: its quotes would be lost without a word.
    #[test]
    fn what_cannot_be_read_is_not_lost_in_silence() {
        let words = r#"{"entities": [{"text": "a", "label": "X"}], "quotes": [{"content": bad}]}"#;
        let found = find_json(words).unwrap();
        assert_eq!(found.value, json!([{"text": "a", "label": "X"}]));
        assert_eq!(found.missing, Some(UNREADABLE));
    }

    #[test]
    fn complete_items_of_a_cut_answer_are_used() {
        let whole = r#"{"entities": [{"text": "a}", "label": "X"}, {"text": "b", "label": "X"}], "quotes": [{"content": "c"}]}"#;
        let items = |cut: usize| {
            find_json(whole.get(..cut).unwrap()).map(|AnswerJson { value, missing }| {
                let count = |key: &str| value[key].as_array().map_or(0, Vec::len);
                (count("entities") + count("quotes"), missing == Some(CUT))
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
}
