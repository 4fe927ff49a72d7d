//! Tables of tokens and tags: lines whose fields are separated by commas or semicolons (RFC 4180).

use csv_core::{ReadRecordResult, ReaderBuilder};

/// The separators of fields, in the order in which they are tried.
pub(super) const DELIMITERS: [u8; 2] = [b',', b';'];

/// The names of columns that hold tokens.
const TOKENS: [&str; 7] = ["token", "tokens", "word", "words", "form", "text", "الكلمة"];

/// The layout of the lines of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// True if the first line names the columns.
    pub(super) has_header: bool,
    /// The separator of fields; `None`: tabs or spaces.
    pub(super) delimiter: Option<u8>,
    /// The column that names or numbers the sentence. It may be empty after the first token of a sentence.
    pub(super) sentence: Option<usize>,
}

/// A line of a table with tabs between its fields. A line that only has delimiters is empty. `None` if a field has a tab, or a
/// quotation mark is not closed.
pub(super) fn with_tabs(line: &str, delimiter: u8) -> Option<String> {
    if line.is_empty() {
        return Some(String::new());
    }
    let line = format!("{line}\n");
    let (mut fields, mut ends) = (vec![0; line.len()], vec![0; line.len() + 1]);
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (result, _, _, count) = reader.read_record(line.as_bytes(), &mut fields, &mut ends);
    if result != ReadRecordResult::Record {
        return None;
    }
    let (mut words, mut start) = (Vec::new(), 0);
    for end in ends.get(..count)? {
        words.push(std::str::from_utf8(fields.get(start..*end)?).ok()?);
        start = *end;
    }
    let is_empty = words.iter().all(|word| word.trim().is_empty());
    let has_tab = words.iter().any(|word| word.contains('\t'));
    (!has_tab).then(|| if is_empty { String::new() } else { words.join("\t") })
}

/// The column that a header calls the token.
pub(super) fn token_named(header: &[String]) -> Option<usize> {
    header.iter().position(|name| TOKENS.contains(&name.to_lowercase().as_str()))
}

/// The column that a header calls the sentence. Its values are numbers or names of sentences, not their words.
pub(super) fn sentence_named(header: &[String]) -> Option<usize> {
    let is_sentence = |name: &str| {
        let name = name.to_lowercase();
        let rest = name.strip_prefix("sentence").or_else(|| name.strip_prefix("sent"));
        rest.is_some_and(|rest| matches!(rest.trim_matches([' ', '_', '-']), "" | "#" | "id" | "idx" | "no" | "number"))
    };
    header.iter().position(|name| is_sentence(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_of_rfc_4180() {
        for (line, expected) in [
            ("زار,O", Some("زار\tO")),
            ("\",\",O", Some(",\tO")),
            ("\"\"\"\",O", Some("\"\tO")),
            ("1,,ريم,B-PER", Some("1\t\tريم\tB-PER")),
            (",,,", Some("")),
            ("", Some("")),
            ("\"ريم,B-PER", None),
            ("a\tb,O", None),
        ] {
            assert_eq!(with_tabs(line, b',').as_deref(), expected, "{line}");
        }
        assert_eq!(with_tabs("ريم;B-PER", b';').as_deref(), Some("ريم\tB-PER"));
    }

    #[test]
    fn headers_name_columns() {
        let header = ["", "Sentence #", "Word", "POS", "Tag"].map(str::to_owned);
        assert_eq!((token_named(&header), sentence_named(&header)), (Some(2), Some(1)));
        assert_eq!(sentence_named(&["sentence_text".to_owned()]), None);
    }
}
