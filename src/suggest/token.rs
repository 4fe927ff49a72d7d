//! The article as a row of tokens with their folded forms: what every rule here reads.
//!
//! Not the words of [`crate::text::words`]: the rules need punctuation, line ends and what stands glued to what, they
//! split letters from digits (G20, 19عاما), and they read each folded word many times over, so it is folded once.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text::{Span, Text, fold_char, is_arabic_diacritic, is_line_end, quotation_mark};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters of the Arabic script.
    Word,
    /// Letters of another script.
    Foreign,
    /// Digits of any script, with separators inside (3,150 and 2.8).
    Number,
    /// A quotation mark.
    Quote,
    /// Any other character that is not white space.
    Mark(char),
    /// A line end.
    Break,
}

/// One token; offsets are bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    start: u32,
    end: u32,
    folded: (u32, u32),
    /// No white space before it.
    pub(super) glued: bool,
}

impl Token {
    /// First byte in the article.
    pub(super) const fn start(&self) -> usize {
        self.start as usize
    }

    /// One past its last byte.
    pub(super) const fn end(&self) -> usize {
        self.end as usize
    }
}

/// The tokens of an article, or of a part of it. Asking past either end is allowed and finds nothing.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a Text,
    /// The bytes that were read.
    part: Range<usize>,
    folded: String,
    list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Reads a text once through. A text past 4 GiB is read up to there.
    pub(super) fn new(text: &'a Text) -> Self {
        Self::of(text, 0..text.len())
    }

    /// Reads some bytes of a text, as if nothing stood around them; offsets are those of the text.
    pub(super) fn of(text: &'a Text, part: Range<usize>) -> Self {
        let raw = text.get(part.clone());
        let offset = part.start;
        let (folded, list) = (String::with_capacity(raw.len()), Vec::with_capacity(raw.len() / 8));
        let mut tokens = Self { text, part, folded, list };
        let mut glued = true;
        let mut chars = raw.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let Ok(start) = u32::try_from(offset + at) else { break };
            let after = at + c.len_utf8();
            let Some(class) = Class::of(c) else {
                glued = glued && is_ignorable(c);
                continue;
            };
            let from = tokens.folded.len();
            let mut end = after;
            let kind = match class {
                Class::Break => Kind::Break,
                Class::Mark if quotation_mark(c).is_some() => Kind::Quote,
                Class::Mark => Kind::Mark(c),
                Class::Arabic | Class::Foreign | Class::Digit => {
                    fold_char(c, &mut |part| tokens.folded.push(part));
                    while let Some(&(at, c)) = chars.peek() {
                        if Class::of(c) == Some(class) || is_ignorable(c) || is_extending(c) {
                            fold_char(c, &mut |part| tokens.folded.push(part));
                            if !is_ignorable(c) {
                                end = at + c.len_utf8();
                            }
                        } else if class == Class::Digit && is_separator(c) && digit_follows(raw, at + c.len_utf8()) {
                            tokens.folded.push(c);
                        } else {
                            break;
                        }
                        chars.next();
                    }
                    match class {
                        Class::Arabic => Kind::Word,
                        Class::Digit => Kind::Number,
                        _ => Kind::Foreign,
                    }
                }
            };
            let bounds = (as_u32(from), as_u32(tokens.folded.len()));
            tokens.list.push(Token { kind, start, end: as_u32(offset + end), folded: bounds, glued });
            glued = !matches!(kind, Kind::Break);
        }
        tokens
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at an index.
    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    /// The kind at an index; past the end, a line end.
    pub(super) fn kind(&self, at: usize) -> Kind {
        self.list.get(at).map_or(Kind::Break, |token| token.kind)
    }

    /// Is it a word of Arabic letters?
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Kind::Word
    }

    /// Is it this punctuation mark?
    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Kind::Mark(mark)
    }

    /// Is it a comma of any script?
    pub(super) fn is_comma(&self, at: usize) -> bool {
        matches!(self.kind(at), Kind::Mark('،' | ','))
    }

    /// The folded form of a word or number; empty for anything else.
    pub(super) fn folded(&self, at: usize) -> &str {
        let bounds = self.list.get(at).map_or((0, 0), |token| token.folded);
        self.folded.get(bounds.0 as usize..bounds.1 as usize).unwrap_or_default()
    }

    /// Is it the word على or إلى? Folded, على looks like the name علي, so its alef maqsura must be there.
    pub(super) fn is_preposition(&self, at: usize) -> bool {
        match self.folded(at) {
            "الي" | "والي" => true,
            "علي" | "وعلي" => self.text.get(self.start(at)..self.end_before(at + 1)).ends_with('ى'),
            _ => false,
        }
    }

    /// The exact words between two tokens, the second excluded.
    #[cfg(test)]
    pub(super) fn raw(&self, from: usize, to: usize) -> &str {
        self.span(from, 0, to).map_or("", |span| self.text.slice(span))
    }

    /// The text they came from.
    pub(super) const fn text(&self) -> &'a Text {
        self.text
    }

    /// First byte of a token; past the end, where the text ends that was read.
    pub(super) fn start(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.part.end, Token::start)
    }

    /// End of the token before an index: where a stretch up to it (excluded) ends.
    pub(super) fn end_before(&self, to: usize) -> usize {
        to.checked_sub(1).and_then(|last| self.list.get(last)).map_or(self.part.start, Token::end)
    }

    /// The span from a token, `cut` folded letters into it, up to another token (excluded).
    pub(super) fn span(&self, from: usize, cut: usize, to: usize) -> Option<Span> {
        self.text.span_around(self.inside(from, cut), self.end_before(to))
    }

    /// The byte `cut` folded letters into a word: where it goes on when its proclitics are taken off.
    pub(super) fn inside(&self, at: usize, cut: usize) -> usize {
        let start = self.start(at);
        if cut == 0 {
            return start;
        }
        let mut letters = 0;
        let raw = self.text.get(start..self.end_before(at + 1));
        for (index, c) in raw.char_indices() {
            let before = letters;
            fold_char(c, &mut |_| letters += 1);
            if letters > before && before >= cut {
                return start + index;
            }
        }
        start
    }
}

/// Classes of characters; white space and what is invisible have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Arabic,
    Foreign,
    Digit,
    Mark,
    Break,
}

impl Class {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            '\u{621}'..='\u{64A}' | '\u{66E}'..='\u{66F}' | '\u{671}'..='\u{6D3}' => Self::Arabic,
            ' ' | '\t' | '\u{A0}' => return None,
            '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Self::Digit,
            c if is_line_end(c) => Self::Break,
            c if c.is_ascii() => {
                if c.is_ascii_alphabetic() {
                    Self::Foreign
                } else if c.is_ascii_control() {
                    return None;
                } else {
                    Self::Mark
                }
            }
            c if is_arabic_diacritic(c) || is_ignorable(c) || c.is_whitespace() => return None,
            '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8C9}' | '\u{FB50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}' => {
                Self::Arabic
            }
            c if c.is_alphabetic() => Self::Foreign,
            c if c.is_numeric() => Self::Mark,
            c if is_combining_mark(c) || c.is_control() => return None,
            _ => Self::Mark,
        })
    }
}

/// What belongs to the letter before it.
fn is_extending(c: char) -> bool {
    is_arabic_diacritic(c) || (c > '\u{2FF}' && is_combining_mark(c))
}

/// Invisible characters that may stand inside a word: joiners and directional marks; and a byte order mark.
const fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

const fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '٫' | '٬')
}

fn digit_follows(raw: &str, at: usize) -> bool {
    raw.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| Class::of(c) == Some(Class::Digit))
}

fn as_u32(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_token() {
        let text = Text::new("قالَ،\" G20 في 3,150 و٪٤٠\nمُنذ12/3");
        let tokens = Tokens::new(&text);
        let found: Vec<&str> = (0..tokens.len()).map(|at| tokens.raw(at, at + 1)).collect();
        assert_eq!(found, ["قالَ", "،", "\"", "G", "20", "في", "3,150", "و", "٪", "٤٠", "\n", "مُنذ", "12", "/", "3"]);
        assert_eq!(tokens.folded(0), "قال");
        assert_eq!(tokens.folded(9), "40");
        assert!(tokens.get(2).unwrap().glued && !tokens.get(3).unwrap().glued);
    }

    #[test]
    fn cutting_proclitics_off() {
        for (word, cut, rest) in [("لأوباما", 1, "أوباما"), ("وَلِلْأُمَمِ", 2, "لْأُمَمِ"), ("و\u{640}باريس", 1, "باريس")]
        {
            let text = Text::new(word);
            let tokens = Tokens::new(&text);
            assert_eq!(text.slice(tokens.span(0, cut, 1).unwrap()), rest, "{word}");
        }
    }
}
