//! Finds the text that the spans of a task are in: a task may have several strings.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::gold::Extra;

/// A span of a task, as far as it helps to find its text.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    /// The name of the element that shows the text; often the name of the key.
    pub(super) to_name: Option<&'a str>,
    /// The place in code points, if it has one.
    pub(super) place: Option<(usize, usize)>,
    pub(super) words: Option<&'a str>,
}

/// Names of keys that hold a text, the most usual first.
const USUAL: [&str; 12] = [
    "text",
    "body",
    "content",
    "article",
    "document",
    "sentence",
    "paragraph",
    "story",
    "message",
    "html",
    "passage",
    "نص",
];

/// Texts are read from objects up to this depth. An object directly under a key of "data" has depth 0.
const DEEPEST: usize = 4;

/// The key of the text among the `data` of a task, and the names of the elements that show another text: a task may have spans in
/// several texts. The text with the most spans is read, and the longest of such.
pub(super) fn divide_texts(data: &Map<String, Value>, spans: &[Evidence<'_>]) -> Result<(String, Vec<String>), String> {
    let names: BTreeSet<&str> = spans.iter().filter_map(|span| span.to_name).collect();
    let mut shown: Vec<(&str, String)> = Vec::new();
    for name in names {
        let of: Vec<Evidence<'_>> = spans.iter().filter(|span| span.to_name == Some(name)).copied().collect();
        shown.extend(choose_text(data, &of).ok().map(|key| (name, key)));
    }
    let count = |key: &String| {
        let is_in = |name: &str| shown.iter().any(|(it, of)| *it == name && of == key);
        spans.iter().filter(|span| span.to_name.is_some_and(is_in)).count()
    };
    let length = |key: &String| data.get(key).and_then(Value::as_str).map_or(0, str::len);
    let main = shown.iter().map(|(_, key)| key).max_by_key(|key| (count(key), length(key))).cloned();
    let others: Vec<String> =
        shown.iter().filter(|(_, key)| Some(key) != main.as_ref()).map(|(name, _)| (*name).to_owned()).collect();
    match main {
        Some(main) if !others.is_empty() => Ok((main, others)),
        _ => Ok((choose_text(data, spans)?, Vec::new())),
    }
}

/// The key of the text among the `data` of a task, if all spans are in one.
fn choose_text(data: &Map<String, Value>, spans: &[Evidence<'_>]) -> Result<String, String> {
    let strings = || data.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)));
    let candidates: Vec<(&str, &str)> = strings().filter(|(_, text)| is_prose(text)).collect();
    let candidates = if candidates.is_empty() && !spans.is_empty() { strings().collect() } else { candidates };
    if let [] | [_] = candidates.as_slice() {
        let only = candidates.first().map(|(key, _)| (*key).to_owned());
        return only.ok_or_else(|| {
            let keys: Vec<&str> = data.keys().map(String::as_str).collect();
            format!("\"data\" contains no text, only {}; add \"text\", or leave the task out", keys.join(", "))
        });
    }
    let named = |name: &str| candidates.iter().find(|(key, _)| *key == name).map(|(key, _)| (*key).to_owned());
    let best = |score: &dyn Fn(&str) -> usize| -> Vec<(&str, &str)> {
        let scores: Vec<usize> = candidates.iter().map(|(_, text)| score(text)).collect();
        let most = scores.iter().max().copied().unwrap_or(0);
        candidates.iter().zip(scores).filter(|(_, score)| *score == most && most > 0).map(|(it, _)| *it).collect()
    };
    let with_words = best(&|text| spans.iter().filter(|span| has_words(text, span)).count());
    if let [(key, _)] = with_words.as_slice() {
        return Ok((*key).to_owned());
    }
    let to_name = spans.iter().find_map(|span| span.to_name);
    if let Some(key) = to_name.and_then(named) {
        return Ok(key);
    }
    let on_words = best(&|text| spans.iter().filter(|span| is_on_words(text, span)).count());
    let usual = USUAL.iter().find_map(|name| named(name));
    match (on_words.as_slice(), usual) {
        // The usual name, unless the spans fit the words of another text better.
        (fitting, Some(key)) if fitting.is_empty() || fitting.iter().any(|(name, _)| **name == key) => Ok(key),
        ([(key, _)], _) => Ok((*key).to_owned()),
        (_, Some(key)) => Ok(key),
        (_, None) => {
            let names: Vec<&str> = candidates.iter().map(|(key, _)| *key).collect();
            Err(format!(
                "\"data\" has several texts ({}), and nothing says which one; rename it to \"text\"",
                names.join(", ")
            ))
        }
    }
}

/// Moves texts out of nested objects to the top level, under keys such as `doc.text`, unless a string at the top level is a text. A
/// text whose key is taken stays where it is.
pub(super) fn lift_texts(data: &mut Extra) {
    if data.values().filter_map(Value::as_str).any(is_prose) {
        return;
    }
    let taken: HashSet<String> = data.keys().cloned().collect();
    let mut lifted = Map::new();
    for (key, value) in data.iter_mut().filter(|(key, _)| *key != "meta") {
        take_texts(value, key, 0, &taken, &mut lifted);
    }
    if lifted.is_empty() {
        return;
    }
    data.retain(|_, value| value.as_object().is_none_or(|keys| !keys.is_empty()));
    data.extend(lifted);
}

fn take_texts(value: &mut Value, path: &str, depth: usize, taken: &HashSet<String>, lifted: &mut Map<String, Value>) {
    let Value::Object(keys) = value else { return };
    keys.retain(|key, value| {
        let path = format!("{path}.{key}");
        if depth < DEEPEST {
            take_texts(value, &path, depth + 1, taken, lifted);
        }
        let is_text = value.as_str().is_some_and(is_prose) && !taken.contains(&path) && !lifted.contains_key(&path);
        if is_text {
            lifted.insert(path, value.take());
        }
        !is_text
    });
}

/// True for a string that people read: it has a space or a letter outside of ASCII, and is no address.
fn is_prose(text: &str) -> bool {
    let text = text.trim();
    let is_address = ["http://", "https://", "s3://", "gs://", "/data/"].iter().any(|head| text.starts_with(head));
    let is_address = is_address && !text.contains(char::is_whitespace);
    !text.is_empty() && !is_address && (text.contains(char::is_whitespace) || !text.is_ascii())
}

/// The text of a span, if the text is long enough.
fn words_at(text: &str, (start, end): (usize, usize)) -> Option<String> {
    let words: String = text.chars().skip(start).take(end.saturating_sub(start)).collect();
    (start < end && words.chars().count() == end - start).then_some(words)
}

fn has_words(text: &str, span: &Evidence<'_>) -> bool {
    let Some(words) = span.words.filter(|words| !words.trim().is_empty()) else { return false };
    span.place.and_then(|place| words_at(text, place)).as_deref() == Some(words) || text.contains(words)
}

/// True if a span begins and ends at the edge of a word.
fn is_on_words(text: &str, span: &Evidence<'_>) -> bool {
    let Some((start, end)) = span.place else { return false };
    if words_at(text, (start, end)).is_none_or(|words| words.trim() != words) {
        return false;
    }
    let at = |at: usize| text.chars().nth(at);
    let joins =
        |a: Option<char>, b: Option<char>| a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric);
    !joins(start.checked_sub(1).and_then(at), at(start)) && !joins(at(end - 1), at(end))
}

/// The text of HTML as a browser shows it to a selection: without tags, with the characters for which the entities stand.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let next = rest.chars().nth(1);
        if rest.starts_with('<') && !next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
            text.push('<');
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        if rest.starts_with('<') {
            let skipped = ["script", "style"]
                .into_iter()
                .find(|name| rest.get(1..=name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)));
            let close = skipped.map(|name| format!("</{name}"));
            let from = close.and_then(|close| rest.to_ascii_lowercase().find(&close)).unwrap_or(0);
            let end = rest.get(from..).and_then(|tail| tail.find('>')).map_or(rest.len(), |end| from + end + 1);
            rest = rest.get(end..).unwrap_or_default();
            continue;
        }
        let (entity, taken) = read_entity(rest);
        text.push_str(&entity);
        rest = rest.get(taken..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// The character of an entity at the beginning of a text, and the length of the entity.
fn read_entity(rest: &str) -> (String, usize) {
    let end = rest.find(';').filter(|end| *end <= 10);
    let name = end.and_then(|end| rest.get(1..end));
    let known = name.and_then(|name| {
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => number.and_then(char::from_u32),
        }
    });
    match (known, end) {
        (Some(c), Some(end)) => (c.to_string(), end + 1),
        _ => ("&".to_owned(), 1),
    }
}

/// A dialogue: a list of objects with a text each. Gives the text of all, one a line, and the place where each begins, in
/// code points.
pub(super) fn read_dialogue(data: &Map<String, Value>) -> Option<(String, Vec<usize>)> {
    let turns = data
        .values()
        .filter_map(Value::as_array)
        .find(|list| !list.is_empty() && list.iter().all(|turn| turn_text(turn).is_some()))?;
    let (mut text, mut starts, mut length) = (String::new(), Vec::new(), 0);
    for turn in turns.iter().filter_map(turn_text) {
        if !starts.is_empty() {
            text.push('\n');
            length += 1;
        }
        starts.push(length);
        text.push_str(turn);
        length += turn.chars().count();
    }
    Some((text, starts))
}

fn turn_text(turn: &Value) -> Option<&str> {
    ["text", "content", "utterance", "message", "phrase"].iter().find_map(|key| turn.get(*key)?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chosen(
        data: Value,
        place: Option<(usize, usize)>,
        words: Option<&str>,
        to_name: Option<&str>,
    ) -> Result<String, String> {
        let data = data.as_object().unwrap();
        choose_text(data, &[Evidence { to_name, place, words }])
    }

    #[test]
    fn the_text_is_the_one_that_the_spans_fit() {
        let place = Some((5, 14));
        let news = "زارت ريم العلي مدينة طبرق.";
        for (data, words, to_name, key) in [
            (json!({"text": news}), None, None, "text"),
            (json!({"title": "خبر عاجل من مدينة بنغازي اليوم", "body": news}), None, Some("txt"), "body"),
            (json!({"url": "https://ex.com/a/b", "lead": news}), None, None, "lead"),
            (json!({"source": "جريدة الشروق المسائية", "x": news}), Some("ريم العلي"), None, "x"),
            (json!({"text": "نص آخر لا صلة له بالخبر", "x": news}), Some("ريم العلي"), None, "x"),
            (json!({"a": "خبر عاجل من مدينة بنغازي", "x": news}), None, Some("a"), "a"),
            (json!({"a": "خبر عاجل من مدينة بنغازي", "x": news}), None, None, "x"),
        ] {
            assert_eq!(chosen(data.clone(), place, words, to_name).as_deref(), Ok(key), "{data}");
        }
        assert!(chosen(json!({"image": "/data/x.png"}), None, None, None).is_ok());
        assert!(choose_text(json!({"image": "/data/x.png"}).as_object().unwrap(), &[]).is_err());
        assert!(choose_text(json!({"a": "نص أول", "b": "نص ثان"}).as_object().unwrap(), &[]).is_err());
    }

    #[test]
    fn texts_inside_objects_are_found() {
        let lifted = |data: Value| {
            let mut data = Extra::from(data.as_object().unwrap().clone());
            lift_texts(&mut data);
            Value::Object(data.into())
        };
        let doc = json!({"number": "x", "doc": {"text": "زارت ريم", "id": 7}, "meta": {"a": "نص آخر"}});
        let expected = json!({"number": "x", "doc": {"id": 7}, "meta": {"a": "نص آخر"}, "doc.text": "زارت ريم"});
        assert_eq!(lifted(doc), expected);
        let taken = json!({"doc.text": "x", "doc": {"text": "زارت ريم"}});
        assert_eq!(lifted(taken.clone()), taken);
        let twice = json!({"a": {"b.c": "زارت ريم"}, "a.b": {"c": "نص آخر"}});
        assert_eq!(lifted(twice), json!({"a.b": {"c": "نص آخر"}, "a.b.c": "زارت ريم"}));
        let empty = json!({"doc": {}, "n": 1});
        assert_eq!(lifted(empty.clone()), empty);
        let plain = json!({"text": "زارت ريم", "doc": {"text": "نص آخر"}});
        assert_eq!(lifted(plain.clone()), plain);
    }

    #[test]
    fn html_becomes_text() {
        assert_eq!(without_tags("<p class=\"a\">زار &amp; <b>ريم</b>&nbsp;&#1575;</p>"), "زار & ريم\u{a0}ا");
        assert_eq!(without_tags("a < b & c"), "a < b & c");
        assert_eq!(without_tags("<style>p > a {}</style>نص"), "نص");
    }
}
