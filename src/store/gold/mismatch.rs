//! The first place where the text of a gold file differs from the text of its article.

use crate::lang::{self, Lang, Rendered, isolated, say};

/// The number of code points that a [`Snippet`] shows.
const SNIPPET_LENGTH: usize = 30;

/// The place where two texts begin to differ, and the rest of each.
pub(crate) struct TextMismatch {
    /// In code points, from 0.
    code_point: usize,
    file: Snippet,
    article: Snippet,
}

/// The beginning of the rest of a text.
enum Snippet {
    /// Nothing follows: the text ends here.
    End,
    /// The whole rest, in quotation marks.
    Rest(String),
    /// The first code points of the rest, in quotation marks.
    Beginning(String),
}

impl TextMismatch {
    /// The mismatch as the message of a problem.
    pub(crate) fn describe(&self, lang: Lang) -> String {
        say::gold_of_another_text(lang, self.code_point, self.file.describe(lang), self.article.describe(lang))
    }
}

impl Snippet {
    fn new(rest: &str) -> Self {
        let beginning: String = rest.chars().take(SNIPPET_LENGTH).collect();
        match rest.chars().nth(SNIPPET_LENGTH) {
            _ if rest.is_empty() => Self::End,
            None => Self::Rest(format!("{beginning:?}")),
            Some(_) => Self::Beginning(format!("{beginning:?}")),
        }
    }

    fn describe(&self, lang: Lang) -> Rendered {
        Rendered(match self {
            Self::End => lang::ITS_END.get(lang).to_owned(),
            Self::Rest(words) => isolated(lang, words),
            Self::Beginning(words) => say::and_so_on(lang, words),
        })
    }
}

/// Finds the first difference between the texts of a gold file and of an article; `None` if they are equal.
pub(crate) fn find_mismatch(file: &str, article: &str) -> Option<TextMismatch> {
    if file == article {
        return None;
    }
    let mut at = file.bytes().zip(article.bytes()).take_while(|(a, b)| a == b).count();
    while !(file.is_char_boundary(at) && article.is_char_boundary(at)) {
        at -= 1;
    }
    // `at` is a character boundary of both texts now.
    let (same, file_rest) = file.split_at(at);
    let (_, article_rest) = article.split_at(at);
    let code_point = same.chars().count();
    Some(TextMismatch { code_point, file: Snippet::new(file_rest), article: Snippet::new(article_rest) })
}
