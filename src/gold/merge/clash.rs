//! Readings that exclude each other.

use crate::gold::Body;

/// True if two different items are probably two readings of one thing: entities with equal edges, with one label in one place,
/// or with crossing edges; quotes whose contents overlap. An entity inside one with another label is no clash.
pub(super) fn clash(one: &Body, other: &Body) -> bool {
    match (one, other) {
        (Body::Entity { span, label }, Body::Entity { span: other_span, label: other_label }) => {
            span.overlaps(*other_span) && (span == other_span || label == other_label || span.crosses(*other_span))
        }
        (Body::Quote(frame), Body::Quote(other)) => {
            frame.content.iter().any(|part| other.content.iter().any(|it| part.overlaps(*it)))
        }
        _ => false,
    }
}

/// Puts items that clash, directly or through others, into one group. Gives the number of the group of each item; a group has
/// the number of its first item. `bodies` are in reading order.
pub(super) fn groups(bodies: &[&Body]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..bodies.len()).collect();
    for at in 0..bodies.len() {
        let Some(one) = bodies.get(at) else { continue };
        let end = one.span().map_or(0, crate::text::Span::end);
        let later = bodies.iter().enumerate().skip(at + 1);
        for (other_at, other) in later.take_while(|(_, other)| other.span().is_some_and(|span| span.start() < end)) {
            if clash(one, other) {
                let (from, to) = match (group.get(at), group.get(other_at)) {
                    (Some(a), Some(b)) => ((*a).max(*b), (*a).min(*b)),
                    _ => continue,
                };
                group.iter_mut().filter(|number| **number == from).for_each(|number| *number = to);
            }
        }
    }
    group
}
