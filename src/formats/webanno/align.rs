//! Finds the tokens of a file whose offsets are wrong: each in the text, in their order.

use std::collections::HashMap;

use super::escape::unescape_text;

/// The text of the sentences, and the place of each token in it, in bytes; `None` if a token is not in the text.
pub(super) fn align(tsv: &str) -> Option<Aligned> {
    let mut aligned = Aligned::default();
    let mut at = 0;
    let mut in_sentence = false;
    for line in tsv.lines() {
        if let Some(sentence) = line.strip_prefix("#Text=") {
            if !aligned.text.is_empty() {
                aligned.text.push('\n');
            }
            if !in_sentence {
                at = aligned.text.len();
            }
            in_sentence = true;
            aligned.text.push_str(&unescape_text(sentence));
            continue;
        }
        let mut fields = line.split('\t');
        let (Some(name), Some(place), Some(word)) = (fields.next(), fields.next(), fields.next()) else { continue };
        if line.starts_with('#') || place.split_once('-').is_none() {
            continue;
        }
        in_sentence = false;
        let word = unescape_text(word);
        if let Some((token, _)) = name.split_once('.') {
            let (start, end) = *aligned.places.get(token)?;
            let found = aligned.text.get(start..end)?.find(&word).map_or(end, |found| start + found);
            aligned.places.insert(name.to_owned(), (found, (found + word.len()).min(end)));
            continue;
        }
        let start = at + aligned.text.get(at..)?.find(&word)?;
        at = start + word.len();
        aligned.places.insert(name.to_owned(), (start, at));
    }
    (!aligned.places.is_empty()).then_some(aligned)
}

/// A text with the places of its tokens, by their names, in bytes.
#[derive(Default)]
pub(super) struct Aligned {
    pub(super) text: String,
    pub(super) places: HashMap<String, (usize, usize)>,
}
