//! Calendar dates by rule: days, months with their regional double names, years, numeric dates.
//!
//! A bare weekday, أمس, decades and centuries are none; عام, سنة and يوم stay outside.

use crate::suggest::evidence::Evidence;
use crate::words::lexicon::entities::{EntityLexicon, Roles};
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::Words;

use super::{Candidate, Tag};

/// Finds dates.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    let mut at = 0;
    // Nothing before `free` may be taken into a date again.
    let mut free = 0;
    while at < tokens.len() {
        let found = match tokens.kind(at) {
            TokenKind::Word => month(words, at).and_then(|month| around(words, month, free)),
            TokenKind::Number => numeric(words, at, free),
            _ => None,
        };
        match found {
            Some(candidate) if candidate.from >= free => {
                candidates.push(candidate);
                at = candidate.to;
                free = at;
            }
            _ => at += 1,
        }
    }
}

/// A month's name, both names where it has two.
#[derive(Debug, Clone, Copy)]
struct Month {
    from: usize,
    proclitic: usize,
    to: usize,
    /// It is an everyday word too, and nothing has settled that yet.
    doubtful: bool,
}

fn date(from: usize, proclitic: usize, to: usize, evidence: Evidence) -> Candidate {
    Candidate { from, proclitic, to, tag: Tag::Date, evidence }
}

/// The month whose name begins at a token.
fn month(words: &Words<'_>, at: usize) -> Option<Month> {
    let tokens = words.tokens();
    let mut month = month_name(words, at, true)?;
    let slash = tokens.is_punctuation(month.to, '/');
    let bracket = tokens.is_punctuation(month.to, '(');
    if (slash || bracket)
        && let Some(second) = month_name(words, month.to + 1, false)
    {
        let closed = !bracket || tokens.is_punctuation(second.to, ')');
        if closed {
            month.to = second.to + usize::from(bracket);
            month.doubtful = false;
        }
    }
    Some(month)
}

fn month_name(words: &Words<'_>, at: usize, proclitics: bool) -> Option<Month> {
    let tokens = words.tokens();
    let lexicon = EntityLexicon::builtin();
    let roles = Roles::MONTH.union(Roles::MONTH_DOUBTFUL);
    let known = words
        .readings(at)
        .iter()
        .find(|known| known.roles.intersects(roles) && (proclitics || known.proclitic == 0))?;
    if known.proclitic > 0
        && !known.roles.intersects(Roles::MONTH)
        && !tokens.folded(at).starts_with(['و', 'ف'])
        && words.statistics(at).is_some()
    {
        return None; // باب is no ب + آب.
    }
    let word = words.bare_word(at, known);
    if lexicon.is_month_of_two(&word, tokens.folded(at + 1)) {
        return Some(Month { from: at, proclitic: known.proclitic, to: at + 2, doubtful: false });
    }
    // كانون, ربيع, جمادى, ذو alone are no months; تشرين may be one.
    let lone = !matches!(word.as_str(), "ربيع" | "جمادي" | "ذو" | "ذي" | "كانون");
    lone.then(|| Month {
        from: at,
        proclitic: known.proclitic,
        to: at + 1,
        doubtful: !known.roles.intersects(Roles::MONTH),
    })
}

/// A month with the day before it and the year behind it.
fn around(words: &Words<'_>, month: Month, free: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    let Month { mut from, mut proclitic, mut to, mut doubtful } = month;
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
        // الخميس 16 أكتوبر: the weekday belongs to the date, with a comma between, too.
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
        // مارس is a verb, too, and آب is a father's name without its hamza: في مارس, but not في آب وأم.
        if !shown || !tokens.is_word(before) {
            return None;
        }
    }
    Some(date(from, proclitic, to, Evidence::Date))
}

/// A number of four digits that can be a year.
fn is_year(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.folded(at);
    tokens.kind(at) == TokenKind::Number
        && word.len() == 4
        && word.parse::<u16>().is_ok_and(|year| (1000..=2200).contains(&year))
}

/// A date in digits (12/3/2024, 2024-03-12, 12.3.2024), or a year behind a word that announces one.
fn numeric(words: &Words<'_>, at: usize, free: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    for mark in ['/', '-', '.'] {
        let parts = [at, at + 2, at + 4];
        let joined = tokens.is_punctuation(at + 1, mark) && tokens.is_punctuation(at + 3, mark);
        let glued = (at + 1..at + 5).all(|at| tokens.get(at).is_some_and(|token| token.glued));
        if joined && glued && plausible(&parts.map(|at| tokens.folded(at))) {
            return Some(with_weekday(words, at, at + 5, free));
        }
    }
    let dotted: Vec<&str> = tokens.folded(at).split('.').collect();
    if let [a, b, c] = dotted.as_slice()
        && plausible(&[a, b, c])
    {
        return Some(with_weekday(words, at, at + 1, free));
    }
    if !is_year(tokens, at) {
        return None;
    }
    let before = at.checked_sub(1)?;
    let year: u16 = tokens.folded(at).parse().ok()?;
    // بين عامي 2015 و2024: the و is a token of its own before digits.
    let second = tokens.folded(before) == "و" && before.checked_sub(1).is_some_and(|first| is_year(tokens, first));
    if second || words.find_role(before, Roles::YEAR_HEAD).is_some() {
        return Some(date(at, 0, at + 1, Evidence::Year));
    }
    let counted =
        tokens.is_word(at + 1) && words.readings(at + 1).first().is_some_and(|next| next.roles == Roles::default());
    let modern = (1900..=2100).contains(&year);
    if modern && words.find_role(before, Roles::BEFORE_YEAR).is_some() && !counted {
        return Some(date(at, 0, at + 1, Evidence::Year));
    }
    None
}

fn with_weekday(words: &Words<'_>, from: usize, to: usize, free: usize) -> Candidate {
    let day = from.checked_sub(1).filter(|at| *at >= free);
    match day.and_then(|day| Some((day, words.find_role(day, Roles::WEEKDAY)?))) {
        Some((day, proclitic)) => date(day, proclitic, to, Evidence::Date),
        None => date(from, 0, to, Evidence::Date),
    }
}

/// Day, month and year in one of the usual orders.
fn plausible(parts: &[&str; 3]) -> bool {
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
