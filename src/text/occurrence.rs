//! Where the same words stand again.

use super::exact::Text;
use super::fold::Folded;
use super::offset::Span;
use super::proclitic::proclitic_edges;

/// Every other place where some words stand as whole words: folded (alef and hamza forms, tashkeel, tatweel), and also
/// behind proclitics, which stay outside. The words may begin behind a proclitic themselves (لأمم in للأمم finds الأمم
/// too: the article loses its alef behind ل).
///
/// ```
/// use tawsim::text::{Text, occurrences};
/// let text = Text::new("باماكو ثم وباماكو ولباماكو، لا باماكوية");
/// let found: Vec<&str> = occurrences(&text, "باماكو").into_iter().map(|span| text.slice(span)).collect();
/// assert_eq!(found, ["باماكو", "باماكو", "باماكو"]);
/// ```
#[must_use]
pub fn occurrences(text: &Text, words: &str) -> Vec<Span> {
    let needle = Folded::new(words);
    let needle = needle.as_str().trim();
    if needle.is_empty() {
        return Vec::new();
    }
    let folded = Folded::new(text.as_str());
    let mut found = Vec::new();
    for form in forms(needle) {
        for (at, _) in folded.as_str().match_indices(&form) {
            let Some(range) = folded.original(at..at + form.len()) else { continue };
            if let Ok(span) = text.span(range.start, range.end)
                && is_whole(text, span)
            {
                found.push(span);
            }
        }
    }
    found.sort();
    found.dedup();
    // Of two that overlap (الأمم and its لأمم) the longer one stands.
    found.dedup_by(|later, earlier| later.overlaps(*earlier));
    found
}

/// The needle itself and, where it has the article, the form that it takes behind ل.
fn forms(needle: &str) -> Vec<String> {
    let mut forms = vec![needle.to_owned()];
    if let Some(rest) = needle.strip_prefix("ال") {
        forms.push(format!("ل{rest}"));
    } else if let Some(rest) = needle.strip_prefix('ل').filter(|rest| rest.chars().count() > 2) {
        forms.push(format!("ال{rest}"));
    }
    forms
}

/// Does the span begin where a word begins, or behind its proclitics, and end where a word ends?
fn is_whole(text: &Text, span: Span) -> bool {
    let begins = text.word_at_or_after(span.start()).and_then(|index| text.words().get(index)).is_none_or(|word| {
        let inside = span.start().checked_sub(word.start());
        // What looks like ل + word is the article behind ل only if another ل stands before it.
        inside.is_none_or(|inside| inside == 0 || proclitic_edges(text.slice(*word)).contains(&inside))
    });
    let ends = text.word_at_or_after(span.end().saturating_sub(1)).and_then(|index| text.words().get(index));
    begins && ends.is_none_or(|word| word.end() <= span.end() || word.start() >= span.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_again() {
        for (text, words, expected) in [
            ("في بَامَاكُو وبباماكو", "باماكو", vec!["بَامَاكُو", "باماكو"]),
            (
                "الأمم المتحدة، للأمم المتحدة، والامم المتحدة",
                "الأمم المتحدة",
                vec!["الأمم المتحدة", "لأمم المتحدة", "الامم المتحدة"],
            ),
            ("للأمم ثم الأمم", "لأمم", vec!["لأمم", "الأمم"]),
            ("مالي ومالية وبمالي", "مالي", vec!["مالي", "مالي"]),
            ("BBC and bbc, not BBCs", "BBC", vec!["BBC", "bbc"]),
            ("نعم", "", vec![]),
            ("منتجع \"لو كومبيمو\" هنا", "منتجع \"لو كومبيمو\"", vec!["منتجع \"لو كومبيمو\""]),
        ] {
            let text = Text::new(text);
            let found: Vec<&str> = occurrences(&text, words).into_iter().map(|span| text.slice(span)).collect();
            assert_eq!(found, expected, "{words} in {}", text.as_str());
        }
    }
}
