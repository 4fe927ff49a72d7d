//! The tags of a token: `B-PER`, `PER-B`, `PER`, `(PER*`, and several in one column (`B-GPE|I-ORG`).

/// The way in which a column writes tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagStyle {
    /// `B-PER`: IOB1, IOB2, BILOU, BIOES, BMES.
    Prefix,
    /// `PER-B`.
    Suffix,
    /// `PER`: tokens in a row with one label are one span.
    Bare,
    /// `(PER*`, `*`, `*)`, `(PER)`: CoNLL-2012.
    Brackets,
}

/// The position of a token in a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Begin,
    Inside,
    Last,
    Single,
    /// Continues a span of the same label, or begins one: a bare tag.
    Same,
    /// Closes the innermost open bracket. It has no label.
    Close,
    /// Opens a bracket.
    Open,
}

/// One tag of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) position: Position,
    pub(super) label: &'a str,
}

/// True for a value that means "no span". `o` and `0` are slips for `O`; `_` and `-` mean that nothing was annotated.
pub(super) fn is_outside(value: &str) -> bool {
    matches!(value, "O" | "o" | "0" | "_" | "-" | "OUT" | "B-O" | "I-O" | "B-_" | "I-_")
}

/// The tags of a value; empty for `O`; `None` if it is not a tag.
pub(super) fn parse_tags(value: &str, style: TagStyle) -> Option<Vec<Tag<'_>>> {
    let value = value.trim();
    if style == TagStyle::Brackets {
        return parse_brackets(value);
    }
    if is_outside(value) {
        return Some(Vec::new());
    }
    let parts: Vec<&str> = value.split(['|', ',', ';', '+', '/', ' ']).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| is_outside(part) || parse_tag(part, style).is_some()) {
        return Some(parts.into_iter().filter_map(|part| parse_tag(part, style)).collect());
    }
    parse_tag(value, style).map(|tag| vec![tag])
}

fn parse_tag(value: &str, style: TagStyle) -> Option<Tag<'_>> {
    if is_outside(value) {
        return None;
    }
    let (letter, label) = match style {
        TagStyle::Prefix => value.split_once(['-', '_'])?,
        TagStyle::Suffix => {
            let (label, letter) = value.rsplit_once(['-', '_'])?;
            (letter, label)
        }
        TagStyle::Bare => {
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '&' | ':' | '/');
            let is_label = value.starts_with(char::is_alphabetic) && value.chars().all(is_name);
            return is_label.then_some(Tag { position: Position::Same, label: value });
        }
        TagStyle::Brackets => return None,
    };
    let position = match letter {
        "B" | "b" => Position::Begin,
        "I" | "M" | "i" => Position::Inside,
        "L" | "E" => Position::Last,
        "U" | "S" | "W" => Position::Single,
        _ => return None,
    };
    (!label.is_empty()).then_some(Tag { position, label })
}

/// Reads `(PERSON*`, `*)`, `(DATE(CARDINAL*))`, `*`.
fn parse_brackets(value: &str) -> Option<Vec<Tag<'_>>> {
    let mut tags = Vec::new();
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..)?;
        rest = match c {
            '(' => {
                let end = after.find(['(', ')', '*']).unwrap_or(after.len());
                tags.push(Tag { position: Position::Open, label: after.get(..end).filter(|label| !label.is_empty())? });
                after.get(end..)?
            }
            ')' => {
                tags.push(Tag { position: Position::Close, label: "" });
                after
            }
            '*' | '-' | '_' => after,
            _ => return None,
        };
    }
    (!value.is_empty()).then_some(tags)
}

/// A span that is being read.
struct OpenSpan {
    column: usize,
    label: String,
    first: usize,
    last: usize,
    /// False after its last token was read.
    is_open: bool,
    /// True for a span that only a bracket closes.
    is_bracket: bool,
}

/// Joins the tags of tokens to spans.
#[derive(Default)]
pub(super) struct SpanDecoder {
    open: Vec<OpenSpan>,
    /// The spans that ended: the first and the last token, the label.
    pub(super) spans: Vec<(usize, usize, String)>,
    /// The brackets that closed nothing or were never closed.
    pub(super) stray_brackets: usize,
}

impl SpanDecoder {
    /// Reads the tags of token number `at`, with the number of the column of each.
    ///
    /// A tag that continues a span continues the one in its own column; if there is none, one with its label in another
    /// column, because some files list the tags of a token without empty columns.
    pub(super) fn push(&mut self, at: usize, tags: &[(usize, Tag<'_>)]) {
        let before = at.checked_sub(1);
        for (column, tag) in tags {
            match tag.position {
                Position::Begin | Position::Single | Position::Open => self.begin(*column, tag, at),
                Position::Inside | Position::Last | Position::Same => {
                    let fits = |span: &&mut OpenSpan| {
                        span.is_open && !span.is_bracket && Some(span.last) == before && span.label == tag.label
                    };
                    let own = self.open.iter_mut().filter(fits).find(|span| span.column == *column);
                    let is_bare = tag.position == Position::Same;
                    let found = match own {
                        Some(span) => Some(span),
                        None if is_bare => None,
                        None => self.open.iter_mut().find(fits),
                    };
                    match found {
                        Some(span) => {
                            span.last = at;
                            span.is_open = tag.position != Position::Last;
                        }
                        None => self.begin(*column, tag, at),
                    }
                }
                Position::Close => {
                    match self.open.iter_mut().rfind(|span| span.is_open && span.is_bracket && span.column == *column) {
                        Some(span) => {
                            span.last = at;
                            span.is_open = false;
                        }
                        None => self.stray_brackets += 1,
                    }
                }
            }
        }
        let ended = |span: &mut OpenSpan| !span.is_open || !span.is_bracket && span.last != at;
        self.spans.extend(self.open.extract_if(.., ended).map(|span| (span.first, span.last, span.label)));
    }

    fn begin(&mut self, column: usize, tag: &Tag<'_>, at: usize) {
        self.open.push(OpenSpan {
            column,
            label: tag.label.to_owned(),
            first: at,
            last: at,
            is_open: !matches!(tag.position, Position::Single | Position::Last),
            is_bracket: tag.position == Position::Open,
        });
    }

    /// Ends all spans: a span does not go on in the next sentence.
    pub(super) fn end_sentence(&mut self) {
        for span in self.open.drain(..) {
            if span.is_bracket && span.is_open {
                self.stray_brackets += 1;
            }
            self.spans.push((span.first, span.last, span.label));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The spans of tokens that are separated by spaces; the columns of a token are separated by a tilde.
    fn spans(tokens: &str, style: TagStyle) -> Vec<String> {
        let mut decoder = SpanDecoder::default();
        for (at, token) in tokens.split(' ').enumerate() {
            let columns = token.split('~').enumerate();
            let tags: Vec<(usize, Tag<'_>)> = columns
                .flat_map(|(column, value)| parse_tags(value, style).unwrap().into_iter().map(move |tag| (column, tag)))
                .collect();
            decoder.push(at, &tags);
        }
        decoder.end_sentence();
        let mut spans: Vec<String> =
            decoder.spans.iter().map(|(first, last, label)| format!("{label}{first}-{last}")).collect();
        spans.sort();
        spans
    }

    #[test]
    fn tags_of_all_styles_become_spans() {
        for (tokens, style, expected) in [
            ("O B-A I-A O B-A", TagStyle::Prefix, vec!["A1-2", "A4-4"]),
            ("O I-A I-A O I-A", TagStyle::Prefix, vec!["A1-2", "A4-4"]),
            ("O B-A L-A O U-A", TagStyle::Prefix, vec!["A1-2", "A4-4"]),
            ("o B-A E-A o S-A", TagStyle::Prefix, vec!["A1-2", "A4-4"]),
            ("A-B A-I O", TagStyle::Suffix, vec!["A0-1"]),
            ("A A O A B", TagStyle::Bare, vec!["A0-1", "A3-3", "B4-4"]),
            ("(A* *) (B) * (C(D*) *)", TagStyle::Brackets, vec!["A0-1", "B2-2", "C4-5", "D4-4"]),
            // Nested: in columns of their own, in one column, and without empty columns.
            ("B-A~O I-A~B-G O~O", TagStyle::Prefix, vec!["A0-1", "G1-1"]),
            ("B-A B-G|I-A O", TagStyle::Prefix, vec!["A0-1", "G1-1"]),
            ("B-A O|B-G|I-A O|O", TagStyle::Prefix, vec!["A0-1", "G1-1"]),
            ("B-A B-G~I-A O", TagStyle::Prefix, vec!["A0-1", "G1-1"]),
        ] {
            assert_eq!(spans(tokens, style), expected, "{tokens}");
        }
        assert_eq!(parse_tags("NOUN", TagStyle::Prefix), None);
        assert_eq!(parse_tags("(A", TagStyle::Brackets).map(|tags| tags.len()), Some(1));
    }
}
