//! Words of a text for a message: short, and readable.

use std::fmt::{self, Write as _};

use crate::text::{beginning, is_arabic_diacritic};

/// The first 30 code points of some words, for messages.
pub(super) fn beginning_of(words: &str) -> ReadableWords {
    ReadableWords(beginning(words, 30))
}

/// Words for a message. The debug form puts them in quotation marks and escapes control characters, but not Arabic
/// diacritics: Rust escapes those, and then the words cannot be read.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ReadableWords(pub(super) String);

impl fmt::Debug for ReadableWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            if c == '"' || is_arabic_diacritic(c) {
                f.write_char(c)?;
            } else {
                write!(f, "{}", c.escape_debug())?;
            }
        }
        f.write_char('"')
    }
}
