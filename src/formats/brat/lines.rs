//! The lines of an `.ann` file.

use crate::text::{Span, Text, Unit, is_line_end};

/// A kind of line, with its letter and the place of its count.
#[derive(Clone, Copy)]
pub(super) enum LineKind {
    Span,
    Event,
    Relation,
    Attribute,
    Normalization,
    Note,
}

/// The lines of an `.ann` file.
pub(super) struct AnnLines<'a> {
    text: &'a Text,
    unit: Unit,
    pub(super) lines: String,
    /// The number of lines of each [`LineKind`].
    counts: [usize; 6],
}

impl<'a> AnnLines<'a> {
    pub(super) const fn new(text: &'a Text, unit: Unit) -> Self {
        Self { text, unit, lines: String::new(), counts: [0; 6] }
    }

    /// The name of the next line of a kind: T1, E1, R1, A1.
    pub(super) fn next_name(&mut self, kind: LineKind) -> String {
        let letter = match kind {
            LineKind::Span => 'T',
            LineKind::Event => 'E',
            LineKind::Relation => 'R',
            LineKind::Attribute => 'A',
            LineKind::Normalization => 'N',
            LineKind::Note => '#',
        };
        let count = self.counts.get_mut(kind as usize).map_or(0, |count| {
            *count += 1;
            *count
        });
        format!("{letter}{count}")
    }

    pub(super) fn push_line(&mut self, line: &str) {
        self.lines.push_str(line);
        self.lines.push('\n');
    }

    /// Adds a span of some pieces, as fragments between line ends, and gives its name. `None` for line ends only.
    pub(super) fn add_span(&mut self, label: &str, pieces: &[Span]) -> Option<String> {
        let mut fragments: Vec<Span> = Vec::new();
        for piece in pieces {
            let mut start = piece.start();
            for line in self.text.slice(*piece).split_inclusive(is_line_end) {
                let end = start + line.trim_end_matches(is_line_end).len();
                fragments.extend(self.text.span(start, end));
                start += line.len();
            }
        }
        if fragments.is_empty() {
            return None;
        }
        let places: Vec<String> = fragments
            .iter()
            .map(|part| self.text.range_in(*part, self.unit))
            .map(|range| format!("{} {}", range.start, range.end))
            .collect();
        let words: Vec<&str> = fragments.iter().map(|part| self.text.slice(*part)).collect();
        let name = self.next_name(LineKind::Span);
        self.push_line(&format!("{name}\t{label} {}\t{}", places.join(";"), words.join(" ")));
        Some(name)
    }

    /// Adds the event of a quote and gives its name. `parts` are the labels and names of its spans.
    pub(super) fn add_event(&mut self, parts: &[(&str, &str)], content: Option<Span>) -> String {
        let parts = |label: &str| {
            let parts = parts.iter().filter(|(of, _)| *of == label);
            parts.map(|(_, name)| (*name).to_owned()).collect::<Vec<_>>()
        };
        let trigger = match parts("CUE").pop() {
            Some(cue) => format!("CUE:{cue}"),
            None => format!("QUOTE:{}", content.and_then(|span| self.add_span("QUOTE", &[span])).unwrap_or_default()),
        };
        let name = self.next_name(LineKind::Event);
        let mut line = format!("{name}\t{trigger}");
        for (number, part) in parts("CONTENT").iter().enumerate() {
            let number = if number == 0 { String::new() } else { (number + 1).to_string() };
            line.push_str(&format!(" Content{number}:{part}"));
        }
        parts("SPEAKER").iter().for_each(|speaker| line.push_str(&format!(" Speaker:{speaker}")));
        self.push_line(&line);
        name
    }

    pub(super) fn add_attribute(&mut self, words: &str) {
        let name = self.next_name(LineKind::Attribute);
        self.push_line(&format!("{name}\t{words}"));
    }

    /// Adds a relation and gives its name.
    pub(super) fn add_relation(&mut self, label: &str, from: &str, to: &str) -> String {
        let name = self.next_name(LineKind::Relation);
        self.push_line(&format!("{name}\t{label} Arg1:{from} Arg2:{to}"));
        name
    }

    pub(super) fn add_note(&mut self, name: &str, note: &str) {
        let number = self.next_name(LineKind::Note);
        let note: String = note.chars().map(|c| if is_line_end(c) { ' ' } else { c }).collect();
        self.push_line(&format!("{number}\tAnnotatorNotes {name}\t{note}"));
    }
}
