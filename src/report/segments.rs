//! The text of an article with marks in it. HTML nests its elements, so marks that cross are cut into pieces.

use std::fmt::Write as _;

use super::escape::escape;

/// A marked range of a text.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// Bytes of the text, on edges of grapheme clusters.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The classes of the style sheet. Not escaped.
    pub(super) class: String,
    /// Other attributes, with a space before each. Not escaped.
    pub(super) attributes: String,
    /// The words of the tag behind the mark.
    pub(super) tag: String,
}

/// The most marks that may be nested at one place. A further mark is closed at the next edge of any mark, so only its first piece
/// is coloured; its tag still stands at its end. Without this limit, long HTML is written where marks cross: each open mark is
/// closed and written again.
const DEEPEST: usize = 32;

/// Writes the text as HTML with these marks, and each mark's tag behind the word in which it ends: a tag inside a word
/// would part its joined letters.
pub(super) fn marked_text(text: &str, mut marks: Vec<Mark>) -> String {
    // Longer marks first, so that shorter ones with the same start lie in them.
    marks.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut tags = places_of_tags(text, &marks);
    tags.sort_by_key(|(place, at)| (*place, std::cmp::Reverse(*at)));
    let mut places: Vec<usize> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    places.extend(tags.iter().map(|(place, _)| *place));
    places.sort_unstable();
    places.dedup();

    let mut out = String::with_capacity(text.len() * 2);
    let (mut open, mut written) = (Vec::<usize>::new(), 0);
    let (mut next_mark, mut next_tag) = (0, 0);
    // The number of marks that end at the next place, because too many are open.
    let mut short = 0;
    for place in places {
        out.push_str(&escape(text.get(written..place).unwrap_or_default()));
        written = place;
        (0..std::mem::take(&mut short)).for_each(|_| out.push_str("</mark>"));
        close(&mut out, &marks, &mut open, place);
        while let Some((_, at)) = tags.get(next_tag).filter(|(tag_place, _)| *tag_place == place) {
            next_tag += 1;
            if let Some(mark) = marks.get(*at) {
                let _ = write!(out, "<i class=\"tag {}\" data-l=\"{}\"></i>", mark.class, escape(&mark.tag));
            }
        }
        while marks.get(next_mark).is_some_and(|mark| mark.start == place) {
            begin(&mut out, &marks, next_mark);
            if open.len() < DEEPEST {
                open.push(next_mark);
            } else {
                short += 1;
            }
            next_mark += 1;
        }
    }
    out.push_str(&escape(text.get(written..).unwrap_or_default()));
    out
}

/// Closes the marks that end here. Marks that began later and go on are closed with them, and begin again.
fn close(out: &mut String, marks: &[Mark], open: &mut Vec<usize>, place: usize) {
    let ends = |at: &usize| marks.get(*at).is_none_or(|mark| mark.end <= place);
    let Some(first) = open.iter().position(ends) else { return };
    let closed = open.split_off(first);
    closed.iter().for_each(|_| out.push_str("</mark>"));
    for at in closed.into_iter().filter(|at| !ends(at)) {
        begin(out, marks, at);
        open.push(at);
    }
}

fn begin(out: &mut String, marks: &[Mark], at: usize) {
    if let Some(Mark { class, attributes, .. }) = marks.get(at) {
        // Writing to a string cannot fail.
        let _ = write!(out, "<mark class=\"{class}\"{attributes}>");
    }
}

/// The place of the tag of each mark, with the number of the mark. No word is read twice.
fn places_of_tags(text: &str, marks: &[Mark]) -> Vec<(usize, usize)> {
    let mut ends: Vec<(usize, usize)> = marks.iter().enumerate().map(|(at, mark)| (mark.end, at)).collect();
    ends.sort_unstable();
    let mut word_end = 0;
    let mut tag = |(end, at): (usize, usize)| {
        if end > word_end {
            word_end = end_of_word(text, end);
        }
        (word_end, at)
    };
    ends.into_iter().map(&mut tag).collect()
}

/// The end of the word that goes on at this place; the place itself if none does.
fn end_of_word(text: &str, place: usize) -> usize {
    let rest = text.get(place..).unwrap_or_default();
    let goes_on = |c: char| c.is_alphanumeric() || crate::text::is_arabic_diacritic(c) || c == '\u{640}';
    place + rest.find(|c| !goes_on(c)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks of one letter each, at these ranges of bytes.
    fn html(text: &str, marks: &[(usize, usize, &str)]) -> String {
        let mark = |(start, end, class): &(usize, usize, &str)| Mark {
            start: *start,
            end: *end,
            class: (*class).to_owned(),
            attributes: String::new(),
            tag: class.to_uppercase(),
        };
        let html = marked_text(text, marks.iter().map(mark).collect());
        let html = html.replace("<mark class=\"", "[").replace("</mark>", "]").replace("\"></i>", "}");
        ["a", "b"]
            .iter()
            .fold(html, |html, class| html.replace(&format!("<i class=\"tag {class}\" data-l=\""), "{"))
            .replace("\">", " ")
    }

    /// The HTML of many marks that cross or nest is as long as they are many, and each has its beginning and its tag.
    #[test]
    fn many_marks_in_each_other_are_written_once() {
        let length = |n: usize, end: fn(usize, usize) -> usize| {
            let marks: Vec<(usize, usize, &str)> = (0..n).map(|at| (at, end(at, n), "a")).collect();
            let html = html(&"x".repeat(2 * n), &marks);
            assert_eq!(html.matches('{').count(), n);
            assert!(html.matches('[').count() >= n);
            assert_eq!(html.matches('[').count(), html.matches(']').count());
            html.len()
        };
        for end in [|at, n| at + n, |at, n| 2 * n - at] {
            assert!(length(2000, end) < 5 * length(500, end));
        }
    }

    #[test]
    fn marks_nest_cross_and_have_their_tags_behind_the_word() {
        for (marks, expected) in [
            (&[(0, 3, "a")][..], "[a one]{A} two<"),
            (&[(0, 2, "a")], "[a on]e{A} two<"),
            (&[(0, 7, "a"), (4, 7, "b")], "[a one [b two]]{B}{A}<"),
            (&[(4, 7, "b"), (0, 7, "a")], "[a one [b two]]{B}{A}<"),
            (&[(0, 5, "a"), (4, 7, "b")], "[a one [b t]][b wo]{B}{A}<"),
            (&[(0, 3, "a"), (0, 3, "b")], "[a [b one]]{B}{A} two<"),
            (&[(0, 3, "a"), (4, 7, "b")], "[a one]{A} [b two]{B}<"),
        ] {
            assert_eq!(html("one two<", marks).replace("&lt;", "<"), expected, "{marks:?}");
        }
    }
}
