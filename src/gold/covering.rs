//! Which suggestions an annotation leaves no room for: the words have a verdict already.

use crate::text::{QuotationMark, Span, Text, quotation_mark};

use super::{Annotation, Body, Frame};

impl Annotation {
    /// Returns true if a suggestion with this body would only repeat what was decided about these words.
    ///
    /// An entity is covered by a gold entity that crosses it, that has the same words but for marks at the edges, or that
    /// has its label and contains it. A quote is covered by a gold or rejected quote that has its content, or its cue and
    /// most of its content.
    ///
    /// ```
    /// use tawsim::gold::{Body, Label, json};
    /// let line = r#"{"id": "a", "text": "زار @سامي بيتنا", "entities": [
    ///     {"id": "e1", "start": 4, "end": 9, "label": "PER", "verdict": "added"}]}"#;
    /// let (article, annotation) = json::read(line)?;
    /// let name = article.text.span_of_code_points(5, 9).unwrap();
    /// assert!(annotation.covers(&article.text, &Body::Entity { span: name, label: Label::new("PER") }));
    /// # Ok::<(), tawsim::gold::json::JsonError>(())
    /// ```
    #[must_use]
    pub fn covers(&self, text: &Text, body: &Body) -> bool {
        let Some(span) = body.span() else { return false };
        match body {
            Body::Entity { label, .. } => self.gold.overlapping(span.range()).any(|item| match &item.body {
                Body::Entity { span: decided, label: other } => {
                    decided.crosses(span)
                        || same_but_for_marks(text, *decided, span)
                        || (other == label && decided.covers(span))
                }
                Body::Quote(_) => false,
            }),
            Body::Quote(frame) => {
                let gold = self.gold.overlapping(span.range()).filter_map(|item| item.body.frame());
                let rejected = self.rejected.overlapping(span.range());
                let rejected = rejected.filter_map(|rejected| rejected.suggestion.body.frame());
                gold.chain(rejected).any(|decided| repeats(frame, decided))
            }
        }
    }
}

/// True if one quote has the content of the other, or its cue and most of its content.
fn repeats(frame: &Frame, decided: &Frame) -> bool {
    let length = |span: Span| span.end() - span.start();
    let whole = |frame: &Frame| frame.content.iter().copied().map(length).sum::<usize>();
    let pairs = frame.content.iter().flat_map(|one| decided.content.iter().map(move |other| (*one, *other)));
    let shared: usize = pairs
        .filter(|(one, other)| one.overlaps(*other))
        .map(|(one, other)| one.end().min(other.end()) - one.start().max(other.start()))
        .sum();
    let most = 2 * shared > whole(frame).min(whole(decided));
    frame.content == decided.content || (most && frame.cue.is_some() && frame.cue == decided.cue)
}

/// True if two spans have the same words, apart from quotation marks, `@`, `#` and white space at their edges.
fn same_but_for_marks(text: &Text, one: Span, other: Span) -> bool {
    one == other || (one.overlaps(other) && without_marks(text, one) == without_marks(text, other))
}

/// The bytes of a span without quotation marks, `@`, `#` and white space at its edges.
pub(super) fn without_marks(text: &Text, span: Span) -> (usize, usize) {
    let words = text.slice(span);
    let start = span.end() - words.trim_start_matches(is_mark).len();
    let end = span.start() + words.trim_end_matches(is_mark).len();
    (start, end)
}

fn is_mark(c: char) -> bool {
    let apostrophe = matches!(quotation_mark(c), Some(QuotationMark::Single { .. }));
    c.is_whitespace() || matches!(c, '@' | '#' | '_') || (quotation_mark(c).is_some() && !apostrophe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Label, json};

    fn covered(gold: &str, text: &str, words: &str, label: &str) -> bool {
        let line = format!(r#"{{"id":"a","text":{text:?},"entities":[{gold}]}}"#);
        let (article, annotation) = json::read(&line).unwrap();
        let at = text.find(words).unwrap();
        let span = article.text.span(at, at + words.len()).unwrap();
        annotation.covers(&article.text, &Body::Entity { span, label: Label::new(label) })
    }

    #[test]
    fn words_with_a_verdict_are_covered_and_nested_names_are_not() {
        let text = "زار «جامعة دمشق» أمس";
        let gold = r#"{"id":"e1","start":5,"end":15,"label":"ORG","verdict":"added"}"#;
        let marked = r#"{"id":"e1","start":4,"end":16,"label":"ORG","verdict":"added"}"#;
        assert!(covered(gold, text, "جامعة", "ORG"), "inside, with the same label");
        assert!(!covered(gold, text, "دمشق", "LOC"), "a nested name");
        assert!(covered(gold, text, "دمشق» أمس", "LOC"), "crossing");
        assert!(covered(marked, text, "جامعة دمشق", "LOC"), "the same words without the marks");
        assert!(!covered(gold, text, "زار «جامعة دمشق» أمس", "MISC"), "around it");
    }
}
