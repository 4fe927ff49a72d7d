//! Repairs the findings of [`super::lint()`] that have one certain repair: stray white space and punctuation at edges.

use crate::text::{Span, Text};

use super::lint::{STRAY_EDGE, is_stray_end, is_stray_start, lint_item};
use super::{Annotation, Body, Finding, GoldItem, LabelSet, SpanList, Verdict, fit_parts};

/// Trims white space and stray punctuation from the edges of all gold items. Returns the new annotation and a finding
/// for each change. An item stays as it is if nothing would be left of it, or if it would then repeat or cross another
/// item.
///
/// ```
/// use tawsim::gold::{LabelSet, json, trim_edges};
/// let line = r#"{"id": "a", "text": "في باريس، نعم", "entities": [
///     {"id": "e1", "start": 3, "end": 9, "label": "LOC", "verdict": "added"}]}"#;
/// let (article, annotation) = json::read(line)?;
/// let (result, done) = trim_edges(&article.text, &annotation, &LabelSet::default());
/// assert_eq!(done[0].why, "\"باريس،\" is now \"باريس\"");
/// assert_eq!(trim_edges(&article.text, &result, &LabelSet::default()).1, []);
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
#[must_use]
pub fn trim_edges(text: &Text, annotation: &Annotation, labels: &LabelSet) -> (Annotation, Vec<Finding>) {
    let mut result = annotation.clone();
    let mut done = Vec::new();
    for item in &annotation.gold {
        let Some((body, why)) = trimmed(text, &item.body) else { continue };
        let verdict = match item.verdict {
            Verdict::Added => Verdict::Added,
            _ => Verdict::of(&body, item.suggestion.as_ref()),
        };
        let parts = body.span().map_or_else(Vec::new, |span| fit_parts(&item.parts, span));
        let new = GoldItem { body, parts, verdict, ..item.clone() };
        let before = clashes(text, &result, labels, &item.id);
        let mut tried = result.clone();
        replace(&mut tried.gold, &new);
        if clashes(text, &tried, labels, &item.id) <= before {
            result = tried;
            done.push(Finding { id: item.id.clone(), other: None, what: STRAY_EDGE, why });
        }
    }
    (result, done)
}

fn replace(gold: &mut SpanList<GoldItem>, new: &GoldItem) {
    gold.remove(new.id.as_str());
    gold.insert(new.clone());
}

/// Counts the findings about a gold item that involve a second one.
fn clashes(text: &Text, annotation: &Annotation, labels: &LabelSet, id: &str) -> usize {
    lint_item(text, annotation, labels, id)
        .iter()
        .filter(|finding| finding.other.is_some() || finding.what == "crossing")
        .count()
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
