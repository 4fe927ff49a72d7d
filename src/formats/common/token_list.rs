//! Reads a sentence as Stanza writes it in JSON: a list of tokens, each an object with its word and its tag.

use serde_json::{Map, Value};

use crate::formats::import::Imported;

use super::tagged_text::TaggedText;
use super::tokens::split_tag;

/// The keys of the word of a token.
const WORDS: [&str; 5] = ["text", "token", "word", "form", "orth"];
/// The keys of its tag.
const TAGS: [&str; 5] = ["ner", "tag", "ner_tag", "label", "entity"];
/// Keys that only tokens have.
const OF_TOKENS: [&str; 8] = ["lemma", "upos", "xpos", "deprel", "head", "feats", "start_char", "multi_ner"];

/// True for the tokens of a sentence.
pub(crate) fn is_token_list(items: &[Value]) -> bool {
    let is_token = |item: &Value| item.as_object().is_some_and(|keys| word_of(keys).is_some() && is_token_object(keys));
    !items.is_empty() && items.iter().all(is_token)
}

/// True for a record that is one token with its tag.
pub(crate) fn is_token(keys: &Map<String, Value>) -> bool {
    tag_of(keys).is_some() && word_of(keys).is_some_and(|word| !word.trim().contains(char::is_whitespace))
}

fn is_token_object(keys: &Map<String, Value>) -> bool {
    tag_of(keys).is_some() || OF_TOKENS.iter().any(|key| keys.contains_key(*key))
}

fn word_of(keys: &Map<String, Value>) -> Option<&str> {
    WORDS.iter().find_map(|key| keys.get(*key)?.as_str())
}

fn tag_of(keys: &Map<String, Value>) -> Option<&str> {
    let is_tag = |tag: &&str| *tag == "O" || split_tag(tag).is_some();
    TAGS.iter().find_map(|key| keys.get(*key)?.as_str().filter(is_tag))
}

/// The article of a sentence. The text is the words with a space between them.
///
/// # Errors
/// If no token has a tag, and the errors of [`TaggedText::finish`].
pub(crate) fn read_token_list(items: &[Value], id: String) -> Result<Imported, String> {
    let mut article = TaggedText::default();
    let mut has_tag = false;
    for keys in items.iter().filter_map(Value::as_object) {
        let word = word_of(keys).unwrap_or_default();
        let tag = tag_of(keys);
        has_tag |= tag.is_some();
        if !word.trim().is_empty() {
            article.push(word, tag.unwrap_or("O"));
        }
    }
    if !has_tag || article.is_empty() {
        return Err(
            "is a list of tokens without tags of names; export it with them, or import the text alone".to_owned()
        );
    }
    article.finish(id).map_err(|problem| problem.what)
}
