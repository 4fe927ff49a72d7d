//! Repeated names: the family name of a person whose full name is elsewhere in the article.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::suggest::candidate::{Candidate, EntityType};
use crate::suggest::evidence::Evidence;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenSpan;
use crate::words::word::Words;

/// Adds repeated names to the chosen candidates, which stay in reading order.
pub(super) fn find(words: &Words<'_>, chosen: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    let mut parts: HashSet<Cow<'_, str>> = HashSet::new();
    for candidate in chosen.iter().filter(|candidate| candidate.entity_type == EntityType::Person) {
        let sure = matches!(candidate.evidence, Evidence::TitledName | Evidence::FullName);
        if !sure || candidate.len() < 2 {
            continue;
        }
        let Some(last) = words.readings(candidate.tokens.to - 1).first() else { continue };
        // The family name is used again, unless it is an everyday word.
        if last.statistics().is_none_or(|word| word.person_percent() >= 20 || word.rank_bits() >= 14) {
            parts.insert(words.bare_word(candidate.tokens.to - 1, last));
        }
    }
    if parts.is_empty() {
        return;
    }
    let mut free = vec![true; tokens.len()];
    let mut upgrade: HashMap<usize, usize> = HashMap::new();
    for (index, candidate) in chosen.iter().enumerate() {
        if candidate.len() == 1 && candidate.entity_type == EntityType::Person {
            upgrade.insert(candidate.tokens.from, index);
        }
        if let Some(range) = free.get_mut(candidate.tokens.from..candidate.tokens.to) {
            range.fill(false);
        }
    }
    let mut added = Vec::new();
    for at in 0..tokens.len() {
        let open = free.get(at).copied().unwrap_or(false);
        if !open && !upgrade.contains_key(&at) {
            continue;
        }
        for reading in words.readings(at) {
            if reading.roles.intersects(Roles::STOP) || !parts.contains(&*words.bare_word(at, reading)) {
                continue;
            }
            // A particle is part of the family name: ولد السالك, آل نهيان.
            let particle = at.checked_sub(1).filter(|before| {
                reading.proclitic == 0
                    && words.has_role(*before, Roles::PARTICLE)
                    && free.get(*before).copied().unwrap_or(false)
            });
            let from = particle.unwrap_or(at);
            let tokens = TokenSpan::new(from, reading.proclitic, at + 1);
            let again = Candidate::new(tokens, EntityType::Person, Evidence::NameAgain);
            match upgrade.get(&at).and_then(|index| chosen.get_mut(*index)) {
                Some(single) => *single = again,
                None => added.push(again),
            }
            break;
        }
    }
    chosen.extend(added);
    chosen.sort_by_key(|candidate| candidate.tokens.from);
}
