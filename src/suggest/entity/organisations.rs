//! Organisations: known ones, and head nouns with a grammar that finds the end of their names.

use crate::suggest::candidate::{Candidate, EntityType};
use crate::suggest::evidence::Evidence;
use crate::words::gazetteer::{Gazetteer, GazetteerEntry};
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, TokenSpan};
use crate::words::word::{NameStrength, Words};

use super::quoted_name::find_quoted_name_end;

/// The largest number of tokens of a name after a head noun.
const MAX_TOKENS: usize = 9;

/// Finds organisations.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    for at in 0..words.tokens().len() {
        if !words.tokens().is_word(at) {
            continue;
        }
        candidates.extend(find_listed(words, at));
        candidates.extend(find_contextual(words, at));
        candidates.extend(find_by_head(words, at));
    }
    let acronyms: Vec<Candidate> = candidates.iter().filter_map(|candidate| find_acronym(words, candidate)).collect();
    candidates.extend(acronyms);
}

/// Finds an organisation of the list, with a nationality at its end (الصليب الأحمر اللبناني).
fn find_listed(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let found = words.longest_name(at, GazetteerEntry::is_body)?;
    let mut to = found.to;
    if to - at > 1 && words.is_nationality(to) {
        to += 1;
    }
    Some(Candidate::new(TokenSpan::new(at, found.proclitic, to), EntityType::Organisation, Evidence::KnownBody))
}

/// Finds the short name in brackets after an organisation: منظمة الأغذية والزراعة (FAO).
fn find_acronym(words: &Words<'_>, body: &Candidate) -> Option<Candidate> {
    let tokens = words.tokens();
    let from = body.tokens.to + 1;
    if body.entity_type != EntityType::Organisation || !tokens.is_punctuation(body.tokens.to, '(') {
        return None;
    }
    let to = (from..from + 4)
        .find(|at| !matches!(tokens.kind(*at), TokenKind::Foreign | TokenKind::Punctuation('.' | '-' | '&')))?;
    let known = to > from && tokens.is_punctuation(to, ')');
    known.then_some(Candidate::new(TokenSpan::new(from, 0, to), EntityType::Organisation, Evidence::Acronym))
}

/// Finds a name that is an everyday word, with the word before it that makes it a name (قناة الجزيرة).
fn find_contextual(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    let name = tokens.folded(at + 1);
    let (_, heads) = Gazetteer::builtin().contextual.iter().find(|(known, _)| known == name)?;
    let reading =
        words.readings(at).iter().find(|reading| heads.iter().any(|head| **head == *words.bare_word(at, reading)))?;
    Some(Candidate::new(TokenSpan::new(at, reading.proclitic, at + 2), EntityType::Organisation, Evidence::KnownBody))
}

/// Finds a head noun and the words that belong to it.
fn find_by_head(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    let any = Roles::BODY.union(Roles::BODY_DEFINITE).union(Roles::BODY_WEAK);
    let head = words.readings(at).iter().find(|reading| reading.roles.intersects(any))?;
    // A name of the list needs no grammar.
    if words.longest_name(at, GazetteerEntry::is_body).is_some_and(|found| found.to > at + 1) {
        return None;
    }
    let (proclitic, weak) = (head.proclitic, head.roles.intersects(Roles::BODY_WEAK));
    let candidate =
        |to, evidence| Some(Candidate::new(TokenSpan::new(at, proclitic, to), EntityType::Organisation, evidence));
    if tokens.kind(at + 1) == TokenKind::QuotationMark {
        return candidate(end_of_lam_phrase(words, find_quoted_name_end(tokens, at + 1)?), Evidence::BodyMarked);
    }
    if tokens.kind(at + 1) == TokenKind::Foreign {
        let end = (at + 1..at + 6).find(|at| !matches!(tokens.kind(*at), TokenKind::Foreign | TokenKind::Number))?;
        return candidate(end, Evidence::BodyMarked);
    }
    if head.roles.intersects(Roles::BODY_DEFINITE) {
        let to = end_of_adjectives(words, at + 1)?;
        return candidate(to, Evidence::BodyDefinite);
    }
    let (to, proper) = end_of_construct(words, at + 1)?;
    match (weak, proper) {
        (false, _) => candidate(to, Evidence::BodyHead),
        (true, true) => candidate(to, Evidence::BodyHeadWeak),
        (true, false) => None,
    }
}

/// The end of the adjectives after a definite head: at least one adjective, then a phrase with ل (الهيئة الوطنية
/// للطوارئ). `None` without an adjective.
fn end_of_adjectives(words: &Words<'_>, from: usize) -> Option<usize> {
    if !is_closing_adjective(words, from) {
        return None;
    }
    let mut at = from + 1;
    while at < from + 4 && is_closing_adjective(words, at) {
        at += 1;
    }
    Some(end_of_lam_phrase(words, at))
}

/// The end of the construct after an indefinite head, and whether one of its words is typical of names.
fn end_of_construct(words: &Words<'_>, from: usize) -> Option<(usize, bool)> {
    let tokens = words.tokens();
    let mut at = from;
    let mut proper = false;
    let mut nouns = 0;
    while at < from + MAX_TOKENS && tokens.is_word(at) && !words.has_role(at, Roles::STOP) && !tokens.is_preposition(at)
    {
        let reading = words.readings(at).first()?;
        if reading.roles.intersects(Roles::ADJECTIVE) || words.is_nationality(at) {
            if nouns == 0 && !words.is_definite(at, 0) {
                return None;
            }
            proper = true;
            at += 1;
            if is_closing_adjective(words, at) {
                continue;
            }
            break;
        }
        let name =
            words.longest_name(at, |entry| entry.is_place() || entry.is_body()).filter(|found| found.proclitic == 0);
        if let Some(found) = name
            && (found.entry.is_known_place() || found.entry.is_country() || found.entry.is_body() || found.to - at > 1)
        {
            proper = true;
            nouns += 1;
            at = found.to;
            // After a place's name only an adjective continues the name (جامعة نيامي سليمان …: the name ends at نيامي).
            if is_closing_adjective(words, at) {
                continue;
            }
            break;
        }
        let field = reading.roles.intersects(Roles::FIELD);
        let definite = words.is_definite(at, 0);
        let strength = words.name_strength(at, reading);
        if field || (strength >= NameStrength::Medium && !definite) || (strength == NameStrength::Unknown && !definite)
        {
            proper = true;
        } else if nouns >= 2 || !(definite || nouns == 0 && is_common_noun(words, at) && words.is_definite(at + 1, 0)) {
            break;
        }
        nouns += 1;
        at += 1;
        // Another field joined by و: وزارة الصحة والسكان.
        if words.readings(at).iter().any(|reading| reading.proclitic == 1 && reading.roles.intersects(Roles::FIELD))
            && tokens.folded(at).starts_with('و')
        {
            at += 1;
        }
    }
    (nouns > 0 || proper).then(|| (end_of_lam_phrase(words, at), proper))
}

/// True for a frequent word that is hardly a verb, a preposition or a name.
fn is_common_noun(words: &Words<'_>, at: usize) -> bool {
    let word = words.tokens().folded(at);
    words.statistics(at).is_some_and(|word| word.rank_bits() > 10 && word.person_percent() < 13)
        && !word.starts_with(['ي', 'ت'])
}

/// The end of a phrase with ل that belongs to the name before it; `from` if there is none. The phrase is a noun with the
/// article and further definite words (للموارد المائية, للتربية والعلم والثقافة) or a construct (لعمال الموانئ).
fn end_of_lam_phrase(words: &Words<'_>, from: usize) -> usize {
    let tokens = words.tokens();
    let word = tokens.folded(from);
    let Some(reading) = words.readings(from).iter().rev().find(|reading| reading.proclitic == 1) else { return from };
    let whole = words.has_role(from, Roles::STOP.union(Roles::FIELD)) || !words.may_have_proclitic(from, reading);
    let never = Roles::STOP.union(Roles::TITLE).union(Roles::WEEKDAY).union(Roles::YEAR_HEAD);
    if !word.starts_with('ل')
        || whole
        || reading.roles.intersects(never)
        || reading.entry.is_known_place()
        || reading.entry.is_body()
    {
        return from;
    }
    let definite = |at: usize| {
        tokens.is_word(at)
            && words.is_definite(at, 0)
            && !words.has_role(at, never)
            && words.find_role(at, Roles::ORDINAL).is_none()
    };
    let mut at = from + 1;
    if !words.is_definite(from, 1) {
        // A construct needs its second half.
        if !definite(at) || reading.entry.is_unit() && !reading.roles.intersects(Roles::FIELD) {
            return from;
        }
        at += 1;
    } else if definite(at)
        && (words.has_role(at, Roles::FIELD) || is_closing_adjective(words, at) || looks_relational(tokens.folded(at)))
    {
        at += 1;
    }
    while at < from + 5 {
        let and =
            words.readings(at).iter().any(|reading| reading.proclitic == 1 && reading.roles.intersects(Roles::FIELD))
                && tokens.folded(at).starts_with('و');
        if !and && !is_closing_adjective(words, at) {
            break;
        }
        at += 1;
    }
    at
}

/// True for a word that looks like a relational adjective (الاقتصادية, المائية) or a participle (المبكر).
fn looks_relational(word: &str) -> bool {
    word.ends_with('ي') || word.ends_with("يه") || word.starts_with("الم")
}

/// True for a definite adjective that closes names.
fn is_closing_adjective(words: &Words<'_>, at: usize) -> bool {
    words.tokens().is_word(at)
        && words.is_definite(at, 0)
        && (words.has_role(at, Roles::ADJECTIVE) || words.is_nationality(at))
}
