//! Places: known ones, cities behind words that places follow, facilities and nature by their head nouns.

use crate::suggest::evidence::Evidence;
use crate::words::gazetteer::NameMatch;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;
use crate::words::word::{NameStrength, Words};

use super::{Candidate, Tag, bodies};

/// Finds places.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    for at in 0..tokens.len() {
        if !tokens.is_word(at) {
            continue;
        }
        candidates.extend(listed(words, at));
        candidates.extend(built(words, at));
        candidates.extend(settled(words, at));
    }
}

/// A place of the gazetteers.
fn listed(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let found = words.longest_name(at, |entry| entry.is_place() || entry.is_body() || entry.is_misc())?;
    if found.entry.is_body() || found.entry.is_misc() || !found.entry.is_place() {
        return None;
    }
    let evidence = weigh(words, at, found)?;
    Some(Candidate { from: at, proclitic: found.proclitic, to: found.to, tag: Tag::Loc, evidence })
}

fn weigh(words: &Words<'_>, at: usize, found: NameMatch) -> Option<Evidence> {
    let tokens = words.tokens();
    let entry = found.entry;
    if entry.is_known_place() {
        return Some(Evidence::KnownPlace);
    }
    let known = words.readings(at).iter().find(|known| known.proclitic == found.proclitic)?;
    if known.roles.intersects(Roles::NOT_PLACE.union(Roles::STOP)) && found.to == at + 1
        || !words.may_have_proclitic(at, known)
    {
        return None;
    }
    let rank = known.statistics();
    let letters = tokens.folded(at).chars().count() - found.proclitic;
    let rows = found.to - at > 1;
    if entry.is_country() && (rows || rank.is_none_or(|rank| rank.place_percent() >= 13) && letters > 2) {
        return Some(Evidence::KnownPlace);
    }
    if entry.is_country() && behind(words, at, found.proclitic) {
        return Some(Evidence::CountryBehind);
    }
    if rows {
        // A row of several words that is a place in the lists is rarely anything else, unless it is a person's name.
        let persons = (at..found.to).all(|at| words.readings(at).first().is_some_and(|known| known.entry.is_unit()));
        return match (entry.is_city(), persons) {
            (true, false) => Some(Evidence::City),
            (true, true) | (false, false) if behind(words, at, found.proclitic) => Some(Evidence::CityBehind),
            _ => None,
        };
    }
    let common =
        rank.is_some_and(|rank| rank.place_percent() < 20 && (rank.rank_bits() < 14 || rank.person_percent() >= 20));
    let placelike = rank.is_some_and(|rank| rank.place_percent() >= 20);
    let person = words.name_strength(at, known) >= NameStrength::Medium;
    if entry.is_city() && placelike && (!person || rank.is_some_and(|rank| rank.place_percent() >= 33)) && letters > 2 {
        return Some(Evidence::City);
    }
    let head = at.checked_sub(1).is_some_and(|before| words.find_role(before, Roles::OUTSIDE).is_some());
    if head && !common && letters > 2 {
        return Some(Evidence::TownBehind);
    }
    if entry.is_city() && !common && !person && letters > 3 && behind(words, at, found.proclitic) {
        return Some(Evidence::CityBehind);
    }
    if entry.is_city() && rank.is_none() && !person && found.proclitic == 0 && letters > 4 {
        return Some(Evidence::CityBehind);
    }
    None
}

/// Does it stand behind في, من, إلى … or carry ب?
fn behind(words: &Words<'_>, at: usize, proclitic: usize) -> bool {
    let tokens = words.tokens();
    let carries = proclitic > 0 && tokens.folded(at).chars().nth(proclitic - 1) == Some('ب');
    let before = at.checked_sub(1);
    carries || before.is_some_and(|before| words.find_role(before, Roles::BEFORE_PLACE.union(Roles::OUTSIDE)).is_some())
}

/// A facility or a piece of nature: the head noun and its name.
fn built(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    let (role, proclitic) =
        [Roles::FACILITY, Roles::NATURE].into_iter().find_map(|role| Some((role, words.find_role(at, role)?)))?;
    let to = if tokens.kind(at + 1) == TokenKind::QuotationMark {
        bodies::in_marks(tokens, at + 1)?
    } else {
        named(words, at + 1, role)?
    };
    Some(Candidate { from: at, proclitic, to, tag: Tag::Loc, evidence: Evidence::PlaceHead })
}

/// The name behind a head noun: places, persons, unknown words, then adjectives.
fn named(words: &Words<'_>, from: usize, role: Roles) -> Option<usize> {
    let tokens = words.tokens();
    let mut at = from;
    if let Some(found) =
        words.longest_name(at, |entry| entry.is_place() || entry.is_unit()).filter(|found| found.proclitic == 0)
    {
        let known = words.readings(at).first()?;
        let common = !found.entry.is_known_place()
            && known
                .statistics()
                .is_some_and(|rank| rank.rank_bits() < 13 && rank.place_percent() < 20 && rank.person_percent() < 55);
        if common {
            return None;
        }
        at = found.to;
        at = more_names(words, at, from + 3);
    } else if role == Roles::NATURE && words.has_role(at, Roles::ADJECTIVE)
        || tokens.is_word(at)
            && !words.has_role(at, Roles::STOP)
            && words.statistics(at).is_none()
            && tokens.folded(at).chars().count() > 3
    {
        at = more_names(words, at + 1, from + 3);
    } else {
        return None;
    }
    while at < from + 6 && words.has_role(at, Roles::ADJECTIVE) && words.is_definite(at, 0) {
        at += 1;
    }
    Some(at)
}

/// Further parts of a name that has begun (مطار موديبو كيتا الدولي).
fn more_names(words: &Words<'_>, mut at: usize, limit: usize) -> usize {
    let name = |at: usize| {
        let strength = words.readings(at).first().map(|known| words.name_strength(at, known));
        strength >= Some(NameStrength::Medium)
            || strength == Some(NameStrength::Unknown)
                && words.statistics(at).is_none()
                && !words.tokens().folded(at).ends_with("يا")
    };
    while at < limit && name(at) {
        at += 1;
    }
    at
}

/// قرية, جزيرة … and a name that no list has. عين, بئر and their like take a second word (بلدة عين السنديان).
fn settled(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    words.find_role(at, Roles::SETTLEMENT)?;
    let from = at + 1;
    if !tokens.is_word(from) || words.has_role(from, Roles::STOP.union(Roles::ADJECTIVE).union(Roles::NOT_PLACE)) {
        return None;
    }
    let two = matches!(
        tokens.folded(from),
        "عين"
            | "بير"
            | "كفر"
            | "دير"
            | "بيت"
            | "ام"
            | "ايت"
            | "بني"
            | "اولاد"
            | "تل"
            | "جبل"
            | "واد"
            | "بو"
            | "سيدي"
    );
    let known = words.readings(from).first()?;
    let unknown = words.statistics(from).is_none_or(|rank| rank.rank_bits() > 14 && rank.place_percent() >= 7)
        && (known.entry.is_place() || words.name_strength(from, known) >= NameStrength::Unknown);
    let to = if two && tokens.is_word(from + 1) && !words.has_role(from + 1, Roles::STOP) {
        from + 2
    } else if unknown {
        from + 1
    } else {
        return None;
    };
    Some(Candidate { from, proclitic: 0, to, tag: Tag::Loc, evidence: Evidence::Settlement })
}
