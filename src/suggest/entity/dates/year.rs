//! Years, with the letters of their calendar.

use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::Words;

use super::date::{Date, is_between};

/// The end of a year with its calendar (2015, 1438هـ, 2020 ميلادية); `None` if no year is here.
pub(super) fn end_of_year(words: &Words<'_>, at: usize) -> Option<usize> {
    let tokens = words.tokens();
    if let Some(end) = end_of_era(tokens, at + 1).filter(|_| is_year_of_era(tokens, at)) {
        return Some(end);
    }
    is_year(tokens, at).then_some(at + 1)
}

/// Finds a year without a month: after a word such as عام or منذ, with its calendar, or where nothing can be counted with it.
pub(super) fn find_year_alone(words: &Words<'_>, at: usize) -> Option<Date> {
    let tokens = words.tokens();
    let found = |to| Some(Date { is_year: true, ..Date::new(0, to) });
    if let Some(end) = end_of_era(tokens, at + 1).filter(|_| is_year_of_era(tokens, at)) {
        // A single letter is a calendar only directly after the number, or after a word that announces a year.
        let glued = tokens.get(at + 1).is_some_and(|token| token.glued);
        if glued || is_headed(words, at) {
            return found(end);
        }
    }
    if !is_year(tokens, at) {
        return None;
    }
    if is_headed(words, at) {
        return found(at + 1);
    }
    let year: u16 = tokens.folded(at).parse().ok()?;
    let modern = (1900..=2100).contains(&year);
    let counted =
        tokens.is_word(at + 1) && words.readings(at + 1).first().is_some_and(|next| next.roles == Roles::default());
    let before = at.checked_sub(1)?;
    let announced = words.find_role(before, Roles::BEFORE_YEAR).is_some();
    let bare = tokens.is_word(before) && !is_measured(words, at);
    // 1437 / 1438هـ
    let spanned = tokens.is_punctuation(at + 1, '/') && end_of_year(words, at + 2).is_some_and(|end| end > at + 3);
    if spanned {
        return found(at + 1);
    }
    let opens_range = is_between(words, at) && tokens.folded(at + 1) == "و" && is_year(tokens, at + 2);
    (modern && (opens_range || announced && !counted || bare)).then_some(Date { is_year: true, ..Date::new(0, at + 1) })
}

/// True if a number may count or measure what stands beside it: 2000 طن, نحو 2015, بلغ 1990.
fn is_measured(words: &Words<'_>, at: usize) -> bool {
    let tokens = words.tokens();
    let next = at + 1;
    let ends = match tokens.kind(next) {
        TokenKind::Word => {
            words.is_definite(next, 0)
                || words.has_role(next, Roles::STOP)
                || tokens.is_preposition(next)
                || tokens.folded(next).starts_with(['و', 'ف']) && words.statistics(next).is_none()
        }
        TokenKind::Punctuation('-' | '–' | '/') => end_of_year(words, next + 1).is_some(),
        TokenKind::Punctuation(c) => matches!(c, '.' | '،' | ',' | ')' | ':' | '؛' | '!' | '؟'),
        TokenKind::QuotationMark | TokenKind::LineEnd => true,
        TokenKind::Number | TokenKind::Foreign => false,
    };
    let counts = at.checked_sub(1).is_some_and(|before| words.find_role(before, Roles::COUNTING).is_some());
    !ends || counts
}

/// True if a word such as عام is before the year, or another year and و.
fn is_headed(words: &Words<'_>, at: usize) -> bool {
    let tokens = words.tokens();
    let Some(before) = at.checked_sub(1) else { return false };
    // Before digits, و is a token of its own: بين عامي 2015 و2024.
    let second = tokens.folded(before) == "و" && before.checked_sub(1).is_some_and(|first| is_year(tokens, first));
    second || words.find_role(before, Roles::YEAR_HEAD).is_some()
}

/// True for a number of four digits that can be a year.
pub(super) fn is_year(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.folded(at);
    tokens.kind(at) == TokenKind::Number
        && word.len() == 4
        && word.parse::<u16>().is_ok_and(|year| (1000..=2200).contains(&year))
}

/// True for a number that can be a year if its calendar is named.
fn is_year_of_era(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.folded(at);
    tokens.kind(at) == TokenKind::Number
        && matches!(word.len(), 3 | 4)
        && word.parse::<u16>().is_ok_and(|year| (1..=2200).contains(&year))
}

/// The end of the letters or the word of a calendar: هـ, م, هجرية, ميلادية.
pub(super) fn end_of_era(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let era = matches!(tokens.folded(at), "ه" | "م" | "هجري" | "هجريه" | "ميلادي" | "ميلاديه");
    era.then_some(at + 1)
}
