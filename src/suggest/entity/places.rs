//! Places: known ones, cities after words like في and من, facilities and nature by their head nouns.

use crate::suggest::candidate::{Candidate, EntityType};
use crate::suggest::evidence::Evidence;
use crate::words::gazetteer::NameMatch;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, TokenSpan};
use crate::words::word::{NameStrength, Words};

use super::quoted_name::find_quoted_name_end;

/// Finds places.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    for at in 0..tokens.len() {
        if !tokens.is_word(at) {
            continue;
        }
        candidates.extend(find_listed(words, at));
        candidates.extend(find_by_head(words, at));
        candidates.extend(find_settlement(words, at));
    }
}

/// Finds a place of the gazetteers.
fn find_listed(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let found = words.longest_name(at, |entry| entry.is_place() || entry.is_body() || entry.is_misc())?;
    if found.entry.is_body() || found.entry.is_misc() || !found.entry.is_place() {
        return None;
    }
    let evidence = weigh_evidence(words, at, found)?;
    Some(Candidate::new(TokenSpan::new(at, found.proclitic, found.to), EntityType::Location, evidence))
}

/// The evidence for a place of the gazetteers; `None` if the name is more likely another word.
fn weigh_evidence(words: &Words<'_>, at: usize, found: NameMatch) -> Option<Evidence> {
    let tokens = words.tokens();
    let entry = found.entry;
    if entry.is_known_place() {
        return Some(Evidence::KnownPlace);
    }
    let reading = words.readings(at).iter().find(|reading| reading.proclitic == found.proclitic)?;
    if reading.roles.intersects(Roles::NOT_PLACE.union(Roles::STOP)) && found.to == at + 1
        || !words.may_have_proclitic(at, reading)
    {
        return None;
    }
    let statistics = reading.statistics();
    let letters = tokens.folded(at).chars().count() - found.proclitic;
    let several_words = found.to - at > 1;
    if entry.is_country() && (several_words || statistics.is_none_or(|word| word.place_percent() >= 13) && letters > 2)
    {
        return Some(Evidence::KnownPlace);
    }
    if entry.is_country() && stands_behind_place_word(words, at, found.proclitic) {
        return Some(Evidence::CountryBehind);
    }
    if several_words {
        // A listed place of several words is rarely another name, unless all its words are parts of persons' names.
        let persons =
            (at..found.to).all(|at| words.readings(at).first().is_some_and(|reading| reading.entry.is_unit()));
        return match (entry.is_city(), persons) {
            (true, false) => Some(Evidence::City),
            (true, true) | (false, false) if stands_behind_place_word(words, at, found.proclitic) => {
                Some(Evidence::CityBehind)
            }
            _ => None,
        };
    }
    let common = statistics
        .is_some_and(|word| word.place_percent() < 20 && (word.rank_bits() < 14 || word.person_percent() >= 20));
    let placelike = statistics.is_some_and(|word| word.place_percent() >= 20);
    let person = words.name_strength(at, reading) >= NameStrength::Medium;
    if entry.is_city()
        && placelike
        && (!person || statistics.is_some_and(|word| word.place_percent() >= 33))
        && letters > 2
    {
        return Some(Evidence::City);
    }
    let head = at.checked_sub(1).is_some_and(|before| words.find_role(before, Roles::OUTSIDE).is_some());
    if head && !common && letters > 2 {
        return Some(Evidence::TownBehind);
    }
    if entry.is_city() && !common && !person && letters > 3 && stands_behind_place_word(words, at, found.proclitic) {
        return Some(Evidence::CityBehind);
    }
    if entry.is_city() && statistics.is_none() && !person && found.proclitic == 0 && letters > 4 {
        return Some(Evidence::CityBehind);
    }
    None
}

/// True if the name is after في, من, إلى and the like, or if ب is written onto it.
fn stands_behind_place_word(words: &Words<'_>, at: usize, proclitic: usize) -> bool {
    let tokens = words.tokens();
    let carries = proclitic > 0 && tokens.folded(at).chars().nth(proclitic - 1) == Some('ب');
    let before = at.checked_sub(1);
    carries || before.is_some_and(|before| words.find_role(before, Roles::BEFORE_PLACE.union(Roles::OUTSIDE)).is_some())
}

/// Finds a facility or a piece of nature: the head noun and its name.
fn find_by_head(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    let (role, proclitic) =
        [Roles::FACILITY, Roles::NATURE].into_iter().find_map(|role| Some((role, words.find_role(at, role)?)))?;
    let to = if tokens.kind(at + 1) == TokenKind::QuotationMark {
        find_quoted_name_end(tokens, at + 1)?
    } else {
        end_of_name(words, at + 1, role)?
    };
    Some(Candidate::new(TokenSpan::new(at, proclitic, to), EntityType::Location, Evidence::PlaceHead))
}

/// The end of the name after a head noun: a place, a person or an unknown word, then adjectives. `None` without a name.
fn end_of_name(words: &Words<'_>, from: usize, role: Roles) -> Option<usize> {
    let tokens = words.tokens();
    let mut at = from;
    if let Some(found) =
        words.longest_name(at, |entry| entry.is_place() || entry.is_unit()).filter(|found| found.proclitic == 0)
    {
        let reading = words.readings(at).first()?;
        let common = !found.entry.is_known_place()
            && reading
                .statistics()
                .is_some_and(|word| word.rank_bits() < 13 && word.place_percent() < 20 && word.person_percent() < 55);
        if common {
            return None;
        }
        at = found.to;
        at = end_of_further_names(words, at, from + 3);
    } else if role == Roles::NATURE && words.has_role(at, Roles::ADJECTIVE)
        || tokens.is_word(at)
            && !words.has_role(at, Roles::STOP)
            && words.statistics(at).is_none()
            && tokens.folded(at).chars().count() > 3
    {
        at = end_of_further_names(words, at + 1, from + 3);
    } else {
        return None;
    }
    while at < from + 6 && words.has_role(at, Roles::ADJECTIVE) && words.is_definite(at, 0) {
        at += 1;
    }
    Some(at)
}

/// The end of further parts of a name that has begun (مطار موديبو كيتا الدولي).
fn end_of_further_names(words: &Words<'_>, mut at: usize, limit: usize) -> usize {
    let name = |at: usize| {
        let strength = words.readings(at).first().map(|reading| words.name_strength(at, reading));
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

/// Finds an unlisted name after قرية, جزيرة and the like. عين, بئر and the like take a second word (بلدة عين السنديان).
fn find_settlement(words: &Words<'_>, at: usize) -> Option<Candidate> {
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
    let reading = words.readings(from).first()?;
    let unknown = words.statistics(from).is_none_or(|word| word.rank_bits() > 14 && word.place_percent() >= 7)
        && (reading.entry.is_place() || words.name_strength(from, reading) >= NameStrength::Unknown);
    let to = if two && tokens.is_word(from + 1) && !words.has_role(from + 1, Roles::STOP) {
        from + 2
    } else if unknown {
        from + 1
    } else {
        return None;
    };
    Some(Candidate::new(TokenSpan::new(from, 0, to), EntityType::Location, Evidence::Settlement))
}
