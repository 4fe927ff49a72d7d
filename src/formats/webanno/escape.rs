//! The escapes of WebAnno TSV, in values and in text.

/// The escapes in a value: the plain text, and its written form.
const VALUE_ESCAPES: [(&str, &str); 10] = [
    ("\\", "\\\\"),
    ("[", "\\["),
    ("]", "\\]"),
    ("|", "\\|"),
    ("_", "\\_"),
    ("->", "\\->"),
    (";", "\\;"),
    ("\t", "\\t"),
    ("\n", "\\n"),
    ("*", "\\*"),
];

pub(super) fn escape_value(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let found = VALUE_ESCAPES.iter().find(|(plain, _)| rest.starts_with(plain));
        let (taken, written) = found.map_or((c.len_utf8(), None), |(plain, written)| (plain.len(), Some(*written)));
        match written {
            Some(written) => out.push_str(written),
            None => out.push(c),
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

pub(super) fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{C}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\u{8}' => out.push_str("\\b"),
            '\\' => out.push_str("\\\\"),
            '\0'..='\u{7}' | '\u{E}'..='\u{1F}' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

pub(super) fn unescape_value(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let found = VALUE_ESCAPES.iter().find(|(_, written)| rest.starts_with(written));
        match found {
            Some((plain, _)) => out.push_str(plain),
            None => out.push(c),
        }
        let taken = found.map_or(c.len_utf8(), |(_, written)| written.len());
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

pub(super) fn unescape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('f')) => out.push('\u{C}'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some('b')) => out.push('\u{8}'),
            ('\\', Some(other)) => out.push(other),
            _ => out.push(c),
        }
    }
    out
}

/// The values of a column: the parts between each `|` without a backslash before it.
pub(super) fn split_values(column: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in column.char_indices() {
        if c == '|' && !escaped {
            parts.push(column.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(column.get(start..).unwrap_or_default());
    parts
}
