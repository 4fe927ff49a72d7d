//! Recognises the columns before the token: numbers of tokens or sentences, offsets, names of sentences or documents.

use std::collections::BTreeSet;

use super::layout::Sample;
use super::tags::{TagStyle, parse_tags};

/// The columns at the beginning that are no tokens. A column of tokens is after them.
pub(super) fn index_columns(sample: &Sample<'_>) -> Vec<usize> {
    let is_index = |at: usize| {
        let words: Vec<usize> = (at + 1..sample.width()).filter(|other| is_words(sample, *other)).collect();
        !words.is_empty() && (is_numbers(sample, at) || has_names(sample, at, &words))
    };
    (0..sample.width().saturating_sub(2)).take_while(|at| is_index(*at)).collect()
}

/// True for a column of numbers. WebAnno 2 numbers tokens as 1-1, 1-2. Numbers may be missing, and begin anywhere.
pub(super) fn is_numbers(sample: &Sample<'_>, at: usize) -> bool {
    let is_number = |value: &str| {
        let value = value.trim();
        let pair = value.split_once('-').filter(|(first, _)| !first.is_empty());
        value.parse::<i64>().is_ok() || pair.is_some_and(|(a, b)| a.parse::<u32>().is_ok() && b.parse::<u32>().is_ok())
    };
    sample.nearly_all_usual(at, is_number)
}

/// True for a column of names of sentences or documents: `s0`, or a word that all the lines of a document share. One of
/// `words` has more different values.
fn has_names(sample: &Sample<'_>, at: usize, words: &[usize]) -> bool {
    let values: Vec<&str> = sample.usual_column(at).collect();
    let shape = |value: &str| value.replace(|c: char| c.is_ascii_digit(), "");
    let first = values.first().map(|value| shape(value)).unwrap_or_default();
    let is_numbered =
        |value: &str| value.is_ascii() && value.ends_with(|c: char| c.is_ascii_digit()) && shape(value) == first;
    if !first.is_empty() && sample.nearly_all_usual(at, is_numbered) {
        return true;
    }
    let distinct = |values: &[&str]| values.iter().collect::<BTreeSet<_>>().len();
    let runs = values.chunk_by(|a, b| a == b).count();
    let is_shared = runs == distinct(&values) && runs * 2 <= values.len();
    is_shared && words.iter().any(|other| distinct(&sample.usual_column(*other).collect::<Vec<_>>()) > runs)
}

/// True for a column that has letters and no tags.
pub(super) fn is_words(sample: &Sample<'_>, at: usize) -> bool {
    let is_tag = |value: &str| [TagStyle::Prefix, TagStyle::Suffix].iter().any(|it| parse_tags(value, *it).is_some());
    let has_letter = |value: &str| value.contains(char::is_alphabetic);
    sample.usual_column(at).any(has_letter) && !sample.nearly_all_usual(at, is_tag)
}
