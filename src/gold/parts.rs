//! The parts of an entity that is not one piece.

use crate::text::Span;

/// Returns true for parts that an entity with this span may have: two or more in reading order that do not overlap, the
/// first beginning and the last ending with the span.
///
/// ```
/// use tawsim::gold::are_parts_of;
/// use tawsim::text::Text;
/// let text = Text::new("شمال وجنوب السودان");
/// let words = text.words();
/// assert!(are_parts_of(text.span_of_code_points(0, 18).unwrap(), &[words[0], words[2]]));
/// assert!(!are_parts_of(words[0], &[words[0]]));
/// ```
#[must_use]
pub fn are_parts_of(span: Span, parts: &[Span]) -> bool {
    let ordered = parts.is_sorted_by(|a, b| a.end() <= b.start());
    let (first, last) = (parts.first().map(|part| part.start()), parts.last().map(|part| part.end()));
    parts.len() > 1 && ordered && (first, last) == (Some(span.start()), Some(span.end()))
}

/// Sorts parts and joins those that overlap or touch. One part alone is no list of parts, so the result is then empty.
#[must_use]
pub fn join_parts(mut parts: Vec<Span>) -> Vec<Span> {
    parts.sort();
    let mut joined: Vec<Span> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.start() <= last.end() => *last = last.hull(part),
            _ => joined.push(part),
        }
    }
    if joined.len() > 1 { joined } else { Vec::new() }
}

/// The parts of an entity after its span changed. Parts outside of the new span are dropped; the first and the last of the
/// others get the new edges.
#[must_use]
pub(crate) fn fit_parts(parts: &[Span], span: Span) -> Vec<Span> {
    let mut kept: Vec<Span> = parts.iter().copied().filter(|part| part.overlaps(span)).collect();
    let count = kept.len();
    if count < 2 {
        return Vec::new();
    }
    if let Some(first) = kept.first_mut() {
        *first = first.with_start_of(span).unwrap_or(*first);
    }
    if let Some(last) = kept.last_mut() {
        *last = last.with_end_of(span).unwrap_or(*last);
    }
    kept
}
