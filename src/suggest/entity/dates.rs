//! Calendar dates by rule: days, months with their regional double names, years, numeric dates.
//!
//! A weekday alone, أمس, decades and centuries are not dates. The words عام, سنة and يوم are not part of a date.

use crate::suggest::candidate::{Candidate, EntityType};
use crate::suggest::evidence::Evidence;
use crate::words::lexicon::entities::{EntityLexicon, Roles};
use crate::words::token::{TokenKind, TokenSpan, Tokens};
use crate::words::word::Words;

/// Finds dates.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    let mut at = 0;
    // Tokens before `free` belong to earlier dates.
    let mut free = 0;
    while at < tokens.len() {
        let found = match tokens.kind(at) {
            TokenKind::Word => find_month(words, at).and_then(|month| with_day_and_year(words, month, free)),
            TokenKind::Number => find_numeric(words, at, free),
            _ => None,
        };
        match found {
            Some(candidate) if candidate.tokens.from >= free => {
                candidates.push(candidate);
                at = candidate.tokens.to;
                free = at;
            }
            _ => at += 1,
        }
    }
}

/// The rule for proclitics before a month's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proclitics {
    Allowed,
    None,
}

/// The name of a month, or both names if two are together.
#[derive(Debug, Clone, Copy)]
struct MonthName {
    from: usize,
    proclitic: usize,
    to: usize,
    /// True while the name may be an everyday word.
    doubtful: bool,
}

fn date_candidate(from: usize, proclitic: usize, to: usize, evidence: Evidence) -> Candidate {
    Candidate::new(TokenSpan::new(from, proclitic, to), EntityType::Date, evidence)
}

/// Finds the month whose name begins at a token.
fn find_month(words: &Words<'_>, at: usize) -> Option<MonthName> {
    let tokens = words.tokens();
    let mut month = find_month_name(words, at, Proclitics::Allowed)?;
    let slash = tokens.is_punctuation(month.to, '/');
    let bracket = tokens.is_punctuation(month.to, '(');
    if (slash || bracket)
        && let Some(second) = find_month_name(words, month.to + 1, Proclitics::None)
    {
        let closed = !bracket || tokens.is_punctuation(second.to, ')');
        if closed {
            month.to = second.to + usize::from(bracket);
            month.doubtful = false;
        }
    }
    Some(month)
}

fn find_month_name(words: &Words<'_>, at: usize, proclitics: Proclitics) -> Option<MonthName> {
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
        return Some(MonthName { from: at, proclitic: reading.proclitic, to: at + 2, doubtful: false });
    }
    // Alone, كانون, ربيع, جمادى and ذو are not months; تشرين may be one.
    let lone = !matches!(word.as_str(), "ربيع" | "جمادي" | "ذو" | "ذي" | "كانون");
    lone.then(|| MonthName {
        from: at,
        proclitic: reading.proclitic,
        to: at + 1,
        doubtful: !reading.roles.intersects(Roles::MONTH),
    })
}

/// The date of a month, with the day before it and the year after it.
fn with_day_and_year(words: &Words<'_>, month: MonthName, free: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    let MonthName { mut from, mut proclitic, mut to, mut doubtful } = month;
    let back = |steps: usize| month.from.checked_sub(steps).filter(|at| *at >= free);
    if month.proclitic == 0 {
        let of = back(1).filter(|at| tokens.folded(*at) == "من" || tokens.folded(*at) == "شهر");
        let day_at = if of.is_some() { back(2) } else { back(1) };
        if let Some(day_at) = day_at {
            let number = tokens.kind(day_at) == TokenKind::Number
                && tokens.folded(day_at).parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
            let ordinal = of.is_some_and(|at| tokens.folded(at) == "من") && words.has_role(day_at, Roles::ORDINAL);
            if number || ordinal {
                from = day_at;
                doubtful = false;
            }
        }
        // The weekday belongs to the date, also with a comma between: الخميس 16 أكتوبر.
        if from < month.from
            && let Some(before) = from.checked_sub(1)
        {
            let comma = usize::from(tokens.is_comma(before));
            if let Some(day) = before.checked_sub(comma).filter(|at| *at >= free)
                && let Some(letters) = words.find_role(day, Roles::WEEKDAY)
            {
                from = day;
                proclitic = letters;
            }
        }
    }
    for _ in 0..2 {
        if words.has_role(to, Roles::RELATIVE) {
            to += 1;
            doubtful = false;
        }
        let headed = words.has_role(to, Roles::YEAR_HEAD) || tokens.is_comma(to) && from < month.from;
        let year_at = to + usize::from(headed && is_year(tokens, to + 1));
        if is_year(tokens, year_at) {
            to = year_at + 1;
            doubtful = false;
        }
    }
    if doubtful {
        let before = month.from.checked_sub(1)?;
        let shown = words.find_role(before, Roles::BEFORE_MONTH).is_some();
        // مارس may be a verb, and آب may be "father": they are months only after certain words (في مارس).
        if !shown || !tokens.is_word(before) {
            return None;
        }
    }
    Some(date_candidate(from, proclitic, to, Evidence::Date))
}

/// True for a number of four digits that can be a year.
fn is_year(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.folded(at);
    tokens.kind(at) == TokenKind::Number
        && word.len() == 4
        && word.parse::<u16>().is_ok_and(|year| (1000..=2200).contains(&year))
}

/// Finds a date in digits (12/3/2024, 2024-03-12, 12.3.2024), or a year after a word that announces one.
fn find_numeric(words: &Words<'_>, at: usize, free: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    for mark in ['/', '-', '.'] {
        let parts = [at, at + 2, at + 4];
        let joined = tokens.is_punctuation(at + 1, mark) && tokens.is_punctuation(at + 3, mark);
        let glued = (at + 1..at + 5).all(|at| tokens.get(at).is_some_and(|token| token.glued));
        if joined && glued && is_plausible_date(&parts.map(|at| tokens.folded(at))) {
            return Some(with_weekday(words, at, at + 5, free));
        }
    }
    let dotted: Vec<&str> = tokens.folded(at).split('.').collect();
    if let [a, b, c] = dotted.as_slice()
        && is_plausible_date(&[a, b, c])
    {
        return Some(with_weekday(words, at, at + 1, free));
    }
    if !is_year(tokens, at) {
        return None;
    }
    let before = at.checked_sub(1)?;
    let year: u16 = tokens.folded(at).parse().ok()?;
    // Before digits, و is a token of its own: بين عامي 2015 و2024.
    let second = tokens.folded(before) == "و" && before.checked_sub(1).is_some_and(|first| is_year(tokens, first));
    if second || words.find_role(before, Roles::YEAR_HEAD).is_some() {
        return Some(date_candidate(at, 0, at + 1, Evidence::Year));
    }
    let counted =
        tokens.is_word(at + 1) && words.readings(at + 1).first().is_some_and(|next| next.roles == Roles::default());
    let modern = (1900..=2100).contains(&year);
    if modern && words.find_role(before, Roles::BEFORE_YEAR).is_some() && !counted {
        return Some(date_candidate(at, 0, at + 1, Evidence::Year));
    }
    None
}

/// A date in digits with the weekday before it, if there is one.
fn with_weekday(words: &Words<'_>, from: usize, to: usize, free: usize) -> Candidate {
    let day = from.checked_sub(1).filter(|at| *at >= free);
    match day.and_then(|day| Some((day, words.find_role(day, Roles::WEEKDAY)?))) {
        Some((day, proclitic)) => date_candidate(day, proclitic, to, Evidence::Date),
        None => date_candidate(from, 0, to, Evidence::Date),
    }
}

/// True for day, month and year in one of the usual orders.
fn is_plausible_date(parts: &[&str; 3]) -> bool {
    let Ok(numbers) = parts.iter().map(|part| part.parse::<u16>()).collect::<Result<Vec<u16>, _>>() else {
        return false;
    };
    let [a, b, c] = *numbers.as_slice() else { return false };
    let short = parts.iter().all(|part| part.len() <= 4);
    let day = |n: u16| (1..=31).contains(&n);
    let year = |n: u16, text: &str| text.len() == 4 && (1000..=2200).contains(&n) || text.len() == 2;
    short
        && day(b)
        && (day(a) && year(c, parts[2]) || day(c) && year(a, parts[0]))
        && (a.min(b) <= 12 || b.min(c) <= 12)
}
