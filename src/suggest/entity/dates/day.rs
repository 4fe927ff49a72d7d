//! Days of a month, in digits and in words, and the month after them.

use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::Words;

use super::date::{Date, is_day_number};
use super::digits;
use super::month::{self, Proclitics};

/// The largest number of days in a list.
const MAX_DAYS: usize = 5;

/// Finds days with the month after them: 5 مايو, الثاني عشر من شوال, 18 و19 من أبريل, 16 من الشهر الجاري.
pub(super) fn find_days_with_month(words: &Words<'_>, at: usize) -> Option<Date> {
    let tokens = words.tokens();
    let (proclitic, mut to) = end_of_day(words, at)?;
    for _ in 1..MAX_DAYS {
        let joint = matches!(tokens.kind(to), TokenKind::Punctuation('-' | '–' | '—'))
            || matches!(tokens.folded(to), "و" | "الي" | "حتي");
        let next = if joint { to + 1 } else { to };
        // 5–9/3/1438: the last day of the list is a date in digits.
        if joint && let Some(date) = digits::find(words, next) {
            return Some(Date::new(proclitic, date.to));
        }
        match end_of_day(words, next) {
            Some((0, end)) if joint => to = end,
            Some((1, end)) if tokens.folded(next).starts_with('و') => to = end,
            _ => break,
        }
    }
    let in_words = tokens.kind(at) == TokenKind::Word;
    let of = usize::from(tokens.folded(to) == "من");
    let month = to + of;
    // 16 من الشهر الجاري, 14 الجاري
    let this_month = usize::from(of == 1 && tokens.folded(month) == "الشهر");
    if (this_month == 1 || !in_words && of == 0 && tokens.folded(month) == "الجاري")
        && words.has_role(month + this_month, Roles::RELATIVE)
    {
        return Some(Date::new(proclitic, month + this_month + 1));
    }
    let month = month + usize::from(tokens.folded(month) == "شهر");
    let name = month::find_name(words, month, Proclitics::None)?;
    // In "الأسبوع الأول من أكتوبر" the ordinal belongs to the week.
    let before = at.checked_sub(1);
    if in_words && before.is_some_and(|before| counts_something_else(words, before)) {
        return None;
    }
    Some(Date::new(proclitic, month::end_after_month(words, name.to)))
}

/// True for a definite noun before an ordinal, other than a weekday or a word for "day".
fn counts_something_else(words: &Words<'_>, before: usize) -> bool {
    let tokens = words.tokens();
    tokens.is_word(before)
        && words.is_definite(before, 0)
        && !matches!(tokens.folded(before), "اليوم" | "الموافق")
        && !words.has_role(before, Roles::WEEKDAY.union(Roles::RELATIVE))
}

/// The end of a day, and the proclitic length of its first token.
fn end_of_day(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    let tokens = words.tokens();
    if tokens.kind(at) == TokenKind::Number {
        let is_day = is_day_number(tokens.folded(at));
        return is_day.then_some((0, at + 1));
    }
    if matches!(tokens.folded(at), "غره" | "فاتح" | "سلخ") {
        return Some((0, at + 1));
    }
    let proclitic = words.find_role(at, Roles::ORDINAL).filter(|proclitic| *proclitic < 2)?;
    let mut to = at + 1;
    if matches!(tokens.folded(to), "عشر" | "عشره") || is_tens_after_and(tokens, to) {
        to += 1;
    }
    Some((proclitic, to))
}

/// True for والعشرين and والثلاثين.
fn is_tens_after_and(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.folded(at), "والعشرين" | "والعشرون" | "والثلاثين" | "والثلاثون")
}
