//! Names of months, and what may follow one: a word such as الماضي, and the year.

use crate::words::lexicon::entities::{EntityLexicon, Roles};
use crate::words::token::TokenKind;
use crate::words::word::Words;

use super::date::Date;
use super::year;

/// The rule for proclitics before a month's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proclitics {
    Allowed,
    None,
}

/// The name of a month, or both names if two are together.
#[derive(Debug, Clone, Copy)]
pub(super) struct MonthName {
    pub(super) proclitic: usize,
    pub(super) to: usize,
    /// True if the name may be an everyday word.
    doubtful: bool,
}

/// Finds a month without a day before it: يونيو, تموز الماضي, شوال 1438هـ.
pub(super) fn find_month_alone(words: &Words<'_>, at: usize) -> Option<Date> {
    let tokens = words.tokens();
    let name = find_name(words, at, Proclitics::Allowed)?;
    let to = end_after_month(words, name.to);
    if name.doubtful && to == name.to {
        // مارس may be a verb, and آب may be "father": they are months only after certain words (في مارس).
        let before = at.checked_sub(1)?;
        if words.find_role(before, Roles::BEFORE_MONTH).is_none() || !tokens.is_word(before) {
            return None;
        }
    }
    Some(Date::new(name.proclitic, to))
}

/// Finds the name of a month at a token, with a second name after it: نوفمبر/تشرين الثاني, آذار (مارس), يونيو حزيران.
pub(super) fn find_name(words: &Words<'_>, at: usize, proclitics: Proclitics) -> Option<MonthName> {
    let tokens = words.tokens();
    let mut name = find_one_name(words, at, proclitics)?;
    let joint = match tokens.kind(name.to) {
        TokenKind::Punctuation('/' | '-' | '–' | '(') => 1,
        TokenKind::Word => 0,
        _ => return Some(name),
    };
    let Some(second) = find_one_name(words, name.to + joint, Proclitics::None) else { return Some(name) };
    let bracket = tokens.is_punctuation(name.to, '(');
    let closed = !bracket || tokens.is_punctuation(second.to, ')');
    if closed {
        name.to = second.to + usize::from(bracket);
        name.doubtful = false;
    }
    Some(name)
}

fn find_one_name(words: &Words<'_>, at: usize, proclitics: Proclitics) -> Option<MonthName> {
    let tokens = words.tokens();
    let lexicon = EntityLexicon::builtin();
    let roles = Roles::MONTH.union(Roles::MONTH_DOUBTFUL);
    let reading = words.readings(at).iter().find(|reading| {
        reading.roles.intersects(roles) && (proclitics == Proclitics::Allowed || reading.proclitic == 0)
    })?;
    if reading.proclitic > 0
        && !reading.roles.intersects(Roles::MONTH)
        && !tokens.folded(at).starts_with(['و', 'ف'])
        && words.statistics(at).is_some()
    {
        return None; // باب is not ب + آب.
    }
    let word = words.bare_word(at, reading);
    if lexicon.is_month_of_two(&word, tokens.folded(at + 1)) {
        return Some(MonthName { proclitic: reading.proclitic, to: at + 2, doubtful: false });
    }
    // Alone, كانون, ربيع, جمادى and ذو are not months; تشرين may be one.
    let lone = !matches!(&*word, "ربيع" | "جمادي" | "ذو" | "ذي" | "كانون");
    lone.then(|| MonthName {
        proclitic: reading.proclitic,
        to: at + 1,
        doubtful: !reading.roles.intersects(Roles::MONTH),
    })
}

/// The end of what follows a month: الماضي, المبارك, the year; `from` if there is nothing.
pub(super) fn end_after_month(words: &Words<'_>, from: usize) -> usize {
    let tokens = words.tokens();
    let mut to = from;
    to += usize::from(tokens.folded(to) == "المبارك");
    to += usize::from(words.has_role(to, Roles::RELATIVE));
    let mut at = to + usize::from(tokens.is_comma(to));
    at += usize::from(tokens.folded(at) == "من");
    let is_of = at > to && tokens.folded(at - 1) == "من";
    if let Some(end) = year::end_of_year(words, at) {
        return end;
    }
    let of_this = usize::from(is_of && tokens.folded(at) == "هذا");
    at += of_this;
    if words.has_role(at, Roles::YEAR_HEAD) {
        if let Some(end) = year::end_of_year(words, at + 1) {
            return end;
        }
        // من العام الماضي, العام نفسه, من هذا العام
        let definite = words.is_definite(at, 0);
        let points = words.has_role(at + 1, Roles::RELATIVE) || tokens.folded(at + 1).starts_with("نفس");
        if of_this == 1 {
            return at + 1;
        }
        if definite && points && !tokens.is_comma(to) {
            return at + 2;
        }
    }
    to
}
