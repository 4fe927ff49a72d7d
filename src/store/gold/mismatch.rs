//! The first place where the text of a gold file differs from the text of its article.

use crate::lang::{self, Lang, Rendered, isolated, say};

/// Where the text of a gold file is not the article's, and what both have there.
pub(crate) struct TextMismatch {
    /// From 0.
    code_point: usize,
    file: Snippet,
    article: Snippet,
}

/// The next words, in quotation marks, and whether they go on; nothing at the end of the text.
struct Snippet(Option<(String, bool)>);

impl TextMismatch {
    pub(crate) fn describe(&self, lang: Lang) -> String {
        say::gold_of_another_text(lang, self.code_point, self.file.describe(lang), self.article.describe(lang))
    }
}

impl Snippet {
    fn new(rest: &str) -> Self {
        let words: String = rest.chars().take(30).collect();
        let more = rest.chars().nth(30).is_some();
        Self((!rest.is_empty()).then(|| (format!("{words:?}"), more)))
    }

    fn describe(&self, lang: Lang) -> Rendered {
        Rendered(match &self.0 {
            None => lang::ITS_END.get(lang).to_owned(),
            Some((words, true)) => say::and_so_on(lang, words),
            Some((words, false)) => isolated(lang, words),
        })
    }
}

pub(crate) fn find_mismatch(file: &str, article: &str) -> Option<TextMismatch> {
    if file == article {
        return None;
    }
    let mut at = file.bytes().zip(article.bytes()).take_while(|(a, b)| a == b).count();
    while !(file.is_char_boundary(at) && article.is_char_boundary(at)) {
        at -= 1;
    }
    let [file_rest, article_rest] = [file, article].map(|text| Snippet::new(text.get(at..).unwrap_or_default()));
    let code_point = file.get(..at).unwrap_or_default().chars().count();
    Some(TextMismatch { code_point, file: file_rest, article: article_rest })
}
