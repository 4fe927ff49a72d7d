//! Calendar dates by rule: a small grammar of days, months, years and digits, Gregorian and Hijri.
//!
//! `tests/suggest/dates.txt` has a table of texts with the dates in them. The rulings are in the guide ("Conventions"): a
//! weekday alone, أمس, decades and centuries are not dates; the words عام, سنة and يوم before a date are not part of it. A date that
//! is part of a name is none (ثورة 25 يناير).
//!
//! ```text
//! date    = weekday* [relative] [,] dated | dated
//! dated   = days [من] [شهر] month after | month after | digits | year
//! days    = day { (و | - | إلى | حتى) day }
//! after   = relative* [,] [من] [عام] year [era] | [من] العام relative
//! result  = date { (إلى | حتى | -) date } [الموافق date] | after بين: date و date
//! ```
//!
//! May use: `text`, `words`, `suggest/candidate`, `suggest/evidence`.
//!
//! Must never know: other rules for entities, the tagger.

mod date;
mod day;
mod digits;
mod latin;
mod month;
mod named;
mod year;

use crate::suggest::candidate::{Candidate, EntityType};
use crate::suggest::evidence::Evidence;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, TokenSpan};
use crate::words::word::Words;

use date::Date;

/// Finds dates.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < words.tokens().len() {
        let Some(date) = find_date(words, at) else {
            at += 1;
            continue;
        };
        if let Some(name) = named::find_name(words, at, date) {
            at = name.tokens.to;
            candidates.push(name);
            continue;
        }
        let date = end_of_joined_dates(words, at, date);
        let evidence = if date.is_year { Evidence::Year } else { Evidence::Date };
        let tokens = TokenSpan::new(at, date.proclitic, date.to);
        candidates.push(Candidate::new(tokens, EntityType::Date, evidence));
        at = date.to;
    }
}

/// The longest date that begins at a token.
fn find_date(words: &Words<'_>, at: usize) -> Option<Date> {
    match words.tokens().kind(at) {
        TokenKind::Word => with_weekday(words, at)
            .or_else(|| day::find_days_with_month(words, at))
            .or_else(|| month::find_month_alone(words, at)),
        TokenKind::Number => day::find_days_with_month(words, at)
            .or_else(|| digits::find(words, at))
            .or_else(|| year::find_year_alone(words, at)),
        TokenKind::Foreign => latin::find(words, at),
        _ => None,
    }
}

/// Weekdays and the date after them: الأحد 5 شوال, الخميس والجمعة 18 و19 أبريل, الثلاثاء 12/3/2024.
fn with_weekday(words: &Words<'_>, at: usize) -> Option<Date> {
    let tokens = words.tokens();
    let proclitic = words.find_role(at, Roles::WEEKDAY)?;
    let mut to = at + 1;
    while to < at + 3 && words.find_role(to, Roles::WEEKDAY) == Some(1) && tokens.folded(to).starts_with('و') {
        to += 1;
    }
    to += usize::from(words.has_role(to, Roles::RELATIVE));
    to += usize::from(tokens.is_comma(to));
    let date = day::find_days_with_month(words, to).or_else(|| digits::find(words, to))?;
    (date.proclitic == 0).then_some(Date::new(proclitic, date.to))
}

/// The end of a date with the dates that belong to it: the end of a range, and the same day in another calendar.
fn end_of_joined_dates(words: &Words<'_>, at: usize, mut date: Date) -> Date {
    let tokens = words.tokens();
    let is_between = date::is_between(words, at);
    for _ in 0..2 {
        let joint = tokens.folded(date.to);
        let same_day = joint == "الموافق";
        let hyphen = matches!(tokens.kind(date.to), TokenKind::Punctuation('-' | '–' | '—' | '/' | 'ـ'));
        let range = hyphen || matches!(joint, "الي" | "حتي" | "وحتي" | "والي") || is_between && joint == "و";
        if !same_day && !range {
            break;
        }
        let next = date.to + 1;
        let other = if date.is_year && range {
            year::end_of_year(words, next).map(|to| Date { is_year: true, ..Date::new(0, to) })
        } else {
            find_date(words, next).filter(|other| !other.is_year)
        };
        let Some(other) = other.filter(|other| other.proclitic == 0) else { break };
        date = Date { is_year: date.is_year && other.is_year, ..Date::new(date.proclitic, other.to) };
    }
    date
}
