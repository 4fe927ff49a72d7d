//! Names that contain a day: ثورة 25 يناير, شارع 26 يوليو, حركة 20 فبراير, مدينة السادس من أكتوبر.

use crate::suggest::candidate::{Candidate, EntityType};
use crate::suggest::evidence::Evidence;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, TokenSpan};
use crate::words::word::Words;

use super::date::Date;

/// The name that a date belongs to, by the head noun before it. A year after عام is a date of its own (حرب أكتوبر | عام 1973).
pub(super) fn find_name(words: &Words<'_>, at: usize, date: Date) -> Option<Candidate> {
    let head = at.checked_sub(1).filter(|_| date.proclitic == 0 && !date.is_year)?;
    let month = Roles::MONTH.union(Roles::MONTH_DOUBTFUL);
    let to = (at..date.to).find(|at| words.has_role(*at, Roles::YEAR_HEAD)).unwrap_or(date.to);
    let has_day = words.tokens().kind(at) == TokenKind::Number || words.find_role(at, Roles::ORDINAL) == Some(0);
    let has_month = (at..to).any(|at| words.find_role(at, month).is_some());
    // يناير الماضي: the day of this year, which has no name.
    let is_relative = (at..to).any(|at| words.has_role(at, Roles::RELATIVE));
    let is_number = |at: usize| words.tokens().kind(at) == TokenKind::Number;
    // 5 مايو 2011 after a place says when, not what it is called.
    let has_year = to > at + 1 && is_number(to - 1);
    if !has_month || is_relative {
        return None;
    }
    let is_head = |role: Roles| words.find_role(head, role).filter(|proclitic| !words.is_definite(head, *proclitic));
    let named = |entity_type: EntityType, proclitic: usize| {
        Candidate::new(TokenSpan::new(head, proclitic, to), entity_type, Evidence::DatedName)
    };
    if let Some(proclitic) = is_head(Roles::UPHEAVAL) {
        return Some(named(EntityType::Misc, proclitic));
    }
    if !has_day {
        return None;
    }
    if let Some(proclitic) = is_head(Roles::ATTACKS) {
        return Some(named(EntityType::Misc, proclitic));
    }
    if has_year {
        return None;
    }
    if let Some(proclitic) = is_head(Roles::FACILITY) {
        return Some(named(EntityType::Location, proclitic));
    }
    if is_head(Roles::SETTLEMENT).is_some() {
        return Some(Candidate::new(TokenSpan::whole(at, to), EntityType::Location, Evidence::DatedName));
    }
    is_head(Roles::BODY).map(|proclitic| named(EntityType::Organisation, proclitic))
}
