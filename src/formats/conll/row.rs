//! The fields of a line.

/// The fields of a line: at tabs if there are any, else at spaces. A no-break space separates nothing: it is a part of a
/// token. A comma separates nothing either, because it is a token of most texts.
pub(super) fn split_fields(line: &str) -> Vec<&str> {
    if line.contains('\t') { line.split('\t').collect() } else { line.split(' ').filter(|it| !it.is_empty()).collect() }
}

/// True for a line that ends a sentence: it has only white space.
pub(super) fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '\r']).is_empty()
}

/// The article mark of CoNLL-2003.
pub(super) const DOCSTART: &str = "-DOCSTART-";

/// The begin of an article, as a line of the file says it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ArticleMark {
    /// An article begins. It may have an id.
    Begin(Option<String>),
    /// The text of the next sentence, as it is.
    SentenceText(String),
    /// Another comment.
    Comment,
}

/// Reads a line that is no token: an article mark or a comment.
pub(super) fn read_mark(line: &str) -> Option<ArticleMark> {
    let first = line.split(['\t', ' ']).next().unwrap_or_default();
    if first == DOCSTART {
        // The other columns hold nothing, or the name of the article.
        let rest =
            line.split(['\t', ' ']).skip(1).filter(|word| !matches!(*word, "" | "-X-" | "O" | "_" | "-" | "-Z-"));
        let id = rest.collect::<Vec<_>>().join(" ");
        return Some(ArticleMark::Begin(Some(id).filter(|id| !id.is_empty())));
    }
    // WebAnno 2 writes a space before the line that names the layers.
    let words = line.trim_start_matches(' ').strip_prefix('#')?.trim();
    if let Some(name) = words.strip_prefix("begin document") {
        // `#begin document (bc/cctv_0001); part 000`
        let name: String = name.chars().filter(|c| !matches!(c, '(' | ')')).collect();
        let (id, part) = name.split_once(';').unwrap_or((&name, ""));
        let part = part.trim().trim_start_matches("part").trim();
        let id = if part.is_empty() { id.trim().to_owned() } else { format!("{}.{part}", id.trim()) };
        return Some(ArticleMark::Begin(Some(id)));
    }
    let (key, value) = words.split_once('=').map_or((words, ""), |(key, value)| (key.trim(), value.trim()));
    let id = || Some(value.to_owned()).filter(|id| !id.is_empty());
    Some(match key {
        "newdoc id" | "newdoc" | "document_id" | "hipe2022:document_id" | "doc_id" => ArticleMark::Begin(id()),
        _ if words.starts_with("newdoc") => ArticleMark::Begin(id()),
        "text" => ArticleMark::SentenceText(value.to_owned()),
        _ => ArticleMark::Comment,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_break_space_separates_nothing() {
        assert_eq!(split_fields("عبد\u{a0}الله\tB-PER"), ["عبد\u{a0}الله", "B-PER"]);
        assert_eq!(split_fields("عبد الله\tB-PER"), ["عبد الله", "B-PER"]);
        assert_eq!(split_fields("عبد\u{a0}الله  B-PER "), ["عبد\u{a0}الله", "B-PER"]);
        assert!(is_blank(" \t") && !is_blank("\u{a0}"));
    }

    #[test]
    fn marks_begin_articles() {
        let begin = |id: &str| Some(ArticleMark::Begin(Some(id.to_owned()).filter(|id| !id.is_empty())));
        assert_eq!(read_mark("-DOCSTART- -X- O O"), begin(""));
        assert_eq!(read_mark("-DOCSTART-\t(1 Crude)\tO"), begin("(1 Crude)"));
        assert_eq!(read_mark("#begin document (bc/x_01); part 002"), begin("bc/x_01.002"));
        assert_eq!(read_mark("# newdoc id = n1"), begin("n1"));
        assert_eq!(read_mark("# document_id = d-7"), begin("d-7"));
        assert_eq!(read_mark("# text = زارت ريم"), Some(ArticleMark::SentenceText("زارت ريم".to_owned())));
        assert_eq!(read_mark("#\thttp://x.example [2009]"), Some(ArticleMark::Comment));
        assert_eq!(read_mark("زارت O"), None);
    }
}
