//! Tokens: the article as a list of words, numbers, punctuation and line ends, each with its folded form.
//!
//! These are not the words of [`crate::text::words`]. The rules for suggestions also need punctuation, line ends and the
//! places without white space; they need letters and digits apart (G20, 19عاما); and they read each folded word many
//! times, so each word is folded once.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text::{Span, Text, fold_char, is_arabic_diacritic, is_line_end, quotation_mark};

/// The characters that a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters of the Arabic script.
    Word,
    /// Letters of another script.
    Foreign,
    /// Digits of any script, with separators inside (3,150 and 2.8).
    Number,
    /// One quotation mark.
    QuotationMark,
    /// One punctuation mark, symbol or other character that is not white space.
    Punctuation(char),
    /// One line end.
    LineEnd,
}

/// A token. Offsets are bytes of the article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    start: u32,
    end: u32,
    /// The begin and the end of its folded form in [`Tokens::folded`].
    folded: (u32, u32),
    /// True if no white space is before the token.
    pub(crate) glued: bool,
    /// True for على and إلى, with or without و.
    is_preposition: bool,
}

impl Token {
    /// The first byte of the token.
    pub(crate) const fn start(&self) -> usize {
        self.start as usize
    }

    /// The byte after the token.
    pub(crate) const fn end(&self) -> usize {
        self.end as usize
    }
}

/// The tokens of an article, or of a part of it.
///
/// An index past either end is allowed: it has no token, no folded form, and the kind of a line end.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a Text,
    /// The bytes of the text that were read.
    part: Range<usize>,
    folded: String,
    list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Reads a whole text. Of a text over 4 GiB the first 4 GiB are read.
    pub(crate) fn new(text: &'a Text) -> Self {
        Self::in_range(text, 0..text.len())
    }

    /// Reads a range of bytes of a text, as if the text had no other bytes. Offsets are those of the whole text.
    pub(crate) fn in_range(text: &'a Text, part: Range<usize>) -> Self {
        let raw = text.get(part.clone());
        let offset = part.start;
        let (folded, list) = (String::with_capacity(raw.len()), Vec::with_capacity(raw.len() / 8));
        let mut tokens = Self { text, part, folded, list };
        let mut glued = true;
        let mut chars = raw.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let Ok(start) = u32::try_from(offset + at) else { break };
            let after = at + c.len_utf8();
            let Some(class) = CharClass::of(c) else {
                glued = glued && is_ignorable(c);
                continue;
            };
            let from = tokens.folded.len();
            let mut end = after;
            let kind = match class {
                CharClass::LineEnd => TokenKind::LineEnd,
                CharClass::Punctuation if quotation_mark(c).is_some() => TokenKind::QuotationMark,
                CharClass::Punctuation => TokenKind::Punctuation(c),
                CharClass::Arabic | CharClass::Foreign | CharClass::Digit => {
                    fold_char(c, &mut |part| tokens.folded.push(part));
                    while let Some(&(at, c)) = chars.peek() {
                        if CharClass::of(c) == Some(class) || is_ignorable(c) || is_extending(c) {
                            fold_char(c, &mut |part| tokens.folded.push(part));
                            if !is_ignorable(c) {
                                end = at + c.len_utf8();
                            }
                        } else if class == CharClass::Digit && is_separator(c) && digit_follows(raw, at + c.len_utf8())
                        {
                            tokens.folded.push(c);
                        } else {
                            break;
                        }
                        chars.next();
                    }
                    match class {
                        CharClass::Arabic => TokenKind::Word,
                        CharClass::Digit => TokenKind::Number,
                        _ => TokenKind::Foreign,
                    }
                }
            };
            let bounds = (as_u32(from), as_u32(tokens.folded.len()));
            let is_preposition = kind == TokenKind::Word
                && is_preposition(tokens.folded.get(from..).unwrap_or_default(), raw.get(at..end).unwrap_or_default());
            let end = as_u32(offset + end);
            tokens.list.push(Token { kind, start, end, folded: bounds, glued, is_preposition });
            glued = !matches!(kind, TokenKind::LineEnd);
        }
        tokens
    }

    /// The number of tokens.
    pub(crate) const fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at an index.
    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    /// The kind of the token at an index; a line end if there is none.
    pub(crate) fn kind(&self, at: usize) -> TokenKind {
        self.list.get(at).map_or(TokenKind::LineEnd, |token| token.kind)
    }

    /// True if the token is a word of Arabic letters.
    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Word
    }

    /// True if the token is this punctuation mark.
    pub(crate) fn is_punctuation(&self, at: usize, mark: char) -> bool {
        self.kind(at) == TokenKind::Punctuation(mark)
    }

    /// True if the token is a comma, Arabic or Latin.
    pub(crate) fn is_comma(&self, at: usize) -> bool {
        matches!(self.kind(at), TokenKind::Punctuation('،' | ','))
    }

    /// The folded form of a word or number; empty for other tokens.
    pub(crate) fn folded(&self, at: usize) -> &str {
        let bounds = self.list.get(at).map_or((0, 0), |token| token.folded);
        let folded = self.folded.get(bounds.0 as usize..bounds.1 as usize);
        debug_assert!(folded.is_some(), "the folded form of a token is part of `folded`");
        folded.unwrap_or_default()
    }

    /// True if the token is على or إلى, with or without و.
    pub(crate) fn is_preposition(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.is_preposition)
    }

    /// The text from the token `from` to the token `to`, which is excluded.
    #[cfg(test)]
    pub(crate) fn raw(&self, from: usize, to: usize) -> &str {
        self.span(from, 0, to).map_or("", |span| self.text.slice(span))
    }

    /// The text that the tokens come from.
    pub(crate) const fn text(&self) -> &'a Text {
        self.text
    }

    /// The bytes of the text that were read.
    pub(crate) fn part(&self) -> Range<usize> {
        self.part.clone()
    }

    /// The first byte of a token; for an index past the end, the end of the bytes that were read.
    pub(crate) fn start(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.part.end, Token::start)
    }

    /// The end of the token before an index, in bytes: where a token span that ends before `to` ends in the text.
    pub(crate) fn end_before(&self, to: usize) -> usize {
        to.checked_sub(1).and_then(|last| self.list.get(last)).map_or(self.part.start, Token::end)
    }

    /// The text span of the tokens `from..to`, without the first `proclitic` folded letters of the first token. `None` if it
    /// would be empty.
    pub(crate) fn span(&self, from: usize, proclitic: usize, to: usize) -> Option<Span> {
        self.text.span_around(self.start_behind_proclitic(from, proclitic), self.end_before(to))
    }

    /// The proclitics that the writer set apart with a tatweel (لـ, وبـ): how many folded letters of the token they are; 0 for
    /// none.
    pub(crate) fn proclitic_before_tatweel(&self, at: usize) -> usize {
        let raw = self.text.get(self.start(at)..self.end_before(at + 1));
        let letters = raw.chars().take_while(|c| matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك')).count();
        let mut rest = raw.chars().skip(letters);
        let set_apart = letters <= 2 && rest.next() == Some('\u{640}') && rest.any(|c| c != '\u{640}');
        if set_apart { letters } else { 0 }
    }

    /// The byte after the first `proclitic` folded letters of a token: where the word begins after its proclitics.
    pub(crate) fn start_behind_proclitic(&self, at: usize, proclitic: usize) -> usize {
        let start = self.start(at);
        if proclitic == 0 {
            return start;
        }
        let mut letters = 0;
        let raw = self.text.get(start..self.end_before(at + 1));
        for (index, c) in raw.char_indices() {
            let before = letters;
            fold_char(c, &mut |_| letters += 1);
            if letters > before && before >= proclitic {
                return start + index;
            }
        }
        start
    }
}

/// True for a word that is على or إلى, with or without و. The folded form of على is that of the name علي, so the word as it is
/// written must have the alef maqsura.
fn is_preposition(folded: &str, written: &str) -> bool {
    match folded {
        "الي" | "والي" => true,
        "علي" | "وعلي" => written.ends_with('ى'),
        _ => false,
    }
}

/// A run of tokens `from..to`, without the proclitics of the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TokenSpan {
    /// The first token.
    pub(crate) from: usize,
    /// Proclitic length: how many folded letters of the first token are not part of the span.
    pub(crate) proclitic: usize,
    /// The token after the last one.
    pub(crate) to: usize,
}

impl TokenSpan {
    pub(crate) const fn new(from: usize, proclitic: usize, to: usize) -> Self {
        Self { from, proclitic, to }
    }

    /// Whole tokens: nothing of the first one is left out.
    pub(crate) const fn whole(from: usize, to: usize) -> Self {
        Self::new(from, 0, to)
    }

    /// One token after its proclitic.
    pub(crate) const fn word(at: usize, proclitic: usize) -> Self {
        Self::new(at, proclitic, at + 1)
    }
}

/// Classes of characters. White space and invisible characters have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CharClass {
    Arabic,
    Foreign,
    Digit,
    Punctuation,
    LineEnd,
}

impl CharClass {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            '\u{621}'..='\u{64A}' | '\u{66E}'..='\u{66F}' | '\u{671}'..='\u{6D3}' => Self::Arabic,
            ' ' | '\t' | '\u{A0}' => return None,
            '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Self::Digit,
            c if is_line_end(c) => Self::LineEnd,
            c if c.is_ascii() => {
                if c.is_ascii_alphabetic() {
                    Self::Foreign
                } else if c.is_ascii_control() {
                    return None;
                } else {
                    Self::Punctuation
                }
            }
            c if is_arabic_diacritic(c) || is_ignorable(c) || c.is_whitespace() => return None,
            '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8C9}' | '\u{FB50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}' => {
                Self::Arabic
            }
            c if c.is_alphabetic() => Self::Foreign,
            c if c.is_numeric() => Self::Punctuation,
            c if is_combining_mark(c) || c.is_control() => return None,
            _ => Self::Punctuation,
        })
    }
}

/// True for a diacritic or another sign that belongs to the letter before it.
fn is_extending(c: char) -> bool {
    is_arabic_diacritic(c) || (c > '\u{2FF}' && is_combining_mark(c))
}

/// True for an invisible character that may be inside a word: a joiner, a directional mark or a byte order mark.
pub(crate) const fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

const fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '٫' | '٬')
}

fn digit_follows(raw: &str, at: usize) -> bool {
    raw.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| CharClass::of(c) == Some(CharClass::Digit))
}

fn as_u32(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_tokens() {
        let text = Text::new("قالَ،\" G20 في 3,150 و٪٤٠\nمُنذ12/3");
        let tokens = Tokens::new(&text);
        let found: Vec<&str> = (0..tokens.len()).map(|at| tokens.raw(at, at + 1)).collect();
        assert_eq!(found, ["قالَ", "،", "\"", "G", "20", "في", "3,150", "و", "٪", "٤٠", "\n", "مُنذ", "12", "/", "3"]);
        assert_eq!(tokens.folded(0), "قال");
        assert_eq!(tokens.folded(9), "40");
        assert!(tokens.get(2).unwrap().glued && !tokens.get(3).unwrap().glued);
    }

    #[test]
    fn spans_leave_proclitics_out() {
        for (word, proclitic, rest) in [("لأوباما", 1, "أوباما"), ("وَلِلْأُمَمِ", 2, "لْأُمَمِ"), ("و\u{640}باريس", 1, "باريس")]
        {
            let text = Text::new(word);
            let tokens = Tokens::new(&text);
            assert_eq!(text.slice(tokens.span(0, proclitic, 1).unwrap()), rest, "{word}");
        }
    }
}
