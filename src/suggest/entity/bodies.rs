//! Organisations: known ones, and head nouns with the grammar of how far their names run.

use crate::suggest::evidence::Evidence;
use crate::words::gazetteer::{Gazetteer, GazetteerEntry};
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, Tokens};
use crate::words::word::{NameStrength, Words};

use super::{Candidate, Tag};

/// A name in marks behind a head noun has at most so many words.
const LONGEST_IN_MARKS: usize = 6;

/// A name behind a head noun runs on for at most so many tokens.
const LONGEST: usize = 9;

/// Finds organisations.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    for at in 0..words.tokens().len() {
        if !words.tokens().is_word(at) {
            continue;
        }
        candidates.extend(listed(words, at));
        candidates.extend(contextual(words, at));
        candidates.extend(headed(words, at));
    }
    let acronyms: Vec<Candidate> = candidates.iter().filter_map(|candidate| acronym(words, candidate)).collect();
    candidates.extend(acronyms);
}

/// An organisation of the list; a nationality at its end belongs to it (الصليب الأحمر اللبناني).
fn listed(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let found = words.longest_name(at, GazetteerEntry::is_body)?;
    let mut to = found.to;
    if to - at > 1 && nationality(words, to) {
        to += 1;
    }
    Some(Candidate { from: at, proclitic: found.proclitic, to, tag: Tag::Org, evidence: Evidence::KnownBody })
}

/// The short name in brackets behind an organisation: منظمة الأغذية والزراعة (FAO).
fn acronym(words: &Words<'_>, body: &Candidate) -> Option<Candidate> {
    let tokens = words.tokens();
    let from = body.to + 1;
    if body.tag != Tag::Org || !tokens.is_punctuation(body.to, '(') {
        return None;
    }
    let to = (from..from + 4)
        .find(|at| !matches!(tokens.kind(*at), TokenKind::Foreign | TokenKind::Punctuation('.' | '-' | '&')))?;
    let known = to > from && tokens.is_punctuation(to, ')');
    known.then_some(Candidate { from, proclitic: 0, to, tag: Tag::Org, evidence: Evidence::Acronym })
}

/// A name that is an everyday word, behind a word that makes it a name (قناة الجزيرة: both are the name).
fn contextual(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    let name = tokens.folded(at + 1);
    let (_, heads) = Gazetteer::builtin().contextual.iter().find(|(known, _)| known == name)?;
    let known = words.readings(at).iter().find(|known| heads.contains(&words.bare_word(at, known)))?;
    Some(Candidate { from: at, proclitic: known.proclitic, to: at + 2, tag: Tag::Org, evidence: Evidence::KnownBody })
}

/// A head noun and what belongs to it.
fn headed(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    let any = Roles::BODY.union(Roles::BODY_DEFINITE).union(Roles::BODY_WEAK);
    let head = words.readings(at).iter().find(|known| known.roles.intersects(any))?;
    // What the list has whole needs no grammar.
    if words.longest_name(at, GazetteerEntry::is_body).is_some_and(|found| found.to > at + 1) {
        return None;
    }
    let (proclitic, weak) = (head.proclitic, head.roles.intersects(Roles::BODY_WEAK));
    let candidate = |to, evidence| Some(Candidate { from: at, proclitic, to, tag: Tag::Org, evidence });
    if tokens.kind(at + 1) == TokenKind::QuotationMark {
        return candidate(governed(words, in_marks(tokens, at + 1)?), Evidence::BodyMarked);
    }
    if tokens.kind(at + 1) == TokenKind::Foreign {
        let end = (at + 1..at + 6).find(|at| !matches!(tokens.kind(*at), TokenKind::Foreign | TokenKind::Number))?;
        return candidate(end, Evidence::BodyMarked);
    }
    if head.roles.intersects(Roles::BODY_DEFINITE) {
        let to = definite(words, at + 1)?;
        return candidate(to, Evidence::BodyDefinite);
    }
    let (to, proper) = construct(words, at + 1)?;
    match (weak, proper) {
        (false, _) => candidate(to, Evidence::BodyHead),
        (true, true) => candidate(to, Evidence::BodyHeadWeak),
        (true, false) => None,
    }
}

/// The token behind the closing mark of a short name that opens at `open`; an adjective behind it belongs to it.
pub(super) fn in_marks(tokens: &Tokens<'_>, open: usize) -> Option<usize> {
    let mut words = 0;
    for at in open + 1..=open + LONGEST_IN_MARKS + 3 {
        match tokens.kind(at) {
            TokenKind::QuotationMark if words > 0 => return Some(at + 1),
            TokenKind::Word | TokenKind::Foreign | TokenKind::Number => words += 1,
            TokenKind::Punctuation('-' | '.' | '&' | '\'') => {}
            _ => return None,
        }
        if words > LONGEST_IN_MARKS {
            return None;
        }
    }
    None
}

/// Adjectives behind a definite head (الهيئة الوطنية للطوارئ): at least one, then لل and what it governs.
fn definite(words: &Words<'_>, from: usize) -> Option<usize> {
    if !adjective(words, from) {
        return None;
    }
    let mut at = from + 1;
    while at < from + 4 && adjective(words, at) {
        at += 1;
    }
    Some(governed(words, at))
}

/// A construct behind an indefinite head: where it ends, and whether something in it is proper to names.
fn construct(words: &Words<'_>, from: usize) -> Option<(usize, bool)> {
    let tokens = words.tokens();
    let mut at = from;
    let mut proper = false;
    let mut nouns = 0;
    while at < from + LONGEST && tokens.is_word(at) && !words.has_role(at, Roles::STOP) && !tokens.is_preposition(at) {
        let known = words.readings(at).first()?;
        if known.roles.intersects(Roles::ADJECTIVE) || nationality(words, at) {
            if nouns == 0 && !words.is_definite(at, 0) {
                return None;
            }
            proper = true;
            at += 1;
            if adjective(words, at) {
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
            // جامعة نيامي سليمان …: behind a place's name only an adjective goes on.
            if adjective(words, at) {
                continue;
            }
            break;
        }
        let field = known.roles.intersects(Roles::FIELD);
        let definite = words.is_definite(at, 0);
        let strength = words.name_strength(at, known);
        if field || (strength >= NameStrength::Medium && !definite) || (strength == NameStrength::Unknown && !definite)
        {
            proper = true;
        } else if nouns >= 2 || !(definite || nouns == 0 && common_noun(words, at) && words.is_definite(at + 1, 0)) {
            break;
        }
        nouns += 1;
        at += 1;
        // وزارة الصحة والسكان: another field joined by و.
        if words.readings(at).iter().any(|known| known.proclitic == 1 && known.roles.intersects(Roles::FIELD))
            && tokens.folded(at).starts_with('و')
        {
            at += 1;
        }
    }
    (nouns > 0 || proper).then(|| (governed(words, at), proper))
}

/// A noun of the language that is no verb, preposition or name: a frequent word without any role of its own.
fn common_noun(words: &Words<'_>, at: usize) -> bool {
    let word = words.tokens().folded(at);
    words.statistics(at).is_some_and(|rank| rank.rank_bits() > 10 && rank.person_percent() < 13)
        && !word.starts_with(['ي', 'ت'])
}

/// A phrase with ل that belongs to the name before it: where it ends. للموارد المائية (a noun with the article, then
/// at most two more definite words), لعمال الموانئ (a construct), للتربية والعلم والثقافة.
fn governed(words: &Words<'_>, from: usize) -> usize {
    let tokens = words.tokens();
    let word = tokens.folded(from);
    let Some(known) = words.readings(from).iter().rev().find(|known| known.proclitic == 1) else { return from };
    let whole = words.has_role(from, Roles::STOP.union(Roles::FIELD)) || !words.may_have_proclitic(from, known);
    let never = Roles::STOP.union(Roles::TITLE).union(Roles::WEEKDAY).union(Roles::YEAR_HEAD);
    if !word.starts_with('ل')
        || whole
        || known.roles.intersects(never)
        || known.entry.is_known_place()
        || known.entry.is_body()
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
        if !definite(at) || known.entry.is_unit() && !known.roles.intersects(Roles::FIELD) {
            return from;
        }
        at += 1;
    } else if definite(at)
        && (words.has_role(at, Roles::FIELD) || adjective(words, at) || relational(tokens.folded(at)))
    {
        at += 1;
    }
    while at < from + 5 {
        let and = words.readings(at).iter().any(|known| known.proclitic == 1 && known.roles.intersects(Roles::FIELD))
            && tokens.folded(at).starts_with('و');
        if !and && !adjective(words, at) {
            break;
        }
        at += 1;
    }
    at
}

/// Does it look like a relational adjective (الاقتصادية, المائية) or a participle (المبكر)?
fn relational(word: &str) -> bool {
    word.ends_with('ي') || word.ends_with("يه") || word.starts_with("الم")
}

/// A definite adjective that closes names.
fn adjective(words: &Words<'_>, at: usize) -> bool {
    words.tokens().is_word(at)
        && words.is_definite(at, 0)
        && (words.has_role(at, Roles::ADJECTIVE) || nationality(words, at))
}

/// An adjective of a known place: السنغالية, الأردني.
pub(in crate::suggest) fn nationality(words: &Words<'_>, at: usize) -> bool {
    let Some(stem) = words.tokens().folded(at).strip_prefix("ال") else { return false };
    of_place(stem)
}

/// An adjective of a known place without its article: مغربي, سنغالية.
pub(in crate::suggest) fn of_place(stem: &str) -> bool {
    let Some(stem) = ["يه", "يين", "يون", "ي"].iter().find_map(|end| stem.strip_suffix(end)) else {
        return false;
    };
    if stem.chars().count() < 3 {
        return false;
    }
    ["", "ا", "يا", "ه", "ال"].iter().any(|end| {
        let place = if *end == "ال" { format!("ال{stem}") } else { format!("{stem}{end}") };
        let entry = Gazetteer::builtin().entry(&place);
        entry.is_known_place() || entry.is_country()
    })
}
