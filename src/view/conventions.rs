//! The page of the guide about conventions, as rows that the guidelines show.

/// The page, in the language of Markdown (`docs/src/guide/conventions.md`).
const PAGE: &str = include_str!("../../docs/src/guide/conventions.md");

/// A row of the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ConventionRow<'a> {
    Heading(&'a str),
    Ruling(&'a str),
    Example(Example),
}

/// An example without its marks, and the parts that were marked, in bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Example {
    pub(super) text: String,
    pub(super) parts: Vec<(usize, usize, ExamplePart)>,
}

/// The meaning of a marked part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ExamplePart {
    Entity(String),
    Content,
    Cue,
    Speaker,
}

/// The headings and the rows of the tables, in the order of the page.
pub(super) fn rows() -> Vec<ConventionRow<'static>> {
    let mut rows = Vec::new();
    for line in PAGE.lines() {
        if let Some(heading) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            rows.push(ConventionRow::Heading(heading));
        }
        let cells =
            line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")).and_then(|row| row.split_once(" | "));
        let Some((ruling, examples)) = cells.filter(|(ruling, _)| *ruling != "ruling") else { continue };
        rows.push(ConventionRow::Ruling(ruling));
        let code = examples.split('`').skip(1).step_by(2);
        rows.extend(code.map(|code| ConventionRow::Example(Example::parse(code))));
    }
    rows
}

impl Example {
    /// Removes the marks of the format `inline`. The page is tested, so marks are closed.
    fn parse(marked: &str) -> Self {
        let mut example = Self::default();
        let mut open: Vec<(usize, ExamplePart)> = Vec::new();
        let mut rest = marked;
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            rest = match c {
                '[' | '{' => {
                    let (mark, words) = after.split_once(' ').unwrap_or((after, ""));
                    let part = match (c, mark.chars().next()) {
                        ('[', _) => ExamplePart::Entity(mark.to_owned()),
                        (_, Some('u')) => ExamplePart::Cue,
                        (_, Some('s')) => ExamplePart::Speaker,
                        _ => ExamplePart::Content,
                    };
                    open.push((example.text.len(), part));
                    words
                }
                ']' | '}' => {
                    if let Some((start, part)) = open.pop() {
                        example.parts.push((start, example.text.len(), part));
                    }
                    after
                }
                c => {
                    example.text.push(c);
                    after
                }
            };
        }
        example
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_headings_rulings_and_examples() {
        let rows = rows();
        let count = |wanted: fn(&ConventionRow<'_>) -> bool| rows.iter().filter(|row| wanted(row)).count();
        assert!(count(|row| matches!(row, ConventionRow::Heading(_))) > 8);
        assert!(count(|row| matches!(row, ConventionRow::Ruling(_))) > 70);
        let marked = |row: &ConventionRow<'_>| matches!(row, ConventionRow::Example(it) if !it.parts.is_empty());
        assert!(rows.iter().filter(|row| marked(row)).count() > 100);
    }

    #[test]
    fn marks_become_parts() {
        let example = Example::parse("{u1 قال} {s1 [PER علي]}");
        assert_eq!(example.text, "قال علي");
        let parts =
            [(0, 6, ExamplePart::Cue), (7, 13, ExamplePart::Entity("PER".to_owned())), (7, 13, ExamplePart::Speaker)];
        assert_eq!(example.parts, parts);
    }
}
