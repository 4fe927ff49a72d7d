//! Labels in formats that allow only some characters. Both escapes are reversible, and an import reads them back.

use std::fmt::Write as _;

/// The label with white space, and characters for which `also` is true, as `%XX` for each byte of their UTF-8. A `%`
/// that would be read as an escape is escaped too.
pub(crate) fn percent_escape(label: &str, also: &[char]) -> String {
    let mut escaped = String::with_capacity(label.len());
    for (at, c) in label.char_indices() {
        let looks_escaped = c == '%' && label.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex_byte(hex).is_some());
        if c.is_whitespace() || c.is_control() || also.contains(&c) || looks_escaped {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "%{byte:02X}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Reads [`percent_escape`]. A label in which the escapes are no UTF-8 stays as it is.
pub(crate) fn percent_unescape(label: &str) -> String {
    let mut bytes = Vec::with_capacity(label.len());
    let mut rest = label.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        match tail.get(..2).filter(|_| first == b'%').and_then(hex_byte) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| label.to_owned())
}

fn hex_byte(hex: &[u8]) -> Option<u8> {
    let hex = std::str::from_utf8(hex).ok().filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(hex, 16).ok()
}

/// The label in the letters A to Z, digits, `-` and `_`: every other character as `_u` with four digits of its code point
/// (base sixteen), or `_U` with six. So is a `_` that would be read as such.
pub(crate) fn name_escape(label: &str) -> String {
    let mut escaped = String::with_capacity(label.len());
    for (at, c) in label.char_indices() {
        let looks_escaped = c == '_' && label.get(at..).is_some_and(|rest| escaped_char(rest).is_some());
        if (c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) && !looks_escaped {
            escaped.push(c);
        } else {
            let code = u32::from(c);
            // Writing to a string cannot fail.
            let _ = if code > 0xFFFF { write!(escaped, "_U{code:06x}") } else { write!(escaped, "_u{code:04x}") };
        }
    }
    escaped
}

/// Reads [`name_escape`].
pub(crate) fn name_unescape(label: &str) -> String {
    let mut read = String::with_capacity(label.len());
    let mut rest = label;
    while let Some(first) = rest.chars().next() {
        let (c, length) = escaped_char(rest).unwrap_or((first, first.len_utf8()));
        read.push(c);
        rest = rest.get(length..).unwrap_or_default();
    }
    read
}

/// The character of an escape at the beginning, with the length of the escape.
fn escaped_char(words: &str) -> Option<(char, usize)> {
    let digits = match words.get(..2)? {
        "_u" => 4,
        "_U" => 6,
        _ => return None,
    };
    let hex = words.get(2..2 + digits)?;
    let is_lower_hex = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    let code = hex.bytes().all(is_lower_hex).then(|| u32::from_str_radix(hex, 16).ok())??;
    Some((char::from_u32(code)?, 2 + digits))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_labels_stay_as_they_are() {
        for label in ["PER", "B-CARDINAL", "GPE_LOC", "_user"] {
            assert_eq!((percent_escape(label, &[]), name_escape(label)), (label.to_owned(), label.to_owned()));
        }
        assert_eq!(percent_escape("100%", &[]), "100%");
        assert_eq!(percent_escape("Work of Art", &[]), "Work%20of%20Art");
        assert_eq!(percent_escape("100%25", &[]), "100%2525");
        assert_eq!(name_escape("شخص"), "_u0634_u062e_u0635");
    }

    proptest! {
        #[test]
        fn every_label_comes_back(label in "([ a-fA-Z0-9%_uU]|\\PC|[\\u{600}-\\u{6FF}])*") {
            prop_assert_eq!(percent_unescape(&percent_escape(&label, &['['])), label.clone());
            let name = name_escape(&label);
            prop_assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')), "{}", name);
            prop_assert_eq!(name_unescape(&name), label);
        }
    }
}
