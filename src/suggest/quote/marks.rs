//! Stretches in quotation marks, whatever the marks and however badly they pair.
//!
//! News Arabic writes «…», “…”, ”…“, ”…”, "…", »…«, nests marks of one kind, glues an opener to the comma before it,
//! puts a space behind it, and forgets closers. So a mark is read by what is open and by its white space, not by its
//! name alone.

use crate::text::{QuotationMark, quotation_mark};
use crate::words::token::{TokenKind, Tokens};

use super::TokenSpan;
use super::habits::MarkStyle;

/// A stretch in marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked {
    /// The opening mark.
    pub(super) open: usize,
    /// One past the last token inside: the closing mark, or what follows a stretch whose closer is missing.
    pub(super) close: usize,
    /// Is there a closing mark?
    pub(super) closed: bool,
    /// How many words stand inside.
    pub(super) words: usize,
    /// Doubled marks, as ((…)): tokens at each edge that are marks.
    marks: usize,
}

impl Marked {
    /// One past the stretch with its marks.
    pub(super) const fn after(&self) -> usize {
        if self.closed { self.close + self.marks } else { self.close }
    }

    /// What stands inside.
    pub(super) const fn inside(&self) -> TokenSpan {
        TokenSpan::new(self.open + self.marks, 0, self.close)
    }
}

/// The outermost marked stretches of an article, in order.
#[derive(Debug)]
pub(super) struct Marks {
    list: Vec<Marked>,
}

impl Marks {
    /// Pairs the marks, paragraph by paragraph.
    ///
    /// Brackets are marks where they hold what a colon announces, and where the paper speaks in them.
    pub(super) fn new(tokens: &Tokens<'_>, house: &[MarkStyle]) -> Self {
        let mut list = Vec::new();
        let mut from = 0;
        while from < tokens.len() {
            let to = (from..tokens.len()).find(|at| tokens.kind(*at) == TokenKind::LineEnd).unwrap_or(tokens.len());
            pair(tokens, from, to, &mut list);
            brackets(tokens, from, to, house.contains(&MarkStyle::Brackets), &mut list);
            from = to + 1;
        }
        Self { list }
    }

    /// All of them, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = &Marked> {
        self.list.iter()
    }

    /// The stretch that a token opens.
    pub(super) fn opened_at(&self, at: usize) -> Option<&Marked> {
        self.list.binary_search_by_key(&at, |marked| marked.open).ok().and_then(|index| self.list.get(index))
    }

    /// The stretch that a token lies in, its marks excluded.
    pub(super) fn around(&self, at: usize) -> Option<&Marked> {
        let next = self.list.partition_point(|marked| marked.open < at);
        next.checked_sub(1).and_then(|last| self.list.get(last)).filter(|marked| at < marked.close)
    }

    /// The stretch whose closing mark a token is.
    pub(super) fn closed_at(&self, at: usize) -> Option<&Marked> {
        let index = self.list.partition_point(|marked| marked.close < at);
        self.list.get(index).filter(|marked| marked.closed && marked.close == at)
    }
}

#[derive(Debug, Clone, Copy)]
struct Open {
    at: usize,
    mark: QuotationMark,
    /// Stretches found when it opened: those behind lie inside it.
    inside: usize,
}

fn pair(tokens: &Tokens<'_>, from: usize, to: usize, list: &mut Vec<Marked>) {
    let first = list.len();
    let mut stack: Vec<Open> = Vec::new();
    for at in from..to {
        let Some(mark) = mark_at(tokens, at) else { continue };
        let shape = shape(tokens, at, from, to);
        let closes = stack.last().is_some_and(|open| can_close(open.mark, mark, shape));
        if closes {
            if let Some(open) = stack.pop() {
                list.push(marked(tokens, open.at, at, true));
            }
            continue;
        }
        let deeper = stack.iter().rposition(|open| can_close(open.mark, mark, shape) && shape != VerbShape::Opens);
        if let Some(deeper) = deeper {
            // The closer of an outer stretch: what was open inside it never closes.
            let open = stack.get(deeper).copied();
            stack.truncate(deeper);
            if let Some(open) = open {
                list.push(marked(tokens, open.at, at, true));
            }
            continue;
        }
        let orphan = stack.is_empty() && shape == VerbShape::Closes;
        if !orphan && stack.len() < 8 {
            stack.push(Open { at, mark, inside: list.len() });
        }
    }
    // A missing closer: to the paragraph's end, unless another stretch opens before it; then to the end of the
    // sentence before that. The stack is shallow, so this stays linear.
    let mut later = stack.iter().skip(1).map(|open| open.at).collect::<Vec<_>>().into_iter();
    for open in &stack {
        let paired = list.get(open.inside..).unwrap_or_default().iter().map(|marked| marked.open);
        let next = paired.filter(|at| *at > open.at).chain(later.next()).min();
        let end = next.and_then(|next| (open.at + 1..next).rev().find(|at| tokens.is_punctuation(*at, '.')));
        list.push(marked(tokens, open.at, end.map_or(to, |end| end + 1), false));
    }
    let mut found: Vec<Marked> = list.drain(first..).collect();
    found.sort_by_key(|marked| (marked.open, std::cmp::Reverse(marked.close)));
    let mut free = 0;
    for marked in found {
        if marked.open >= free && marked.close > marked.open + 1 {
            free = marked.after();
            list.push(marked);
        }
    }
}

fn marked(tokens: &Tokens<'_>, open: usize, close: usize, closed: bool) -> Marked {
    let words = (open + 1..close).filter(|at| matches!(tokens.kind(*at), TokenKind::Word | TokenKind::Foreign));
    Marked { open, close, closed, words: words.count(), marks: 1 }
}

/// What news writes in (…) or ((…)) behind a colon is speech: four words or more, or two in a paper that does so often.
fn brackets(tokens: &Tokens<'_>, from: usize, to: usize, house: bool, list: &mut Vec<Marked>) {
    let first = list.partition_point(|marked| marked.open < from);
    let mut found = Vec::new();
    let mut at = from + 1;
    while at < to {
        if !tokens.is_punctuation(at, '(')
            || !(tokens.is_punctuation(at - 1, ':') || tokens.is_punctuation(at + 1, '('))
        {
            at += 1;
            continue;
        }
        let marks = if tokens.is_punctuation(at + 1, '(') { 2 } else { 1 };
        let closes =
            |close: usize| tokens.is_punctuation(close, ')') && (marks == 1 || tokens.is_punctuation(close + 1, ')'));
        let Some(close) = (at + marks..to).find(|close| closes(*close)) else { break };
        let inner = Marked { marks, ..marked(tokens, at + marks - 1, close, true) };
        let next = list.partition_point(|known| known.open < at);
        let free = list.get(next).is_none_or(|known| known.open >= close + marks)
            && next.checked_sub(1).and_then(|last| list.get(last)).is_none_or(|known| known.after() <= at);
        if free && inner.words >= if house { 2 } else { 4 } {
            found.push(Marked { open: at, ..inner });
        }
        at = close + marks;
    }
    if !found.is_empty() {
        list.extend(found);
        list.get_mut(first..).unwrap_or_default().sort_by_key(|marked| marked.open);
    }
}

fn mark_at(tokens: &Tokens<'_>, at: usize) -> Option<QuotationMark> {
    if tokens.is_punctuation(at, '\'') {
        // An apostrophe inside a word is none.
        let proclitic = at > 0 && tokens.is_word(at - 1) && tokens.folded(at - 1).chars().count() == 1;
        let before = !proclitic && tokens.get(at).is_some_and(|token| token.glued);
        let word = matches!(tokens.kind(at + 1), TokenKind::Word | TokenKind::Foreign | TokenKind::Number);
        let behind = word && tokens.get(at + 1).is_some_and(|token| token.glued);
        return (before != behind).then_some(QuotationMark::Single { opening: behind });
    }
    if tokens.kind(at) != TokenKind::QuotationMark {
        return None;
    }
    tokens.text().get(tokens.start(at)..tokens.end_before(at + 1)).chars().next().and_then(quotation_mark)
}

/// What the white space around a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum VerbShape {
    Opens,
    Closes,
    Unclear,
}

fn shape(tokens: &Tokens<'_>, at: usize, from: usize, to: usize) -> VerbShape {
    let before = at > from && tokens.get(at).is_some_and(|token| token.glued);
    let behind = at + 1 < to && tokens.get(at + 1).is_some_and(|token| token.glued);
    let word = |at: usize| matches!(tokens.kind(at), TokenKind::Word | TokenKind::Foreign | TokenKind::Number);
    let after_word = before
        && at > 0
        && (word(at - 1)
            || matches!(tokens.kind(at - 1), TokenKind::Punctuation('.' | '!' | '؟' | '?' | '…' | ')' | '%')));
    match (before, behind) {
        // A proclitic is written onto the opener: و"المستقبل".
        (true, true) if word(at + 1) && at > 0 && tokens.folded(at - 1).chars().count() == 1 => VerbShape::Opens,
        (true, true) if word(at + 1) && !after_word => VerbShape::Opens,
        (true, true) if after_word && !word(at + 1) => VerbShape::Closes,
        (false, true) if word(at + 1) || tokens.kind(at + 1) == TokenKind::QuotationMark => VerbShape::Opens,
        (true, false) if after_word => VerbShape::Closes,
        (false, false) if at == from => VerbShape::Opens,
        (_, _) if at + 1 == to && before => VerbShape::Closes,
        _ => VerbShape::Unclear,
    }
}

fn can_close(open: QuotationMark, mark: QuotationMark, shape: VerbShape) -> bool {
    use QuotationMark::{Curly, Guillemet, Single, Straight};
    let (same_family, same_side) = match (open, mark) {
        (Guillemet { opening: a }, Guillemet { opening: b })
        | (Curly { opening: a }, Curly { opening: b })
        | (Single { opening: a }, Single { opening: b }) => (true, a == b),
        (Straight, Straight) => (true, true),
        // “…" and "…”: careless, and still a pair.
        (Straight, Curly { .. }) | (Curly { .. }, Straight) => return shape == VerbShape::Closes,
        _ => (false, false),
    };
    same_family
        && (!same_side && shape != VerbShape::Opens
            || shape == VerbShape::Closes
            || same_side && shape == VerbShape::Unclear)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    /// The outermost stretches, `…` behind those without a closer.
    fn stretches(text: &str) -> Vec<String> {
        let text = Text::new(text);
        let tokens = Tokens::new(&text);
        let marks = Marks::new(&tokens, &[MarkStyle::Brackets]);
        let show = |marked: &Marked| {
            format!("{}{}", tokens.raw(marked.inside().from, marked.close), if marked.closed { "" } else { "…" })
        };
        marks.list.iter().map(show).collect()
    }

    #[test]
    fn marks_in_the_wild() {
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
        ] {
            assert_eq!(stretches(text), expected, "{text}");
        }
    }
}
