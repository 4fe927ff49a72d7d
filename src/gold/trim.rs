//! What [`super::lint()`] finds and can be put right without asking: where one answer is certain.

use crate::text::{Span, Text};

use super::lint::{Finding, STRAY_EDGE, is_stray_end, is_stray_start, lint_item};
use super::{Annotation, Body, GoldItem, LabelSet, SpanList, Verdict};

/// Trims white space and stray punctuation from the edges of marks; gives the annotation and what was done to it. A mark
/// is left alone where nothing would stay of it, or where it would come to double or cross another one.
///
/// ```
/// use tawsim::gold::{LabelSet, json, trim_edges};
/// let line = r#"{"id": "a", "text": "في باريس، نعم", "entities": [
///     {"id": "e1", "start": 3, "end": 9, "label": "LOC", "verdict": "added"}]}"#;
/// let (article, annotation) = json::read(line)?;
/// let (trimmed_annotation, done) = trim_edges(&article.text, &annotation, &LabelSet::default());
/// assert_eq!(done[0].why, "\"باريس،\" is now \"باريس\"");
/// assert_eq!(trim_edges(&article.text, &trimmed_annotation, &LabelSet::default()).1, []);
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
#[must_use]
pub fn trim_edges(text: &Text, annotation: &Annotation, labels: &LabelSet) -> (Annotation, Vec<Finding>) {
    let mut trimmed_annotation = annotation.clone();
    let mut done = Vec::new();
    for item in &annotation.gold {
        let Some((body, why)) = trimmed(text, &item.body) else { continue };
        let verdict = match item.verdict {
            Verdict::Added => Verdict::Added,
            _ => Verdict::of(&body, item.suggestion.as_ref()),
        };
        let new = GoldItem { body, verdict, ..item.clone() };
        let before = clashes(text, &trimmed_annotation, labels, &item.id);
        let mut tried = trimmed_annotation.clone();
        replace(&mut tried.gold, &new);
        if clashes(text, &tried, labels, &item.id) <= before {
            trimmed_annotation = tried;
            done.push(Finding { id: item.id.clone(), other: None, what: STRAY_EDGE, why });
        }
    }
    (trimmed_annotation, done)
}

fn replace(marks: &mut SpanList<GoldItem>, new: &GoldItem) {
    marks.remove(new.id.as_str());
    marks.insert(new.clone());
}

/// How many findings about a mark are about two.
fn clashes(text: &Text, annotation: &Annotation, labels: &LabelSet, id: &str) -> usize {
    lint_item(text, annotation, labels, id)
        .iter()
        .filter(|finding| finding.other.is_some() || finding.what == "crossing")
        .count()
}

/// The body with clean edges, if they were not, and what was done.
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

/// What an entity is of the words that a person selected: without white space and stray punctuation at their edges. The
/// words themselves, if nothing else would stay.
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
    let beginning = |span| super::lint::beginning_of(text.slice(span));
    format!("{:?} is now {:?}", beginning(old), beginning(new))
}

/// The span without what is stray at its edges; `None` where nothing is, or nothing else would stay, or a letter and
/// its marks would be parted.
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
