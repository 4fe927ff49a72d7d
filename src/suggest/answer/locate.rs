//! Finds the place of words that a suggester quotes: exactly, then folded, then by what stands around them.

use std::collections::HashSet;

use crate::text::{Fold, Needle, Span, Text};

/// Words that a suggester quotes from a text, and what says which of their places is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quotation<'a> {
    /// The words.
    pub words: &'a str,
    /// The number of the place among all places of the words, from 1.
    pub nth: Option<usize>,
    /// A longer piece of the text that contains the words.
    pub context: Option<&'a str>,
    /// What stands directly before the words.
    pub before: Option<&'a str>,
    /// What stands directly after the words.
    pub after: Option<&'a str>,
    /// A span that the words belong to: of several places the nearest to it is meant.
    pub near: Option<Span>,
}

/// The reason why quoted words have no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotLocated {
    /// The text does not contain them, in any spelling.
    #[error("{0:?} is not in the text")]
    Absent(String),
    /// The text contains them several times, and nothing says which place is meant.
    #[error("{words:?} is in the text {places} times; add \"nth\" or \"context\"")]
    Ambiguous {
        /// The words.
        words: String,
        /// The number of places.
        places: usize,
    },
    /// The text does not contain them as often.
    #[error("\"nth\" is {nth}, and {words:?} is in the text {places} times")]
    Nth {
        /// The words.
        words: String,
        /// The number that was given.
        nth: usize,
        /// The number of places.
        places: usize,
    },
}

/// Returns the span of quoted words.
///
/// The places are those of the exact words; if there are none, those of the words in another spelling (hamza, diacritics,
/// tatweel, digits, white space), as a search finds them. Whole words, also after proclitics, come before parts of words. Of
/// several places `nth` chooses, else `before`, `after` and `context`, else the distance to `near`. If the context itself is
/// not in the text, the place with most of its words around it is taken. Nothing is guessed: if two places are as good, there is
/// no span.
///
/// ```
/// use tawsim::suggest::{Quotation, locate};
/// use tawsim::text::Text;
/// let text = Text::new("زار سامي باريس، ثم غادر سامي");
/// let find = |nth| locate(&text, &Quotation { words: "سامي", nth, ..Quotation::default() });
/// assert!(find(None).unwrap_err().to_string().contains("2 times"));
/// assert_eq!(text.code_points(find(Some(2)).unwrap()), 24..28);
/// ```
///
/// # Errors
/// Returns a [`NotLocated`] if there is no such place, or no certain one.
pub fn locate(text: &Text, quotation: &Quotation<'_>) -> Result<Span, NotLocated> {
    let places = places_of(text, quotation.words);
    choose(text, quotation, &places)
}

/// Chooses one of the places of a quotation.
pub(super) fn choose(text: &Text, quotation: &Quotation<'_>, places: &[Span]) -> Result<Span, NotLocated> {
    let words = || shorten(quotation.words);
    let narrowed = narrow(text, quotation, places);
    if let Some(nth) = quotation.nth {
        let chosen = nth.checked_sub(1).and_then(|index| narrowed.get(index));
        let missing = || match places.len() {
            0 => NotLocated::Absent(words()),
            places => NotLocated::Nth { words: words(), nth, places },
        };
        return chosen.copied().ok_or_else(missing);
    }
    match narrowed.as_slice() {
        [] => Err(NotLocated::Absent(words())),
        [only] => Ok(*only),
        several => {
            let ambiguous = NotLocated::Ambiguous { words: words(), places: places.len() };
            quotation.near.and_then(|near| nearest(several, near)).ok_or(ambiguous)
        }
    }
}

/// Returns all places of words, in order: of the exact words as whole words, else in another spelling, else inside words.
pub(super) fn places_of(text: &Text, words: &str) -> Vec<Span> {
    let trimmed = words.trim();
    let stripped = trimmed.trim_matches(|c: char| !c.is_alphanumeric());
    for words in [trimmed, stripped] {
        let found = places_of_exactly(text, words);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn places_of_exactly(text: &Text, words: &str) -> Vec<Span> {
    let find = |query: &str| Needle::new(query).map(|needle| needle.find(text)).unwrap_or_default();
    let whole = find(&format!(" {words} "));
    let exact = |found: &[Span]| found.iter().copied().filter(|span| text.slice(*span) == words).collect::<Vec<Span>>();
    let of_whole_words = exact(&whole);
    if !of_whole_words.is_empty() {
        return of_whole_words;
    }
    if !whole.is_empty() {
        return whole;
    }
    let anywhere = find(words);
    let exactly_anywhere = exact(&anywhere);
    if exactly_anywhere.is_empty() { anywhere } else { exactly_anywhere }
}

/// Leaves the places that fit what stands around the words. If none fits, or nothing is said, all places stay.
fn narrow(text: &Text, quotation: &Quotation<'_>, places: &[Span]) -> Vec<Span> {
    if places.len() < 2 {
        return places.to_vec();
    }
    let mut left = places.to_vec();
    let (before, after) = (folded_words(quotation.before), folded_words(quotation.after));
    keep_if_any(&mut left, |span| {
        ends_with_words(text.get(0..span.start()), &before)
            && starts_with_words(text.get(span.end()..text.len()), &after)
    });
    if let Some(context) = quotation.context.map(str::trim).filter(|context| !context.is_empty()) {
        let found = Needle::new(context).map(|needle| needle.find(text)).unwrap_or_default();
        if found.is_empty() {
            keep_closest(&mut left, text, context);
        } else {
            keep_if_any(&mut left, |span| found.iter().any(|context| context.covers(*span)));
        }
    }
    left
}

fn keep_if_any(places: &mut Vec<Span>, fits: impl Fn(&Span) -> bool) {
    if places.iter().any(&fits) {
        places.retain(fits);
    }
}

/// Keeps the places around which most words of the context stand.
fn keep_closest(places: &mut Vec<Span>, text: &Text, context: &str) {
    let wanted: HashSet<String> = folded_words(Some(context)).into_iter().collect();
    let reach = context.len();
    let score = |span: &Span| {
        let around = text.span_around(span.start().saturating_sub(reach), (span.end() + reach).min(text.len()));
        let around: HashSet<String> = folded_words(around.map(|around| text.slice(around))).into_iter().collect();
        wanted.intersection(&around).count()
    };
    let scores: Vec<usize> = places.iter().map(score).collect();
    let best = scores.iter().copied().max().unwrap_or(0);
    let mut scores = scores.into_iter();
    places.retain(|_| scores.next() == Some(best));
}

/// Returns the place nearest to a span, in bytes between them; `None` if two are equally near.
fn nearest(places: &[Span], near: Span) -> Option<Span> {
    let distance = |span: &Span| {
        let (before, after) = (near.start().saturating_sub(span.end()), span.start().saturating_sub(near.end()));
        // What the span itself contains is a second mention.
        if span.overlaps(near) { usize::MAX } else { before.max(after) }
    };
    let best = places.iter().min_by_key(|span| distance(span))?;
    let equal = places.iter().filter(|span| distance(span) == distance(best)).count();
    (equal == 1).then_some(*best)
}

/// The words of a piece of text, folded, without punctuation.
fn folded_words(text: Option<&str>) -> Vec<String> {
    let folded = text.unwrap_or_default().fold();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// True if a text ends with these words. The last of its own words may be a proclitic before the place.
fn ends_with_words(text: &str, words: &[String]) -> bool {
    let end = tail(text, words);
    let own = folded_words(Some(end));
    let without_last = own.get(..own.len().saturating_sub(1)).unwrap_or_default();
    words.is_empty() || own.ends_with(words) || without_last.ends_with(words)
}

fn starts_with_words(text: &str, words: &[String]) -> bool {
    words.is_empty() || folded_words(Some(head(text, words))).starts_with(words)
}

/// The bytes of original text that hold some folded words, with room for diacritics and punctuation.
fn room_for(words: &[String]) -> usize {
    words.iter().map(|word| word.len() * 3 + 12).sum::<usize>() + 24
}

fn tail<'t>(text: &'t str, words: &[String]) -> &'t str {
    let from = crate::text::floor_grapheme(text, text.len().saturating_sub(room_for(words)));
    text.get(from..).unwrap_or_default()
}

fn head<'t>(text: &'t str, words: &[String]) -> &'t str {
    let to = crate::text::ceil_grapheme(text, room_for(words).min(text.len()));
    text.get(..to).unwrap_or_default()
}

/// The first letters of words, for a message.
pub(super) fn shorten(words: &str) -> String {
    crate::text::beginning(words.trim(), 40)
}
