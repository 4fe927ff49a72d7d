//! Folding: characters that look or sound the same become equal. A folded string is a view with a map back to the
//! original, which does not change.

use unicode_normalization::char::decompose_compatible;

use super::character::{is_arabic_diacritic, is_bidi_control};

/// Passes the characters that `c` folds to on to `out`. Diacritics, tatweel, joiners and bidi controls fold to nothing.
///
/// Alef with hamza, madda or wasla becomes alef. Alef maqsura and Persian yeh become yeh. Ta marbuta becomes heh. Hamza
/// on waw or yeh becomes its carrier. Persian and Urdu kaf become kaf. Arabic and Persian digits become Latin digits.
/// Presentation forms become the letters that they show. All other characters become lower case.
pub fn fold_char(c: char, out: &mut impl FnMut(char)) {
    match c {
        // Most letters fold to themselves, so they come before the cases that need a table.
        '\0'..='\u{7F}' => out(c.to_ascii_lowercase()),
        'ء' | 'ا' | 'ب' | 'ت'..='غ' | 'ف'..='و' | 'ي' => out(c),
        'آ' | 'أ' | 'إ' | 'ٱ' | 'ٲ' | 'ٳ' | 'ٵ' => out('ا'),
        'ى' | 'ئ' | 'ی' | 'ې' | 'ے' => out('ي'),
        'ؤ' => out('و'),
        'ة' | 'ہ' | 'ۀ' | 'ھ' => out('ه'),
        'ک' | 'ڪ' => out('ك'),
        '\u{640}' | '\u{200C}'..='\u{200F}' | '\u{FEFF}' => {}
        c if is_bidi_control(c) => {}
        '\u{660}'..='\u{669}' => out(digit(c, 0x660)),
        '\u{6F0}'..='\u{6F9}' => out(digit(c, 0x6F0)),
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' => {
            let mut parts = Vec::new();
            decompose_compatible(c, |part| parts.push(part));
            for part in parts {
                if !('\u{FB50}'..='\u{FEFE}').contains(&part) {
                    fold_char(part, out);
                }
            }
        }
        c if is_arabic_diacritic(c) => {}
        c if ('\u{600}'..='\u{6FF}').contains(&c) => out(c),
        c => c.to_lowercase().for_each(out),
    }
}

fn digit(c: char, zero: u32) -> char {
    char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
}

/// Folds a string without a map back.
pub trait Fold {
    /// Returns the folded string.
    fn fold(&self) -> String;
}

impl Fold for str {
    fn fold(&self) -> String {
        let mut folded = String::with_capacity(self.len());
        for c in self.chars() {
            fold_char(c, &mut |part| folded.push(part));
        }
        folded
    }
}

/// A folded string with a map to the bytes of the original.
///
/// ```
/// use tawsim::text::Folded;
/// let folded = Folded::new("في بَامَاكُـو");
/// let at = folded.as_str().find("باماكو").unwrap();
/// assert_eq!(folded.original(at..at + "باماكو".len()), Some(5..25)); // bytes, with diacritics and tatweel
/// ```
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    map: Vec<FoldedChar>,
}

/// One character of the folded string, and the bytes of the original that it came from.
#[derive(Debug, Clone, Copy)]
struct FoldedChar {
    /// Its first byte in the folded string.
    at: u32,
    /// The first byte of its source in the original.
    start: u32,
    /// One past the last byte of its source.
    end: u32,
}

/// The way in which white space is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhiteSpace {
    /// Each character stays as it is.
    Keep,
    /// A run of it becomes one space, so that a search finds words across line ends.
    Collapse,
}

impl Folded {
    /// Folds a text of less than 4 GiB.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let mut folded = Self::default();
        folded.append(original, 0, WhiteSpace::Keep);
        folded
    }

    /// Folds a short text and collapses its white space.
    pub(super) fn for_search(original: &str) -> Self {
        let mut folded = Self::default();
        folded.append(original, 0, WhiteSpace::Collapse);
        folded
    }

    /// Folds a part of the original after what was folded before. `begins` is the first byte of the part in the
    /// original.
    pub(super) fn append(&mut self, part: &str, begins: usize, white_space: WhiteSpace) {
        let (text, map) = (&mut self.text, &mut self.map);
        let collapse = white_space == WhiteSpace::Collapse;
        for (index, c) in part.char_indices() {
            let before = map.len();
            let (start, end) = (as_u32(begins + index), as_u32(begins + index + c.len_utf8()));
            let c = if collapse && c.is_whitespace() { ' ' } else { c };
            if collapse
                && c == ' '
                && text.ends_with(' ')
                && let Some(last) = map.last_mut()
            {
                last.end = end;
                continue;
            }
            fold_char(c, &mut |part| {
                map.push(FoldedChar { at: as_u32(text.len()), start, end });
                text.push(part);
            });
            // A character that folds to nothing (a diacritic, tatweel) belongs to the character before it.
            if map.len() == before
                && let Some(last) = map.last_mut()
                && last.end == start
            {
                last.end = end;
            }
        }
    }

    /// Removes at least this many bytes from the front of the folded string, up to the next character edge. Returns the
    /// number of bytes that were removed.
    pub(super) fn forget(&mut self, bytes: usize) -> usize {
        let first = self.map.partition_point(|entry| (entry.at as usize) < bytes);
        let cut = self.map.get(first).map_or(self.text.len(), |entry| entry.at as usize);
        self.text.replace_range(..cut, "");
        self.map.drain(..first);
        let shift = as_u32(cut);
        self.map.iter_mut().for_each(|entry| entry.at -= shift);
        cut
    }

    /// The folded string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the bytes of the original for a byte range of the folded string, or `None` if the range is empty or not
    /// on character edges.
    #[must_use]
    pub fn original(&self, range: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        self.text.get(range.clone()).filter(|part| !part.is_empty())?;
        let first = self.index(range.start)?;
        let last = self.map.partition_point(|entry| (entry.at as usize) < range.end).checked_sub(1)?;
        Some(self.map.get(first)?.start as usize..self.map.get(last)?.end as usize)
    }

    fn index(&self, byte: usize) -> Option<usize> {
        self.map.binary_search_by_key(&byte, |entry| entry.at as usize).ok()
    }
}

fn as_u32(byte: usize) -> u32 {
    debug_assert!(u32::try_from(byte).is_ok(), "a text of 4 GiB or more");
    u32::try_from(byte).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_fold_to_their_base_letters() {
        for (from, to) in [
            ("أُسْـــامة", "اسامه"),
            ("إلى", "الي"),
            ("مسؤول", "مسوول"),
            ("١٢۳", "123"),
            ("ﻻ", "لا"),
            ("BBC", "bbc"),
            ("کابل", "كابل"),
            ("\u{202B}قال\u{202C}", "قال"),
        ] {
            assert_eq!(from.fold(), to, "{from}");
        }
    }

    #[test]
    fn the_map_gives_the_bytes_of_the_original() {
        let original = "وَقَالَ ﷲ أوبامـا";
        let folded = Folded::new(original);
        assert_eq!(folded.as_str(), original.fold());
        let at = folded.as_str().find("اوباما").unwrap();
        let range = folded.original(at..folded.as_str().len()).unwrap();
        assert_eq!(original.get(range), Some("أوبامـا"));
    }
}
