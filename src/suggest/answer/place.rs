//! Gives a part of an item its offsets: those that it has, or the place of the words that it quotes.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use super::locate::{NotLocated, Quotation, choose, places_of};
use crate::text::{Span, Text};

/// Finds the places of quoted words in one text, and remembers them.
pub(super) struct Places<'t> {
    text: &'t Text,
    found: HashMap<String, Vec<Span>>,
    /// The entities of the answer that quote words and do not count their places (`nth`), by the words.
    quoted: HashMap<String, Quoted>,
}

/// The entities that quote the same words.
#[derive(Default)]
struct Quoted {
    count: usize,
    /// The contexts of those that have one: `context`, `before`, `after`.
    hints: Vec<[Option<String>; 3]>,
    /// The places that are left for those whose context does not decide, in order. `None` before one is asked for.
    left: Option<VecDeque<Span>>,
}

/// The names of the keys that say where quoted words stand, in the order of [`Quoted::hints`].
const HINTS: [&str; 3] = ["context", "before", "after"];

/// The words of a key of an item; `None` if it has none.
fn words_of<'a>(item: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    item.get(key).and_then(Value::as_str).filter(|words| !words.trim().is_empty())
}

/// An answer that quotes more different words than this is refused from there on, so that no answer takes minutes.
const MAX_QUOTED: usize = 5_000;

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t Text, entities: &[Value]) -> Self {
        let mut quoted: HashMap<String, Quoted> = HashMap::new();
        for item in entities.iter().filter_map(Value::as_object) {
            if let Some(words) = item.get("text").and_then(Value::as_str)
                && is_quoted(item)
                && !item.contains_key("nth")
            {
                let same = quoted.entry(words.to_owned()).or_default();
                same.count += 1;
                let hints = HINTS.map(|key| words_of(item, key).map(str::to_owned));
                same.hints.extend(hints.iter().any(Option::is_some).then_some(hints));
            }
        }
        Self { text, found: HashMap::new(), quoted }
    }

    /// Gives a part of an item its offsets in code points. Offsets in another unit are converted.
    ///
    /// # Errors
    /// If its place is not certain: why.
    pub(super) fn resolve(
        &mut self,
        part: &mut Map<String, Value>,
        unit: Option<&str>,
        near: Option<Span>,
    ) -> Result<Option<Span>, String> {
        if !is_quoted(part) {
            return convert_unit(self.text, part, unit);
        }
        let Some(words) = part.get("text").and_then(Value::as_str).map(str::to_owned) else { return Ok(None) };
        let nth = match part.get("nth") {
            None => None,
            Some(nth) => {
                let number = nth.as_u64().and_then(|nth| usize::try_from(nth).ok()).filter(|nth| *nth > 0);
                Some(number.ok_or_else(|| format!("\"nth\" is {nth}; it counts the places from 1"))?)
            }
        };
        let quotation = Quotation {
            words: &words,
            nth,
            context: words_of(part, "context"),
            before: words_of(part, "before"),
            after: words_of(part, "after"),
            near,
        };
        let span = self.find(&quotation)?;
        let points = self.text.code_points(span);
        for key in ["nth", "context", "before", "after"] {
            part.remove(key);
        }
        part.insert("start".to_owned(), points.start.into());
        part.insert("end".to_owned(), points.end.into());
        part.insert("text".to_owned(), self.text.slice(span).into());
        Ok(Some(span))
    }

    fn find(&mut self, quotation: &Quotation<'_>) -> Result<Span, String> {
        let words = quotation.words;
        if !self.found.contains_key(words) {
            if self.found.len() >= MAX_QUOTED {
                return Err(format!("the answer quotes more than {MAX_QUOTED} different words"));
            }
            self.found.insert(words.to_owned(), places_of(self.text, words));
        }
        let places = self.found.get(words).map(Vec::as_slice).unwrap_or_default();
        let error = match choose(self.text, quotation, places) {
            Ok(span) => return Ok(span),
            Err(error) => error,
        };
        let is_ambiguous = matches!(error, NotLocated::Ambiguous { .. });
        let quoted = self.quoted.get_mut(words).filter(|quoted| is_ambiguous && quoted.count >= places.len());
        let Some(Quoted { count, hints, left }) = quoted else { return Err(error.to_string()) };
        // Words that are quoted once for each of their places are meant in order, where their contexts do not decide.
        let left = left.get_or_insert_with(|| places_left(self.text, words, places, hints));
        let surplus = || format!("{words:?} is quoted {count} times and is in the text {} times", places.len());
        left.pop_front().ok_or_else(surplus)
    }
}

/// The places of words that no context decides for.
fn places_left(text: &Text, words: &str, places: &[Span], hints: &[[Option<String>; 3]]) -> VecDeque<Span> {
    let decided = hints.iter().filter_map(|hints| {
        let [context, before, after] = hints.each_ref().map(Option::as_deref);
        choose(text, &Quotation { words, nth: None, context, before, after, near: None }, places).ok()
    });
    let decided: Vec<Span> = decided.collect();
    places.iter().copied().filter(|place| !decided.contains(place)).collect()
}

/// True if the part has words and no offsets.
fn is_quoted(part: &Map<String, Value>) -> bool {
    part.get("text").is_some_and(Value::is_string) && !(part.contains_key("start") && part.contains_key("end"))
}

/// Makes code points of offsets in another unit.
fn convert_unit(text: &Text, part: &mut Map<String, Value>, unit: Option<&str>) -> Result<Option<Span>, String> {
    let offset = |key: &str| part.get(key).and_then(Value::as_u64).and_then(|offset| usize::try_from(offset).ok());
    let (Some(start), Some(end)) = (offset("start"), offset("end")) else { return Ok(None) };
    let span = match unit {
        None | Some("codepoint") => return Ok(text.span_of_code_points(start, end).ok()),
        Some("utf16") => text.span_of_utf16(start, end),
        Some("byte") => text.span(start, end),
        Some(other) => return Err(format!("\"offset_unit\" is {other:?}; use codepoint, utf16 or byte")),
    };
    let span = span.map_err(|error| error.to_string())?;
    let points = text.code_points(span);
    part.insert("start".to_owned(), points.start.into());
    part.insert("end".to_owned(), points.end.into());
    Ok(Some(span))
}
