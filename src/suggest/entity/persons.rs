//! Persons: rows of name parts, weighed by how likely each is another word and by the words before them.

use crate::suggest::candidate::{Candidate, EntityType};
use crate::suggest::evidence::Evidence;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, TokenSpan};
use crate::words::word::{NameStrength, WordReading, Words};

/// The largest number of words of a name.
const MAX_WORDS: usize = 8;

/// The largest number of tokens from a title to the name (رئيس الوفد الموريتاني المختار ولد السالك).
const TITLE_REACH: usize = 6;

/// Finds persons.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens.is_word(at) {
            at += 1;
            continue;
        }
        let mut best: Option<(Candidate, usize)> = None;
        let mut sure = None;
        for reading in words.readings(at) {
            // A sure name with shorter proclitics is that name: وكندا is not وك + ندا.
            if sure.is_some_and(|proclitic| reading.proclitic > proclitic) {
                break;
            }
            if reading.entry.is_known_place()
                || reading.entry.is_body()
                || words.name_strength(at, reading) == NameStrength::Strong
            {
                sure = Some(reading.proclitic);
            }
            if let Some(candidate) = find_name(words, at, reading) {
                let length = candidate.tokens.to - at;
                if best.is_none_or(|(other, longest)| {
                    length > longest || length == longest && candidate.evidence.score() > other.evidence.score()
                }) {
                    best = Some((candidate, length));
                }
            }
        }
        match best {
            Some((candidate, _)) => {
                candidates.push(candidate);
                at = candidate.tokens.to;
            }
            None => at += 1,
        }
    }
}

/// The parts of a row of names, counted by how likely each is a name.
#[derive(Debug, Default, Clone, Copy)]
struct NameParts {
    count: usize,
    strong: usize,
    medium: usize,
    unknown: usize,
    particles: usize,
}

impl NameParts {
    fn add(&mut self, strength: NameStrength) {
        self.count += 1;
        match strength {
            NameStrength::Strong => self.strong += 1,
            NameStrength::Medium => self.medium += 1,
            NameStrength::Unknown => self.unknown += 1,
            NameStrength::Weak | NameStrength::No => {}
        }
    }
}

/// Finds the name that begins with a reading of a token.
fn find_name(words: &Words<'_>, from: usize, first: &WordReading) -> Option<Candidate> {
    let tokens = words.tokens();
    let titled = has_title_before(words, from, first.proclitic);
    let after_say = from.checked_sub(1).is_some_and(|before| words.find_role(before, Roles::SAY).is_some());
    let mut parts = NameParts::default();
    let mut at = from;
    let mut end = from;
    let mut kept = parts;
    while at < from + MAX_WORDS && tokens.is_word(at) {
        let reading = if at == from { first } else { words.readings(at).first()? };
        // بوش ورايس are two names.
        if at > from && !reading.entry.is_unit() && is_joined_by_waw(words, at) {
            break;
        }
        let (length, strength) =
            read_part(words, at, reading, if at == from { PartPlace::First } else { PartPlace::Later })?;
        if strength == NameStrength::No {
            // A relational word after one sure name is the family name: خديجة الوردي.
            let family =
                at > from && parts.strong == parts.count && parts.count == 1 && is_family_adjective(words, at, reading);
            if family
                && (titled
                    || after_say
                    || parts.particles == 0 && words.statistics(at).is_none_or(|word| word.rank_bits() > 14))
            {
                parts.add(NameStrength::Weak);
                end = at + 1;
                kept = parts;
            }
            break;
        }
        if strength == NameStrength::Unknown && parts.strong + parts.medium == 0 && !titled && !after_say {
            break;
        }
        if length > 1 {
            parts.particles += 1;
        }
        parts.add(strength);
        at += length;
        // A weak word at the end may be a word of the sentence. It counts as the family name only after a strong part,
        // if it is a known name and not an everyday word.
        let family = strength == NameStrength::Weak
            && parts.strong > 0
            && reading.entry.is_unit()
            && reading.statistics().is_none_or(|word| word.rank_bits() > 11);
        if strength >= NameStrength::Medium
            || strength == NameStrength::Unknown && (titled || after_say || parts.count == 2)
            || family
        {
            end = at;
            kept = parts;
        }
        if family {
            break;
        }
        if tokens.kind(at) == TokenKind::Punctuation('-')
            && tokens.get(at).is_some_and(|mark| mark.glued)
            && tokens.is_word(at + 1)
        {
            at += 1;
        }
    }
    if end == from {
        return None;
    }
    // The number of a ruler belongs to the name: محمد السادس.
    if kept.count == 1 && kept.strong == 1 && words.has_role(end, Roles::ORDINAL) {
        end += 1;
        kept.particles += 1;
    }
    let evidence = weigh_evidence(kept, titled, after_say, first.proclitic)?;
    Some(Candidate::new(TokenSpan::new(from, first.proclitic, end), EntityType::Person, evidence))
}

/// The evidence for a row of names; `None` if it is too weak. `titled`: a title is before it. `after_say`: a verb of
/// saying is before it.
fn weigh_evidence(parts: NameParts, titled: bool, after_say: bool, proclitic: usize) -> Option<Evidence> {
    let several = parts.count >= 2;
    match (titled, several) {
        (true, true) if parts.strong + parts.medium >= 1 => Some(Evidence::TitledName),
        (true, true) => Some(Evidence::TitledUnknown),
        (true, false) if parts.strong > 0 => Some(Evidence::TitledUnit),
        (true, false) if parts.medium > 0 && proclitic == 0 => Some(Evidence::TitledUnit),
        (true, false) => None,
        (false, true) if parts.strong >= 2 || parts.strong >= 1 && (parts.medium >= 1 || parts.particles >= 1) => {
            Some(Evidence::FullName)
        }
        (false, true) if parts.strong >= 1 || parts.medium >= 2 => Some(Evidence::LikelyName),
        (false, false) if parts.strong == 1 && parts.particles == 1 => Some(Evidence::LikelyName),
        (false, true) if after_say && parts.unknown == parts.count => Some(Evidence::TitledUnknown),
        (false, false) if parts.strong + parts.medium == 1 && proclitic == 0 && after_say => Some(Evidence::SingleUnit),
        _ => None,
    }
}

/// The place of a part in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PartPlace {
    First,
    Later,
}

/// Reads one part of a name: its number of tokens, and how likely it is a name.
fn read_part(words: &Words<'_>, at: usize, reading: &WordReading, place: PartPlace) -> Option<(usize, NameStrength)> {
    let tokens = words.tokens();
    let opening = place == PartPlace::First;
    let next = words.readings(at + 1).first();
    if reading.roles.intersects(Roles::OPENER)
        && let Some(next) = next
    {
        let word = tokens.folded(at);
        let abu = word.ends_with("ابو") || word.ends_with("ابي") || word.ends_with("ابا");
        let abd = abu || word.ends_with("عبد");
        if abu && next.roles.intersects(Roles::OPENER) && tokens.is_word(at + 2) {
            // أبو عبد الله
            return Some((3, NameStrength::Strong));
        }
        if abu && !opening && tokens.is_word(at + 1) && !next.roles.intersects(Roles::STOP) {
            return Some((2, NameStrength::Strong));
        }
        let definite = words.is_definite(at + 1, 0) && !next.roles.intersects(Roles::STOP.union(Roles::ADJECTIVE));
        let god = tokens.folded(at + 1) == "الله";
        if next.roles.intersects(Roles::CLOSER)
            || god
            || abd && (definite || words.name_strength(at + 1, next) >= NameStrength::Medium)
        {
            return Some((2, NameStrength::Strong));
        }
        if word.ends_with("ام") && words.name_strength(at + 1, next) == NameStrength::Strong {
            return Some((2, NameStrength::Strong));
        }
    }
    if reading.roles.intersects(Roles::PARTICLE) && !opening {
        let (length, strength) = read_part(words, at + 1, next?, PartPlace::Later)?;
        return Some(if strength >= NameStrength::Weak {
            (1 + length, strength.max(NameStrength::Medium))
        } else {
            (1, NameStrength::No)
        });
    }
    let strength = words.name_strength(at, reading);
    if (words.is_nationality(at) || words.is_adjective_of_place(at)) && (opening || strength < NameStrength::Medium) {
        return Some((1, NameStrength::No));
    }
    // A word that is seldom a name opens one only if it opens many full names (قتل عمرو: قتل does not).
    if opening && strength == NameStrength::Weak && reading.entry.given() < 6 {
        return Some((1, NameStrength::No));
    }
    if opening
        && (reading.roles.intersects(Roles::PARTICLE) || reading.entry.is_known_place() || reading.entry.is_body())
    {
        return Some((1, NameStrength::No));
    }
    // A definite word before a given name is an adjective or a calling, unless it is a given name: المحجبة عفاف.
    if opening
        && words.is_definite(at, reading.proclitic)
        && reading.entry.given() < 4
        && next.is_some_and(|next| next.entry.given() > 0 && !words.is_definite(at + 1, 0))
    {
        return Some((1, NameStrength::No));
    }
    // A title or head noun is a name only if it is hardly ever another word.
    let doubtful = reading
        .roles
        .intersects(Roles::TITLE.union(Roles::BODY).union(Roles::FACILITY).union(Roles::OUTSIDE).union(Roles::FIELD));
    if doubtful && (opening || strength < NameStrength::Strong) {
        return Some((1, NameStrength::No));
    }
    Some((1, strength))
}

/// True for a definite word in ي that may be a family name and is not an adjective of the language: الوردي, الحسني.
fn is_family_adjective(words: &Words<'_>, at: usize, reading: &WordReading) -> bool {
    let word = words.tokens().folded(at);
    let never = Roles::STOP.union(Roles::ADJECTIVE).union(Roles::ORDINAL).union(Roles::TITLE).union(Roles::FIELD);
    word.ends_with('ي') && words.is_definite(at, 0) && !reading.roles.intersects(never) && !words.is_nationality(at)
}

/// True for و and a name or a known word.
fn is_joined_by_waw(words: &Words<'_>, at: usize) -> bool {
    words.tokens().folded(at).starts_with('و')
        && words
            .readings(at)
            .iter()
            .any(|reading| reading.proclitic == 1 && (reading.entry.is_unit() || reading.statistics().is_some()))
}

/// True if a title is before the name and only words that belong to the title are between.
fn has_title_before(words: &Words<'_>, at: usize, proclitic: usize) -> bool {
    let tokens = words.tokens();
    let mut before = at;
    for step in 0..TITLE_REACH {
        let Some(previous) = before.checked_sub(1) else { return false };
        before = previous;
        match tokens.kind(before) {
            TokenKind::Word => {}
            // The comma of an apposition: وزير النقل، إدريس بنعمرو.
            TokenKind::Punctuation('،' | ',') if step == 0 && proclitic == 0 => continue,
            _ => return false,
        }
        if words.find_role(before, Roles::TITLE).is_some() {
            return true;
        }
        if words.has_role(before, Roles::STOP) || tokens.is_preposition(before) {
            return false;
        }
        if words
            .readings(before)
            .first()
            .is_some_and(|reading| reading.entry.is_known_place() || reading.entry.is_city())
        {
            continue;
        }
        if !words.is_definite(before, 0) && !words.has_role(before, Roles::FIELD.union(Roles::BODY)) {
            return false;
        }
    }
    false
}
