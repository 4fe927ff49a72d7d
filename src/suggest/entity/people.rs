//! Persons: rows of name units, weighed by how much else each could be and by what stands before them.

use crate::suggest::evidence::Evidence;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;
use crate::words::word::{NameStrength, WordReading, Words};

use super::bodies::{nationality, of_place};
use super::{Candidate, Tag};

/// A name has at most so many words.
const LONGEST: usize = 8;

/// A title stands at most so many tokens before the name (رئيس الوفد الموريتاني المختار ولد السالك).
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
        for known in words.readings(at) {
            // وكندا is no وك + ندا: what is a name with fewer letters off is that name.
            if sure.is_some_and(|proclitic| known.proclitic > proclitic) {
                break;
            }
            if known.entry.is_known_place()
                || known.entry.is_body()
                || words.name_strength(at, known) == NameStrength::Strong
            {
                sure = Some(known.proclitic);
            }
            if let Some(candidate) = name(words, at, known) {
                let length = candidate.to - at;
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
                at = candidate.to;
            }
            None => at += 1,
        }
    }
}

/// What a row of names is made of.
#[derive(Debug, Default, Clone, Copy)]
struct Row {
    parts: usize,
    strong: usize,
    medium: usize,
    unknown: usize,
    particles: usize,
}

impl Row {
    fn add(&mut self, strength: NameStrength) {
        self.parts += 1;
        match strength {
            NameStrength::Strong => self.strong += 1,
            NameStrength::Medium => self.medium += 1,
            NameStrength::Unknown => self.unknown += 1,
            NameStrength::Weak | NameStrength::No => {}
        }
    }
}

/// The name that begins with a reading of a token, if there is one.
fn name(words: &Words<'_>, from: usize, first: &WordReading) -> Option<Candidate> {
    let tokens = words.tokens();
    let title = titled(words, from, first.proclitic);
    let said = from.checked_sub(1).is_some_and(|before| words.find_role(before, Roles::SAY).is_some());
    let mut row = Row::default();
    let mut at = from;
    let mut end = from;
    let mut kept = row;
    while at < from + LONGEST && tokens.is_word(at) {
        let known = if at == from { first } else { words.readings(at).first()? };
        // بوش ورايس are two.
        if at > from && !known.entry.is_unit() && joins(words, at) {
            break;
        }
        let (length, strength) = part(words, at, known, at == from)?;
        if strength == NameStrength::No {
            // خديجة الوردي: a relational word behind one sure name is the family's.
            let family = at > from && row.strong == row.parts && row.parts == 1 && relational(words, at, known);
            if family
                && (title
                    || said
                    || row.particles == 0 && words.statistics(at).is_none_or(|rank| rank.rank_bits() > 14))
            {
                row.add(NameStrength::Weak);
                end = at + 1;
                kept = row;
            }
            break;
        }
        if strength == NameStrength::Unknown && row.strong + row.medium == 0 && !title && !said {
            break;
        }
        if length > 1 {
            row.particles += 1;
        }
        row.add(strength);
        at += length;
        // A weak word at the end is as likely to be a word of the sentence as the last name: it needs a name that
        // nothing but names comes before, and must be no word of every day.
        let family = strength == NameStrength::Weak
            && row.strong > 0
            && known.entry.is_unit()
            && known.statistics().is_none_or(|rank| rank.rank_bits() > 11);
        if strength >= NameStrength::Medium
            || strength == NameStrength::Unknown && (title || said || row.parts == 2)
            || family
        {
            end = at;
            kept = row;
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
    // محمد السادس: a ruler's number belongs to the name.
    if kept.parts == 1 && kept.strong == 1 && words.has_role(end, Roles::ORDINAL) {
        end += 1;
        kept.particles += 1;
    }
    let evidence = weigh(kept, title, said, first.proclitic)?;
    Some(Candidate { from, proclitic: first.proclitic, to: end, tag: Tag::Per, evidence })
}

fn weigh(row: Row, title: bool, said: bool, proclitic: usize) -> Option<Evidence> {
    let several = row.parts >= 2;
    match (title, several) {
        (true, true) if row.strong + row.medium >= 1 => Some(Evidence::TitledName),
        (true, true) => Some(Evidence::TitledUnknown),
        (true, false) if row.strong > 0 => Some(Evidence::TitledUnit),
        (true, false) if row.medium > 0 && proclitic == 0 => Some(Evidence::TitledUnit),
        (true, false) => None,
        (false, true) if row.strong >= 2 || row.strong >= 1 && (row.medium >= 1 || row.particles >= 1) => {
            Some(Evidence::FullName)
        }
        (false, true) if row.strong >= 1 || row.medium >= 2 => Some(Evidence::LikelyName),
        (false, false) if row.strong == 1 && row.particles == 1 => Some(Evidence::LikelyName),
        (false, true) if said && row.unknown == row.parts => Some(Evidence::TitledUnknown),
        (false, false) if row.strong + row.medium == 1 && proclitic == 0 && said => Some(Evidence::SingleUnit),
        _ => None,
    }
}

/// One part of a name from a token on: how many tokens, and how it looks.
fn part(words: &Words<'_>, at: usize, known: &WordReading, opening: bool) -> Option<(usize, NameStrength)> {
    let tokens = words.tokens();
    let next = words.readings(at + 1).first();
    if known.roles.intersects(Roles::OPENER)
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
    if known.roles.intersects(Roles::PARTICLE) && !opening {
        let (length, strength) = part(words, at + 1, next?, false)?;
        return Some(if strength >= NameStrength::Weak {
            (1 + length, strength.max(NameStrength::Medium))
        } else {
            (1, NameStrength::No)
        });
    }
    let strength = words.name_strength(at, known);
    if (nationality(words, at) || of_place(tokens.folded(at))) && (opening || strength < NameStrength::Medium) {
        return Some((1, NameStrength::No));
    }
    // قتل عمرو: a word that is seldom a name opens one only where it opens many.
    if opening && strength == NameStrength::Weak && known.entry.given() < 6 {
        return Some((1, NameStrength::No));
    }
    if opening && (known.roles.intersects(Roles::PARTICLE) || known.entry.is_known_place() || known.entry.is_body()) {
        return Some((1, NameStrength::No));
    }
    // المحجبة عفاف: a definite word before a given name is an adjective or a calling, unless it is a given name.
    if opening
        && words.is_definite(at, known.proclitic)
        && known.entry.given() < 4
        && next.is_some_and(|next| next.entry.given() > 0 && !words.is_definite(at + 1, 0))
    {
        return Some((1, NameStrength::No));
    }
    // A word with a title's or head noun's role is a name only where it is hardly anything else.
    let doubtful = known
        .roles
        .intersects(Roles::TITLE.union(Roles::BODY).union(Roles::FACILITY).union(Roles::OUTSIDE).union(Roles::FIELD));
    if doubtful && (opening || strength < NameStrength::Strong) {
        return Some((1, NameStrength::No));
    }
    Some((1, strength))
}

/// A definite word in ي that says where someone comes from, and is no adjective of the language: الوردي, الحسني.
fn relational(words: &Words<'_>, at: usize, known: &WordReading) -> bool {
    let word = words.tokens().folded(at);
    let never = Roles::STOP.union(Roles::ADJECTIVE).union(Roles::ORDINAL).union(Roles::TITLE).union(Roles::FIELD);
    word.ends_with('ي') && words.is_definite(at, 0) && !known.roles.intersects(never) && !nationality(words, at)
}

/// Is it و and another name, or و and a word?
fn joins(words: &Words<'_>, at: usize) -> bool {
    words.tokens().folded(at).starts_with('و')
        && words
            .readings(at)
            .iter()
            .any(|known| known.proclitic == 1 && (known.entry.is_unit() || known.statistics().is_some()))
}

/// Does a title stand before the name, with nothing but its own words between?
fn titled(words: &Words<'_>, at: usize, proclitic: usize) -> bool {
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
        if words.readings(before).first().is_some_and(|known| known.entry.is_known_place() || known.entry.is_city()) {
            continue;
        }
        if !words.is_definite(before, 0) && !words.has_role(before, Roles::FIELD.union(Roles::BODY)) {
            return false;
        }
    }
    false
}
