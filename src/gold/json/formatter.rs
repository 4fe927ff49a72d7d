//! JSON without line ends, whose control characters are all escaped.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

/// Writes compact JSON. JSON demands the escape of U+0000 to U+001F only; U+007F to U+009F are escaped as well, because lines go
/// to terminals, and U+009B begins a control sequence in some (ECMA-48, 8.3.16).
struct EscapeControls;

impl Formatter for EscapeControls {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // In UTF-8 these characters are the byte 0x7F, or begin with 0xC2.
        if !fragment.bytes().any(|byte| matches!(byte, 0x7F | 0xC2)) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut written = 0;
        for (at, control) in fragment.char_indices().filter(|(_, c)| matches!(c, '\u{7F}'..='\u{9F}')) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            write!(writer, "\\u{:04x}", u32::from(control))?;
            written = at + control.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}

/// Writes a value as compact JSON.
///
/// # Errors
/// The errors of `out`.
pub(super) fn write_compact(out: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, EscapeControls))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_and_come_back() {
        let value = "«قال»\u{7F}\u{80}\u{9B}31m\u{9F}\u{A0}\n\u{1B}";
        let mut bytes = Vec::new();
        write_compact(&mut bytes, &value).unwrap();
        let json = String::from_utf8(bytes).unwrap();
        assert_eq!(json, "\"«قال»\\u007f\\u0080\\u009b31m\\u009f\u{A0}\\n\\u001b\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), value);
    }
}
