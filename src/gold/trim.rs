//! Repairs the findings of [`super::lint()`] that have one certain repair: stray white space and punctuation at edges.

use std::collections::HashMap;

use crate::text::{Span, Text};

use super::covering::without_marks;
use super::lint::{STRAY_EDGE, is_stray_end, is_stray_start};
use super::{Annotation, Body, Finding, GoldItem, Layer, Verdict, fit_parts};

/// Trims white space and stray punctuation from the edges of all gold items. Returns the new annotation and a finding
/// for each change, in reading order. An item stays as it is if nothing would be left of it, or if it would then repeat or
/// cross another item. A second call changes nothing. The time grows with the number of items, however they lie in each other.
///
/// ```
/// use tawsim::gold::{json, trim_edges};
/// let line = r#"{"id": "a", "text": "في باريس، نعم", "entities": [
///     {"id": "e1", "start": 3, "end": 9, "label": "LOC", "verdict": "added"}]}"#;
/// let (article, annotation) = json::read(line)?;
/// let (result, done) = trim_edges(&article.text, &annotation);
/// assert_eq!(done[0].why, "\"باريس،\" is now \"باريس\"");
/// assert_eq!(trim_edges(&article.text, &result).1, []);
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
#[must_use]
pub fn trim_edges(text: &Text, annotation: &Annotation) -> (Annotation, Vec<Finding>) {
    let mut result = annotation.clone();
    if annotation.gold.iter().all(|item| trimmed(text, &item.body).is_none()) {
        return (result, Vec::new());
    }
    let mut places = TakenPlaces::of(text, annotation);
    let mut done = Vec::new();
    let mut items: Vec<(usize, &GoldItem)> = annotation.gold.iter().enumerate().collect();
    // What a shorter span would cross is inside a shorter item, so that one comes first.
    items.sort_by_key(|(_, item)| item.body.span().map_or(0, |span| span.end() - span.start()));
    for (number, item) in items {
        let Some((body, why)) = trimmed(text, &item.body) else { continue };
        let (Some(old), Some(span)) = (item.body.span(), body.span()) else { continue };
        let verdict = match item.verdict {
            Verdict::Added => Verdict::Added,
            _ => Verdict::of(&body, item.suggestion.as_ref()),
        };
        let new = GoldItem { parts: fit_parts(&item.parts, span), body, verdict, ..item.clone() };
        if places.have_room(text, item, &new) {
            places.move_item(text, item, &new);
            result.gold.remove(item.id.as_str());
            result.gold.insert(new);
            done.push((number, Finding { id: item.id.clone(), other: None, what: STRAY_EDGE, why }));
        } else if item.parts.is_empty() {
            places.keep_untrimmed(item.body.layer(), old, span);
        }
    }
    done.sort_by_key(|(number, _)| *number);
    (result, done.into_iter().map(|(_, finding)| finding).collect())
}

/// The edges of items that stay as they are in the stray characters before or after a place.
type Edges = HashMap<(Layer, usize), usize>;

/// The places that an item must not take, or must not begin or end at, when its edges are trimmed.
#[derive(Default)]
struct TakenPlaces<'a> {
    /// The number of items with a place.
    taken: HashMap<Place<'a>, usize>,
    /// For the end of stray characters: the least end of the untrimmed items that begin among them.
    least_end: Edges,
    /// For the beginning of stray characters: the last start of the untrimmed items that end among them.
    last_start: Edges,
}

/// What two items must not have both.
#[derive(PartialEq, Eq, Hash)]
enum Place<'a> {
    Span(Layer, Span, &'a str),
    /// An entity without marks at its edges: the start and the end in bytes.
    Bare(usize, usize, &'a str),
    Parts(Vec<Span>, &'a str),
}

/// The places that an item takes: that of its words, and that of its words without marks.
fn places_of<'a>(text: &Text, item: &GoldItem, label: &'a str) -> [Option<Place<'a>>; 2] {
    let Some(span) = item.body.span() else { return [None, None] };
    if !item.parts.is_empty() {
        return [Some(Place::Parts(item.parts.clone(), label)), None];
    }
    let layer = item.body.layer();
    let (start, end) = without_marks(text, span);
    let bare = (layer == Layer::Entity && start < end).then_some(Place::Bare(start, end, label));
    [Some(Place::Span(layer, span, label)), bare]
}

impl<'a> TakenPlaces<'a> {
    fn of(text: &Text, annotation: &'a Annotation) -> Self {
        let mut places = Self::default();
        for item in &annotation.gold {
            places.add(text, item, item.body.label());
        }
        places
    }

    fn add(&mut self, text: &Text, item: &GoldItem, label: &'a str) {
        for place in places_of(text, item, label).into_iter().flatten() {
            *self.taken.entry(place).or_default() += 1;
        }
    }

    /// True if the trimmed item repeats and crosses no other item.
    fn have_room(&self, text: &Text, item: &'a GoldItem, new: &GoldItem) -> bool {
        let label = item.body.label();
        let (before, after) = (places_of(text, item, label), places_of(text, new, label));
        let repeats = before.iter().zip(&after).any(|(before, after)| {
            before != after && after.as_ref().is_some_and(|place| self.taken.get(place).is_some_and(|count| *count > 0))
        });
        let Some(span) = new.body.span() else { return false };
        let layer = new.body.layer();
        let cuts = |edges: &Edges, at: usize, cut: &dyn Fn(usize) -> bool| {
            new.parts.is_empty() && edges.get(&(layer, at)).is_some_and(|edge| cut(*edge))
        };
        !repeats
            && !cuts(&self.least_end, span.start(), &|end| end < span.end())
            && !cuts(&self.last_start, span.end(), &|start| start > span.start())
    }

    fn move_item(&mut self, text: &Text, item: &'a GoldItem, new: &GoldItem) {
        for place in places_of(text, item, item.body.label()).into_iter().flatten() {
            self.taken.entry(place).and_modify(|count| *count -= 1);
        }
        self.add(text, new, item.body.label());
    }

    /// Records an item whose edges stay. `new` is what it would be.
    fn keep_untrimmed(&mut self, layer: Layer, old: Span, new: Span) {
        if old.start() < new.start() {
            let end = self.least_end.entry((layer, new.start())).or_insert(old.end());
            *end = (*end).min(old.end());
        }
        if new.end() < old.end() {
            let start = self.last_start.entry((layer, new.end())).or_insert(old.start());
            *start = (*start).max(old.start());
        }
    }
}

/// Returns the body with clean edges and a description of the change, or `None` if its edges are clean.
fn trimmed(text: &Text, body: &Body) -> Option<(Body, String)> {
    match body {
        Body::Entity { span, label } => {
            let new = trim(text, *span, is_stray_start, is_stray_end)?;
            Some((Body::Entity { span: new, label: label.clone() }, describe_trim(text, *span, new)))
        }
        Body::Quote(frame) => {
            let space = |words: &str| words.starts_with(char::is_whitespace);
            let space_end = |words: &str| words.ends_with(char::is_whitespace);
            let mut frame = frame.clone();
            let mut why = Vec::new();
            for part in &mut frame.content {
                if let Some(new) = trim(text, *part, space, space_end) {
                    why.push(describe_trim(text, *part, new));
                    *part = new;
                }
            }
            (!why.is_empty()).then(|| (Body::Quote(frame), why.join("; ")))
        }
    }
}

/// Removes white space and stray punctuation from the edges of the words that a person selected. Returns the same span
/// if nothing else would be left.
///
/// ```
/// use tawsim::gold::trim_stray;
/// use tawsim::text::Text;
/// let text = Text::new("زار سامي، أمس");
/// assert_eq!(text.slice(trim_stray(&text, text.span_of_code_points(3, 9).unwrap())), "سامي");
/// ```
#[must_use]
pub fn trim_stray(text: &Text, span: Span) -> Span {
    trim(text, span, is_stray_start, is_stray_end).unwrap_or(span)
}

fn describe_trim(text: &Text, old: Span, new: Span) -> String {
    let beginning = |span| super::readable::beginning_of(text.slice(span));
    format!("{:?} is now {:?}", beginning(old), beginning(new))
}

/// Returns the span without what is stray at its edges. `None` if nothing is stray, if nothing would be left, or if a
/// new edge would fall inside a grapheme cluster.
fn trim(text: &Text, span: Span, start: fn(&str) -> bool, end: fn(&str) -> bool) -> Option<Span> {
    let (mut from, mut to) = (span.start(), span.end());
    while start(text.get(from..to)) {
        from += text.get(from..to).chars().next()?.len_utf8();
    }
    while end(text.get(from..to)) {
        to -= text.get(from..to).chars().next_back()?.len_utf8();
    }
    if (from, to) == (span.start(), span.end()) { None } else { text.span(from, to).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    fn trimmed_to(text: &str, places: &[(usize, usize, &str)]) -> Vec<String> {
        let item = |(number, (start, end, label)): (usize, &(usize, usize, &str))| {
            format!(r#"{{"id":"e{number}","start":{start},"end":{end},"label":"{label}","verdict":"added"}}"#)
        };
        let items: Vec<String> = places.iter().enumerate().map(item).collect();
        let line = format!(r#"{{"id":"a","text":{text:?},"entities":[{}]}}"#, items.join(","));
        let (article, annotation) = json::read(&line).unwrap();
        let (result, _) = trim_edges(&article.text, &annotation);
        assert_eq!(trim_edges(&article.text, &result).1, [], "a second call");
        (0..places.len())
            .map(|number| result.gold_item(&format!("e{number}")).unwrap().body.span().unwrap())
            .map(|span| article.text.slice(span).to_owned())
            .collect()
    }

    #[test]
    fn items_in_each_other_are_trimmed_together() {
        assert_eq!(trimmed_to("، سامي علي،", &[(0, 11, "PER"), (0, 7, "PER")]), ["سامي علي", "سامي"]);
        assert_eq!(trimmed_to(" سامي علي ", &[(0, 10, "PER"), (5, 10, "PER")]), ["سامي علي", "علي"]);
    }

    #[test]
    fn an_item_that_would_repeat_or_cross_another_stays() {
        assert_eq!(trimmed_to(" سامي", &[(0, 5, "PER"), (1, 5, "PER")]), [" سامي", "سامي"]);
        assert_eq!(trimmed_to(" سامي", &[(0, 5, "PER"), (1, 5, "ORG")]), ["سامي", "سامي"]);
        // The second stays because of the third, and the first would cross it.
        let places = [(0, 9, "PER"), (0, 5, "PER"), (1, 5, "PER")];
        assert_eq!(trimmed_to(" سامي علي", &places), [" سامي علي", " سامي", "سامي"]);
        let places = [(0, 9, "PER"), (5, 9, "PER"), (5, 8, "PER")];
        assert_eq!(trimmed_to("سامي علي ", &places), ["سامي علي ", "علي ", "علي"]);
    }
}
