//! Pairs of quotation marks, whatever their style and however badly they pair.
//!
//! News Arabic writes «…», “…”, ”…“, ”…”, "…", »…«, nests quotation marks of one style, glues an opening one to the comma
//! before it, puts a space after it, and forgets closing ones. So the rules read a quotation mark by what is open at
//! that place and by the white space around it, not by its character alone.
//!
//! ```text
//! قال «نعم هنا» و“لا هنا”.       → نعم هنا · لا هنا
//! قال ”نعم هنا“ ثم »هكذا كان«.   → نعم هنا · هكذا كان
//! وقال: ((لن نعود أبدا)) (رويترز) → لن نعود أبدا
//! ```

use std::ops::Range;

use crate::text::QuotationMark;
use crate::words::token::{TokenKind, Tokens};

use super::quotation_side::{
    QuotationSide, can_close, closes_other_kind, quotation_mark_at, side_of_doubled_apostrophe, side_of_mark,
};
use super::quotation_style::QuotationStyle;
use crate::words::token::TokenSpan;

/// Quotation marks that may be open at once inside a paragraph; deeper ones are ignored, so that pairing stays linear.
const DEEPEST: usize = 8;

/// The largest number of paragraphs over which one pair of quotation marks runs on, empty lines counted.
const MOST_PARAGRAPHS: usize = 12;

/// The smallest number of words in brackets after a colon that count as speech.
const WORDS_IN_BRACKETS: usize = 4;

/// The same for an article that writes speech in brackets.
const WORDS_IN_HOUSE_BRACKETS: usize = 2;

/// The tokens between an opening and a closing quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct QuotedSpan {
    /// The token of the opening quotation mark.
    pub(crate) open: usize,
    /// One past the last token inside: the closing quotation mark, or the token after a span that is never closed.
    pub(crate) close: usize,
    /// True if there is a closing quotation mark.
    pub(crate) is_closed: bool,
    /// The number of words inside.
    pub(crate) words: usize,
    /// Tokens that one quotation mark takes: 2 for `((` and `))`, else 1.
    mark_width: usize,
}

impl QuotedSpan {
    /// One past the closing quotation mark.
    pub(crate) const fn after(&self) -> usize {
        if self.is_closed { self.close + self.mark_width } else { self.close }
    }

    /// The tokens inside, without the quotation marks.
    pub(crate) const fn inside(&self) -> TokenSpan {
        TokenSpan::whole(self.open + self.mark_width, self.close)
    }
}

/// The outermost quoted spans of an article, in reading order.
#[derive(Debug)]
pub(crate) struct QuotationMarks {
    spans: Vec<QuotedSpan>,
}

impl QuotationMarks {
    /// Pairs the quotation marks of each paragraph.
    ///
    /// Brackets count as quotation marks around what a colon announces. `house_styles` are the styles in which the
    /// article writes speech; if brackets are among them, fewer words in brackets are enough.
    pub(crate) fn new(tokens: &Tokens<'_>, house_styles: &[QuotationStyle]) -> Self {
        let brackets = house_styles.contains(&QuotationStyle::Brackets);
        let fewest_words = if brackets { WORDS_IN_HOUSE_BRACKETS } else { WORDS_IN_BRACKETS };
        let mut spans = Vec::new();
        let mut open = None;
        let mut from = 0;
        while from < tokens.len() {
            let to = (from..tokens.len()).find(|at| tokens.kind(*at) == TokenKind::LineEnd).unwrap_or(tokens.len());
            let first = spans.len();
            let orphan = pair_quotation_marks(tokens, from..to, open.is_some(), &mut spans);
            open = close_over_paragraphs(tokens, to, first, orphan, open, &mut spans);
            pair_brackets(tokens, from, to, fewest_words, &mut spans);
            from = to + 1;
        }
        Self { spans }
    }

    /// All quoted spans, in reading order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &QuotedSpan> {
        self.spans.iter()
    }

    /// The quoted span that a token opens.
    pub(crate) fn opened_at(&self, at: usize) -> Option<&QuotedSpan> {
        self.spans.binary_search_by_key(&at, |span| span.open).ok().and_then(|index| self.spans.get(index))
    }

    /// The quoted span around a token; the quotation marks themselves are outside.
    pub(crate) fn around(&self, at: usize) -> Option<&QuotedSpan> {
        let next = self.spans.partition_point(|span| span.open < at);
        next.checked_sub(1).and_then(|last| self.spans.get(last)).filter(|span| at < span.close)
    }

    /// The quoted span that a token closes.
    pub(crate) fn closed_at(&self, at: usize) -> Option<&QuotedSpan> {
        let index = self.spans.partition_point(|span| span.close < at);
        self.spans.get(index).filter(|span| span.is_closed && span.close == at)
    }
}

/// An opening quotation mark whose closing one has not come yet.
#[derive(Debug, Clone, Copy)]
struct OpenQuotation {
    at: usize,
    mark: QuotationMark,
    /// The number of quoted spans found before it opened; later ones lie inside it.
    found_before: usize,
}

/// Pairs the quotation marks between two tokens and adds the outermost spans to `spans`.
///
/// `goes_on` says that a quotation of an earlier paragraph is still open. Gives the closing quotation mark that is the first
/// mark of the paragraph, if there is one.
fn pair_quotation_marks(
    tokens: &Tokens<'_>,
    paragraph: Range<usize>,
    goes_on: bool,
    spans: &mut Vec<QuotedSpan>,
) -> Option<usize> {
    let Range { start: from, end: to } = paragraph;
    let first = spans.len();
    let mut first_orphan = None;
    let mut stack: Vec<OpenQuotation> = Vec::new();
    for at in from..to {
        let Some(mark) = quotation_mark_at(tokens, at) else { continue };
        let side = side_of_mark(tokens, at, from, to);
        let closes = stack.last().is_some_and(|open| can_close(open.mark, mark, side));
        if closes {
            if let Some(open) = stack.pop() {
                spans.push(closed_span(tokens, open.at, at));
            }
            continue;
        }
        let deeper = stack.iter().rposition(|open| can_close(open.mark, mark, side) && side != QuotationSide::Opening);
        // A mark of another kind closes only if no span of its own kind is open.
        let is_other_kind = stack.last().is_some_and(|open| closes_other_kind(open.mark, mark, side));
        let deeper = deeper.or_else(|| stack.len().checked_sub(1).filter(|_| is_other_kind));
        if let Some(deeper) = deeper {
            // This mark closes an outer span: those that opened inside it are never closed.
            let open = stack.get(deeper).copied();
            stack.truncate(deeper);
            if let Some(open) = open {
                spans.push(closed_span(tokens, open.at, at));
            }
            continue;
        }
        // قائلا" نعم هنا": of two closing marks in a row, the first one opens.
        let closes_next = || {
            let next = (at + 1..to).find(|next| quotation_mark_at(tokens, *next).is_some());
            next.is_some_and(|next| next > at + 2 && side_of_mark(tokens, next, from, to) == QuotationSide::Closing)
        };
        let is_orphan = stack.is_empty() && side == QuotationSide::Closing && (goes_on || !closes_next());
        if is_orphan && spans.len() == first {
            first_orphan = first_orphan.or(Some(at));
        }
        if !is_orphan && stack.len() < DEEPEST {
            stack.push(OpenQuotation { at, mark, found_before: spans.len() });
        }
    }
    close_at_paragraph_end(tokens, to, &stack, spans);
    keep_outermost(spans, first);
    first_orphan
}

/// A quotation that no mark closes in its paragraph, while the paragraphs after it are read.
#[derive(Debug, Clone, Copy)]
struct OpenParagraph {
    /// The token of its opening mark.
    at: usize,
    paragraphs: usize,
}

/// Closes the last quotation of an earlier paragraph in this one, if its closing mark is the first mark here: speech that runs
/// on over paragraphs in one pair of marks. Gives the quotation that is still open after the paragraph.
fn close_over_paragraphs(
    tokens: &Tokens<'_>,
    to: usize,
    first: usize,
    orphan: Option<usize>,
    open: Option<OpenParagraph>,
    spans: &mut Vec<QuotedSpan>,
) -> Option<OpenParagraph> {
    let last = spans.get(first..).and_then(<[QuotedSpan]>::last).copied();
    if let (Some(open), Some(close)) = (open, orphan)
        && let Ok(index) = spans.binary_search_by_key(&open.at, |span| span.open)
        && let Some(span) = spans.get_mut(index)
    {
        *span = closed_span(tokens, span.open, close);
        // Brackets in the paragraphs between are inside.
        let inside = spans.iter().skip(index + 1).take_while(|span| span.open < close).count();
        spans.drain(index + 1..index + 1 + inside);
    }
    if let Some(last) = last.filter(|last| !last.is_closed && last.close == to) {
        return Some(OpenParagraph { at: last.open, paragraphs: 0 });
    }
    let goes_on = last.is_none() && orphan.is_none();
    open.filter(|open| goes_on && open.paragraphs < MOST_PARAGRAPHS)
        .map(|open| OpenParagraph { paragraphs: open.paragraphs + 1, ..open })
}

/// Ends the spans without a closing quotation mark: at the end of the paragraph, or, if another span opens before that,
/// at the end of the last sentence before the other span. The stack is shallow, so this stays linear.
fn close_at_paragraph_end(tokens: &Tokens<'_>, to: usize, stack: &[OpenQuotation], spans: &mut Vec<QuotedSpan>) {
    let mut later = stack.iter().skip(1).map(|open| open.at).collect::<Vec<_>>().into_iter();
    for open in stack {
        let paired = spans.iter().skip(open.found_before).map(|span| span.open);
        let next = paired.filter(|at| *at > open.at).chain(later.next()).min();
        let end = next.and_then(|next| (open.at + 1..next).rev().find(|at| tokens.is_punctuation(*at, '.')));
        let close = end.map_or(to, |end| end + 1);
        spans.push(QuotedSpan { is_closed: false, ..closed_span(tokens, open.at, close) });
    }
}

/// Sorts the spans from an index on, and drops those that are empty or lie inside another one.
fn keep_outermost(spans: &mut Vec<QuotedSpan>, first: usize) {
    let mut found: Vec<QuotedSpan> = spans.drain(first..).collect();
    found.sort_by_key(|span| (span.open, std::cmp::Reverse(span.close)));
    let mut free = 0;
    for span in found {
        if let Some(outer) =
            spans.last_mut().filter(|outer| span.open == outer.open + 1 && outer.close == span.close + 1)
            && span.is_closed
            && outer.is_closed
        {
            // ««…»»: doubled marks are one pair.
            outer.close = span.close;
            outer.mark_width = 2;
        }
        if span.open >= free && span.close > span.open + 1 {
            free = span.after();
            spans.push(span);
        }
    }
}

fn closed_span(tokens: &Tokens<'_>, open: usize, close: usize) -> QuotedSpan {
    let words = (open + 1..close).filter(|at| matches!(tokens.kind(*at), TokenKind::Word | TokenKind::Foreign));
    let is_doubled = |at: usize| side_of_doubled_apostrophe(tokens, at).is_some();
    let mark_width = if is_doubled(open) && is_doubled(close) { 2 } else { 1 };
    QuotedSpan { open, close, is_closed: true, words: words.count(), mark_width }
}

/// Adds what is in (…) after a colon or in ((…)), if it has at least `fewest_words` words: news writes speech so.
fn pair_brackets(tokens: &Tokens<'_>, from: usize, to: usize, fewest_words: usize, spans: &mut Vec<QuotedSpan>) {
    let first = spans.partition_point(|span| span.open < from);
    let mut found = Vec::new();
    let mut at = from + 1;
    while at < to {
        if !tokens.is_punctuation(at, '(')
            || !(tokens.is_punctuation(at - 1, ':') || tokens.is_punctuation(at + 1, '('))
        {
            at += 1;
            continue;
        }
        let mark_width = if tokens.is_punctuation(at + 1, '(') { 2 } else { 1 };
        let closes = |close: usize| {
            tokens.is_punctuation(close, ')') && (mark_width == 1 || tokens.is_punctuation(close + 1, ')'))
        };
        let Some(close) = (at + mark_width..to).find(|close| closes(*close)) else { break };
        let inner = QuotedSpan { mark_width, ..closed_span(tokens, at + mark_width - 1, close) };
        let next = spans.partition_point(|known| known.open < at);
        let is_free = spans.get(next).is_none_or(|known| known.open >= close + mark_width)
            && next.checked_sub(1).and_then(|last| spans.get(last)).is_none_or(|known| known.after() <= at);
        if is_free && inner.words >= fewest_words {
            found.push(QuotedSpan { open: at, ..inner });
        }
        at = close + mark_width;
    }
    if !found.is_empty() {
        spans.extend(found);
        if let Some(paragraph) = spans.get_mut(first..) {
            paragraph.sort_by_key(|span| span.open);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    /// The outermost quoted spans; `…` is after those that are never closed.
    fn quoted_spans(text: &str) -> Vec<String> {
        let text = Text::new(text);
        let tokens = Tokens::new(&text);
        let marks = QuotationMarks::new(&tokens, &[QuotationStyle::Brackets]);
        let show = |span: &QuotedSpan| {
            format!("{}{}", tokens.raw(span.inside().from, span.close), if span.is_closed { "" } else { "…" })
        };
        marks.all().map(show).collect()
    }

    #[test]
    fn quotation_marks_of_news_are_paired() {
        for (text, expected) in [
            ("قال «نعم هنا» و“لا هنا” و\"ربما هنا\".", vec!["نعم هنا", "لا هنا", "ربما هنا"]),
            ("قال ”نعم هنا“ ثم ”لا هنا” ثم »هكذا كان«.", vec!["نعم هنا", "لا هنا", "هكذا كان"]),
            ("الهجوم،\" كان الناس هنا\". وعاد", vec!["كان الناس هنا"]),
            ("وأضاف \" ثمة أربع سيارات \".", vec!["ثمة أربع سيارات"]),
            ("قال: «كان أبي يقول: «النهر لا ينسى». أرجو ذلك».", vec!["كان أبي يقول: «النهر لا ينسى». أرجو ذلك"]),
            ("قال \"نزلنا في منتجع \"الأزرق\" مساء\".", vec!["نزلنا في منتجع \"الأزرق\" مساء"]),
            ("وأضاف: «سألت: \"متى؟\"، ولم يجب».", vec!["سألت: \"متى؟\"، ولم يجب"]),
            ("وقال: ((لن نعود أبدا)) وأضاف: (نعم، سوف نعود غدا) (رويترز)", vec!["لن نعود أبدا", "نعم، سوف نعود غدا"]),
            ("وقال 'لن نعود أبدا' في Côte d'Ivoire و'نعم'", vec!["لن نعود أبدا", "نعم"]),
            ("قال: «لن نعود أبدا.\nوعاد", vec!["لن نعود أبدا.…"]),
            ("قال: \"لن نعود. وأضاف: \"سننتظر\".", vec!["لن نعود.…", "سننتظر"]),
            ("كلمة» ثم كلمة", vec![]),
            ("قال: «لن نعود.\nسننتظر هنا.\nكل يوم». وعاد", vec!["لن نعود.\nسننتظر هنا.\nكل يوم"]),
            (
                "قال: «لن نعود.\nقالوا: (هكذا هكذا هكذا هكذا)\nكل يوم». وعاد",
                vec!["لن نعود.\nقالوا: (هكذا هكذا هكذا هكذا)\nكل يوم"],
            ),
            ("قال: «لن نعود.\nوقال: «كل يوم». وعاد", vec!["لن نعود.…", "كل يوم"]),
            ("قال: «نعم هنا\". وعاد", vec!["نعم هنا"]),
            ("قال: \"نعم هنا». وقال: ”لا هنا».", vec!["نعم هنا", "لا هنا"]),
            ("قال: «سألت: \"متى نعود». وعاد", vec!["سألت: \"متى نعود"]),
            ("وقالت: ''لا هنا'' وعادت. وقال: ``ربما هنا''.", vec!["لا هنا", "ربما هنا"]),
            ("وأضاف: ««لن نتوقف أبدا»».", vec!["لن نتوقف أبدا"]),
            ("وأضاف: « لن نتوقف أبدا ».", vec!["لن نتوقف أبدا"]),
        ] {
            assert_eq!(quoted_spans(text), expected, "{text}");
        }
    }
}
